// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/countedmedian.h"

namespace dealerlens::stats {

// CountedMedian of lists that are in rising order each, without merging them: of long ones it looks at O(log² n) numbers
// each, short ones are counted. One thread.
class SortedMedian final {
public:
    [[nodiscard]] std::optional<MiddleNumbers> operator()(
        std::span<const std::span<const std::uint32_t>> lists, const std::optional<NumberRange> &probably = {});

private:
    CountedMedian m_counted;
};

} // namespace dealerlens::stats
