// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace dealerlens::store {

// Runs jobs one after the other on a thread of its own. The destructor runs what is queued, then ends the thread.
class WriterThread {
public:
    using Job = std::move_only_function<void()>;

    WriterThread();
    ~WriterThread();
    WriterThread(const WriterThread &) = delete;
    WriterThread &operator=(const WriterThread &) = delete;

    void add(Job job); // from any thread

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_ending = false;
    std::thread m_thread; // last: begins when the rest is there
};

} // namespace dealerlens::store
