// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/outboxmodel.h"
#include "viewmodels/wishmaking.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using model::WriteKind;
using model::WriteState;

namespace {

constexpr base::UtcSeconds kNow = 1'764'000'000;

OutboxItem itemOf(WriteState state, WriteKind kind = WriteKind::Comment, model::PortalId portal = 1)
{
    OutboxItem item;
    item.write = model::newWrite(kind, { portal, model::EntityKind::Lead, 17 }, kNow);
    item.write.text = QStringLiteral("Why was nobody called?");
    item.write.state = state;
    item.dealer = portal == 1 ? QStringLiteral("Aleko") : QStringLiteral("Zarya");
    item.client = QStringLiteral("<b>Ivanov</b>");
    return item;
}

QStringList uuidsOf(const OutboxModel &model)
{
    QStringList uuids;
    for (int row = 0; row < model.rowCount(); ++row)
        uuids += model.index(row, 0).data(OutboxModel::UuidRole).toString();
    return uuids;
}

} // namespace

class TestOutboxModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filtersAreCombined();
    void whatWaitsForAPerson();
    void rowsStayWhereTheyAre();
    void randomListsAgainstAPlainOne();
    void hostileTextIsNoMarkup();
    void answersAreTimed();
    void everyStepFitsWhereItShould_data();
    void everyStepFitsWhereItShould();
};

void TestOutboxModel::filtersAreCombined()
{
    OutboxModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setItems({ itemOf(WriteState::Queued), itemOf(WriteState::Conflict, WriteKind::Change), itemOf(WriteState::Confirmed),
                       itemOf(WriteState::Rejected, WriteKind::Change, 2) },
        kNow);
    QCOMPARE(model.rowCount(), 3); // open
    model.setWhich(OutboxModel::Which::All);
    QCOMPARE(model.rowCount(), 4);
    model.setWhich(OutboxModel::Which::Waiting);
    QCOMPARE(model.rowCount(), 2);
    model.setDealer(2);
    QCOMPARE(model.rowCount(), 1);
    model.setKind(WriteKind::Comment);
    QCOMPARE(model.rowCount(), 0);
    model.setKind({});
    model.setFilter(QStringLiteral("zArY"));
    QCOMPARE(model.rowCount(), 1);
    model.setFilter(QStringLiteral("nothing"));
    QCOMPARE(model.rowCount(), 0);
}

void TestOutboxModel::whatWaitsForAPerson()
{
    QVERIFY(itemOf(WriteState::Conflict).waitsForPerson());
    QVERIFY(itemOf(WriteState::Rejected).waitsForPerson());
    OutboxItem unclear = itemOf(WriteState::Uncertain);
    QVERIFY(!unclear.waitsForPerson());
    unclear.write.needsPerson = true;
    QVERIFY(unclear.waitsForPerson());
    QVERIFY(!itemOf(WriteState::Queued).waitsForPerson());
}

void TestOutboxModel::rowsStayWhereTheyAre()
{
    OutboxModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    std::vector<OutboxItem> items { itemOf(WriteState::Queued), itemOf(WriteState::Queued), itemOf(WriteState::Queued) };
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i].write.created = kNow + int(i);
    model.setItems(items, kNow);
    const QPersistentModelIndex middle(model.index(1, OutboxModel::WhatColumn));
    const QString uuid = middle.data(OutboxModel::UuidRole).toString();
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    items.erase(items.begin()); // the oldest has gone, a newer one came
    items.push_back(itemOf(WriteState::Queued));
    items.back().write.created = kNow + 9;
    model.setItems(items, kNow);
    QCOMPARE(middle.row(), 2);
    QCOMPARE(middle.data(OutboxModel::UuidRole).toString(), uuid);
    model.sort(OutboxModel::WhenColumn, Qt::AscendingOrder);
    QCOMPARE(middle.row(), 0);
    QCOMPARE(middle.data(OutboxModel::UuidRole).toString(), uuid);
    QCOMPARE(reset.count(), 0);
}

