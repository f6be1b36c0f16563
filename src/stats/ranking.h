// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/intervals.h"

#include <cstdint>
#include <optional>
#include <span>

// Fair comparison of dealers of different size. Pure functions, any thread.
namespace dealerlens::stats {

// The network's distribution of true rates: θ ~ Beta(mean·strength, (1 − mean)·strength).
struct BetaPrior {
    double mean = 0;
    double strength = 0; // as many observations as the network's knowledge is worth; at most 10⁶
};

struct Posterior {
    double mean = 0;
    Interval interval; // equal tails
};

// Maximum-likelihood beta-binomial prior over the dealers (k of n each); dealers with n = 0 do not count. Empty
// when no dealer has an observation. Dealers that do not differ more than chance give the largest strength.
[[nodiscard]] std::optional<BetaPrior> fitPrior(std::span<const Share> dealers);

// What is known of one dealer's rate: its own figures, drawn to the network's mean the more the fewer they are.
[[nodiscard]] Posterior posterior(const BetaPrior &prior, Share dealer, double level = kLevel);

// A dealer stands out when k <= low or k >= high; an empty end cannot be reached with this n.
struct FunnelLimits {
    std::optional<std::int64_t> low;
    std::optional<std::int64_t> high;
};

// Exact binomial limits of a funnel plot (Spiegelhalter 2005): the largest k with P(X <= k) <= tail and the
// smallest with P(X >= k) <= tail for X ~ Bin(n, rate).
[[nodiscard]] FunnelLimits funnelLimits(std::int64_t n, double rate, double tail = 0.025);

} // namespace dealerlens::stats
