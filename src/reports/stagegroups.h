// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/population.h"

namespace dealerlens::reports {

struct StageGroup {
    QString name;
    QString funnel; // "" for milestones
    model::EntityKind kind = model::EntityKind::Deal;
    char semantic = 'P';
    std::int32_t milestone = 0; // id; 0: none
    int sort = 0;
};

// Stages of all portals as the rows of a report: by own name or by milestone (a stage without a milestone stays
// visible under its own name), paired as at the instant asked for. The last group is that of visits whose stage is not known at all.
class StageGroups final {
public:
    StageGroups(const Population &population, StageGrouping grouping);

    [[nodiscard]] const std::vector<StageGroup> &all() const { return m_groups; }

    [[nodiscard]] const StageGroup &at(std::uint32_t group) const { return m_groups[group]; }

    [[nodiscard]] std::uint32_t size() const { return std::uint32_t(m_groups.size()); }

    [[nodiscard]] std::uint32_t of(facts::Index stage) const { return stage < 0 ? size() - 1 : m_ofStage[std::size_t(stage)]; }

private:
    std::vector<StageGroup> m_groups;
    std::vector<std::uint32_t> m_ofStage;
};

// A stay in a group of stages: neighbours of the same group are one stay (metrics 1).
struct GroupVisit {
    std::uint32_t group = 0;
    std::uint32_t index = 0; // number of the stay in its item, from 0
    base::UtcSeconds entered = base::kNever;
    base::UtcSeconds left = base::kNever; // kNever: still there at effective now
    facts::Index stage = facts::kNone; // the first stage of the stay
};

// Calls use(GroupVisit) for the stays of an item that began by effective now, in order; answers the last stage.
template <class Use> facts::Index eachGroupVisit(const Population &population, const StageGroups &groups, std::uint32_t item, Use use)
{
    const facts::Snapshot &facts = population.facts();
    const std::uint32_t first = facts.items.firstVisit[item];
    const std::uint32_t end = first + facts.items.visitCount[item];
    const base::UtcSeconds now = population.nowOf(item);
    GroupVisit stay;
    facts::Index last = facts::kNone;
    bool isOpen = false;
    for (std::uint32_t visit = first; visit < end; ++visit) {
        const base::UtcSeconds entered = facts.visits.entered[visit];
        if (entered > now)
            break;
        last = facts.visits.stage[visit];
        const std::uint32_t group = groups.of(last);
        if (isOpen && group == stay.group)
            continue;
        if (isOpen) {
            stay.left = entered;
            use(std::as_const(stay));
            ++stay.index;
        }
        isOpen = true;
        stay.group = group;
        stay.stage = last;
        stay.entered = entered;
        stay.left = base::kNever;
    }
    if (isOpen)
        use(std::as_const(stay));
    return last;
}

} // namespace dealerlens::reports
