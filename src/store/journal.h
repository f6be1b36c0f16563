// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/reader.h"

#include <vector>

namespace dealerlens::store {

// A value as the journal tells it.
[[nodiscard]] std::string journalText(const model::Value &value);

// Lines for the journaled columns (model/entity.h) in which `now` differs from `before`. The change happened, by
// the portal, at DATE_MODIFY, a change of stage at MOVED_TIME; seenAt stands in where the portal tells neither.
void journalChanges(const StoredRecord &before, const model::Record &now, base::UtcSeconds seenAt, std::vector<JournalEntry> &lines);

// "deleted" with after "1", or "" when the record lives again.
[[nodiscard]] JournalEntry deletionLine(const model::RecordKey &record, bool deleted, base::UtcSeconds seenAt);

// Appends inside the caller's transaction. What a line says was before is what the ledger told last: the mirror may be
// behind it after a crash, begun again, or ahead of a ledger that was restored. A line that tells what the last one told
// is left out: a page written again repeats nothing.
void appendJournal(Connection &ledger, const std::vector<JournalEntry> &lines);

// The lines of a record by field, after, happened_at, oldest first; parameters as in a RecordKey.
inline constexpr std::string_view kSelectTold
    = "SELECT field, after, happened_at FROM journal WHERE portal_id = ? AND kind = ? AND record_id = ? ORDER BY sequence";

// For a record that is new to the mirror and not to the journal (the mirror was begun again), or changed in a mirror that
// may have lost what was written last: where the journal ends otherwise, that is told now. `told`: kSelectTold.
void journalFirstSight(
    Statement &told, const model::RecordKey &key, const model::Record &now, base::UtcSeconds seenAt, std::vector<JournalEntry> &lines);

} // namespace dealerlens::store
