// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/blockbootstrap.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <limits>
#include <random>

using namespace dealerlens::stats;

namespace {

TimeInterval plainInterval(const Stays &stays, const std::vector<std::uint32_t> &items, std::uint32_t count, const BootstrapPlan &plan)
{
    std::mt19937_64 random(plan.seed);
    std::vector<std::int64_t> medians;
    for (int replicate = 0; replicate < plan.replicates; ++replicate) {
        std::vector<int> times(count);
        for (std::uint32_t i = 0; i < count; ++i)
            ++times[random() % count];
        std::vector<std::int64_t> seconds;
        std::vector<std::uint8_t> ended;
        std::vector<std::int64_t> watchedFrom;
        for (std::size_t i = 0; i < items.size(); ++i) {
            for (int n = 0; n < times[items[i]]; ++n) {
                seconds.push_back(stays.seconds[i]);
                ended.push_back(stays.ended[i]);
                watchedFrom.push_back(stays.watchedFrom[i]);
            }
        }
        medians.push_back(kaplanMeier({ seconds, ended, watchedFrom }).quantile(0.5).value_or(std::numeric_limits<std::int64_t>::max()));
    }
    std::sort(medians.begin(), medians.end());
    const auto tail = std::size_t(double(plan.replicates - 1) * 0.025);
    const auto end = [&](std::size_t at) {
        return medians[at] == std::numeric_limits<std::int64_t>::max() ? std::nullopt : std::optional(medians[at]);
    };
    return { end(tail), end(medians.size() - 1 - tail) };
}

} // namespace

