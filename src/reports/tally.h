// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chains.h"
#include "reports/itemstates.h"

#include <span>
#include <vector>

namespace dealerlens::reports {

// Durations of many groups, sorted so that neighbouring groups (a node of the tree) are one span.
class Samples final {
public:
    void add(std::uint32_t group, std::int64_t seconds, std::uint8_t ended);
    void sortByGroup(std::uint32_t groups);
    [[nodiscard]] std::span<const std::int64_t> seconds(std::uint32_t from, std::uint32_t to) const;
    [[nodiscard]] std::span<const std::uint8_t> ended(std::uint32_t from, std::uint32_t to) const;

private:
    std::vector<std::uint32_t> m_group;
    std::vector<std::int64_t> m_seconds;
    std::vector<std::uint8_t> m_ended;
    std::vector<std::size_t> m_start;
};

// A chain began, ended or is open at an instant, and who was responsible for it then.
struct ChainEvent {
    const Chain *chain = nullptr;
    facts::Index user = facts::kNone;
    base::UtcSeconds at = base::kNever;
};

// Sums the measures of chains by groups that the caller numbers 0…n−1, then tells those of any run of groups.
class Tally final {
public:
    Tally(const Population &population, const ItemStates &states, std::uint32_t groups, int conversionDays);

    // groupOf(ChainEvent) → group. One scan of the items.
    template <class GroupOf> void scan(const base::CancelToken &cancel, GroupOf groupOf)
    {
        const Chains chains(m_population);
        chains.each(m_waterfall, cancel, [&](const Chain &chain) {
            if (m_states.asksLates() && !m_states.isAsked(m_states.of(chain.current))) {
                ++m_waterfall.outsideFilter;
                return;
            }
            takeBeginning(chain, groupOf);
            takeConversion(chain, groupOf);
            takeOutcome(chain, groupOf);
        });
        sort();
    }

    [[nodiscard]] Measures measures(std::uint32_t from, std::uint32_t to) const;
    [[nodiscard]] bool isEmpty(std::uint32_t from, std::uint32_t to) const;
    // Share of the chains that began in the period and were won by each age (Aalen–Johansen).
    [[nodiscard]] std::vector<std::optional<double>> wonWithin(std::uint32_t from, std::uint32_t to, std::span<const int> days) const;

    [[nodiscard]] const Waterfall &waterfall() const { return m_waterfall; }

private:
    struct Counts {
        std::int64_t leads = 0, converted = 0, open = 0, won = 0, lost = 0;
        std::int64_t revenue = 0, revenueWithoutRate = 0;
        std::int64_t mature = 0, matureConverted = 0, immature = 0;
        std::int64_t before = 0, beforeConverted = 0;
        std::int64_t inLimit = 0, limitKnown = 0, asked = 0;
        std::int64_t lostUnits = 0, cohortWon = 0, conversions = 0, openOld = 0;
        std::int64_t withoutEvidence = 0, untouchedClosed = 0;
        std::array<std::int64_t, kLateCount> late {};
        void add(const Counts &other);
    };

    template <class GroupOf> void takeBeginning(const Chain &chain, GroupOf &groupOf)
    {
        const ChainEvent event { &chain, m_population.userAt(chain.head, chain.began), chain.began };
        const bool isAsked = m_population.userAllowed(event.user);
        if (isAsked && m_population.inPreviousPeriod(chain.head, chain.began))
            addBefore(m_counts[groupOf(event)], chain);
        if (isAsked && m_population.inPeriod(chain.head, chain.began))
            addNew(groupOf(event), chain);
        else
            ++m_waterfall.outsideFilter;
    }

    template <class GroupOf> void takeConversion(const Chain &chain, GroupOf &groupOf)
    {
        if (chain.convertedAt == base::kNever || !m_population.inPeriod(chain.head, chain.convertedAt))
            return;
        const ChainEvent event { &chain, m_population.userAt(chain.head, chain.convertedAt), chain.convertedAt };
        if (m_population.userAllowed(event.user))
            ++m_counts[groupOf(event)].conversions;
    }

    template <class GroupOf> void takeOutcome(const Chain &chain, GroupOf &groupOf)
    {
        const bool isOpen = chain.outcome == 'P';
        if (!isOpen && !m_population.inPeriod(chain.head, chain.closedAt))
            return;
        const base::UtcSeconds at = isOpen ? m_population.nowOf(chain.head) : chain.closedAt;
        const ChainEvent event { &chain, m_population.userAt(chain.current, at), at };
        if (m_population.userAllowed(event.user))
            addOutcome(groupOf(event), chain);
    }

    void addBefore(Counts &counts, const Chain &chain) const;
    void addNew(std::uint32_t group, const Chain &chain);
    void addResponse(std::uint32_t group, const Chain &chain);
    void addOutcome(std::uint32_t group, const Chain &chain);
    void sort();
    [[nodiscard]] bool isMature(const Chain &chain) const;
    [[nodiscard]] bool convertedInTime(const Chain &chain) const;
    void setDurations(Measures &measures, std::uint32_t from, std::uint32_t to) const;

    const Population &m_population;
    const ItemStates &m_states;
    std::int64_t m_horizon = 0; // seconds; 0: none
    std::vector<Counts> m_counts;
    Samples m_evidenced;
    Samples m_wall;
    Samples m_claimed;
    Samples m_cycles;
    Samples m_ages;
    Waterfall m_waterfall;
};

} // namespace dealerlens::reports
