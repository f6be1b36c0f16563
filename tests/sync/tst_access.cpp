// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/request.h"
#include "portalsim/demogenerator.h"
#include "support/oauthrig.h"

#include <QDirIterator>
#include <QTcpServer>

using namespace dealerlens;
using base::ErrorKind;
using testing::FakeSecrets;
using testing::OAuthRig;

namespace {

portalsim::World demoWorld(int dealers)
{
    portalsim::DemoOptions options;
    options.dealers = dealers;
    options.seed = 7;
    options.now = base::SystemClock().now() - 3600;
    options.scale = 0.2;
    return portalsim::generateDemo(options);
}

portalsim::Fault fault(const char *kind, const char *method, qint64 remaining = -1)
{
    portalsim::Fault out;
    out.kind = kind;
    out.method = method;
    out.remaining = remaining;
    return out;
}

class SetClock final : public base::Clock {
public:
    [[nodiscard]] base::UtcSeconds now() const override { return seconds; }

    [[nodiscard]] std::int64_t monotonicMs() const override { return ms; }

    base::UtcSeconds seconds = 0;
    std::int64_t ms = 1'000;
};

// One way in, on the test's own thread.
struct Bench {
    Bench(OAuthRig &rig, const model::Portal &portal, const base::Clock *clock = nullptr)
    {
        services.store = rig.store.get();
        services.secrets = &rig.fake;
        services.clock = clock ? clock : &rig.clock;
        services.transport = &transport;
        access = std::make_unique<sync::Access>(portal, services, nullptr);
    }

    bool open()
    {
        std::optional<bool> opened;
        access->open(&user, [&opened](const base::Result<> &result) { opened = result.has_value(); });
        return QTest::qWaitFor([&opened] { return opened.has_value(); }, 20'000) && *opened;
    }

    void post(int count = 1)
    {
        for (int i = 0; i < count; ++i)
            access->post({ "profile", "application/json", "{}", false }, &user, [this](base::Result<portal::RawReply> raw) {
                raw && raw->http == 200 ? ++good : ++bad;
                if (!raw)
                    error = raw.error();
            });
    }

    bool settled(int count)
    {
        return QTest::qWaitFor([this, count] { return good + bad == count; }, 30'000);
    }

    portal::Transport transport;
    sync::Services services;
    QObject user;
    std::unique_ptr<sync::Access> access;
    int good = 0;
    int bad = 0;
    base::Error error;
};

} // namespace

// Tokens: kept, renewed once, never told, never used before they are stored. The simulator's ledger is the judge.
class TestAccess : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void signsInAndMirrors();
    void wrongSignInsKeepNothing();
    void fiftyRefusalsRenewOnce();
    void expiryInsideABatchLosesNothing();
    void aSecondRefusalNeedsSignIn();
    void renewsInTimeByThePortalsClock();
    void twoProgramsShareTokens();
    void usesNothingBeforeItIsStored();
    void aRefusingStoreIsAskedAgain();
    void killedBeforeTheTokensAreKept();
    void lostReplyNeedsSignIn();
    void slowRenewal();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void followsARenamedPortal();
    void followsNobodyElse_data();
    void followsNobodyElse();
    void onePromptForAll();
    void tellsNoSecret();
};

void TestAccess::signsInAndMirrors()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY2(in, qPrintable(in ? QString() : in.error().detail));
    QVERIFY(in->test.missingScopes.isEmpty());
    const model::Portal saved = rig.portal(in->portal.id);
    QCOMPARE(saved.signIn, model::SignIn::OAuth);
    QCOMPARE(saved.memberId.size(), 32);
    QCOMPARE(saved.endpoint, QString(rig.root(key) + QStringLiteral("/rest")));
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(saved.id).problem);
    QCOMPARE(rig.differencesOf(key, saved.id), QStringList());
    const auto tested = OAuthRig::wait(rig.engine->test(saved));
    QVERIFY(tested);
    // Signing in again replaces the tokens, not the history.
    const QString before = rig.tokens(key).access;
    const auto again = rig.signIn(key, saved.id);
    QVERIFY(again);
    QCOMPARE(again->portal.id, saved.id);
    QVERIFY(rig.tokens(key).access != before);
    QVERIFY(rig.sync());
    QCOMPARE(rig.differencesOf(key, saved.id), QStringList());
    QCOMPARE(rig.renewals(key), 0);
}

