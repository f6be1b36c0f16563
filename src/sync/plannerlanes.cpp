// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/planner.h"

#include "sync/wire.h"

#include <algorithm>
#include <functional>

namespace dealerlens::sync {

using model::EntityKind;
using model::RecordId;

// A long walk from end to end is cut into lanes while it goes on (docs/decisions/0005): each request takes the lowest
// lanes that nobody reads, and cuts from what is left as many ids as will fill it if rows are spread evenly. Below the
// first lane everything is known, so that one cursor tells a later run of the program where to go on.
namespace {

constexpr std::int64_t kRequestRows = kPageSize * kBatchSize;
constexpr std::int64_t kPatienceMs = 150; // a portal that answers sooner than this needs no scout

bool isOrdered(const std::vector<RecordId> &ids, auto order)
{
    return !ids.empty() && std::ranges::adjacent_find(ids, [order](RecordId a, RecordId b) { return !order(a, b); }) == ids.end();
}

// What is left of a lane is believed to be as full as the pages that were read of it.
std::int64_t pagesIn(RecordId ids, std::int64_t read, RecordId ofIds)
{
    return std::max<std::int64_t>(1, ids * read / std::max<RecordId>(1, ofIds));
}

} // namespace

Planner::Lane &Planner::newLane(Walk &walk, std::size_t before, RecordId after, RecordId upTo, std::int64_t pages)
{
    const Lane lane { .number = ++walk.lanesMade, .from = after, .after = after, .upTo = upTo, .pages = pages };
    return *walk.lanes.insert(walk.lanes.begin() + static_cast<std::ptrdiff_t>(before), lane);
}

Planner::Lane *Planner::laneOf(Walk &walk, int number)
{
    const auto lane = std::ranges::find(walk.lanes, number, &Lane::number);
    return lane == walk.lanes.end() ? nullptr : &*lane;
}

// Takes a piece for one request from the beginning of a lane that is longer.
void Planner::cut(Walk &walk, std::size_t at)
{
    Lane &rest = walk.lanes[at];
    const RecordId top = rest.isTop() ? walk.highest : rest.upTo;
    if (walk.isCut && rest.isTop() && rest.pages == 1 && top > rest.after) // more rows than were believed to be left
        rest.pages = pagesIn(top - rest.after, rest.read, rest.after - rest.from);
    if (rest.pages <= static_cast<std::int64_t>(kBatchSize) || top <= rest.after)
        return;
    // There cannot be more rows than ids.
    const RecordId width = std::max(kRequestRows, (top - rest.after) * static_cast<std::int64_t>(kBatchSize) / rest.pages);
    if (width >= top - rest.after)
        return;
    walk.isCut = true;
    const RecordId from = rest.after;
    rest.from = from + width;
    rest.after = from + width;
    rest.pages -= static_cast<std::int64_t>(kBatchSize);
    rest.read = 0;
    newLane(walk, at, from, from + width, static_cast<std::int64_t>(kBatchSize));
}

// A page of a lane has come.
void Planner::advance(Lane &lane, RecordId after)
{
    lane.after = after;
    ++lane.read;
    --lane.pages;
    if (lane.pages > 0)
        return;
    lane.pages = lane.isTop() ? 1 : pagesIn(lane.upTo - lane.after, lane.read, lane.after - lane.from);
}

// What has come behind the announced rows meanwhile is news of the next cycle: no page to see that there are no more.
bool Planner::isAtEnd(const Walk &walk, const Lane &lane)
{
    if (!lane.isTop())
        return lane.after == lane.upTo;
    if (walk.isCut)
        return walk.highest > 0 && lane.after == walk.highest;
    return walk.expected >= 0 && walk.received >= walk.expected;
}

void Planner::setBusy(const std::vector<Sent> &sent, bool busy)
{
    for (const Sent &each : sent)
        if (each.lane != 0 && each.index < m_walks.size())
            if (Lane *lane = laneOf(m_walks[each.index], each.lane))
                lane->busy = busy;
}

// Pages that the method has time for beside those on their way.
std::int64_t Planner::affordable(const Walk &walk) const
{
    if (m_flights.empty() || m_commandMs <= 0)
        return kBatchSize;
    const auto isOfKind = [&walk](const Sent &sent) { return sent.query.kind == walk.kind; };
    std::int64_t under = std::ranges::count_if(m_sent, isOfKind);
    for (const auto &[request, flight] : m_flights)
        under += std::ranges::count_if(flight.sent, isOfKind);
    const double pages = m_limit.secondsLeft(methodOf(walk.ask, walk.kind)) * 1000 / m_commandMs;
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(pages) - under, 0, kBatchSize);
}

