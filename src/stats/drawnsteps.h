// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/survivalsummary.h"

namespace dealerlens::stats {

// The steps of a Kaplan–Meier curve that a picture of it needs: all of them when there are few, else so many at most.
inline constexpr std::size_t kDrawnSteps = 3'000;

// Of many steps those are told between which nothing can be seen: time is cut into equal spans (whole minutes or hours,
// so that what is read off at such a time is exact; wider ones where hardly anybody is at risk any more), and of each the
// first and the last event are kept, and what is censored before, between and after them is told as one. Every step told
// has the survival, the sum and the number at risk of the whole curve at its time; its events and censored are those since
// the step before it. Pure; any thread.
[[nodiscard]] std::vector<SurvivalStep> drawnSteps(std::span<const Exit> sorted);
[[nodiscard]] std::vector<SurvivalStep> drawnSteps(const SurvivalCurve &curve);

// SurvivalCurve::intervalAt() of one of its steps.
[[nodiscard]] std::optional<Interval> intervalOf(const SurvivalStep &step);

} // namespace dealerlens::stats
