// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/outboxfeed.h"

#include "base/task.h"
#include "viewmodels/session.h"

#include <algorithm>

namespace dealerlens::viewmodels {

namespace {

constexpr int kSoonMs = 100; // hundreds of writes move one after the other

}

OutboxFeed::OutboxFeed(Session &session)
    : QObject(&session)
    , m_session(session)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &OutboxFeed::read);
    const auto later = [this] {
        m_again = true;
        if (!m_soon.isActive())
            m_soon.start();
    };
    connect(&session.store(), &store::Store::outboxChanged, this, later);
    // Answers come as comments and tasks; values that were sent come back by the mirror.
    connect(&session, &Session::factsChanged, this, later);
    connect(&session.store(), &store::Store::changed, this, [this, later] {
        if (!m_items.empty())
            later();
    });
    m_soon.start();
}

void OutboxFeed::read()
{
    if (m_reading)
        return; // again when that is over
    m_reading = true;
    m_again = false;
    using Items = std::vector<OutboxItem>;
    auto reading = m_session.store().read<Items>(
        [facts = m_session.facts(), now = m_session.clock().now()](store::Reader &reader) { return readOutbox(reader, facts, now); });
    base::whenDone(reading, this, [this](const base::Result<Items> &items) {
        m_reading = false;
        m_read = true;
        m_problem.reset();
        if (items)
            take(*items);
        else
            m_problem = items.error();
        Q_EMIT updated();
        if (m_again)
            m_soon.start();
    });
}

void OutboxFeed::take(std::vector<OutboxItem> items)
{
    m_items = std::move(items);
    m_pending.clear();
    m_waiting = 0;
    m_open = 0;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const OutboxItem &each = m_items[i];
        m_waiting += each.waitsForPerson() ? 1 : 0;
        m_open += each.isOpen() ? 1 : 0;
        if (each.isOpen() || each.arriving || each.waitsForAnswer())
            m_pending.emplace(each.write.item, i);
    }
}

const OutboxItem *OutboxFeed::find(const QString &uuid) const
{
    const auto found = std::ranges::find_if(m_items, [&](const OutboxItem &each) { return each.write.uuid == uuid; });
    return found == m_items.end() ? nullptr : &*found;
}

std::vector<const OutboxItem *> OutboxFeed::about(const model::RecordKey &item) const
{
    std::vector<const OutboxItem *> found;
    const auto [first, last] = m_pending.equal_range(item);
    for (auto at = first; at != last; ++at)
        found.push_back(&m_items[at->second]);
    return found;
}

} // namespace dealerlens::viewmodels
