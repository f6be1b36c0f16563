// SPDX-License-Identifier: GPL-3.0-or-later
// Whole syncs through a network that spoils them. The truth is the simulator's own storage and what servers have seen.
#include "portalsim/demogenerator.h"
#include "support/faultproxy.h"
#include "support/results.h"
#include "support/simrig.h"

#include <QProcess>
#include <QSslKey>
#include <QTcpServer>
#include <QTcpSocket>

using namespace dealerlens;
using base::ErrorKind;
using model::EntityKind;
using testing::FaultProxy;
using testing::ProxyFault;
using Kind = ProxyFault::Kind;

namespace {

portalsim::World demoWorld(int dealers, double scale = 0.1)
{
    portalsim::DemoOptions options;
    options.dealers = dealers;
    options.seed = 7;
    options.now = base::SystemClock().now() - 3600;
    options.scale = scale;
    return portalsim::generateDemo(options);
}

// Takes connections, says nothing, remembers what came.
class Stranger : public QTcpServer {
public:
    int connections = 0;
    QByteArray heard;

    explicit Stranger(const QString &address)
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            ++connections;
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { heard += socket->readAll(); });
        });
        listen(QHostAddress(address));
    }
};

// One portal behind a proxy.
struct Behind {
    testing::SimRig rig;
    FaultProxy proxy;
    QString key;
    model::PortalId id = 0;

    explicit Behind(const std::optional<QSslConfiguration> &tls = {}, double scale = 0.1)
        : rig(demoWorld(1, scale), testing::noLimits())
        , proxy(rig.sim.port(), tls)
        , key(rig.lastKey())
        , id(rig.add(key, proxy.through(rig.sim.address(key))))
    {
        rig.engine->setDeadline(2'000);
    }

    [[nodiscard]] qint64 leads() { return *(*rig.store->reader())->countAlive(id, EntityKind::Lead); }

    [[nodiscard]] QString different() { return rig.differencesOf(key, id).mid(0, 5).join(QStringLiteral("; ")); }
};

} // namespace

class TestNetwork : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void overcomes_data();
    void overcomes();
    void nothingIsBelievedOfAStranger_data();
    void nothingIsBelievedOfAStranger();
    void redirectsLeadNowhere_data();
    void redirectsLeadNowhere();
    void certificates_data();
    void certificates();
    void deadAndSilentPortalsStopNobody();

private:
    static bool openssl(const QString &folder, const QStringList &arguments);
    static std::optional<QSslConfiguration> certificate(const QString &folder, const QString &kind);
};

// Two answers are spoiled on the way, at the connection, in the headers, at the first byte, in the middle and at the
// last byte; the same sync ends with a mirror that equals the portal.
void TestNetwork::overcomes_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<bool>("withLength");
    QTest::addColumn<bool>("reset");
    const auto row = [](const char *name, Kind kind, qint64 bytes = 0, bool withLength = true, bool reset = false) {
        QTest::newRow(name) << int(kind) << bytes << withLength << reset;
    };
    row("closed", Kind::Close);
    row("reset", Kind::Close, 0, true, true);
    row("silence", Kind::Hang);
    row("one byte", Kind::Truncate, 1);
    row("in the headers", Kind::Truncate, 60);
    row("in the body", Kind::Truncate, 900);
    row("in the body, no length told", Kind::Truncate, 900, false);
    row("in the body, reset", Kind::Truncate, 900, true, true);
    row("a byte now and then", Kind::Dribble, 1);
    row("bomb", Kind::GzipBomb, 40'000'000);
    row("headers without end", Kind::HugeHeaders, 300'000);
}

void TestNetwork::overcomes()
{
    QFETCH(int, kind);
    QFETCH(qint64, bytes);
    QFETCH(bool, withLength);
    QFETCH(bool, reset);
    Behind behind;
    QVERIFY(behind.id > 0);
    behind.proxy.spoil({ .kind = Kind(kind),
        .method = "/batch.json",
        .remaining = 2,
        .reset = reset,
        .withLength = withLength,
        .ms = 100,
        .bytes = bytes });
    QVERIFY(behind.rig.sync());
    QVERIFY(behind.proxy.spoiled() >= 2);
    const auto problem = behind.rig.engine->status(behind.id).problem;
    QVERIFY2(!problem, problem ? problem->code.constData() : "");
    const QString different = behind.different();
    QVERIFY2(different.isEmpty(), qPrintable(different));
}

