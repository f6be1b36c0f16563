// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/reader.h"

#include <vector>

namespace dealerlens::store {

// Lines for the journaled columns (model/entity.h) in which `now` differs from `before`. The change happened, by
// the portal, at DATE_MODIFY, a change of stage at MOVED_TIME; seenAt stands in where the portal tells neither.
void journalChanges(const StoredRecord &before, const model::Record &now, base::UtcSeconds seenAt, std::vector<JournalEntry> &lines);

// "deleted" with after "1", or "" when the record lives again.
[[nodiscard]] JournalEntry deletionLine(const model::RecordKey &record, bool deleted, base::UtcSeconds seenAt);

// Appends inside the caller's transaction. A line under the same unique key, and a deletion that the last line of
// the record tells already, is left out: a page written again after a crash repeats nothing.
void appendJournal(Connection &ledger, const std::vector<JournalEntry> &lines);

} // namespace dealerlens::store
