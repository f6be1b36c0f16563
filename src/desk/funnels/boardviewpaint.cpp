// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardview.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/painters.h"
#include "desk/textline.h"
#include "viewmodels/boardtexts.h"
#include "viewmodels/outboxfeed.h"

#include <QFontMetrics>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <cmath>

namespace dealerlens::desk {

using viewmodels::BoardModel;
using viewmodels::BoardTexts;

namespace {

constexpr double kDraggedOpacity = 0.6;

void drawLine(QPainter &painter, const QRect &rect, int flags, const QString &text, FontStyle style, Token token)
{
    painter.setPen(theme().color(token));
    drawTextLine(&painter, QRectF(rect), Qt::Alignment(flags), text, style);
}

// On a hatched ground the text stands on a plate of its own.
void drawOnPlate(QPainter &painter, const QRect &rect, int flags, const QString &text, FontStyle style, Token token)
{
    painter.setFont(theme().font(style));
    painter.setPen(theme().color(token));
    const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width());
    paintTextOnHatch(&painter, rect, Qt::Alignment(flags) | Qt::AlignVCenter, shown, theme());
}

int widthOf(const QString &text, FontStyle style) { return static_cast<int>(std::ceil(textWidth(text, style))); }

// "▲ 23" flush right; nothing for none.
void drawOverdue(QPainter &painter, const QRect &rect, std::int64_t count, bool onHatch = false)
{
    if (count <= 0)
        return;
    const QString text = fmt().integer(count);
    const int glyph = theme().px(9);
    const int x = rect.right() - widthOf(text, FontStyle::Small) - glyph - theme().px(3);
    if (onHatch)
        painter.fillRect(QRect(x - 2, rect.center().y() - theme().px(8), rect.right() - x + 4, theme().px(17)), theme().color(Token::Base));
    drawLine(painter, rect, Qt::AlignRight, text, FontStyle::Small, Token::Breach);
    paintStateGlyph(&painter, QRectF(x, rect.center().y() - glyph / 2.0 + 1, glyph, glyph), State::Breached, theme());
}

void drawChevron(QPainter &painter, int x, int y, bool open)
{
    const int side = theme().px(13);
    paintIcon(&painter, QRectF(x, y - side / 2.0, side, side), open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
        theme().color(Token::Text2));
}

// "Ivanov I."
QString shortName(const QString &name)
{
    const QStringList words = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return words.size() > 1 ? QString(words[0] + QLatin1Char(' ') + words[1].left(1) + QLatin1Char('.')) : words.value(0);
}

// Lates that are the state of the card, not marks on it.
constexpr unsigned kStateLates = 1U << unsigned(reports::Late::ResponseDueSoon) | 1U << unsigned(reports::Late::ResponseOverdue)
    | 1U << unsigned(reports::Late::StageOverdue);

QString subjectOf(const facts::Snapshot &facts, std::uint32_t item, CardFields::Subject subject, const QString &title)
{
    const facts::Index source = facts.items.source[item];
    switch (subject) {
    case CardFields::Subject::Product:
        if (!title.isEmpty())
            return title;
        [[fallthrough]];
    case CardFields::Subject::Source:
        return source > 0 ? facts.sources[std::size_t(source)] : QString();
    case CardFields::Subject::Created:
        return fmt().date(facts.items.created[item]);
    case CardFields::Subject::Dealer:
        return facts.portals[std::size_t(facts.items.portal[item])].portal.title;
    case CardFields::Subject::Nothing:
        break;
    }
    return {};
}

} // namespace

