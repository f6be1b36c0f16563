// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/planner.h"

#include "sync/wire.h"

#include <algorithm>

namespace dealerlens::sync {

using model::RecordId;

// A long walk from end to end is cut into lanes while it goes on (docs/decisions/0005): each request takes the lowest
// lanes that nobody reads, and cuts from what is left as many ids as will fill it if rows are spread evenly. Below the
// first lane everything is known, so that one cursor tells a later run of the program where to go on.
namespace {

constexpr std::int64_t kRequestRows = kPageSize * kBatchSize;

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

} // namespace dealerlens::sync
