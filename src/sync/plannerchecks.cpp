// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/planner.h"

#include "sync/wire.h"

#include <algorithm>

namespace dealerlens::sync {

using model::EntityKind;
using model::RecordId;

// Counts do not see a deletion beside the return of another record (out of the recycle bin, or because the key may
// see it now): its change date may be old, its id too. So ids themselves are compared: the highest ones come with
// each count, the others go round in the commands that the first request of a cycle has to spare. A difference is
// no more than a reason to list all ids of the kind; nothing is concluded here.
namespace {

constexpr std::array kKinds { EntityKind::Lead, EntityKind::Deal, EntityKind::Contact, EntityKind::Company, EntityKind::Activity,
    EntityKind::Task };
constexpr int kPagesEachCycle = 20;
constexpr std::int64_t kPagesSmall = 2;
constexpr std::int64_t kPagesUnknown = 3; // of a kind whose size is not known yet
constexpr double kSpareShare = 0.5; // of a method's time: more is left to the walks
constexpr base::UtcSeconds kDay = 86'400;
constexpr base::UtcSeconds kSpread = 21'600; // portals that began together do not list together

} // namespace

void Planner::askChecks()
{
    if (m_checksDone)
        return;
    const auto whole = [this](EntityKind kind) {
        const std::int64_t total = state(kind).total;
        return total < 0 ? kPagesUnknown : total / static_cast<std::int64_t>(kPageSize) + 1;
    };
    // Small kinds go round in every cycle, the others one behind the other: the one that waits longest comes first.
    auto kinds = kKinds;
    std::ranges::sort(kinds, {}, [&](EntityKind kind) { return std::tuple(whole(kind) > kPagesSmall, state(kind).checkedAt, kind); });
    std::int64_t left = std::min<std::int64_t>(kPagesEachCycle, static_cast<std::int64_t>(room()));
    for (const EntityKind kind : kinds) {
        if (left <= 0)
            return;
        const model::SyncState &mine = state(kind);
        // A kind that is being walked from its beginning has its ids listed by that.
        const bool complete = mine.watermark != base::kNever && !mine.denied;
        if (!complete || m_limit.share(methodOf(Ask::Check, kind)) > kSpareShare
            || m_limit.restsUntil(methodOf(Ask::Check, kind), m_nowMs) > 0)
            continue;
        Check &check = m_checks[kind];
        // What fits is compared whole, also where an earlier cycle has stopped in the middle.
        const bool fits = whole(kind) <= left;
        if (fits)
            check.pages = 0;
        check.after = fits || mine.checkStarted == base::kNever ? 0 : mine.checkCursor;
        const std::int64_t pages = std::min(left, std::max<std::int64_t>(1, whole(kind) - check.pages));
        left -= pages;
        for (std::int64_t page = 0; page < pages; ++page) {
            Query query;
            query.ask = Ask::Check;
            query.kind = kind;
            if (page == 0)
                query.after = check.after;
            else
                query.behind = static_cast<int>(m_sent.size()) - 1;
            add(std::move(query), 0);
        }
    }
}

void Planner::takeCheck(EntityKind kind, const Answer &answer)
{
    m_checksDone = true; // a request that was held back or got no answer asks again
    Check &check = m_checks[kind];
    if (check.ended || check.stopped)
        return; // behind the end the portal answers anything
    RecordId last = check.listed.empty() ? check.after : check.listed.back();
    check.stopped = answer.error.has_value() || answer.ids.size() > kPageSize;
    for (const RecordId id : answer.ids) {
        check.stopped = check.stopped || id <= last;
        last = id;
    }
    if (check.stopped)
        return;
    check.listed.insert(check.listed.end(), answer.ids.begin(), answer.ids.end());
    check.ended = answer.ids.size() < kPageSize;
    ++check.pages;
}

std::vector<Planner::Window> Planner::windows() const
{
    std::vector<Window> out;
    for (const auto &[kind, told] : m_totals) {
        // What has come behind the last id that we know is news, not a difference.
        const auto known = m_states.find(kind);
        const RecordId lastId = known == m_states.end() ? 0 : known->second.lastId;
        if (!told.tail.empty()) {
            const bool all = told.total == static_cast<std::int64_t>(told.tail.size());
            out.push_back({ { kind, all ? 0 : told.tail.front() - 1, lastId }, told.tail, false });
        }
        const auto check = m_checks.find(kind);
        if (check == m_checks.end() || (check->second.listed.empty() && !check->second.ended))
            continue;
        const RecordId upTo = check->second.ended ? lastId : std::min(lastId, check->second.listed.back());
        out.push_back({ { kind, check->second.after, upTo }, check->second.listed, true });
    }
    return out;
}

std::set<EntityKind> Planner::differing(const Local &found) const
{
    std::set<EntityKind> out;
    const std::vector<Window> asked = windows();
    for (std::size_t i = 0; i < asked.size() && i < found.ranges.size(); ++i) {
        const auto &[range, ids, isCheck] = asked[i];
        const auto end = std::ranges::upper_bound(ids, range.upTo);
        if (!std::ranges::equal(ids.begin(), end, found.ranges[i].begin(), found.ranges[i].end()))
            out.insert(range.kind);
    }
    return out;
}

// Where nothing differs the comparison goes on behind the last id, or has come round.
void Planner::advanceChecks(const std::set<EntityKind> &different)
{
    for (const Window &window : windows()) {
        if (!window.isCheck || different.contains(window.range.kind))
            continue;
        Check &check = m_checks[window.range.kind];
        model::SyncState &mine = state(window.range.kind);
        if (check.after == 0)
            mine.checkStarted = m_cycleAt;
        mine.checkCursor = check.listed.empty() ? check.after : check.listed.back();
        m_changedStates.insert(window.range.kind);
        if (check.ended)
            noteChecked(window.range.kind, mine.checkStarted);
    }
}

void Planner::noteChecked(EntityKind kind, base::UtcSeconds at)
{
    model::SyncState &mine = state(kind);
    mine.checkedAt = std::max(mine.checkedAt, at);
    mine.checkStarted = base::kNever;
    mine.checkCursor = 0;
    m_checks[kind].pages = 0;
    m_changedStates.insert(kind);
}

bool Planner::checkIsDue(EntityKind kind) const
{
    const auto known = m_states.find(kind);
    if (m_verify || known == m_states.end() || known->second.checkedAt == base::kNever)
        return true;
    const base::UtcSeconds spread = (std::int64_t { m_portal } * 1'009 + std::to_underlying(kind) * 3'571) % kSpread;
    return m_cycleAt - known->second.checkedAt > kDay + spread;
}

} // namespace dealerlens::sync
