// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QByteArray>

#include <cstdint>
#include <map>
#include <random>

namespace dealerlens::sync {

// Whether a refusal means that the time which the portal gives a method in ten minutes is used up, not its bucket.
[[nodiscard]] bool isOfTime(const base::Error &refusal);

// How often one portal may be asked (REST reference 2.1, 2.2): a token bucket below the portal's own, longer and
// longer pauses after refusals, methods resting while their time budget is nearly used. Times: monotonic
// milliseconds. No I/O; one for each portal, whoever asks it.
class RateLimit {
public:
    explicit RateLimit(std::uint64_t seed)
        : m_random(seed)
    {
    }

    // When the next request may go; takes the right to send it when that is now.
    [[nodiscard]] std::int64_t take(std::int64_t nowMs);

    void refused(); // 503: nothing left in the portal's bucket, go slower
    void answered(); // go a little faster again
    // Pause before the `attempt`-th repetition (0, 1, 2 …): 1 s doubled each time, ±20 %, at most a minute.
    [[nodiscard]] std::int64_t backOffMs(int attempt);

    // `seconds` of `method` are used; above 80 % of 480 s it rests until `resetMs`.
    void used(const QByteArray &method, double seconds, std::int64_t resetMs);
    // The portal refused `method` for its time: it rests until the reset that the portal told last, else a minute.
    void refusedTime(const QByteArray &method, std::int64_t nowMs);
    [[nodiscard]] std::int64_t restsUntil(const QByteArray &method, std::int64_t nowMs) const; // 0: does not rest
    [[nodiscard]] double highestShare() const; // of the budget, 0 … 1
    [[nodiscard]] double share(const QByteArray &method) const; // as last told
    [[nodiscard]] double secondsLeft(const QByteArray &method) const; // before it has to rest

private:
    static constexpr double kBurst = 49; // of 50; while they leave one by one the portal gives some back
    static constexpr double kPerSecond = 2;
    static constexpr double kSlowest = 0.2;
    static constexpr double kBudget = 480;
    static constexpr double kBusy = 0.8; // of it: the method rests

    double m_tokens = kBurst;
    double m_perSecond = kPerSecond;
    std::int64_t m_filledMs = -1;
    std::mt19937_64 m_random;
    std::map<QByteArray, std::int64_t> m_resting;
    std::map<QByteArray, std::int64_t> m_reset; // as last told
    std::map<QByteArray, double> m_share;
};

} // namespace dealerlens::sync
