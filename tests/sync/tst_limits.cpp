// SPDX-License-Identifier: GPL-3.0-or-later
// Limits, refusals and pages that are not what was asked for, against the simulator's engine under a held clock.
#include "support/results.h"
#include "sync/fleet.h"
#include "sync/pace.h"

#include <QTest>

using namespace dealerlens;
using model::EntityKind;
using portalsim::Entity;
using testing::Fleet;
using testing::kMinute;
using testing::SimMirror;

class TestLimits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twentyPortalsStayBelowTheirLimits();
    void othersDrainTheSameBucket();
    void onlyTheBusyMethodRests();
    void aClosedPortalIsAskedOnceAnHour_data();
    void aClosedPortalIsAskedOnceAnHour();
    void spoiledPagesInventNothing_data();
    void spoiledPagesInventNothing();
    void shrunkenListingsWaitForAPerson();
};

// Two hours with the first mirror in them: hardly ever refused, and nobody starves.
void TestLimits::twentyPortalsStayBelowTheirLimits()
{
    const int portals = testing::isLongRun() ? 300 : 20;
    Fleet fleet(portals, testing::isLongRun() ? 0.1 : 0.3);
    QCOMPARE(fleet.mirrors.size(), std::size_t(portals));
    std::mt19937_64 random(4);
    std::int64_t nextLife = 0;
    fleet.run(120 * kMinute, [&](std::int64_t nowMs) {
        if (nowMs < nextLife)
            return;
        nextLife = nowMs + 2'000; // something happens somewhere
        portalsim::liveStep(fleet.portal(random() % fleet.mirrors.size()), random, fleet.engine.now());
    });
    int requests = 0;
    int refused = 0;
    for (std::size_t i = 0; i < fleet.mirrors.size(); ++i) {
        const SimMirror &mirror = *fleet.mirrors[i];
        requests += mirror.requests;
        refused += mirror.refused;
        QVERIFY2(mirror.cycles >= 60, qPrintable(QString::number(mirror.cycles)));
        QVERIFY2(mirror.longestSilenceMs < 2 * kMinute, qPrintable(QString::number(mirror.longestSilenceMs)));
        QVERIFY2(mirror.requests < 50 + 2 * 7'200, "more than the bucket gives back");
    }
    fleet.run(125 * kMinute);
    for (std::size_t i = 0; i < fleet.mirrors.size(); ++i)
        QCOMPARE(fleet.difference(i), QString());
    qInfo() << requests << "requests," << refused << "refused";
    QVERIFY(refused * 1'000 <= requests);
    testing::countResult(QStringLiteral("request within the limits of many portals at once"), requests);
}

// Another program takes most of what three portals give: they are asked ever less often, and still get there.
void TestLimits::othersDrainTheSameBucket()
{
    Fleet fleet(6, 0.2);
    std::int64_t drained = 0;
    fleet.run(60 * kMinute, [&](std::int64_t nowMs) {
        for (; drained < nowMs; drained += 520)
            for (std::size_t i = 0; i < 3; ++i) {
                portalsim::HttpCall call;
                call.path = '/' + fleet.portal(i).key.toUtf8() + "/rest/1/" + fleet.portal(i).webhookSecret + "/profile.json";
                call.isPost = true;
                (void)fleet.engine.handle(call);
            }
    });
    for (std::size_t i = 0; i < 6; ++i) {
        const SimMirror &mirror = *fleet.mirrors[i];
        qInfo() << "portal" << i << "requests" << mirror.requests << "refused" << mirror.refused << "cycles" << mirror.cycles;
        QVERIFY2(mirror.cycles >= (i < 3 ? 5 : 50), qPrintable(QString::number(i)));
        QCOMPARE(fleet.difference(i), QString());
        QVERIFY(i < 3 || mirror.refused == 0);
        QVERIFY(mirror.refused < 400); // not hammered: fewer than one in nine seconds
    }
}

// The time of one method is used up; the portal told with its last good answer when it is given back.
void TestLimits::onlyTheBusyMethodRests()
{
    Fleet fleet(2, 0.2);
    fleet.run(10 * kMinute);
    portalsim::Fault busy;
    busy.kind = "error";
    busy.status = 429;
    busy.code = "OPERATION_TIME_LIMIT";
    busy.body = "Method is blocked due to operation time limit.";
    busy.method = "crm.contact.list";
    fleet.engine.addFault(fleet.portal(0).key, busy);
    fleet.engine.clearLedger();
    fleet.run(30 * kMinute);
    std::set<base::UtcSeconds> refused;
    std::set<base::UtcSeconds> leads;
    for (const portalsim::LedgerEntry &entry : fleet.engine.reads())
        if (entry.portal == fleet.portal(0).key)
            (entry.method == "crm.contact.list" ? refused : leads).insert(entry.time);
    QVERIFY(refused.size() > 3);
    base::UtcSeconds last = 0;
    for (const base::UtcSeconds at : refused) // the simulator gives time back each minute
        QVERIFY2(at - std::exchange(last, at) >= 55, "asked again before its time came back");
    for (const base::UtcSeconds at : leads) // and the others have their turn meanwhile
        QVERIFY2(leads.upper_bound(at) == leads.end() || *leads.upper_bound(at) - at < 90, "others wait too long");
    QCOMPARE(fleet.mirrors[0]->store.alive[EntityKind::Lead].size(), fleet.portal(0).table(Entity::Lead).rows.size());
    fleet.engine.clearFaults({});
    fleet.run(60 * kMinute);
    QCOMPARE(fleet.difference(0), QString());
    QCOMPARE(fleet.difference(1), QString());
    QVERIFY(fleet.mirrors[1]->cycles >= 45);
}

void TestLimits::aClosedPortalIsAskedOnceAnHour_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("overload") << QByteArray(R"({"error":"OVERLOAD_LIMIT","error_description":"REST API is blocked due to overload."})")
                              << 401;
    QTest::newRow("deleted") << QByteArray(R"({"error":"PORTAL_DELETED","error_description":"Portal was deleted"})") << 403;
    QTest::newRow("plan") << QByteArray(R"({"error":"ACCESS_DENIED","error_description":"REST is available only on commercial plans"})")
                          << 401;
    QTest::newRow("revoked") << QByteArray(R"({"error":"INVALID_CREDENTIALS","error_description":"Invalid request credentials"})") << 401;
}

// Nothing of the mirror goes, the reason is kept, and the portal is let alone.
void TestLimits::aClosedPortalIsAskedOnceAnHour()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    Fleet fleet(1, 0.2);
    SimMirror &mirror = *fleet.mirrors.front();
    fleet.run(10 * kMinute);
    const auto leads = mirror.store.alive[EntityKind::Lead].size();
    const int before = mirror.requests;
    portalsim::Fault closed;
    closed.kind = "status";
    closed.status = status;
    closed.body = body;
    fleet.engine.addFault({}, closed);
    int failures = 0;
    const std::int64_t day = 24 * 60 * kMinute;
    for (std::int64_t at = 11 * kMinute; at < day; at += kMinute) {
        const bool wasProblem = mirror.problem.has_value();
        fleet.run(at);
        if (!mirror.isBetweenCycles() || !mirror.problem)
            continue;
        failures += wasProblem ? 0 : 1;
        mirror.pauseMs = sync::pauseMs(60, failures, mirror.problem);
        QCOMPARE(mirror.pauseMs, std::int64_t { 3'600'000 });
    }
    QVERIFY2(mirror.requests - before <= 26, qPrintable(QString::number(mirror.requests - before)));
    QCOMPARE(mirror.store.alive[EntityKind::Lead].size(), leads);
    QCOMPARE(mirror.inventedDeletions, 0);
    QVERIFY(!mirror.store.states[EntityKind::Lead].problem.isEmpty());
    fleet.engine.clearFaults({});
    mirror.pauseMs = kMinute;
    fleet.run(day + 120 * kMinute);
    QVERIFY(!mirror.problem);
    QVERIFY(mirror.store.states[EntityKind::Lead].problem.isEmpty());
    QCOMPARE(fleet.difference(0), QString());
}

