// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/planner.h"

#include "sync/wire.h"

#include <algorithm>

namespace dealerlens::sync {

using base::ErrorKind;
using model::EntityKind;

namespace {

constexpr int kWalkTries = 3;
constexpr int kUserPagesEachCycle = 4;
constexpr base::UtcSeconds kDay = 86'400;

bool isHistory(EntityKind kind) { return kind == EntityKind::LeadHistory || kind == EntityKind::DealHistory; }

// Rows only ever come behind the last one (histories, calls): the walk never begins anew.
bool onlyGrows(EntityKind kind) { return isHistory(kind) || kind == EntityKind::Call; }

// Kinds whose number on the portal is compared with ours: that is how deletions are noticed.
bool isCounted(EntityKind kind)
{
    switch (kind) {
    case EntityKind::Lead:
    case EntityKind::Deal:
    case EntityKind::Contact:
    case EntityKind::Company:
    case EntityKind::Activity:
    case EntityKind::Task:
        return true;
    default:
        return false;
    }
}

base::Error contradiction(const char *code, const QString &what) { return { ErrorKind::Protocol, base::Retry::Later, what, code, 0 }; }

// Ascending, behind the cursor, not behind the end, not more than a page: anything else is not the page that was asked for.
std::optional<base::Error> examine(const std::vector<model::Record> &page, model::RecordId cursor, model::RecordId upTo)
{
    if (page.size() > kPageSize)
        return contradiction("PAGE_SIZE", QStringLiteral("a page has more rows than a page can have"));
    for (const model::Record &record : page) {
        if (record.id <= cursor)
            return contradiction("PAGE_ORDER", QStringLiteral("the rows of a page do not ascend"));
        cursor = record.id;
    }
    if (upTo > 0 && cursor > upTo)
        return contradiction("PAGE_END", QStringLiteral("a page has rows behind its end"));
    return std::nullopt;
}

} // namespace

void Planner::addWalk(Ask ask, EntityKind kind, base::UtcSeconds since, model::RecordId cursor, int guess)
{
    Walk walk;
    walk.ask = ask;
    walk.kind = kind;
    walk.since = since;
    walk.guess = std::max(1, guess);
    newLane(walk, 0, cursor, 0, -1);
    m_walks.push_back(std::move(walk));
}

void Planner::prepareWalks()
{
    m_walks.clear();
    m_listings.clear();
    m_listed.clear();
    m_brokenListings.clear();
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal, EntityKind::Contact, EntityKind::Company, EntityKind::LeadHistory,
             EntityKind::DealHistory, EntityKind::Activity, EntityKind::Task, EntityKind::Call }) {
        const model::SyncState &mine = state(kind);
        if (onlyGrows(kind)) {
            addWalk(Ask::Page, kind, base::kNever, mine.checkCursor != 0 ? mine.checkCursor - 1 : mine.lastId, 1);
        } else if (mine.walkStarted != base::kNever) { // interrupted: goes on where the last commit left it
            addWalk(Ask::Page, kind, mine.walkSince, mine.cursor, 1);
            m_walks.back().resumed = true;
        } else {
            addWalk(Ask::Page, kind, mine.watermark == base::kNever ? base::kNever : mine.watermark - kOverlapSeconds, 0, 1);
        }
    }
    const model::SyncState &users = state(EntityKind::User);
    const bool manyUsers = m_pagesLastTime[EntityKind::User] > kUserPagesEachCycle;
    if (!manyUsers || users.watermark == base::kNever || m_portalNow == base::kNever || m_portalNow - users.watermark >= kDay)
        addWalk(Ask::Page, EntityKind::User, base::kNever, 0, m_pagesLastTime[EntityKind::User]);

    // A new comment or activity moves LAST_ACTIVITY_TIME, but is not said to move DATE_MODIFY (reference 7).
    m_asksTouched = activityKnown() != base::kNever && !m_noTouched;
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal })
        if (m_asksTouched)
            addWalk(Ask::Touched, kind, activityKnown() - kOverlapSeconds, 0, 1);
    // The record of a call and its links are filled in after it (reference 7).
    const model::SyncState &calls = state(EntityKind::Call);
    if (calls.watermark != base::kNever)
        addWalk(Ask::Recent, EntityKind::Call, calls.watermark - kRereadCallsSeconds, 0,
            m_pagesLastTime.contains(EntityKind::Call) ? m_pagesLastTime[EntityKind::Call] : 1);

    m_listings.push_back({ EntityKind::Status, EntityKind::Lead, 0, false });
    m_listings.push_back({ EntityKind::Category, EntityKind::Deal, 0, false });
    for (const EntityKind owner : { EntityKind::Lead, EntityKind::Deal, EntityKind::Contact, EntityKind::Company })
        m_listings.push_back({ EntityKind::UserField, owner, 0, false });
    for (int page = 0; page < std::max(1, m_pagesLastTime[EntityKind::Department]); ++page)
        m_listings.push_back({ EntityKind::Department, EntityKind::Lead, page * static_cast<int>(kPageSize), false });
    m_listings.push_back({ EntityKind::Line, EntityKind::Lead, 0, false });
}

