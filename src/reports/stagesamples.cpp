// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/stagesamples.h"

#include "reports/parallel.h"
#include "reports/rowlist.h"
#include "reports/stagescan.h"
#include "stats/blockbootstrap.h"

#include <algorithm>
#include <optional>

namespace dealerlens::reports {
namespace {

class Sampler final : public StayListener {
public:
    Sampler(const Population &population, const StageGroups &groups, const StageScan &scan)
        : m_items(population.facts().items)
        , m_hasOthers(scan.othersToo)
        , m_isEachItemOnce(scan.visits == VisitsCounted::First)
        , m_width(scan.eachDealerOf.size())
        , m_places(groups.size(), kOfAll)
        , m_samples { std::vector<StageSample>(m_hasOthers ? groups.size() : 0),
            std::vector<StageSample>(population.facts().portals.size() * m_width) }
    {
        for (std::uint32_t place = 0; place < m_width; ++place) {
            m_places[scan.eachDealerOf[place]] = place;
            m_kinds.push_back(groups.at(scan.eachDealerOf[place]).kind);
        }
        for (std::vector<StageSample *> &targets : m_targets)
            targets.resize(groups.size());
    }

    [[nodiscard]] bool wants(std::uint32_t group) const override { return m_hasOthers || m_places[group] != kOfAll; }

    void sift(std::uint32_t item, Fate fate) override
    {
        ++m_fates[std::size_t(fate)];
        if (m_portal != m_items.portal[item])
            enter(m_items.portal[item]);
        m_here = m_targets[m_items.kind[item] == model::EntityKind::Lead ? 0 : 1].data();
    }

    void meet(std::uint32_t, std::uint32_t group) override { sampleOf(group).isMet = true; }

    [[gnu::always_inline]] void take(const CountedStay &stay) override
    {
        StageSample &sample = sampleOf(stay.visit.group);
        if (stay.isLate && sample.watchedFrom.empty())
            sample.watchedFrom.resize(sample.exits.size());
        if (stay.isLate || !sample.watchedFrom.empty())
            sample.watchedFrom.push_back(stay.watchedFrom);
        sample.exits.push_back(stats::exitOf(stay.seconds, stay.visit.left != base::kNever));
        if (!m_isEachItemOnce)
            sample.item.push_back(std::uint32_t(sample.items)); // items grows after the item's last stay
        sample.add(stay);
    }

    [[gnu::always_inline]] void finish(std::uint32_t, std::uint32_t group, const ItemStays &stays) override { sampleOf(group).add(stays); }

    [[gnu::always_inline]] void again(std::uint32_t group, const LaterStay &stay) { sampleOf(group).add(stay); }

    [[nodiscard]] StageSamples result() { return std::move(m_samples); }

    void addTo(Waterfall &waterfall) const
    {
        for (std::size_t fate = 0; fate < m_fates.size(); ++fate)
            waterfall.add(Fate(fate), m_fates[fate]);
    }

private:
    static constexpr std::uint32_t kOfAll = std::numeric_limits<std::uint32_t>::max();

    // Where stays of a portal's leads and deals go, by group. An item of another kind counts for nobody's dealer.
    void enter(facts::Index portal)
    {
        m_portal = portal;
        StageSample *const ofDealer = m_samples.ofDealers.data() + std::size_t(portal) * m_width;
        for (std::size_t kind = 0; kind < m_targets.size(); ++kind) {
            for (std::size_t group = 0; group < m_places.size(); ++group) {
                const std::uint32_t place = m_places[group];
                const bool isOfAll = place == kOfAll || (m_hasOthers && (m_kinds[place] == model::EntityKind::Lead) != (kind == 0));
                m_targets[kind][group] = !isOfAll ? ofDealer + place : m_hasOthers ? &m_samples.ofGroups[group] : nullptr;
            }
        }
    }

    // The group is wanted.
    [[nodiscard]] StageSample &sampleOf(std::uint32_t group) const { return *m_here[group]; }

