// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/standarddraft.h"

#include "model/standard.h"
#include "viewmodels/milestonesmodel.h"
#include "viewmodels/stagemapmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using model::EntityKind;

namespace {

facts::SnapshotPtr stages()
{
    auto facts = std::make_shared<facts::Snapshot>();
    facts->standard = model::defaultStandard();
    facts::PortalFact portal;
    portal.portal.id = 4;
    portal.portal.title = QStringLiteral("Колос");
    facts->portals.push_back(portal);
    facts->funnels.push_back({ 0, EntityKind::Deal, 0, QStringLiteral("Продажи") });
    facts->stages.push_back({ 0, 0, QStringLiteral("NEW"), QStringLiteral("Новая"), 10, 'P', 0 });
    facts->stages.push_back({ 0, 0, QStringLiteral("UC_1"), QStringLiteral("Думает"), 20, 'P', facts::kNone });
    return facts;
}

} // namespace

class StandardDraftTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void undoForgetsAndSaveKeeps()
    {
        StandardDraft draft(model::defaultStandard());
        QVERIFY(!draft.isDirty());
        draft.edit([](model::Standard &standard) { standard.conversionDays = 90; });
        QVERIFY(draft.isDirty());
        draft.undo();
        QVERIFY(!draft.isDirty());
        QCOMPARE(draft.standard().conversionDays, 60);
        draft.edit([](model::Standard &standard) { standard.conversionDays = 30; });
        QSignalSpy saved(&draft, &StandardDraft::saved);
        draft.save();
        QCOMPARE(saved.size(), 1);
        QVERIFY(!draft.isDirty());
    }

    void whatIsWrongCannotBeSaved()
    {
        StandardDraft draft(model::defaultStandard());
        draft.edit([](model::Standard &standard) { standard.calendar.week.clear(); });
        QCOMPARE(draft.problems().size(), 1);
        QSignalSpy saved(&draft, &StandardDraft::saved);
        draft.save();
        QCOMPARE(saved.size(), 0);
        draft.undo();
        draft.edit([](model::Standard &standard) { standard.milestones[1].code = standard.milestones[0].code; });
        QVERIFY(!draft.problems().isEmpty());
        draft.undo();
        draft.edit([](model::Standard &standard) { standard.calendar.week.front().to = QTime(8, 0); });
        QVERIFY(!draft.problems().isEmpty());
    }

    void dealersLimitsAreExceptions()
    {
        StandardDraft draft(model::defaultStandard());
        const std::int64_t network = draft.limit(0, 2);
        QVERIFY(network > 0);
        QCOMPARE(draft.limit(4, 2), network);
        draft.setLimit(4, 2, 7'200);
        QCOMPARE(draft.limit(4, 2), 7'200);
        QCOMPARE(draft.limit(5, 2), network);
        draft.setLimit(4, 2, 0);
        QCOMPARE(draft.limit(4, 2), network);
        QVERIFY(!draft.isDirty());
    }

    void calendarsOfDealers()
    {
        StandardDraft draft(model::defaultStandard());
        model::WorkCalendar own = draft.calendar(4);
        own.week.push_back({ 6, QTime(10, 0), QTime(15, 0), false });
        draft.setCalendar(4, own);
        QCOMPARE(draft.calendar(4), own);
        QVERIFY(!(draft.calendar(5) == own));
        draft.dropCalendar(4);
        QVERIFY(!draft.isDirty());
        QCOMPARE(draft.workingDay(), 9 * 3'600);
    }

    void stagesArePairedByHand()
    {
        StandardDraft draft(model::defaultStandard());
        StageMapModel map(draft);
        QAbstractItemModelTester tester(&map, QAbstractItemModelTester::FailureReportingMode::QtTest);
        map.setFacts(stages());
        QCOMPARE(map.rowCount(), 2);
        QCOMPARE(map.unpaired(), 1);
        // Unpaired ones stand first.
        QCOMPARE(map.index(0, StageMapModel::StageColumn).data().toString(), QStringLiteral("Думает"));
        QVERIFY(map.setData(map.index(0, StageMapModel::MilestoneColumn), 2, Qt::EditRole));
        QCOMPARE(map.unpaired(), 0);
        QCOMPARE(draft.standard().mappings.size(), std::size_t(1));
        QVERIFY(draft.standard().mappings.front().byHand);
        QCOMPARE(model::milestoneAt(draft.standard().mappings, 4, EntityKind::Deal, 0, QStringLiteral("UC_1")).value(), 2);
        // From a date on: before it the old pairing holds.
        map.setValidFrom(1'700'000'000);
        QVERIFY(map.setData(map.index(0, StageMapModel::MilestoneColumn), 3, Qt::EditRole));
        QCOMPARE(model::milestoneAt(draft.standard().mappings, 4, EntityKind::Deal, 0, QStringLiteral("UC_1"), 1'600'000'000).value(), 2);
        QCOMPARE(model::milestoneAt(draft.standard().mappings, 4, EntityKind::Deal, 0, QStringLiteral("UC_1"), 1'800'000'000).value(), 3);
        QVERIFY(map.setData(map.index(0, StageMapModel::MilestoneColumn), StageMapModel::kAutomatic, Qt::EditRole));
        QVERIFY(!draft.isDirty());
        map.setFilter(QStringLiteral("нов"), false);
        QCOMPARE(map.rowCount(), 1);
        map.setFilter({}, true);
        QCOMPARE(map.rowCount(), 1);
    }

    void milestonesAreEdited()
    {
        StandardDraft draft(model::defaultStandard());
        MilestonesModel table(draft);
        QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const int before = table.rowCount();
        QVERIFY(table.setData(table.index(1, MilestonesModel::LimitColumn), QStringLiteral("2,5"), Qt::EditRole));
        QCOMPARE(draft.limit(0, 2), 9 * 3'600 * 5 / 2);
        QVERIFY(!table.setData(table.index(1, MilestonesModel::LimitColumn), QStringLiteral("soon"), Qt::EditRole));
        table.setPortal(4);
        QVERIFY(!(table.flags(table.index(1, MilestonesModel::RussianColumn)) & Qt::ItemIsEditable));
        QVERIFY(table.setData(table.index(1, MilestonesModel::LimitColumn), QStringLiteral("1"), Qt::EditRole));
        QCOMPARE(draft.limit(4, 2), 9 * 3'600);
        table.setPortal(0);
        table.add();
        QCOMPARE(table.rowCount(), before + 1);
        QVERIFY(draft.problems().isEmpty());
        table.remove(1);
        QCOMPARE(table.rowCount(), before);
        QCOMPARE(draft.limit(4, 2), 0);
    }
};

QTEST_MAIN(StandardDraftTest)
#include "tst_standarddraft.moc"