bool Planner::walksOpen() const
{
    return std::ranges::any_of(m_walks, [](const Walk &walk) { return walk.isOpen(); });
}

bool Planner::mayBeCut(const Walk &walk) { return walk.ask == Ask::Page && walk.since == base::kNever && isCounted(walk.kind); }

void Planner::askListings()
{
    for (std::size_t i = 0; i < m_listings.size() && room() > 0; ++i) {
        const Listing &listing = m_listings[i];
        if (listing.done || rests(Ask::Whole, listing.kind))
            continue;
        Query query;
        query.ask = Ask::Whole;
        query.kind = listing.kind;
        query.owner = listing.owner;
        query.start = listing.start;
        add(std::move(query), i);
    }
}

void Planner::askWalks()
{
    // Walks that do not know their length yet come first: one page of each tells it.
    const bool isAlone = m_flights.empty(); // beside other requests only walks go on
    for (std::size_t i = 0; i < m_walks.size(); ++i)
        askWalk(i, false);
    if (isAlone)
        askListings();
    for (std::size_t i = 0; i < m_walks.size(); ++i)
        askWalk(i, true);
    // A walk that ended without its count: the count alone.
    for (const Walk &walk : m_walks) {
        const bool asked = std::ranges::any_of(
            m_sent, [&walk](const Sent &sent) { return sent.query.ask == Ask::Count && sent.query.kind == walk.kind; });
        if (isAlone && walk.ask == Ask::Page && walk.ended && isCounted(walk.kind) && !m_totals.contains(walk.kind) && !asked && room() > 0
            && walk.failures < kWalkTries && !rests(Ask::Count, walk.kind)) {
            Query query;
            query.ask = Ask::Count;
            query.kind = walk.kind;
            add(std::move(query), 0);
        }
    }
    if (isAlone && !m_sent.empty()) // not worth a request of its own
        askChecks();
}

void Planner::askWalk(std::size_t index, bool known)
{
    Walk &walk = m_walks[index];
    for (std::size_t at = 0; walk.isOpen() && at < walk.lanes.size() && room() > 0; ++at) {
        if (walk.lanes[at].busy || (walk.lanes[at].pages >= 0) != known)
            continue;
        if (rests(walk.ask, walk.kind))
            return;
        if (mayBeCut(walk))
            cut(walk, at);
        askLane(index, walk.lanes[at]);
    }
}

// As many pages as fit, each behind the last row of the one before, and the count when the walk will end here.
void Planner::askLane(std::size_t index, const Lane &lane)
{
    const Walk &walk = m_walks[index];
    const std::int64_t wanted = lane.pages < 0 ? walk.guess : lane.pages;
    const std::int64_t most = std::min(wanted, affordable(walk));
    std::int64_t asked = 0;
    for (; asked < most && room() > 0; ++asked) {
        Query query;
        query.ask = walk.ask;
        query.kind = walk.kind;
        query.since = walk.since;
        query.upTo = lane.upTo;
        query.counted = asked == 0 && lane.pages < 0;
        if (asked == 0)
            query.after = lane.after;
        else
            query.behind = static_cast<int>(m_sent.size()) - 1;
        add(std::move(query), index, lane.number);
    }
    if (walk.ask == Ask::Page && isCounted(walk.kind) && lane.isTop() && asked == wanted && room() > 0) {
        Query query;
        query.ask = Ask::Count;
        query.kind = walk.kind;
        add(std::move(query), index);
    }
}

