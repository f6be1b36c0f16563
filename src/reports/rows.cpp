// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/rows.h"

#include "reports/fates.h"
#include "reports/keyedsort.h"
#include "reports/rowlist.h"

#include <algorithm>
#include <array>
#include <bit>
#include <ranges>
#include <utility>

namespace dealerlens::reports {
namespace {

constexpr std::array kReportWords { "tree", "groups", "stage-times", "funnel", "transitions", "paths", "board", "items", "coverage",
    "velocity" };
constexpr std::array kCountWords { "new", "converted", "mature", "converted-in-time", "before", "before-converted", "awaiting",
    "limit-known", "in-limit", "without-evidence", "untouched-closed", "cohort-won", "junk", "evidenced", "not-converted", "immature",
    "conversions", "open-old", "open", "won", "lost", "without-rate", "all", "deleted", "test", "spam", "merged", "outside-filter",
    "counted", "visits", "left", "over-limit", "watched-late", "entered", "closed", "reentered", "reached", "inferred", "late", "mapped",
    "unmapped" };
static_assert(kCountWords.size() == std::size_t(Count::Unmapped) + 1 && kReportWords.size() == std::size_t(Report::Velocity) + 1);

// Those of the waterfall.
constexpr std::array<std::pair<Count, Fate>, 6> kSteps { { { Count::Deleted, Fate::Deleted }, { Count::Test, Fate::Test },
    { Count::Spam, Fate::Spam }, { Count::Merged, Fate::Merged }, { Count::OutsideFilter, Fate::OutsideFilter },
    { Count::Counted, Fate::Counted } } };

template <class Value, class Words> std::optional<Value> valueOf(const Words &words, const QString &word)
{
    const auto found = std::find_if(words.begin(), words.end(), [&](const char *each) { return word == QLatin1String(each); });
    return found == words.end() ? std::nullopt : std::optional(Value(found - words.begin()));
}

// Leads and deals, each for itself.
void itemRows(RowList &list, const base::CancelToken &cancel)
{
    const Population &population = list.population();
    list.eachItem(cancel, [&](RowList &part, std::uint32_t item) {
        if (population.sift(item, true) != Fate::Counted || !population.inPeriod(item, population.createdOf(item)))
            return;
        const bool isAsked = !list.states().asksLates() || list.states().isAsked(list.states().latesOf(item));
        if (list.wants(Count::All) && population.userAllowed(population.userAt(item, population.nowOf(item))) && isAsked)
            part.add(item);
    });
}

// The visits behind Coverage::mappedShare: all that are known of the portals asked.
void coverageRows(RowList &list, const base::CancelToken &cancel)
{
    const Population &population = list.population();
    const facts::Snapshot &facts = population.facts();
    for (const std::uint32_t item : facts.items.rows()) {
        if (cancel.isCancelled())
            return;
        if (!population.portalOf(item).allowed)
            continue;
        const std::uint32_t first = facts.items.firstVisit[item];
        for (std::uint32_t i = 0; i < facts.items.visitCount[item]; ++i) {
            const facts::Index stage = facts.visits.stage[first + i];
            if (list.wants(population.milestoneOf(stage) >= 0 ? Count::Mapped : Count::Unmapped))
                list.add(item, Stay { stage, i, facts.visits.entered[first + i], facts.visits.left[first + i] });
        }
    }
}

void scan(RowList &list, const base::CancelToken &cancel)
{
    switch (list.scope().report) {
    case Report::Tree:
        return treeRows(list, cancel);
    case Report::Groups:
        return groupRows(list, cancel);
    case Report::StageTimes:
        return stageTimesRows(list, cancel);
    case Report::Funnel:
        return funnelRows(list, cancel);
    case Report::Transitions:
    case Report::Paths:
        return sequenceRows(list, cancel);
    case Report::Board:
        return boardRows(list, cancel);
    case Report::Items:
        return itemRows(list, cancel);
    case Report::Coverage:
        return coverageRows(list, cancel);
    case Report::Velocity:
        return velocityRows(list, cancel);
    }
}

// As stored, what is later is larger; the other way round for the newest first.
struct Created {
    std::uint32_t at;
    std::uint32_t row;
};

// Dealt out into spans of time by several threads, of which each is sorted for itself.
class CreatedOrder final {
public:
    CreatedOrder(const facts::Snapshot &facts, FoundRows &found, RowOrder order)
        : m_created(facts.items.created.data())
        , m_turn(order == RowOrder::NewestFirst ? ~0U : 0U)
        , m_rows(found.rows)
        , m_threads(threadsFor(found.rows.size()))
        , m_counts(m_threads)
    {
    }