void TestOutboxModel::randomListsAgainstAPlainOne()
{
    QRandomGenerator random(3);
    OutboxModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.sort(OutboxModel::WhenColumn, Qt::AscendingOrder);
    std::vector<OutboxItem> items;
    for (int round = 0; round < 200; ++round) {
        if (items.empty() || random.bounded(2) == 0) {
            items.push_back(itemOf(static_cast<WriteState>(random.bounded(7))));
            items.back().write.created = kNow + round;
        } else {
            OutboxItem &changed = items[random.bounded(quint32(items.size()))];
            changed.write.state = static_cast<WriteState>(random.bounded(7));
        }
        model.setWhich(static_cast<OutboxModel::Which>(random.bounded(3)));
        model.setItems(items, kNow);
        QStringList expected;
        for (const OutboxItem &each : items) {
            const bool waits = each.write.state == WriteState::Conflict || each.write.state == WriteState::Rejected;
            const bool open = each.write.state != WriteState::Confirmed && each.write.state != WriteState::Cancelled;
            if (model.which() == OutboxModel::Which::All || (model.which() == OutboxModel::Which::Open ? open : waits))
                expected += each.write.uuid;
        }
        QCOMPARE(uuidsOf(model), expected);
    }
}

void TestOutboxModel::hostileTextIsNoMarkup()
{
    OutboxModel model;
    model.setItems({ itemOf(WriteState::Queued) }, kNow);
    const QModelIndex cell = model.index(0, OutboxModel::ItemColumn);
    QVERIFY(cell.data().toString().contains(QStringLiteral("<b>Ivanov</b>"))); // as it is
    QVERIFY(!cell.data(Qt::ToolTipRole).toString().contains(QStringLiteral("<b>")));
    QVERIFY(!model.index(0, 0).data(Qt::AccessibleTextRole).toString().isEmpty());
}

void TestOutboxModel::answersAreTimed()
{
    const Fmt fmt(Language::English);
    OutboxItem item = itemOf(WriteState::Confirmed);
    item.write.result = 5;
    item.write.sent = kNow - 7'200;
    item.workingSeconds = 3'600;
    QVERIFY(item.waitsForAnswer());
    QCOMPARE(item.wallSeconds(kNow), 7'200);
    QVERIFY(OutboxTexts::answer(item, kNow, fmt).contains(fmt.duration(7'200)));
    item.answer.at = kNow - 3'600;
    QVERIFY(!item.waitsForAnswer());
    QCOMPARE(item.wallSeconds(kNow), 3'600);
    QVERIFY(OutboxTexts::answer(item, kNow, fmt).startsWith(QStringLiteral("answered")));
    item.answer.at = item.write.sent - 60; // the portal's clock is behind ours
    QCOMPARE(item.wallSeconds(kNow), 0);
}

void TestOutboxModel::everyStepFitsWhereItShould_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QSet<int>>("steps");
    const auto steps = [](std::initializer_list<OutboxStep> list) {
        QSet<int> set;
        for (const OutboxStep each : list)
            set.insert(int(each));
        return set;
    };
    QTest::newRow("queued") << int(WriteState::Queued) << steps({ OutboxStep::Cancel });
    QTest::newRow("sending") << int(WriteState::Sending) << steps({});
    QTest::newRow("uncertain") << int(WriteState::Uncertain) << steps({ OutboxStep::SendAgain, OutboxStep::ItArrived, OutboxStep::GiveUp });
    QTest::newRow("confirmed") << int(WriteState::Confirmed) << steps({ OutboxStep::TakeBack });
    QTest::newRow("conflict") << int(WriteState::Conflict) << steps({ OutboxStep::Insist, OutboxStep::GiveUp });
    QTest::newRow("rejected") << int(WriteState::Rejected) << steps({ OutboxStep::SendAgain, OutboxStep::GiveUp });
    QTest::newRow("cancelled") << int(WriteState::Cancelled) << steps({});
}

void TestOutboxModel::everyStepFitsWhereItShould()
{
    QFETCH(int, state);
    QFETCH(QSet<int>, steps);
    model::Write write = model::newWrite(WriteKind::Change, { 1, model::EntityKind::Lead, 17 }, kNow);
    write.fields = { { QStringLiteral("TITLE"), QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c") } };
    write.state = static_cast<WriteState>(state);
    write.needsPerson = write.state == WriteState::Uncertain;
    QSet<int> found;
    for (int step = 0; step <= int(OutboxStep::TakeBack); ++step)
        if (fits(static_cast<OutboxStep>(step), write))
            found.insert(step);
    QCOMPARE(found, steps);
}

QTEST_GUILESS_MAIN(TestOutboxModel)
#include "tst_outboxmodel.moc"