void TestLimits::spoiledPagesInventNothing_data()
{
    QTest::addColumn<QByteArray>("how");
    for (const char *how : { "short", "repeat", "turn", "total", "next" })
        QTest::newRow(how) << QByteArray(how);
}

// Pages come short, with a row twice, turned round, with a wrong total, or point back to the beginning; then no more.
void TestLimits::spoiledPagesInventNothing()
{
    QFETCH(QByteArray, how);
    int spoiled = 0;
    for (int seed = 1; seed <= (testing::isLongRun() ? 40 : 5); ++seed) {
        Fleet fleet(1, 0.3);
        SimMirror &mirror = *fleet.mirrors.front();
        std::mt19937_64 random(static_cast<std::uint64_t>(seed));
        portalsim::Fault fault;
        fault.kind = "page";
        fault.code = how;
        fault.every = 1 + seed % 7;
        if (seed % 3 == 0)
            fleet.run(10 * kMinute); // sound until then
        fleet.engine.addFault({}, fault);
        for (int round = 1; round <= 4; ++round) {
            for (int i = 0; i < 30; ++i)
                portalsim::liveStep(fleet.portal(0), random, fleet.engine.now());
            portalsim::PortalData &portal = fleet.portal(0);
            portal.deleteItem(Entity::Lead, portal.table(Entity::Lead).rows.at(random() % 20).id);
            fleet.run((10 + 5 * round) * kMinute);
        }
        QCOMPARE(mirror.inventedDeletions, 0);
        spoiled += mirror.requests;
        fleet.engine.clearFaults({});
        fleet.run(40 * kMinute);
        mirror.planner.verify();
        fleet.run(60 * kMinute);
        QVERIFY(!mirror.problem);
        QVERIFY2(fleet.difference(0).isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(fleet.difference(0))));
        QCOMPARE(mirror.inventedDeletions, 0);
        QCOMPARE(mirror.planner.progress().wouldRemove, 0);
    }
    testing::countResult(QStringLiteral("request answered with spoiled pages"), spoiled);
}

// A portal that was restored from an old copy, a filter that breaks, rights that are lost: few records or none. Nothing
// goes without a person; small losses do.
void TestLimits::shrunkenListingsWaitForAPerson()
{
    for (const int left : { 0, 10, 95, 99 }) { // per cent
        Fleet fleet(1, 0.5);
        SimMirror &mirror = *fleet.mirrors.front();
        fleet.run(20 * kMinute);
        auto &rows = fleet.portal(0).table(Entity::Lead).rows;
        const std::vector<portalsim::Record> whole = rows;
        const auto known = qsizetype(mirror.store.alive[EntityKind::Lead].size());
        QVERIFY2(known >= 100, qPrintable(QString::number(known)));
        rows.resize(rows.size() * std::size_t(left) / 100);
        const auto gone = known - qsizetype(rows.size());
        fleet.run(30 * kMinute);
        const bool isLarge = gone > std::max<qsizetype>(20, known / 20);
        QCOMPARE(mirror.store.deletions, isLarge ? 0 : int(gone));
        QCOMPARE(mirror.planner.progress().wouldRemove, isLarge ? gone : 0);
        rows = whole; // it was a mistake: all is as before, nobody was asked in vain
        fleet.run(50 * kMinute);
        QCOMPARE(mirror.planner.progress().wouldRemove, 0);
        QCOMPARE(fleet.difference(0), QString());
    }
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
