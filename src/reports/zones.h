// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "model/network.h"
#include "stats/calendar.h"

#include <QByteArray>

#include <memory>
#include <vector>

namespace dealerlens::reports {

// Offsets of one zone as a table, so that a scan finds the local day of an instant without asking QTimeZone.
// Immutable; any thread. An unknown zone counts as UTC.
class ZoneOffsets {
public:
    explicit ZoneOffsets(const QByteArray &zone);

    [[nodiscard]] std::int64_t offsetAt(base::UtcSeconds at) const;
    // Days since 1970-01-01 by the wall clock of the zone.
    [[nodiscard]] std::int64_t localDay(base::UtcSeconds at) const;
    // Months since January of year 0.
    [[nodiscard]] std::int64_t localMonth(base::UtcSeconds at) const;

private:
    std::vector<base::UtcSeconds> m_since;
    std::vector<std::int64_t> m_offset; // one more than m_since: before the first change
};

// Both are made once per zone (and hours) and shared by all questions; any thread.
[[nodiscard]] std::shared_ptr<const ZoneOffsets> zoneOffsets(const QString &zone);
[[nodiscard]] std::shared_ptr<const stats::Calendar> calendarOf(const model::WorkCalendar &hours, const QString &zone);

// The first instant of a local day.
[[nodiscard]] base::UtcSeconds startOfDay(QDate day, const QString &zone);

} // namespace dealerlens::reports
