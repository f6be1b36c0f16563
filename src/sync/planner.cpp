// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/planner.h"

#include "sync/problemword.h"
#include "sync/wire.h"

#include <algorithm>

namespace dealerlens::sync {

using base::ErrorKind;
using model::EntityKind;

namespace {

constexpr int kTriesAfterFailure = 3;
constexpr int kTriesAfterRefusal = 10;
constexpr int kTriesAfterTimeRefusal = 3;
constexpr std::int64_t kRoundMs = 60'000;

// A failure that may pass by itself within seconds.
bool passes(const base::Error &error) { return error.retry == base::Retry::Later; }

} // namespace

Planner::Planner(model::PortalId portal, const std::vector<model::SyncState> &states, RateLimit &limit)
    : m_portal(portal)
    , m_limit(limit)
{
    for (const auto &each : states)
        m_states[each.kind] = each;
}

Command Planner::handle(Event event, std::int64_t nowMs, base::UtcSeconds now)
{
    m_nowMs = nowMs;
    m_now = now;
    m_progress.waiting = false;
    if (std::holds_alternative<Start>(event))
        return begin();
    if (auto *answers = std::get_if<Answers>(&event))
        return received(std::move(*answers));
    if (const auto *failure = std::get_if<Failure>(&event))
        return failed(failure->error);
    if (const auto *found = std::get_if<Local>(&event))
        return local(*found);
    if (const auto *broken = std::get_if<WriteFailed>(&event))
        return Finish { broken->error };
    if (std::holds_alternative<Committed>(event) && m_finishing)
        return Finish { m_finishWith };
    return next(); // Committed, Tick
}

Progress Planner::progress() const
{
    Progress out = m_progress;
    out.wouldRemove = 0;
    for (const auto &[kind, count] : m_wouldRemove)
        out.wouldRemove += count;
    return out;
}

Command Planner::begin()
{
    m_sent.clear();
    m_write = {};
    m_changedStates.clear();
    m_failures = 0;
    m_timeRefusals.clear();
    m_problem.reset();
    m_finishWith.reset();
    m_finishing = false;
    m_cycleAt = base::kNever;
    m_commentsDenied = false;
    m_walks.clear();
    m_sweeps.clear();
    m_progress.done = 0;
    m_progress.expected = 0;
    beginRound();
    return next();
}

// What an earlier round has not brought to its end goes on where it stands; the rest is asked anew.
void Planner::beginRound()
{
    m_phase = Phase::Walk;
    m_restUntil = 0;
    m_totals.clear();
    m_recentCalls = 0;
    m_wanted.clear();
    m_checksDone = false;
    for (auto &[kind, check] : m_checks)
        check = { .pages = check.pages };
    m_items.clear();
    // Histories of moved deals: more deals may have moved since.
    std::erase_if(m_sweeps, [](const Sweep &sweep) { return sweep.ofMoved || (!sweep.failed && !sweep.isOpen()); });
    std::erase_if(m_walks, [](const Walk &walk) { return walk.ended; });
    const std::vector<Walk> carried = std::exchange(m_walks, {});
    prepareWalks();
    for (const Walk &walk : carried) {
        std::erase_if(m_walks, [&walk](const Walk &fresh) { return fresh.ask == walk.ask && fresh.kind == walk.kind; });
        m_walks.push_back(walk);
    }
}

// The next request of the present phase, or the next phase.
Command Planner::next()
{
    if (!m_write.records.empty() || !m_write.gone.empty() || !m_changedStates.empty())
        return write();
    m_sent.clear();
    if (const std::int64_t until = m_limit.restsUntil("batch", m_nowMs); until > 0) {
        m_progress.waiting = true;
        return SleepUntil { until };
    }
    switch (m_phase) {
    case Phase::Walk:
        askWalks();
        break;
    case Phase::SweepList:
    case Phase::SweepAsk:
        askSweeps();
        break;
    case Phase::Comments:
        askComments();
        break;
    default:
        break;
    }
    return m_sent.empty() ? nextPhase() : send();
}

Command Planner::nextPhase()
{
    switch (m_phase) {
    case Phase::Walk: {
        m_phase = Phase::Compare;
        beginStoriesOfMoved();
        auto wanted = comparison();
        if (!wanted.counts.empty())
            return wanted;
        [[fallthrough]];
    }
    case Phase::Compare:
        if (!m_wanted.empty()) {
            m_phase = Phase::SweepIds;
            return ReadLocal { .ids = m_wanted };
        }
        [[fallthrough]];
    case Phase::SweepIds:
        m_phase = Phase::SweepList;
        if (!m_sweeps.empty())
            return next();
        [[fallthrough]];
    case Phase::SweepList:
    case Phase::SweepAsk:
        settleSweeps();
        m_phase = Phase::Items;
        if (!m_itemsKnown) {
            const base::UtcSeconds read = state(EntityKind::Comment).watermark;
            return ReadLocal { .activeItems = true, .activeSince = read == base::kNever ? read : read - kOverlapSeconds };
        }
        [[fallthrough]];
    case Phase::Items:
        takeItems({});
        m_phase = Phase::Comments;
        return next();
    case Phase::Comments:
        settleComments();
        if (m_restUntil == 0)
            return finish(m_problem);
        m_phase = Phase::Rest;
        m_roundAt = std::clamp(m_restUntil, m_nowMs, m_nowMs + kRoundMs);
        return next();
    case Phase::Rest:
        if (m_nowMs < m_roundAt) {
            m_progress.waiting = true;
            return SleepUntil { m_roundAt };
        }
        beginRound();
        return next();
    default:
        return finish(m_problem);
    }
}

Command Planner::send()
{
    const std::int64_t at = m_limit.take(m_nowMs);
    if (at > m_nowMs) {
        m_progress.waiting = true;
        return SleepUntil { at };
    }
    ++m_progress.requests;
    SendBatch batch;
    batch.queries.reserve(m_sent.size());
    for (const Sent &sent : m_sent)
        batch.queries.push_back(sent.query);
    return batch;
}

Command Planner::received(Answers answers)
{
    if (answers.list.size() != m_sent.size())
        return failed({ ErrorKind::Protocol, base::Retry::Later, QStringLiteral("not as many answers as questions"), "COUNT", 0 });
    m_failures = 0;
    m_limit.answered();
    if (answers.startedAt != base::kNever)
        m_portalNow = answers.startedAt;
    if (m_portalNow == base::kNever)
        return failed({ ErrorKind::Protocol, base::Retry::Later, QStringLiteral("the portal does not tell its time"), "TIME", 0 });
    if (m_cycleAt == base::kNever)
        m_cycleAt = m_portalNow;
    noteTimes(answers);
    std::set<std::size_t> stopped; // walks whose later pages hang in the air
    std::set<std::size_t> stoppedSweeps;
    for (std::size_t i = 0; i < m_sent.size(); ++i) {
        const Sent &sent = m_sent[i];
        Answer &answer = answers.list[i];
        if (answer.error)
            noteMethodError(sent.query, *answer.error);
        switch (sent.query.ask) {
        case Ask::Page:
        case Ask::Touched:
        case Ask::Recent: {
            if (!stopped.contains(sent.index) && !takeWalkPage(m_walks[sent.index], answer, sent.query.counted))
                stopped.insert(sent.index);
            break;
        }
        case Ask::Count:
            noteTotal(sent.query.kind, answer);
            break;
        case Ask::Check:
            takeCheck(sent.query.kind, answer);
            break;
        case Ask::Whole:
            takeListing(m_listings[sent.index], answer);
            break;
        case Ask::Ids:
        case Ask::Known:
        case Ask::Story:
        case Ask::Fetch:
            if (!stoppedSweeps.contains(sent.index) && !takeSweep(m_sweeps[sent.index], sent.query, answer))
                stoppedSweeps.insert(sent.index);
            break;
        case Ask::Comments:
            takeComments(m_items[sent.index], sent.query, answer);
            break;
        }
    }
    m_sent.clear();
    if (m_phase == Phase::Comments)
        settleComments();
    return next();
}

Command Planner::failed(const base::Error &error)
{
    const int attempt = m_failures++;
    if (error.kind == ErrorKind::Limit) {
        if (isOfTime(error))
            m_limit.refusedTime("batch", m_nowMs);
        else
            m_limit.refused();
        if (attempt < kTriesAfterRefusal) {
            m_progress.waiting = true;
            return SleepUntil { std::max(m_limit.restsUntil("batch", m_nowMs), m_nowMs + m_limit.backOffMs(attempt)) };
        }
    } else if (passes(error) && attempt < kTriesAfterFailure) {
        return SleepUntil { m_nowMs + m_limit.backOffMs(attempt) };
    }
    m_sent.clear();
    for (const EntityKind kind : model::kEntityKinds)
        noteProblem(kind, error);
    return finish(error);
}

Command Planner::local(const Local &found)
{
    switch (m_phase) {
    case Phase::Compare:
        compare(found);
        break;
    case Phase::SweepIds:
        compareListings(found);
        beginSweeps(found);
        break;
    case Phase::Items:
        m_itemsKnown = true;
        takeItems(found);
        m_phase = Phase::Comments;
        return next();
    default:
        break;
    }
    if (!m_write.gone.empty())
        return write();
    return nextPhase();
}

Command Planner::finish(std::optional<base::Error> problem)
{
    m_phase = Phase::Done;
    m_finishing = true;
    if (!problem) {
        m_removalConfirmed = false;
        m_verify = false;
    }
    m_finishWith = std::move(problem);
    m_write.last = Finish { m_finishWith };
    return write();
}

// Records, deletions and the states that speak of them, in one transaction.
Command Planner::write()
{
    for (const EntityKind kind : m_changedStates)
        m_write.states.push_back(state(kind));
    m_changedStates.clear();
    m_progress.done += static_cast<std::int64_t>(m_write.records.size());
    WriteChanges out;
    std::swap(out, m_write);
    return out;
}

void Planner::add(Query query, std::size_t index) { m_sent.push_back({ std::move(query), index }); }

bool Planner::rests(Ask ask, EntityKind kind)
{
    const QByteArray method = methodOf(ask, kind);
    if (const auto refused = m_timeRefusals.find(method); refused != m_timeRefusals.end() && refused->second >= kTriesAfterTimeRefusal)
        return true;
    const std::int64_t until = m_limit.restsUntil(method, m_nowMs);
    if (until > 0)
        m_restUntil = m_restUntil == 0 ? until : std::min(m_restUntil, until);
    return until > 0;
}

// Portal's clock → ours only as a distance: how long a method has to rest.
void Planner::noteTimes(const Answers &answers)
{
    const auto resetMs = [this](base::UtcSeconds at) {
        const std::int64_t seconds = at == base::kNever ? 60 : std::clamp<std::int64_t>(at - m_portalNow, 1, 600);
        return m_nowMs + seconds * 1000;
    };
    m_limit.used("batch", answers.operating, resetMs(answers.resetAt));
    for (std::size_t i = 0; i < m_sent.size(); ++i) {
        const Answer &answer = answers.list[i];
        if (answer.error)
            continue;
        const QByteArray method = methodOf(m_sent[i].query.ask, m_sent[i].query.kind);
        m_limit.used(method, answer.operating, resetMs(answer.resetAt));
        m_timeRefusals.erase(method);
    }
}

void Planner::noteTotal(EntityKind kind, const Answer &answer)
{
    const bool consistent = !answer.error && answer.total >= 0 && (answer.total == 0) == answer.ids.empty();
    const auto walk = std::ranges::find_if(m_walks, [kind](const Walk &each) { return each.kind == kind && each.ask == Ask::Page; });
    if (walk == m_walks.end() || !walk->ended)
        return;
    if (!consistent) {
        ++walk->failures;
        return;
    }
    Total told { answer.total, answer.ids.empty() ? 0 : answer.ids.front(), {} };
    const auto size = static_cast<std::int64_t>(answer.ids.size());
    if (size == std::min<std::int64_t>(answer.total, kPageSize) && std::ranges::is_sorted(answer.ids, std::ranges::greater_equal {}))
        told.tail.assign(answer.ids.rbegin(), answer.ids.rend());
    m_totals[kind] = std::move(told);
    state(kind).total = answer.total;
    m_changedStates.insert(kind);
}

// A single command refused for its method's time: only that method rests.
void Planner::noteMethodError(const Query &query, const base::Error &error)
{
    if (!isOfTime(error))
        return;
    const QByteArray method = methodOf(query.ask, query.kind);
    if (m_limit.restsUntil(method, m_nowMs) > 0)
        return; // another command of the same request
    m_limit.refusedTime(method, m_nowMs);
    if (++m_timeRefusals[method] < kTriesAfterTimeRefusal)
        return;
    noteProblem(query.kind, error);
    m_problem = m_problem.value_or(error);
}

void Planner::noteProblem(EntityKind kind, const base::Error &error)
{
    model::SyncState &mine = state(kind);
    const QString word = problemWord(error);
    const bool denied = error.kind == ErrorKind::Denied;
    if (mine.problem == word && mine.denied == denied)
        return;
    if (mine.problem.isEmpty())
        mine.problemSince = m_now;
    mine.problem = word;
    mine.denied = denied;
    m_changedStates.insert(kind);
}

void Planner::noteSuccess(EntityKind kind)
{
    model::SyncState &mine = state(kind);
    mine.problem.clear();
    mine.problemSince = base::kNever;
    mine.denied = false;
    m_changedStates.insert(kind);
}

model::SyncState &Planner::state(EntityKind kind)
{
    model::SyncState &mine = m_states[kind];
    mine.portal = m_portal;
    mine.kind = kind;
    return mine;
}

void Planner::stage(std::vector<model::Record> records, bool inOrder)
{
    static const auto startedColumn = static_cast<std::size_t>(model::columnIndex(EntityKind::Call, "started"));
    for (model::Record &record : records) {
        noteActivity(record);
        if (inOrder && record.kind == EntityKind::DealHistory)
            noteMoved(record);
        model::SyncState &mine = state(record.kind);
        if (inOrder && record.id > mine.lastId && record.kind != EntityKind::Line) {
            mine.lastId = record.id;
            m_changedStates.insert(record.kind);
        }
        if (record.kind == EntityKind::Call && record.values.size() > startedColumn)
            m_recentCalls += model::toInt(record.values[startedColumn], base::kNever) >= m_portalNow - kRereadCallsSeconds ? 1 : 0;
        m_write.records.push_back(std::move(record));
    }
}

} // namespace dealerlens::sync
