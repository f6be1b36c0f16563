// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/logrank.h"

#include <boost/math/distributions/chi_squared.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace dealerlens::stats {

namespace {

using Matrix = std::vector<std::vector<double>>;

struct Sums {
    std::vector<double> observed;
    std::vector<double> expected;
    Matrix variance;
};

// Adds one event time: n and d of every group just before it.
void addTime(Sums &sums, std::span<const double> atRisk, std::span<const double> events)
{
    double n = 0;
    double d = 0;
    for (std::size_t g = 0; g < atRisk.size(); ++g) {
        n += atRisk[g];
        d += events[g];
    }
    if (d <= 0)
        return;
    const double common = n > 1 ? d * (n - d) / (n - 1) : 0;
    for (std::size_t g = 0; g < atRisk.size(); ++g) {
        const double share = atRisk[g] / n;
        sums.observed[g] += events[g];
        sums.expected[g] += d * share;
        for (std::size_t h = 0; h < atRisk.size(); ++h)
            sums.variance[g][h] += common * share * ((g == h ? 1.0 : 0.0) - atRisk[h] / n);
    }
}

Sums sumOverTimes(std::span<const SurvivalCurve> groups)
{
    const std::size_t count = groups.size();
    Sums sums { std::vector<double>(count), std::vector<double>(count), Matrix(count, std::vector<double>(count)) };
    std::vector<std::size_t> next(count);
    std::vector<double> atRisk(count);
    std::vector<double> events(count);
    while (true) {
        std::optional<std::int64_t> time;
        for (std::size_t g = 0; g < count; ++g)
            if (next[g] < groups[g].steps().size()) {
                const std::int64_t t = groups[g].steps()[next[g]].time;
                time = time ? std::min(*time, t) : t;
            }
        if (!time)
            return sums;
        for (std::size_t g = 0; g < count; ++g) {
            const auto &steps = groups[g].steps();
            const bool some = next[g] < steps.size();
            const bool now = some && steps[next[g]].time == *time;
            atRisk[g] = some ? static_cast<double>(steps[next[g]].atRisk) : 0;
            events[g] = now ? static_cast<double>(steps[next[g]].events) : 0;
            next[g] += now ? 1 : 0;
        }
        addTime(sums, atRisk, events);
    }
}

// uᵀ V⁻¹ u by Gauss with pivoting; a direction without variance adds nothing. `rank` counts the others.
double quadraticForm(Matrix v, std::vector<double> u, int &rank)
{
    double result = 0;
    std::vector<bool> used(u.size());
    for (rank = 0; rank < static_cast<int>(u.size()); ++rank) {
        std::size_t pivot = u.size();
        for (std::size_t g = 0; g < u.size(); ++g)
            if (!used[g] && (pivot == u.size() || v[g][g] > v[pivot][pivot]))
                pivot = g;
        if (v[pivot][pivot] < 1e-9)
            break;
        used[pivot] = true;
        result += u[pivot] * u[pivot] / v[pivot][pivot];
        for (std::size_t g = 0; g < u.size(); ++g) {
            if (used[g])
                continue;
            const double factor = v[g][pivot] / v[pivot][pivot];
            u[g] -= factor * u[pivot];
            for (std::size_t h = 0; h < u.size(); ++h)
                v[g][h] -= factor * v[pivot][h];
        }
    }
    return result;
}

} // namespace

std::optional<LogRank> logRank(std::span<const SurvivalCurve> groups)
{
    Sums sums = sumOverTimes(groups);
    std::vector<double> difference(groups.size());
    for (std::size_t g = 0; g < groups.size(); ++g)
        difference[g] = sums.observed[g] - sums.expected[g];
    int rank = 0;
    // The differences sum to zero, so the whole matrix has one direction too few; pivoting leaves it out.
    const double chiSquare = quadraticForm(std::move(sums.variance), std::move(difference), rank);
    if (rank == 0)
        return std::nullopt;
    const double p = boost::math::cdf(boost::math::complement(boost::math::chi_squared(rank), chiSquare));
    return LogRank { chiSquare, rank, p, std::move(sums.observed), std::move(sums.expected) };
}

std::vector<PairTest> logRankPairs(std::span<const SurvivalCurve> groups)
{
    std::vector<PairTest> pairs;
    for (std::size_t first = 0; first < groups.size(); ++first)
        for (std::size_t second = first + 1; second < groups.size(); ++second) {
            const std::array two { groups[first], groups[second] };
            if (const auto test = logRank(two))
                pairs.push_back({ first, second, test->chiSquare, test->p, test->p });
        }
    std::vector<double> p;
    for (const PairTest &pair : pairs)
        p.push_back(pair.p);
    const std::vector<double> corrected = holm(p);
    for (std::size_t i = 0; i < pairs.size(); ++i)
        pairs[i].corrected = corrected[i];
    return pairs;
}

} // namespace dealerlens::stats
