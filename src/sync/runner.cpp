// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/runner.h"

#include "base/crashpoint.h"
#include "base/giveway.h"
#include "base/log.h"
#include "base/task.h"
#include "sync/plannerstore.h"
#include "sync/problemword.h"
#include "sync/wire.h"

#include <QTimer>
#include <QtConcurrent>

namespace dealerlens::sync {

using base::ErrorKind;
using model::EntityKind;

namespace {

constexpr base::UtcSeconds kDay = 86'400;

} // namespace

Runner::Runner(model::Portal ofPortal, const PortalStatus &remembered, const Services &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_access(std::make_unique<Access>(std::move(ofPortal), services, nullptr))
    , m_limit(static_cast<std::uint64_t>(services.clock->monotonicMs()) + static_cast<std::uint64_t>(portal().id))
    , m_status(remembered)
{
    m_status.portal = portal().id;
    m_wake.setSingleShot(true);
    m_wake.callOnTimeout(this, [this] { step(Tick {}); });
}

Runner::~Runner() = default;

void Runner::run()
{
    if (m_running) {
        m_again = true;
        return;
    }
    m_running = true;
    updateStatus();
    m_access->open(this, [this](const base::Result<> &opened) {
        if (!opened)
            endWithoutPlanner(opened.error());
        else if (m_planner)
            step(Start {});
        else
            readStates();
    });
}

void Runner::readStates()
{
    const auto states = m_services.store->read<std::vector<model::SyncState>>(
        [id = portal().id](store::Reader &reader) { return reader.syncStates(id); });
    base::whenDone(states, this, [this](const base::Result<std::vector<model::SyncState>> &found) {
        if (!found) {
            execute(Finish { found.error() });
            return;
        }
        m_planner = std::make_unique<Planner>(portal().id, *found, m_limit);
        m_firstLease = m_lastLease + 1;
        step(Start {});
    });
}

void Runner::verify()
{
    m_verify = true;
    run();
}

void Runner::confirmRemoval()
{
    m_confirmRemoval = true;
    run();
}

void Runner::step(Event event)
{
    if (m_confirmRemoval && std::holds_alternative<Start>(event)) {
        m_confirmRemoval = false;
        m_planner->confirmRemoval();
    }
    if (std::holds_alternative<Start>(event) && std::exchange(m_verify, false))
        m_planner->verify();
    m_planner->setCrowded(m_services.transport->isCrowded());
    m_planner->setTurnsTaken(m_services.slots_->areTaken());
    std::vector<Command> commands = m_planner->handle(std::move(event), m_services.clock->monotonicMs(), m_services.clock->now());
    updateStatus();
    for (Command &command : commands)
        std::visit([this](auto &&each) { execute(std::forward<decltype(each)>(each)); }, std::move(command));
    if (m_planner && !m_planner->holdsRows())
        m_places.clear();
}

void Runner::execute(SendBatch command)
{
    const auto batch = std::make_shared<const SendBatch>(std::move(command));
    const int lease = ++m_lastLease;
    const auto held = m_slots.emplace(lease, std::make_unique<SlotLease>(m_services.slots_)).first;
    held->second->begin([this, batch, lease] { post(batch, lease); });
}

void Runner::post(const std::shared_ptr<const SendBatch> &batch, int lease)
{
    std::vector<portal::Call> calls;
    calls.reserve(batch->queries.size());
    for (const Query &query : batch->queries)
        calls.push_back(callFor(query, batch->queries));
    CRASHPOINT("sync.before_send");
    m_access->post(
        { "batch", "application/json", portal::batchBody(calls), false }, this, [this, batch, lease](base::Result<portal::RawReply> raw) {
            CRASHPOINT("sync.answered");
            answered(std::move(raw), batch, lease);
        });
}

void Runner::answered(base::Result<portal::RawReply> raw, const std::shared_ptr<const SendBatch> &batch, int lease)
{
    m_slots.erase(lease);
    if (raw)
        read(std::move(*raw), batch, lease);
    else if (isOfPresentPlanner(lease))
        step(Failure { raw.error(), batch->request });
}

// On the pool; the bytes are gone when the answers are there.
void Runner::read(portal::RawReply reply, const std::shared_ptr<const SendBatch> &batch, int lease)
{
    using Read = std::shared_ptr<base::Result<Answers>>;
    const QFuture<Read> reading = QtConcurrent::run([http = reply.http, body = std::move(reply.body), batch]() -> Read {
        base::giveWay(base::Way::ToTheWindow);
        const auto read = portal::readReply(http, body);
        if (!read)
            return std::make_shared<base::Result<Answers>>(std::unexpected(read.error()));
        return std::make_shared<base::Result<Answers>>(readAnswers(*read, batch->queries));
    });
    base::whenDone(reading, this, [this, place = std::move(reply.place), request = batch->request, lease](const Read &answers) {
        CRASHPOINT("sync.read");
        if (*answers)
            m_access->answeredAt((*answers)->startedAt);
        if (!isOfPresentPlanner(lease))
            return;
        if (place)
            m_places.push_back(place);
        if (*answers)
            step(Arrived { std::move(**answers), request });
        else
            step(Failure { answers->error(), request });
    });
}

void Runner::execute(WriteChanges command)
{
    const std::optional<Finish> last = std::move(command.last);
    store::PageWrite page = pageOf(std::move(command), portal().id, m_services.clock->now());
    if (last)
        page.cycleEnd = cycleEnd(last->problem);
    CRASHPOINT("sync.before_write");
    const auto places = std::make_shared<Places>(std::exchange(m_places, {}));
    base::whenDone(m_services.store->write(std::move(page)), this, [this, places](const base::Result<store::ChangeSet> &written) {
        CRASHPOINT("sync.written");
        places->clear();
        if (!written) {
            writeFailed(written.error());
            return;
        }
        m_status.badRecords = written->badRecords.value_or(m_status.badRecords);
        step(Committed {});
    });
}

model::CycleEnd Runner::cycleEnd(const std::optional<base::Error> &problem) const
{
    const base::UtcSeconds now = m_services.clock->now();
    if (!problem)
        return { portal().id, now, {}, base::kNever };
    return { portal().id, base::kNever, problemWord(*problem), m_status.problem ? m_status.problemSince : now };
}

// Not even begun: the store is told all the same, so that the next run of the program knows.
void Runner::endWithoutPlanner(const base::Error &error)
{
    store::PageWrite page;
    page.portal = portal().id;
    page.cycleEnd = cycleEnd(error);
    base::whenDone(m_services.store->write(std::move(page)), this,
        [this, error](const base::Result<store::ChangeSet> &) { execute(Finish { error }); });
}

// What is committed decides; the planner remembers more than that now.
void Runner::writeFailed(const base::Error &error)
{
    step(WriteFailed { error });
    m_planner.reset();
    m_places.clear();
}

void Runner::execute(const ReadLocal &command)
{
    const auto reading
        = m_services.store->read<Local>([id = portal().id, command](store::Reader &reader) { return readLocal(reader, id, command); });
    base::whenDone(reading, this, [this](const base::Result<Local> &found) {
        if (found)
            step(*found);
        else
            writeFailed(found.error());
    });
}

void Runner::execute(const SleepUntil &command)
{
    const std::int64_t wait = std::max<std::int64_t>(0, command.ms - m_services.clock->monotonicMs());
    m_wake.start(std::chrono::milliseconds(std::min<std::int64_t>(wait, 3'600'000)));
}

void Runner::execute(const Finish &command)
{
    CRASHPOINT("sync.finished");
    m_wake.stop();
    m_access->close(this);
    m_running = false;
    m_hasRun = true;
    const base::UtcSeconds now = m_services.clock->now();
    if (command.problem) {
        qCWarning(base::logSync).noquote() << "portal" << portal().key << "failed:" << static_cast<int>(command.problem->kind)
                                           << command.problem->code << base::withoutSecrets(command.problem->detail);
        if (!m_status.problem)
            m_status.problemSince = now;
        m_errorTimes.push_back(now);
        ++m_failuresInRow;
    } else {
        m_status.lastSuccess = now;
        m_status.problemSince = base::kNever;
        m_failuresInRow = 0;
    }
    m_status.problem = command.problem;
    updateStatus();
    Q_EMIT finished();
    if (m_again) {
        m_again = false;
        run();
    }
}

void Runner::updateStatus()
{
    m_status.running = m_running;
    while (!m_errorTimes.empty() && m_errorTimes.front() < m_services.clock->now() - kDay)
        m_errorTimes.pop_front();
    m_status.errors24h = static_cast<int>(m_errorTimes.size());
    if (m_planner) {
        const Progress progress = m_planner->progress();
        m_status.waiting = m_running && progress.waiting;
        m_status.done = progress.done;
        m_status.expected = progress.expected;
        m_status.requests = progress.requests;
        m_status.wouldRemove = progress.wouldRemove;
        m_status.askPerson = progress.wouldRemove > 0;
        m_status.methodTimeShare = m_planner->methodTimeShare();
    }
    Q_EMIT changed();
}

} // namespace dealerlens::sync