    void sort()
    {
        if (m_rows.empty())
            return;
        chooseSpans();
        deal();
        std::vector<FoundRow> ordered(m_rows.size());
        inParallel(m_threads, kSpans, [&](unsigned, std::size_t span) {
            const std::uint32_t first = span == 0 ? 0 : m_ends[span - 1];
            std::vector<Created> here(m_dealt.begin() + first, m_dealt.begin() + m_ends[span]);
            sortByDigits(here, [](const Created &each) { return each.at; });
            std::ranges::transform(here, ordered.begin() + first, [this](const Created &each) { return m_rows[each.row]; });
        });
        m_rows = std::move(ordered);
    }

private:
    static constexpr std::size_t kSpans = 256;

    [[nodiscard]] std::uint32_t atOf(std::size_t row) const { return m_created[m_rows[row].item] ^ m_turn; }

    [[nodiscard]] std::size_t spanOf(std::uint32_t at) const { return (at - m_least) >> m_shift; }

    // use(share, row): each share a run of rows by one thread.
    template <class Use> void eachRow(Use use) const
    {
        inParallel(m_threads, m_threads, [&](unsigned, std::size_t share) {
            for (std::size_t row = m_rows.size() * share / m_threads; row < m_rows.size() * (share + 1) / m_threads; ++row)
                use(share, row);
        });
    }

    void chooseSpans()
    {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> ends(m_threads, { ~0U, 0U });
        eachRow([&](std::size_t share, std::size_t row) {
            auto &[least, most] = ends[share];
            const std::uint32_t at = atOf(row);
            least = std::min(least, at);
            most = std::max(most, at);
        });
        m_least = std::ranges::min(ends | std::views::keys);
        const unsigned bits = unsigned(std::bit_width(std::ranges::max(ends | std::views::values) - m_least));
        m_shift = bits > kSpanBits ? bits - kSpanBits : 0;
    }

    void deal()
    {
        eachRow([&](std::size_t share, std::size_t row) { ++m_counts[share][spanOf(atOf(row))]; });
        std::uint32_t before = 0;
        for (std::size_t span = 0; span < kSpans; ++span) {
            for (auto &counts : m_counts)
                before += std::exchange(counts[span], before);
            m_ends[span] = before;
        }
        m_dealt.resize(m_rows.size());
        eachRow([&](std::size_t share, std::size_t row) {
            const std::uint32_t at = atOf(row);
            m_dealt[m_counts[share][spanOf(at)]++] = { at, std::uint32_t(row) };
        });
    }

    static constexpr unsigned kSpanBits = 8;
    static_assert(kSpans == 1U << kSpanBits);

