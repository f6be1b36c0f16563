// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/livemotion.h"

#include "portalsim/demogenerator.h"

namespace dealerlens::portalsim {

namespace {
constexpr int kTickMs = 250;
}

LiveMotion::LiveMotion(Engine &engine, double eventsPerSecond, quint64 seed, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_rate(eventsPerSecond)
    , m_random(seed)
{
    m_timer.setParent(this);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &LiveMotion::tick);
}

void LiveMotion::start() { m_timer.start(); }

void LiveMotion::stop() { m_timer.stop(); }

void LiveMotion::step()
{
    const auto &portals = m_engine.world().portals;
    if (portals.empty())
        return;
    // Head office's own portal stays as it is: the network's life is the dealers'.
    for (int attempt = 0; attempt < 8; ++attempt) {
        PortalData &portal = *portals[m_random() % portals.size()];
        if (portal.kind == QLatin1String("dealer") || portals.size() == 1) {
            liveStep(portal, m_random, m_engine.now());
            return;
        }
    }
}

void LiveMotion::tick()
{
    m_due += m_rate * kTickMs / 1000.0;
    for (; m_due >= 1; m_due -= 1)
        step();
}

} // namespace dealerlens::portalsim
