// SPDX-License-Identifier: GPL-3.0-or-later
// Stage times from the table that is kept beside a snapshot equal those of the scan that goes through every stay.
#include "reports/stagetable.h"
#include "support/chainnetwork.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;

namespace {

constexpr int kNetworks = 150;
constexpr int kQuestions = 12;

QString number(const std::optional<double> &value) { return value ? QString::number(*value, 'g', 9) : QStringLiteral("-"); }

QString textOf(const StageTimes &s)
{
    QString text = QStringLiteral("%1/%2: %3 %4 %5 items %6 %7 late %8 over %9")
                       .arg(s.funnel, s.stage)
                       .arg(s.visits)
                       .arg(s.left)
                       .arg(s.open)
                       .arg(s.items)
                       .arg(s.reentered)
                       .arg(s.late)
                       .arg(s.overLimit);
    text += QStringLiteral(" closed %1").arg(s.closedItems);
    for (const auto &value : { s.totalMean, s.reworkMean, s.q25, s.median, s.q75, s.p90, s.medianLow, s.medianHigh, s.meanLeft,
             s.medianLeft, s.sumLeft, s.limit, std::optional(s.restrictedMean) })
        text += QLatin1Char(' ') + number(value);
    for (const CurveStep &step : s.curve)
        text += QStringLiteral(" [%1 %2 %3 %4 %5]")
                    .arg(step.seconds)
                    .arg(step.survival, 0, 'g', 9)
                    .arg(step.low, 0, 'g', 6)
                    .arg(step.atRisk)
                    .arg(step.events);
    return text;
}

QString textOf(const StageTimesAnswer &answer)
{
    QString text = waterfallOf(answer.waterfall);
    for (const StageTimes &stage : answer.stages)
        text += QLatin1Char('\n') + textOf(stage);
    return text;
}

std::shared_ptr<const StageTable> tableOf(const facts::Snapshot &facts, const Question &question, const StageTimesOptions &options)
{
    return StageTable::of(Population(facts, question), options);
}

} // namespace

