// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store.h"

#include "base/log.h"
#include "model/recordpool.h"
#include "model/standard.h"
#include "store/backup.h"
#include "store/files.h"
#include "store/ledgerwriter.h"
#include "store/lookthrough.h"
#include "store/mirrorwriter.h"
#include "store/oldpages.h"
#include "store/readerprivate.h"
#include "store/writerthread.h"

#include <QFile>
#include <QPromise>

namespace dealerlens::store {

struct Store::Private {
    QString folder;
    Options options;
    OpenReport report;
    // Used on the writer thread only; destroyed after it has ended.
    std::unique_ptr<Connection> mirror;
    std::unique_ptr<Connection> ledger;
    std::unique_ptr<MirrorWriter> pages;
    LogBound mirrorLog;
    QThreadPool readers;
    std::unique_ptr<WriterThread> writer; // none when read-only
    std::vector<std::unique_ptr<LookThrough>> lookThroughs; // of large files; the same from open() on

    template <class T, class Work> QFuture<base::Result<T>> enqueue(Store *store, Work work);
    // Tells what a committed ledger write changed.
    void announceLedger(Store *store, std::vector<model::PortalId> portals, bool standard);
    void announce(Store *store, const ChangeSet &changes);
    void complain(Store *store, const base::Error &error);
    void lookThrough(Store *store, const QString &path, LookThrough::Sound sound);
    void foundDamaged(Store *store);
};

template <class T, class Work> QFuture<base::Result<T>> Store::Private::enqueue(Store *store, Work work)
{
    QPromise<base::Result<T>> promise;
    promise.start();
    QFuture<base::Result<T>> future = promise.future();
    if (!writer) {
        promise.addResult(base::Result<T>(base::fail(base::ErrorKind::Storage, QStringLiteral("opened for reading only"))));
        promise.finish();
        return future;
    }
    writer->add([this, store, promise = std::move(promise), work = std::move(work)]() mutable {
        base::Result<T> answer = work();
        if (!answer)
            complain(store, answer.error());
        promise.addResult(std::move(answer));
        promise.finish();
    });
    return future;
}

void Store::Private::announce(Store *store, const ChangeSet &changes)
{
    QMetaObject::invokeMethod(store, [store, changes] { Q_EMIT store->changed(changes); }, Qt::QueuedConnection);
}

void Store::Private::announceLedger(Store *store, std::vector<model::PortalId> portals, bool standard)
{
    ChangeSet changes;
    const auto generation = pages->nextGeneration();
    if (!generation) { // the ledger has it all the same; the next page moves the generation
        complain(store, generation.error());
        return;
    }
    changes.generation = *generation;
    changes.portals = std::move(portals);
    changes.standardChanged = standard;
    announce(store, changes);
}

void Store::Private::complain(Store *store, const base::Error &error)
{
    using base::ErrorKind;
    if (error.kind != ErrorKind::Storage && error.kind != ErrorKind::Full && error.kind != ErrorKind::Corrupt)
        return; // an answer to the asker, not a failing disk
    qCWarning(base::logStore) << "write failed:" << error.detail;
    if (error.kind == ErrorKind::Corrupt)
        return foundDamaged(store);
    QMetaObject::invokeMethod(store, [store, detail = error.detail] { Q_EMIT store->failed(detail); }, Qt::QueuedConnection);
}

void Store::Private::foundDamaged(Store *store)
{
    doubtFiles(folder);
    QMetaObject::invokeMethod(store, [store] { Q_EMIT store->damaged(); }, Qt::QueuedConnection);
}

void Store::Private::lookThrough(Store *store, const QString &path, LookThrough::Sound sound)
{
    lookThroughs.push_back(std::make_unique<LookThrough>(
        path,
        [this, store](const QString &finding) {
            qCWarning(base::logStore) << "damaged, looked through again by the next start:" << finding;
            foundDamaged(store);
        },
        std::move(sound)));
}

Store::Store(std::unique_ptr<Private> own)
    : d(std::move(own))
{
}

Store::~Store()
{
    for (const auto &each : d->lookThroughs)
        each->stop();
    d->readers.waitForDone();
    d->writer.reset(); // runs what is queued
}

base::Result<std::unique_ptr<Store>> Store::open(const QString &folder, const Options &options)
{
    qRegisterMetaType<ChangeSet>();
    auto own = std::make_unique<Private>();
    own->folder = folder;
    own->options = options;
    own->readers.setMaxThreadCount(2);
    if (options.readOnly) {
        auto report = checkFiles(folder);
        if (!report)
            return std::unexpected(report.error());
        own->report = *report;
        return std::unique_ptr<Store>(new Store(std::move(own)));
    }
    auto files = openFiles(folder, options.clock->now());
    if (!files)
        return std::unexpected(files.error());
    own->report = files->report;
    own->mirror = std::move(files->mirror);
    own->ledger = std::move(files->ledger);
    if (options.pageLimit > 0)
        (void)own->mirror->number("PRAGMA max_page_count=" + std::to_string(options.pageLimit));
    own->pages = std::make_unique<MirrorWriter>(*own->mirror, *own->ledger);
    if (auto ready = own->mirror->status(); !ready)
        return std::unexpected(ready.error());
    own->writer = std::make_unique<WriterThread>();
    std::unique_ptr<Store> store(new Store(std::move(own)));
    if (!files->ledgerIsLookedThrough)
        store->d->lookThrough(
            store.get(), ledgerPath(folder), [folder, clock = options.clock](Connection &ledger, const std::atomic<bool> &stopped) {
                if (auto done = backUp(ledger, folder, clock->now(), false, &stopped); !done)
                    qCWarning(base::logStore) << "ledger not backed up:" << done.error().detail;
            });
    if (!files->mirrorIsLookedThrough)
        store->d->lookThrough(store.get(), mirrorPath(folder), {});
    return store;
}

const OpenReport &Store::openReport() const { return d->report; }

QString Store::folder() const { return d->folder; }

QThreadPool *Store::readers() const { return &d->readers; }

base::Result<std::unique_ptr<Reader>> Store::reader() const
{
    return Reader::Private::open(mirrorPath(d->folder), d->report.ledgerBackup.isEmpty() ? ledgerPath(d->folder) : d->report.ledgerBackup);
}

QFuture<base::Result<ChangeSet>> Store::write(PageWrite page)
{
    return d->enqueue<ChangeSet>(this, [this, page = std::move(page)]() mutable {
        auto changes = d->pages->write(page, d->options.clock->now());
        model::giveRecords(std::move(page.records));
        if (!changes)
            return changes;
        d->announce(this, *changes);
        d->mirrorLog.committed(*d->mirror);
        return changes;
    });
}

QFuture<base::Result<ForgetReceipt>> Store::forget(Person person, bool dryRun)
{
    return d->enqueue<ForgetReceipt>(this, [this, person = std::move(person), dryRun]() -> base::Result<ForgetReceipt> {
        const base::UtcSeconds now = d->options.clock->now();
        for (const auto &each : d->lookThroughs)
            each->end(); // it reads older pages and may copy them
        auto receipt = forgetPerson(*d->mirror, *d->ledger, *d->pages, person, now, dryRun);
        if (!receipt || dryRun)
            return receipt;
        if (auto copied = backUp(*d->ledger, d->folder, now, true); !copied)
            return std::unexpected(copied.error());
        keepNewestBackup(d->folder);
        removeDamagedMirrors(d->folder);
        removeFacts(d->folder);
        ChangeSet changes;
        changes.everything = true;
        if (const auto generation = d->pages->nextGeneration())
            changes.generation = *generation;
        d->announce(this, changes);
        for (Connection *connection : { d->mirror.get(), d->ledger.get() })
            if (auto emptied = emptyLog(*connection); !emptied)
                return std::unexpected(emptied.error());
        return receipt;
    });
}

QFuture<base::Result<model::Portal>> Store::savePortal(model::Portal portal)
{
    return d->enqueue<model::Portal>(this, [this, portal = std::move(portal)] {
        auto saved = writePortal(*d->ledger, portal, d->options.clock->now());
        if (saved)
            d->announceLedger(this, { saved->id }, false);
        return saved;
    });
}

QFuture<base::Result<PortalAnswers>> Store::savePortals(std::vector<model::Portal> portals)
{
    return d->enqueue<PortalAnswers>(this, [this, portals = std::move(portals)]() mutable {
        auto answers = writePortals(*d->ledger, std::move(portals), d->options.clock->now());
        std::vector<model::PortalId> saved;
        if (answers)
            for (const auto &answer : *answers)
                if (answer)
                    saved.push_back(answer->id);
        if (!saved.empty())
            d->announceLedger(this, std::move(saved), false);
        return answers;
    });
}

QFuture<base::Result<>> Store::setRetired(model::PortalId portal, bool retired)
{
    return d->enqueue<void>(this, [this, portal, retired] {
        auto saved = writeRetired(*d->ledger, portal, retired, d->options.clock->now());
        if (saved)
            d->announceLedger(this, { portal }, false);
        return saved;
    });
}

QFuture<base::Result<>> Store::saveStandard(model::Standard standard)
{
    return d->enqueue<void>(this, [this, standard = std::move(standard)] {
        auto saved = writeDocument(*d->ledger, kStandardDocument, model::toJson(standard));
        if (saved)
            d->announceLedger(this, {}, true);
        return saved;
    });
}

QFuture<base::Result<>> Store::addWrites(std::vector<model::Write> writes)
{
    return d->enqueue<void>(this, [this, writes = std::move(writes)] {
        auto saved = store::addWrites(*d->ledger, writes);
        if (saved)
            QMetaObject::invokeMethod(this, &Store::outboxChanged, Qt::QueuedConnection);
        return saved;
    });
}

QFuture<base::Result<>> Store::moveWrite(model::WriteState from, model::Write write, model::WriteEvent event)
{
    return d->enqueue<void>(this, [this, from, write = std::move(write), event = std::move(event)] {
        auto saved = store::moveWrite(*d->ledger, from, write, event);
        if (saved)
            QMetaObject::invokeMethod(this, &Store::outboxChanged, Qt::QueuedConnection);
        return saved;
    });
}

QFuture<base::Result<>> Store::saveDocument(QString name, QByteArray json)
{
    return d->enqueue<void>(this, [this, name = name.toStdString(), json = std::move(json)]() -> base::Result<> {
        if (name.starts_with('.'))
            return base::fail(base::ErrorKind::Rejected, QStringLiteral("names with a leading point are the program's own"));
        return writeDocument(*d->ledger, name, json);
    });
}

} // namespace dealerlens::store
