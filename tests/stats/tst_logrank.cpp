// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/logrank.h"

#include <QTest>

#include <algorithm>
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

    // Every pair is the test of those two alone; Holm takes the smallest p times three, then times two.
    void everyTwoGroups()
    {
        std::mt19937 random(11);
        std::vector<SurvivalCurve> groups;
        for (std::size_t g = 0; g < 3; ++g) {
            std::vector<std::int64_t> times;
            for (int i = 0; i < 30; ++i)
                times.push_back(static_cast<std::int64_t>(random() % (10 + 30 * g)));
            groups.push_back(kaplanMeier({ times, std::vector<std::uint8_t>(times.size(), 1) }));
        }
        const auto pairs = logRankPairs(groups);
        QCOMPARE(pairs.size(), std::size_t(3));
        std::vector<double> p;
        for (const PairTest &pair : pairs) {
            const auto alone = logRank(std::vector { groups[pair.first], groups[pair.second] });
            QCOMPARE(pair.chiSquare, alone->chiSquare);
            QCOMPARE(pair.p, alone->p);
            p.push_back(pair.p);
        }
        QVERIFY(p[1] < p[0] && p[0] < p[2]); // the ends differ most
        QCOMPARE(pairs[1].corrected, 3 * p[1]);
        QCOMPARE(pairs[0].corrected, 2 * p[0]);
        QCOMPARE(pairs[2].corrected, std::max(2 * p[0], p[2]));
    }

    // Watched late: at risk are those watched at the time, counted one by one.
    void lateWatching()
    {
        std::mt19937 random(3);
        std::vector<SurvivalCurve> groups;
        double u = 0, v = 0;
        std::vector<std::int64_t> times[2], entries[2];
        std::vector<std::uint8_t> ended[2];
        for (std::size_t g = 0; g < 2; ++g) {
            for (int i = 0; i < 40; ++i) {
                times[g].push_back(static_cast<std::int64_t>(5 + random() % (20 + 10 * g)));
                entries[g].push_back(i % 3 == 0 ? static_cast<std::int64_t>(random() % 12) : 0);
                ended[g].push_back(random() % 4 != 0 ? 1 : 0);
            }
            groups.push_back(kaplanMeier({ times[g], ended[g], entries[g] }));
        }
        for (std::int64_t t = 0; t < 60; ++t) {
            double n[2] = {}, d[2] = {};
            for (std::size_t g = 0; g < 2; ++g)
                for (std::size_t i = 0; i < times[g].size(); ++i) {
                    const bool isIn = entries[g][i] < t && t <= times[g][i];
                    n[g] += isIn ? 1 : 0;
                    d[g] += isIn && times[g][i] == t && ended[g][i] != 0 ? 1 : 0;
                }
            const double all = n[0] + n[1], left = d[0] + d[1];
            if (left == 0 || all < 2)
                continue;
            u += d[0] - left * n[0] / all;
            v += left * (all - left) / (all - 1) * n[0] / all * n[1] / all;
        }
        QVERIFY(std::abs(logRank(groups)->chiSquare - u * u / v) < 1e-9);
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
