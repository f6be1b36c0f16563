// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace dealerlens::reports {

// Columns of the rows of all portals in one piece, in which a portal may be made anew in its place: a portal gains a few
// rows a day, and one that has outgrown its room, which then goes to the end, is likely to go on.
inline constexpr std::size_t kSpareShare = 32;
inline constexpr std::size_t kLeastSpare = 4;

// For so many rows of a portal, the first time or later.
[[nodiscard]] constexpr std::size_t roomFor(std::size_t rows, bool isFirst)
{
    if (rows == 0)
        return 0;
    return isFirst ? rows + rows / kSpareShare + kLeastSpare : rows + 4 * (rows / kSpareShare + kLeastSpare);
}

// For so many rows of so many portals the first time, at most.
[[nodiscard]] constexpr std::size_t roomOfAll(std::size_t rows, std::size_t portals)
{
    return rows + rows / kSpareShare + portals * kLeastSpare;
}

// A little more than it needs when it has to move.
template <class Column> void growTo(Column &column, std::size_t size)
{
    if (size > column.capacity())
        column.reserve(size + size / 16);
    column.resize(size);
}

// Whether it is worth while to move all: a fifth is nobody's.
[[nodiscard]] constexpr bool isWasteful(std::size_t unused, std::size_t rows) { return unused > 0 && unused * 5 >= rows; }

struct RowMove {
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t count = 0;
};

// Into new memory, of one column after the other so that there are never two of all.
template <class Column> void moveRows(Column &column, std::size_t size, std::span<const RowMove> moves)
{
    if (column.empty())
        return;
    Column moved(size);
    for (const RowMove &move : moves)
        std::copy_n(column.data() + move.from, move.count, moved.data() + move.to);
    column = std::move(moved);
}

} // namespace dealerlens::reports
