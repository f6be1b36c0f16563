// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/snapshotbuilder.h"
#include "viewmodels/boardmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using dealerlens::testing::SnapshotBuilder;
using dealerlens::testing::utc;

namespace {

const base::UtcSeconds kNow = utc("2025-11-24T09:00:00Z");

// Dealers with one stage NEW and one WORK each; dealer i has `items[i]` open deals in NEW.
struct Network {
    explicit Network(const std::vector<int> &items, const char *region = "Volga")
    {
        for (std::size_t i = 0; i < items.size(); ++i) {
            const QByteArray key = "d" + QByteArray::number(int(i));
            const facts::Index portal = builder.portal(key.constData(), i % 2 ? "South" : region);
            const facts::Index funnel = builder.funnel(portal, model::EntityKind::Deal, "Sales");
            const facts::Index fresh = builder.stage(funnel, "Fresh", 'P', "NEW");
            (void)builder.stage(funnel, "Busy", 'P', "WORK");
            for (int deal = 0; deal < items[i]; ++deal) {
                SnapshotBuilder::Item item;
                item.portal = portal;
                item.visits = { { fresh, kNow - 3'600 * (deal + 1) } };
                item.amount = 100;
                (void)builder.item(item);
            }
        }
        facts = std::make_shared<facts::Snapshot>(builder.build(kNow));
    }

    [[nodiscard]] std::shared_ptr<const reports::Board> board(reports::Lanes lanes) const
    {
        return std::make_shared<reports::Board>(reports::board(*facts, {}, lanes, reports::CardOrder::Age));
    }

    SnapshotBuilder builder;
    facts::SnapshotPtr facts;
};

void show(BoardModel &model, const Network &network, reports::Lanes lanes = reports::Lanes::Dealer)
{
    model.setBoard(network.board(lanes), network.facts, lanes, kNow);
}

} // namespace

class TestBoardModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAreThoseOfTheBoard();
    void newFactsMoveRowsWithoutReset();
    void foldedLanesStayFolded();
    void manyDealersAreGroupedByRegion();
    void aCardIsFoundAgain();
    void columnsSpeakTheLanguage();
};

void TestBoardModel::countsAreThoseOfTheBoard()
{
    BoardModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    show(model, Network({ 3, 5 }));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 0).data(Qt::EditRole).toLongLong(), 5); // most items first
    QCOMPARE(model.index(1, 0).data(Qt::EditRole).toLongLong(), 3);
    QCOMPARE(model.at(0).amount, (model::Money { 500 * model::Money::kScale }));
    QCOMPARE(int(model.cards(0, 0).size()), 5);
    show(model, Network({ 3, 5 }), reports::Lanes::None);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data(Qt::EditRole).toLongLong(), 8);
}

void TestBoardModel::newFactsMoveRowsWithoutReset()
{
    BoardModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    show(model, Network({ 3, 5, 0 }));
    const QPersistentModelIndex first(model.index(0, 0));
    QCOMPARE(first.data(Qt::EditRole).toLongLong(), 5);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    show(model, Network({ 9, 6, 1 })); // the first dealer passes the second, a third appears
    QCOMPARE(resets.count(), 0);
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(model.index(0, 0).data(Qt::EditRole).toLongLong(), 9);
    QCOMPARE(first.row(), 1); // followed its dealer
    QCOMPARE(first.data(Qt::EditRole).toLongLong(), 6);
    show(model, Network({ 9, 0, 1 }));
    QCOMPARE(removed.count(), 1);
    QVERIFY(!first.isValid());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    show(model, Network({ 9, 0, 1 })); // nothing new: nothing said
    QCOMPARE(changed.count() + inserted.count() + removed.count() + resets.count(), 2);
}

void TestBoardModel::foldedLanesStayFolded()
{
    BoardModel model;
    show(model, Network({ 5, 3 }));
    QVERIFY(model.at(0).open);
    model.toggle(0);
    QVERIFY(!model.at(0).open);
    show(model, Network({ 5, 8 }));
    QCOMPARE(model.at(1).key, QStringLiteral("p1"));
    QVERIFY(!model.at(1).open);
    QVERIFY(model.at(0).open);
}

void TestBoardModel::manyDealersAreGroupedByRegion()
{
    BoardModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    show(model, Network(std::vector<int>(60, 2)));
    QVERIFY(model.isGrouped());
    using Kind = BoardModel::Row::Kind;
    // The first region is open: head, twelve dealers, "18 more"; then the other head.
    QCOMPARE(model.rowCount(), 1 + BoardModel::kDealersOfRegion + 1 + 1);
    QCOMPARE(model.at(0).kind, Kind::Region);
    QCOMPARE(model.at(0).sum.count, 60);
    QCOMPARE(model.at(0).dealers, 30);
    const int more = BoardModel::kDealersOfRegion + 1;
    QCOMPARE(model.at(more).kind, Kind::More);
    QCOMPARE(model.at(more).dealers, 18);
    QCOMPARE(model.at(more + 1).kind, Kind::Region);
    for (int row = 1; row < more; ++row)
        QVERIFY(!model.at(row).open);
    model.toggle(more);
    QCOMPARE(model.rowCount(), 1 + 30 + 1);
    model.toggle(0);
    QCOMPARE(model.rowCount(), 2);
}

void TestBoardModel::aCardIsFoundAgain()
{
    BoardModel model;
    show(model, Network({ 5, 3 }));
    const BoardModel::Place place { 1, 0, 2 };
    const model::RecordKey key = model.keyOf(model.cards(1, 0)[2]);
    QCOMPARE(model.placeOf(key), place);
    QCOMPARE(model.placeOf({ 77, model::EntityKind::Deal, 1 }).row, -1);
}

void TestBoardModel::columnsSpeakTheLanguage()
{
    BoardModel model;
    show(model, Network({ 1 }));
    QCOMPARE(model.columnName(0), QStringLiteral("Новая"));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setFmt(Fmt(Language::English));
    QCOMPARE(model.columnName(0), QStringLiteral("New"));
    QCOMPARE(resets.count(), 0);
}

QTEST_GUILESS_MAIN(TestBoardModel)
#include "tst_boardmodel.moc"
