// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"

#include <vector>

namespace dealerlens::reports {

// The rows of one table and portal while they are made.
struct ChainRows : ChainFields<ChainVector> {
    std::vector<std::int64_t> amount; // by row, until they are in order
    Second lastEnd = 0;
};

// What is made of one portal.
struct PortalChains {
    ChainPortal portal;
    ChainRows leads, deals, joined, leadsAlone, dealsAlone;
};

// Sorts rows by their beginning, and adds the orders of closing and of settling.
void putInOrder(ChainRows &rows);

// What all portals have made, which is given back on the way.
[[nodiscard]] ChainTable tableOf(std::vector<PortalChains> &all, ChainRows PortalChains::*part);

} // namespace dealerlens::reports
