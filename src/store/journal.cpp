// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/journal.h"

namespace dealerlens::store {
namespace {

std::string asText(const model::Value &value)
{
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return std::to_string(*number);
    return model::toText(value);
}

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
        lines.push_back({ 0, before.key, std::string(columns[i].name), asText(before.values[i]), asText(now.values[i]), happened, seenAt });
    }
}

JournalEntry deletionLine(const model::RecordKey &record, bool deleted, base::UtcSeconds seenAt)
{
    return { 0, record, "deleted", deleted ? "" : "1", deleted ? "1" : "", seenAt, seenAt };
}

void appendJournal(Connection &ledger, const std::vector<JournalEntry> &lines)
{
    if (lines.empty())
        return;
    Statement insert(ledger,
        "INSERT INTO journal (portal_id, kind, record_id, field, before, after, happened_at, seen_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    Statement last(ledger,
        "SELECT after FROM journal WHERE portal_id = ? AND kind = ? AND record_id = ? AND field = 'deleted' "
        "ORDER BY sequence DESC LIMIT 1");
    const auto bindKey = [](Statement &statement, const model::RecordKey &key) {
        statement.bind(1, std::int64_t { key.portal });
        statement.bind(2, std::int64_t { std::to_underlying(key.kind) });
        statement.bind(3, key.id);
    };
    for (const JournalEntry &line : lines) {
        if (line.field == "deleted") {
            bindKey(last, line.record);
            const bool told = last.step() && last.text(0) == line.after;
            last.reset();
            if (told)
                continue;
        }
        bindKey(insert, line.record);
        insert.bind(4, std::string_view(line.field));
        insert.bind(5, std::string_view(line.before));
        insert.bind(6, std::string_view(line.after));
        insert.bind(7, line.happenedAt);
        insert.bind(8, line.seenAt);
        insert.run();
    }
}

} // namespace dealerlens::store
