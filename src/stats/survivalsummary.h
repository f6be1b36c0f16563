// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/survival.h"

namespace dealerlens::stats {

// What to tell of a curve.
struct SummaryAsked {
    std::span<const double> quantiles;
    bool medianInterval = false;
    std::int64_t horizon = 0; // of the restricted mean; 0: none
};

struct SurvivalSummary {
    std::vector<std::optional<std::int64_t>> quantiles; // as asked
    TimeInterval medianInterval; // SurvivalCurve::quantileInterval(0.5)
    double restrictedMean = 0;
};

// The numbers of a Kaplan–Meier curve without the curve: those of SurvivalCurve (the restricted mean up to the order of
// its additions), in a quarter of the time and a tenth of the memory. Limits of the interval are looked at one by one
// only where they may cross. Pure; any thread.
[[nodiscard]] SurvivalSummary summarize(const Stays &stays, const SummaryAsked &asked);

} // namespace dealerlens::stats
