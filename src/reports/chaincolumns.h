// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chains.h"

#include <memory>
#include <span>
#include <vector>

namespace dealerlens::reports {

// Seconds since 1970 in 32 bits; kNoSecond is later than every instant asked for.
using Second = std::uint32_t;
inline constexpr Second kNoSecond = std::numeric_limits<Second>::max();

// How the first response of a chain stands once it is settled: 0 when none is awaited, else 1 + 2 × state + claimed.
enum class Answered : std::uint8_t { InLimit, Late, Talked, Never, NeverAndEnded };

[[nodiscard]] constexpr unsigned responseCode(Answered state, bool isClaimed) { return 1 + 2 * unsigned(state) + (isClaimed ? 1 : 0); }

// Bits of ChainBlock::flags: responseCode() in the lower four.
inline constexpr unsigned kWonFlag = 1U << 4;
inline constexpr unsigned kLostFlag = 1U << 5;
inline constexpr unsigned kJunkFlag = 1U << 6; // the first item ends in a junk stage
inline constexpr unsigned kNoRateFlag = 1U << 7; // the amount is not known in the standard's currency

// Bits of ChainBlock::more.
inline constexpr unsigned kHandedOver = 1; // the responsible of one of its items has changed
inline constexpr unsigned kConvertedByLast = 2; // converted() under `last`, else under `first`
inline constexpr unsigned kJunkInside = 4; // an item stands in a junk stage, or once did

// Chains as columns of equal length, in order of beginning. From `settled` on a row says all there is to say: as of an
// instant T the chain is open while T < closed, and then won or lost for good; before it only the exact scan knows.
struct ChainBlock {
    std::vector<std::uint32_t> head; // row of the first item
    std::vector<std::uint32_t> current; // only of chains with deals: row of the item behind the outcome
    std::vector<Second> began;
    std::vector<Second> closed; // kNoSecond: open
    std::vector<Second> converted; // only of chains with deals; of the others a won one converts when it closes
    std::vector<Second> settled;
    std::vector<std::uint16_t> first; // in ChainPortal::people: who held it at the beginning
    std::vector<std::uint16_t> last; // who holds it, or held it when it closed
    std::vector<std::uint16_t> source; // as in the snapshot, 0 unknown
    std::vector<std::uint32_t> campaign;
    std::vector<std::uint16_t> funnel; // of the first item, in the snapshot; kNoFunnel
    std::vector<std::int64_t> amount; // Money units in the standard's currency at the rate of the day of closing; 0 while open
    std::vector<std::uint8_t> flags;
    std::vector<std::uint8_t> more;
    Second lastSettled = 0; // of all rows
    Second lastEnd = 0; // the last that closed or converted

    [[nodiscard]] std::size_t size() const { return head.size(); }
};

inline constexpr std::uint16_t kNoFunnel = std::numeric_limits<std::uint16_t>::max();

// An item that is never counted from `since` on; before, only the exact scan knows.
struct LeftOut {
    std::uint32_t item = 0;
    Second began = 0;
    Second since = 0;
    Second leadFrom = kNoSecond; // belongs to the chain of a lead that lives, from then on
    Fate fate = Fate::Deleted;
};

// An item that only the exact scan can tell about before `until`; from then on it is part of another one's chain.
struct OddItem {
    std::uint32_t item = 0;
    Second until = kNoSecond;
    bool withDeals = false; // its deals are nowhere else
};

struct ChainPortal {
    std::vector<facts::Index> people; // whoever is named in the blocks; kNone: nobody
    ChainBlock leads; // without deals
    ChainBlock deals; // without a lead
    ChainBlock joined; // leads with their deals
    ChainBlock leadsAlone; // the same leads, each by itself
    ChainBlock dealsAlone; // deals that belong to a lead, each by itself
    std::vector<LeftOut> leftOut;
    std::vector<OddItem> odd; // in questions of chains
    std::vector<OddItem> oddAlone; // where every item stands for itself
    std::vector<std::uint32_t> items; // all rows of the portal
    std::vector<std::pair<std::uint32_t, std::uint32_t>> links; // (lead, deal), rising
    bool hasTests = false;
};

// The chains of a snapshot, portal by portal, with what they say for good. Immutable; any thread.
struct ChainColumns {
    std::vector<ChainPortal> portals; // as in the snapshot
};

// Made once for a snapshot. Null when a dictionary is too large for the columns.
[[nodiscard]] std::shared_ptr<const ChainColumns> chainColumns(const facts::Snapshot &facts);

} // namespace dealerlens::reports
