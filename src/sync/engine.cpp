// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/engine.h"

#include "base/giveway.h"
#include "base/task.h"
#include "portal/endpoint.h"
#include "sync/worker.h"

#include <QPromise>
#include <QSemaphore>
#include <QThread>
#include <QTimer>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace dealerlens::sync {

using base::ErrorKind;

namespace {

constexpr int kStatusMs = 250;
constexpr int kRenewalMs = 1'500;

// Answers of some MB come and go on several threads, and what is read on one is let go on another. From the system anew
// each time they cost a fifth of a full mirror in page faults; in a heap for each thread they would stay there for good
// (90 MB more after a hundred thousand leads). So: one heap for all, which keeps what the next answer needs.
void keepLargeBlocks()
{
#ifdef __GLIBC__
    constexpr int kLargest = 32 * 1024 * 1024;
    constexpr int kKept = 64 * 1024 * 1024;
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, kLargest);
    mallopt(M_TRIM_THRESHOLD, kKept);
#endif
}

// When there is nothing more to do for a while.
void giveKeptBlocksBack()
{
#ifdef __GLIBC__
    constexpr std::size_t kWorthIt = 8 * 1024 * 1024;
    if (mallinfo2().keepcost > kWorthIt)
        malloc_trim(0);
#endif
}

template <class T> using PromiseOf = std::shared_ptr<QPromise<base::Result<T>>>;

template <class T> PromiseOf<T> makePromise()
{
    auto promise = std::make_shared<QPromise<base::Result<T>>>();
    promise->start();
    return promise;
}

template <class T> void keep(const PromiseOf<T> &promise, base::Result<T> answer)
{
    promise->addResult(std::move(answer));
    promise->finish();
}

} // namespace

struct Engine::Private {
    store::Store *store = nullptr;
    secrets::SecretStore *secrets = nullptr;
    StatusBoard board;
    QThread thread;
    Worker *worker = nullptr;
    QTimer news;
    int unheard = 0; // times that cycles were asked for and the worker does not know yet

    template <class Work> void onWorker(Work work) { QMetaObject::invokeMethod(worker, std::move(work)); }

    // For cycles. An end that is told before the worker has heard of them is the end of something earlier.
    template <class Work> void ask(Engine *engine, Work work)
    {
        ++unheard;
        onWorker([this, engine, work = std::move(work)] {
            work();
            QMetaObject::invokeMethod(engine, [this] { --unheard; });
        });
    }
};

base::Result<WebhookAddress> parseWebhook(const QString &text)
{
    const auto address = portal::parseAddress(text);
    if (!address)
        return std::unexpected(address.error());
    return WebhookAddress { address->endpoint, address->secret };
}

Engine::Engine(store::Store *store, secrets::SecretStore *secrets, const base::Clock *clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    keepLargeBlocks();
    d->store = store;
    d->secrets = secrets;
    d->thread.setObjectName(QStringLiteral("network"));
    d->thread.start();
    // The worker is made on its own thread, because the network access manager belongs to the thread of its making.
    auto *origin = new QObject;
    origin->moveToThread(&d->thread);
    QMetaObject::invokeMethod(
        origin,
        [&] {
            base::giveWay(base::Way::ToTheWindow);
            Services services;
            services.store = store;
            services.secrets = secrets;
            services.clock = clock;
            d->worker = new Worker(services, &d->board);
            origin->deleteLater();
        },
        Qt::BlockingQueuedConnection);
    connect(d->worker, &Worker::cycleFinished, this, &Engine::cycleFinished);
    connect(d->worker, &Worker::portalChanged, this, &Engine::portalChanged);
    connect(d->worker, &Worker::allFinished, d->worker, &giveKeptBlocksBack); // on its thread: it holds everybody's memory
    connect(d->worker, &Worker::allFinished, this, [this] {
        if (d->unheard == 0)
            Q_EMIT allFinished();
    });
    d->news.setInterval(kStatusMs);
    connect(&d->news, &QTimer::timeout, this, [this] {
        std::set<model::PortalId> dirty;
        {
            const QMutexLocker lock(&d->board.mutex);
            dirty.swap(d->board.dirty);
        }
        for (const model::PortalId id : dirty)
            Q_EMIT statusChanged(id);
    });
    d->news.start();
    d->onWorker([worker = d->worker] { worker->refresh(); }); // what the store remembers is shown before the first cycle
}

