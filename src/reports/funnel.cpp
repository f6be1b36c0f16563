// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/fates.h"
#include "reports/rowlist.h"
#include "stats/funnelcount.h"

#include <algorithm>
#include <limits>

namespace dealerlens::reports {
namespace {

constexpr std::uint16_t kOutside = std::numeric_limits<std::uint16_t>::max();
constexpr std::uint16_t kLoss = kOutside - 1;

stats::FunnelMode modeOf(FunnelMode mode)
{
    switch (mode) {
    case FunnelMode::Visited:
        return stats::FunnelMode::Visited;
    case FunnelMode::Entries:
        return stats::FunnelMode::Entries;
    case FunnelMode::Strict:
        return stats::FunnelMode::Strict;
    case FunnelMode::Furthest:
        return stats::FunnelMode::Furthest;
    case FunnelMode::Supposed:
        return stats::FunnelMode::Supposed;
    }
    return stats::FunnelMode::Furthest;
}

// The funnel with most items among those asked: own stages of several funnels make no one sequence.
QString busiestFunnel(const Population &population, model::EntityKind kind)
{
    const facts::Snapshot &facts = population.facts();
    std::map<QString, std::int64_t> counts;
    for (const std::uint32_t item : facts.items.rows()) {
        if (facts.items.kind[item] == kind && population.counts(item))
            ++counts[funnelName(facts.funnels[std::size_t(facts.funnelOf(item))])];
    }
    const auto most = std::max_element(counts.begin(), counts.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    return most == counts.end() ? QString() : most->first;
}

struct Sequence {
    std::vector<FunnelStep> steps;
    std::vector<std::uint16_t> place; // of a group
};

Sequence sequenceOf(const Population &population, const StageGroups &groups, StageGrouping grouping, model::EntityKind kind)
{
    const QString funnel = grouping == StageGrouping::OwnStage ? busiestFunnel(population, kind) : QString();
    Sequence sequence;
    sequence.place.assign(groups.size(), kOutside);
    FunnelStep won;
    bool hasWon = false;
    for (std::uint32_t i = 0; i + 1 < groups.size(); ++i) { // the last group is that of unknown stages
        const StageGroup &group = groups.at(i);
        const bool isOwn = grouping == StageGrouping::OwnStage;
        if (group.kind != kind)
            continue;
        if (group.semantic == 'F') {
            sequence.place[i] = kLoss;
        } else if (isOwn ? group.funnel != funnel : group.milestone == 0) {
            continue;
        } else if (group.semantic == 'P') {
            sequence.place[i] = std::uint16_t(sequence.steps.size());
            sequence.steps.push_back({ .stage = group.name, .milestone = group.milestone, .dropOff = {} });
        } else if (!hasWon) {
            won.stage = group.name;
            won.milestone = group.milestone;
            hasWon = true;
        }
    }
    for (std::uint32_t i = 0; i + 1 < groups.size(); ++i) {
        if (groups.at(i).kind == kind && groups.at(i).semantic == 'S')
            sequence.place[i] = std::uint16_t(sequence.steps.size());
    }
    sequence.steps.push_back(won);
    return sequence;
}

stats::Outcome outcomeOf(char semantic)
{
    return semantic == 'S' ? stats::Outcome::Won : semantic == 'F' ? stats::Outcome::Lost : stats::Outcome::Open;
}

// Says of items of the kind whether they count: created in the period, by who was responsible then. One for each thread.
class FunnelScan final {
public:
    FunnelScan(const Population &population, const StageGroups &groups, const Sequence &sequence, const ItemStates *states)
        : m_population(population)
        , m_groups(groups)
        , m_sequence(sequence)
        , m_states(states)
        , m_kind(population.chosenKind())
    {
    }

    // use(places it went through, outcome) when it counts; sift(Fate) of every one of the kind.
    template <class Use, class Sift> void one(std::uint32_t item, Use use, Sift sift)
    {
        if (m_population.facts().items.kind[item] != m_kind)
            return;
        const Fate fate = fateOf(item);
        sift(fate);
        if (fate != Fate::Counted)
            return;
        m_places.clear();
        eachGroupVisit(m_population, m_groups, item, [&](const GroupVisit &visit) {
            if (m_sequence.place[visit.group] != kLoss)
                m_places.push_back(m_sequence.place[visit.group]);
        });
        use(std::as_const(m_places), outcomeOf(m_population.stateOf(item).outcome));
    }

private:
    [[nodiscard]] Fate fateOf(std::uint32_t item) const
    {
        const Fate fate = m_population.sift(item, true);
        const base::UtcSeconds created = m_population.createdOf(item);
        const bool isAsked = fate != Fate::Counted
            || (m_population.inPeriod(item, created) && m_population.userAllowed(m_population.userAt(item, created))
                && (m_states == nullptr || m_states->isAsked(m_states->latesOf(item))));
        return isAsked ? fate : Fate::OutsideFilter;
    }

    const Population &m_population;
    const StageGroups &m_groups;
    const Sequence &m_sequence;
    const ItemStates *m_states;
    const model::EntityKind m_kind;
    std::vector<std::uint16_t> m_places;
};

// How often a step's number counts what `stage` holds.
std::int64_t timesOf(const stats::FunnelStage &stage, Count count)
{
    return count == Count::Reached ? stage.count
        : count == Count::Inferred ? stage.inferred
        : count == Count::Lost     ? stage.lostHere
        : count == Count::Open     ? stage.openHere
                                   : 0;
}

bool isNamed(const FunnelStep &step, const StageKey &key, StageGrouping grouping)
{
    return key.milestone != 0 && grouping == StageGrouping::Milestone ? step.milestone == key.milestone : step.stage == key.name;
}

stats::FunnelCounter countedBy(const Population &population, const StageGroups &groups, const Sequence &sequence, Waterfall &waterfall,
    const base::CancelToken &cancel)
{
    struct Part {
        FunnelScan scan;
        stats::FunnelCounter counter;
        Waterfall waterfall;
    };

    const auto states = statesFor(population);
    const FunnelScan first(population, groups, sequence, states ? &*states : nullptr);
    std::vector<Part> parts(partsOf(population.facts().items), { first, stats::FunnelCounter(sequence.steps.size()), {} });
    const auto scan = [&](std::size_t index, std::uint32_t item) {
        Part &part = parts[index];
        part.scan.one(
            item, [&](const std::vector<std::uint16_t> &places, stats::Outcome outcome) { part.counter.add(places, outcome); },
            [&](Fate fate) { part.waterfall.add(fate); });
    };
    const auto fates = Fates::of(population, Fates::Of::Items);
    if (fates)
        scanBegunInParts(population, cancel, scan);
    else
        scanInParts(population.facts().items, cancel, scan);
    stats::FunnelCounter counter(sequence.steps.size());
    for (const Part &part : parts) {
        counter.merge(part.counter);
        waterfall.join(part.waterfall);
    }
    if (fates)
        waterfall = completed(fates->ofItems(population, population.chosenKind()), waterfall);
    return counter;
}

} // namespace

FunnelAnswer funnel(
    const facts::Snapshot &facts, const Question &question, FunnelMode mode, StageGrouping grouping, const base::CancelToken &cancel)
{
    const Population population(facts, question);
    const StageGroups groups(population, grouping);
    const Sequence sequence = sequenceOf(population, groups, grouping, population.chosenKind());
    FunnelAnswer answer;
    answer.mode = mode;
    answer.grouping = grouping;
    answer.steps = sequence.steps;
    const stats::FunnelCounter counter = countedBy(population, groups, sequence, answer.waterfall, cancel);
    const auto counted = counter.stages(modeOf(mode));
    const auto drops = stats::dropOff(counted);
    for (std::size_t i = 0; i < answer.steps.size(); ++i) {
        FunnelStep &step = answer.steps[i];
        step.count = counted[i].count;
        step.inferred = counted[i].inferred;
        step.lostHere = counted[i].lostHere;
        step.stuckHere = counted[i].openHere;
        if (i < drops.size())
            step.dropOff = drops[i];
    }
    answer.coverage = population.coverage();
    return answer;
}

// An item counts as often as it does in a funnel of its own.
void funnelRows(RowList &list, const base::CancelToken &cancel)
{
    const RowsScope &scope = list.scope();
    const Population &population = list.population();
    const StageGroups groups(population, scope.grouping);
    const Sequence sequence = sequenceOf(population, groups, scope.grouping, population.chosenKind());
    const auto step = std::find_if(sequence.steps.begin(), sequence.steps.end(),
        [&](const FunnelStep &each) { return scope.stage && isNamed(each, *scope.stage, scope.grouping); });
    const std::size_t place = std::size_t(step - sequence.steps.begin());
    const auto states = statesFor(population);
    const FunnelScan first(population, groups, sequence, states ? &*states : nullptr);
    std::vector<FunnelScan> scans(partsOf(population.facts().items), first);
    std::vector<RowList> lists = list.parts();
    scanInParts(population.facts().items, cancel, [&](std::size_t part, std::uint32_t item) {
        const auto use = [&](const std::vector<std::uint16_t> &places, stats::Outcome outcome) {
            if (step == sequence.steps.end())
                return;
            stats::FunnelCounter own(sequence.steps.size());
            own.add(places, outcome);
            for (std::int64_t times = timesOf(own.stages(modeOf(scope.mode))[place], scope.count); times > 0; --times)
                lists[part].add(item);
        };
        scans[part].one(item, use, [&](Fate fate) { lists[part].sift(item, fate); });
    });
    list.join(lists);
}

} // namespace dealerlens::reports
