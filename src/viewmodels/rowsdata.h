// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "reports/answers.h"
#include "viewmodels/rowsscope.h"

#include <array>
#include <vector>

namespace dealerlens::viewmodels {

inline constexpr int kMostPathCells = 12;

// One milestone of an item's path.
struct PathCell {
    enum class Kind : std::uint8_t { AsPlanned, Skipped, Now, Ahead };
    Kind kind = Kind::Ahead;
    bool overLimit = false;
    bool reentered = false;
};

// One of the items behind a number.
struct ItemRow {
    reports::ItemState state;
    std::optional<reports::Stay> stay = {}; // where stays are counted: then an item may have several rows
    std::array<PathCell, kMostPathCells> path {};
    std::uint8_t cells = 0; // used of `path`: the milestones in work of the item's kind
    bool skipped = false; // a milestone of the standard was passed over
    bool reentered = false;
};

// The items behind a number, with the conversion of the same inquiries for the sentence above them.
struct RowsAnswer {
    std::vector<ItemRow> rows; // in item order
    reports::Share conversion; // of numbers of inquiries
    std::int64_t immature = 0;
    reports::Coverage coverage;
    reports::Waterfall waterfall;
};

// `question` is that of the context bar. Pool thread; part of the rows when cancelled.
[[nodiscard]] RowsAnswer readRows(
    const facts::Snapshot &facts, const reports::Question &question, const RowsScope &scope, const base::CancelToken &cancel = {});

} // namespace dealerlens::viewmodels
