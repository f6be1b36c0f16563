// SPDX-License-Identifier: GPL-3.0-or-later
#include "simfixture.h"

#include "portalsim/controlserver.h"
#include "portalsim/livemotion.h"
#include "portalsim/simserver.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::portalsim;

namespace {

QString word(const char *text) { return QString::fromUtf8(text); }

World smallWorld()
{
    World world;
    PortalData &portal = addSmallPortal(world);
    Record lead;
    lead.set("TITLE", word("Лид"));
    portal.addItem(Entity::Lead, std::move(lead), 1'760'000'000, 1);
    return world;
}

} // namespace

class TestSimServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersOverHttp();
    void formAndJsonMeanTheSame();
    void connectionIsDroppedBeforeOrAfter();
    void answerIsCutOff();
    void heldAnswersComeOnRelease();
    void latencyDelays();
    void controlChannel();
    void controlNeedsJsonPosts();
    void servesTls();
    void runsInItsOwnThread();
    void liveMotionChangesTheWorld();
    void programStartsAndStops();

private:
    QNetworkReply *post(const QString &address, const QByteArray &body, const char *type = "application/json");
    QJsonObject ask(const QString &address, const QByteArray &body = "{}", const char *type = "application/json");

    QNetworkAccessManager m_network;
};

QNetworkReply *TestSimServer::post(const QString &address, const QByteArray &body, const char *type)
{
    QNetworkRequest request { QUrl(address) };
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray(type));
    return m_network.post(request, body);
}

QJsonObject TestSimServer::ask(const QString &address, const QByteArray &body, const char *type)
{
    const std::unique_ptr<QNetworkReply> reply(post(address, body, type));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!reply->isFinished())
        finished.wait(5000);
    return QJsonDocument::fromJson(reply->readAll()).object();
}

void TestSimServer::answersOverHttp()
{
    World world = smallWorld();
    SimServer server(world);
    QVERIFY(server.listen());
    const QString address = server.address(*world.portals.front());
    QVERIFY(address.endsWith(word("/alpha/rest/1/abcdef0123456789/")));
    const std::unique_ptr<QNetworkReply> reply(m_network.get(QNetworkRequest(QUrl(address + word("crm.lead.get.json?ID=1")))));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    QVERIFY(reply->header(QNetworkRequest::ContentTypeHeader).toString().startsWith(word("application/json")));
    const QJsonObject lead = QJsonDocument::fromJson(reply->readAll()).object().value(word("result")).toObject();
    QCOMPARE(lead.value(word("TITLE")).toString(), word("Лид"));
    QCOMPARE(lead.value(word("ID")).toString(), word("1"));
}

void TestSimServer::formAndJsonMeanTheSame()
{
    World world = smallWorld();
    SimServer server(world);
    QVERIFY(server.listen());
    const QString list = server.address(*world.portals.front()) + word("crm.lead.list");
    const QJsonValue byForm
        = ask(list, "select%5B%5D=TITLE&filter%5B%3EID%5D=0", "application/x-www-form-urlencoded").value(word("result"));
    const QJsonValue byJson = ask(list, R"({"select":["TITLE"],"filter":{">ID":0}})").value(word("result"));
    QCOMPARE(byForm.toArray().size(), 1);
    QCOMPARE(byForm, byJson);
}

void TestSimServer::connectionIsDroppedBeforeOrAfter()
{
    World world = smallWorld();
    SimServer server(world);
    QVERIFY(server.listen());
    const QString add = server.address(*world.portals.front()) + word("crm.lead.add");
    for (const bool after : { false, true }) {
        Fault fault;
        fault.kind = "drop";
        fault.after = after;
        server.engine().clearFaults({});
        server.engine().addFault(word("alpha"), fault);
        const std::size_t before = world.portals.front()->table(Entity::Lead).rows.size();
        const std::unique_ptr<QNetworkReply> reply(post(add, R"({"fields":{"TITLE":"x"}})"));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::RemoteHostClosedError);
        const bool wasAdded = world.portals.front()->table(Entity::Lead).rows.size() > before;
        QCOMPARE(wasAdded, after);
    }
}

