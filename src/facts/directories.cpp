// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/directories.h"

#include "model/marks.h"
#include "model/reordering.h"
#include "model/standard.h"
#include "model/text.h"
#include "store/ledgerwriter.h"

#include <array>

namespace dealerlens::facts {

using model::EntityKind;

namespace {

QString plain(std::string_view text)
{
    return model::withoutReordering(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

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

// What the rows of a portal are made with, besides its records.
bool makesSameRows(const model::Standard &a, const model::Standard &b)
{
    return a.conversationSeconds == b.conversationSeconds && a.testOrigins == b.testOrigins && a.testTitles == b.testTitles
        && a.currency == b.currency;
}

// Leads have one funnel without a name. A deal funnel that the portal's list does not tell shows its number.
QString nameless(EntityKind kind, std::int64_t category)
{
    return kind == EntityKind::Lead ? QString() : QStringLiteral("#%1").arg(category);
}

template <class Map, class Key> Index found(const Map &map, const Key &key)
{
    const auto place = map.find(key);
    return place == map.end() ? kNone : place->second;
}

} // namespace

Directories::Directories()
{
    m_facts.sources.push_back({});
    m_facts.campaigns.push_back({});
    m_campaigns.emplace(std::string(), 0);
}

Index Directories::portalOf(model::PortalId id) const { return found(m_portals, id); }

base::Result<bool> Directories::readNetwork(const store::Reader &reader)
{
    auto portals = reader.portals();
    if (!portals)
        return std::unexpected(portals.error());
    const auto json = reader.document(QString::fromLatin1(store::kStandardDocument));
    if (!json)
        return std::unexpected(json.error());
    const auto states = reader.syncStates();
    if (!states)
        return std::unexpected(states.error());
    bool same = !m_portals.empty();
    same = same && m_facts.portals.size() <= portals->size(); // none is ever removed
    if (m_portals.empty() || *json != m_standard) {
        auto standard = reader.standard();
        if (!standard)
            return std::unexpected(standard.error());
        same = same && makesSameRows(m_facts.standard, *standard);
        m_facts.standard = std::move(*standard);
        m_standard = *json;
        m_stagesChanged = true;
    }
    std::unordered_map<model::PortalId, std::vector<model::SyncState>> byPortal;
    for (const model::SyncState &state : *states)
        byPortal[state.portal].push_back(state);
    std::unordered_map<QString, Index> regions;
    m_facts.regions.clear();
    for (model::Portal &portal : *portals) {
        const auto [at, isNew] = m_portals.try_emplace(portal.id, static_cast<Index>(m_facts.portals.size()));
        PortalFact &fact = isNew ? m_facts.portals.emplace_back() : m_facts.portals[static_cast<std::size_t>(at->second)];
        same = same && (isNew || (fact.portal.key == portal.key && fact.portal.addedAt == portal.addedAt)); // else of another store
        fact.region = kNone;
        if (!portal.region.isEmpty()) {
            const auto [place, isNewRegion] = regions.try_emplace(portal.region, static_cast<Index>(m_facts.regions.size()));
            if (isNewRegion)
                m_facts.regions.push_back(portal.region);
            fact.region = place->second;
        }
        applyStates(fact, byPortal[portal.id]);
        fact.portal = std::move(portal);
    }
    m_sources.resize(m_facts.portals.size());
    m_users.resize(m_facts.portals.size());
    m_departments.resize(m_facts.portals.size());
    return !same;
}

Index Directories::funnelOf(Index portal, EntityKind kind, std::int64_t category)
{
    const auto [place, isNew] = m_funnels.try_emplace({ portal, kind, category }, static_cast<Index>(m_facts.funnels.size()));
    if (isNew) {
        m_facts.funnels.push_back({ portal, kind, category, nameless(kind, category) });
        m_stages.emplace_back();
    }
    return place->second;
}

// What the portal's directories said before is forgotten; what nobody lists keeps the meaning that records gave it.
void Directories::unlist(Index portal)
{
    m_sources[static_cast<std::size_t>(portal)].clear();
    for (auto own = m_funnels.lower_bound({ portal, EntityKind {}, std::numeric_limits<std::int64_t>::min() });
        own != m_funnels.end() && std::get<0>(own->first) == portal; ++own) {
        FunnelFact &funnel = m_facts.funnels[static_cast<std::size_t>(own->second)];
        funnel.name = nameless(funnel.kind, funnel.categoryId);
        for (const auto &[code, stage] : m_stages[static_cast<std::size_t>(own->second)]) {
            StageFact &fact = m_facts.stages[static_cast<std::size_t>(stage)];
            fact.name = fact.code;
            fact.sort = 0;
            m_isListed[static_cast<std::size_t>(stage)] = 0;
        }
    }
}

base::Result<> Directories::readStages(Scans &scans, Index portal)
{
    unlist(portal);
    const model::PortalId id = m_facts.portals[static_cast<std::size_t>(portal)].portal.id;
    const auto categories = scans.each(scans.categories, id, [&] {
        const QString name = plain(scans.categories.text(0));
        FunnelFact &funnel = m_facts.funnels[static_cast<std::size_t>(funnelOf(portal, EntityKind::Deal, scans.categories.id()))];
        if (!name.isEmpty())
            funnel.name = name;
    });
    if (!categories)
        return categories;
    m_stagesChanged = true;
    std::set<Index> met;
    std::set<Index> alive;
    std::set<std::string, std::less<>> metSources;
    ByText &sources = m_sources[static_cast<std::size_t>(portal)];
    std::array<model::Value, 5> values; // as the columns of the directories begin
    const store::PortalScan &row = scans.statuses;
    return scans.each(scans.statuses, id, [&] {
        const bool lives = row.deletedAt() == base::kNever;
        if (row.text(0) == "SOURCE") {
            const auto code = std::string(row.text(1));
            const QString name = plain(row.text(2));
            if (metSources.insert(code).second || lives)
                sources.insert_or_assign(code, sourceNamed(name.isEmpty() ? plain(code) : name));
            return;
        }
        values = { std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), row.number(3), std::string(row.text(4)) };
        const auto stage = model::stageOf(values);
        if (!stage)
            return;
        const Index funnel = funnelOf(portal, stage->itemKind, stage->categoryId);
        const auto place = m_stages[static_cast<std::size_t>(funnel)]
                               .try_emplace(std::string(row.text(1)), static_cast<Index>(m_facts.stages.size()))
                               .first;
        m_facts.stages.resize(std::max(m_facts.stages.size(), static_cast<std::size_t>(place->second) + 1));
        m_isListed.resize(m_facts.stages.size());
        m_isListed[static_cast<std::size_t>(place->second)] = 1;
        if (!met.insert(place->second).second && (!lives || alive.contains(place->second)))
            return; // a removed stage keeps its name only until one with its code lives again
        if (lives)
            alive.insert(place->second);
        m_facts.stages[static_cast<std::size_t>(place->second)] = { portal, funnel, stage->code,
            model::withoutReordering(stage->name.isEmpty() ? stage->code : stage->name), stage->sort, stage->semantic, kNone };
    });
}

Index Directories::stageOf(Index funnel, std::string_view code, std::string_view semantic)
{
    const char meaning = semantic == "S" ? 'S' : semantic == "F" ? 'F' : 'P';
    ByText &stages = m_stages[static_cast<std::size_t>(funnel)];
    if (const Index known = found(stages, code); known != kNone) {
        StageFact &fact = m_facts.stages[static_cast<std::size_t>(known)];
        if (!m_isListed[static_cast<std::size_t>(known)] && fact.semantic != meaning) {
            fact.semantic = meaning;
            m_stagesChanged = true;
        }
        return known;
    }
    // Not in the directories (removed before the first mirror, or they may not be read): kept under its code.
    const QString name = QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()));
    const auto stage = static_cast<Index>(m_facts.stages.size());
    m_facts.stages.push_back({ m_facts.funnels[static_cast<std::size_t>(funnel)].portal, funnel, name, name, 0, meaning, kNone });
    m_isListed.push_back(0);
    stages.emplace(code, stage);
    m_stagesChanged = true;
    return stage;
}

