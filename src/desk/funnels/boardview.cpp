// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardview.h"

#include "desk/language.h"
#include "desk/textlabel.h"
#include "viewmodels/boardtexts.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

namespace dealerlens::desk {

using viewmodels::BoardModel;
using viewmodels::BoardTexts;

BoardView::BoardView(BoardModel &model, viewmodels::CardTexts &texts, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_model(model)
    , m_texts(texts)
{
    installBoardAccessibility();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(&m_model, &BoardModel::boardChanged, this, &BoardView::followModel);
    connect(&m_texts, &viewmodels::CardTexts::loaded, viewport(), qOverload<>(&QWidget::update));
}

void BoardView::setCap(int cards)
{
    m_cap = cards;
    layout();
}

void BoardView::retranslate()
{
    setAccessibleName(tr("Board"));
    layout();
}

// --- Geometry ----------------------------------------------------------------------------------------------------

bool BoardView::showsCards(int row) const
{
    const BoardModel::Row &lane = m_model.at(row);
    return lane.kind == BoardModel::Row::Kind::Lane && lane.open;
}

int BoardView::capOf(int row, int column) const
{
    if (m_model.lanes() == reports::Lanes::None || (m_openColumn == column && m_model.at(row).key == m_openRow))
        return 0;
    return m_cap;
}

int BoardView::heightOf(int row) const
{
    const viewmodels::BoardGeometry::Sizes &sizes = m_geometry.sizes();
    if (!showsCards(row))
        return sizes.collapsed;
    int height = sizes.laneHead;
    for (int column = 0; column < m_model.stages(); ++column)
        height = std::max(height, m_geometry.cellHeight(int(m_model.cards(row, column).size()), capOf(row, column)));
    return height + 1;
}

void BoardView::layout()
{
    const Theme &look = theme();
    m_geometry.setSizes({ look.px(62), look.px(4), look.px(6), look.px(20), look.px(31), look.px(122) });
    m_head = look.px(88);
    m_laneWidth = m_model.lanes() == reports::Lanes::None ? 0 : look.px(m_model.isGrouped() ? 208 : 166);
    m_outcomeWidth = look.px(36);
    const int stages = std::max(1, m_model.stages());
    const int room = viewport()->width() - m_laneWidth - 2 * m_outcomeWidth;
    m_columnWidth = std::clamp(room / stages, look.px(176), look.px(260));
    std::vector<int> heights;
    m_mostInCell = 1;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        heights.push_back(heightOf(row));
        if (m_model.at(row).kind == BoardModel::Row::Kind::Lane)
            for (const BoardModel::Sum &cell : m_model.at(row).cells)
                m_mostInCell = std::max(m_mostInCell, cell.count);
    }
    m_geometry.setHeights(heights);
    updateBars();
    viewport()->update();
}

void BoardView::updateBars()
{
    const int wide = m_model.stages() * m_columnWidth + 2 * m_outcomeWidth;
    const int across = viewport()->width() - m_laneWidth;
    const int down = viewport()->height() - m_head;
    horizontalScrollBar()->setRange(0, std::max(0, wide - across));
    horizontalScrollBar()->setPageStep(std::max(1, across));
    horizontalScrollBar()->setSingleStep(m_columnWidth / 2);
    verticalScrollBar()->setRange(0, std::max(0, m_geometry.total() - down));
    verticalScrollBar()->setPageStep(std::max(1, down));
    verticalScrollBar()->setSingleStep(theme().px(22));
}

int BoardView::columnLeft(int column) const
{
    const int stages = m_model.stages();
    if (column < stages)
        return m_laneWidth + column * m_columnWidth - horizontalScrollBar()->value();
    // What was won and lost stays at the right edge when there are more columns than fit.
    const int end = std::min(m_laneWidth + stages * m_columnWidth, viewport()->width() - 2 * m_outcomeWidth);
    return end + (column - stages) * m_outcomeWidth;
}

int BoardView::columnWidthOf(int column) const { return column < m_model.stages() ? m_columnWidth : m_outcomeWidth; }

int BoardView::columnAt(int x) const
{
    if (x < m_laneWidth)
        return -1;
    for (int column = m_model.columnCount() - 1; column >= 0; --column) // outcomes lie above the stages
        if (x >= columnLeft(column) && x < columnLeft(column) + columnWidthOf(column))
            return column;
    return -1;
}

QRect BoardView::cellRect(int row, int column) const
{
    return { columnLeft(column), m_head + m_geometry.top(row) - verticalScrollBar()->value(), columnWidthOf(column),
        m_geometry.height(row) };
}

QRect BoardView::cardRect(const Place &place) const
{
    const QRect cell = cellRect(place.row, place.column);
    if (place.card < 0)
        return cell;
    const int inset = theme().px(6);
    return { cell.left() + inset, cell.top() + m_geometry.cardTop(place.card), cell.width() - 2 * inset, m_geometry.sizes().card };
}

int BoardView::cardCount(const Place &place) const
{
    if (place.row < 0 || place.column >= m_model.stages() || !showsCards(place.row))
        return 0;
    return m_geometry.shown(int(m_model.cards(place.row, place.column).size()), capOf(place.row, place.column));
}

BoardView::Target BoardView::targetAt(const QPoint &point) const
{
    using Kind = Target::Kind;
    const int column = columnAt(point.x());
    if (point.y() < m_head)
        return column < 0 ? Target {} : Target { Kind::ColumnHead, { -1, column, -1 } };
    const int y = point.y() - m_head + verticalScrollBar()->value();
    const int row = m_geometry.rowAt(y);
    if (row < 0)
        return {};
    if (point.x() < m_laneWidth)
        return { Kind::LaneHead, { row, -1, -1 } };
    if (column < 0)
        return {};
    if (column >= m_model.stages())
        return { column == m_model.stages() ? Kind::Won : Kind::Lost, { row, column, -1 } };
    const Place place { row, column, -1 };
    const int shown = cardCount(place);
    const int inside = y - m_geometry.top(row);
    const int card = m_geometry.cardAt(inside, shown);
    if (card >= 0)
        return { Kind::Card, { row, column, card } };
    const bool hasMore = showsCards(row) && shown < int(m_model.cards(row, column).size());
    if (hasMore && inside >= m_geometry.cardTop(shown) - m_geometry.sizes().gap
        && inside < m_geometry.cardTop(shown) + m_geometry.sizes().more)
        return { Kind::More, { row, column, shown } };
    return { Kind::Cell, place };
}

// --- Model -------------------------------------------------------------------------------------------------------

void BoardView::followModel()
{
    // What stood at the top stays at the top, and the current card stays current wherever it went.
    if (!m_openRow.isEmpty() && m_model.rowOf(m_openRow) < 0)
        m_openRow.clear();
    layout();
    const Place now = m_currentKey ? m_model.placeOf(*m_currentKey) : Place {};
    if (now.row >= 0 && showsCards(now.row) && now.card < cardCount(now)) {
        m_current = now;
    } else {
        drop(m_current);
        m_currentKey = keyAt(m_current);
    }
    m_hovered = {};
    viewport()->update();
}

void BoardView::drop(Place &place) const
{
    if (m_model.rowCount() == 0 || m_model.stages() == 0) {
        place = {};
        return;
    }
    place.row = std::clamp(place.row, 0, m_model.rowCount() - 1);
    place.column = std::clamp(place.column, 0, m_model.columnCount() - 1);
    const int shown = cardCount(place);
    const bool hasMore = shown > 0 && shown < int(m_model.cards(place.row, place.column).size());
    place.card = shown == 0 ? -1 : std::clamp(place.card, 0, hasMore ? shown : shown - 1);
}

std::optional<model::RecordKey> BoardView::keyAt(const Place &place) const
{
    if (place.row < 0 || place.card < 0 || place.card >= cardCount(place))
        return std::nullopt;
    return m_model.keyOf(m_model.cards(place.row, place.column)[std::size_t(place.card)]);
}

void BoardView::setCurrent(const Place &wanted, bool scroll)
{
    Place place = wanted;
    drop(place);
    m_current = place;
    m_currentKey = keyAt(place);
    if (scroll)
        ensureVisible(place);
    viewport()->update();
    announce();
    Q_EMIT currentChanged();
}

void BoardView::announce()
{
    if (!QAccessible::isActive())
        return;
    QAccessibleValueChangeEvent event(this, currentSentence());
    QAccessible::updateAccessibility(&event);
}

QString BoardView::currentSentence() const
{
    if (m_current.row < 0 || m_current.row >= m_model.rowCount())
        return {};
    const auto cards = m_model.cards(m_current.row, m_current.column);
    if (m_currentKey && m_current.card >= 0 && std::size_t(m_current.card) < cards.size()) {
        const viewmodels::CardText *text = m_texts.find(*m_currentKey);
        const reports::ItemState *state = m_model.state(cards[std::size_t(m_current.card)]);
        if (state)
            return BoardTexts::card(*m_model.facts(), *state, text ? text->client : QString(), text ? text->subject : QString(), fmt());
    }
    return m_model.index(m_current.row, m_current.column).data(Qt::AccessibleTextRole).toString();
}

void BoardView::ensureVisible(const Place &place)
{
    if (place.row < 0)
        return;
    const QRect rect = cardRect(place);
    const int margin = theme().px(8);
    if (rect.top() < m_head + margin)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rect.top() - m_head - margin);
    else if (rect.bottom() > viewport()->height() - margin)
        verticalScrollBar()->setValue(
            verticalScrollBar()->value() + std::min(rect.bottom() - viewport()->height() + margin, rect.top() - m_head - margin));
    if (place.column < m_model.stages() && rect.left() < m_laneWidth)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + rect.left() - m_laneWidth);
    else if (place.column < m_model.stages() && rect.right() > viewport()->width() - 2 * m_outcomeWidth)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + rect.right() - viewport()->width() + 2 * m_outcomeWidth);
}

