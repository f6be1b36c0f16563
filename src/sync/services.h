// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "portal/transport.h"
#include "secrets/secretstore.h"
#include "store/store.h"

#include <QTimer>

#include <deque>
#include <functional>

namespace dealerlens::sync {

// Requests on their way at the same time, over all portals. Network thread.
class Slots {
public:
    explicit Slots(int count)
        : m_free(count)
    {
    }

    void close() { m_waiting.clear(); } // nobody who waits goes any more

    [[nodiscard]] bool areTaken() const { return m_free <= 0; }

private:
    friend class SlotLease;
    void acquire(std::function<void()> go); // now or when one is free
    void release();

    int m_free;
    std::deque<std::function<void()>> m_waiting;
};

// The slot of one runner's request. It goes back after a few seconds even when the answer has not come: portals that
// are silent must not keep the others waiting.
class SlotLease {
public:
    explicit SlotLease(Slots *slots_);

    ~SlotLease() { end(); }

    void begin(std::function<void()> go); // now or when a slot is free; never once the lease has died
    void end();

private:
    Slots *m_slots;
    QTimer m_longest; // of holding; runs while the slot is held
};

// What runners share; all of it outlives them.
struct Services {
    store::Store *store = nullptr;
    secrets::SecretStore *secrets = nullptr;
    const base::Clock *clock = nullptr;
    portal::Transport *transport = nullptr;
    Slots *slots_ = nullptr;
};

} // namespace dealerlens::sync
