// SPDX-License-Identifier: GPL-3.0-or-later
// Stage times (metrics 1 and 2) over small histories written by hand.
#include "reports/answers.h"
#include "support/snapshotbuilder.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;

namespace {

bool near(std::optional<double> value, double wanted, double tolerance = 1e-4) { return value && std::abs(*value - wanted) <= tolerance; }

const StageTimes *find(const StageTimesAnswer &answer, const char *stage)
{
    for (const StageTimes &times : answer.stages) {
        if (times.stage == QString::fromUtf8(stage))
            return &times;
    }
    return nullptr;
}

} // namespace

class TestStageTimes : public QObject {
    Q_OBJECT

private:
    // One dealer with the stages A, B, Won, Lost of one funnel of deals.
    struct Dealer {
        explicit Dealer(const char *zone = "UTC")
        {
            portal = b.portal("one", "", zone);
            const auto funnel = b.funnel(portal, model::EntityKind::Deal, "Sales");
            a = b.stage(funnel, "A", 'P', "NEW");
            second = b.stage(funnel, "B", 'P', "WORK");
            won = b.stage(funnel, "Won", 'S', "WON");
            lost = b.stage(funnel, "Lost", 'F', "LOST");
        }

        SnapshotBuilder b;
        facts::Index portal, a, second, won, lost;
    };

    // Days in A with their ends: 1e 1e 2e 3e 4c 5e 9c 20c.
    static void addGolden(Dealer &d, base::UtcSeconds now)
    {
        const std::pair<int, bool> stays[] { { 1, true }, { 1, true }, { 2, true }, { 3, true }, { 4, false }, { 5, true }, { 9, false },
            { 20, false } };
        for (const auto &[days, left] : stays) {
            const base::UtcSeconds entered = left ? now - 40 * kDay : now - days * kDay;
            SnapshotBuilder::Item item;
            item.visits = { { d.a, entered } };
            if (left)
                item.visits.emplace_back(d.second, entered + days * kDay);
            d.b.item(item);
        }
    }

private Q_SLOTS:

    void goldenKaplanMeier()
    {
        const base::UtcSeconds now = utc("2025-11-14T12:00:00Z");
        Dealer d;
        addGolden(d, now);
        const auto answer = stageTimes(d.b.build(now), {}, { .curves = true });
        const StageTimes *a = find(answer, "A");
        QVERIFY(a);
        QCOMPARE(a->visits, 8);
        QCOMPARE(a->left, 5);
        QCOMPARE(a->open, 3);
        QVERIFY(near(a->median, 3 * kDay));
        QVERIFY(near(a->medianLow, 1 * kDay));
        QVERIFY(!a->medianHigh.has_value());
        QVERIFY(near(a->meanLeft, 2.4 * kDay));
        QVERIFY(near(a->medianLeft, 2 * kDay));
        QVERIFY(near(a->restrictedMean, (8.375 + 10.0 / 3) * kDay, 0.01)); // RMST(20) = 8.375, then a third until day 30
        QVERIFY(near(a->sumLeft, 12.0 * kDay));
        std::map<double, CurveStep> steps;
        for (const CurveStep &step : a->curve)
            steps[step.seconds / kDay] = step;
        QVERIFY(near(steps[1].survival, 0.75));
        QVERIFY(near(steps[2].survival, 0.625));
        QVERIFY(near(steps[3].survival, 0.5));
        QVERIFY(near(steps[3].low, 0.1520) && near(steps[3].high, 0.7749));
        QVERIFY(near(steps[5].survival, 0.3333));
    }