Index Directories::sourceNamed(const QString &name)
{
    const QString key = model::folded(name);
    if (key.isEmpty())
        return 0;
    const auto [place, isNew] = m_sourceNames.try_emplace(key, static_cast<Index>(m_facts.sources.size()));
    if (isNew)
        m_facts.sources.push_back(name);
    return place->second;
}

Index Directories::sourceOf(Index portal, std::string_view code)
{
    if (code.empty())
        return 0;
    ByText &sources = m_sources[static_cast<std::size_t>(portal)];
    if (const Index known = found(sources, code); known != kNone)
        return known;
    const Index source = sourceNamed(QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size())));
    sources.emplace(code, source);
    return source;
}

Index Directories::campaignOf(std::string_view name)
{
    if (const Index known = found(m_campaigns, name); known != kNone)
        return known;
    const auto campaign = static_cast<Index>(m_facts.campaigns.size());
    m_campaigns.emplace(name, campaign);
    m_facts.campaigns.push_back(plain(name));
    return campaign;
}

Index Directories::currencyOf(std::string_view code)
{
    if (const Index known = found(m_currencies, code); known != kNone)
        return known;
    const auto currency = static_cast<Index>(m_facts.currencies.size());
    m_currencies.emplace(code, currency);
    m_facts.currencies.push_back(
        code.empty() ? m_facts.standard.currency : QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size())));
    return currency;
}

