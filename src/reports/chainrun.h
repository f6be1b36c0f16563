// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincodes.h"

#include <vector>

namespace dealerlens::reports {

// The innermost loop of the sums. What it needs of the scope of one portal, in 32 bits.
struct Bounds {
    Second now = 0;
    Second from = 0; // of the period
    Second length = kNoSecond;
    Second previousFrom = kNoSecond;
    Second horizon = kNoSecond; // longest time to a conversion
    Second matureUntil = kNoSecond; // chains that began later are too young
    Second journal = 0; // before it the responsible is assumed
};

// Counts by key; kept for their memory.
struct Cells {
    struct Slot {
        std::int64_t units = 0;
        std::int64_t count = 0;
    };

    std::vector<BeginningLanes> began;
    std::vector<std::array<Slot, kSlots>> ends;
    std::vector<std::array<std::uint32_t, 2>> converted; // of chains with deals; [1]: before the journal
};

// Which rows are asked for: one byte for each entry of a dictionary.
struct RowFilter {
    std::vector<char> sources;
    std::vector<char> campaigns;
    std::vector<char> funnels; // the last one: none
    bool isUsed = false;

    [[nodiscard]] bool passes(const ChainBlock &block, std::size_t row) const
    {
        const std::size_t funnel = std::min<std::size_t>(block.funnel[row], funnels.size() - 1);
        return (sources[block.source[row]] & campaigns[block.campaign[row]] & funnels[funnel]) != 0;
    }
};

// Rows [from, to) of a block into the cells; `pass(row)` says of each whether it is counted here.
// kPlain: all ends of the block lie before `now`, there is no period, no horizon and no time before the journal; then
// what a row is can be told without its instants.
template <bool kJoined, bool kPlain, class Key, class Pass>
std::int64_t runRows(const ChainBlock &block, std::size_t from, std::size_t to, Part part, const Bounds bounds, const Key *firstKeys,
    const Key *lastKeys, Cells &cells, Pass pass)
{
    using Pair = std::int64_t __attribute__((vector_size(16)));
    BeginningLanes *const began = cells.began.data();
    const BeginningLanes *const lanes = lanesOf(kJoined, part).data();
    auto *const ends = cells.ends.data();
    const std::uint8_t *const allFlags = block.flags.data();
    const Second *const allClosed = block.closed.data();
    const Second *const allBegan = block.began.data();
    const Second *const allConverted = block.converted.data();
    const std::int64_t *const amounts = block.amount.data();
    std::int64_t counted = 0;
    for (std::size_t row = from; row < to; ++row) {
        if (!pass(row))
            continue;
        ++counted;
        const unsigned flags = allFlags[row];
        const Second closed = kPlain ? 0 : allClosed[row];
        const unsigned isClosed = kPlain ? ((flags & (kWonFlag | kLostFlag)) != 0 ? 1 : 0) : closed <= bounds.now ? 1 : 0;
        if (kPlain || part != Part::Nothing) {
            const Second start = kPlain ? 0 : allBegan[row];
            unsigned code = 0;
            if constexpr (kJoined) {
                const Second at = allConverted[row];
                const unsigned conversion = at > bounds.now ? 0 : kPlain || at - start <= bounds.horizon ? 2 : 1;
                code = (flags & 15) * 16 + (flags >> 6 & 1) * 8 + (flags >> 4 & isClosed) * 4 + conversion;
            } else {
                const unsigned inTime = kPlain || closed - start <= bounds.horizon ? 1 : 0;
                code = (flags & 15) * 8 + kEnds[(flags >> 4 & 7) * 4 + isClosed * 2 + inTime];
            }
            began[firstKeys[row]] += lanes[code];
        }
        const unsigned inPeriod = kPlain || closed - bounds.from < bounds.length ? 1 : 0;
        unsigned slot = isClosed != 0 ? kClosedSlots[(flags >> 4) * 2 + inPeriod] : unsigned(kOpenSlot);
        if constexpr (!kPlain)
            slot += (isClosed != 0 ? closed : bounds.now) < bounds.journal ? kBeforeJournal : 0;
        Pair &cell = reinterpret_cast<Pair &>(ends[lastKeys[row]][slot]);
        cell += Pair { amounts[row], 1 };
        if constexpr (kJoined) {
            const Second at = allConverted[row];
            if (at <= bounds.now && (kPlain || at - bounds.from < bounds.length)) {
                const std::size_t key = (block.more[row] & kConvertedByLast) != 0 ? lastKeys[row] : firstKeys[row];
                ++cells.converted[key][!kPlain && at < bounds.journal ? 1 : 0];
            }
        }
    }
    return counted;
}

} // namespace dealerlens::reports
