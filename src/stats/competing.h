// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace dealerlens::stats {

// Aalen–Johansen estimate of how items end, when they can end in several ways: share won, share lost, share
// still open by age t (Aalen and Johansen 1978). Unlike 1 − KM with losses taken as censored it never counts a
// lost item as one that may yet be won; the shares and the open rest always sum to 1. Immutable; any thread.
class CompetingCurve {
public:
    // `ages` in seconds from creation; `causes` 0 = still open (censored), 1…causeCount = how it ended. At equal
    // ages ends come before censorings.
    CompetingCurve(std::span<const std::int64_t> ages, std::span<const std::uint8_t> causes, int causeCount);

    // Ages at which something ended, rising.
    [[nodiscard]] const std::vector<std::int64_t> &ages() const { return m_ages; }

    // Share ended by `cause` (1…causeCount) not later than `age`.
    [[nodiscard]] double incidenceAt(int cause, std::int64_t age) const;
    [[nodiscard]] double openAt(std::int64_t age) const;

private:
    [[nodiscard]] std::size_t indexAfter(std::int64_t age) const;

    int m_causes = 0;
    std::vector<std::int64_t> m_ages;
    std::vector<double> m_open; // after m_ages[i]
    std::vector<double> m_incidence; // [i * m_causes + cause − 1]
};

} // namespace dealerlens::stats
