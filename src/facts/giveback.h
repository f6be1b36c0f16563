// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"

namespace dealerlens::facts {

// Memory that questions leave behind and nobody needs before the next one: pages of the files of columns that were read, and
// what the heap keeps of what was freed. The kernel may take the former at any time and has them in its page cache still,
// from where they come back sixteen at a touch; but as long as it does not, they count as this program's, and who looks at
// how much it takes should see what it really needs. Any thread, one at a time (others return at once); takes as long as
// there is to give, so not the window's.
void giveBack(const Snapshot &facts);

// The pages alone, once the program holds more than `most` bytes of files, its libraries among them (they and the columns of
// a million items take 160 MB).
void keepFewFilePages(const Snapshot &facts, std::size_t most);
inline constexpr std::size_t kFewFilePages = std::size_t(256) << 20;

// All of them. Those that hold rows written since the file was opened stay.
void letGoOfFilePages(const Snapshot &facts);

} // namespace dealerlens::facts
