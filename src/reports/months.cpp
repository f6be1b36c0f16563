// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/months.h"

#include "reports/zones.h"

#include <algorithm>
#include <map>

namespace dealerlens::reports {

ZoneMonths::ZoneMonths(const QString &zone, QDate first, std::uint32_t months)
{
    const QDate end = first.addMonths(int(months));
    std::uint16_t slot = 0;
    for (QDate day = first; day < end; day = day.addDays(1)) {
        slot = std::uint16_t(slot + (day.day() == 1 ? 1 : 0));
        m_starts.push_back(startOfDay(day, zone));
        m_slots.push_back(slot);
        if (day.day() == 1)
            m_months.push_back(m_starts.back());
    }
}

std::optional<MonthCalendar> MonthCalendar::of(
    const facts::Snapshot &facts, std::span<const base::UtcSeconds> first, std::span<const base::UtcSeconds> last)
{
    // Months since year 0, as ZoneOffsets counts them.
    std::int64_t firstMonth = std::numeric_limits<std::int64_t>::max();
    std::int64_t lastMonth = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < facts.portals.size(); ++i) {
        const auto zone = zoneOffsets(facts.portals[i].portal.timeZone);
        if (first[i] == base::kNever || last[i] == base::kNever)
            continue;
        firstMonth = std::min(firstMonth, zone->localMonth(first[i]));
        lastMonth = std::max(lastMonth, zone->localMonth(std::max(first[i], last[i])));
    }
    if (firstMonth > lastMonth)
        return std::nullopt;
    firstMonth = std::max(firstMonth, lastMonth - std::int64_t(kMostMonths) + 1);
    MonthCalendar calendar;
    calendar.m_first = QDate(int(firstMonth / 12), int(firstMonth % 12) + 1, 1);
    calendar.m_months = std::uint32_t(lastMonth - firstMonth + 1);
    std::map<QString, std::shared_ptr<const ZoneMonths>> zones;
    for (const facts::PortalFact &fact : facts.portals) {
        auto &zone = zones[fact.portal.timeZone];
        if (!zone)
            zone = std::make_shared<const ZoneMonths>(fact.portal.timeZone, calendar.m_first, calendar.m_months);
        calendar.m_zones.push_back(zone);
    }
    return calendar;
}

} // namespace dealerlens::reports
