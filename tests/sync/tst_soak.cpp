// SPDX-License-Identifier: GPL-3.0-or-later
// Days of many portals, one request in a hundred going wrong: nothing that the program keeps grows with the time that it
// runs. Counted, not looked at.
#include "support/results.h"
#include "support/simrig.h"
#include "sync/fleet.h"

#include <QDir>

#include <malloc.h>

using namespace dealerlens;
using model::EntityKind;
using portalsim::Entity;
using testing::kMinute;

namespace {

// Bytes of the heap that are in use; not there with sanitizers, which have a heap of their own.
std::int64_t heapInUse()
{
    if (testing::kSanitized)
        return 0;
    malloc_trim(0);
    const struct mallinfo2 info = mallinfo2();
    return std::int64_t(info.uordblks) + std::int64_t(info.hblkhd);
}

qsizetype entries(const char *folder)
{
    return QDir(QLatin1String(folder)).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
}

portalsim::Fault rarely(const char *kind, qint64 every, const char *code = "")
{
    portalsim::Fault out;
    out.kind = kind;
    out.every = every;
    out.code = code;
    return out;
}

// Fields of the same length as before, so that neither portal nor mirror becomes larger.
void work(portalsim::PortalData &portal, std::mt19937_64 &random, base::UtcSeconds now)
{
    for (const Entity entity : { Entity::Lead, Entity::Deal, Entity::Contact }) {
        const auto &rows = portal.table(entity).rows;
        if (rows.empty())
            continue;
        portalsim::Record changes;
        changes.set(portalsim::Field("SOURCE_DESCRIPTION"), QStringLiteral("%1").arg(random() % 900'000 + 100'000));
        if (entity != Entity::Contact)
            changes.setTime(portalsim::Field("LAST_ACTIVITY_TIME"), now);
        portal.updateItem(entity, rows[random() % rows.size()].id, changes, now, 1);
    }
}

} // namespace

class TestSoak : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void daysOfManyPortals();
    void manyCyclesOverSockets();
};

void TestSoak::daysOfManyPortals()
{
    const int portals = testing::isLongRun() ? 300 : 8;
    const int days = testing::isLongRun() ? 5 : testing::kSanitized ? 2 : 4;
    testing::Fleet fleet(portals, 0.1);
    for (const auto &mirror : fleet.mirrors)
        mirror->pauseMs = 10 * kMinute;
    fleet.run(120 * kMinute);
    for (const auto &[kind, code] : { std::pair("limit", ""), std::pair("html", ""), std::pair("json", ""), std::pair("budget", ""),
             std::pair("page", "short"), std::pair("page", "turn") })
        fleet.engine.addFault({}, rarely(kind, 600, code));
    std::mt19937_64 random(8);
    std::vector<std::int64_t> heap;
    std::vector<qsizetype> files;
    std::int64_t nextWork = 120 * kMinute;
    for (int day = 1; day <= days; ++day) {
        fleet.run(day * 24 * 60 * kMinute, [&](std::int64_t nowMs) {
            for (; nextWork < nowMs; nextWork += kMinute)
                work(fleet.portal(random() % fleet.mirrors.size()), random, fleet.engine.now());
        });
        fleet.engine.clearLedger();
        heap.push_back(heapInUse());
        files.push_back(entries("/proc/self/fd"));
    }
    fleet.engine.clearFaults({});
    fleet.run(days * 24 * 60 * kMinute + 90 * kMinute);
    int requests = 0;
    int invented = 0;
    for (std::size_t i = 0; i < fleet.mirrors.size(); ++i) {
        requests += fleet.mirrors[i]->requests;
        invented += fleet.mirrors[i]->inventedDeletions;
        QCOMPARE(fleet.difference(i), QString());
    }
    qInfo() << requests << "requests, heap at the ends of days" << heap;
    QCOMPARE(invented, 0);
    QCOMPARE(files.back(), files.front());
    QVERIFY2(heap.back() <= heap[heap.size() / 2] * 101 / 100, "the heap grows from day to day");
    testing::countResult(QStringLiteral("request of days with one fault in a hundred"), requests);
}

// The engine itself: sockets, threads, timers, the store's files.
void TestSoak::manyCyclesOverSockets()
{
    constexpr int kPortals = 6;
    const int rounds = testing::isLongRun() ? 2'000 : testing::kSanitized ? 30 : 60;
    testing::SimRig rig(testing::fleetWorld(kPortals, 0.05), testing::noLimits());
    QStringList keys;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) {
        for (const auto &portal : world.portals)
            keys.append(portal->key);
    });
    for (const QString &key : std::as_const(keys))
        QVERIFY(rig.add(key) > 0);
    QVERIFY(rig.sync());
    for (const char *kind : { "html", "drop", "cut", "json" })
        rig.fault({}, rarely(kind, 400));
    std::mt19937_64 random(9);
    std::vector<std::int64_t> heap;
    std::vector<qsizetype> files;
    std::vector<qsizetype> threads;
    for (int round = 0; round < rounds; ++round) {
        rig.sim.call([&](portalsim::SimServer &server, portalsim::World &world) {
            for (const auto &portal : world.portals)
                work(*portal, random, server.engine().now());
            server.engine().clearLedger();
        });
        QVERIFY(rig.sync());
        if (round % (rounds / 3) == rounds / 3 - 1) {
            heap.push_back(heapInUse());
            files.push_back(entries("/proc/self/fd"));
            threads.push_back(entries("/proc/self/task"));
        }
    }
    qInfo() << "heap" << heap << "files" << files << "threads" << threads;
    QVERIFY2(heap.back() <= heap[1] + heap[1] / 20, "the heap grows");
    // Connections kept alive come and go: at most eight exits (transport.cpp), a thread and six channels each, with both
    // ends in this program. Less than one file or thread for each cycle between the two looks.
    constexpr int kExits = 8;
    QVERIFY2(files.back() <= files[1] + 2 * 6 * kExits, "files or sockets are left open");
    QVERIFY2(threads.back() <= threads[1] + kExits, "threads are left behind");
    testing::countResult(QStringLiteral("cycle over sockets with one fault in a hundred"), qint64(rounds) * keys.size());
}

QTEST_GUILESS_MAIN(TestSoak)
#include "tst_soak.moc"
