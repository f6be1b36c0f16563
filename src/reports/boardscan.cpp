// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/boardscan.h"

#include "reports/rowlist.h"

namespace dealerlens::reports {

namespace {

constexpr std::int64_t kDay = 86'400;

} // namespace

// The milestones of the funnels asked, in order, then their stages without a milestone, then unknown stages.
void BoardScan::chooseColumns()
{
    std::vector<char> isMet(m_groups.size(), 0);
    for (std::size_t i = 0; i < m_facts.stages.size(); ++i) {
        const bool isAsked = m_population.portal(m_facts.stages[i].portal).allowed && m_population.stageAllowed(facts::Index(i));
        if (isAsked)
            isMet[m_groups.of(facts::Index(i))] = 1;
    }
    m_columnOf.assign(m_groups.size(), kNoColumn);
    for (std::uint32_t group = 0; group < m_groups.size(); ++group) {
        if (!isColumn(group, isMet))
            continue;
        m_columnOf[group] = std::uint32_t(m_groupOf.size());
        m_groupOf.push_back(group);
    }
}

bool BoardScan::isColumn(std::uint32_t group, const std::vector<char> &isMet) const
{
    if (group + 1 == m_groups.size())
        return true; // unknown stages; dropped again when nothing stands there
    const StageGroup &stage = m_groups.at(group);
    if (stage.kind != m_kind || stage.semantic != 'P')
        return false;
    return isMet[group] || (stage.milestone != 0 && m_population.question().funnels.empty());
}

bool BoardScan::tell(BoardEntry &entry, const ItemNow &now, WorkClock &clock) const
{
    const base::UtcSeconds instant = m_population.nowOf(entry.item);
    entry.outcome = now.outcome;
    entry.entered = now.entered;
    if (now.outcome != 'P') {
        // Lates are of open items: a quick filter must not make what was won and lost look like nothing.
        if (now.entered < instant - kRecentDays * kDay)
            return false;
        entry.user = m_population.userAt(entry.item, now.entered);
        return true;
    }
    entry.column = columnOf(now.stage);
    if (entry.column == kNoColumn)
        return false;
    entry.user = m_population.userAt(entry.item, instant);
    entry.lates = m_states.latesOf(entry.item);
    entry.businessAge = clock.seconds(now.entered, instant);
    entry.limit = m_population.limitOf(now.stage);
    return true;
}

Question presentOf(const Question &question)
{
    Question present = question;
    present.from.reset();
    present.to.reset();
    return present;
}

void boardRows(RowList &list, const base::CancelToken &cancel)
{
    const Population &population = list.population();
    const RowsScope &scope = list.scope();
    const BoardScan scan(population, list.states());
    std::uint8_t lates = 0;
    for (const Late late : scope.lates)
        lates = std::uint8_t(lates | lateBit(late));
    const auto isColumn = [&](std::uint32_t column, const std::optional<StageKey> &stage) {
        return !stage || isNamed(scan.groups().at(scan.columns()[column]), *stage, StageGrouping::Milestone);
    };
    const auto isOfAge = [&](const BoardEntry &entry) {
        if (!scope.ages || !isColumn(entry.column, scope.agesOf))
            return true;
        const auto &[from, to] = *scope.ages;
        return double(entry.businessAge) >= from && (to <= 0 || double(entry.businessAge) < to);
    };
    const auto isCounted = [&](const BoardEntry &entry) {
        if (list.wants(Count::Won) || list.wants(Count::Lost))
            return entry.outcome == (list.wants(Count::Won) ? 'S' : 'F');
        if (entry.outcome != 'P' || !isColumn(entry.column, scope.stage) || !isOfAge(entry))
            return false;
        return list.wants(Count::Late) ? (entry.lates & lates) == lates : list.wants(Count::Open) && list.states().isAsked(entry.lates);
    };
    std::vector<std::vector<std::uint32_t>> parts(partsOf(population.facts().items));
    scan.each(cancel, [&](std::size_t part, const BoardEntry &entry) {
        if (isCounted(entry) && list.isHere(entry.item, entry.user))
            parts[part].push_back(entry.item);
    });
    for (const std::vector<std::uint32_t> &part : parts)
        for (const std::uint32_t item : part)
            list.add(item);
}

} // namespace dealerlens::reports
