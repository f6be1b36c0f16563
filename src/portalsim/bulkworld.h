// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/world.h"

namespace dealerlens::portalsim {

// Portals for measuring: many records with every usual field filled in, the same for the same options. Leads are made when
// they are asked for (RowMaker), so that ten million of them take the memory of a few.
struct BulkOptions {
    int portals = 0;
    int leads = 10'000; // of each portal; about 1.5 kB of JSON and 40 fields with a value
    int deals = 0;
    int contacts = 0;
    int historyRows = 0; // of leads and deals together
    int users = 20;
    quint64 seed = 1;
    UtcSeconds now = 0; // all of it happened in the year before
};

[[nodiscard]] World generateBulk(const BulkOptions &options);

// Gives every `every`-th lead another title, changed at `now`; how many there were.
int touchLeads(PortalData &portal, int every, UtcSeconds now);

} // namespace dealerlens::portalsim
