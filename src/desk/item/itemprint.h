// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/printout.h"
#include "viewmodels/itemdata.h"

namespace dealerlens::desk {

// The card of an item on paper: what its head says, path, events, fields, people, copies, journal. Phones and
// addresses are masked unless they have been revealed on screen.
[[nodiscard]] std::vector<exporting::PrintPart> printParts(const viewmodels::ItemData &item, bool revealed);

} // namespace dealerlens::desk
