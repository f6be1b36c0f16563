// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/demogenerator.h"
#include "support/simrig.h"

#include <QDirIterator>
#include <QProcess>
#include <QTcpServer>

#include <random>

using namespace dealerlens;
using base::ErrorKind;
using model::EntityKind;
using portalsim::Entity;

namespace {

portalsim::World demoWorld(int dealers)
{
    portalsim::DemoOptions options;
    options.dealers = dealers;
    options.seed = 7;
    options.now = base::SystemClock().now() - 3600;
    options.scale = 0.3;
    return portalsim::generateDemo(options);
}

portalsim::Fault fault(const char *kind, qint64 remaining = -1)
{
    portalsim::Fault out;
    out.kind = kind;
    out.remaining = remaining;
    return out;
}

QString joined(const QStringList &differences) { return differences.mid(0, 10).join(QStringLiteral("; ")); }

} // namespace

// The engine against simulated portals over real sockets; the truth is the simulator's own storage.
class TestEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mirrorsAPortal();
    void followsChanges();
    void anEarlierEndIsNoAnswer();
    void removesWhatIsGone();
    void aDealThatComesBackBringsItsPast();
    void massRemovalWaitsForAPerson();
    void anUntrustedCertificateStopsEverything();
    void overcomesFaults_data();
    void overcomesFaults();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void aBrokenPortalStopsNobody();
    void resumesInTheMiddle();
    void aWrongFieldLosesNothing();
    void remembersHowTheLastCycleEnded();
    void testsAnAddress();
    void keepsKeysApart();
    void tellsNoSecret();
};

void TestEngine::mirrorsAPortal()
{
    testing::SimRig rig(demoWorld(2));
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    QVERIFY(id > 0);
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(id).problem);
    qInfo() << "requests" << rig.requests(key) << "records" << rig.engine->status(id).done;
    const QStringList different = rig.differencesOf(key, id);
    QVERIFY2(different.isEmpty(), qPrintable(joined(different)));
    const qint64 before = rig.requests(key);
    QVERIFY(rig.sync());
    QCOMPARE(rig.requests(key), before + 1);
    QVERIFY(rig.sync());
    QCOMPARE(rig.requests(key), before + 2);
}

void TestEngine::followsChanges()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    QVERIFY(rig.sync());
    std::mt19937_64 random(5);
    for (int round = 0; round < 4; ++round) {
        rig.sim.call([&](portalsim::SimServer &server, portalsim::World &world) {
            for (int i = 0; i < 60; ++i)
                portalsim::liveStep(*world.find(key), random, server.engine().now());
        });
        QVERIFY(rig.sync());
        const QStringList different = rig.differencesOf(key, id);
        QVERIFY2(different.isEmpty(), qPrintable(joined(different)));
    }
}

// A cycle ends while this thread is busy, and its end waits here when more is asked for.
void TestEngine::anEarlierEndIsNoAnswer()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    QVERIFY(rig.sync());
    rig.engine->syncNow();
    const qint64 before = rig.requests(key);
    while (rig.requests(key) == before || rig.engine->status(id).running) { } // nothing is delivered here meanwhile
    QThread::msleep(200); // long enough for the end to be told; too short is no failure
    std::mt19937_64 random(5);
    rig.sim.call([&](portalsim::SimServer &server, portalsim::World &world) {
        for (int i = 0; i < 60; ++i)
            portalsim::liveStep(*world.find(key), random, server.engine().now());
    });
    QVERIFY(rig.sync());
    const QStringList different = rig.differencesOf(key, id);
    QVERIFY2(different.isEmpty(), qPrintable(joined(different)));
}

// Deletions, merges and moves between funnels; the history of a former funnel stays.
void TestEngine::removesWhatIsGone()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    QVERIFY(rig.sync());
    const auto reader = rig.store->reader();
    QVERIFY(reader);
    const auto historyBefore = (*reader)->countAlive(id, EntityKind::DealHistory);
    qint64 moved = 0;
    rig.sim.call([&](portalsim::SimServer &server, portalsim::World &world) {
        portalsim::PortalData &portal = *world.find(key);
        const auto now = server.engine().now();
        const auto idOf = [&portal](Entity entity, std::size_t index) { return portal.table(entity).rows.at(index).id; };
        portal.deleteItem(Entity::Lead, idOf(Entity::Lead, 3));
        portal.deleteItem(Entity::Deal, idOf(Entity::Deal, 2));
        portal.mergeItems(Entity::Lead, idOf(Entity::Lead, 5), idOf(Entity::Lead, 6), now, 1);
        portal.mergeItems(Entity::Contact, idOf(Entity::Contact, 1), idOf(Entity::Contact, 2), now, 1);
        moved = idOf(Entity::Deal, 4);
        const qint64 funnel = portal.addCategory(QStringLiteral("Another"), 500);
        portal.addStatus(
            portalsim::PortalData::stageDirectory(Entity::Deal, funnel), QStringLiteral("C%1:NEW").arg(funnel), QStringLiteral("New"), 10);
        portal.moveCategory(moved, funnel, QStringLiteral("C%1:NEW").arg(funnel), now, 1);
    });
    QVERIFY(rig.sync());
    const QStringList different = rig.differencesOf(key, id);
    QVERIFY2(different.isEmpty(), qPrintable(joined(different)));
    const auto after = rig.store->reader();
    QVERIFY(*(*after)->countAlive(id, EntityKind::DealHistory) > *historyBefore);
    QVERIFY((*after)->belongingTo({ id, EntityKind::Deal, moved }, EntityKind::DealHistory)->size() >= 2);
}

