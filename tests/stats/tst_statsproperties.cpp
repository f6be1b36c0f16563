// SPDX-License-Identifier: GPL-3.0-or-later
// Random groups against the definitions written out plainly.
#include "stats/competing.h"
#include "stats/funnelcount.h"
#include "stats/intervals.h"
#include "stats/survival.h"

#include <rapidcheck.h>

#include <QTest>

#include <cmath>
#include <set>

using namespace dealerlens::stats;

namespace {

using Times = std::vector<std::int64_t>;
using Flags = std::vector<std::uint8_t>;

double plainSurvival(const Times &times, const Flags &ended, const Times &from, std::int64_t until)
{
    double survival = 1;
    for (std::int64_t t = 0; t <= until; ++t) {
        int atRisk = 0;
        int events = 0;
        for (std::size_t i = 0; i < times.size(); ++i) {
            const bool seen = from[i] == 0 || (from[i] < t && from[i] < times[i]);
            atRisk += seen && times[i] >= t ? 1 : 0;
            events += seen && times[i] == t && ended[i] != 0 ? 1 : 0;
        }
        if (events > 0)
            survival *= 1 - static_cast<double>(events) / atRisk;
    }
    return survival;
}

Flags flags(std::size_t n, int top)
{
    return *rc::gen::container<Flags>(n, rc::gen::map(rc::gen::inRange(0, top), [](int v) { return static_cast<std::uint8_t>(v); }));
}

Times times(std::size_t n) { return *rc::gen::container<Times>(n, rc::gen::inRange<std::int64_t>(0, 30)); }

} // namespace

class TestStatsProperties : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void survivalIsItsDefinition()
    {
        QVERIFY(rc::check("Kaplan-Meier with late watching", [] {
            const auto n = *rc::gen::inRange<std::size_t>(0, 40);
            const Times exits = times(n);
            const Flags ended = flags(n, 2);
            Times from = times(n);
            for (std::int64_t &entry : from)
                entry = entry % 3 == 0 ? entry : 0;
            const SurvivalCurve curve = kaplanMeier({ exits, ended, from });
            for (std::int64_t t = 0; t < 31; ++t)
                RC_ASSERT(std::abs(curve.survivalAt(t) - plainSurvival(exits, ended, from, t)) < 1e-12);
            double area = 0;
            for (std::int64_t t = 0; t < 25; ++t)
                area += curve.survivalAt(t);
            RC_ASSERT(std::abs(curve.restrictedMean(25).seconds - area) < 1e-9);
            if (const auto median = curve.quantile(0.5)) {
                RC_ASSERT(curve.survivalAt(*median) <= 0.5 + 1e-9);
                RC_ASSERT(*median == 0 || curve.survivalAt(*median - 1) > 0.5);
            } else {
                RC_ASSERT(curve.survivalAt(1000) > 0.5);
            }
        }));
    }

    void competingSharesSumToOne()
    {
        QVERIFY(rc::check("won + lost + open = 1; open = Kaplan-Meier of any end", [] {
            const auto n = *rc::gen::inRange<std::size_t>(0, 60);
            const Times ages = times(n);
            const Flags causes = flags(n, 3);
            Flags any = causes;
            for (std::uint8_t &cause : any)
                cause = cause != 0 ? 1 : 0;
            const CompetingCurve curve(ages, causes, 2);
            const SurvivalCurve survival = kaplanMeier({ ages, any });
            double last = 0;
            for (std::int64_t t = 0; t < 31; ++t) {
                const double won = curve.incidenceAt(1, t);
                RC_ASSERT(std::abs(won + curve.incidenceAt(2, t) + curve.openAt(t) - 1) < 1e-9);
                RC_ASSERT(std::abs(curve.openAt(t) - survival.survivalAt(t)) < 1e-9);
                RC_ASSERT(won >= last);
                last = won;
            }
        }));
    }

    void percentilesAgree()
    {
        QVERIFY(rc::check("percentile = percentileOfSorted of the sorted", [](Times values) {
            const double p = *rc::gen::inRange(0, 101) / 100.0;
            Times sorted = values;
            for (std::int64_t &v : sorted)
                v %= 1'000'000;
            values = sorted;
            std::sort(sorted.begin(), sorted.end());
            RC_ASSERT(percentile(values, p) == percentileOfSorted(sorted, p));
        }));
    }

    void funnelIsItsDefinition()
    {
        QVERIFY(rc::check("visited, entries and furthest by sets", [] {
            constexpr std::size_t kMilestones = 5;
            FunnelCounter counter(kMilestones);
            std::array<std::int64_t, kMilestones> visited {}, entries {}, furthest {};
            for (int item = *rc::gen::inRange(0, 12); item > 0; --item) {
                auto visits = *rc::gen::container<std::vector<std::uint16_t>>(rc::gen::inRange<std::uint16_t>(0, 4));
                const auto outcome = static_cast<Outcome>(*rc::gen::inRange(0, 3));
                counter.add(visits, outcome);
                if (outcome == Outcome::Won)
                    visits.push_back(kMilestones - 1);
                for (const std::uint16_t milestone : visits)
                    ++entries[milestone];
                const std::set<std::uint16_t> distinct(visits.begin(), visits.end());
                for (const std::uint16_t milestone : distinct)
                    ++visited[milestone];
                for (std::size_t k = 0; !distinct.empty() && k <= *distinct.rbegin(); ++k)
                    ++furthest[k];
            }
            const auto check = [&](FunnelMode mode, const std::array<std::int64_t, kMilestones> &expected) {
                const auto stages = counter.stages(mode);
                for (std::size_t k = 0; k < kMilestones; ++k)
                    RC_ASSERT(stages[k].count == expected[k]);
            };
            check(FunnelMode::Visited, visited);
            check(FunnelMode::Entries, entries);
            check(FunnelMode::Furthest, furthest);
            const auto strict = counter.stages(FunnelMode::Strict);
            for (std::size_t k = 0; k < kMilestones; ++k)
                RC_ASSERT(strict[k].count <= visited[k] && (k == 0 || strict[k].count <= strict[k - 1].count));
        }));
    }
};

QTEST_GUILESS_MAIN(TestStatsProperties)
#include "tst_statsproperties.moc"
