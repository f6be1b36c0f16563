// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardquery.h"

namespace dealerlens::desk {

BoardQuery::Answer BoardQuery::answer(const facts::Snapshot &facts, const base::CancelToken &cancel) const
{
    auto board = std::make_shared<reports::Board>(reports::board(facts, question, lanes, order, cancel));
    Answer answer;
    for (std::size_t column = 0; column < board->columns.size(); ++column)
        answer.ageEnds.push_back(reports::histogramEnd(*board, column));
    if (ages && !cancel.isCancelled())
        reports::keepAges(*board, facts, question, *ages);
    answer.board = std::move(board);
    return answer;
}

} // namespace dealerlens::desk
