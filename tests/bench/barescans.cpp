// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/barescans.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace dealerlens::bench {
namespace {

void add(BareSums &sum, const BareSums &other)
{
    sum.leads += other.leads;
    sum.known += other.known;
    sum.inLimit += other.inLimit;
    sum.converted += other.converted;
    sum.won += other.won;
    sum.revenue += other.revenue;
}

// Each question reads only the columns it needs.
template <bool kPast, bool kPeriod, bool kSource> void scan(const LeadRows &l, const BareQuestion &q, std::vector<BareSums> &leaves)
{
    const std::size_t count = l.size();
    const std::uint32_t length = q.to - q.from;
    for (std::size_t i = 0; i < count; ++i) {
        if (kSource && l.source[i] != *q.source)
            continue;
        const std::uint32_t began = kPast || kPeriod ? l.began[i] : 0;
        if (kPast && began > q.now)
            continue;
        const bool isClosed = kPast ? l.closed[i] <= q.now : true;
        const bool isWon = l.outcome[i] == 1 && isClosed;
        if (!kPeriod || began - q.from < length) {
            BareSums &first = leaves[l.first[i]];
            ++first.leads;
            if (kPast) {
                const bool isAnswered = l.answered[i] <= q.now;
                first.known += isAnswered || (l.breached[i] <= q.now && l.talked[i] > q.now) ? 1 : 0;
                first.inLimit += isAnswered ? l.inLimit[i] : 0;
            } else {
                first.known += l.known[i];
                first.inLimit += l.known[i] & l.inLimit[i];
            }
            first.converted += isWon ? 1 : 0;
        }
        if (!kPeriod || l.closed[i] - q.from < length) {
            BareSums &last = leaves[l.last[i]];
            last.won += isWon ? 1 : 0;
            last.revenue += isWon ? l.amount[i] : 0;
        }
    }
}

} // namespace

std::vector<BareSums> bareSums(const RawRows &rows, const BareQuestion &question)
{
    std::vector<BareSums> leaves(rows.leaves.size());
    const bool isPast = question.now != kEnd;
    const bool hasPeriod = question.from != 0 || question.to != kNoTime;
    if (hasPeriod)
        scan<false, true, false>(rows.leads, question, leaves);
    else if (question.source)
        scan<false, false, true>(rows.leads, question, leaves);
    else if (isPast)
        scan<true, false, false>(rows.leads, question, leaves);
    else
        scan<false, false, false>(rows.leads, question, leaves);
    return leaves;
}

BareTree bareTree(const RawRows &rows, const BareQuestion &question)
{
    BareTree tree { bareSums(rows, question), {}, {}, {} };
    std::uint32_t portals = 0;
    std::uint32_t regions = 0;
    for (const Leaf &leaf : rows.leaves) {
        portals = std::max(portals, leaf.portal + 1);
        regions = std::max(regions, leaf.region + 1);
    }
    tree.portals.resize(portals);
    tree.regions.resize(regions);
    for (std::size_t i = 0; i < tree.leaves.size(); ++i) {
        add(tree.portals[rows.leaves[i].portal], tree.leaves[i]);
        add(tree.regions[rows.leaves[i].region], tree.leaves[i]);
        add(tree.all, tree.leaves[i]);
    }
    return tree;
}

std::uint64_t bareHistogram(const RawRows &rows)
{
    constexpr std::size_t kBins = 128;
    std::vector<std::array<std::uint32_t, kBins>> leaves(rows.leaves.size());
    const StayRows &s = rows.stays;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const std::uint32_t seconds = s.seconds[i] | 1;
        const unsigned octave = unsigned(std::bit_width(seconds)) - 1;
        const unsigned quarter = octave >= 2 ? (seconds >> (octave - 2)) & 3 : 0;
        ++leaves[s.leaf[i]][octave * 4 + quarter];
    }
    // Every node's bin of the median: leaves, then what they make together.
    std::vector<std::array<std::uint32_t, kBins>> portals(rows.leaves.size());
    std::array<std::uint32_t, kBins> all {};
    const auto binOf = [](const std::array<std::uint32_t, kBins> &bins) {
        std::uint64_t total = 0;
        for (const std::uint32_t n : bins)
            total += n;
        std::uint64_t passed = 0;
        std::size_t bin = 0;
        while (bin + 1 < kBins && (passed += bins[bin]) * 2 < total)
            ++bin;
        return std::uint64_t(bin);
    };
    std::uint64_t check = 0;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        check += binOf(leaves[i]);
        for (std::size_t bin = 0; bin < kBins; ++bin) {
            portals[rows.leaves[i].portal][bin] += leaves[i][bin];
            all[bin] += leaves[i][bin];
        }
    }
    for (const auto &bins : portals)
        check += binOf(bins);
    return check + binOf(all);
}

} // namespace dealerlens::bench