void TestAccess::wrongSignInsKeepNothing()
{
    OAuthRig rig(demoWorld(2));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    sync::SignInRequest request;
    request.portal.key = QStringLiteral("other");
    request.portal.title = QStringLiteral("Other");
    request.root = rig.root(key);
    request.application = { testing::kClientId, testing::kClientSecret };
    request.code = QStringLiteral("stale");
    QCOMPARE(OAuthRig::wait(rig.engine->signIn(request)).error().code, QByteArray("invalid_grant"));
    request.code = rig.code(key); // the same portal under a second name
    QCOMPARE(OAuthRig::wait(rig.engine->signIn(request)).error().code, QByteArray("endpoint"));
    request.portal.key = key;
    request.code = rig.code(key);
    QCOMPARE(OAuthRig::wait(rig.engine->signIn(request)).error().code, QByteArray("key"));
    const QString before = rig.tokens(key).access;
    QString other;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) { other = world.portals.front()->key; });
    request.portal = in->portal; // consent of another portal
    request.code = rig.code(other);
    QCOMPARE(OAuthRig::wait(rig.engine->signIn(request)).error().code, QByteArray("member"));
    QCOMPARE(rig.tokens(key).access, before);
    QVERIFY(!OAuthRig::wait(rig.secrets->read(QStringLiteral("other"))));
    request.application.clientSecret = QStringLiteral("wrong");
    request.code = rig.code(key);
    QCOMPARE(OAuthRig::wait(rig.engine->signIn(request)).error().code, QByteArray("invalid_client"));
}

void TestAccess::fiftyRefusalsRenewOnce()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    Bench bench(rig, in->portal);
    QVERIFY(bench.open());
    const qint64 before = rig.requests(key);
    rig.expire(key);
    bench.post(50);
    QVERIFY(bench.settled(50));
    QCOMPARE(bench.good, 50);
    QCOMPARE(rig.renewals(key), 1);
    QVERIFY(rig.requests(key) - before <= 100); // each at most twice
    bench.post(5);
    QVERIFY(bench.settled(55));
    QCOMPARE(rig.renewals(key), 1);
}

void TestAccess::expiryInsideABatchLosesNothing()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    rig.fault(key, fault("expire", "crm.deal.list", 1));
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(in->portal.id).problem);
    QCOMPARE(rig.renewals(key), 1);
    rig.fault(key, fault("expire", "crm.contact.list", 1));
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(in->portal.id).problem);
    QCOMPARE(rig.renewals(key), 2);
    QCOMPARE(rig.differencesOf(key, in->portal.id), QStringList());
}

// Also a host that answers with the same worn-out token again.
void TestAccess::aSecondRefusalNeedsSignIn()
{
    OAuthRig rig(demoWorld(2));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    QString other;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) { other = world.portals.front()->key; });
    const auto healthy = rig.signIn(other);
    QVERIFY(healthy);
    portalsim::Fault refuse = fault("status", "");
    refuse.status = 401;
    refuse.code = "expired_token";
    rig.fault(key, refuse);
    QVERIFY(rig.sync());
    const auto problem = rig.engine->status(in->portal.id).problem;
    QVERIFY(problem);
    QCOMPARE(problem->kind, ErrorKind::Auth);
    QCOMPARE(problem->code, QByteArray("expired_token"));
    QCOMPARE(problem->retry, base::Retry::AfterAuth);
    QCOMPARE(rig.renewals(key), 1);
    QVERIFY(!rig.engine->status(healthy->portal.id).problem);
    rig.clearFaults();
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(in->portal.id).problem);
}

