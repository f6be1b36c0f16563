// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "facts/snapshot.h"

#include <QString>

namespace dealerlens::reports {

// Writes to a file (store::derivedPath) what reports have derived from a snapshot by now and the next start of the program
// would derive again, once what it holds there already says nothing of a quarter of the portals. Takes as long as some hundred
// megabytes take to be written; does nothing while another thread is at it. Errors: Storage.
[[nodiscard]] base::Result<> keepDerived(const facts::Snapshot &facts, const QString &path);

} // namespace dealerlens::reports
