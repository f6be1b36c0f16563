// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/digitsort.h"
#include "stats/survival.h"

#include <algorithm>
#include <cmath>

// What survival.cpp and survivalsummary.cpp share; nobody else includes it.
namespace dealerlens::stats {

// S is a product of up to millions of factors; a value that is a quantile in exact arithmetic may miss it by
// rounding. Neighbouring values of S differ by 1/n, so this is safe up to n of thousands of millions.
inline constexpr double kRounding = 1e-11;

// (time, censored) in one number: sorting puts events before censorings at equal times.
[[nodiscard]] inline std::uint64_t packedExit(std::int64_t seconds, bool ended)
{
    const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0));
    return (time << 1) | (ended ? 0U : 1U);
}

[[nodiscard]] inline std::optional<Interval> logLogInterval(const SurvivalStep *step, double z)
{
    if (step == nullptr || step->survival >= 1)
        return Interval { 1, 1 };
    if (step->survival <= 0)
        return std::nullopt;
    // log(−log S) has the standard error √Σ / |log S|.
    const double logarithm = std::log(step->survival);
    const double spread = z * std::sqrt(step->hazardSum) / -logarithm;
    return Interval { std::exp(logarithm * std::exp(spread)), std::exp(logarithm * std::exp(-spread)) };
}

// A network's stays are sorted for every node of a tree. `other` is room for it; the lowest bits may be left out.
template <class Numbers> void sortExits(Numbers &exits, Numbers &other, unsigned lowest = 0)
{
    constexpr std::size_t kFew = 768; // then to compare is faster
    if (exits.size() < kFew)
        std::sort(exits.begin(), exits.end());
    else
        sortByDigits(exits, other, [](auto exit) { return exit; }, lowest);
}

} // namespace dealerlens::stats
