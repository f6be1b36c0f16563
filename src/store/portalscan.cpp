// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/portalscan.h"

#include "store/readerprivate.h"

#include <sqlite3.h>

#include <utility>

namespace dealerlens::store {

PortalScan::PortalScan(Connection &connection, std::string_view sql)
    : m_connection(&connection)
{
    if (connection.failed())
        return;
    const int code
        = sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &m_handle, nullptr);
    if (code != SQLITE_OK)
        connection.note(code);
}

PortalScan PortalScan::records(const Reader &reader, model::EntityKind kind, std::span<const std::string_view> columns)
{
    std::string sql = "SELECT id, deleted_at";
    for (const std::string_view column : columns) {
        Q_ASSERT(model::columnIndex(kind, column) >= 0); // only names of the schema become SQL
        sql += ", " + std::string(column);
    }
    sql += " FROM " + std::string(model::schemaOf(kind).table) + " WHERE portal_id = ? ORDER BY id";
    return { *reader.d->mirror, sql };
}

PortalScan PortalScan::journal(const Reader &reader, std::string_view field)
{
    PortalScan scan(*reader.d->ledger,
        "SELECT record_id, NULL, kind, record_id, before, after, happened_at, seen_at FROM journal "
        "WHERE portal_id = ? AND field = ? ORDER BY kind, record_id, happened_at, sequence");
    sqlite3_bind_text64(scan.m_handle, 2, field.data(), field.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return scan;
}

PortalScan PortalScan::phones(const Reader &reader)
{
    return { *reader.d->mirror,
        "SELECT owner_id, NULL, owner_kind, lookup FROM contact_point WHERE portal_id = ? AND type = 'PHONE' AND lookup <> '' "
        "ORDER BY owner_kind, owner_id, place" };
}

PortalScan::~PortalScan() { sqlite3_finalize(m_handle); }

PortalScan::PortalScan(PortalScan &&other) noexcept
    : m_connection(other.m_connection)
    , m_handle(std::exchange(other.m_handle, nullptr))
{
}

PortalScan &PortalScan::operator=(PortalScan &&other) noexcept
{
    std::swap(m_connection, other.m_connection);
    std::swap(m_handle, other.m_handle);
    return *this;
}

void PortalScan::begin(model::PortalId portal)
{
    sqlite3_reset(m_handle);
    sqlite3_bind_int64(m_handle, 1, portal);
}

bool PortalScan::next()
{
    if (m_connection->failed())
        return false;
    const int code = sqlite3_step(m_handle);
    if (code == SQLITE_ROW)
        return true;
    sqlite3_reset(m_handle);
    if (code != SQLITE_DONE)
        m_connection->note(code);
    return false;
}

base::Result<> PortalScan::finished() { return m_connection->status(); }

model::RecordId PortalScan::id() const { return sqlite3_column_int64(m_handle, 0); }

base::UtcSeconds PortalScan::deletedAt() const
{
    return sqlite3_column_type(m_handle, 1) == SQLITE_NULL ? base::kNever : sqlite3_column_int64(m_handle, 1);
}

std::int64_t PortalScan::number(int column, std::int64_t otherwise) const
{
    sqlite3_value *value = sqlite3_column_value(m_handle, column + 2);
    return sqlite3_value_type(value) == SQLITE_INTEGER ? sqlite3_value_int64(value) : otherwise;
}

// As bytes: asked for as text, SQLite would copy each value to put a zero behind it.
std::string_view PortalScan::text(int column) const
{
    const int type = sqlite3_column_type(m_handle, column + 2);
    if (type == SQLITE_NULL || type == SQLITE_INTEGER)
        return {};
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_handle, column + 2));
    return { bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(m_handle, column + 2)) };
}

base::Result<std::optional<ChangedKinds>> changedSince(const Reader &reader, std::int64_t generation)
{
    Connection &mirror = *reader.d->mirror;
    Statement select(mirror, "SELECT portal_id, kind FROM portal_change WHERE generation > ? ORDER BY portal_id, kind");
    select.bind(1, generation);
    std::optional<ChangedKinds> changed { std::in_place };
    while (select.step()) {
        if (select.number(0) == 0)
            changed.reset();
        if (!changed)
            break;
        (*changed)[static_cast<model::PortalId>(select.number(0))].push_back(static_cast<model::EntityKind>(select.number(1)));
    }
    if (auto sound = mirror.status(); !sound)
        return std::unexpected(sound.error());
    return changed;
}

base::Result<std::int64_t> newestJournalLine(const Reader &reader)
{
    Connection &ledger = *reader.d->ledger;
    const std::int64_t sequence = ledger.number("SELECT MAX(sequence) FROM journal");
    if (auto sound = ledger.status(); !sound)
        return std::unexpected(sound.error());
    return sequence;
}

} // namespace dealerlens::store
