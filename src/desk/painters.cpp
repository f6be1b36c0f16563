// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/painters.h"

#include "model/dealercode.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace dealerlens::desk {

namespace {

// Saves the painter for the length of a scope.
class Saved {
public:
    explicit Saved(QPainter *painter, bool smooth = true)
        : m_painter(painter)
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing, smooth);
    }

    ~Saved() { m_painter->restore(); }

    Q_DISABLE_COPY(Saved)

private:
    QPainter *m_painter;
};

// Lines stand on half pixels.
double half(double value) { return std::floor(value) + 0.5; }

QPen rounded(const QColor &color, double width) { return QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin); }

void drawCheck(QPainter *painter, const QRectF &box)
{
    const auto at = [&](double x, double y) { return QPointF(box.x() + x * box.width(), box.y() + y * box.height()); };
    painter->drawPolyline(QPolygonF { at(0.1, 0.55), at(0.38, 0.83), at(0.9, 0.2) });
}

void drawCross(QPainter *painter, const QRectF &box)
{
    painter->drawLine(box.topLeft(), box.bottomRight());
    painter->drawLine(box.topRight(), box.bottomLeft());
}

void drawTriangle(QPainter *painter, const QRectF &box, bool up)
{
    const double y1 = up ? box.top() + box.height() * 0.08 : box.bottom() - box.height() * 0.08;
    const double y2 = up ? box.bottom() - box.height() * 0.08 : box.top() + box.height() * 0.08;
    painter->drawPolygon(QPolygonF { QPointF(box.center().x(), y1), QPointF(box.right(), y2), QPointF(box.left(), y2) });
}

void drawWaves(QPainter *painter, const QRectF &box)
{
    for (const double y : { 0.35, 0.68 }) {
        QPainterPath path(QPointF(box.left(), box.top() + box.height() * (y + 0.06)));
        const double w = box.width();
        const double middle = box.top() + box.height() * y;
        path.cubicTo(QPointF(box.left() + w * 0.3, middle - box.height() * 0.24),
            QPointF(box.left() + w * 0.7, middle + box.height() * 0.24), QPointF(box.right(), middle - box.height() * 0.06));
        painter->drawPath(path);
    }
}

void paintOutlineGlyph(QPainter *painter, const QRectF &box, State state, const QColor &shape)
{
    const double line = box.width() * 0.15;
    painter->setPen(rounded(shape, line));
    const QRectF inner = box.adjusted(line, line, -line, -line);
    switch (state) {
    case State::Met:
        painter->setPen(rounded(shape, line * 1.3));
        drawCheck(painter, box);
        break;
    case State::Running:
        painter->drawEllipse(inner);
        break;
    case State::Warning: {
        painter->drawEllipse(inner);
        painter->setBrush(shape);
        painter->setPen(Qt::NoPen);
        painter->drawPie(inner, -90 * 16, 180 * 16);
        break;
    }
    case State::NotApplicable:
        painter->drawLine(QPointF(inner.left(), box.center().y()), QPointF(inner.right(), box.center().y()));
        break;
    case State::Stale:
        painter->setPen(QPen(shape, std::max(1.0, line * 0.8)));
        painter->drawRect(inner);
        painter->drawLine(inner.bottomLeft(), inner.topRight());
        painter->drawLine(QPointF(inner.center().x(), inner.bottom()), QPointF(inner.right(), inner.center().y()));
        break;
    case State::NoAccess:
        painter->setPen(rounded(shape, line * 1.3));
        drawCross(painter, inner);
        break;
    case State::Open:
        painter->drawRoundedRect(inner, 1, 1);
        break;
    case State::Same:
        drawWaves(painter, box);
        break;
    default:
        break;
    }
}

