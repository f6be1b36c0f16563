// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"

#include <QStringList>

namespace dealerlens::facts {

// Keys of the portals of which two snapshots of one store do not say the same: another row, or another name behind
// one. Where rows stand and how dictionaries number their names may differ. One pass over each.
[[nodiscard]] QStringList differingPortals(const Snapshot &one, const Snapshot &other);

} // namespace dealerlens::facts