base::Result<> Directories::readPeople(Scans &scans, Index portal)
{
    const model::PortalId id = m_facts.portals[static_cast<std::size_t>(portal)].portal.id;
    auto &departments = m_departments[static_cast<std::size_t>(portal)];
    std::vector<std::pair<Index, model::RecordId>> parents;
    const store::PortalScan &row = scans.departments;
    const auto read = scans.each(scans.departments, id, [&] {
        const auto [place, isNew] = departments.try_emplace(row.id(), static_cast<Index>(m_facts.departments.size()));
        if (isNew)
            m_facts.departments.emplace_back();
        m_facts.departments[static_cast<std::size_t>(place->second)] = { portal, row.id(), plain(row.text(0)), kNone };
        parents.emplace_back(place->second, row.number(1));
    });
    if (!read)
        return read;
    for (const auto &[department, parent] : parents)
        if (const Index above = found(departments, parent); above != department)
            m_facts.departments[static_cast<std::size_t>(department)].parent = above;
    const store::PortalScan &person = scans.users;
    return scans.each(scans.users, id, [&] {
        UserFact user;
        user.portal = portal;
        user.id = person.id();
        user.name = QStringList { plain(person.text(0)), plain(person.text(1)), plain(person.text(2)) }.join(u' ').simplified();
        if (user.name.isEmpty())
            user.name = plain(person.text(3)).trimmed();
        if (user.name.isEmpty())
            user.name = QStringLiteral("user %1").arg(user.id);
        user.department = found(departments, person.number(4));
        user.active = person.number(5, 1) != 0 && person.deletedAt() == base::kNever;
        const auto [place, isNew]
            = m_users[static_cast<std::size_t>(portal)].try_emplace(user.id, static_cast<Index>(m_facts.users.size()));
        if (isNew)
            m_facts.users.emplace_back();
        m_facts.users[static_cast<std::size_t>(place->second)] = std::move(user);
    });
}

