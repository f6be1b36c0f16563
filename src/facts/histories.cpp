// SPDX-License-Identifier: GPL-3.0-or-later
// Stage history as visits (metrics 1).
#include "facts/builder.h"

#include <algorithm>

namespace dealerlens::facts {

using model::EntityKind;
using model::toInt;
using model::toText;

base::Result<> Builder::readHistories(EntityKind kind)
{
    const EntityKind owner = kind == EntityKind::LeadHistory ? EntityKind::Lead : EntityKind::Deal;
    const auto use = [&](Index portal, const store::Reader::Row &row) {
        const auto &v = row.values;
        const base::UtcSeconds at = toInt(v[2], base::kNever);
        const std::int64_t item = rowOf(portal, owner, toInt(v[0]));
        if (item < 0 || at == base::kNever)
            return;
        const std::int64_t category = owner == EntityKind::Lead ? 0 : toInt(v[3]);
        const Index stage = stageOf(portal, owner, category, toText(v[4]), toText(v[5]));
        // TYPE_ID 5: the deal came from another funnel (reference 5.9).
        m_steps.push_back({ static_cast<std::uint32_t>(item), Step { at, row.key.id, stage, toInt(v[1]) == 5 } });
        heard(portal, at);
        base::UtcSeconds &from = m_out->portals[static_cast<std::size_t>(portal)].historyFrom[owner == EntityKind::Lead ? 0 : 1];
        from = from == base::kNever ? at : std::min(from, at);
    };
    return eachRow(kind, { "owner_id", "type_id", "created", "category_id", "stage_id", "semantic" }, use);
}

// Rows are put beside each other by item with a counting sort, then each item's few rows are ordered.
void Builder::buildVisits()
{
    const std::size_t n = m_out->items.size();
    std::vector<std::uint32_t> begin(n + 1, 0);
    for (const auto &step : m_steps)
        ++begin[step.first + 1];
    for (std::size_t row = 0; row < n; ++row)
        begin[row + 1] += begin[row];
    std::vector<Step> steps(m_steps.size());
    std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
    for (const auto &step : m_steps)
        steps[next[step.first]++] = step.second;
    m_steps = {};

    ItemColumns &items = m_out->items;
    items.firstVisit.resize(n);
    items.visitCount.resize(n);
    VisitColumns &visits = m_out->visits;
    visits.item.reserve(steps.size() + n / 8);
    visits.stage.reserve(steps.size() + n / 8);
    visits.entered.reserve(steps.size() + n / 8);
    visits.left.reserve(steps.size() + n / 8);
    visits.historyId.reserve(steps.size() + n / 8);
    for (std::size_t row = 0; row < n; ++row) {
        const std::span own(steps.data() + begin[row], begin[row + 1] - begin[row]);
        std::ranges::sort(own, {}, [](const Step &step) { return std::pair(step.at, step.id); });
        items.firstVisit[row] = static_cast<std::uint32_t>(visits.size());
        addVisits(static_cast<std::uint32_t>(row), own);
        items.visitCount[row] = static_cast<std::uint32_t>(visits.size()) - items.firstVisit[row];
    }
}

void Builder::addVisits(std::uint32_t item, std::span<const Step> steps)
{
    ItemColumns &items = m_out->items;
    VisitColumns &visits = m_out->visits;
    const std::size_t first = visits.size();
    const auto enter = [&](Index stage, base::UtcSeconds at, model::RecordId historyId) {
        if (visits.size() > first)
            visits.left.back() = at;
        visits.item.push_back(item);
        visits.stage.push_back(stage);
        visits.entered.push_back(at);
        visits.left.push_back(base::kNever);
        visits.historyId.push_back(historyId);
    };
    for (const Step &step : steps)
        if (visits.size() == first || step.funnelChange || visits.stage.back() != step.stage)
            enter(step.stage, step.at, step.id);
    const RawItem &raw = m_raw[m_order[item]];
    if (visits.size() == first) {
        enter(raw.stage, raw.created, 0);
    } else if (visits.stage.back() != raw.stage) {
        // Moved without a row: it comes with the next cycle, or the portal never writes one. The move happened by
        // the last change of the item at the latest; where neither instant is later than the history, that is newer.
        const base::UtcSeconds last = visits.entered.back();
        if (const base::UtcSeconds at = raw.moved > last ? raw.moved : raw.modified; at > last)
            enter(raw.stage, at, 0);
    }
    items.stage[item] = visits.stage.back();
    items.funnel[item] = m_out->stages[static_cast<std::size_t>(visits.stage.back())].funnel;
    if (m_out->stages[static_cast<std::size_t>(visits.stage.back())].semantic != 'P')
        items.closed[item] = visits.entered.back();
    items.attested[item] = visits.left[first];
}

} // namespace dealerlens::facts
