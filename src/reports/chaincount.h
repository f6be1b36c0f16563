// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"
#include "reports/tally.h"

#include <functional>

namespace dealerlens::reports {

// By which column of a chain its group is found.
struct ChainGroups {
    enum class By : std::uint8_t { Person, Source, Campaign, Funnel, Portal };

    By by = By::Person;
    // By index in the snapshot: users and then "nobody" of each portal; sources; campaigns; funnels and then "none";
    // portals.
    std::vector<std::uint32_t> groupOf;
    std::function<std::uint32_t(const ChainEvent &)> ofEvent; // the same for the exact scan; any thread
    bool isApart = false; // no two portals have a group in common
};

// All chains into `tally`, equal to Tally::scan(), by several threads. The question asks for no lates; `states`, where
// lates are counted, are those of the tally.
void countChains(const Population &population, const ItemStates *states, const ChainColumns &columns, int conversionDays,
    const ChainGroups &groups, Tally &tally, const base::CancelToken &cancel);

} // namespace dealerlens::reports
