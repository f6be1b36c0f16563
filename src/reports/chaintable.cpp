// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chaincolumns.h"

#include <algorithm>

namespace dealerlens::reports {
namespace {

// In a rising column of which the samples are known.
template <class At> std::size_t firstSince(Second since, std::span<const Second> samples, std::size_t size, At at)
{
    const auto sample = std::size_t(std::lower_bound(samples.begin(), samples.end(), since) - samples.begin());
    if (sample == 0)
        return 0;
    std::size_t first = (sample - 1) * ChainBlock::kSample + 1;
    std::size_t last = std::min(sample * ChainBlock::kSample, size);
    while (first < last) {
        const std::size_t middle = (first + last) / 2;
        if (at(middle) < since)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

} // namespace

ChainBlock ChainTable::of(facts::Index portal) const
{
    const Place &place = places[std::size_t(portal)];
    ChainBlock block;
    ChainBlock::each(block, rows, [&](auto &own, const auto &all) {
        if (!all.empty())
            own = std::span(all).subspan(place.row, place.rows);
    });
    block.table = this;
    block.lastBegan = place.lastBegan;
    block.lastSettled = place.lastSettled;
    block.lastEnd = place.lastEnd;
    block.ended = place.ended;
    block.endsLater = place.endsLater;
    const std::size_t samples = ChainBlock::samplesOf(place.rows);
    block.beganSamples = std::span(beganSamples).subspan(place.sample, samples);
    block.endSamples = std::span(endSamples).subspan(place.sample, samples);
    return block;
}

std::size_t ChainBlock::firstBegun(Second since) const
{
    return firstSince(since, beganSamples, size(), [this](std::size_t row) { return began[row]; });
}

std::size_t ChainBlock::firstEnded(Second since) const
{
    if (since > lastEnd)
        return ended;
    return firstSince(since, endSamples, size(), [this](std::size_t i) { return endAt[i]; });
}

} // namespace dealerlens::reports
