// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "portalsim/world.h"

namespace dealerlens::portalsim {

// Tables of the Olist marketing funnel as portals: a qualified lead becomes a lead (created at its first contact,
// 00:00 UTC), a closed deal converts its lead and becomes a won deal with LEAD_ID. The true won date stays the
// deal's, even where it lies before the first contact; the lead's own history is never turned round: there the
// later of the two counts. A lead without a deal is open. Portals have UTC as their zone.
struct OlistImportOptions {
    // "" or "none": one portal; "business_segment" or "seller_state": one for each value of the closed deal and
    // one "(none)" for leads without a deal or without the value.
    QString dealerBy;
    quint64 seed = 1; // of the webhooks' secrets
};

// Reads olist_marketing_qualified_leads_dataset.csv, olist_closed_deals_dataset.csv and, for seller_state,
// olist_sellers_dataset.csv (each may have .gz appended) in `dir`. Errors are of kind Input; then nothing is added.
[[nodiscard]] base::Result<void> importOlist(World &world, const QString &dir, const OlistImportOptions &options);

} // namespace dealerlens::portalsim
