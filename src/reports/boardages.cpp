// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/boardages.h"

#include "reports/itemstates.h"

#include <algorithm>

namespace dealerlens::reports {

void keepAges(Board &board, const facts::Snapshot &facts, const Question &question, const ColumnAges &ages)
{
    const auto found = std::ranges::find_if(board.columns, [&](const BoardColumn &column) { return ages.isOf(column); });
    if (found == board.columns.end())
        return;
    const auto column = std::size_t(found - board.columns.begin());
    const Population population(facts, question);
    for (BoardLane &lane : board.lanes) {
        BoardCell &cell = lane.cells[column];
        const auto leave = [&](std::uint32_t item) {
            const BoardCard &card = *board.cards.find(item);
            if (ages.keeps(card.businessAge))
                return false;
            const model::Money amount = population.amountOf(item, population.nowOf(item)).value_or(model::Money {});
            const std::int64_t overdue = (card.lates >> unsigned(Late::StageOverdue)) & 1;
            const auto uncount = [&](auto &total) {
                --total.count;
                total.amount.units -= amount.units;
            };
            uncount(cell);
            uncount(lane);
            uncount(*found);
            uncount(board);
            cell.overdue -= overdue;
            lane.overdue -= overdue;
            found->overdue -= overdue;
            return true;
        };
        std::erase_if(cell.cards, leave);
    }
}

} // namespace dealerlens::reports
