// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survivalsummary.h"

#include "stats/survivaldetail.h"

namespace dealerlens::stats {
namespace {

// Walks over the exits in order of time as SurvivalCurve's constructor does, and keeps only where it stands.
template <class Number> class Walk final {
public:
    Walk(std::span<const Number> exits, const SummaryAsked &asked)
        : m_exits(exits)
        , m_asked(asked)
    {
    }

    [[nodiscard]] SurvivalSummary run();

private:
    // Before the row `next`. Nobody has left unseen since S was `share` for each of those left.
    struct Place {
        std::size_t next = 0;
        double share = 0;
        SurvivalStep step; // the last one
    };

    [[nodiscard]] double left(std::size_t row) const { return static_cast<double>(m_exits.size() - row); }

    [[nodiscard]] std::int64_t timeOf(std::size_t row) const { return static_cast<std::int64_t>(m_exits[row] >> 1); }

    [[nodiscard]] bool skipOngoing(Place &place) const;
    [[nodiscard]] std::size_t runEnd(std::size_t first, std::size_t most) const;
    [[nodiscard]] bool advance(Place &place, std::size_t most) const;
    void look(const Place &begin, std::size_t end);
    void lookAtEach(const Place &begin, std::size_t end);
    [[nodiscard]] bool mayCross(const SurvivalStep &first, const SurvivalStep &last) const;
    void take(const Place &before, const Place &after);
    void addArea(const Place &before, std::size_t end);

    const std::span<const Number> m_exits;
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

template <class Number> bool Walk<Number>::skipOngoing(Place &place) const
{
    const std::size_t first = place.next;
    while (place.next < m_exits.size() && (m_exits[place.next] & kOngoing) != 0)
        ++place.next;
    if (place.next == m_exits.size())
        return false;
    if (place.next > first || place.share <= 0)
        place.share = place.step.survival / left(place.next);
    return true;
}

// Rows from `first` on that end one after the other, about as many as `most`; equal times are not told apart.
template <class Number> std::size_t Walk<Number>::runEnd(std::size_t first, std::size_t most) const
{
    const std::size_t limit = std::min(m_exits.size(), first + most);
    std::size_t end = first + 1;
    while (end < limit && (m_exits[end] & kOngoing) == 0)
        ++end;
    while (end < m_exits.size() && m_exits[end] == m_exits[end - 1])
        ++end;
    return end;
}

// Over rows with an event; false when there are none any more.
template <class Number> bool Walk<Number>::advance(Place &place, std::size_t most) const
{
    if (!skipOngoing(place))
        return false;
    const std::size_t first = place.next;
    place.next = runEnd(first, most);
    const double rest = left(place.next);
    place.step.time = timeOf(place.next - 1);
    place.step.survival = place.share * rest;
    place.step.hazardSum += rest > 0 ? 1 / rest - 1 / left(first) : std::numeric_limits<double>::infinity();
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

// A few steps at a time: most of them cannot cross either, and to know that costs as much as one of them.
template <class Number> void Walk<Number>::look(const Place &begin, std::size_t end)
{
    constexpr std::size_t kFew = 16; // rows
    Place place = begin;
    while (place.next < end && !m_isClosed && skipOngoing(place)) {
        const Place few = place;
        if (!advance(place, 1))
            return;
        const SurvivalStep first = place.step;
        while (place.next < std::min(end, few.next + kFew) && advance(place, 1)) { }
        if (mayCross(first, place.step))
            lookAtEach(few, place.next);
    }
}

template <class Number> void Walk<Number>::lookAtEach(const Place &begin, std::size_t end)
{
    Place place = begin;
    while (place.next < end && !m_isClosed && advance(place, 1)) {
        const auto limits = logLogInterval(&place.step, m_z);
        m_isClosed = !limits;
        if (limits && !m_result.medianInterval.low && limits->low <= 0.5 + kRounding)
            m_result.medianInterval.low = place.step.time;
        if (limits && !m_result.medianInterval.high && limits->high <= 0.5 + kRounding)
            m_result.medianInterval.high = place.step.time;
    }
}

// Up to the time before the row `end`, all rows since `before` being events.
template <class Number> void Walk<Number>::addArea(const Place &before, std::size_t end)
{
    std::int64_t since = std::min(timeOf(before.next), m_asked.horizon);
    if (since > m_since)
        m_area += m_level * static_cast<double>(since - m_since);
    std::int64_t sum = 0;
    for (std::size_t row = before.next + 1; row < end && since < m_asked.horizon; ++row) {
        const std::int64_t until = std::min(timeOf(row), m_asked.horizon);
        sum += (until - since) * static_cast<std::int64_t>(m_exits.size() - row);
        since = until;
    }
    m_area += before.share * static_cast<double>(sum);
    m_since = std::max(m_since, since);
}

template <class Number> void Walk<Number>::take(const Place &before, const Place &after)
{
    const std::size_t first = before.next;
    while (m_reached < m_order.size()) {
        const double level = 1 - m_asked.quantiles[m_order[m_reached]] + kRounding;
        if (after.step.survival > level)
            break;
        // The first row after which so few are left.
        const auto few = static_cast<std::size_t>(std::min(level / before.share, left(first) - 1));
        std::size_t row = m_exits.size() - few - 1;
        while (row > first && before.share * left(row) <= level) // rounding
            --row;
        while (row + 1 < after.next && before.share * left(row + 1) > level)
            ++row;
        m_result.quantiles[m_order[m_reached++]] = timeOf(row);
    }
    addArea(before, after.next);
    m_level = after.step.survival;
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
        while (goesOn && place.next < begin.next + kBlock && skipOngoing(place)) {
            const Place before = place;
            // The first step by itself: what bounds the others.
            goesOn = advance(place, first.time == 0 && first.survival >= 1 ? 1 : kBlock);
            first = first.survival >= 1 ? place.step : first;
            take(before, place);
        }
        goesOn = goesOn && skipOngoing(place);
        const bool isMissing = !m_result.medianInterval.low || !m_result.medianInterval.high;
        if (m_asked.medianInterval && isMissing && !m_isClosed && mayCross(first, place.step))
            look(begin, place.next);
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

void sort(base::HugeVector<Exit> &exits)
{
    base::HugeVector<Exit> other;
    sortExits(exits, other);
}

SurvivalSummary summarize(std::span<const Exit> sorted, const SummaryAsked &asked) { return Walk<Exit>(sorted, asked).run(); }

SurvivalSummary summarize(const Stays &stays, const SummaryAsked &asked)
{
    if (std::ranges::any_of(stays.watchedFrom, [](std::int64_t from) { return from > 0; }))
        return summarizeCurve(stays, asked);
    constexpr std::int64_t kShort = std::numeric_limits<Exit>::max() / 2;
    const bool isShort = std::ranges::all_of(stays.seconds, [](std::int64_t seconds) { return seconds <= kShort; });
    return isShort ? summarizeAs<Exit>(stays, asked) : summarizeAs<std::uint64_t>(stays, asked);
}

} // namespace dealerlens::stats
