// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"
#include "sync/planner.h"

namespace dealerlens::sync {

// What a planner asks of the store, in the store's words.

// Reads what is committed of one portal's mirror; on the reader's thread.
[[nodiscard]] base::Result<Local> readLocal(store::Reader &reader, model::PortalId portal, const ReadLocal &wanted);

// The page of a planner's changes, without the cycle's end; seenAt by our clock.
[[nodiscard]] store::PageWrite pageOf(WriteChanges changes, model::PortalId portal, base::UtcSeconds seenAt);

} // namespace dealerlens::sync
