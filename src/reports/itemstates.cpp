// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/itemstates.h"

#include "reports/keptvalue.h"
#include "reports/parallel.h"
#include "reports/workclock.h"

#include <limits>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::uint8_t kPlanned = 1;
constexpr std::uint8_t kDeadlinePassed = 2;

// use(activity, item, now) for all of the portals that are planned and not done by effective now, each portal by one thread.
template <class Use> void eachPlanned(const Population &population, std::span<const facts::RowRange> ranges, Use use)
{
    const facts::ActivityColumns &activities = population.facts().activities;
    inParallel(threadsFor(activities.size()), ranges.size(), [&](unsigned, std::size_t portal) {
        for (std::uint32_t i = ranges[portal].first; i < ranges[portal].last; ++i) {
            const std::uint32_t item = activities.item[i];
            const base::UtcSeconds now = population.nowOf(item);
            if (activities.created[i] <= now && !hasHappened(activities.completed[i], now))
                use(i, item, now);
        }
    });
}

std::vector<base::UtcSeconds> nowOfPortals(const Population &population)
{
    std::vector<base::UtcSeconds> now;
    for (std::size_t portal = 0; portal < population.facts().portals.size(); ++portal)
        now.push_back(population.portal(facts::Index(portal)).now);
    return now;
}

// Of the ranges those of portals of which what was told at `before` does not hold at `now`.
std::vector<facts::RowRange> changedOf(std::span<const facts::RowRange> ranges, const facts::Same &same,
    const std::vector<base::UtcSeconds> &before, const std::vector<base::UtcSeconds> &now)
{
    std::vector<facts::RowRange> changed;
    for (const facts::RowRange &range : ranges) {
        const auto portal = std::size_t(range.portal);
        if (!same.of(portal) || portal >= before.size() || before[portal] != now[portal])
            changed.push_back(range);
    }
    return changed;
}

Planned plannedBy(const Population &population, Planned earlier, const facts::Same &same)
{
    const facts::ItemColumns &items = population.facts().items;
    const facts::ActivityColumns &activities = population.facts().activities;
    const std::vector<base::UtcSeconds> now = nowOfPortals(population);
    Planned planned { std::move(earlier.what), now };
    planned.what.resize(items.rowEnd(), 0);
    for (const facts::RowRange &range : changedOf(items.ranges(), same, earlier.now, now))
        std::fill(planned.what.begin() + range.first, planned.what.begin() + range.last, 0);
    eachPlanned(population, changedOf(activities.ranges(), same, earlier.now, now),
        [&](std::uint32_t activity, std::uint32_t item, base::UtcSeconds atNow) {
            const base::UtcSeconds deadline = activities.deadline[activity];
            const bool hasPassed = deadline != base::kNever && deadline < atNow;
            planned.what[item] = std::uint8_t(planned.what[item] | kPlanned | (hasPassed ? kDeadlinePassed : 0));
        });
    return planned;
}

bool isTouchedBy(const facts::ItemColumns &items, std::uint32_t item, base::UtcSeconds now)
{
    return hasHappened(items.attempt[item], now) || hasHappened(items.conversation[item], now);
}

// Late::WithoutEvidence, or nothing.
std::uint8_t claimLate(const facts::ItemColumns &items, std::uint32_t item, base::UtcSeconds now)
{
    const bool isClaimedAlone = !isTouchedBy(items, item, now) && awaitsResponse(items, item)
        && hasHappened(items.attested[item], now); // the last looks for its stays
    return isClaimedAlone ? lateBit(Late::WithoutEvidence) : 0;
}

// The first instant after `now` at which claimLate() may become another.
base::UtcSeconds nextEvidence(const facts::ItemColumns &items, std::uint32_t item, base::UtcSeconds now)
{
    base::UtcSeconds next = kAges;
    if (isTouchedBy(items, item, now) || !awaitsResponse(items, item))
        return next;
    for (const base::UtcSeconds at : { items.attempt[item], items.conversation[item], items.attested[item] })
        if (at != base::kNever && at > now)
            next = std::min(next, at);
    return next;
}

} // namespace

