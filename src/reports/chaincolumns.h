// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/hugepages.h"
#include "facts/mappedmemory.h"
#include "facts/snapshot.h"
#include "reports/chains.h"
#include "stats/survivalsummary.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace dealerlens::reports {

// Seconds since 1970 in 32 bits; kNoSecond is later than every instant asked for.
using Second = std::uint32_t;
inline constexpr Second kNoSecond = std::numeric_limits<Second>::max();

[[nodiscard]] inline Second clampedSecond(base::UtcSeconds at) { return Second(std::clamp<base::UtcSeconds>(at, 0, kNoSecond - 1)); }

// How the first response of a chain stands once it is settled: 0 when none is awaited, else 1 + 2 × state + claimed.
enum class Answered : std::uint8_t { InLimit, Late, Talked, Never, NeverAndEnded };

[[nodiscard]] constexpr unsigned responseCode(Answered state, bool isClaimed) { return 1 + 2 * unsigned(state) + (isClaimed ? 1 : 0); }

// Later than any response.
inline constexpr stats::Exit kNoResponse = std::numeric_limits<stats::Exit>::max();

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
template <template <class> class Of> struct ChainFields {
    Of<std::uint32_t> head; // row of the first item
    Of<std::uint32_t> current; // only of chains with deals: row of the item behind the outcome
    Of<Second> began;
    Of<Second> closed; // kNoSecond: open
    Of<Second> converted; // only of chains with deals; of the others a won one converts when it closes
    Of<Second> settled;
    Of<std::uint16_t> first; // in ChainPortal::people: who held it at the beginning
    Of<std::uint16_t> last; // who holds it, or held it when it closed
    Of<std::uint16_t> source; // as in the snapshot, 0 unknown
    Of<std::uint32_t> campaign;
    Of<std::uint16_t> funnel; // of the first item, in the snapshot; kNoFunnel
    Of<std::uint8_t> flags;
    Of<std::uint8_t> more;
    Of<stats::Exit> response; // not of deals that belong to a lead: when the first response is settled, kNoResponse while it is awaited
    Of<std::uint32_t> bySettled; // rows in order of `settled`
    // In order of `closed`, so that the ends within a period are neighbours, too: the row, and again what they need.
    Of<std::uint32_t> byEnd;
    Of<Second> endAt;
    Of<std::uint16_t> endLast;
    Of<std::uint16_t> endSource;
    Of<std::uint8_t> endFlags;
    Of<std::int64_t> endAmount; // Money units in the standard's currency at the rate of the day of closing; 0 while open

    [[nodiscard]] std::size_t size() const { return head.size(); }

    // use(column of one, the same of the other) for all of them.
    template <class One, class Other, class Use> static void each(One &one, Other &other, Use use)
    {
        use(one.head, other.head), use(one.current, other.current), use(one.began, other.began), use(one.closed, other.closed);
        use(one.converted, other.converted), use(one.settled, other.settled), use(one.first, other.first), use(one.last, other.last);
        use(one.source, other.source), use(one.campaign, other.campaign), use(one.funnel, other.funnel);
        use(one.flags, other.flags), use(one.more, other.more), use(one.response, other.response);
        use(one.bySettled, other.bySettled), use(one.byEnd, other.byEnd);
        use(one.endAt, other.endAt), use(one.endLast, other.endLast), use(one.endSource, other.endSource);
        use(one.endFlags, other.endFlags), use(one.endAmount, other.endAmount);
    }
};

template <class T> using ChainVector = std::vector<T>;
template <class T> using ChainColumn = std::vector<T, base::UnsetHugePages<T>>;
template <class T> using ChainSpan = std::span<const T>;

struct ChainTable;

// Those of one portal.
struct ChainBlock : ChainFields<ChainSpan> {
    static constexpr std::size_t kSample = 16;

    const ChainTable *table = nullptr;
    Second lastBegan = 0;
    Second lastSettled = 0;
    Second lastEnd = 0; // the last that closed or converted
    std::size_t ended = 0; // rows that close; in byEnd they come first
    bool endsLater = true; // no row closes before it began (by the dates of its records it may)
    // Every kSample-th instant of `began` and of `endAt`: each step of a search in the columns themselves would be a
    // miss of the cache.
    std::span<const Second> beganSamples;
    std::span<const Second> endSamples;

    [[nodiscard]] static std::size_t samplesOf(std::size_t rows) { return (rows + kSample - 1) / kSample; }

    [[nodiscard]] std::size_t firstBegun(Second since) const; // the first row that began then or later
    [[nodiscard]] std::size_t firstEnded(Second since) const; // in byEnd, likewise
};

// Those of all portals in one piece: a thousand portals in memory of their own each cost more to go to than to read. In no
// particular order, and there may be room between them.
struct ChainTable {
    struct Place {
        std::uint32_t row = 0; // the first one
        std::uint32_t rows = 0;
        std::uint32_t room = 0; // for so many rows
        std::uint32_t sample = 0;
        Second lastBegan = 0;
        Second lastSettled = 0;
        Second lastEnd = 0;
        std::uint32_t ended = 0;
        bool endsLater = true;
    };

    ChainFields<facts::MappedVector> rows;
    std::vector<Second> beganSamples;
    std::vector<Second> endSamples;
    std::vector<Place> places; // by portal
    std::size_t unused = 0; // rows that are nobody's any more

    [[nodiscard]] ChainBlock of(facts::Index portal) const;
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
    std::vector<facts::Index> people; // whoever is named in the rows; kNone: nobody
    std::vector<LeftOut> leftOut;
    std::vector<OddItem> odd; // in questions of chains
    std::vector<OddItem> oddAlone; // where every item stands for itself
    std::vector<std::pair<std::uint32_t, std::uint32_t>> links; // (lead, deal), rising
    facts::RowRange items; // all rows of the portal
    Second journal = 0; // when it began
    bool hasTests = false;
};

// The chains of a snapshot with what they say for good. Immutable; any thread.
struct ChainColumns {
    std::vector<ChainPortal> portals; // as in the snapshot
    ChainTable leads; // without deals
    ChainTable deals; // without a lead
    ChainTable joined; // leads with their deals
    ChainTable leadsAlone; // the same leads, each by itself
    ChainTable dealsAlone; // deals that belong to a lead, each by itself

    static constexpr std::string_view kKept = "chains 1";
    template <class Archive, class Columns> static void archive(Archive &archive, Columns &columns);
};

// Made once for a snapshot; of portals that have not changed since an earlier one, taken over from there. Null when a
// dictionary is too large for the columns.
[[nodiscard]] std::shared_ptr<const ChainColumns> chainColumns(const facts::Snapshot &facts);

} // namespace dealerlens::reports
