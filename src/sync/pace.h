// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <algorithm>
#include <optional>

namespace dealerlens::sync {

// Milliseconds from the end of one cycle of a portal to the next, before jitter. A portal that fails again and again is
// asked less often, at most an hour apart; one that does not let us in, or whose plan or rights are not enough, once in
// sixty intervals: with one of a minute or more once an hour. `problem`: how the last cycle ended.
[[nodiscard]] inline std::int64_t pauseMs(int intervalSeconds, int failuresInRow, const std::optional<base::Error> &problem)
{
    constexpr std::int64_t kLongest = 3'600'000;
    const std::int64_t interval = std::int64_t { intervalSeconds } * 1'000;
    std::int64_t wait = interval;
    if (failuresInRow > 1)
        wait <<= std::min(failuresInRow - 1, 6);
    const bool needsSomebody = problem
        && (problem->retry == base::Retry::AfterAuth || problem->retry == base::Retry::WhenChanged || problem->retry == base::Retry::Never);
    if (needsSomebody)
        wait = std::max(wait, interval * 60);
    return std::max(interval, std::min(wait, kLongest));
}

} // namespace dealerlens::sync