    const facts::ItemColumns &m_items;
    const bool m_hasOthers;
    const bool m_isEachItemOnce;
    const std::size_t m_width;
    std::vector<std::uint32_t> m_places; // of groups in StageScan::eachDealerOf
    std::vector<model::EntityKind> m_kinds; // of those
    std::array<std::int64_t, std::size_t(Fate::Counted) + 1> m_fates {};
    StageSamples m_samples;
    std::array<std::vector<StageSample *>, 2> m_targets; // of the portal's leads and deals
    facts::Index m_portal = facts::kNone;
    StageSample *const *m_here = nullptr; // of the item
};

// The stays of one stage behind one of its numbers.
class StayRows final : public StayListener {
public:
    StayRows(RowList &list, const StageGroups &groups)
        : m_list(list)
    {
        const RowsScope &scope = list.scope();
        for (std::uint32_t group = 0; group < groups.size(); ++group)
            m_isAsked.push_back(!scope.stage || isNamed(groups.at(group), *scope.stage, scope.grouping));
    }

    [[nodiscard]] bool wants(std::uint32_t group) const override { return m_isAsked[group]; }

    void sift(std::uint32_t item, Fate fate) override { m_list.sift(item, fate); }

    void meet(std::uint32_t, std::uint32_t) override { }

    void take(const CountedStay &stay) override
    {
        const bool isOpen = stay.visit.left == base::kNever;
        if (m_list.wants(Count::Visits) || (m_list.wants(Count::Open) && isOpen) || (m_list.wants(Count::Left) && !isOpen)
            || (m_list.wants(Count::OverLimit) && stay.overLimit) || (m_list.wants(Count::WatchedLate) && stay.isLate))
            m_list.add(stay.item, stay.visit);
    }

    void finish(std::uint32_t item, std::uint32_t, const ItemStays &stays) override
    {
        if (m_list.wants(Count::Entered) || (m_list.wants(Count::Reentered) && stays.stays > 1)
            || (m_list.wants(Count::Closed) && stays.hasEnded))
            m_list.add(item);
    }

private:
    RowList &m_list;
    std::vector<bool> m_isAsked; // per group
};

// What other items did in the same group.
void join(StageSample &into, StageSample &&from)
{
    const auto append = [](auto &to, const auto &more) { to.insert(to.end(), more.begin(), more.end()); };
    for (std::uint32_t &item : from.item)
        item += std::uint32_t(into.items);
    if (into.watchedFrom.empty() != from.watchedFrom.empty()) {
        into.watchedFrom.resize(into.exits.size());
        from.watchedFrom.resize(from.exits.size());
    }
    append(into.watchedFrom, from.watchedFrom);
    append(into.exits, from.exits);
    append(into.item, from.item);
    static_cast<StageSums &>(into).join(from);
    from = {};
}

} // namespace

void StageSums::join(const StageSums &other)
{
    late += other.late;
    items += other.items;
    reentered += other.reentered;
    overLimit += other.overLimit;
    closed += other.closed;
    totalSeconds += other.totalSeconds;
    reworkSeconds += other.reworkSeconds;
    if (other.hasLimit)
        addLimit(other.limit);
    isMet = isMet || other.isMet;
}

std::size_t stayParts(const facts::Snapshot &facts) { return std::min(facts.items.ranges().size(), kStayParts); }

void eachStay(const Population &population, const ItemStates *states, const StageGroups &groups, const StageScan &scan,
    StayListener &listener, const base::CancelToken &cancel)
{
    WorkClocks clocks;
    StageScanner scanner(population, groups, scan, listener, clocks);
    for (const facts::RowRange &range : population.facts().items.ranges()) {
        if (cancel.isCancelled())
            break;
        scanner.enter(range.portal);
        for (std::uint32_t item = range.first; item < range.last; ++item)
            scanner.sift(item, states);
    }
}

namespace {

using PartSamples = std::vector<StageSamples>;

// The samples at that place of all parts, in their order.
StageSample joined(PartSamples &parts, std::vector<StageSample> StageSamples::*samples, std::size_t place)
{
    StageSample result;
    const auto room = [&](auto column) {
        std::size_t rows = 0;
        for (const StageSamples &part : parts)
            rows += ((part.*samples)[place].*column).size();
        (result.*column).reserve(rows);
    };
    room(&StageSample::exits);
    room(&StageSample::item);
    for (StageSamples &part : parts)
        join(result, std::move((part.*samples)[place]));
    return result;
}

} // namespace

StageSamples stageSamples(
    const Population &population, const StageGroups &groups, const StageScan &scan, Waterfall &waterfall, const base::CancelToken &cancel)
{
    const auto states = statesFor(population);
    const ItemStates *const asked = states ? &*states : nullptr;
    // Runs of portals, joined in their order: the samples are the same whatever the number of threads.
    const std::size_t parts = stayParts(population.facts());
    std::vector<Waterfall> waterfalls(parts);
    PartSamples samples(parts);
    const unsigned threads = threadsFor(population.facts().visits.size());
    std::vector<WorkClocks> clocks(threads);
    inParallel(threads, parts, [&](unsigned thread, std::size_t part) {
        Sampler sampler(population, groups, scan);
        scanPart(StageScanner(population, groups, scan, sampler, clocks[thread]), population, scan, asked, part, cancel);
        sampler.addTo(waterfalls[part]);
        samples[part] = sampler.result();
    });
    for (const Waterfall &part : waterfalls)
        waterfall.join(part);
    StageSamples result = Sampler(population, groups, scan).result();
    const std::size_t ofGroups = result.ofGroups.size();
    inParallel(threads, ofGroups + result.ofDealers.size(), [&](unsigned, std::size_t i) {
        if (i < ofGroups)
            result.ofGroups[i] = joined(samples, &StageSamples::ofGroups, i);
        else
            result.ofDealers[i - ofGroups] = joined(samples, &StageSamples::ofDealers, i - ofGroups);
    });
    const std::size_t width = scan.eachDealerOf.size();
    for (std::size_t i = 0; scan.othersToo && i < result.ofDealers.size(); ++i)
        join(result.ofGroups[scan.eachDealerOf[i % width]], StageSample(result.ofDealers[i]));
    return result;
}

void stageTimesRows(RowList &list, const base::CancelToken &cancel)
{
    const RowsScope &scope = list.scope();
    const StageGroups groups(list.population(), scope.grouping);
    StayRows rows(list, groups);
    eachStay(list.population(), &list.states(), groups, { scope.visits, scope.finalStages }, rows, cancel);
}

namespace {

// As the curve takes them.
struct Expanded {
    explicit Expanded(const StageSample &sample)
        : watchedFrom(sample.late > 0 ? std::span(sample.watchedFrom) : std::span<const std::int64_t>())
    {
        for (const stats::Exit exit : sample.exits) {
            seconds.push_back(exit >> 1);
            ended.push_back((exit & stats::kOngoing) == 0 ? 1 : 0);
        }
    }

