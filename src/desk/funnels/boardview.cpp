// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardview.h"

#include "desk/language.h"
#include "viewmodels/boardtexts.h"

#include <QAccessible>
#include <QScrollBar>

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

void BoardView::setFields(const CardFields &fields)
{
    m_fields = fields;
    layout();
}

void BoardView::setAges(const Ages &ages)
{
    m_ages = ages;
    viewport()->update();
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
    return m_fields.cards;
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
    m_geometry.setSizes({ look.px(62), look.px(4), look.px(6), look.px(20), look.px(31), look.px(140) });
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

bool BoardView::hasMore(const Place &place) const
{
    const int shown = cardCount(place);
    return shown > 0 && shown < int(m_model.cards(place.row, place.column).size());
}

QRect BoardView::placeRect(const Place &place) const
{
    const bool isMore = place.card >= 0 && place.card == cardCount(place);
    const QRect rect = cardRect(place);
    return isMore ? QRect(rect.left(), rect.top() - m_geometry.sizes().gap, rect.width(), m_geometry.sizes().more) : rect;
}

QRect BoardView::headRect(int column) const { return { columnLeft(column), 0, columnWidthOf(column), m_head }; }

BoardView::Place BoardView::placeAt(const QPoint &point) const
{
    const Target target = targetAt(point);
    return target.place.column >= 0 ? target.place : Place {};
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
    if (hasMore(place) && inside >= m_geometry.cardTop(shown) - m_geometry.sizes().gap
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
    if (QAccessible::isActive()) {
        QAccessibleTableModelChangeEvent event(this, QAccessibleTableModelChangeEvent::ModelReset);
        QAccessible::updateAccessibility(&event);
    }
    layout();
    const Place now = m_currentKey ? m_model.placeOf(*m_currentKey) : Place {};
    if (now.row >= 0 && showsCards(now.row) && now.card < cardCount(now)) {
        m_current = now;
    } else {
        drop(m_current);
        m_currentKey = keyAt(m_current);
    }
    m_hovered = {};
    m_headColumn = std::min(m_headColumn, m_model.columnCount() - 1);
    viewport()->update();
}

BoardView::Standing BoardView::standing() const
{
    return { m_currentKey, m_current, m_openRow, m_openColumn, m_headColumn,
        { horizontalScrollBar()->value(), verticalScrollBar()->value() } };
}

void BoardView::standAgain(const Standing &standing)
{
    m_currentKey = standing.key;
    m_current = standing.place;
    m_openRow = standing.openRow;
    m_openColumn = standing.openColumn;
    m_headColumn = standing.headColumn;
    followModel();
    horizontalScrollBar()->setValue(standing.scrolled.x());
    verticalScrollBar()->setValue(standing.scrolled.y());
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
    place.card = shown == 0 ? -1 : std::clamp(place.card, 0, hasMore(place) ? shown : shown - 1);
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
    m_headColumn = -1;
    if (scroll)
        ensureVisible(place);
    viewport()->update();
    announce();
    Q_EMIT currentChanged();
}

void BoardView::setHead(int column)
{
    m_headColumn = std::clamp(column, 0, m_model.columnCount() - 1);
    m_currentKey.reset();
    if (m_model.rowCount() > 0)
        ensureVisible({ 0, m_headColumn, -1 });
    verticalScrollBar()->setValue(0);
    viewport()->update();
    announce();
}

void BoardView::announce()
{
    if (!QAccessible::isActive())
        return;
    QAccessibleValueChangeEvent value(this, currentSentence());
    QAccessible::updateAccessibility(&value);
    QAccessibleEvent focus(this, QAccessible::Focus);
    QAccessible::updateAccessibility(&focus); // the interface tells which cell or card has it
}

QString BoardView::currentSentence() const { return m_headColumn >= 0 ? headSentence(m_headColumn) : sentence(m_current); }

QString BoardView::headSentence(int column) const
{
    if (!m_model.board() || column >= m_model.columnCount())
        return {};
    if (column >= m_model.stages())
        return m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QString tip = BoardTexts::columnTip(
        m_model.columnName(column), m_model.board()->columns[std::size_t(column)], m_model.facts()->standard, fmt());
    return tip.replace(QLatin1Char('\n'), QStringLiteral(", "));
}

QString BoardView::sentence(const Place &place) const
{
    if (place.row < 0 || place.row >= m_model.rowCount())
        return {};
    const auto key = keyAt(place);
    if (!key) {
        const int shown = cardCount(place);
        if (place.card >= 0 && place.card == shown && hasMore(place))
            return BoardTexts::moreCards(std::int64_t(m_model.cards(place.row, place.column).size()) - shown, fmt());
        return m_model.index(place.row, place.column).data(Qt::AccessibleTextRole).toString();
    }
    const std::optional<reports::ItemState> state = m_model.state(m_model.cards(place.row, place.column)[std::size_t(place.card)]);
    const viewmodels::CardText *text = m_texts.find(*key);
    if (!text)
        m_texts.want({ *key });
    return state ? BoardTexts::card(*m_model.facts(), *state, text ? text->client : QString(), text ? text->subject : QString(), fmt())
                 : QString();
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
        setCurrent({ row, m_current.column, std::min(m_current.card, m_fields.cards - 1) });
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
    if (m_headColumn >= 0) {
        Q_EMIT cellRowsRequested(-1, m_headColumn);
        return;
    }
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

void BoardView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layout();
}

void BoardView::scrollContentsBy(int, int) { viewport()->update(); }

} // namespace dealerlens::desk
