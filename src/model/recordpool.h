// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/record.h"

#include <span>

namespace dealerlens::model {

// Records that have been written, for those that are read next: what a page is made of is allocated on one thread and
// let go on another. Any thread. Keeps the records of one large answer and none of an unusual size.

void giveRecords(std::vector<Record> records);

// `count` records, some with all that they were given with: whoever fills one says everything of it anew, and so texts
// take the place of texts.
[[nodiscard]] std::vector<Record> takeRecords(std::size_t count);

// Records that another core has used last: what comes next is fetched into this one's cache while a record is read or
// written. First the values of the one after the next, for they tell where the texts of the next are.
void fetchAhead(std::span<const Record> coming);

} // namespace dealerlens::model
