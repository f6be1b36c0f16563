// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/stagegroups.h"

#include <optional>
#include <vector>

namespace dealerlens::reports {

// What stage times tell of all items, whatever the period: what becomes of them, and where those that count have ever been.
struct StageItems {
    Waterfall waterfall;
    std::vector<char> isMet; // by group: somebody entered it, counted or not
};

// Without a scan of all items; nothing where only that can tell: of a past instant, of late items, without junk.
[[nodiscard]] std::optional<StageItems> stageItems(const Population &population, const StageGroups &groups, StageGrouping grouping);

} // namespace dealerlens::reports
