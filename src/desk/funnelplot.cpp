// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/plots.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

#include <cmath>

namespace dealerlens::desk {

namespace {

double largest(const FunnelPlot::Data &data)
{
    double most = 1;
    for (const FunnelPlot::Point &point : data.points)
        most = std::max(most, point.n);
    return most * 1.08;
}

QString plain(const std::function<QString(double)> &format, double value) { return format ? format(value) : QString::number(value); }

} // namespace

FunnelPlot::FunnelPlot(Data data)
    : m_data(std::move(data))
{
    setFullRange(0, largest(m_data));
}

QRectF FunnelPlot::plotArea(const QRectF &rect, const Theme &theme) const
{
    return rect.adjusted(theme.px(48), theme.px(10), -theme.px(16), -theme.px(40));
}

QPointF FunnelPlot::place(const QRectF &area, double n, double rate) const
{
    return { x(area, n), area.bottom() - std::clamp(rate / m_data.highest, 0.0, 1.0) * area.height() };
}

void FunnelPlot::paint(QPainter *painter, const QRectF &rect, const Theme &theme) const
{
    painter->save();
    const QRectF area = plotArea(rect, theme);
    painter->setRenderHint(QPainter::Antialiasing);
    const auto curve = [&](double Limit::*member) {
        QPolygonF line;
        for (const Limit &limit : m_data.limits)
            line << place(area, limit.n, limit.*member);
        return line;
    };
    painter->save();
    painter->setClipRect(area, Qt::IntersectClip);
    QPolygonF ground = curve(&Limit::high95);
    const QPolygonF below = curve(&Limit::low95);
    for (qsizetype i = below.size() - 1; i >= 0; --i)
        ground << below[i];
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.color(Token::Window));
    painter->drawPolygon(ground);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(theme.color(Token::Reference), 1));
    painter->drawPolyline(curve(&Limit::low95));
    painter->drawPolyline(curve(&Limit::high95));
    QPen dashed(theme.color(Token::Reference), 1, Qt::CustomDashLine);
    dashed.setDashPattern({ 4, 3 });
    painter->setPen(dashed);
    painter->drawPolyline(curve(&Limit::low998));
    painter->drawPolyline(curve(&Limit::high998));
    painter->restore();
    painter->setFont(theme.font(FontStyle::Caption));
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (const double tick : niceTicks(0, m_data.highest, 5)) {
        const double y = std::floor(place(area, 0, tick).y()) + 0.5;
        painter->setPen(theme.color(Token::Line));
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter->setPen(theme.color(Token::Text2));
        painter->drawText(
            QRectF(rect.left(), y - 8, area.left() - rect.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, plain(m_data.percent, tick));
    }
    for (const double tick : niceTicks(from(), to(), 6)) {
        painter->setPen(theme.color(Token::Text2));
        painter->drawText(QRectF(x(area, tick) - 40, area.bottom() + 4, 80, theme.px(15)), Qt::AlignCenter, plain(m_data.number, tick));
    }
    painter->setPen(theme.color(Token::Text3));
    painter->drawText(QRectF(area.left(), area.bottom() + theme.px(20), area.width(), theme.px(15)), Qt::AlignRight, m_data.unitText);
    painter->setPen(theme.color(Token::Reference));
    painter->drawLine(place(area, from(), m_data.network), place(area, to(), m_data.network));
    painter->setRenderHint(QPainter::Antialiasing);
    for (const Point &point : m_data.points) {
        const QPointF at = place(area, point.n, point.rate);
        painter->setPen(point.selected ? QPen(theme.color(Token::Focus), 2) : QPen(theme.color(Token::Base), 1));
        painter->setBrush(theme.color(point.outside ? Token::Point : Token::Interval));
        if (!point.outside) {
            painter->drawEllipse(at, 3.5, 3.5);
            continue;
        }
        const double up = point.rate > m_data.network ? -1 : 1;
        painter->drawPolygon(QPolygonF { at + QPointF(0, 5 * up), at + QPointF(-5, -4 * up), at + QPointF(5, -4 * up) });
        painter->setFont(theme.font(FontStyle::Small));
        painter->setPen(theme.color(Token::Text));
        const double width = QFontMetricsF(painter->font()).horizontalAdvance(point.name);
        const bool left = at.x() + 9 + width > area.right();
        painter->drawText(QRectF(left ? at.x() - 9 - width : at.x() + 9, at.y() - 9, width + 2, 18), Qt::AlignVCenter, point.name);
    }
    painter->restore();
}

int FunnelPlot::pointAt(const QRectF &rect, QPointF position, const Theme &theme) const
{
    const QRectF area = plotArea(rect, theme);
    int found = -1;
    double nearest = 12 * 12;
    for (size_t i = 0; i < m_data.points.size(); ++i) {
        const QPointF away = place(area, m_data.points[i].n, m_data.points[i].rate) - position;
        const double distance = QPointF::dotProduct(away, away);
        if (distance < nearest) {
            nearest = distance;
            found = static_cast<int>(i);
        }
    }
    return found;
}

QString FunnelPlot::hover(const QRectF &rect, QPointF position, const Theme &theme) const
{
    const int index = pointAt(rect, position, theme);
    if (index < 0)
        return {};
    return sentence(m_data.points[static_cast<size_t>(index)]);
}

QString FunnelPlot::sentence(const Point &point) const
{
    return point.name + QStringLiteral(": ") + plain(m_data.percent, point.rate) + QStringLiteral(", n = ") + plain(m_data.number, point.n);
}

std::vector<PlotStop> FunnelPlot::stops(const QRectF &rect, const Theme &theme) const
{
    const QRectF area = plotArea(rect, theme);
    std::vector<PlotStop> stops;
    for (const Point &point : m_data.points)
        stops.push_back({ 0, place(area, point.n, point.rate), sentence(point) });
    std::ranges::stable_sort(stops, {}, [](const PlotStop &stop) { return stop.at.x(); });
    return stops;
}

QList<QStringList> FunnelPlot::table() const
{
    QList<QStringList> rows { { QString(), QStringLiteral("n"), QStringLiteral("%") } };
    for (const Point &point : m_data.points)
        rows.append({ point.name, plain(m_data.number, point.n), plain(m_data.percent, point.rate) });
    return rows;
}

} // namespace dealerlens::desk
