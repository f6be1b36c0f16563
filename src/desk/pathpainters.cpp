// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/widepath.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dealerlens::desk {

namespace {

void paintStep(QPainter *painter, const QRectF &cell, const PathStep &step, const Theme &theme, bool selected)
{
    const double y = cell.center().y();
    const QRectF bar(cell.left(), y - 2.5, cell.width() - 2, 5);
    switch (step.kind) {
    case PathStep::Kind::Ahead:
        painter->fillRect(QRectF(bar.left(), std::round(y), bar.width(), 1), theme.color(Token::LineStrong));
        return;
    case PathStep::Kind::Skipped: {
        QPen pen(theme.color(Token::Skip), 1, Qt::CustomDashLine);
        pen.setDashPattern({ 2, 2 });
        painter->setPen(pen);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(std::floor(bar.left()) + 0.5, std::floor(y - 5) + 0.5, bar.width() - 1, 9));
        return;
    }
    case PathStep::Kind::Now:
        painter->setPen(QPen(theme.color(Token::Link), 1));
        painter->setBrush(theme.color(selected ? Token::Base : Token::Select));
        painter->drawRect(QRectF(std::floor(bar.left()) + 0.5, std::floor(y - 5) + 0.5, bar.width() - 1, 9));
        return;
    case PathStep::Kind::AsPlanned:
        break;
    }
    if (step.reentered) {
        painter->fillRect(QRectF(bar.left(), std::round(y) - 5, bar.width(), 4), theme.color(Token::Extra));
        painter->fillRect(QRectF(bar.left(), std::round(y) + 1, bar.width(), 4), theme.color(Token::SyncMove));
        return;
    }
    painter->fillRect(bar, theme.color(Token::SyncMove));
    if (step.overLimit)
        painter->fillRect(QRectF(bar.right() - bar.width() / 3, bar.top(), bar.width() / 3, bar.height()), theme.color(Token::BreachFill));
}

} // namespace

void paintPathStrip(QPainter *painter, const QRectF &rect, std::span<const PathStep> steps, const Theme &theme, bool selected)
{
    if (steps.empty())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    const double width = std::min<double>(theme.px(24), rect.width() / static_cast<double>(steps.size()));
    double x = rect.left();
    for (const PathStep &step : steps) {
        paintStep(painter, QRectF(x, rect.center().y() - 8, width, 16), step, theme, selected);
        x += width;
    }
    painter->restore();
}

namespace {

constexpr double kStepGap = 3;
constexpr qsizetype kLongestLabel = 200; // names of stages come from portals

FontStyle labelStyle(const PathStep &step) { return step.kind == PathStep::Kind::Now ? FontStyle::SmallStrong : FontStyle::Caption; }

bool fitsInOneLine(const PathStep &step, double width, const Theme &theme)
{
    return QFontMetricsF(theme.font(labelStyle(step))).horizontalAdvance(step.label.left(kLongestLabel)) <= width - kStepGap;
}

// In one line where it fits, else in two; what is longer elides.
QStringList labelLines(const PathStep &step, double width, const Theme &theme)
{
    const QFontMetricsF metrics(theme.font(labelStyle(step)));
    const double room = width - kStepGap;
    QStringList words = step.label.left(kLongestLabel).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QString first;
    while (!words.isEmpty()) {
        const QString longer = first.isEmpty() ? words.first() : QString(first + QLatin1Char(' ') + words.first());
        if (!first.isEmpty() && metrics.horizontalAdvance(longer) > room)
            break;
        first = longer;
        words.removeFirst();
    }
    QStringList lines { metrics.elidedText(first, Qt::ElideRight, room) };
    if (!words.isEmpty())
        lines += metrics.elidedText(words.join(QLatin1Char(' ')), Qt::ElideRight, room);
    return lines;
}

// The label broken where its longer line is shortest, or the time below.
double neededWidth(const PathStep &step, const Theme &theme)
{
    const QFontMetricsF metrics(theme.font(labelStyle(step)));
    const QString label = step.label.left(kLongestLabel);
    double need = metrics.horizontalAdvance(label);
    for (qsizetype gap = label.indexOf(QLatin1Char(' ')); gap >= 0; gap = label.indexOf(QLatin1Char(' '), gap + 1))
        need = std::min(need, std::max(metrics.horizontalAdvance(label.left(gap)), metrics.horizontalAdvance(label.mid(gap + 1))));
    return std::max(need, QFontMetricsF(theme.font(FontStyle::Caption)).horizontalAdvance(step.time)) + kStepGap + 1;
}

void paintWideStep(QPainter *painter, const QRectF &cell, const PathStep &step, const Theme &theme)
{
    const bool now = step.kind == PathStep::Kind::Now;
    const bool over = now ? step.fill >= 1 : step.overLimit;
    const QRectF box(std::floor(cell.left()) + 0.5, std::floor(cell.top()) + 0.5, cell.width() - kStepGap, 7);
    if (now || step.kind == PathStep::Kind::Ahead) {
        painter->setPen(QPen(theme.color(now ? Token::Link : Token::LineStrong), 1));
        painter->setBrush(theme.color(now ? Token::Select : Token::Base));
        painter->drawRect(box);
        if (now)
            painter->fillRect(QRectF(box.left() + 1, box.top() + 1, (box.width() - 2) * std::clamp(step.fill, 0.0, 1.0), box.height() - 2),
                theme.color(over ? Token::BreachFill : (step.warn ? Token::WarnFill : Token::Interval)));
    } else {
        paintStep(painter, QRectF(cell.left(), box.center().y() - 8, cell.width() - 1, 16), step, theme, false);
    }
    painter->setFont(theme.font(FontStyle::Caption));
    painter->setPen(theme.color(over ? Token::Breach : (now && step.warn ? Token::Warn : Token::Text2)));
    painter->drawText(
        QRectF(cell.left(), box.bottom() + 3, cell.width() - kStepGap, theme.px(15)), Qt::AlignLeft | Qt::AlignVCenter, step.time);
}

int wideLabelLines(std::span<const PathStep> steps, const std::vector<double> &edges, const Theme &theme)
{
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (!fitsInOneLine(steps[i], edges[i + 1] - edges[i], theme))
            return 2;
    return 1;
}

} // namespace

