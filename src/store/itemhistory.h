// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/reader.h"

#include <vector>

namespace dealerlens::store {

// Stage history that portals stop telling when a deal changes its funnel (reference 5.9, TYPE_ID 5). The ledger
// keeps the rows, so that they survive a mirror that was begun again.

inline constexpr std::int64_t kFunnelChanged = 5; // TYPE_ID of a history row

// History rows of a deal in the mirror with ids below `before`.
[[nodiscard]] std::vector<StoredRecord> historyOfDeal(
    Connection &mirror, model::PortalId portal, model::RecordId deal, model::RecordId before);

// Keeps rows that are not kept yet; inside the caller's transaction.
void keepHistory(Connection &ledger, const std::vector<StoredRecord> &rows);

// Gives the kept rows of a deal to a mirror that lacks them; answers with the keys of those.
[[nodiscard]] std::vector<model::RecordKey> giveBackHistory(
    Statement &selectKept, Connection &mirror, model::PortalId portal, model::RecordId deal);
inline constexpr std::string_view kSelectKept = "SELECT id, owner_id, type_id, created, category_id, stage_id, semantic, extra "
                                                "FROM kept_history WHERE portal_id = ? AND owner_id = ?";

} // namespace dealerlens::store
