// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"

#include <QStringList>

namespace dealerlens::facts {

// Everything that two snapshots say, portal by portal and row by row, with names in place of the numbers of
// dictionaries and positions in place of rows: equal lists, equal facts.
inline QStringList told(const Snapshot &facts)
{
    const auto named
        = [](const auto &list, Index index, auto name) { return index < 0 ? QStringLiteral("-") : name(list[std::size_t(index)]); };
    const auto text = [](const QString &name) { return name; };
    const auto user = [&](Index index) {
        return named(facts.users, index, [&](const UserFact &fact) {
            const QString department = fact.department < 0 ? QString() : facts.departments[std::size_t(fact.department)].name;
            return QString(QString::number(fact.id) % u'/' % fact.name % u'/' % department % u'/' % QString::number(fact.active));
        });
    };
    const auto stage = [&](Index index) {
        return named(facts.stages, index, [&](const StageFact &fact) {
            const FunnelFact &funnel = facts.funnels[std::size_t(fact.funnel)];
            return QStringLiteral("%1|%2|%3|%4|%5|%6|%7|%8")
                .arg(fact.code, fact.name, QString(QLatin1Char(fact.semantic)), funnel.name)
                .arg(fact.sort)
                .arg(fact.milestone)
                .arg(fact.junk)
                .arg(funnel.categoryId);
        });
    };
    QStringList all;
    for (std::size_t portal = 0; portal < facts.portals.size(); ++portal) {
        const PortalFact &fact = facts.portals[portal];
        all += QStringLiteral("portal %1 %2 %3 %4 %5 %6 %7")
                   .arg(fact.portal.key, named(facts.regions, fact.region, text))
                   .arg(fact.watermark)
                   .arg(fact.neverComplete)
                   .arg(fact.newestData)
                   .arg(fact.historyFrom[0])
                   .arg(fact.historyFrom[1]);
        const PortalRun &run = *facts.runs[portal];
        const std::uint32_t base = run.range(PortalRun::Items).first;
        const ItemColumns &items = facts.items;
        for (std::uint32_t row = base; row < run.range(PortalRun::Items).last; ++row) {
            QString line = QStringLiteral("item %1 %2").arg(int(items.kind[row])).arg(items.id[row]);
            line += QStringLiteral(" marks %1 day %2 portal %3").arg(items.flags[row]).arg(items.closeDate[row]).arg(items.portal[row]);
            line += QStringLiteral(" stage %1 lead %2")
                        .arg(stage(items.stage[row]))
                        .arg(items.lead[row] < 0 ? -1 : items.lead[row] - Index(base));
            line += QStringLiteral(" of %1 source %2 campaign %3 currency %4")
                        .arg(user(items.responsible[row]), named(facts.sources, items.source[row], text),
                            named(facts.campaigns, items.campaign[row], text), named(facts.currencies, items.currency[row], text));
            for (const std::int64_t number : { items.created[row], items.closed[row], items.deleted[row], items.attempt[row],
                     items.conversation[row], items.attested[row], items.amount[row], std::int64_t { items.visitCount[row] } })
                line += u' ' % QString::number(number);
            all += line;
            const std::uint32_t first = items.firstVisit[row];
            for (std::uint32_t visit = first; visit < first + items.visitCount[row]; ++visit)
                all += QStringLiteral("visit %1 %2 %3 %4")
                           .arg(stage(facts.visits.stage[visit]))
                           .arg(facts.visits.entered[visit])
                           .arg(facts.visits.left[visit])
                           .arg(facts.visits.isInferred(visit));
            const RowRange changes = facts.responsiblesOf(row);
            for (std::uint32_t i = changes.first; i < changes.last; ++i)
                all += QStringLiteral("hand-over %1 %2 %3")
                           .arg(facts.responsibles.since[i])
                           .arg(user(facts.responsibles.user[i]), user(facts.responsibles.before[i]));
            const RowRange pushes = facts.pushesOf(row);
            for (std::uint32_t i = pushes.first; i < pushes.last; ++i)
                all += QStringLiteral("push %1").arg(facts.pushes.at[i]);
        }
        const RowRange activities = run.range(PortalRun::Activities);
        for (std::uint32_t i = activities.first; i < activities.last; ++i)
            all += QStringLiteral("activity %1 %2 %3 %4")
                       .arg(facts.activities.item[i] - base)
                       .arg(facts.activities.created[i])
                       .arg(facts.activities.deadline[i])
                       .arg(facts.activities.completed[i]);
        const RowRange missed = run.range(PortalRun::Missed);
        for (std::uint32_t i = missed.first; i < missed.last; ++i)
            all += QStringLiteral("missed %1 %2 %3 %4 %5")
                       .arg(facts.missed.call[i])
                       .arg(facts.missed.at[i])
                       .arg(facts.missed.returned[i])
                       .arg(facts.missed.item[i] < 0 ? -1 : facts.missed.item[i] - Index(base))
                       .arg(facts.missed.portal[i]);
    }
    return all;
}

} // namespace dealerlens::facts
