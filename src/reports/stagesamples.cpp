// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/stagesamples.h"

#include "reports/parallel.h"
#include "reports/rowlist.h"
#include "stats/bootstrap.h"

#include <algorithm>
#include <optional>

namespace dealerlens::reports {
namespace {

template <class Listener> class StageScanner final {
public:
    StageScanner(const Population &population, const StageGroups &groups, const StageScan &scan, Listener &listener)
        : m_population(population)
        , m_groups(groups)
        , m_scan(scan)
        , m_listener(listener)
        , m_met(groups.size())
    {
    }

    void sift(std::uint32_t item, const ItemStates *states)
    {
        const bool isLater = mayCount(item);
        if (m_scan.samplesOnly && !isLater)
            return;
        Fate fate = m_population.sift(item, false);
        if (fate == Fate::Counted && states && !states->isAsked(states->latesOf(item)))
            fate = Fate::OutsideFilter;
        m_listener.sift(item, fate);
        if (fate == Fate::Counted)
            isLater ? scan(item) : meet(item);
    }

private:
    // Did it enter anything in the period? Of most items that is answered without a look at their stays.
    [[nodiscard]] bool mayCount(std::uint32_t item) const
    {
        const facts::Snapshot &facts = m_population.facts();
        const std::uint32_t first = facts.items.firstVisit[item];
        const base::UtcSeconds since = m_scan.recentSeconds > 0 ? m_population.nowOf(item) - m_scan.recentSeconds : base::kNever;
        for (std::uint32_t visit = first; visit < first + facts.items.visitCount[item]; ++visit) {
            const base::UtcSeconds entered = facts.visits.entered[visit];
            if (entered >= since && m_population.inPeriod(item, entered))
                return true;
        }
        return false;
    }

    void meet(std::uint32_t item)
    {
        (void)eachGroupVisit(m_population, m_groups, item, [&](const GroupVisit &visit) {
            if (m_listener.wants(visit.group) && m_population.stageAllowed(visit.stage))
                m_listener.meet(item, visit.group);
        });
    }

    void scan(std::uint32_t item)
    {
        const facts::Index last = eachGroupVisit(m_population, m_groups, item, [&](const GroupVisit &visit) {
            if (m_listener.wants(visit.group))
                take(item, visit);
        });
        const bool hasEnded = last >= 0 && m_population.facts().stages[std::size_t(last)].semantic != 'P';
        for (const std::uint32_t group : m_touched) {
            ItemStays &met = m_met[group];
            met.hasEnded = hasEnded;
            if (met.counted > 0)
                m_listener.finish(item, group, met);
            met = {};
        }
        m_touched.clear();
    }

    void take(std::uint32_t item, const GroupVisit &visit)
    {
        const bool isFinal = m_groups.at(visit.group).semantic != 'P';
        const bool isOpen = visit.left == base::kNever;
        if (!m_population.stageAllowed(visit.stage))
            return;
        m_listener.meet(item, visit.group);
        if (isFinal && (isOpen || !m_scan.finalStages))
            return;
        const base::UtcSeconds now = m_population.nowOf(item);
        CountedStay stay { .item = item, .visit = visit, .until = isOpen ? now : visit.left };
        stay.seconds = m_population.seconds(item, visit.entered, stay.until);
        ItemStays &met = m_met[visit.group];
        const bool isFirst = met.stays++ == 0;
        met.total += stay.seconds;
        if (isFirst) {
            m_touched.push_back(visit.group);
            met.first = stay.seconds;
        } else if (m_scan.visits == VisitsCounted::First) {
            return;
        }
        if (!m_population.inPeriod(item, visit.entered) || (m_scan.recentSeconds > 0 && visit.entered < now - m_scan.recentSeconds)
            || (m_population.asksPeople() && !m_population.userAllowed(m_population.userAt(item, visit.entered))))
            return;
        ++met.counted;
        complete(stay);
        m_listener.take(stay);
    }

    void complete(CountedStay &stay) const
    {
        const facts::Snapshot &facts = m_population.facts();
        stay.limit = m_population.limitOf(stay.visit.stage);
        // Working time is never longer than time.
        stay.overLimit = stay.limit >= 0 && stay.until - stay.visit.entered > stay.limit
            && m_population.business(stay.item, stay.visit.entered, stay.until) > stay.limit;
        const auto &portal = facts.portals[std::size_t(facts.items.portal[stay.item])];
        const base::UtcSeconds since = portal.watchedSince(facts.items.kind[stay.item]);
        stay.isLate = since != base::kNever && stay.visit.entered < since;
        stay.watchedFrom = stay.isLate ? m_population.seconds(stay.item, stay.visit.entered, since) : 0;
    }

    const Population &m_population;
    const StageGroups &m_groups;
    const StageScan &m_scan;
    Listener &m_listener;
    std::vector<ItemStays> m_met; // by group
    std::vector<std::uint32_t> m_touched;
};

class Sampler final : public StayListener {
public:
    Sampler(const Population &population, std::uint32_t groups, const StageScan &scan, Waterfall &waterfall)
        : m_portalOf(population.facts().items.portal)
        , m_dealersOf(scan.eachDealerOf)
        , m_isEachItemOnce(scan.visits == VisitsCounted::First)
        , m_waterfall(waterfall)
        , m_samples(m_dealersOf.empty() ? groups : population.facts().portals.size() * m_dealersOf.size())
    {
    }

