// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/survivalsummary.h"

#include <cstdint>
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

// The same for many items, none of them watched late: what is drawn are kBlocks groups of items (item mod kBlocks), each
// of them as good a sample of all as the others. The interval has the same width within the accuracy of so many groups,
// and costs a pass over the stays up to the quantile for each replicate. O(n + replicates · n/2); pure, any thread.
inline constexpr std::uint32_t kBlocks = 1'024;
[[nodiscard]] TimeInterval blockQuantileInterval(
    std::span<const Exit> exits, std::span<const std::uint32_t> items, double q, const BootstrapPlan &plan = {});

} // namespace dealerlens::stats
