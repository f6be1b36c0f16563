// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// Intervals and simple summaries. Pure functions, any thread. `level` is the coverage, 0.95 everywhere in the
// program. "No answer" (an empty group) is an empty optional, never zero.
namespace dealerlens::stats {

inline constexpr double kLevel = 0.95;

struct Interval {
    double low = 0;
    double high = 0;
};

struct Difference {
    double value = 0;
    Interval interval;
};

// The z with P(|Z| <= z) = level for a standard normal Z: 1.959964 at 0.95.
[[nodiscard]] double normalQuantile(double level = kLevel);

// Wilson score interval of the share k/n without continuity correction (Wilson 1927, JASA 22:209).
// Empty when n <= 0 or k is outside 0..n.
[[nodiscard]] std::optional<Interval> wilson(std::int64_t k, std::int64_t n, double level = kLevel);

struct Share {
    std::int64_t k = 0;
    std::int64_t n = 0;
};

// first − second with Newcombe's hybrid score interval (Newcombe 1998, Stat. Med. 17:873, method 10).
[[nodiscard]] std::optional<Difference> newcombe(Share first, Share second, double level = kLevel);

// Percentile of type 7 of Hyndman and Fan (Excel PERCENTILE.INC, numpy's default): linear between the order
// statistics at (n − 1)p. `p` in 0..1.
[[nodiscard]] std::optional<double> percentileOfSorted(std::span<const std::int64_t> sorted, double p);

// The same for values in any order; they are rearranged in place (linear time).
[[nodiscard]] std::optional<double> percentile(std::span<std::int64_t> values, double p);

[[nodiscard]] std::optional<double> mean(std::span<const std::int64_t> values);

// Holm's step-down adjustment of p-values (Holm 1979); same order as given, each at most 1.
[[nodiscard]] std::vector<double> holm(std::span<const double> pValues);

} // namespace dealerlens::stats
