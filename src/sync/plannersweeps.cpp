// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/planner.h"

#include "sync/wire.h"

#include <algorithm>

namespace dealerlens::sync {

using base::ErrorKind;
using model::EntityKind;
using model::RecordId;

namespace {

constexpr int kSweepTries = 3;
constexpr std::array kDirectories { EntityKind::Department, EntityKind::Status, EntityKind::Category, EntityKind::UserField,
    EntityKind::Line };

std::vector<RecordId> without(const std::vector<RecordId> &from, const std::vector<RecordId> &what)
{
    std::vector<RecordId> out;
    std::ranges::set_difference(from, what, std::back_inserter(out));
    return out;
}

EntityKind historyOf(EntityKind item) { return item == EntityKind::Lead ? EntityKind::LeadHistory : EntityKind::DealHistory; }

base::UtcSeconds lastActivityOf(const model::Record &item)
{
    static const auto column = static_cast<std::size_t>(model::columnIndex(EntityKind::Lead, "last_activity"));
    return item.values.size() > column ? model::toInt(item.values[column], base::kNever) : base::kNever;
}

std::vector<std::vector<RecordId>> chunks(const std::vector<RecordId> &ids)
{
    std::vector<std::vector<RecordId>> out;
    for (std::size_t i = 0; i < ids.size(); i += kPageSize)
        out.emplace_back(
            ids.begin() + static_cast<std::ptrdiff_t>(i), ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), i + kPageSize)));
    return out;
}

} // namespace

ReadLocal Planner::comparison() const
{
    ReadLocal wanted;
    for (const Window &window : windows())
        wanted.ranges.push_back(window.range);
    for (const auto &[kind, total] : m_totals)
        wanted.counts.push_back(kind);
    for (const EntityKind kind : kDirectories)
        if (m_listed.contains(kind) && !m_brokenListings.contains(kind))
            wanted.counts.push_back(kind);
    return wanted;
}

void Planner::compare(const Local &found)
{
    m_wanted.clear();
    const std::set<EntityKind> different = differing(found);
    for (const auto &[kind, count] : found.counts) {
        const bool goesOn = std::ranges::any_of(m_sweeps, [&](const Sweep &sweep) { return sweep.kind == kind && !sweep.ofMoved; });
        if (goesOn)
            continue; // begun in an earlier round
        if (const auto told = m_totals.find(kind); told != m_totals.end()) {
            const bool equal = told->second.total == count && told->second.highest <= state(kind).lastId && !different.contains(kind);
            if (equal) {
                m_wouldRemove.erase(kind);
                m_refused.erase(kind);
            }
            const auto refused = m_refused.find(kind);
            const bool asking = refused != m_refused.end() && refused->second == told->second.total && !m_removalConfirmed;
            if ((!equal || checkIsDue(kind)) && !asking)
                m_wanted.push_back(kind);
        } else if (static_cast<std::int64_t>(m_listed[kind].size()) < count) {
            m_wanted.push_back(kind);
        } else {
            m_wouldRemove.erase(kind);
        }
    }
    advanceChecks(different);
}

// Promise 3: more than max(20, 5 %) at once is for a person to believe.
bool Planner::tooMany(EntityKind kind, std::size_t missing, std::size_t known)
{
    const std::size_t most = std::max<std::size_t>(20, known / 20);
    if (missing <= most || m_removalConfirmed) {
        m_wouldRemove.erase(kind);
        return false;
    }
    m_wouldRemove[kind] = static_cast<std::int64_t>(missing);
    if (const auto told = m_totals.find(kind); told != m_totals.end())
        m_refused[kind] = told->second.total;
    return true;
}

// Directories are listed as a whole with their total; what the listing lacks is gone.
void Planner::compareListings(const Local &found)
{
    for (const EntityKind kind : kDirectories) {
        const auto ids = found.ids.find(kind);
        if (ids == found.ids.end())
            continue;
        const std::set<RecordId> &listed = m_listed[kind];
        const std::vector<RecordId> missing = without(ids->second, { listed.begin(), listed.end() });
        if (tooMany(kind, missing.size(), ids->second.size()))
            continue;
        if (kind != EntityKind::Department) {
            for (const RecordId id : missing)
                m_write.gone.emplace_back(kind, id);
            continue;
        }
        // Departments come in pages by offset: a deletion while they are read makes another row slip between two
        // pages, unseen, with a total that agrees. So each missing one is asked for by itself.
        Sweep sweep;
        sweep.kind = kind;
        sweep.listingEnded = true;
        for (const RecordId id : missing)
            sweep.ask.push_back({ id });
        m_sweeps.push_back(std::move(sweep));
    }
}

