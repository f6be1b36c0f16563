// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked of dealers from the board: by keys, by the context menu, by dragging a card.
#include "desk/funnels/funnelspage.h"
#include "desk/outbox/toast.h"
#include "desk/outbox/wishactions.h"
#include "viewmodels/boardtexts.h"
#include "viewmodels/outboxfeed.h"
#include "viewmodels/session.h"

#include <QContextMenuEvent>
#include <QMenu>

namespace dealerlens::desk {

using viewmodels::Wish;

void FunnelsPage::addWishes()
{
    addWishKeys(host(), { m_session, this }, QStringLiteral("funnels"), [this] { return m_view->chosen(); }, [this] { beginMove(); });
    m_view->setOutbox(&m_session.outbox());
    connect(&m_session.outbox(), &viewmodels::OutboxFeed::updated, m_view->viewport(), qOverload<>(&QWidget::update));
    connect(m_view, &BoardView::cardsMoved, this, &FunnelsPage::moveCards);
    connect(m_view, &BoardView::moveFormRequested, this, [this] { openWish({ m_session, this }, Wish::Move, m_view->chosen()); });
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        const BoardView::Place place = m_view->targetAt(at).place;
        if (place.row >= 0 && place.card >= 0)
            m_view->setCurrent(place, false);
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        if (m_view->currentKey() && place.card >= 0)
            desk::addWishes(*menu, { m_session, this }, m_view->chosen());
        addRows(*menu, place.row >= 0 || place.column >= 0 ? place : cursor());
        menu->popup(m_view->viewport()->mapToGlobal(at));
    });
}

// The digit of a column, or the form.
void FunnelsPage::beginMove()
{
    if (m_view->chosen().empty())
        return Toast::show(this, tr("Nothing is chosen."));
    QStringList columns;
    for (int column = 0; column < std::min(9, m_model.stages() + 2); ++column) {
        const QString name = column < m_model.stages() ? m_model.columnName(column)
            : column == m_model.stages()               ? viewmodels::BoardTexts::won()
                                                       : viewmodels::BoardTexts::lost();
        columns += tr("%1 %2").arg(QString::number(column + 1), name.left(40));
    }
    columns += tr("Enter: choose the stage in the form");
    Toast::show(this, tr("Move to: %1").arg(columns.join(QStringLiteral(" · "))));
    m_view->awaitColumn();
}

// The form of a move, with the portal's own stage that belongs to the column.
void FunnelsPage::moveCards(const std::vector<model::RecordKey> &cards, const viewmodels::BoardMove &to)
{
    if (to.stage.isEmpty())
        Toast::show(this, to.obstacle);
    else
        openWish({ m_session, this }, Wish::Move, cards, to.stage);
}

} // namespace dealerlens::desk
