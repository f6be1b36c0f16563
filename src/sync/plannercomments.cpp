// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/planner.h"

#include "sync/wire.h"

#include <algorithm>

namespace dealerlens::sync {

using base::ErrorKind;
using model::EntityKind;

// There is no list of all comments (REST reference 5.13): they are read item by item, after everything else, and
// only of items whose last activity has moved since.
void Planner::noteActivity(const model::Record &record)
{
    if (record.kind != EntityKind::Lead && record.kind != EntityKind::Deal)
        return;
    static const auto activityColumn = static_cast<std::size_t>(model::columnIndex(EntityKind::Lead, "last_activity"));
    static const auto createdColumn = static_cast<std::size_t>(model::columnIndex(EntityKind::Lead, "created"));
    if (record.values.size() <= activityColumn)
        return;
    const base::UtcSeconds last = model::toInt(record.values[activityColumn], base::kNever);
    const base::UtcSeconds created = model::toInt(record.values[createdColumn], base::kNever);
    const base::UtcSeconds read = state(EntityKind::Comment).watermark;
    if (last == base::kNever || last < created || (read != base::kNever && last < read - kOverlapSeconds))
        return;
    const auto key = std::pair(record.kind, record.id);
    if (const auto known = m_read.find(key); known != m_read.end() && known->second == last)
        return;
    m_active[key] = last;
}

void Planner::takeItems(const Local &found)
{
    for (const ActiveItem &item : found.items) {
        const auto key = std::pair(item.kind, item.id);
        if (const auto known = m_read.find(key); known == m_read.end() || known->second != item.lastActivity)
            m_active[key] = item.lastActivity;
    }
    m_items.clear();
    for (const auto &[key, last] : m_active)
        m_items.push_back({ key.first, key.second, last, 0, false, 0 });
    std::ranges::sort(m_items, {}, [](const Item &item) { return std::tuple(item.lastActivity, item.kind, item.id); });
    if (m_asksTouched && !m_noTouched)
        return;
    // All items were walked by themselves: activity before the older of the two walks is known. Walks of changes that
    // followed do not show it, unless nothing else does.
    const base::UtcSeconds walked = state(EntityKind::Comment).walkSince;
    m_touchedAt = m_noTouched || walked == base::kNever ? m_cycleAt : std::min(m_cycleAt, walked);
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal })
        if (const model::SyncState &mine = state(kind); !mine.denied)
            m_touchedAt = std::min(m_touchedAt, mine.watermark);
}

// The portal has listed all leads and deals with activity since comments were complete: those of ours are among them.
bool Planner::wereTouchedTold()
{
    const auto told = std::ranges::count_if(m_walks, [](const Walk &walk) { return walk.ask == Ask::Touched && walk.ended; });
    return told == 2 && state(EntityKind::Comment).watermark != base::kNever;
}

// All activity before it is known; kNever while leads and deals have not both been walked from end to end.
base::UtcSeconds Planner::activityKnown()
{
    const model::SyncState &comments = state(EntityKind::Comment);
    if (comments.watermark != base::kNever)
        return comments.watermark;
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal })
        if (const model::SyncState &walked = state(kind); !walked.denied && walked.watermark == base::kNever)
            return base::kNever;
    return comments.walkSince;
}

// A walk from end to end, perhaps in several runs of the program, has shown all activity before it began. The state
// of the comments, of which there is no walk, keeps the earlier one of leads and deals.
void Planner::noteFullWalk(const model::SyncState &walked)
{
    if (walked.kind != EntityKind::Lead && walked.kind != EntityKind::Deal)
        return;
    model::SyncState &comments = state(EntityKind::Comment);
    if (comments.walkSince != base::kNever && comments.walkSince <= walked.walkStarted)
        return;
    comments.walkSince = walked.walkStarted;
    m_changedStates.insert(EntityKind::Comment);
}

void Planner::askComments()
{
    for (std::size_t i = 0; i < m_items.size() && room() > 0; ++i) {
        const Item &item = m_items[i];
        if (!item.isOpen() || rests(Ask::Comments, EntityKind::Comment))
            continue;
        Query query;
        query.ask = Ask::Comments;
        query.kind = EntityKind::Comment;
        query.owner = item.kind;
        query.ids = { item.id };
        query.start = item.start;
        add(std::move(query), i);
    }
}

void Planner::takeComments(Item &item, const Query &query, Answer &answer)
{
    const auto size = static_cast<int>(answer.records.size());
    if (answer.error && isOfTime(*answer.error))
        return; // asked again when the method has rested
    if (answer.error && (answer.error->retry == base::Retry::Later || answer.error->kind == ErrorKind::Limit)) {
        if (++item.failures >= 3 && !m_problem) // stays to be read; the next cycle tries again
            m_problem = *answer.error;
        return;
    }
    if (answer.error && answer.error->kind == ErrorKind::Denied) {
        // The key may not read comments: not an error of the cycle, and no use in asking for each item.
        noteProblem(EntityKind::Comment, *answer.error);
        m_commentsDenied = true;
        for (Item &each : m_items)
            each.done = true;
        return;
    }
    if (!answer.error) {
        stage(std::move(answer.records));
        if (size == static_cast<int>(kPageSize) && answer.total > query.start + size) {
            item.start = query.start + size;
            return;
        }
    }
    // An item that cannot be read any more (deleted meanwhile) has nothing to tell.
    item.done = true;
    if (item.lastActivity >= m_portalNow)
        return; // in this very second there may come more: once again in the next cycle
    const auto key = std::pair(item.kind, item.id);
    m_read[key] = item.lastActivity;
    if (const auto active = m_active.find(key); active != m_active.end() && active->second == item.lastActivity)
        m_active.erase(active);
}

// How far comments are complete: up to the earliest activity not yet looked at.
void Planner::settleComments()
{
    model::SyncState &mine = state(EntityKind::Comment);
    if (m_commentsDenied)
        return;
    base::UtcSeconds reached = m_touchedAt;
    const auto open = std::ranges::find_if(m_items, [](const Item &item) { return !item.done; });
    if (open != m_items.end())
        reached = reached == base::kNever ? base::kNever : std::min(reached, open->lastActivity);
    if (open == m_items.end() && (mine.denied || !mine.problem.isEmpty()))
        noteSuccess(EntityKind::Comment);
    if (reached == base::kNever || reached <= mine.watermark)
        return;
    mine.watermark = reached;
    m_changedStates.insert(EntityKind::Comment);
    std::erase_if(m_read, [reached](const auto &each) { return each.second < reached - 2 * kOverlapSeconds; });
}

} // namespace dealerlens::sync
