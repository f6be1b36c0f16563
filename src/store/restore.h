// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"

#include <QString>

#include <optional>

namespace dealerlens::store {

// What a ledger holds, in numbers. Reading it changes nothing.
struct LedgerSummary {
    int version = 0;
    std::int64_t portals = 0;
    std::int64_t journal = 0; // lines
    std::int64_t writes = 0; // of the outbox
    std::int64_t openWrites = 0;
    std::int64_t documents = 0;
    std::int64_t keptRows = 0; // of stage history
    base::UtcSeconds newestLine = base::kNever; // when head office saw the newest change
};

// Errors: NotFound, Corrupt (also: no ledger of this program), Newer, Storage.
[[nodiscard]] base::Result<LedgerSummary> summaryOfLedger(const QString &path);

// A whole copy of the folder's ledger, also while it is in use: `target`, or a new backup in the folder when "".
// Answers with its path. An existing target is replaced only when the copy is whole.
[[nodiscard]] base::Result<QString> copyLedger(const QString &folder, const QString &target, base::UtcSeconds now);

// The problem of a write that was open in the copy. Nobody knows what has become of it since: it is looked for, and when
// the portal does not show it, a person is asked; it is never sent by itself (it may have been sent and taken back).
inline constexpr const char *kRestored = "RESTORED";

// Puts the content of `file` in the place of the folder's ledger, in one transaction of SQLite, so that a program
// that has it open sees the old or the new one. The replaced ledger stays beside it under its date; a damaged one is
// renamed. People forgotten since stay forgotten, and writes that the replaced ledger knows stand where they stood there; other open ones
// become Uncertain with the problem kRestored. Answers with the path of the replaced one, "" when there was none.
[[nodiscard]] base::Result<QString> restoreLedger(const QString &folder, const QString &file, base::UtcSeconds now);

} // namespace dealerlens::store