    [[nodiscard]] bool wants(std::uint32_t group) const override
    {
        return m_dealersOf.empty() || std::ranges::find(m_dealersOf, group) != m_dealersOf.end();
    }

    void sift(std::uint32_t, Fate fate) override { m_waterfall.add(fate); }

    void meet(std::uint32_t item, std::uint32_t group) override { sampleOf(item, group).isMet = true; }

    void take(const CountedStay &stay) override
    {
        StageSample &sample = sampleOf(stay.item, stay.visit.group);
        if (stay.isLate && sample.watchedFrom.empty())
            sample.watchedFrom.resize(sample.exits.size());
        if (stay.isLate || !sample.watchedFrom.empty())
            sample.watchedFrom.push_back(stay.watchedFrom);
        sample.exits.push_back(stats::exitOf(stay.seconds, stay.visit.left != base::kNever));
        if (!m_isEachItemOnce)
            sample.item.push_back(std::uint32_t(sample.items)); // items grows after the item's last stay
        sample.add(stay);
    }

    void finish(std::uint32_t item, std::uint32_t group, const ItemStays &stays) override { sampleOf(item, group).add(stays); }

    [[nodiscard]] std::vector<StageSample> result() { return std::move(m_samples); }

private:
    // The group is wanted.
    [[nodiscard]] StageSample &sampleOf(std::uint32_t item, std::uint32_t group)
    {
        if (m_dealersOf.empty())
            return m_samples[group];
        const auto place = std::size_t(std::ranges::find(m_dealersOf, group) - m_dealersOf.begin());
        return m_samples[std::size_t(m_portalOf[item]) * m_dealersOf.size() + place];
    }

