// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/fakeportal.h"

#include <functional>

namespace dealerlens::testing {

using sync::Planner;
using sync::RateLimit;

// How much goes wrong while a planner works.
struct Weather {
    double lostReply = 0;
    double refused = 0; // 503
    double commandError = 0; // of single commands
    double restart = 0; // at any event: only what was committed survives
    double writeFails = 0;
    double noTime = 0; // of one method, refused in a whole request
};

inline sync::Answer noTimeLeft()
{
    sync::Answer out;
    out.error = base::Error { base::ErrorKind::Limit, base::Retry::AfterLimit, {}, "OPERATION_TIME_LIMIT", 0 };
    return out;
}

// A planner with its portal and store, driven event by event.
class PlannerRun {
public:
    explicit PlannerRun(std::uint64_t seed)
        : portal(seed)
        , m_seed(seed)
        , m_limit(seed)
    {
    }

    FakePortal portal;
    FakeStore store;
    std::unique_ptr<Planner> planner;
    std::int64_t nowMs = 0;
    int events = 0;
    bool broken = false; // did not end
    int inventedDeletions = 0; // of what the portal still has
    std::function<void(const sync::SendBatch &, sync::Answers &)> onAnswers; // before the planner sees them

    // A cycle; true when it ended without a problem.
    bool cycle(const Weather &weather = {})
    {
        if (!planner)
            planner = std::make_unique<Planner>(1, store.allStates(), m_limit);
        m_underWay.clear();
        sync::Event event = sync::Start {};
        for (int step = 0; step < 5'000; ++step) {
            ++events;
            if (portal.chance(weather.restart)) {
                m_limit = RateLimit(++m_seed);
                planner = std::make_unique<Planner>(1, store.allStates(), m_limit);
                m_underWay.clear();
                event = sync::Start {};
            }
            for (sync::Command &command : planner->handle(std::move(event), nowMs, 1'000)) {
                if (const auto *finish = std::get_if<sync::Finish>(&command)) {
                    const bool good = !finish->problem;
                    if (m_writeFailed) // what is committed decides
                        planner.reset();
                    else
                        broken = broken || requestsUnderWay() > 0;
                    m_writeFailed = false;
                    return good;
                }
                begin(std::move(command), weather);
            }
            if (m_underWay.empty())
                break;
            mostUnderWay = std::max(mostUnderWay, requestsUnderWay());
            event = end(weather);
            nowMs += 100;
        }
        broken = true;
        return false;
    }

    std::size_t mostUnderWay = 0; // requests at a time
    int activityReads = 0; // of all leads and deals in the store
    int breaks = 0; // after which only what was committed is known
    bool inOrder = false; // what was begun first ends first
    std::function<bool(const sync::SendBatch &)> isSlow; // ends when nothing else can happen

private:
    struct UnderWay {
        sync::Command command;
        std::optional<sync::Event> outcome; // known before it is told
    };

    [[nodiscard]] std::size_t requestsUnderWay() const
    {
        return std::size_t(
            std::ranges::count_if(m_underWay, [](const UnderWay &each) { return std::holds_alternative<sync::SendBatch>(each.command); }));
    }

    // The portal may look at a request long before its answer comes.
    void begin(sync::Command command, const Weather &weather)
    {
        if (std::holds_alternative<sync::SleepUntil>(command))
            std::erase_if(m_underWay, [](const UnderWay &each) { return std::holds_alternative<sync::SleepUntil>(each.command); });
        UnderWay one { std::move(command), {} };
        const bool isRequest = std::holds_alternative<sync::SendBatch>(one.command);
        if (isRequest && portal.chance(0.5))
            one.outcome = respond(one.command, weather);
        m_underWay.push_back(std::move(one));
    }

    [[nodiscard]] bool isHeld(const sync::Command &command) const
    {
        const auto *batch = std::get_if<sync::SendBatch>(&command);
        return batch && isSlow && isSlow(*batch);
    }

    sync::Event end(const Weather &weather)
    {
        std::size_t at = inOrder ? 0 : std::size_t(portal.below(int(m_underWay.size())));
        // Time passes only when nothing else can happen, or sometimes.
        const auto sleeps = [this](std::size_t each) { return std::holds_alternative<sync::SleepUntil>(m_underWay[each].command); };
        if (sleeps(at) && m_underWay.size() > 1 && std::get<sync::SleepUntil>(m_underWay[at].command).ms > nowMs + 1'000)
            at = (at + 1) % m_underWay.size();
        for (std::size_t tries = 0; tries < m_underWay.size() && isHeld(m_underWay[at].command); ++tries)
            at = (at + 1) % m_underWay.size();
        UnderWay one = std::move(m_underWay[at]);
        m_underWay.erase(m_underWay.begin() + std::ptrdiff_t(at));
        return one.outcome ? std::move(*one.outcome) : respond(one.command, weather);
    }

    sync::Event respond(const sync::Command &command, const Weather &weather)
    {
        if (const auto *batch = std::get_if<sync::SendBatch>(&command))
            return request(*batch, weather);
        if (const auto *changes = std::get_if<sync::WriteChanges>(&command)) {
            m_writeFailed = portal.chance(weather.writeFails);
            breaks += m_writeFailed ? 1 : 0;
            if (m_writeFailed)
                return sync::WriteFailed { { base::ErrorKind::Full, base::Retry::Later, {}, {}, 0 } };
            for (const auto &[kind, id] : changes->gone)
                inventedDeletions += portal.rows[kind].contains(id) && !portal.returned.contains({ kind, id }) ? 1 : 0;
            store.apply(*changes);
            return sync::Committed {};
        }
        if (const auto *wanted = std::get_if<sync::ReadLocal>(&command)) {
            activityReads += wanted->activeItems ? 1 : 0;
            return store.read(*wanted);
        }
        nowMs = std::max(nowMs, std::get<sync::SleepUntil>(command).ms);
        return sync::Tick {};
    }

    sync::Event request(const sync::SendBatch &batch, const Weather &weather)
    {
        if (batch.queries.empty() || batch.queries.size() > sync::kBatchSize)
            broken = true;
        if (portal.chance(weather.refused))
            return sync::Failure { { base::ErrorKind::Limit, base::Retry::AfterLimit, {}, "QUERY_LIMIT_EXCEEDED", 503 }, batch.request };
        sync::Answers answers = portal.answer(batch.queries);
        if (onAnswers)
            onAnswers(batch, answers);
        if (portal.chance(weather.lostReply))
            return sync::Failure { { base::ErrorKind::Network, base::Retry::Later, {}, {}, 0 }, batch.request };
        for (sync::Answer &answer : answers.list)
            if (portal.chance(weather.commandError))
                answer = { base::Error { base::ErrorKind::Network, base::Retry::Later, {}, "INTERNAL_SERVER_ERROR", 0 }, {}, {}, -1, 0,
                    base::kNever };
        if (portal.chance(weather.noTime)) {
            const model::EntityKind refused = batch.queries[static_cast<std::size_t>(portal.below(int(batch.queries.size())))].kind;
            for (std::size_t at = 0; at < batch.queries.size(); ++at)
                if (batch.queries[at].kind == refused)
                    answers.list[at] = noTimeLeft();
        }
        return sync::Arrived { std::move(answers), batch.request };
    }

    std::uint64_t m_seed;
    RateLimit m_limit;
    bool m_writeFailed = false;
    std::vector<UnderWay> m_underWay;
};

// The id of a record `part` of the way through its kind.
inline model::RecordId idAt(const FakePortal &portal, model::EntityKind kind, double part)
{
    const auto &rows = portal.rows.at(kind);
    return std::next(rows.begin(), static_cast<std::ptrdiff_t>(static_cast<double>(rows.size()) * part))->first;
}

// Pages of ids of the kinds whose ids are compared.
inline std::int64_t portalPages(const FakePortal &portal)
{
    std::int64_t pages = 0;
    for (const model::EntityKind kind : { model::EntityKind::Lead, model::EntityKind::Deal, model::EntityKind::Contact,
             model::EntityKind::Company, model::EntityKind::Activity, model::EntityKind::Task })
        if (const auto rows = portal.rows.find(kind); rows != portal.rows.end())
            pages += static_cast<std::int64_t>(rows->second.size()) / 50 + 1;
    return pages;
}

} // namespace dealerlens::testing
