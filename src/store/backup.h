// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <atomic>

namespace dealerlens::store {

// Copies of ledger.db in <folder>/backups, named by their UTC time. The newest five are kept.

[[nodiscard]] QString newestBackup(const QString &folder); // path, "" when there is none

// Copies the open ledger with SQLite's online backup. Skipped while the newest copy is younger than an hour, so
// that quick restarts do not push out older ones, unless `always`. `stopped` gives it up: Cancelled, and no copy.
[[nodiscard]] base::Result<> backUp(
    Connection &ledger, const QString &folder, base::UtcSeconds now, bool always, const std::atomic<bool> *stopped = nullptr);

// A whole copy in one file for the owner only; it appears under its name when it is whole, in place of an older one.
[[nodiscard]] base::Result<> copyDatabase(Connection &from, const QString &path, const std::atomic<bool> *stopped = nullptr);

// The content of one database over that of another, in one transaction of the other.
[[nodiscard]] base::Result<> copyInto(Connection &from, Connection &to, const std::atomic<bool> *stopped = nullptr);

// Leaves the newest backup only: older ones may tell of people who have been forgotten.
void keepNewestBackup(const QString &folder);

} // namespace dealerlens::store
