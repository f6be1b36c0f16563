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

    [[nodiscard]] bool passes(const ChainBlock &block, std::size_t row) const
    {
        if (sources[block.source[row]] == 0)
            return false;
        if (isOfSources)
            return true;
        const std::size_t funnel = std::min<std::size_t>(block.funnel[row], funnels.size() - 1);
        return (campaigns[block.campaign[row]] & funnels[funnel]) != 0;
    }
};

// Counts rows of one block, of which `part` says what their beginnings count as.
// kPlain: all ends of the block lie before `now`, there is no period, no horizon and no time before the journal; then
// what a row is can be told without its instants.
template <bool kJoined, bool kPlain, class Key> class RowCounter final {
public:
    RowCounter(
        const ChainBlock &block, Part part, bool isAssumed, const Bounds &bounds, const Key *firstKeys, const Key *lastKeys, Cells &cells)
        : m_block(block)
        , m_bounds(bounds)
        , m_lanes(lanesOf(kJoined, part).data())
        , m_began(cells.began[isAssumed ? 1 : 0].data())
        , m_ends(cells.ends.data())
        , m_converted(cells.converted.data())
        , m_convertedKeys(cells.convertedKeys.empty() ? nullptr : cells.convertedKeys.data())
        , m_firstKeys(firstKeys)
        , m_lastKeys(lastKeys)
        , m_hasBeginnings(part != Part::Nothing)
    {
    }

    [[gnu::always_inline]] void both(std::size_t row) const
    {
        const unsigned flags = m_flags[row];
        const Second closed = kPlain ? 0 : m_closed[row];
        if (kPlain || m_hasBeginnings)
            begin(row, flags, closed);
        end(row, flags, closed);
    }

    [[gnu::always_inline]] void begin(std::size_t row) const { begin(row, m_flags[row], kPlain ? 0 : m_closed[row]); }

    [[gnu::always_inline]] void end(std::size_t row) const { end(row, m_flags[row], kPlain ? 0 : m_closed[row]); }

private:
    [[nodiscard]] unsigned isClosed(unsigned flags, Second closed) const
    {
        return kPlain ? ((flags & (kWonFlag | kLostFlag)) != 0 ? 1 : 0) : closed <= m_bounds.now ? 1 : 0;
    }

    [[gnu::always_inline]] void begin(std::size_t row, unsigned flags, Second closed) const
    {
        const Second start = kPlain ? 0 : m_starts[row];
        unsigned code = 0;
        if constexpr (kJoined) {
            const Second at = m_conversions[row];
            const unsigned conversion = at > m_bounds.now ? 0 : kPlain || at - start <= m_bounds.horizon ? 2 : 1;
            code = (flags & 15) * 16 + (flags >> 6 & 1) * 8 + (flags >> 4 & isClosed(flags, closed)) * 4 + conversion;
        } else {
            const unsigned inTime = kPlain || closed - start <= m_bounds.horizon ? 1 : 0;
            code = (flags & 15) * 8 + kEnds[(flags >> 4 & 7) * 4 + isClosed(flags, closed) * 2 + inTime];
        }
        m_began[m_firstKeys[row]] += m_lanes[code];
    }

    [[gnu::always_inline]] void end(std::size_t row, unsigned flags, Second closed) const
    {
        using Pair = std::int64_t __attribute__((vector_size(16)));
        const unsigned hasClosed = isClosed(flags, closed);
        const unsigned inPeriod = kPlain || closed - m_bounds.from < m_bounds.length ? 1 : 0;
        unsigned slot = hasClosed != 0 ? kClosedSlots[(flags >> 4) * 2 + inPeriod] : unsigned(kOpenSlot);
        if constexpr (!kPlain)
            slot += (hasClosed != 0 ? closed : m_bounds.now) < m_bounds.journal ? kBeforeJournal : 0;
        reinterpret_cast<Pair &>(m_ends[m_lastKeys[row]][slot]) += Pair { m_amounts[row], 1 };
        if constexpr (kJoined) {
            const Second at = m_conversions[row];
            if (at <= m_bounds.now && (kPlain || at - m_bounds.from < m_bounds.length)) {
                const std::size_t key = m_convertedKeys != nullptr ? m_convertedKeys[row]
                    : (m_block.more[row] & kConvertedByLast) != 0  ? m_lastKeys[row]
                                                                   : m_firstKeys[row];
                ++m_converted[key][!kPlain && at < m_bounds.journal ? 1 : 0];
            }
        }
    }

    const ChainBlock &m_block;
    const Bounds m_bounds;
    const BeginningLanes *const m_lanes;
    BeginningLanes *const m_began;
    std::array<Cells::Slot, kSlots> *const m_ends;
    std::array<std::uint32_t, 2> *const m_converted;
    const std::uint32_t *const m_convertedKeys;
    const Key *const m_firstKeys;
    const Key *const m_lastKeys;
    const std::uint8_t *const m_flags = m_block.flags.data();
    const Second *const m_closed = m_block.closed.data();
    const Second *const m_starts = m_block.began.data();
    const Second *const m_conversions = m_block.converted.data();
    const std::int64_t *const m_amounts = m_block.amount.data();
    const bool m_hasBeginnings;
};

} // namespace dealerlens::reports