Index Directories::userOf(Index portal, model::RecordId id)
{
    if (id <= 0)
        return kNone;
    const auto [place, isNew] = m_users[static_cast<std::size_t>(portal)].try_emplace(id, static_cast<Index>(m_facts.users.size()));
    if (isNew)
        m_facts.users.push_back({ portal, id, QStringLiteral("user %1").arg(id), kNone, false });
    return place->second;
}

// Mappings that people or the program saved; stages without one are paired by code and name.
std::vector<Index> Directories::pairedAt(base::UtcSeconds at) const
{
    std::unordered_map<std::int32_t, Index> milestones;
    for (std::size_t i = 0; i < m_facts.standard.milestones.size(); ++i)
        milestones.emplace(m_facts.standard.milestones[i].id, static_cast<Index>(i));
    std::unordered_map<model::PortalId, std::vector<model::StageMapping>> saved;
    for (const model::StageMapping &mapping : m_facts.standard.mappings)
        saved[mapping.portal].push_back(mapping);
    model::StagePairing pairing(m_facts.standard);
    std::vector<Index> result;
    for (const StageFact &stage : m_facts.stages) {
        const model::PortalId portal = m_facts.portals[static_cast<std::size_t>(stage.portal)].portal.id;
        const FunnelFact &funnel = m_facts.funnels[static_cast<std::size_t>(stage.funnel)];
        auto milestone = model::milestoneAt(saved[portal], portal, funnel.kind, funnel.categoryId, stage.code, at);
        if (!milestone)
            milestone
                = pairing.milestoneOf({ funnel.kind, funnel.categoryId, stage.code, stage.name, stage.sort, stage.semantic }).value_or(0);
        const auto found = milestones.find(*milestone);
        result.push_back(found == milestones.end() ? kNone : found->second);
    }
    return result;
}

void Directories::mapStages(base::UtcSeconds now)
{
    std::set<base::UtcSeconds> changes;
    for (const model::StageMapping &mapping : m_facts.standard.mappings)
        if (mapping.validFrom != base::kNever && mapping.validFrom <= now)
            changes.insert(mapping.validFrom);
    const bool isDue = m_stagesChanged || now < m_mappedAt || (!changes.empty() && *changes.rbegin() > m_mappedAt);
    m_mappedAt = now;
    if (!isDue)
        return;
    m_stagesChanged = false;
    const std::vector<Index> paired = pairedAt(now);
    for (std::size_t i = 0; i < paired.size(); ++i) {
        StageFact &stage = m_facts.stages[i];
        stage.milestone = paired[i];
        stage.junk = stage.semantic == 'F' && model::isJunk(m_facts.standard, stage.code, stage.name);
    }
    m_facts.earlierPairings.clear();
    for (const base::UtcSeconds change : changes)
        m_facts.earlierPairings.push_back({ change, pairedAt(change - 1) });
}

namespace {

template <class Map> std::vector<QByteArray> textsByNumber(const Map &map)
{
    std::vector<QByteArray> texts(map.size());
    for (const auto &[text, number] : map)
        texts[static_cast<std::size_t>(number)] = QByteArray::fromStdString(text);
    return texts;
}

// Counts before lists are checked by what is left to read: each entry takes a byte at least.
bool readCount(QDataStream &in, quint32 &count)
{
    in >> count;
    return in.status() == QDataStream::Ok && qint64(count) <= in.device()->bytesAvailable();
}

template <class Use> bool eachEntry(QDataStream &in, Use use)
{
    quint32 count = 0;
    if (!readCount(in, count))
        return false;
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i)
        use(static_cast<Index>(i));
    return in.status() == QDataStream::Ok;
}

} // namespace