// Away in another funnel while the portal was mirrored first: its rows in the old one have old ids.
void TestEngine::aDealThatComesBackBringsItsPast()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    qint64 deal = 0;
    qint64 home = 0;
    QString stage;
    const auto move = [&](bool away) {
        rig.sim.call([&](portalsim::SimServer &server, portalsim::World &world) {
            portalsim::PortalData &portal = *world.find(key);
            if (away) {
                const portalsim::Record &first = portal.table(Entity::Deal).rows.front();
                deal = first.id;
                home = first.number("CATEGORY_ID");
                stage = first.text("STAGE_ID");
            }
            const qint64 funnel = away ? portal.addCategory(QStringLiteral("Another"), 500) : home;
            const QString there = away ? QStringLiteral("C%1:NEW").arg(funnel) : stage;
            if (away)
                portal.addStatus(portalsim::PortalData::stageDirectory(Entity::Deal, funnel), there, QStringLiteral("New"), 10);
            portal.moveCategory(deal, funnel, there, server.engine().now(), 1);
        });
    };
    move(true);
    const model::PortalId id = rig.add(key);
    QVERIFY(rig.sync());
    move(false);
    QVERIFY(rig.sync());
    const QStringList different = rig.differencesOf(key, id);
    QVERIFY2(different.isEmpty(), qPrintable(joined(different)));
    const qint64 before = rig.requests(key);
    QVERIFY(rig.sync());
    QCOMPARE(rig.requests(key), before + 1); // once
}

void TestEngine::massRemovalWaitsForAPerson()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    QVERIFY(rig.sync());
    qint64 deleted = 0;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) {
        portalsim::PortalData &portal = *world.find(key);
        while (deleted < 60 && !portal.table(Entity::Lead).rows.empty()
            && portal.deleteItem(Entity::Lead, portal.table(Entity::Lead).rows.front().id))
            ++deleted;
        const auto &departments = portal.table(Entity::Department).rows;
        portal.table(Entity::Department).erase(departments.back().id);
    });
    QVERIFY(rig.sync());
    QVERIFY(rig.engine->status(id).askPerson);
    QVERIFY(rig.engine->status(id).wouldRemove >= deleted);
    QVERIFY(!rig.differencesOf(key, id).isEmpty());
    rig.restart(); // as from the command line: another run of the program
    QSignalSpy finished(rig.engine.get(), &sync::Engine::cycleFinished);
    rig.engine->confirmRemoval(id);
    QVERIFY(finished.wait(30'000));
    QVERIFY(!rig.engine->status(id).askPerson);
    const QStringList different = rig.differencesOf(key, id);
    QVERIFY2(different.isEmpty(), qPrintable(joined(different)));
}

// No byte of a request leaves before the certificate is accepted.
void TestEngine::anUntrustedCertificateStopsEverything()
{
    const QTemporaryDir dir;
    const QString certificate = dir.filePath(QStringLiteral("cert.pem"));
    const QString key = dir.filePath(QStringLiteral("key.pem"));
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
        { QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
            QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=localhost"),
            QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate });
    if (!openssl.waitForFinished() || openssl.exitCode() != 0) {
        qInfo() << "left out: no openssl to make a certificate with";
        return;
    }
    portalsim::World world = demoWorld(1);
    portalsim::SimServer server(world, testing::noLimits());
    QVERIFY(server.useCertificate(certificate, key));
    QVERIFY(server.listen(0));
    testing::SimRig rig({}, testing::noLimits());
    const auto tested = testing::SimRig::wait(rig.engine->test(*sync::parseWebhook(server.address(*world.portals.back()))));
    QVERIFY(!tested);
    QCOMPARE(tested.error().kind, ErrorKind::Tls);
    QVERIFY(tested.error().detail.contains(QStringLiteral("127.0.0.1")));
    QCOMPARE(server.engine().requestCount({}), 0);
}

