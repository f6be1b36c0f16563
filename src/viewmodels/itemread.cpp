// SPDX-License-Identifier: GPL-3.0-or-later
// Reading of one item: records from the store, visits and lates from the facts.
#include "model/text.h"
#include "reports/itemstates.h"
#include "viewmodels/itemdata.h"

#include <algorithm>
#include <set>

namespace dealerlens::viewmodels {

namespace {

using model::EntityKind;

constexpr int kMostCopies = 30;

base::Result<> readTraces(store::Reader &reader, ItemRecords &records)
{
    const EntityKind history = records.key.kind == EntityKind::Lead ? EntityKind::LeadHistory : EntityKind::DealHistory;
    const std::pair<EntityKind, std::vector<store::StoredRecord> *> parts[] { { history, &records.history },
        { EntityKind::Activity, &records.activities }, { EntityKind::Comment, &records.comments }, { EntityKind::Task, &records.tasks },
        { EntityKind::Call, &records.calls } };
    for (const auto &[kind, into] : parts) {
        auto read = reader.belongingTo(records.key, kind);
        if (!read)
            return std::unexpected(read.error());
        *into = std::move(*read);
    }
    return {};
}

base::Result<> readClients(store::Reader &reader, ItemRecords &records)
{
    std::vector<model::RecordKey> keys;
    const std::pair<std::string_view, EntityKind> links[] { { "company_id", EntityKind::Company }, { "contact_id", EntityKind::Contact },
        { "lead_id", EntityKind::Lead } };
    for (const auto &[column, kind] : links) {
        if (model::columnIndex(records.key.kind, column) < 0)
            continue;
        if (const std::int64_t id = model::toInt(records.item->value(column)))
            keys.push_back({ records.key.portal, kind, id });
    }
    auto read = reader.records(keys);
    if (!read)
        return std::unexpected(read.error());
    records.clients = std::move(*read);
    return {};
}

base::Result<> readFieldNames(store::Reader &reader, ItemRecords &records)
{
    static constexpr std::string_view owners[] { "CRM_LEAD", "CRM_DEAL", "CRM_CONTACT", "CRM_COMPANY" };
    static constexpr std::string_view columns[] { "owner" };
    const std::string_view owner = owners[std::size_t(records.key.kind) - 1];
    std::vector<model::RecordKey> keys;
    const auto each = reader.each(
        EntityKind::UserField, columns,
        [&](const store::Reader::Row &row) {
            if (row.deletedAt == base::kNever && model::toText(row.values[0]) == owner)
                keys.push_back(row.key);
            return true;
        },
        records.key.portal);
    if (!each)
        return each;
    auto read = reader.records(keys);
    if (!read)
        return std::unexpected(read.error());
    records.fieldNames = std::move(*read);
    return {};
}

// The search index knows every phone; what it finds is proved by the key of the number.
base::Result<> readCopies(store::Reader &reader, ItemRecords &records)
{
    std::set<std::string> phones;
    const auto add = [&](const store::StoredRecord &record) {
        for (const model::ContactPoint &point : record.points)
            if (const std::string key = point.type == "PHONE" ? model::phoneKey(point.value) : std::string(); key.size() >= 7)
                phones.insert(key);
    };
    add(*records.item);
    for (const store::StoredRecord &client : records.clients)
        if (client.key.kind != EntityKind::Lead)
            add(client);
    std::set<model::RecordKey> own { records.key };
    for (const store::StoredRecord &client : records.clients)
        own.insert(client.key);
    std::vector<model::RecordKey> keys;
    for (const std::string &phone : phones) {
        const auto hits = reader.search(QString::fromStdString(phone), kMostCopies);
        if (!hits)
            return std::unexpected(hits.error());
        for (const store::SearchHit &hit : *hits)
            if (own.insert(hit.record).second)
                keys.push_back(hit.record);
    }
    const auto found = reader.records(keys);
    if (!found)
        return std::unexpected(found.error());
    for (const store::StoredRecord &record : *found) {
        const bool same = std::ranges::any_of(record.points,
            [&](const model::ContactPoint &point) { return point.type == "PHONE" && phones.contains(model::phoneKey(point.value)); });
        if (same)
            records.copies.push_back(record);
    }
    return {};
}

base::Result<> readOwned(store::Reader &reader, ItemRecords &records)
{
    const std::string_view link = records.key.kind == EntityKind::Contact ? "contact_id" : "company_id";
    const std::string_view columns[] { link };
    std::vector<model::RecordKey> keys;
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal }) {
        const auto each = reader.each(
            kind, columns,
            [&](const store::Reader::Row &row) {
                if (model::toInt(row.values[0]) == records.key.id)
                    keys.push_back(row.key);
                return keys.size() < 200;
            },
            records.key.portal);
        if (!each)
            return each;
    }
    auto read = reader.records(keys);
    if (!read)
        return std::unexpected(read.error());
    records.owned = std::move(*read);
    return {};
}

// Visits and lates as every report counts them.
void addFacts(const facts::Snapshot &facts, ItemRecords &records)
{
    const facts::ItemColumns &items = facts.items;
    QString portalKey;
    const std::optional<std::uint32_t> found = facts.rowOf(records.key);
    if (!found)
        return;
    const std::uint32_t row = *found;
    records.row = row;
    const facts::PortalFact &portal = facts.portals[std::size_t(items.portal[row])];
    reports::Question question;
    question.portals = { portal.portal.key };
    const reports::Population population(facts, question);
    records.now = population.nowOf(row);
    const std::uint32_t first = items.firstVisit[row];
    for (std::uint32_t visit = first; visit < first + items.visitCount[row]; ++visit) {
        ItemRecords::Visit made { facts.visits.stage[visit], facts.visits.entered[visit], facts.visits.left[visit], 0, -1 };
        const base::UtcSeconds until = made.left == base::kNever ? std::max(records.now, made.entered) : made.left;
        made.business = double(population.business(row, made.entered, until));
        made.limit = double(population.limitOf(made.stage));
        records.visits.push_back(made);
    }
    if (items.deleted[row] == base::kNever && items.visitCount[row] > 0 && population.exists(row))
        records.state = reports::ItemStates(population, reports::ItemStates::Use::Few).of(row);
}

} // namespace

base::Result<ItemRecords> readItem(store::Reader &reader, const facts::Snapshot &facts, const model::RecordKey &key)
{
    ItemRecords records;
    records.key = key;
    auto item = reader.record(key);
    if (!item)
        return std::unexpected(item.error());
    records.item = std::move(*item);
    if (!records.item)
        return records;
    auto journal = reader.journal(key);
    if (!journal)
        return std::unexpected(journal.error());
    records.journal = std::move(*journal);
    using Part = base::Result<> (*)(store::Reader &, ItemRecords &);
    std::vector<Part> parts { readTraces, readClients, readFieldNames, readCopies };
    if (key.kind == EntityKind::Contact || key.kind == EntityKind::Company)
        parts.push_back(readOwned);
    for (const Part part : parts)
        if (const auto done = part(reader, records); !done)
            return std::unexpected(done.error());
    addFacts(facts, records);
    return records;
}

} // namespace dealerlens::viewmodels
