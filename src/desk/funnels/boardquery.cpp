// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardquery.h"

namespace dealerlens::desk {

namespace {

// Medians are of all first visits: those of late items alone would only say that they are late.
void takeMedians(reports::Board &board, const reports::Board &whole)
{
    for (reports::BoardColumn &column : board.columns) {
        for (const reports::BoardColumn &known : whole.columns) {
            if (known.milestone != column.milestone || known.name != column.name)
                continue;
            column.median = known.median;
            column.medianLow = known.medianLow;
            column.medianHigh = known.medianHigh;
        }
    }
}

} // namespace

BoardQuery::Answer BoardQuery::answer(const facts::Snapshot &facts, const base::CancelToken &cancel) const
{
    auto board = std::make_shared<reports::Board>(reports::board(facts, question, lanes, order, cancel));
    if (!question.lates.empty()) {
        reports::Question everything = question;
        everything.lates.clear();
        takeMedians(*board, reports::board(facts, everything, reports::Lanes::None, order, cancel));
    }
    Answer answer;
    for (std::size_t column = 0; column < board->columns.size(); ++column)
        answer.ageEnds.push_back(reports::histogramEnd(*board, column));
    if (ages && !cancel.isCancelled())
        reports::keepAges(*board, facts, question, *ages);
    answer.board = std::move(board);
    return answer;
}

} // namespace dealerlens::desk
