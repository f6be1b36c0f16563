// SPDX-License-Identifier: GPL-3.0-or-later
// The five kinds of late, the board and velocity (metrics 6).
#include "reports/answers.h"
#include "support/snapshotbuilder.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;
using model::EntityKind;

namespace {

const base::UtcSeconds kMonday = utc("2025-06-02T09:00:00Z");

bool has(const ItemState &state, Late late) { return (state.lates >> unsigned(late)) & 1; }

} // namespace

class TestBoard : public QObject {
    Q_OBJECT

private:
    SnapshotBuilder b;
    facts::Index m_new = 0, m_work = 0, m_odd = 0, m_won = 0, m_lost = 0;

    const ItemState stateOf(const std::vector<ItemState> &states, int item) const
    {
        for (const ItemState &state : states) {
            if (state.row == b.rowOf(item))
                return state;
        }
        return {};
    }

private Q_SLOTS:

    void init()
    {
        b = SnapshotBuilder();
        const auto funnel = b.funnel(b.portal("one", "North"), EntityKind::Deal, "Sales");
        m_new = b.stage(funnel, "Fresh", 'P', "NEW"); // limit: one working day
        m_work = b.stage(funnel, "Busy", 'P', "WORK"); // five
        m_odd = b.stage(funnel, "Odd");
        m_won = b.stage(funnel, "Won", 'S', "WON");
        m_lost = b.stage(funnel, "Lost", 'F', "LOST");
    }

    void responseLates()
    {
        // The limit is one business hour; the office is open from nine.
        const base::UtcSeconds now = kMonday + 3 * kHour;
        const auto minutes = [&](int ago) { return now - ago * 60; };
        const int early = b.item({ .visits = { { m_new, minutes(47) } } });
        const int soon = b.item({ .visits = { { m_new, minutes(48) } } });
        const int overdue = b.item({ .visits = { { m_new, minutes(61) } } });
        const int answered = b.item({ .visits = { { m_new, minutes(90) } }, .attempt = minutes(10) });
        const int claimed = b.item({ .visits = { { m_new, minutes(20) }, { m_work, minutes(15) } } });
        const auto states = items(b.build(now), {}, Rows::All);
        QVERIFY(!has(stateOf(states, early), Late::ResponseDueSoon));
        QVERIFY(has(stateOf(states, soon), Late::ResponseDueSoon));
        QVERIFY(has(stateOf(states, overdue), Late::ResponseOverdue) && !has(stateOf(states, overdue), Late::ResponseDueSoon));
        QVERIFY(!has(stateOf(states, answered), Late::ResponseOverdue));
        QVERIFY(has(stateOf(states, claimed), Late::WithoutEvidence));
        QVERIFY(!has(stateOf(states, answered), Late::WithoutEvidence));
    }

    void otherLates()
    {
        const base::UtcSeconds now = kMonday + 4 * kDay;
        const std::int32_t today = std::int32_t(now / kDay);
        const int slow = b.item({ .visits = { { m_new, kMonday } } });
        const int quick = b.item({ .visits = { { m_new, now - 2 * kHour } } });
        const int odd = b.item({ .visits = { { m_odd, kMonday } } });
        const int planned = b.item({ .visits = { { m_new, now - kHour } }, .closeDate = today });
        const int missed = b.item({ .visits = { { m_new, now - kHour } }, .closeDate = today - 1 });
        const int done = b.item({ .visits = { { m_new, now - kHour } } });
        b.activity({ planned, now - 10, now + kDay, base::kNever });
        b.activity({ missed, now - kDay, now - 60, base::kNever });
        b.activity({ done, now - kDay, now - 60, now - 30 });
        const auto states = items(b.build(now), {}, Rows::All);
        QVERIFY(has(stateOf(states, slow), Late::StageOverdue));
        QVERIFY(!has(stateOf(states, quick), Late::StageOverdue));
        QVERIFY(!has(stateOf(states, odd), Late::StageOverdue) && !stateOf(states, odd).limit); // no milestone, no limit
        QVERIFY(!has(stateOf(states, planned), Late::NoNextStep) && !has(stateOf(states, planned), Late::ActivityOverdue));
        QVERIFY(has(stateOf(states, missed), Late::ActivityOverdue) && !has(stateOf(states, missed), Late::NoNextStep));
        QVERIFY(has(stateOf(states, done), Late::NoNextStep) && !has(stateOf(states, done), Late::ActivityOverdue));
        QVERIFY(has(stateOf(states, missed), Late::CloseDatePast) && !has(stateOf(states, planned), Late::CloseDatePast));

        Question overdue;
        overdue.lates = { Late::StageOverdue };
        QCOMPARE(items(b.raw(), overdue, Rows::All).size(), std::size_t(1));
        QCOMPARE(tree(b.raw(), overdue, {}).root.measures.open, 1);
        overdue.lates.insert(Late::CloseDatePast);
        QVERIFY(items(b.raw(), overdue, Rows::All).empty());
        QCOMPARE(tree(b.raw(), {}, {}).root.measures.late[std::size_t(Late::StageOverdue)], 1);
    }

