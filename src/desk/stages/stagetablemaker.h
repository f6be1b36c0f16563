// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/giveway.h"
#include "reports/stagetable.h"

#include <QThreadPool>

namespace dealerlens::desk {

// Makes the tables by which stage times are answered sooner, beside the work: one at a time, on a thread that gives way to
// others (as do those that it starts). Breaks off when it goes. GUI thread.
class StageTableMaker {
public:
    StageTableMaker() { m_pool.setMaxThreadCount(1); }

    StageTableMaker(const StageTableMaker &) = delete;
    StageTableMaker &operator=(const StageTableMaker &) = delete;

    ~StageTableMaker() { stop(); } // and the pool waits

    // After an answer to the question: as StageTable::prepare().
    void prepare(facts::SnapshotPtr facts, reports::Question question, const reports::StageTimesOptions &options)
    {
        run([facts = std::move(facts), question = std::move(question), options, cancel = m_cancel] {
            if (!cancel.isCancelled())
                reports::StageTable::prepare(*facts, question, options, cancel);
        });
    }

    // What is being made is of no use any more.
    void stop()
    {
        m_cancel.cancel();
        m_cancel = {};
    }

    void forget(facts::SnapshotPtr facts)
    {
        stop();
        if (facts)
            run([facts = std::move(facts)] { reports::StageTable::forget(*facts); });
    }

private:
    template <class Work> void run(Work work)
    {
        m_pool.start([work = std::move(work)] {
            base::giveWay(base::Way::ToAnswers);
            work();
        });
    }

    base::CancelToken m_cancel;
    QThreadPool m_pool;
};

} // namespace dealerlens::desk
