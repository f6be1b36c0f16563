// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/secretstore.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace dealerlens;
using base::ErrorKind;

namespace {

template <class T> T wait(QFuture<T> future)
{
    future.waitForFinished();
    return future.result();
}

// The part that runs inside a session with an unlocked keyring; the number of the step that failed, 0: all well.
int insideSession()
{
    const auto ring = secrets::openKeyring();
    const QString name = QStringLiteral("test-portal");
    const QString secret = QStringLiteral("abc0-секрет");
    if (const auto absent = wait(ring->read(name)); absent || absent.error().kind != ErrorKind::NotFound)
        return 1;
    if (!wait(ring->write(name, secret)))
        return 2;
    if (const auto found = wait(ring->read(name)); !found || *found != secret)
        return 3;
    if (!wait(ring->remove(name)))
        return 4;
    if (const auto gone = wait(ring->read(name)); gone || gone.error().kind != ErrorKind::NotFound)
        return 5;
    if (!wait(ring->write(name, secret)))
        return 6;
    constexpr int kPortals = 300;
    std::vector<QFuture<base::Result<>>> written;
    for (int i = 0; i < kPortals; ++i)
        written.push_back(ring->write(QStringLiteral("portal-%1").arg(i), QString(secret + QString::number(i))));
    for (auto &each : written)
        if (!wait(each))
            return 11;
    std::vector<QFuture<base::Result<QString>>> found;
    for (int i = 0; i < kPortals; ++i)
        found.push_back(ring->read(QStringLiteral("portal-%1").arg(i)));
    for (int i = 0; i < kPortals; ++i)
        if (const auto each = wait(found[std::size_t(i)]); !each || *each != QString(secret + QString::number(i)))
            return 12;
    QDBusMessage lock = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
        QStringLiteral("/org/freedesktop/secrets"), QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
    lock << QVariant::fromValue(QList<QDBusObjectPath> { QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/aliases/default")) });
    if (QDBusConnection::sessionBus().call(lock).type() != QDBusMessage::ReplyMessage)
        return 7;
    // A locked ring is no lost key: whoever is told so would ask the dealer for a new one in vain.
    if (const auto locked = wait(ring->read(name)); locked || locked.error().code != "KEYRING_LOCKED")
        return 8;
    if (const auto unheard = wait(ring->read(name)); unheard || unheard.error().code != "KEYRING_LOCKED")
        return 9;
    if (const auto refused = wait(ring->write(name, secret)); refused || refused.error().kind != ErrorKind::Denied)
        return 10;
    return 0;
}

} // namespace

class TestSecrets : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fileKeepsSecrets();
    void fileOfOthersIsRefused();
    void brokenFileIsRefused_data();
    void brokenFileIsRefused();
    void noKeyringIsAnError();
    void realKeyring();
};

void TestSecrets::fileKeepsSecrets()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("keys.json"));
    {
        const auto file = secrets::openCredentialsFile(path);
        QVERIFY(file);
        QCOMPARE(wait((*file)->read(QStringLiteral("a"))).error().kind, ErrorKind::NotFound);
        QVERIFY(wait((*file)->write(QStringLiteral("a"), QStringLiteral("one"))));
        QVERIFY(wait((*file)->write(QStringLiteral("b"), QStringLiteral("два"))));
        QCOMPARE((*file)->place(), path);
    }
    const auto modes = QFile::permissions(path);
    QVERIFY((modes & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)) == QFile::Permissions());
    const auto again = secrets::openCredentialsFile(path);
    QVERIFY(again);
    QCOMPARE(*wait((*again)->read(QStringLiteral("b"))), QStringLiteral("два"));
    QVERIFY(wait((*again)->remove(QStringLiteral("b"))));
    QVERIFY(!wait((*again)->read(QStringLiteral("b"))));
    QCOMPARE(*wait((*again)->read(QStringLiteral("a"))), QStringLiteral("one"));
}

void TestSecrets::fileOfOthersIsRefused()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("keys.json"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"a\":\"x\"}");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    const auto opened = secrets::openCredentialsFile(path);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Denied);
}

void TestSecrets::brokenFileIsRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("cut") << QByteArray("{\"a\":");
    QTest::newRow("endless") << '{' + QByteArray(17 * 1024 * 1024, ' ') + "\"a\":\"b\"}";
}

void TestSecrets::brokenFileIsRefused()
{
    QFETCH(const QByteArray, content);
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("keys.json"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    const auto opened = secrets::openCredentialsFile(path);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Input);
    QVERIFY(!opened.error().detail.contains(QStringLiteral("\"a\"")));
}

// Without a session bus there is no plaintext fallback.
void TestSecrets::noKeyringIsAnError()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    const auto ring = secrets::openKeyring();
    const auto written = wait(ring->write(QStringLiteral("a"), QStringLiteral("x")));
    QVERIFY(!written);
    QVERIFY(!written.error().detail.contains(QStringLiteral("x\"")));
    QCOMPARE(written.error().kind, ErrorKind::Storage);
    QCOMPARE(written.error().code, QByteArray("NO_KEYRING"));
    QCOMPARE(wait(ring->read(QStringLiteral("a"))).error().code, QByteArray("NO_KEYRING"));
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
}

void TestSecrets::realKeyring()
{
    const QString daemon = QStandardPaths::findExecutable(QStringLiteral("gnome-keyring-daemon"));
    const QString session = QStandardPaths::findExecutable(QStringLiteral("dbus-run-session"));
    if (daemon.isEmpty() || session.isEmpty()) {
        qInfo() << "left out: no keyring daemon on this machine";
        return;
    }
    const QTemporaryDir home;
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), home.path());
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), home.path());
    environment.insert(QStringLiteral("XDG_DATA_HOME"), home.path());
    environment.remove(QStringLiteral("DISPLAY"));
    process.setProcessEnvironment(environment);
    const QString script
        = QStringLiteral("eval $(printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets); exec \"$0\" --inside-session");
    process.start(
        session, { QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"), script, QCoreApplication::applicationFilePath() });
    QVERIFY(process.waitForFinished(40'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (app.arguments().contains(QStringLiteral("--inside-session"))) {
        const int failed = insideSession();
        if (failed != 0)
            std::fprintf(stderr, "step %d failed\n", failed);
        return failed;
    }
    TestSecrets test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_secrets.moc"
