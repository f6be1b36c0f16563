// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/builder.h"

#include "facts/hub.h"
#include "facts/keptfile.h"
#include "facts/portalbuilder.h"
#include "facts/same.h"
#include "store/files.h"

namespace dealerlens::facts {

using model::EntityKind;

namespace {

// What is read of a portal when records of a kind have changed there.
bool makesRows(EntityKind kind)
{
    switch (kind) {
    case EntityKind::Lead:
    case EntityKind::Deal:
    case EntityKind::Contact: // their phones
    case EntityKind::Company:
    case EntityKind::LeadHistory:
    case EntityKind::DealHistory:
    case EntityKind::Activity:
    case EntityKind::Call:
    case EntityKind::Status: // meanings of stages, names of sources
    case EntityKind::Category:
        return true;
    default:
        return false;
    }
}

bool isStages(EntityKind kind) { return kind == EntityKind::Status || kind == EntityKind::Category; }

bool isFirstWalk(const model::SyncState &state)
{
    return (state.kind == EntityKind::Lead || state.kind == EntityKind::Deal) && state.watermark == base::kNever
        && state.walkStarted != base::kNever;
}

bool isPeople(EntityKind kind) { return kind == EntityKind::User || kind == EntityKind::Department; }

} // namespace

Builder::Builder(QString columnsPath, QString derivedPath)
    : m_columnsPath(std::move(columnsPath))
    , m_derivedPath(std::move(derivedPath))
{
}

// Whether the state is of this store and nothing has changed by which all rows are made. The upper part of a generation
// is the number of the mirror: a mirror that was begun anew has another.
base::Result<bool> Builder::canGoOn(const store::Reader &reader, std::int64_t journal)
{
    if (!m_state || (reader.generation() >> 40) != (m_state->generation >> 40) || reader.generation() < m_state->generation
        || journal < m_state->journal)
        return false;
    const auto rulesChanged = m_state->directories.readNetwork(reader);
    if (!rulesChanged)
        return std::unexpected(rulesChanged.error());
    return !*rulesChanged;
}

// Everything when it is not known what has changed, or when too much has.
base::Result<std::vector<Builder::Parts>> Builder::partsToRead(const store::Reader &reader)
{
    const auto journal = store::newestJournalLine(reader);
    if (!journal)
        return std::unexpected(journal.error());
    if (!m_state)
        m_behind.clear(), m_madeAt.clear();
    const bool isOpened = !m_state && !m_columnsPath.isEmpty();
    if (isOpened)
        m_state = openColumns(m_columnsPath);
    const auto goesOn = canGoOn(reader, *journal);
    if (!goesOn)
        return std::unexpected(goesOn.error());
    const auto changed = store::changedSince(reader, *goesOn ? m_state->generation : reader.generation());
    if (!changed)
        return std::unexpected(changed.error());
    const bool all = !*goesOn || !*changed;
    if (all) {
        m_behind.clear(), m_madeAt.clear();
        m_state = std::make_unique<BuilderState>();
        m_last.reset();
        m_isSaved = false;
        if (const auto read = m_state->directories.readNetwork(reader); !read)
            return std::unexpected(read.error());
    } else if (isOpened) {
        m_isSaved = true;
    }
    m_state->journal = *journal;
    const std::size_t known = m_state->runs.size();
    m_state->runs.resize(m_state->directories.facts().portals.size());
    std::vector<Parts> parts(m_state->runs.size(), Parts { all, all || isOpened, all || isOpened });
    for (std::size_t portal = known; portal < parts.size(); ++portal)
        parts[portal] = { true, true, true };
    if (all)
        return parts;
    for (const auto &[id, kinds] : **changed) {
        const Index portal = m_state->directories.portalOf(id);
        if (portal == kNone)
            continue;
        Parts &own = parts[static_cast<std::size_t>(portal)];
        own.rows = own.rows || std::ranges::any_of(kinds, makesRows);
        own.stages = own.stages || std::ranges::any_of(kinds, isStages);
        own.people = own.people || std::ranges::any_of(kinds, isPeople);
    }
    if (const auto done = postpone(reader, parts); !done)
        return std::unexpected(done.error());
    return parts;
}

base::Result<> Builder::postpone(const store::Reader &reader, std::vector<Parts> &parts)
{
    for (const Index portal : std::exchange(m_behind, {}))
        parts[static_cast<std::size_t>(portal)].rows = parts[static_cast<std::size_t>(portal)].stages = true;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto portal = static_cast<Index>(i);
        const auto made = m_madeAt.find(portal);
        if (!parts[i].rows || made == m_madeAt.end() || m_now < made->second || m_now - made->second >= kFirstMirrorPause)
            continue;
        const auto states = reader.syncStates(m_state->directories.facts().portals[i].portal.id);
        if (!states)
            return std::unexpected(states.error());
        if (!std::ranges::any_of(*states, isFirstWalk))
            continue;
        parts[i].rows = parts[i].stages = false;
        m_behind.insert(portal);
    }
    return {};
}

