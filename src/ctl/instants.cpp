// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/instants.h"

#include <QDateTime>
#include <QRegularExpression>

namespace dealerlens::ctl {

namespace {

// The unit's first day that contains `day`, moved by `units` of them.
QDate startOf(const QString &unit, QDate day, int units)
{
    if (unit == QLatin1String("week"))
        return day.addDays(1 - day.dayOfWeek() + 7 * units);
    if (unit == QLatin1String("month"))
        return QDate(day.year(), day.month(), 1).addMonths(units);
    if (unit == QLatin1String("quarter"))
        return QDate(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).addMonths(3 * units);
    return QDate(day.year() + units, 1, 1);
}

std::optional<Period> namedPeriod(const QString &name, QDate today)
{
    if (name.isEmpty() || name == QLatin1String("all"))
        return Period {};
    if (name == QLatin1String("today"))
        return Period { today, today.addDays(1) };
    if (name == QLatin1String("yesterday"))
        return Period { today.addDays(-1), today };
    static const QRegularExpression unit(QStringLiteral("^(this|last)-(week|month|quarter|year)$"));
    if (const auto match = unit.match(name); match.hasMatch()) {
        const int back = match.captured(1) == QLatin1String("last") ? -1 : 0;
        return Period { startOf(match.captured(2), today, back), startOf(match.captured(2), today, back + 1) };
    }
    static const QRegularExpression days(QStringLiteral("^last-([0-9]{1,4})-days?$"));
    if (const auto match = days.match(name); match.hasMatch() && match.captured(1).toInt() > 0)
        return Period { today.addDays(1 - match.captured(1).toInt()), today.addDays(1) };
    return std::nullopt;
}

std::optional<Period> calendarPeriod(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^([0-9]{4})(?:-(?:([0-9]{2})|[qQ]([1-4])))?$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const int year = match.captured(1).toInt();
    if (!match.captured(2).isEmpty()) {
        const QDate first(year, match.captured(2).toInt(), 1);
        return first.isValid() ? std::optional(Period { first, first.addMonths(1) }) : std::nullopt;
    }
    if (!match.captured(3).isEmpty()) {
        const QDate first(year, match.captured(3).toInt() * 3 - 2, 1);
        return Period { first, first.addMonths(3) };
    }
    return Period { QDate(year, 1, 1), QDate(year + 1, 1, 1) };
}

// An empty text is "unbounded"; a text that is no date makes `good` false.
std::optional<QDate> boundary(const QString &text, bool &good)
{
    if (text.isEmpty())
        return std::nullopt;
    const QDate day = QDate::fromString(text, Qt::ISODate);
    good = good && day.isValid();
    return day;
}

} // namespace

std::optional<base::UtcSeconds> parseInstant(const QString &text)
{
    const QString plain = text.trimmed();
    if (plain.isEmpty() || plain == QLatin1String("now"))
        return base::kNever;
    static const QRegularExpression shape(
        QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$"));
    const auto match = shape.match(plain);
    if (!match.hasMatch())
        return std::nullopt;
    QDateTime instant;
    if (plain.size() == 10) {
        instant = QDateTime(QDate::fromString(plain, Qt::ISODate), QTime(0, 0), Qt::UTC);
    } else {
        instant = QDateTime::fromString(QString(plain).replace(10, 1, QLatin1Char('T')), Qt::ISODateWithMs);
        if (match.captured(1).isEmpty())
            instant.setTimeSpec(Qt::UTC);
    }
    return instant.isValid() ? std::optional(instant.toSecsSinceEpoch()) : std::nullopt;
}

std::optional<Period> parsePeriod(const QString &text, QDate today)
{
    const QString plain = text.trimmed();
    const qsizetype dots = plain.indexOf(QLatin1String(".."));
    if (dots >= 0) {
        bool good = true;
        Period period { boundary(plain.left(dots), good), boundary(plain.mid(dots + 2), good) };
        if (good && period.from && period.to && *period.to <= *period.from)
            good = false;
        return good ? std::optional(period) : std::nullopt;
    }
    if (auto named = namedPeriod(plain, today))
        return named;
    return calendarPeriod(plain);
}

} // namespace dealerlens::ctl
