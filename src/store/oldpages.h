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

// Keeps a log at some 64 MB. SQLite begins it anew only when it finds nobody reading older pages, which never happens while
// reads overlap. So beyond that size the writer waits for those who read now: a quarter of a second, and when that was
// not enough, again 16 MB later. A reader that stays for long costs the log of its time.
class LogBound {
public:
    void committed(Connection &connection);

private:
    qint64 m_tryBeyond = kBytes;
    static constexpr qint64 kBytes = 64 * 1024 * 1024; // as journal_size_limit (files.cpp)
    static constexpr qint64 kStep = 16 * 1024 * 1024;
};

} // namespace dealerlens::store
