// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/bootstrap.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace dealerlens::stats {

namespace {

constexpr std::int64_t kNotReached = std::numeric_limits<std::int64_t>::max();

struct Row {
    std::int64_t seconds = 0;
    bool censored = false;
    std::uint32_t item = 0;
};

std::vector<Row> sortedRows(const Stays &stays, std::span<const std::uint32_t> items)
{
    std::vector<Row> rows;
    rows.reserve(stays.seconds.size());
    for (std::size_t i = 0; i < stays.seconds.size(); ++i)
        if (stays.watchedFrom.empty() || stays.watchedFrom[i] <= 0 || stays.watchedFrom[i] < stays.seconds[i])
            rows.push_back({ std::max<std::int64_t>(stays.seconds[i], 0), stays.ended[i] == 0, items[i] });
    std::sort(rows.begin(), rows.end(),
        [](const Row &a, const Row &b) { return a.seconds != b.seconds ? a.seconds < b.seconds : a.censored < b.censored; });
    return rows;
}

// Stays watched from a later age, by that age.
std::vector<Row> lateRows(const Stays &stays, std::span<const std::uint32_t> items)
{
    std::vector<Row> rows;
    for (std::size_t i = 0; i < stays.watchedFrom.size(); ++i)
        if (stays.watchedFrom[i] > 0 && stays.watchedFrom[i] < stays.seconds[i])
            rows.push_back({ stays.watchedFrom[i], false, items[i] });
    std::ranges::sort(rows, {}, &Row::seconds);
    return rows;
}

std::int64_t weightedQuantile(std::span<const Row> rows, std::span<const Row> late, std::span<const std::uint32_t> weights, double q)
{
    std::int64_t atRisk = 0;
    for (const Row &row : rows)
        atRisk += weights[row.item];
    for (const Row &row : late)
        atRisk -= weights[row.item];
    std::size_t entry = 0;
    double survival = 1;
    for (std::size_t i = 0; i < rows.size();) {
        const std::int64_t time = rows[i].seconds;
        for (; entry < late.size() && late[entry].seconds < time; ++entry)
            atRisk += weights[late[entry].item];
        std::int64_t events = 0;
        std::int64_t censored = 0;
        for (; i < rows.size() && rows[i].seconds == time; ++i)
            (rows[i].censored ? censored : events) += weights[rows[i].item];
        if (events > 0)
            survival *= static_cast<double>(atRisk - events) / static_cast<double>(atRisk);
        if (survival <= 1 - q + 1e-11)
            return time;
        atRisk -= events + censored;
    }
    return kNotReached;
}

// The standard library's distributions differ between implementations; this does not. The bias of the plain
// remainder is below n/2⁶⁴.
void drawItems(std::vector<std::uint32_t> &weights, std::mt19937_64 &random)
{
    std::fill(weights.begin(), weights.end(), 0U);
    for (std::size_t i = 0; i < weights.size(); ++i)
        ++weights[random() % weights.size()];
}

} // namespace

TimeInterval clusterQuantileInterval(const Stays &stays, std::span<const std::uint32_t> items, double q, const BootstrapPlan &plan)
{
    Q_ASSERT(items.size() == stays.seconds.size());
    if (items.empty() || plan.replicates < 2)
        return {};
    const std::vector<Row> rows = sortedRows(stays, items);
    const std::vector<Row> late = lateRows(stays, items);
    std::vector<std::uint32_t> weights(std::size_t { *std::max_element(items.begin(), items.end()) } + 1);
    std::mt19937_64 random(plan.seed);
    std::vector<std::int64_t> found;
    for (int i = 0; i < plan.replicates; ++i) {
        drawItems(weights, random);
        found.push_back(weightedQuantile(rows, late, weights, q));
    }
    std::sort(found.begin(), found.end());
    const double tail = (1 - plan.level) / 2 * static_cast<double>(found.size() - 1);
    const std::int64_t low = found[static_cast<std::size_t>(std::floor(tail))];
    const std::int64_t high = found[found.size() - 1 - static_cast<std::size_t>(std::floor(tail))];
    const auto time = [](std::int64_t t) { return t == kNotReached ? std::nullopt : std::optional(t); };
    return { time(low), time(high) };
}

} // namespace dealerlens::stats
