// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "base/task.h"
#include "facts/snapshot.h"
#include "store/store.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace dealerlens::facts {

// The facts of what a reader sees. Any thread; `reader` must belong to it. With the data folder, what an earlier run
// kept there is taken where it still holds, and the whole is kept there when all had to be made. Errors: Storage, Full,
// Cancelled.
[[nodiscard]] base::Result<SnapshotPtr> build(
    const store::Reader &reader, const base::Clock &clock, const base::CancelToken &cancel, const QString &folder = {});

// Keeps the newest snapshot: builds one on a pool thread and follows the store's ChangeSets, by making those portals
// again that have changed (collected for `settleMs` and longer, so that a stream of pages costs few updates). Lives on
// the thread that made it.
class Hub final : public QObject {
    Q_OBJECT
public:
    Hub(store::Store *store, const base::Clock *clock, QObject *parent = nullptr, int settleMs = 250);
    ~Hub() override;

    [[nodiscard]] SnapshotPtr current() const; // null until the first build is done

Q_SIGNALS:
    void snapshotChanged(const dealerlens::facts::SnapshotPtr &snapshot, const dealerlens::store::ChangeSet &changes);
    void failed(const QString &detail);
    void columnsSaved(); // rows of the newest snapshot lie in the file now

private:
    void rest();
    void saveColumns();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace dealerlens::facts

Q_DECLARE_METATYPE(dealerlens::facts::SnapshotPtr)
