// SPDX-License-Identifier: GPL-3.0-or-later
// Keys and mouse of the board.
#include "desk/funnels/boardview.h"
#include "desk/language.h"
#include "desk/textlabel.h"
#include "viewmodels/boardtexts.h"
#include "viewmodels/outboxtexts.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

namespace dealerlens::desk {

using viewmodels::BoardModel;
using viewmodels::BoardTexts;

void BoardView::step(int rows, int columns)
{
    Place to = m_current;
    if (to.row < 0) {
        setCurrent({ 0, 0, 0 });
        return;
    }
    if (columns != 0) {
        to.column += columns;
        to.card = std::max(0, to.card);
        if (to.column >= 0 && to.column < m_model.columnCount())
            setCurrent(to);
        return;
    }
    const int shown = cardCount(to);
    const int card = to.card + rows;
    if (shown > 0 && card >= 0 && card <= (hasMore(to) ? shown : shown - 1)) {
        to.card = card;
    } else {
        to.row += rows;
        to.card = rows > 0 ? 0 : 1'000'000'000; // the nearest end of the next cell
    }
    if (to.row < 0)
        setHead(to.column);
    else if (to.row < m_model.rowCount())
        setCurrent(to);
}

// While the cursor is on a column's head; false: not a key of heads.
bool BoardView::pressHeadKey(const QKeyEvent &event)
{
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    const bool control = event.modifiers() & Qt::ControlModifier;
    const int by = event.key() == Qt::Key_Left ? -1 : event.key() == Qt::Key_Right ? 1 : 0;
    if (by != 0 && shift && m_headColumn < m_model.stages()) {
        const Ages now = m_ages.column == m_headColumn ? m_ages : Ages {};
        moveAges(now.from + (control ? 0 : by), now.to + (control ? by : 0));
    } else if (control || event.modifiers() & Qt::AltModifier) {
        return false;
    } else if (by != 0) {
        setHead(m_headColumn + by);
    } else if (event.key() == Qt::Key_Down) {
        setCurrent({ 0, m_headColumn, 0 });
    } else if (event.key() == Qt::Key_Escape && m_ages.column == m_headColumn) {
        Q_EMIT agesChosen({});
    } else {
        return event.key() == Qt::Key_Up;
    }
    return true;
}

// Of the head that has the cursor; everything is as good as nothing chosen.
void BoardView::moveAges(int from, int to)
{
    Ages ages { m_headColumn, std::clamp(from, 0, kAgeBins - 1), std::clamp(to, 1, kAgeBins) };
    if (ages.from >= ages.to)
        return;
    if (ages.from == 0 && ages.to == kAgeBins)
        ages = {};
    Q_EMIT agesChosen(ages);
}

QRect BoardView::histogramRect(int column) const
{
    const Theme &look = theme();
    const QRect head = headRect(column);
    return { head.left() + look.px(8), head.top() + look.px(7) + 2 * look.px(18) + 1, head.width() - 2 * look.px(8), look.px(16) };
}

int BoardView::binAt(int column, int x) const
{
    const QRect bars = histogramRect(column);
    return std::clamp((x - bars.left()) * kAgeBins / std::max(1, bars.width()), 0, kAgeBins - 1);
}

void BoardView::keyPressEvent(QKeyEvent *event)
{
    if (std::exchange(m_awaitsColumn, false) && pressColumnKey(*event))
        return;
    if (m_headColumn >= 0 && pressHeadKey(*event))
        return;
    if (m_model.rowCount() == 0 || event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const int page = std::max(1, (viewport()->height() - m_head) / (m_geometry.sizes().card + m_geometry.sizes().gap) - 1);
    switch (event->key()) {
    case Qt::Key_Up:
        step(-1, 0);
        return;
    case Qt::Key_Down:
        step(1, 0);
        return;
    case Qt::Key_Left:
        step(0, -1);
        return;
    case Qt::Key_Right:
        step(0, 1);
        return;
    case Qt::Key_Home:
        setCurrent({ 0, 0, 0 });
        return;
    case Qt::Key_End:
        setCurrent({ m_model.rowCount() - 1, m_current.column, 1'000'000'000 });
        return;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        for (int i = 0; i < page; ++i)
            step(event->key() == Qt::Key_PageUp ? -1 : 1, 0);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activateCurrent();
        return;
    case Qt::Key_Space:
        Q_EMIT previewRequested();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Minus:
        if (m_current.row >= 0)
            m_model.setOpen(m_current.row, event->key() == Qt::Key_Plus);
        return;
    case Qt::Key_Escape:
        if (m_dragging)
            endDrag();
        else if (isCellOpen())
            closeCell();
        else if (!m_selection.empty())
            clearSelection();
        else
            event->ignore();
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void BoardView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Target target = targetAt(event->pos());
    const int column = target.place.column;
    if (target.kind == Target::Kind::ColumnHead && column < m_model.stages() && histogramRect(column).contains(event->pos())) {
        m_dragBin = binAt(column, event->pos().x());
        m_dragged = Ages { column, m_dragBin, m_dragBin + 1 };
        return;
    }
    press(target);
    if (target.kind == Target::Kind::Card && event->modifiers() & Qt::ControlModifier)
        toggleSelected();
    takeUp(target, event->pos());
}

void BoardView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (m_dragging)
        dropAt(event->pos());
    m_grabbed.clear();
    if (!m_dragged)
        return;
    const Ages ages = *m_dragged;
    m_dragged.reset();
    viewport()->update();
    if (ages.to - ages.from > 1)
        Q_EMIT agesChosen(ages);
    else
        press({ Target::Kind::ColumnHead, { -1, ages.column, -1 } }); // a click
}

void BoardView::press(const Target &target)
{
    using Kind = Target::Kind;
    switch (target.kind) {
    case Kind::Card:
        setCurrent(target.place);
        return;
    case Kind::More:
        setCurrent(target.place, false);
        openCell(target.place.row, target.place.column);
        return;
    case Kind::LaneHead:
        m_model.toggle(target.place.row);
        return;
    case Kind::Cell:
        setCurrent(target.place, false);
        if (m_model.at(target.place.row).kind != BoardModel::Row::Kind::Lane || !m_model.at(target.place.row).open)
            m_model.toggle(target.place.row);
        return;
    case Kind::ColumnHead:
    case Kind::Won:
    case Kind::Lost:
        Q_EMIT cellRowsRequested(target.place.row, target.place.column);
        return;
    case Kind::None:
        return;
    }
}

void BoardView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Target target = targetAt(event->pos());
    if (target.kind == Target::Kind::Card && m_currentKey)
        Q_EMIT cardOpened(*m_currentKey);
    else
        mousePressEvent(event);
}

void BoardView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_dragged) {
        const int bin = binAt(m_dragged->column, event->pos().x());
        m_dragged->from = std::min(m_dragBin, bin);
        m_dragged->to = std::max(m_dragBin, bin) + 1;
        viewport()->update();
        return;
    }
    const bool isFar = (event->pos() - m_grabbedAt).manhattanLength() >= QApplication::startDragDistance();
    if (!m_dragging && !m_grabbed.empty() && isFar) {
        m_dragging = true;
        viewport()->update();
    }
    if (m_dragging) {
        dragTo(event->pos());
        return;
    }
    const Target target = targetAt(event->pos());
    if (target == m_hovered)
        return;
    m_hovered = target;
    const bool isLink = target.kind != Target::Kind::None && target.kind != Target::Kind::Card;
    viewport()->setCursor(isLink ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

void BoardView::setOutbox(const viewmodels::OutboxFeed *outbox)
{
    m_outbox = outbox;
    viewport()->update();
}

bool BoardView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave && m_hovered.kind != Target::Kind::None) {
        m_hovered = {};
        viewport()->update();
    }
    if (event->type() == QEvent::ToolTip && !m_dragging) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString tip = tipAt(help->pos());
        QToolTip::showText(help->globalPos(), plainTip(tip), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QString BoardView::withPending(const Place &place, const QString &sentence) const
{
    const auto key = place.card >= 0 ? keyAt(place) : std::nullopt;
    if (!m_outbox || !key || !m_outbox->isPending(*key))
        return sentence;
    return QString(sentence % QLatin1Char('\n') % viewmodels::OutboxTexts::overlayTip(m_outbox->about(*key), m_model.now(), fmt()));
}

QString BoardView::tipAt(const QPoint &point) const
{
    const Target target = targetAt(point);
    const int column = target.place.column;
    if (target.kind == Target::Kind::LaneHead)
        return m_model.at(target.place.row).name;
    if (target.kind != Target::Kind::ColumnHead)
        return withPending(target.place, column >= 0 ? sentence(target.place) : QString());
    if (column >= m_model.stages())
        return {};
    const QString tip = BoardTexts::columnTip(
        m_model.columnName(column), m_model.board()->columns[std::size_t(column)], m_model.facts()->standard, fmt());
    return histogramRect(column).contains(point) ? QString(tip % QLatin1Char('\n') % tr("Drag over the ages to see only these")) : tip;
}

void BoardView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void BoardView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_awaitsColumn = false;
    viewport()->update();
}

} // namespace dealerlens::desk
