// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/reader.h"
#include "store/store.h"

class QRandomGenerator;

namespace dealerlens::bench {

// A page as a dealer's working day gives it: the first so many leads of the portal, each with another amount, those
// that are new or in work now in one of these two stages. Empty when they cannot be read.
[[nodiscard]] store::PageWrite changedLeads(const store::Reader &reader, model::PortalId portal, int count, QRandomGenerator &dice);

} // namespace dealerlens::bench
