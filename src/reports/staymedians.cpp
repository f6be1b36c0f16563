// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/staymedians.h"

#include "reports/keptstays.h"
#include "reports/parallel.h"
#include "reports/stagesamples.h"
#include "reports/staytable.h"
#include "reports/tally.h"
#include "stats/intervals.h"
#include "stats/sortedmedian.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

namespace dealerlens::reports {
namespace {

using Stays = std::span<const std::uint32_t>; // their seconds, in rising order

// A thread's memory: for what is left of stays, in pieces that the heap still has for the next question.
class Room final {
public:
    // For so many neighbours; where they end is told by set().
    [[nodiscard]] std::uint32_t *reserve(std::size_t numbers)
    {
        constexpr std::size_t kPiece = 1U << 18;
        if (std::size_t(m_end - m_next) < numbers) {
            const std::size_t size = std::max(kPiece, numbers);
            m_next = m_pieces.emplace_back(std::make_unique_for_overwrite<std::uint32_t[]>(size)).get();
            m_end = m_next + size;
        }
        return m_next;
    }

    void set(std::uint32_t *next) { m_next = next; }

    stats::SortedMedian middleOf;

private:
    std::vector<std::unique_ptr<std::uint32_t[]>> m_pieces;
    std::uint32_t *m_next = nullptr;
    std::uint32_t *m_end = nullptr;
};

} // namespace

class StayCounter final {
public:
    StayCounter(const Population &population, std::shared_ptr<const StayTable> table, const TreeShape &shape, TreeLevel depth)
        : m_population(population)
        , m_kept(std::move(table))
        , m_table(*m_kept)
        , m_shape(shape)
        , m_depth(depth)
        , m_stays(2 * shape.leaves.size())
        , m_middles(shape.nodes.size())
        , m_untold(shape.dealers)
    {
        for (std::uint32_t node = 0; node < shape.dealers; ++node)
            m_untold[node] = shape.nodes[node].childEnd - shape.nodes[node].firstChild;
    }

    void take(unsigned thread, facts::Index portal)
    {
        const std::uint32_t dealer = m_shape.dealerOf[std::size_t(portal)];
        take(m_shape.nodes[dealer], m_rooms[thread]);
        tellAbove(dealer, m_rooms[thread]);
    }

    [[nodiscard]] NodeMedians told() const
    {
        NodeMedians medians(m_middles.size());
        for (std::size_t node = 0; node < medians.size(); ++node)
            if (m_middles[node])
                medians[node] = m_middles[node]->median();
        return medians;
    }

private:
    [[nodiscard]] StayScope scopeOf(facts::Index portal) const
    {
        const Population::PortalScope &asked = m_population.portal(portal);
        const StayTable::Portal &own = m_table.portals[std::size_t(portal)];
        const auto clamped = [](base::UtcSeconds at) { return Second(std::clamp<base::UtcSeconds>(at, 0, kNoSecond)); };
        StayScope scope { .now = clamped(asked.now), .from = clamped(asked.from) };
        scope.length = std::max(clamped(asked.to), scope.from) - scope.from;
        scope.isPast = own.lastLeft > scope.now;
        scope.hasPeriod = asked.from > 0 || asked.to < kNoSecond;
        const Question &question = m_population.question();
        if (!question.campaigns.empty() || !question.funnels.empty())
            chooseCodes(scope, own);
        else if (!question.sources.empty())
            chooseSources(scope, own);
        return scope; // kinds and people lie apart
    }

    void chooseCodes(StayScope &scope, const StayTable::Portal &own) const
    {
        for (const StayTable::Code &code : own.codes)
            scope.chosen.push_back(m_population.sourceChosen(std::size_t(code.source))
                && m_population.campaignChosen(std::size_t(code.campaign)) && m_population.funnelAllowed(code.funnel));
    }

    void chooseSources(StayScope &scope, const StayTable::Portal &own) const
    {
        scope.codes.emplace();
        for (std::size_t i = 0; i < own.sources.size(); ++i) {
            const auto [source, first] = own.sources[i];
            if (!m_population.sourceChosen(std::size_t(source)))
                continue;
            const std::size_t end = i + 1 < own.sources.size() ? own.sources[i + 1].second : own.codes.size();
            if (scope.codes->second == 0)
                scope.codes->first = first;
            if (scope.codes->first + scope.codes->second != first)
                return chooseCodes(scope, own);
            scope.codes->second = std::uint16_t(end - scope.codes->first);
        }
    }

