// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/calendar.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <set>

namespace dealerlens::stats {

namespace {

constexpr std::int64_t kDay = 86400;

// A stretch of time with one offset from UTC.
struct Stretch {
    base::UtcSeconds from = 0;
    base::UtcSeconds to = 0;
    std::int64_t offset = 0;
};

std::int64_t floorDay(std::int64_t seconds) { return seconds >= 0 ? seconds / kDay : -((-seconds + kDay - 1) / kDay); }

std::vector<Stretch> stretchesOf(const QTimeZone &zone, base::UtcSeconds from, base::UtcSeconds to)
{
    const QDateTime start = QDateTime::fromSecsSinceEpoch(from, Qt::UTC);
    std::vector<Stretch> result { { from, to, zone.offsetFromUtc(start) } };
    if (!zone.hasTransitions())
        return result;
    // transitions() of Qt 6.4 ends with the zone file's table in 2037. nextTransition() follows the file's rule
    // further, but finds nothing when asked for exactly the table's last change (measured), hence the second.
    for (auto change = zone.nextTransition(start); change.atUtc.isValid(); change = zone.nextTransition(change.atUtc.addSecs(1))) {
        const base::UtcSeconds at = change.atUtc.toSecsSinceEpoch();
        if (at >= to)
            break;
        if (change.offsetFromUtc == result.back().offset || at <= result.back().from)
            continue;
        result.back().to = at;
        result.push_back({ at, to, change.offsetFromUtc });
    }
    return result;
}

Slots normalised(Slots given)
{
    std::sort(given.begin(), given.end(), [](const Slot &a, const Slot &b) { return a.from < b.from; });
    Slots result;
    for (Slot slot : given) {
        slot.from = std::max(slot.from, 0);
        slot.to = std::min(slot.to, static_cast<int>(kDay));
        if (slot.from >= slot.to)
            continue;
        if (!result.empty() && slot.from <= result.back().to)
            result.back().to = std::max(result.back().to, slot.to);
        else
            result.push_back(slot);
    }
    return result;
}

// The rules by day number since 1970-01-01, so that walking the days needs no QDate.
class Days {
public:
    explicit Days(const CalendarRules &rules)
    {
        for (std::size_t i = 0; i < m_week.size(); ++i)
            m_week[i] = normalised(rules.week[i]);
        for (const QDate &date : rules.holidays)
            m_special[number(date)] = {};
        for (const auto &[date, hours] : rules.exceptions)
            m_special[number(date)] = normalised(hours);
    }

    [[nodiscard]] static std::int64_t number(QDate date) { return QDate(1970, 1, 1).daysTo(date); }

    [[nodiscard]] const Slots &hours(std::int64_t day) const
    {
        const auto special = m_special.find(day);
        if (special != m_special.end())
            return special->second;
        const std::int64_t weekday = ((day + 3) % 7 + 7) % 7; // 1970-01-01 was a Thursday
        return m_week[static_cast<std::size_t>(weekday)];
    }

private:
    std::array<Slots, 7> m_week;
    std::map<std::int64_t, Slots> m_special;
};

} // namespace

base::Result<Calendar> Calendar::make(const CalendarRules &rules, QDate first, QDate last)
{
    const QTimeZone zone(rules.zone);
    if (!zone.isValid())
        return base::fail(base::ErrorKind::Input, QStringLiteral("unknown time zone in a calendar"));
    Calendar calendar;
    calendar.m_roundTheClock = false;
    const Days days(rules);
    const base::UtcSeconds from = QDateTime(first, QTime(0, 0), zone).toSecsSinceEpoch();
    const base::UtcSeconds to = QDateTime(last, QTime(0, 0), zone).toSecsSinceEpoch();
    for (const Stretch &stretch : stretchesOf(zone, from, to)) {
        // The wall clock runs evenly inside a stretch; a day cut by a change is visited from both sides.
        const std::int64_t lastDay = floorDay(stretch.to + stretch.offset - 1);
        for (std::int64_t day = floorDay(stretch.from + stretch.offset); day <= lastDay; ++day)
            for (const Slot &slot : days.hours(day)) {
                const base::UtcSeconds midnight = day * kDay - stretch.offset;
                calendar.addOpen(std::max(midnight + slot.from, stretch.from), std::min(midnight + slot.to, stretch.to));
            }
    }
    calendar.buildIndex();
    return calendar;
}

void Calendar::addOpen(base::UtcSeconds from, base::UtcSeconds to)
{
    if (from >= to)
        return;
    if (!m_open.empty() && m_open.back().to == from) {
        m_open.back().to = to;
        return;
    }
    const std::int64_t before = m_open.empty() ? 0 : m_open.back().before + m_open.back().to - m_open.back().from;
    m_open.push_back({ from, to, before });
}

void Calendar::buildIndex()
{
    if (m_open.empty())
        return;
    m_indexStart = m_open.front().from;
    std::uint32_t next = 0;
    for (base::UtcSeconds at = m_indexStart; at < m_open.back().to; at += kDay) {
        while (m_open[next].to <= at)
            ++next;
        m_index.push_back(next);
    }
}

std::size_t Calendar::firstEndingAfter(base::UtcSeconds at) const
{
    if (m_open.empty() || at >= m_open.back().to)
        return m_open.size();
    if (at < m_indexStart)
        return 0;
    std::size_t i = m_index[static_cast<std::size_t>((at - m_indexStart) / kDay)];
    while (m_open[i].to <= at)
        ++i;
    return i;
}

std::int64_t Calendar::openBefore(base::UtcSeconds at) const
{
    const std::size_t i = firstEndingAfter(at);
    if (i == m_open.size())
        return m_open.empty() ? 0 : m_open.back().before + m_open.back().to - m_open.back().from;
    return m_open[i].before + std::max<std::int64_t>(0, at - m_open[i].from);
}

std::int64_t Calendar::biz(base::UtcSeconds from, base::UtcSeconds to) const
{
    if (to <= from)
        return 0;
    return m_roundTheClock ? to - from : openBefore(to) - openBefore(from);
}

base::UtcSeconds Calendar::addBusiness(base::UtcSeconds from, std::int64_t seconds) const
{
    if (seconds <= 0)
        return from;
    if (m_roundTheClock)
        return from + seconds;
    const std::int64_t target = openBefore(from) + seconds;
    const auto open
        = std::partition_point(m_open.begin(), m_open.end(), [target](const Open &o) { return o.before + o.to - o.from < target; });
    return open == m_open.end() ? base::kNever : open->from + (target - open->before);
}

bool Calendar::isOpen(base::UtcSeconds at) const
{
    if (m_roundTheClock)
        return true;
    const std::size_t i = firstEndingAfter(at);
    return i < m_open.size() && m_open[i].from <= at;
}

} // namespace dealerlens::stats
