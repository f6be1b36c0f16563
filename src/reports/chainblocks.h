// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"

#include <vector>

namespace dealerlens::reports {

// The rows of one table and portal while they are made.
struct ChainRows : ChainFields<ChainVector> {
    std::vector<std::int64_t> amount; // by row, until they are in order
    Second lastEnd = 0;

    void clear();
};

// What is made of one portal.
struct PortalChains {
    ChainPortal portal;
    ChainRows leads, deals, joined, leadsAlone, dealsAlone;
};

// For so many rows: to grow costs as much as to fill.
template <template <class> class Of> void makeRoom(ChainFields<Of> &fields, std::size_t rows, bool isJoined)
{
    ChainFields<Of>::each(fields, fields, [&](auto &column, auto &) {
        const void *const own = &column;
        if (isJoined || (own != &fields.current && own != &fields.converted))
            column.reserve(rows);
    });
}

// Sorts rows by their beginning, and adds the orders of closing and of settling.
void putInOrder(ChainRows &rows);

// Where `rows` of a portal that has none go, or those that come in place of others. Two steps, so that several threads may
// write: the first one may move the table and is one thread's, the second one writes what is the portal's alone.
void makePlace(ChainTable &table, facts::Index portal, const ChainRows &rows);
void put(ChainTable &table, facts::Index portal, const ChainRows &rows);

// Without the room of what is nobody's any more, when that is much.
void tidy(ChainTable &table);

} // namespace dealerlens::reports
