// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/drawnsteps.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace dealerlens::stats;

namespace {

struct Sample {
    std::vector<std::int64_t> seconds;
    std::vector<std::uint8_t> ended;
    std::vector<std::int64_t> watchedFrom;

    [[nodiscard]] SurvivalCurve curve() const { return kaplanMeier({ seconds, ended, watchedFrom }); }

    [[nodiscard]] std::vector<SurvivalStep> drawn() const
    {
        dealerlens::base::HugeVector<Exit> exits;
        for (std::size_t i = 0; i < seconds.size(); ++i)
            exits.push_back(exitOf(seconds[i], ended[i] != 0));
        sort(exits);
        return watchedFrom.empty() ? drawnSteps(exits) : drawnSteps(curve());
    }
};

Sample sampleOf(std::mt19937 &dice, int count, int days, int openShare, bool isWatchedLate)
{
    const auto below = [&](int limit) { return std::uniform_int_distribution<>(0, limit - 1)(dice); };
    Sample sample;
    for (int i = 0; i < count; ++i) {
        const double skew = double(below(1'000'000)) / 1e6;
        sample.seconds.push_back(std::int64_t(skew * skew * skew * days * 86'400) / (i % 3 == 0 ? 60 : 1));
        sample.ended.push_back(below(100) >= openShare ? 1 : 0);
        if (isWatchedLate)
            sample.watchedFrom.push_back(below(20) == 0 ? below(days * 40'000) : 0);
    }
    return sample;
}

} // namespace

class TestDrawnSteps : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Few are told one by one.
    void few()
    {
        std::mt19937 dice(3);
        for (const bool isWatchedLate : { false, true }) {
            const Sample sample = sampleOf(dice, 2'500, 90, 30, isWatchedLate);
            const SurvivalCurve curve = sample.curve();
            const auto drawn = sample.drawn();
            QCOMPARE(drawn.size(), curve.steps().size());
            for (std::size_t i = 0; i < drawn.size(); ++i) {
                const SurvivalStep &exact = curve.steps()[i];
                QCOMPARE(drawn[i].time, exact.time);
                QCOMPARE(drawn[i].atRisk, exact.atRisk);
                QCOMPARE(drawn[i].events, exact.events);
                QCOMPARE(drawn[i].censored, exact.censored);
                QVERIFY(std::abs(drawn[i].survival - exact.survival) < 1e-10);
            }
        }
    }

    // Many: each step told is one of the curve, all that happened is told, and at round times nothing is missing.
    void many_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("days");
        QTest::addColumn<int>("open");
        QTest::addColumn<bool>("isWatchedLate");
        QTest::addColumn<int>("tick"); // times that somebody may read off
        QTest::newRow("usual") << 200'000 << 60 << 30 << false << 10'800;
        QTest::newRow("all ended") << 50'000 << 20 << 0 << false << 3'600;
        QTest::newRow("nobody left") << 50'000 << 20 << 100 << false << 3'600;
        QTest::newRow("years") << 100'000 << 2'000 << 10 << false << 40 * 86'400;
        QTest::newRow("one day") << 100'000 << 1 << 10 << false << 900;
        QTest::newRow("watched late") << 60'000 << 60 << 30 << true << 10'800;
    }

    void many()
    {
        QFETCH(int, count);
        QFETCH(int, days);
        QFETCH(int, open);
        QFETCH(bool, isWatchedLate);
        QFETCH(int, tick);
        std::mt19937 dice(11);
        const Sample sample = sampleOf(dice, count, days, open, isWatchedLate);
        const SurvivalCurve curve = sample.curve();
        const auto drawn = sample.drawn();
        QVERIFY(drawn.size() <= kDrawnSteps);
        QVERIFY(drawn.size() >= 100);
        std::int64_t events = 0;
        std::int64_t censored = 0;
        std::int64_t before = -1;
        for (const SurvivalStep &step : drawn) {
            QVERIFY(step.time > before);
            before = step.time;
            events += step.events;
            censored += step.censored;
            QVERIFY(std::abs(curve.survivalAt(step.time) - step.survival) < 1e-10);
            const auto exact = std::ranges::lower_bound(curve.steps(), step.time, {}, &SurvivalStep::time);
            QCOMPARE(exact->time, step.time);
            QCOMPARE(step.atRisk, exact->atRisk);
            const auto wanted = curve.intervalAt(step.time);
            const auto interval = intervalOf(step);
            QCOMPARE(interval.has_value(), wanted.has_value());
            QVERIFY(!wanted || (std::abs(interval->low - wanted->low) < 1e-8 && std::abs(interval->high - wanted->high) < 1e-8));
        }
        QCOMPARE(events, curve.events());
        QCOMPARE(censored, curve.censored());
        QCOMPARE(drawn.back().time, curve.steps().back().time);
        for (std::int64_t at = 0; at < days * 86'400 / 2; at += tick) {
            const auto after = std::ranges::upper_bound(drawn, at, {}, &SurvivalStep::time);
            const double survival = after == drawn.begin() ? 1 : std::prev(after)->survival;
            QVERIFY2(std::abs(survival - curve.survivalAt(at)) < 1e-10, qPrintable(QString::number(at)));
        }
    }
};

QTEST_GUILESS_MAIN(TestDrawnSteps)
#include "tst_drawnsteps.moc"
