// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/parallel.h"
#include "reports/stageitems.h"
#include "reports/stagetable.h"
#include "stats/drawnsteps.h"
#include "stats/logrank.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace dealerlens::reports {
namespace {

std::optional<double> number(std::optional<std::int64_t> seconds) { return seconds ? std::optional(double(*seconds)) : std::nullopt; }

void setCurve(StageTimes &times, std::span<const stats::SurvivalStep> steps)
{
    times.curve.reserve(steps.size());
    for (const stats::SurvivalStep &step : steps) {
        // With S = 0 there is no interval (R prints NA): the curve ends on its own line.
        const auto interval = stats::intervalOf(step).value_or(stats::Interval { step.survival, step.survival });
        times.curve.push_back({ double(step.time), step.survival, interval.low, interval.high, step.atRisk, step.events, step.censored });
    }
}

bool isLeft(stats::Exit exit) { return (exit & stats::kOngoing) == 0; }

// The row of the one that left after so many others.
std::size_t rowOfLeft(std::span<const stats::Exit> sorted, std::int64_t before)
{
    constexpr std::size_t kBlock = 512;
    std::size_t row = 0;
    for (; row + kBlock <= sorted.size(); row += kBlock) {
        const auto left = std::ranges::count_if(sorted.subspan(row, kBlock), isLeft);
        if (left > before)
            break;
        before -= left;
    }
    while (!isLeft(sorted[row]) || before-- > 0)
        ++row;
    return row;
}

// Of those that left, from the exits in order.
void setLeft(StageTimes &times, std::span<const stats::Exit> sorted)
{
    std::int64_t sum = 0;
    for (const stats::Exit exit : sorted) {
        times.left += isLeft(exit) ? 1 : 0;
        sum += isLeft(exit) ? exit >> 1 : 0;
    }
    times.open = times.visits - times.left;
    if (times.left == 0)
        return;
    times.meanLeft = double(sum) / double(times.left);
    times.sumLeft = double(sum);
    const std::size_t middle = rowOfLeft(sorted, (times.left - 1) / 2); // the lower one
    const auto next = times.left % 2 == 0 ? std::find_if(sorted.begin() + std::ptrdiff_t(middle) + 1, sorted.end(), isLeft)
                                          : sorted.begin() + std::ptrdiff_t(middle);
    times.medianLeft = double(sorted[middle] >> 1) + 0.5 * double((*next >> 1) - (sorted[middle] >> 1));
}

using Kept = StageTable::Kept;

Kept keptOf(StageSample &&sample)
{
    Kept kept;
    kept.own = sortedStays(sample);
    kept.sorted = kept.own.exits;
    kept.sample = std::move(sample);
    return kept;
}

StageTimes summary(const StageGroup &group, const Kept &kept, bool withCurve)
{
    const StageSample &sample = kept.sample;
    StageTimes times;
    times.stage = group.name;
    times.funnel = group.funnel;
    times.kind = group.kind;
    times.semantic = group.semantic;
    times.milestone = group.milestone;
    times.sort = group.sort;
    times.visits = std::int64_t(kept.sorted.size());
    times.items = sample.items;
    times.reentered = sample.reentered;
    times.overLimit = sample.overLimit;
    times.late = sample.late;
    times.closedItems = sample.closed;
    if (sample.closed > 0) {
        times.totalMean = double(sample.totalSeconds) / double(sample.closed);
        times.reworkMean = double(sample.reworkSeconds) / double(sample.closed);
    }
    if (sample.limit >= 0)
        times.limit = double(sample.limit);
    setLeft(times, kept.sorted);
    constexpr std::array kQuantiles { 0.25, 0.5, 0.75, 0.9 };
    const bool isIndependent = times.items == times.visits; // each item once
    const stats::SurvivalSummary curve = summaryOf(sample, kept.sorted, { kQuantiles, isIndependent, std::int64_t(times.restrictedTo) });
    times.q25 = number(curve.quantiles[0]);
    times.median = number(curve.quantiles[1]);
    times.q75 = number(curve.quantiles[2]);
    times.p90 = number(curve.quantiles[3]);
    const stats::TimeInterval interval = isIndependent ? curve.medianInterval : drawnMedianInterval(sample, kept.own);
    times.medianLow = number(interval.low);
    times.medianHigh = number(interval.high);
    times.restrictedMean = curve.restrictedMean;
    if (withCurve)
        setCurve(times, sample.late > 0 ? stats::drawnSteps(curveOf(sample)) : stats::drawnSteps(kept.sorted));
    return times;
}

// Portals whose history begins inside the period: stays that began before are not known there, or only from then on.
std::vector<QString> leftTruncated(const Population &population)
{
    std::vector<QString> result;
    if (!population.question().from)
        return result;
    const facts::Snapshot &facts = population.facts();
    for (std::size_t i = 0; i < facts.portals.size(); ++i) {
        const auto [leads, deals] = facts.portals[i].historyFrom;
        const base::UtcSeconds first = leads == base::kNever ? deals : deals == base::kNever ? leads : std::min(leads, deals);
        const auto &scope = population.portal(facts::Index(i));
        if (scope.allowed && first != base::kNever && first > scope.from)
            result.push_back(facts.portals[i].portal.key);
    }
    return result;
}

struct OneStage {
    StageGroup group;
    StageSample sample;
};

// The samples of all groups of that name (equal names in several funnels are one here) of a question.
OneStage oneStage(const facts::Snapshot &facts, const Question &question, const StageTimesOptions &options, const QString &stage,
    const base::CancelToken &cancel)
{
    const Population population(facts, question);
    const StageGroups groups(population, options.grouping);
    Waterfall waterfall;
    auto samples = stageSamples(population, groups, { options.visits, options.finalStages }, waterfall, cancel).ofGroups;
    OneStage result;
    result.group.name = stage;
    bool isFound = false;
    for (std::uint32_t group = 0; group < groups.size(); ++group) {
        if (groups.at(group).name != stage || (isFound && samples[group].exits.size() <= result.sample.exits.size()))
            continue;
        result.group = groups.at(group);
        result.sample = std::move(samples[group]);
        isFound = true;
    }
    return result;
}

} // namespace