    void limitsPerDealer()
    {
        b.raw().standard.limits.push_back({ 1, 1, 9 * kHour * 100 });
        const int item = b.item({ .visits = { { m_new, kMonday } } });
        const auto states = items(b.build(kMonday + 4 * kDay), {}, Rows::All);
        QCOMPARE(*stateOf(states, item).limit, 9.0 * kHour * 100);
        QVERIFY(!has(stateOf(states, item), Late::StageOverdue));
    }

    void columnsAndLanes()
    {
        const base::UtcSeconds now = kMonday + 4 * kDay;
        const auto second = b.portal("two", "North");
        const auto funnel = b.funnel(second, EntityKind::Deal, "Sales");
        const auto fresh = b.stage(funnel, "Anything", 'P', "NEW");
        const auto anna = b.user(0, "Anna");
        const int old = b.item({ .visits = { { m_new, kMonday } }, .user = anna, .amount = 5 });
        const int rich = b.item({ .visits = { { m_new, now - kHour } }, .user = anna, .amount = 100 });
        b.item({ .visits = { { m_odd, now - kHour } } });
        b.item({ .visits = { { m_new, now - 5 * kDay }, { m_won, now - kDay } }, .user = anna });
        b.item({ .visits = { { m_new, now - 50 * kDay }, { m_lost, now - 40 * kDay } }, .user = anna }); // long ago
        b.item({ .portal = second, .visits = { { fresh, now - kHour } }, .amount = 1 });
        const auto &facts = b.build(now);
        const Board all = board(facts, {}, Lanes::None, CardOrder::Age);
        QCOMPARE(all.columns.size(), std::size_t(7)); // six milestones in work and the stage without one
        QCOMPARE(all.columns.back().name, QStringLiteral("Odd"));
        QCOMPARE(all.columns[0].count, 3);
        QCOMPARE(all.columns[0].amount.units, 106 * model::Money::kScale);
        QCOMPARE(all.columns[0].overdue, 1);
        QCOMPARE(all.count, 4);
        QCOMPARE(all.won30, 1);
        QCOMPARE(all.lost30, 0);
        QCOMPARE(all.lanes.size(), std::size_t(1));
        QCOMPARE(all.lanes[0].cells[0].cards.front(), b.rowOf(old));
        QCOMPARE(all.states.size(), std::size_t(4));
        QCOMPARE(*all.columns[0].limit, 9.0 * kHour);
        std::uint32_t inBins = 0;
        for (const std::uint32_t bin : all.columns[0].ageHistogram)
            inBins += bin;
        QCOMPARE(inBins, 3U);
        QCOMPARE(all.columns[0].ageHistogram.back(), 1U); // the old one is beyond 1.6 limits
        QVERIFY(all.columns[0].median);
        QCOMPARE(board(facts, {}, Lanes::None, CardOrder::Amount).lanes[0].cells[0].cards.front(), b.rowOf(rich));

        const Board dealers = board(facts, {}, Lanes::Dealer, CardOrder::Overdue);
        QCOMPARE(dealers.lanes.size(), std::size_t(2));
        QCOMPARE(dealers.lanes[0].name, QStringLiteral("one")); // most overdue first
        QCOMPARE(dealers.lanes[0].count, 3);
        QCOMPARE(dealers.lanes[0].won30, 1);
        const Board people = board(facts, {}, Lanes::Employee, CardOrder::Age);
        QCOMPARE(people.lanes.size(), std::size_t(3));
        QCOMPARE(people.lanes[0].name, QStringLiteral("Anna"));
        const Board before = board(facts, { .asOf = kMonday + kHour }, Lanes::None, CardOrder::Age);
        QCOMPARE(before.count, 2);
    }

    // 40 open, a quarter won, half a million each, fifty days: 100,000 a day.
    void goldenVelocity()
    {
        const base::UtcSeconds now = utc("2025-12-01T00:00:00Z");
        for (int i = 0; i < 40; ++i)
            b.item({ .visits = { { m_new, now - kDay } } });
        for (int i = 0; i < 40; ++i)
            b.item({ .visits = { { m_new, now - 200 * kDay }, { i < 10 ? m_won : m_lost, now - 150 * kDay } }, .amount = 500'000 });
        const Velocity answer = velocity(b.build(now), {});
        QCOMPARE(answer.openQualified, 40);
        QCOMPARE(answer.winRate, 0.25);
        QCOMPARE(answer.meanWonAmount, 500'000.0);
        QCOMPARE(answer.meanCycleDays, 50.0);
        QVERIFY(std::abs(answer.perDay - 100'000) < 1e-6);
    }

    void emptySnapshot()
    {
        const auto &facts = b.build(1000);
        QCOMPARE(board(facts, {}, Lanes::Dealer, CardOrder::Age).count, 0);
        QCOMPARE(velocity(facts, {}).perDay, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestBoard)
#include "tst_board.moc"
