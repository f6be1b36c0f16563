// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/stageitems.h"

#include "reports/fates.h"
#include "reports/stagecodes.h"

#include <algorithm>

namespace dealerlens::reports {
namespace {

// Looks for somebody who entered each group, portal by portal: mostly the first items of the first portals have been
// everywhere.
class Witnesses final {
public:
    Witnesses(const Population &population, const StageGroups &groups)
        : m_population(population)
        , m_facts(population.facts())
        , m_groups(groups)
        , m_isMet(groups.size(), 0)
        , m_missing(m_facts.portals.size())
    {
        const auto visits = visitsOfStages(m_facts);
        for (std::size_t stage = 0; stage < m_facts.stages.size(); ++stage)
            if (visits->known[stage] > 0 && isAsked(facts::Index(stage)))
                m_missing[std::size_t(m_facts.stages[stage].portal)].push_back(groups.of(facts::Index(stage)));
        for (std::size_t portal = 0; portal < m_missing.size(); ++portal)
            if (visits->unknown[portal] > 0)
                m_missing[portal].push_back(groups.of(facts::kNone));
    }

    [[nodiscard]] std::vector<char> find()
    {
        for (const facts::RowRange &range : m_facts.items.ranges())
            if (m_population.portal(range.portal).allowed)
                findIn(range);
        return std::move(m_isMet);
    }

private:
    // Nobody looks for leads in a stage of deals: all of them would be looked at.
    [[nodiscard]] bool isAsked(facts::Index stage) const
    {
        const facts::Index funnel = m_facts.stages[std::size_t(stage)].funnel;
        const bool isOfKind = funnel < 0 || m_population.kindAllowed(m_facts.funnels[std::size_t(funnel)].kind);
        return isOfKind && m_population.stageAllowed(stage);
    }

    void findIn(const facts::RowRange &range)
    {
        std::vector<std::uint32_t> &missing = m_missing[std::size_t(range.portal)];
        const auto isNone = [&] {
            std::erase_if(missing, [&](std::uint32_t group) { return m_isMet[group] != 0; });
            return missing.empty();
        };
        bool isOver = isNone();
        for (std::uint32_t item = range.first; item < range.last && !isOver; ++item)
            if (m_population.sift(item, false) == Fate::Counted && meet(item))
                isOver = isNone();
    }

    // Answers whether it has been where nobody was.
    bool meet(std::uint32_t item)
    {
        bool isNew = false;
        eachGroupVisit(m_population, m_groups, item, [&](const GroupVisit &visit) {
            if (m_isMet[visit.group] != 0 || !m_population.stageAllowed(visit.stage))
                return;
            m_isMet[visit.group] = 1;
            isNew = true;
        });
        return isNew;
    }

    const Population &m_population;
    const facts::Snapshot &m_facts;
    const StageGroups &m_groups;
    std::vector<char> m_isMet; // by group
    std::vector<std::vector<std::uint32_t>> m_missing; // by portal: groups that somebody may have entered there
};

// By codes of items, which tell of sources and campaigns.
std::optional<StageItems> fromCodes(const Population &population, const StageGroups &groups, StageGrouping grouping)
{
    const auto codes = StageCodes::suit(population.question()) ? StageCodes::of(population.facts(), grouping) : nullptr;
    if (!codes)
        return std::nullopt;
    const StageCodes::Choice choice(*codes, population);
    StageItems items { choice.waterfall(), {} };
    for (std::uint32_t group = 0; group < groups.size(); ++group)
        items.isMet.push_back(choice.isMet(group) ? 1 : 0);
    return items;
}

} // namespace

std::optional<StageItems> stageItems(const Population &population, const StageGroups &groups, StageGrouping grouping)
{
    const Question &question = population.question();
    if (!question.sources.empty() || !question.campaigns.empty())
        return fromCodes(population, groups, grouping);
    const auto fates = question.lates.empty() ? Fates::of(population, Fates::Of::Items) : nullptr;
    if (!fates)
        return std::nullopt;
    return StageItems { fates->ofAsked(population), Witnesses(population, groups).find() };
}

} // namespace dealerlens::reports
