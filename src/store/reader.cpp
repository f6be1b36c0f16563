// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/reader.h"

#include "model/standard.h"
#include "store/ledgerwriter.h"
#include "store/readerprivate.h"

#include <limits>

namespace dealerlens::store {

using model::EntityKind;

const model::Value &StoredRecord::value(std::string_view column) const
{
    static const model::Value nothing;
    const int index = model::columnIndex(key.kind, column);
    return index < 0 || static_cast<std::size_t>(index) >= values.size() ? nothing : values[static_cast<std::size_t>(index)];
}

Reader::Private::~Private() = default;

base::Result<std::unique_ptr<Reader>> Reader::Private::open(const QString &mirror, const QString &ledger)
{
    auto own = std::make_unique<Private>();
    for (const auto &[path, place] : { std::pair(ledger, &own->ledger), std::pair(mirror, &own->mirror) }) {
        auto opened = Connection::open(path, Connection::Mode::ReadOnly);
        if (!opened)
            return std::unexpected(opened.error());
        *place = std::move(*opened);
    }
    own->mirror->execute("PRAGMA cache_size=-16384"); // no memory map: a file cut off by others must be an error, not a signal
    own->beginSnapshot();
    if (auto ready = own->status(); !ready)
        return std::unexpected(ready.error());
    return std::make_unique<Reader>(std::move(own));
}

void Reader::Private::beginSnapshot()
{
    for (Connection *connection : { ledger.get(), mirror.get() }) {
        connection->rollback();
        connection->execute("BEGIN");
        (void)connection->number("SELECT COUNT(*) FROM meta"); // the first read takes the snapshot
    }
    generation = mirror->number("SELECT value FROM meta WHERE name = 'generation'");
}

std::optional<StoredRecord> Reader::Private::find(const model::RecordKey &key)
{
    Statement &select = selects[std::to_underlying(key.kind) - 1U];
    if (!select.isValid())
        select = Statement(*mirror, sqlOf(key.kind).select, true);
    select.bind(1, std::int64_t { key.portal });
    select.bind(2, key.id);
    if (!select.step())
        return {};
    StoredRecord record;
    readRecord(select, key.kind, record);
    select.reset();
    if (hasPoints(key.kind)) {
        if (!selectPoints.isValid())
            selectPoints = Statement(*mirror, kSelectPoints, true);
        std::vector<StoredPoint> points;
        readPoints(selectPoints, key, points);
        for (StoredPoint &stored : points)
            record.points.push_back(std::move(stored.point));
    }
    return record;
}

base::Result<> Reader::Private::status()
{
    if (auto sound = ledger->status(); !sound)
        return sound;
    return mirror->status();
}

Reader::Reader(std::unique_ptr<Private> own)
    : d(std::move(own))
{
}

Reader::~Reader() = default;

void Reader::refresh() { d->beginSnapshot(); }

std::int64_t Reader::generation() const { return d->generation; }

base::Result<std::vector<model::Portal>> Reader::portals() const { return readPortals(*d->ledger); }

base::Result<model::Standard> Reader::standard() const
{
    auto json = readDocument(*d->ledger, kStandardDocument);
    if (!json)
        return std::unexpected(json.error());
    return json->isEmpty() ? model::defaultStandard() : model::standardFromJson(*json);
}

base::Result<std::vector<model::Write>> Reader::writes(const WritesAsked &asked) const { return readWrites(*d->ledger, asked); }

base::Result<std::set<model::PortalId>> Reader::portalsWithOpenWrites() const { return readPortalsWithOpenWrites(*d->ledger); }

base::Result<std::vector<model::WriteEvent>> Reader::writeEvents(const QString &uuid) const { return readWriteEvents(*d->ledger, uuid); }

base::Result<QByteArray> Reader::document(const QString &name) const { return readDocument(*d->ledger, name.toStdString()); }

namespace {

void readEntry(const Statement &row, JournalEntry &entry)
{
    entry.sequence = row.number(0);
    entry.record = { static_cast<model::PortalId>(row.number(1)), static_cast<EntityKind>(row.number(2)), row.number(3) };
    entry.field.assign(row.text(4));
    entry.before.assign(row.text(5));
    entry.after.assign(row.text(6));
    entry.happenedAt = row.number(7);
    entry.seenAt = row.number(8);
}

base::Result<std::vector<model::SyncState>> readStates(Connection &mirror, Statement select)
{
    std::vector<model::SyncState> states;
    while (select.step()) {
        model::SyncState &state = states.emplace_back();
        state.portal = static_cast<model::PortalId>(select.number(0));
        state.kind = static_cast<EntityKind>(select.number(1));
        state.watermark = select.instant(2);
        state.walkSince = select.instant(3);
        state.walkStarted = select.instant(4);
        state.cursor = select.number(5);
        state.lastId = select.number(6);
        state.denied = select.number(7) != 0;
        state.problem = select.string(8);
        state.problemSince = select.instant(9);
        state.checkedAt = select.instant(10);
        state.checkStarted = select.instant(11);
        state.checkCursor = select.number(12);
        state.total = select.number(13);
    }
    if (auto sound = mirror.status(); !sound)
        return std::unexpected(sound.error());
    return states;
}

constexpr std::string_view kStates = "SELECT portal_id, kind, watermark, walk_since, walk_started, walk_cursor, last_id, denied, problem, "
                                     "problem_since, checked_at, check_started, check_cursor, total FROM sync_state ";

} // namespace

base::Result<std::vector<JournalEntry>> Reader::journal(const model::RecordKey &record) const
{
    std::vector<JournalEntry> entries;
    Statement select(*d->ledger,
        "SELECT sequence, portal_id, kind, record_id, field, before, after, happened_at, seen_at FROM journal "
        "WHERE portal_id = ? AND kind = ? AND record_id = ? ORDER BY happened_at, sequence");
    select.bind(1, std::int64_t { record.portal });
    select.bind(2, std::int64_t { std::to_underlying(record.kind) });
    select.bind(3, record.id);
    while (select.step())
        readEntry(select, entries.emplace_back());
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return entries;
}

base::Result<> Reader::eachJournalEntry(std::string_view field, const std::function<void(const JournalEntry &)> &use) const
{
    Statement select(*d->ledger,
        "SELECT sequence, portal_id, kind, record_id, field, before, after, happened_at, seen_at FROM journal "
        "WHERE field = ? ORDER BY portal_id, kind, record_id, happened_at, sequence");
    select.bind(1, field);
    JournalEntry entry;
    while (select.step()) {
        readEntry(select, entry);
        use(entry);
    }
    return d->status();
}

base::Result<std::vector<model::SyncState>> Reader::syncStates() const
{
    std::string sql(kStates);
    sql += "ORDER BY portal_id, kind";
    return readStates(*d->mirror, Statement(*d->mirror, sql));
}

base::Result<std::vector<model::SyncState>> Reader::syncStates(model::PortalId portal) const
{
    std::string sql(kStates);
    sql += "WHERE portal_id = ? ORDER BY kind";
    Statement select(*d->mirror, sql);
    select.bind(1, std::int64_t { portal });
    return readStates(*d->mirror, std::move(select));
}

base::Result<std::map<model::PortalId, model::CycleEnd>> Reader::cycleEnds() const
{
    std::map<model::PortalId, model::CycleEnd> ends;
    Statement select(*d->mirror, "SELECT portal_id, last_success, problem, problem_since FROM cycle_end");
    while (select.step()) {
        const auto portal = static_cast<model::PortalId>(select.number(0));
        ends[portal] = { portal, select.instant(1), select.string(2), select.instant(3) };
    }
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return ends;
}

base::Result<std::vector<BadRecords>> Reader::badRecords() const
{
    std::vector<BadRecords> all;
    // SQLite takes the other columns from the row of the MIN (lang_select.html, "bare columns").
    Statement select(
        *d->mirror, "SELECT portal_id, kind, COUNT(*), MIN(id), fields FROM bad_record GROUP BY portal_id, kind ORDER BY portal_id, kind");
    while (select.step())
        all.push_back({ static_cast<model::PortalId>(select.number(0)), static_cast<EntityKind>(select.number(1)), select.number(2),
            select.number(3), select.string(4) });
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return all;
}

base::Result<std::int64_t> Reader::countAlive(model::PortalId portal, EntityKind kind) const
{
    Statement kept(*d->mirror, "SELECT alive FROM portal_change WHERE portal_id = ? AND kind = ?");
    kept.bind(1, std::int64_t { portal });
    kept.bind(2, std::int64_t { std::to_underlying(kind) });
    std::optional<std::int64_t> count;
    if (kept.step() && !kept.isNull(0))
        count = kept.number(0);
    if (!count) {
        Statement select(
            *d->mirror, "SELECT COUNT(*) FROM " + std::string(model::schemaOf(kind).table) + " WHERE portal_id = ? AND deleted_at IS NULL");
        select.bind(1, std::int64_t { portal });
        count = select.step() ? select.number(0) : 0;
    }
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return *count;
}

base::Result<std::vector<model::RecordId>> Reader::aliveIds(model::PortalId portal, EntityKind kind) const
{
    using Limits = std::numeric_limits<model::RecordId>;
    return aliveIds(portal, kind, Limits::min(), Limits::max());
}

base::Result<std::vector<model::RecordId>> Reader::aliveIds(
    model::PortalId portal, EntityKind kind, model::RecordId after, model::RecordId upTo) const
{
    std::vector<model::RecordId> ids;
    Statement select(*d->mirror,
        "SELECT id FROM " + std::string(model::schemaOf(kind).table)
            + " WHERE portal_id = ? AND id > ? AND id <= ? AND deleted_at IS NULL ORDER BY id");
    select.bind(1, std::int64_t { portal });
    select.bind(2, after);
    select.bind(3, upTo);
    while (select.step())
        ids.push_back(select.number(0));
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return ids;
}

base::Result<std::optional<StoredRecord>> Reader::record(const model::RecordKey &key) const
{
    auto found = d->find(key);
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return found;
}

base::Result<std::vector<StoredRecord>> Reader::records(std::span<const model::RecordKey> keys) const
{
    std::vector<StoredRecord> found;
    for (const model::RecordKey &key : keys)
        if (auto one = d->find(key))
            found.push_back(std::move(*one));
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return found;
}

base::Result<> Reader::each(EntityKind kind, std::span<const std::string_view> columns, const std::function<bool(const Row &)> &use,
    std::optional<model::PortalId> portal) const
{
    std::string sql = "SELECT portal_id, id, deleted_at";
    for (const std::string_view column : columns) {
        // Only names of the schema become SQL; "extra" is the JSON beside the columns.
        if (column != "extra" && model::columnIndex(kind, column) < 0)
            return base::fail(base::ErrorKind::Bug, QStringLiteral("no such column: ") % QString::fromLatin1(column));
        sql += ", " + std::string(column);
    }
    sql += " FROM " + std::string(model::schemaOf(kind).table) + (portal ? " WHERE portal_id = ?" : "") + " ORDER BY portal_id, id";
    Statement select(*d->mirror, sql);
    if (portal)
        select.bind(1, std::int64_t { *portal });
    std::vector<model::Value> values(columns.size());
    while (select.step()) {
        for (std::size_t i = 0; i < values.size(); ++i)
            select.readInto(static_cast<int>(i) + 3, values[i]);
        if (!use({ { static_cast<model::PortalId>(select.number(0)), kind, select.number(1) }, select.instant(2), values }))
            break;
    }
    return d->status();
}

base::Result<> Reader::eachContactPoint(const std::function<void(const model::RecordKey &, std::string_view, std::string_view)> &use,
    std::optional<model::PortalId> portal) const
{
    Statement select(*d->mirror,
        std::string("SELECT portal_id, owner_kind, owner_id, type, lookup FROM contact_point WHERE lookup <> '' ")
            + (portal ? "AND portal_id = ? " : "") + "ORDER BY portal_id, owner_kind, owner_id, place");
    if (portal)
        select.bind(1, std::int64_t { *portal });
    while (select.step())
        use({ static_cast<model::PortalId>(select.number(0)), static_cast<EntityKind>(select.number(1)), select.number(2) }, select.text(3),
            select.text(4));
    return d->status();
}

} // namespace dealerlens::store
