// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/outboxplanner.h"
#include "sync/outboxwire.h"
#include "sync/ratelimit.h"
#include "sync/runner.h"

#include <QTimer>

namespace dealerlens::sync {

// Does what the outbox planner of one portal decides: requests, lines in the ledger, pauses. Beside the mirror of
// the same portal and within the same rate limit. Lives on the network thread; owned by the worker. The key of
// the portal is held only while there is something to do.
class OutboxRunner final : public QObject {
    Q_OBJECT
public:
    OutboxRunner(Runner &mirror, const Services &services, QObject *parent);
    ~OutboxRunner() override;

    void wake(); // a write may have been added, or a person has decided

    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void rested(bool changedPortal); // nothing to do now; whether a write was confirmed since the last rest

private:
    void begin(std::vector<model::Write> open);
    void step(OutboxEvent event);
    void execute(Look command);
    void execute(const SendWrite &command);
    void execute(const SaveWrite &command);
    void execute(const Rest &command);
    void dropFromMirror(const model::RecordKey &removed);
    void look(const Look &command, int start, std::vector<model::RecordId> alike);
    void whenAllowed(std::function<void()> go); // by rate limit and slots
    void released(const base::Result<portal::RawReply> &raw);

    Runner &m_mirror;
    Services m_services;
    SlotLease m_slot;
    OutboxPlanner m_planner;
    QTimer m_rest;
    bool m_busy = false;
    bool m_again = false;
    bool m_confirmed = false;
};

} // namespace dealerlens::sync
