// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/intervals.h"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dealerlens::stats {

double normalQuantile(double level)
{
    const auto quantile = [](double at) { return boost::math::quantile(boost::math::normal(), 0.5 + at / 2); };
    static const double usual = quantile(kLevel); // a tree of ten thousand nodes asks fifty thousand times
    return level == kLevel ? usual : quantile(level);
}

std::optional<Interval> wilson(std::int64_t k, std::int64_t n, double level)
{
    if (n <= 0 || k < 0 || k > n)
        return std::nullopt;
    const double z = normalQuantile(level);
    const double count = static_cast<double>(n);
    const double p = static_cast<double>(k) / count;
    const double scale = 1 + z * z / count;
    const double centre = (p + z * z / (2 * count)) / scale;
    const double half = z * std::sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / scale;
    // The ends are exactly 0 and 1 at k = 0 and k = n; rounding must not step outside.
    return Interval { k == 0 ? 0.0 : centre - half, k == n ? 1.0 : centre + half };
}

std::optional<Difference> newcombe(Share first, Share second, double level)
{
    const auto one = wilson(first.k, first.n, level);
    const auto two = wilson(second.k, second.n, level);
    if (!one || !two)
        return std::nullopt;
    const double p1 = static_cast<double>(first.k) / static_cast<double>(first.n);
    const double p2 = static_cast<double>(second.k) / static_cast<double>(second.n);
    const double value = p1 - p2;
    return Difference { value, { value - std::hypot(p1 - one->low, two->high - p2), value + std::hypot(one->high - p1, p2 - two->low) } };
}

std::optional<double> percentileOfSorted(std::span<const std::int64_t> sorted, double p)
{
    if (sorted.empty())
        return std::nullopt;
    const double position = static_cast<double>(sorted.size() - 1) * std::clamp(p, 0.0, 1.0);
    const auto below = static_cast<std::size_t>(position);
    const auto above = std::min(below + 1, sorted.size() - 1);
    const double fraction = position - static_cast<double>(below);
    return static_cast<double>(sorted[below]) + fraction * static_cast<double>(sorted[above] - sorted[below]);
}

std::optional<double> percentile(std::span<std::int64_t> values, double p)
{
    if (values.empty())
        return std::nullopt;
    const double position = static_cast<double>(values.size() - 1) * std::clamp(p, 0.0, 1.0);
    const auto below = values.begin() + static_cast<std::ptrdiff_t>(position);
    std::nth_element(values.begin(), below, values.end());
    const auto above = below + 1 == values.end() ? below : std::min_element(below + 1, values.end());
    const double fraction = position - std::floor(position);
    return static_cast<double>(*below) + fraction * static_cast<double>(*above - *below);
}

std::optional<double> mean(std::span<const std::int64_t> values)
{
    if (values.empty())
        return std::nullopt;
    const double sum
        = std::accumulate(values.begin(), values.end(), 0.0, [](double total, std::int64_t v) { return total + static_cast<double>(v); });
    return sum / static_cast<double>(values.size());
}

std::vector<double> holm(std::span<const double> pValues)
{
    std::vector<std::size_t> order(pValues.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return pValues[a] < pValues[b]; });
    std::vector<double> adjusted(pValues.size());
    double highest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double factor = static_cast<double>(order.size() - rank);
        highest = std::max(highest, std::min(1.0, factor * pValues[order[rank]]));
        adjusted[order[rank]] = highest;
    }
    return adjusted;
}

} // namespace dealerlens::stats
