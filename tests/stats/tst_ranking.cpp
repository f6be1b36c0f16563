// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/ranking.h"

#include <QTest>

#include <cmath>

using namespace dealerlens::stats;

class TestRanking : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Section 9 of the figures' definition.
    void workedCase()
    {
        const std::vector<Share> dealers { { 3, 4 }, { 60, 100 }, { 18, 60 }, { 9, 30 }, { 0, 5 }, { 45, 150 }, { 1, 1 }, { 22, 80 } };
        const auto prior = fitPrior(dealers);
        QVERIFY(prior.has_value());
        QVERIFY(std::abs(prior->mean - 0.3679) < 5e-5);
        QVERIFY(std::abs(prior->strength - 15.16) < 5e-3);
        check(*prior, dealers[0], 0.4477, { 0.2385, 0.6672 });
        check(*prior, dealers[1], 0.5694, { 0.4784, 0.6582 });
        check(*prior, dealers[4], 0.2767, { 0.1099, 0.4852 });
        check(*prior, dealers[6], 0.4070, { 0.1891, 0.6467 });
        check(*prior, dealers[5], 0.3062, { 0.2385, 0.3784 });
    }

    void alikeDealersAndNone()
    {
        QVERIFY(!fitPrior({}).has_value());
        QVERIFY(!fitPrior(std::vector<Share> { { 0, 0 } }).has_value());
        const auto alike = fitPrior(std::vector<Share> { { 30, 100 }, { 30, 100 }, { 30, 100 } });
        QVERIFY(alike.has_value());
        QVERIFY(std::abs(alike->mean - 0.3) < 1e-3);
        QVERIFY(alike->strength > 1000);
        const auto noneWon = fitPrior(std::vector<Share> { { 0, 10 }, { 0, 20 } });
        QVERIFY(noneWon.has_value());
        QVERIFY(noneWon->mean < 1e-3);
        QVERIFY(std::isfinite(posterior(*noneWon, { 0, 10 }).interval.high));
    }

    void funnelLimitCases()
    {
        check(20, 1, 11);
        check(50, 8, 23);
        check(200, 47, 74);
        check(10, std::nullopt, 7);
        QVERIFY(!funnelLimits(0, 0.3).high.has_value());
        // Too few to stand out at all: 0.3 of 2 is never rarer than 2.5 %.
        check(2, std::nullopt, std::nullopt);
    }

    // The definition, summed term by term.
    void funnelLimitsBruteForce()
    {
        for (const double rate : { 0.02, 0.3, 0.5, 0.9 })
            for (int n = 1; n <= 60; ++n) {
                std::vector<double> mass;
                for (int k = 0; k <= n; ++k)
                    mass.push_back(std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(rate)
                        + (n - k) * std::log(1 - rate)));
                std::optional<std::int64_t> low;
                double below = 0;
                for (int k = 0; k <= n && (below += mass[static_cast<std::size_t>(k)]) <= 0.025; ++k)
                    low = k;
                std::optional<std::int64_t> high;
                double above = 0;
                for (int k = n; k >= 0 && (above += mass[static_cast<std::size_t>(k)]) <= 0.025; --k)
                    high = k;
                const FunnelLimits limits = funnelLimits(n, rate);
                QCOMPARE(limits.low, low);
                QCOMPARE(limits.high, high);
            }
    }

private:
    static void check(const BetaPrior &prior, Share dealer, double mean, Interval interval)
    {
        const Posterior found = posterior(prior, dealer);
        QVERIFY(std::abs(found.mean - mean) < 6e-5);
        QVERIFY(std::abs(found.interval.low - interval.low) < 1e-4);
        QVERIFY(std::abs(found.interval.high - interval.high) < 1e-4);
    }

    static void check(std::int64_t n, std::optional<std::int64_t> low, std::optional<std::int64_t> high)
    {
        const FunnelLimits limits = funnelLimits(n, 0.3);
        QCOMPARE(limits.low, low);
        QCOMPARE(limits.high, high);
    }
};

QTEST_GUILESS_MAIN(TestRanking)
#include "tst_ranking.moc"