void BoardView::openCell(int row, int column)
{
    const QString key = m_model.at(row).key;
    if (!m_model.at(row).open)
        m_model.setOpen(row, true);
    m_openRow = key;
    m_openColumn = column;
    layout();
}

void BoardView::closeCell()
{
    const int row = m_model.rowOf(m_openRow);
    m_openRow.clear();
    m_openColumn = -1;
    layout();
    if (row >= 0)
        setCurrent({ row, m_current.column, std::min(m_current.card, m_cap - 1) });
}

void BoardView::toggleSelected()
{
    if (!m_currentKey)
        return;
    if (!m_selection.erase(*m_currentKey))
        m_selection.insert(*m_currentKey);
    viewport()->update();
    Q_EMIT selectionChanged();
}

void BoardView::clearSelection()
{
    m_selection.clear();
    viewport()->update();
    Q_EMIT selectionChanged();
}

void BoardView::activateCurrent()
{
    if (m_current.row < 0)
        return;
    const BoardModel::Row &row = m_model.at(m_current.row);
    if (m_currentKey)
        Q_EMIT cardOpened(*m_currentKey);
    else if (m_current.column >= m_model.stages())
        Q_EMIT cellRowsRequested(m_current.row, m_current.column);
    else if (row.kind == BoardModel::Row::Kind::Lane && row.open && m_current.card >= 0)
        openCell(m_current.row, m_current.column); // stands on "more"
    else if (!row.open)
        m_model.setOpen(m_current.row, true);
}