    const std::uint32_t *const m_created;
    const std::uint32_t m_turn;
    std::vector<FoundRow> &m_rows;
    const unsigned m_threads;
    std::uint32_t m_least = 0;
    unsigned m_shift = 0;
    std::vector<std::array<std::uint32_t, kSpans>> m_counts; // by share; then where its next row of a span goes
    std::array<std::uint32_t, kSpans> m_ends {};
    std::vector<Created> m_dealt;
};

} // namespace

Question questionOf(const Question &question, const RowsScope &scope)
{
    Question result = scope.report == Report::Board ? presentOf(question) : question;
    if (scope.unfiltered)
        result = { .portals = { scope.place.portal } };
    if (scope.days) {
        result.from = scope.days->first;
        result.to = scope.days->second;
    }
    if (scope.report == Report::StageTimes && scope.place.level == TreeLevel::Region)
        result.regions = { scope.place.region };
    if (scope.report == Report::StageTimes && scope.place.level == TreeLevel::Dealer)
        result.portals = { scope.place.portal };
    if (scope.report == Report::StageTimes && scope.place.level == TreeLevel::Employee)
        result.employees = { { scope.place.portal, scope.place.user } };
    if (scope.report == Report::Velocity)
        result.itemKind = velocityKind(question);
    if (scope.count == Count::Late)
        result.lates.clear();
    else
        result.lates.insert(scope.lates.begin(), scope.lates.end());
    return result;
}

RowList::RowList(const Population &population, const ItemStates &states, const RowsScope &scope)
    : m_population(population)
    , m_states(states)
    , m_scope(scope)
    , m_place(leafOf(population.facts(), scope.place))
{
    const bool isAsked = scope.report == Report::Tree || scope.report == Report::Groups || scope.report == Report::Items;
    if (!scope.stage || !isAsked)
        return;
    const StageGroups groups(population, scope.grouping);
    for (facts::Index stage = facts::kNone; stage < facts::Index(population.facts().stages.size()); ++stage)
        m_isInStage.push_back(isNamed(groups.at(groups.of(stage)), *scope.stage, scope.grouping) ? 1 : 0);
}

void RowList::addToCohort(std::uint32_t item, bool isMature, bool isConverted, bool isImmature)
{
    if (!standsThere(item))
        return;
    m_mature += isMature ? 1 : 0;
    m_converted += isConverted ? 1 : 0;
    m_found.immature += isImmature ? 1 : 0;
}

void RowList::join(RowList &&part)
{
    for (FoundRow &row : part.m_found.rows)
        row.stay += row.stay > 0 ? std::uint32_t(m_found.stays.size()) : 0;
    m_found.rows.insert(m_found.rows.end(), part.m_found.rows.begin(), part.m_found.rows.end());
    m_found.stays.insert(m_found.stays.end(), part.m_found.stays.begin(), part.m_found.stays.end());
    m_found.waterfall.join(part.m_found.waterfall);
    m_found.immature += part.m_found.immature;
    m_mature += part.m_mature;
    m_converted += part.m_converted;
}

FoundRows RowList::take()
{
    m_found.conversion = makeShare(m_converted, m_mature);
    return std::move(m_found);
}

bool RowList::isHere(std::uint32_t item, facts::Index user) const
{
    if (m_scope.place.level == TreeLevel::Network)
        return true;
    const facts::Snapshot &facts = m_population.facts();
    return m_place && isSame(leafOf(facts, facts.items.portal[item], user), *m_place, m_scope.place.level);
}

// Steps are not told apart below dealers: who would have been responsible for what is left out is no question.
bool RowList::isSifted(facts::Index portal) const
{
    const TreeLevel level = std::min(m_scope.place.level, TreeLevel::Dealer);
    return level == TreeLevel::Network || (m_place && isSame(leafOf(m_population.facts(), portal, facts::kNone), *m_place, level));
}

bool RowList::wantsStep() const
{
    return wants(Count::All) || std::ranges::any_of(kSteps, [&](const auto &step) { return wants(step.first); });
}

void RowList::completeWaterfall(const Waterfall &none) { m_found.waterfall = completed(none, m_found.waterfall); }

void RowList::sift(std::uint32_t item, Fate fate)
{
    if (!isSifted(m_population.facts().items.portal[item]))
        return;
    m_found.waterfall.add(fate);
    const bool isStep = wants(Count::All)
        ? fate != Fate::Absent
        : std::any_of(kSteps.begin(), kSteps.end(), [&](const auto &step) { return wants(step.first) && step.second == fate; });
    if (isStep)
        add(item);
}

bool isNamed(const StageGroup &group, const StageKey &key, StageGrouping grouping)
{
    if (key.milestone != 0 && grouping == StageGrouping::Milestone)
        return group.milestone == key.milestone;
    return group.name == key.name && (!key.funnel || group.funnel == *key.funnel) && (!key.kind || group.kind == *key.kind);
}

FoundRows findRows(const Population &population, const ItemStates &states, const RowsScope &scope, const base::CancelToken &cancel)
{
    const auto isBefore = [](const FoundRow &a, const FoundRow &b) { // stays are found in their order
        return a.item != b.item ? a.item < b.item : a.stay < b.stay;
    };
    RowList list(population, states, scope);
    scan(list, cancel);
    FoundRows found = list.take();
    if (!std::ranges::is_sorted(found.rows, isBefore))
        std::ranges::stable_sort(found.rows, isBefore);
    found.coverage = population.coverage();
    return found;
}

// Whoever was created at once stays in order of rows and stays.
void putInOrder(const facts::Snapshot &facts, FoundRows &found, RowOrder order) { CreatedOrder(facts, found, order).sort(); }

CountedRow rowOf(const ItemStates &states, const FoundRows &found, const FoundRow &row)
{
    CountedRow counted { states.of(row.item), {} };
    if (row.stay > 0)
        counted.stay = found.stays[row.stay - 1];
    if (row.isThen) {
        counted.state.user = row.user;
        counted.state.userAssumed = row.userAssumed;
    }
    return counted;
}

RowsAnswer rowsOf(const facts::Snapshot &facts, const Question &question, const RowsScope &scope, const base::CancelToken &cancel)
{
    const Question narrowed = questionOf(question, scope);
    const Population population(facts, narrowed);
    const ItemStates states(population);
    FoundRows found = findRows(population, states, scope, cancel);
    putInOrder(facts, found, RowOrder::OldestFirst);
    RowsAnswer answer { .rows = {}, .coverage = found.coverage, .waterfall = found.waterfall };
    answer.rows.reserve(found.rows.size());
    for (const FoundRow &row : found.rows)
        answer.rows.push_back(rowOf(states, found, row));
    return answer;
}

std::int64_t countOf(const Measures &measures, Count count)
{
    const Share &conversion = measures.conversion;
    const Share &response = measures.responseInLimit;
    const std::array<std::pair<Count, std::int64_t>, kChainCounts> numbers { { { Count::New, measures.leads },
        { Count::Converted, measures.converted }, { Count::Mature, conversion.n }, { Count::ConvertedInTime, conversion.k },
        { Count::Before, measures.before.n }, { Count::BeforeConverted, measures.before.k }, { Count::Awaiting, measures.responseAsked },
        { Count::LimitKnown, response.n }, { Count::InLimit, response.k }, { Count::WithoutEvidence, measures.withoutEvidence },
        { Count::UntouchedClosed, measures.untouchedClosed }, { Count::CohortWon, measures.yield.k }, { Count::Junk, measures.junk },
        { Count::Evidenced, measures.evidenced }, { Count::NotConverted, measures.leads - measures.converted },
        { Count::Immature, measures.immature }, { Count::Conversions, measures.conversions }, { Count::OpenOld, measures.openOld },
        { Count::Open, measures.open }, { Count::Won, measures.won }, { Count::Lost, measures.lost },
        { Count::WithoutRate, measures.revenueWithoutRate } } };
    const auto found = std::ranges::find(numbers, count, &std::pair<Count, std::int64_t>::first);
    return found == numbers.end() ? 0 : found->second;
}

QString wordOf(Report report) { return QString::fromLatin1(kReportWords[std::size_t(report)]); }

QString wordOf(Count count) { return QString::fromLatin1(kCountWords[std::size_t(count)]); }

std::optional<Report> reportOf(const QString &word) { return valueOf<Report>(kReportWords, word); }

std::optional<Count> countOf(const QString &word) { return valueOf<Count>(kCountWords, word); }

} // namespace dealerlens::reports
