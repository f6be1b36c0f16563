// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "portal/transport.h"
#include "secrets/secretstore.h"
#include "store/store.h"

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

} // namespace dealerlens::sync
