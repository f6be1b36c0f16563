// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/hourstext.h"

#include <QRegularExpression>
#include <QStringList>

namespace dealerlens::viewmodels {

namespace {

constexpr int kMidnight = 24 * 60;

// Minutes of the day, -1 for what is no time.
int minutes(const QString &hour, const QString &minute)
{
    const int value = hour.toInt() * 60 + minute.toInt();
    return minute.toInt() > 59 || value > kMidnight ? -1 : value;
}

} // namespace

QString hoursText(const WorkSlots &hours)
{
    QStringList parts;
    for (const model::WorkCalendar::Slot &slot : hours) {
        const QString to = slot.toMidnight ? QStringLiteral("24:00") : slot.to.toString(QStringLiteral("HH:mm"));
        parts.append(QString(slot.from.toString(QStringLiteral("HH:mm")) + QChar(0x2013) + to));
    }
    return parts.join(QStringLiteral(", "));
}

std::optional<WorkSlots> parseHours(const QString &text, int weekday)
{
    static const QRegularExpression range(
        QStringLiteral("^\\s*(\\d{1,2})(?:[:.](\\d{2}))?\\s*[-\u2013\u2014]\\s*(\\d{1,2})(?:[:.](\\d{2}))?\\s*$"));
    static const QRegularExpression separator(QStringLiteral("[,;]"));
    WorkSlots hours;
    int end = -1;
    for (const QString &part : text.split(separator, Qt::SkipEmptyParts)) {
        if (part.trimmed().isEmpty())
            continue;
        const QRegularExpressionMatch match = range.match(part);
        const int from = match.hasMatch() ? minutes(match.captured(1), match.captured(2)) : -1;
        const int to = match.hasMatch() ? minutes(match.captured(3), match.captured(4)) : -1;
        if (from < 0 || to <= from || from < end)
            return std::nullopt;
        end = to;
        const bool toMidnight = to == kMidnight;
        hours.push_back({ weekday, QTime(from / 60, from % 60), toMidnight ? QTime() : QTime(to / 60, to % 60), toMidnight });
    }
    return hours;
}

} // namespace dealerlens::viewmodels
