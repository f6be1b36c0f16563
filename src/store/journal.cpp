// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/journal.h"

#include <map>

namespace dealerlens::store {

std::string journalText(const model::Value &value)
{
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return std::to_string(*number);
    return model::toText(value);
}

namespace {

base::UtcSeconds instantOf(const model::Record &record, std::string_view column, base::UtcSeconds otherwise)
{
    const int index = model::columnIndex(record.kind, column);
    if (index < 0 || static_cast<std::size_t>(index) >= record.values.size())
        return otherwise;
    return model::toInt(record.values[static_cast<std::size_t>(index)], otherwise);
}

} // namespace

void journalChanges(const StoredRecord &before, const model::Record &now, base::UtcSeconds seenAt, std::vector<JournalEntry> &lines)
{
    const auto columns = model::schemaOf(now.kind).columns;
    for (std::size_t i = 0; i < columns.size() && i < now.values.size(); ++i) {
        if (!columns[i].journaled || before.values[i] == now.values[i])
            continue;
        const base::UtcSeconds modified = instantOf(now, "modified", seenAt);
        const base::UtcSeconds happened = columns[i].name == "stage_id" ? instantOf(now, "moved", modified) : modified;
        lines.push_back(
            { 0, before.key, std::string(columns[i].name), journalText(before.values[i]), journalText(now.values[i]), happened, seenAt });
    }
}

JournalEntry deletionLine(const model::RecordKey &record, bool deleted, base::UtcSeconds seenAt)
{
    return { 0, record, "deleted", deleted ? "" : "1", deleted ? "1" : "", seenAt, seenAt };
}

namespace {

void bindKey(Statement &statement, const model::RecordKey &key)
{
    statement.bind(1, std::int64_t { key.portal });
    statement.bind(2, std::int64_t { std::to_underlying(key.kind) });
    statement.bind(3, key.id);
}

bool insertLine(Connection &ledger, Statement &insert, const JournalEntry &line, std::string_view before, base::UtcSeconds happenedAt)
{
    bindKey(insert, line.record);
    insert.bind(4, std::string_view(line.field));
    insert.bind(5, before);
    insert.bind(6, std::string_view(line.after));
    insert.bind(7, happenedAt);
    insert.bind(8, line.seenAt);
    return insert.run() && ledger.changes() > 0;
}

} // namespace

void appendJournal(Connection &ledger, const std::vector<JournalEntry> &lines)
{
    if (lines.empty())
        return;
    Statement insert(ledger,
        "INSERT INTO journal (portal_id, kind, record_id, field, before, after, happened_at, seen_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    Statement last(ledger,
        "SELECT after FROM journal WHERE portal_id = ? AND kind = ? AND record_id = ? AND field = ? "
        "ORDER BY sequence DESC LIMIT 1");
    for (const JournalEntry &line : lines) {
        bindKey(last, line.record);
        last.bind(4, std::string_view(line.field));
        const std::string before = last.step() ? std::string(last.text(0)) : line.before;
        last.reset();
        // The same value for the second time in one second of the portal's clock: it happened when it was seen.
        if (before != line.after && !insertLine(ledger, insert, line, before, line.happenedAt))
            insertLine(ledger, insert, line, before, line.seenAt);
    }
}

void journalFirstSight(
    Statement &told, const model::RecordKey &key, const model::Record &now, base::UtcSeconds seenAt, std::vector<JournalEntry> &lines)
{
    std::map<std::string, std::pair<std::string, base::UtcSeconds>, std::less<>> last;
    bindKey(told, key);
    while (told.step())
        last[std::string(told.text(0))] = { std::string(told.text(1)), told.number(2) };
    if (last.empty())
        return;
    const auto deleted = last.find("deleted");
    if (deleted != last.end() && deleted->second.first == "1" && seenAt >= deleted->second.second)
        lines.push_back(deletionLine(key, false, seenAt));
    StoredRecord before { key, now.values, {}, {}, base::kNever };
    const auto columns = model::schemaOf(now.kind).columns;
    for (std::size_t i = 0; i < columns.size() && i < now.values.size(); ++i) {
        const auto known = last.find(columns[i].name);
        if (known == last.end() || known->second.first == journalText(now.values[i]))
            continue;
        if (instantOf(now, "modified", seenAt) >= known->second.second) // not an older state than the journal's
            before.values[i] = known->second.first;
    }
    journalChanges(before, now, seenAt, lines);
}

} // namespace dealerlens::store
