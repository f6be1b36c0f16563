// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/rowsdata.h"

#include "reports/itemstates.h"
#include "reports/parallel.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <memory>
#include <new>

namespace dealerlens::viewmodels {

namespace {

// Places of the milestones in work, per kind of item, in the order of the standard.
class Places final {
public:
    explicit Places(const facts::Snapshot &facts)
        : m_place(facts.stages.size() + 1, kNone)
    {
        std::vector<int> place(facts.standard.milestones.size(), kNone);
        std::vector<size_t> order;
        for (size_t i = 0; i < facts.standard.milestones.size(); ++i) {
            if (facts.standard.milestones[i].semantic == 'P')
                order.push_back(i);
        }
        std::stable_sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return facts.standard.milestones[a].sort < facts.standard.milestones[b].sort; });
        for (const size_t milestone : order) {
            int &count = m_counts[facts.standard.milestones[milestone].itemKind];
            if (count < kMostPathCells)
                place[milestone] = count++;
        }
        for (size_t i = 0; i < facts.stages.size(); ++i) {
            const facts::Index milestone = facts.stages[i].milestone;
            m_place[i + 1] = milestone < 0 ? kNone : static_cast<std::int8_t>(place[static_cast<size_t>(milestone)]);
        }
    }

    [[nodiscard]] int count(model::EntityKind kind) const
    {
        const auto found = m_counts.find(kind);
        return found == m_counts.end() ? 0 : found->second;
    }

    // -1: not in work, or not paired.
    [[nodiscard]] int ofStage(facts::Index stage) const { return m_place[static_cast<size_t>(stage + 1)]; }

private:
    static constexpr std::int8_t kNone = -1;

    std::vector<std::int8_t> m_place; // by stage, the unknown one first: a byte each, for a million rows ask for six of them
    std::map<model::EntityKind, int> m_counts;
};

// Which milestones an item has passed by effective now: bits by place.
struct Passed {
    int cells = 0;
    unsigned met = 0;
    unsigned twice = 0;
    int furthest = -1;
    int here = -1; // of an open one

    [[nodiscard]] unsigned skipped(char outcome) const
    {
        const unsigned owed = furthest > 0 ? (1U << furthest) - 1 : 0;
        // A won item owes the last milestone too.
        const unsigned last = outcome == 'S' && cells > 0 ? 1U << (cells - 1) : 0;
        return (owed | last) & ~met & ~(here >= 0 ? 1U << here : 0);
    }
};

// use(visit, place) for each visit of a milestone.
template <class Use>
Passed passedBy(const reports::Population &population, const Places &places, const reports::ItemNow &now, std::uint32_t item, Use use)
{
    const facts::Snapshot &facts = population.facts();
    Passed passed { .cells = places.count(facts.items.kind[item]) };
    passed.furthest = now.outcome == 'S' ? passed.cells - 1 : -1;
    passed.here = now.outcome == 'P' ? places.ofStage(now.stage) : -1;
    const base::UtcSeconds until = population.nowOf(item);
    const std::uint32_t first = facts.items.firstVisit[item];
    for (std::uint32_t visit = first; visit < first + facts.items.visitCount[item] && facts.visits.entered[visit] <= until; ++visit) {
        const int place = places.ofStage(facts.visits.stage[visit]);
        if (place < 0)
            continue;
        passed.twice |= passed.met & (1U << place);
        passed.met |= 1U << place;
        passed.furthest = std::max(passed.furthest, place);
        use(visit, place);
    }
    return passed;
}

