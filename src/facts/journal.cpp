// SPDX-License-Identifier: GPL-3.0-or-later
// What the journal knows of items.
#include "facts/portalbuilder.h"

#include <QDate>

#include <algorithm>
#include <charconv>

namespace dealerlens::facts {

using model::EntityKind;

namespace {

std::int64_t numberOf(std::string_view text)
{
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// Journal texts of dates are days since 1970 or ISO 8601.
std::optional<QDate> dateOf(std::string_view text)
{
    const QString plain = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    const QDate iso = QDate::fromString(plain.left(10), Qt::ISODate);
    if (iso.isValid())
        return iso;
    bool isNumber = false;
    const qint64 days = plain.toLongLong(&isNumber);
    return isNumber ? std::optional(QDate(1970, 1, 1).addDays(days)) : std::nullopt;
}

bool isMonthPush(std::string_view earlier, std::string_view later)
{
    const auto before = dateOf(earlier);
    const auto after = dateOf(later);
    return before && after && std::pair(after->year(), after->month()) > std::pair(before->year(), before->month());
}

// Columns of PortalScan::journal().
constexpr int kKind = 0;
constexpr int kRecord = 1;
constexpr int kBefore = 2;
constexpr int kAfter = 3;
constexpr int kHappenedAt = 4;
constexpr int kSeenAt = 5;

} // namespace

base::Result<> PortalBuilder::readJournal()
{
    const auto itemOf = [&](const store::PortalScan &line) {
        const auto kind = static_cast<EntityKind>(line.number(kKind));
        return kind == EntityKind::Lead || kind == EntityKind::Deal ? rowOf(kind, line.number(kRecord)) : -1;
    };
    const auto happened = [](const store::PortalScan &line) {
        const base::UtcSeconds at = line.number(kHappenedAt, base::kNever);
        return at != base::kNever ? at : line.number(kSeenAt);
    };
    store::PortalScan &handOver = m_scans.handOvers;
    const auto read = m_scans.each(handOver, m_id, [&] {
        if (const std::int64_t item = itemOf(handOver); item >= 0)
            m_rows.handOvers.push_back(
                { static_cast<std::uint32_t>(item), happened(handOver), m_directories.userOf(m_portal, numberOf(handOver.text(kAfter))),
                    m_directories.userOf(m_portal, numberOf(handOver.text(kBefore))) });
    });
    if (!read)
        return read;
    std::ranges::stable_sort(m_rows.handOvers, {}, [](const PortalRows::HandOver &each) { return std::pair(each.item, each.since); });
    store::PortalScan &date = m_scans.closeDates;
    const auto pushes = m_scans.each(date, m_id, [&] {
        if (const std::int64_t item = itemOf(date); item >= 0 && isMonthPush(date.text(kBefore), date.text(kAfter)))
            m_rows.pushes.push_back({ static_cast<std::uint32_t>(item), happened(date) });
    });
    std::ranges::sort(m_rows.pushes, {}, [](const PortalRows::Push &each) { return std::pair(each.item, each.at); });
    return pushes;
}

} // namespace dealerlens::facts
