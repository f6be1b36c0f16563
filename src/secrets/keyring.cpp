// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/gate.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QObject>
#include <QPromise>
#include <QThread>
#include <qt6keychain/keychain.h>

namespace dealerlens::secrets {
namespace {

using base::ErrorKind;
using base::Retry;

const QString kService = QStringLiteral("dealerlens");

constexpr int kAskMs = 2'000;

enum class Ring { Open, Locked, Absent };

// What the Secret Service says of the collection that keys are kept in. Blocks the keyring's own thread.
Ring stateOfRing()
{
    QDBusMessage ask = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
        QStringLiteral("/org/freedesktop/secrets/aliases/default"), QStringLiteral("org.freedesktop.DBus.Properties"),
        QStringLiteral("Get"));
    ask << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    const QDBusMessage answer = QDBusConnection::sessionBus().call(ask, QDBus::Block, kAskMs);
    if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty())
        return answer.arguments().constFirst().value<QDBusVariant>().variant().toBool() ? Ring::Locked : Ring::Open;
    // A service without a collection yet is open to a first key.
    const QString name = answer.errorName();
    const bool noService = !QDBusConnection::sessionBus().isConnected() || name.endsWith(QStringLiteral("ServiceUnknown"))
        || name.contains(QStringLiteral("Spawn")) || name.endsWith(QStringLiteral("Disconnected"));
    return noService ? Ring::Absent : Ring::Open;
}

// A locked keyring answers "no entry" to a read (measured with QtKeychain 0.13), and a missing one many things: so
// the ring itself is asked before an entry is called absent.
base::Error errorOf(const QKeychain::Job &job)
{
    const QString detail = QStringLiteral("keyring: ") + job.errorString();
    switch (stateOfRing()) {
    case Ring::Locked:
        return { ErrorKind::Denied, Retry::AfterAuth, detail, "KEYRING_LOCKED", 0 };
    case Ring::Absent:
        return { ErrorKind::Storage, Retry::WhenChanged, detail, "NO_KEYRING", 0 };
    case Ring::Open:
        break;
    }
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return { ErrorKind::NotFound, Retry::WhenChanged, detail, "KEYRING", 0 };
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return { ErrorKind::Denied, Retry::AfterAuth, detail, "KEYRING", 0 };
    default:
        return { ErrorKind::Storage, Retry::Later, detail, "KEYRING", 0 };
    }
}

// Jobs need an event loop; theirs is a thread of its own, so that nobody's loop is waited for.
class Keyring final : public SecretStore {
public:
    Keyring()
    {
        m_home.moveToThread(&m_thread);
        m_thread.setObjectName(QStringLiteral("keyring"));
        m_thread.start();
    }

    ~Keyring() override
    {
        m_thread.quit();
        m_thread.wait();
    }

    QFuture<base::Result<QString>> read(const QString &name) override
    {
        return run<base::Result<QString>>(
            [name](QObject *home) {
                auto *job = new QKeychain::ReadPasswordJob(kService, home);
                job->setKey(name);
                return job;
            },
            [](const auto &job) -> base::Result<QString> {
                if (job.error() != QKeychain::NoError)
                    return base::Failure(errorOf(job));
                return job.textData();
            });
    }

    QFuture<base::Result<>> write(const QString &name, const QString &secret) override
    {
        return run<base::Result<>>(
            [name, secret](QObject *home) {
                auto *job = new QKeychain::WritePasswordJob(kService, home);
                job->setKey(name);
                job->setTextData(secret);
                return job;
            },
            plain<QKeychain::WritePasswordJob>);
    }

    QFuture<base::Result<>> remove(const QString &name) override
    {
        return run<base::Result<>>(
            [name](QObject *home) {
                auto *job = new QKeychain::DeletePasswordJob(kService, home);
                job->setKey(name);
                return job;
            },
            plain<QKeychain::DeletePasswordJob>);
    }

    QString place() const override { return QStringLiteral("system keyring"); }

private:
    template <class Job> static base::Result<> plain(const Job &job)
    {
        if (job.error() != QKeychain::NoError)
            return base::Failure(errorOf(job));
        return {};
    }

    template <class Answer, class Make, class Read> QFuture<Answer> run(Make make, Read readAnswer)
    {
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        QMetaObject::invokeMethod(&m_home, [this, promise, make, readAnswer] {
            auto *job = make(&m_home);
            job->setAutoDelete(true);
            job->setInsecureFallback(false);
            QObject::connect(job, &QKeychain::Job::finished, &m_home, [promise, job, readAnswer] {
                promise->addResult(readAnswer(*job));
                promise->finish();
            });
            job->start();
        });
        return promise->future();
    }

    QThread m_thread;
    QObject m_home;
};

} // namespace

std::unique_ptr<SecretStore> openKeyring() { return oneAtATime(std::make_unique<Keyring>()); }

} // namespace dealerlens::secrets
