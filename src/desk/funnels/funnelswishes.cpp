// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked of dealers from the board: by keys, by the context menu, by dragging a card.
#include "desk/funnels/funnelspage.h"
#include "desk/outbox/toast.h"
#include "desk/outbox/wishactions.h"
#include "viewmodels/outboxfeed.h"
#include "viewmodels/session.h"

#include <QContextMenuEvent>
#include <QMenu>

namespace dealerlens::desk {

using viewmodels::Wish;

void FunnelsPage::addWishes()
{
    addWishKeys(host(), { m_session, this }, QStringLiteral("funnels"), [this] { return chosen(); });
    m_view->setOutbox(&m_session.outbox());
    connect(&m_session.outbox(), &viewmodels::OutboxFeed::updated, m_view->viewport(), qOverload<>(&QWidget::update));
    connect(m_view, &BoardView::cardDropped, this, &FunnelsPage::moveCard);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        const BoardView::Place place = m_view->placeAt(at);
        if (place.row >= 0 && place.card >= 0)
            m_view->setCurrent(place, false);
        if (!m_view->currentKey())
            return;
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        desk::addWishes(*menu, { m_session, this }, chosen());
        menu->popup(m_view->viewport()->mapToGlobal(at));
    });
}

// The selected cards, else the current one.
std::vector<model::RecordKey> FunnelsPage::chosen() const
{
    if (!m_view->selection().empty())
        return { m_view->selection().begin(), m_view->selection().end() };
    return m_view->currentKey() ? std::vector { *m_view->currentKey() } : std::vector<model::RecordKey>();
}

// The form of a move, with the portal's own stage that belongs to the column.
void FunnelsPage::moveCard(const model::RecordKey &key, int row, int column)
{
    const reports::Board *board = m_model.board();
    const BoardView::Place from = m_model.placeOf(key);
    if (!board || from.row < 0)
        return;
    if (row != from.row) {
        Toast::show(this, tr("A card stays in its lane: another dealer or employee is no stage."));
        return;
    }
    const facts::Snapshot &facts = *m_model.facts();
    QString code;
    for (const facts::StageFact &stage : facts.stages) {
        const bool fits = facts.portals[std::size_t(stage.portal)].portal.id == key.portal && stage.funnel >= 0
            && facts.funnels[std::size_t(stage.funnel)].kind == key.kind;
        if (!fits || !code.isEmpty())
            continue;
        const bool isFinal = column >= m_model.stages();
        const bool isMeant = isFinal ? stage.semantic == (column == m_model.stages() ? 'S' : 'F')
            : board->columns[std::size_t(column)].milestone == 0
            ? stage.milestone < 0 && stage.name == board->columns[std::size_t(column)].name
            : stage.milestone >= 0
                && facts.standard.milestones[std::size_t(stage.milestone)].id == board->columns[std::size_t(column)].milestone;
        if (isMeant)
            code = stage.code;
    }
    if (code.isEmpty())
        Toast::show(this, tr("This dealer has no stage that belongs to that column."));
    else
        openWish({ m_session, this }, Wish::Move, { key }, code);
}

} // namespace dealerlens::desk