void TestSimServer::answerIsCutOff()
{
    World world = smallWorld();
    SimServer server(world);
    QVERIFY(server.listen());
    Fault fault;
    fault.kind = "cut";
    fault.remaining = 1;
    server.engine().addFault({}, fault);
    const QString profile = server.address(*world.portals.front()) + word("profile");
    const std::unique_ptr<QNetworkReply> reply(post(profile, "{}"));
    QTRY_VERIFY(reply->isFinished());
    QVERIFY(reply->error() != QNetworkReply::NoError);
    QVERIFY(ask(profile).contains(word("result")));
}

void TestSimServer::heldAnswersComeOnRelease()
{
    World world = smallWorld();
    SimServer server(world);
    QVERIFY(server.listen());
    Fault fault;
    fault.kind = "hold";
    server.engine().addFault(word("alpha"), fault);
    const std::unique_ptr<QNetworkReply> reply(post(server.address(*world.portals.front()) + word("profile"), "{}"));
    QTRY_COMPARE(server.heldCount(), 1);
    QVERIFY(!reply->isFinished());
    server.release(word("alpha"));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(server.heldCount(), 0);
}

void TestSimServer::latencyDelays()
{
    World world = smallWorld();
    EngineOptions options;
    options.latencyMs = 120;
    SimServer server(world, options);
    QVERIFY(server.listen());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(ask(server.address(*world.portals.front()) + word("profile")).contains(word("result")));
    QVERIFY(timer.elapsed() >= 110);
}

void TestSimServer::controlChannel()
{
    World world = smallWorld();
    SimServer server(world);
    QVERIFY(server.listen());
    ControlServer control(server);
    QVERIFY(control.listen());
    const QString address = word("http://127.0.0.1:%1/control/").arg(control.port());
    const QJsonObject created = ask(address + word("create"), R"({"portal":"alpha","entity":"deal","fields":{"TITLE":"Новая"}})");
    QVERIFY(created.value(word("ok")).toBool());
    QCOMPARE(created.value(word("id")).toInt(), 1);
    QVERIFY(ask(address + word("move"), R"({"portal":"alpha","entity":"deal","id":1,"stage":"WON"})").value(word("ok")).toBool());
    QVERIFY(ask(address + word("category"), R"({"portal":"alpha","id":1,"category":1,"stage":"C1:WORK"})").value(word("ok")).toBool());
    QVERIFY(ask(address + word("change"), R"({"portal":"alpha","entity":"deal","id":1,"fields":{"OPPORTUNITY":"10.50"}})")
            .value(word("ok"))
            .toBool());
    const QJsonArray rows = ask(address + word("dump"), R"({"portal":"alpha","entity":"deal"})").value(word("rows")).toArray();
    QCOMPARE(rows.first().toObject().value(word("STAGE_ID")).toString(), word("C1:WORK"));
    QCOMPARE(rows.first().toObject().value(word("OPPORTUNITY")).toString(), word("10.50"));
    QCOMPARE(ask(address + word("history"), R"({"portal":"alpha","entity":"deal"})").value(word("rows")).toArray().size(), 3);
    QCOMPARE(ask(address + word("counts"), R"({"portal":"alpha"})").value(word("counts")).toObject().value(word("lead")).toInt(), 1);
    QVERIFY(ask(address + word("fault"), R"({"portal":"alpha","kind":"revoked","remaining":1})").value(word("ok")).toBool());
    const QString profile = server.address(*world.portals.front()) + word("profile");
    QCOMPARE(ask(profile).value(word("error")).toString(), word("INVALID_CREDENTIALS"));
    QVERIFY(ask(profile).contains(word("result")));
    QVERIFY(ask(address + word("delete"), R"({"portal":"alpha","entity":"deal","id":1})").value(word("ok")).toBool());
    const qint64 later = ask(address + word("clock"), R"({"offset":86400})").value(word("now")).toInteger();
    QVERIFY(later >= base::SystemClock().now() + 86395);
    QCOMPARE(ask(address + word("portals")).value(word("portals")).toArray().size(), 1);
    QVERIFY(ask(address + word("ledger"), R"({"portal":"alpha"})").value(word("requests")).toInt() >= 1);
    QCOMPARE(ask(address + word("move"), R"({"portal":"nobody","entity":"deal"})").value(word("error")).toString(), word("no such portal"));
    QSignalSpy shutdown(&control, &ControlServer::shutdownRequested);
    QVERIFY(ask(address + word("shutdown")).value(word("ok")).toBool());
    QTRY_COMPARE(shutdown.size(), 1);
}

