// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/theme.h"

#include <QRectF>
#include <QString>

#include <functional>
#include <vector>

class QPainter;

namespace dealerlens::desk {

struct TreemapItem {
    qint64 id = 0;
    QString name; // city or dealer
    QString value; // the number as text
    double area = 0;
    int level = 0; // -2 far below … 2 far above the network, 0 cannot be told apart
    bool stale = false;
};

struct TreemapGroup {
    QString name;
    std::vector<TreemapItem> items;
};

struct TreemapCell {
    QRectF rect;
    int group = 0;
    int item = -1; // -1: the small ones of the group together
    int merged = 0; // how many, when item is -1
};

struct TreemapLayout {
    std::vector<QRectF> groups; // with their caption
    std::vector<TreemapCell> cells;
};

// Squarified (Bruls, Huizing, van Wijk 2000): areas are proportional, cells close to squares, largest first.
// Rectangles in the order of `areas`; zero areas get empty ones.
[[nodiscard]] std::vector<QRectF> squarify(const std::vector<double> &areas, const QRectF &rect);

// Regions side by side, dealers inside; those under 24 px² become one cell.
[[nodiscard]] TreemapLayout layoutTreemap(const std::vector<TreemapGroup> &groups, const QRectF &rect, const Theme &theme);

void paintTreemap(QPainter *painter, const std::vector<TreemapGroup> &groups, const TreemapLayout &layout, qint64 selected,
    const std::function<QString(int)> &othersText, const Theme &theme);

} // namespace dealerlens::desk