class TestBootstrap : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void repeatsAndCovers()
    {
        std::mt19937 random(3);
        std::vector<std::int64_t> seconds;
        std::vector<std::uint32_t> items;
        for (std::uint32_t i = 0; i < 400; ++i) {
            seconds.push_back(static_cast<std::int64_t>(random() % 1000));
            items.push_back(i);
        }
        const std::vector<std::uint8_t> ended(seconds.size(), 1);
        const Stays stays { seconds, ended };
        const TimeInterval one = clusterQuantileInterval(stays, items, 0.5);
        const TimeInterval two = clusterQuantileInterval(stays, items, 0.5);
        QCOMPARE(one.low, two.low);
        QCOMPARE(one.high, two.high);
        const std::int64_t median = *kaplanMeier(stays).quantile(0.5);
        QVERIFY(*one.low <= median && median <= *one.high);
        // 1.96 · 1000/(2√400) is 49 on each side.
        QVERIFY(*one.high - *one.low > 50 && *one.high - *one.low < 150);
    }

    // The same stays ten times in each item are no more knowledge than once.
    void clustersAreNotIndependent()
    {
        std::mt19937 random(5);
        std::vector<std::int64_t> seconds;
        std::vector<std::uint32_t> items;
        for (std::uint32_t i = 0; i < 100; ++i) {
            const auto time = static_cast<std::int64_t>(random() % 1000);
            for (int copy = 0; copy < 10; ++copy) {
                seconds.push_back(time);
                items.push_back(i);
            }
        }
        const std::vector<std::uint8_t> ended(seconds.size(), 1);
        const TimeInterval wide = clusterQuantileInterval({ seconds, ended }, items, 0.5);
        for (std::uint32_t i = 0; i < items.size(); ++i)
            items[i] = i;
        const TimeInterval narrow = clusterQuantileInterval({ seconds, ended }, items, 0.5);
        QVERIFY(*wide.high - *wide.low > 2 * (*narrow.high - *narrow.low));
    }

    // Every replicate is what the curve of the stays drawn says; the draws are those of the plain remainder.
    void isTheCurveOfTheDraws()
    {
        std::mt19937 random(11);
        for (int round = 0; round < 30; ++round) {
            const auto count = std::uint32_t(1 + random() % 60);
            std::vector<std::int64_t> seconds;
            std::vector<std::uint8_t> ended;
            std::vector<std::uint32_t> items;
            std::vector<std::int64_t> watchedFrom;
            for (std::uint32_t i = 0; i < count; ++i) {
                for (std::uint32_t stay = 0; stay < 1 + random() % 3; ++stay) {
                    seconds.push_back(std::int64_t(random() % 40) - 1);
                    ended.push_back(random() % 4 == 0 ? 0 : 1);
                    items.push_back(i);
                    watchedFrom.push_back(round % 2 == 0 || random() % 3 != 0 ? 0 : std::int64_t(random() % 20));
                }
            }
            const Stays stays { seconds, ended, watchedFrom };
            const BootstrapPlan plan { .replicates = 50 };
            const TimeInterval fast = clusterQuantileInterval(stays, items, 0.5, plan);
            const TimeInterval plain = plainInterval(stays, items, count, plan);
            QCOMPARE(fast.low, plain.low);
            QCOMPARE(fast.high, plain.high);
        }
    }

    // Drawing groups of many items is drawing items, only coarser: hardly another interval.
    void blocksOfItems()
    {
        std::mt19937 random(13);
        constexpr std::uint32_t kItems = 20'000;
        std::vector<std::int64_t> seconds;
        std::vector<std::uint8_t> ended;
        std::vector<std::uint32_t> items;
        std::vector<Exit> exits;
        for (std::uint32_t i = 0; i < kItems; ++i) {
            const std::int64_t own = std::int64_t(random() % 100'000); // stays of an item are alike
            for (std::uint32_t stay = 0; stay < 1 + random() % 3; ++stay) {
                seconds.push_back(own + std::int64_t(random() % 1'000));
                ended.push_back(random() % 5 == 0 ? 0 : 1);
                items.push_back(i);
                exits.push_back(exitOf(seconds.back(), ended.back() != 0));
            }
        }
        const BootstrapPlan plan { .replicates = 200 };
        const TimeInterval whole = clusterQuantileInterval({ seconds, ended }, items, 0.5, plan);
        const auto blocksOf = [&](std::size_t stays) {
            const BlockStays sorted = blockStays(std::span(exits).first(stays), std::span(items).first(stays));
            return blockQuantileInterval(sorted.exits, sorted.blocks, 0.5, plan);
        };
        const TimeInterval blocks = blocksOf(exits.size());
        const double width = double(*whole.high - *whole.low);
        QVERIFY(std::abs(double(*blocks.low - *whole.low)) < 0.25 * width);
        QVERIFY(std::abs(double(*blocks.high - *whole.high)) < 0.25 * width);
        // Where items and groups are the same the draws are, and so is the interval.
        const auto few = std::size_t(std::ranges::find(items, kBlocks) - items.begin());
        const Stays some { std::span(seconds).first(few), std::span(ended).first(few) };
        const auto own = clusterQuantileInterval(some, std::span(items).first(few), 0.5, plan);
        const auto same = blocksOf(few);
        QCOMPARE(same.low, own.low);
        QCOMPARE(same.high, own.high);
        // Nobody ever leaves half of them.
        for (Exit &exit : exits)
            exit |= random() % 3 == 0 ? 0 : kOngoing;
        for (std::size_t i = 0; i < exits.size(); ++i)
            ended[i] = (exits[i] & kOngoing) == 0 ? 1 : 0;
        const auto rare = clusterQuantileInterval(
            { std::span(seconds).first(few), std::span(ended).first(few) }, std::span(items).first(few), 0.5, plan);
        const auto rareToo = blocksOf(few);
        QCOMPARE(rareToo.low, rare.low);
        QCOMPARE(rareToo.high, rare.high);
    }

    // Eight replicates walked together are those of the plain walk, whatever their number, how many leave at once and who is not
    // seen any longer.
    void blocksAreItems()
    {
        std::mt19937 random(5);
        for (int round = 0; round < 12; ++round) {
            std::vector<std::int64_t> seconds;
            std::vector<std::uint8_t> ended;
            std::vector<std::uint32_t> items;
            std::vector<std::uint32_t> blocks;
            std::vector<Exit> exits;
            const std::uint32_t times = round % 3 == 0 ? 20 : 5'000;
            const std::uint32_t unseen = std::array { 0, 1, 5, 9 }[std::size_t(round % 4)]; // of ten
            for (std::uint32_t i = 0; i < 5'000 + random() % 100; ++i) {
                items.push_back(i < kBlocks ? i : std::uint32_t(random() % 9'000));
                blocks.push_back(items.back() % kBlocks);
                seconds.push_back(std::int64_t(random() % times));
                ended.push_back(random() % 10 < unseen ? 0 : 1);
                exits.push_back(exitOf(seconds.back(), ended.back() != 0));
            }
            const BootstrapPlan plan { .replicates = 37 + round };
            const BlockStays sorted = blockStays(exits, items);
            QVERIFY(std::ranges::is_sorted(sorted.exits));
            for (const double q : { 0.1, 0.5, 0.75 }) {
                const TimeInterval own = blockQuantileInterval(sorted.exits, sorted.blocks, q, plan);
                const TimeInterval plain = clusterQuantileInterval({ seconds, ended }, blocks, q, plan);
                QCOMPARE(own.low, plain.low);
                QCOMPARE(own.high, plain.high);
            }
        }
    }

    void notReached()
    {
        const std::vector<std::int64_t> seconds { 1, 2, 3, 4 };
        const std::vector<std::uint8_t> ended { 0, 0, 0, 0 };
        const std::vector<std::uint32_t> items { 0, 1, 2, 3 };
        const TimeInterval interval = clusterQuantileInterval({ seconds, ended }, items, 0.5);
        QVERIFY(!interval.low.has_value() && !interval.high.has_value());
        QVERIFY(!clusterQuantileInterval({}, {}, 0.5).low.has_value());
    }
};

QTEST_GUILESS_MAIN(TestBootstrap)
#include "tst_bootstrap.moc"
