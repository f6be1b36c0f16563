// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/access.h"
#include "sync/engine.h"
#include "sync/planner.h"

#include <deque>
#include <map>

namespace dealerlens::sync {

// Does what the planner of one portal decides: requests, transactions, pauses. A large answer has its place in memory
// (portal/intake.h) until what it brought is written. Lives on the network thread; owned by the worker. The key of the portal is
// held only while a cycle runs (access.h).
class Runner final : public QObject {
    Q_OBJECT
public:
    // `remembered`: what the store keeps of earlier runs of the program.
    Runner(model::Portal ofPortal, const PortalStatus &remembered, const Services &services, QObject *parent);
    ~Runner() override;

    void setPortal(const model::Portal &portal) { m_access->setPortal(portal); }

    [[nodiscard]] const model::Portal &portal() const { return m_access->portal(); }

    [[nodiscard]] Access &access() { return *m_access; } // for whoever else calls this portal

    [[nodiscard]] std::unique_ptr<Access> takeAccess() { return std::move(m_access); } // the last thing asked of a runner

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
    void post(const std::shared_ptr<const SendBatch> &batch, int lease);
    void answered(base::Result<portal::RawReply> raw, const std::shared_ptr<const SendBatch> &batch, int lease);
    void read(portal::RawReply reply, const std::shared_ptr<const SendBatch> &batch, int lease);

    // Or of an earlier one, whose write has failed.
    [[nodiscard]] bool isOfPresentPlanner(int lease) const { return m_planner && lease >= m_firstLease; }

    void writeFailed(const base::Error &error);
    void endWithoutPlanner(const base::Error &error);
    [[nodiscard]] model::CycleEnd cycleEnd(const std::optional<base::Error> &problem) const;
    void updateStatus();

    Services m_services;
    std::unique_ptr<Access> m_access;
    RateLimit m_limit;
    using Places = std::vector<std::shared_ptr<portal::Intake::Place>>;

    std::map<int, std::unique_ptr<SlotLease>> m_slots; // of requests on their way
    Places m_places; // of the rows that the planner holds
    int m_lastLease = 0;
    int m_firstLease = 0; // of the present planner
    QTimer m_wake;
    std::unique_ptr<Planner> m_planner;
    PortalStatus m_status;
    std::deque<base::UtcSeconds> m_errorTimes;
    int m_failuresInRow = 0;
    bool m_running = false;
    bool m_again = false;
    bool m_confirmRemoval = false;
    bool m_verify = false;
    bool m_hasRun = false;
};

} // namespace dealerlens::sync
