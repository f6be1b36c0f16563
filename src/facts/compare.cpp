// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/compare.h"

#include "facts/digest.h"

#include <algorithm>

namespace dealerlens::facts {
namespace {

// All that one portal's rows say, as one number.
class PortalDigests {
public:
    explicit PortalDigests(const Snapshot &facts)
        : m_facts(facts)
    {
        for (const QString &name : facts.sources)
            m_sources.push_back(numberOf(name));
        for (const QString &name : facts.campaigns)
            m_campaigns.push_back(numberOf(name));
        for (const QString &name : facts.currencies)
            m_currencies.push_back(numberOf(name));
        nameStages();
        nameUsers();
    }

    [[nodiscard]] std::uint64_t of(std::size_t portal) const
    {
        Digest digest;
        const PortalFact &fact = m_facts.portals[portal];
        digest.add(fact.watermark, fact.neverComplete, fact.newestData, fact.historyFrom[0], fact.historyFrom[1]);
        digest.add(fact.region < 0 ? 0 : numberOf(m_facts.regions[std::size_t(fact.region)]));
        const PortalRun &run = *m_facts.runs[portal];
        const RowRange items = run.range(PortalRun::Items);
        for (std::uint32_t row = items.first; row < items.last; ++row)
            addItem(digest, row, items.first);
        addActivities(digest, run.range(PortalRun::Activities), items.first);
        addMissed(digest, run.range(PortalRun::Missed), items.first);
        return digest.value();
    }

private:
    void nameStages()
    {
        for (const StageFact &stage : m_facts.stages) {
            const FunnelFact &funnel = m_facts.funnels[std::size_t(stage.funnel)];
            Digest digest;
            digest.add(numberOf(stage.code), numberOf(stage.name), stage.sort, stage.semantic, stage.milestone, stage.junk,
                numberOf(funnel.name), funnel.categoryId);
            m_stages.push_back(digest.value());
        }
    }

    void nameUsers()
    {
        for (const UserFact &user : m_facts.users) {
            Digest digest;
            digest.add(user.id, numberOf(user.name), user.active,
                user.department < 0 ? 0 : numberOf(m_facts.departments[std::size_t(user.department)].name));
            m_users.push_back(digest.value());
        }
    }

    [[nodiscard]] static std::uint64_t named(const std::vector<std::uint64_t> &names, Index index)
    {
        return index < 0 ? 0 : names[std::size_t(index)];
    }

    void addItem(Digest &digest, std::uint32_t row, std::uint32_t first) const
    {
        const ItemColumns &items = m_facts.items;
        digest.add(items.id[row], items.flags[row], items.closeDate[row], items.lead[row] < 0 ? -1 : items.lead[row] - Index(first));
        digest.add(named(m_users, items.responsible[row]), named(m_sources, items.source[row]), named(m_campaigns, items.campaign[row]),
            named(m_currencies, items.currency[row]));
        digest.add(items.created[row], items.closed[row], items.deleted[row], items.attempt[row], items.conversation[row],
            items.attested[row], items.amount[row], items.visitCount[row]);
        const std::uint32_t visits = items.firstVisit[row];
        for (std::uint32_t visit = visits; visit < visits + items.visitCount[row]; ++visit)
            digest.add(named(m_stages, m_facts.visits.stage[visit]), m_facts.visits.entered[visit], m_facts.visits.left[visit],
                m_facts.visits.isInferred(visit));
        const RowRange changes = m_facts.responsiblesOf(row);
        for (std::uint32_t i = changes.first; i < changes.last; ++i)
            digest.add(m_facts.responsibles.since[i], named(m_users, m_facts.responsibles.user[i]),
                named(m_users, m_facts.responsibles.before[i]));
        const RowRange pushes = m_facts.pushesOf(row);
        for (std::uint32_t i = pushes.first; i < pushes.last; ++i)
            digest.add(m_facts.pushes.at[i]);
    }

    void addActivities(Digest &digest, RowRange rows, std::uint32_t first) const
    {
        const ActivityColumns &all = m_facts.activities;
        for (std::uint32_t i = rows.first; i < rows.last; ++i)
            digest.add(all.item[i] - first, all.created[i], all.deadline[i], all.completed[i]);
    }

    void addMissed(Digest &digest, RowRange rows, std::uint32_t first) const
    {
        const MissedColumns &all = m_facts.missed;
        for (std::uint32_t i = rows.first; i < rows.last; ++i)
            digest.add(all.call[i], all.at[i], all.returned[i], all.item[i] < 0 ? -1 : all.item[i] - Index(first));
    }

    const Snapshot &m_facts;
    std::vector<std::uint64_t> m_users;
    std::vector<std::uint64_t> m_stages;
    std::vector<std::uint64_t> m_sources;
    std::vector<std::uint64_t> m_campaigns;
    std::vector<std::uint64_t> m_currencies;
};

} // namespace

QStringList differingPortals(const Snapshot &one, const Snapshot &other)
{
    const PortalDigests mine(one);
    const PortalDigests theirs(other);
    const std::size_t shared = std::min(one.portals.size(), other.portals.size());
    QStringList keys;
    for (std::size_t portal = 0; portal < shared; ++portal)
        if (one.portals[portal].portal.key != other.portals[portal].portal.key || mine.of(portal) != theirs.of(portal))
            keys += one.portals[portal].portal.key;
    for (const Snapshot *longer : { &one, &other })
        for (std::size_t portal = shared; portal < longer->portals.size(); ++portal)
            keys += longer->portals[portal].portal.key;
    return keys;
}

} // namespace dealerlens::facts
