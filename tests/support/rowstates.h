// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/rows.h"

namespace dealerlens::testing {

// The items behind a count of the whole network; Count::All: leads and deals each for itself.
inline std::vector<reports::ItemState> items(const facts::Snapshot &facts, const reports::Question &question, reports::Count count)
{
    const auto report = count == reports::Count::All ? reports::Report::Items : reports::Report::Tree;
    std::vector<reports::ItemState> states;
    for (const reports::CountedRow &row : reports::rowsOf(facts, question, { .report = report, .count = count }).rows)
        states.push_back(row.state);
    return states;
}

} // namespace dealerlens::testing
