// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/stagetable.h"

#include "reports/fates.h"
#include "reports/keyedsort.h"
#include "reports/parallel.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace dealerlens::reports {

// Hears the stays of some portals; codes and rows are its own until they are joined.
class StageTablePart final : public StayListener {
public:
    struct Group {
        std::vector<StageTable::Row> rows;
        std::vector<StayLimit> limits; // by code
        StageTable::Group told; // without its rows
    };

    StageTablePart(const facts::Snapshot &facts, std::uint32_t groups)
        : m_items(facts.items)
        , m_groups(groups)
    {
    }

    [[nodiscard]] bool wants(std::uint32_t) const override { return true; }

    void sift(std::uint32_t item, Fate fate) override
    {
        if (fate != Fate::Counted)
            return;
        const StageTable::Code code { m_items.portal[item], std::max(m_items.source[item], 0), std::max(m_items.campaign[item], 0),
            m_items.kind[item] };
        if (m_codes.empty() || m_codes.back().portal != code.portal)
            m_known.clear(); // items of a portal are neighbours
        const std::uint64_t key
            = std::uint64_t(code.campaign) << 33 | std::uint64_t(code.source) << 1 | (code.kind == model::EntityKind::Deal ? 1 : 0);
        const auto [known, isNew] = m_known.try_emplace(key, std::uint32_t(m_codes.size()));
        if (isNew)
            m_codes.push_back(code);
        m_code = known->second;
        ++m_codes[m_code].items;
    }

    void meet(std::uint32_t, std::uint32_t group) override { m_codes[m_code].met |= std::uint64_t(1) << group; }

    void take(const CountedStay &stay) override
    {
        Group &own = m_groups[stay.visit.group];
        std::uint32_t mark = m_code << StageTable::kMarkBits;
        mark |= stay.overLimit ? StageTable::kOverLimit : 0;
        mark |= stay.isLate ? StageTable::kLate : 0;
        own.rows.push_back({ stats::exitOf(stay.seconds, stay.visit.left != base::kNever), mark,
            std::uint32_t(std::clamp<std::int64_t>(stay.watchedFrom, 0, kNoSecond)) });
        own.told.whole.add(stay);
        if (own.limits.size() <= m_code)
            own.limits.resize(m_codes.size());
        own.limits[m_code].addLimit(stay.limit);
    }

    void finish(std::uint32_t, std::uint32_t group, const ItemStays &stays) override
    {
        Group &own = m_groups[group];
        std::uint32_t &mark = own.rows.back().mark; // an item has one
        mark |= stays.stays > 1 ? StageTable::kReentered : 0;
        mark |= stays.hasEnded ? StageTable::kClosed : 0;
        own.told.whole.add(stays);
        if (stays.hasEnded && stays.total != stays.first)
            own.told.rework.emplace_back(m_code, stays.total - stays.first);
    }

    // Its codes behind those of the parts before.
    void addCodes(StageTable &table)
    {
        m_first = std::uint32_t(table.m_codes.size());
        table.m_codes.insert(table.m_codes.end(), m_codes.begin(), m_codes.end());
    }

    void addRows(std::uint32_t group, StageTable::Group &into, std::vector<StageTable::Row> &rows)
    {
        Group &own = m_groups[group];
        for (const StageTable::Row &row : own.rows)
            rows.push_back({ row.exit, row.mark + (m_first << StageTable::kMarkBits), row.watchedFrom });
        for (const auto &[code, seconds] : own.told.rework)
            into.rework.emplace_back(m_first + code, seconds);
        for (std::uint32_t code = 0; code < own.limits.size(); ++code)
            if (own.limits[code].hasLimit)
                into.limits.emplace_back(m_first + code, own.limits[code].limit);
        into.whole.join(own.told.whole);
        own = {};
    }

    [[nodiscard]] std::size_t rowsOf(std::uint32_t group) const { return m_groups[group].rows.size(); }

private:
    const facts::ItemColumns &m_items;
    std::vector<Group> m_groups;
    std::vector<StageTable::Code> m_codes;
    std::unordered_map<std::uint64_t, std::uint32_t> m_known; // of the portal
    std::uint32_t m_code = 0; // of the item that is told of
    std::uint32_t m_first = 0;
};

namespace {

// The one of the grouping asked for last.
struct KeptTable {
    struct Slot {
        std::mutex mutex;
        std::optional<StageGrouping> asked;
        std::shared_ptr<const StageTable> table;
    };

    std::shared_ptr<Slot> slot = std::make_shared<Slot>();
};

bool suits(const Question &question, VisitsCounted visits)
{
    Question plain {
        .portals = question.portals, .regions = question.regions, .sources = question.sources, .campaigns = question.campaigns
    };
    plain.itemKind = question.itemKind;
    plain.withRetired = question.withRetired;
    plain.responsibleAtEvent = question.responsibleAtEvent; // of people
    return visits == VisitsCounted::First && question == plain;
}

} // namespace

std::shared_ptr<const StageTable> StageTable::of(
    const Population &population, StageGrouping grouping, VisitsCounted visits, const base::CancelToken &cancel)
{
    const facts::Snapshot &facts = population.facts();
    if (!suits(population.question(), visits))
        return nullptr;
    const auto slot = facts.derived.get<KeptTable>([] { return KeptTable {}; })->slot;
    const std::lock_guard lock(slot->mutex);
    if (slot->asked != grouping) {
        slot->asked = grouping;
        slot->table = nullptr;
        return nullptr;
    }
    if (!slot->table)
        slot->table = make(facts, grouping, cancel);
    return slot->table;
}