// A hotel's sign-in page, a proxy that wants a password, JSON of something else: nothing changes in the mirror.
void TestNetwork::nothingIsBelievedOfAStranger_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const QByteArray &status, const QByteArray &body, ErrorKind kind) {
        QTest::newRow(name) << testing::gatewayAnswer(status, {}, body) << int(kind);
    };
    row("sign-in page", "200 OK", "<html><form action=/login></form></html>", ErrorKind::Protocol);
    row("empty", "200 OK", {}, ErrorKind::Protocol);
    row("no content", "204 No Content", {}, ErrorKind::Protocol);
    row("other JSON", "200 OK", R"({"status":"ok","items":[]})", ErrorKind::Protocol);
    row("a list", "200 OK", "[]", ErrorKind::Protocol);
    row("empty result", "200 OK", R"({"result":[]})", ErrorKind::Protocol);
    row("result without answers", "200 OK", R"({"result":{"result":[],"result_error":[]}})", ErrorKind::Protocol);
    row("proxy wants a password", "407 Proxy Authentication Required", "<html>", ErrorKind::Auth);
    row("gateway", "502 Bad Gateway", "<html>", ErrorKind::Network);
    row("teapot", "418 I'm a teapot", "<html>", ErrorKind::Rejected);
}

void TestNetwork::nothingIsBelievedOfAStranger()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, kind);
    Behind behind;
    QVERIFY(behind.rig.sync());
    const qint64 leads = behind.leads();
    QVERIFY(leads > 0);
    behind.proxy.spoil({ .kind = Kind::Answer, .answer = answer });
    QSignalSpy finished(behind.rig.engine.get(), &sync::Engine::allFinished);
    behind.rig.engine->verifyNow({ behind.id });
    QVERIFY(finished.wait(60'000));
    QVERIFY(behind.rig.engine->status(behind.id).problem.has_value());
    QCOMPARE(int(behind.rig.engine->status(behind.id).problem->kind), kind);
    QCOMPARE(behind.leads(), leads);
    behind.proxy.heal();
    QVERIFY(behind.rig.sync());
    QVERIFY(!behind.rig.engine->status(behind.id).problem);
    QCOMPARE(behind.different(), QString());
}

void TestNetwork::redirectsLeadNowhere_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("location");
    const QStringList places { QStringLiteral("http://127.0.0.2:%1/rest/1/x/batch.json"), QStringLiteral("//127.0.0.2:%1/"),
        QStringLiteral("http://127.0.0.1@127.0.0.2:%1/"), QStringLiteral("http://169.254.169.254/latest/"), QStringLiteral("/elsewhere"),
        QStringLiteral("file:///etc/passwd"), QStringLiteral("javascript:alert(1)"), QString() };
    for (const char *status : { "301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent" })
        for (const QString &place : places)
            QTest::addRow("%.3s %s", status, qPrintable(place)) << QByteArray(status) << place;
}

void TestNetwork::redirectsLeadNowhere()
{
    QFETCH(QByteArray, status);
    QFETCH(QString, location);
    static Behind behind; // one mirror for all rows
    Stranger stranger(QStringLiteral("127.0.0.2"));
    QVERIFY(stranger.isListening());
    const QByteArray place = (location.contains(QStringLiteral("%1")) ? location.arg(stranger.serverPort()) : location).toUtf8();
    behind.proxy.spoil({ .kind = Kind::Answer, .answer = testing::gatewayAnswer(status, place.isEmpty() ? place : "Location: " + place) });
    const int before = behind.proxy.requests();
    QVERIFY(behind.rig.sync({ behind.id }));
    const auto problem = behind.rig.engine->status(behind.id).problem;
    QVERIFY(problem.has_value());
    QCOMPARE(problem->kind, ErrorKind::Auth);
    QCOMPARE(problem->code, QByteArray("MOVED"));
    const QString secret = sync::parseWebhook(behind.rig.sim.address(behind.key))->secret;
    QVERIFY(!problem->detail.contains(secret));
    QCOMPARE(stranger.connections, 0);
    QCOMPARE(behind.proxy.requests(), before + 1); // not hammered either
}

bool TestNetwork::openssl(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("openssl"), arguments);
    const bool good = process.waitForFinished() && process.exitCode() == 0;
    if (!good)
        qInfo() << process.readAllStandardError();
    return good;
}

