// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "stats/calendar.h"

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

namespace dealerlens::reports {

// The calendar of a dealer for millions of questions: working seconds before each day of the last years, and its hours,
// noted when a day is first asked about. Answers are the calendar's, days with more than two openings and other years are
// left to it. One thread; the calendar must outlive it.
class WorkClock final {
public:
    WorkClock(const stats::Calendar &calendar, base::UtcSeconds until)
        : m_calendar(calendar)
        , m_first(std::max<base::UtcSeconds>(until, 0) - (kDays - 2) * kDay)
        , m_days(kDays)
        , m_last(m_first)
    {
    }

    // As stats::Calendar::biz().
    [[nodiscard]] std::int64_t seconds(base::UtcSeconds from, base::UtcSeconds to)
    {
        if (to <= from)
            return 0;
        const std::int64_t before = from == m_last ? m_lastBefore : beforeOf(from); // where a stay ends the next one begins
        m_last = to;
        m_lastBefore = beforeOf(to);
        return m_lastBefore - before;
    }

private:
    static constexpr std::int64_t kDay = 86'400;
    static constexpr std::int64_t kDays = 1'200;
    static constexpr std::uint32_t kMany = std::numeric_limits<std::uint32_t>::max() - 1; // openings
    static constexpr std::uint32_t kUnknown = std::numeric_limits<std::uint32_t>::max();

    struct Day {
        std::uint32_t before = kUnknown;
        std::int32_t from = 0; // opens, seconds after its beginning
        std::int32_t length = 0;
        std::int32_t again = 0;
        std::int32_t lengthAgain = 0;
    };

    // Working seconds since m_first.
    [[nodiscard]] std::int64_t beforeOf(base::UtcSeconds at)
    {
        const auto since = std::uint64_t(at) - std::uint64_t(m_first);
        if (since >= std::uint64_t(kDays * kDay))
            return farBefore(at);
        Day &day = m_days[since / kDay];
        if (day.before >= kMany) {
            if (day.before == kUnknown)
                note(day, m_first + std::int64_t(since / kDay) * kDay);
            if (day.before == kMany)
                return farBefore(at);
        }
        const auto second = std::int32_t(since % kDay);
        return std::int64_t { day.before } + std::clamp(second - day.from, 0, day.length)
            + std::clamp(second - day.again, 0, day.lengthAgain);
    }

    [[nodiscard]] std::int64_t farBefore(base::UtcSeconds at) const
    {
        return at >= m_first ? m_calendar.biz(m_first, at) : -m_calendar.biz(at, m_first);
    }

    void note(Day &day, base::UtcSeconds begin) const;

    const stats::Calendar &m_calendar;
    const base::UtcSeconds m_first;
    std::vector<Day> m_days;
    base::UtcSeconds m_last; // asked about
    std::int64_t m_lastBefore = 0;
};

// Those of the calendars that one thread meets.
class WorkClocks final {
public:
    [[nodiscard]] WorkClock &of(const stats::Calendar &calendar, base::UtcSeconds until)
    {
        return m_clocks.try_emplace(&calendar, calendar, until).first->second;
    }

private:
    std::map<const stats::Calendar *, WorkClock> m_clocks;
};

} // namespace dealerlens::reports
