// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/intervals.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dealerlens::stats {

// What is known about a group of stays. All spans have one entry per stay; times are seconds from entering.
struct Stays {
    std::span<const std::int64_t> seconds; // until the exit, or until it was last seen; below 0 counts as 0
    std::span<const std::uint8_t> ended; // 1 = left, 0 = still there (censored)
    // Empty, or for each stay the age from which it was watched (left truncation): 0 = from its beginning.
    // It is at risk in (watchedFrom, seconds]; one that ended before it was watched does not count.
    std::span<const std::int64_t> watchedFrom = {};
};

struct SurvivalStep {
    std::int64_t time = 0; // seconds; somebody left, was censored or began to be watched
    std::int64_t atRisk = 0; // just before `time`, and since the step before it
    std::int64_t events = 0; // at `time`
    std::int64_t censored = 0; // at `time`, after the events
    double survival = 1; // share still there after `time`
    double hazardSum = 0; // Greenwood's sum of d/(n(n−d)); infinite when the last one left
};

// Ends of a quantile's interval; an empty end was not reached (NR).
struct TimeInterval {
    std::optional<std::int64_t> low;
    std::optional<std::int64_t> high;
};

struct RestrictedMean {
    double seconds = 0;
    double standardError = 0;
};

// Kaplan–Meier estimate of the share still there after t (Kaplan and Meier 1958). Immutable value; any thread.
// At equal times events come before censorings. Variance by Greenwood; intervals by log-minus-log, as R's
// survfit(conf.type = "log-log"). Building is O(n log n), every question O(log n) but restrictedMean, O(steps).
class SurvivalCurve {
public:
    SurvivalCurve() = default;
    // From steps in rising time with time, atRisk, events and censored filled in (a caller that counted already).
    explicit SurvivalCurve(std::vector<SurvivalStep> counted);

    [[nodiscard]] const std::vector<SurvivalStep> &steps() const { return m_steps; }

    [[nodiscard]] std::int64_t events() const { return m_events; }

    [[nodiscard]] std::int64_t censored() const { return m_censored; }

    // S(t): the share still there after t seconds; the last value holds beyond the last time.
    [[nodiscard]] double survivalAt(std::int64_t time) const;
    [[nodiscard]] double standardErrorAt(std::int64_t time) const;
    // Empty where S = 0 (R prints NA); [1, 1] before the first event.
    [[nodiscard]] std::optional<Interval> intervalAt(std::int64_t time, double level = kLevel) const;

    // Smallest t with S(t) <= 1 − q; empty when never reached. On an exact plateau R prints the midpoint of the
    // plateau instead, the program always the first time.
    [[nodiscard]] std::optional<std::int64_t> quantile(double q) const;
    // Times where the pointwise limits cross 1 − q (Brookmeyer and Crowley; R's quantile.survfit).
    [[nodiscard]] TimeInterval quantileInterval(double q, double level = kLevel) const;

    // ∫₀^τ S, its variance Σ (∫_tᵢ^τ S)² dᵢ/(nᵢ(nᵢ−dᵢ)) (Irwin 1949; Klein and Moeschberger 4.5).
    [[nodiscard]] RestrictedMean restrictedMean(std::int64_t horizon) const;

private:
    [[nodiscard]] const SurvivalStep *stepAt(std::int64_t time) const;

    std::vector<SurvivalStep> m_steps;
    std::int64_t m_events = 0;
    std::int64_t m_censored = 0;
};

[[nodiscard]] SurvivalCurve kaplanMeier(const Stays &stays);

} // namespace dealerlens::stats
