// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

namespace dealerlens::store {

// Unused pages and the log keep what was there until they are written over. Writes the file anew, in one transaction
// that stays in the log; emptyLog() then moves it into the file.
[[nodiscard]] base::Result<> writeAnew(Connection &connection);

// Moves the whole log into the file and cuts it to nothing. Waits up to 5 s for those who read older pages; Storage
// with code "busy" when they still do: what was there before can then be found in the files until it is called again.
[[nodiscard]] base::Result<> emptyLog(Connection &connection);

} // namespace dealerlens::store
