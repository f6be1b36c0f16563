// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/itemstates.h"
#include "reports/parallel.h"
#include "reports/stagegroups.h"
#include "reports/workclock.h"

#include <utility>

namespace dealerlens::reports {

inline constexpr std::uint32_t kNoColumn = ~0U;

// An item as the board takes it: open in one of its columns, or won or lost in the last 30 days.
struct BoardEntry {
    std::uint32_t item = 0;
    facts::Index user = facts::kNone;
    char outcome = 'P';
    std::uint8_t lates = 0; // of open ones, likewise the rest
    std::uint32_t column = kNoColumn;
    base::UtcSeconds entered = base::kNever;
    std::int64_t businessAge = 0;
    std::int64_t limit = -1;
};

// Which items stand on the board and where: for the board and for the rows behind its numbers.
class BoardScan final {
public:
    BoardScan(const Population &population, const ItemStates &states)
        : m_population(population)
        , m_facts(population.facts())
        , m_states(states)
        , m_groups(population, StageGrouping::Milestone)
        , m_kind(population.chosenKind())
    {
        chooseColumns();
    }

    [[nodiscard]] const StageGroups &groups() const { return m_groups; }

    // The groups that are columns, in order.
    [[nodiscard]] const std::vector<std::uint32_t> &columns() const { return m_groupOf; }

    [[nodiscard]] std::uint32_t columnOf(facts::Index stage) const { return m_columnOf[m_groups.of(stage)]; }

    // use(part, entry) for all items on the board, as scanInParts().
    template <class Use> void each(const base::CancelToken &cancel, Use use) const
    {
        struct Part {
            WorkClocks clocks;
            std::vector<std::uint32_t> items;
        };

        std::vector<Part> parts(partsOf(m_facts.items));
        scanRangesInParts(m_facts.items, cancel, [&](std::size_t part, std::size_t index) {
            const facts::RowRange &range = m_facts.items.ranges()[index];
            WorkClock &clock = parts[part].clocks.of(*m_population.portal(range.portal).calendar, m_facts.builtAt);
            std::vector<std::uint32_t> &items = parts[part].items;
            findCurrent(range, items);
            for (std::size_t i = 0; i < items.size(); ++i) {
                if (i + kAhead < items.size())
                    fetchStays(items[i + kAhead]);
                BoardEntry entry { .item = items[i] };
                if (find(entry, clock))
                    use(part, std::as_const(entry));
            }
        });
    }

private:
    static constexpr std::size_t kAhead = 16; // stays that come from memory while others are looked at

    // The few that may stand on the board, without a branch for each of the others.
    void findCurrent(const facts::RowRange &range, std::vector<std::uint32_t> &items) const
    {
        items.resize(range.size());
        std::size_t count = 0;
        for (std::uint32_t item = range.first; item < range.last; ++item) {
            items[count] = item;
            count += std::size_t(m_states.mayBeCurrent(item)) & std::size_t(m_facts.items.kind[item] == m_kind);
        }
        items.resize(count);
    }

    void fetchStays(std::uint32_t item) const
    {
        const std::uint32_t first = m_facts.items.firstVisit.data()[item];
        __builtin_prefetch(m_facts.visits.entered.data() + first);
        __builtin_prefetch(m_facts.visits.stage.data() + first);
    }

    // Whether the item stands on the board, and as what.
    [[nodiscard]] bool find(BoardEntry &entry, WorkClock &clock) const
    {
        if (m_population.sift(entry.item, false) != Fate::Counted)
            return false;
        const ItemNow now = m_population.stateOf(entry.item);
        return m_population.inFunnel(entry.item, now.stage) && tell(entry, now, clock) && m_population.userAllowed(entry.user);
    }

    void chooseColumns();
    [[nodiscard]] bool isColumn(std::uint32_t group, const std::vector<char> &isMet) const;
    [[nodiscard]] bool tell(BoardEntry &entry, const ItemNow &now, WorkClock &clock) const;

    const Population &m_population;
    const facts::Snapshot &m_facts;
    const ItemStates &m_states;
    const StageGroups m_groups;
    const model::EntityKind m_kind;
    std::vector<std::uint32_t> m_columnOf; // of a group
    std::vector<std::uint32_t> m_groupOf; // of a column
};

} // namespace dealerlens::reports
