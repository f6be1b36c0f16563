// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/survivalsummary.h"

#include <cstdint>
#include <limits>
#include <span>

namespace dealerlens::stats {

struct BootstrapPlan {
    int replicates = 400;
    std::uint64_t seed = 20251114; // fixed: the same data give the same interval on every machine
    double level = kLevel;
};

// Percentile interval of a Kaplan–Meier quantile when one item can stay several times (all visits): whole items
// are drawn with replacement, so that the visits of one item are never taken for independent ones (Davison and
// Hinkley 1997, 3.8). `items` gives each stay's item as 0…n−1. An end is empty
// when that replicate did not reach the quantile. O(n log n + replicates · n); pure, any thread.
[[nodiscard]] TimeInterval clusterQuantileInterval(
    const Stays &stays, std::span<const std::uint32_t> items, double q, const BootstrapPlan &plan = {});

// What replicates found, which are put in order; those that did not reach the quantile told kNotReached.
inline constexpr std::int64_t kNotReached = std::numeric_limits<std::int64_t>::max();
[[nodiscard]] TimeInterval percentileInterval(std::span<std::int64_t> found, double level);

} // namespace dealerlens::stats