void paintFilledGlyph(QPainter *painter, const QRectF &box, State state, const QColor &shape, const QColor &ground)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(shape);
    const double w = box.width();
    switch (state) {
    case State::Breached:
    case State::Better:
    case State::WorseUp:
        drawTriangle(painter, box, true);
        break;
    case State::Worse:
    case State::BetterDown:
        drawTriangle(painter, box, false);
        break;
    case State::Paused:
        painter->drawRect(QRectF(box.left() + w * 0.2, box.top() + w * 0.1, w * 0.2, w * 0.8));
        painter->drawRect(QRectF(box.left() + w * 0.6, box.top() + w * 0.1, w * 0.2, w * 0.8));
        break;
    case State::Fresh:
        painter->drawEllipse(box.center(), w * 0.3, w * 0.3);
        break;
    case State::Won:
    case State::Lost: {
        painter->drawRoundedRect(box, w * 0.15, w * 0.15);
        painter->setPen(rounded(ground, w * 0.14));
        const QRectF mark = box.adjusted(w * 0.25, w * 0.25, -w * 0.25, -w * 0.25);
        if (state == State::Won)
            drawCheck(painter, mark.adjusted(-w * 0.05, 0, w * 0.05, 0));
        else
            drawCross(painter, mark);
        break;
    }
    default:
        break;
    }
}

bool isFilled(State state)
{
    switch (state) {
    case State::Breached:
    case State::Better:
    case State::Worse:
    case State::BetterDown:
    case State::WorseUp:
    case State::Paused:
    case State::Fresh:
    case State::Won:
    case State::Lost:
        return true;
    default:
        return false;
    }
}

} // namespace

Token textToken(State state)
{
    switch (state) {
    case State::Met:
    case State::Better:
    case State::BetterDown:
    case State::Fresh:
        return Token::Ok;
    case State::Warning:
        return Token::Warn;
    case State::Breached:
    case State::NoAccess:
    case State::Worse:
    case State::WorseUp:
        return Token::Breach;
    case State::Stale:
        return Token::Stale;
    case State::Won:
        return Token::Won;
    case State::Lost:
        return Token::Lost;
    case State::Open:
        return Token::Open;
    case State::Running:
    case State::Paused:
    case State::NotApplicable:
    case State::Same:
        break;
    }
    return Token::Text3;
}

Token shapeToken(State state)
{
    switch (state) {
    case State::Met:
    case State::Fresh:
        return Token::OkFill;
    case State::Warning:
        return Token::WarnFill;
    case State::Breached:
    case State::NoAccess:
        return Token::BreachFill;
    case State::Won:
        return Token::WonFill;
    case State::Lost:
        return Token::LostFill;
    default:
        return textToken(state);
    }
}

void paintStateGlyph(QPainter *painter, const QRectF &rect, State state, const Theme &theme)
{
    const Saved saved(painter);
    const double size = std::min({ rect.width(), rect.height(), 12.0 * theme.px(10) / 10.0 });
    const QRectF box(rect.center().x() - size / 2, rect.center().y() - size / 2, size, size);
    painter->setBrush(Qt::NoBrush);
    const QColor shape = theme.color(shapeToken(state));
    if (isFilled(state))
        paintFilledGlyph(painter, box, state, shape, theme.color(Token::Base));
    else
        paintOutlineGlyph(painter, box, state, shape);
}

void paintDealerBadge(QPainter *painter, const QRectF &rect, const QString &code, int index, const Theme &theme)
{
    const Saved saved(painter);
    const QColor ground = index < 0 ? theme.color(Token::Interval) : theme.dealerHue(index);
    painter->setPen(Qt::NoPen);
    painter->setBrush(ground);
    painter->drawRoundedRect(rect, 3, 3);
    painter->setPen(Theme::textOn(ground));
    painter->setFont(theme.font(FontStyle::Badge));
    painter->drawText(rect, Qt::AlignCenter, code.left(model::kLongestDealerCode));
}

void paintHatch(QPainter *painter, const QRectF &rect, Token token, const Theme &theme, QPointF origin)
{
    const Saved saved(painter);
    painter->setClipRect(rect, Qt::IntersectClip);
    painter->setPen(QPen(theme.color(token), 1));
    const double step = 5 * std::sqrt(2.0);
    const double height = rect.height();
    // Phase: lines are x + y = n × step in viewport coordinates.
    const double phase = origin.x() + origin.y();
    const double first = std::floor((rect.left() + rect.top() - phase) / step) * step + phase;
    for (double sum = first; sum <= rect.right() + rect.bottom(); sum += step) {
        const double x = sum - rect.bottom();
        painter->drawLine(QPointF(x, rect.bottom()), QPointF(x + height, rect.top()));
    }
}

void paintTextOnHatch(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text, const Theme &theme)
{
    const QRectF bounds = painter->boundingRect(rect, static_cast<int>(alignment), text);
    painter->fillRect(bounds.adjusted(-2, 0, 2, 0), theme.color(Token::Base));
    painter->drawText(rect, static_cast<int>(alignment), text);
}