namespace {

// keptOf(group) of those that are shown, the largest first, so that the threads end together.
template <class SizeOf, class KeptOf>
void tellStages(
    StageTimesAnswer &answer, const std::vector<StageGroup> &groups, std::vector<std::uint32_t> shown, SizeOf sizeOf, KeptOf keptOf)
{
    if (!answer.options.finalStages)
        std::erase_if(shown, [&](std::uint32_t group) { return groups[group].semantic != 'P'; });
    answer.stages.resize(shown.size());
    std::vector<std::size_t> order(shown.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::ranges::sort(order, std::ranges::greater(), [&](std::size_t place) { return sizeOf(shown[place]); });
    std::size_t stays = 0;
    for (const std::uint32_t group : shown)
        stays += sizeOf(group);
    inParallel(threadsFor(stays), order.size(), [&](unsigned, std::size_t i) {
        const std::uint32_t group = shown[order[i]];
        answer.stages[order[i]] = summary(groups[group], keptOf(group), answer.options.curves);
    });
}

// The groups of that name and of a kind that is asked for; equal names in several funnels are several groups.
template <class IsAsked> std::vector<std::uint32_t> groupsNamed(const StageGroups &groups, const QString &stage, IsAsked isAsked)
{
    std::vector<std::uint32_t> named;
    for (std::uint32_t group = 0; group < groups.size(); ++group)
        if (groups.at(group).name == stage && isAsked(groups.at(group).kind))
            named.push_back(group);
    return named;
}

// Of those groups, whose samples by dealer these are; what is told of is gone.
std::vector<DealerTimes> tellDealers(
    const facts::Snapshot &facts, const StageGroups &groups, const std::vector<std::uint32_t> &named, std::vector<StageSample> &samples)
{
    std::vector<std::optional<DealerTimes>> told(facts.portals.size());
    inParallel(threadsFor(facts.visits.size()), told.size(), [&](unsigned, std::size_t portal) {
        // The group with most visits stands for the dealer.
        const auto first = samples.begin() + std::ptrdiff_t(portal * named.size());
        const auto most = std::max_element(first, first + std::ptrdiff_t(named.size()),
            [](const StageSample &a, const StageSample &b) { return a.exits.size() < b.exits.size(); });
        if (most->exits.empty())
            return;
        const StageGroup &group = groups.at(named[std::size_t(most - first)]);
        told[portal] = { facts::Index(portal), summary(group, keptOf(std::move(*most)), false) };
    });
    std::vector<DealerTimes> result;
    for (std::optional<DealerTimes> &dealer : told)
        if (dealer)
            result.push_back(std::move(*dealer));
    return result;
}

// The groups below `size` for which isMet(group).
template <class IsMet> std::vector<std::uint32_t> metGroups(std::size_t size, IsMet isMet)
{
    std::vector<std::uint32_t> met;
    for (std::uint32_t group = 0; group < size; ++group)
        if (isMet(group))
            met.push_back(group);
    return met;
}

} // namespace

StageTimesAnswer stageTimes(
    const facts::Snapshot &facts, const Question &question, const StageTimesOptions &options, const base::CancelToken &cancel)
{
    const Population population(facts, question);
    StageTimesAnswer answer;
    answer.options = options;
    answer.coverage = population.coverage();
    answer.leftTruncated = leftTruncated(population);
    if (const auto table = StageTable::of(population, options)) {
        const StageTable::Choice choice(*table, population);
        answer.waterfall = choice.codes().waterfall();
        tellStages(
            answer, table->groups(), metGroups(table->groups().size(), [&](std::uint32_t group) { return choice.codes().isMet(group); }),
            [&](std::uint32_t group) { return table->sizeOf(group); }, [&](std::uint32_t group) { return choice.of(group); });
        return answer;
    }
    const StageGroups groups(population, options.grouping);
    StageScan scan { .visits = options.visits, .finalStages = options.finalStages };
    if (!options.dealersOf.isEmpty())
        scan.eachDealerOf = groupsNamed(groups, options.dealersOf,
            [&](model::EntityKind kind) { return kind == options.dealersOfKind && population.kindAllowed(kind); });
    // Of a period only stays are looked at that began in it.
    const auto known = question.from || question.to ? stageItems(population, groups, options.grouping) : std::nullopt;
    scan.samplesOnly = known.has_value();
    auto [samples, ofDealers] = stageSamples(population, groups, scan, answer.waterfall, cancel);
    if (!scan.eachDealerOf.empty())
        answer.dealers = tellDealers(facts, groups, scan.eachDealerOf, ofDealers);
    if (known) {
        answer.waterfall = known->waterfall;
        for (std::uint32_t group = 0; group < groups.size(); ++group)
            samples[group].isMet = known->isMet[group] != 0;
    }
    tellStages(
        answer, groups.all(), metGroups(groups.size(), [&](std::uint32_t group) { return samples[group].isMet; }),
        [&](std::uint32_t group) { return samples[group].exits.size(); },
        [&](std::uint32_t group) { return keptOf(std::move(samples[group])); });
    return answer;
}

Comparison compareStage(const facts::Snapshot &facts, const Question &question, const StageTimesOptions &options, const QString &stage,
    std::span<const Question> groups, std::span<const QString> names, const base::CancelToken &cancel)
{
    Comparison result;
    OneStage network = oneStage(facts, question, options, stage, cancel);
    result.network = summary(network.group, keptOf(std::move(network.sample)), true);
    std::vector<stats::SurvivalCurve> curves;
    for (std::size_t i = 0; i < groups.size() && !cancel.isCancelled(); ++i) {
        OneStage own = oneStage(facts, groups[i], options, stage, cancel);
        curves.push_back(curveOf(own.sample));
        result.groups.emplace_back(i < names.size() ? names[i] : QString(), summary(own.group, keptOf(std::move(own.sample)), true));
    }
    if (const auto test = stats::logRank(curves))
        result.logRankP = test->p;
    result.pairs = stats::logRankPairs(curves);
    return result;
}

std::vector<DealerTimes> stageTimesByDealer(const facts::Snapshot &facts, const Question &question, const StageTimesOptions &options,
    const QString &stage, const base::CancelToken &cancel)
{
    const Population population(facts, question);
    const StageGroups groups(population, options.grouping);
    StageScan scan { .visits = options.visits, .finalStages = options.finalStages, .othersToo = false, .samplesOnly = true };
    scan.eachDealerOf = groupsNamed(groups, stage, [&](model::EntityKind kind) { return population.kindAllowed(kind); });
    if (scan.eachDealerOf.empty())
        return {};
    Waterfall waterfall;
    auto samples = stageSamples(population, groups, scan, waterfall, cancel).ofDealers;
    return tellDealers(facts, groups, scan.eachDealerOf, samples);
}

} // namespace dealerlens::reports
