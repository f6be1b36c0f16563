// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/hugepages.h"
#include "stats/bootstrap.h"

#include <cstdint>
#include <span>
#include <vector>

namespace dealerlens::stats {

// Stays of very many items, none of them watched late. What is drawn are kBlocks groups of items (item mod kBlocks), each of them
// as good a sample of all as the others.
inline constexpr std::uint32_t kBlocks = 1'024;

struct BlockStays {
    base::HugeVector<Exit> exits; // as sort() puts them
    base::HugeVector<std::uint16_t> blocks; // of each its item's
};

// `items` gives each stay's item. O(n); pure, any thread.
[[nodiscard]] BlockStays blockStays(std::span<const Exit> exits, std::span<const std::uint32_t> items);

// clusterQuantileInterval() of such groups: the interval has the same width within the accuracy of so many of them, and costs
// a pass over the stays up to the quantile for every eight replicates. Fewer than 2²⁸ stays. O(n + replicates · n/16); pure, any thread.
[[nodiscard]] TimeInterval blockQuantileInterval(
    std::span<const Exit> exits, std::span<const std::uint16_t> blocks, double q, const BootstrapPlan &plan = {});

} // namespace dealerlens::stats
