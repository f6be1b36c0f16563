// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survivalsummary.h"

#include <QTest>

#include <array>
#include <cmath>
#include <random>

using namespace dealerlens::stats;

namespace {

bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

// The case of the figures' definition, section 2: 1e 1e 2e 3e 4c 5e 9c 20c.
SurvivalCurve worked()
{
    const std::vector<std::int64_t> days { 20, 1, 9, 2, 1, 4, 3, 5 };
    const std::vector<std::uint8_t> ended { 0, 1, 0, 1, 1, 0, 1, 1 };
    return kaplanMeier({ days, ended });
}

// Remission times in weeks under 6-MP (Freireich et al. 1963), the textbooks' example.
SurvivalCurve remission()
{
    const std::vector<std::int64_t> weeks { 6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35 };
    const std::vector<std::uint8_t> ended { 1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0 };
    return kaplanMeier({ weeks, ended });
}

} // namespace

class TestSurvival : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // The numbers without the curve are those of the curve.
    void summaries()
    {
        std::mt19937 dice(7);
        const auto below = [&](int limit) { return std::uniform_int_distribution<>(0, limit - 1)(dice); };
        for (int round = 0; round < 400; ++round) {
            const int count = below(round % 4 == 0 ? 20'000 : 300);
            const int spread = 1 + below(round % 3 == 0 ? 50 : 5'000'000);
            const int open = below(100);
            std::vector<std::int64_t> seconds;
            std::vector<std::uint8_t> ended;
            std::vector<std::int64_t> watchedFrom;
            for (int i = 0; i < count; ++i) {
                seconds.push_back(below(spread) + (round % 7 == 0 ? 5'000'000'000 : 0));
                ended.push_back(below(100) >= open ? 1 : 0);
                watchedFrom.push_back(round % 5 == 0 && below(10) == 0 ? below(spread) : 0);
            }
            const Stays stays { seconds, ended, watchedFrom };
            const SurvivalCurve curve = kaplanMeier(stays);
            const std::array quantiles { 0.9, 0.25, 0.5, 0.75 };
            const std::int64_t horizon = below(spread) + 1;
            const SurvivalSummary summary = summarize(stays, { quantiles, true, horizon });
            for (std::size_t i = 0; i < quantiles.size(); ++i)
                QCOMPARE(summary.quantiles[i], curve.quantile(quantiles[i]));
            const TimeInterval interval = curve.quantileInterval(0.5);
            QCOMPARE(summary.medianInterval.low, interval.low);
            QCOMPARE(summary.medianInterval.high, interval.high);
            const double mean = curve.restrictedMean(horizon).seconds;
            QVERIFY2(
                near(summary.restrictedMean, mean, 1e-9 * std::max(1.0, mean)), qPrintable(QString::number(summary.restrictedMean - mean)));
        }
    }

    void workedCase()
    {
        const SurvivalCurve curve = worked();
        QCOMPARE(curve.events(), 5);
        QCOMPARE(curve.censored(), 3);
        QVERIFY(near(curve.survivalAt(0), 1, 0));
        QVERIFY(near(curve.survivalAt(1), 0.75, 1e-12));
        QVERIFY(near(curve.survivalAt(2), 0.625, 1e-12));
        QVERIFY(near(curve.survivalAt(4), 0.5, 1e-12));
        QVERIFY(near(curve.survivalAt(100), 0.3333, 5e-5));
        QVERIFY(near(curve.standardErrorAt(1), 0.1531, 5e-5));
        QVERIFY(near(curve.standardErrorAt(2), 0.1712, 5e-5));
        QVERIFY(near(curve.standardErrorAt(3), 0.1768, 5e-5));
        QVERIFY(near(curve.standardErrorAt(5), 0.1800, 5e-5));
        const auto interval = curve.intervalAt(3);
        QVERIFY(interval.has_value());
        QVERIFY(near(interval->low, 0.1520, 5e-5));
        QVERIFY(near(interval->high, 0.7749, 5e-5));
        // S is exactly 0.5 from 3 to 5: R prints 4, the first time is 3.
        QCOMPARE(curve.quantile(0.5), std::optional<std::int64_t>(3));
        const TimeInterval median = curve.quantileInterval(0.5);
        QCOMPARE(median.low, std::optional<std::int64_t>(1));
        QVERIFY(!median.high.has_value());
        QVERIFY(!curve.quantile(0.75).has_value());
        QVERIFY(near(curve.restrictedMean(20).seconds, 8.375, 1e-12));
    }

    void textbook()
    {
        const SurvivalCurve curve = remission();
        const std::vector<std::pair<int, double>> known { { 6, 0.857 }, { 7, 0.807 }, { 10, 0.753 }, { 13, 0.690 }, { 16, 0.627 },
            { 22, 0.538 }, { 23, 0.448 } };
        for (const auto &[week, share] : known)
            QVERIFY(near(curve.survivalAt(week), share, 5e-4));
        QCOMPARE(curve.quantile(0.5), std::optional<std::int64_t>(23));
    }

    void emptyAndDegenerate()
    {
        const SurvivalCurve nothing = kaplanMeier({});
        QVERIFY(!nothing.quantile(0.5).has_value());
        QCOMPARE(nothing.survivalAt(5), 1.0);
        QCOMPARE(nothing.restrictedMean(10).seconds, 10.0);
        const std::vector<std::int64_t> times { 0, -5, 0 };
        const std::vector<std::uint8_t> ended { 1, 1, 1 };
        const SurvivalCurve atOnce = kaplanMeier({ times, ended });
        QCOMPARE(atOnce.quantile(0.5), std::optional<std::int64_t>(0));
        QCOMPARE(atOnce.survivalAt(0), 0.0);
        QVERIFY(!atOnce.intervalAt(0).has_value());
        QCOMPARE(atOnce.standardErrorAt(0), 0.0);
        QCOMPARE(atOnce.restrictedMean(10).seconds, 0.0);
    }

    // Watched late: at risk in (watchedFrom, seconds] only.
    void lateWatching()
    {
        const std::vector<std::int64_t> times { 2, 4, 5, 3, 7 };
        const std::vector<std::uint8_t> ended { 1, 1, 1, 1, 0 };
        const std::vector<std::int64_t> from { 0, 0, 3, 3, 2 }; // the fourth ended before it was seen
        const SurvivalCurve curve = kaplanMeier({ times, ended, from });
        QCOMPARE(curve.events(), 3);
        // At 2: the first two. At 4: the second, third and fifth. At 5: third and fifth.
        QVERIFY(near(curve.survivalAt(2), 1.0 / 2, 1e-12));
        QVERIFY(near(curve.survivalAt(4), 1.0 / 2 * 2 / 3, 1e-12));
        QVERIFY(near(curve.survivalAt(5), 1.0 / 2 * 2 / 3 * 1 / 2, 1e-12));
    }

    // Without censoring the variance is that of a mean: Σ(x − x̄)²/n².
    void restrictedMeanIsTheMean()
    {
        const std::vector<std::int64_t> times { 3, 8, 8, 1, 20, 14, 0 };
        const std::vector<std::uint8_t> ended(times.size(), 1);
        const SurvivalCurve curve = kaplanMeier({ times, ended });
        for (const std::int64_t horizon : { 5, 8, 20, 50 }) {
            double sum = 0;
            double squares = 0;
            for (const std::int64_t t : times)
                sum += static_cast<double>(std::min(t, horizon));
            const double average = sum / 7;
            for (const std::int64_t t : times)
                squares += std::pow(static_cast<double>(std::min(t, horizon)) - average, 2);
            QVERIFY(near(curve.restrictedMean(horizon).seconds, average, 1e-9));
            QVERIFY(near(curve.restrictedMean(horizon).standardError, std::sqrt(squares) / 7, 1e-9));
        }
    }
};

QTEST_GUILESS_MAIN(TestSurvival)
#include "tst_survival.moc"
