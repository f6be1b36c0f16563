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

void MonthCell::add(const BeginningLanes &lanes, bool isAssumed)
{
    for (std::size_t lane = 0; lane < kLanesOfTheirOwn; ++lane)
        of[lane] += lanes[lane];
    assumed += isAssumed ? lanes[kNewLane] + lanes[kBeforeLane] : 0;
}

void MonthCell::add(const Ends &ends, bool isAssumed)
{
    constexpr std::size_t kFirst = kLanesOfTheirOwn;
    of[kFirst] += std::uint32_t(ends.open);
    of[kFirst + 1] += std::uint32_t(ends.won);
    of[kFirst + 2] += std::uint32_t(ends.lost);
    of[kFirst + 3] += std::uint32_t(ends.withoutRate);
    of[kFirst + 4] += std::uint32_t(ends.conversions);
    assumed += isAssumed ? std::uint32_t(ends.open + ends.won + ends.lost + ends.conversions) : 0;
    revenue += ends.wonUnits;
    lostUnits += ends.lostUnits;
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
    counts.of[std::size_t(Count::NotConverted)] = std::uint32_t(counts[Count::New] - counts[Count::Converted]);
    counts.of[std::size_t(Count::Immature)] = std::uint32_t(counts[Count::New] - counts[Count::Mature]);
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

namespace {

// What one thread needs to count one dealer after the other.
class MonthThread final {
public:
    explicit MonthThread(const MonthCounting &counting)
        : m_counting(counting)
        , m_tally(std::make_unique<Tally>(counting.population, counting.states, mostLeaves(counting.shape) * counting.calendar.width(),
              counting.conversionDays, counting.kept))
        , m_groups(std::make_unique<Groups>(groupsOf(counting)))
        , m_counter(counting.population, counting.states, counting.columns, counting.conversionDays, m_groups->chains, *m_tally)
    {
        m_groups->chains.ofEvent = [&counting, groups = m_groups.get()](const ChainEvent &event) {
            const facts::Index portal = counting.population.facts().items.portal[event.chain->head];
            const std::uint32_t leaf = counting.shape.localLeaf(portal, event.user);
            return groups->met.emplace_back(groups->chains.inMonth(leaf, counting.population, event));
        };
    }

    void count(facts::Index portal, const MonthCounting::Take &take)
    {
        const auto [first, end] = m_counting.shape.leavesOf[std::size_t(portal)];
        std::vector<MonthCell> cells(std::size_t(end - first) * m_counting.calendar.width());
        m_counter.countInto(cells);
        m_counter.count(portal);
        // Chains that only the exact scan knows are in the tally; with lates, something of all of them.
        if (m_counting.states == nullptr) {
            for (const std::uint32_t group : m_groups->met)
                cells[group].add(std::exchange(m_tally->at(group), {}));
        } else {
            for (std::uint32_t group = 0; group < cells.size(); ++group)
                cells[group].add(std::exchange(m_tally->at(group), {}));
        }
        m_groups->met.clear();
        take(portal, std::move(cells), *m_tally);
        m_tally->clearBeginnings();
    }

    [[nodiscard]] const Waterfall &waterfall() const { return m_tally->waterfall(); }

private:
    struct Groups {
        ChainGroups chains;
        std::vector<std::uint32_t> met; // of events of the exact scan
    };

    static std::uint32_t mostLeaves(const TreeShape &shape)
    {
        std::uint32_t most = 0;
        for (const auto &[first, end] : shape.leavesOf)
            most = std::max(most, end - first);
        return most;
    }

    static Groups groupsOf(const MonthCounting &counting)
    {
        const facts::Snapshot &facts = counting.population.facts();
        ChainGroups groups;
        groups.by = ChainGroups::By::PersonMonth;
        groups.months = &counting.calendar;
        groups.eachInItsMonth = counting.eachInItsMonth;
        for (std::size_t i = 0; i < facts.users.size(); ++i)
            groups.groupOf.push_back(counting.shape.localLeaf(facts.users[i].portal, facts::Index(i)));
        for (std::size_t i = 0; i < facts.portals.size(); ++i)
            groups.groupOf.push_back(counting.shape.localLeaf(facts::Index(i), facts::kNone));
        return { std::move(groups), {} };
    }

    const MonthCounting &m_counting;
    std::unique_ptr<Tally> m_tally; // both stay where they are
    std::unique_ptr<Groups> m_groups;
    ChainCounter m_counter;
};

} // namespace

Waterfall MonthCounting::run(const Take &take, const base::CancelToken &cancel) const
{
    const facts::Snapshot &facts = population.facts();
    const unsigned threads = threadsFor(facts.items.size());
    std::vector<MonthThread> all;
    all.reserve(threads);
    for (unsigned thread = 0; thread < threads; ++thread)
        all.emplace_back(*this);
    inParallel(threads, columns.portals.size(), [&](unsigned thread, std::size_t portal) {
        if (!cancel.isCancelled())
            all[thread].count(facts::Index(portal), take);
    });
    Waterfall waterfall;
    for (const MonthThread &thread : all)
        waterfall.join(thread.waterfall());
    return waterfall;
}

QString MonthCells::nameOf(std::uint32_t slot) const
{
    return slot == 0 ? QString() : calendar.first().addMonths(int(slot) - 1).toString(QStringLiteral("yyyy-MM"));
}

CountedMonths countMonths(const Population &population, const ItemStates *states, const std::shared_ptr<const TreeShape> &shape,
    int conversionDays, const base::CancelToken &cancel)
{
    const auto columns = chainColumns(population.facts());
    const auto calendar = columns ? monthsOf(population, *columns) : std::nullopt;
    if (!calendar)
        return {};
    const auto cells = std::make_shared<MonthCells>(MonthCells { *calendar, shape, {} });
    cells->ofPortals.resize(shape->leavesOf.size());
    CountedMonths counted { cells, std::vector<Tally::Counts>(shape->leaves.size()), {} };
    const std::uint32_t width = calendar->width();
    const MonthCounting counting { .population = population,
        .states = states,
        .columns = *columns,
        .shape = *shape,
        .calendar = *calendar,
        .conversionDays = conversionDays };
    counted.waterfall = counting.run(
        [&](facts::Index portal, std::vector<MonthCell> own, Tally &) {
            Tally::Counts *leaf = counted.leaves.data() + shape->leavesOf[std::size_t(portal)].first;
            for (std::size_t first = 0; first < own.size(); first += width, ++leaf) {
                MonthCell sum;
                for (std::uint32_t slot = 0; slot < width; ++slot)
                    sum.add(own[first + slot]);
                sum.addTo(*leaf);
                addOthers(*leaf);
            }
            cells->ofPortals[std::size_t(portal)] = std::move(own);
        },
        cancel);
    return counted;
}

} // namespace dealerlens::reports