void TestEngine::overcomesFaults_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<qint64>("remaining");
    QTest::newRow("500") << QByteArray("status") << qint64(2);
    QTest::newRow("page that is no JSON") << QByteArray("html") << qint64(2);
    QTest::newRow("garbage") << QByteArray("json") << qint64(2);
    QTest::newRow("connection dropped") << QByteArray("drop") << qint64(3);
    QTest::newRow("half an answer") << QByteArray("cut") << qint64(2);
    QTest::newRow("too many requests") << QByteArray("limit") << qint64(3);
}

void TestEngine::overcomesFaults()
{
    QFETCH(QByteArray, kind);
    QFETCH(qint64, remaining);
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    rig.fault(key, fault(kind.constData(), remaining));
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(id).problem);
    const QStringList different = rig.differencesOf(key, id);
    QVERIFY2(different.isEmpty(), qPrintable(joined(different)));
}

void TestEngine::saysWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<int>("error");
    QTest::addColumn<QByteArray>("errorCode");
    QTest::newRow("revoked") << QByteArray("revoked") << QByteArray() << int(ErrorKind::Auth) << QByteArray("INVALID_CREDENTIALS");
    QTest::newRow("plan") << QByteArray("plan") << QByteArray() << int(ErrorKind::Denied) << QByteArray("ACCESS_DENIED");
    QTest::newRow("moved") << QByteArray("moved") << QByteArray() << int(ErrorKind::Auth) << QByteArray("MOVED");
    QTest::newRow("scope") << QByteArray("scope") << QByteArray("crm") << int(ErrorKind::Denied) << QByteArray("insufficient_scope");
}

// What was mirrored stays, the state of the portal says what happened, and one good cycle clears it.
void TestEngine::saysWhatIsWrong()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, code);
    QFETCH(int, error);
    QFETCH(QByteArray, errorCode);
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    QVERIFY(rig.sync());
    const auto leads = *(*rig.store->reader())->countAlive(id, EntityKind::Lead);
    portalsim::Fault wrong = fault(kind.constData());
    wrong.code = code;
    wrong.location = "https://other.example/rest/1/x/";
    rig.fault(key, wrong);
    QVERIFY(rig.sync());
    const auto problem = rig.engine->status(id).problem;
    QVERIFY(problem.has_value());
    QCOMPARE(int(problem->kind), error);
    QCOMPARE(problem->code, errorCode);
    const auto reader = rig.store->reader();
    QCOMPARE(*(*reader)->countAlive(id, EntityKind::Lead), leads);
    const auto states = (*reader)->syncStates(id);
    QVERIFY(std::ranges::any_of(
        *states, [](const model::SyncState &state) { return state.kind == EntityKind::Lead && !state.problem.isEmpty(); }));
    rig.clearFaults();
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(id).problem);
    const auto after = (*rig.store->reader())->syncStates(id);
    QVERIFY(std::ranges::all_of(
        *after, [](const model::SyncState &state) { return state.kind == EntityKind::Line || state.problem.isEmpty(); }));
}

void TestEngine::aBrokenPortalStopsNobody()
{
    testing::SimRig rig(demoWorld(2), testing::noLimits());
    QStringList keys;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) {
        for (const auto &portal : world.portals)
            keys += portal->key;
    });
    const model::PortalId good = rig.add(keys[1]);
    const model::PortalId silent = rig.add(keys[2]);
    QTcpServer nobody; // takes connections and never says anything
    QVERIFY(nobody.listen(QHostAddress::LocalHost));
    const model::PortalId dead = rig.add(QStringLiteral("dead"), QStringLiteral("http://127.0.0.1:1/rest/1/abc/"));
    QVERIFY(dead > 0);
    rig.fault(keys[2], fault("never"));
    QSignalSpy finished(rig.engine.get(), &sync::Engine::cycleFinished);
    rig.engine->syncNow();
    QTRY_VERIFY_WITH_TIMEOUT(
        std::ranges::any_of(finished, [&](const QList<QVariant> &call) { return call.front().toInt() == good; }), 30'000);
    QVERIFY(!rig.engine->status(good).problem);
    QVERIFY(rig.differencesOf(keys[1], good).isEmpty());
    QVERIFY(rig.engine->status(silent).running);
    QTRY_VERIFY_WITH_TIMEOUT(!rig.engine->status(dead).running && rig.engine->status(dead).problem, 30'000);
    QCOMPARE(rig.engine->status(dead).problem->kind, ErrorKind::Network);
}

// The engine is thrown away again and again while it works; what is committed is never fetched in vain.
void TestEngine::resumesInTheMiddle()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    for (int round = 0; round < 10; ++round) {
        rig.engine->syncNow();
        QTest::qWait(5 * (round + 1));
        rig.restart();
    }
    QVERIFY(rig.sync());
    const QStringList different = rig.differencesOf(key, id);
    QVERIFY2(different.isEmpty(), qPrintable(joined(different)));
}

