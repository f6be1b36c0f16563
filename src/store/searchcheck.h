// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "store/connection.h"

#include <QStringList>

namespace dealerlens::store {

// Compares the search index, word by word and record by record, with the index that the stored records would give
// today. Adds a sentence for each kind of difference; builds that second index in SQLite's temporary
// store. `mirror` is opened for reading.
void checkSearch(Connection &mirror, const base::CancelToken &cancel, QStringList &problems);

} // namespace dealerlens::store
