// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/cardpainter.h"

#include "desk/icons.h"
#include "desk/painters.h"
#include "desk/textline.h"

#include <QPainter>

namespace dealerlens::desk {

namespace {

using reports::Late;

bool has(const Card &card, Late late) { return (card.lates >> unsigned(late) & 1) != 0; }

State stateOf(const Card &card)
{
    if (has(card, Late::StageOverdue) || has(card, Late::ResponseOverdue))
        return State::Breached;
    return card.share >= 0.8 || has(card, Late::ResponseDueSoon) ? State::Warning : State::Running;
}

void drawFrame(QPainter *painter, const QRectF &rect, const Card &card, const Theme &theme)
{
    const bool tinted = card.selected || card.current;
    painter->setBrush(theme.color(!tinted ? Token::Base : card.focused || card.selected ? Token::Select : Token::SelectInactive));
    painter->setPen(QPen(theme.color(card.hovered ? Token::ControlLine : Token::Line), 1));
    if (card.pending)
        painter->setPen(QPen(theme.color(Token::ControlLine), 1, Qt::DashLine));
    painter->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    if (card.current && card.focused) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.color(Token::Focus), 2));
        painter->drawRoundedRect(rect.adjusted(1, 1, -1, -1), 3, 3);
    } else if (card.selected) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.color(Token::Focus), 1));
        painter->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    }
    if (card.hue >= 0)
        painter->fillRect(QRectF(rect.left(), rect.top() + 1, theme.px(3), rect.height() - 2), theme.dealerHue(card.hue));
}

// At most three fifths of the line.
void drawAmount(QPainter *painter, const QRectF &line, const QString &amount)
{
    const double wide = std::min(textWidth(amount, FontStyle::Small), line.width() * 0.6) + 1;
    drawTextLine(painter, QRectF(line.right() - wide, line.top(), wide, line.height()), Qt::AlignRight, amount, FontStyle::Small);
}

double drawMarks(QPainter *painter, double x, const QRectF &line, const Card &card, const Theme &theme)
{
    const double side = theme.px(13);
    const auto mark = [&](Late late, const char *name, Token token) {
        if (!has(card, late))
            return;
        x += theme.px(5);
        paintIcon(painter, QRectF(x, line.center().y() - side / 2, side, side), QString::fromLatin1(name), theme.color(token));
        x += side;
    };
    mark(Late::WithoutEvidence, "claim", Token::Warn);
    mark(Late::ActivityOverdue, "task", Token::Breach);
    mark(Late::NoNextStep, "calendar", Token::Warn);
    mark(Late::CloseDatePast, "flag", Token::Warn);
    if (card.pending) {
        x += theme.px(5);
        paintIcon(painter, QRectF(x, line.center().y() - side / 2, side, side), QStringLiteral("outbox"), theme.color(Token::Link));
        x += side;
    }
    return x;
}

} // namespace

void paintCard(QPainter *painter, const QRectF &rect, const Card &card, const Theme &theme)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    drawFrame(painter, rect, card, theme);
    const double inset = theme.px(8);
    const QRectF inner = rect.adjusted(inset, theme.px(3), -inset, -theme.px(3));
    const double height = inner.height() / 3;
    const bool tinted = card.selected || card.current;
    if (card.client.isEmpty()) {
        painter->fillRect(QRectF(inner.left(), inner.top() + height / 2 - 4, inner.width() * 0.7, 8), theme.color(Token::LineStrong));
        painter->fillRect(QRectF(inner.left(), inner.top() + height * 1.5 - 4, inner.width() * 0.4, 8), theme.color(Token::Line));
    } else {
        painter->setPen(theme.color(Token::Text));
        drawTextLine(painter, QRectF(inner.left(), inner.top(), inner.width(), height), Qt::AlignLeft, card.client, FontStyle::Strong);
    }
    painter->setPen(theme.color(Token::Text));
    const QRectF second(inner.left(), inner.top() + height, inner.width(), height);
    drawAmount(painter, second, card.amount);
    painter->setPen(theme.color(Token::Text2));
    const double amount = card.amount.isEmpty() ? 0 : textWidth(card.amount, FontStyle::Small) + 8;
    drawTextLine(painter, second.adjusted(0, 0, -amount, 0), Qt::AlignLeft, card.subject, FontStyle::Small);

    const QRectF third(inner.left(), inner.top() + 2 * height, inner.width(), height);
    const State state = stateOf(card);
    const double glyph = theme.px(10);
    paintStateGlyph(painter, QRectF(third.left(), third.center().y() - glyph / 2, glyph, glyph), state, theme);
    painter->setPen(theme.color(state == State::Running ? (tinted ? Token::Text2 : Token::Text3) : textToken(state)));
    double x = third.left() + glyph + theme.px(4);
    drawTextLine(painter, QRectF(x, third.top(), third.width(), third.height()), Qt::AlignLeft, card.age, FontStyle::Small);
    x = drawMarks(painter, x + textWidth(card.age, FontStyle::Small), third, card, theme) + theme.px(8);
    painter->setPen(theme.color(Token::Text2));
    drawTextLine(painter, QRectF(x, third.top(), third.right() - x, third.height()), Qt::AlignRight, card.responsible, FontStyle::Small);
    if (card.share >= 0)
        paintAgeLine(painter, rect.adjusted(1, 0, -1, 0), card.share, theme);
    painter->restore();
}

} // namespace dealerlens::desk
