// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QString>

#include <atomic>
#include <functional>
#include <memory>

namespace dealerlens::base {

// Shared flag by which whoever started long work asks it to stop. Copies share one flag; any thread.
class CancelToken {
public:
    CancelToken()
        : m_cancelled(std::make_shared<std::atomic_bool>(false))
    {
    }

    void cancel() const { m_cancelled->store(true, std::memory_order_relaxed); }

    [[nodiscard]] bool isCancelled() const { return m_cancelled->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic_bool> m_cancelled;
};

struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0; // 0 while unknown
    QString what; // for the log; people see a sentence made in viewmodels
};

using ProgressCallback = std::function<void(const Progress &)>;

// Calls `then` on the thread of `context` when `future` has finished; quietly drops the answer when `context`
// has died before. QFuture::then(context, …) of Qt 6.4 aborts in that case (qfuture_impl.h).
template <class T, class Function> void whenDone(const QFuture<T> &future, QObject *context, Function then)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcher<T>::finished, context, [watcher, then = std::move(then)] {
        watcher->deleteLater();
        if (!watcher->isCanceled() && watcher->future().resultCount() > 0)
            then(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace dealerlens::base