ItemStates::ItemStates(const Population &population, Use use)
    : m_population(population)
{
    for (const Late late : population.question().lates)
        m_asked = std::uint8_t(m_asked | lateBit(late));
    if (population.question().asOf != base::kNever) {
        m_planned = std::make_shared<const Planned>(plannedBy(population, {}, {}));
        return;
    }
    // Effective now of the present is the same whatever else is asked.
    const facts::Derived &derived = population.facts().derived;
    m_planned = derived.get<Planned>([&] { return plannedBy(population, {}, {}); },
        [&](Planned &&earlier, const facts::Same &same) { return plannedBy(population, std::move(earlier), same); });
    if (use == Use::Few)
        return;
    m_lates = keptValue<Lates>(
        population.facts(), [&](Lates &&earlier, const facts::Same &same) { return tellLates(std::move(earlier), same); });
}

// As time goes on, only what is open or has ended lately becomes later.
Lates ItemStates::tellLates(Lates lates, const facts::Same &same) const
{
    const facts::ItemColumns &items = m_population.facts().items;
    const std::vector<base::UtcSeconds> before = std::exchange(lates.now, nowOfPortals(m_population));
    lates.of.resize(items.rowEnd(), 0);
    lates.until.resize(lates.now.size(), kAges);
    const auto isKept = [&](std::size_t portal) { // what has ended
        return same.of(portal) && portal < before.size() && before[portal] <= lates.now[portal] && lates.now[portal] < lates.until[portal];
    };
    const std::vector<facts::RowRange> changed = changedOf(items.ranges(), same, before, lates.now);
    std::size_t rows = 0;
    for (const facts::RowRange &range : changed)
        rows += range.size();
    const unsigned threads = threadsFor(rows);
    std::vector<WorkClocks> clocks(threads);
    inParallel(threads, changed.size(), [&](unsigned thread, std::size_t i) {
        const auto portal = std::size_t(changed[i].portal);
        WorkClock &clock = clocks[thread].of(*m_population.portal(changed[i].portal).calendar, m_population.facts().builtAt);
        const auto business = [&](base::UtcSeconds from, base::UtcSeconds to) { return clock.seconds(from, to); };
        tellLates(changed[i], !isKept(portal), lates, business);
    });
    return lates;
}

template <class Business> void ItemStates::tellLates(const facts::RowRange &portal, bool all, Lates &lates, Business business) const
{
    const facts::ItemColumns &items = m_population.facts().items;
    const base::UtcSeconds now = m_population.portal(portal.portal).now;
    base::UtcSeconds &until = lates.until[std::size_t(portal.portal)];
    if (all)
        until = kAges;
    // Most have ended long ago: what they are late with is told without their stays.
    const std::uint32_t longAgo = facts::AsInstant::narrow(std::max<base::UtcSeconds>(now - kRecentDays * kDay, 0));
    for (std::uint32_t item = portal.first; item < portal.last; ++item) {
        if (!all && (lates.of[item] & Lates::kCurrent) == 0)
            continue;
        if (items.closed.data()[item] < longAgo) {
            lates.of[item] = claimLate(items, item, now);
            until = std::min(until, nextEvidence(items, item, now));
        } else {
            lates.of[item] = std::uint8_t(lookForLates(item, m_population.stateOf(item), business) | Lates::kCurrent);
        }
    }
}

void prepareLates(const facts::Snapshot &facts)
{
    const Question present;
    const Population population(facts, present);
    (void)ItemStates(population);
}

std::vector<base::UtcSeconds> ItemStates::nextDeadlines() const
{
    std::vector<base::UtcSeconds> next(m_population.facts().items.rowEnd(), base::kNever);
    eachPlanned(m_population, m_population.facts().activities.ranges(), [&](std::uint32_t activity, std::uint32_t item, base::UtcSeconds) {
        const base::UtcSeconds deadline = m_population.facts().activities.deadline[activity];
        if (deadline != base::kNever && (next[item] == base::kNever || deadline < next[item]))
            next[item] = deadline;
    });
    return next;
}