// A renewal on its way is let to its end: an answer that nobody reads costs a sign-in.
Engine::~Engine()
{
    const auto renewed = std::make_shared<QSemaphore>();
    d->onWorker([worker = d->worker, renewed] { worker->whenRenewed([renewed] { renewed->release(); }); });
    (void)renewed->tryAcquire(1, kRenewalMs);
    QMetaObject::invokeMethod(d->worker, [worker = d->worker] { delete worker; }, Qt::BlockingQueuedConnection);
    d->thread.quit();
    d->thread.wait();
}

QFuture<base::Result<PortalTest>> Engine::test(const WebhookAddress &address)
{
    auto promise = makePromise<PortalTest>();
    d->onWorker([worker = d->worker, address, promise] {
        worker->test(address, [promise](base::Result<PortalTest> answer) { keep<PortalTest>(promise, std::move(answer)); });
    });
    return promise->future();
}

QFuture<base::Result<PortalTest>> Engine::test(const model::Portal &portal)
{
    auto promise = makePromise<PortalTest>();
    d->onWorker([worker = d->worker, portal, promise] {
        worker->testPortal(portal, [promise](base::Result<PortalTest> answer) { keep<PortalTest>(promise, std::move(answer)); });
    });
    return promise->future();
}

QFuture<base::Result<SignedIn>> Engine::signIn(const SignInRequest &request)
{
    d->secrets->askAgain();
    auto promise = makePromise<SignedIn>();
    d->onWorker([worker = d->worker, request, promise] {
        worker->signIn(request, [promise](base::Result<SignedIn> answer) { keep<SignedIn>(promise, std::move(answer)); });
    });
    return promise->future();
}

// The key is written before the portal: a portal without its key would fail at once, a key without a portal is
// taken back. So a key of the same name that already exists must not be touched.
QFuture<base::Result<model::Portal>> Engine::addPortal(model::Portal portal, const WebhookAddress &address)
{
    auto promise = makePromise<model::Portal>();
    portal.endpoint = address.endpoint;
    const auto reading = d->store->read<std::vector<model::Portal>>([](store::Reader &reader) { return reader.portals(); });
    base::whenDone(reading, this, [this, promise, portal, secret = address.secret](const base::Result<std::vector<model::Portal>> &known) {
        if (!known)
            return keep<model::Portal>(promise, std::unexpected(known.error()));
        for (const model::Portal &each : *known) {
            if (each.key == portal.key)
                return keep<model::Portal>(
                    promise, base::fail(ErrorKind::Rejected, QStringLiteral("another portal has this key"), base::Retry::Never, "key"));
            if (each.endpoint == portal.endpoint)
                return keep<model::Portal>(promise,
                    base::fail(ErrorKind::Rejected, QStringLiteral("another portal has this address"), base::Retry::Never, "endpoint"));
        }
        base::whenDone(d->secrets->write(portal.key, secret), this, [this, promise, portal](const base::Result<> &written) {
            if (!written)
                return keep<model::Portal>(promise, std::unexpected(written.error()));
            base::whenDone(d->store->savePortal(portal), this, [this, promise, key = portal.key](const base::Result<model::Portal> &saved) {
                if (saved)
                    d->onWorker([worker = d->worker] { worker->refresh(); });
                else
                    d->secrets->remove(key);
                keep<model::Portal>(promise, saved);
            });
        });
    });
    return promise->future();
}