bool Planner::takeWalkPage(Walk &walk, const Sent &sent, Answer &answer)
{
    Lane *const lane = laneOf(walk, sent.lane);
    if (!walk.isOpen() || !lane)
        return false;
    const auto fails = [&](const base::Error &error) {
        failWalk(walk, *lane, error);
        return false;
    };
    if (answer.error)
        return fails(*answer.error);
    if (const auto wrong = examine(answer.records, lane->after, sent.query.upTo))
        return fails(*wrong);
    if (ignoredFilter(walk, answer.records)) {
        m_noTouched = true;
        return fails({ ErrorKind::Rejected, base::Retry::Never, QStringLiteral("no filter by last activity"), "FILTER", 0 });
    }
    const auto size = static_cast<std::int64_t>(answer.records.size());
    if (sent.query.counted && answer.total >= 0 && size != std::min<std::int64_t>(answer.total, kPageSize))
        return fails(contradiction("PAGE_TOTAL", QStringLiteral("a page and its total contradict each other")));
    if (sent.query.counted && answer.total >= 0 && lane->pages < 0) { // no scout has told it
        walk.expected = walk.received + answer.total;
        lane->pages = (answer.total + static_cast<std::int64_t>(kPageSize) - 1) / static_cast<std::int64_t>(kPageSize);
        m_progress.expected += answer.total;
    }
    // The lane may have been given an end meanwhile: what is behind it comes with the next lane.
    const bool isBeyond = lane->upTo > 0 && !answer.records.empty() && answer.records.back().id > lane->upTo;
    if (isBeyond)
        std::erase_if(answer.records, [lane](const model::Record &record) { return record.id > lane->upTo; });
    walk.received += static_cast<std::int64_t>(answer.records.size());
    advance(*lane, answer.records.empty() ? lane->after : answer.records.back().id);
    stage(std::move(answer.records), walk.ask != Ask::Recent);
    const bool isEnd = isBeyond || size < static_cast<std::int64_t>(kPageSize) || isAtEnd(walk, *lane);
    const model::RecordId after = lane->after;
    if (isEnd)
        std::erase_if(walk.lanes, [&sent](const Lane &each) { return each.number == sent.lane; });
    if (walk.ask == Ask::Page)
        noteReached(walk, after);
    if (walk.lanes.empty())
        endWalk(walk);
    return !isEnd;
}

// The state tells what is known without a gap: a program that begins again repeats what was read behind it.
void Planner::noteReached(const Walk &walk, model::RecordId after)
{
    model::SyncState &mine = state(walk.kind);
    if (mine.walkStarted == base::kNever) {
        mine.walkStarted = m_portalNow;
        mine.walkSince = walk.since;
    }
    mine.walkStarted = std::min(mine.walkStarted, m_portalNow); // answers come in any order
    mine.cursor = walk.lanes.empty() ? after : walk.lanes.front().after;
    m_changedStates.insert(walk.kind);
}

// A classic list may ignore a filter that it does not know, and would then list everything (reference 4.3).
bool Planner::ignoredFilter(const Walk &walk, const std::vector<model::Record> &page) const
{
    if (walk.ask != Ask::Touched)
        return false;
    const auto column = static_cast<std::size_t>(model::columnIndex(walk.kind, "last_activity"));
    return std::ranges::any_of(page, [&](const model::Record &record) {
        return record.values.size() <= column || model::toInt(record.values[column], base::kNever) < walk.since;
    });
}

