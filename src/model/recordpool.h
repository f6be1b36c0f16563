// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/record.h"

namespace dealerlens::model {

// Records that have been written, for those that are read next: what a page is made of is allocated on one thread and
// let go on another, which cost an eighth of a full mirror. Any thread. Keeps the records of one large answer and none
// of an unusual size.

void giveRecords(std::vector<Record> records);

// `count` records as they were given: each is to be emptied before it is filled, and only then, so that the memory of
// its texts is that of the texts which come now.
[[nodiscard]] std::vector<Record> takeRecords(std::size_t count);
void emptyRecord(Record &record); // keeps its memory, but that of texts

} // namespace dealerlens::model
