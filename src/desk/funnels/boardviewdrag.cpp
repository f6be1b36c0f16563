// SPDX-License-Identifier: GPL-3.0-or-later
// Cards on their way to another cell, by mouse or by the digit of a column.
#include "desk/funnels/boardview.h"
#include "desk/textlabel.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

namespace dealerlens::desk {

using viewmodels::BoardMove;

namespace {

constexpr int kEdgeMs = 30;

}

std::vector<model::RecordKey> BoardView::chosen() const
{
    if (!m_selection.empty())
        return { m_selection.begin(), m_selection.end() };
    return m_currentKey ? std::vector { *m_currentKey } : std::vector<model::RecordKey>();
}

// By key: the board may be filled anew while the button is down.
void BoardView::takeUp(const Target &target, const QPoint &point)
{
    const auto key = target.kind == Target::Kind::Card ? keyAt(target.place) : std::nullopt;
    m_grabbedAt = point;
    m_over = {};
    m_grabbed.clear();
    if (key)
        m_grabbed = m_selection.contains(*key) ? chosen() : std::vector { *key };
}

void BoardView::dragTo(const QPoint &point)
{
    m_draggedTo = point;
    if (!m_edges.isActive())
        m_edges.start(kEdgeMs, this);
    const Place place = targetAt(point).place;
    if (place.row == m_over.row && place.column == m_over.column)
        return;
    m_over = { place.row, place.column, -1 };
    m_move = BoardMove::of(m_model, m_outbox, m_grabbed, place.row, place.column);
    showMove(point);
}

// Why not, or when it will be sent, at the pointer.
void BoardView::showMove(const QPoint &point)
{
    const Place from = m_grabbed.size() == 1 ? m_model.placeOf(m_grabbed.front()) : Place {};
    const bool isHome = from.row == m_over.row && from.column == m_over.column;
    const bool isNowhere = m_over.row < 0 || m_over.column < 0;
    const bool isRefused = !isHome && !isNowhere && !m_move.obstacle.isEmpty();
    viewport()->setCursor(isRefused ? Qt::ForbiddenCursor : Qt::ClosedHandCursor);
    const QString words = isHome || isNowhere ? QString() : isRefused ? m_move.obstacle : m_move.note;
    QToolTip::showText(viewport()->mapToGlobal(point), words.isEmpty() ? QString() : plainTip(words), viewport());
}

void BoardView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_edges.timerId())
        scrollAtEdges();
    else
        QAbstractScrollArea::timerEvent(event);
}

void BoardView::scrollAtEdges()
{
    const int edge = theme().px(24);
    const int step = theme().px(12);
    const QRect room = viewport()->rect();
    const auto towards = [&](int at, int first, int last) { return at < first + edge ? -step : at > last - edge ? step : 0; };
    const int down = towards(m_draggedTo.y(), room.top() + m_head, room.bottom());
    const int right = towards(m_draggedTo.x(), room.left() + m_laneWidth, room.right());
    if (down == 0 && right == 0)
        return;
    verticalScrollBar()->setValue(verticalScrollBar()->value() + down);
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + right);
    dragTo(m_draggedTo);
}

void BoardView::dropAt(const QPoint &point)
{
    dragTo(point);
    const std::vector<model::RecordKey> cards = m_grabbed;
    const Place from = cards.empty() ? Place {} : m_model.placeOf(cards.front());
    const Place to = m_over;
    endDrag();
    if (to.row < 0 || to.column < 0 || (to.row == from.row && to.column == from.column))
        return;
    const BoardMove move = BoardMove::of(m_model, m_outbox, cards, to.row, to.column); // as the board is now
    Q_EMIT cardsMoved(cards, move);
}

bool BoardView::isDragged(const model::RecordKey &card) const
{
    return m_dragging && std::ranges::find(m_grabbed, card) != m_grabbed.end();
}

void BoardView::endDrag()
{
    m_dragging = false;
    viewport()->update();
    m_grabbed.clear();
    m_edges.stop();
    m_over = {};
    viewport()->setCursor(Qt::ArrowCursor);
    QToolTip::hideText();
}

void BoardView::awaitColumn()
{
    m_awaitsColumn = !chosen().empty();
    setFocus();
}

bool BoardView::pressColumnKey(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter) {
        Q_EMIT moveFormRequested();
        return true;
    }
    if (event.key() == Qt::Key_Escape)
        return true;
    const int column = event.key() - Qt::Key_1;
    const std::vector<model::RecordKey> cards = chosen();
    if (event.modifiers() & ~Qt::KeypadModifier || column < 0 || column > 8 || column >= m_model.stages() + 2 || cards.empty())
        return false;
    const Place from = m_model.placeOf(cards.front());
    Q_EMIT cardsMoved(cards, BoardMove::of(m_model, m_outbox, cards, from.row, column));
    return true;
}

} // namespace dealerlens::desk