void Planner::endWalk(Walk &walk)
{
    // Fewer changed rows than the portal had announced: either rows went away meanwhile or a page was cut. Counts
    // show what a full walk lost, ids what a growing one lost; a walk by time is repeated.
    if (walk.since != base::kNever && walk.received < walk.expected) {
        Lane &again = newLane(walk, 0, 0, 0, -1);
        if (++walk.repeats >= kWalkTries)
            failWalk(walk, again,
                { ErrorKind::Protocol, base::Retry::Never, QStringLiteral("a list ends before its total, again and again"), "SHORT", 0 });
        walk.received = 0;
        walk.expected = -1;
        walk.guess = 1;
        if (walk.ask == Ask::Page)
            state(walk.kind).cursor = 0;
        return;
    }
    walk.ended = true;
    if (walk.kind == EntityKind::User || walk.ask == Ask::Recent)
        m_pagesLastTime[walk.kind] = static_cast<int>(walk.received / static_cast<std::int64_t>(kPageSize)) + 1;
    if (walk.ask == Ask::Touched) {
        const bool other = std::ranges::any_of(m_walks, [](const Walk &each) { return each.ask == Ask::Touched && !each.ended; });
        if (!other)
            m_touchedAt = m_cycleAt;
    }
    if (walk.ask != Ask::Page)
        return;
    if (walk.kind == EntityKind::Call && !m_pagesLastTime.contains(EntityKind::Call)) // how many to expect next time
        m_pagesLastTime[walk.kind] = static_cast<int>(m_recentCalls / static_cast<std::int64_t>(kPageSize)) + 1;
    model::SyncState &mine = state(walk.kind);
    mine.watermark = mine.walkStarted;
    if (walk.since == base::kNever && isCounted(walk.kind)) {
        noteChecked(walk.kind, mine.walkStarted);
        noteFullWalk(mine);
    }
    mine.walkStarted = base::kNever;
    mine.walkSince = base::kNever;
    mine.cursor = 0;
    noteSuccess(walk.kind);
    if (!walk.resumed)
        return;
    m_totals.erase(walk.kind);
    walk = Walk();
    walk.kind = mine.kind;
    walk.since = mine.watermark - kOverlapSeconds;
    newLane(walk, 0, 0, 0, -1);
}

void Planner::failWalk(Walk &walk, Lane &lane, const base::Error &error)
{
    ++walk.failures;
    if (walk.lanes.size() == 1) {
        lane.pages = -1; // the length is asked again
        walk.guess = 1;
    }
    const bool again = (error.retry == base::Retry::Later || error.kind == ErrorKind::Limit) && walk.failures < kWalkTries;
    if (again)
        return;
    walk.failed = true;
    if (walk.ask != Ask::Page)
        return;
    noteProblem(walk.kind, error);
    const bool essential = walk.kind == EntityKind::Lead || walk.kind == EntityKind::Deal;
    if ((error.kind != ErrorKind::Denied || essential) && !m_problem)
        m_problem = error;
}

void Planner::takeListing(Listing &listing, Answer &answer)
{
    if (answer.error && isOfTime(*answer.error))
        return;
    listing.done = true;
    if (answer.error) {
        m_brokenListings.insert(listing.kind);
        noteProblem(listing.kind, *answer.error);
        if (answer.error->kind != ErrorKind::Denied && !m_problem)
            m_problem = *answer.error;
        return;
    }
    std::set<model::RecordId> &listed = m_listed[listing.kind];
    for (const model::Record &record : answer.records)
        listed.insert(record.id);
    const EntityKind kind = listing.kind;
    const int behind = listing.start + static_cast<int>(kPageSize);
    const bool more = kind == EntityKind::Department && answer.total > behind && answer.records.size() == kPageSize;
    if (kind == EntityKind::Department)
        m_pagesLastTime[kind] = static_cast<int>(std::max<std::int64_t>(1, (answer.total + 49) / 50));
    else if (answer.total >= 0 && answer.total != static_cast<std::int64_t>(answer.records.size()))
        m_brokenListings.insert(kind); // not the whole directory: nothing is concluded from it
    model::SyncState &mine = state(kind);
    stage(std::move(answer.records));
    if (more && std::ranges::none_of(m_listings, [&](const Listing &each) { return each.kind == kind && each.start == behind; })) {
        m_listings.push_back({ kind, EntityKind::Lead, behind, false });
        return;
    }
    const bool open = std::ranges::any_of(m_listings, [kind](const Listing &each) { return each.kind == kind && !each.done; });
    if (!open && kind == EntityKind::Department && answer.total >= 0 && static_cast<std::int64_t>(listed.size()) != answer.total)
        m_brokenListings.insert(kind);
    if (!open && !m_brokenListings.contains(kind)) {
        mine.watermark = m_portalNow;
        noteSuccess(kind);
    }
}

} // namespace dealerlens::sync
