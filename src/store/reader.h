// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "base/task.h"
#include "model/network.h"
#include "model/record.h"
#include "store/outbox.h"

#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace dealerlens::store {

// One line of the journal: a change of a field that head office must be able to prove.
struct JournalEntry {
    std::int64_t sequence = 0;
    model::RecordKey record;
    std::string field; // column name, or "deleted"
    std::string before; // as text, numbers as stored (money in ten-thousandths); "" when there was none
    std::string after;
    base::UtcSeconds happenedAt = base::kNever; // by the portal (DATE_MODIFY or MOVED_TIME)
    base::UtcSeconds seenAt = base::kNever; // by head office
};

struct StoredRecord {
    model::RecordKey key;
    std::vector<model::Value> values; // as schemaOf(kind).columns
    std::string extra; // JSON
    std::vector<model::ContactPoint> points;
    base::UtcSeconds deletedAt = base::kNever; // kNever: alive
    [[nodiscard]] const model::Value &value(std::string_view column) const;
};

// Living records of one kind with fields whose value had an impossible type and was kept as sent.
struct BadRecords {
    model::PortalId portal = 0;
    model::EntityKind kind = model::EntityKind::Lead;
    std::int64_t records = 0;
    model::RecordId example = 0;
    QString exampleFields; // names on the portal, separated by ", "
};

struct SearchHit {
    model::RecordKey record; // lead, deal, contact or company
    QString title;
    QString subtitle; // phone, company or portal title
};

// A consistent read-only view of both databases; belongs to the thread that made it. Every read until
// refresh() sees the same snapshot.
class Reader {
public:
    struct Private;
    explicit Reader(std::unique_ptr<Private> d);
    ~Reader();

    void refresh(); // see what has been committed since

    [[nodiscard]] std::int64_t generation() const;

    // Ledger.
    [[nodiscard]] base::Result<std::vector<model::Portal>> portals() const; // retired ones too, by id
    [[nodiscard]] base::Result<model::Standard> standard() const; // built-in defaults where nothing is saved
    [[nodiscard]] base::Result<QByteArray> document(const QString &name) const; // empty when absent
    [[nodiscard]] base::Result<std::vector<JournalEntry>> journal(const model::RecordKey &record) const; // oldest first
    // Calls `use` for every entry of `field` (e.g. "assigned_by_id"), by record and time.
    [[nodiscard]] base::Result<> eachJournalEntry(std::string_view field, const std::function<void(const JournalEntry &)> &use) const;
    [[nodiscard]] base::Result<std::vector<model::Write>> writes(const WritesAsked &asked) const; // oldest first
    [[nodiscard]] base::Result<std::set<model::PortalId>> portalsWithOpenWrites() const;
    [[nodiscard]] base::Result<std::vector<model::WriteEvent>> writeEvents(const QString &uuid) const; // oldest first

    // Mirror.
    [[nodiscard]] base::Result<std::vector<model::SyncState>> syncStates() const;
    [[nodiscard]] base::Result<std::vector<model::SyncState>> syncStates(model::PortalId portal) const;
    [[nodiscard]] base::Result<std::map<model::PortalId, model::CycleEnd>> cycleEnds() const;
    [[nodiscard]] base::Result<std::vector<BadRecords>> badRecords() const; // by portal and kind
    [[nodiscard]] base::Result<std::int64_t> countAlive(model::PortalId portal, model::EntityKind kind) const;
    [[nodiscard]] base::Result<std::vector<model::RecordId>> aliveIds(model::PortalId portal, model::EntityKind kind) const; // ascending
    // Only those above `after` and not above `upTo`.
    [[nodiscard]] base::Result<std::vector<model::RecordId>> aliveIds(
        model::PortalId portal, model::EntityKind kind, model::RecordId after, model::RecordId upTo) const;
    [[nodiscard]] base::Result<std::optional<StoredRecord>> record(const model::RecordKey &key) const;
    [[nodiscard]] base::Result<std::vector<StoredRecord>> records(std::span<const model::RecordKey> keys) const;

    // Every record of a kind with only the named columns (in that order), by (portal, id); deleted ones too.
    struct Row {
        model::RecordKey key;
        base::UtcSeconds deletedAt = base::kNever;
        std::span<const model::Value> values;
    };

    [[nodiscard]] base::Result<> each(model::EntityKind kind, std::span<const std::string_view> columns,
        const std::function<bool(const Row &)> &use, // false stops
        std::optional<model::PortalId> portal = {}) const;
    [[nodiscard]] base::Result<> eachContactPoint(
        const std::function<void(const model::RecordKey &owner, std::string_view type, std::string_view key)> &use,
        std::optional<model::PortalId> portal = {}) const; // normalised phone or mail key
    // Records of `kind` that belong to an item: history rows, activities, comments, calls (by lead/contact link), tasks.
    [[nodiscard]] base::Result<std::vector<StoredRecord>> belongingTo(const model::RecordKey &item, model::EntityKind kind) const;

    // Names, phones in any format, companies, titles: case- and ё-folded prefixes of every word; digits also
    // as part of a phone. Never fails on any text; at most `limit` hits, best first.
    [[nodiscard]] base::Result<std::vector<SearchHit>> search(const QString &text, int limit) const;

    // Bytes, integrity: for `dealerlensctl check`.
    [[nodiscard]] base::Result<QStringList> checkIntegrity(const base::CancelToken &cancel) const; // empty: sound

private:
    friend class PortalScan; // portalscan.h: very many rows
    friend base::Result<std::optional<std::map<model::PortalId, std::vector<model::EntityKind>>>> changedSince(
        const Reader &, std::int64_t);
    friend base::Result<std::int64_t> newestJournalLine(const Reader &);
    std::unique_ptr<Private> d;
};

} // namespace dealerlens::store
