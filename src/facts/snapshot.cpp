// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/snapshot.h"

namespace dealerlens::facts {
namespace {

RowRange rowsOfItem(const Column<AsIs<std::uint32_t>> &items, const RowRange &range, std::uint32_t item)
{
    const std::uint32_t *begin = items.data();
    const auto [first, last] = std::equal_range(begin + range.first, begin + range.last, item);
    return { static_cast<std::uint32_t>(first - begin), static_cast<std::uint32_t>(last - begin), range.portal };
}

} // namespace

std::optional<std::uint32_t> Snapshot::rowOf(const model::RecordKey &item) const
{
    for (const RowRange &range : items.ranges()) {
        if (portals[std::size_t(range.portal)].portal.id != item.portal)
            continue;
        for (std::uint32_t row = range.first; row < range.last; ++row)
            if (items.id[row] == item.id && items.kind[row] == item.kind)
                return row;
    }
    return {};
}

RowRange Snapshot::responsiblesOf(std::uint32_t item) const
{
    if ((items.flags[item] & ItemColumns::kHandedOver) == 0)
        return {};
    return rowsOfItem(responsibles.item, runs[std::size_t(items.portal[item])]->range(PortalRun::Responsibles), item);
}

RowRange Snapshot::pushesOf(std::uint32_t item) const
{
    if ((items.flags[item] & ItemColumns::kPushed) == 0)
        return {};
    return rowsOfItem(pushes.item, runs[std::size_t(items.portal[item])]->range(PortalRun::Pushes), item);
}

void Snapshot::show(const ColumnStore &store)
{
    items = store.items();
    visits = store.visits();
    activities = store.activities();
    responsibles = store.responsibles();
    pushes = store.pushes();
    missed = store.missed();
    const auto add = [&](RowRanges &rows, PortalRun::Family family) {
        std::vector<RowRange> ranges;
        for (const auto &run : runs)
            if (run)
                ranges.push_back(run->range(family));
        std::ranges::sort(ranges, {}, &RowRange::first);
        for (const RowRange &range : ranges)
            rows.add(range);
    };
    add(items, PortalRun::Items);
    add(visits, PortalRun::Visits);
    add(activities, PortalRun::Activities);
    add(responsibles, PortalRun::Responsibles);
    add(pushes, PortalRun::Pushes);
    add(missed, PortalRun::Missed);
}

} // namespace dealerlens::facts
