// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "base/upperregisters.h"
#include "facts/column.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace dealerlens::reports {

inline constexpr unsigned kMostThreads = 8;

// How many threads a scan of so many rows is worth: the start of one costs what some ten thousand rows cost.
[[nodiscard]] inline unsigned threadsFor(std::size_t rows)
{
    constexpr std::size_t kRowsEach = 25'000;
    const std::size_t worth = rows / kRowsEach + 1;
    return unsigned(std::min<std::size_t>({ worth, std::max(1U, std::thread::hardware_concurrency()), kMostThreads }));
}

// Calls work(thread, index) for every index below `count`, each once, from so many threads; the caller is thread 0.
// Returns when all is done. `work` must not throw.
template <class Work> void inParallel(unsigned threads, std::size_t count, Work work)
{
    std::atomic_size_t next { 0 };
    const auto run = [&](unsigned thread) {
        base::clearUpperRegisters();
        for (std::size_t index = next.fetch_add(1); index < count; index = next.fetch_add(1))
            work(thread, index);
    };
    std::vector<std::jthread> others;
    for (unsigned thread = 1; thread < threads && thread < count; ++thread)
        others.emplace_back(run, thread);
    run(0);
}

// Of the rows of portals: a few threads find enough to do, and what each part has found is soon joined.
[[nodiscard]] inline std::size_t partsOf(const facts::RowRanges &rows) { return std::min<std::size_t>(rows.ranges().size(), 16); }

// Calls scan(part, index) for all ranges; a part is a run of portals and goes by one thread. What the parts find, joined in
// their order, is in order of the rows, whatever the number of threads.
template <class Scan> void scanRangesInParts(const facts::RowRanges &rows, const base::CancelToken &cancel, Scan scan)
{
    const std::size_t ranges = rows.ranges().size();
    const std::size_t parts = partsOf(rows);
    inParallel(threadsFor(rows.size()), parts, [&](unsigned, std::size_t part) {
        const std::size_t end = ranges * (part + 1) / parts;
        for (std::size_t i = ranges * part / parts; i < end && !cancel.isCancelled(); ++i)
            scan(part, i);
    });
}

// The same for rows: scan(part, row).
template <class Scan> void scanInParts(const facts::RowRanges &rows, const base::CancelToken &cancel, Scan scan)
{
    scanRangesInParts(rows, cancel, [&](std::size_t part, std::size_t index) {
        const facts::RowRange &range = rows.ranges()[index];
        for (std::uint32_t row = range.first; row < range.last; ++row)
            scan(part, row);
    });
}

} // namespace dealerlens::reports
