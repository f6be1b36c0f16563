// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/session.h"

#include "base/log.h"
#include "reports/chaincolumns.h"
#include "reports/itemstates.h"
#include "reports/keptderived.h"
#include "store/files.h"
#include "viewmodels/outboxfeed.h"

#include <QHash>

#include <algorithm>

#include <unistd.h>

namespace dealerlens::viewmodels {

namespace {

constexpr int kRestMs = 1'000; // without an answer
constexpr std::size_t kChainBytes = 60; // an item, in the chain columns

// Against the memory of the machine.
bool isSmall(std::size_t bytes)
{
    constexpr std::size_t kShare = 16;
    return bytes / static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) < static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) / kShare;
}

} // namespace

base::Result<std::unique_ptr<Session>> Session::open(const Options &options)
{
    std::unique_ptr<Session> session(new Session);
    session->m_options = options;
    *session->m_keepsDerived = !options.readOnly;
    session->m_clock = options.clock;
    if (!session->m_clock) {
        session->m_ownClock = std::make_unique<base::SystemClock>();
        session->m_clock = session->m_ownClock.get();
    }
    auto opened = store::Store::open(options.folder, { .readOnly = options.readOnly, .clock = session->m_clock });
    if (!opened)
        return std::unexpected(opened.error());
    session->m_store = std::move(*opened);
    if (options.credentialsFile.isEmpty()) {
        session->m_secrets = secrets::openKeyring();
    } else {
        auto file = secrets::openCredentialsFile(options.credentialsFile);
        if (!file)
            return std::unexpected(file.error());
        session->m_secrets = std::move(*file);
    }
    session->m_engine = std::make_unique<sync::Engine>(session->m_store.get(), session->m_secrets.get(), session->m_clock);
    session->m_hub = std::make_unique<facts::Hub>(session->m_store.get(), session->m_clock);
    Session *const self = session.get();
    connect(
        session->m_hub.get(), &facts::Hub::snapshotChanged, self, [self](const facts::SnapshotPtr &facts, const store::ChangeSet &changes) {
            Q_EMIT self->factsChanged(facts);
            if (changes.everything || 4 * changes.portals.size() >= facts->portals.size())
                keepFewPages(facts, 0); // rows that were made anew lie elsewhere
        });
    connect(session->m_engine.get(), &sync::Engine::statusChanged, self, &Session::portalStatusChanged);
    connect(session->m_store.get(), &store::Store::failed, self, &Session::storageFailed);
    session->m_outbox = new OutboxFeed(*session);
    // Two cores: one report at a time beside the engine keeps the window smooth.
    session->m_pool.setMaxThreadCount(2);
    session->m_rest = new QTimer(self);
    session->m_rest->setSingleShot(true);
    session->m_rest->setInterval(kRestMs);
    connect(session->m_rest, &QTimer::timeout, self, &Session::rest);
    connect(session->m_hub.get(), &facts::Hub::columnsSaved, self, &Session::putOffRest); // what is derived may be kept, too
    return session;
}

Session::~Session()
{
    m_pool.waitForDone();
    delete m_outbox;
    m_hub.reset();
    m_engine.reset();
}

// Whoever has looked at the first screen for a second mostly opens a report or a board next, and their first questions would
// derive the chain columns and the lates: once, they are derived now, where they take little of the machine's memory. Later snapshots take
// them over when they are asked for. Not at a lower priority: the report would wait for whoever has a higher one.
void Session::rest()
{
    const facts::SnapshotPtr snapshot = facts();
    if (!snapshot)
        return;
    if (m_pool.activeThreadCount() > 0) { // somebody still waits for an answer
        m_rest->start();
        return;
    }
    const bool prepares = !m_isPrepared && snapshot->items.size() > 0 && isSmall(snapshot->items.size() * kChainBytes);
    m_isPrepared = m_isPrepared || prepares;
    QThreadPool::globalInstance()->start([snapshot, prepares, path = store::derivedPath(m_options.folder), keeps = m_keepsDerived] {
        base::giveWay(base::Way::ToTheWindow);
        if (prepares) {
            reports::prepareLates(*snapshot); // for the board: a tenth of a second
            (void)reports::chainColumns(*snapshot);
        }
        if (*keeps) {
            if (const auto kept = reports::keepDerived(*snapshot, path); !kept) {
                qCWarning(base::logStore, "what reports derive is not kept for the next start: %s", qPrintable(kept.error().detail));
                *keeps = false; // a full disk becomes no emptier by this
            }
        }
        facts::giveBack(*snapshot);
    });
}