    void firstOrAllVisits()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        Dealer d;
        d.b.item({ .visits = { { d.a, t }, { d.second, t + 10 }, { d.a, t + 30 }, { d.second, t + 70 }, { d.won, t + 100 } } });
        d.b.item({ .visits = { { d.a, t }, { d.won, t + 1000 } } });
        const auto &facts = d.b.build(t + 2000);
        const auto first = stageTimes(facts, {}, {});
        QCOMPARE(find(first, "A")->visits, 2);
        QCOMPARE(find(first, "A")->reentered, 1);
        QVERIFY(near(find(first, "A")->meanLeft, 505));
        const auto all = stageTimes(facts, {}, { .visits = VisitsCounted::All });
        QCOMPARE(find(all, "A")->visits, 3);
        QCOMPARE(find(all, "A")->items, 2);
        QCOMPARE(find(all, "A")->reentered, 1);
        QVERIFY(near(find(all, "A")->sumLeft, 1050));
        QCOMPARE(find(all, "Won")->visits, 0); // a last stay in a final stage is none
    }

    // A final stage that was left again is a stay; as of an instant before the re-opening it is none.
    void reopened()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        Dealer d;
        d.b.item({ .visits = { { d.a, t }, { d.lost, t + 10 }, { d.second, t + 60 } } });
        const auto &facts = d.b.build(t + 100);
        const auto now = stageTimes(facts, {}, {});
        QCOMPARE(find(now, "Lost")->left, 1);
        QVERIFY(near(find(now, "Lost")->meanLeft, 50));
        QCOMPARE(find(now, "B")->open, 1);
        QVERIFY(!find(stageTimes(facts, {}, { .finalStages = false }), "Lost"));
        const auto before = stageTimes(facts, { .asOf = t + 40 }, {});
        QCOMPARE(find(before, "Lost")->visits, 0);
        QVERIFY(!find(before, "B"));
        const auto early = stageTimes(facts, { .asOf = t + 5 }, {});
        QCOMPARE(find(early, "A")->open, 1);
        QVERIFY(!find(early, "A")->meanLeft);
        QVERIFY(stageTimes(facts, { .asOf = t - 1 }, {}).stages.empty());
    }

    // What was not mirrored yet is not known: open stays end at the watermark, not at the clock.
    void censoredAtWatermark()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        Dealer d;
        d.b.item({ .visits = { { d.a, t } } });
        d.b.raw().portals[0].watermark = t + 500;
        const auto &facts = d.b.build(t + 9000);
        const auto answer = stageTimes(facts, {}, { .curves = true });
        QCOMPARE(find(answer, "A")->curve.back().seconds, 500.0);
        QCOMPARE(answer.coverage.fresh, 0);
        QCOMPARE(answer.coverage.missing, std::vector<QString> { QStringLiteral("one") });
    }

    void businessTimeAndLimits()
    {
        // Friday 17:40 to Monday 09:25 in Moscow: 20 + 25 minutes of an office open 09–18.
        Dealer d("Europe/Moscow");
        const base::UtcSeconds entered = utc("2025-11-14T14:40:00Z");
        const base::UtcSeconds left = utc("2025-11-17T06:25:00Z");
        d.b.item({ .visits = { { d.a, entered }, { d.second, left } } });
        d.b.item(
            { .visits = { { d.a, utc("2025-11-10T06:00:00Z") }, { d.second, utc("2025-11-11T07:00:00Z") } } }); // nine hours and one: over
        const auto &facts = d.b.build(utc("2025-11-20T00:00:00Z"));
        const auto business = stageTimes(facts, { .businessTime = true }, {});
        QVERIFY(near(find(business, "A")->q25, 45 * 60));
        QVERIFY(near(find(business, "A")->limit, 9 * kHour));
        QCOMPARE(find(business, "A")->overLimit, 1);
        const auto wall = stageTimes(facts, {}, {});
        QVERIFY(near(find(wall, "A")->p90, 63 * kHour + 45 * 60));
        QCOMPARE(find(wall, "A")->overLimit, 1);
    }

    // Two stages of one milestone are one stay; a stage without a milestone stays visible and lowers coverage.
    void milestones()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        Dealer d;
        const auto other = d.b.stage(0, "B too", 'P', "WORK");
        const auto unmapped = d.b.stage(0, "Odd");
        d.b.item({ .visits = { { d.a, t }, { d.second, t + 10 }, { other, t + 20 }, { unmapped, t + 50 }, { d.won, t + 60 } } });
        const auto answer = stageTimes(d.b.build(t + 100), {}, { .grouping = StageGrouping::Milestone });
        const StageTimes *work = find(answer, "В работе");
        QVERIFY(work);
        QCOMPARE(work->visits, 1);
        QVERIFY(near(work->meanLeft, 40));
        QCOMPARE(find(answer, "Odd")->visits, 1);
        QCOMPARE(find(answer, "Odd")->milestone, 0);
        QVERIFY(near(answer.coverage.mappedShare, 0.8));
    }

    // The period is the dealer's own: the first of February begins seven hours earlier in Vladivostok than in Moscow.
    void periodInDealersZone()
    {
        SnapshotBuilder b;
        for (const char *zone : { "Asia/Vladivostok", "Europe/Moscow" }) {
            const auto portal = b.portal(zone, "", zone);
            const auto funnel = b.funnel(portal, model::EntityKind::Deal, "Sales");
            const auto stage = b.stage(funnel, zone);
            b.item({ .portal = portal, .visits = { { stage, utc("2025-01-31T15:00:00Z") } } });
        }
        const auto answer = stageTimes(b.build(utc("2025-03-01T00:00:00Z")), { .from = QDate(2025, 2, 1), .to = QDate(2025, 3, 1) }, {});
        QCOMPARE(find(answer, "Asia/Vladivostok")->visits, 1);
        QVERIFY(!find(answer, "Europe/Moscow") || find(answer, "Europe/Moscow")->visits == 0);
    }

    void employeesThenAndNow()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        Dealer d;
        const auto anna = d.b.user(d.portal, "Anna");
        const auto boris = d.b.user(d.portal, "Boris");
        const int item = d.b.item({ .visits = { { d.a, t }, { d.second, t + 100 } }, .user = boris });
        d.b.responsible({ item, t + 50, boris, anna });
        const auto &facts = d.b.build(t + 200);
        Question question;
        question.employees = { { QStringLiteral("one"), 1 } };
        QCOMPARE(find(stageTimes(facts, question, {}), "A")->visits, 1);
        QCOMPARE(find(stageTimes(facts, question, {}), "B")->visits, 0);
        question.responsibleAtEvent = false;
        QCOMPARE(find(stageTimes(facts, question, {}), "A")->visits, 0);
    }

    void historyBeginsInside()
    {
        const base::UtcSeconds t = utc("2025-01-10T00:00:00Z");
        Dealer d;
        d.b.item({ .visits = { { d.a, t } } });
        const auto &facts = d.b.build(t + kDay);
        QCOMPARE(stageTimes(facts, { .from = QDate(2025, 1, 1) }, {}).leftTruncated, std::vector<QString> { QStringLiteral("one") });
        QVERIFY(stageTimes(facts, { .from = QDate(2025, 1, 10) }, {}).leftTruncated.empty());
    }

    // Stays that began before the portal's history are at risk only since it began. Watched throughout: 1e 2e 2c days;
    // an open one that nobody saw before its second day, four days old.
    void delayedEntry()
    {
        const base::UtcSeconds start = utc("2025-03-10T00:00:00Z");
        Dealer d;
        for (int days = 1; days <= 3; ++days)
            d.b.item({ .visits = { { d.a, start }, { d.second, start + days * kDay } } });
        d.b.item({ .visits = { { d.a, start - 2 * kDay } }, .inferred = true });
        d.b.raw().portals[0].watermark = start + 2 * kDay; // the open one is four days old
        d.b.raw().portals[0].neverComplete = false;
        const auto answer = stageTimes(d.b.build(start + 2 * kDay), { .asOf = start + 2 * kDay }, { .curves = true });
        const StageTimes *a = find(answer, "A");
        QCOMPARE(a->visits, 4);
        QCOMPARE(a->late, 1);
        std::map<double, CurveStep> steps;
        for (const CurveStep &step : a->curve)
            steps[step.seconds / kDay] = step;
        QCOMPARE(steps[1].atRisk, 3); // not four: nobody saw the old one at that age
        QVERIFY(near(steps[1].survival, 2.0 / 3));
        QCOMPARE(steps[2].atRisk, 2);
        QCOMPARE(steps[2].events, 1);
        QVERIFY(near(steps[2].survival, 1.0 / 3));
        QCOMPARE(steps[4].atRisk, 1);
        QCOMPARE(steps[4].censored, 1);
        const auto all = stageTimes(d.b.raw(), { .asOf = start + 2 * kDay }, { .visits = VisitsCounted::All });
        QCOMPARE(find(all, "A")->late, 1);
    }

    // Two visits of ten and forty seconds, one of a hundred, and an open item that has had two: only what has ended.
    void totalAndRework()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        Dealer d;
        d.b.item({ .visits = { { d.a, t }, { d.second, t + 10 }, { d.a, t + 30 }, { d.second, t + 70 }, { d.won, t + 100 } } });
        d.b.item({ .visits = { { d.a, t }, { d.lost, t + 100 } } });
        d.b.item({ .visits = { { d.a, t }, { d.second, t + 500 }, { d.a, t + 600 } } });
        const auto &facts = d.b.build(t + 2000);
        for (const VisitsCounted visits : { VisitsCounted::First, VisitsCounted::All }) {
            const auto answer = stageTimes(facts, {}, { .visits = visits });
            const StageTimes *a = find(answer, "A");
            QCOMPARE(a->closedItems, 2);
            QVERIFY(near(a->totalMean, 75));
            QVERIFY(near(a->reworkMean, 20));
            QCOMPARE(a->reentered, 2);
            QCOMPARE(a->items, 3);
        }
        QVERIFY(!find(stageTimes(facts, { .asOf = t + 5 }, {}), "A")->totalMean);
    }

    // One scan says of every dealer what a question about that dealer alone says.
    void allDealersAtOnce()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        SnapshotBuilder b;
        for (const char *key : { "one", "two", "three" }) {
            const auto portal = b.portal(key);
            const auto funnel = b.funnel(portal, model::EntityKind::Deal, "Sales");
            const auto first = b.stage(funnel, "Mine", 'P', "WORK");
            const auto next = b.stage(funnel, "Next", 'P', "KP");
            for (int i = 1; i <= 7 * portal; ++i)
                b.item({ .portal = portal, .visits = { { first, t }, { next, t + i * kHour }, { first, t + 50 * kHour } } });
        }
        const auto &facts = b.build(t + 10 * kDay);
        for (const StageTimesOptions &options :
            { StageTimesOptions { .grouping = StageGrouping::Milestone }, StageTimesOptions { .visits = VisitsCounted::All } }) {
            const QString name = options.grouping == StageGrouping::Milestone ? QStringLiteral("В работе") : QStringLiteral("Mine");
            const auto all = stageTimesByDealer(facts, {}, options, name);
            QCOMPARE(all.size(), std::size_t(2)); // the first has no deals
            for (const DealerTimes &dealer : all) {
                Question alone;
                alone.portals = { facts.portals[std::size_t(dealer.portal)].portal.key };
                const auto answer = stageTimes(facts, alone, options);
                const StageTimes *own = find(answer, name.toUtf8().constData());
                QVERIFY(own);
                QCOMPARE(dealer.times.visits, own->visits);
                QCOMPARE(dealer.times.left, own->left);
                QCOMPARE(dealer.times.median, own->median);
                QCOMPARE(dealer.times.medianLow, own->medianLow);
                QCOMPARE(dealer.times.totalMean, own->totalMean);
            }
        }
        QVERIFY(stageTimesByDealer(facts, {}, {}, QStringLiteral("No such stage")).empty());
    }

    // As of an instant before a mapping changed, the stage stands under the milestone it had then.
    void mappingsAreDated()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        Dealer d;
        d.b.item({ .visits = { { d.a, t }, { d.second, t + 10 } } });
        facts::EarlierPairing earlier { t + 1000, {} };
        for (const facts::StageFact &stage : d.b.raw().stages)
            earlier.milestones.push_back(stage.milestone);
        earlier.milestones[std::size_t(d.a)] = facts::kNone;
        d.b.raw().earlierPairings = { earlier };
        const auto &facts = d.b.build(t + 2000);
        const StageTimesOptions options { .grouping = StageGrouping::Milestone };
        const auto now = stageTimes(facts, {}, options);
        QVERIFY(find(now, "Новая") && find(now, "Новая")->visits == 1 && !find(now, "A"));
        QVERIFY(near(now.coverage.mappedShare, 1));
        const auto then = stageTimes(facts, { .asOf = t + 999 }, options);
        QVERIFY(find(then, "A") && find(then, "A")->visits == 1 && !find(then, "Новая"));
        QVERIFY(near(then.coverage.mappedShare, 0.5));
        QVERIFY(!find(then, "A")->limit);
        QVERIFY(find(stageTimes(facts, { .asOf = t + 1000 }, options), "Новая"));
    }

    void comparison()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        SnapshotBuilder b;
        for (int dealer = 0; dealer < 2; ++dealer) {
            const auto portal = b.portal(dealer == 0 ? "quick" : "slow");
            const auto funnel = b.funnel(portal, model::EntityKind::Deal, "Sales");
            const auto first = b.stage(funnel, "A");
            const auto next = b.stage(funnel, "B");
            for (int i = 1; i <= 30; ++i)
                b.item({ .portal = portal, .visits = { { first, t }, { next, t + i * (dealer == 0 ? 100 : 1000) } } });
        }
        const auto &facts = b.build(t + kDay);
        Question quick, slow;
        quick.portals = { QStringLiteral("quick") };
        slow.portals = { QStringLiteral("slow") };
        const std::vector<Question> questions { quick, slow };
        const std::vector<QString> names { QStringLiteral("quick"), QStringLiteral("slow") };
        const auto answer = compareStage(facts, {}, {}, QStringLiteral("A"), questions, names);
        QCOMPARE(answer.network.visits, 60);
        QCOMPARE(answer.groups.size(), std::size_t(2));
        QVERIFY(near(answer.groups[0].second.median, 1500));
        QVERIFY(near(answer.groups[1].second.median, 15000));
        QVERIFY(answer.logRankP && *answer.logRankP < 1e-6);
        QCOMPARE(answer.pairs.size(), std::size_t(1));
        QCOMPARE(answer.pairs[0].corrected, *answer.logRankP); // two groups: the pair is the whole
        const Table pairs = toTable(answer);
        QCOMPARE(pairs.rows.size(), std::size_t(1));
        QCOMPARE(pairs.rows[0].size(), pairs.columns.size());
        const auto same = compareStage(facts, {}, {}, QStringLiteral("A"), std::vector { quick, quick }, names);
        QVERIFY(near(same.logRankP, 1));
    }

    void tableAndVisits()
    {
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        Dealer d;
        d.b.item({ .kind = model::EntityKind::Deal, .visits = { { d.a, t }, { d.second, t + 10 } } });
        const auto &facts = d.b.build(t + 30);
        const Table times = toTable(stageTimes(facts, {}, {}));
        QStringList names;
        for (const TableColumn &column : times.columns)
            names << column.name;
        QCOMPARE(names.mid(0, 9).join(u','), QStringLiteral("stage,visits,left,open,km_q25_s,km_median_s,km_q75_s,mean_left_s,reentered"));
        for (const auto &row : times.rows)
            QCOMPARE(row.size(), times.columns.size());
        std::vector<std::uint32_t> rows;
        const Table visits = visitsTable(facts, {}, &rows);
        names.clear();
        for (const TableColumn &column : visits.columns)
            names << column.name;
        QCOMPARE(names.mid(0, 8).join(u','), QStringLiteral("portal,item_type,item_id,title,stage,entered_at,left_at,seconds"));
        QCOMPARE(visits.rows.size(), std::size_t(2));
        QCOMPARE(rows, (std::vector<std::uint32_t> { 0, 0 }));
        QCOMPARE(visits.rows[0].size(), visits.columns.size());
        QCOMPARE(std::get<QString>(visits.rows[0].back()), QStringLiteral("forward"));
        QCOMPARE(std::get<InstantCell>(visits.rows[0][6]).at, t + 10);
        QVERIFY(std::holds_alternative<std::monostate>(visits.rows[1][6])); // open
        QCOMPARE(std::get<std::int64_t>(visits.rows[1][7]), 20);
    }
};

QTEST_GUILESS_MAIN(TestStageTimes)
#include "tst_stagetimes.moc"
