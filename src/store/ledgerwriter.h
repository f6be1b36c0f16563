// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"
#include "store/connection.h"
#include "store/store.h"

namespace dealerlens::store {

// The standard is a document too; people's documents cannot have this name.
inline constexpr std::string_view kStandardDocument = ".standard";

// Writes of the ledger, each one transaction; on the writer thread.
[[nodiscard]] base::Result<model::Portal> writePortal(Connection &ledger, model::Portal portal, base::UtcSeconds now);
// Each with its own answer; an error of the whole is one of the disk, and then nothing was written.
[[nodiscard]] base::Result<PortalAnswers> writePortals(Connection &ledger, std::vector<model::Portal> portals, base::UtcSeconds now);
[[nodiscard]] base::Result<> writeRetired(Connection &ledger, model::PortalId portal, bool retired, base::UtcSeconds now);
[[nodiscard]] base::Result<> writeDocument(Connection &ledger, std::string_view name, const QByteArray &json);

// Reads them back.
[[nodiscard]] base::Result<std::vector<model::Portal>> readPortals(Connection &ledger);
[[nodiscard]] base::Result<QByteArray> readDocument(Connection &ledger, std::string_view name);

} // namespace dealerlens::store
