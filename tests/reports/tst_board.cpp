// SPDX-License-Identifier: GPL-3.0-or-later
// The five kinds of late, the board and velocity (metrics 6).
#include "reports/boardages.h"
#include "reports/itemstates.h"
#include "support/rowstates.h"
#include "support/snapshotbuilder.h"

#include <QTest>

#include <random>

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

    // What is late is told again as far as time changes it, also of what ended long ago and is answered later than now.
    void latesAsTimeGoesOn()
    {
        std::mt19937 random(11);
        const auto below = [&](int limit) { return std::uniform_int_distribution(0, limit - 1)(random); };
        for (int n = 0; n < 400; ++n) {
            const base::UtcSeconds began = kMonday - below(120) * kDay;
            SnapshotBuilder::Item item { .visits = { { m_new, began } } };
            if (below(4) > 0)
                item.visits.emplace_back(m_work, began + kHour);
            if (below(4) > 0)
                item.visits.emplace_back(below(2) ? m_won : m_lost, began + 2 * kHour + below(20) * kDay);
            if (below(3) == 0)
                item.attempt = began + below(150) * kDay;
            if (below(6) == 0)
                item.conversation = began + below(150) * kDay;
            const int number = b.item(item);
            if (below(3) == 0)
                b.activity({ .item = number, .created = began, .deadline = began + below(150) * kDay });
        }
        const auto all = [](const facts::Snapshot &facts) {
            const Question question;
            const Population population(facts, question);
            const ItemStates states(population);
            std::vector<std::pair<std::uint8_t, bool>> lates;
            for (const std::uint32_t item : facts.items.rows())
                lates.emplace_back(states.latesOf(item), states.mayBeCurrent(item));
            return lates;
        };
        auto last = std::make_unique<facts::Snapshot>(b.build(kMonday + 200 * kDay));
        const facts::Same same { { 1 }, true };
        base::UtcSeconds now = kMonday - 60 * kDay;
        for (int step = 0; step < 60; ++step) {
            now += (below(6) == 0 ? -below(20) : below(8)) * kDay;
            auto next = std::make_unique<facts::Snapshot>(*last);
            next->portals[0].watermark = now;
            next->derived.follow(last->derived, same);
            last = std::move(next);
            QVERIFY(all(*last) == all(facts::Snapshot(*last)));
        }
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
        const auto states = items(b.build(now), {}, Count::All);
        QVERIFY(!has(stateOf(states, early), Late::ResponseDueSoon));
        QVERIFY(has(stateOf(states, soon), Late::ResponseDueSoon));
        QVERIFY(has(stateOf(states, overdue), Late::ResponseOverdue) && !has(stateOf(states, overdue), Late::ResponseDueSoon));
        QVERIFY(!has(stateOf(states, answered), Late::ResponseOverdue));
        QVERIFY(has(stateOf(states, claimed), Late::WithoutEvidence));
        QVERIFY(!has(stateOf(states, answered), Late::WithoutEvidence));
    }

    void agesOfOneColumn()
    {
        const base::UtcSeconds now = kMonday + 4 * kDay + 5 * kHour; // Friday, with five working hours gone
        const int old = b.item({ .visits = { { m_new, kMonday } }, .amount = 100 });
        const int young = b.item({ .visits = { { m_new, now - kHour } }, .amount = 10 });
        const int elsewhere = b.item({ .visits = { { m_work, kMonday } }, .amount = 1 });
        const facts::Snapshot facts = b.build(now);
        const AgedBoard aged = agedBoard(facts, {}, Lanes::Dealer, CardOrder::Age);
        const Board &whole = aged.board;
        const auto column = std::size_t(
            std::ranges::find_if(whole.columns, [](const BoardColumn &each) { return each.count == 2; }) - whole.columns.begin());
        QCOMPARE(aged.ageEnds[column], 1.6 * *whole.columns[column].limit);
        const ColumnAges young2h { whole.columns[column].milestone, whole.columns[column].name, 0, 2.0 * kHour };

        Board kept = whole;
        keepAges(kept, facts, {}, young2h);
        const BoardCell &cell = kept.lanes.front().cells[column];
        QCOMPARE(cell.cards, std::vector<std::uint32_t> { b.rowOf(young) });
        QCOMPARE(cell.count, 1);
        QCOMPARE(cell.overdue, 0);
        QCOMPARE(kept.columns[column].count, 1);
        QCOMPARE(kept.columns[column].overdue, whole.columns[column].overdue - 1); // the old one was over the limit
        QCOMPARE(kept.count, whole.count - 1);
        QCOMPARE(kept.amount.units, whole.amount.units - 100 * model::Money::kScale);
        QCOMPARE(kept.columns[column].ageHistogram, whole.columns[column].ageHistogram);
        QCOMPARE(kept.lanes.front().cells[column + 1].cards, std::vector<std::uint32_t> { b.rowOf(elsewhere) });

        Board late = whole;
        keepAges(late, facts, {}, { young2h.milestone, young2h.name, 2.0 * kHour, 0 });
        QCOMPARE(late.lanes.front().cells[column].cards, std::vector<std::uint32_t> { b.rowOf(old) });
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
        const auto states = items(b.build(now), {}, Count::All);
        QVERIFY(has(stateOf(states, slow), Late::StageOverdue));
        QVERIFY(!has(stateOf(states, quick), Late::StageOverdue));
        QVERIFY(!has(stateOf(states, odd), Late::StageOverdue) && !stateOf(states, odd).limit); // no milestone, no limit
        QVERIFY(!has(stateOf(states, planned), Late::NoNextStep) && !has(stateOf(states, planned), Late::ActivityOverdue));
        QVERIFY(has(stateOf(states, missed), Late::ActivityOverdue) && !has(stateOf(states, missed), Late::NoNextStep));
        QVERIFY(has(stateOf(states, done), Late::NoNextStep) && !has(stateOf(states, done), Late::ActivityOverdue));
        QVERIFY(has(stateOf(states, missed), Late::CloseDatePast) && !has(stateOf(states, planned), Late::CloseDatePast));

        Question overdue;
        overdue.lates = { Late::StageOverdue };
        QCOMPARE(items(b.raw(), overdue, Count::All).size(), std::size_t(1));
        QCOMPARE(tree(b.raw(), overdue, {}).root.measures.open, 1);
        overdue.lates.insert(Late::CloseDatePast);
        QVERIFY(items(b.raw(), overdue, Count::All).empty());
        QCOMPARE(tree(b.raw(), {}, {}).root.measures.late[std::size_t(Late::StageOverdue)], 1);
    }

    void limitsPerDealer()
    {
        b.raw().standard.limits.push_back({ 1, 1, 9 * kHour * 100 });
        const int item = b.item({ .visits = { { m_new, kMonday } } });
        const auto states = items(b.build(kMonday + 4 * kDay), {}, Count::All);
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
        QCOMPARE(all.cards.size(), std::size_t(4));
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
        QCOMPARE(answer.winRate, std::optional(0.25));
        QCOMPARE(answer.meanWonAmount, std::optional(500'000.0));
        QCOMPARE(answer.meanCycleDays, std::optional(50.0));
        QCOMPARE(answer.mature, 40);
        QVERIFY(std::abs(answer.perDay.value() - 100'000) < 1e-6);
    }

    // Twice as many open deals, all else alike: the whole change is theirs.
    void velocityAgainstThePeriodBefore()
    {
        const base::UtcSeconds now = utc("2025-12-01T00:00:00Z");
        for (int month = 0; month < 4; ++month)
            for (int i = 0; i < 8; ++i) {
                const base::UtcSeconds began = utc("2025-08-05T00:00:00Z") + month * 30 * kDay;
                b.item({ .visits = { { m_new, began }, { i < 2 ? m_won : m_lost, began + 20 * kDay } }, .amount = 100 });
            }
        for (int i = 0; i < 20; ++i)
            b.item({ .visits = { { m_new, now - (i < 10 ? 200 : 10) * kDay } } });
        Question question;
        question.from = QDate(2025, 11, 1);
        question.to = QDate(2025, 12, 1);
        const VelocityAnswer answer = velocityAnswer(b.build(now), question);
        QCOMPARE(answer.horizonDays, 60);
        QVERIFY(answer.before && answer.change);
        QCOMPARE(answer.now.mature, 8); // began from 2 September to 2 October: their sixtieth day is in November
        QCOMPARE(answer.before->mature, 8);
        QCOMPARE(answer.now.winRate, std::optional(0.25));
        QCOMPARE(answer.now.meanCycleDays, std::optional(20.0));
        QCOMPARE(answer.now.perDay.value(), double(answer.now.openQualified) * 0.25 * 100 / 20);
        QCOMPARE(answer.now.openQualified, 20);
        QCOMPARE(answer.before->openQualified, 10); // a month ago; those begun in November were not there
        QVERIFY(std::abs((*answer.change)[0] + (*answer.change)[1] + (*answer.change)[2] + (*answer.change)[3]
                    - (*answer.now.perDay - *answer.before->perDay))
            < 1e-9);
        QVERIFY(std::abs((*answer.change)[1]) < 1e-9);
        const Table table = toTable(answer);
        QCOMPARE(table.rows.size(), std::size_t(5));
        QVERIFY(!velocityAnswer(b.raw(), {}).before);
    }

    // 3 lost, 4 open, 5 won, 7 lost, 9 won, 10 open.
    void goldenCohort()
    {
        const base::UtcSeconds now = utc("2025-06-30T00:00:00Z");
        const std::pair<int, char> ends[] { { 3, 'F' }, { 4, 'P' }, { 5, 'S' }, { 7, 'F' }, { 9, 'S' }, { 10, 'P' } };
        for (const auto &[days, outcome] : ends) {
            const base::UtcSeconds began = outcome == 'P' ? now - days * kDay : now - 100 * kDay;
            SnapshotBuilder::Item item { .visits = { { m_new, began } } };
            if (outcome != 'P')
                item.visits.emplace_back(outcome == 'S' ? m_won : m_lost, began + days * kDay);
            b.item(item);
        }
        const CohortAnswer answer = cohort(b.build(now), {});
        QCOMPARE(answer.chains, 6);
        QCOMPARE(answer.points.size(), std::size_t(11));
        QCOMPARE(answer.points[0].atRisk, 6);
        QVERIFY(std::abs(answer.points[10].won - 0.4167) < 1e-4);
        QVERIFY(std::abs(answer.points[10].lost - 0.3750) < 1e-4);
        QVERIFY(std::abs(answer.points[10].open - 0.2083) < 1e-4);
    }

    void missedCallsAreAList()
    {
        const base::UtcSeconds now = kMonday + 5 * kHour;
        const auto user = b.user(0, "Anna");
        const int item = b.item({ .visits = { { m_new, kMonday } }, .user = user });
        b.missed(0, 1, kMonday + 10, base::kNever, item);
        b.missed(0, 2, kMonday + 20, kMonday + 2 * kHour);
        b.missed(0, 3, kMonday + 3 * kHour, base::kNever);
        const auto &facts = b.build(now);
        QCOMPARE(missedCalls(facts, {}), (std::vector<std::uint32_t> { 0, 2 }));
        QCOMPARE(missedCalls(facts, { .asOf = kMonday + kHour }), (std::vector<std::uint32_t> { 0, 1 })); // not returned yet
        QCOMPARE(missedCalls(facts, { .employees = { { QStringLiteral("one"), 1 } } }), (std::vector<std::uint32_t> { 0 }));
        const Table table = missedCallsTable(facts, {}, missedCalls(facts, {}));
        QCOMPARE(table.rows[0].size(), table.columns.size());
        QCOMPARE(table.rows[1].size(), table.columns.size());
        QCOMPARE(std::get<QString>(table.rows[0].back()), QStringLiteral("Anna"));
    }

    void emptySnapshot()
    {
        const auto &facts = b.build(1000);
        QCOMPARE(board(facts, {}, Lanes::Dealer, CardOrder::Age).count, 0);
        QVERIFY(!velocity(facts, {}).perDay); // nothing is known, which is not zero
    }
};

QTEST_GUILESS_MAIN(TestBoard)
#include "tst_board.moc"
