// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/treemap.h"

#include "desk/painters.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>
#include <numeric>

namespace dealerlens::desk {

namespace {

constexpr double kGap = 1.5;
constexpr double kSmallest = 24; // px²

// Worst ratio of sides in a row of areas with this sum, laid along `side`.
double worst(double sum, double smallest, double largest, double side)
{
    const double square = sum * sum;
    const double edge = side * side;
    return std::max(edge * largest / square, square / (edge * smallest));
}

// Lays one row along the shorter side of `room` and takes it away.
void layRow(const std::vector<double> &areas, const std::vector<size_t> &row, double sum, QRectF &room, std::vector<QRectF> &out)
{
    const bool tall = room.height() < room.width(); // row stands at the left
    const double side = tall ? room.height() : room.width();
    const double depth = side > 0 ? sum / side : 0;
    double at = tall ? room.top() : room.left();
    for (const size_t index : row) {
        const double length = depth > 0 ? areas[index] / depth : 0;
        out[index] = tall ? QRectF(room.left(), at, depth, length) : QRectF(at, room.top(), length, depth);
        at += length;
    }
    if (tall)
        room.setLeft(room.left() + depth);
    else
        room.setTop(room.top() + depth);
}

Token fillToken(int level)
{
    static constexpr Token tokens[] = { Token::DivNeg2, Token::DivNeg1, Token::Div0, Token::DivPos1, Token::DivPos2 };
    return tokens[static_cast<size_t>(std::clamp(level, -2, 2) + 2)];
}

} // namespace

std::vector<QRectF> squarify(const std::vector<double> &weights, const QRectF &rect)
{
    std::vector<QRectF> result(weights.size());
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0, [](double sum, double w) { return sum + std::max(0.0, w); });
    if (total <= 0 || rect.width() <= 0 || rect.height() <= 0)
        return result;
    const double scale = rect.width() * rect.height() / total;
    std::vector<double> areas(weights.size());
    std::transform(weights.begin(), weights.end(), areas.begin(), [scale](double w) { return std::max(0.0, w) * scale; });
    std::vector<size_t> order;
    for (size_t i = 0; i < areas.size(); ++i) {
        if (areas[i] > 0)
            order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return areas[a] > areas[b]; });
    QRectF room = rect;
    std::vector<size_t> row;
    double sum = 0;
    for (const size_t index : order) {
        const double side = std::min(room.width(), room.height());
        const double area = areas[index];
        if (!row.empty() && worst(sum + area, area, areas[row.front()], side) > worst(sum, areas[row.back()], areas[row.front()], side)) {
            layRow(areas, row, sum, room, result);
            row.clear();
            sum = 0;
        }
        row.push_back(index);
        sum += area;
    }
    layRow(areas, row, sum, room, result);
    return result;
}

TreemapLayout layoutTreemap(const std::vector<TreemapGroup> &groups, const QRectF &rect, const Theme &theme)
{
    TreemapLayout layout;
    std::vector<double> totals;
    for (const TreemapGroup &group : groups)
        totals.push_back(std::accumulate(group.items.begin(), group.items.end(), 0.0,
            [](double sum, const TreemapItem &item) { return sum + std::max(0.0, item.area); }));
    const double total = std::accumulate(totals.begin(), totals.end(), 0.0);
    if (total <= 0)
        return layout;
    if (groups.size() <= 10 && rect.width() > rect.height() * 2) {
        // One row of regions in the given order, as wide as their share.
        double x = rect.left();
        for (const double size : totals) {
            const double width = rect.width() * size / total;
            layout.groups.emplace_back(x, rect.top(), width, rect.height());
            x += width;
        }
    } else {
        layout.groups = squarify(totals, rect);
    }
    const double caption = theme.px(17);
    for (size_t g = 0; g < groups.size(); ++g) {
        const QRectF room = layout.groups[g].adjusted(0, caption, -4, -2);
        const double pixels = std::max(0.0, room.width()) * std::max(0.0, room.height());
        std::vector<double> areas;
        std::vector<int> indexes;
        double small = 0;
        int merged = 0;
        for (size_t i = 0; i < groups[g].items.size(); ++i) {
            const double area = groups[g].items[i].area;
            if (area <= 0)
                continue;
            if (area / totals[g] * pixels < kSmallest) {
                small += area;
                ++merged;
                continue;
            }
            areas.push_back(area);
            indexes.push_back(static_cast<int>(i));
        }
        if (merged > 0) {
            areas.push_back(small);
            indexes.push_back(-1);
        }
        const std::vector<QRectF> cells = squarify(areas, room);
        for (size_t i = 0; i < cells.size(); ++i)
            layout.cells.push_back({ cells[i], static_cast<int>(g), indexes[i], indexes[i] < 0 ? merged : 0 });
    }
    return layout;
}

