// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/hub.h"

#include "base/log.h"

#include <QTimer>

namespace dealerlens::facts {

// Whole rebuilds, never two at a time (docs/decisions/0002-facts-rebuild.md).
struct Hub::Private {
    store::Store *store = nullptr;
    const base::Clock *clock = nullptr;
    QTimer timer;
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
    d->clock = clock;
    d->timer.setSingleShot(true);
    d->timer.setInterval(settleMs);
    const auto start = [this] {
        if (d->running || !d->stale)
            return;
        d->running = true;
        d->stale = false;
        d->building = std::exchange(d->waiting, {});
        const auto future = d->store->read<SnapshotPtr>(
            [source = d->clock, cancel = d->cancel](store::Reader &reader) { return build(reader, *source, cancel); });
        base::whenDone(future, this, [this](const base::Result<SnapshotPtr> &built) {
            d->running = false;
            if (d->stale)
                d->timer.start();
            if (!built) {
                d->building.everything = true;
                Private::join(d->waiting, d->building);
                if (built.error().kind == base::ErrorKind::Cancelled)
                    return;
                qCWarning(base::logStore, "facts could not be built: %s", qPrintable(built.error().detail));
                Q_EMIT failed(built.error().detail);
                return;
            }
            d->current = *built;
            Q_EMIT snapshotChanged(d->current, d->building);
        });
    };
    connect(&d->timer, &QTimer::timeout, this, start);
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

SnapshotPtr Hub::current() const { return d->current; }

} // namespace dealerlens::facts