// A certificate of `kind` from an authority that this process trusts, unless it is called "unknown" or "selfsigned".
std::optional<QSslConfiguration> TestNetwork::certificate(const QString &folder, const QString &kind)
{
    const auto words = [](const char *line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); };
    QFile config(folder + QStringLiteral("/ca.cnf"));
    if (!config.open(QIODevice::WriteOnly))
        return {};
    config.write("[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\npolicy=any\n"
                 "copy_extensions=copy\nunique_subject=no\n[any]\ncommonName=supplied\n");
    config.close();
    for (const auto &[name, text] : { std::pair("index.txt", ""), std::pair("serial", "01\n") }) {
        QFile file(folder + QLatin1Char('/') + QLatin1String(name));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write(text);
    }
    const char *host = kind == u"wrong host" ? "subjectAltName=DNS:other.example" : "subjectAltName=IP:127.0.0.1";
    QStringList sign = words("ca -batch -config ca.cnf -cert ca.pem -keyfile ca.key -in own.csr -out own.pem -notext -startdate");
    sign += kind == u"not yet" ? words("20900101000000Z -enddate 20910101000000Z")
        : kind == u"expired"   ? words("20200101000000Z -enddate 20210101000000Z")
                               : words("20200101000000Z -enddate 20900101000000Z");
    const bool made = openssl(folder, words("req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=authority -keyout ca.key -out ca.pem"))
        && openssl(
            folder, words("req -newkey rsa:2048 -nodes -subj /CN=portal -keyout own.key -out own.csr -addext") << QString::fromLatin1(host))
        && openssl(folder,
            kind == u"selfsigned"
                ? words("req -x509 -key own.key -days 30 -subj /CN=portal -out own.pem -addext") << QString::fromLatin1(host)
                : sign);
    if (!made)
        return {};
    QFile key(folder + QStringLiteral("/own.key"));
    if (!key.open(QIODevice::ReadOnly))
        return {};
    QSslConfiguration server;
    server.setLocalCertificateChain(QSslCertificate::fromPath(folder + QStringLiteral("/own.pem")));
    server.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    if (kind == u"old")
        server.setProtocol(QSsl::TlsV1_0);
    QT_WARNING_POP
    QSslConfiguration client = QSslConfiguration::defaultConfiguration();
    if (kind != u"unknown")
        client.setCaCertificates(QSslCertificate::fromPath(folder + QStringLiteral("/ca.pem")));
    QSslConfiguration::setDefaultConfiguration(client);
    return server;
}

void TestNetwork::certificates_data()
{
    QTest::addColumn<bool>("trusted");
    QTest::newRow("good") << true;
    for (const char *kind : { "expired", "not yet", "wrong host", "selfsigned", "unknown", "old" })
        QTest::newRow(kind) << false;
}

// No byte of a request leaves before the certificate is accepted; nothing in the program accepts a bad one.
void TestNetwork::certificates()
{
    QFETCH(bool, trusted);
    const QTemporaryDir folder;
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    const auto tls = certificate(folder.path(), QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(tls.has_value());
    {
        Behind behind(tls);
        QVERIFY(behind.id > 0);
        QVERIFY(behind.rig.sync());
        const auto problem = behind.rig.engine->status(behind.id).problem;
        QCOMPARE(problem.has_value(), !trusted);
        QCOMPARE(behind.proxy.requests() > 0, trusted);
        if (!trusted) {
            QCOMPARE(problem->kind, ErrorKind::Tls);
            QVERIFY2(problem->detail.contains(QStringLiteral("127.0.0.1")), qPrintable(problem->detail));
        }
    }
    QSslConfiguration::setDefaultConfiguration(before);
}

// A third of sixty portals refuses connections, a third takes requests and never answers: the others are mirrored
// while all of those still hang.
void TestNetwork::deadAndSilentPortalsStopNobody()
{
    constexpr int kEach = 20;
    constexpr int kSilent = 40; // more than requests may be on their way at a time
    testing::SimRig rig(demoWorld(kEach, 0.02), testing::noLimits());
    QStringList keys;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) {
        for (const auto &portal : world.portals)
            keys += portal->key;
    });
    std::vector<std::unique_ptr<Stranger>> strangers;
    std::set<int> silent;
    std::set<int> dead;
    for (int i = 0; i < kSilent; ++i) {
        strangers.push_back(std::make_unique<Stranger>(QStringLiteral("127.0.0.1")));
        const QString address = QStringLiteral("http://127.0.0.1:%1/rest/1/abc/").arg(strangers.back()->serverPort());
        silent.insert(rig.add(QStringLiteral("silent-%1").arg(i), address));
    }
    for (int i = 0; i < kEach; ++i)
        dead.insert(rig.add(QStringLiteral("dead-%1").arg(i), QStringLiteral("http://127.0.0.1:1/%1/rest/1/abc/").arg(i)));
    std::vector<model::PortalId> healthy;
    for (int i = 0; i < kEach; ++i)
        healthy.push_back(rig.add(keys[i]));
    QSignalSpy finished(rig.engine.get(), &sync::Engine::cycleFinished);
    rig.engine->syncNow();
    const auto isDone
        = [&](int id) { return std::ranges::any_of(finished, [id](const QList<QVariant> &call) { return call.front().toInt() == id; }); };
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(healthy, isDone), 85'000);
    for (const model::PortalId id : healthy)
        QVERIFY(!rig.engine->status(id).problem);
    QVERIFY(std::ranges::none_of(silent, isDone));
    QVERIFY(std::ranges::all_of(strangers, [](const auto &each) { return each->connections > 0; }));
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(dead, isDone), 85'000);
    for (int i = 0; i < kEach; ++i)
        QCOMPARE(rig.differencesOf(keys[i], healthy[static_cast<std::size_t>(i)]), QStringList());
    testing::countResult(QStringLiteral("portal mirrored beside dead and silent ones"), kEach);
}

QTEST_GUILESS_MAIN(TestNetwork)
#include "tst_network.moc"
