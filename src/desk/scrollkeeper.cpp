// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/scrollkeeper.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QScrollBar>

namespace dealerlens::desk {

ScrollKeeper::ScrollKeeper(QAbstractItemView *view, QHeaderView *header)
    : QObject(view)
    , m_view(view)
{
    const QAbstractItemModel *model = view->model();
    connect(model, &QAbstractItemModel::layoutAboutToBeChanged, this, &ScrollKeeper::remember);
    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, &ScrollKeeper::remember);
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &ScrollKeeper::remember);
    connect(model, &QAbstractItemModel::rowsAboutToBeMoved, this, &ScrollKeeper::remember);
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_top = QModelIndex(); });
    if (header) {
        connect(header, &QHeaderView::sortIndicatorChanged, this, [this] {
            m_top = QModelIndex();
            m_view->scrollToTop();
        });
    }
}

// Once a turn: the first change is told of before anything has moved. Brought back at the turn's end, when the view
// knows the height of its new content.
void ScrollKeeper::remember()
{
    if (m_top.isValid() || !m_view->isVisible() || m_view->verticalScrollBar()->value() == 0)
        return;
    m_top = m_view->indexAt({ 1, 1 });
    if (!m_top.isValid())
        return;
    m_offset = m_view->visualRect(m_top).top();
    QMetaObject::invokeMethod(this, &ScrollKeeper::restore, Qt::QueuedConnection);
}

void ScrollKeeper::restore()
{
    const QModelIndex top = std::exchange(m_top, {});
    if (!top.isValid())
        return;
    const int across = m_view->horizontalScrollBar()->value();
    m_view->scrollTo(top, QAbstractItemView::PositionAtTop);
    m_view->horizontalScrollBar()->setValue(across);
    if (m_view->verticalScrollMode() == QAbstractItemView::ScrollPerPixel)
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->value() - m_offset);
}

} // namespace dealerlens::desk
