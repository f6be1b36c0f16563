// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/intervals.h"

#include <QTest>

#include <cmath>

using namespace dealerlens::stats;

class TestIntervals : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void wilsonCases()
    {
        check({ 3, 4 }, 0.3006, 0.9544);
        check({ 60, 100 }, 0.5020, 0.6906);
        check({ 0, 5 }, 0, 0.4345);
        check({ 45, 150 }, 0.2324, 0.3776);
        check({ 5, 5 }, 1 - 0.4345, 1);
        QCOMPARE(wilson(0, 5)->low, 0.0);
        QCOMPARE(wilson(5, 5)->high, 1.0);
        QVERIFY(!wilson(0, 0).has_value());
        QVERIFY(!wilson(5, 4).has_value());
    }

    void newcombeCase()
    {
        const auto difference = newcombe({ 18, 60 }, { 45, 100 });
        QVERIFY(difference.has_value());
        QVERIFY(std::abs(difference->value + 0.15) < 1e-12);
        QVERIFY(std::abs(difference->interval.low + 0.2904) < 5e-5);
        QVERIFY(std::abs(difference->interval.high - 0.0064) < 5e-5);
        QVERIFY(!newcombe({ 1, 2 }, { 0, 0 }).has_value());
    }

    void normal()
    {
        QVERIFY(std::abs(normalQuantile() - 1.959963985) < 1e-8);
        QVERIFY(std::abs(normalQuantile(0.99) - 2.575829304) < 1e-8);
    }

    // numpy.percentile([1, 2, 4, 8, 16], …): type 7.
    void percentiles()
    {
        const std::vector<std::int64_t> sorted { 1, 2, 4, 8, 16 };
        const std::vector<std::int64_t> shuffled { 8, 1, 16, 2, 4 };
        const std::vector<std::pair<double, double>> known { { 0, 1 }, { 0.1, 1.4 }, { 0.25, 2 }, { 0.5, 4 }, { 0.6, 5.6 }, { 0.9, 12.8 },
            { 1, 16 } };
        for (const auto &[p, value] : known) {
            QVERIFY(std::abs(*percentileOfSorted(sorted, p) - value) < 1e-9);
            std::vector<std::int64_t> copy = shuffled;
            QVERIFY(std::abs(*percentile(copy, p) - value) < 1e-9);
        }
        QVERIFY(!percentileOfSorted({}, 0.5).has_value());
        QVERIFY(!percentile({}, 0.5).has_value());
        QCOMPARE(mean(sorted), std::optional(6.2));
        QVERIFY(!mean({}).has_value());
    }

    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") is 0.03 0.06 0.06 0.02.
    void holmAdjustment()
    {
        const std::vector<double> adjusted = holm(std::vector<double> { 0.01, 0.04, 0.03, 0.005 });
        const std::vector<double> expected { 0.03, 0.06, 0.06, 0.02 };
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs(adjusted[i] - expected[i]) < 1e-12);
        QCOMPARE(holm(std::vector<double> { 0.7, 0.8 }), (std::vector<double> { 1, 1 }));
    }

private:
    static void check(Share share, double low, double high)
    {
        const auto interval = wilson(share.k, share.n);
        QVERIFY(interval.has_value());
        QVERIFY(std::abs(interval->low - low) < 5e-5);
        QVERIFY(std::abs(interval->high - high) < 5e-5);
    }
};

QTEST_GUILESS_MAIN(TestIntervals)
#include "tst_intervals.moc"