class TestStageTable : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsTheScan()
    {
        int told = 0;
        int late = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(9000 + seed) };
            facts::Snapshot facts = network.facts();
            for (facts::PortalFact &portal : facts.portals)
                if (seed % 3 == 0) // stays that began before are watched late
                    portal.historyFrom = { kBegin + network.below(int(kSpan / 2)), kBegin + network.below(int(kSpan / 2)) };
            for (int i = 0; i < kQuestions; ++i) {
                const Question any = network.question();
                const Question question { .portals = any.portals,
                    .regions = any.regions,
                    .sources = any.sources,
                    .campaigns = any.campaigns,
                    .itemKind = any.itemKind,
                    .businessTime = network.chance(50),
                    .withRetired = any.withRetired };
                const StageTimesOptions options { .grouping = network.chance(50) ? StageGrouping::OwnStage : StageGrouping::Milestone,
                    .curves = network.chance(50),
                    .finalStages = network.chance(50) };
                facts.derived.clear();
                const auto scanned = stageTimes(facts, question, options);
                QVERIFY(!tableOf(facts, question, options)); // the second question
                StageTable::prepare(facts, question, options, {});
                QVERIFY(tableOf(facts, question, options));
                const auto kept = stageTimes(facts, question, options);
                QCOMPARE(textOf(kept), textOf(scanned));
                for (const StageTimes &stage : kept.stages) {
                    told += stage.visits > 0 ? 1 : 0;
                    late += stage.late > 0 ? 1 : 0;
                }
            }
        }
        QVERIFY(told > 1'000);
        QVERIFY(late > 0);
    }

    // Of a period only stays are looked at that began in it; of an instant, though it be none of the past, all items.
    void aPeriodEqualsTheScanOfAllItems()
    {
        int told = 0;
        int unseen = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(12'000 + seed) };
            const facts::Snapshot &facts = network.facts();
            for (int i = 0; i < kQuestions; ++i) {
                Question question = network.question();
                question.asOf = base::kNever;
                question.withoutJunk = false;
                question.businessTime = network.chance(50);
                if (!question.from && !question.to)
                    question.from = QDate(2025, 2, 1);
                const StageTimesOptions options { .grouping = network.chance(50) ? StageGrouping::OwnStage : StageGrouping::Milestone,
                    .visits = network.chance(50) ? VisitsCounted::First : VisitsCounted::All,
                    .finalStages = network.chance(50) };
                Question then = question;
                then.asOf = kBegin + 100 * kSpan;
                const auto answer = stageTimes(facts, question, options);
                QCOMPARE(textOf(answer), textOf(stageTimes(facts, then, options)));
                for (const StageTimes &stage : answer.stages)
                    (stage.visits > 0 ? told : unseen) += 1;
            }
        }
        QVERIFY(told > 1'000);
        QVERIFY(unseen > 0); // shown, for somebody was there some time
    }

    // Told with all stages, the dealers of one are those that a scan of that stage alone tells, and the stages the same.
    void dealersAreToldAtOnce()
    {
        int told = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(15'000 + seed) };
            const facts::Snapshot &facts = network.facts();
            for (int i = 0; i < kQuestions; ++i) {
                Question question = network.question();
                question.businessTime = network.chance(50);
                StageTimesOptions options { .grouping = network.chance(50) ? StageGrouping::OwnStage : StageGrouping::Milestone,
                    .visits = network.chance(50) ? VisitsCounted::First : VisitsCounted::All,
                    .finalStages = network.chance(50) };
                facts.derived.clear();
                const auto plain = stageTimes(facts, question, options);
                if (plain.stages.empty())
                    continue;
                const StageTimes &stage = plain.stages[std::size_t(network.below(int(plain.stages.size())))];
                options.dealersOf = stage.stage;
                options.dealersOfKind = stage.kind;
                facts.derived.clear();
                const auto answer = stageTimes(facts, question, options);
                QVERIFY(answer.dealers);
                QCOMPARE(textOf(answer), textOf(plain));
                Question alone = question;
                alone.itemKind = stage.kind;
                const std::vector<DealerTimes> dealers = stageTimesByDealer(facts, alone, options, stage.stage);
                QCOMPARE(answer.dealers->size(), dealers.size());
                for (std::size_t dealer = 0; dealer < dealers.size(); ++dealer) {
                    QCOMPARE((*answer.dealers)[dealer].portal, dealers[dealer].portal);
                    StageTimesAnswer here;
                    here.stages = { (*answer.dealers)[dealer].times };
                    StageTimesAnswer there;
                    there.stages = { dealers[dealer].times };
                    QCOMPARE(textOf(here), textOf(there));
                    ++told;
                }
            }
        }
        QVERIFY(told > 1'000);
    }

    void otherQuestionsAreScanned()
    {
        ChainNetwork network { 1 };
        const facts::Snapshot &facts = network.facts();
        const auto isKept = [&](const Question &question, VisitsCounted visits = VisitsCounted::First) {
            const StageTimesOptions options { .grouping = StageGrouping::OwnStage, .visits = visits };
            for (int i = 0; i < 2; ++i)
                (void)tableOf(facts, question, options);
            StageTable::prepare(facts, question, options, {});
            return tableOf(facts, question, options) != nullptr;
        };
        QVERIFY(isKept({}));
        QVERIFY(isKept({ .businessTime = true }));
        QVERIFY(!isKept({}, VisitsCounted::All));
        QVERIFY(!isKept({ .from = QDate(2025, 2, 1) }));
        QVERIFY(!isKept({ .to = QDate(2025, 3, 1) }));
        QVERIFY(!isKept({ .asOf = kBegin + kSpan / 2 }));
        QVERIFY(!isKept({ .employees = { { QStringLiteral("d1"), 1 } } }));
        QVERIFY(!isKept({ .funnels = { QStringLiteral("leads") } }));
        QVERIFY(!isKept({ .withTests = true }));
        QVERIFY(!isKept({ .withoutJunk = true }));
        QVERIFY(!isKept({ .lates = { Late::NoNextStep } }));
    }

    // Another grouping or clock takes the place of the one before.
    void oneIsKept()
    {
        ChainNetwork network { 2 };
        const facts::Snapshot &facts = network.facts();
        const StageTimesOptions own { .grouping = StageGrouping::OwnStage };
        const StageTimesOptions common { .grouping = StageGrouping::Milestone };
        const auto ask = [&](const Question &question, const StageTimesOptions &options) {
            const auto table = tableOf(facts, question, options);
            StageTable::prepare(facts, question, options, {});
            return table;
        };
        QVERIFY(!ask({}, own)); // what is asked once is not worth the table
        QVERIFY(!ask({}, own));
        const auto first = ask({}, own);
        QVERIFY(first);
        QCOMPARE(ask({}, own), first);
        QVERIFY(!ask({}, common));
        QVERIFY(!ask({}, common));
        QVERIFY(ask({}, common));
        QVERIFY(!ask({ .businessTime = true }, common));
        QVERIFY(!ask({ .businessTime = true }, common));
        QVERIFY(ask({ .businessTime = true }, common));
        QVERIFY(!ask({}, own));
    }

    void isBrokenOffAndForgotten()
    {
        ChainNetwork network { 3 };
        const facts::Snapshot &facts = network.facts();
        const StageTimesOptions options;
        const base::CancelToken cancelled;
        cancelled.cancel();
        for (int i = 0; i < 3; ++i) {
            QVERIFY(!tableOf(facts, {}, options));
            StageTable::prepare(facts, {}, options, cancelled);
        }
        StageTable::prepare(facts, {}, options, {});
        QVERIFY(tableOf(facts, {}, options));
        StageTable::forget(facts);
        QVERIFY(!tableOf(facts, {}, options));
        StageTable::prepare(facts, {}, options, {});
        QVERIFY(!tableOf(facts, {}, options)); // one question was not enough
        StageTable::prepare(facts, {}, options, {});
        QVERIFY(tableOf(facts, {}, options));
    }
};

QTEST_APPLESS_MAIN(TestStageTable)
#include "tst_stagetable.moc"
