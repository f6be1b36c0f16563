// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincodes.h"
#include "reports/chaincount.h"
#include "reports/treeshape.h"

namespace dealerlens::reports {

// What a node of the tree counts in one month, or in several.
struct MonthCell {
    static constexpr std::array kEndCounts { Count::Open, Count::Won, Count::Lost, Count::WithoutRate, Count::Conversions, Count::OpenOld };
    // Those of beginnings first, so that their lanes are added as they are.
    static constexpr auto kCounts = [] {
        std::array<Count, kLanesOfTheirOwn + kEndCounts.size()> counts {};
        std::ranges::copy(kEndCounts, std::copy_n(kBeginningCounts.begin(), kLanesOfTheirOwn, counts.begin()));
        return counts;
    }();

    std::array<std::uint32_t, kCounts.size()> of {}; // the others follow from these
    std::array<std::uint32_t, kLateCount> late {};
    std::uint32_t assumed = 0;
    std::int64_t revenue = 0;
    std::int64_t lostUnits = 0;

    [[nodiscard]] bool isSomething() const;
    void add(const MonthCell &other);
    void add(const Tally::Counts &counts);
    void add(const BeginningLanes &lanes, bool isAssumed);
    void add(const Ends &ends, bool isAssumed);
    void addTo(Tally::Counts &counts) const;
    void takeFrom(Tally::Counts &counts) const;
};

// Those counts that follow from the others.
void addOthers(Tally::Counts &counts);

// The months in which chains of these columns began, until effective now.
[[nodiscard]] std::optional<MonthCalendar> monthsOf(const Population &population, const ChainColumns &columns);

// Counts chains by leaf and month, a dealer at a time, so that a month's sums take no more room than they need.
struct MonthCounting {
    const Population &population;
    const ItemStates *states = nullptr; // lates are counted, or asked for
    const ChainColumns &columns;
    const TreeShape &shape;
    const MonthCalendar &calendar;
    int conversionDays = 0;
    bool eachInItsMonth = false; // see ChainGroups
    Kept kept = { false, false, false };

    // take(portal, cells, tally): cells are at leaf of the dealer × width of the calendar + slot, and likewise the groups of
    // what the tally keeps beside sums; several threads at once. Answers the waterfall.
    using Take = std::function<void(facts::Index, std::vector<MonthCell>, Tally &)>;
    [[nodiscard]] Waterfall run(const Take &take, const base::CancelToken &cancel) const;
};

// Cells of every leaf, a slot of the calendar after the other.
struct MonthCells {
    MonthCalendar calendar;
    std::shared_ptr<const TreeShape> shape;
    std::vector<std::vector<MonthCell>> ofPortals;

    [[nodiscard]] const MonthCell &at(std::uint32_t leaf, std::uint32_t slot) const
    {
        const auto portal = std::size_t(shape->leaves[leaf].portal);
        return ofPortals[portal][std::size_t(leaf - shape->leavesOf[portal].first) * calendar.width() + slot];
    }

    [[nodiscard]] QString nameOf(std::uint32_t slot) const; // "2026-04"; empty: earlier than what is told apart
};

// What was counted of a question, each chain in the month in which it began.
struct CountedMonths {
    std::shared_ptr<const MonthCells> cells; // null: there is no chain at all, or no columns
    std::vector<Tally::Counts> leaves; // all months together
    Waterfall waterfall;
};

[[nodiscard]] CountedMonths countMonths(const Population &population, const ItemStates *states,
    const std::shared_ptr<const TreeShape> &shape, int conversionDays, const base::CancelToken &cancel);

} // namespace dealerlens::reports
