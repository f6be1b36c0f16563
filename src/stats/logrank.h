// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/survival.h"

#include <optional>
#include <span>
#include <vector>

namespace dealerlens::stats {

struct LogRank {
    double chiSquare = 0;
    int freedom = 0; // groups with anybody at risk − 1
    double p = 1;
    std::vector<double> observed; // events in each group, in the order given
    std::vector<double> expected; // events if all groups left alike
};

// Log-rank test that all groups leave alike (Mantel 1966; hypergeometric variance, as R's survdiff). With late
// watching (Stays::watchedFrom) those at risk are those watched at the time. Empty with fewer than two groups or
// without events.
[[nodiscard]] std::optional<LogRank> logRank(std::span<const SurvivalCurve> groups);

struct PairTest {
    std::size_t first = 0;
    std::size_t second = 0;
    double chiSquare = 0; // one degree of freedom
    double p = 1;
    double corrected = 1; // by Holm over all pairs that could be tested
};

// Log-rank tests of every two groups; pairs without events are left out.
[[nodiscard]] std::vector<PairTest> logRankPairs(std::span<const SurvivalCurve> groups);

} // namespace dealerlens::stats
