// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/hub.h"

#include "base/log.h"
#include "facts/builder.h"
#include "store/files.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QtConcurrent>

namespace dealerlens::facts {

// An update waits 39 times as long as the last one took, so that keeping facts up to date never takes more than a
// fortieth of one processor, however fast changes come; but no longer than this. The first makes everything and says
// nothing about the next, which makes what has changed.
constexpr qint64 kLongestWaitMs = 60'000;
constexpr qint64 kBehindMs = 1'000; // an update that has left something out took no time

// Never two updates at a time (docs/decisions/0004-facts-by-portal.md).
struct Hub::Private {
    store::Store *store = nullptr;
    const base::Clock *clock = nullptr;
    std::shared_ptr<Builder> builder; // of the update that runs, too, which may outlive the hub
    QElapsedTimer took;
    int settleMs = 0;
    QTimer timer;
    QTimer behind; // what an update has left out
    SnapshotPtr current;
    store::ChangeSet waiting; // what changed since the build that runs now (or the last one) began
    store::ChangeSet building; // what the running build brings
    bool running = false;
    bool stale = false;
    base::CancelToken cancel;

    static void join(store::ChangeSet &into, const store::ChangeSet &from)
    {
        constexpr std::size_t kMost = 10'000; // beyond that a list helps nobody
        into.generation = std::max(into.generation, from.generation);
        into.standardChanged = into.standardChanged || from.standardChanged;
        into.everything = into.everything || from.everything || into.changed.size() + from.changed.size() > kMost;
        if (into.everything)
            into.changed.clear();
        else
            into.changed.insert(into.changed.end(), from.changed.begin(), from.changed.end());
        for (const model::PortalId portal : from.portals)
            if (std::ranges::find(into.portals, portal) == into.portals.end())
                into.portals.push_back(portal);
    }
};

Hub::Hub(store::Store *store, const base::Clock *clock, QObject *parent, int settleMs)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    qRegisterMetaType<SnapshotPtr>();
    d->store = store;
    d->builder = std::make_shared<Builder>(store::columnsPath(store->folder()), store::derivedPath(store->folder()));
    d->clock = clock;
    d->timer.setSingleShot(true);
    d->settleMs = settleMs;
    d->timer.setInterval(settleMs);
    const auto start = [this] {
        if (d->running || !d->stale)
            return;
        d->running = true;
        d->stale = false;
        d->building = std::exchange(d->waiting, {});
        d->took.start();
        const auto future
            = d->store->read<SnapshotPtr>([builder = d->builder, source = d->clock, cancel = d->cancel](
                                              store::Reader &reader) { return builder->bringUpToDate(reader, source->now(), cancel); });
        base::whenDone(future, this, [this](const base::Result<SnapshotPtr> &built) {
            const qint64 wait = d->current ? std::min(d->took.elapsed() * 39, kLongestWaitMs) : 0;
            const qint64 least = d->builder->isBehind() ? kBehindMs : d->settleMs;
            d->timer.setInterval(static_cast<int>(std::max(least, wait)));
            if (built) {
                // Pages that are not shown keep the last one for its names; what reports derived from it would be kept, too.
                // Not here: a report that is deriving is waited for.
                if (d->current)
                    (void)QtConcurrent::run(d->store->readers(), [last = d->current] { last->derived.clear(); });
                d->current = *built;
                if (d->builder->isBehind())
                    d->behind.start();
                Q_EMIT snapshotChanged(d->current, d->building);
                saveColumns();
                return;
            }
            d->building.everything = true;
            Private::join(d->waiting, d->building);
            rest();
            if (built.error().kind == base::ErrorKind::Cancelled)
                return;
            qCWarning(base::logStore, "facts could not be built: %s", qPrintable(built.error().detail));
            Q_EMIT failed(built.error().detail);
        });
    };
    connect(&d->timer, &QTimer::timeout, this, start);
    d->behind.setSingleShot(true);
    d->behind.setInterval(std::chrono::seconds(Builder::kFirstMirrorPause));
    d->behind.callOnTimeout(this, [this] {
        d->stale = true;
        if (!d->running && !d->timer.isActive())
            d->timer.start();
    });
    connect(store, &store::Store::changed, this, [this](const store::ChangeSet &changes) {
        Private::join(d->waiting, changes);
        d->stale = true;
        // The first change of a burst starts the wait; later ones do not lengthen it, or a long sync would show nothing.
        if (!d->running && !d->timer.isActive())
            d->timer.start();
    });
    d->stale = true;
    d->waiting.everything = true;
    QTimer::singleShot(0, this, start);
}

Hub::~Hub() { d->cancel.cancel(); }

// The next update may come.
void Hub::rest()
{
    d->running = false;
    if (d->stale)
        d->timer.start();
}

// Updates wait meanwhile: the builder is used by one thread at a time.
void Hub::saveColumns()
{
    if (!d->builder->wantsSaving())
        return rest();
    const auto future = QtConcurrent::run(d->store->readers(), [builder = d->builder] { return builder->save(); });
    base::whenDone(future, this, [this](const base::Result<> &saved) {
        if (!saved)
            qCWarning(base::logStore, "facts are not kept for the next start: %s", qPrintable(saved.error().detail));
        else
            Q_EMIT columnsSaved();
        rest();
    });
}

SnapshotPtr Hub::current() const { return d->current; }

} // namespace dealerlens::facts
