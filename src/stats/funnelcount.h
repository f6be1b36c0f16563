// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dealerlens::stats {

enum class FunnelMode {
    Visited, // distinct items that were there
    Entries, // visits
    Supposed, // an item counts at every milestone up to its furthest, as Bitrix24's funnel "with conversion"
    Strict, // only items that passed all earlier milestones in order
    Furthest, // as Supposed, and says how many were only inferred: the program's default
};

enum class Outcome { Open, Won, Lost };

struct FunnelStage {
    std::int64_t count = 0; // in the mode asked for
    std::int64_t inferred = 0; // Furthest: counted here without having been seen here
    std::int64_t lostHere = 0; // lost items whose furthest milestone this is
    std::int64_t openHere = 0; // open items whose furthest milestone this is
    std::int64_t stuck = 0; // open items that stand here now
};

// Counts items through a funnel in all five modes at once. Milestones are 0…n−1 in order, the last one is "won".
// A value type for one thread; two counters of the same funnel can be merged. O(visits) per item.
//
// A lost item stays at its furthest milestone. An item that was won and re-opened has "won" among its visits but
// not as its furthest milestone: only what is won now counts as having got there.
class FunnelCounter {
public:
    explicit FunnelCounter(std::size_t milestones);

    // Milestones in the order they were entered, without losses; a won item may leave the last "won" out.
    // Numbers outside the funnel (not mapped) are left out and counted in unmapped().
    void add(std::span<const std::uint16_t> visits, Outcome outcome);
    void merge(const FunnelCounter &other);

    [[nodiscard]] std::vector<FunnelStage> stages(FunnelMode mode) const;

    [[nodiscard]] std::int64_t items() const { return m_items; }

    [[nodiscard]] std::int64_t unmapped() const { return m_unmapped; }

private:
    struct Counts {
        std::int64_t visited = 0;
        std::int64_t entries = 0;
        std::int64_t strict = 0;
        std::int64_t furthest = 0; // items at or beyond
        std::int64_t inferred = 0;
        std::int64_t lostHere = 0;
        std::int64_t openHere = 0;
        std::int64_t stuck = 0;
    };

    void enter(std::size_t milestone);
    void finish(Outcome outcome);

    std::vector<Counts> m_counts;
    std::int64_t m_items = 0;
    std::int64_t m_unmapped = 0;
    // Of the item being added:
    std::vector<char> m_seen;
    std::size_t m_strict = 0; // milestones passed in order
    std::optional<std::size_t> m_last;
};

// 1 − N(k+1)/N(k) for each milestone but the last; empty where N(k) = 0.
[[nodiscard]] std::vector<std::optional<double>> dropOff(std::span<const FunnelStage> stages);

// Last count over first, the funnel's end; empty when the first is 0.
[[nodiscard]] std::optional<double> endShare(std::span<const FunnelStage> stages);

} // namespace dealerlens::stats
