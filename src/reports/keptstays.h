// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/staytable.h"

#include <optional>
#include <utility>

namespace dealerlens::reports {

// What a question leaves of a portal's stays.
struct StayScope {
    Second now = 0;
    Second from = 0;
    Second length = kNoSecond;
    bool isPast = false; // some may end after now
    bool hasPeriod = false;
    std::optional<std::pair<std::uint16_t, std::uint16_t>> codes = {}; // asked for: the first one, how many; empty: all
    std::vector<char> chosen = {}; // by code, when they are no run; else empty

    [[nodiscard]] bool isWhole() const { return !isPast && !hasPeriod && !codes && chosen.empty(); }
};

inline constexpr std::size_t kKeptSlack = 8; // more are written than are kept

// Writes the seconds of rows [from, to) that the question leaves, in their order; returns where they end. Pure; any thread.
[[nodiscard]] std::uint32_t *keepStays(
    std::uint32_t *out, const StayTable::Rows &rows, std::uint32_t from, std::uint32_t to, const StayScope &scope);

} // namespace dealerlens::reports