void Planner::beginSweeps(const Local &found)
{
    for (const auto &[kind, ids] : found.ids) {
        const auto told = m_totals.find(kind);
        if (told == m_totals.end())
            continue;
        Sweep sweep;
        sweep.kind = kind;
        sweep.total = told->second.total;
        sweep.local = ids;
        sweep.pages = sweep.total / static_cast<std::int64_t>(kPageSize) + 1;
        m_sweeps.push_back(std::move(sweep));
    }
    m_wanted.clear();
}

void Planner::askSweeps()
{
    for (std::size_t i = 0; i < m_sweeps.size(); ++i) {
        Sweep &sweep = m_sweeps[i];
        if (!sweep.isOpen() || rests(Ask::Ids, sweep.kind))
            continue;
        if (!sweep.listingEnded) {
            for (std::int64_t page = 0; page < sweep.pages && room() > 0; ++page) {
                Query query;
                query.ask = Ask::Ids;
                query.kind = sweep.kind;
                if (page == 0)
                    query.after = sweep.listed.empty() ? 0 : sweep.listed.back();
                else
                    query.behind = static_cast<int>(m_sent.size()) - 1;
                add(std::move(query), i);
            }
            continue;
        }
        const EntityKind history = historyOf(sweep.kind);
        for (std::size_t at = 0; at < sweep.stories.size() && room() > 0 && !rests(Ask::Story, history); ++at) {
            Query query;
            query.ask = Ask::Story;
            query.kind = history;
            query.ids = sweep.stories[at].owners;
            query.after = sweep.stories[at].after;
            query.counted = true;
            add(std::move(query), i);
        }
        for (const auto &[list, ask] : { std::pair(&sweep.ask, Ask::Known), std::pair(&sweep.fetch, Ask::Fetch) }) {
            // An item stays unknown until its history is there: killed in between, it is found again.
            const bool waits = ask == Ask::Fetch && !sweep.stories.empty();
            for (std::size_t at = 0; !waits && at < list->size() && room() > 0; ++at) {
                Query query;
                query.ask = ask;
                query.kind = sweep.kind;
                query.ids = (*list)[at];
                add(std::move(query), i);
            }
        }
    }
}

// False: what follows of this sweep in the same request is void.
bool Planner::takeSweep(Sweep &sweep, const Query &query, Answer &answer)
{
    const auto giveUp = [&](const base::Error &error) {
        ++sweep.failures;
        if (sweep.failures < kSweepTries && (error.retry == base::Retry::Later || error.kind == ErrorKind::Limit))
            return false;
        sweep.failed = true;
        if (error.kind != ErrorKind::Denied)
            m_problem = m_problem.value_or(error);
        return false;
    };
    if (sweep.failed)
        return false;
    if (query.ask == Ask::Story && answer.error && answer.error->kind == ErrorKind::Denied) {
        answer = {}; // a key that may not read histories holds nothing up
        answer.total = 0;
    }
    if (answer.error)
        return giveUp(*answer.error);
    const base::Error contradiction { ErrorKind::Protocol, base::Retry::Later, QStringLiteral("a list of ids contradicts itself"), "IDS",
        0 };
    if (query.ask == Ask::Story)
        return takeStory(sweep, query, answer) || giveUp(contradiction);
    if (query.ask == Ask::Ids) {
        if (sweep.listingEnded)
            return false; // behind the end the portal answers anything
        RecordId last = sweep.listed.empty() ? 0 : sweep.listed.back();
        for (const RecordId id : answer.ids) {
            if (id <= last || answer.ids.size() > kPageSize)
                return giveUp(contradiction);
            last = id;
        }
        sweep.listed.insert(sweep.listed.end(), answer.ids.begin(), answer.ids.end());
        sweep.pages = std::max<std::int64_t>(1, sweep.pages - 1);
        if (answer.ids.size() < kPageSize) {
            sweep.listingEnded = true;
            judge(sweep);
        }
        return !sweep.listingEnded;
    }
    std::vector<RecordId> told = answer.ids;
    for (const model::Record &record : answer.records)
        told.push_back(record.id);
    std::ranges::sort(told);
    const bool whole = query.ask != Ask::Known || answer.total == static_cast<std::int64_t>(told.size());
    if (!whole || !std::ranges::includes(query.ids, told))
        return giveUp(contradiction); // the filter was not understood: the answer proves nothing
    auto &list = query.ask == Ask::Known ? sweep.ask : sweep.fetch;
    std::erase(list, query.ids);
    if (query.ask == Ask::Known)
        for (const RecordId id : without(query.ids, told))
            m_write.gone.emplace_back(sweep.kind, id);
    else
        stageUnknown(std::move(answer.records));
    return true;
}

