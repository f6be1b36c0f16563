// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/builder.h"
#include "facts/filledstore.h"

#include <QSignalSpy>

using namespace dealerlens;
using namespace dealerlens::facts;
using model::EntityKind;

namespace {

model::Record lead(int id) { return record(EntityKind::Lead, id, { { "stage_id", text("NEW") }, { "created", num(1'700'000'000 + id) } }); }

} // namespace

class HubTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void buildsAtOnceAndFollows();
    void aBurstCostsFewBuilds();
    void aFirstMirrorIsMadeSeldom();
    void mayDieWhileBuilding();
    void cancelledBuildsSaySo();
};

void HubTest::buildsAtOnceAndFollows()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    filled.write(portal, { lead(1) });
    QCoreApplication::processEvents();
    Hub hub(filled.store.get(), &filled.clock, nullptr, 10);
    QVERIFY(!hub.current());
    QTRY_VERIFY(hub.current());
    QCOMPARE(hub.current()->items.size(), std::size_t(1));
    const SnapshotPtr first = hub.current();
    QSignalSpy changed(&hub, &Hub::snapshotChanged);
    filled.write(portal, { lead(2) });
    QTRY_VERIFY(hub.current()->items.size() == 2);
    QCOMPARE(first->items.size(), std::size_t(1)); // what a reader holds never changes
    const auto changes = changed.last().at(1).value<store::ChangeSet>();
    QVERIFY(changes.everything
        || std::ranges::find(changes.changed, model::RecordKey { portal, EntityKind::Lead, 2 }) != changes.changed.end());
}

void HubTest::aBurstCostsFewBuilds()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    Hub hub(filled.store.get(), &filled.clock, nullptr, 50);
    QTRY_VERIFY(hub.current());
    QSignalSpy changed(&hub, &Hub::snapshotChanged);
    for (int id = 1; id <= 100; ++id)
        filled.write(portal, { lead(id) });
    QTRY_VERIFY(hub.current()->items.size() == 100);
    QVERIFY2(changed.size() <= 20, qPrintable(QString::number(changed.size())));
}

// A portal whose leads are being mirrored for the first time: nothing of it is made again within five seconds, everything
// that has come meanwhile after them, and all of it as soon as the walk has ended. Other portals are made as always.
void HubTest::aFirstMirrorIsMadeSeldom()
{
    FilledStore filled;
    const auto portal = filled.addPortal("first");
    const auto other = filled.addPortal("other");
    Builder builder;
    const auto update = [&] {
        const auto reader = filled.store->reader();
        const auto built = builder.bringUpToDate(**reader, filled.clock.at, {});
        return built ? (*built)->items.size() : std::size_t(999);
    };
    model::SyncState walk;
    walk.portal = portal;
    walk.kind = EntityKind::Lead;
    model::SyncState ended = walk;
    walk.walkStarted = ended.watermark = 1'700'000'000;
    QCOMPARE(update(), std::size_t(0));
    filled.write(portal, { lead(1) }, { walk });
    QCOMPARE(update(), std::size_t(0));
    QVERIFY(builder.isBehind() && !builder.wantsSaving());
    filled.write(other, { lead(1) });
    filled.clock.at += Builder::kFirstMirrorPause - 1;
    QCOMPARE(update(), std::size_t(1));
    QCOMPARE(builder.portalsMade(), std::size_t(1));
    QVERIFY(builder.isBehind());
    ++filled.clock.at; // nothing else changes: what was left out is not forgotten
    QCOMPARE(update(), std::size_t(2));
    QVERIFY(!builder.isBehind());
    filled.write(portal, { lead(2) }, { walk });
    QCOMPARE(update(), std::size_t(2));
    filled.write(portal, {}, { ended });
    QCOMPARE(update(), std::size_t(3));
    QVERIFY(!builder.isBehind());
    walk.watermark = 1'700'000'000; // changes of a portal that has been mirrored
    filled.write(portal, { lead(3) }, { walk });
    QCOMPARE(update(), std::size_t(4));
    walk.watermark = base::kNever; // a program that begins again makes what it finds
    filled.write(portal, { lead(4) }, { walk });
    QCOMPARE(filled.facts()->items.size(), std::size_t(5));
}

void HubTest::mayDieWhileBuilding()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    std::vector<model::Record> records;
    for (int id = 1; id <= 5'000; ++id)
        records.push_back(lead(id));
    filled.write(portal, std::move(records));
    for (int round = 0; round < 20; ++round) {
        Hub hub(filled.store.get(), &filled.clock, nullptr, 0);
        QCoreApplication::processEvents();
    }
    Hub last(filled.store.get(), &filled.clock, nullptr, 0);
    QTRY_VERIFY(last.current());
    QCOMPARE(last.current()->items.size(), std::size_t(5'000));
}

void HubTest::cancelledBuildsSaySo()
{
    FilledStore filled;
    filled.addPortal("one");
    const auto reader = filled.store->reader();
    QVERIFY(reader);
    const base::CancelToken cancel;
    cancel.cancel();
    const auto built = build(**reader, filled.clock, cancel);
    QVERIFY(!built);
    QCOMPARE(built.error().kind, base::ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(HubTest)
#include "tst_hub.moc"
