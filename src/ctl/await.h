// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"

#include <QCoreApplication>
#include <QFuture>
#include <QFutureWatcher>

namespace dealerlens::ctl {

// Runs the program's one event loop until `future` has its answer. Commands are sequential and are started from
// main(), so that no loop is ever nested: never call this from a slot or a callback. Main thread only.
template <class T> [[nodiscard]] T await(const QFuture<T> &future)
{
    if (!future.isFinished()) {
        QFutureWatcher<T> watcher;
        QObject::connect(&watcher, &QFutureWatcherBase::finished, qApp, [] { QCoreApplication::exit(); }, Qt::QueuedConnection);
        watcher.setFuture(future);
        QCoreApplication::exec();
    }
    return future.result();
}

} // namespace dealerlens::ctl
