// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/itemstates.h"
#include "reports/treeshape.h"

#include <optional>
#include <vector>

namespace dealerlens::reports {

// The median (type 7: of an even number the mean of the two middle ones) of the stays that began in the question's
// period and have ended by effective now, under who held the item when they began (docs/figures.md). By node of the
// shape down to `depth`; empty: no such stay. `states`: of a question that asks for lates, else null.
[[nodiscard]] std::vector<std::optional<double>> stayMedians(const Population &population, const ItemStates *states,
    const std::shared_ptr<const TreeShape> &shape, TreeLevel depth, const base::CancelToken &cancel);

// The same stay by stay, which knows every question.
[[nodiscard]] std::vector<std::optional<double>> scannedStayMedians(
    const Population &population, const ItemStates *states, const TreeShape &shape, TreeLevel depth, const base::CancelToken &cancel);

} // namespace dealerlens::reports
