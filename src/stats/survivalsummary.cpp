// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survivalsummary.h"

#include "stats/survivaldetail.h"

#include <limits>

namespace dealerlens::stats {
namespace {

// Walks over the exits in order of time as SurvivalCurve's constructor does, and keeps only where it stands.
template <class Number> class Walk final {
public:
    Walk(const std::vector<Number> &exits, const SummaryAsked &asked)
        : m_exits(exits)
        , m_asked(asked)
    {
    }

    [[nodiscard]] SurvivalSummary run();

private:
    struct Place {
        std::size_t next = 0; // in exits
        SurvivalStep step; // the last one
    };

    // To the next time with an event; false at the end.
    [[nodiscard]] bool advance(Place &place) const;
    void look(const Place &begin, std::size_t steps);
    [[nodiscard]] bool mayCross(const SurvivalStep &first, const SurvivalStep &last) const;
    void take(const SurvivalStep &step);

    const std::vector<Number> &m_exits;
    const SummaryAsked &m_asked;
    const double m_z = normalQuantile();
    SurvivalSummary m_result;
    std::size_t m_reached = 0; // quantiles found, by rising q
    std::vector<std::size_t> m_order;
    bool m_isClosed = false; // S has come to 0: there are no limits any more
    double m_area = 0;
    std::int64_t m_since = 0; // of the step before
    double m_level = 1;
};

template <class Number> bool Walk<Number>::advance(Place &place) const
{
    std::size_t next = place.next;
    while (next < m_exits.size() && (m_exits[next] & 1) != 0)
        ++next;
    if (next == m_exits.size())
        return false;
    const Number event = m_exits[next];
    const std::size_t first = next;
    while (next < m_exits.size() && m_exits[next] == event)
        ++next;
    const auto n = static_cast<double>(m_exits.size() - first);
    const auto rest = static_cast<double>(m_exits.size() - next);
    place.step.time = static_cast<std::int64_t>(event >> 1);
    place.step.survival *= rest / n;
    place.step.hazardSum += rest > 0 ? static_cast<double>(next - first) / (n * rest) : std::numeric_limits<double>::infinity();
    place.next = next;
    return true;
}

// Could a limit be at or below the median in between? −log of the limits is L·exp(±z√H/L) with L = −log S: bounded by
// the ends of L and H, which only rise.
template <class Number> bool Walk<Number>::mayCross(const SurvivalStep &first, const SurvivalStep &last) const
{
    if (first.survival >= 1 || last.survival <= 0)
        return true;
    constexpr double kSafe = 1 - 1e-9;
    const double wanted = -std::log(0.5 + kRounding) * kSafe;
    const double least = -std::log(first.survival);
    const double most = -std::log(last.survival);
    const bool low = !m_result.medianInterval.low && most * std::exp(m_z * std::sqrt(last.hazardSum) / least) >= wanted;
    const bool high = !m_result.medianInterval.high && most * std::exp(-m_z * std::sqrt(first.hazardSum) / most) >= wanted;
    return low || high;
}

template <class Number> void Walk<Number>::look(const Place &begin, std::size_t steps)
{
    Place place = begin;
    for (std::size_t i = 0; i < steps && advance(place) && !m_isClosed; ++i) {
        const auto limits = logLogInterval(&place.step, m_z);
        m_isClosed = !limits;
        if (limits && !m_result.medianInterval.low && limits->low <= 0.5 + kRounding)
            m_result.medianInterval.low = place.step.time;
        if (limits && !m_result.medianInterval.high && limits->high <= 0.5 + kRounding)
            m_result.medianInterval.high = place.step.time;
    }
}

template <class Number> void Walk<Number>::take(const SurvivalStep &step)
{
    while (m_reached < m_order.size() && step.survival <= 1 - m_asked.quantiles[m_order[m_reached]] + kRounding)
        m_result.quantiles[m_order[m_reached++]] = step.time;
    const std::int64_t until = std::min(step.time, m_asked.horizon);
    if (until > m_since)
        m_area += m_level * static_cast<double>(until - m_since);
    m_since = std::max(m_since, until);
    m_level = step.survival;
}

template <class Number> SurvivalSummary Walk<Number>::run()
{
    constexpr std::size_t kBlock = 256;
    m_result.quantiles.resize(m_asked.quantiles.size());
    for (std::size_t i = 0; i < m_asked.quantiles.size(); ++i)
        m_order.push_back(i);
    std::sort(m_order.begin(), m_order.end(), [this](std::size_t a, std::size_t b) { return m_asked.quantiles[a] < m_asked.quantiles[b]; });
    Place place;
    for (bool goesOn = true; goesOn;) {
        const Place begin = place;
        SurvivalStep first;
        std::size_t steps = 0;
        for (; steps < kBlock && (goesOn = advance(place)); ++steps) {
            if (steps == 0)
                first = place.step;
            take(place.step);
        }
        const bool isMissing = !m_result.medianInterval.low || !m_result.medianInterval.high;
        if (m_asked.medianInterval && steps > 0 && isMissing && !m_isClosed && mayCross(first, place.step))
            look(begin, steps);
        const bool hasAll = m_reached == m_order.size() && m_since >= m_asked.horizon;
        if (hasAll && (!m_asked.medianInterval || !isMissing || m_isClosed))
            break;
    }
    if (m_asked.horizon > m_since)
        m_area += m_level * static_cast<double>(m_asked.horizon - m_since);
    m_result.restrictedMean = m_area;
    return std::move(m_result);
}

template <class Number> SurvivalSummary summarizeAs(const Stays &stays, const SummaryAsked &asked)
{
    std::vector<Number> exits;
    std::vector<Number> other;
    exits.reserve(stays.seconds.size());
    for (std::size_t i = 0; i < stays.seconds.size(); ++i)
        exits.push_back(static_cast<Number>(packedExit(stays.seconds[i], stays.ended[i] != 0)));
    sortExits(exits, other);
    return Walk<Number>(exits, asked).run();
}

// Delayed entries change who is at risk between the exits: that is the curve's own business.
SurvivalSummary summarizeCurve(const Stays &stays, const SummaryAsked &asked)
{
    const SurvivalCurve curve = kaplanMeier(stays);
    SurvivalSummary result;
    for (const double q : asked.quantiles)
        result.quantiles.push_back(curve.quantile(q));
    if (asked.medianInterval)
        result.medianInterval = curve.quantileInterval(0.5);
    result.restrictedMean = curve.restrictedMean(asked.horizon).seconds;
    return result;
}

} // namespace

SurvivalSummary summarize(const Stays &stays, const SummaryAsked &asked)
{
    if (std::ranges::any_of(stays.watchedFrom, [](std::int64_t from) { return from > 0; }))
        return summarizeCurve(stays, asked);
    constexpr std::int64_t kShort = std::numeric_limits<std::uint32_t>::max() / 2;
    const bool isShort = std::ranges::all_of(stays.seconds, [](std::int64_t seconds) { return seconds <= kShort; });
    return isShort ? summarizeAs<std::uint32_t>(stays, asked) : summarizeAs<std::uint64_t>(stays, asked);
}

} // namespace dealerlens::stats
