// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/dealerhealth.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <deque>

namespace dealerlens::viewmodels {

class Session;

// Gathers what store, facts and engine say of every portal, in batches of 300 ms, and keeps the last exchanges.
// GUI thread; the session must outlive it.
class NetworkFeed final : public QObject {
    Q_OBJECT

public:
    // One finished round, newest first in exchanges().
    struct Exchange {
        base::UtcSeconds at = 0;
        std::int64_t records = 0;
        std::optional<base::Error> problem;
    };

    explicit NetworkFeed(Session &session, QObject *parent = nullptr);

    [[nodiscard]] const std::vector<DealerHealth> &dealers() const { return m_dealers; }

    [[nodiscard]] const model::Standard &standard() const { return m_standard; }

    [[nodiscard]] bool isReady() const { return m_ready; } // the portals are known

    [[nodiscard]] bool hasFigures() const { return m_figuresKnown; }

    [[nodiscard]] std::deque<Exchange> exchanges(model::PortalId portal) const { return m_exchanges.value(portal); }

    // Rounds now running and dealers in them.
    [[nodiscard]] int running() const;
    [[nodiscard]] int active() const; // not retired

Q_SIGNALS:
    void updated(); // dealers() is new

private:
    void readStore();
    void readFigures();
    void noteRound(model::PortalId portal);
    void compose();

    Session &m_session;
    QTimer m_compose; // several news, one update
    QTimer m_read; // the store is asked again after rounds
    QTimer m_tick; // ages grow
    std::vector<model::Portal> m_portals;
    std::map<model::PortalId, std::vector<model::SyncState>> m_states;
    std::map<model::PortalId, DealerFigures> m_figures;
    QHash<model::PortalId, std::deque<Exchange>> m_exchanges;
    model::Standard m_standard;
    std::vector<DealerHealth> m_dealers;
    bool m_ready = false;
    bool m_figuresKnown = false;
    bool m_reading = false;
    bool m_readAgain = false;
};

} // namespace dealerlens::viewmodels
