// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/drawnsteps.h"

#include "stats/survivaldetail.h"

#include <array>

namespace dealerlens::stats {
namespace {

constexpr std::int64_t kSpans = 500; // until hardly anybody is at risk
constexpr std::int64_t kLateSpans = 200;
constexpr double kHardly = 0.02; // of those at risk at the beginning

// The shortest one of which so many are enough.
std::int64_t spanFor(std::int64_t seconds, std::int64_t most)
{
    constexpr std::int64_t kDay = 86'400;
    constexpr std::array<std::int64_t, 11> kSpanLengths { 1, 5, 15, 60, 300, 900, 1'800, 3'600, 10'800, 43'200, kDay };
    const std::int64_t least = seconds / most + 1;
    const auto found = std::ranges::lower_bound(kSpanLengths, least);
    return found != kSpanLengths.end() ? *found : (least + kDay - 1) / kDay * kDay;
}

// Takes the steps in order of time.
class Thinner final {
public:
    // `busy`: until when more than hardly anybody is at risk.
    Thinner(std::int64_t busy, std::int64_t last)
        : m_busy(busy)
        , m_span(spanFor(busy, kSpans))
        , m_lateSpan(spanFor(last - busy, kLateSpans))
    {
    }

    void add(const SurvivalStep &step)
    {
        if (step.time >= m_end)
            beginSpan(step.time);
        if (step.events == 0) {
            join(m_after, step);
            return;
        }
        if (m_isEventful) { // the one before was not the last
            join(m_event, m_after);
            join(m_event, step);
        } else { // the first one of the span
            put(m_after);
            put(step);
            m_isEventful = true;
        }
        m_after = {};
    }

    [[nodiscard]] std::vector<SurvivalStep> result()
    {
        flush();
        return std::move(m_steps);
    }

private:
    // Both as one, at the time of the later one.
    static void join(SurvivalStep &into, const SurvivalStep &later)
    {
        const std::int64_t events = into.events + later.events;
        const std::int64_t censored = into.censored + later.censored;
        if (later.atRisk > 0)
            into = later;
        into.events = events;
        into.censored = censored;
    }

    void put(SurvivalStep &step)
    {
        if (step.atRisk > 0)
            m_steps.push_back(step);
        step = {};
    }

    void put(const SurvivalStep &step) { m_steps.push_back(step); }

    void flush()
    {
        put(m_event);
        put(m_after);
        m_isEventful = false;
    }

    void beginSpan(std::int64_t time)
    {
        flush();
        const std::int64_t span = time < m_busy ? m_span : m_lateSpan;
        m_end = (time / span + 1) * span;
    }

    const std::int64_t m_busy;
    const std::int64_t m_span;
    const std::int64_t m_lateSpan;
    std::vector<SurvivalStep> m_steps;
    std::int64_t m_end = 0;
    bool m_isEventful = false; // the span's first event is told
    SurvivalStep m_event; // events after it; at risk nobody: none
    SurvivalStep m_after; // censored after the last event
};

// Calls use(step) for every step.
template <class Use> void eachStep(std::span<const Exit> sorted, Use use)
{
    SurvivalStep step;
    double share = sorted.empty() ? 0 : 1 / double(sorted.size()); // of each of those left, since nobody left unseen
    for (std::size_t i = 0; i < sorted.size();) {
        const std::size_t first = i;
        const auto left = [&](std::size_t row) { return double(sorted.size() - row); };
        for (; i < sorted.size() && sorted[i] == (sorted[first] & ~kOngoing); ++i) { }
        const std::size_t events = i - first;
        for (; i < sorted.size() && sorted[i] == (sorted[first] | kOngoing); ++i) { }
        step.time = std::int64_t { sorted[first] >> 1 };
        step.atRisk = std::int64_t(sorted.size() - first);
        step.events = std::int64_t(events);
        step.censored = std::int64_t(i - first - events);
        if (events > 0) {
            const double rest = left(first + events);
            step.survival = share * rest;
            step.hazardSum += rest > 0 ? 1 / rest - 1 / left(first) : std::numeric_limits<double>::infinity();
        }
        if (step.censored > 0 && i < sorted.size())
            share = step.survival / left(i);
        use(std::as_const(step));
    }
}

} // namespace

std::vector<SurvivalStep> drawnSteps(std::span<const Exit> sorted)
{
    std::vector<SurvivalStep> steps;
    if (sorted.size() <= kDrawnSteps) {
        eachStep(sorted, [&](const SurvivalStep &step) { steps.push_back(step); });
        return steps;
    }
    const auto busy = std::size_t(double(sorted.size()) * (1 - kHardly));
    Thinner thinner(std::int64_t { sorted[busy] >> 1 }, std::int64_t { sorted.back() >> 1 });
    eachStep(sorted, [&](const SurvivalStep &step) { thinner.add(step); });
    return thinner.result();
}

std::vector<SurvivalStep> drawnSteps(const SurvivalCurve &curve)
{
    const std::vector<SurvivalStep> &steps = curve.steps();
    if (steps.size() <= kDrawnSteps)
        return steps;
    std::int64_t most = 0;
    for (const SurvivalStep &step : steps)
        most = std::max(most, step.atRisk);
    const auto busy = std::find_if(
        steps.rbegin(), steps.rend(), [&](const SurvivalStep &step) { return double(step.atRisk) > kHardly * double(most); });
    Thinner thinner(busy->time, steps.back().time);
    for (const SurvivalStep &step : steps)
        thinner.add(step);
    return thinner.result();
}

std::optional<Interval> intervalOf(const SurvivalStep &step)
{
    static const double z = normalQuantile();
    return logLogInterval(&step, z);
}

} // namespace dealerlens::stats
