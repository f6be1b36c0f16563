// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/hugepages.h"
#include "stats/survival.h"

#include <algorithm>
#include <limits>

namespace dealerlens::stats {

// What to tell of a curve.
struct SummaryAsked {
    std::span<const double> quantiles;
    bool medianInterval = false;
    std::int64_t horizon = 0; // of the restricted mean; 0: none
};

struct SurvivalSummary {
    std::vector<std::optional<std::int64_t>> quantiles; // as asked
    TimeInterval medianInterval; // SurvivalCurve::quantileInterval(0.5)
    double restrictedMean = 0;
};

// A stay in 32 bits: its seconds, and in the lowest bit whether it was still going on. Longer ones than 68 years count
// as that, below 0 as 0.
using Exit = std::uint32_t;
inline constexpr Exit kOngoing = 1;

[[nodiscard]] inline Exit exitOf(std::int64_t seconds, bool ended)
{
    constexpr std::int64_t kLongest = std::numeric_limits<Exit>::max() >> 1;
    return (Exit(std::clamp<std::int64_t>(seconds, 0, kLongest)) << 1) | (ended ? 0 : kOngoing);
}

void sort(base::HugeVector<Exit> &exits); // by time, and at equal times those that ended first

// The numbers of a Kaplan–Meier curve without the curve: those of SurvivalCurve up to the rounding of sums and products,
// in a tenth of the time and of the memory. Where nobody leaves unseen S is what is left of the stays, and the sum of
// Greenwood 1/n at the end − 1/n at the beginning; limits of the interval are looked at one by one only where they may
// cross. Pure; any thread.
[[nodiscard]] SurvivalSummary summarize(const Stays &stays, const SummaryAsked &asked);
[[nodiscard]] SurvivalSummary summarize(std::span<const Exit> sorted, const SummaryAsked &asked);

} // namespace dealerlens::stats
