// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/context.h"

namespace dealerlens::viewmodels {

DayRange resolve(const Period &period, QDate today)
{
    using P = Period::Preset;
    const QDate month(today.year(), today.month(), 1);
    const QDate quarter(today.year(), (today.month() - 1) / 3 * 3 + 1, 1);
    const QDate year(today.year(), 1, 1);
    switch (period.preset) {
    case P::Today:
        return { today, today };
    case P::Yesterday:
        return { today.addDays(-1), today.addDays(-1) };
    case P::Last7Days:
        return { today.addDays(-6), today };
    case P::Last30Days:
        return { today.addDays(-29), today };
    case P::Last90Days:
        return { today.addDays(-89), today };
    case P::ThisMonth:
        return { month, today };
    case P::LastMonth:
        return { month.addMonths(-1), month.addDays(-1) };
    case P::ThisQuarter:
        return { quarter, today };
    case P::LastQuarter:
        return { quarter.addMonths(-3), quarter.addDays(-1) };
    case P::ThisYear:
        return { year, today };
    case P::LastYear:
        return { year.addYears(-1), year.addDays(-1) };
    case P::Last365Days:
        return { today.addDays(-364), today };
    case P::AllTime:
        return { QDate(), today };
    case P::Custom:
        break;
    }
    return { period.first, period.last.isValid() ? period.last : today };
}

namespace {

// Length of the period in calendar months; 0 when it is not made of whole ones.
int wholeMonths(const Period &period, const DayRange &range)
{
    switch (period.preset) {
    case Period::Preset::ThisMonth:
    case Period::Preset::LastMonth:
        return 1;
    case Period::Preset::ThisQuarter:
    case Period::Preset::LastQuarter:
        return 3;
    case Period::Preset::ThisYear:
    case Period::Preset::LastYear:
        return 12;
    default:
        break;
    }
    const QDate next = range.last.addDays(1);
    if (range.first.day() != 1 || next.day() != 1)
        return 0;
    return (next.year() - range.first.year()) * 12 + next.month() - range.first.month();
}

} // namespace

Period shifted(const Period &period, int steps, QDate today)
{
    const DayRange range = resolve(period, today);
    if (!range.first.isValid() || !range.last.isValid())
        return period;
    Period moved { Period::Preset::Custom, {}, {} };
    if (const int months = wholeMonths(period, range)) {
        moved.first = range.first.addMonths(steps * months);
        moved.last = moved.first.addMonths(months).addDays(-1);
    } else {
        const qint64 days = (range.first.daysTo(range.last) + 1) * steps;
        moved.first = range.first.addDays(days);
        moved.last = range.last.addDays(days);
    }
    return moved.first > today ? period : moved;
}

DayRange previous(const DayRange &range)
{
    if (!range.first.isValid() || !range.last.isValid())
        return {};
    const qint64 days = range.first.daysTo(range.last) + 1;
    return { range.first.addDays(-days), range.first.addDays(-1) };
}

QVariantMap toVariant(const Context &context)
{
    QVariantMap map;
    map.insert(QStringLiteral("preset"), static_cast<int>(context.period.preset));
    map.insert(QStringLiteral("first"), context.period.first);
    map.insert(QStringLiteral("last"), context.period.last);
    if (context.asOf)
        map.insert(QStringLiteral("asOf"), static_cast<qlonglong>(*context.asOf));
    QVariantList portals;
    for (const qint64 portal : context.portals)
        portals.append(portal);
    map.insert(QStringLiteral("portals"), portals);
    map.insert(QStringLiteral("freshOnly"), context.freshOnly);
    map.insert(QStringLiteral("funnel"), context.funnel);
    map.insert(QStringLiteral("employees"), context.employees);
    map.insert(QStringLiteral("employeeThen"), context.employeeThen);
    QVariantList conditions;
    for (const Condition &condition : context.conditions)
        conditions.append(QVariantMap { { QStringLiteral("key"), condition.key }, { QStringLiteral("values"), condition.values } });
    map.insert(QStringLiteral("conditions"), conditions);
    return map;
}

Context contextFromVariant(const QVariantMap &map)
{
    Context context;
    const int preset = map.value(QStringLiteral("preset"), static_cast<int>(Period::Preset::Last90Days)).toInt();
    if (preset >= 0 && preset <= static_cast<int>(Period::Preset::Custom))
        context.period.preset = static_cast<Period::Preset>(preset);
    context.period.first = map.value(QStringLiteral("first")).toDate();
    context.period.last = map.value(QStringLiteral("last")).toDate();
    if (map.contains(QStringLiteral("asOf")))
        context.asOf = map.value(QStringLiteral("asOf")).toLongLong();
    for (const QVariant &portal : map.value(QStringLiteral("portals")).toList())
        context.portals.append(portal.toLongLong());
    context.freshOnly = map.value(QStringLiteral("freshOnly")).toBool();
    context.funnel = map.value(QStringLiteral("funnel")).toString();
    context.employees = map.value(QStringLiteral("employees")).toStringList();
    context.employeeThen = map.value(QStringLiteral("employeeThen"), true).toBool();
    for (const QVariant &entry : map.value(QStringLiteral("conditions")).toList()) {
        const QVariantMap condition = entry.toMap();
        context.conditions.append(
            { condition.value(QStringLiteral("key")).toString(), condition.value(QStringLiteral("values")).toStringList() });
    }
    return context;
}

} // namespace dealerlens::viewmodels
