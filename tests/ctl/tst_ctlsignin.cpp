// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in with dealerlensctl as a person does: the program itself, a browser's requests, simulated portals.
#include "portalsim/demogenerator.h"
#include "portalsim/simserver.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;

namespace {

const QByteArray kSecret = "canaryclientsecret";

portalsim::World demoWorld()
{
    portalsim::DemoOptions options;
    options.dealers = 1;
    options.seed = 4;
    options.now = base::SystemClock().now() - 3600;
    options.scale = 0.1;
    return portalsim::generateDemo(options);
}

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// One run of the program that can be talked to.
class Run {
public:
    Run(const QTemporaryDir &dir, const QStringList &arguments)
    {
        m_process.start(QStringLiteral(DEALERLENS_BIN_DIR "/dealerlensctl"),
            QStringList { QStringLiteral("--data"), dir.filePath(QStringLiteral("data")), QStringLiteral("--credentials"),
                dir.filePath(QStringLiteral("keys.json")) }
                + arguments);
    }

    ~Run()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    void say(const QByteArray &line) { m_process.write(line + '\n'); }

    // The address of the consent page.
    QUrl asked()
    {
        static const QRegularExpression address(QStringLiteral("http://\\S+/oauth/authorize/\\S+"));
        QUrl url;
        (void)QTest::qWaitFor(
            [&] {
                m_err += m_process.readAllStandardError();
                const auto match = address.match(QString::fromUtf8(m_err));
                url = QUrl(match.captured());
                return match.hasMatch();
            },
            20'000);
        return url;
    }

    int ended()
    {
        if (!QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 60'000))
            return -1;
        m_err += m_process.readAllStandardError();
        return m_process.exitCode();
    }

    // What other users of the machine can see of it.
    [[nodiscard]] QByteArray visible() const
    {
        const QString pid = QString::number(m_process.processId());
        return contents(QStringLiteral("/proc/%1/cmdline").arg(pid)) + contents(QStringLiteral("/proc/%1/environ").arg(pid));
    }

    [[nodiscard]] const QByteArray &err() const { return m_err; }

private:
    QProcess m_process;
    QByteArray m_err;
};

QByteArray browse(const QUrl &url)
{
    QNetworkAccessManager browser; // follows redirects as a browser does
    QNetworkReply *reply = browser.get(QNetworkRequest(url));
    (void)QTest::qWaitFor([reply] { return reply->isFinished(); }, 20'000);
    return reply->readAll();
}

} // namespace

class TestCtlSignIn : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void byRedirect();
    void byPastedCode();
    void refusedCodeKeepsNothing();

private:
    [[nodiscard]] QString root() const
    {
        return QStringLiteral("127.0.0.1:%1/%2").arg(m_sim->port()).arg(m_key).prepend(QStringLiteral("http://"));
    }

    std::unique_ptr<portalsim::SimThread> m_sim;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_key;
    quint16 m_redirect = 0;
};

void TestCtlSignIn::init()
{
    m_sim = std::make_unique<portalsim::SimThread>(demoWorld());
    m_dir = std::make_unique<QTemporaryDir>();
    m_redirect = freePort();
    m_sim->call([this](portalsim::SimServer &server, portalsim::World &world) {
        m_key = world.portals.back()->key;
        server.engine().oauth().addApplication({ "app.loop", kSecret, QStringLiteral("http://127.0.0.1:%1/").arg(m_redirect) });
        server.engine().oauth().addApplication({ "app.page", kSecret, {} });
    });
}

void TestCtlSignIn::byRedirect()
{
    {
        Run run(*m_dir,
            { QStringLiteral("portals"), QStringLiteral("sign-in"), QStringLiteral("north"), QStringLiteral("--portal"), root(),
                QStringLiteral("--client-id"), QStringLiteral("app.loop"), QStringLiteral("--redirect-port"),
                QString::number(m_redirect) });
        run.say(kSecret);
        const QUrl consent = run.asked();
        QVERIFY2(consent.isValid(), run.err().constData());
        QVERIFY(!run.visible().contains(kSecret));
        QVERIFY(browse(consent).contains("received the consent"));
        QCOMPARE(run.ended(), 0);
        QVERIFY2(run.err().contains("Signed in to north"), run.err().constData());
        QVERIFY(!run.err().contains(kSecret));
    }
    Run sync(*m_dir, { QStringLiteral("sync") });
    QCOMPARE(sync.ended(), 0);
    Run test(*m_dir, { QStringLiteral("portals"), QStringLiteral("test") });
    QCOMPARE(test.ended(), 0);
    // Removed at the portal: a sentence that says what to do, and the data stay.
    m_sim->call([this](portalsim::SimServer &server, portalsim::World &) { server.engine().oauth().install(m_key, false); });
    Run removed(*m_dir, { QStringLiteral("sync") });
    QVERIFY(removed.ended() != 0);
    QVERIFY2(removed.err().contains("not installed at the portal") && removed.err().contains("portals sign-in"), removed.err().constData());
    m_sim->call([this](portalsim::SimServer &server, portalsim::World &) { server.engine().oauth().install(m_key, true); });
    // Again, with the secret and the address that are known.
    Run again(*m_dir,
        { QStringLiteral("portals"), QStringLiteral("sign-in"), QStringLiteral("north"), QStringLiteral("--client-id"),
            QStringLiteral("app.loop"), QStringLiteral("--redirect-port"), QString::number(m_redirect) });
    again.say({});
    QVERIFY(browse(again.asked()).contains("received the consent"));
    QVERIFY2(again.ended() == 0, again.err().constData());
    Run last(*m_dir, { QStringLiteral("sync") });
    QCOMPARE(last.ended(), 0);
}

void TestCtlSignIn::byPastedCode()
{
    Run run(*m_dir,
        { QStringLiteral("portals"), QStringLiteral("sign-in"), QStringLiteral("north"), QStringLiteral("--portal"), root(),
            QStringLiteral("--paste") });
    run.say("app.page");
    run.say(kSecret);
    const QByteArray page = browse(run.asked());
    const auto code = QRegularExpression(QStringLiteral("id=\"code\">([^<]+)<")).match(QString::fromUtf8(page));
    QVERIFY(code.hasMatch());
    QVERIFY(!run.visible().contains(code.captured(1).toUtf8()));
    run.say(code.captured(1).toUtf8());
    QVERIFY2(run.ended() == 0, run.err().constData());
    QVERIFY(!run.err().contains(code.captured(1).toUtf8()));
    const QByteArray keys = contents(m_dir->filePath(QStringLiteral("keys.json")));
    QVERIFY(keys.contains("oauth:app.page") && keys.contains(kSecret));
    Run sync(*m_dir, { QStringLiteral("sync") });
    QCOMPARE(sync.ended(), 0);
}

void TestCtlSignIn::refusedCodeKeepsNothing()
{
    Run run(*m_dir,
        { QStringLiteral("portals"), QStringLiteral("sign-in"), QStringLiteral("north"), QStringLiteral("--portal"), root(),
            QStringLiteral("--client-id"), QStringLiteral("app.page"), QStringLiteral("--paste") });
    run.say(kSecret);
    QVERIFY(run.asked().isValid());
    run.say("stale");
    QCOMPARE(run.ended(), 6);
    QVERIFY2(run.err().contains("30 seconds"), run.err().constData());
    QVERIFY(!contents(m_dir->filePath(QStringLiteral("keys.json"))).contains(kSecret));
    Run wrong(*m_dir,
        { QStringLiteral("portals"), QStringLiteral("sign-in"), QStringLiteral("north"), QStringLiteral("--portal"),
            QStringLiteral("http://dealer.example") });
    QCOMPARE(wrong.ended(), 3);
}

QTEST_GUILESS_MAIN(TestCtlSignIn)
#include "tst_ctlsignin.moc"
