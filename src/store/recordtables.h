// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/reader.h"

#include <span>
#include <string>

namespace dealerlens::store {

// SQL of the record tables, made once from model/entity.cpp. Names of tables and columns come from there only.
struct TableSql {
    std::string insert; // portal_id, id, columns …, extra; does nothing when the record exists
    std::string update; // columns …, extra, then portal_id, id; makes the record alive
    std::string select; // kRecordColumns by portal_id, id
};

[[nodiscard]] const TableSql &sqlOf(model::EntityKind kind);

// "portal_id, id, deleted_at, extra, columns …": what readRecord() expects.
[[nodiscard]] std::string selectList(model::EntityKind kind);
// The same with nothing in place of all columns but those: what is not asked for is not read.
[[nodiscard]] std::string selectList(model::EntityKind kind, std::span<const std::string_view> only);
void readRecord(const Statement &row, model::EntityKind kind, StoredRecord &record); // without points

// Binds columns and extra from `parameter` on; a record with too few values has nothing in the last columns.
void bindRecord(Statement &statement, int parameter, const model::Record &record);

// A contact point as stored, with its normalised form ("" for web pages and messengers).
struct StoredPoint {
    model::ContactPoint point;
    std::string lookup;
    bool operator==(const StoredPoint &) const = default;
};

[[nodiscard]] std::string lookupOf(const model::ContactPoint &point);
[[nodiscard]] bool hasPoints(model::EntityKind kind);

inline constexpr std::string_view kSelectPoints
    = "SELECT id, type, kind, value, lookup FROM contact_point WHERE portal_id = ? AND owner_kind = ? AND owner_id = ? ORDER BY place";
void readPoints(Statement &select, const model::RecordKey &owner, std::vector<StoredPoint> &points);

// Leads, deals, contacts and companies named in a task's crm_links ("L_12", "D_3", "C_4", "CO_5", reference 5.14).
[[nodiscard]] std::vector<model::RecordKey> linksOfTask(model::PortalId portal, std::string_view crmLinks);

} // namespace dealerlens::store
