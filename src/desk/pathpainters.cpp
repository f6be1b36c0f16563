// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/painters.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

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

void paintPathStripWide(QPainter *painter, const QRectF &rect, std::span<const PathStep> steps, const Theme &theme)
{
    if (steps.empty())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    const double width = rect.width() / static_cast<double>(steps.size());
    const double line = theme.px(15);
    double x = rect.left();
    for (const PathStep &step : steps) {
        const bool now = step.kind == PathStep::Kind::Now;
        const bool ahead = step.kind == PathStep::Kind::Ahead;
        const bool over = now ? step.fill >= 1 : step.overLimit;
        const Token state = over ? Token::Breach : (now && step.warn ? Token::Warn : Token::Text2);
        painter->setFont(theme.font(now ? FontStyle::SmallStrong : FontStyle::Caption));
        painter->setPen(theme.color(now ? Token::Text : Token::Text2));
        const QFontMetricsF metrics(painter->font());
        painter->drawText(QRectF(x, rect.top(), width - 3, line), Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(step.label, Qt::ElideRight, width - 3));
        const QRectF box(std::floor(x) + 0.5, std::floor(rect.top() + line + 3) + 0.5, width - 3, 7);
        if (now || ahead) {
            painter->setPen(QPen(theme.color(now ? Token::Link : Token::LineStrong), 1));
            painter->setBrush(theme.color(now ? Token::Select : Token::Base));
            painter->drawRect(box);
            if (now)
                painter->fillRect(
                    QRectF(box.left() + 1, box.top() + 1, (box.width() - 2) * std::clamp(step.fill, 0.0, 1.0), box.height() - 2),
                    theme.color(over ? Token::BreachFill : (step.warn ? Token::WarnFill : Token::Interval)));
        } else {
            paintStep(painter, QRectF(x, box.center().y() - 8, width - 1, 16), step, theme, false);
        }
        painter->setFont(theme.font(FontStyle::Caption));
        painter->setPen(theme.color(state));
        painter->drawText(QRectF(x, box.bottom() + 3, width - 3, line), Qt::AlignLeft | Qt::AlignVCenter, step.time);
        x += width;
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
    const double label = theme.px(120);
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
