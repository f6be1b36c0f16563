// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/population.h"

#include <optional>

namespace dealerlens::reports {

// What is planned for every item and which kinds of late it has (metrics 6), at effective now. Made once per
// question: one pass over the activities. Same lifetime rules as Population.
class ItemStates final {
public:
    explicit ItemStates(const Population &population);

    [[nodiscard]] ItemState of(std::uint32_t item) const { return of(item, m_population.stateOf(item)); }

    [[nodiscard]] ItemState of(std::uint32_t item, const ItemNow &now) const;

    // Has all the lates that the question asks for.
    [[nodiscard]] bool isAsked(const ItemState &state) const { return (state.lates & m_asked) == m_asked; }

    [[nodiscard]] bool asksLates() const { return m_asked != 0; }

    // The earliest deadline of what is planned and not done; kNever: nothing is.
    [[nodiscard]] base::UtcSeconds nextDeadline(std::uint32_t item) const { return m_next[item]; }

private:
    [[nodiscard]] std::uint8_t latesOf(std::uint32_t item, const ItemState &state) const;
    [[nodiscard]] std::uint8_t responseLates(std::uint32_t item) const;
    [[nodiscard]] ResponseState responseOf(std::uint32_t item, const ItemState &state) const;

    const Population &m_population;
    std::uint8_t m_asked = 0;
    std::vector<std::uint8_t> m_planned; // bit 0: something planned, bit 1: a deadline has passed
    std::vector<base::UtcSeconds> m_next;
};

// Only where the question asks for lates: they cost a pass over the activities.
[[nodiscard]] inline std::optional<ItemStates> statesFor(const Population &population)
{
    return population.question().lates.empty() ? std::nullopt : std::optional<ItemStates>(std::in_place, population);
}

[[nodiscard]] constexpr std::uint8_t lateBit(Late late) { return std::uint8_t(1U << unsigned(late)); }

// First response is expected for leads and for deals that came without one.
[[nodiscard]] inline bool awaitsResponse(const facts::ItemColumns &items, std::uint32_t item)
{
    return items.kind[item] == model::EntityKind::Lead || items.lead[item] < 0;
}

[[nodiscard]] inline bool hasHappened(base::UtcSeconds at, base::UtcSeconds now) { return at != base::kNever && at <= now; }

} // namespace dealerlens::reports
