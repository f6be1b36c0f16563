// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/bootstrap.h"

#include <QTest>

#include <random>

using namespace dealerlens::stats;

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
