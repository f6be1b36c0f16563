// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

namespace dealerlens::store {

// Copies of ledger.db in <folder>/backups, named by their UTC time. The newest five are kept.

[[nodiscard]] QString newestBackup(const QString &folder); // path, "" when there is none

// Copies the open ledger with SQLite's online backup. Skipped while the newest copy is younger than an hour, so
// that quick restarts do not push out older ones, unless `always`.
[[nodiscard]] base::Result<> backUp(Connection &ledger, const QString &folder, base::UtcSeconds now, bool always);

} // namespace dealerlens::store
