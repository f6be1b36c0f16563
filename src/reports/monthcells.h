// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincount.h"
#include "reports/treeshape.h"

namespace dealerlens::reports {

// What a node of the tree counts in one month, or in several.
struct MonthCell {
    static constexpr std::array kCounts { Count::New, Count::Converted, Count::Mature, Count::ConvertedInTime, Count::Awaiting,
        Count::LimitKnown, Count::InLimit, Count::WithoutEvidence, Count::UntouchedClosed, Count::CohortWon, Count::Conversions,
        Count::Junk, Count::OpenOld, Count::Open, Count::Won, Count::Lost, Count::WithoutRate, Count::Evidenced, Count::Before,
        Count::BeforeConverted };

    std::array<std::uint32_t, kCounts.size()> of {}; // the others follow from these
    std::array<std::uint32_t, kLateCount> late {};
    std::uint32_t assumed = 0;
    std::int64_t revenue = 0;
    std::int64_t lostUnits = 0;

    [[nodiscard]] bool isSomething() const;
    void add(const MonthCell &other);
    void add(const Tally::Counts &counts);
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

    // take(thread, portal, tally): groups of the tally are leaf of the dealer × width of the calendar + slot; threads at once.
    // Answers the waterfall.
    using Take = std::function<void(unsigned, facts::Index, Tally &)>;
    [[nodiscard]] Waterfall run(const Take &take, const base::CancelToken &cancel) const;
};

// Cells of every leaf, a slot of the calendar after the other.
struct MonthCells {
    MonthCalendar calendar;
    std::vector<MonthCell, HugePages<MonthCell>> all;

    [[nodiscard]] const MonthCell &at(std::uint32_t leaf, std::uint32_t slot) const
    {
        return all[std::size_t(leaf) * calendar.width() + slot];
    }

    [[nodiscard]] QString nameOf(std::uint32_t slot) const; // "2026-04"; empty: earlier than what is told apart
};

// Of a question, each chain in the month in which it began. Null when there is no chain at all, or no columns.
[[nodiscard]] std::shared_ptr<const MonthCells> countMonths(
    const Population &population, const ItemStates *states, const TreeShape &shape, int conversionDays, const base::CancelToken &cancel);

} // namespace dealerlens::reports
