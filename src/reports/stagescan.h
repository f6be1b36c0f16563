// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/begunblocks.h"
#include "reports/stagesamples.h"
#include "reports/workclock.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace dealerlens::reports {

// A listener that can be told of an item's later stays in a group after finish(): again(group, LaterStay).
template <class Listener>
concept HearsAgain = requires(Listener &listener, LaterStay stay) { listener.again(std::uint32_t { 0 }, stay); };

// Tells a listener (StayListener, or a class with the same functions, whose calls then are part of the loop) what items did
// in the groups of stages. What depends on the portal or on the stage alone is looked up once. One thread; what it is made
// of must outlive it.
template <class Listener> class StageScanner final {
public:
    StageScanner(const Population &population, const StageGroups &groups, const StageScan &scan, Listener &listener, WorkClocks &clocks)
        : m_population(population)
        , m_facts(population.facts())
        , m_scan(scan)
        , m_listener(listener)
        , m_clocks(clocks)
        , m_isFirstOnly(scan.visits == VisitsCounted::First)
        , m_isWorking(population.question().businessTime)
        , m_asksPeople(population.asksPeople())
        , m_here(groups.size())
        , m_places(groups.size())
    {
        for (std::size_t i = 0; i < m_facts.stages.size(); ++i)
            m_stages.push_back(stageOf(groups, facts::Index(i)));
        m_stages.push_back(stageOf(groups, facts::kNone));
        for (const Stage &stage : m_stages)
            m_isAsked.push_back(stage.isAsked ? 1 : 0);
    }

    // Before the items of a portal.
    void enter(facts::Index portal)
    {
        const Population::PortalScope &scope = m_population.portal(portal);
        m_now = scope.now;
        m_from = m_scan.recentSeconds > 0 ? std::max(scope.from, scope.now - m_scan.recentSeconds) : scope.from;
        m_to = scope.to;
        m_clock = &m_clocks.of(*scope.calendar, m_facts.builtAt);
        m_watchedSince = m_facts.portals[std::size_t(portal)].historyFrom;
    }

    void sift(std::uint32_t item, const ItemStates *states)
    {
        const bool isLater = mayCount(item);
        if (m_scan.samplesOnly && (!isLater || !entersAsked(item)))
            return;
        Fate fate = m_population.sift(item, false);
        if (fate == Fate::Counted && states && !states->isAsked(states->latesOf(item)))
            fate = Fate::OutsideFilter;
        m_listener.sift(item, fate);
        if (fate == Fate::Counted)
            isLater ? scan(item) : meet(item);
    }

private:
    struct Stage {
        std::int64_t limit = -1;
        std::uint32_t group = 0;
        bool isAsked = false; // the listener wants the group, the question the stage
        bool isFinalGroup = false; // then the last stay is no stay
        bool isNever = false; // nor is any other
        bool isFinal = false;
    };

    static constexpr std::size_t kBits = 64;

    struct Stays { // in one group
        std::uint32_t group = 0;
        ItemStays all;
    };

    struct Place {
        std::uint32_t item = std::numeric_limits<std::uint32_t>::max();
        std::uint32_t place = 0; // in m_here, of this item
    };

    [[nodiscard]] Stage stageOf(const StageGroups &groups, facts::Index stage) const
    {
        const std::uint32_t group = groups.of(stage);
        const bool isFinal = groups.at(group).semantic != 'P';
        return { m_population.limitOf(stage), group, m_listener.wants(group) && m_population.stageAllowed(stage), isFinal,
            isFinal && !m_scan.finalStages, stage >= 0 && m_facts.stages[std::size_t(stage)].semantic != 'P' };
    }

    [[nodiscard]] std::size_t placeOf(std::uint32_t visit) const
    {
        const facts::Index stage = m_facts.visits.stage[visit];
        return stage < 0 ? m_stages.size() - 1 : std::size_t(stage);
    }

    [[nodiscard]] const Stage &stageAt(std::uint32_t visit) const { return m_stages[placeOf(visit)]; }

    [[nodiscard]] bool isInTime(base::UtcSeconds entered) const { return entered >= m_from && entered < m_to; }

    // Did it enter anything in the period? Of most items that is answered without a look at their stays.
    [[nodiscard]] bool mayCount(std::uint32_t item) const
    {
        if (m_from == base::kNever && m_to == kAges)
            return true;
        const std::uint32_t first = m_facts.items.firstVisit[item];
        for (std::uint32_t visit = first; visit < first + m_facts.items.visitCount[item]; ++visit)
            if (isInTime(m_facts.visits.entered[visit]))
                return true;
        return false;
    }

    // Where few stages are asked about, most items are known by that before it is known what becomes of them.
    [[nodiscard]] bool entersAsked(std::uint32_t item) const
    {
        if (m_scan.othersToo)
            return true;
        const std::uint32_t first = m_facts.items.firstVisit[item];
        const std::uint32_t end = first + m_facts.items.visitCount[item];
        char isAsked = 0;
        for (std::uint32_t visit = first; visit < end; ++visit)
            isAsked = char(isAsked | m_isAsked[placeOf(visit)]);
        return isAsked != 0;
    }

    // Behind its last visit that began by effective now.
    [[nodiscard]] std::uint32_t endOf(std::uint32_t item) const
    {
        std::uint32_t end = m_facts.items.firstVisit[item] + m_facts.items.visitCount[item];
        while (m_facts.visits.entered[end - 1] > m_now) // the first one began, for the item exists
            --end;
        return end;
    }

    // use(Stage, GroupVisit), as eachGroupVisit().
    template <class Use> void eachStay(std::uint32_t item, std::uint32_t end, Use use)
    {
        const facts::VisitColumns &visits = m_facts.visits;
        std::uint32_t visit = m_facts.items.firstVisit[item];
        GroupVisit stay { .left = visits.entered[visit] };
        for (const Stage *stage = &stageAt(visit), *next = stage; visit < end; ++stay.index, stage = next) {
            stay.group = stage->group;
            stay.stage = visits.stage[visit];
            stay.entered = stay.left;
            while (++visit < end && (next = &stageAt(visit))->group == stay.group) { }
            stay.left = visit < end ? visits.entered[visit] : base::kNever;
            use(*stage, stay);
        }
    }

    void meet(std::uint32_t item)
    {
        eachStay(item, endOf(item), [&](const Stage &stage, const GroupVisit &visit) {
            if (stage.isAsked)
                m_listener.meet(item, visit.group);
        });
    }

    void scan(std::uint32_t item)
    {
        const std::uint32_t end = endOf(item);
        if constexpr (HearsAgain<Listener>) {
            if (m_isFirstOnly && m_here.size() <= kBits)
                return scanFirst(item, end);
        }
        if (entersEachOnce(item, end)) {
            scanOnce(item, end);
            return;
        }
        scanAll(item, end);
    }

    // As scanAll() of first stays, in groups few enough for a bit each: what later stays add is told as they come.
    void scanFirst(std::uint32_t item, std::uint32_t end)
    {
        const bool hasEnded = stageAt(end - 1).isFinal;
        std::uint64_t met = 0;
        std::uint64_t counted = 0;
        std::uint64_t again = 0;
        eachStay(item, end, [&](const Stage &stage, const GroupVisit &visit) {
            if (!stage.isAsked || !mayTake(item, stage, visit))
                return;
            const std::uint64_t bit = std::uint64_t { 1 } << visit.group;
            const bool isFirst = (std::exchange(met, met | bit) & bit) == 0;
            if (isFirst && isAskedFor(item, visit)) {
                counted |= bit;
                takeAlone(item, stage, visit, hasEnded);
            } else if (!isFirst && (counted & bit) != 0) {
                const bool isSecond = (std::exchange(again, again | bit) & bit) == 0;
                m_listener.again(visit.group, { isSecond, hasEnded ? stayOf(item, visit).seconds : 0 });
            }
        });
    }

    [[gnu::noinline]] void scanAll(std::uint32_t item, std::uint32_t end)
    {
        m_count = 0;
        eachStay(item, end, [&](const Stage &stage, const GroupVisit &visit) {
            if (stage.isAsked)
                take(item, stage, visit);
        });
        const bool hasEnded = stageAt(end - 1).isFinal;
        for (std::uint32_t i = 0; i < m_count; ++i) {
            Stays &stays = m_here[i];
            stays.all.hasEnded = hasEnded;
            if (stays.all.counted > 0)
                m_listener.finish(item, stays.group, stays.all);
        }
    }

    // No group was entered twice; of many groups it may be denied though it is so.
    [[nodiscard]] bool entersEachOnce(std::uint32_t item, std::uint32_t end) const
    {
        std::uint64_t met = 0;
        std::uint32_t last = std::numeric_limits<std::uint32_t>::max();
        for (std::uint32_t visit = m_facts.items.firstVisit[item]; visit < end; ++visit) {
            const std::uint32_t group = stageAt(visit).group;
            if (group == last)
                continue;
            last = group;
            const std::uint64_t bit = std::uint64_t { 1 } << (group % 64);
            if ((met & bit) != 0)
                return false;
            met |= bit;
        }
        return true;
    }

    // As scan() of what entersEachOnce(), as most do: nothing of a group is to be remembered, and stays outside the period are
    // not measured.
    void scanOnce(std::uint32_t item, std::uint32_t end)
    {
        const bool hasEnded = stageAt(end - 1).isFinal;
        eachStay(item, end, [&](const Stage &stage, const GroupVisit &visit) {
            if (stage.isAsked && mayTake(item, stage, visit) && isAskedFor(item, visit))
                takeAlone(item, stage, visit, hasEnded);
        });
    }

    // A stay that is all that is known of the item in its group by then.
    void takeAlone(std::uint32_t item, const Stage &stage, const GroupVisit &visit, bool hasEnded)
    {
        CountedStay stay = stayOf(item, visit);
        complete(stay, stage);
        m_listener.take(stay);
        m_listener.finish(
            item, visit.group, { .stays = 1, .counted = 1, .first = stay.seconds, .total = stay.seconds, .hasEnded = hasEnded });
    }

    // It is a stay, whether it counts or not.
    [[nodiscard]] bool mayTake(std::uint32_t item, const Stage &stage, const GroupVisit &visit)
    {
        if (!m_scan.samplesOnly)
            m_listener.meet(item, visit.group);
        return !stage.isNever && (!stage.isFinalGroup || visit.left != base::kNever);
    }

    [[nodiscard]] CountedStay stayOf(std::uint32_t item, const GroupVisit &visit) const
    {
        CountedStay stay { .item = item, .visit = visit, .until = visit.left == base::kNever ? m_now : visit.left };
        stay.seconds = seconds(visit.entered, stay.until);
        return stay;
    }

    [[nodiscard]] bool isAskedFor(std::uint32_t item, const GroupVisit &visit) const
    {
        return isInTime(visit.entered) && (!m_asksPeople || m_population.userAllowed(m_population.userAt(item, visit.entered)));
    }

    void take(std::uint32_t item, const Stage &stage, const GroupVisit &visit)
    {
        if (!mayTake(item, stage, visit))
            return;
        CountedStay stay = stayOf(item, visit);
        Place &known = m_places[visit.group];
        const bool isFirst = known.item != item;
        if (isFirst) {
            known = { item, m_count };
            m_here[m_count++] = { visit.group, { .stays = 1, .first = stay.seconds, .total = stay.seconds } };
        }
        ItemStays &met = m_here[known.place].all;
        if (!isFirst) {
            ++met.stays;
            met.total += stay.seconds;
            if (m_isFirstOnly)
                return;
        }
        if (!isAskedFor(item, visit))
            return;
        ++met.counted;
        complete(stay, stage);
        m_listener.take(stay);
    }

    void complete(CountedStay &stay, const Stage &stage) const
    {
        const base::UtcSeconds entered = stay.visit.entered;
        stay.limit = stage.limit;
        // Working time is never longer than time.
        stay.overLimit = stay.limit >= 0 && stay.until - entered > stay.limit
            && (m_isWorking ? stay.seconds : m_clock->seconds(entered, stay.until)) > stay.limit;
        const base::UtcSeconds since = m_watchedSince[m_facts.items.kind[stay.item] == model::EntityKind::Lead ? 0 : 1];
        stay.isLate = since != base::kNever && entered < since;
        stay.watchedFrom = stay.isLate ? seconds(entered, since) : 0;
    }

    [[nodiscard]] std::int64_t seconds(base::UtcSeconds from, base::UtcSeconds to) const
    {
        return m_isWorking ? m_clock->seconds(from, to) : to - from;
    }

    const Population &m_population;
    const facts::Snapshot &m_facts;
    const StageScan &m_scan;
    Listener &m_listener;
    WorkClocks &m_clocks;
    const bool m_isFirstOnly;
    const bool m_isWorking;
    const bool m_asksPeople;
    std::vector<Stage> m_stages; // as in the snapshot, then the unknown one
    std::vector<char> m_isAsked; // the same of them: all together they stay in the nearest cache
    std::vector<Stays> m_here; // of the item, the first m_count
    std::vector<Place> m_places; // by group
    std::uint32_t m_count = 0;
    // Of the portal.
    base::UtcSeconds m_now = base::kNever;
    base::UtcSeconds m_from = base::kNever;
    base::UtcSeconds m_to = kAges;
    WorkClock *m_clock = nullptr;
    std::array<base::UtcSeconds, 2> m_watchedSince { base::kNever, base::kNever };
};