std::vector<double> pathStripWideEdges(std::span<const PathStep> steps, double width, const Theme &theme)
{
    const double count = static_cast<double>(steps.size());
    std::vector<double> widths(steps.size(), width / std::max(1.0, count));
    if (!std::ranges::all_of(steps, [&](const PathStep &step) { return fitsInOneLine(step, width / count, theme); })) {
        std::ranges::transform(steps, widths.begin(), [&](const PathStep &step) { return neededWidth(step, theme); });
        const double needed = std::accumulate(widths.begin(), widths.end(), 0.0);
        for (double &each : widths)
            each = needed <= width ? each + (width - needed) / count : each * width / needed;
    }
    std::vector<double> edges { 0 };
    for (const double each : widths)
        edges.push_back(edges.back() + each);
    return edges;
}

double pathStripWideHeight(std::span<const PathStep> steps, double width, const Theme &theme)
{
    return theme.px(33) + theme.px(15) * wideLabelLines(steps, pathStripWideEdges(steps, width, theme), theme);
}

void paintPathStripWide(QPainter *painter, const QRectF &rect, std::span<const PathStep> steps, const Theme &theme)
{
    if (steps.empty())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    const std::vector<double> edges = pathStripWideEdges(steps, rect.width(), theme);
    const double line = theme.px(15);
    const double boxes = rect.top() + line * wideLabelLines(steps, edges, theme) + 3;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const QRectF cell(rect.left() + edges[i], boxes, edges[i + 1] - edges[i], 7);
        const QStringList lines = labelLines(steps[i], cell.width(), theme);
        painter->setFont(theme.font(labelStyle(steps[i])));
        painter->setPen(theme.color(steps[i].kind == PathStep::Kind::Now ? Token::Text : Token::Text2));
        for (qsizetype row = 0; row < lines.size(); ++row) // the last one stands on the box
            painter->drawText(QRectF(cell.left(), boxes - 3 - line * static_cast<double>(lines.size() - row), cell.width(), line),
                Qt::AlignLeft | Qt::AlignVCenter, lines[row]);
        paintWideStep(painter, cell, steps[i], theme);
    }
    painter->restore();
}

double pathChartHeight(const PathChart &chart, const Theme &theme)
{
    return theme.px(22) * (static_cast<double>(chart.rows.size()) + 2) + theme.px(26);
}

namespace {

struct ChartFrame {
    QRectF plot;
    double row = 22;
    double span = 1;

    [[nodiscard]] double x(double at) const { return plot.left() + std::clamp(at / span, 0.0, 1.0) * plot.width(); }