void TestEngine::aWrongFieldLosesNothing()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    portalsim::Fault wrong = fault("wrongtype");
    wrong.field = "OPPORTUNITY";
    rig.fault(key, wrong);
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(id).problem);
    const auto reader = rig.store->reader();
    qint64 leads = 0;
    qint64 lead = 0;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) {
        leads = qint64(world.find(key)->table(Entity::Lead).rows.size());
        lead = world.find(key)->table(Entity::Lead).rows.front().id;
    });
    QCOMPARE(*(*reader)->countAlive(id, EntityKind::Lead), leads);
    const auto record = (*reader)->record({ id, EntityKind::Lead, lead });
    QVERIFY(record && *record);
    QVERIFY((*record)->extra.find("OPPORTUNITY") != std::string::npos);
    QVERIFY(rig.engine->status(id).badRecords >= leads);
    QVERIFY(!model::toText((*record)->value("title")).empty());
}

// Another run of the program knows it before its first cycle, also where not even the key could be read.
void TestEngine::remembersHowTheLastCycleEnded()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    QVERIFY(rig.sync());
    const base::UtcSeconds success = rig.engine->status(id).lastSuccess;
    QVERIFY(success != base::kNever);
    rig.restart();
    QTRY_COMPARE_WITH_TIMEOUT(rig.engine->status(id).lastSuccess, success, 30'000);
    QVERIFY(!rig.engine->status(id).problem);
    QVERIFY(testing::SimRig::wait(rig.secrets->remove(key)));
    QVERIFY(rig.sync());
    const base::UtcSeconds since = rig.engine->status(id).problemSince;
    rig.restart();
    QTRY_VERIFY_WITH_TIMEOUT(rig.engine->status(id).problem.has_value(), 30'000);
    QCOMPARE(rig.engine->status(id).problem->kind, ErrorKind::Auth);
    QCOMPARE(rig.engine->status(id).problem->code, QByteArray("KEY"));
    QCOMPARE(rig.engine->status(id).problemSince, since);
    QCOMPARE(rig.engine->status(id).lastSuccess, success);
}

void TestEngine::testsAnAddress()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const auto address = sync::parseWebhook(rig.sim.address(key));
    QVERIFY(address);
    const auto tested = testing::SimRig::wait(rig.engine->test(*address));
    QVERIFY(tested);
    qint64 leads = 0;
    rig.sim.call(
        [&](portalsim::SimServer &, portalsim::World &world) { leads = qint64(world.find(key)->table(Entity::Lead).rows.size()); });
    QCOMPARE(tested->leads, leads);
    QVERIFY(!tested->userName.isEmpty());
    QVERIFY(tested->timeZoneOffset.startsWith(u'+'));
    QVERIFY2(tested->missingScopes.isEmpty(), qPrintable(tested->missingScopes.join(u',')));
    auto wrong = *address;
    wrong.secret = QStringLiteral("wrongkey");
    const auto refused = testing::SimRig::wait(rig.engine->test(wrong));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Auth);
}

void TestEngine::keepsKeysApart()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    QVERIFY(id > 0);
    QCOMPARE(rig.add(key, QStringLiteral("https://other.example/rest/1/stolen/")), 0); // same key: refused, and the first key untouched
    QCOMPARE(rig.add(QStringLiteral("again"), rig.sim.address(key)), 0); // same portal
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(id).problem);
    // A key replaced by a wrong one, and back again.
    auto address = *sync::parseWebhook(rig.sim.address(key));
    const QString right = address.secret;
    address.secret = QStringLiteral("wrongkey");
    QVERIFY(testing::SimRig::wait(rig.engine->replaceKey(id, address)));
    QVERIFY(rig.sync());
    QCOMPARE(rig.engine->status(id).problem->kind, ErrorKind::Auth);
    address.secret = right;
    QVERIFY(testing::SimRig::wait(rig.engine->replaceKey(id, address)));
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(id).problem);
}

// After good and bad cycles the key stands in the credentials file only.
void TestEngine::tellsNoSecret()
{
    testing::SimRig rig(demoWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    const model::PortalId id = rig.add(key);
    const QByteArray secret = sync::parseWebhook(rig.sim.address(key))->secret.toUtf8();
    QVERIFY(rig.sync());
    for (const char *kind : { "revoked", "moved", "plan" }) {
        rig.clearFaults();
        rig.fault(key, fault(kind));
        QVERIFY(rig.sync());
        const auto problem = rig.engine->status(id).problem;
        QVERIFY(problem && !problem->detail.contains(QString::fromUtf8(secret)));
    }
    rig.engine.reset();
    rig.store.reset();
    QDirIterator files(rig.dir.filePath(QStringLiteral("data")), QDir::Files, QDirIterator::Subdirectories);
    int looked = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(secret), qPrintable(file.fileName()));
        ++looked;
    }
    QVERIFY(looked >= 2);
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
