// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <QStringList>

namespace dealerlens::store {

// A kind of database file: how it is recognised and the SQL that leads from each version to the next.
struct DatabaseKind {
    std::int32_t applicationId = 0; // PRAGMA application_id
    QStringList steps; // steps[n] leads from version n to n + 1; resource or file paths

    [[nodiscard]] int newest() const { return static_cast<int>(steps.size()); }
};

[[nodiscard]] const DatabaseKind &mirrorKind();
[[nodiscard]] const DatabaseKind &ledgerKind();

// What a file says of itself; reading it changes nothing. An empty file is Fresh.
enum class Recognised { Fresh, Ours, Foreign, Newer };
[[nodiscard]] base::Result<Recognised> recognise(Connection &connection, const DatabaseKind &kind);

// Runs the missing steps, each in one transaction together with its version number: killed in between, a file is
// of one version or the next. Answers whether there was anything to do.
[[nodiscard]] base::Result<bool> migrate(Connection &connection, const DatabaseKind &kind);

} // namespace dealerlens::store
