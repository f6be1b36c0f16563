// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/planner.h"

#include "sync/problemword.h"
#include "sync/wire.h"

#include <algorithm>

namespace dealerlens::sync {

using base::ErrorKind;
using model::EntityKind;

namespace {

constexpr int kTriesAfterTimeRefusal = 3;
constexpr std::int64_t kRoundMs = 60'000;

} // namespace

Planner::Planner(model::PortalId portal, const std::vector<model::SyncState> &states, RateLimit &limit)
    : m_portal(portal)
    , m_limit(limit)
{
    for (const auto &each : states)
        m_states[each.kind] = each;
    // Nothing of them is stored yet: the activity of all that will be is noted as it comes.
    m_itemsKnown = !m_states.contains(EntityKind::Lead) && !m_states.contains(EntityKind::Deal);
}

std::vector<Command> Planner::handle(Event event, std::int64_t nowMs, base::UtcSeconds now)
{
    m_nowMs = nowMs;
    m_now = now;
    m_progress.waiting = false;
    std::vector<Command> out;
    for (Next command = react(std::move(event)); command; command = next()) {
        const bool isMore = std::holds_alternative<SendBatch>(*command) || std::holds_alternative<WriteChanges>(*command);
        out.push_back(std::move(*command));
        if (!isMore)
            break;
    }
    return out;
}

Planner::Next Planner::react(Event event)
{
    if (std::holds_alternative<Start>(event))
        return begin();
    if (auto *arrived = std::get_if<Arrived>(&event))
        return received(std::move(*arrived));
    if (const auto *failure = std::get_if<Failure>(&event))
        return failed(*failure);
    if (const auto *found = std::get_if<Local>(&event))
        return local(*found);
    if (const auto *broken = std::get_if<WriteFailed>(&event)) {
        m_finishing = true;
        return Finish { broken->error };
    }
    if (std::holds_alternative<Committed>(event))
        return committed();
    return next(); // Tick
}

Progress Planner::progress() const
{
    Progress out = m_progress;
    out.wouldRemove = 0;
    for (const auto &[kind, count] : m_wouldRemove)
        out.wouldRemove += count;
    return out;
}

Planner::Next Planner::begin()
{
    m_sent.clear();
    m_flights.clear();
    m_width = kMostFlights;
    m_scouted = false;
    m_pauseUntil = 0;
    m_writing = false;
    m_reading = false;
    m_failedWith.reset();
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

// What the present phase wants done beside what is under way, or the next phase when nothing is.
Planner::Next Planner::next()
{
    const bool isIdle = m_flights.empty() && !m_writing;
    if (m_reading || m_finishing || (m_phase != Phase::Walk && !isIdle))
        return {};
    if (m_failedWith)
        return isIdle ? finish(m_failedWith) : Next();
    if (!m_writing && (!m_write.records.empty() || !m_write.gone.empty() || !m_changedStates.empty()))
        return write();
    if (m_nowMs < m_pauseUntil)
        return SleepUntil { m_pauseUntil };
    if (const std::int64_t until = m_limit.restsUntil("batch", m_nowMs); until > 0) {
        m_progress.waiting = true;
        return SleepUntil { until };
    }
    if (m_flights.size() >= m_width || m_write.records.size() >= kPageSize * kBatchSize)
        return {};
    m_sent.clear();
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
    if (!m_sent.empty())
        return send();
    return isIdle ? nextPhase() : scout();
}

Planner::Next Planner::nextPhase()
{
    switch (m_phase) {
    case Phase::Walk: {
        m_phase = Phase::Compare;
        // Told while the last rows of a walk were read, whose lower ones have not come.
        std::erase_if(m_totals, [this](const auto &told) {
            return std::ranges::any_of(
                m_walks, [&](const Walk &walk) { return walk.kind == told.first && walk.ask == Ask::Page && !walk.ended; });
        });
        beginStoriesOfMoved();
        auto wanted = comparison();
        if (!wanted.counts.empty())
            return read(std::move(wanted));
        [[fallthrough]];
    }
    case Phase::Compare:
        if (!m_wanted.empty()) {
            m_phase = Phase::SweepIds;
            return read({ .ids = m_wanted });
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
        m_itemsKnown = m_itemsKnown || wereTouchedTold();
        if (!m_itemsKnown) {
            const base::UtcSeconds known = state(EntityKind::Comment).watermark;
            return read({ .activeItems = true, .activeSince = known == base::kNever ? known : known - kOverlapSeconds });
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

Planner::Next Planner::read(ReadLocal wanted)
{
    m_reading = true;
    return wanted;
}

Planner::Next Planner::local(const Local &found)
{
    m_reading = false;
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
    return m_write.gone.empty() ? nextPhase() : write();
}

Planner::Next Planner::finish(std::optional<base::Error> problem)
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
Planner::Next Planner::write()
{
    for (const EntityKind kind : m_changedStates)
        m_write.states.push_back(state(kind));
    m_changedStates.clear();
    m_progress.done += static_cast<std::int64_t>(m_write.records.size());
    m_writing = true;
    WriteChanges out;
    std::swap(out, m_write);
    return out;
}

void Planner::add(Query query, std::size_t index, int lane) { m_sent.push_back({ std::move(query), index, lane }); }

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
void Planner::noteTimes(const std::vector<Sent> &sent, const Answers &answers)
{
    const auto resetMs = [this](base::UtcSeconds at) {
        const std::int64_t seconds = at == base::kNever ? 60 : std::clamp<std::int64_t>(at - m_portalNow, 1, 600);
        return m_nowMs + seconds * 1000;
    };
    m_limit.used("batch", answers.operating, resetMs(answers.resetAt));
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const Answer &answer = answers.list[i];
        if (answer.error)
            continue;
        const QByteArray method = methodOf(sent[i].query.ask, sent[i].query.kind);
        m_limit.used(method, answer.operating, resetMs(answer.resetAt));
        m_timeRefusals.erase(method);
    }
}

void Planner::noteTotal(EntityKind kind, const Answer &answer)
{
    const bool consistent = !answer.error && answer.total >= 0 && (answer.total == 0) == answer.ids.empty();
    const auto walk = std::ranges::find_if(m_walks, [kind](const Walk &each) { return each.kind == kind && each.ask == Ask::Page; });
    if (walk == m_walks.end())
        return;
    const bool isSorted = std::ranges::is_sorted(answer.ids, std::ranges::greater_equal {});
    if (!walk->isAtEnd()) {
        if (consistent && isSorted && !answer.ids.empty())
            walk->highest = std::max(walk->highest, answer.ids.front()); // a scout may have told of more
        return;
    }
    if (!consistent) {
        ++walk->failures;
        return;
    }
    Total told { answer.total, answer.ids.empty() ? 0 : answer.ids.front(), {} };
    const auto size = static_cast<std::int64_t>(answer.ids.size());
    if (size == std::min<std::int64_t>(answer.total, kPageSize) && isSorted)
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