    // How many numbers will be written for a portal at most.
    [[nodiscard]] std::size_t most(facts::Index portal, bool isWhole) const
    {
        const auto sizeOf = [&](const StayTable::Rows &rows) { return std::size_t { rows.places[std::size_t(portal)].rows }; };
        const std::size_t lasting = sizeOf(m_table.leads) + sizeOf(m_table.deals);
        const std::size_t deleted = sizeOf(m_table.deleted);
        return (isWhole ? 0 : lasting) + (deleted > 0 ? lasting + deleted : 0) + kKeptSlack;
    }

    // The stays of a dealer's leaves and the medians from it downwards.
    void take(const TreeShape::Node &dealer, Room &room)
    {
        const facts::Index portal = m_shape.leaves[dealer.from].portal;
        if (!m_population.portal(portal).allowed || m_population.portal(portal).now < 0)
            return;
        const StayScope scope = scopeOf(portal);
        const bool isWhole = scope.isWhole();
        std::uint32_t *out = room.reserve(most(portal, isWhole));
        for (std::uint32_t leaf = dealer.from; leaf < dealer.to; ++leaf) {
            if (!m_population.userAllowed(m_shape.leaves[leaf].user))
                continue;
            for (const bool isLead : { true, false }) {
                if (!m_population.kindAllowed(isLead ? model::EntityKind::Lead : model::EntityKind::Deal))
                    continue;
                const StayTable::Rows &rows = isLead ? m_table.leads : m_table.deals;
                const std::uint32_t from = rows.begin[leaf];
                const std::uint32_t to = rows.end[leaf];
                std::uint32_t *const first = out;
                out = isWhole ? out : keepStays(out, rows, from, to, scope);
                m_stays[2 * leaf + (isLead ? 1 : 0)] = isWhole ? Stays(rows.seconds.data() + from, to - from) : Stays(first, out);
            }
            out = addDeleted(out, leaf, scope);
        }
        room.set(out);
        for (std::uint32_t department = dealer.firstChild; m_depth >= TreeLevel::Department && department < dealer.childEnd; ++department) {
            const TreeShape::Node &node = m_shape.nodes[department];
            for (std::uint32_t employee = node.firstChild; m_depth >= TreeLevel::Employee && employee < node.childEnd; ++employee)
                tell(employee, room);
            tell(department, room);
        }
        if (m_depth >= TreeLevel::Dealer)
            tell(std::size_t(&dealer - m_shape.nodes.data()), room);
    }

    // Those of items that had not been deleted then: there are few of them.
    [[nodiscard]] std::uint32_t *addDeleted(std::uint32_t *out, std::uint32_t leaf, const StayScope &scope)
    {
        std::uint32_t *const first = out;
        const StayTable::Rows &rows = m_table.deleted;
        const auto &codes = m_table.portals[std::size_t(m_shape.leaves[leaf].portal)].codes;
        for (std::uint32_t row = rows.begin[leaf]; row < rows.end[leaf]; ++row)
            if (rows.deletedSince[row] > scope.now && m_population.kindAllowed(codes[rows.code[row]].kind))
                out = keepStays(out, rows, row, row + 1, scope);
        if (out == first)
            return out;
        Stays &others = m_stays[std::size_t { 2 } * leaf];
        std::uint32_t *const end = std::copy(others.begin(), others.end(), out);
        std::inplace_merge(first, out, end);
        others = { first, end };
        return end;
    }

    // After all that is below a dealer: what is above it and waits for nothing else.
    void tellAbove(std::uint32_t dealer, Room &room)
    {
        const auto regions = std::span(m_shape.nodes).subspan(1, m_shape.dealers - 1);
        const auto region = std::ranges::upper_bound(regions, dealer, {}, &TreeShape::Node::firstChild) - regions.begin();
        if (--m_untold[std::size_t(region)] > 0)
            return;
        if (m_depth >= TreeLevel::Region)
            tell(std::size_t(region), room);
        if (--m_untold[0] == 0)
            tell(0, room);
    }

