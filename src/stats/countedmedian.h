// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace dealerlens::stats {

using NumberRange = std::pair<std::uint32_t, std::uint32_t>; // both belong to it

// The median (type 7: of an even number the mean of the two middle ones) of the numbers of several lists together, in any
// order; empty: there are no numbers. Reads each of them once without branches, and those within the range that the
// middle ones are in a few times more. Keeps its memory for the next median; one thread.
class CountedMedian final {
public:
    // `probably`: between which two it most likely is; the answer is the same without or with a wrong one.
    [[nodiscard]] std::optional<double> operator()(
        std::span<const std::span<const std::uint32_t>> lists, const std::optional<NumberRange> &probably = {});

private:
    // How many are less than the range, and how many in it; those go to m_numbers.
    [[nodiscard]] std::pair<std::size_t, std::size_t> take(std::span<const std::span<const std::uint32_t>> lists, NumberRange range);

    std::unique_ptr<std::uint32_t[]> m_numbers;
    std::size_t m_room = 0;
};

} // namespace dealerlens::stats
