// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/bootstrap.h"

#include "stats/survivaldetail.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace dealerlens::stats {

namespace {

struct Row {
    std::int64_t seconds = 0;
    bool censored = false;
    std::uint32_t item = 0;
};

// Stays in order of time: what a replicate walks over, four bytes a stay.
struct Walked {
    static constexpr std::uint32_t kCensored = 1U << 31;

    std::vector<std::uint32_t> items; // with kCensored
    std::vector<std::uint32_t> ends; // of runs of equal time, in `items`
    std::vector<std::int64_t> times; // of the runs
    std::vector<std::uint32_t> staysOf; // by item: stays that are at risk from their beginning
};

Walked walkedRows(const Stays &stays, std::span<const std::uint32_t> items)
{
    std::vector<Row> rows;
    rows.reserve(stays.seconds.size());
    Walked walked;
    walked.staysOf.resize(std::size_t { *std::max_element(items.begin(), items.end()) } + 1);
    for (std::size_t i = 0; i < stays.seconds.size(); ++i) {
        const std::int64_t from = stays.watchedFrom.empty() ? 0 : stays.watchedFrom[i];
        if (from > 0 && from >= stays.seconds[i])
            continue;
        rows.push_back({ std::max<std::int64_t>(stays.seconds[i], 0), stays.ended[i] == 0, items[i] });
        walked.staysOf[items[i]] += from > 0 ? 0 : 1;
    }
    std::sort(rows.begin(), rows.end(),
        [](const Row &a, const Row &b) { return a.seconds != b.seconds ? a.seconds < b.seconds : a.censored < b.censored; });
    for (std::size_t i = 0; i < rows.size(); ++i) {
        walked.items.push_back(rows[i].item | (rows[i].censored ? Walked::kCensored : 0));
        if (i + 1 < rows.size() && rows[i + 1].seconds == rows[i].seconds)
            continue;
        walked.ends.push_back(std::uint32_t(i + 1));
        walked.times.push_back(rows[i].seconds);
    }
    return walked;
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

std::int64_t weightedQuantile(const Walked &rows, std::span<const Row> late, std::span<const std::uint32_t> weights, double q)
{
    std::int64_t atRisk = 0;
    for (std::size_t item = 0; item < weights.size(); ++item)
        atRisk += std::int64_t { weights[item] } * rows.staysOf[item];
    std::size_t entry = 0;
    double survival = 1;
    std::uint32_t i = 0;
    for (std::size_t run = 0; run < rows.times.size(); ++run) {
        const std::int64_t time = rows.times[run];
        for (; entry < late.size() && late[entry].seconds < time; ++entry)
            atRisk += weights[late[entry].item];
        std::int64_t events = 0;
        std::int64_t all = 0;
        for (; i < rows.ends[run]; ++i) {
            const std::int64_t weight = weights[rows.items[i] & ~Walked::kCensored];
            all += weight;
            events += rows.items[i] < Walked::kCensored ? weight : 0;
        }
        if (events > 0)
            survival *= static_cast<double>(atRisk - events) / static_cast<double>(atRisk);
        if (survival <= 1 - q + kRounding)
            return time;
        atRisk -= all;
    }
    return kNotReached;
}

// x mod n by a multiplication: a division of 64 bits costs several times as much as the number to be divided.
class Remainder {
public:
    explicit Remainder(std::uint64_t n)
        : m_n(n)
        , m_inverse(std::numeric_limits<std::uint64_t>::max() / n)
    {
    }

    [[nodiscard]] std::uint64_t of(std::uint64_t x) const
    {
        __extension__ using Wide = unsigned __int128;
        std::uint64_t rest = x - static_cast<std::uint64_t>((Wide(x) * m_inverse) >> 64) * m_n;
        while (rest >= m_n)
            rest -= m_n;
        return rest;
    }

private:
    std::uint64_t m_n;
    std::uint64_t m_inverse; // never above 2⁶⁴ ÷ n: the quotient found is never too large
};

// The standard library's distributions differ between implementations; this does not. The bias of the plain
// remainder is below n/2⁶⁴.
void drawItems(std::vector<std::uint32_t> &weights, std::mt19937_64 &random)
{
    std::fill(weights.begin(), weights.end(), 0U);
    const Remainder remainder(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i)
        ++weights[remainder.of(random())];
}

} // namespace

TimeInterval percentileInterval(std::span<std::int64_t> found, double level)
{
    std::ranges::sort(found);
    const auto tail = static_cast<std::size_t>(std::floor((1 - level) / 2 * static_cast<double>(found.size() - 1)));
    const auto time = [](std::int64_t t) { return t == kNotReached ? std::nullopt : std::optional(t); };
    return { time(found[tail]), time(found[found.size() - 1 - tail]) };
}

TimeInterval clusterQuantileInterval(const Stays &stays, std::span<const std::uint32_t> items, double q, const BootstrapPlan &plan)
{
    Q_ASSERT(items.size() == stays.seconds.size());
    if (items.empty() || plan.replicates < 2)
        return {};
    const Walked rows = walkedRows(stays, items);
    const std::vector<Row> late = lateRows(stays, items);
    std::vector<std::uint32_t> weights(rows.staysOf.size());
    std::mt19937_64 random(plan.seed);
    std::vector<std::int64_t> found;
    for (int i = 0; i < plan.replicates; ++i) {
        drawItems(weights, random);
        found.push_back(weightedQuantile(rows, late, weights, q));
    }
    return percentileInterval(found, plan.level);
}

} // namespace dealerlens::stats