namespace {

void drawChevron(QPainter *painter, double x, double y, bool right)
{
    const double d = right ? -3.5 : 3.5;
    painter->drawPolyline(QPolygonF { QPointF(x + d, y - 3.5), QPointF(x, y), QPointF(x + d, y + 3.5) });
}

void drawPoint(QPainter *painter, const QPointF &at, const Theme &theme)
{
    painter->setPen(QPen(theme.color(Token::Base), 1));
    painter->setBrush(theme.color(Token::Point));
    painter->drawEllipse(at, 3.5, 3.5);
}

} // namespace

void paintIntervalBar(QPainter *painter, const QRectF &rect, const IntervalBar &bar, const Theme &theme)
{
    const Saved saved(painter, false);
    if (bar.stale)
        paintHatch(painter, rect, Token::StaleHatch, theme);
    const double width = bar.scaleHigh - bar.scaleLow;
    if (width <= 0)
        return;
    const auto x = [&](double value) {
        return rect.left() + (std::clamp(value, bar.scaleLow, bar.scaleHigh) - bar.scaleLow) / width * rect.width();
    };
    if (bar.network) {
        painter->setPen(QPen(theme.color(Token::Reference), 1));
        painter->drawLine(QPointF(half(x(*bar.network)), rect.top()), QPointF(half(x(*bar.network)), rect.bottom()));
    }
    painter->setRenderHint(QPainter::Antialiasing);
    const double y = rect.center().y();
    const QColor ink = theme.color(bar.point ? Token::Interval : Token::IntervalWeak);
    painter->fillRect(QRectF(x(bar.low), y - 2, std::max(2.0, x(bar.high) - x(bar.low)), 4), ink);
    painter->setPen(QPen(ink, 1.5));
    if (bar.high > bar.scaleHigh)
        drawChevron(painter, rect.right(), y, true);
    if (bar.low < bar.scaleLow)
        drawChevron(painter, rect.left(), y, false);
    if (bar.point)
        drawPoint(painter, QPointF(x(*bar.point), y), theme);
}

void paintWhiskers(QPainter *painter, const QRectF &rect, const IntervalBar &bar, const Theme &theme)
{
    const Saved saved(painter);
    const double width = bar.scaleHigh - bar.scaleLow;
    if (width <= 0)
        return;
    const auto x = [&](double value) {
        return rect.left() + (std::clamp(value, bar.scaleLow, bar.scaleHigh) - bar.scaleLow) / width * rect.width();
    };
    const double y = rect.center().y();
    painter->setPen(QPen(theme.color(Token::Interval), 1.5));
    painter->drawLine(QPointF(x(bar.low), y), QPointF(x(bar.high), y));
    for (const double end : { bar.low, bar.high })
        painter->drawLine(QPointF(x(end), y - 3.5), QPointF(x(end), y + 3.5));
    if (bar.point)
        drawPoint(painter, QPointF(x(*bar.point), y), theme);
}

double logPosition(const QRectF &rect, double low, double high, double value)
{
    const double clamped = std::clamp(value, low, high);
    return rect.left() + std::log(clamped / low) / std::log(high / low) * rect.width();
}

void paintLogTimeBar(QPainter *painter, const QRectF &rect, const LogTimeBar &bar, const Theme &theme)
{
    const Saved saved(painter);
    const auto x = [&](double value) { return logPosition(rect, bar.scaleLow, bar.scaleHigh, value); };
    const double y = rect.center().y();
    const QColor ink = theme.color(Token::Interval);
    const bool open = !bar.p90;
    const double from = bar.median ? x(*bar.median) : (bar.low ? x(*bar.low) : rect.left());
    const double to = bar.p90 ? x(*bar.p90) : rect.right();
    if (bar.median || bar.low) {
        painter->setPen(QPen(theme.color(Token::IntervalWeak), 1.5));
        painter->drawLine(QPointF(from, y), QPointF(to, y));
        if (open) {
            painter->setPen(QPen(ink, 1.5));
            drawChevron(painter, rect.right(), y, true);
        }
    }
    painter->setPen(QPen(ink, 1.5));
    for (const std::optional<double> &tick : { bar.p75, bar.p90 }) {
        if (tick)
            painter->drawLine(QPointF(x(*tick), y - 3), QPointF(x(*tick), y + 3));
    }
    if (bar.low) {
        const double end = bar.high ? x(*bar.high) : rect.right();
        painter->fillRect(QRectF(x(*bar.low), y - 2, std::max(2.0, end - x(*bar.low)), 4), ink);
    }
    if (bar.limit)
        painter->fillRect(QRectF(x(*bar.limit) - 1, rect.top() + 4, 2, rect.height() - 8), theme.color(Token::WarnFill));
    if (bar.median)
        drawPoint(painter, QPointF(x(*bar.median), y), theme);
}