// Our own clock may be years off: only the portal's answers and a clock that never jumps are believed.
void TestAccess::renewsInTimeByThePortalsClock()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    SetClock clock; // it believes that this is 1970
    Bench bench(rig, in->portal, &clock);
    QVERIFY(bench.open());
    const base::UtcSeconds expires = rig.tokens(key).expires;
    QVERIFY(expires != base::kNever);
    bench.post();
    QVERIFY(bench.settled(1));
    bench.access->answeredAt(expires - 600);
    bench.post();
    QVERIFY(bench.settled(2));
    QCOMPARE(rig.renewals(key), 0);
    clock.ms += 539'000;
    bench.post();
    QVERIFY(bench.settled(3));
    QCOMPARE(rig.renewals(key), 0);
    clock.ms += 1'000; // a minute before the end
    bench.post(3);
    QVERIFY(bench.settled(6));
    QCOMPARE(rig.renewals(key), 1);
    clock.seconds = 5'000'000'000;
    clock.ms += 3'539'000;
    bench.post();
    QVERIFY(bench.settled(7));
    QCOMPARE(rig.renewals(key), 1);
    clock.ms += 1'000;
    bench.post();
    QVERIFY(bench.settled(8));
    QCOMPARE(rig.renewals(key), 2);
    QCOMPARE(bench.good, 8);
}

void TestAccess::twoProgramsShareTokens()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    Bench one(rig, in->portal);
    Bench two(rig, in->portal);
    QVERIFY(one.open());
    QVERIFY(two.open());
    rig.expire(key);
    one.post();
    QVERIFY(one.settled(1));
    two.post();
    QVERIFY(two.settled(1));
    QCOMPARE(one.good + two.good, 2);
    QCOMPARE(rig.renewals(key), 1); // the second took what the first had stored
}

void TestAccess::usesNothingBeforeItIsStored()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    Bench bench(rig, in->portal);
    QVERIFY(bench.open());
    rig.expire(key);
    const int writes = rig.fake.writes;
    rig.fake.writeWay = FakeSecrets::Way::Hold;
    const qint64 before = rig.requests(key);
    bench.post(3);
    QTRY_COMPARE_WITH_TIMEOUT(rig.fake.writes.load(), writes + 1, 10'000);
    QCOMPARE(rig.renewals(key), 1);
    QCOMPARE(rig.requests(key), before + 3); // the refused ones; none again
    QCOMPARE(bench.good + bench.bad, 0);
}

void TestAccess::aRefusingStoreIsAskedAgain()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    Bench bench(rig, in->portal);
    QVERIFY(bench.open());
    rig.expire(key);
    rig.fake.writeWay = FakeSecrets::Way::Refuse;
    bench.post(3);
    QVERIFY(bench.settled(3));
    QCOMPARE(bench.bad, 3);
    QCOMPARE(bench.error.kind, ErrorKind::Auth);
    QCOMPARE(bench.error.code, QByteArray("KEYRING_LOCKED"));
    bench.access->close(&bench.user); // the new pair must survive the end of a cycle
    rig.fake.writeWay = FakeSecrets::Way::Good;
    QVERIFY(bench.open());
    bench.post(3);
    QVERIFY(bench.settled(6));
    QCOMPARE(bench.good, 3);
    QCOMPARE(rig.renewals(key), 1);
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(in->portal.id).problem);
}

void TestAccess::killedBeforeTheTokensAreKept()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    rig.expire(key);
    rig.fake.writeWay = FakeSecrets::Way::Hold;
    const int writes = rig.fake.writes;
    rig.engine->syncNow();
    QTRY_COMPARE_WITH_TIMEOUT(rig.fake.writes.load(), writes + 1, 10'000); // the answer is here, the store is not
    rig.fake.writeWay = FakeSecrets::Way::Good;
    rig.restartOn(rig.secrets.get());
    QVERIFY(rig.sync());
    const auto problem = rig.engine->status(in->portal.id).problem;
    QVERIFY(problem);
    QCOMPARE(problem->kind, ErrorKind::Auth);
    QCOMPARE(problem->code, QByteArray("invalid_grant"));
    QVERIFY(rig.signIn(key, in->portal.id));
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(in->portal.id).problem);
    QCOMPARE(rig.differencesOf(key, in->portal.id), QStringList());
}

