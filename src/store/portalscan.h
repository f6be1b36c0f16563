// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/reader.h"

#include <span>
#include <string_view>

struct sqlite3_stmt;

namespace dealerlens::store {

class Connection;

// Rows of one portal after the other through one prepared statement; no value is copied. For reading very many
// rows: everything else asks the Reader. Must not outlive its reader; belongs to the reader's thread. After an
// error next() answers false: ask the reader's status through finished().
class PortalScan {
public:
    PortalScan() = default;
    // Records of a kind by id, deleted ones too; columns as named.
    static PortalScan records(const Reader &reader, model::EntityKind kind, std::span<const std::string_view> columns);
    // Journal lines of one field, by record and time. Columns: kind, record, before, after, happened_at, seen_at.
    static PortalScan journal(const Reader &reader, std::string_view field);
    // Normalised phones, by owner. Columns: owner kind, lookup; id() is the owner.
    static PortalScan phones(const Reader &reader);
    ~PortalScan();
    PortalScan(PortalScan &&other) noexcept;
    PortalScan &operator=(PortalScan &&other) noexcept;
    PortalScan(const PortalScan &) = delete;
    PortalScan &operator=(const PortalScan &) = delete;

    void begin(model::PortalId portal);
    [[nodiscard]] bool next();
    [[nodiscard]] base::Result<> finished(); // whether the end was reached without an error

    // Of the present row; columns count from 0. Texts live until the next next().
    [[nodiscard]] model::RecordId id() const;
    [[nodiscard]] base::UtcSeconds deletedAt() const; // kNever: alive
    [[nodiscard]] std::int64_t number(int column, std::int64_t otherwise = 0) const; // otherwise: NULL or a text
    [[nodiscard]] std::string_view text(int column) const; // "": NULL or a number

private:
    PortalScan(Connection &connection, std::string_view sql);

    Connection *m_connection = nullptr;
    sqlite3_stmt *m_handle = nullptr;
};

// What changed in the mirror since a generation of it: portals with the kinds of record that changed. nullopt: it is
// not known, or too much to list.
using ChangedKinds = std::map<model::PortalId, std::vector<model::EntityKind>>;
[[nodiscard]] base::Result<std::optional<ChangedKinds>> changedSince(const Reader &reader, std::int64_t generation);

// Sequence of the newest journal line; 0: there is none.
[[nodiscard]] base::Result<std::int64_t> newestJournalLine(const Reader &reader);

} // namespace dealerlens::store
