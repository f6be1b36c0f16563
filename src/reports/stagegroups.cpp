// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/stagegroups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace dealerlens::reports {
namespace {

StageGroup groupOf(const Population &population, std::size_t index, StageGrouping grouping)
{
    const facts::Snapshot &facts = population.facts();
    const facts::StageFact &stage = facts.stages[index];
    const facts::Index paired = population.milestoneOf(facts::Index(index));
    StageGroup group;
    const facts::FunnelFact &funnel = facts.funnels[std::size_t(stage.funnel)];
    group.kind = funnel.kind;
    group.semantic = stage.semantic;
    if (paired >= 0)
        group.milestone = facts.standard.milestones[std::size_t(paired)].id;
    if (grouping == StageGrouping::Milestone && paired >= 0) {
        const model::Milestone &milestone = facts.standard.milestones[std::size_t(paired)];
        group.name = milestoneName(milestone);
        group.sort = milestone.sort;
        return group;
    }
    group.name = stage.name.isEmpty() ? stage.code : stage.name;
    group.funnel = funnelName(funnel);
    group.sort = stage.sort;
    return group;
}

auto orderOf(const StageGroup &group, StageGrouping grouping)
{
    const bool isUnmapped = grouping == StageGrouping::Milestone && group.milestone == 0;
    const int semantic = group.semantic == 'P' ? 0 : group.semantic == 'S' ? 1 : 2;
    return std::tuple(int(group.kind), isUnmapped, group.funnel, semantic, group.sort, group.name);
}

} // namespace

StageGroups::StageGroups(const Population &population, StageGrouping grouping)
{
    const facts::Snapshot &facts = population.facts();
    using Key = std::tuple<int, QString, std::int32_t, QString>;
    std::map<Key, std::uint32_t> known;
    if (grouping == StageGrouping::Milestone)
        for (const model::Milestone &milestone : facts.standard.milestones) {
            known[Key(0, QString(), milestone.id, QString())] = std::uint32_t(m_groups.size());
            m_groups.push_back(
                { milestoneName(milestone), QString(), milestone.itemKind, milestone.semantic, milestone.id, milestone.sort });
        }
    for (std::size_t i = 0; i < facts.stages.size(); ++i) {
        const StageGroup group = groupOf(population, i, grouping);
        const bool byMilestone = grouping == StageGrouping::Milestone && group.milestone != 0;
        const Key key = byMilestone ? Key(0, QString(), group.milestone, QString()) : Key(int(group.kind), group.funnel, 0, group.name);
        const auto [found, isNew] = known.try_emplace(key, std::uint32_t(m_groups.size()));
        if (isNew)
            m_groups.push_back(group);
        else if (m_groups[found->second].milestone != group.milestone)
            m_groups[found->second].milestone = 0; // one name, different milestones at different dealers
        m_ofStage.push_back(found->second);
    }
    std::vector<std::uint32_t> order(m_groups.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
        [&](std::uint32_t a, std::uint32_t b) { return orderOf(m_groups[a], grouping) < orderOf(m_groups[b], grouping); });
    std::vector<std::uint32_t> place(order.size());
    std::vector<StageGroup> sorted;
    for (const std::uint32_t old : order) {
        place[old] = std::uint32_t(sorted.size());
        sorted.push_back(m_groups[old]);
    }
    for (std::uint32_t &group : m_ofStage)
        group = place[group];
    m_groups = std::move(sorted);
    m_groups.emplace_back();
}

} // namespace dealerlens::reports