    const decltype(facts::ItemColumns::portal) &m_portalOf;
    const std::vector<std::uint32_t> &m_dealersOf;
    const bool m_isEachItemOnce;
    Waterfall &m_waterfall;
    std::vector<StageSample> m_samples;
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

// A part of the items in a scan of their stays.
template <class Listener>
void scanPart(StageScanner<Listener> &&scanner, const Population &population, const StageScan &scan, const ItemStates *states,
    std::size_t part, const base::CancelToken &cancel)
{
    const facts::ItemColumns &items = population.facts().items;
    const std::size_t portals = items.ranges().size();
    const std::size_t parts = stayParts(population.facts());
    // Where nothing else is asked, blocks in which nobody entered anything in time are passed over.
    const auto blocks = scan.samplesOnly ? BegunBlocks::of(population.facts()) : nullptr;
    for (std::size_t i = portals * part / parts; i < portals * (part + 1) / parts && !cancel.isCancelled(); ++i) {
        const facts::RowRange &range = items.ranges()[i];
        const Population::PortalScope &scope = population.portal(range.portal);
        if (blocks) {
            const base::UtcSeconds since = scan.recentSeconds > 0 ? scope.now - scan.recentSeconds : base::kNever;
            blocks->eachEntered(items, i, std::max(scope.from, since), scope.to, [&](std::uint32_t item) { scanner.sift(item, states); });
            continue;
        }
        for (std::uint32_t item = range.first; item < range.last; ++item)
            scanner.sift(item, states);
    }
}

} // namespace

void StageSums::add(const CountedStay &stay)
{
    late += stay.isLate ? 1 : 0;
    overLimit += stay.overLimit ? 1 : 0;
    addLimit(stay.limit);
}

void StageSums::add(const ItemStays &stays)
{
    ++items;
    reentered += stays.stays > 1 ? 1 : 0;
    if (!stays.hasEnded)
        return;
    ++closed;
    totalSeconds += stays.total;
    reworkSeconds += stays.total - stays.first;
}

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
    StageScanner scanner(population, groups, scan, listener);
    for (const std::uint32_t item : population.facts().items.rows()) {
        if (item % 65'536 == 0 && cancel.isCancelled())
            break;
        scanner.sift(item, states);
    }
}

void eachStayOfPart(const Population &population, const ItemStates *states, const StageGroups &groups, const StageScan &scan,
    std::size_t part, StayListener &listener, const base::CancelToken &cancel)
{
    scanPart(StageScanner(population, groups, scan, listener), population, scan, states, part, cancel);
}

std::vector<StageSample> stageSamples(
    const Population &population, const StageGroups &groups, const StageScan &scan, Waterfall &waterfall, const base::CancelToken &cancel)
{
    const auto states = statesFor(population);
    const ItemStates *const asked = states ? &*states : nullptr;
    // Runs of portals, joined in their order: the samples are the same whatever the number of threads.
    const std::size_t parts = stayParts(population.facts());
    std::vector<Waterfall> waterfalls(parts);
    std::vector<std::vector<StageSample>> samples(parts);
    inParallel(threadsFor(population.facts().visits.size()), parts, [&](unsigned, std::size_t part) {
        Sampler sampler(population, groups.size(), scan, waterfalls[part]);
        scanPart(StageScanner(population, groups, scan, sampler), population, scan, asked, part, cancel);
        samples[part] = sampler.result();
    });
    for (const Waterfall &part : waterfalls)
        waterfall.join(part);
    std::vector<StageSample> result = Sampler(population, groups.size(), scan, waterfall).result();
    inParallel(threadsFor(population.facts().visits.size()), result.size(), [&](unsigned, std::size_t group) {
        std::size_t stays = 0;
        for (const std::vector<StageSample> &part : samples)
            stays += part[group].exits.size();
        result[group].exits.reserve(stays);
        for (std::vector<StageSample> &part : samples)
            join(result[group], std::move(part[group]));
    });
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

stats::TimeInterval drawnMedianInterval(const StageSample &sample)
{
    // Fewer replicates for very large groups: their interval is narrow, and the answer is waited for.
    constexpr std::int64_t kWork = 20'000'000;
    constexpr std::int64_t kManyItems = 10'000;
    stats::BootstrapPlan plan;
    plan.replicates = int(std::clamp<std::int64_t>(kWork / std::int64_t(sample.exits.size()), 40, plan.replicates));
    if (sample.late == 0 && sample.items > kManyItems)
        return stats::blockQuantileInterval(sample.exits, sample.item, 0.5, plan);
    return stats::clusterQuantileInterval(Expanded(sample).stays(), sample.item, 0.5, plan);
}

stats::TimeInterval medianInterval(const StageSample &sample, const stats::SurvivalCurve &curve)
{
    return isEachItemOnce(sample) ? curve.quantileInterval(0.5) : drawnMedianInterval(sample);
}

} // namespace dealerlens::reports