void TestAccess::lostReplyNeedsSignIn()
{
    OAuthRig rig(demoWorld(2));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    QString other;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) { other = world.portals.front()->key; });
    const auto healthy = rig.signIn(other);
    QVERIFY(healthy);
    portalsim::Fault lost = fault("drop", "oauth.token.refresh_token", 1);
    lost.after = true;
    rig.fault(key, lost);
    rig.expire(key);
    rig.expire(other);
    QVERIFY(rig.sync());
    QVERIFY(rig.sync());
    const auto problem = rig.engine->status(in->portal.id).problem;
    QVERIFY(problem);
    QCOMPARE(problem->kind, ErrorKind::Auth);
    QCOMPARE(problem->code, QByteArray("invalid_grant"));
    QVERIFY(!rig.engine->status(healthy->portal.id).problem);
    QCOMPARE(rig.differencesOf(other, healthy->portal.id), QStringList());
    QVERIFY(rig.signIn(key, in->portal.id));
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(in->portal.id).problem);
}

void TestAccess::slowRenewal()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    Bench bench(rig, in->portal);
    QVERIFY(bench.open());
    rig.fault(key, fault("hold", "oauth.token.refresh_token", 1));
    rig.expire(key);
    bench.post(20);
    QTRY_COMPARE_WITH_TIMEOUT(rig.renewals(key), 1, 10'000);
    bench.post(20); // wait for the same answer
    QCOMPARE(bench.good, 0);
    rig.sim.call([&](portalsim::SimServer &server, portalsim::World &) { server.release(key); });
    QVERIFY(bench.settled(40));
    QCOMPARE(bench.good, 40);
    QCOMPARE(rig.renewals(key), 1);
}

void TestAccess::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("application removed") << QStringLiteral("remove") << int(ErrorKind::Auth) << QByteArray("ERROR_OAUTH");
    QTest::newRow("payment over") << QStringLiteral("unpaid") << int(ErrorKind::Denied) << QByteArray("PAYMENT_REQUIRED");
    QTest::newRow("plan without REST") << QStringLiteral("plan") << int(ErrorKind::Denied) << QByteArray("ACCESS_DENIED");
    QTest::newRow("refresh refused") << QStringLiteral("refused") << int(ErrorKind::Auth) << QByteArray("invalid_grant");
    QTest::newRow("not installed") << QStringLiteral("notinstalled") << int(ErrorKind::Auth) << QByteArray("NOT_INSTALLED");
    QTest::newRow("unknown client, status 200") << QStringLiteral("wrongclient") << int(ErrorKind::Auth) << QByteArray("wrong_client");
    QTest::newRow("OAuth host sends a page") << QStringLiteral("html") << int(ErrorKind::Protocol) << QByteArray("JSON");
    QTest::newRow("OAuth host redirects") << QStringLiteral("redirect") << int(ErrorKind::Auth) << QByteArray("MOVED");
    QTest::newRow("employee dismissed") << QStringLiteral("dismissed") << int(ErrorKind::Auth) << QByteArray("authorization_error");
    QTest::newRow("keyring locked") << QStringLiteral("locked") << int(ErrorKind::Auth) << QByteArray("KEYRING_LOCKED");
    QTest::newRow("key deleted behind us") << QStringLiteral("deleted") << int(ErrorKind::Auth) << QByteArray("KEY");
    QTest::newRow("tokens of another portal") << QStringLiteral("member") << int(ErrorKind::Auth) << QByteArray("MEMBER");
}

