// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/mirrorwriter.h"

#include "base/crashpoint.h"
#include "model/recordpool.h"
#include "store/itemhistory.h"
#include "store/searchwords.h"

#include <limits>
#include <utility>

namespace dealerlens::store {

using model::EntityKind;

namespace {

std::int64_t numberOf(EntityKind kind) { return std::to_underlying(kind); }

void bindKey(Statement &statement, int parameter, const model::RecordKey &key)
{
    statement.bind(parameter, std::int64_t { key.portal });
    statement.bind(parameter + 1, key.id);
}

void bindOwner(Statement &statement, const model::RecordKey &key)
{
    statement.bind(1, std::int64_t { key.portal });
    statement.bind(2, numberOf(key.kind));
    statement.bind(3, key.id);
}

// The journal tells when such a record goes and comes back; the others are never said to be gone.
bool isProvable(EntityKind kind)
{
    switch (kind) {
    case EntityKind::LeadHistory:
    case EntityKind::DealHistory:
    case EntityKind::Call:
    case EntityKind::Comment:
    case EntityKind::User:
        return false;
    default:
        return true;
    }
}

// Missing values at the end of a record are nothing.
bool sameValues(const std::vector<model::Value> &stored, const std::vector<model::Value> &now)
{
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (i >= now.size() ? !std::holds_alternative<std::monostate>(stored[i]) : stored[i] != now[i])
            return false;
    }
    return true;
}

} // namespace

MirrorWriter::MirrorWriter(Connection &mirror, Connection &ledger)
    : m_mirror(mirror)
    , m_ledger(ledger)
    , m_insertPoint(mirror,
          "INSERT INTO contact_point (portal_id, owner_kind, owner_id, place, id, type, kind, value, lookup) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
          true)
    , m_deletePoints(mirror, "DELETE FROM contact_point WHERE portal_id = ? AND owner_kind = ? AND owner_id = ?", true)
    , m_selectPoints(mirror, kSelectPoints, true)
    , m_insertLink(
          mirror, "INSERT INTO task_link (portal_id, item_kind, item_id, task_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", true)
    , m_deleteLinks(mirror, "DELETE FROM task_link WHERE portal_id = ? AND item_kind = ? AND item_id = ? AND task_id = ?", true)
    , m_index(mirror, "INSERT INTO search_text (rowid, words) VALUES (?, ?)", true)
    , m_forget(mirror, "INSERT INTO search_text (search_text, rowid, words) VALUES ('delete', ?, ?)", true)
    , m_state(mirror,
          "INSERT INTO sync_state (portal_id, kind, watermark, walk_since, walk_started, walk_cursor, last_id, denied, problem, "
          "problem_since, checked_at, check_started, check_cursor, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
          "(portal_id, kind) DO UPDATE SET "
          "watermark = excluded.watermark, walk_since = excluded.walk_since, walk_started = excluded.walk_started, "
          "walk_cursor = excluded.walk_cursor, last_id = excluded.last_id, denied = excluded.denied, "
          "problem = excluded.problem, problem_since = excluded.problem_since, checked_at = excluded.checked_at, "
          "check_started = excluded.check_started, check_cursor = excluded.check_cursor, "
          "total = excluded.total",
          true)
    , m_insertBad(mirror,
          "INSERT INTO bad_record (portal_id, kind, id, fields) VALUES (?, ?, ?, ?) ON CONFLICT (portal_id, kind, id) "
          "DO UPDATE SET fields = excluded.fields",
          true)
    , m_deleteBad(mirror, "DELETE FROM bad_record WHERE portal_id = ? AND kind = ? AND id = ?", true)
    , m_selectKept(ledger, kSelectKept, true)
    , m_selectTold(ledger, kSelectTold, true)
    , m_selectHighestTold(ledger, "SELECT record_id FROM journal WHERE portal_id = ? AND kind = ? ORDER BY record_id DESC LIMIT 1", true)
    , m_noteChange(mirror,
          "INSERT INTO portal_change (portal_id, kind, generation) VALUES (?1, ?2, ?3) ON CONFLICT (portal_id, kind) "
          "DO UPDATE SET generation = excluded.generation, alive = portal_change.alive + ?4 RETURNING alive",
          true)
    , m_forgotten(ledger)
{
}

