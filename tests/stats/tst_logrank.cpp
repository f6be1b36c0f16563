// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/logrank.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace dealerlens::stats;

class TestLogRank : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Freireich et al. 1963 (6-MP against placebo): R's survdiff gives chi-square 16.8 on 1 df, p = 4e-05,
    // expected 19.3 and 10.7; the textbooks 16.793.
    void textbook()
    {
        const std::vector<SurvivalCurve> groups {
            kaplanMeier({ std::vector<std::int64_t> { 6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35 },
                std::vector<std::uint8_t> { 1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0 } }),
            kaplanMeier({ std::vector<std::int64_t> { 1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23 },
                std::vector<std::uint8_t>(21, 1) })
        };
        const auto test = logRank(groups);
        QVERIFY(test.has_value());
        QCOMPARE(test->freedom, 1);
        QVERIFY(std::abs(test->chiSquare - 16.793) < 1e-3);
        QVERIFY(std::abs(test->p - 4.17e-5) < 1e-7);
        QCOMPARE(test->observed, (std::vector<double> { 9, 21 }));
        QVERIFY(std::abs(test->expected[0] - 19.3) < 0.05);
        QVERIFY(std::abs(test->expected[1] - 10.7) < 0.05);
    }

    // Three groups against the direct formula: the first two differences and the inverse of their 2×2 block.
    void threeGroups()
    {
        std::mt19937 random(7);
        std::vector<std::vector<std::int64_t>> times(3);
        std::vector<std::vector<std::uint8_t>> ended(3);
        for (std::size_t g = 0; g < 3; ++g)
            for (std::size_t i = 0; i < 20 + 10 * g; ++i) {
                times[g].push_back(static_cast<std::int64_t>(random() % (15 + 5 * g)));
                ended[g].push_back(random() % 4 != 0 ? 1 : 0);
            }
        std::vector<SurvivalCurve> groups;
        for (std::size_t g = 0; g < 3; ++g)
            groups.push_back(kaplanMeier({ times[g], ended[g] }));
        const double direct = directChiSquare(times, ended);
        auto test = logRank(groups);
        QVERIFY(test.has_value());
        QCOMPARE(test->freedom, 2);
        QVERIFY(std::abs(test->chiSquare - direct) < 1e-9);
        std::swap(groups[0], groups[2]);
        QVERIFY(std::abs(logRank(groups)->chiSquare - direct) < 1e-9);
        groups.emplace_back(); // a group with nobody in it changes nothing
        QCOMPARE(logRank(groups)->freedom, 2);
    }

    void noAnswer()
    {
        QVERIFY(!logRank({}).has_value());
        const std::vector<SurvivalCurve> one { kaplanMeier({ std::vector<std::int64_t> { 1, 2 }, std::vector<std::uint8_t> { 1, 1 } }) };
        QVERIFY(!logRank(one).has_value());
    }

private:
    static double directChiSquare(const std::vector<std::vector<std::int64_t>> &times, const std::vector<std::vector<std::uint8_t>> &ended)
    {
        double u[2] = {};
        double v[2][2] = {};
        for (std::int64_t t = 0; t < 100; ++t) {
            double n[3] = {};
            double d[3] = {};
            for (std::size_t g = 0; g < 3; ++g)
                for (std::size_t i = 0; i < times[g].size(); ++i) {
                    n[g] += times[g][i] >= t ? 1 : 0;
                    d[g] += times[g][i] == t && ended[g][i] != 0 ? 1 : 0;
                }
            const double all = n[0] + n[1] + n[2];
            const double left = d[0] + d[1] + d[2];
            if (left == 0 || all < 2)
                continue;
            for (int g = 0; g < 2; ++g) {
                u[g] += d[g] - left * n[g] / all;
                for (int h = 0; h < 2; ++h)
                    v[g][h] += left * (all - left) / (all - 1) * n[g] / all * ((g == h ? 1 : 0) - n[h] / all);
            }
        }
        const double determinant = v[0][0] * v[1][1] - v[0][1] * v[1][0];
        return (u[0] * u[0] * v[1][1] - 2 * u[0] * u[1] * v[0][1] + u[1] * u[1] * v[0][0]) / determinant;
    }
};

QTEST_GUILESS_MAIN(TestLogRank)
#include "tst_logrank.moc"
