// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace dealerlens::stats {

using NumberRange = std::pair<std::uint32_t, std::uint32_t>; // both belong to it

// The median (type 7: of an even number the mean of the two middle ones) of the numbers of several lists together, each
// of them in rising order, without merging them; empty: there are no numbers. Looks at O(lists · log² n) of them. Pure;
// any thread. `probably`: between which two it most likely is; the answer is the same without or with a wrong one.
[[nodiscard]] std::optional<double> medianOfSorted(
    std::span<const std::span<const std::uint32_t>> lists, const std::optional<NumberRange> &probably = {});

} // namespace dealerlens::stats