MirrorWriter::Table &MirrorWriter::table(EntityKind kind)
{
    Table &own = m_tables[static_cast<std::size_t>(numberOf(kind) - 1)];
    if (!own.insert.isValid()) {
        const TableSql &sql = sqlOf(kind);
        own = { Statement(m_mirror, sql.insert, true), Statement(m_mirror, sql.update, true), Statement(m_mirror, sql.select, true) };
    }
    return own;
}

base::Result<ChangeSet> MirrorWriter::write(const PageWrite &page, base::UtcSeconds now)
{
    m_changes = {};
    m_journal.clear();
    m_kept.clear();
    m_highestTold.clear();
    m_born.clear(); // of a page that could not be written
    m_badChanged = false;
    fitCache(page.records.size());
    m_mirror.begin();
    apply(page, m_changes, page.seenAt == base::kNever ? now : page.seenAt);
    if (m_badChanged)
        m_changes.badRecords = countBad(page.portal);
    m_changes.generation = raiseGeneration();
    noteChanges();
    CRASHPOINT("page.applied");
    if (!m_mirror.failed() && !(m_journal.empty() && m_kept.empty() && !m_forgotten.hasNew())) {
        m_ledger.begin();
        appendJournal(m_ledger, m_journal);
        keepHistory(m_ledger, m_kept);
        m_forgotten.keepNew(m_ledger);
        CRASHPOINT("journal.before_commit");
        if (auto kept = m_ledger.commit(); !kept) {
            m_mirror.rollback();
            return std::unexpected(kept.error());
        }
        m_forgotten.newAreKept();
        CRASHPOINT("journal.committed");
    }
    if (auto asked = m_ledger.status(); !asked) { // reading kept history failed
        m_mirror.rollback();
        (void)m_mirror.status();
        return std::unexpected(asked.error());
    }
    if (auto done = m_mirror.commit(); !done)
        return std::unexpected(done.error());
    CRASHPOINT("page.committed");
    return std::move(m_changes);
}

// A first mirror fills neighbouring rows and the word index page after page, which a large cache spares from being read
// and written several times. Changes come from everywhere: what they touch is hardly ever touched again, and a large cache
// would only fill with it for as long as the program runs.
void MirrorWriter::fitCache(std::size_t records)
{
    constexpr std::size_t kMany = 500; // of a walk's answer, ten times as many as a portal changes between two looks
    constexpr int kFewInARow = 32; // looks of other portals come in between
    if (records >= kMany) {
        m_smallPages = 0;
        if (!std::exchange(m_isCacheLarge, true))
            m_mirror.execute("PRAGMA cache_size=-49152");
    } else if (m_isCacheLarge && ++m_smallPages >= kFewInARow) {
        m_isCacheLarge = false;
        m_mirror.execute("PRAGMA cache_size=-12288"); // what is beyond it goes at once
    }
}

base::Result<std::int64_t> MirrorWriter::nextGeneration()
{
    m_mirror.begin();
    const std::int64_t generation = raiseGeneration();
    if (auto done = m_mirror.commit(); !done)
        return std::unexpected(done.error());
    return generation;
}

std::int64_t MirrorWriter::raiseGeneration()
{
    m_mirror.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'");
    return m_mirror.number("SELECT value FROM meta WHERE name = 'generation'");
}

// For whoever derives something from the records: which kinds of which portals this page has changed.
void MirrorWriter::noteChanges()
{
    const model::RecordKey *last = nullptr;
    for (const model::RecordKey &key : m_changes.changed) {
        if (last && last->portal == key.portal && last->kind == key.kind)
            continue;
        last = &key;
        m_noteChange.bind(1, std::int64_t { key.portal });
        m_noteChange.bind(2, numberOf(key.kind));
        m_noteChange.bind(3, m_changes.generation);
        m_noteChange.bind(4, m_born[key.kind]);
        const bool unknown = m_noteChange.step() && m_noteChange.isNull(0);
        m_noteChange.reset();
        if (unknown && isProvable(key.kind)) // the others do not come and go one by one
            countAlive(key);
    }
    m_born.clear();
}

