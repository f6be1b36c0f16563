// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/boardmove.h"

#include "viewmodels/outboxfeed.h"

#include <algorithm>

namespace dealerlens::viewmodels {

using facts::Index;
using facts::kNone;

namespace {

// Whether the column shows `stage`: won, lost, a milestone that it is paired with, or else its name.
bool belongs(const BoardModel &board, const facts::StageFact &stage, int column)
{
    if (column >= board.stages())
        return stage.semantic == (column == board.stages() ? 'S' : 'F');
    const reports::BoardColumn &shown = board.board()->columns[std::size_t(column)];
    if (shown.milestone == 0)
        return stage.milestone < 0 && stage.semantic == 'P' && stage.name == shown.name;
    return stage.milestone >= 0 && board.facts()->standard.milestones[std::size_t(stage.milestone)].id == shown.milestone;
}

// The first stage of the column in a funnel; kNone: it has none.
Index stageIn(const BoardModel &board, Index funnel, int column)
{
    const facts::Snapshot &facts = *board.facts();
    Index best = kNone;
    for (std::size_t i = 0; i < facts.stages.size(); ++i) {
        const facts::StageFact &each = facts.stages[i];
        if (each.funnel == funnel && belongs(board, each, column) && (best == kNone || each.sort < facts.stages[std::size_t(best)].sort))
            best = Index(i);
    }
    return best;
}

// Another funnel of the same dealer and kind that has the column; kNone: none.
Index otherFunnel(const BoardModel &board, Index own, int column)
{
    const facts::Snapshot &facts = *board.facts();
    const facts::FunnelFact &mine = facts.funnels[std::size_t(own)];
    for (std::size_t i = 0; i < facts.funnels.size(); ++i) {
        const facts::FunnelFact &each = facts.funnels[i];
        if (Index(i) != own && each.portal == mine.portal && each.kind == mine.kind && stageIn(board, Index(i), column) != kNone)
            return Index(i);
    }
    return kNone;
}

// The last thing that was asked of the portal was refused for want of a right.
bool isDenied(const OutboxFeed *outbox, model::PortalId portal)
{
    if (!outbox)
        return false;
    const std::vector<OutboxItem> &items = outbox->items();
    const auto last = std::find_if(items.rbegin(), items.rend(), [portal](const OutboxItem &each) {
        return each.write.target.portal == portal
            && (each.write.state == model::WriteState::Confirmed || each.write.state == model::WriteState::Rejected);
    });
    return last != items.rend() && last->write.state == model::WriteState::Rejected
        && (last->write.problem == "ACCESS_DENIED" || last->write.problem.compare("insufficient_scope", Qt::CaseInsensitive) == 0);
}

} // namespace

QString staleNote(const facts::Snapshot &facts, Index portal, base::UtcSeconds now, const Fmt &fmt)
{
    const facts::PortalFact &fact = facts.portals[std::size_t(portal)];
    if (fact.watermark != base::kNever && fact.watermark >= now - facts.standard.freshnessLimit)
        return {};
    return fact.watermark == base::kNever
        ? BoardMove::tr("The dealer has never been read completely: it is sent when its portal answers.")
        : BoardMove::tr("The dealer's data are of %1: it is sent when its portal answers again.").arg(fmt.dateTime(fact.watermark));
}

BoardMove BoardMove::of(const BoardModel &board, const OutboxFeed *outbox, const std::vector<model::RecordKey> &cards, int row, int column)
{
    if (cards.empty() || !board.board() || row < 0 || row >= board.rowCount() || column < 0)
        return refusal(tr("There is no card to move."));
    if (cards.size() > kMostCards)
        return refusal(tr("No more than %1 cards at a time: choose fewer.").arg(board.fmt().integer(qint64(kMostCards))));
    const facts::Snapshot &facts = *board.facts();
    Index funnel = kNone;
    for (const model::RecordKey &key : cards) {
        const BoardModel::Place from = board.placeOf(key);
        if (from.row < 0)
            return refusal(tr("A chosen card is not on the board any more."));
        const std::uint32_t item = board.cards(from.row, from.column)[std::size_t(from.card)];
        const Index own = facts.funnelOf(item);
        if (funnel == kNone)
            funnel = own;
        if (own == kNone || facts.funnels[std::size_t(own)].portal != facts.funnels[std::size_t(funnel)].portal)
            return refusal(tr("These cards are of several dealers, whose stages are their own."));
        if (from.row != row)
            return refusal(board.lanes() == reports::Lanes::Employee
                    ? tr("Another lane is no stage: change who is responsible (W) or keep to the lane.")
                    : tr("This is another dealer: a card stays with its own."));
        if (own != funnel)
            return refusal(tr("These cards stand in several funnels. Move them one funnel at a time."));
    }
    const Index portal = facts.funnels[std::size_t(funnel)].portal;
    const Index stage = stageIn(board, funnel, column);
    if (stage == kNone) {
        const Index other = otherFunnel(board, funnel, column);
        return refusal(other == kNone ? tr("This dealer has no stage that belongs to that column.")
                                      : tr("The dealer has this stage only in another funnel, \"%1\". To change the funnel, choose the "
                                           "stage in the form (M, Enter).")
                                            .arg(facts.funnels[std::size_t(other)].name.left(100)));
    }
    if (isDenied(outbox, facts.portals[std::size_t(portal)].portal.id))
        return refusal(tr("The key of this portal may not write: it refused the last time. Ask the dealer for the right, then send that "
                          "write again from the outbox."));
    return { facts.stages[std::size_t(stage)].code, {}, staleNote(facts, portal, board.now(), board.fmt()) };
}

} // namespace dealerlens::viewmodels
