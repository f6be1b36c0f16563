// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincount.h"
#include "reports/fates.h"
#include "reports/tally.h"

namespace dealerlens::reports {

// The rows of a number of chains: of the events for which isIn(ChainEvent) holds, and of the steps of the waterfall
// those for which isInItem(item) does (isEveryItemIn: all). Both are called by several threads.
template <class IsIn, class IsInItem>
void chainRows(RowList &list, const base::CancelToken &cancel, IsIn isIn, IsInItem isInItem, bool isEveryItemIn)
{
    const int days = conversionDaysOf(list.population().facts(), list.scope());
    const Marks wanted = list.scope().count < Count(kChainCounts) ? markOf(list.scope().count) : 0;
    const bool hasLates = list.states().asksLates() || (wanted & markOf(Count::OpenOld)) != 0;
    const ChainScan scan(list.population(), hasLates ? &list.states() : nullptr, days, (wanted & kResponseMarks) != 0);
    const auto use = [&](RowList &into, const ChainEvent &event) {
        if ((event.marks & (wanted | kCohortMarks)) == 0 || !isIn(event))
            return;
        into.addToCohort(event.item, event.has(Count::Mature), event.has(Count::ConvertedInTime), event.has(Count::Immature));
        if ((event.marks & wanted) != 0)
            into.add(event.item, event.user, event.at);
    };
    const auto sift = [&](RowList &into, std::uint32_t item, Fate fate) {
        if (isInItem(item))
            into.sift(item, fate);
    };
    const Population &population = list.population();
    const bool asksLates = list.states().asksLates();
    const bool isOfBeginnings = (wanted & ~kBeginningMarks) == 0;
    const bool isOfThemAlone = isEveryItemIn && isOfBeginnings && !list.wantsStep();
    const auto fates = isOfThemAlone ? Fates::of(population, Fates::Of::Chains) : nullptr;
    // Then what its deals decide about is asked of nobody, and no columns are needed.
    const bool isAlone = isOfThemAlone && !asksLates && (wanted & markOf(Count::CohortWon)) == 0;
    const auto columns = fates && isAlone ? nullptr : chainColumns(population.facts());
    const auto isSifted = [&](facts::Index portal) { return list.isSifted(portal); };
    if ((fates && (isAlone || columns)) || (columns && isOfThemAlone && !asksLates)) {
        list.eachBegun(cancel, [&](RowList &part, std::uint32_t item) {
            if (!population.inPeriod(item, population.createdOf(item)))
                return;
            const auto add = [&](const ChainEvent &event) { use(part, event); };
            const auto count = [&](std::uint32_t each, Fate fate) { part.sift(each, fate); };
            isAlone ? scan.beginning(item, add, count) : scan.one(item, *columns, add, count);
        });
        return fates ? list.completeWaterfall(fates->ofChains(population, isSifted))
                     : list.setWaterfall(waterfallOfChains(population, *columns, days, isSifted, cancel));
    }
    if (columns)
        return list.eachItem(cancel, [&](RowList &part, std::uint32_t item) {
            if (isOfBeginnings && !population.inPeriod(item, population.createdOf(item))) {
                const Fate fate = Chains::fateOf(population, item);
                return sift(part, item, fate == Fate::Counted ? Fate::OutsideFilter : fate);
            }
            scan.one(
                item, *columns, [&](const ChainEvent &event) { use(part, event); },
                [&](std::uint32_t each, Fate fate) { sift(part, each, fate); });
        });
    scan.each(cancel, [&](const ChainEvent &event) { use(list, event); }, [&](std::uint32_t item, Fate fate) { sift(list, item, fate); });
}

} // namespace dealerlens::reports