void MirrorWriter::countAlive(const model::RecordKey &key)
{
    Statement count(m_mirror,
        "UPDATE portal_change SET alive = (SELECT COUNT(*) FROM " + std::string(model::schemaOf(key.kind).table)
            + " WHERE portal_id = ?1 AND deleted_at IS NULL) WHERE portal_id = ?1 AND kind = ?2");
    count.bind(1, std::int64_t { key.portal });
    count.bind(2, numberOf(key.kind));
    count.run();
}

void MirrorWriter::apply(const PageWrite &page, ChangeSet &changes, base::UtcSeconds seenAt)
{
    for (std::size_t i = 0; i < page.records.size(); ++i) {
        if (m_mirror.failed())
            return;
        model::fetchAhead(std::span(page.records).subspan(i + 1));
        applyRecord(page.portal, page.records[i], seenAt);
    }
    for (const model::RecordKey &key : page.gone)
        markGone(key, seenAt);
    for (const model::SyncState &state : page.states) {
        writeState(state);
        changes.portals.push_back(state.portal);
    }
    if (page.cycleEnd) {
        writeCycleEnd(*page.cycleEnd);
        changes.portals.push_back(page.portal);
    }
    std::ranges::sort(changes.changed);
    changes.changed.erase(std::unique(changes.changed.begin(), changes.changed.end()), changes.changed.end());
    std::ranges::sort(changes.portals);
    changes.portals.erase(std::unique(changes.portals.begin(), changes.portals.end()), changes.portals.end());
}

void MirrorWriter::applyRecord(model::PortalId portal, const model::Record &record, base::UtcSeconds seenAt)
{
    const auto clean = m_forgotten.withoutPerson(portal, record);
    writeRecord(portal, clean ? *clean : record, seenAt);
}

void MirrorWriter::writeRecord(model::PortalId portal, const model::Record &record, base::UtcSeconds seenAt)
{
    const model::RecordKey key { portal, record.kind, record.id };
    Statement &insert = table(record.kind).insert;
    bindKey(insert, 1, key);
    bindRecord(insert, 3, record);
    if (!insert.run())
        return;
    // Most records of a full mirror are new: to try the insert is cheaper than to look first.
    if (m_mirror.changes() > 0)
        inserted(key, record, seenAt);
    else
        replaced(key, record, seenAt);
}

void MirrorWriter::inserted(const model::RecordKey &key, const model::Record &record, base::UtcSeconds seenAt)
{
    m_changes.changed.push_back(key);
    ++m_born[key.kind];
    compareWithTold(key, record, seenAt);
    noteBad(key, record.badFields, false);
    lookUpPoints(record);
    writePoints(key, false);
    if (isSearchable(key.kind))
        index(key, searchWords(key.kind, record.values, m_points));
    if (key.kind == EntityKind::Task)
        writeTaskLinks(key, record, false);
    if (key.kind == EntityKind::Deal)
        for (const model::RecordKey &given : giveBackHistory(m_selectKept, m_mirror, key.portal, key.id))
            m_changes.changed.push_back(given);
    if (key.kind == EntityKind::DealHistory && record.values.size() > 1 && model::toInt(record.values[1]) == kFunnelChanged)
        std::ranges::move(historyOfDeal(m_mirror, key.portal, model::toInt(record.values[0]), key.id), std::back_inserter(m_kept));
}

