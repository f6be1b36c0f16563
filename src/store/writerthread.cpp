// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/writerthread.h"

#include "base/giveway.h"

#include <utility>

namespace dealerlens::store {

WriterThread::WriterThread()
    : m_thread([this] { run(); })
{
}

WriterThread::~WriterThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void WriterThread::add(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void WriterThread::run()
{
    base::giveWay(base::Way::ToTheWindow);
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        base::clearUpperRegisters();
        job();
    }
}

} // namespace dealerlens::store
