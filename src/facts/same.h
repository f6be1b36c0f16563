// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"

namespace dealerlens::facts {

// What has not changed between two snapshots whose numbers of portals, stages, people and sources mean the same: of one
// builder, nothing but more of them in the later one.
[[nodiscard]] Same sameIn(const Snapshot &before, const Snapshot &after);

} // namespace dealerlens::facts