void MirrorWriter::replaced(const model::RecordKey &key, const model::Record &record, base::UtcSeconds seenAt)
{
    readStored(key);
    if (!m_found)
        return;
    const bool revived = m_stored.deletedAt != base::kNever;
    const bool samePoints = !hasPoints(key.kind) || std::ranges::equal(m_storedPoints, record.points, {}, &StoredPoint::point);
    if (!revived && samePoints && sameValues(m_stored.values, record.values) && m_stored.extra == record.extra)
        return;
    // Normalising phones is the dearest part of a write: only what is new pays for it.
    if (samePoints)
        m_points = m_storedPoints;
    else
        lookUpPoints(record);
    m_changes.changed.push_back(key);
    noteBad(key, record.badFields, true);
    if (revived) {
        m_journal.push_back(deletionLine(key, false, seenAt));
        ++m_born[key.kind];
    }
    journalChanges(m_stored, record, seenAt, m_journal);
    compareWithTold(key, record, seenAt); // the ledger may be ahead of us, and the portal back where we still are
    const auto category = static_cast<std::size_t>(std::max(0, model::columnIndex(key.kind, "category_id")));
    if (key.kind == EntityKind::Deal && category < record.values.size() && m_stored.values[category] != record.values[category])
        std::ranges::move(
            historyOfDeal(m_mirror, key.portal, key.id, std::numeric_limits<model::RecordId>::max()), std::back_inserter(m_kept));
    Statement &update = table(key.kind).update;
    bindRecord(update, 1, record);
    bindKey(update, static_cast<int>(m_stored.values.size()) + 2, key);
    update.run();
    if (isSearchable(key.kind)) {
        const std::string before = searchWords(key.kind, m_stored.values, m_storedPoints);
        const std::string now = searchWords(key.kind, record.values, m_points);
        if (!revived && before != now)
            forget(key, before);
        if (revived || before != now)
            index(key, now);
    }
    if (!samePoints)
        writePoints(key, true);
    if (key.kind == EntityKind::Task)
        writeTaskLinks(key, record, true);
}

// To ask the ledger costs more than to write the record: nothing has been told of ids behind the highest there.
void MirrorWriter::compareWithTold(const model::RecordKey &key, const model::Record &record, base::UtcSeconds seenAt)
{
    if (!isProvable(key.kind))
        return;
    const auto [highest, isNew] = m_highestTold.try_emplace(key.kind, 0);
    if (isNew) {
        m_selectHighestTold.bind(1, std::int64_t { key.portal });
        m_selectHighestTold.bind(2, numberOf(key.kind));
        highest->second = m_selectHighestTold.step() ? m_selectHighestTold.number(0) : 0;
        m_selectHighestTold.reset();
    }
    if (key.id <= highest->second)
        journalFirstSight(m_selectTold, key, record, seenAt, m_journal);
}

void MirrorWriter::setDeleted(const model::RecordKey &key, base::UtcSeconds at)
{
    Statement mark(
        m_mirror, "UPDATE " + std::string(model::schemaOf(key.kind).table) + " SET deleted_at = ? WHERE portal_id = ? AND id = ?");
    mark.bind(1, at);
    bindKey(mark, 2, key);
    mark.run();
}

void MirrorWriter::markGone(const model::RecordKey &key, base::UtcSeconds seenAt)
{
    readStored(key);
    if (!m_found || m_stored.deletedAt != base::kNever)
        return;
    setDeleted(key, seenAt);
    --m_born[key.kind];
    if (isSearchable(key.kind))
        forget(key, searchWords(key.kind, m_stored.values, m_storedPoints));
    m_changes.changed.push_back(key);
    noteBad(key, {}, true);
    // Gone by the page that brings it back: nothing has happened. (A page written again may meet what it told itself.)
    const auto ofReturn = [&](const JournalEntry &line) { return line.record == key && line.field == "deleted"; };
    if (std::erase_if(m_journal, ofReturn) == 0)
        m_journal.push_back(deletionLine(key, true, seenAt));
}

void MirrorWriter::writeState(const model::SyncState &state)
{
    const QByteArray problem = state.problem.toUtf8();
    m_state.bind(1, std::int64_t { state.portal });
    m_state.bind(2, numberOf(state.kind));
    m_state.bindInstant(3, state.watermark);
    m_state.bindInstant(4, state.walkSince);
    m_state.bindInstant(5, state.walkStarted);
    m_state.bind(6, state.cursor);
    m_state.bind(7, state.lastId);
    m_state.bind(8, std::int64_t { state.denied });
    m_state.bind(9, problem);
    m_state.bindInstant(10, state.problemSince);
    m_state.bindInstant(11, state.checkedAt);
    m_state.bindInstant(12, state.checkStarted);
    m_state.bind(13, state.checkCursor);
    m_state.bind(14, state.total);
    m_state.run();
}

