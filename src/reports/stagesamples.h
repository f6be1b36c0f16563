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
    std::int64_t items = 0;
    std::int64_t reentered = 0;
    std::int64_t overLimit = 0;
    std::int64_t limit = -1; // business seconds; -1: none, or not the same for all
    bool hasLimit = false;
    bool isMet = false; // somebody entered it, though perhaps only as a final stage
};

struct StageScan {
    VisitsCounted visits = VisitsCounted::First;
    bool finalStages = true;
    std::int64_t recentSeconds = 0; // only stays that began so long before effective now; 0: all
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