    [[nodiscard]] stats::Stays stays() const { return { seconds, ended, watchedFrom }; }

    std::vector<std::int64_t> seconds;
    std::vector<std::uint8_t> ended;
    std::span<const std::int64_t> watchedFrom;
};

} // namespace

stats::SurvivalCurve curveOf(const StageSample &sample) { return stats::kaplanMeier(Expanded(sample).stays()); }

stats::SurvivalSummary summaryOf(const StageSample &sample, std::span<const stats::Exit> sorted, const stats::SummaryAsked &asked)
{
    return sample.late > 0 ? stats::summarize(Expanded(sample).stays(), asked) : stats::summarize(sorted, asked);
}

bool isEachItemOnce(const StageSample &sample) { return sample.items == std::int64_t(sample.exits.size()); }

SortedStays sortedStays(StageSample &sample)
{
    constexpr std::int64_t kManyItems = 10'000;
    SortedStays sorted;
    if (!isEachItemOnce(sample) && sample.late == 0 && sample.items > kManyItems) {
        auto [exits, blocks] = stats::blockStays(std::exchange(sample.exits, {}), std::exchange(sample.item, {}));
        return { std::move(exits), std::move(blocks) };
    }
    const bool isNeeded = sample.late > 0 || !isEachItemOnce(sample); // as it is, later
    sorted.exits = isNeeded ? sample.exits : std::move(sample.exits);
    stats::sort(sorted.exits);
    return sorted;
}

stats::TimeInterval drawnMedianInterval(const StageSample &sample, const SortedStays &sorted)
{
    // Fewer replicates for very large groups: their interval is narrow, and the answer is waited for.
    constexpr std::int64_t kWork = 20'000'000;
    stats::BootstrapPlan plan;
    plan.replicates = int(std::clamp<std::int64_t>(kWork / std::int64_t(sorted.exits.size()), 40, plan.replicates));
    if (!sorted.blocks.empty())
        return stats::blockQuantileInterval(sorted.exits, sorted.blocks, 0.5, plan);
    return stats::clusterQuantileInterval(Expanded(sample).stays(), sample.item, 0.5, plan);
}

} // namespace dealerlens::reports
