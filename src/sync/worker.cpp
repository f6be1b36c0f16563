// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/worker.h"

#include "base/log.h"
#include "base/task.h"
#include "portal/endpoint.h"
#include "sync/pace.h"
#include "sync/portaltest.h"
#include "sync/problemword.h"
#include "sync/signin.h"

#include <QRandomGenerator>

namespace dealerlens::sync {

namespace {

constexpr int kRefreshMs = 60'000;
constexpr int kWakeMs = 50;

} // namespace

Worker::Worker(const Services &services, StatusBoard *board)
    : m_services(services)
    , m_board(board)
    , m_transport(std::make_unique<portal::Transport>())
{
    m_services.transport = m_transport.get();
    m_services.slots_ = &m_slots;
    m_refresh.setParent(this);
    m_refresh.setInterval(kRefreshMs);
    connect(&m_refresh, &QTimer::timeout, this, &Worker::refresh);
    m_wakeSoon.setParent(this);
    m_wakeSoon.setSingleShot(true);
    m_wakeSoon.setInterval(kWakeMs);
    connect(&m_wakeSoon, &QTimer::timeout, this, &Worker::wakeOutboxes);
    connect(m_services.store, &store::Store::outboxChanged, this, [this] {
        if (m_sends && !m_wakeSoon.isActive())
            m_wakeSoon.start();
    });
}

Worker::~Worker()
{
    m_slots.close();
    m_transport.reset(); // first the answers, then who waits for them
    m_entries.clear();
}

void Worker::setDeadline(int ms)
{
    portal::Transport::Limits limits;
    limits.deadlineMs = ms;
    m_transport->setLimits(limits);
}

void Worker::start(int intervalSeconds)
{
    m_asked = true;
    m_interval = std::max(1, intervalSeconds);
    m_refresh.start();
    m_sends = true;
    withPortals([this] {
        for (auto &[id, entry] : m_entries)
            plan(entry, true);
        wakeOutboxes();
        checkAllFinished();
    });
}

void Worker::stop()
{
    m_interval = 0;
    m_sends = false;
    m_refresh.stop();
    for (auto &[id, entry] : m_entries)
        entry.due->stop();
}

void Worker::syncNow(const std::vector<model::PortalId> &portals, bool verify)
{
    m_sends = true;
    m_asked = true;
    withPortals([this, portals, verify] {
        wakeOutboxes();
        for (auto &[id, entry] : m_entries) {
            if (!portals.empty() && std::ranges::find(portals, id) == portals.end())
                continue;
            if (verify)
                entry.runner->verify();
            else
                entry.runner->run();
        }
        checkAllFinished();
    });
}

void Worker::confirmRemoval(model::PortalId portal)
{
    m_asked = true;
    withPortals([this, portal] {
        if (const auto found = m_entries.find(portal); found != m_entries.end())
            found->second.runner->confirmRemoval();
        checkAllFinished();
    });
}

void Worker::test(const WebhookAddress &address, std::function<void(base::Result<PortalTest>)> done)
{
    m_transport->post(portal::methodUrl(address.endpoint, address.secret, "batch"), "application/json", testBody(), this,
        [endpoint = address.endpoint, done = std::move(done)](
            const base::Result<portal::RawReply> &raw) { done(readTest(endpoint, raw)); });
}

void Worker::testPortal(const model::Portal &portal, std::function<void(base::Result<PortalTest>)> done)
{
    // Its own way in where there is one: two would renew the same tokens.
    const auto found = m_entries.find(portal.id);
    auto *user = new QObject(this);
    Access *access = found == m_entries.end() ? new Access(portal, m_services, user) : &found->second.runner->access();
    const auto end = [user, access = QPointer<Access>(access), done = std::move(done)](base::Result<PortalTest> result) {
        if (access)
            access->close(user);
        user->deleteLater();
        done(std::move(result));
    };
    access->open(user, [user, access, endpoint = portal.endpoint, end](const base::Result<> &opened) {
        if (!opened)
            return end(base::Failure(opened.error()));
        access->post({ "batch", "application/json", testBody(), false }, user,
            [endpoint, end](const base::Result<portal::RawReply> &raw) { end(readTest(endpoint, raw)); });
    });
}

void Worker::signIn(const SignInRequest &request, std::function<void(base::Result<SignedIn>)> done)
{
    auto *work = new SignInWork(request, m_services, this);
    work->run([this, done = std::move(done)](const base::Result<SignedIn> &result) {
        if (result)
            refresh();
        done(result);
    });
}

void Worker::whenRenewed(std::function<void()> then)
{
    std::vector<Access *> all;
    for (const auto &[id, entry] : m_entries)
        all.push_back(&entry.runner->access());
    for (const auto &access : m_leaving)
        all.push_back(access.get());
    const auto renewing = std::ranges::find_if(all, &Access::isRenewing);
    if (renewing == all.end())
        return then();
    connect(*renewing, &Access::renewed, this, [this, then] { whenRenewed(then); }, Qt::SingleShotConnection);
}

void Worker::refresh()
{
    withPortals([this] {
        wakeOutboxes(); // another program may have added writes
        checkAllFinished(); // who waits for the end may have been held up by this reading
    });
}

base::Result<Worker::Known> Worker::readKnown(store::Reader &reader)
{
    auto portals = reader.portals();
    if (!portals)
        return std::unexpected(portals.error());
    const auto ends = reader.cycleEnds();
    if (!ends)
        return std::unexpected(ends.error());
    const auto bad = reader.badRecords();
    if (!bad)
        return std::unexpected(bad.error());
    Known known { std::move(*portals), {} };
    for (const auto &[id, end] : *ends) {
        PortalStatus &status = known.remembered[id];
        status.lastSuccess = end.lastSuccess;
        status.problem = problemOf(end.problem);
        status.problemSince = end.problemSince;
    }
    for (const store::BadRecords &each : *bad)
        known.remembered[each.portal].badRecords += each.records;
    return known;
}

void Worker::publish(const PortalStatus &status)
{
    const QMutexLocker lock(&m_board->mutex);
    m_board->statuses[status.portal] = status;
    m_board->dirty.insert(status.portal);
}

void Worker::withPortals(std::function<void()> then)
{
    ++m_pendingReads;
    const auto reading = m_services.store->read<Known>(&Worker::readKnown);
    base::whenDone(reading, this, [this, number = ++m_lastKnown, then = std::move(then)](const base::Result<Known> &known) {
        --m_pendingReads;
        // Two readings go on at a time: an older list of portals would end those that a newer one has begun.
        if (known && number > m_takenKnown) {
            m_takenKnown = number;
            take(*known);
        }
        if (!known)
            qCWarning(base::logSync).noquote() << "portals cannot be read:" << known.error().detail;
        then();
    });
}

void Worker::take(const Known &known)
{
    std::set<model::PortalId> active;
    for (const model::Portal &portal : known.portals) {
        if (portal.isRetired())
            continue;
        active.insert(portal.id);
        if (const auto entry = m_entries.find(portal.id); entry != m_entries.end()) {
            entry->second.runner->setPortal(portal);
            continue;
        }
        const auto remembered = known.remembered.find(portal.id);
        Entry entry;
        entry.runner = std::make_unique<Runner>(
            portal, remembered == known.remembered.end() ? PortalStatus() : remembered->second, m_services, nullptr);
        publish(entry.runner->status());
        entry.due = std::make_unique<QTimer>();
        entry.due->setSingleShot(true);
        Runner *runner = entry.runner.get();
        connect(entry.due.get(), &QTimer::timeout, runner, &Runner::run);
        connect(runner, &Runner::changed, this, [this, runner] { publish(runner->status()); });
        connect(&runner->access(), &Access::moved, this, &Worker::portalChanged);
        connect(runner, &Runner::finished, this, [this, id = portal.id] { runnerFinished(id); }, Qt::QueuedConnection);
        makeOutbox(entry);
        const auto added = m_entries.emplace(portal.id, std::move(entry)).first;
        if (m_interval > 0)
            plan(added->second, true);
    }
    for (auto each = m_entries.begin(); each != m_entries.end();) {
        if (active.contains(each->first)) {
            ++each;
            continue;
        }
        leave(each->second);
        const QMutexLocker lock(&m_board->mutex);
        m_board->statuses.erase(each->first);
        each = m_entries.erase(each);
    }
}

// Whatever is on its way dies with the runners. Only a renewal of tokens is let to its end: an answer that nobody reads
// would cost a sign-in when the portal is restored.
void Worker::leave(Entry &entry)
{
    entry.outbox.reset();
    std::unique_ptr<Access> access = entry.runner->takeAccess();
    entry.runner.reset();
    if (!access->isRenewing())
        return;
    const auto drop = [this] { std::erase_if(m_leaving, [](const auto &each) { return !each->isRenewing(); }); };
    connect(access.get(), &Access::renewed, this, drop, Qt::QueuedConnection);
    m_leaving.push_back(std::move(access));
}

void Worker::makeOutbox(Entry &entry)
{
    entry.outbox = std::make_unique<OutboxRunner>(*entry.runner, m_services, nullptr);
    Runner *runner = entry.runner.get();
    connect(entry.outbox.get(), &OutboxRunner::rested, runner, [this, runner](bool changedPortal) {
        if (changedPortal) // people see soon what their write has made of the record
            runner->run();
        m_asked = true;
        QMetaObject::invokeMethod(this, &Worker::checkAllFinished, Qt::QueuedConnection);
    });
}

void Worker::wakeOutboxes()
{
    if (!m_sends)
        return;
    ++m_pendingReads;
    using Portals = std::set<model::PortalId>;
    const auto reading = m_services.store->read<Portals>([](store::Reader &reader) { return reader.portalsWithOpenWrites(); });
    base::whenDone(reading, this, [this](const base::Result<Portals> &portals) {
        --m_pendingReads;
        if (portals)
            for (const model::PortalId portal : *portals)
                if (const auto found = m_entries.find(portal); found != m_entries.end())
                    found->second.outbox->wake();
        checkAllFinished();
    });
}

// Portals begin spread over a few seconds and never march in step.
void Worker::plan(Entry &entry, bool soon)
{
    const std::int64_t wait = pauseMs(m_interval, entry.runner->failuresInRow(), entry.runner->status().problem);
    const double jitter = 0.9 + QRandomGenerator::global()->generateDouble() * 0.2;
    const std::int64_t first
        = QRandomGenerator::global()->bounded(1 + static_cast<int>(std::min<std::size_t>(m_entries.size() * 20, 5'000)));
    entry.due->start(std::chrono::milliseconds(soon ? first : static_cast<std::int64_t>(static_cast<double>(wait) * jitter)));
}

void Worker::runnerFinished(model::PortalId portal)
{
    Q_EMIT cycleFinished(portal);
    m_asked = true;
    if (const auto found = m_entries.find(portal); found != m_entries.end() && m_interval > 0 && !found->second.runner->isRunning())
        plan(found->second, false);
    checkAllFinished();
}

void Worker::checkAllFinished()
{
    const bool busy = m_pendingReads > 0 || std::ranges::any_of(m_entries, [](const auto &each) {
        const Runner &runner = *each.second.runner;
        return runner.isRunning() || each.second.outbox->isBusy() || (each.second.due->isActive() && !runner.hasRun());
    });
    if (!busy && std::exchange(m_asked, false)) // once when all is done: a second word would end somebody else's waiting
        Q_EMIT allFinished();
}

} // namespace dealerlens::sync