void TestAccess::saysWhatIsWrong()
{
    QFETCH(QString, what);
    QFETCH(int, kind);
    QFETCH(QByteArray, code);
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    QVERIFY(rig.sync());
    const auto tokenFault = [&](const char *faultKind, int status, const char *errorCode, const char *location = "") {
        portalsim::Fault refuse = fault(faultKind, "oauth.token");
        refuse.status = status;
        refuse.code = errorCode;
        refuse.location = location;
        rig.fault(key, refuse);
        rig.expire(key);
    };
    QTcpServer stranger;
    QVERIFY(stranger.listen(QHostAddress::LocalHost));
    if (what == u"remove")
        rig.oauth([&](portalsim::OAuthServer &server) { server.install(key, false); });
    else if (what == u"unpaid")
        rig.oauth([&](portalsim::OAuthServer &server) { server.setPaid(key, false); });
    else if (what == u"plan")
        rig.fault(key, fault("plan", ""));
    else if (what == u"refused")
        tokenFault("status", 400, "invalid_grant");
    else if (what == u"notinstalled")
        tokenFault("status", 401, "NOT_INSTALLED");
    else if (what == u"wrongclient")
        tokenFault("status", 200, "wrong_client");
    else if (what == u"html")
        tokenFault("html", 200, "");
    else if (what == u"redirect")
        tokenFault("moved", 302, "", QByteArray("http://localhost:" + QByteArray::number(stranger.serverPort()) + "/").constData());
    else if (what == u"dismissed")
        rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) {
            portalsim::PortalData &portal = *world.find(key);
            portal.table(portalsim::Entity::User).find(portal.webhookUser)->setBool("ACTIVE", false);
        });
    else if (what == u"locked")
        rig.fake.readWay = FakeSecrets::Way::Refuse;
    else if (what == u"deleted")
        QVERIFY(OAuthRig::wait(rig.secrets->remove(key)));
    else if (what == u"member") {
        portal::Tokens foreign = rig.tokens(key);
        model::Portal changed = in->portal;
        changed.memberId = QStringLiteral("0123456789abcdef0123456789abcdef");
        QVERIFY(OAuthRig::wait(rig.store->savePortal(changed)));
        rig.expire(key);
    }
    QVERIFY(rig.sync());
    const auto problem = rig.engine->status(in->portal.id).problem;
    QVERIFY(problem);
    QCOMPARE(int(problem->kind), kind);
    QCOMPARE(problem->code, code);
    QVERIFY(!stranger.hasPendingConnections());
    const auto reader = rig.store->reader();
    QVERIFY(*(*reader)->countAlive(in->portal.id, model::EntityKind::Lead) > 0); // what is mirrored stays
}

void TestAccess::followsARenamedPortal()
{
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    QVERIFY(rig.sync());
    const QString there = QStringLiteral("http://localhost:%1/%2").arg(rig.sim.port()).arg(key);
    rig.oauth([&](portalsim::OAuthServer &server) { server.move(key, there); });
    QSignalSpy changed(rig.engine.get(), &sync::Engine::portalChanged);
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(in->portal.id).problem);
    const model::Portal after = rig.portal(in->portal.id);
    QCOMPARE(after.endpoint, QString(there + QStringLiteral("/rest")));
    QCOMPARE(after.memberId, in->portal.memberId);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(rig.renewals(key), 1);
    rig.restartOn(&rig.fake);
    QVERIFY(rig.sync()); // the new address was kept
    QCOMPARE(rig.renewals(key), 1);
    QCOMPARE(rig.differencesOf(key, in->portal.id), QStringList());
}

void TestAccess::followsNobodyElse_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("target");
    for (const int status : { 301, 302, 303, 307, 308 }) {
        QTest::addRow("%d elsewhere", status) << status << QByteArray("http://localhost:PORT/rest/");
        QTest::addRow("%d loop-back number", status) << status << QByteArray("http://127.0.0.1:PORT/rest/");
    }
    QTest::newRow("downgrade") << 302 << QByteArray("http://portal.example:PORT/rest/");
    QTest::newRow("link-local") << 302 << QByteArray("https://169.254.169.254/rest/");
    QTest::newRow("itself") << 302 << QByteArray("");
}

