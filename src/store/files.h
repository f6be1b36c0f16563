// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/store.h"

#include <memory>

namespace dealerlens::store {

[[nodiscard]] QString mirrorPath(const QString &folder);
[[nodiscard]] QString ledgerPath(const QString &folder);
[[nodiscard]] QString columnsPath(const QString &folder); // what facts keep of their own; may be removed at any time
[[nodiscard]] QString derivedPath(const QString &folder); // what was derived from those; likewise
void removeFacts(const QString &folder); // both

// The two writing connections of a data folder, opened with suspicion (see Store::open).
struct OpenFiles {
    std::unique_ptr<Connection> mirror;
    std::unique_ptr<Connection> ledger;
    OpenReport report;
    // Before they were used. A large one has to be looked through meanwhile, a ledger then copied, too.
    bool ledgerIsLookedThrough = false;
    bool mirrorIsLookedThrough = false;
};

[[nodiscard]] base::Result<OpenFiles> openFiles(const QString &folder, base::UtcSeconds now);

// The next opening looks through both files before they are used, whatever their size; a damaged mirror is set aside
// then, a damaged ledger refused.
void doubtFiles(const QString &folder);

// Damaged mirrors that were set aside.
void removeDamagedMirrors(const QString &folder);

// Checks that both files exist and can be read by this version; changes nothing.
[[nodiscard]] base::Result<OpenReport> checkFiles(const QString &folder);

} // namespace dealerlens::store
