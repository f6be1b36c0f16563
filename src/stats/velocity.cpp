// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/velocity.h"

#include <algorithm>
#include <cmath>

namespace dealerlens::stats {

namespace {

bool arePositive(const VelocityFactors &f) { return std::min({ f.open, f.winRate, f.amount, f.cycleDays }) > 0; }

} // namespace

std::optional<double> velocity(const VelocityFactors &factors)
{
    if (factors.cycleDays <= 0)
        return std::nullopt;
    return factors.open * factors.winRate * factors.amount / factors.cycleDays;
}

std::optional<std::array<double, 4>> velocityChange(const VelocityFactors &before, const VelocityFactors &after)
{
    if (!arePositive(before) || !arePositive(after))
        return std::nullopt;
    const double was = *velocity(before);
    const double is = *velocity(after);
    // The logarithmic mean; both velocities equal is its limit.
    const double ratio = std::log(is / was);
    const double weight = std::abs(ratio) < 1e-12 ? was : (is - was) / ratio;
    return std::array { weight * std::log(after.open / before.open), weight * std::log(after.winRate / before.winRate),
        weight * std::log(after.amount / before.amount), -weight * std::log(after.cycleDays / before.cycleDays) };
}

} // namespace dealerlens::stats