QFuture<base::Result<store::PortalAnswers>> Engine::savePortals(std::vector<std::pair<model::Portal, WebhookAddress>> portals)
{
    auto promise = makePromise<store::PortalAnswers>();
    std::vector<model::Portal> named;
    std::vector<QString> keys;
    for (auto &[portal, address] : portals) {
        portal.endpoint = address.endpoint;
        named.push_back(std::move(portal));
        keys.push_back(std::move(address.secret));
    }
    base::whenDone(d->store->savePortals(std::move(named)), this,
        [this, promise, keys = std::move(keys)](const base::Result<store::PortalAnswers> &saved) {
            if (!saved)
                return keep<store::PortalAnswers>(promise, saved);
            std::map<QString, QString> accepted;
            for (std::size_t i = 0; i < saved->size(); ++i)
                if ((*saved)[i])
                    accepted.emplace((*saved)[i]->key, keys[i]);
            base::whenDone(d->secrets->writeAll(accepted), this, [this, promise, saved](const base::Result<> &written) {
                d->onWorker([worker = d->worker] { worker->refresh(); });
                keep<store::PortalAnswers>(promise, written ? saved : base::Result<store::PortalAnswers>(std::unexpected(written.error())));
            });
        });
    return promise->future();
}

QFuture<base::Result<>> Engine::replaceKey(model::PortalId portal, const WebhookAddress &address)
{
    auto promise = makePromise<void>();
    const auto reading = d->store->read<std::vector<model::Portal>>([](store::Reader &reader) { return reader.portals(); });
    base::whenDone(reading, this, [this, promise, portal, address](const base::Result<std::vector<model::Portal>> &known) {
        if (!known)
            return keep<void>(promise, std::unexpected(known.error()));
        const auto found = std::ranges::find_if(*known, [portal](const model::Portal &each) { return each.id == portal; });
        if (found == known->end())
            return keep<void>(promise, base::fail(ErrorKind::NotFound, QStringLiteral("no such portal")));
        model::Portal changed = *found;
        changed.endpoint = address.endpoint;
        changed.signIn = model::SignIn::Webhook;
        base::whenDone(d->store->savePortal(changed), this, [this, promise, changed, address](const base::Result<model::Portal> &saved) {
            if (!saved)
                return keep<void>(promise, std::unexpected(saved.error()));
            base::whenDone(d->secrets->write(changed.key, address.secret), this, [this, promise](const base::Result<> &written) {
                d->onWorker([worker = d->worker] { worker->refresh(); });
                keep<void>(promise, written);
            });
        });
    });
    return promise->future();
}

void Engine::setDeadline(int ms)
{
    d->onWorker([worker = d->worker, ms] { worker->setDeadline(ms); });
}

void Engine::start(int intervalSeconds)
{
    d->ask(this, [worker = d->worker, intervalSeconds] { worker->start(intervalSeconds); });
}

void Engine::syncNow(std::vector<model::PortalId> portals)
{
    d->secrets->askAgain(); // a person may have unlocked the keyring just now
    d->ask(this, [worker = d->worker, portals = std::move(portals)] { worker->syncNow(portals, false); });
}

void Engine::verifyNow(std::vector<model::PortalId> portals)
{
    d->secrets->askAgain();
    d->ask(this, [worker = d->worker, portals = std::move(portals)] { worker->syncNow(portals, true); });
}

void Engine::stop()
{
    d->onWorker([worker = d->worker] { worker->stop(); });
}

void Engine::confirmRemoval(model::PortalId portal)
{
    d->onWorker([worker = d->worker, portal] { worker->confirmRemoval(portal); });
}

PortalStatus Engine::status(model::PortalId portal) const
{
    const QMutexLocker lock(&d->board.mutex);
    const auto found = d->board.statuses.find(portal);
    if (found != d->board.statuses.end())
        return found->second;
    PortalStatus unknown;
    unknown.portal = portal;
    return unknown;
}

std::vector<PortalStatus> Engine::statuses() const
{
    const QMutexLocker lock(&d->board.mutex);
    std::vector<PortalStatus> out;
    out.reserve(d->board.statuses.size());
    for (const auto &[id, status] : d->board.statuses)
        out.push_back(status);
    return out;
}

} // namespace dealerlens::sync
