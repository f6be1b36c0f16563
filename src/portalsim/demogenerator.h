// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/world.h"

#include <random>

namespace dealerlens::portalsim {

struct DemoOptions {
    int dealers = 40;
    quint64 seed = 1;
    UtcSeconds now = 0; // the last instant of the network; records go back one year from it
    double scale = 0; // records per dealer, 1 = some hundred leads and deals; 0 = less for networks above 60 dealers
};

// An invented network of dealers and its head office, the same for the same options: regions and cities, dealers
// of different size and skill, staff, three deal funnels, sources with UTM marks, clients (some known to several
// dealers under differently typed numbers), calls, activities, comments and tasks. Nothing has happened after
// `now`; only deadlines and planned dates lie beyond it. Runs on the calling thread.
[[nodiscard]] World generateDemo(const DemoOptions &options);

// Lets one believable thing happen in `portal` at `now`: a new lead, a stage move, a close, a call, a comment or a
// to-do, through the portal's own operations. Works for any portal that has users.
void liveStep(PortalData &portal, std::mt19937_64 &random, UtcSeconds now);

} // namespace dealerlens::portalsim
