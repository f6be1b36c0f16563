// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/outboxrunner.h"
#include "sync/runner.h"

#include <QMutex>
#include <QTimer>

#include <map>
#include <set>

namespace dealerlens::sync {

// What the engine's thread may look at while the network thread works. Guarded by its mutex.
struct StatusBoard {
    mutable QMutex mutex;
    std::map<model::PortalId, PortalStatus> statuses;
    std::set<model::PortalId> dirty; // changed since the engine looked
};

// The engine's half on the network thread: all runners, the transport, the schedule. Every function is called on
// that thread.
class Worker final : public QObject {
    Q_OBJECT
public:
    Worker(const Services &services, StatusBoard *board);
    ~Worker() override;

    void setDeadline(int ms);
    void start(int intervalSeconds);
    void stop();
    void syncNow(const std::vector<model::PortalId> &portals, bool verify);
    void confirmRemoval(model::PortalId portal);
    void test(const WebhookAddress &address, std::function<void(base::Result<PortalTest>)> done);
    void testPortal(const model::Portal &portal, std::function<void(base::Result<PortalTest>)> done);
    void signIn(const SignInRequest &request, std::function<void(base::Result<SignedIn>)> done);
    void whenRenewed(std::function<void()> then); // no renewal of tokens is on its way any more
    void refresh(); // portals may have been added, renamed, moved or retired

Q_SIGNALS:
    void cycleFinished(int portal);
    void allFinished();
    void portalChanged();

private:
    struct Entry {
        std::unique_ptr<Runner> runner;
        std::unique_ptr<QTimer> due;
        std::unique_ptr<OutboxRunner> outbox;
    };

    void makeOutbox(Entry &entry);
    void leave(Entry &entry);
    void wakeOutboxes(); // of portals with open writes

    void withPortals(std::function<void()> then); // reads what is known of the portals, then goes on

    struct Known {
        std::vector<model::Portal> portals;
        std::map<model::PortalId, PortalStatus> remembered;
    };

    [[nodiscard]] static base::Result<Known> readKnown(store::Reader &reader);
    void take(const Known &known);
    void publish(const PortalStatus &status);
    void plan(Entry &entry, bool soon);
    void runnerFinished(model::PortalId portal);
    void checkAllFinished();

    Services m_services;
    StatusBoard *m_board;
    std::unique_ptr<portal::Transport> m_transport;
    Slots m_slots { 64 };
    std::map<model::PortalId, Entry> m_entries;
    std::vector<std::unique_ptr<Access>> m_leaving; // of retired portals, while their tokens are renewed
    QTimer m_refresh;
    QTimer m_wakeSoon; // many writes are added and moved at a time
    bool m_sends = false; // writes leave only while a program mirrors
    int m_interval = 0; // seconds; 0: no schedule
    int m_pendingReads = 0;
    int m_lastKnown = 0; // reading of the portals that was begun last
    int m_takenKnown = 0; // the latest one whose answer has come
    bool m_asked = false; // something was asked or has run since allFinished
};

} // namespace dealerlens::sync
