// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/services.h"

#include <QPointer>

namespace dealerlens::sync {
namespace {

constexpr std::chrono::seconds kLongestHold { 5 }; // a usual answer takes one

} // namespace

void Slots::acquire(std::function<void()> go)
{
    if (m_free > 0) {
        --m_free;
        go();
    } else {
        m_waiting.push_back(std::move(go));
    }
}

void Slots::release()
{
    if (m_waiting.empty()) {
        ++m_free;
        return;
    }
    const auto go = std::move(m_waiting.front());
    m_waiting.pop_front();
    go();
}

SlotLease::SlotLease(Slots *slots_)
    : m_slots(slots_)
{
    m_longest.setSingleShot(true);
    m_longest.setInterval(kLongestHold);
    m_longest.callOnTimeout([this] { m_slots->release(); });
}

void SlotLease::begin(std::function<void()> go)
{
    m_slots->acquire([this, guard = QPointer<QTimer>(&m_longest), go = std::move(go), shared = m_slots] {
        if (!guard) {
            shared->release();
            return;
        }
        m_longest.start();
        go();
    });
}

void SlotLease::end()
{
    if (!m_longest.isActive())
        return;
    m_longest.stop();
    m_slots->release();
}

} // namespace dealerlens::sync
