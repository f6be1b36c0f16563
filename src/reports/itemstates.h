// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/population.h"

#include <optional>
#include <span>

namespace dealerlens::reports {

// What is planned for every item, by row: bits of ItemStates.
struct Planned {
    std::vector<std::uint8_t> what;
    std::vector<base::UtcSeconds> now; // by portal: effective now that it is of
};

// Their kinds of late, by row, and whether it is one of the few that a board may show.
struct Lates {
    static constexpr std::uint8_t kCurrent = 1U << 7; // not ended, or within kRecentDays
    static_assert(kLateCount <= 7);

    std::vector<std::uint8_t> of;
    std::vector<base::UtcSeconds> now; // as Planned::now
    // By portal: until then what ended earlier stays as late as it is, for nothing that is known happens to it before.
    std::vector<base::UtcSeconds> until;

    static constexpr std::string_view kKept = "lates 1";

    static void archive(auto &archive, auto &lates)
    {
        archive.column(lates.of);
        archive.column(lates.now);
        archive.column(lates.until);
    }
};

inline constexpr std::int64_t kRecentDays = 30; // that a board looks back for what was won and lost

// What is planned for every item and which kinds of late it has (metrics 6), at effective now. What is planned takes one
// pass over the activities; of the present it is kept with the snapshot. Same lifetime rules as Population.
class ItemStates final {
public:
    enum class Use { Few, Many }; // Many: the lates of all items of the present are kept with the snapshot, too

    explicit ItemStates(const Population &population, Use use = Use::Many);

    [[nodiscard]] ItemState of(std::uint32_t item) const { return of(item, m_population.stateOf(item)); }

    [[nodiscard]] ItemState of(std::uint32_t item, const ItemNow &now) const;

    // Of the state nothing but its lates.
    [[nodiscard]] std::uint8_t latesOf(std::uint32_t item) const
    {
        return m_lates ? std::uint8_t(m_lates->of[item] & ~Lates::kCurrent) : lookForLates(item, m_population.stateOf(item));
    }

    // False only of items that have ended more than kRecentDays ago: most of them, so that whoever asks for others need not
    // look for their states.
    [[nodiscard]] bool mayBeCurrent(std::uint32_t item) const { return !m_lates || (m_lates->of[item] & Lates::kCurrent) != 0; }

    // Has all the lates that the question asks for.
    [[nodiscard]] bool isAsked(const ItemState &state) const { return isAsked(state.lates); }

    [[nodiscard]] bool isAsked(std::uint8_t lates) const { return (lates & m_asked) == m_asked; }

    [[nodiscard]] bool asksLates() const { return m_asked != 0; }

    // The earliest deadline of what is planned and not done, by row; kNever: nothing is.
    [[nodiscard]] std::vector<base::UtcSeconds> nextDeadlines() const;

private:
    [[nodiscard]] std::uint8_t lookForLates(std::uint32_t item, const ItemNow &now) const;
    template <class Business> [[nodiscard]] std::uint8_t lookForLates(std::uint32_t item, const ItemNow &now, Business business) const;
    [[nodiscard]] Lates tellLates(Lates lates, const facts::Same &same) const;
    // All of a portal, or only those that were current.
    template <class Business> void tellLates(const facts::RowRange &portal, bool all, Lates &lates, Business business) const;
    template <class Business>
    [[nodiscard]] std::uint8_t latesOf(std::uint32_t item, const ItemNow &now, std::int64_t businessAge, Business business) const;
    [[nodiscard]] std::uint8_t responseLates(std::int64_t used) const;
    [[nodiscard]] ResponseState responseOf(std::uint32_t item, const ItemState &state) const;

    const Population &m_population;
    std::uint8_t m_asked = 0;
    std::shared_ptr<const Planned> m_planned;
    std::shared_ptr<const Lates> m_lates;
};

// Only where the question asks for lates: they cost a pass over the activities.
[[nodiscard]] inline std::optional<ItemStates> statesFor(const Population &population)
{
    return population.question().lates.empty() ? std::nullopt : std::optional<ItemStates>(std::in_place, population);
}

// Tells the lates of all items of the present now, for whoever asks later.
void prepareLates(const facts::Snapshot &facts);

[[nodiscard]] constexpr std::uint8_t lateBit(Late late) { return std::uint8_t(1U << unsigned(late)); }

// First response is expected for leads and for deals that came without one.
[[nodiscard]] inline bool awaitsResponse(const facts::ItemColumns &items, std::uint32_t item)
{
    return items.kind[item] == model::EntityKind::Lead || items.lead[item] < 0;
}

[[nodiscard]] inline bool hasHappened(base::UtcSeconds at, base::UtcSeconds now) { return at != base::kNever && at <= now; }

} // namespace dealerlens::reports
