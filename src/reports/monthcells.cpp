// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/monthcells.h"

#include "reports/chaincounter.h"
#include "reports/parallel.h"

#include <algorithm>

namespace dealerlens::reports {

bool MonthCell::isSomething() const
{
    return std::ranges::any_of(of, [](std::uint32_t count) { return count != 0; });
}

void MonthCell::add(const MonthCell &other)
{
    for (std::size_t i = 0; i < of.size(); ++i)
        of[i] += other.of[i];
    for (std::size_t i = 0; i < late.size(); ++i)
        late[i] += other.late[i];
    assumed += other.assumed;
    revenue += other.revenue;
    lostUnits += other.lostUnits;
}

void MonthCell::add(const Tally::Counts &counts)
{
    for (std::size_t i = 0; i < of.size(); ++i)
        of[i] += std::uint32_t(counts[kCounts[i]]);
    for (std::size_t i = 0; i < late.size(); ++i)
        late[i] += std::uint32_t(counts.late[i]);
    assumed += std::uint32_t(counts.assumed);
    revenue += counts.revenue;
    lostUnits += counts.lostUnits;
}

void MonthCell::addTo(Tally::Counts &counts) const
{
    for (std::size_t i = 0; i < of.size(); ++i)
        counts.of[std::size_t(kCounts[i])] += of[i];
    for (std::size_t i = 0; i < late.size(); ++i)
        counts.late[i] += late[i];
    counts.assumed += assumed;
    counts.revenue += revenue;
    counts.lostUnits += lostUnits;
}

void MonthCell::takeFrom(Tally::Counts &counts) const
{
    for (std::size_t i = 0; i < of.size(); ++i)
        counts.of[std::size_t(kCounts[i])] -= of[i];
    for (std::size_t i = 0; i < late.size(); ++i)
        counts.late[i] -= late[i];
    counts.assumed -= assumed;
    counts.revenue -= revenue;
    counts.lostUnits -= lostUnits;
}

void addOthers(Tally::Counts &counts)
{
    counts.of[std::size_t(Count::NotConverted)] = counts[Count::New] - counts[Count::Converted];
    counts.of[std::size_t(Count::Immature)] = counts[Count::New] - counts[Count::Mature];
}

std::optional<MonthCalendar> monthsOf(const Population &population, const ChainColumns &columns)
{
    const facts::Snapshot &facts = population.facts();
    std::vector<base::UtcSeconds> first(facts.portals.size(), base::kNever);
    std::vector<base::UtcSeconds> last(facts.portals.size(), base::kNever);
    for (std::size_t i = 0; i < facts.portals.size(); ++i) {
        for (const ChainTable *table : { &columns.leads, &columns.deals, &columns.joined, &columns.leadsAlone, &columns.dealsAlone }) {
            const ChainBlock block = table->of(facts::Index(i));
            if (block.size() > 0)
                first[i] = first[i] == base::kNever ? block.began.front() : std::min<base::UtcSeconds>(first[i], block.began.front());
        }
        last[i] = population.portal(facts::Index(i)).now;
    }
    return MonthCalendar::of(facts, first, last);
}

Waterfall MonthCounting::run(const Take &take, const base::CancelToken &cancel) const
{
    const facts::Snapshot &facts = population.facts();
    ChainGroups groups;
    groups.by = ChainGroups::By::PersonMonth;
    groups.months = &calendar;
    groups.eachInItsMonth = eachInItsMonth;
    for (std::size_t i = 0; i < facts.users.size(); ++i)
        groups.groupOf.push_back(shape.localLeaf(facts.users[i].portal, facts::Index(i)));
    for (std::size_t i = 0; i < facts.portals.size(); ++i)
        groups.groupOf.push_back(shape.localLeaf(facts::Index(i), facts::kNone));
    groups.ofEvent = [&](const ChainEvent &event) {
        return groups.inMonth(shape.localLeaf(facts.items.portal[event.chain->head], event.user), population, event);
    };
    std::uint32_t most = 0;
    for (const auto &[first, end] : shape.leavesOf)
        most = std::max(most, end - first);
    const unsigned threads = threadsFor(facts.items.size());
    std::vector<Tally> tallies;
    for (unsigned thread = 0; thread < threads; ++thread)
        tallies.emplace_back(population, states, most * calendar.width(), conversionDays, kept);
    std::vector<ChainCounter> counters;
    for (Tally &tally : tallies)
        counters.emplace_back(population, states, columns, conversionDays, groups, tally);
    inParallel(threads, columns.portals.size(), [&](unsigned thread, std::size_t portal) {
        if (cancel.isCancelled())
            return;
        counters[thread].count(facts::Index(portal));
        take(thread, facts::Index(portal), tallies[thread]);
        tallies[thread].clearCounts();
    });
    Waterfall waterfall;
    for (const Tally &tally : tallies)
        waterfall.join(tally.waterfall());
    return waterfall;
}

QString MonthCells::nameOf(std::uint32_t slot) const
{
    return slot == 0 ? QString() : calendar.first().addMonths(int(slot) - 1).toString(QStringLiteral("yyyy-MM"));
}

std::shared_ptr<const MonthCells> countMonths(
    const Population &population, const ItemStates *states, const TreeShape &shape, int conversionDays, const base::CancelToken &cancel)
{
    const auto columns = chainColumns(population.facts());
    const auto calendar = columns ? monthsOf(population, *columns) : std::nullopt;
    if (!calendar)
        return nullptr;
    const auto cells = std::make_shared<MonthCells>(MonthCells { *calendar, {} });
    const std::uint32_t width = calendar->width();
    cells->all.resize(shape.leaves.size() * width);
    const MonthCounting counting { .population = population,
        .states = states,
        .columns = *columns,
        .shape = shape,
        .calendar = *calendar,
        .conversionDays = conversionDays };
    (void)counting.run(
        [&](unsigned, facts::Index portal, Tally &tally) {
            const auto [first, end] = shape.leavesOf[std::size_t(portal)];
            for (std::uint32_t group = 0; group < (end - first) * width; ++group)
                cells->all[std::size_t(first) * width + group].add(tally.at(group));
        },
        cancel);
    return cells;
}

} // namespace dealerlens::reports
