// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"
#include "reports/months.h"
#include "reports/tally.h"

#include <functional>

namespace dealerlens::reports {

// By which column of a chain its group is found.
struct ChainGroups {
    enum class By : std::uint8_t { Person, Source, Campaign, Funnel, Portal, PersonMonth };

    By by = By::Person;
    // By index in the snapshot: users and then "nobody" of each portal; sources; campaigns; funnels and then "none";
    // portals.
    std::vector<std::uint32_t> groupOf;
    std::function<std::uint32_t(const ChainEvent &)> ofEvent; // the same for the exact scan; any thread
    bool isApart = false; // no two portals have a group in common
    // Called for each portal when all of it is in the tally, by the thread that has counted it: what is made of it alone is
    // made while its sums are near. Only where groups are apart.
    std::function<void(unsigned thread, facts::Index portal)> whenCounted = {};
    // PersonMonth: groupOf is as for Person, and each of its groups is as many as the calendar is wide, one for a month:
    // that in which the chain began, or (eachInItsMonth) in which it began, converted, ended; open ones have none then.
    const MonthCalendar *months = nullptr;
    bool eachInItsMonth = false;

    // The group of an event by that of its person.
    [[nodiscard]] std::uint32_t inMonth(std::uint32_t group, const Population &population, const ChainEvent &event) const
    {
        const ZoneMonths &zone = months->of(population.facts().items.portal[event.chain->head]);
        const bool isOpen = eachInItsMonth && event.has(Count::Open);
        return group * months->width() + (isOpen ? months->noMonth() : zone.slotOf(eachInItsMonth ? event.at : event.chain->began));
    }
};

// All chains into `tally`, equal to Tally::scan(), by several threads. `states`, where lates are counted or asked for, are
// those of the tally.
void countChains(const Population &population, const ItemStates *states, const ChainColumns &columns, int conversionDays,
    const ChainGroups &groups, Tally &tally, const base::CancelToken &cancel);

// The waterfall that they have, of the portals for which isIn(portal) holds. The question asks for no lates.
[[nodiscard]] Waterfall waterfallOfChains(const Population &population, const ChainColumns &columns, int conversionDays,
    const std::function<bool(facts::Index)> &isIn, const base::CancelToken &cancel);

} // namespace dealerlens::reports
