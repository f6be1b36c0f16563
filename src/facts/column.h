// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <vector>

namespace dealerlens::facts {

using Index = std::int32_t; // row of a dictionary or column; kNone when there is none
inline constexpr Index kNone = -1;

// How a value is kept: `Stored` in memory and on disk, `Shown` to everybody. What is nothing is all ones.
template <class Number> struct AsIs {
    using Stored = Number;
    using Shown = Number;

    static constexpr Stored narrow(Shown value) { return value; }

    static constexpr Shown widen(Stored value) { return value; }
};

template <class Unsigned> struct AsIndex { // what does not fit is none
    using Stored = Unsigned;
    using Shown = Index;
    static constexpr Stored kNothing = std::numeric_limits<Unsigned>::max();

    static constexpr Stored narrow(Index value)
    {
        return value < 0 || static_cast<std::uint32_t>(value) >= kNothing ? kNothing : static_cast<Stored>(value);
    }

    static constexpr Index widen(Stored value) { return value == kNothing ? kNone : static_cast<Index>(value); }
};

// Seconds since 1970 in 32 bits: up to the year 2106; instants outside are moved to the nearest one inside.
struct AsInstant {
    using Stored = std::uint32_t;
    using Shown = base::UtcSeconds;
    static constexpr Stored kNothing = std::numeric_limits<Stored>::max();

    static constexpr Stored narrow(Shown value)
    {
        return value == base::kNever ? kNothing : static_cast<Stored>(std::clamp<Shown>(value, 0, Shown { kNothing } - 1));
    }

    static constexpr Shown widen(Stored value) { return value == kNothing ? base::kNever : Shown { value }; }
};

// Days since 1970 in 16 bits: up to the year 2149; INT32_MIN is none, days outside are moved to the nearest inside.
struct AsDay {
    using Stored = std::uint16_t;
    using Shown = std::int32_t;
    static constexpr Stored kNothing = std::numeric_limits<Stored>::max();

    static constexpr Stored narrow(Shown value)
    {
        return value == std::numeric_limits<Shown>::min() ? kNothing : static_cast<Stored>(std::clamp(value, 0, kNothing - 1));
    }

    static constexpr Shown widen(Stored value) { return value == kNothing ? std::numeric_limits<Shown>::min() : Shown { value }; }
};

// One column, read by row. Does not own its memory: the Snapshot that it belongs to keeps it.
template <class Code> class Column {
public:
    using Stored = typename Code::Stored;
    using Shown = typename Code::Shown;

    [[nodiscard]] Shown operator[](std::size_t row) const { return Code::widen(m_values[row]); }

    [[nodiscard]] const Stored *data() const { return m_values; } // as stored, for loops over many rows

    void pointTo(const Stored *values) { m_values = values; }

    // By who fills the memory, before anybody else sees the row.
    void set(std::size_t row, Shown value) const { setStored(row, Code::narrow(value)); }

    void setStored(std::size_t row, Stored value) const { const_cast<Stored *>(m_values)[row] = value; }

private:
    const Stored *m_values = nullptr;
};

// Neighbouring rows [first, last) of one portal.
struct RowRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    Index portal = kNone;

    [[nodiscard]] std::uint32_t size() const { return last - first; }

    bool operator==(const RowRange &) const = default;
};

// The rows of a snapshot, ascending: one range for each portal that has any. Between them are rows of others.
class RowRanges {
public:
    class Iterator {
    public:
        using value_type = std::uint32_t;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::forward_iterator_tag;

        Iterator() = default;

        Iterator(const RowRange *range, const RowRange *end)
            : m_range(range)
            , m_end(end)
            , m_row(range == end ? 0 : range->first)
        {
        }

        std::uint32_t operator*() const { return m_row; }

        Iterator &operator++()
        {
            if (++m_row == m_range->last)
                m_row = ++m_range == m_end ? 0 : m_range->first;
            return *this;
        }

        Iterator operator++(int)
        {
            const Iterator before = *this;
            ++*this;
            return before;
        }

        bool operator==(const Iterator &) const = default;

    private:
        const RowRange *m_range = nullptr;
        const RowRange *m_end = nullptr;
        std::uint32_t m_row = 0;
    };

    void add(const RowRange &range)
    {
        if (range.size() == 0)
            return;
        m_ranges.push_back(range);
        m_size += range.size();
        m_rowEnd = std::max(m_rowEnd, range.last);
    }

    [[nodiscard]] Iterator begin() const { return { m_ranges.data(), m_ranges.data() + m_ranges.size() }; }

    [[nodiscard]] Iterator end() const
    {
        const RowRange *end = m_ranges.data() + m_ranges.size();
        return { end, end };
    }

    [[nodiscard]] const RowRanges &rows() const { return *this; }

    [[nodiscard]] const std::vector<RowRange> &ranges() const { return m_ranges; }

    [[nodiscard]] std::size_t size() const { return m_size; }

    [[nodiscard]] std::uint32_t rowEnd() const { return m_rowEnd; }

private:
    std::vector<RowRange> m_ranges;
    std::size_t m_size = 0;
    std::uint32_t m_rowEnd = 0;
};

} // namespace dealerlens::facts
