// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

namespace dealerlens::testing {

// A clock that stands still until it is moved.
class HeldClock final : public base::Clock {
public:
    std::int64_t ms = 0; // monotonic
    base::UtcSeconds zero = 0; // what this clock shows at ms 0

    [[nodiscard]] base::UtcSeconds now() const override { return zero + ms / 1'000; }

    [[nodiscard]] std::int64_t monotonicMs() const override { return ms; }
};

} // namespace dealerlens::testing