// From its stays in all parts.
void StageTable::Group::fill(std::uint32_t group, std::span<StageTablePart> parts)
{
    std::size_t size = 0;
    for (const StageTablePart &part : parts)
        size += part.rowsOf(group);
    std::vector<Row> rows;
    rows.reserve(size);
    for (StageTablePart &part : parts)
        part.addRows(group, *this, rows);
    sortByDigits<32>(rows, [](const Row &row) { return std::uint64_t { row.exit }; });
    exits.reserve(size);
    marks.reserve(size);
    for (const Row &row : rows) {
        if ((row.mark & kLate) != 0)
            late.emplace_back(std::uint32_t(exits.size()), row.watchedFrom);
        exits.push_back(row.exit);
        marks.push_back(row.mark);
    }
}

std::shared_ptr<const StageTable> StageTable::make(const facts::Snapshot &facts, StageGrouping grouping, const base::CancelToken &cancel)
{
    Question everybody { .withRetired = true };
    for (const facts::PortalFact &portal : facts.portals)
        everybody.portals.push_back(portal.portal.key);
    const Population population(facts, everybody);
    const StageGroups groups(population, grouping);
    const unsigned threads = threadsFor(facts.visits.size());
    std::vector<StageTablePart> parts(stayParts(facts), StageTablePart(facts, groups.size()));
    if (groups.size() > kMostGroups || parts.empty())
        return nullptr;
    inParallel(threads, parts.size(),
        [&](unsigned, std::size_t part) { eachStayOfPart(population, nullptr, groups, {}, part, parts[part], cancel); });
    const auto table = std::make_shared<StageTable>();
    table->m_groups = groups.all();
    table->m_stays.resize(groups.size());
    for (StageTablePart &part : parts)
        part.addCodes(*table);
    if (cancel.isCancelled() || table->m_codes.size() >> (32 - kMarkBits) != 0)
        return nullptr;
    inParallel(threads, groups.size(), [&](unsigned, std::size_t group) { table->m_stays[group].fill(std::uint32_t(group), parts); });
    return table;
}

bool StageTable::Choice::isMet(std::uint32_t group) const { return (m_met >> group & 1) != 0; }

StageTable::Choice::Choice(const StageTable &table, const Population &population)
    : m_table(table)
    , m_population(population)
    , m_isAsked(table.m_codes.size())
{
    for (std::size_t i = 0; i < table.m_codes.size(); ++i) {
        const Code &code = table.m_codes[i];
        m_isAsked[i] = population.portal(code.portal).allowed && population.kindAllowed(code.kind)
            && population.sourceChosen(std::size_t(code.source)) && population.campaignChosen(std::size_t(code.campaign));
        (m_isAsked[i] != 0 ? m_met : m_missing) |= code.met;
    }
}

Waterfall StageTable::Choice::waterfall() const
{
    const auto fates = Fates::of(m_population, Fates::Of::Items);
    Waterfall none = fates->ofItems(m_population, model::EntityKind::Lead);
    none.join(fates->ofItems(m_population, model::EntityKind::Deal));
    Waterfall counted;
    for (std::size_t i = 0; i < m_isAsked.size(); ++i)
        counted.counted += m_isAsked[i] != 0 ? m_table.m_codes[i].items : 0;
    return completed(none, counted);
}

// Rows of some items only.
void StageTable::Choice::count(Kept &kept, std::uint32_t group) const
{
    const Group &own = m_table.m_stays[group];
    kept.own.resize(own.exits.size() + 1);
    stats::Exit *out = kept.own.data();
    StageSums &sums = kept.sample;
    for (std::size_t row = 0; row < own.exits.size(); ++row) { // without branches: nobody knows which rows it will be
        const std::uint32_t mark = own.marks[row];
        const std::uint32_t isIn = m_isAsked[mark >> kMarkBits] != 0 ? 1 : 0;
        const std::uint32_t marks = mark & (0 - isIn);
        *out = own.exits[row];
        out += isIn;
        sums.reentered += marks & kReentered;
        sums.overLimit += (marks & kOverLimit) / kOverLimit;
        sums.closed += (marks & kClosed) / kClosed;
        sums.late += (marks & kLate) / kLate;
        sums.totalSeconds += (own.exits[row] >> 1) & (0 - (marks & kClosed) / kClosed);
    }
    kept.own.resize(std::size_t(out - kept.own.data()));
    for (const auto &[code, seconds] : own.rework)
        sums.reworkSeconds += m_isAsked[code] != 0 ? seconds : 0;
    sums.totalSeconds += sums.reworkSeconds;
    sums.items = std::int64_t(kept.own.size());
    for (const auto &[code, limit] : own.limits)
        if (m_isAsked[code] != 0)
            sums.addLimit(limit);
    kept.sorted = kept.own;
}

StageTable::Kept StageTable::Choice::of(std::uint32_t group) const
{
    const std::uint64_t bit = std::uint64_t(1) << group;
    const Group &own = m_table.m_stays[group];
    Kept kept;
    if (!isMet(group))
        return kept;
    if ((m_missing & bit) != 0) {
        count(kept, group);
    } else {
        kept.sorted = own.exits;
        static_cast<StageSums &>(kept.sample) = own.whole;
    }
    kept.sample.isMet = true;
    if (kept.sample.late == 0)
        return kept;
    kept.sample.exits.assign(kept.sorted.begin(), kept.sorted.end());
    auto late = own.late.begin();
    for (std::uint32_t row = 0; row < own.exits.size(); ++row) {
        const bool isLate = late != own.late.end() && late->first == row;
        if (m_isAsked[own.marks[row] >> kMarkBits] != 0)
            kept.sample.watchedFrom.push_back(isLate ? late->second : 0);
        late += isLate ? 1 : 0;
    }
    return kept;
}

} // namespace dealerlens::reports
