// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"

#include <QDate>

#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::reports {

// Days and months of one zone as numbers, from the first of a month on. Immutable; any thread.
class ZoneMonths final {
public:
    ZoneMonths(const QString &zone, QDate first, std::uint32_t months);

    // Days since the first; −1: earlier. Later than all counts as the last day.
    [[nodiscard]] std::int64_t dayOf(base::UtcSeconds at) const
    {
        if (at < m_starts.front())
            return -1;
        auto day = std::size_t(std::min<base::UtcSeconds>((at - m_starts.front()) / 86'400, base::UtcSeconds(m_starts.size()) - 1));
        while (m_starts[day] > at)
            --day;
        while (day + 1 < m_starts.size() && m_starts[day + 1] <= at)
            ++day;
        return std::int64_t(day);
    }

    // 0: earlier than the first month; 1 is the first one.
    [[nodiscard]] std::uint32_t slotOf(base::UtcSeconds at) const
    {
        const std::int64_t day = dayOf(at);
        return day < 0 ? 0 : m_slots[std::size_t(day)];
    }

    struct Month {
        std::uint32_t slot = 0;
        base::UtcSeconds until = std::numeric_limits<base::UtcSeconds>::min(); // when the next one begins
    };

    [[nodiscard]] Month monthOf(base::UtcSeconds at) const
    {
        const std::uint32_t slot = slotOf(at);
        return { slot, slot < m_months.size() ? m_months[slot] : std::numeric_limits<base::UtcSeconds>::max() };
    }

    [[nodiscard]] base::UtcSeconds startOf(std::size_t day) const { return m_starts[day]; }

private:
    std::vector<base::UtcSeconds> m_starts; // of days
    std::vector<std::uint16_t> m_slots; // of days
    std::vector<base::UtcSeconds> m_months; // their starts
};

// The months of a network, each in the zone of its dealer. Immutable; any thread.
class MonthCalendar final {
public:
    // From the month in which the first chain began (at most kMostMonths back) to that of the last instant known.
    // Nothing when there is no chain.
    [[nodiscard]] static std::optional<MonthCalendar> of(const facts::Snapshot &facts, std::span<const base::UtcSeconds> first,
        std::span<const base::UtcSeconds> last); // by portal; kNever: none

    static constexpr std::uint32_t kMostMonths = 240;

    [[nodiscard]] QDate first() const { return m_first; }

    [[nodiscard]] std::uint32_t months() const { return m_months; }

    [[nodiscard]] std::uint32_t days() const { return std::uint32_t(m_first.daysTo(m_first.addMonths(int(m_months)))); }

    // Slots: 0 for what is earlier, one for each month, the last for what has no month (chains that are open).
    [[nodiscard]] std::uint32_t width() const { return m_months + 2; }

    [[nodiscard]] std::uint32_t noMonth() const { return m_months + 1; }

    [[nodiscard]] const ZoneMonths &of(facts::Index portal) const { return *m_zones[std::size_t(portal)]; }

private:
    QDate m_first;
    std::uint32_t m_months = 0;
    std::vector<std::shared_ptr<const ZoneMonths>> m_zones; // by portal
};

} // namespace dealerlens::reports
