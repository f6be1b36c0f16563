// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/reportsnetwork.h"

#include <optional>

namespace dealerlens::bench {

// The smallest programs that answer the questions of the reports from plain arrays: one thread, no names, no
// intervals, no coverage. Yardsticks only.

struct BareSums {
    std::int64_t leads = 0;
    std::int64_t known = 0; // answered, or past the limit without an answer
    std::int64_t inLimit = 0;
    std::int64_t converted = 0;
    std::int64_t won = 0;
    std::int64_t revenue = 0;
    bool operator==(const BareSums &) const = default;
};

struct BareQuestion {
    std::uint32_t now = kEnd;
    std::uint32_t from = 0; // [from, to)
    std::uint32_t to = kNoTime;
    std::optional<std::uint32_t> source = {};
};

// By leaf; whoever asks for the tree adds them up.
[[nodiscard]] std::vector<BareSums> bareSums(const RawRows &rows, const BareQuestion &question);

// Nodes above the leaves: portals, regions, all.
struct BareTree {
    std::vector<BareSums> leaves, portals, regions;
    BareSums all;
};

[[nodiscard]] BareTree bareTree(const RawRows &rows, const BareQuestion &question);

// Quarter-octave histograms of the stays by leaf: how often, and the bin of the median of every node.
[[nodiscard]] std::uint64_t bareHistogram(const RawRows &rows);

} // namespace dealerlens::bench
