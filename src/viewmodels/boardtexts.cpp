// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/boardtexts.h"

#include <QSet>
#include <QStringList>

namespace dealerlens::viewmodels {

QString BoardTexts::items(std::int64_t count, model::EntityKind kind, const Fmt &fmt)
{
    return grouped(kind == model::EntityKind::Lead ? tr("%n leads", nullptr, int(count)) : tr("%n deals", nullptr, int(count)), count, fmt);
}

QString BoardTexts::late(reports::Late late)
{
    switch (late) {
    case reports::Late::ResponseDueSoon:
        return tr("response due soon");
    case reports::Late::ResponseOverdue:
        return tr("first response overdue");
    case reports::Late::StageOverdue:
        return tr("over stage limit");
    case reports::Late::ActivityOverdue:
        return tr("activity overdue");
    case reports::Late::NoNextStep:
        return tr("no next step");
    case reports::Late::CloseDatePast:
        return tr("close date past");
    case reports::Late::WithoutEvidence:
        return tr("without evidence");
    }
    return {};
}

QString BoardTexts::cell(const QString &lane, const QString &column, std::int64_t count, std::int64_t overdue)
{
    const QString head = QString(lane % QStringLiteral(", ") % column % QStringLiteral(": ") % tr("%n items", nullptr, int(count)));
    return overdue > 0 ? QString(head % QStringLiteral(", ") % tr("%1 overdue").arg(overdue)) : head;
}

QString BoardTexts::median(const reports::BoardColumn &column, const Fmt &fmt, bool isBrief)
{
    if (!column.median)
        return {};
    const QString value = isBrief ? fmt.days(*column.median) : tr("median %1").arg(fmt.days(*column.median));
    if (!column.medianLow || !column.medianHigh)
        return value;
    constexpr double day = 86'400.0;
    return QString(value % QStringLiteral(" (") % fmt.bounds(*column.medianLow / day, *column.medianHigh / day) % QLatin1Char(')'));
}

QString BoardTexts::columnTip(const QString &name, const reports::BoardColumn &column, const model::Standard &standard, const Fmt &fmt)
{
    QStringList parts { cell(name, tr("open now"), column.count, column.overdue) };
    if (const QString words = median(column, fmt); !words.isEmpty())
        parts << tr("%1, first visits of 90 days").arg(words);
    if (column.limit)
        parts << tr("limit in working days: %1").arg(limit(*column.limit, standard, fmt));
    return parts.join(QStringLiteral("\n"));
}

double BoardTexts::workingDay(const model::Standard &standard)
{
    double seconds = 0;
    QSet<int> days;
    for (const model::WorkCalendar::Slot &slot : standard.calendar.week) {
        seconds += slot.from.secsTo(slot.to) + (slot.toMidnight ? 86'400 : 0);
        days.insert(slot.weekday);
    }
    return days.isEmpty() || seconds <= 0 ? 86'400.0 : seconds / double(days.size());
}

QString BoardTexts::limit(double businessSeconds, const model::Standard &standard, const Fmt &fmt)
{
    const double days = businessSeconds / workingDay(standard);
    const bool whole = qAbs(days - double(qRound64(days))) < 0.05;
    return QString(QStringLiteral("≤ ") % (whole ? fmt.integer(qRound64(days)) : fmt.decimal(days, 1)));
}

QString BoardTexts::ages(double from, double to, const model::Standard &standard, const Fmt &fmt)
{
    const double day = workingDay(standard);
    const QString low = fmt.decimal(from / day, 1);
    const QString high = fmt.decimal(to / day, 1);
    if (to <= 0)
        return tr("longer than %1 working days").arg(low);
    return from <= 0 ? tr("up to %1 working days").arg(high) : tr("%1–%2 working days").arg(low, high);
}

Explanation BoardTexts::explain(
    const reports::Board &board, const reports::BoardColumn &column, const model::Standard &standard, const Fmt &fmt)
{
    Explanation explanation;
    const QString words = median(column, fmt);
    explanation.value = words.isEmpty() ? fmt.integer(column.count) : QString(fmt.integer(column.count) % QStringLiteral(" · ") % words);
    explanation.formula = tr("Open items that stand in this stage now. Overdue are those that have been there longer than its limit, "
                             "counted in the dealer's working time.");
    explanation.method = tr("The median is that of Kaplan and Meier over first visits of the last 90 days, in calendar time: items still "
                            "in the stage count as running. Its interval covers 95%.");
    explanation.coverage = board.coverage;
    explanation.rows = column.count;
    if (column.limit)
        explanation.notes << tr("limit in working days: %1").arg(limit(*column.limit, standard, fmt));
    explanation.notes << tr("The bars are ages in working time, from nothing to 1.6 × the limit, or to the longest without one.");
    return explanation;
}

QString BoardTexts::card(
    const facts::Snapshot &facts, const reports::ItemState &state, const QString &client, const QString &subject, const Fmt &fmt)
{
    QStringList parts;
    parts << client;
    if (!subject.isEmpty() && subject != client)
        parts << subject;
    const facts::Index portal = facts.items.portal[state.row];
    parts << facts.portals[std::size_t(portal)].portal.title;
    if (state.user >= 0)
        parts << facts.users[std::size_t(state.user)].name;
    if (facts.items.amount[state.row] != 0) {
        const facts::Index currency = facts.items.currency[state.row];
        parts << fmt.money(
            { facts.items.amount[state.row] }, currency >= 0 ? facts.currencies[std::size_t(currency)] : facts.standard.currency);
    }
    parts << tr("%1 in the stage").arg(fmt.duration(qint64(state.age)));
    if (state.limit) {
        const double day = workingDay(facts.standard);
        parts << tr("working days: %1 of %2").arg(fmt.decimal(state.businessAge / day, 1), fmt.decimal(*state.limit / day, 1));
    }
    for (int late = 0; late < reports::kLateCount; ++late)
        if ((state.lates >> late & 1) != 0)
            parts << BoardTexts::late(static_cast<reports::Late>(late));
    return parts.join(QStringLiteral(", "));
}

} // namespace dealerlens::viewmodels
