// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/scans.h"
#include "facts/snapshot.h"

#include <QDataStream>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dealerlens::facts {

// Portals, funnels, stages, sources, campaigns and people, and by what each is found. Numbers that were given stay:
// what is read again changes names and properties in its place, what is new comes at the end; what nobody uses any
// more stays until everything is built anew. Belongs to one thread at a time.
class Directories {
public:
    Directories();

    // The dictionaries of the next snapshot; without columns.
    [[nodiscard]] Snapshot &facts() { return m_facts; }

    // Portals, states and the standard; answers whether the rows of all portals must be made
    // again, since something of the standard is another that they are made with.
    [[nodiscard]] base::Result<bool> readNetwork(const store::Reader &reader);
    [[nodiscard]] base::Result<> readStages(Scans &scans, Index portal); // funnels and sources too
    [[nodiscard]] base::Result<> readPeople(Scans &scans, Index portal);
    // Pairs stages with milestones as of `now`, when something that this depends on has changed.
    void mapStages(base::UtcSeconds now);

    [[nodiscard]] Index portalOf(model::PortalId id) const; // kNone: unknown
    [[nodiscard]] Index funnelOf(Index portal, model::EntityKind kind, std::int64_t category);
    // The stage called `code`. One that is not in the portal's directories means what the first record says that is
    // met in it each time the portal is read.
    [[nodiscard]] Index stageOf(Index funnel, std::string_view code, std::string_view semantic);
    [[nodiscard]] Index userOf(Index portal, model::RecordId id); // kNone: nobody
    [[nodiscard]] Index sourceOf(Index portal, std::string_view code);
    [[nodiscard]] Index campaignOf(std::string_view name);
    [[nodiscard]] Index currencyOf(std::string_view code);

    // What columns refer to by number, without names that the store has. load() is for empty directories and answers
    // whether all of it could be read; names then come with readNetwork(), readStages() and readPeople().
    void save(QDataStream &out) const;
    [[nodiscard]] bool load(QDataStream &in);

private:
    struct TextHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    using ByText = std::unordered_map<std::string, Index, TextHash, std::equal_to<>>;

    void unlist(Index portal);
    [[nodiscard]] bool loadStages(QDataStream &in);
    [[nodiscard]] bool loadRest(QDataStream &in);
    [[nodiscard]] Index sourceNamed(const QString &name);
    [[nodiscard]] std::vector<Index> pairedAt(base::UtcSeconds at) const;

    Snapshot m_facts;
    std::unordered_map<model::PortalId, Index> m_portals;
    std::map<std::tuple<Index, model::EntityKind, std::int64_t>, Index> m_funnels;
    std::vector<ByText> m_stages; // by funnel
    std::vector<char> m_isListed; // by stage: in the portal's directories
    std::vector<ByText> m_sources; // by portal: codes
    std::vector<std::unordered_map<model::RecordId, Index>> m_users; // by portal
    std::vector<std::unordered_map<model::RecordId, Index>> m_departments;
    std::unordered_map<QString, Index> m_sourceNames; // folded
    ByText m_campaigns;
    ByText m_currencies;
    QByteArray m_standard; // as JSON
    base::UtcSeconds m_mappedAt = base::kNever;
    bool m_stagesChanged = true;
};

} // namespace dealerlens::facts
