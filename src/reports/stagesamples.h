// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/itemstates.h"
#include "reports/stagegroups.h"
#include "stats/survival.h"

#include <vector>

namespace dealerlens::reports {

// The stays counted of one group of stages (metrics 2).
struct StageSample {
    std::vector<std::int64_t> seconds;
    std::vector<std::uint8_t> ended;
    std::vector<std::uint32_t> item; // 0…items−1
    std::vector<std::int64_t> watchedFrom; // age from which the stay was watched; 0: from its beginning
    std::int64_t late = 0; // stays watched from a later age
    std::int64_t items = 0;
    std::int64_t reentered = 0;
    std::int64_t overLimit = 0;
    // Of items that have ended: seconds of all their stays here, and of those after the first.
    std::int64_t closed = 0;
    std::int64_t totalSeconds = 0;
    std::int64_t reworkSeconds = 0;
    std::int64_t limit = -1; // business seconds; -1: none, or not the same for all
    bool hasLimit = false;
    bool isMet = false; // somebody entered it, though perhaps only as a final stage
};

struct StageScan {
    VisitsCounted visits = VisitsCounted::First;
    bool finalStages = true;
    std::int64_t recentSeconds = 0; // only stays that began so long before effective now; 0: all
    std::vector<std::uint32_t> eachDealerOf = {}; // then only these, a sample for each dealer:
    // [portal * eachDealerOf.size() + position in it]
};

// One scan of the items; a sample per group of `groups`. Stays that began in the question's period count, with
// who was responsible when they began. The last stay in a final stage is no stay.
[[nodiscard]] std::vector<StageSample> stageSamples(
    const Population &population, const StageGroups &groups, const StageScan &scan, Waterfall &waterfall, const base::CancelToken &cancel);

[[nodiscard]] stats::SurvivalCurve curveOf(const StageSample &sample);
// The 95 % interval of the median. Stays of one item are not independent: as soon as an item counts twice whole
// items are drawn (bootstrap), else log-minus-log.
[[nodiscard]] stats::TimeInterval medianInterval(const StageSample &sample, const stats::SurvivalCurve &curve);

} // namespace dealerlens::reports
