// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival.h"

#include "stats/survivaldetail.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dealerlens::stats {

namespace {

std::vector<SurvivalStep> countSteps(std::span<const std::uint64_t> exits, std::span<const std::int64_t> lateEntries)
{
    std::vector<SurvivalStep> steps;
    auto left = static_cast<std::int64_t>(exits.size());
    // Those watched from a later age are at risk only after it; the pointer passes entries before `time`.
    auto notYet = static_cast<std::int64_t>(lateEntries.size());
    auto entry = lateEntries.begin();
    for (std::size_t i = 0; i < exits.size();) {
        SurvivalStep step { .time = static_cast<std::int64_t>(exits[i] >> 1) };
        for (; entry != lateEntries.end() && *entry < step.time; ++entry) {
            // A step of its own, so that the number at risk between two steps is that of the later one.
            if (steps.empty() || steps.back().time < *entry)
                steps.push_back({ .time = *entry, .atRisk = left - notYet });
            --notYet;
        }
        step.atRisk = left - notYet;
        for (; i < exits.size() && static_cast<std::int64_t>(exits[i] >> 1) == step.time; ++i)
            ++((exits[i] & 1U) != 0 ? step.censored : step.events);
        left -= step.events + step.censored;
        steps.push_back(step);
    }
    return steps;
}

} // namespace

SurvivalCurve::SurvivalCurve(std::vector<SurvivalStep> counted)
    : m_steps(std::move(counted))
{
    double survival = 1;
    double sum = 0;
    for (SurvivalStep &step : m_steps) {
        m_events += step.events;
        m_censored += step.censored;
        if (step.events > 0) {
            const auto n = static_cast<double>(step.atRisk);
            const auto rest = static_cast<double>(step.atRisk - step.events);
            survival *= rest / n;
            sum += rest > 0 ? static_cast<double>(step.events) / (n * rest) : std::numeric_limits<double>::infinity();
        }
        step.survival = survival;
        step.hazardSum = sum;
    }
}

const SurvivalStep *SurvivalCurve::stepAt(std::int64_t time) const
{
    const auto after
        = std::upper_bound(m_steps.begin(), m_steps.end(), time, [](std::int64_t t, const SurvivalStep &step) { return t < step.time; });
    return after == m_steps.begin() ? nullptr : &*(after - 1);
}

double SurvivalCurve::survivalAt(std::int64_t time) const
{
    const SurvivalStep *step = stepAt(time);
    return step == nullptr ? 1.0 : step->survival;
}

double SurvivalCurve::standardErrorAt(std::int64_t time) const
{
    const SurvivalStep *step = stepAt(time);
    if (step == nullptr || step->survival <= 0)
        return 0;
    return step->survival * std::sqrt(step->hazardSum);
}

std::optional<Interval> SurvivalCurve::intervalAt(std::int64_t time, double level) const
{
    return logLogInterval(stepAt(time), normalQuantile(level));
}

std::optional<std::int64_t> SurvivalCurve::quantile(double q) const
{
    const auto reached
        = std::partition_point(m_steps.begin(), m_steps.end(), [q](const SurvivalStep &step) { return step.survival > 1 - q + kRounding; });
    if (reached == m_steps.end())
        return std::nullopt;
    return reached->time;
}

TimeInterval SurvivalCurve::quantileInterval(double q, double level) const
{
    const double z = normalQuantile(level);
    TimeInterval result;
    // The limits need not fall steadily, so the first crossing is looked for step by step.
    for (const SurvivalStep &step : m_steps) {
        const auto limits = logLogInterval(&step, z);
        if (!limits)
            break;
        if (!result.low && limits->low <= 1 - q + kRounding)
            result.low = step.time;
        if (!result.high && limits->high <= 1 - q + kRounding)
            result.high = step.time;
        if (result.low && result.high)
            break;
    }
    return result;
}

RestrictedMean SurvivalCurve::restrictedMean(std::int64_t horizon) const
{
    double area = 0;
    double variance = 0;
    std::int64_t end = std::max<std::int64_t>(horizon, 0);
    // From the right: `area` is then ∫ from the step to the horizon, which the variance needs.
    for (auto step = m_steps.rbegin(); step != m_steps.rend(); ++step) {
        if (step->time >= end)
            continue;
        area += step->survival * static_cast<double>(end - step->time);
        end = step->time;
        if (step->events > 0 && step->atRisk > step->events) {
            const auto n = static_cast<double>(step->atRisk);
            const auto d = static_cast<double>(step->events);
            variance += area * area * d / (n * (n - d));
        }
    }
    return { area + static_cast<double>(end), std::sqrt(variance) };
}

SurvivalCurve kaplanMeier(const Stays &stays)
{
    Q_ASSERT(stays.ended.size() == stays.seconds.size());
    Q_ASSERT(stays.watchedFrom.empty() || stays.watchedFrom.size() == stays.seconds.size());
    std::vector<std::uint64_t> exits;
    exits.reserve(stays.seconds.size());
    std::vector<std::int64_t> lateEntries;
    for (std::size_t i = 0; i < stays.seconds.size(); ++i) {
        const std::int64_t from = stays.watchedFrom.empty() ? 0 : stays.watchedFrom[i];
        if (from > 0) {
            if (stays.seconds[i] <= from)
                continue;
            lateEntries.push_back(from);
        }
        exits.push_back(packedExit(stays.seconds[i], stays.ended[i] != 0));
    }
    std::vector<std::uint64_t> other;
    sortExits(exits, other);
    std::sort(lateEntries.begin(), lateEntries.end());
    return SurvivalCurve(countSteps(exits, lateEntries));
}

} // namespace dealerlens::stats