// Nothing of it is known, and it is not one that is refused in every cycle.
bool Planner::isWorthScouting(const Walk &walk) const
{
    const auto known = m_states.find(walk.kind);
    const bool isRefused = known != m_states.end() && !known->second.problem.isEmpty();
    return (walk.kind == EntityKind::Lead || walk.kind == EntityKind::Deal) && mayBeCut(walk) && walk.isOpen() && !isRefused
        && walk.lanes.size() == 1 && walk.lanes.front().busy && walk.lanes.front().pages < 0 && walk.lanes.front().after == 0;
}

// The first request has a question for every kind and list, which a slow portal answers one after the other. What lanes
// are cut by is four short ones: how many leads and deals there are, the ids of their first page, the highest ids.
Planner::Next Planner::scout()
{
    const auto isWorth = [this](const Walk &walk) { return isWorthScouting(walk); };
    if (m_phase != Phase::Walk || m_scouted || m_flights.size() != 1 || std::ranges::none_of(m_walks, isWorth))
        return {};
    if (m_nowMs < m_leftMs + kPatienceMs)
        return SleepUntil { m_leftMs + kPatienceMs };
    if (m_isCrowded || m_areTurnsTaken) // it is not the portal that lets us wait
        return {};
    for (std::size_t i = 0; i < m_walks.size(); ++i) {
        if (!isWorth(m_walks[i]) || m_limit.restsUntil(methodOf(Ask::Count, m_walks[i].kind), m_nowMs) > 0)
            continue;
        Query query;
        query.kind = m_walks[i].kind;
        query.ask = Ask::Ids;
        query.counted = true;
        m_sent.push_back({ query, i, 0, true });
        query.ask = Ask::Count;
        m_sent.push_back({ query, i, 0, true });
    }
    if (m_sent.empty())
        return {};
    Next command = leave();
    m_scouted = std::holds_alternative<SendBatch>(*command);
    return command;
}

void Planner::takeScout(const std::vector<Sent> &sent, const Answers &answers)
{
    for (std::size_t i = 0; i + 1 < sent.size(); i += 2)
        if (isWorthScouting(m_walks[sent[i].index]))
            beginLanes(m_walks[sent[i].index], answers.list[i], answers.list[i + 1]);
}

// The page that is on its way is the first lane. What contradicts itself is of no use; the walk goes on as without it.
void Planner::beginLanes(Walk &walk, const Answer &lowest, const Answer &highest)
{
    const std::int64_t total = lowest.total;
    if (lowest.error || highest.error || total <= kRequestRows || lowest.ids.size() != kPageSize || lowest.ids.front() <= 0
        || !isOrdered(lowest.ids, std::less()) || !isOrdered(highest.ids, std::greater()))
        return;
    const RecordId from = lowest.ids.back();
    const RecordId top = highest.ids.front();
    const std::int64_t rest = total - static_cast<std::int64_t>(kPageSize);
    if (top < from || top - from < rest) // fewer ids than rows
        return;
    walk.highest = top;
    walk.expected = total;
    walk.isCut = true;
    m_progress.expected += total;
    walk.lanes.front().upTo = from;
    walk.lanes.front().pages = 1;
    newLane(walk, 1, from, 0, (rest + static_cast<std::int64_t>(kPageSize) - 1) / static_cast<std::int64_t>(kPageSize));
}

} // namespace dealerlens::sync
