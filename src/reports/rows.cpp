// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/rows.h"

#include "reports/rowlist.h"

#include <algorithm>
#include <array>

namespace dealerlens::reports {
namespace {

constexpr std::array kReportWords { "tree", "groups", "stage-times", "funnel", "transitions", "paths", "board", "items", "coverage",
    "velocity" };
constexpr std::array kCountWords { "new", "converted", "not-converted", "mature", "converted-in-time", "immature", "before",
    "before-converted", "awaiting", "limit-known", "in-limit", "without-evidence", "untouched-closed", "cohort-won", "conversions", "junk",
    "open-old", "open", "won", "lost", "without-rate", "evidenced", "all", "deleted", "test", "spam", "merged", "outside-filter", "counted",
    "visits", "left", "over-limit", "watched-late", "entered", "closed", "reentered", "reached", "inferred", "late", "mapped", "unmapped" };
static_assert(kCountWords.size() == std::size_t(Count::Unmapped) + 1 && kReportWords.size() == std::size_t(Report::Velocity) + 1);

template <class Value, class Words> std::optional<Value> valueOf(const Words &words, const QString &word)
{
    const auto found = std::find_if(words.begin(), words.end(), [&](const char *each) { return word == QLatin1String(each); });
    return found == words.end() ? std::nullopt : std::optional(Value(found - words.begin()));
}

// Leads and deals, each for itself.
void itemRows(RowList &list, const base::CancelToken &cancel)
{
    const Population &population = list.population();
    for (const std::uint32_t item : population.facts().items.rows()) {
        if (cancel.isCancelled())
            return;
        if (population.sift(item, true) != Fate::Counted || !population.inPeriod(item, population.createdOf(item)))
            continue;
        const ItemState state = list.states().of(item);
        if (list.wants(Count::All) && population.userAllowed(state.user) && list.states().isAsked(state))
            list.add(item);
    }
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

// Of chains and items a scope may ask for those only that stand in a stage now.
void keepStage(const Population &population, const RowsScope &scope, std::vector<CountedRow> &rows)
{
    const bool isAsked = scope.report == Report::Tree || scope.report == Report::Groups || scope.report == Report::Items;
    if (!scope.stage || !isAsked)
        return;
    const StageGroups groups(population, scope.grouping);
    std::erase_if(
        rows, [&](const CountedRow &row) { return !isNamed(groups.at(groups.of(row.state.stage)), *scope.stage, scope.grouping); });
}

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

bool RowList::isHere(std::uint32_t item, facts::Index user) const
{
    const facts::Snapshot &facts = m_population.facts();
    return m_place && isSame(leafOf(facts, facts.items.portal[item], user), *m_place, m_scope.place.level);
}

// Steps are not told apart below dealers: who would have been responsible for what is left out is no question.
void RowList::sift(std::uint32_t item, Fate fate)
{
    const facts::Snapshot &facts = m_population.facts();
    const TreeLevel level = std::min(m_scope.place.level, TreeLevel::Dealer);
    if (!m_place || !isSame(leafOf(facts, facts.items.portal[item], facts::kNone), *m_place, level))
        return;
    m_answer.waterfall.add(fate);
    constexpr std::array<std::pair<Count, Fate>, 6> kSteps { { { Count::Deleted, Fate::Deleted }, { Count::Test, Fate::Test },
        { Count::Spam, Fate::Spam }, { Count::Merged, Fate::Merged }, { Count::OutsideFilter, Fate::OutsideFilter },
        { Count::Counted, Fate::Counted } } };
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

RowsAnswer rowsOf(const facts::Snapshot &facts, const Question &question, const RowsScope &scope, const base::CancelToken &cancel)
{
    const Question narrowed = questionOf(question, scope);
    const Population population(facts, narrowed);
    const ItemStates states(population);
    RowList list(population, states, scope);
    scan(list, cancel);
    RowsAnswer answer = list.take();
    keepStage(population, scope, answer.rows);
    const auto placeOfRow = [&](const CountedRow &row) {
        return std::tuple(facts.items.created[row.state.row], row.state.row, row.stay ? row.stay->index : 0U);
    };
    std::stable_sort(
        answer.rows.begin(), answer.rows.end(), [&](const CountedRow &a, const CountedRow &b) { return placeOfRow(a) < placeOfRow(b); });
    answer.coverage = population.coverage();
    return answer;
}

std::int64_t countOf(const Measures &measures, Count count)
{
    const Share &conversion = measures.conversion;
    const Share &response = measures.responseInLimit;
    const std::array<std::int64_t, kChainCounts> all { measures.leads, measures.converted, measures.leads - measures.converted,
        conversion.n, conversion.k, measures.immature, measures.before.n, measures.before.k, measures.responseAsked, response.n, response.k,
        measures.withoutEvidence, measures.untouchedClosed, measures.yield.k, measures.conversions, measures.junk, measures.openOld,
        measures.open, measures.won, measures.lost, measures.revenueWithoutRate, measures.evidenced };
    return std::size_t(count) < all.size() ? all[std::size_t(count)] : 0;
}

QString wordOf(Report report) { return QString::fromLatin1(kReportWords[std::size_t(report)]); }

QString wordOf(Count count) { return QString::fromLatin1(kCountWords[std::size_t(count)]); }

std::optional<Report> reportOf(const QString &word) { return valueOf<Report>(kReportWords, word); }

std::optional<Count> countOf(const QString &word) { return valueOf<Count>(kCountWords, word); }

} // namespace dealerlens::reports
