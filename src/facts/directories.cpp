// SPDX-License-Identifier: GPL-3.0-or-later
// Portals, funnels, stages, sources and people.
#include "facts/builder.h"
#include "model/marks.h"
#include "model/reordering.h"
#include "model/text.h"

#include <set>

namespace dealerlens::facts {

using model::EntityKind;
using model::toInt;
using model::toText;

namespace {

QString plain(const model::Value &value) { return model::withoutReordering(QString::fromStdString(toText(value))); }

bool carriesWatermark(EntityKind kind)
{
    return kind == EntityKind::Lead || kind == EntityKind::Deal || kind == EntityKind::LeadHistory || kind == EntityKind::DealHistory;
}

// The oldest watermark of the kinds that figures need. Kinds that a missing right or a portal without leads keeps
// from us do not hold the others back; they are told apart in the network view.
void applyStates(PortalFact &fact, std::span<const model::SyncState> states)
{
    int known = 0;
    bool complete = true;
    base::UtcSeconds oldest = base::kNever;
    for (const model::SyncState &state : states) {
        if (!carriesWatermark(state.kind) || state.denied)
            continue;
        ++known;
        complete = complete && state.watermark != base::kNever;
        oldest = known == 1 ? state.watermark : std::min(oldest, state.watermark);
    }
    fact.neverComplete = known == 0 || !complete;
    fact.watermark = fact.neverComplete ? base::kNever : oldest;
}

std::string nameKey(Index owner, const std::string &code) { return std::to_string(owner) + '|' + code; }

} // namespace

Index Builder::portalIndex(model::PortalId id) const
{
    const auto found = m_portals.find(id);
    return found == m_portals.end() ? kNone : found->second;
}

base::Result<> Builder::readPortals()
{
    auto portals = m_reader.portals();
    if (!portals)
        return std::unexpected(portals.error());
    auto standard = m_reader.standard();
    if (!standard)
        return std::unexpected(standard.error());
    const auto states = m_reader.syncStates();
    if (!states)
        return std::unexpected(states.error());
    m_out->standard = std::move(*standard);
    std::unordered_map<model::PortalId, std::vector<model::SyncState>> byPortal;
    for (const model::SyncState &state : *states)
        byPortal[state.portal].push_back(state);
    std::unordered_map<QString, Index> regions;
    for (model::Portal &portal : *portals) {
        PortalFact fact;
        if (!portal.region.isEmpty()) {
            const auto [place, isNew] = regions.try_emplace(portal.region, static_cast<Index>(m_out->regions.size()));
            if (isNew)
                m_out->regions.push_back(portal.region);
            fact.region = place->second;
        }
        applyStates(fact, byPortal[portal.id]);
        m_portals.emplace(portal.id, static_cast<Index>(m_out->portals.size()));
        fact.portal = std::move(portal);
        m_out->portals.push_back(std::move(fact));
    }
    return {};
}

Index Builder::funnelOf(Index portal, EntityKind kind, std::int64_t category)
{
    const auto tag = kind == EntityKind::Lead ? 'l' : 'd';
    const auto [place, isNew] = m_funnels.try_emplace(keyOf(portal, tag, category), static_cast<Index>(m_out->funnels.size()));
    if (isNew) {
        // Leads have one funnel without a name. A deal funnel that the portal's list does not tell shows its number.
        const QString name = kind == EntityKind::Lead ? QString() : QStringLiteral("#%1").arg(category);
        m_out->funnels.push_back({ portal, kind, category, name });
    }
    return place->second;
}

base::Result<> Builder::readCategories()
{
    return eachRow(EntityKind::Category, { "name" }, [&](Index portal, const store::Reader::Row &row) {
        const QString name = plain(row.values[0]);
        FunnelFact &funnel = m_out->funnels[static_cast<std::size_t>(funnelOf(portal, EntityKind::Deal, row.key.id))];
        if (!name.isEmpty())
            funnel.name = name;
    });
}

base::Result<> Builder::readDirectories()
{
    std::set<Index> alive;
    const auto use = [&](Index portal, const store::Reader::Row &row) {
        if (toText(row.values[0]) == "SOURCE") {
            const auto key = nameKey(portal, toText(row.values[1]));
            const QString name = plain(row.values[2]);
            if (row.deletedAt == base::kNever || !m_sources.contains(key))
                m_sources.insert_or_assign(key, sourceNamed(name.isEmpty() ? plain(row.values[1]) : name));
            return;
        }
        const auto stage = model::stageOf(row.values);
        if (!stage)
            return;
        const Index funnel = funnelOf(portal, stage->itemKind, stage->categoryId);
        const auto [place, isNew] = m_stages.try_emplace(nameKey(funnel, toText(row.values[1])), static_cast<Index>(m_out->stages.size()));
        if (isNew)
            m_out->stages.emplace_back();
        else if (row.deletedAt != base::kNever || alive.contains(place->second))
            return; // a removed stage keeps its name only until one with its code lives again
        if (row.deletedAt == base::kNever)
            alive.insert(place->second);
        m_out->stages[static_cast<std::size_t>(place->second)] = { portal, funnel, stage->code,
            model::withoutReordering(stage->name.isEmpty() ? stage->code : stage->name), stage->sort, stage->semantic, kNone };
    };
    return eachRow(EntityKind::Status, { "directory", "code", "name", "sort", "semantic" }, use);
}

Index Builder::stageOf(Index portal, EntityKind kind, std::int64_t category, const std::string &code, const std::string &semantic)
{
    const Index funnel = funnelOf(portal, kind, category);
    const auto [place, isNew] = m_stages.try_emplace(nameKey(funnel, code), static_cast<Index>(m_out->stages.size()));
    if (isNew) {
        // Not in the directories (removed before the first mirror, or they may not be read): kept under its code.
        const QString name = QString::fromStdString(code);
        const char meaning = semantic == "S" ? 'S' : semantic == "F" ? 'F' : 'P';
        m_out->stages.push_back({ portal, funnel, name, name, 0, meaning, kNone });
    }
    return place->second;
}

Index Builder::sourceNamed(const QString &name)
{
    const QString key = model::folded(name);
    if (key.isEmpty())
        return 0;
    const auto [place, isNew] = m_sourceNames.try_emplace(key, static_cast<Index>(m_out->sources.size()));
    if (isNew)
        m_out->sources.push_back(name);
    return place->second;
}

Index Builder::sourceOf(Index portal, const std::string &code)
{
    if (code.empty())
        return 0;
    auto key = nameKey(portal, code);
    const auto found = m_sources.find(key);
    if (found != m_sources.end())
        return found->second;
    const Index source = sourceNamed(QString::fromStdString(code));
    m_sources.emplace(std::move(key), source);
    return source;
}

base::Result<> Builder::readPeople()
{
    std::vector<model::RecordId> parents;
    const auto departments = eachRow(EntityKind::Department, { "name", "parent_id" }, [&](Index portal, const store::Reader::Row &row) {
        m_departments.emplace(keyOf(portal, 'd', row.key.id), static_cast<Index>(m_out->departments.size()));
        m_out->departments.push_back({ portal, row.key.id, plain(row.values[0]), kNone });
        parents.push_back(toInt(row.values[1]));
    });
    if (!departments)
        return departments;
    for (std::size_t i = 0; i < parents.size(); ++i) {
        const auto found = m_departments.find(keyOf(m_out->departments[i].portal, 'd', parents[i]));
        if (found != m_departments.end() && found->second != static_cast<Index>(i))
            m_out->departments[i].parent = found->second;
    }
    const auto use = [&](Index portal, const store::Reader::Row &row) {
        UserFact user;
        user.portal = portal;
        user.id = row.key.id;
        user.name = QStringList { plain(row.values[0]), plain(row.values[1]), plain(row.values[2]) }.join(u' ').simplified();
        if (user.name.isEmpty())
            user.name = plain(row.values[3]).trimmed();
        if (user.name.isEmpty())
            user.name = QStringLiteral("user %1").arg(row.key.id);
        const auto department = m_departments.find(keyOf(portal, 'd', toInt(row.values[4])));
        user.department = department == m_departments.end() ? kNone : department->second;
        user.active = toInt(row.values[5], 1) != 0 && row.deletedAt == base::kNever;
        m_users.emplace(keyOf(portal, 'u', row.key.id), static_cast<Index>(m_out->users.size()));
        m_out->users.push_back(std::move(user));
    };
    return eachRow(EntityKind::User, { "last_name", "name", "second_name", "email", "department_id", "active" }, use);
}

Index Builder::userOf(Index portal, model::RecordId id)
{
    if (id <= 0)
        return kNone;
    const auto [place, isNew] = m_users.try_emplace(keyOf(portal, 'u', id), static_cast<Index>(m_out->users.size()));
    if (isNew)
        m_out->users.push_back({ portal, id, QStringLiteral("user %1").arg(id), kNone, false });
    return place->second;
}

// Mappings that people or the program saved; stages without one are paired by code and name. Portals share most
// of their stage names, so that the pairing is computed once for each different stage.
std::vector<Index> Builder::pairedAt(base::UtcSeconds at) const
{
    std::unordered_map<std::int32_t, Index> milestones;
    for (std::size_t i = 0; i < m_out->standard.milestones.size(); ++i)
        milestones.emplace(m_out->standard.milestones[i].id, static_cast<Index>(i));
    std::unordered_map<model::PortalId, std::vector<model::StageMapping>> saved;
    for (const model::StageMapping &mapping : m_out->standard.mappings)
        saved[mapping.portal].push_back(mapping);
    std::unordered_map<QString, std::int32_t> paired;
    std::vector<Index> result;
    for (const StageFact &stage : m_out->stages) {
        const model::PortalId portal = m_out->portals[static_cast<std::size_t>(stage.portal)].portal.id;
        const FunnelFact &funnel = m_out->funnels[static_cast<std::size_t>(stage.funnel)];
        auto milestone = model::milestoneAt(saved[portal], portal, funnel.kind, funnel.categoryId, stage.code, at);
        if (!milestone) {
            const QString key = QString::number(static_cast<int>(funnel.kind)) + QLatin1Char(stage.semantic)
                + stage.code.mid(stage.code.indexOf(u':') + 1) + QLatin1Char('|') + stage.name;
            const auto [place, isNew] = paired.try_emplace(key, 0);
            if (isNew) {
                const model::PortalStage one { funnel.kind, funnel.categoryId, stage.code, stage.name, stage.sort, stage.semantic };
                const auto mapped = model::autoMap(portal, std::span(&one, 1), m_out->standard);
                place->second = mapped.empty() ? 0 : mapped.front().milestone;
            }
            milestone = place->second;
        }
        const auto found = milestones.find(*milestone);
        result.push_back(found == milestones.end() ? kNone : found->second);
    }
    return result;
}

void Builder::mapStages()
{
    const std::vector<Index> now = pairedAt(m_out->builtAt);
    for (std::size_t i = 0; i < now.size(); ++i) {
        StageFact &stage = m_out->stages[i];
        stage.milestone = now[i];
        stage.junk = stage.semantic == 'F' && model::isJunk(m_out->standard, stage.code, stage.name);
    }
    std::set<base::UtcSeconds> changes;
    for (const model::StageMapping &mapping : m_out->standard.mappings)
        if (mapping.validFrom != base::kNever && mapping.validFrom <= m_out->builtAt)
            changes.insert(mapping.validFrom);
    for (const base::UtcSeconds change : changes)
        m_out->earlierPairings.push_back({ change, pairedAt(change - 1) });
}

} // namespace dealerlens::facts
