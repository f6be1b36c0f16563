// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace dealerlens::reports {

// How many threads a scan of so many rows is worth: the start of one costs what some ten thousand rows cost.
[[nodiscard]] inline unsigned threadsFor(std::size_t rows)
{
    constexpr std::size_t kRowsEach = 25'000;
    const std::size_t worth = rows / kRowsEach + 1;
    return unsigned(std::min<std::size_t>({ worth, std::max(1U, std::thread::hardware_concurrency()), 8 }));
}

// Calls work(thread, index) for every index below `count`, each once, from so many threads; the caller is thread 0.
// Returns when all is done. `work` must not throw.
template <class Work> void inParallel(unsigned threads, std::size_t count, Work work)
{
    std::atomic_size_t next { 0 };
    const auto run = [&](unsigned thread) {
        for (std::size_t index = next.fetch_add(1); index < count; index = next.fetch_add(1))
            work(thread, index);
    };
    std::vector<std::jthread> others;
    for (unsigned thread = 1; thread < threads && thread < count; ++thread)
        others.emplace_back(run, thread);
    run(0);
}

} // namespace dealerlens::reports
