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

// The two numbers in the middle of all in their order; of an odd number of them the one twice.
struct MiddleNumbers {
    std::uint32_t lower = 0;
    std::uint32_t upper = 0;

    [[nodiscard]] double median() const { return lower + 0.5 * (upper - lower); } // type 7

    bool operator==(const MiddleNumbers &) const = default;
};

// The middle of the numbers of several lists together, in any order; empty: there are no numbers. Reads each of them once
// without branches, and those within the range that the middle ones are in a few times more. Keeps its memory for the
// next one; one thread.
class CountedMedian final {
public:
    // `probably`: between which two they most likely are; the answer is the same without or with a wrong one. Of parts
    // whose middles are known it is from the least lower to the largest upper one.
    [[nodiscard]] std::optional<MiddleNumbers> operator()(
        std::span<const std::span<const std::uint32_t>> lists, const std::optional<NumberRange> &probably = {});

private:
    // How many are less than the range, and how many in it; those go to m_numbers.
    [[nodiscard]] std::pair<std::size_t, std::size_t> take(std::span<const std::span<const std::uint32_t>> lists, NumberRange range);

    std::unique_ptr<std::uint32_t[]> m_numbers;
    std::size_t m_room = 0;
};

} // namespace dealerlens::stats
