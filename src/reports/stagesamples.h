// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/itemstates.h"
#include "reports/stagegroups.h"
#include "stats/survivalsummary.h"

#include <vector>

namespace dealerlens::reports {

// A stay that counts.
struct CountedStay {
    std::uint32_t item = 0;
    GroupVisit visit = {};
    base::UtcSeconds until = base::kNever; // left, or effective now
    std::int64_t seconds = 0; // as the question counts them
    std::int64_t limit = -1; // business seconds; -1: none
    bool overLimit = false;
    bool isLate = false; // began before the portal's history
    std::int64_t watchedFrom = 0; // age from which it was watched
};

// What one item did in a group, counted or not.
struct ItemStays {
    std::uint32_t stays = 0;
    std::uint32_t counted = 0;
    std::int64_t first = 0; // seconds of the first stay
    std::int64_t total = 0; // of all
    bool hasEnded = false; // the item, by effective now
};

// One that an item has in a group after the first.
struct LaterStay {
    bool isSecond = false;
    std::int64_t seconds = 0; // of an item that has ended by effective now; else 0
};

// The limit of stays, as long as it is the same for all of them.
struct StayLimit {
    std::int64_t limit = -1; // business seconds; -1: none, or not the same for all
    bool hasLimit = false;

    void addLimit(std::int64_t other)
    {
        limit = !hasLimit || limit == other ? other : -1;
        hasLimit = true;
    }
};

// What is counted of one group of stages (metrics 2).
struct StageSums : StayLimit {
    std::int64_t late = 0; // stays watched from a later age
    std::int64_t items = 0;
    std::int64_t reentered = 0;
    std::int64_t overLimit = 0;
    // Of items that have ended: seconds of all their stays here, and of those after the first.
    std::int64_t closed = 0;
    std::int64_t totalSeconds = 0;
    std::int64_t reworkSeconds = 0;
    bool isMet = false; // somebody entered it, though perhaps only as a final stage

    void add(const CountedStay &stay)
    {
        late += stay.isLate ? 1 : 0;
        overLimit += stay.overLimit ? 1 : 0;
        addLimit(stay.limit);
    }

    void add(const ItemStays &stays) // after the item's last stay
    {
        ++items;
        reentered += stays.stays > 1 ? 1 : 0;
        if (!stays.hasEnded)
            return;
        ++closed;
        totalSeconds += stays.total;
        reworkSeconds += stays.total - stays.first;
    }

    void add(const LaterStay &stay)
    {
        reentered += stay.isSecond ? 1 : 0;
        totalSeconds += stay.seconds;
        reworkSeconds += stay.seconds;
    }

    void join(const StageSums &other); // of other items
};

struct StageSample : StageSums {
    base::HugeVector<stats::Exit> exits;
    base::HugeVector<std::uint32_t> item = {}; // 0…items−1, by stay; empty where an item counts once
    std::vector<std::int64_t> watchedFrom = {}; // age from which the stay was watched, by stay; empty: all from their beginning
};

struct StageScan {
    VisitsCounted visits = VisitsCounted::First;
    bool finalStages = true;
    std::int64_t recentSeconds = 0; // only stays that began so long before effective now; 0: all
    std::vector<std::uint32_t> eachDealerOf = {}; // groups of which there is a sample for each dealer, too
    bool othersToo = true; // else only of those
    bool samplesOnly = false; // neither what is left out nor where anybody has ever been
};

// Hears what a scan of the stays counts: for the figures and for the rows behind them.
class StayListener {
public:
    virtual ~StayListener() = default;
    [[nodiscard]] virtual bool wants(std::uint32_t group) const = 0; // else nothing is told of the group
    virtual void sift(std::uint32_t item, Fate fate) = 0;
    virtual void meet(std::uint32_t item, std::uint32_t group) = 0; // entered it, counted or not
    virtual void take(const CountedStay &stay) = 0;
    virtual void finish(std::uint32_t item, std::uint32_t group, const ItemStays &stays) = 0; // after the item's last stay
};

// One scan of the items. Stays that began in the question's period count, with who was responsible when they began.
// The last stay in a final stage is no stay.
void eachStay(const Population &population, const ItemStates *states, const StageGroups &groups, const StageScan &scan,
    StayListener &listener, const base::CancelToken &cancel);

struct StageSamples {
    std::vector<StageSample> ofGroups; // as in the StageGroups; of all items, dealers' included
    // Of the groups in StageScan::eachDealerOf, of items of their own kind: [portal * eachDealerOf.size() + position in it].
    std::vector<StageSample> ofDealers;
};

// Without StageScan::othersToo only `ofDealers`.
[[nodiscard]] StageSamples stageSamples(
    const Population &population, const StageGroups &groups, const StageScan &scan, Waterfall &waterfall, const base::CancelToken &cancel);

// The exits of a sample as stats::sort() puts them.
struct SortedStays {
    base::HugeVector<stats::Exit> exits;
    base::HugeVector<std::uint16_t> blocks; // of each (stats/blockbootstrap.h), where they are what is drawn; else empty
};

[[nodiscard]] SortedStays sortedStays(StageSample &sample); // which keeps its exits as long as somebody needs them

[[nodiscard]] stats::SurvivalCurve curveOf(const StageSample &sample);
// `sorted`: its exits.
[[nodiscard]] stats::SurvivalSummary summaryOf(
    const StageSample &sample, std::span<const stats::Exit> sorted, const stats::SummaryAsked &asked);
// The 95 % interval of the median. Stays of one item are not independent: as soon as an item counts twice whole
// items are drawn (bootstrap), of very many items groups of them, else log-minus-log.
[[nodiscard]] bool isEachItemOnce(const StageSample &sample); // before sortedStays()
[[nodiscard]] stats::TimeInterval drawnMedianInterval(const StageSample &sample, const SortedStays &sorted); // some item counts twice

} // namespace dealerlens::reports
