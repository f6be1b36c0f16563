// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/boardgeometry.h"

#include <algorithm>

namespace dealerlens::viewmodels {

void BoardGeometry::setHeights(const std::vector<int> &heights)
{
    m_tops.assign(1, 0);
    m_tops.reserve(heights.size() + 1);
    for (const int height : heights)
        m_tops.push_back(m_tops.back() + height);
}

int BoardGeometry::rowAt(int y) const
{
    if (y < 0 || y >= total())
        return -1;
    return int(std::upper_bound(m_tops.begin(), m_tops.end(), y) - m_tops.begin()) - 1;
}

std::pair<int, int> BoardGeometry::rowsBetween(int from, int to) const
{
    from = std::max(from, 0);
    to = std::min(to, total());
    if (from >= to)
        return { 0, 0 };
    return { rowAt(from), rowAt(to - 1) + 1 };
}

int BoardGeometry::cellHeight(int count, int cap) const
{
    const int cards = shown(count, cap);
    const int more = count > cards ? m_sizes.more : 0;
    return 2 * m_sizes.padding + (cards > 0 ? cards * (m_sizes.card + m_sizes.gap) - m_sizes.gap : 0) + more;
}

int BoardGeometry::cardAt(int y, int shown) const
{
    y -= m_sizes.padding;
    const int step = m_sizes.card + m_sizes.gap;
    if (y < 0 || y / step >= shown || y % step >= m_sizes.card)
        return -1;
    return y / step;
}

std::pair<int, int> BoardGeometry::cardsBetween(int from, int to, int shown) const
{
    const int step = m_sizes.card + m_sizes.gap;
    const int first = std::clamp((from - m_sizes.padding) / step, 0, shown);
    const int last = std::clamp((to - m_sizes.padding + step - 1) / step, 0, shown);
    return from >= to ? std::pair(0, 0) : std::pair(first, std::max(first, last));
}

} // namespace dealerlens::viewmodels
