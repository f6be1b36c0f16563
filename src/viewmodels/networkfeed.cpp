// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/networkfeed.h"

#include "viewmodels/session.h"

namespace dealerlens::viewmodels {

namespace {

constexpr std::size_t kExchanges = 8;
constexpr int kBatchMs = 300;

struct Known {
    std::vector<model::Portal> portals;
    std::vector<model::SyncState> states;
    model::Standard standard;
};

base::Result<Known> readKnown(store::Reader &reader)
{
    Known known;
    auto portals = reader.portals();
    if (!portals)
        return std::unexpected(portals.error());
    auto states = reader.syncStates();
    if (!states)
        return std::unexpected(states.error());
    auto standard = reader.standard();
    if (!standard)
        return std::unexpected(standard.error());
    known.portals = std::move(*portals);
    known.states = std::move(*states);
    known.standard = std::move(*standard);
    return known;
}

} // namespace

NetworkFeed::NetworkFeed(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    m_compose.setSingleShot(true);
    m_compose.setInterval(kBatchMs);
    m_read.setSingleShot(true);
    m_read.setInterval(500);
    m_tick.setInterval(20'000);
    connect(&m_compose, &QTimer::timeout, this, &NetworkFeed::compose);
    connect(&m_read, &QTimer::timeout, this, &NetworkFeed::readStore);
    connect(&m_tick, &QTimer::timeout, this, &NetworkFeed::compose);
    const auto readSoon = [this] {
        if (!m_read.isActive())
            m_read.start();
    };
    connect(&session, &Session::factsChanged, this, &NetworkFeed::readFigures);
    connect(&session.store(), &store::Store::changed, this, [readSoon](const store::ChangeSet &changes) {
        if (!changes.portals.empty() || changes.standardChanged || changes.everything)
            readSoon();
    });
    connect(&session, &Session::portalStatusChanged, this, [this] {
        if (!m_compose.isActive())
            m_compose.start();
    });
    connect(&session.engine(), &sync::Engine::cycleFinished, this, [this, readSoon](int portal) {
        noteRound(portal);
        readSoon();
    });
    m_tick.start();
    readStore();
    readFigures();
}

void NetworkFeed::readStore()
{
    if (m_reading) {
        m_readAgain = true;
        return;
    }
    m_reading = true;
    base::whenDone(m_session.store().read<Known>(readKnown), this, [this](const base::Result<Known> &known) {
        m_reading = false;
        if (known) {
            m_portals = known->portals;
            m_standard = known->standard;
            m_states.clear();
            for (const model::SyncState &state : known->states)
                m_states[state.portal].push_back(state);
            if (!std::exchange(m_ready, true)) // whoever waits for the first portals sees them at once
                compose();
            else if (!m_compose.isActive())
                m_compose.start();
        }
        if (m_readAgain) {
            m_readAgain = false;
            m_read.start();
        }
    });
}

void NetworkFeed::readFigures()
{
    const base::UtcSeconds now = m_session.clock().now();
    m_session.ask(
        this, base::CancelToken(), [now](const facts::Snapshot &facts, const base::CancelToken &) { return dealerFigures(facts, now); },
        [this](const std::map<model::PortalId, DealerFigures> &figures, const facts::SnapshotPtr &, int) {
            m_figures = figures;
            if (!std::exchange(m_figuresKnown, true)) // whoever waits for the first figures sees them at once
                compose();
            else if (!m_compose.isActive())
                m_compose.start();
        });
}

void NetworkFeed::noteRound(model::PortalId portal)
{
    const sync::PortalStatus status = m_session.engine().status(portal);
    auto &list = m_exchanges[portal];
    list.push_front({ m_session.clock().now(), status.done, status.problem });
    if (list.size() > kExchanges)
        list.pop_back();
}

void NetworkFeed::compose()
{
    static const std::vector<model::SyncState> none;
    const base::UtcSeconds now = m_session.clock().now();
    std::vector<DealerHealth> dealers;
    int hue = 0;
    for (const model::Portal &portal : m_portals) {
        const auto states = m_states.find(portal.id);
        const auto figures = m_figures.find(portal.id);
        HealthInputs inputs;
        inputs.portal = &portal;
        inputs.states = states == m_states.end() ? &none : &states->second;
        inputs.figures = figures == m_figures.end() ? nullptr : &figures->second;
        inputs.status = m_session.engine().status(portal.id);
        inputs.freshnessLimit = m_standard.freshnessLimit;
        inputs.now = now;
        inputs.hue = portal.isRetired() ? -1 : hue++;
        dealers.push_back(dealerHealth(inputs));
    }
    m_dealers = std::move(dealers);
    Q_EMIT updated();
}

int NetworkFeed::running() const
{
    return static_cast<int>(
        std::count_if(m_dealers.begin(), m_dealers.end(), [](const DealerHealth &dealer) { return dealer.status.running; }));
}

int NetworkFeed::active() const
{
    return static_cast<int>(
        std::count_if(m_dealers.begin(), m_dealers.end(), [](const DealerHealth &dealer) { return !dealer.portal.isRetired(); }));
}

} // namespace dealerlens::viewmodels
