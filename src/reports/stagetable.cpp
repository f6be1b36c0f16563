// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/stagetable.h"

#include "reports/keyedsort.h"
#include "reports/parallel.h"
#include "reports/stagescan.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace dealerlens::reports {

// Hears the stays of some portals; rows are its own until they are joined.
class StageTablePart final {
public:
    struct Group {
        std::vector<StageTable::Row> rows;
        std::vector<std::pair<stats::Exit, std::uint32_t>> watched; // of those watched late: the exit, and from which age
        std::vector<std::pair<std::uint32_t, std::int64_t>> rework;
        std::vector<std::pair<std::uint32_t, std::int64_t>> limits; // one after the other not the same
        StageSums whole;
    };

    StageTablePart(const facts::Snapshot &facts, const StageCodes &codes, std::uint32_t groups)
        : m_items(facts.items)
        , m_codes(codes)
        , m_groups(groups)
    {
    }

    [[nodiscard]] bool wants(std::uint32_t) const { return true; }

    void sift(std::uint32_t item, Fate fate)
    {
        if (fate != Fate::Counted)
            return;
        if (const facts::Index portal = m_items.portal[item]; portal != m_portal) {
            m_portal = portal;
            m_finder.begin(m_codes.firstOf(portal));
        }
        m_code = m_finder.of(m_items, item);
    }

    void meet(std::uint32_t, std::uint32_t) { }

    void take(const CountedStay &stay)
    {
        Group &own = m_groups[stay.visit.group];
        const stats::Exit exit = stats::exitOf(stay.seconds, stay.visit.left != base::kNever);
        std::uint32_t mark = m_code << StageTable::kMarkBits;
        mark |= stay.overLimit ? StageTable::kOverLimit : 0;
        mark |= stay.isLate ? StageTable::kLate : 0;
        own.rows.push_back(StageTable::Row { exit } << 32 | mark);
        if (stay.isLate)
            own.watched.emplace_back(exit, std::uint32_t(std::clamp<std::int64_t>(stay.watchedFrom, 0, kNoSecond)));
        own.whole.add(stay);
        if (const std::pair limit(m_code, stay.limit); own.limits.empty() || own.limits.back() != limit)
            own.limits.push_back(limit);
    }

    void finish(std::uint32_t, std::uint32_t group, const ItemStays &stays)
    {
        Group &own = m_groups[group];
        StageTable::Row &row = own.rows.back(); // an item has one
        row |= stays.stays > 1 ? StageTable::kReentered : 0;
        row |= stays.hasEnded ? StageTable::kClosed : 0;
        own.whole.add(stays);
        if (stays.hasEnded && stays.total != stays.first)
            own.rework.emplace_back(m_code, stays.total - stays.first);
    }

    void again(std::uint32_t group, const LaterStay &stay)
    {
        Group &own = m_groups[group];
        own.rows.back() |= StageTable::kReentered;
        own.whole.add(stay);
        if (stay.seconds > 0)
            own.rework.emplace_back(m_code, stay.seconds);
    }

    [[nodiscard]] Group &group(std::uint32_t group) { return m_groups[group]; }

private:
    const facts::ItemColumns &m_items;
    const StageCodes &m_codes;
    std::vector<Group> m_groups;
    StageCodes::Finder m_finder;
    facts::Index m_portal = facts::kNone;
    std::uint32_t m_code = 0; // of the item that is told of
};

namespace {

// The one of the grouping and the clock asked for last.
struct KeptTable {
    struct Key {
        StageGrouping grouping = StageGrouping::Milestone;
        bool businessTime = false;
        bool operator==(const Key &) const = default;
    };

    struct Slot {
        std::mutex mutex;
        Key asked;
        int questions = 0; // of those asked last
        bool isMaking = false;
        std::shared_ptr<const StageTable> table;
    };

    std::shared_ptr<Slot> slot = std::make_shared<Slot>();
};

std::shared_ptr<KeptTable::Slot> slotOf(const facts::Snapshot &facts)
{
    return facts.derived.get<KeptTable>([] { return KeptTable {}; })->slot;
}

bool suits(const Question &question, const StageTimesOptions &options)
{
    return options.visits == VisitsCounted::First && !question.from && !question.to && question.employees.empty()
        && StageCodes::suit(question);
}

} // namespace

std::shared_ptr<const StageTable> StageTable::of(const Population &population, const StageTimesOptions &options)
{
    const Question &question = population.question();
    if (!suits(question, options))
        return nullptr;
    const KeptTable::Key key { options.grouping, question.businessTime };
    const auto slot = slotOf(population.facts());
    std::shared_ptr<const StageTable> last; // freed when nobody waits for the lock
    const std::lock_guard lock(slot->mutex);
    if (slot->asked != key) {
        slot->asked = key;
        slot->questions = 0;
        last = std::exchange(slot->table, nullptr);
    }
    ++slot->questions;
    return slot->table;
}

void StageTable::prepare(
    const facts::Snapshot &facts, const Question &question, const StageTimesOptions &options, const base::CancelToken &cancel)
{
    constexpr int kWorth = 2; // questions
    if (!suits(question, options))
        return;
    const KeptTable::Key key { options.grouping, question.businessTime };
    const auto slot = slotOf(facts);
    {
        const std::lock_guard lock(slot->mutex);
        if (slot->asked != key || slot->questions < kWorth || slot->table || slot->isMaking)
            return;
        slot->isMaking = true;
    }
    auto made = make(facts, key.grouping, key.businessTime, cancel);
    const std::lock_guard lock(slot->mutex);
    slot->isMaking = false;
    if (slot->asked == key && slot->questions > 0)
        slot->table = std::move(made);
}