base::Result<> Builder::readPortals(Scans &scans, const std::vector<Parts> &parts)
{
    Directories &directories = m_state->directories;
    PortalBuilder builder(directories, scans);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto portal = static_cast<Index>(i);
        base::Result<> done;
        if (scans.cancel.isCancelled())
            done = Scans::cancelled();
        if (done && parts[i].stages)
            done = directories.readStages(scans, portal);
        if (done && parts[i].people)
            done = directories.readPeople(scans, portal);
        if (!done)
            return done;
        if (!parts[i].rows)
            continue;
        const auto rows = builder.make(portal);
        if (!rows)
            return std::unexpected(rows.error());
        auto run = m_state->columns->put(portal, **rows);
        if (!run)
            return std::unexpected(run.error());
        m_state->runs[i] = std::move(*run);
        m_madeAt[portal] = m_now;
        ++m_made;
    }
    return {};
}

SnapshotPtr Builder::publish(std::int64_t generation, base::UtcSeconds now)
{
    m_state->directories.mapStages(now);
    auto snapshot = std::make_shared<Snapshot>(m_state->directories.facts());
    snapshot->generation = generation;
    snapshot->builtAt = now;
    snapshot->runs = m_state->runs;
    snapshot->show(*m_state->columns);
    if (const auto last = m_last.lock())
        snapshot->derived.follow(last->derived, sameIn(*last, *snapshot));
    else if (!m_derivedPath.isEmpty())
        snapshot->derived.keepIn(std::make_shared<const KeptFile>(m_derivedPath));
    m_last = snapshot;
    m_state->generation = generation;
    m_unsaved += m_made;
    return snapshot;
}

base::Result<SnapshotPtr> Builder::bringUpToDate(const store::Reader &reader, base::UtcSeconds now, const base::CancelToken &cancel)
{
    m_made = 0;
    m_now = now;
    Scans scans(reader, cancel);
    base::Result<> done;
    if (const auto parts = partsToRead(reader); parts)
        done = readPortals(scans, *parts);
    else
        done = std::unexpected(parts.error());
    if (!done) {
        m_state.reset(); // some portals are newer than others
        m_last.reset();
        return std::unexpected(done.error());
    }
    return publish(reader.generation(), now);
}

bool Builder::wantsSaving() const
{
    constexpr base::UtcSeconds kPause = 600;
    if (!m_state || m_columnsPath.isEmpty() || m_unsaved == 0 || isBehind()) // the file is to stand for one generation
        return false;
    return !m_isSaved || (m_unsaved * 4 >= m_state->runs.size() && (m_savedAt == base::kNever || m_now - m_savedAt >= kPause));
}

base::Result<> Builder::save()
{
    auto saved = m_state ? saveColumns(m_columnsPath, *m_state) : base::Result<>();
    m_isSaved = true; // or tried: the next time after a pause
    m_unsaved = 0;
    m_savedAt = m_now;
    return saved;
}

base::Result<SnapshotPtr> build(
    const store::Reader &reader, const base::Clock &clock, const base::CancelToken &cancel, const QString &folder)
{
    Builder builder(folder.isEmpty() ? QString() : store::columnsPath(folder), folder.isEmpty() ? QString() : store::derivedPath(folder));
    auto built = builder.bringUpToDate(reader, clock.now(), cancel);
    if (built && builder.wantsSaving())
        (void)builder.save(); // a folder that may only be read is no error
    return built;
}

} // namespace dealerlens::facts