// At ten million items an answer leaves a gigabyte of the columns' file behind, which the next one has mapped again in a
// millisecond where files lie in huge pages.
void Session::keepFewPages(const facts::SnapshotPtr &facts, std::size_t most)
{
    QThreadPool::globalInstance()->start([facts, most] {
        base::giveWay(base::Way::ToTheWindow);
        facts::keepFewFilePages(*facts, most);
    });
}

void Session::start()
{
    if (!m_options.readOnly)
        m_engine->start(m_options.intervalSeconds);
}

facts::SnapshotPtr Session::namesOf(const facts::SnapshotPtr &facts) const
{
    if (!m_names || m_named.lock() != facts) {
        auto names = std::make_shared<facts::Snapshot>(*facts);
        names->items = {};
        names->visits = {};
        names->activities = {};
        names->responsibles = {};
        names->pushes = {};
        names->missed = {};
        names->runs.clear();
        m_names = std::move(names);
        m_named = facts;
    }
    return m_names;
}

QDate Session::today() const { return QDateTime::fromSecsSinceEpoch(m_clock->now()).date(); }

namespace {

void addCondition(const Condition &condition, reports::Question &question)
{
    if (condition.key == QLatin1String("source"))
        question.sources.insert(question.sources.end(), condition.values.begin(), condition.values.end());
    else if (condition.key == QLatin1String("campaign"))
        question.campaigns.insert(question.campaigns.end(), condition.values.begin(), condition.values.end());
    else if (condition.key == QLatin1String("region"))
        question.regions.insert(question.regions.end(), condition.values.begin(), condition.values.end());
    else if (condition.key == QLatin1String("late"))
        for (const QString &value : condition.values)
            question.lates.insert(static_cast<reports::Late>(value.toInt()));
    else if (condition.key == QLatin1String("marks")) {
        question.withTests = condition.values.contains(QLatin1String("tests"));
        question.withoutJunk = condition.values.contains(QLatin1String("no-junk"));
    }
}

// "portalkey/17" → ("portalkey", 17).
void addEmployee(const QString &key, reports::Question &question)
{
    const qsizetype slash = key.lastIndexOf(QLatin1Char('/'));
    if (slash > 0)
        question.employees.emplace_back(key.left(slash), key.mid(slash + 1).toLongLong());
}

} // namespace

base::UtcSeconds Session::dataAsOf(const Context &context) const
{
    base::UtcSeconds newest = base::kNever;
    if (const facts::SnapshotPtr snapshot = facts()) {
        for (const facts::PortalFact &portal : snapshot->portals)
            newest = std::max(newest, portal.watermark);
    }
    return context.asOf ? std::min(newest, *context.asOf) : newest;
}

reports::Question Session::question(const Context &context) const
{
    reports::Question question;
    const QDate day = context.asOf ? QDateTime::fromSecsSinceEpoch(*context.asOf).date() : today();
    const DayRange range = resolve(context.period, day);
    if (range.first.isValid())
        question.from = range.first;
    if (range.last.isValid())
        question.to = range.last.addDays(1);
    question.asOf = context.asOf.value_or(base::kNever);
    if (const facts::SnapshotPtr snapshot = facts()) {
        const base::UtcSeconds freshFrom = m_clock->now() - snapshot->standard.freshnessLimit;
        for (const facts::PortalFact &fact : snapshot->portals) {
            const bool chosen = context.portals.isEmpty() || context.portals.contains(fact.portal.id);
            const bool fresh = !context.freshOnly || (!fact.neverComplete && fact.watermark >= freshFrom);
            if (chosen && fresh && (!context.portals.isEmpty() || context.freshOnly))
                question.portals.push_back(fact.portal.key);
        }
    }
    if (!context.funnel.isEmpty())
        question.funnels.push_back(context.funnel);
    for (const QString &employee : context.employees)
        addEmployee(employee, question);
    question.responsibleAtEvent = context.employeeThen;
    for (const Condition &condition : context.conditions)
        addCondition(condition, question);
    return question;
}

} // namespace dealerlens::viewmodels