void addPath(const reports::Population &population, const Places &places, ItemRow &row)
{
    const facts::Snapshot &facts = population.facts();
    const std::uint32_t item = row.state.row;
    const base::UtcSeconds now = population.nowOf(item);
    const reports::ItemNow state { .stage = row.state.stage, .entered = row.state.enteredStage, .outcome = row.state.outcome };
    const Passed passed = passedBy(population, places, state, item, [&](std::uint32_t visit, int place) {
        const base::UtcSeconds left = facts.visits.left[visit];
        const base::UtcSeconds until = left == base::kNever ? now : std::min(left, now);
        const std::int64_t limit = population.limitOf(facts.visits.stage[visit]);
        PathCell &cell = row.path[static_cast<size_t>(place)];
        cell.overLimit = cell.overLimit || (limit >= 0 && population.business(item, facts.visits.entered[visit], until) > limit);
    });
    row.cells = static_cast<std::uint8_t>(passed.cells);
    const unsigned skipped = passed.skipped(state.outcome);
    for (int place = 0; place < row.cells; ++place) {
        const unsigned bit = 1U << place;
        PathCell &cell = row.path[static_cast<size_t>(place)];
        cell.reentered = (passed.twice & bit) != 0;
        cell.kind = place == passed.here ? PathCell::Kind::Now
            : (passed.met & bit) != 0    ? PathCell::Kind::AsPlanned
            : (skipped & bit) != 0       ? PathCell::Kind::Skipped
                                         : PathCell::Kind::Ahead;
    }
    row.skipped = skipped != 0;
    row.reentered = passed.twice != 0;
}

unsigned bitOf(Deviation deviation) { return 1U << static_cast<unsigned>(deviation); }

bool hasLate(std::uint8_t lates, reports::Late late) { return (lates & reports::lateBit(late)) != 0; }

RowMarks marksOf(const reports::ItemStates &states, const reports::Population &population, const Places &places, std::uint32_t item)
{
    const reports::ItemNow now = population.stateOf(item);
    const std::uint8_t lates = states.latesOf(item);
    const Passed passed = passedBy(population, places, now, item, [](std::uint32_t, int) { });
    const unsigned deviations = (passed.skipped(now.outcome) != 0 ? bitOf(Deviation::Skipped) : 0)
        | (passed.twice != 0 ? bitOf(Deviation::Reentered) : 0)
        | (hasLate(lates, reports::Late::StageOverdue) ? bitOf(Deviation::OverLimit) : 0)
        | (hasLate(lates, reports::Late::WithoutEvidence) ? bitOf(Deviation::NotEvidenced) : 0)
        | (hasLate(lates, reports::Late::NoNextStep) ? bitOf(Deviation::NoNextStep) : 0);
    return { now.outcome, static_cast<std::uint8_t>(deviations) };
}

// Marks of the present depend on no question: what one has found the next one reads. Pages that nobody has written take no
// memory.
class KnownMarks final {
public:
    explicit KnownMarks(std::size_t items)
        : m_notes(static_cast<std::uint16_t *>(std::calloc(std::max<std::size_t>(items, 1), sizeof(std::uint16_t))), &std::free)
    {
        if (!m_notes)
            throw std::bad_alloc();
    }

    // Null for another instant than the present.
    static std::shared_ptr<const KnownMarks> of(const reports::Population &population)
    {
        if (population.question().asOf != base::kNever)
            return nullptr;
        const facts::Snapshot &facts = population.facts();
        return facts.derived.get<KnownMarks>([&] { return KnownMarks(facts.items.rowEnd()); });
    }

    // find(): what they are. Any thread; two may find the same at once.
    template <class Find> [[nodiscard]] RowMarks of(std::uint32_t item, Find find) const
    {
        const std::atomic_ref note(m_notes.get()[item]);
        if (const std::uint16_t known = note.load(std::memory_order_relaxed); known != kUnknown)
            return RowMarks::fromNote(known);
        const RowMarks marks = find();
        note.store(marks.toNote(), std::memory_order_relaxed);
        return marks;
    }

private:
    static constexpr std::uint16_t kUnknown = 0; // no outcome is written so

    std::unique_ptr<std::uint16_t[], decltype(&std::free)> m_notes; // by row
};

} // namespace

struct ItemRows::Source {
    Source(const facts::Snapshot &facts, const reports::Question &asked)
        : question(asked)
        , population(facts, question)
        , states(population)
        , places(facts)
    {
    }

