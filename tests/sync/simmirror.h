// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/reply.h"
#include "portalsim/restengine.h"
#include "support/heldclock.h"
#include "sync/fakeportal.h"
#include "sync/wire.h"

namespace dealerlens::testing {

// One portal's planner with the simulator's engine and a store in memory, event by event under a held clock, so that
// hours of many portals pass in seconds.
class SimMirror {
public:
    SimMirror(portalsim::Engine &engine, const portalsim::PortalData &portal, HeldClock &clock, std::uint64_t seed)
        : m_engine(engine)
        , m_portal(portal)
        , m_clock(clock)
        , m_limit(seed)
        , planner(1, {}, m_limit)
    {
    }

    FakeStore store;
    int requests = 0;
    int refused = 0; // by the portal's limits
    int cycles = 0; // ended without a problem
    int inventedDeletions = 0;
    std::int64_t dueMs = 0; // the next event is not before
    std::int64_t longestSilenceMs = 0; // between two requests that were answered
    std::optional<base::Error> problem; // of the last cycle
    std::int64_t pauseMs = 60'000; // between cycles

private:
    portalsim::Engine &m_engine;
    const portalsim::PortalData &m_portal;
    HeldClock &m_clock;
    sync::RateLimit m_limit;

public:
    sync::Planner planner;

    // What is under way ends in the order of its time.
    void event()
    {
        sync::Event given = sync::Start {};
        if (!m_underWay.empty()) {
            auto first = std::ranges::min_element(m_underWay, {}, &UnderWay::dueMs);
            sync::Command command = std::move(first->command);
            m_underWay.erase(first);
            given = std::visit([this](auto &each) { return execute(each); }, command);
        }
        for (sync::Command &command : planner.handle(std::move(given), m_clock.ms, m_clock.now())) {
            if (const auto *finish = std::get_if<sync::Finish>(&command)) {
                problem = finish->problem;
                cycles += problem ? 0 : 1;
                m_underWay.clear();
                dueMs = m_clock.ms + pauseMs;
                return;
            }
            std::int64_t due = m_clock.ms;
            if (const auto *sleep = std::get_if<sync::SleepUntil>(&command)) {
                due = std::max(m_clock.ms, sleep->ms);
                std::erase_if(m_underWay, [](const UnderWay &each) { return std::holds_alternative<sync::SleepUntil>(each.command); });
            }
            if (std::holds_alternative<sync::SendBatch>(command))
                due += 200; // the way there and back
            m_underWay.push_back({ std::move(command), due });
        }
        dueMs = std::ranges::min_element(m_underWay, {}, &UnderWay::dueMs)->dueMs;
    }

    [[nodiscard]] bool isBetweenCycles() const { return m_underWay.empty(); }

private:
    sync::Event execute(const sync::SendBatch &batch)
    {
        std::vector<portal::Call> calls;
        for (const sync::Query &query : batch.queries)
            calls.push_back(sync::callFor(query, batch.queries));
        portalsim::HttpCall call;
        call.path = '/' + m_portal.key.toUtf8() + "/rest/1/" + m_portal.webhookSecret + "/batch.json";
        call.contentType = "application/json";
        call.body = portal::batchBody(calls);
        call.isPost = true;
        const portalsim::HttpAnswer answer = m_engine.handle(call);
        ++requests;
        const auto reply = portal::readReply(answer.status, answer.body);
        if (!reply) {
            refused += reply.error().kind == base::ErrorKind::Limit ? 1 : 0;
            return sync::Failure { reply.error(), batch.request };
        }
        longestSilenceMs = std::max(longestSilenceMs, m_clock.ms - m_answeredMs);
        m_answeredMs = m_clock.ms;
        auto answers = sync::readAnswers(*reply, batch.queries);
        if (!answers)
            return sync::Failure { answers.error(), batch.request };
        return sync::Arrived { std::move(*answers), batch.request };
    }

    sync::Event execute(const sync::WriteChanges &changes)
    {
        for (const auto &[kind, id] : changes.gone)
            inventedDeletions += isOnPortal(kind, id) ? 1 : 0;
        store.apply(changes);
        return sync::Committed {};
    }

    [[nodiscard]] bool isOnPortal(model::EntityKind kind, model::RecordId id) const
    {
        using portalsim::Entity;
        using Kind = model::EntityKind;
        static const std::map<Kind, Entity> tables { { Kind::Lead, Entity::Lead }, { Kind::Deal, Entity::Deal },
            { Kind::Contact, Entity::Contact }, { Kind::Company, Entity::Company }, { Kind::Activity, Entity::Activity },
            { Kind::Task, Entity::Task }, { Kind::Department, Entity::Department }, { Kind::Status, Entity::Status } };
        const auto table = tables.find(kind);
        return table != tables.end() && m_portal.table(table->second).find(id) != nullptr;
    }

    sync::Event execute(const sync::ReadLocal &wanted) { return store.read(wanted); }

    static sync::Event execute(const sync::SleepUntil &) { return sync::Tick {}; }

    static sync::Event execute(const sync::Finish &) { return sync::Start {}; }

    struct UnderWay {
        sync::Command command;
        std::int64_t dueMs = 0;
    };

    std::vector<UnderWay> m_underWay;
    std::int64_t m_answeredMs = 0;
};

} // namespace dealerlens::testing
