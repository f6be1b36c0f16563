// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardquery.h"

namespace dealerlens::desk {

BoardQuery::Answer BoardQuery::answer(const facts::Snapshot &facts, const base::CancelToken &cancel) const
{
    reports::AgedBoard aged = reports::agedBoard(facts, question, lanes, order, cancel);
    if (ages && !cancel.isCancelled())
        reports::keepAges(aged.board, facts, question, *ages);
    Answer answer;
    answer.board = std::make_shared<const reports::Board>(std::move(aged.board));
    answer.ageEnds = std::move(aged.ageEnds);
    return answer;
}

} // namespace dealerlens::desk