void StageTable::forget(const facts::Snapshot &facts)
{
    const auto slot = slotOf(facts);
    std::shared_ptr<const StageTable> last;
    const std::lock_guard lock(slot->mutex);
    slot->questions = 0;
    last = std::exchange(slot->table, nullptr);
}

// From its stays in all parts.
void StageTable::Group::fill(std::uint32_t group, std::span<StageTablePart> parts)
{
    std::size_t size = 0;
    for (StageTablePart &part : parts)
        size += part.group(group).rows.size();
    std::vector<Row> rows;
    rows.reserve(size);
    std::vector<std::pair<stats::Exit, std::uint32_t>> watched;
    for (StageTablePart &part : parts) {
        StageTablePart::Group own = std::exchange(part.group(group), {});
        rows.insert(rows.end(), own.rows.begin(), own.rows.end());
        watched.insert(watched.end(), own.watched.begin(), own.watched.end());
        rework.insert(rework.end(), own.rework.begin(), own.rework.end());
        limits.insert(limits.end(), own.limits.begin(), own.limits.end());
        whole.join(own.whole);
    }
    std::ranges::sort(limits);
    limits.erase(std::ranges::unique(limits).begin(), limits.end());
    sortByDigits(rows, [](Row row) { return row >> 32; });
    exits.reserve(size);
    marks.reserve(size);
    for (const Row row : rows) {
        exits.push_back(stats::Exit(row >> 32));
        marks.push_back(std::uint32_t(row));
    }
    std::ranges::stable_sort(watched, {}, &std::pair<stats::Exit, std::uint32_t>::first); // as the rows were
    auto next = watched.begin();
    for (std::uint32_t row = 0; next != watched.end(); ++row)
        if ((marks[row] & kLate) != 0)
            late.emplace_back(row, (next++)->second);
}

std::shared_ptr<const StageTable> StageTable::make(
    const facts::Snapshot &facts, StageGrouping grouping, bool businessTime, const base::CancelToken &cancel)
{
    Question everybody = questionOfEverybody(facts);
    everybody.businessTime = businessTime;
    const Population population(facts, everybody);
    const StageGroups groups(population, grouping);
    const auto codes = StageCodes::of(facts, grouping);
    if (!codes || codes->all().size() >> (32 - kMarkBits) != 0)
        return nullptr;
    const unsigned threads = threadsFor(facts.visits.size());
    std::vector<StageTablePart> parts(stayParts(facts), StageTablePart(facts, *codes, groups.size()));
    const StageScan scan;
    std::vector<WorkClocks> clocks(threads);
    inParallel(threads, parts.size(), [&](unsigned thread, std::size_t part) {
        scanPart(StageScanner(population, groups, scan, parts[part], clocks[thread]), population, scan, nullptr, part, cancel);
    });
    const auto table = std::make_shared<StageTable>();
    table->m_groups = groups.all();
    table->m_codes = codes;
    table->m_stays.resize(groups.size());
    inParallel(threads, groups.size(), [&](unsigned, std::size_t group) {
        if (!cancel.isCancelled())
            table->m_stays[group].fill(std::uint32_t(group), parts);
    });
    return cancel.isCancelled() ? nullptr : table;
}

// Rows of some items only.
void StageTable::Choice::count(Kept &kept, std::uint32_t group) const
{
    const Group &own = m_table.m_stays[group];
    kept.own.exits.resize(own.exits.size() + 1);
    stats::Exit *out = kept.own.exits.data();
    StageSums &sums = kept.sample;
    for (std::size_t row = 0; row < own.exits.size(); ++row) { // without branches: nobody knows which rows it will be
        const std::uint32_t mark = own.marks[row];
        const std::uint32_t isIn = m_codes.isAsked(mark >> kMarkBits) ? 1 : 0;
        const std::uint32_t marks = mark & (0 - isIn);
        *out = own.exits[row];
        out += isIn;
        sums.reentered += marks & kReentered;
        sums.overLimit += (marks & kOverLimit) / kOverLimit;
        sums.closed += (marks & kClosed) / kClosed;
        sums.late += (marks & kLate) / kLate;
        sums.totalSeconds += (own.exits[row] >> 1) & (0 - (marks & kClosed) / kClosed);
    }
    kept.own.exits.resize(std::size_t(out - kept.own.exits.data()));
    for (const auto &[code, seconds] : own.rework)
        sums.reworkSeconds += m_codes.isAsked(code) ? seconds : 0;
    sums.totalSeconds += sums.reworkSeconds;
    sums.items = std::int64_t(kept.own.exits.size());
    for (const auto &[code, limit] : own.limits)
        if (m_codes.isAsked(code))
            sums.addLimit(limit);
    kept.sorted = kept.own.exits;
}

StageTable::Kept StageTable::Choice::of(std::uint32_t group) const
{
    const Group &own = m_table.m_stays[group];
    Kept kept;
    if (!m_codes.isMet(group))
        return kept;
    if (m_codes.isPart(group)) {
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
        if (m_codes.isAsked(own.marks[row] >> kMarkBits))
            kept.sample.watchedFrom.push_back(isLate ? late->second : 0);
        late += isLate ? 1 : 0;
    }
    return kept;
}

} // namespace dealerlens::reports