ItemState ItemStates::of(std::uint32_t item, const ItemNow &now) const
{
    const facts::ItemColumns &items = m_population.facts().items;
    const base::UtcSeconds instant = m_population.nowOf(item);
    ItemState state;
    state.row = item;
    state.stage = now.stage;
    state.outcome = now.outcome;
    state.enteredStage = now.entered;
    state.user = m_population.userAt(item, instant);
    state.userAssumed = m_population.isUserAssumed(item, instant);
    if (now.outcome == 'P') {
        state.age = double(instant - now.entered);
        state.businessAge = double(m_population.business(item, now.entered, instant));
    }
    if (const std::int64_t limit = m_population.limitOf(now.stage); limit >= 0)
        state.limit = double(limit);
    if (awaitsResponse(items, item)) {
        const base::UtcSeconds created = m_population.createdOf(item);
        if (hasHappened(items.attempt[item], instant)) {
            state.responseEvidenced = double(m_population.business(item, created, items.attempt[item]));
            state.responseWall = double(items.attempt[item] - created);
        }
        if (hasHappened(items.attested[item], instant))
            state.responseClaimed = double(m_population.business(item, created, items.attested[item]));
    }
    const auto business = [&](base::UtcSeconds from, base::UtcSeconds to) { return m_population.business(item, from, to); };
    state.lates = latesOf(item, now, std::int64_t(state.businessAge), business);
    state.response = responseOf(item, state);
    return state;
}

ResponseState ItemStates::responseOf(std::uint32_t item, const ItemState &state) const
{
    if (!awaitsResponse(m_population.facts().items, item))
        return ResponseState::NotAsked;
    const std::int64_t limit = m_population.facts().standard.responseLimit;
    if (state.responseEvidenced)
        return *state.responseEvidenced <= double(limit) ? ResponseState::Met : ResponseState::Breached;
    const std::uint8_t lates = responseLates(m_population.business(item, m_population.createdOf(item), m_population.nowOf(item)));
    if ((lates & lateBit(Late::ResponseOverdue)) != 0)
        return ResponseState::Breached;
    if (state.outcome != 'P')
        return ResponseState::NotAsked; // closed before the limit, nobody will answer any more
    return lates != 0 ? ResponseState::Warning : ResponseState::Running;
}

std::uint8_t ItemStates::lookForLates(std::uint32_t item, const ItemNow &now) const
{
    return lookForLates(item, now, [&](base::UtcSeconds from, base::UtcSeconds to) { return m_population.business(item, from, to); });
}

// business(from, to): working seconds at the dealer.
template <class Business> std::uint8_t ItemStates::lookForLates(std::uint32_t item, const ItemNow &now, Business business) const
{
    const bool isLimited = now.outcome == 'P' && m_population.limitOf(now.stage) >= 0;
    return latesOf(item, now, isLimited ? business(now.entered, m_population.nowOf(item)) : 0, business);
}

template <class Business>
std::uint8_t ItemStates::latesOf(std::uint32_t item, const ItemNow &state, std::int64_t businessAge, Business business) const
{
    const facts::ItemColumns &items = m_population.facts().items;
    const base::UtcSeconds now = m_population.nowOf(item);
    const bool isTouched = isTouchedBy(items, item, now);
    unsigned lates = claimLate(items, item, now);
    if (state.outcome != 'P')
        return std::uint8_t(lates);
    if (awaitsResponse(items, item) && !isTouched)
        lates |= responseLates(business(m_population.createdOf(item), now));
    const std::int64_t limit = m_population.limitOf(state.stage);
    if (limit >= 0 && businessAge > limit)
        lates |= lateBit(Late::StageOverdue);
    const std::uint8_t planned = m_planned->what[item];
    if ((planned & kDeadlinePassed) != 0)
        lates |= lateBit(Late::ActivityOverdue);
    if ((planned & kPlanned) == 0)
        lates |= lateBit(Late::NoNextStep);
    const std::int32_t closeDate = items.closeDate[item];
    if (closeDate != std::numeric_limits<std::int32_t>::min() && m_population.portalOf(item).zone->localDay(now) > closeDate)
        lates |= lateBit(Late::CloseDatePast);
    return std::uint8_t(lates);
}

// After so many working seconds without an answer.
std::uint8_t ItemStates::responseLates(std::int64_t used) const
{
    const std::int64_t limit = m_population.facts().standard.responseLimit;
    if (used > limit)
        return lateBit(Late::ResponseOverdue);
    return used * 5 >= limit * 4 ? lateBit(Late::ResponseDueSoon) : 0; // from 80 % of the limit on
}

} // namespace dealerlens::reports