    // After those below it.
    void tell(std::size_t index, Room &room)
    {
        const TreeShape::Node &node = m_shape.nodes[index];
        std::optional<stats::NumberRange> range;
        for (std::uint32_t child = node.firstChild; child < node.childEnd; ++child)
            if (const auto &middle = m_middles[child])
                range = range ? stats::NumberRange(std::min(range->first, middle->lower), std::max(range->second, middle->upper))
                              : stats::NumberRange(middle->lower, middle->upper);
        const std::size_t from = std::size_t { 2 } * node.from;
        m_middles[index] = room.middleOf(std::span(m_stays).subspan(from, std::size_t { 2 } * node.to - from), range);
    }

    const Population &m_population;
    const std::shared_ptr<const StayTable> m_kept;
    const StayTable &m_table;
    const TreeShape &m_shape;
    const TreeLevel m_depth;
    std::array<Room, kMostThreads> m_rooms; // by thread
    std::vector<Stays> m_stays; // of each leaf those of deals, then those of leads
    std::vector<std::optional<stats::MiddleNumbers>> m_middles; // by node
    std::vector<std::atomic_uint32_t> m_untold; // of the network and of each region: how many below it
};

namespace {

class StayCollector final : public StayListener {
public:
    StayCollector(const Population &population, const TreeShape &shape)
        : m_population(population)
        , m_shape(shape)
    {
    }

    [[nodiscard]] bool wants(std::uint32_t) const override { return true; }

    void sift(std::uint32_t, Fate) override { }

    void meet(std::uint32_t, std::uint32_t) override { }

    void take(const CountedStay &stay) override
    {
        if (stay.visit.left == base::kNever)
            return;
        const facts::Index user = m_population.userAt(stay.item, stay.visit.entered);
        const std::size_t portal = std::size_t(m_population.facts().items.portal[stay.item]);
        samples.add(m_shape.places[user >= 0 ? std::size_t(user) : m_population.facts().users.size() + portal], stay.seconds, 1);
    }

    void finish(std::uint32_t, std::uint32_t, const ItemStays &) override { }

    Ages samples;

private:
    const Population &m_population;
    const TreeShape &m_shape;
};

} // namespace

NodeMedians scannedStayMedians(
    const Population &population, const ItemStates *states, const TreeShape &shape, TreeLevel depth, const base::CancelToken &cancel)
{
    StayCollector collector(population, shape);
    const StageGroups groups(population, StageGrouping::OwnStage);
    eachStay(population, states, groups, { .visits = VisitsCounted::All }, collector, cancel);
    collector.samples.sortByGroup(std::uint32_t(shape.leaves.size()));
    NodeMedians result(shape.nodes.size());
    inParallel(threadsFor(population.facts().visits.size()), shape.nodes.size(), [&](unsigned, std::size_t node) {
        const auto seconds = collector.samples.seconds(shape.nodes[node].from, shape.nodes[node].to);
        std::vector<std::int64_t> values(seconds.begin(), seconds.end());
        if (shape.nodes[node].level <= depth)
            result[node] = stats::percentile(values, 0.5);
    });
    return result;
}

NodeMedians stayMedians(
    const Population &population, const ItemStates *states, const TreeShape &shape, TreeLevel depth, const base::CancelToken &cancel)
{
    const auto medians = StayMedians::of(population, states, shape, depth);
    if (!medians)
        return scannedStayMedians(population, states, shape, depth, cancel);
    inParallel(threadsFor(population.facts().visits.size()), shape.dealerOf.size(), [&](unsigned thread, std::size_t portal) {
        if (!cancel.isCancelled())
            medians->take(thread, facts::Index(portal));
    });
    return medians->told();
}

StayMedians::StayMedians(std::unique_ptr<StayCounter> counter)
    : m_counter(std::move(counter))
{
}

StayMedians::~StayMedians() = default;

std::unique_ptr<StayMedians> StayMedians::of(
    const Population &population, const ItemStates *states, const TreeShape &shape, TreeLevel depth)
{
    const Question &question = population.question();
    // The table knows the clock on the wall, who was responsible then, and nothing of tests, junk and lates.
    const bool isPlain = states == nullptr && !question.businessTime && question.responsibleAtEvent && !question.withTests
        && !question.withoutJunk && question.lates.empty();
    auto table = isPlain ? stayTable(population.facts()) : nullptr;
    if (!table)
        return nullptr;
    return std::unique_ptr<StayMedians>(new StayMedians(std::make_unique<StayCounter>(population, std::move(table), shape, depth)));
}

void StayMedians::take(unsigned thread, facts::Index portal) { m_counter->take(thread, portal); }

NodeMedians StayMedians::told() const { return m_counter->told(); }

} // namespace dealerlens::reports
