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
        , m_samples(groups.size())
        , m_met(groups.size(), 0)
        , m_counted(groups.size(), 0)
    {
    }

    void scan(std::uint32_t item)
    {
        eachGroupVisit(m_population, m_groups, item, [&](const GroupVisit &visit) { take(item, visit); });
        for (const std::uint32_t group : m_touched) {
            if (m_counted[group] > 0) {
                ++m_samples[group].items;
                m_samples[group].reentered += m_met[group] > 1 ? 1 : 0;
            }
            m_met[group] = 0;
            m_counted[group] = 0;
        }
        m_touched.clear();
    }

    [[nodiscard]] std::vector<StageSample> result() { return std::move(m_samples); }

private:
    void take(std::uint32_t item, const GroupVisit &visit)
    {
        const bool isFinal = m_groups.at(visit.group).semantic != 'P';
        const bool isOpen = visit.left == base::kNever;
        m_samples[visit.group].isMet |= m_population.stageAllowed(visit.stage);
        if ((isFinal && (isOpen || !m_scan.finalStages)) || !m_population.stageAllowed(visit.stage))
            return;
        if (m_met[visit.group]++ == 0)
            m_touched.push_back(visit.group);
        else if (m_scan.visits == VisitsCounted::First)
            return;
        const base::UtcSeconds now = m_population.nowOf(item);
        if (!m_population.inPeriod(item, visit.entered) || (m_scan.recentSeconds > 0 && visit.entered < now - m_scan.recentSeconds)
            || !m_population.userAllowed(m_population.userAt(item, visit.entered)))
            return;
        ++m_counted[visit.group];
        add(item, visit, isOpen ? now : visit.left);
    }

    void add(std::uint32_t item, const GroupVisit &visit, base::UtcSeconds until)
    {
        StageSample &sample = m_samples[visit.group];
        sample.seconds.push_back(m_population.seconds(item, visit.entered, until));
        sample.ended.push_back(visit.left == base::kNever ? 0 : 1);
        sample.item.push_back(std::uint32_t(sample.items)); // items grows after the item's last stay
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
    std::vector<std::uint32_t> m_met; // stays of the item being scanned, per group
    std::vector<std::uint32_t> m_counted;
    std::vector<std::uint32_t> m_touched;
};

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

stats::SurvivalCurve curveOf(const StageSample &sample) { return stats::kaplanMeier({ sample.seconds, sample.ended }); }

stats::TimeInterval medianInterval(const StageSample &sample, const stats::SurvivalCurve &curve)
{
    const std::int64_t stays = std::int64_t(sample.seconds.size());
    if (stays == 0 || sample.items == stays)
        return curve.quantileInterval(0.5);
    // Fewer replicates for very large groups: their interval is narrow, and the answer is waited for.
    constexpr std::int64_t kWork = 20'000'000;
    stats::BootstrapPlan plan;
    plan.replicates = int(std::clamp<std::int64_t>(kWork / stays, 40, plan.replicates));
    return stats::clusterQuantileInterval({ sample.seconds, sample.ended }, sample.item, 0.5, plan);
}

} // namespace dealerlens::reports
