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

    // Of the span that a time lies in.
    [[nodiscard]] std::int64_t endOf(std::int64_t time) const
    {
        const std::int64_t span = time < m_busy ? m_span : m_lateSpan;
        return (time / span + 1) * span;
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
        m_end = endOf(time);
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

// Walks over the exits in order of time.
class Walk final {
public:
    explicit Walk(std::span<const Exit> sorted)
        : m_sorted(sorted)
        , m_share(sorted.empty() ? 0 : 1 / left(0))
    {
    }

    [[nodiscard]] std::size_t row() const { return m_row; } // the next one

    // What happens at the time of the next row.
    SurvivalStep next()
    {
        const Exit event = m_sorted[m_row] & ~kOngoing;
        std::size_t ended = m_row;
        while (ended < m_sorted.size() && m_sorted[ended] == event)
            ++ended;
        std::size_t end = ended;
        while (end < m_sorted.size() && m_sorted[end] == (event | kOngoing))
            ++end;
        m_step.time = std::int64_t { event >> 1 };
        m_step.atRisk = std::int64_t(m_sorted.size() - m_row);
        m_step.events = std::int64_t(ended - m_row);
        m_step.censored = std::int64_t(end - ended);
        leave(ended);
        censor(end);
        return m_step;
    }

    // To the first row of a time; tells how many are censored before it. As long as nobody is, S falls by the same for each who
    // leaves.
    std::int64_t skipTo(std::size_t row)
    {
        std::int64_t censored = 0;
        while (m_row < row) {
            leave(endOf(0, row));
            const std::size_t end = endOf(kOngoing, row);
            censored += std::int64_t(end - m_row);
            censor(end);
        }
        return censored;
    }

private:
    [[nodiscard]] double left(std::size_t row) const { return double(m_sorted.size() - row); }

    [[nodiscard]] std::size_t endOf(Exit mark, std::size_t most) const
    {
        std::size_t end = m_row;
        while (end < most && (m_sorted[end] & kOngoing) == mark)
            ++end;
        return end;
    }

    void leave(std::size_t end)
    {
        if (end == m_row)
            return;
        const double rest = left(end);
        m_step.survival = m_share * rest;
        m_step.hazardSum += rest > 0 ? 1 / rest - 1 / left(m_row) : std::numeric_limits<double>::infinity();
        m_row = end;
    }

    void censor(std::size_t end)
    {
        if (end == m_row)
            return;
        m_row = end;
        if (end < m_sorted.size())
            m_share = m_step.survival / left(end);
    }

    std::span<const Exit> m_sorted;
    std::size_t m_row = 0;
    double m_share; // of each of those left, since nobody left unseen
    SurvivalStep m_step;
};

// Up to the row `end` of one span: the first event, the last one, and what is censored before, between and after them.
void addSpan(Thinner &thinner, Walk &walk, std::span<const Exit> sorted, std::size_t end)
{
    const auto isEvent = [&](std::size_t row) { return (sorted[row] & kOngoing) == 0; };
    for (bool isEventful = false; walk.row() < end && !isEventful;) {
        const SurvivalStep step = walk.next();
        isEventful = step.events > 0;
        thinner.add(step);
    }
    const std::size_t begin = walk.row();
    std::size_t last = end; // behind the last event
    while (last > begin && !isEvent(last - 1))
        --last;
    if (last > begin) {
        const auto rows = sorted.subspan(begin, last - begin);
        const auto skipped = std::ranges::lower_bound(rows, rows.back()) - rows.begin();
        const std::int64_t censored = walk.skipTo(begin + std::size_t(skipped));
        SurvivalStep step = walk.next();
        step.events += skipped - censored;
        step.censored += censored;
        thinner.add(step);
    }
    while (walk.row() < end)
        thinner.add(walk.next());
}

} // namespace

std::vector<SurvivalStep> drawnSteps(std::span<const Exit> sorted)
{
    std::vector<SurvivalStep> steps;
    Walk walk(sorted);
    if (sorted.size() <= kDrawnSteps) {
        while (walk.row() < sorted.size())
            steps.push_back(walk.next());
        return steps;
    }
    const auto busy = std::size_t(double(sorted.size()) * (1 - kHardly));
    Thinner thinner(std::int64_t { sorted[busy] >> 1 }, std::int64_t { sorted.back() >> 1 });
    while (walk.row() < sorted.size()) {
        const std::int64_t until = thinner.endOf(std::int64_t { sorted[walk.row()] >> 1 });
        const auto rest = sorted.subspan(walk.row());
        const auto rows = std::ranges::lower_bound(rest, until, {}, [](Exit exit) { return std::int64_t { exit >> 1 }; }) - rest.begin();
        addSpan(thinner, walk, sorted, walk.row() + std::size_t(rows));
    }
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