namespace {

void paintCell(QPainter *painter, const QRectF &cell, const TreemapItem &item, bool selected, const Theme &theme)
{
    const int level = std::clamp(item.level, -2, 2);
    const QRectF box = cell.adjusted(0, 0, -kGap, -kGap);
    const QColor ground = theme.color(item.stale ? Token::StaleTint : fillToken(level));
    painter->fillRect(box, ground);
    if (item.stale)
        paintHatch(painter, box, Token::StaleHatch, theme);
    if (selected) {
        painter->setPen(QPen(theme.color(Token::Focus), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(box.adjusted(1, 1, -1, -1));
    }
    if (box.width() < theme.px(18) || box.height() < theme.px(18))
        return;
    painter->setFont(theme.font(FontStyle::Small));
    const QFontMetricsF metrics(painter->font());
    const QColor ink = std::abs(level) == 2 && !item.stale ? Theme::textOn(ground) : theme.color(Token::Text);
    if (box.width() < theme.px(34)) { // too narrow for a name: the number, when it fits
        painter->setPen(ink);
        if (metrics.horizontalAdvance(item.value) <= box.width() - 4)
            painter->drawText(box, Qt::AlignCenter, item.value);
        return;
    }
    const QRectF inner = box.adjusted(5, 2, -3, -1);
    const double line = metrics.height();
    painter->setPen(ink);
    painter->drawText(QRectF(inner.left(), inner.top(), inner.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(item.name, Qt::ElideRight, inner.width()));
    if (inner.height() < 2 * line)
        return;
    double x = inner.left();
    painter->setPen(Qt::NoPen);
    painter->setBrush(ink);
    painter->setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < std::abs(level) && !item.stale; ++i) {
        const double y = inner.top() + line * 1.5;
        const double d = level > 0 ? 3.5 : -3.5;
        painter->drawPolygon(QPolygonF { QPointF(x + 4, y - d), QPointF(x, y + d), QPointF(x + 8, y + d) });
        x += 10;
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(ink);
    painter->drawText(QRectF(x, inner.top() + line, inner.right() - x, line), Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(item.value, Qt::ElideRight, inner.right() - x));
}

} // namespace

void paintTreemap(QPainter *painter, const std::vector<TreemapGroup> &groups, const TreemapLayout &layout, qint64 selected,
    const std::function<QString(int)> &othersText, const Theme &theme)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    QFont caption = theme.font(FontStyle::Caption);
    caption.setWeight(QFont::DemiBold);
    for (size_t g = 0; g < layout.groups.size() && g < groups.size(); ++g) {
        painter->setFont(caption);
        painter->setPen(theme.color(Token::Text2));
        const QRectF title(layout.groups[g].left(), layout.groups[g].top(), layout.groups[g].width() - 6, theme.px(15));
        if (title.width() > theme.px(20))
            painter->drawText(
                title, Qt::AlignLeft | Qt::AlignVCenter, QFontMetricsF(caption).elidedText(groups[g].name, Qt::ElideRight, title.width()));
    }
    for (const TreemapCell &cell : layout.cells) {
        if (cell.item >= 0) {
            const TreemapItem &item = groups[static_cast<size_t>(cell.group)].items[static_cast<size_t>(cell.item)];
            paintCell(painter, cell.rect, item, item.id == selected, theme);
        } else {
            paintCell(painter, cell.rect, { 0, othersText ? othersText(cell.merged) : QString::number(cell.merged), {}, 0, 0, false },
                false, theme);
        }
    }
    painter->restore();
}

} // namespace dealerlens::desk
