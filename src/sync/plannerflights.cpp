// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/planner.h"

#include <algorithm>

namespace dealerlens::sync {

using base::ErrorKind;
using model::EntityKind;

// Requests and writes: when they leave, and what their end means.
namespace {

constexpr int kTriesAfterFailure = 3;
constexpr int kTriesAfterRefusal = 10;

// A failure that may pass by itself within seconds.
bool passes(const base::Error &error) { return error.retry == base::Retry::Later; }

} // namespace

// Beside others a request leaves when no answer waits to be read: what comes faster than it is stored stops by itself.
Planner::Next Planner::send()
{
    if (!m_flights.empty() && (m_isCrowded || !isWorthSending()))
        return {};
    if (!m_flights.empty() && m_nowMs < m_leftMs + kTurnMs)
        return SleepUntil { m_leftMs + kTurnMs };
    return leave();
}

Planner::Next Planner::leave()
{
    const std::int64_t at = m_limit.take(m_nowMs);
    if (at > m_nowMs) {
        m_progress.waiting = true;
        return SleepUntil { at };
    }
    ++m_progress.requests;
    m_leftMs = m_nowMs;
    SendBatch batch;
    batch.request = ++m_lastRequest;
    batch.queries.reserve(m_sent.size());
    for (const Sent &sent : m_sent)
        batch.queries.push_back(sent.query);
    setBusy(m_sent, true);
    m_flights[batch.request] = { std::exchange(m_sent, {}), m_nowMs };
    return batch;
}

// Beside others a request is worth sending when it is full, or ends a walk: answers that are on their way bring more to ask.
bool Planner::isWorthSending() const { return room() == 0 || (m_sent.size() > kBatchSize / 2 && m_sent.back().query.ask == Ask::Count); }

Planner::Flight Planner::landed(int request)
{
    const auto flight = m_flights.find(request);
    if (flight == m_flights.end())
        return {};
    Flight out = std::move(flight->second);
    m_flights.erase(flight);
    setBusy(out.sent, false);
    return out;
}

Planner::Next Planner::received(Arrived arrived)
{
    Answers &answers = arrived.answers;
    const auto unusable = [&](const QString &what, const char *code) {
        return failed({ { ErrorKind::Protocol, base::Retry::Later, what, code, 0 }, arrived.request });
    };
    const auto flight = m_flights.find(arrived.request);
    if (flight == m_flights.end())
        return next();
    if (answers.list.size() != flight->second.sent.size())
        return unusable(QStringLiteral("not as many answers as questions"), "COUNT");
    if (answers.startedAt != base::kNever)
        m_portalNow = answers.startedAt;
    if (m_portalNow == base::kNever)
        return unusable(QStringLiteral("the portal does not tell its time"), "TIME");
    m_failures = 0;
    m_width = std::min(m_width + 1, kMostFlights);
    m_limit.answered();
    if (m_cycleAt == base::kNever || m_portalNow < m_cycleAt) // the first request's answer may not be the first to come
        m_cycleAt = m_portalNow;
    const Flight landedNow = landed(arrived.request);
    const double commandMs = static_cast<double>(m_nowMs - landedNow.leftMs) / static_cast<double>(answers.list.size());
    m_commandMs = m_commandMs == 0 ? commandMs : std::min(m_commandMs, commandMs);
    noteTimes(landedNow.sent, answers);
    if (landedNow.sent.front().isScout)
        takeScout(landedNow.sent, answers);
    else
        take(landedNow.sent, std::move(answers));
    if (m_phase == Phase::Comments)
        settleComments();
    return next();
}

void Planner::take(const std::vector<Sent> &sent, Answers answers)
{
    std::set<std::pair<std::size_t, int>> stopped; // walks whose later pages hang in the air
    std::set<std::size_t> stoppedSweeps;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const auto &[query, index, lane, isScout] = sent[i];
        Answer &answer = answers.list[i];
        if (answer.error)
            noteMethodError(query, *answer.error);
        switch (query.ask) {
        case Ask::Page:
        case Ask::Touched:
        case Ask::Recent:
            if (!stopped.contains({ index, lane }) && !takeWalkPage(m_walks[index], sent[i], answer))
                stopped.emplace(index, lane);
            break;
        case Ask::Count:
            noteTotal(query.kind, answer);
            break;
        case Ask::Check:
            takeCheck(query.kind, answer);
            break;
        case Ask::Whole:
            takeListing(m_listings[index], answer);
            break;
        case Ask::Ids:
        case Ask::Known:
        case Ask::Story:
        case Ask::Fetch:
            if (!stoppedSweeps.contains(index) && !takeSweep(m_sweeps[index], query, answer))
                stoppedSweeps.insert(index);
            break;
        case Ask::Comments:
            takeComments(m_items[index], query, answer);
            break;
        }
    }
}

Planner::Next Planner::failed(const Failure &failure)
{
    const base::Error &error = failure.error;
    const Flight lost = landed(failure.request);
    if (failure.request <= m_failedUpTo)
        return next();
    if (!lost.sent.empty() && lost.sent.front().isScout && error.kind != ErrorKind::Limit)
        return next(); // nothing depends on it
    m_failedUpTo = m_lastRequest;
    m_width = std::max<std::size_t>(1, m_width / 2);
    const int attempt = m_failures++;
    if (error.kind == ErrorKind::Limit) {
        if (isOfTime(error))
            m_limit.refusedTime("batch", m_nowMs);
        else
            m_limit.refused();
        if (attempt < kTriesAfterRefusal) {
            m_progress.waiting = true;
            m_pauseUntil = std::max(m_limit.restsUntil("batch", m_nowMs), m_nowMs + m_limit.backOffMs(attempt));
            return next();
        }
    } else if (passes(error) && attempt < kTriesAfterFailure) {
        m_pauseUntil = m_nowMs + m_limit.backOffMs(attempt);
        return next();
    }
    for (const EntityKind kind : model::kEntityKinds)
        noteProblem(kind, error);
    m_failedWith = error;
    return next();
}

Planner::Next Planner::committed()
{
    m_writing = false;
    if (m_finishing)
        return Finish { m_finishWith };
    return next();
}

} // namespace dealerlens::sync
