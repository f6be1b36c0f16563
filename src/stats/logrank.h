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

// Log-rank test that all groups leave alike (Mantel 1966; hypergeometric variance, as R's survdiff). Curves must
// be without late watching (Stays::watchedFrom): the number at risk is taken from the next step of each curve.
// Empty with fewer than two groups or without events.
[[nodiscard]] std::optional<LogRank> logRank(std::span<const SurvivalCurve> groups);

} // namespace dealerlens::stats
