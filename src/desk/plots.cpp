// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/plots.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace dealerlens::desk {

namespace {

double half(double value) { return std::floor(value) + 0.5; }

QString plain(const std::function<QString(double)> &format, double value) { return format ? format(value) : QString::number(value); }

constexpr int kNameWidth = 150; // of a group beside its numbers at risk
constexpr int kStops = 24; // of the x axis that are read

constexpr double kFifth[] = { 0, 0.25, 0.5, 0.75, 1 };

} // namespace

std::vector<double> niceTicks(double from, double to, int wanted)
{
    std::vector<double> ticks;
    if (!(to > from) || wanted < 1)
        return ticks;
    const double raw = (to - from) / wanted;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    double step = 10 * power;
    for (const double factor : { 1.0, 2.0, 2.5, 5.0 }) {
        if (factor * power >= raw * 0.999) {
            step = factor * power;
            break;
        }
    }
    const auto first = static_cast<qint64>(std::ceil(from / step - 1e-9));
    const auto last = static_cast<qint64>(std::floor(to / step + 1e-9));
    for (qint64 i = first; i <= last; ++i)
        ticks.push_back(static_cast<double>(i) * step);
    return ticks;
}

void PlotPainter::setRange(double from, double to)
{
    if (to - from < (m_fullTo - m_fullFrom) / 1'000)
        return;
    m_from = std::max(from, m_fullFrom);
    m_to = std::min(to, m_fullTo);
}

void PlotPainter::resetRange()
{
    m_from = m_fullFrom;
    m_to = m_fullTo;
}

void PlotPainter::setFullRange(double from, double to)
{
    m_fullFrom = from;
    m_fullTo = to > from ? to : from + 1;
    resetRange();
}

double PlotPainter::x(const QRectF &area, double value) const { return area.left() + (value - m_from) / (m_to - m_from) * area.width(); }

double PlotPainter::valueAt(const QRectF &area, double pixel) const
{
    return m_from + (pixel - area.left()) / area.width() * (m_to - m_from);
}

double StepSeries::shareAt(double at) const
{
    const auto after = std::upper_bound(steps.begin(), steps.end(), at, [](double value, const Step &step) { return value < step.x; });
    return after == steps.begin() ? 1.0 : std::prev(after)->share;
}

int StepSeries::atRiskAt(double at) const
{
    if (at <= 0)
        return begun;
    if (at > end)
        return 0;
    // Events before `at` are gone; so are the observations that ended before it.
    const auto next = std::lower_bound(steps.begin(), steps.end(), at, [](const Step &step, double value) { return step.x < value; });
    const auto leftOpen = std::lower_bound(censored.begin(), censored.end(), at);
    if (next == steps.end())
        return static_cast<int>(censored.end() - leftOpen);
    const auto until = std::lower_bound(leftOpen, censored.end(), next->x);
    return next->atRisk + static_cast<int>(until - leftOpen);
}

StepCurvePlot::StepCurvePlot(Data data)
    : m_data(std::move(data))
{
    setFullRange(0, m_data.last);
}

QRectF StepCurvePlot::plotArea(const QRectF &rect, const Theme &theme) const
{
    const double line = theme.px(16);
    // Room for the names of the groups under the curve.
    const QFontMetricsF metrics(theme.font(FontStyle::Caption));
    double name = theme.px(44);
    for (const StepSeries &series : m_data.series)
        name = std::max(name, series.network ? 0.0 : metrics.horizontalAdvance(series.name));
    const double left = std::min({ name, double(theme.px(kNameWidth)), rect.width() / 4 }) + theme.px(18);
    const double below = line
            * (static_cast<double>(
                   std::count_if(m_data.series.begin(), m_data.series.end(), [](const StepSeries &s) { return !s.network; }))
                + 1)
        + theme.px(42);
    return rect.adjusted(left, theme.px(8), -theme.px(12), -below);
}

void StepCurvePlot::paintAxes(QPainter *painter, const QRectF &area, const Theme &theme) const
{
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setFont(theme.font(FontStyle::Caption));
    for (const double share : kFifth) {
        const double y = half(area.bottom() - share * area.height());
        painter->setPen(theme.color(share == 0 ? Token::LineStrong : Token::Line));
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter->setPen(theme.color(Token::Text2));
        painter->drawText(
            QRectF(area.left() - theme.px(60), y - 10, theme.px(54), 20), Qt::AlignRight | Qt::AlignVCenter, plain(m_data.percent, share));
    }
    for (const double tick : niceTicks(from(), to(), std::max(2, static_cast<int>(area.width() / theme.px(120))))) {
        const double at = half(x(area, tick));
        painter->setPen(theme.color(Token::LineStrong));
        painter->drawLine(QPointF(at, area.bottom()), QPointF(at, area.bottom() + 4));
        painter->setPen(theme.color(Token::Text2));
        painter->drawText(QRectF(at - 40, area.bottom() + 5, 80, theme.px(15)), Qt::AlignCenter, plain(m_data.number, tick));
    }
    painter->setPen(theme.color(Token::Text3));
    painter->drawText(
        QRectF(area.left(), area.bottom() + theme.px(20), area.width(), theme.px(15)), Qt::AlignRight | Qt::AlignVCenter, m_data.unitText);
    if (m_data.limit && *m_data.limit >= from() && *m_data.limit <= to()) {
        QPen pen(theme.color(Token::WarnFill), 1.2, Qt::CustomDashLine);
        pen.setDashPattern({ 3, 3 });
        painter->setPen(pen);
        const double at = half(x(area, *m_data.limit));
        painter->drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
        painter->setPen(theme.color(Token::Warn));
        painter->drawText(QPointF(at + 5, area.top() + theme.px(11)), m_data.limitText);
    }
}

void StepCurvePlot::paintSeries(QPainter *painter, const QRectF &area, const StepSeries &series, const Theme &theme) const
{
    const auto y = [&](double share) { return area.bottom() - std::clamp(share, 0.0, 1.0) * area.height(); };
    const double end = std::min(x(area, std::max(series.end, series.steps.empty() ? 0.0 : series.steps.back().x)), area.right());
    // At most two points per pixel: of the steps in one column of pixels only the last counts.
    QPolygonF line { QPointF(x(area, 0), y(1)) };
    QPolygonF upper = line;
    QPolygonF lower = line;
    double share = 1;
    double low = 1;
    double high = 1;
    for (size_t i = 0; i < series.steps.size(); ++i) {
        const StepSeries::Step &step = series.steps[i];
        const double at = x(area, step.x);
        if (i + 1 < series.steps.size() && x(area, series.steps[i + 1].x) - line.last().x() < 0.5)
            continue;
        line << QPointF(at, y(share)) << QPointF(at, y(step.share));
        upper << QPointF(at, y(high)) << QPointF(at, y(step.high));
        lower << QPointF(at, y(low)) << QPointF(at, y(step.low));
        share = step.share;
        low = step.low;
        high = step.high;
    }
    line << QPointF(end, y(share));
    upper << QPointF(end, y(high));
    lower << QPointF(end, y(low));
    painter->save();
    painter->setClipRect(area.adjusted(0, -2, 0, 2), Qt::IntersectClip);
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor color = theme.color(series.token);
    if (!series.network) {
        QPolygonF band = upper;
        for (qsizetype i = lower.size() - 1; i >= 0; --i)
            band << lower[i];
        QColor light = color;
        light.setAlphaF(0.12F);
        painter->setPen(Qt::NoPen);
        painter->setBrush(light);
        painter->drawPolygon(band);
        painter->setBrush(Qt::NoBrush);
    }
    QPen pen(color, series.network ? 1.2 : 1.8);
    if (series.network)
        pen.setDashPattern({ 3.5, 2.5 });
    pen.setJoinStyle(Qt::MiterJoin);
    painter->setPen(pen);
    painter->drawPolyline(line);
    if (!series.network)
        paintCensored(painter, area, series);
    if (series.median && !series.network) {
        const QPointF at(x(area, *series.median), y(0.5));
        QPen dotted(color, 1.3, Qt::CustomDashLine);
        dotted.setDashPattern({ 1.5, 2.5 });
        painter->setPen(dotted);
        painter->drawLine(at, QPointF(at.x(), area.bottom()));
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        painter->drawEllipse(at, 3, 3);
    }
    painter->restore();
}

void StepCurvePlot::paintCensored(QPainter *painter, const QRectF &area, const StepSeries &series) const
{
    constexpr size_t kMostTicks = 300;
    QPen pen = painter->pen();
    pen.setWidthF(1);
    painter->setPen(pen);
    double last = -1e9;
    const bool thin = series.censored.size() > kMostTicks;
    for (const double at : series.censored) {
        const double place = x(area, at);
        if (thin && place - last < 4)
            continue;
        last = place;
        const double y = area.bottom() - series.shareAt(at) * area.height();
        painter->drawLine(QPointF(place, y - 4), QPointF(place, y + 4));
    }
}

void StepCurvePlot::paintLabels(QPainter *painter, const QRectF &area, const Theme &theme) const
{
    // A label stands beside its curve, at a place where the other curves are farthest away.
    std::vector<QRectF> taken;
    for (const StepSeries &series : m_data.series) {
        painter->setFont(theme.font(series.network ? FontStyle::Small : FontStyle::SmallStrong));
        const QFontMetricsF metrics(painter->font());
        const QSizeF size(metrics.horizontalAdvance(series.name), metrics.height());
        QRectF best;
        double bestScore = -1e9;
        for (double share = 0.2; share <= 0.9; share += 0.05) {
            const double value = from() + share * (std::min(series.end, to()) - from());
            for (const double offset : { -size.height() - 6, 6.0 }) {
                const QRectF place(QPointF(x(area, value) + 4, area.bottom() - series.shareAt(value) * area.height() + offset), size);
                if (!area.contains(place))
                    continue;
                double distance = 1e9;
                for (const StepSeries &other : m_data.series) {
                    for (int part = 0; part <= 4; ++part) {
                        const double edge = place.left() + place.width() * part / 4;
                        const double y = area.bottom() - other.shareAt(valueAt(area, edge)) * area.height();
                        distance = std::min(distance, y < place.top() ? place.top() - y : (y > place.bottom() ? y - place.bottom() : 0.0));
                    }
                }
                for (const QRectF &other : taken) {
                    if (other.adjusted(-6, -4, 6, 4).intersects(place))
                        distance = -1;
                }
                const double score = 4 * std::min(distance, 6.0) - std::abs(share - 0.55) * 6;
                if (distance >= 0 && score > bestScore) {
                    bestScore = score;
                    best = place;
                }
            }
        }
        if (best.isNull())
            continue;
        taken.push_back(best);
        painter->setPen(theme.color(series.token));
        painter->drawText(best, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, series.name);
    }
}

void StepCurvePlot::paintAtRisk(QPainter *painter, const QRectF &area, double rectLeft, const Theme &theme) const
{
    const double line = theme.px(16);
    double y = area.bottom() + theme.px(36);
    const double left = rectLeft + theme.px(2);
    painter->setFont(theme.font(FontStyle::Caption));
    painter->setPen(theme.color(Token::Text2));
    painter->drawText(QRectF(left, y, theme.px(200), line), Qt::AlignLeft | Qt::AlignVCenter, m_data.atRiskText);
    const std::vector<double> ticks = niceTicks(from(), to(), std::max(2, static_cast<int>(area.width() / theme.px(120))));
    for (const StepSeries &series : m_data.series) {
        if (series.network)
            continue;
        y += line;
        painter->setFont(theme.font(FontStyle::Caption));
        painter->setPen(theme.color(series.token));
        const double wide = area.left() - left - theme.px(16);
        painter->drawText(QRectF(left, y, wide + 1, line), Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(painter->font()).elidedText(series.name, Qt::ElideRight, wide + 1));
        painter->setPen(theme.color(Token::Text2));
        for (const double tick : ticks)
            painter->drawText(QRectF(x(area, tick) - 40, y, 80, line), Qt::AlignCenter, QLocale().toString(series.atRiskAt(tick)));
    }
}

void StepCurvePlot::paint(QPainter *painter, const QRectF &rect, const Theme &theme) const
{
    painter->save();
    const QRectF area = plotArea(rect, theme);
    paintAxes(painter, area, theme);
    for (const StepSeries &series : m_data.series)
        paintSeries(painter, area, series, theme);
    paintLabels(painter, area, theme);
    paintAtRisk(painter, area, rect.left(), theme);
    painter->restore();
}

QString StepCurvePlot::hover(const QRectF &rect, QPointF position, const Theme &theme) const
{
    const QRectF area = plotArea(rect, theme);
    if (!area.contains(position))
        return {};
    const double value = valueAt(area, position.x());
    const StepSeries *nearest = nullptr;
    double distance = 1e9;
    for (const StepSeries &series : m_data.series) {
        const double away = std::abs(area.bottom() - series.shareAt(value) * area.height() - position.y());
        if (value <= series.end && away < distance) {
            distance = away;
            nearest = &series;
        }
    }
    if (!nearest)
        return {};
    return sentence(*nearest, value);
}

QString StepCurvePlot::sentence(const StepSeries &series, double value) const
{
    if (m_data.hoverText)
        return m_data.hoverText(series, value);
    return series.name + QStringLiteral(": ") + plain(m_data.number, value) + QStringLiteral(" · ")
        + plain(m_data.percent, series.shareAt(value));
}

std::vector<PlotStop> StepCurvePlot::stops(const QRectF &rect, const Theme &theme) const
{
    const QRectF area = plotArea(rect, theme);
    std::vector<PlotStop> stops;
    int group = 0;
    for (const StepSeries &series : m_data.series) {
        for (const double tick : niceTicks(0, m_data.last, kStops)) {
            if (tick <= series.end)
                stops.push_back(
                    { group, QPointF(x(area, tick), area.bottom() - series.shareAt(tick) * area.height()), sentence(series, tick) });
        }
        ++group;
    }
    return stops;
}

QList<QStringList> StepCurvePlot::table() const
{
    QList<QStringList> rows { { m_data.unitText } };
    for (const StepSeries &series : m_data.series)
        rows.first() << series.name << m_data.atRiskText;
    for (const double tick : niceTicks(0, m_data.last, kStops)) {
        QStringList row { plain(m_data.number, tick) };
        for (const StepSeries &series : m_data.series) {
            row << (tick > series.end ? QStringLiteral("—") : plain(m_data.percent, series.shareAt(tick)));
            row << QString::number(series.atRiskAt(tick));
        }
        rows.append(row);
    }
    return rows;
}

OutcomePlot::OutcomePlot(Data data)
    : m_data(std::move(data))
{
    setFullRange(0, m_data.last);
}

QRectF OutcomePlot::plotArea(const QRectF &rect, const Theme &theme) const
{
    return rect.adjusted(theme.px(34), theme.px(6), -theme.px(52), -theme.px(24));
}

OutcomePlot::Step OutcomePlot::at(double value) const
{
    const auto after
        = std::upper_bound(m_data.steps.begin(), m_data.steps.end(), value, [](double v, const Step &step) { return v < step.x; });
    return after == m_data.steps.begin() ? Step { value, 0, 0 } : *std::prev(after);
}

void OutcomePlot::paint(QPainter *painter, const QRectF &rect, const Theme &theme) const
{
    painter->save();
    const QRectF area = plotArea(rect, theme);
    const auto fromBelow = [&](double share) { return area.bottom() - share * area.height(); };
    const auto fromAbove = [&](double share) { return area.top() + share * area.height(); };
    QPolygonF won { QPointF(area.left(), area.bottom()) };
    QPolygonF lost { QPointF(area.left(), area.top()) };
    Step before;
    for (const Step &step : m_data.steps) {
        const double place = std::clamp(x(area, step.x), area.left(), area.right());
        won << QPointF(place, fromBelow(before.won)) << QPointF(place, fromBelow(step.won));
        lost << QPointF(place, fromAbove(before.lost)) << QPointF(place, fromAbove(step.lost));
        before = step;
    }
    won << QPointF(area.right(), fromBelow(before.won));
    lost << QPointF(area.right(), fromAbove(before.lost));
    painter->setRenderHint(QPainter::Antialiasing);
    const auto fill = [&](QPolygonF shape, double edge, Token token, float opacity) {
        QColor color = theme.color(token);
        color.setAlphaF(opacity);
        shape << QPointF(area.right(), edge) << QPointF(area.left(), edge);
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        painter->drawPolygon(shape);
        painter->setBrush(Qt::NoBrush);
    };
    fill(won, area.bottom(), Token::WonFill, 0.30F);
    fill(lost, area.top(), Token::LostFill, 0.22F);
    painter->setPen(QPen(theme.color(Token::Won), 1.6));
    painter->drawPolyline(won);
    painter->setPen(QPen(theme.color(Token::Lost), 1.3));
    painter->drawPolyline(lost);
    painter->setFont(theme.font(FontStyle::Caption));
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (const double share : { 0.0, 0.5, 1.0 }) {
        painter->setPen(theme.color(Token::Line));
        painter->drawLine(QPointF(area.left(), half(fromBelow(share))), QPointF(area.right(), half(fromBelow(share))));
        painter->setPen(theme.color(Token::Text2));
        painter->drawText(QRectF(rect.left(), fromBelow(share) - 8, area.left() - rect.left() - 5, 16), Qt::AlignRight | Qt::AlignVCenter,
            QString::number(static_cast<int>(share * 100)));
    }
    for (const double tick : niceTicks(from(), to(), 3)) {
        painter->setPen(theme.color(Token::Text2));
        painter->drawText(QRectF(x(area, tick) - 30, area.bottom() + 4, 60, theme.px(15)), Qt::AlignCenter, plain(m_data.number, tick));
    }
    const auto word = [&](double y, Token token, const QString &text) {
        painter->setPen(theme.color(token));
        painter->drawText(QRectF(area.right() + 5, y - 8, theme.px(50), 16), Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    word(fromBelow(before.won / 2), Token::Won, m_data.wonText);
    word(fromAbove(before.lost / 2), Token::Lost, m_data.lostText);
    word((fromBelow(before.won) + fromAbove(before.lost)) / 2, Token::Text2, m_data.openText);
    if (m_data.horizon) {
        const double place = x(area, *m_data.horizon);
        QPen dashed(theme.color(Token::Reference), 1, Qt::CustomDashLine);
        dashed.setDashPattern({ 3, 3 });
        painter->setPen(dashed);
        painter->drawLine(QPointF(half(place), area.top()), QPointF(half(place), area.bottom()));
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme.color(Token::Won), 3));
        painter->drawLine(QPointF(place, fromBelow(m_data.wonLow)), QPointF(place, fromBelow(m_data.wonHigh)));
        painter->setPen(QPen(theme.color(Token::Base), 1));
        painter->setBrush(theme.color(Token::Won));
        painter->drawEllipse(QPointF(place, fromBelow(m_data.wonAtHorizon)), 4, 4);
    }
    painter->restore();
}

QString OutcomePlot::hover(const QRectF &rect, QPointF position, const Theme &theme) const
{
    const QRectF area = plotArea(rect, theme);
    if (!area.contains(position))
        return {};
    return sentence(valueAt(area, position.x()));
}

QString OutcomePlot::sentence(double value) const
{
    const Step step = at(value);
    return plain(m_data.number, value) + QStringLiteral(": ") + m_data.wonText + QStringLiteral(" ") + plain(m_data.percent, step.won)
        + QStringLiteral(" · ") + m_data.lostText + QStringLiteral(" ") + plain(m_data.percent, step.lost);
}

std::vector<PlotStop> OutcomePlot::stops(const QRectF &rect, const Theme &theme) const
{
    const QRectF area = plotArea(rect, theme);
    std::vector<PlotStop> stops;
    for (const double tick : niceTicks(0, m_data.last, kStops))
        stops.push_back({ 0, QPointF(x(area, tick), area.bottom() - at(tick).won * area.height()), sentence(tick) });
    return stops;
}

QList<QStringList> OutcomePlot::table() const
{
    QList<QStringList> rows { { QString(), m_data.wonText, m_data.lostText, m_data.openText } };
    for (const double tick : niceTicks(0, m_data.last, 18)) {
        const Step step = at(tick);
        rows.append({ plain(m_data.number, tick), plain(m_data.percent, step.won), plain(m_data.percent, step.lost),
            plain(m_data.percent, 1 - step.won - step.lost) });
    }
    return rows;
}

} // namespace dealerlens::desk
