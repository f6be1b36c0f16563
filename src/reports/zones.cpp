// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/zones.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;

// A thousand dealers live in a few zones, and Qt looks through the files of the system for each that is asked for.
QTimeZone zoneOf(const QByteArray &id)
{
    static std::mutex mutex;
    static std::map<QByteArray, QTimeZone> known;
    const std::lock_guard lock(mutex);
    const auto [place, isNew] = known.try_emplace(id);
    if (isNew)
        place->second = QTimeZone(id);
    return place->second.isValid() ? place->second : QTimeZone::utc();
}

std::int64_t floorDiv(std::int64_t value, std::int64_t by)
{
    const std::int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

int secondsOf(QTime time) { return time.msecsSinceStartOfDay() / 1000; }

stats::Slot slotOf(const model::WorkCalendar::Slot &slot)
{
    return { secondsOf(slot.from), slot.toMidnight ? int(kDay) : secondsOf(slot.to) };
}

stats::CalendarRules rulesOf(const model::WorkCalendar &hours, const QByteArray &zone)
{
    stats::CalendarRules rules;
    rules.zone = zone;
    for (const auto &slot : hours.week) {
        if (slot.weekday >= 1 && slot.weekday <= 7)
            rules.week[std::size_t(slot.weekday - 1)].push_back(slotOf(slot));
    }
    for (const auto &special : hours.special) {
        if (!special.working) {
            rules.holidays.push_back(special.day);
            continue;
        }
        stats::Slots open;
        for (const auto &slot : special.slots_)
            open.push_back(slotOf(slot));
        rules.exceptions[special.day] = std::move(open);
    }
    return rules;
}

struct KnownCalendar {
    model::WorkCalendar hours;
    QByteArray zone;
    std::shared_ptr<const stats::Calendar> calendar;
};

} // namespace

ZoneOffsets::ZoneOffsets(const QByteArray &zone)
{
    const QTimeZone known = zoneOf(zone);
    const QDateTime first(QDate(1990, 1, 1), QTime(0, 0), Qt::UTC);
    const QDateTime last(QDate(2060, 1, 1), QTime(0, 0), Qt::UTC);
    m_offset.push_back(known.offsetFromUtc(first));
    for (const QTimeZone::OffsetData &change : known.transitions(first, last)) {
        m_since.push_back(change.atUtc.toSecsSinceEpoch());
        m_offset.push_back(change.offsetFromUtc);
    }
}

std::int64_t ZoneOffsets::offsetAt(base::UtcSeconds at) const
{
    const auto found = std::upper_bound(m_since.begin(), m_since.end(), at);
    return m_offset[std::size_t(found - m_since.begin())];
}

std::int64_t ZoneOffsets::localDay(base::UtcSeconds at) const { return floorDiv(at + offsetAt(at), kDay); }

std::int64_t ZoneOffsets::localMonth(base::UtcSeconds at) const
{
    const std::chrono::sys_days day { std::chrono::days(localDay(at)) };
    const std::chrono::year_month_day date(day);
    return std::int64_t(int(date.year())) * 12 + std::int64_t(unsigned(date.month())) - 1;
}

std::shared_ptr<const ZoneOffsets> zoneOffsets(const QString &zone)
{
    static std::mutex mutex;
    static std::map<QByteArray, std::shared_ptr<const ZoneOffsets>> known;
    const QByteArray id = zone.toLatin1();
    const std::lock_guard lock(mutex);
    auto &entry = known[id];
    if (!entry)
        entry = std::make_shared<const ZoneOffsets>(id);
    return entry;
}

std::shared_ptr<const stats::Calendar> calendarOf(const model::WorkCalendar &hours, const QString &zone)
{
    constexpr std::size_t kMost = 256; // half a megabyte each; more only when hours are edited again and again
    static std::mutex mutex;
    static std::vector<KnownCalendar> known;
    const QByteArray id = zoneOf(zone.toLatin1()).id();
    const std::lock_guard lock(mutex);
    for (const KnownCalendar &entry : known) {
        if (entry.zone == id && entry.hours == hours)
            return entry.calendar;
    }
    // No hours at all would make every duration zero: that is a network which keeps no calendar.
    auto calendar = std::make_shared<const stats::Calendar>();
    if (!hours.week.empty() || !hours.special.empty()) {
        if (auto made = stats::Calendar::make(rulesOf(hours, id)))
            calendar = std::make_shared<const stats::Calendar>(std::move(*made));
    }
    if (known.size() >= kMost)
        known.erase(known.begin());
    known.push_back({ hours, id, calendar });
    return calendar;
}

base::UtcSeconds startOfDay(QDate day, const QString &zone) { return day.startOfDay(zoneOf(zone.toLatin1())).toSecsSinceEpoch(); }

} // namespace dealerlens::reports
