// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/funnelcount.h"

#include <QTest>

#include <cmath>

using namespace dealerlens::stats;

namespace {

using Visits = std::vector<std::uint16_t>;

constexpr std::uint16_t kA = 0, kB = 1, kC = 2, kD = 3, kWon = 4;

// Section 5 of the figures' definition.
FunnelCounter worked()
{
    FunnelCounter counter(5);
    counter.add(Visits { kA, kB, kC, kD, kWon }, Outcome::Won);
    counter.add(Visits { kA, kC }, Outcome::Won); // the last "won" left out
    counter.add(Visits { kA, kB }, Outcome::Lost);
    counter.add(Visits { kD }, Outcome::Open);
    counter.add(Visits { kA, kB, kA, kB, kC }, Outcome::Open);
    return counter;
}

std::vector<std::int64_t> counts(const FunnelCounter &counter, FunnelMode mode)
{
    std::vector<std::int64_t> result;
    for (const FunnelStage &stage : counter.stages(mode))
        result.push_back(stage.count);
    return result;
}

using Numbers = std::vector<std::int64_t>;

} // namespace

class TestFunnelCount : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void workedTable()
    {
        const FunnelCounter counter = worked();
        QCOMPARE(counter.items(), 5);
        QCOMPARE(counts(counter, FunnelMode::Visited), (Numbers { 4, 3, 3, 2, 2 }));
        QCOMPARE(counts(counter, FunnelMode::Entries), (Numbers { 5, 4, 3, 2, 2 }));
        QCOMPARE(counts(counter, FunnelMode::Supposed), (Numbers { 5, 5, 4, 3, 2 }));
        QCOMPARE(counts(counter, FunnelMode::Strict), (Numbers { 4, 3, 2, 1, 1 }));
        QCOMPARE(counts(counter, FunnelMode::Furthest), (Numbers { 5, 5, 4, 3, 2 }));
        const std::vector<std::pair<FunnelMode, double>> ends { { FunnelMode::Visited, 0.5 }, { FunnelMode::Entries, 0.4 },
            { FunnelMode::Supposed, 0.4 }, { FunnelMode::Strict, 0.25 }, { FunnelMode::Furthest, 0.4 } };
        for (const auto &[mode, share] : ends)
            QVERIFY(std::abs(*endShare(counter.stages(mode)) - share) < 1e-12);
    }

    void inferredLostAndStuck()
    {
        const auto stages = worked().stages(FunnelMode::Furthest);
        Numbers inferred, lost, open, stuck;
        for (const FunnelStage &stage : stages) {
            inferred.push_back(stage.inferred);
            lost.push_back(stage.lostHere);
            open.push_back(stage.openHere);
            stuck.push_back(stage.stuck);
        }
        QCOMPARE(inferred, (Numbers { 1, 2, 1, 1, 0 })); // item 4 at A, B, C; item 2 at B and D
        QCOMPARE(lost, (Numbers { 0, 1, 0, 0, 0 }));
        QCOMPARE(open, (Numbers { 0, 0, 1, 1, 0 }));
        QCOMPARE(stuck, (Numbers { 0, 0, 1, 1, 0 }));
        const auto drops = dropOff(stages);
        QVERIFY(std::abs(*drops[0]) < 1e-12);
        QVERIFY(std::abs(*drops[1] - 0.2) < 1e-12);
        QVERIFY(std::abs(*drops[3] - 1.0 / 3) < 1e-12);
        // Who drops between two milestones is lost or still open there, nobody else.
        for (std::size_t k = 0; k + 1 < stages.size(); ++k)
            QCOMPARE(stages[k].count - stages[k + 1].count, stages[k].lostHere + stages[k].openHere);
    }

    void backwardsReopenedAndUnmapped()
    {
        FunnelCounter counter(3);
        counter.add(Visits { 0, 1, 0 }, Outcome::Open); // stands at 0, was at 1
        counter.add(Visits { 0, 2, 1 }, Outcome::Open); // won, then re-opened
        counter.add(Visits { 0, 9 }, Outcome::Lost); // 9 is not mapped
        counter.add(Visits {}, Outcome::Open);
        QCOMPARE(counter.unmapped(), 1);
        QCOMPARE(counts(counter, FunnelMode::Furthest), (Numbers { 3, 2, 0 }));
        QCOMPARE(counts(counter, FunnelMode::Visited), (Numbers { 3, 2, 1 }));
        const auto stages = counter.stages(FunnelMode::Furthest);
        QCOMPARE(stages[0].stuck, 1);
        QCOMPARE(stages[1].stuck, 1);
        QCOMPARE(stages[1].openHere, 2);
        QCOMPARE(stages[0].lostHere, 1);
    }

    void merging()
    {
        FunnelCounter twice = worked();
        twice.merge(worked());
        QCOMPARE(twice.items(), 10);
        QCOMPARE(counts(twice, FunnelMode::Strict), (Numbers { 8, 6, 4, 2, 2 }));
        QCOMPARE(counts(twice, FunnelMode::Furthest), (Numbers { 10, 10, 8, 6, 4 }));
    }

    void emptyFunnel()
    {
        FunnelCounter none(0);
        none.add(Visits { 1 }, Outcome::Open);
        QVERIFY(none.stages(FunnelMode::Visited).empty());
        QVERIFY(!endShare(FunnelCounter(3).stages(FunnelMode::Visited)).has_value());
        QVERIFY(!dropOff(FunnelCounter(3).stages(FunnelMode::Visited))[0].has_value());
    }
};

QTEST_GUILESS_MAIN(TestFunnelCount)
#include "tst_funnelcount.moc"