// A redirect alone moves nothing: the OAuth host must name the new address for the same member_id.
void TestAccess::followsNobodyElse()
{
    QFETCH(int, status);
    QFETCH(QByteArray, target);
    OAuthRig rig(demoWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    QTcpServer stranger;
    QVERIFY(stranger.listen(QHostAddress::LocalHost));
    portalsim::Fault moved = fault("moved", "");
    moved.status = status;
    moved.location = target.replace("PORT", QByteArray::number(stranger.serverPort()));
    rig.fault(key, moved);
    QVERIFY(rig.sync());
    const auto problem = rig.engine->status(in->portal.id).problem;
    QVERIFY(problem);
    QCOMPARE(problem->kind, ErrorKind::Auth);
    QCOMPARE(problem->code, QByteArray("MOVED"));
    QVERIFY(!stranger.hasPendingConnections());
    QCOMPARE(rig.portal(in->portal.id).endpoint, in->portal.endpoint);
    QVERIFY(rig.renewals(key) <= 1);
    rig.clearFaults();
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(in->portal.id).problem);
}

// A locked keyring is asked once for all portals that begin together.
void TestAccess::onePromptForAll()
{
    constexpr int kPortals = 30;
    OAuthRig rig(demoWorld(kPortals));
    QStringList keys;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) {
        for (const auto &portal : world.portals)
            keys += portal->key;
    });
    for (const QString &key : std::as_const(keys))
        QVERIFY(rig.signIn(key));
    auto *counted = new FakeSecrets(rig.secrets.get());
    const auto gate = secrets::oneAtATime(std::unique_ptr<secrets::SecretStore>(counted));
    rig.restartOn(gate.get());
    counted->readWay = FakeSecrets::Way::Refuse;
    QVERIFY(rig.sync());
    QCOMPARE(counted->reads.load(), 1);
    for (const sync::PortalStatus &status : rig.engine->statuses()) {
        QVERIFY(status.problem);
        QCOMPARE(status.problem->code, QByteArray("KEYRING_LOCKED"));
    }
    counted->readWay = FakeSecrets::Way::Good; // unlocked; the person asks for a round
    rig.engine->syncNow();
    const auto allWell
        = [&rig] { return std::ranges::none_of(rig.engine->statuses(), [](const auto &each) { return each.problem.has_value(); }); };
    QTRY_VERIFY_WITH_TIMEOUT(allWell(), 60'000);
    rig.restartOn(&rig.fake);
}

// After good and bad rounds the secrets stand in the credentials file and in bodies of requests only.
void TestAccess::tellsNoSecret()
{
    static QByteArray log;
    const auto before
        = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) { log += text.toUtf8() + '\n'; });
    QByteArrayList secrets { testing::kClientSecret.toUtf8() };
    QByteArray addresses;
    {
        OAuthRig rig(demoWorld(1));
        const QString key = rig.lastKey();
        rig.sim.call([&](portalsim::SimServer &server, portalsim::World &) {
            server.engine().onRequest = [&addresses](const portalsim::HttpCall &call) { addresses += call.path + '?' + call.query + '\n'; };
        });
        const auto remember = [&] {
            const portal::Tokens tokens = rig.tokens(key);
            secrets += { tokens.access.toUtf8(), tokens.refresh.toUtf8() };
        };
        const auto in = rig.signIn(key);
        QVERIFY(in);
        remember();
        rig.expire(key);
        QVERIFY(rig.sync());
        remember();
        for (const char *kind : { "status", "html", "moved", "plan", "drop" }) {
            rig.clearFaults();
            rig.fault(key, fault(kind, ""));
            rig.fault(key, fault(kind, "oauth.token"));
            rig.expire(key);
            QVERIFY(rig.sync());
        }
        rig.engine.reset();
        rig.store.reset();
        QDirIterator files(rig.dir.filePath(QStringLiteral("data")), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            for (const QByteArray &secret : std::as_const(secrets))
                QVERIFY2(!bytes.contains(secret), qPrintable(file.fileName()));
        }
    }
    qInstallMessageHandler(before);
    for (const QByteArray &secret : std::as_const(secrets)) {
        QVERIFY(secret.size() > 10);
        QVERIFY(!log.contains(secret));
        QVERIFY(!addresses.contains(secret));
    }
    QVERIFY(!log.isEmpty());
    QVERIFY(addresses.contains("/oauth-host/oauth/token/"));
}

QTEST_GUILESS_MAIN(TestAccess)
#include "tst_access.moc"
