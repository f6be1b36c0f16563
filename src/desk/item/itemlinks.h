// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/page.h"
#include "model/record.h"

#include <optional>

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

// Page "item" of a lead, deal, contact or company, and back.
[[nodiscard]] Location itemLocation(const model::RecordKey &key);
[[nodiscard]] std::optional<model::RecordKey> itemOf(const QVariantMap &args);

// Opens the record's page on its portal in the browser: https only, host and path of the portal's own address
// without its secret part. False when the portal is unknown or not reached by https.
bool openInPortal(const viewmodels::Session &session, const model::RecordKey &key);

} // namespace dealerlens::desk