// One of so many parts of the items, runs of portals: each by a thread and a listener of its own.
inline constexpr std::size_t kStayParts = 16;
[[nodiscard]] std::size_t stayParts(const facts::Snapshot &facts); // that many at most

template <class Listener>
void scanPart(StageScanner<Listener> scanner, const Population &population, const StageScan &scan, const ItemStates *states,
    std::size_t part, const base::CancelToken &cancel)
{
    const facts::ItemColumns &items = population.facts().items;
    const std::size_t portals = items.ranges().size();
    const std::size_t parts = stayParts(population.facts());
    // Where nothing else is asked, blocks in which nobody entered anything in time are passed over.
    const auto blocks = scan.samplesOnly ? BegunBlocks::of(population.facts()) : nullptr;
    for (std::size_t i = portals * part / parts; i < portals * (part + 1) / parts && !cancel.isCancelled(); ++i) {
        const facts::RowRange &range = items.ranges()[i];
        const Population::PortalScope &scope = population.portal(range.portal);
        if (scan.samplesOnly && !scope.allowed)
            continue;
        scanner.enter(range.portal);
        if (blocks) {
            const base::UtcSeconds since = scan.recentSeconds > 0 ? scope.now - scan.recentSeconds : base::kNever;
            blocks->eachEntered(items, i, std::max(scope.from, since), scope.to, [&](std::uint32_t item) { scanner.sift(item, states); });
            continue;
        }
        for (std::uint32_t item = range.first; item < range.last; ++item)
            scanner.sift(item, states);
    }
}

} // namespace dealerlens::reports