void Directories::save(QDataStream &out) const
{
    out << m_standard << quint32(m_facts.portals.size());
    for (const PortalFact &fact : m_facts.portals)
        out << qint32(fact.portal.id) << fact.portal.key << qint64(fact.portal.addedAt) << qint64(fact.newestData)
            << qint64(fact.historyFrom[0]) << qint64(fact.historyFrom[1]);
    out << quint32(m_facts.funnels.size());
    for (const FunnelFact &funnel : m_facts.funnels)
        out << qint32(funnel.portal) << quint8(funnel.kind) << qint64(funnel.categoryId);
    out << quint32(m_facts.stages.size());
    for (const StageFact &stage : m_facts.stages)
        out << qint32(stage.funnel) << stage.code.toUtf8() << quint8(stage.semantic);
    out << quint32(m_facts.users.size());
    for (const UserFact &user : m_facts.users)
        out << qint32(user.portal) << qint64(user.id);
    out << quint32(m_facts.sources.size());
    for (const QString &source : m_facts.sources)
        out << source;
    for (const ByText *texts : { &m_campaigns, &m_currencies }) {
        out << quint32(texts->size());
        for (const QByteArray &text : textsByNumber(*texts))
            out << text;
    }
}

bool Directories::load(QDataStream &in)
{
    m_facts = {};
    m_campaigns.clear();
    in >> m_standard;
    auto standard = m_standard.isEmpty() ? base::Result<model::Standard>(model::defaultStandard()) : model::standardFromJson(m_standard);
    if (in.status() != QDataStream::Ok || !standard)
        return false;
    m_facts.standard = std::move(*standard);
    const bool portals = eachEntry(in, [&](Index number) {
        PortalFact &fact = m_facts.portals.emplace_back();
        qint64 added = 0;
        qint64 newest = 0;
        qint64 leads = 0;
        qint64 deals = 0;
        in >> fact.portal.id >> fact.portal.key >> added >> newest >> leads >> deals;
        fact.portal.addedAt = added;
        fact.newestData = newest;
        fact.historyFrom = { leads, deals };
        m_portals.emplace(fact.portal.id, number);
    });
    m_sources.resize(m_facts.portals.size());
    m_users.resize(m_facts.portals.size());
    m_departments.resize(m_facts.portals.size());
    return portals && loadStages(in) && loadRest(in);
}

bool Directories::loadStages(QDataStream &in)
{
    bool inside = true; // all numbers are of what has been read
    const bool funnels = eachEntry(in, [&](Index) {
        qint32 portal = 0;
        quint8 kind = 0;
        qint64 category = 0;
        in >> portal >> kind >> category;
        inside = inside && portal >= 0 && static_cast<std::size_t>(portal) < m_facts.portals.size();
        (void)funnelOf(portal, static_cast<EntityKind>(kind), category);
    });
    return funnels && eachEntry(in, [&](Index) {
        qint32 funnel = 0;
        QByteArray code;
        quint8 semantic = 0;
        in >> funnel >> code >> semantic;
        inside = inside && funnel >= 0 && static_cast<std::size_t>(funnel) < m_facts.funnels.size();
        const char meaning = static_cast<char>(semantic);
        if (inside)
            (void)stageOf(funnel, code.toStdString(), std::string_view(&meaning, 1));
    }) && inside;
}

bool Directories::loadRest(QDataStream &in)
{
    bool inside = true;
    const bool users = eachEntry(in, [&](Index) {
        qint32 portal = 0;
        qint64 id = 0;
        in >> portal >> id;
        inside = inside && portal >= 0 && static_cast<std::size_t>(portal) < m_facts.portals.size();
        if (inside)
            (void)userOf(portal, id);
    });
    const bool sources = eachEntry(in, [&](Index number) {
        QString source;
        in >> source;
        m_facts.sources.push_back(source);
        if (number > 0)
            m_sourceNames.emplace(model::folded(source), number);
    });
    QByteArray text;
    return users && inside && sources && eachEntry(in, [&](Index) {
        in >> text;
        (void)campaignOf(text.toStdString());
    }) && eachEntry(in, [&](Index) {
        in >> text;
        (void)currencyOf(text.toStdString());
    });
}

} // namespace dealerlens::facts