// False when the page contradicts its total: no count would ever show what such a page lacks.
bool Planner::takeStory(Sweep &sweep, const Query &query, Answer &answer)
{
    const auto size = static_cast<std::int64_t>(answer.records.size());
    RecordId last = query.after;
    for (const model::Record &record : answer.records)
        if (record.id <= std::exchange(last, record.id))
            return false;
    if (size != std::min<std::int64_t>(answer.total, kPageSize))
        return false;
    const auto story = std::ranges::find_if(sweep.stories, [&query](const Story &each) { return each.owners == query.ids; });
    if (story == sweep.stories.end())
        return true;
    const bool more = answer.total > size;
    if (more)
        story->after = answer.records.back().id;
    else
        sweep.stories.erase(story);
    stage(std::move(answer.records), false);
    return true;
}

// Records that come up with an old change date may have an old last activity, too: comments are complete only up
// to before it, until they are read.
void Planner::stageUnknown(std::vector<model::Record> records)
{
    model::SyncState &comments = state(EntityKind::Comment);
    for (const model::Record &record : records) {
        const bool isItem = record.kind == EntityKind::Lead || record.kind == EntityKind::Deal;
        const base::UtcSeconds last = isItem ? lastActivityOf(record) : base::kNever;
        if (last == base::kNever || comments.watermark == base::kNever || last >= comments.watermark)
            continue;
        comments.watermark = last;
        m_changedStates.insert(EntityKind::Comment);
    }
    stage(std::move(records));
}

// A sweep that came to its end has compared everything.
void Planner::settleSweeps()
{
    for (const Sweep &sweep : m_sweeps) {
        if (sweep.failed || sweep.isOpen())
            continue;
        if (sweep.ofMoved) {
            m_moved.clear();
            state(EntityKind::DealHistory).checkCursor = 0;
            m_changedStates.insert(EntityKind::DealHistory);
        } else if (sweep.total >= 0) {
            noteChecked(sweep.kind, m_cycleAt);
        }
    }
}

// A portal tells the history of a deal's present funnel only (REST reference 5.9). A deal that comes back to a funnel
// brings rows with old ids, which no walk would meet any more. The state keeps the first row of a change of funnel
// whose deal has not been read anew: the next walk begins there.
void Planner::noteMoved(const model::Record &row)
{
    constexpr std::int64_t kFunnelChanged = 5; // TYPE_ID
    static const auto type = static_cast<std::size_t>(model::columnIndex(EntityKind::DealHistory, "type_id"));
    static const auto owner = static_cast<std::size_t>(model::columnIndex(EntityKind::DealHistory, "owner_id"));
    if (row.values.size() <= std::max(type, owner) || model::toInt(row.values[type]) != kFunnelChanged)
        return;
    m_moved.insert(model::toInt(row.values[owner]));
    model::SyncState &mine = state(EntityKind::DealHistory);
    mine.checkCursor = mine.checkCursor == 0 ? row.id : std::min(mine.checkCursor, row.id);
    m_changedStates.insert(EntityKind::DealHistory);
}

void Planner::beginStoriesOfMoved()
{
    if (m_moved.empty())
        return;
    Sweep sweep;
    sweep.kind = EntityKind::Deal;
    sweep.listingEnded = true;
    sweep.ofMoved = true;
    for (const std::vector<RecordId> &owners : chunks({ m_moved.begin(), m_moved.end() }))
        sweep.stories.push_back({ owners, 0 });
    m_sweeps.push_back(std::move(sweep));
}

void Planner::judge(Sweep &sweep)
{
    const std::vector<RecordId> missing = without(sweep.local, sweep.listed);
    if (static_cast<std::int64_t>(sweep.listed.size()) < sweep.total && missing.size() > 20) {
        // Shorter than the portal itself says: nothing is concluded, not even that a person should look.
        sweep.failed = true;
        m_problem = m_problem.value_or(
            base::Error { ErrorKind::Protocol, base::Retry::Later, QStringLiteral("a list of ids ends before its total"), "IDS", 0 });
        return;
    }
    sweep.fetch = chunks(without(sweep.listed, sweep.local));
    if (sweep.kind == EntityKind::Lead || sweep.kind == EntityKind::Deal)
        for (const std::vector<RecordId> &owners : sweep.fetch)
            sweep.stories.push_back({ owners, 0 });
    if (!tooMany(sweep.kind, missing.size(), sweep.local.size()))
        sweep.ask = chunks(missing);
}

} // namespace dealerlens::sync