void MirrorWriter::writeCycleEnd(const model::CycleEnd &end)
{
    Statement write(m_mirror,
        "INSERT INTO cycle_end (portal_id, last_success, problem, problem_since) VALUES (?, ?, ?, ?) ON CONFLICT (portal_id) "
        "DO UPDATE SET last_success = COALESCE(excluded.last_success, cycle_end.last_success), problem = excluded.problem, "
        "problem_since = excluded.problem_since");
    const QByteArray problem = end.problem.toUtf8();
    write.bind(1, std::int64_t { end.portal });
    write.bindInstant(2, end.lastSuccess);
    write.bind(3, problem);
    write.bindInstant(4, end.problemSince);
    write.run();
}

// Fields of an impossible type: rare, so that a record without them costs a deletion only when it is replaced.
void MirrorWriter::noteBad(const model::RecordKey &key, const std::vector<std::string> &fields, bool replace)
{
    if (fields.empty() && !replace)
        return;
    Statement &statement = fields.empty() ? m_deleteBad : m_insertBad;
    std::string names;
    bindOwner(statement, key);
    if (!fields.empty()) {
        for (const std::string &field : fields) {
            if (!names.empty())
                names += ", ";
            names += field;
        }
        statement.bind(4, std::string_view(names));
    }
    statement.run();
    m_badChanged = m_badChanged || m_mirror.changes() > 0;
}

std::int64_t MirrorWriter::countBad(model::PortalId portal)
{
    return m_mirror.number("SELECT COUNT(*) FROM bad_record WHERE portal_id = " + std::to_string(portal));
}

void MirrorWriter::writePoints(const model::RecordKey &key, bool replace)
{
    if (!hasPoints(key.kind))
        return;
    if (replace) {
        bindOwner(m_deletePoints, key);
        m_deletePoints.run();
    }
    std::int64_t place = 0;
    for (const StoredPoint &stored : m_points) {
        bindOwner(m_insertPoint, key);
        m_insertPoint.bind(4, place++);
        m_insertPoint.bind(5, stored.point.id);
        m_insertPoint.bind(6, std::string_view(stored.point.type));
        m_insertPoint.bind(7, std::string_view(stored.point.kind));
        m_insertPoint.bind(8, std::string_view(stored.point.value));
        m_insertPoint.bind(9, std::string_view(stored.lookup));
        m_insertPoint.run();
    }
}

void MirrorWriter::writeTaskLinks(const model::RecordKey &key, const model::Record &record, bool replace)
{
    const auto column = static_cast<std::size_t>(model::columnIndex(EntityKind::Task, "crm_links"));
    const auto write = [&](Statement &statement, const std::vector<model::Value> &values) {
        if (column >= values.size())
            return;
        for (const model::RecordKey &item : linksOfTask(key.portal, model::toText(values[column]))) {
            bindOwner(statement, item);
            statement.bind(4, key.id);
            statement.run();
        }
    };
    if (replace)
        write(m_deleteLinks, m_stored.values);
    write(m_insertLink, record.values);
}

void MirrorWriter::lookUpPoints(const model::Record &record)
{
    m_points.resize(hasPoints(record.kind) ? record.points.size() : 0);
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        m_points[i].point = record.points[i];
        m_points[i].lookup = lookupOf(record.points[i]);
    }
}

void MirrorWriter::index(const model::RecordKey &key, const std::string &words)
{
    const std::int64_t row = searchRow(key);
    if (row == 0)
        return;
    m_index.bind(1, row);
    m_index.bind(2, std::string_view(words));
    m_index.run();
}

void MirrorWriter::forget(const model::RecordKey &key, const std::string &words)
{
    const std::int64_t row = searchRow(key);
    if (row == 0)
        return;
    m_forget.bind(1, row);
    m_forget.bind(2, std::string_view(words));
    m_forget.run();
}

void MirrorWriter::readStored(const model::RecordKey &key)
{
    Statement &select = table(key.kind).select;
    bindKey(select, 1, key);
    m_found = select.step();
    if (m_found)
        readRecord(select, key.kind, m_stored);
    select.reset();
    m_storedPoints.clear();
    if (m_found && hasPoints(key.kind))
        readPoints(m_selectPoints, key, m_storedPoints);
}

} // namespace dealerlens::store
