// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/fakeportal.h"

#include <algorithm>

namespace dealerlens::testing {

using model::EntityKind;
using model::RecordId;
using sync::Ask;

namespace {

bool isItem(EntityKind kind) { return kind == EntityKind::Lead || kind == EntityKind::Deal; }

bool stays(EntityKind kind)
{
    return kind == EntityKind::LeadHistory || kind == EntityKind::DealHistory || kind == EntityKind::Call || kind == EntityKind::Comment
        || kind == EntityKind::User;
}

// Comments of deals have ids of their own space in this portal: owner of a deal is stored negative.
RecordId commentOwner(EntityKind item, RecordId id) { return item == EntityKind::Lead ? id : -id; }

void moveOwned(std::map<RecordId, FakePortal::Row> &from, std::map<RecordId, FakePortal::Row> &to, RecordId owner)
{
    for (auto at = from.begin(); at != from.end();) {
        const auto next = std::next(at);
        if (at->second.owner == owner)
            to.insert(from.extract(at));
        at = next;
    }
}

constexpr EntityKind kMoving[] { EntityKind::Lead, EntityKind::Deal, EntityKind::Contact, EntityKind::Company, EntityKind::Activity,
    EntityKind::Task };

} // namespace

RecordId FakePortal::pick(Kind kind)
{
    const auto &all = rows[kind];
    if (all.empty())
        return 0;
    auto at = all.begin();
    std::advance(at, below(static_cast<int>(all.size())));
    return at->first;
}

RecordId FakePortal::add(Kind kind, RecordId owner)
{
    lastId[kind] += 1 + below(3);
    Row row;
    row.created = now;
    row.modified = now;
    row.owner = owner;
    if (isItem(kind))
        row.lastActivity = now;
    rows[kind][lastId[kind]] = row;
    if (isItem(kind))
        addHistory(kind, lastId[kind]);
    return lastId[kind];
}

void FakePortal::addHistory(Kind item, RecordId id)
{
    const Kind kind = item == EntityKind::Lead ? EntityKind::LeadHistory : EntityKind::DealHistory;
    lastId[kind] += 1;
    Row row;
    row.created = now;
    row.owner = id;
    rows[kind][lastId[kind]] = row;
}

void FakePortal::fill(Kind kind, int count)
{
    for (int i = 0; i < count; ++i) {
        if (chance(0.3))
            ++now;
        add(kind);
    }
}

void FakePortal::fillDirectories()
{
    fill(EntityKind::Status, 30);
    fill(EntityKind::Category, 2);
    fill(EntityKind::UserField, 8);
    fill(EntityKind::Department, 5 + below(60));
    fill(EntityKind::User, 5 + below(90));
}

void FakePortal::comment(Kind item, RecordId id)
{
    if (id == 0)
        return;
    lastId[EntityKind::Comment] += 1;
    Row row;
    row.created = now;
    row.owner = commentOwner(item, id);
    rows[EntityKind::Comment][lastId[EntityKind::Comment]] = row;
    rows[item][id].lastActivity = now;
    if (chance(0.3))
        rows[item][id].modified = now;
}

void FakePortal::remove(Kind kind, RecordId id)
{
    if (const auto found = rows[kind].find(id); found != rows[kind].end())
        bin[kind].insert(rows[kind].extract(found));
    if (!isItem(kind))
        return;
    const Kind history = kind == EntityKind::Lead ? EntityKind::LeadHistory : EntityKind::DealHistory;
    moveOwned(rows[history], bin[history], id);
    moveOwned(rows[EntityKind::Comment], bin[EntityKind::Comment], commentOwner(kind, id));
}

void FakePortal::restore(Kind kind, RecordId id)
{
    if (const auto found = bin[kind].find(id); found != bin[kind].end())
        rows[kind].insert(bin[kind].extract(found));
    returned.emplace(kind, id);
    if (!isItem(kind))
        return;
    const Kind history = kind == EntityKind::Lead ? EntityKind::LeadHistory : EntityKind::DealHistory;
    moveOwned(bin[history], rows[history], id);
    moveOwned(bin[EntityKind::Comment], rows[EntityKind::Comment], commentOwner(kind, id));
}

RecordId FakePortal::addOld(Kind kind)
{
    const RecordId id = add(kind);
    rows[kind][id].modified -= 5'000'000;
    rows[kind][id].lastActivity = base::kNever;
    return id;
}

void FakePortal::happen()
{
    now += below(3);
    const Kind kind = kMoving[below(6)];
    const RecordId id = pick(kind);
    switch (below(14)) {
    case 0:
    case 1:
    case 2:
        add(kind);
        break;
    case 3:
    case 4:
        if (id != 0) {
            rows[kind][id].modified = now;
            ++rows[kind][id].version;
        }
        break;
    case 5: // moved to another stage
        if (id != 0 && isItem(kind)) {
            rows[kind][id].modified = now;
            ++rows[kind][id].version;
            addHistory(kind, id);
        }
        break;
    case 6: // deleted
        if (id != 0 && deletionsLeft > 0) {
            --deletionsLeft;
            remove(kind, id);
        }
        break;
    case 7: // merged: the other one goes
        if (const RecordId other = pick(kind); id != 0 && other != id && deletionsLeft > 0) {
            --deletionsLeft;
            rows[kind][id].modified = now;
            ++rows[kind][id].version;
            remove(kind, other);
        }
        break;
    case 8: { // another funnel: the old rows of the history are told no more
        const RecordId deal = pick(EntityKind::Deal);
        if (deal == 0)
            break;
        std::erase_if(rows[EntityKind::DealHistory], [deal](const auto &each) { return each.second.owner == deal; });
        rows[EntityKind::Deal][deal].modified = now;
        ++rows[EntityKind::Deal][deal].version;
        addHistory(EntityKind::Deal, deal);
        break;
    }
    case 12: // out of the recycle bin, perhaps while another one goes into it
        if (!bin[kind].empty()) {
            const RecordId back = bin[kind].begin()->first;
            if (id != 0 && chance(0.7) && deletionsLeft > 0) {
                --deletionsLeft;
                remove(kind, id);
            }
            // Its old history and comments stay away: what a walk has passed while they were hidden is told by nothing.
            for (const Kind owned : { EntityKind::LeadHistory, EntityKind::DealHistory, EntityKind::Comment })
                bin[owned].clear();
            restore(kind, back);
            // A change that no walk could see before the record was hidden must have a new date: ids tell nothing of it.
            Row &row = rows[kind][back];
            if (row.version > 0 || row.modified != row.created) {
                row.modified = now;
                ++row.version;
            }
            if (isItem(kind))
                addHistory(kind, back);
        }
        break;
    case 13: // from another system, with its dates
        addOld(kind);
        break;
    case 9:
        comment(EntityKind::Lead, pick(EntityKind::Lead));
        break;
    case 10: { // a call; the record of an earlier one is filled in
        add(EntityKind::Call);
        const auto last = rows[EntityKind::Call].rbegin();
        ++last->second.version;
        break;
    }
    default: { // a directory changes
        const Kind directory = chance(0.5) ? EntityKind::Status : EntityKind::Department;
        if (chance(0.6))
            add(directory);
        else if (const RecordId row = pick(directory); row != 0 && deletionsLeft > 0 && rows[directory].size() > 2) {
            --deletionsLeft;
            remove(directory, row);
        }
        break;
    }
    }
}

model::Record FakePortal::record(Kind kind, RecordId id, const Row &row)
{
    model::Record out;
    out.kind = kind;
    out.id = id;
    out.values.resize(model::schemaOf(kind).columns.size());
    if (isItem(kind)) {
        out.values[static_cast<std::size_t>(model::columnIndex(kind, "created"))] = row.created;
        out.values[static_cast<std::size_t>(model::columnIndex(kind, "modified"))] = row.modified;
        if (row.lastActivity != base::kNever)
            out.values[static_cast<std::size_t>(model::columnIndex(kind, "last_activity"))] = row.lastActivity;
    }
    if (kind == EntityKind::Call)
        out.values[static_cast<std::size_t>(model::columnIndex(kind, "started"))] = row.created;
    out.extra = std::to_string(row.version) + '/' + std::to_string(row.modified) + '/' + std::to_string(row.owner);
    return out;
}

bool FakePortal::matches(const sync::Query &query, const Row &row) const
{
    switch (query.ask) {
    case Ask::Page:
        return query.since == base::kNever || row.modified >= query.since;
    case Ask::Touched:
        return !touchedFilter || (row.lastActivity != base::kNever && row.lastActivity >= query.since);
    case Ask::Recent:
        return row.created >= query.since;
    case Ask::Story:
        return std::ranges::find(query.ids, row.owner) != query.ids.end();
    default:
        return true;
    }
}

sync::Answer FakePortal::list(const sync::Query &query, const std::vector<sync::Answer> &before)
{
    sync::Answer out;
    RecordId after = query.after;
    if (query.behind >= 0) {
        const sync::Answer &previous = before[static_cast<std::size_t>(query.behind)];
        const std::size_t size = std::max(previous.records.size(), previous.ids.size());
        if (size == 50)
            after = previous.ids.empty() ? previous.records[49].id : previous.ids[49];
        else
            after = chance(0.5) ? 0 : after; // a reference to nothing: the filter is empty
    }
    std::int64_t total = 0;
    for (auto at = rows[query.kind].upper_bound(after); at != rows[query.kind].end(); ++at) {
        if (query.upTo > 0 && at->first > query.upTo)
            break;
        if (!matches(query, at->second))
            continue;
        ++total;
        if (total > 50 && !query.counted)
            break;
        if (total > 50)
            continue;
        if (query.ask == Ask::Ids || query.ask == Ask::Check)
            out.ids.push_back(at->first);
        else
            out.records.push_back(record(query.kind, at->first, at->second));
    }
    out.total = query.counted ? total : 0;
    return out;
}

void FakePortal::spoil(sync::Answer &page)
{
    const auto damage = [this](auto &rows_) {
        if (rows_.empty())
            return;
        const auto at = rows_.begin() + below(static_cast<int>(rows_.size()));
        switch (below(3)) {
        case 0:
            rows_.erase(at, rows_.end());
            break;
        case 1:
            rows_.insert(at, *at);
            break;
        default:
            std::rotate(rows_.begin(), at, rows_.end());
            break;
        }
    };
    damage(page.ids);
    damage(page.records);
}

sync::Answers FakePortal::answer(const std::vector<sync::Query> &queries)
{
    ++requests;
    sync::Answers out;
    out.startedAt = now;
    for (const sync::Query &query : queries) {
        if (chance(changesBetweenQueries))
            happen();
        sync::Answer one;
        auto &all = rows[query.kind];
        switch (query.ask) {
        case Ask::Count:
            one.total = static_cast<std::int64_t>(all.size());
            for (auto at = all.rbegin(); at != all.rend() && one.ids.size() < 50; ++at)
                one.ids.push_back(at->first);
            break;
        case Ask::Known:
            for (const RecordId id : query.ids)
                if (all.contains(id))
                    one.ids.push_back(id);
            one.total = static_cast<std::int64_t>(one.ids.size());
            break;
        case Ask::Fetch:
            for (const RecordId id : query.ids)
                if (all.contains(id))
                    one.records.push_back(record(query.kind, id, all[id]));
            break;
        case Ask::Whole:
            if (query.kind == EntityKind::Line) {
                one.error = base::Error { base::ErrorKind::Denied, base::Retry::WhenChanged, {}, "WRONG_AUTH_TYPE", 0 };
            } else if (query.kind != EntityKind::UserField || query.owner == EntityKind::Lead) {
                one.total = static_cast<std::int64_t>(all.size());
                int at = 0;
                for (const auto &[id, row] : all) {
                    const bool paged = query.kind == EntityKind::Department;
                    if (!paged || (at >= query.start && at < query.start + 50))
                        one.records.push_back(record(query.kind, id, row));
                    ++at;
                }
            } else {
                one.total = 0;
            }
            break;
        case Ask::Comments: {
            int at = 0;
            for (const auto &[id, row] : all) {
                if (row.owner != commentOwner(query.owner, query.ids.front()))
                    continue;
                if (at >= query.start && at < query.start + 50)
                    one.records.push_back(record(query.kind, id, row));
                ++at;
            }
            one.total = at;
            break;
        }
        default:
            one = list(query, out.list);
            break;
        }
        if (chance(pageFaults) && query.ask != Ask::Count && query.ask != Ask::Comments && query.ask != Ask::Fetch)
            spoil(one);
        out.list.push_back(std::move(one));
    }
    now += below(2);
    return out;
}

void FakeStore::apply(const sync::WriteChanges &changes)
{
    for (const model::Record &record : changes.records)
        alive[record.kind][record.id] = record;
    written += changes.records.size();
    for (const auto &[kind, id] : changes.gone)
        deletions += static_cast<int>(alive[kind].erase(id));
    for (const model::SyncState &state : changes.states)
        states[state.kind] = state;
}

sync::Local FakeStore::read(const sync::ReadLocal &wanted) const
{
    sync::Local out;
    const auto rowsOf = [this](Kind kind) -> const std::map<RecordId, model::Record> & {
        static const std::map<RecordId, model::Record> none;
        const auto found = alive.find(kind);
        return found == alive.end() ? none : found->second;
    };
    for (const Kind kind : wanted.counts)
        out.counts[kind] = static_cast<std::int64_t>(rowsOf(kind).size());
    for (const Kind kind : wanted.ids) {
        auto &ids = out.ids[kind];
        for (const auto &[id, record] : rowsOf(kind))
            ids.push_back(id);
    }
    for (const auto &[kind, after, upTo] : wanted.ranges) {
        auto &ids = out.ranges.emplace_back();
        for (const auto &[id, record] : rowsOf(kind))
            if (id > after && id <= upTo)
                ids.push_back(id);
    }
    if (!wanted.activeItems)
        return out;
    for (const Kind kind : { EntityKind::Lead, EntityKind::Deal }) {
        const auto column = static_cast<std::size_t>(model::columnIndex(kind, "last_activity"));
        for (const auto &[id, record] : rowsOf(kind)) {
            const auto last = model::toInt(record.values[column], base::kNever);
            if (last != base::kNever && last >= wanted.activeSince)
                out.items.push_back({ kind, id, last });
        }
    }
    return out;
}

std::vector<model::SyncState> FakeStore::allStates() const
{
    std::vector<model::SyncState> out;
    for (const auto &[kind, state] : states)
        out.push_back(state);
    return out;
}

QString difference(const FakePortal &portal, const FakeStore &store)
{
    for (const auto &[kind, rows] : portal.rows) {
        const auto found = store.alive.find(kind);
        const std::map<RecordId, model::Record> none;
        const auto &mirror = found == store.alive.end() ? none : found->second;
        const QString name = QString::fromStdString(std::string(model::nameOf(kind)));
        for (const auto &[id, row] : rows) {
            const auto record = mirror.find(id);
            if (record == mirror.end())
                return QStringLiteral("%1 %2 is missing").arg(name).arg(id);
            if (record->second.extra != FakePortal::record(kind, id, row).extra)
                return QStringLiteral("%1 %2 is old").arg(name).arg(id);
        }
        if (!stays(kind))
            for (const auto &[id, record] : mirror)
                if (!rows.contains(id))
                    return QStringLiteral("%1 %2 is gone on the portal").arg(name).arg(id);
    }
    return {};
}

} // namespace dealerlens::testing