void paintAgeHistogram(QPainter *painter, const QRectF &rect, std::span<const int> counts, bool hasLimit, const Theme &theme)
{
    const Saved saved(painter, false);
    if (counts.empty())
        return;
    int largest = 1;
    for (const int count : counts)
        largest = std::max(largest, count);
    const double bin = rect.width() / static_cast<double>(counts.size());
    const double limit = 1.0 / 1.6;
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] <= 0)
            continue;
        // The power 0.55 keeps the tail visible beside the bulk.
        const double height = std::max(1.0, std::round(std::pow(static_cast<double>(counts[i]) / largest, 0.55) * rect.height()));
        const double position = (static_cast<double>(i) + 0.5) / static_cast<double>(counts.size());
        const bool over = hasLimit && position > limit;
        painter->fillRect(QRectF(std::round(rect.left() + static_cast<double>(i) * bin), rect.bottom() - height,
                              std::max(1.0, std::floor(bin) - 1), height),
            theme.color(over ? Token::BreachFill : Token::Interval));
    }
    painter->fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), theme.color(Token::LineStrong));
    if (hasLimit)
        painter->fillRect(
            QRectF(std::round(rect.left() + rect.width() * limit), rect.top(), 1, rect.height() + 1), theme.color(Token::Text2));
}

void paintAgeLine(QPainter *painter, const QRectF &rect, double share, const Theme &theme)
{
    const Token token = share >= 1 ? Token::BreachFill : (share >= 0.8 ? Token::WarnFill : Token::Interval);
    painter->fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width() * std::clamp(share, 0.0, 1.0), 2), theme.color(token));
}

void paintSparkline(QPainter *painter, const QRectF &rect, std::span<const std::optional<double>> values, const Theme &theme)
{
    const Saved saved(painter);
    double largest = 0;
    for (const std::optional<double> &value : values)
        largest = std::max(largest, value.value_or(0));
    if (values.size() < 2)
        return;
    const double step = (rect.width() - 4) / static_cast<double>(values.size() - 1);
    const auto at = [&](size_t i) {
        const double share = largest > 0 ? *values[i] / largest : 0;
        return QPointF(rect.left() + 2 + static_cast<double>(i) * step, rect.bottom() - 2 - share * (rect.height() - 4));
    };
    painter->setPen(QPen(theme.color(Token::Text3), 1.1));
    for (size_t i = 1; i < values.size(); ++i) {
        if (values[i] && values[i - 1])
            painter->drawLine(at(i - 1), at(i));
    }
    if (values.back()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(Token::Text));
        painter->drawEllipse(at(values.size() - 1), 2, 2);
    }
}

void paintShareBar(QPainter *painter, const QRectF &rect, double share, const Theme &theme)
{
    painter->fillRect(
        QRectF(rect.left(), rect.center().y() - 4, rect.width() * std::clamp(share, 0.0, 1.0), 8), theme.color(Token::IntervalWeak));
}

void paintAgeBar(QPainter *painter, const QRectF &rect, double seconds, double limitSeconds, const Theme &theme)
{
    constexpr double kShortest = 60;
    constexpr double kLongest = 3 * 86'400;
    const double y = rect.center().y();
    const bool stale = seconds > limitSeconds;
    if (stale)
        paintHatch(painter, rect, Token::StaleHatch, theme);
    const double mark = logPosition(rect, kShortest, kLongest, limitSeconds);
    painter->fillRect(QRectF(std::round(mark), y - 4, 1, 8), theme.color(Token::LineStrong));
    const double end = logPosition(rect, kShortest, kLongest, std::max(seconds, kShortest));
    painter->fillRect(
        QRectF(rect.left(), y - 1.5, std::max(4.0, end - rect.left()), 3), theme.color(stale ? Token::Stale : Token::Interval));
}

} // namespace dealerlens::desk