Card BoardView::cardAt(std::uint32_t item, const Place &place) const
{
    const facts::Snapshot &facts = *m_model.facts();
    Card card;
    const model::RecordKey key = m_model.keyOf(item);
    if (const viewmodels::CardText *text = m_texts.find(key)) {
        card.client = text->client;
        card.subject = subjectOf(facts, item, m_fields.subject, text->subject);
    }
    if (const std::optional<reports::ItemState> state = m_model.state(item)) {
        card.age = fmt().duration(qint64(state->age));
        card.lates = std::uint8_t(state->lates & (m_fields.marks | kStateLates));
        if (state->limit && *state->limit > 0)
            card.share = state->businessAge / *state->limit;
        if (state->user >= 0 && m_fields.responsible)
            card.responsible = shortName(facts.users[std::size_t(state->user)].name);
    }
    if (facts.items.amount[item] != 0 && m_fields.amount) {
        const facts::Index currency = facts.items.currency[item];
        const QString code = currency >= 0 ? facts.currencies[std::size_t(currency)] : facts.standard.currency;
        // The usual currency goes without saying; there is little room.
        card.amount = fmt().moneyShort({ facts.items.amount[item] }, code == facts.standard.currency ? QString() : code);
    }
    if (m_model.lanes() == reports::Lanes::None)
        card.hue = facts.items.portal[item];
    card.hovered = m_hovered.kind == Target::Kind::Card && m_hovered.place == place;
    card.current = m_headColumn < 0 && m_current == place;
    card.focused = hasFocus();
    card.selected = m_selection.contains(key);
    card.pending = m_outbox && m_outbox->isPending(key);
    return card;
}

// The cursor is in that cell, whatever card.
bool BoardView::isFocused(const Place &cell) const
{
    return m_headColumn < 0 && m_current.row == cell.row && m_current.column == cell.column && hasFocus();
}

void BoardView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme().color(Token::BaseAlt));
    if (m_model.board()) {
        wantTexts();
        paintRows(painter);
        paintColumns(painter);
    }
}

// Cards of the window and of one screen around it.
void BoardView::wantTexts()
{
    const int down = viewport()->height();
    const int top = verticalScrollBar()->value();
    std::vector<model::RecordKey> keys;
    const auto [first, last] = m_geometry.rowsBetween(top - down / 2, top + down + down / 2);
    for (int row = first; row < last; ++row) {
        if (!showsCards(row))
            continue;
        for (int column = 0; column < m_model.stages(); ++column) {
            const int left = columnLeft(column);
            if (left + m_columnWidth < m_laneWidth - m_columnWidth || left > viewport()->width() + m_columnWidth)
                continue;
            const int y = top - m_geometry.top(row);
            const auto cards = m_model.cards(row, column);
            const auto [from, to] = m_geometry.cardsBetween(y - down / 2, y + down + down / 2, cardCount({ row, column, 0 }));
            for (int card = from; card < to; ++card)
                keys.push_back(m_model.keyOf(cards[std::size_t(card)]));
        }
    }
    m_texts.want(keys);
}

// --- Heads -------------------------------------------------------------------------------------------------------

