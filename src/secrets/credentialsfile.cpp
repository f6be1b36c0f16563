// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/secretstore.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMutex>
#include <QPromise>
#include <QSaveFile>

#include <sys/stat.h>

namespace dealerlens::secrets {
namespace {

using base::ErrorKind;

template <class T> QFuture<T> ready(T value)
{
    QPromise<T> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

base::Result<QJsonObject> load(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return QJsonObject();
    struct stat info {};
    if (::stat(QFile::encodeName(path).constData(), &info) != 0)
        return base::fail(ErrorKind::Storage, QStringLiteral("the credentials file cannot be examined"));
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return base::fail(ErrorKind::Denied, QStringLiteral("the credentials file may be read by others; its mode must be 0600"),
            base::Retry::WhenChanged, "MODE");
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(ErrorKind::Denied, QStringLiteral("the credentials file cannot be read"), base::Retry::WhenChanged);
    constexpr qint64 kLargest = 16 * 1024 * 1024; // the keys of a thousand portals take less than one
    const QByteArray text = file.read(kLargest + 1);
    if (text.size() > kLargest)
        return base::fail(
            ErrorKind::Input, QStringLiteral("the credentials file is larger than any set of keys"), base::Retry::WhenChanged, "JSON");
    if (text.trimmed().isEmpty())
        return QJsonObject();
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return base::fail(ErrorKind::Input, QStringLiteral("the credentials file is no JSON object"), base::Retry::WhenChanged, "JSON");
    return document.object();
}

base::Failure notWritten(const QSaveFile &file)
{
    const bool full = file.error() == QFileDevice::ResourceError; // what Qt makes of ENOSPC
    return base::fail(
        full ? ErrorKind::Full : ErrorKind::Storage, QStringLiteral("the credentials file cannot be written"), base::Retry::Later, "KEYS");
}

// Never a moment in which the file is half written or readable by others.
base::Result<> save(const QString &path, const QJsonObject &object)
{
    const mode_t before = ::umask(0077);
    QSaveFile file(path);
    const bool opened = file.open(QIODevice::WriteOnly);
    ::umask(before);
    if (!opened)
        return notWritten(file);
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    const QByteArray text = QJsonDocument(object).toJson();
    if (file.write(text) != text.size() || !file.commit())
        return notWritten(file);
    QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return {};
}

// Read anew each time: another program of ours may have written it meanwhile.
class CredentialsFile final : public SecretStore {
public:
    explicit CredentialsFile(QString path)
        : m_path(std::move(path))
    {
    }

    QFuture<base::Result<QString>> read(const QString &name) override
    {
        const QMutexLocker lock(&m_mutex);
        const auto object = load(m_path);
        if (!object)
            return ready<base::Result<QString>>(base::Failure(object.error()));
        const QJsonValue value = object->value(name);
        if (!value.isString())
            return ready<base::Result<QString>>(base::fail(ErrorKind::NotFound, QStringLiteral("no such key"), base::Retry::WhenChanged));
        return ready<base::Result<QString>>(value.toString());
    }

    QFuture<base::Result<>> write(const QString &name, const QString &secret) override
    {
        return change([&](QJsonObject &object) { object.insert(name, secret); });
    }

    QFuture<base::Result<>> writeAll(const std::map<QString, QString> &secrets) override
    {
        return change([&](QJsonObject &object) {
            for (const auto &[name, secret] : secrets)
                object.insert(name, secret);
        });
    }

    QFuture<base::Result<>> remove(const QString &name) override
    {
        return change([&](QJsonObject &object) { object.remove(name); });
    }

    QString place() const override { return m_path; }

private:
    template <class Edit> QFuture<base::Result<>> change(Edit edit)
    {
        const QMutexLocker lock(&m_mutex);
        auto object = load(m_path);
        if (!object)
            return ready<base::Result<>>(base::Failure(object.error()));
        edit(*object);
        return ready<base::Result<>>(save(m_path, *object));
    }

    QMutex m_mutex;
    QString m_path;
};

} // namespace

base::Result<std::unique_ptr<SecretStore>> openCredentialsFile(const QString &path)
{
    const auto object = load(path);
    if (!object)
        return base::Failure(object.error());
    return std::make_unique<CredentialsFile>(QFileInfo(path).absoluteFilePath());
}

} // namespace dealerlens::secrets
