// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

namespace dealerlens::base {

// Seconds since 1970-01-01T00:00:00Z. All instants inside the program are UTC; the dealer's zone decides days
// and hours only where a report or a calendar asks for them.
using UtcSeconds = std::int64_t;

// "No such instant": unknown, or has not happened.
inline constexpr UtcSeconds kNever = std::numeric_limits<std::int64_t>::min();

// The only source of time; nothing else in the program asks the system. Tests pass one they can set.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UtcSeconds now() const = 0;
    // Never goes back; for durations and deadlines. Milliseconds from an arbitrary origin.
    [[nodiscard]] virtual std::int64_t monotonicMs() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] UtcSeconds now() const override;
    [[nodiscard]] std::int64_t monotonicMs() const override;
};

} // namespace dealerlens::base
