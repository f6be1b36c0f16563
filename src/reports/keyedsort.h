// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/digitsort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace dealerlens::reports {

// A row and what it is sorted by, as a number without a sign.
struct Keyed {
    std::uint64_t key = 0;
    std::uint32_t row = 0;
};

[[nodiscard]] constexpr std::uint64_t keyOf(std::int64_t value) { return std::uint64_t(value) ^ (std::uint64_t(1) << 63); }

[[nodiscard]] constexpr std::uint64_t keyOf(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0); // one zero only
    return (bits >> 63) != 0 ? ~bits : bits ^ (std::uint64_t(1) << 63);
}

// Rising by keyOf(row), a number without a sign; equal ones in the order they came.
template <class Row, class KeyOf> void sortByDigits(std::vector<Row> &rows, KeyOf keyOf)
{
    constexpr std::size_t kFew = 500; // then to compare is faster
    if (rows.size() < kFew)
        return std::ranges::stable_sort(rows, {}, keyOf), void();
    std::vector<Row> other;
    stats::sortByDigits(rows, other, keyOf);
}

// The rows of pieces one behind the other, rising by key; equal ones in the order they came. Rows whose keys differ in their
// lower half alone are moved as eight bytes.
[[nodiscard]] inline std::vector<std::uint32_t> rowsByKey(std::span<const std::vector<Keyed>> pieces)
{
    constexpr unsigned kHalf = 32;
    std::size_t size = 0;
    std::uint64_t all = ~std::uint64_t(0);
    std::uint64_t any = 0;
    for (const std::vector<Keyed> &piece : pieces) {
        size += piece.size();
        for (const Keyed &row : piece)
            all &= row.key, any |= row.key;
    }
    std::vector<std::uint32_t> rows;
    rows.reserve(size);
    if ((all ^ any) >> kHalf == 0) {
        std::vector<std::uint64_t> halves;
        halves.reserve(size);
        for (const std::vector<Keyed> &piece : pieces)
            for (const Keyed &row : piece)
                halves.push_back(row.key << kHalf | row.row);
        sortByDigits(halves, [](std::uint64_t half) { return half >> kHalf; });
        for (const std::uint64_t half : halves)
            rows.push_back(std::uint32_t(half));
        return rows;
    }
    std::vector<Keyed> keyed;
    keyed.reserve(size);
    for (const std::vector<Keyed> &piece : pieces)
        keyed.insert(keyed.end(), piece.begin(), piece.end());
    sortByDigits(keyed, [](const Keyed &row) { return row.key; });
    for (const Keyed &row : keyed)
        rows.push_back(row.row);
    return rows;
}

} // namespace dealerlens::reports