void BoardView::paintColumns(QPainter &painter) const
{
    const Theme &look = theme();
    const QRect head(0, 0, viewport()->width(), m_head);
    painter.fillRect(head, look.color(Token::Header));
    painter.save();
    painter.setClipRect(QRect(m_laneWidth, 0, viewport()->width() - m_laneWidth, m_head));
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const QRect rect(columnLeft(column), 0, columnWidthOf(column), m_head);
        if (rect.right() < m_laneWidth || rect.left() > viewport()->width())
            continue;
        if (column < m_model.stages()) {
            paintColumnHead(painter, column, rect);
        } else {
            painter.fillRect(rect.adjusted(-1, 0, 0, 0), look.color(Token::Header));
            painter.fillRect(rect.left() - 1, 0, 1, m_head, look.color(Token::Line));
            paintOutcomeHead(painter, column, rect);
        }
        painter.fillRect(rect.right(), 0, 1, m_head, look.color(Token::Line));
        if (column == m_headColumn && hasFocus()) {
            painter.setPen(QPen(look.color(Token::Focus), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(rect.adjusted(1, 1, -2, -2));
        }
    }
    painter.restore();
    paintCorner(painter);
    painter.fillRect(0, m_head - 1, viewport()->width(), 1, look.color(Token::LineStrong));
}

void BoardView::paintColumnHead(QPainter &painter, int column, const QRect &rect) const
{
    const Theme &look = theme();
    const reports::BoardColumn &stage = m_model.board()->columns[std::size_t(column)];
    const QRect inner = rect.adjusted(look.px(8), look.px(7), -look.px(8), -look.px(5));
    const int line = look.px(18);
    const bool hovered = m_hovered.kind == Target::Kind::ColumnHead && m_hovered.place.column == column;
    const QString count = fmt().integer(stage.count);
    const int wide = widthOf(count, FontStyle::Strong);
    const QRect first(inner.left(), inner.top(), inner.width(), line);
    drawLine(painter, first, Qt::AlignRight, count, FontStyle::Strong, hovered ? Token::Link : Token::Text);
    painter.setPen(QPen(look.color(Token::Text3), 1, Qt::DotLine));
    painter.drawLine(first.right() - wide, first.bottom() - 1, first.right(), first.bottom() - 1);
    drawLine(painter, first.adjusted(0, 0, -wide - look.px(6), 0), Qt::AlignLeft, m_model.columnName(column), FontStyle::Strong,
        stage.milestone == 0 ? Token::Text2 : Token::Text);

    const QRect second(inner.left(), first.bottom(), inner.width(), line);
    if (stage.amount.units != 0)
        drawLine(painter, second, Qt::AlignLeft, fmt().moneyShort(stage.amount, m_model.facts()->standard.currency), FontStyle::Small,
            Token::Text);
    drawOverdue(painter, second, stage.overdue);

    paintAges(painter, column);
    std::array<int, kAgeBins> bins {};
    std::copy(stage.ageHistogram.begin(), stage.ageHistogram.end(), bins.begin());
    paintAgeHistogram(&painter, QRectF(histogramRect(column)), bins, stage.limit.has_value(), look);

    const QRect third(inner.left(), second.bottom() + look.px(18), inner.width(), line);
    const QString limit = stage.limit ? BoardTexts::limit(*stage.limit, m_model.facts()->standard, fmt()) : QString();
    const int limitWide = limit.isEmpty() ? 0 : widthOf(limit, FontStyle::Caption) + look.px(6);
    drawLine(painter, third, Qt::AlignRight, limit, FontStyle::Caption, Token::Text2);
    const QRect room = third.adjusted(0, 0, -limitWide, 0);
    const QString median = BoardTexts::median(stage, fmt());
    const bool fits = widthOf(median, FontStyle::Caption) <= room.width();
    drawLine(painter, room, Qt::AlignLeft, fits ? median : BoardTexts::median(stage, fmt(), true), FontStyle::Caption, Token::Text2);
}

// The ages that were chosen, behind the bars.
void BoardView::paintAges(QPainter &painter, int column) const
{
    const Ages &ages = m_dragged ? *m_dragged : m_ages;
    if (ages.column != column)
        return;
    const QRect bars = histogramRect(column);
    const auto x = [&](int bin) { return bars.left() + bin * bars.width() / kAgeBins; };
    const QRect chosen(x(ages.from), bars.top() - 1, x(ages.to) - x(ages.from), bars.height() + 3);
    painter.fillRect(chosen, theme().color(Token::Select));
    painter.setPen(theme().color(Token::Focus));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(chosen);
}

void BoardView::paintOutcomeHead(QPainter &painter, int column, const QRect &rect) const
{
    const Theme &look = theme();
    const bool won = column == m_model.stages();
    painter.save();
    painter.translate(rect.center().x(), rect.top() + look.px(6));
    painter.rotate(90);
    drawLine(painter, QRect(0, -look.px(9), look.px(58), look.px(18)), Qt::AlignLeft, won ? BoardTexts::won() : BoardTexts::lost(),
        FontStyle::Small, Token::Text2);
    painter.restore();
    drawLine(painter, QRect(rect.left(), rect.bottom() - look.px(20), rect.width(), look.px(16)), Qt::AlignHCenter, tr("30 d"),
        FontStyle::Caption, Token::Text2);
}

void BoardView::paintCorner(QPainter &painter) const
{
    if (m_laneWidth == 0)
        return;
    const Theme &look = theme();
    const QRect rect(look.px(12), look.px(7), m_laneWidth - look.px(16), look.px(18));
    const bool byDealer = m_model.lanes() == reports::Lanes::Dealer;
    drawLine(painter, rect, Qt::AlignLeft,
        m_model.isGrouped() ? tr("Region, dealer")
            : byDealer      ? tr("Dealer")
                            : tr("Employee"),
        FontStyle::Strong, Token::Text);
    painter.setFont(look.font(FontStyle::Small));
    painter.setPen(look.color(Token::Text3));
    painter.drawText(QRect(rect.left(), rect.bottom() + 2, rect.width(), m_head - rect.bottom() - 6), Qt::TextWordWrap,
        m_model.isGrouped() ? tr("more than 50 dealers: lanes are folded") : tr("most overdue first"));
    painter.fillRect(m_laneWidth - 1, 0, 1, m_head, look.color(Token::Line));
}

// --- Rows --------------------------------------------------------------------------------------------------------

void BoardView::paintRows(QPainter &painter) const
{
    const int scrolled = verticalScrollBar()->value();
    const auto [first, last] = m_geometry.rowsBetween(scrolled, scrolled + viewport()->height() - m_head);
    for (int row = first; row < last; ++row) {
        const int top = m_head + m_geometry.top(row) - scrolled;
        painter.save();
        painter.setClipRect(QRect(m_laneWidth, std::max(top, m_head), viewport()->width() - m_laneWidth, viewport()->height()));
        if (showsCards(row))
            paintOpenRow(painter, row, top);
        else
            paintFoldedRow(painter, row, top);
        paintOutcomes(painter, row, top);
        painter.restore();
        if (m_laneWidth > 0) {
            painter.save();
            painter.setClipRect(QRect(0, m_head, m_laneWidth, viewport()->height()));
            paintLaneHead(painter, row, top);
            painter.restore();
        }
        painter.fillRect(0, top + m_geometry.height(row) - 1, viewport()->width(), 1, theme().color(Token::Line));
    }
}

void BoardView::paintOpenRow(QPainter &painter, int row, int top) const
{
    const Theme &look = theme();
    for (int column = 0; column < m_model.stages(); ++column) {
        const QRect cell = cellRect(row, column);
        if (cell.right() < m_laneWidth || cell.left() > viewport()->width())
            continue;
        painter.fillRect(cell.right(), top, 1, cell.height(), look.color(Token::Line));
        const auto cards = m_model.cards(row, column);
        const int shown = cardCount({ row, column, 0 });
        const auto [from, to] = m_geometry.cardsBetween(m_head - top, viewport()->height() - top, shown);
        for (int card = from; card < to; ++card) {
            const Place place { row, column, card };
            painter.setOpacity(isDragged(m_model.keyOf(cards[std::size_t(card)])) ? kDraggedOpacity : 1);
            paintCard(&painter, cardRect(place), cardAt(cards[std::size_t(card)], place), look);
            painter.setOpacity(1);
        }
        if (shown < int(cards.size())) {
            const QRect more(cell.left() + look.px(8), top + m_geometry.cardTop(shown) - m_geometry.sizes().gap, cell.width() - look.px(16),
                m_geometry.sizes().more);
            drawLine(painter, more, Qt::AlignLeft, BoardTexts::moreCards(std::int64_t(cards.size()) - shown, fmt()), FontStyle::Small,
                Token::Link);
            if (m_headColumn < 0 && m_current == Place { row, column, shown } && hasFocus()) {
                painter.setPen(look.color(Token::Focus));
                painter.drawRect(more.adjusted(-look.px(2), 0, 0, -1));
            }
        }
        if (cards.empty() && isFocused({ row, column, -1 })) {
            painter.setPen(look.color(Token::Focus));
            painter.drawRect(cell.adjusted(2, 2, -4, -4));
        }
    }
}

void BoardView::paintFoldedRow(QPainter &painter, int row, int top) const
{
    const Theme &look = theme();
    const BoardModel::Row &lane = m_model.at(row);
    const bool isRegion = lane.kind == BoardModel::Row::Kind::Region;
    const int height = m_geometry.height(row);
    painter.fillRect(QRect(m_laneWidth, top, viewport()->width(), height), look.color(isRegion ? Token::Header : Token::Base));
    if (lane.stale && !isRegion)
        paintHatch(&painter, QRectF(m_laneWidth, top, m_model.stages() * m_columnWidth, height), Token::StaleHatch, look);
    for (int column = 0; column < m_model.stages(); ++column) {
        const QRect cell = cellRect(row, column);
        if (cell.right() < m_laneWidth || cell.left() > viewport()->width())
            continue;
        painter.fillRect(cell.right(), top, 1, height, look.color(Token::Line));
        if (isFocused({ row, column, -1 })) {
            painter.setPen(look.color(Token::Focus));
            painter.drawRect(cell.adjusted(1, 1, -3, -3));
        }
        const BoardModel::Sum sum = lane.cells[std::size_t(column)];
        if (sum.count == 0)
            continue;
        const QRect inner = cell.adjusted(look.px(8), 0, -look.px(8), 0);
        const QRect number(inner.left(), inner.top(), look.px(isRegion ? 60 : 32), inner.height());
        const QString text = fmt().integer(sum.count);
        const bool onHatch = lane.stale && !isRegion;
        if (onHatch)
            drawOnPlate(painter, number, Qt::AlignRight, text, FontStyle::Body, Token::Text);
        else
            drawLine(painter, number, isRegion ? Qt::AlignLeft : Qt::AlignRight, text, isRegion ? FontStyle::Strong : FontStyle::Body,
                Token::Text);
        if (!isRegion)
            paintShareBar(&painter, QRectF(number.right() + look.px(8), inner.top(), inner.width() * 0.4, inner.height()),
                double(sum.count) / double(m_mostInCell), look);
        drawOverdue(painter, inner, sum.overdue, onHatch);
    }
}

void BoardView::paintOutcomes(QPainter &painter, int row, int top) const
{
    const Theme &look = theme();
    const BoardModel::Row &lane = m_model.at(row);
    for (int column = m_model.stages(); column < m_model.columnCount(); ++column) {
        const QRect cell = cellRect(row, column);
        painter.fillRect(cell, look.color(Token::Base));
        painter.fillRect(cell.left() - 1, top, 1, cell.height(), look.color(Token::Line));
        painter.fillRect(cell.right(), top, 1, cell.height(), look.color(Token::Line));
        const std::int64_t count = column == m_model.stages() ? lane.won : lane.lost;
        const bool isCurrent = isFocused({ row, column, -1 });
        if (isCurrent) {
            painter.setPen(look.color(Token::Focus));
            painter.drawRect(cell.adjusted(1, 1, -3, -3));
        }
        if (lane.kind != BoardModel::Row::Kind::More)
            drawLine(painter, QRect(cell.left(), top, cell.width(), std::min(cell.height(), look.px(31))), Qt::AlignHCenter,
                fmt().integer(count), FontStyle::Small, Token::Text2);
    }
}

void BoardView::paintLaneHead(QPainter &painter, int row, int top) const
{
    const Theme &look = theme();
    const BoardModel::Row &lane = m_model.at(row);
    const QRect rect(0, top, m_laneWidth - 1, m_geometry.height(row));
    const bool isRegion = lane.kind == BoardModel::Row::Kind::Region;
    const bool hovered = m_hovered.kind == Target::Kind::LaneHead && m_hovered.place.row == row;
    painter.fillRect(rect, look.color(hovered ? Token::Hover : isRegion ? Token::Header : Token::Base));
    painter.fillRect(rect.right() + 1, top, 1, rect.height(), look.color(Token::Line));
    const int line = look.px(31);
    if (lane.kind == BoardModel::Row::Kind::More) {
        drawLine(painter, rect.adjusted(look.px(32), 0, -4, 0), Qt::AlignLeft, BoardTexts::moreDealers(lane.dealers), FontStyle::Small,
            Token::Link);
        return;
    }
    if (showsCards(row)) {
        paintOpenLaneHead(painter, lane, rect);
        return;
    }
    drawChevron(painter, look.px(8), top + line / 2, lane.open);
    int x = look.px(26);
    if (isRegion) {
        const int wide = std::min(widthOf(lane.name, FontStyle::Strong), rect.width() - x - look.px(40));
        drawLine(painter, QRect(x, top, wide + 2, line), Qt::AlignLeft, lane.name, FontStyle::Strong, Token::Text);
        drawLine(painter, QRect(x + wide + look.px(6), top, look.px(40), line), Qt::AlignLeft, fmt().integer(lane.dealers),
            FontStyle::Small, Token::Text3);
        return;
    }
    if (!lane.code.isEmpty()) {
        paintDealerBadge(&painter, QRectF(x, top + (line - look.px(16)) / 2.0, look.px(24), look.px(16)), lane.code, lane.hue, look);
        x += look.px(30);
    }
    const QRect room(x, top, rect.width() - x - 4, line);
    const bool isShort = m_model.lanes() == reports::Lanes::Employee && widthOf(lane.name, FontStyle::Body) > room.width();
    drawLine(
        painter, room, Qt::AlignLeft, isShort ? shortName(lane.name) : lane.name, FontStyle::Body, lane.stale ? Token::Stale : Token::Text);
}

void BoardView::paintOpenLaneHead(QPainter &painter, const BoardModel::Row &lane, const QRect &rect) const
{
    const Theme &look = theme();
    if (lane.stale)
        paintHatch(&painter, rect, Token::StaleHatch, look);
    const auto draw = lane.stale ? drawOnPlate : drawLine;
    const int text = look.px(130);
    // Stays in sight while the lane is.
    int y = std::clamp(m_head, rect.top(), std::max(rect.top(), rect.bottom() - text)) + look.px(7);
    const int x = look.px(10);
    const int wide = rect.width() - x - look.px(6);
    const int line = look.px(17);
    drawChevron(painter, look.px(6), y + line / 2, true);
    if (!lane.code.isEmpty())
        paintDealerBadge(&painter, QRectF(look.px(26), y + 1, look.px(24), look.px(16)), lane.code, lane.hue, look);
    draw(painter, QRect(look.px(56), y, rect.width() - look.px(58), line), Qt::AlignLeft, lane.city, FontStyle::Small, Token::Text2);
    y += line + look.px(3);
    painter.setFont(look.font(FontStyle::Strong));
    painter.setPen(look.color(lane.stale ? Token::Stale : Token::Text));
    constexpr int nameLines = 3;
    const int nameRoom = nameLines * painter.fontMetrics().lineSpacing();
    const QRect name = painter.fontMetrics().boundingRect(QRect(x, y, wide, nameRoom), Qt::TextWordWrap, lane.name);
    const int nameHeight = std::min(name.height(), nameRoom);
    if (lane.stale)
        painter.fillRect(QRect(x - 2, y, std::min(wide, name.width()) + 4, nameHeight), look.color(Token::Base));
    painter.drawText(QRect(x, y, wide, nameHeight), Qt::TextWordWrap, lane.name);
    y += nameHeight + 2;
    draw(painter, QRect(x, y, wide, line), Qt::AlignLeft, BoardTexts::items(lane.sum.count, m_model.kind(), fmt()), FontStyle::Small,
        Token::Text2);
    y += line;
    if (lane.amount.units != 0) {
        draw(painter, QRect(x, y, wide, line), Qt::AlignLeft, fmt().moneyShort(lane.amount, m_model.facts()->standard.currency),
            FontStyle::Small, Token::Text2);
        y += line;
    }
    if (lane.sum.overdue > 0) {
        const int glyph = look.px(9);
        paintStateGlyph(&painter, QRectF(x, y + (line - glyph) / 2.0, glyph, glyph), State::Breached, look);
        draw(painter, QRect(x + glyph + look.px(4), y, wide - glyph, line), Qt::AlignLeft, BoardTexts::overdue(lane.sum.overdue, fmt()),
            FontStyle::SmallStrong, Token::Breach);
        y += line;
    }
    if (y + line <= rect.bottom() && lane.dataAt != base::kNever)
        draw(painter, QRect(x, y, wide, line), Qt::AlignLeft,
            lane.stale ? tr("data of %1").arg(fmt().dateTime(lane.dataAt))
                       : tr("data %1").arg(fmt().ago(std::max<qint64>(0, m_model.now() - lane.dataAt))),
            FontStyle::Caption, lane.stale ? Token::Stale : Token::Text3);
}

} // namespace dealerlens::desk
