// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/plannerstore.h"

#include <array>

namespace dealerlens::sync {

using model::EntityKind;

base::Result<Local> readLocal(store::Reader &reader, model::PortalId portal, const ReadLocal &wanted)
{
    Local out;
    for (const EntityKind kind : wanted.counts) {
        const auto count = reader.countAlive(portal, kind);
        if (!count)
            return std::unexpected(count.error());
        out.counts[kind] = *count;
    }
    for (const EntityKind kind : wanted.ids) {
        auto ids = reader.aliveIds(portal, kind);
        if (!ids)
            return std::unexpected(ids.error());
        out.ids[kind] = std::move(*ids);
    }
    for (const IdRange &range : wanted.ranges) {
        auto ids = reader.aliveIds(portal, range.kind, range.after, range.upTo);
        if (!ids)
            return std::unexpected(ids.error());
        out.ranges.push_back(std::move(*ids));
    }
    if (!wanted.activeItems)
        return out;
    static constexpr std::array<std::string_view, 2> columns { "last_activity", "created" };
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal }) {
        const auto done = reader.each(
            kind, columns,
            [&](const store::Reader::Row &row) {
                const base::UtcSeconds last = model::toInt(row.values[0], base::kNever);
                const bool wantedItem = row.deletedAt == base::kNever && last != base::kNever
                    && last >= model::toInt(row.values[1], base::kNever)
                    && (wanted.activeSince == base::kNever || last >= wanted.activeSince);
                if (wantedItem)
                    out.items.push_back({ kind, row.key.id, last });
                return true;
            },
            portal);
        if (!done)
            return std::unexpected(done.error());
    }
    return out;
}

store::PageWrite pageOf(WriteChanges changes, model::PortalId portal, base::UtcSeconds seenAt)
{
    store::PageWrite page;
    page.portal = portal;
    page.seenAt = seenAt;
    page.records = std::move(changes.records);
    page.states = std::move(changes.states);
    for (const auto &[kind, id] : changes.gone)
        page.gone.push_back({ portal, kind, id });
    return page;
}

} // namespace dealerlens::sync
