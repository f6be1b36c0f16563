// SPDX-License-Identifier: GPL-3.0-or-later
// Leads and deals of a portal as rows.
#include "facts/portalbuilder.h"

#include <algorithm>
#include <numeric>

namespace dealerlens::facts {

using model::EntityKind;

PortalBuilder::PortalBuilder(Directories &directories, Scans &scans)
    : m_directories(directories)
    , m_scans(scans)
    , m_tests(directories.facts().standard)
{
}

base::Result<const PortalRows *> PortalBuilder::make(Index portal)
{
    PortalFact &fact = m_directories.facts().portals[static_cast<std::size_t>(portal)];
    fact.newestData = base::kNever;
    fact.historyFrom = { base::kNever, base::kNever };
    m_portal = portal;
    m_id = fact.portal.id;
    m_known.clear(), m_read.clear(), m_steps.clear(), m_touches.clear(), m_points.clear(), m_missedKeys.clear(), m_stagesMet.clear(),
        m_typed.clear();
    m_rows.items.clear(), m_rows.visits.clear(), m_rows.activities.clear(), m_rows.handOvers.clear();
    m_rows.pushes.clear(), m_rows.missed.clear();
    base::Result<> done = readItems(EntityKind::Lead);
    const auto then = [&](auto step) {
        if (done)
            done = step();
    };
    then([&] { return readItems(EntityKind::Deal); });
    then([&] {
        orderItems();
        return readHistory(EntityKind::LeadHistory);
    });
    then([&] { return readHistory(EntityKind::DealHistory); });
    then([&] {
        buildVisits();
        return readActivities();
    });
    then([&] { return readCalls(); });
    then([&] { return readPhones(); });
    then([&] {
        matchTouches();
        return readJournal();
    });
    if (!done)
        return std::unexpected(done.error());
    return &m_rows;
}

void PortalBuilder::heard(base::UtcSeconds at)
{
    base::UtcSeconds &newest = m_directories.facts().portals[static_cast<std::size_t>(m_portal)].newestData;
    newest = std::max(newest, at);
}

// A portal has few stages, and neighbouring rows are often in the same.
Index PortalBuilder::stageOf(const store::PortalScan &row, EntityKind kind, int categoryColumn, int codeColumn)
{
    const std::int64_t category = kind == EntityKind::Lead ? 0 : row.number(categoryColumn);
    const std::string_view code = row.text(codeColumn);
    const auto isIt = [&](const StageOf &met) { return met.code == code && met.kind == kind && met.category == category; };
    if (m_lastStage < m_stagesMet.size() && isIt(m_stagesMet[m_lastStage]))
        return m_stagesMet[m_lastStage].stage;
    auto met = std::ranges::find_if(m_stagesMet, isIt);
    if (met == m_stagesMet.end()) {
        const Index funnel = m_directories.funnelOf(m_portal, kind, category);
        m_stagesMet.push_back({ kind, category, std::string(code), m_directories.stageOf(funnel, code, row.text(codeColumn + 1)) });
        met = std::prev(m_stagesMet.end());
    }
    m_lastStage = static_cast<std::size_t>(met - m_stagesMet.begin());
    return met->stage;
}

base::Result<> PortalBuilder::readItems(EntityKind kind)
{
    if (kind == EntityKind::Deal)
        m_deals = m_known.size();
    store::PortalScan &scan = kind == EntityKind::Lead ? m_scans.leads : m_scans.deals;
    return m_scans.each(scan, m_id, [&] { readItem(scan, kind); });
}

void PortalBuilder::readItem(const store::PortalScan &row, EntityKind kind)
{
    Known &known = m_known.emplace_back();
    PortalRows::Item &item = m_read.emplace_back();
    known.id = item.id = row.id();
    item.kind = kind;
    known.stage = stageOf(row, kind, 0, 1);
    item.responsible = m_directories.userOf(m_portal, row.number(3));
    known.moved = row.number(5, base::kNever);
    known.modified = row.number(6, base::kNever);
    item.created = row.number(4, base::kNever);
    if (item.created == base::kNever)
        item.created = std::max<base::UtcSeconds>(0, known.moved != base::kNever ? known.moved : known.modified);
    known.created = item.created;
    item.deleted = row.deletedAt();
    item.closeDate = static_cast<std::int32_t>(row.number(7, std::numeric_limits<std::int32_t>::min()));
    item.amount = row.number(8);
    item.currency = m_directories.currencyOf(row.text(9));
    item.source = m_directories.sourceOf(m_portal, row.text(10));
    item.campaign = m_directories.campaignOf(row.text(11));
    known.contact = row.number(12);
    known.company = row.number(13);
    known.lead = kind == EntityKind::Deal ? row.number(14) : 0;
    // Texts that nothing asks about are not read.
    if ((m_tests.asksOrigins() && m_tests.isTest(row.text(15), row.text(16), {}))
        || (m_tests.asksTitles() && m_tests.isTest({}, {}, row.text(17))))
        item.marks = kTestMark;
    heard(std::max(item.created, known.modified));
}

// Rows in the order of creation; lookups by (kind, id) go through the reading order, which is sorted.
void PortalBuilder::orderItems()
{
    m_order.resize(m_known.size());
    std::iota(m_order.begin(), m_order.end(), 0U);
    // Leads before deals and ids ascending is the reading order.
    const auto whenAndWhich = [&](std::uint32_t at) { return std::pair(m_known[at].created, at); };
    if (!std::ranges::is_sorted(m_order, {}, whenAndWhich)) // of one kind and untouched by imports they are
        std::ranges::sort(m_order, {}, whenAndWhich);
    m_rowOf.resize(m_order.size());
    m_rows.items.resize(m_order.size());
    for (std::size_t row = 0; row < m_order.size(); ++row) {
        m_rowOf[m_order[row]] = static_cast<std::uint32_t>(row);
        m_rows.items[row] = m_read[m_order[row]];
    }
    for (std::size_t row = 0; row < m_order.size(); ++row)
        if (const model::RecordId lead = m_known[m_order[row]].lead; lead > 0)
            m_rows.items[row].lead = static_cast<Index>(rowOf(EntityKind::Lead, lead));
}

std::int64_t PortalBuilder::rowOf(EntityKind kind, model::RecordId id) const
{
    const auto deals = m_known.begin() + static_cast<std::ptrdiff_t>(m_deals);
    const auto begin = kind == EntityKind::Lead ? m_known.begin() : deals;
    const auto end = kind == EntityKind::Lead ? deals : m_known.end();
    const auto found = std::ranges::lower_bound(begin, end, id, {}, &Known::id);
    return found == end || found->id != id ? -1 : std::int64_t { m_rowOf[static_cast<std::size_t>(found - m_known.begin())] };
}

} // namespace dealerlens::facts
