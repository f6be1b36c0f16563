// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/itemhistory.h"

#include "store/recordtables.h"

namespace dealerlens::store {

using model::EntityKind;

// kept_history has the columns of this table as they were in version 1.
static constexpr std::string_view kColumns[] { "owner_id", "type_id", "created", "category_id", "stage_id", "semantic" };

std::vector<StoredRecord> historyOfDeal(Connection &mirror, model::PortalId portal, model::RecordId deal, model::RecordId before)
{
    std::vector<StoredRecord> rows;
    Statement select(
        mirror, "SELECT " + selectList(EntityKind::DealHistory) + " FROM deal_history WHERE portal_id = ? AND owner_id = ? AND id < ?");
    select.bind(1, std::int64_t { portal });
    select.bind(2, deal);
    select.bind(3, before);
    while (select.step())
        readRecord(select, EntityKind::DealHistory, rows.emplace_back());
    return rows;
}

void keepHistory(Connection &ledger, const std::vector<StoredRecord> &rows)
{
    if (rows.empty())
        return;
    Statement insert(ledger,
        "INSERT INTO kept_history (portal_id, id, owner_id, type_id, created, category_id, stage_id, semantic, extra) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    for (const StoredRecord &row : rows) {
        insert.bind(1, std::int64_t { row.key.portal });
        insert.bind(2, row.key.id);
        int parameter = 3;
        for (const std::string_view column : kColumns)
            insert.bind(parameter++, row.value(column));
        insert.bind(parameter, std::string_view(row.extra));
        insert.run();
    }
}

std::vector<model::RecordKey> giveBackHistory(Statement &selectKept, Connection &mirror, model::PortalId portal, model::RecordId deal)
{
    std::vector<model::RecordKey> given;
    selectKept.bind(1, std::int64_t { portal });
    selectKept.bind(2, deal);
    while (selectKept.step()) {
        model::Record row { EntityKind::DealHistory, selectKept.number(0), {}, std::string(selectKept.text(7)), {}, {} };
        row.values.resize(model::schemaOf(row.kind).columns.size());
        for (int i = 0; i < 6; ++i)
            selectKept.readInto(i + 1, row.values[static_cast<std::size_t>(model::columnIndex(row.kind, kColumns[i]))]);
        Statement insert(mirror, sqlOf(row.kind).insert);
        insert.bind(1, std::int64_t { portal });
        insert.bind(2, row.id);
        bindRecord(insert, 3, row);
        if (insert.run() && mirror.changes() > 0)
            given.push_back({ portal, row.kind, row.id });
    }
    return given;
}

} // namespace dealerlens::store