// --- Input -------------------------------------------------------------------------------------------------------

bool BoardView::step(int rows, int columns)
{
    Place to = m_current;
    if (to.row < 0) {
        setCurrent({ 0, 0, 0 });
        return true;
    }
    if (columns != 0) {
        to.column += columns;
        if (to.column < 0 || to.column >= m_model.columnCount())
            return true;
        to.card = std::max(0, to.card);
        setCurrent(to);
        return true;
    }
    const int shown = cardCount(to);
    const bool hasMore = shown > 0 && shown < int(m_model.cards(to.row, to.column).size());
    const int last = hasMore ? shown : shown - 1;
    const int card = to.card + rows;
    if (shown > 0 && card >= 0 && card <= last) {
        to.card = card;
    } else {
        to.row += rows;
        if (to.row < 0 || to.row >= m_model.rowCount())
            return true;
        to.card = rows > 0 ? 0 : 1'000'000'000; // the nearest end of the next cell
    }
    setCurrent(to);
    return true;
}

void BoardView::keyPressEvent(QKeyEvent *event)
{
    if (m_model.rowCount() == 0 || event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const int page = std::max(1, (viewport()->height() - m_head) / (m_geometry.sizes().card + m_geometry.sizes().gap) - 1);
    switch (event->key()) {
    case Qt::Key_Up:
        (void)step(-1, 0);
        return;
    case Qt::Key_Down:
        (void)step(1, 0);
        return;
    case Qt::Key_Left:
        (void)step(0, -1);
        return;
    case Qt::Key_Right:
        (void)step(0, 1);
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
            (void)step(event->key() == Qt::Key_PageUp ? -1 : 1, 0);
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
        if (isCellOpen())
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
    using Kind = Target::Kind;
    const Target target = targetAt(event->pos());
    switch (target.kind) {
    case Kind::Card:
        setCurrent(target.place);
        if (event->modifiers() & Qt::ControlModifier)
            toggleSelected();
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
    const Target target = targetAt(event->pos());
    if (target == m_hovered)
        return;
    m_hovered = target;
    const bool isLink = target.kind != Target::Kind::None && target.kind != Target::Kind::Card;
    viewport()->setCursor(isLink ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

bool BoardView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave && m_hovered.kind != Target::Kind::None) {
        m_hovered = {};
        viewport()->update();
    }
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const Target target = targetAt(help->pos());
        QString tip;
        if (target.kind == Target::Kind::Card) {
            const std::uint32_t item = m_model.cards(target.place.row, target.place.column)[std::size_t(target.place.card)];
            const viewmodels::CardText *text = m_texts.find(m_model.keyOf(item));
            if (const reports::ItemState *state = m_model.state(item); state && text)
                tip = BoardTexts::card(*m_model.facts(), *state, text->client, text->subject, fmt());
        } else if (target.kind == Target::Kind::ColumnHead && target.place.column < m_model.stages()) {
            tip = BoardTexts::columnTip(m_model.columnName(target.place.column), m_model.board()->columns[std::size_t(target.place.column)],
                m_model.facts()->standard, fmt());
        } else if (target.kind == Target::Kind::LaneHead) {
            tip = m_model.at(target.place.row).name;
        } else if (target.place.row >= 0 && target.place.column >= 0) {
            tip = m_model.index(target.place.row, target.place.column).data(Qt::AccessibleTextRole).toString();
        }
        QToolTip::showText(help->globalPos(), plainTip(tip), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void BoardView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layout();
}

void BoardView::scrollContentsBy(int, int) { viewport()->update(); }

void BoardView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void BoardView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace dealerlens::desk
