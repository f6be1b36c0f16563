// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/factsfollower.h"

#include <algorithm>

namespace dealerlens::desk {

constexpr qint64 kRestMs = 500; // between two questions

FactsFollower::FactsFollower(viewmodels::Session &session, Deeds deeds, QObject *page)
    : QObject(page)
    , m_deeds(std::move(deeds))
{
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &FactsFollower::follow);
    connect(&session, &viewmodels::Session::factsChanged, this, [this] {
        m_deeds.outdate();
        if (!m_later.isActive())
            follow();
    });
}

void FactsFollower::follow()
{
    const qint64 rest = m_asked.isValid() ? kRestMs - m_asked.elapsed() : 0;
    if (rest > 0 || m_deeds.isAsking()) {
        constexpr qint64 kSoonMs = 100;
        m_later.start(static_cast<int>(std::max(rest, kSoonMs)));
        return;
    }
    m_asked.start();
    m_deeds.ask();
}

} // namespace dealerlens::desk
