// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"

namespace dealerlens::reports {

// Some of what stands in one column of a board: by its age in the stage, in business seconds, [from, to).
struct ColumnAges {
    std::int32_t milestone = 0;
    QString name; // of a column without a milestone
    double from = 0;
    double to = 0; // 0: no bound

    bool operator==(const ColumnAges &) const = default;

    [[nodiscard]] bool keeps(double businessAge) const { return businessAge >= from && (to <= 0 || businessAge < to); }

    [[nodiscard]] bool isOf(const BoardColumn &column) const
    {
        return column.milestone == milestone && (milestone != 0 || column.name == name);
    }
};

// A board, and where its histograms of ages end.
struct AgedBoard {
    Board board;
    std::vector<double> ageEnds; // by column, business seconds: 1.6 × its limit, or the longest age without one
};

[[nodiscard]] AgedBoard agedBoard(
    const facts::Snapshot &facts, const Question &question, Lanes lanes, CardOrder order, const base::CancelToken &cancel = {});

// Takes the other cards of that column off the board, with their counts and amounts. Histogram and median still tell
// of all of them, and lanes keep their order.
void keepAges(Board &board, const facts::Snapshot &facts, const Question &question, const ColumnAges &ages);

} // namespace dealerlens::reports
