// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/boardgeometry.h"

#include <rapidcheck.h>

#include <QTest>

using dealerlens::viewmodels::BoardGeometry;

class TestBoardGeometry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsAreFoundAsACountWouldFindThem();
    void visibleRowsAreExactlyThoseThatTouchTheWindow();
    void cardsAreFoundWhereTheyStand();
    void aCapLeavesRoomForTheLineMore();
};

// The answer by walking row after row, with no sums kept.
void TestBoardGeometry::rowsAreFoundAsACountWouldFindThem()
{
    QVERIFY(rc::check("row at y", [] {
        const auto heights = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 50));
        BoardGeometry geometry;
        geometry.setHeights(heights);
        const int y = *rc::gen::inRange(-10, 400);
        int expected = -1;
        int top = 0;
        for (std::size_t i = 0; i < heights.size(); ++i) {
            if (y >= top && y < top + heights[i])
                expected = int(i);
            RC_ASSERT(geometry.top(int(i)) == top);
            RC_ASSERT(geometry.height(int(i)) == heights[i]);
            top += heights[i];
        }
        RC_ASSERT(geometry.total() == top);
        RC_ASSERT(geometry.rowCount() == int(heights.size()));
        RC_ASSERT(geometry.rowAt(y) == expected);
    }));
}

void TestBoardGeometry::visibleRowsAreExactlyThoseThatTouchTheWindow()
{
    QVERIFY(rc::check("rows between", [] {
        const auto heights = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 50));
        BoardGeometry geometry;
        geometry.setHeights(heights);
        const int from = *rc::gen::inRange(-20, 400);
        const int to = from + *rc::gen::inRange(0, 200);
        const auto [first, last] = geometry.rowsBetween(from, to);
        int top = 0;
        for (std::size_t i = 0; i < heights.size(); ++i) {
            const bool touches = top < to && top + heights[i] > from && from < to;
            RC_ASSERT(touches == (int(i) >= first && int(i) < last));
            top += heights[i];
        }
    }));
}

void TestBoardGeometry::cardsAreFoundWhereTheyStand()
{
    QVERIFY(rc::check("card at y", [] {
        BoardGeometry geometry;
        const int shown = *rc::gen::inRange(0, 100'000);
        const int card = *rc::gen::inRange(0, 100'000);
        const int inside = *rc::gen::inRange(0, geometry.sizes().card);
        RC_ASSERT(geometry.cardAt(geometry.cardTop(card) + inside, shown) == (card < shown ? card : -1));
        RC_ASSERT(geometry.cardAt(geometry.cardTop(card) - 1, shown) == -1); // the gap above it
        const auto [first, last] = geometry.cardsBetween(geometry.cardTop(card), geometry.cardTop(card) + 1, shown);
        RC_ASSERT(last - first == (card < shown ? 1 : 0));
        if (card < shown)
            RC_ASSERT(first == card);
    }));
}

void TestBoardGeometry::aCapLeavesRoomForTheLineMore()
{
    const BoardGeometry geometry;
    const BoardGeometry::Sizes sizes = geometry.sizes();
    QCOMPARE(geometry.cellHeight(0, 4), 2 * sizes.padding);
    QCOMPARE(geometry.cellHeight(4, 4), geometry.cardTop(3) + sizes.card + sizes.padding);
    QCOMPARE(geometry.cellHeight(5, 4), geometry.cellHeight(4, 4) + sizes.more);
    QCOMPARE(geometry.cellHeight(100'000, 0), geometry.cardTop(99'999) + sizes.card + sizes.padding);
}

QTEST_APPLESS_MAIN(TestBoardGeometry)
#include "tst_boardgeometry.moc"