    const reports::Question question;
    const reports::Population population;
    const reports::ItemStates states;
    const Places places;
};

ItemRows::ItemRows(const facts::Snapshot &facts, const reports::Question &question)
    : m_source(std::make_shared<const Source>(facts, question))
{
}

void ItemRows::read(const RowsScope &scope, const base::CancelToken &cancel)
{
    m_found = reports::findRows(m_source->population, m_source->states, scope, cancel);
    setMarks(cancel); // in order of memory: by time they go from dealer to dealer
    reports::putInOrder(m_source->population.facts(), m_found, reports::RowOrder::NewestFirst);
}

void ItemRows::setMarks(const base::CancelToken &cancel)
{
    constexpr size_t kPortion = 8'192;
    using Counts = std::array<std::int64_t, 1U << kDeviations>;
    const unsigned threads = reports::threadsFor(size());
    std::vector<std::array<Counts, 3>> counted(threads); // by outcome and deviations
    const auto known = KnownMarks::of(m_source->population);
    const auto placeOf = [](char outcome) { return outcome == 'P' ? 0U : outcome == 'S' ? 1U : 2U; };
    reports::inParallel(threads, (size() + kPortion - 1) / kPortion, [&](unsigned thread, size_t portion) {
        const size_t end = std::min(size(), (portion + 1) * kPortion);
        for (size_t i = portion * kPortion; i < end && !cancel.isCancelled(); ++i) {
            const auto find = [&] { return marksOf(m_source->states, m_source->population, m_source->places, item(i)); };
            const RowMarks marks = known ? known->of(item(i), find) : find();
            m_found.rows[i].note = marks.toNote();
            ++counted[thread][placeOf(marks.outcome)][marks.deviations];
        }
    });
    for (const char outcome : { 'P', 'S', 'F' })
        for (const auto &each : counted)
            for (size_t bits = 0; bits < each[placeOf(outcome)].size(); ++bits) {
                const std::int64_t count = each[placeOf(outcome)][bits];
                m_outcomes[outcome] += count;
                for (size_t deviation = 0; deviation < kDeviations; ++deviation)
                    m_deviating[deviation] += (bits >> deviation) & 1 ? count : 0;
            }
}

ItemRow ItemRows::operator[](std::size_t index) const
{
    const reports::CountedRow counted = reports::rowOf(m_source->states, m_found, m_found.rows[index]);
    ItemRow row { .state = counted.state, .stay = counted.stay };
    addPath(m_source->population, m_source->places, row);
    return row;
}

std::pair<std::size_t, std::size_t> ItemRows::placesOf(std::uint32_t item) const
{
    if (m_found.rows.empty())
        return {};
    const auto *const created = m_source->population.facts().items.created.data(); // as stored, what is later is larger
    const auto isBefore = [&](std::uint32_t a, std::uint32_t b) { return created[a] != created[b] ? created[a] > created[b] : a < b; };
    const auto found = std::ranges::equal_range(m_found.rows, item, isBefore, &reports::FoundRow::item);
    const auto first = static_cast<std::size_t>(found.begin() - m_found.rows.begin());
    return { first, first + found.size() };
}

std::int64_t ItemRows::count(std::optional<char> outcome) const
{
    if (!outcome)
        return static_cast<std::int64_t>(size());
    const auto found = m_outcomes.find(*outcome);
    return found == m_outcomes.end() ? 0 : found->second;
}

RowsAnswer readRows(
    const facts::Snapshot &facts, const reports::Question &question, const RowsScope &scope, const base::CancelToken &cancel)
{
    RowsAnswer answer;
    answer.rows = ItemRows(facts, reports::questionOf(question, scope));
    answer.rows.read(scope, cancel);
    const reports::FoundRows &found = answer.rows.found();
    answer.conversion = found.conversion;
    answer.immature = found.immature;
    answer.coverage = found.coverage;
    answer.waterfall = found.waterfall;
    return answer;
}

} // namespace dealerlens::viewmodels
