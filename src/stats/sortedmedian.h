// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace dealerlens::stats {

// The median (type 7: of an even number the mean of the two middle ones) of the numbers of several lists together, each
// of them in rising order, without merging them; empty: there are no numbers. Looks at O(lists · log² n) of them. Pure;
// any thread.
[[nodiscard]] std::optional<double> medianOfSorted(std::span<const std::span<const std::uint32_t>> lists);

} // namespace dealerlens::stats
