// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

namespace dealerlens::viewmodels {

// Where things of a board stand vertically: prefix sums of the rows' heights, and cards inside an open cell. Pixels
// from the top of the content; answers in O(log rows), whatever the number of cards. A value, no widgets.
class BoardGeometry {
public:
    struct Sizes {
        int card = 62;
        int gap = 4;
        int padding = 6;
        int more = 20; // line "more 52"
        int collapsed = 31; // row of a folded lane
        int laneHead = 118; // least height of an open lane
        bool operator==(const Sizes &) const = default;
    };

    void setSizes(const Sizes &sizes) { m_sizes = sizes; }

    [[nodiscard]] const Sizes &sizes() const { return m_sizes; }

    void setHeights(const std::vector<int> &heights);

    [[nodiscard]] int rowCount() const { return int(m_tops.size()) - 1; }

    [[nodiscard]] int total() const { return m_tops.back(); }

    [[nodiscard]] int top(int row) const { return m_tops[std::size_t(row)]; }

    [[nodiscard]] int height(int row) const { return m_tops[std::size_t(row) + 1] - m_tops[std::size_t(row)]; }

    // The row that covers `y`; -1 outside. Rows of no height are never answered.
    [[nodiscard]] int rowAt(int y) const;
    // [first, last) of the rows that touch [from, to).
    [[nodiscard]] std::pair<int, int> rowsBetween(int from, int to) const;

    // Inside an open cell; `y` from the top of its row. `cap` 0: every card is shown.
    [[nodiscard]] static int shown(int count, int cap) { return cap > 0 && count > cap ? cap : count; }

    [[nodiscard]] int cellHeight(int count, int cap) const;

    [[nodiscard]] int cardTop(int card) const { return m_sizes.padding + card * (m_sizes.card + m_sizes.gap); }

    [[nodiscard]] int cardAt(int y, int shown) const; // -1 between cards and outside
    [[nodiscard]] std::pair<int, int> cardsBetween(int from, int to, int shown) const;

private:
    Sizes m_sizes;
    std::vector<int> m_tops { 0 };
};

} // namespace dealerlens::viewmodels
