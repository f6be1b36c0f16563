// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/transport.h"
#include "sync/engine.h"
#include "sync/planner.h"

#include <deque>
#include <functional>

namespace dealerlens::sync {

// Requests on their way at the same time, over all portals.
class Slots {
public:
    explicit Slots(int count)
        : m_free(count)
    {
    }

    void acquire(std::function<void()> go); // now or when one is free
    void release();

    void close() { m_waiting.clear(); } // nobody who waits goes any more

private:
    int m_free;
    std::deque<std::function<void()>> m_waiting;
};

// What runners share; all of it outlives them.
struct Services {
    store::Store *store = nullptr;
    secrets::SecretStore *secrets = nullptr;
    const base::Clock *clock = nullptr;
    portal::Transport *transport = nullptr;
    Slots *slots_ = nullptr;
};

// Does what the planner of one portal decides: requests, transactions, pauses. Lives on the network thread; owned
// by the worker. The key of the portal is held only while a cycle runs.
class Runner final : public QObject {
    Q_OBJECT
public:
    // `remembered`: what the store keeps of earlier runs of the program.
    Runner(model::Portal portal, const PortalStatus &remembered, const Services &services, QObject *parent);
    ~Runner() override;

    void setPortal(const model::Portal &portal) { m_portal = portal; }

    [[nodiscard]] const model::Portal &portal() const { return m_portal; }

    void run(); // a cycle; when one is running, another one behind it
    void verify(); // a cycle that compares all ids
    void confirmRemoval();

    [[nodiscard]] RateLimit &limit() { return m_limit; }

    [[nodiscard]] bool isRunning() const { return m_running; }

    [[nodiscard]] const PortalStatus &status() const { return m_status; }

    [[nodiscard]] int failuresInRow() const { return m_failuresInRow; }

    [[nodiscard]] bool hasRun() const { return m_hasRun; } // a cycle has ended since the program began

Q_SIGNALS:
    void changed();
    void finished();

private:
    void readStates();
    void step(Event event);
    void execute(SendBatch command);
    void execute(WriteChanges command);
    void execute(const ReadLocal &command);
    void execute(const SleepUntil &command);
    void execute(const Finish &command);
    void post(const std::shared_ptr<std::vector<Query>> &queries);
    void answered(base::Result<portal::RawReply> raw, const std::shared_ptr<std::vector<Query>> &queries);
    void writeFailed(const base::Error &error);
    void endWithoutPlanner(const base::Error &error);
    [[nodiscard]] model::CycleEnd cycleEnd(const std::optional<base::Error> &problem) const;
    void updateStatus();

    model::Portal m_portal;
    Services m_services;
    RateLimit m_limit;
    std::unique_ptr<Planner> m_planner;
    QString m_secret;
    PortalStatus m_status;
    std::deque<base::UtcSeconds> m_errorTimes;
    int m_failuresInRow = 0;
    bool m_running = false;
    bool m_again = false;
    bool m_holdsSlot = false;
    bool m_confirmRemoval = false;
    bool m_verify = false;
    bool m_hasRun = false;
};

} // namespace dealerlens::sync
