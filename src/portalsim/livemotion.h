// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/restengine.h"

#include <QObject>
#include <QTimer>

#include <random>

namespace dealerlens::portalsim {

// Lets a network live: about `eventsPerSecond` believable things happen per second, spread over its dealers at
// random. Same thread as the engine, which it borrows.
class LiveMotion final : public QObject {
    Q_OBJECT

public:
    LiveMotion(Engine &engine, double eventsPerSecond, quint64 seed, QObject *parent = nullptr);

    void start();
    void stop();
    void step(); // one event now

private:
    void tick();

    Engine &m_engine;
    double m_rate;
    double m_due = 0;
    std::mt19937_64 m_random;
    QTimer m_timer;
};

} // namespace dealerlens::portalsim
