// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "store/connection.h"
#include "store/reader.h"

namespace dealerlens::store {

// Whether the journal is one chain for each field of each record: what a line says was before is what the line before
// said came after, and what is stored was told by it. Adds a sentence for each kind of break. The ledger may be ahead
// of the mirror: a program that was killed between the two commits, or a loss of power (only the ledger is synced with
// each page). `ledger` and `find` see snapshots, the ledger's the older one; what does not fit is looked up in the
// ledger as it is now.
void checkJournal(Connection &ledger, const std::function<std::optional<StoredRecord>(const model::RecordKey &)> &find,
    const base::CancelToken &cancel, QStringList &problems);

} // namespace dealerlens::store
