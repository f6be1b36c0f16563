// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/write.h"
#include "store/connection.h"

#include <set>

namespace dealerlens::store {

// Which writes are wanted; everything empty: all.
struct WritesAsked {
    std::optional<model::PortalId> portal = {};
    std::optional<model::RecordKey> item = {}; // about this item
    QString uuid = {};
    bool openOnly = false; // neither confirmed nor cancelled
};

// The outbox in the ledger. Writing: on the writer thread, each call one transaction with synchronous FULL; what
// it answers is on disk.
//
// Adds new writes with their first evidence. A uuid that is there already is left alone: asking twice is once.
[[nodiscard]] base::Result<> addWrites(Connection &ledger, const std::vector<model::Write> &writes);
// Saves where a write stands (not its wish) and appends its evidence, if the stored state is still `from`; else
// Rejected with code "state": somebody was faster.
[[nodiscard]] base::Result<> moveWrite(
    Connection &ledger, model::WriteState from, const model::Write &write, const model::WriteEvent &event);

[[nodiscard]] base::Result<std::vector<model::Write>> readWrites(Connection &ledger, const WritesAsked &asked); // oldest first
[[nodiscard]] base::Result<std::set<model::PortalId>> readPortalsWithOpenWrites(Connection &ledger);
[[nodiscard]] base::Result<std::vector<model::WriteEvent>> readWriteEvents(Connection &ledger, const QString &uuid); // oldest first

} // namespace dealerlens::store
