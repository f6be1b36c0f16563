// SPDX-License-Identifier: GPL-3.0-or-later
// Stage history as visits (metrics 1).
#include "facts/portalbuilder.h"

#include <algorithm>

namespace dealerlens::facts {

using model::EntityKind;

base::Result<> PortalBuilder::readHistory(EntityKind kind)
{
    const EntityKind owner = kind == EntityKind::LeadHistory ? EntityKind::Lead : EntityKind::Deal;
    store::PortalScan &row = kind == EntityKind::LeadHistory ? m_scans.leadHistory : m_scans.dealHistory;
    return m_scans.each(row, m_id, [&] {
        const base::UtcSeconds at = row.number(2, base::kNever);
        const std::int64_t item = rowOf(owner, row.number(0));
        if (item < 0 || at == base::kNever)
            return;
        // TYPE_ID 5: the deal came from another funnel (reference 5.9).
        m_steps.push_back({ at, row.id(), static_cast<std::uint32_t>(item), stageOf(row, owner, 3, 4), row.number(1) == 5 });
        heard(at);
        PortalFact &fact = m_directories.facts().portals[static_cast<std::size_t>(m_portal)];
        base::UtcSeconds &from = fact.historyFrom[owner == EntityKind::Lead ? 0 : 1];
        from = from == base::kNever ? at : std::min(from, at);
    });
}

// Rows are put beside each other by item with a counting sort, then each item's few rows are ordered.
void PortalBuilder::buildVisits()
{
    const std::size_t n = m_rows.items.size();
    m_begins.assign(n + 1, 0);
    for (const Step &step : m_steps)
        ++m_begins[step.item + 1];
    for (std::size_t row = 0; row < n; ++row)
        m_begins[row + 1] += m_begins[row];
    m_sorted.resize(m_steps.size());
    for (const Step &step : m_steps)
        m_sorted[m_begins[step.item]++] = step; // each begin moves to where its item ends
    std::uint32_t begin = 0;
    for (std::uint32_t row = 0; row < n; ++row) {
        const std::span own(m_sorted.data() + begin, m_begins[row] - begin);
        begin = m_begins[row];
        std::ranges::sort(own, {}, [](const Step &step) { return std::pair(step.at, step.id); });
        addVisits(row, own);
    }
}

void PortalBuilder::addVisits(std::uint32_t item, std::span<const Step> steps)
{
    PortalRows::Item &row = m_rows.items[item];
    std::vector<PortalRows::Visit> &visits = m_rows.visits;
    const std::size_t first = visits.size();
    for (const Step &step : steps)
        if (visits.size() == first || step.funnelChange || visits.back().stage != step.stage)
            visits.push_back({ step.stage, step.at, false });
    const Known &known = m_known[m_order[item]];
    if (visits.size() == first) {
        visits.push_back({ known.stage, known.created, true });
    } else if (visits.back().stage != known.stage) {
        // Moved without a row: it comes with the next cycle, or the portal never writes one. The move happened by
        // the last change of the item at the latest; where neither instant is later than the history, that is newer.
        const base::UtcSeconds last = visits.back().entered;
        if (const base::UtcSeconds at = known.moved > last ? known.moved : known.modified; at > last)
            visits.push_back({ known.stage, at, true });
    }
    row.firstVisit = static_cast<std::uint32_t>(first);
    row.visitCount = static_cast<std::uint32_t>(visits.size() - first);
    if (m_directories.facts().stages[static_cast<std::size_t>(visits.back().stage)].semantic != 'P')
        row.closed = visits.back().entered;
}

} // namespace dealerlens::facts
