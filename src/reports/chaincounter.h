// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincount.h"
#include "reports/chainrun.h"
#include "reports/workclock.h"

#include <array>
#include <limits>
#include <span>
#include <vector>

namespace dealerlens::reports {

struct MonthCell;

// Which chains are counted: chains with their deals, or items by themselves; what the filter of funnels leaves of them.
struct Shape {
    bool joined = true; // deals belong to their lead
    bool leads = true;
    bool deals = true;
};

// What one thread of countChains() counts, portal by portal; for whoever takes what it has counted of one at a time, too.
class ChainCounter final {
public:
    ChainCounter(const Population &population, const ItemStates *states, const ChainColumns &columns, int conversionDays,
        const ChainGroups &groups, Tally &tally);

    void count(facts::Index portal);

    // What is told by columns goes there from now on, not into the tally; by group, one portal at a time.
    void countInto(std::span<MonthCell> cells) { m_into = cells; }

private:
    void countAsked();
    void countChains();
    void countUnasked();
    void countLeftOut();
    void countOdd();
    void countLate(const ChainBlock &block);
    void countExactly();
    void exact(std::uint32_t item);
    void exactWithDeals(std::uint32_t item);
    void countBlock(const ChainBlock &block, bool isJoined);
    void countOutside(const ChainTable &table);
    [[nodiscard]] bool isWithDeals(const ChainBlock &block) const;
    void setBounds();
    [[nodiscard]] std::span<const std::uint32_t> unsettled(const ChainBlock &block) const;
    void choosePeople();
    void chooseKeys(const ChainBlock &block);
    void chooseMonths(const ChainBlock &block, bool isJoined);
    void fitCells();

    // A run of rows, and what their beginnings count as.
    struct Run {
        std::size_t from = 0;
        std::size_t to = 0;
        Part part = Part::Nothing;
        bool isAssumed = false; // began before the journal
    };

    using Runs = std::array<Run, 6>;

    [[nodiscard]] Runs runsOf(const ChainBlock &block, std::size_t end) const;
    void findTakenOut(const ChainBlock &block, std::size_t end);
    void findRare(const ChainBlock &block, std::size_t end);
    template <class Use> void withKeys(const ChainBlock &block, Use use);
    template <bool kJoined> void countRows(const ChainBlock &block, std::size_t end);
    template <bool kJoined, class Key> [[nodiscard]] std::size_t begin(const ChainBlock &block, const Run &run, const Key *keys);
    template <class Key> void convert(const ChainBlock &block, std::size_t end, const Key *firstKeys, const Key *lastKeys);
    template <class KeyOfEnd> void end(const ChainBlock &block, std::size_t rows, KeyOfEnd keyOf);
    template <class Key> void takeOutEnds(const ChainBlock &block, const Key *lastKeys);
    template <class Key>
    void addKept(const ChainBlock &block, std::size_t end, const Runs &runs, const Key *firstKeys, const Key *lastKeys);
    void addBeginning(const ChainBlock &block, std::size_t row, Part part, std::uint32_t group);
    void addOpen(const ChainBlock &block, std::size_t row, std::uint32_t group);
    [[nodiscard]] static Chain chainOf(const ChainBlock &block, std::size_t row);
    [[nodiscard]] std::pair<std::size_t, std::size_t> endsInPeriod(const ChainBlock &block) const;

    template <class Use> std::size_t eachOfSources(const std::uint16_t *sources, std::size_t from, std::size_t to, Use use) const;
    template <class Use> std::size_t eachAsked(const ChainBlock &block, std::size_t from, std::size_t to, Use use) const;

    [[nodiscard]] WorkClock &clock();

    [[nodiscard]] bool isAsked(const ChainBlock &block, std::size_t row) const { return !m_filter.isUsed || m_filter.passes(block, row); }

    void makeRoom(bool isAssumed, std::size_t rows);
    void flush();
    void flushBeginnings(bool isAssumed);
    void flushEnds();
    void addEnds(std::uint32_t group, const Ends &ends, bool isAssumed);

    // More than sums.
    [[nodiscard]] bool keepsMore() const { return m_states != nullptr || m_tally.kept().isAnything(); }

    [[nodiscard]] bool isAllowed(std::uint16_t place) const { return m_allowed[place] != 0; }

    const Population &m_population;
    const ItemStates *const m_states;
    const Question &m_question;
    const ChainColumns &m_columns;
    const ChainGroups &m_groups;
    const Shape m_shape;
    const std::int64_t m_horizon;
    Tally &m_tally;
    std::span<MonthCell> m_into; // empty: the tally
    const bool m_asksPeople;
    const bool m_isRare; // asks for what is looked at row by row
    RowFilter m_filter;
    const ChainPortal *m_portal = nullptr;
    facts::Index m_index = 0;
    Bounds m_bounds;
    WorkClocks m_clocks;
    WorkClock *m_clock = nullptr; // of the portal; null until a time is told
    Cells m_cells;
    std::vector<std::uint32_t> m_keyGroups; // by key
    std::vector<char> m_allowed; // by place of people
    std::vector<std::uint32_t> m_firstKeys, m_lastKeys; // only where keys are not places
    // Rows of the block at hand, rising: those that are counted with the others and taken out again, for the columns
    // cannot tell them or they are not asked for; and those of them that the exact scan tells.
    std::vector<std::uint32_t> m_takenOut, m_irregular;
    std::array<std::size_t, 2> m_inLanes {}; // rows whose beginnings are in the cells
    bool m_areJoined = false; // the ends in the cells
};

// Rows that began by then.
[[nodiscard]] inline std::size_t begunBy(const ChainBlock &block, Second now)
{
    return block.size() == 0 || block.lastBegan <= now ? block.size() : block.firstBegun(now + 1);
}

inline constexpr std::uint32_t kNoGroup = std::numeric_limits<std::uint32_t>::max();

} // namespace dealerlens::reports