    [[nodiscard]] double y(int index) const { return plot.top() + (index + 0.5) * row; }
};

void paintChartVisits(QPainter *painter, const PathChart &chart, const ChartFrame &frame, const Theme &theme)
{
    const PathChart::Visit *before = nullptr;
    for (const PathChart::Visit &visit : chart.visits) {
        const double y = frame.y(visit.row);
        const QRectF bar(frame.x(visit.from), y - 6, std::max(2.0, frame.x(visit.to) - frame.x(visit.from)), 12);
        if (before)
            painter->fillRect(QRectF(std::round(bar.left()), std::min(y, frame.y(before->row)), 1, std::abs(y - frame.y(before->row))),
                theme.color(Token::Text3));
        before = &visit;
        if (visit.running) {
            painter->setPen(QPen(theme.color(Token::Link), 1));
            painter->setBrush(theme.color(Token::Select));
            painter->drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5));
        } else {
            painter->fillRect(bar, theme.color(visit.extra ? Token::WarnFill : Token::SyncMove));
        }
        if (visit.overFrom >= 0) {
            const double from = std::max(bar.left(), frame.x(visit.overFrom));
            painter->fillRect(QRectF(from, bar.top(), bar.right() - from, bar.height()), theme.color(Token::BreachFill));
        }
    }
}

void paintChartEvidence(QPainter *painter, const PathChart &chart, const ChartFrame &frame, const Theme &theme)
{
    const int claimed = static_cast<int>(chart.rows.size());
    painter->setRenderHint(QPainter::Antialiasing);
    for (const PathChart::Proof &proof : chart.proofs) {
        const QPointF at(frame.x(proof.at), frame.y(claimed + 1));
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(Token::OkFill));
        if (proof.call)
            painter->drawEllipse(at, 4, 4);
        else
            painter->drawRect(QRectF(at.x() - 3.5, at.y() - 3.5, 7, 7));
    }
    for (const PathChart::Mark &claim : chart.claims) {
        const QPointF at(frame.x(claim.at), frame.y(claimed));
        painter->setBrush(Qt::NoBrush);
        if (claim.proven) {
            painter->setPen(QPen(theme.color(Token::Text3), 1));
            painter->drawLine(at + QPointF(0, 5), QPointF(frame.x(claim.proofAt), frame.y(claimed + 1) - 5));
            painter->setPen(QPen(theme.color(Token::Text2), 1.5));
            painter->drawEllipse(at, 4, 4);
        } else {
            painter->setPen(QPen(theme.color(Token::Breach), 1.3));
            painter->drawEllipse(at, 6.5, 6.5);
            painter->setFont(theme.font(FontStyle::Badge));
            painter->drawText(QRectF(at.x() - 7, at.y() - 7, 14, 14), Qt::AlignCenter, QStringLiteral("?"));
        }
    }
}

} // namespace

void paintPathChart(QPainter *painter, const QRectF &rect, const PathChart &chart, const Theme &theme)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    double label = theme.px(112);
    const QFontMetricsF names(theme.font(FontStyle::Small));
    for (const QString &name : chart.rows)
        label = std::max(label, std::min<double>(names.horizontalAdvance(name), rect.width() / 5));
    label += theme.px(9);
    const double row = theme.px(22);
    const int rows = static_cast<int>(chart.rows.size()) + 2;
    const ChartFrame frame { QRectF(rect.left() + label, rect.top(), rect.width() - label - 8, row * rows), row,
        std::max(1.0, chart.span) };
    for (const auto &[from, to] : chart.weekends)
        painter->fillRect(
            QRectF(frame.x(from), frame.plot.top(), frame.x(to) - frame.x(from), frame.plot.height()), theme.color(Token::BaseAlt));
    painter->setFont(theme.font(FontStyle::Small));
    for (int i = 0; i < rows; ++i) {
        painter->fillRect(QRectF(rect.left(), std::round(frame.plot.top() + (i + 1) * row), rect.width(), 1),
            theme.color(i + 3 == rows ? Token::LineStrong : Token::Line));
        const QString word = i + 2 < rows ? chart.rows[static_cast<size_t>(i)] : (i + 2 == rows ? chart.claimedWord : chart.evidencedWord);
        painter->setPen(theme.color(i + 2 < rows ? Token::Text : Token::Text2));
        painter->drawText(QRectF(rect.left(), frame.plot.top() + i * row, label - 8, row), Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(painter->font()).elidedText(word, Qt::ElideRight, label - 8));
    }
    paintChartVisits(painter, chart, frame, theme);
    paintChartEvidence(painter, chart, frame, theme);
    painter->setFont(theme.font(FontStyle::Caption));
    painter->setPen(theme.color(Token::Text3));
    for (const auto &[at, word] : chart.ticks)
        painter->drawText(QRectF(frame.x(at) - 40, frame.plot.bottom() + 4, 80, theme.px(15)), Qt::AlignCenter, word);
    painter->restore();
}

} // namespace dealerlens::desk
