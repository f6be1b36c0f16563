// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/record.h"

namespace dealerlens::model {

// Records that have been written, for those that are read next: what a page is made of is allocated on one thread and
// let go on another. Any thread. Keeps the records of one large answer and none of an unusual size.

void giveRecords(std::vector<Record> records);

// `count` records, some with all that they were given with: whoever fills one says everything of it anew, and so texts
// take the place of texts.
[[nodiscard]] std::vector<Record> takeRecords(std::size_t count);

} // namespace dealerlens::model
