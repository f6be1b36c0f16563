// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincodes.h"

#include <optional>
#include <vector>

namespace dealerlens::reports {

// What the sums need of the scope of one portal, in 32 bits.
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

    std::array<std::vector<BeginningLanes>, 2> began; // [1]: before the journal
    std::vector<std::array<Slot, kSlots>> ends;
    std::vector<std::array<std::uint32_t, 2>> converted; // of chains with deals; [1]: before the journal
    std::vector<std::uint32_t> convertedKeys; // of conversions, by row; empty: those of who began or ended it
};

// Which rows are asked for: one byte for each entry of a dictionary.
struct RowFilter {
    std::vector<char> sources;
    std::vector<char> campaigns;
    std::vector<char> funnels; // the last one: none
    bool isUsed = false;
    bool isOfSources = false; // asks for nothing else
    std::optional<std::uint16_t> onlySource; // and for one alone

    [[nodiscard]] bool passes(const ChainBlock &block, std::size_t row) const { return passes(block, row, block.source[row]); }

    [[nodiscard]] bool passesAtEnd(const ChainBlock &block, std::size_t end) const // a place in the order of closing
    {
        return passes(block, block.byEnd[end], block.endSource[end]);
    }

private:
    [[nodiscard]] bool passes(const ChainBlock &block, std::size_t row, std::uint16_t source) const
    {
        if (isOfSources || sources[source] == 0)
            return sources[source] != 0;
        const std::size_t funnel = std::min<std::size_t>(block.funnel[row], funnels.size() - 1);
        return (campaigns[block.campaign[row]] & funnels[funnel]) != 0;
    }
};

// Calls use(row) for the rows of a run for which pass(row) is 1, not 0; answers how many. What passes is listed first: whether
// it does is a guess that the processor would often lose.
template <class Pass, class Use> std::size_t eachPassing(std::size_t from, std::size_t to, Pass pass, Use use)
{
    constexpr std::size_t kChunk = 1'024;
    std::array<std::uint8_t, kChunk> passes;
    std::array<std::uint32_t, kChunk> rows;
    std::size_t passed = 0;
    for (; from < to; from += std::min(kChunk, to - from)) {
        const std::size_t length = std::min(kChunk, to - from);
        for (std::size_t i = 0; i < length; ++i)
            passes[i] = std::uint8_t(pass(from + i));
        std::size_t kept = 0;
        for (std::size_t i = 0; i < length; ++i) {
            rows[kept] = std::uint32_t(from + i);
            kept += passes[i];
        }
        for (std::size_t i = 0; i < kept; ++i)
            use(rows[i]);
        passed += kept;
    }
    return passed;
}

// What the beginnings of one block's rows count as.
// kPlain: all ends of the block lie before `now`, and there is no horizon; then it can be told without the instants.
template <bool kJoined, bool kPlain> class Beginnings final {
public:
    Beginnings(const ChainBlock &block, Part part, const Bounds &bounds)
        : m_lanes(lanesOf(kJoined, part).data())
        , m_flags(block.flags.data())
        , m_closed(block.closed.data())
        , m_starts(block.began.data())
        , m_conversions(block.converted.data())
        , m_now(bounds.now)
        , m_horizon(bounds.horizon)
    {
    }

    [[nodiscard, gnu::always_inline]] const BeginningLanes &of(std::size_t row) const
    {
        const unsigned flags = m_flags[row];
        const Second closed = kPlain ? 0 : m_closed[row];
        const Second start = kPlain ? 0 : m_starts[row];
        const unsigned hasClosed = kPlain ? ((flags & (kWonFlag | kLostFlag)) != 0 ? 1 : 0) : closed <= m_now ? 1 : 0;
        if constexpr (kJoined) {
            const Second at = m_conversions[row];
            const unsigned conversion = at > m_now ? 0 : kPlain || at - start <= m_horizon ? 2 : 1;
            return m_lanes[(flags & 15) * 16 + (flags >> 6 & 1) * 8 + (flags >> 4 & hasClosed) * 4 + conversion];
        }
        const unsigned inTime = kPlain || closed - start <= m_horizon ? 1 : 0;
        return m_lanes[(flags & 15) * 8 + kEnds[(flags >> 4 & 7) * 4 + hasClosed * 2 + inTime]];
    }

private:
    const BeginningLanes *const m_lanes;
    const std::uint8_t *const m_flags;
    const Second *const m_closed;
    const Second *const m_starts;
    const Second *const m_conversions;
    const Second m_now;
    const Second m_horizon;
};

} // namespace dealerlens::reports