void TestSimServer::controlNeedsJsonPosts()
{
    World world = smallWorld();
    SimServer server(world);
    QVERIFY(server.listen());
    ControlServer control(server);
    QVERIFY(control.listen());
    const QString address = word("http://127.0.0.1:%1/control/portals").arg(control.port());
    QVERIFY(!ask(address, "x=1", "text/plain").value(word("ok")).toBool());
}

void TestSimServer::servesTls()
{
    const QTemporaryDir directory;
    const QString certificate = directory.filePath(word("cert.pem"));
    const QString key = directory.filePath(word("key.pem"));
    QProcess openssl;
    openssl.start(word("openssl"),
        { word("req"), word("-x509"), word("-newkey"), word("rsa:2048"), word("-nodes"), word("-days"), word("2"), word("-subj"),
            word("/CN=127.0.0.1"), word("-addext"), word("subjectAltName=IP:127.0.0.1"), word("-keyout"), key, word("-out"), certificate });
    if (!openssl.waitForFinished(20000) || openssl.exitCode() != 0) {
        qInfo("skipped: the openssl command that makes a certificate is not installed");
        return;
    }
    World world = smallWorld();
    SimServer server(world);
    QVERIFY(server.useCertificate(certificate, key));
    QVERIFY(server.listen());
    QVERIFY(server.baseAddress().startsWith(word("https://")));
    QNetworkRequest request { QUrl(server.address(*world.portals.front()) + word("profile")) };
    const std::unique_ptr<QNetworkReply> refused(m_network.get(request));
    QTRY_VERIFY(refused->isFinished());
    QCOMPARE(refused->error(), QNetworkReply::SslHandshakeFailedError);
    QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
    trusting.setCaCertificates(QSslCertificate::fromPath(certificate));
    request.setSslConfiguration(trusting);
    // A manager keeps the settings of its first connection to a host.
    QNetworkAccessManager fresh;
    const std::unique_ptr<QNetworkReply> reply(fresh.get(request));
    QTRY_VERIFY(reply->isFinished());
    QVERIFY2(reply->error() == QNetworkReply::NoError, qPrintable(reply->errorString()));
    QVERIFY(!server.useCertificate(word("/nowhere/cert.pem"), key));
}

void TestSimServer::runsInItsOwnThread()
{
    SimThread thread(smallWorld());
    QVERIFY(thread.port() != 0);
    QVERIFY(ask(thread.address(word("alpha")) + word("profile")).contains(word("result")));
    std::size_t leads = 0;
    thread.call([&leads](SimServer &, World &world) { leads = world.portals.front()->table(Entity::Lead).rows.size(); });
    QCOMPARE(leads, std::size_t(1));
}

void TestSimServer::liveMotionChangesTheWorld()
{
    World world = smallWorld();
    const StillClock clock;
    Engine engine(world, clock, {});
    LiveMotion motion(engine, 10, 1);
    const auto size = [&world] {
        const PortalData &portal = *world.portals.front();
        return portal.history(Entity::Lead).size() + portal.history(Entity::Deal).size() + portal.table(Entity::Call).rows.size()
            + portal.table(Entity::Comment).rows.size() + portal.table(Entity::Activity).rows.size();
    };
    const std::size_t before = size();
    for (int index = 0; index < 50; ++index)
        motion.step();
    QVERIFY(size() > before + 20);
}

void TestSimServer::programStartsAndStops()
{
    const QTemporaryDir directory;
    const QString csv = directory.filePath(word("portals.csv"));
    QProcess program;
    program.start(word(DEALERLENS_BIN_DIR "/portalsim"),
        { word("--demo"), word("--dealers"), word("3"), word("--live"), word("--write-portals"), csv, word("--exit-with-stdin") });
    QVERIFY2(program.waitForStarted(), "portalsim is not built");
    QTRY_VERIFY_WITH_TIMEOUT(program.peek(4096).contains("listening http://127.0.0.1:"), 20000);
    QFile file(csv);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
    QCOMPARE(file.readLine().trimmed(), QByteArray("key,title,kind,region,city,timezone,address"));
    const QByteArray row = file.readLine().trimmed();
    QVERIFY(ask(QString::fromUtf8(row.mid(row.lastIndexOf(',') + 1)) + word("profile")).contains(word("result")));
    program.closeWriteChannel();
    QVERIFY(program.waitForFinished(5000));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestSimServer)
#include "tst_simserver.moc"
