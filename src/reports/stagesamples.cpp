// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/stagesamples.h"

#include "stats/bootstrap.h"

#include <algorithm>
#include <optional>

namespace dealerlens::reports {
namespace {

class StageScanner final {
public:
    StageScanner(const Population &population, const StageGroups &groups, const StageScan &scan)
        : m_population(population)
        , m_groups(groups)
        , m_scan(scan)
        , m_samples(scan.eachDealerOf.empty() ? groups.size() : population.facts().portals.size() * scan.eachDealerOf.size())
        , m_met(groups.size())
    {
    }

    void scan(std::uint32_t item)
    {
        eachGroupVisit(m_population, m_groups, item, [&](const GroupVisit &visit) { take(item, visit); });
        const bool hasEnded = !m_touched.empty() && m_population.stateOf(item).outcome != 'P';
        for (const std::uint32_t group : m_touched) {
            Met &met = m_met[group];
            if (met.counted > 0)
                addItem(*sampleOf(item, group), met, hasEnded);
            met = {};
        }
        m_touched.clear();
    }

    [[nodiscard]] std::vector<StageSample> result() { return std::move(m_samples); }

private:
    // What the item being scanned did in a group.
    struct Met {
        std::uint32_t stays = 0;
        std::uint32_t counted = 0;
        std::int64_t first = 0; // seconds
        std::int64_t total = 0;
    };

    // Null: nobody asked for the group.
    [[nodiscard]] StageSample *sampleOf(std::uint32_t item, std::uint32_t group)
    {
        const auto &asked = m_scan.eachDealerOf;
        if (asked.empty())
            return &m_samples[group];
        const auto found = std::ranges::find(asked, group);
        if (found == asked.end())
            return nullptr;
        const std::size_t portal = std::size_t(m_population.facts().items.portal[item]);
        return &m_samples[portal * asked.size() + std::size_t(found - asked.begin())];
    }

    static void addItem(StageSample &sample, const Met &met, bool hasEnded)
    {
        ++sample.items;
        sample.reentered += met.stays > 1 ? 1 : 0;
        if (!hasEnded)
            return;
        ++sample.closed;
        sample.totalSeconds += met.total;
        sample.reworkSeconds += met.total - met.first;
    }

    void take(std::uint32_t item, const GroupVisit &visit)
    {
        StageSample *sample = sampleOf(item, visit.group);
        if (!sample)
            return;
        const bool isFinal = m_groups.at(visit.group).semantic != 'P';
        const bool isOpen = visit.left == base::kNever;
        sample->isMet |= m_population.stageAllowed(visit.stage);
        if ((isFinal && (isOpen || !m_scan.finalStages)) || !m_population.stageAllowed(visit.stage))
            return;
        const base::UtcSeconds now = m_population.nowOf(item);
        const base::UtcSeconds until = isOpen ? now : visit.left;
        const std::int64_t seconds = m_population.seconds(item, visit.entered, until);
        Met &met = m_met[visit.group];
        const bool isFirst = met.stays++ == 0;
        met.total += seconds;
        if (isFirst) {
            m_touched.push_back(visit.group);
            met.first = seconds;
        } else if (m_scan.visits == VisitsCounted::First) {
            return;
        }
        if (!m_population.inPeriod(item, visit.entered) || (m_scan.recentSeconds > 0 && visit.entered < now - m_scan.recentSeconds)
            || !m_population.userAllowed(m_population.userAt(item, visit.entered)))
            return;
        ++met.counted;
        add(*sample, item, visit, until, seconds);
    }

    void add(StageSample &sample, std::uint32_t item, const GroupVisit &visit, base::UtcSeconds until, std::int64_t seconds)
    {
        sample.seconds.push_back(seconds);
        sample.ended.push_back(visit.left == base::kNever ? 0 : 1);
        sample.item.push_back(std::uint32_t(sample.items)); // items grows after the item's last stay
        const facts::Snapshot &facts = m_population.facts();
        const base::UtcSeconds since = facts.portals[std::size_t(facts.items.portal[item])].watchedSince(facts.items.kind[item]);
        const bool isLate = since != base::kNever && visit.entered < since;
        sample.watchedFrom.push_back(isLate ? m_population.seconds(item, visit.entered, since) : 0);
        sample.late += isLate ? 1 : 0;
        const std::int64_t limit = m_population.limitOf(visit.stage);
        if (!sample.hasLimit)
            sample.limit = limit;
        else if (sample.limit != limit)
            sample.limit = -1;
        sample.hasLimit = true;
        if (limit >= 0 && m_population.business(item, visit.entered, until) > limit)
            ++sample.overLimit;
    }

    const Population &m_population;
    const StageGroups &m_groups;
    const StageScan m_scan;
    std::vector<StageSample> m_samples;
    std::vector<Met> m_met; // by group
    std::vector<std::uint32_t> m_touched;
};

stats::Stays staysOf(const StageSample &sample)
{
    if (sample.late == 0)
        return { sample.seconds, sample.ended };
    return { sample.seconds, sample.ended, sample.watchedFrom };
}

} // namespace

std::vector<StageSample> stageSamples(
    const Population &population, const StageGroups &groups, const StageScan &scan, Waterfall &waterfall, const base::CancelToken &cancel)
{
    StageScanner scanner(population, groups, scan);
    std::optional<ItemStates> states;
    if (!population.question().lates.empty())
        states.emplace(population);
    const std::uint32_t count = std::uint32_t(population.facts().items.size());
    for (std::uint32_t item = 0; item < count; ++item) {
        if (item % 65'536 == 0 && cancel.isCancelled())
            break;
        if (population.sift(item, false, waterfall) && (!states || states->isAsked(states->of(item))))
            scanner.scan(item);
    }
    return scanner.result();
}

stats::SurvivalCurve curveOf(const StageSample &sample) { return stats::kaplanMeier(staysOf(sample)); }

stats::TimeInterval medianInterval(const StageSample &sample, const stats::SurvivalCurve &curve)
{
    const std::int64_t stays = std::int64_t(sample.seconds.size());
    if (stays == 0 || sample.items == stays)
        return curve.quantileInterval(0.5);
    // Fewer replicates for very large groups: their interval is narrow, and the answer is waited for.
    constexpr std::int64_t kWork = 20'000'000;
    stats::BootstrapPlan plan;
    plan.replicates = int(std::clamp<std::int64_t>(kWork / stays, 40, plan.replicates));
    return stats::clusterQuantileInterval(staysOf(sample), sample.item, 0.5, plan);
}

} // namespace dealerlens::reports
