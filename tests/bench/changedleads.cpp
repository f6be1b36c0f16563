// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/changedleads.h"

#include "bench/storegenerator.h"

#include <QRandomGenerator>

namespace dealerlens::bench {

using model::EntityKind;

store::PageWrite changedLeads(const store::Reader &reader, model::PortalId portal, int count, QRandomGenerator &dice)
{
    std::vector<model::RecordKey> keys;
    for (model::RecordId id = 1; id <= count; ++id)
        keys.push_back({ portal, EntityKind::Lead, id });
    store::PageWrite page;
    page.portal = portal;
    page.seenAt = kNetworkEnd;
    const auto found = reader.records(keys);
    if (!found)
        return page;
    const auto amount = std::size_t(model::columnIndex(EntityKind::Lead, "amount"));
    const auto stage = std::size_t(model::columnIndex(EntityKind::Lead, "stage_id"));
    for (const store::StoredRecord &stored : *found) {
        model::Record lead { EntityKind::Lead, stored.key.id, stored.values, stored.extra, stored.points, {} };
        lead.values[amount] = std::int64_t { 10'000 } * dice.bounded(10'000, 3'000'000);
        if (model::toText(lead.values[stage]) == "NEW" || model::toText(lead.values[stage]) == "IN_PROCESS")
            lead.values[stage] = std::string(dice.bounded(2) == 0 ? "NEW" : "IN_PROCESS");
        page.records.push_back(std::move(lead));
    }
    return page;
}

} // namespace dealerlens::bench
