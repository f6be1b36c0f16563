// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincodes.h"
#include "stats/eightlanes.h"

#include <bit>
#include <cstring>
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

// What a question asks of the rows themselves.
[[nodiscard]] RowFilter filterOf(const Population &population);

// One bit for each of 64 bytes that are 0 or 1.
[[nodiscard]] inline std::uint64_t bitsOf(const std::array<std::uint8_t, 64> &flags)
{
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t kGather = 0x0102040810204080; // brings the lowest bits of eight bytes together in the highest one
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 8; ++i) {
        std::uint64_t word = 0;
        std::memcpy(&word, flags.data() + 8 * i, sizeof word);
        bits |= (word * kGather) >> 56 << (8 * i);
    }
    return bits;
}

// Rows of which a number is one …
struct IsOne {
    const std::uint16_t *numbers;
    std::uint16_t one;

    [[nodiscard]] bool operator()(std::size_t row) const { return numbers[row] == one; }
#ifdef DL_EIGHT_LANES
    [[nodiscard]] std::uint64_t of64(std::size_t row) const { return stats::sameOf64(numbers + row, one); }
#endif
};

// … is not more than another one …
struct IsNotMore {
    const std::uint32_t *numbers;
    std::uint32_t than;

    [[nodiscard]] bool operator()(std::size_t row) const { return numbers[row] <= than; }
#ifdef DL_EIGHT_LANES
    [[nodiscard]] std::uint64_t of64(std::size_t row) const { return stats::notMoreOf64(numbers + row, than); }
#endif
};

// … or is more.
struct IsMore {
    const std::uint32_t *numbers;
    std::uint32_t than;

    [[nodiscard]] bool operator()(std::size_t row) const { return numbers[row] > than; }
#ifdef DL_EIGHT_LANES
    [[nodiscard]] std::uint64_t of64(std::size_t row) const { return ~stats::notMoreOf64(numbers + row, than); }
#endif
};

// A bit for each of 64 rows from there on: whether pass(row) is 1, not 0.
template <class Pass> [[nodiscard]] std::uint64_t passingOf64(std::size_t from, Pass pass)
{
#ifdef DL_EIGHT_LANES
    if constexpr (requires { pass.of64(from); })
        if (stats::hasEightLanes())
            return pass.of64(from);
#endif
    std::array<std::uint8_t, 64> flags;
    for (std::size_t i = 0; i < flags.size(); ++i)
        flags[i] = std::uint8_t(pass(from + i));
    return bitsOf(flags);
}

// Calls use(row) for the rows of a run for which pass(row) is 1, not 0; answers how many. Whether a row passes is a guess
// that the processor would often lose, so 64 are looked at before the first is used.
template <class Pass, class Use> std::size_t eachPassing(std::size_t from, std::size_t to, Pass pass, Use use)
{
    constexpr std::size_t kAtOnce = 64;
    std::size_t passed = 0;
    for (; from + kAtOnce <= to; from += kAtOnce)
        for (std::uint64_t rest = passingOf64(from, pass); rest != 0; rest &= rest - 1, ++passed)
            use(from + std::size_t(std::countr_zero(rest)));
    for (; from < to; ++from)
        if (pass(from))
            use(from), ++passed;
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
