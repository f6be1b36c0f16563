// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/staymedians.h"

#include "reports/parallel.h"
#include "reports/stagesamples.h"
#include "reports/staytable.h"
#include "reports/tally.h"
#include "stats/intervals.h"

#include <algorithm>
#include <numeric>

namespace dealerlens::reports {
namespace {

using Bins = std::array<std::uint32_t, StayTable::kBins>;

double middle(std::uint32_t lower, std::uint32_t upper) { return double(lower) + 0.5 * (double(upper) - double(lower)); }

// The two middle ones of a number of stays that come one after the other, in their order.
struct Middles {
    std::uint32_t left = 0; // until the lower one, and that one
    std::uint32_t count = 0;
    std::uint32_t lower = 0;
    std::uint32_t upper = 0;

    void begin(std::uint32_t all)
    {
        count = all;
        left = (all + 1) / 2;
    }

    [[gnu::always_inline]] void pass(std::uint32_t seconds)
    {
        if (left-- > 1) [[likely]]
            return;
        (left == 0 ? lower : upper) = seconds; // from then on it is far from one
    }

    [[nodiscard]] std::optional<double> median() const
    {
        return count == 0 ? std::nullopt : std::optional(count % 2 == 1 ? double(lower) : middle(lower, upper));
    }
};

// What one thread needs for a dealer.
struct Work {
    std::vector<std::uint32_t> rows; // kept of a question with a period
    std::vector<std::uint16_t> leaves; // of the rows, in their order; the last one: not asked for
    std::vector<std::uint32_t> counts; // by leaf
    std::vector<std::uint32_t> left;
};

class StayCounter final {
public:
    StayCounter(const Population &population, const StayTable &table, const TreeShape &shape, TreeLevel depth)
        : m_population(population)
        , m_table(table)
        , m_shape(shape)
        , m_depth(depth)
        , m_bins(shape.departments - shape.dealers)
        , m_targets(m_bins.size())
        , m_medians(shape.nodes.size())
    {
    }

    [[nodiscard]] std::vector<std::optional<double>> run(const base::CancelToken &cancel)
    {
        const unsigned threads = threadsFor(m_table.seconds.size());
        std::vector<Work> work(threads);
        inParallel(threads, m_bins.size(), [&](unsigned thread, std::size_t dealer) {
            if (!cancel.isCancelled())
                take(work[thread], dealer);
        });
        const std::size_t above = m_depth == TreeLevel::Network ? 1 : m_shape.dealers; // network and regions
        inParallel(threads, cancel.isCancelled() ? 0 : above, [&](unsigned, std::size_t node) { takeAbove(std::uint32_t(node)); });
        return std::move(m_medians);
    }

private:
    // What a question leaves of a portal's rows.
    struct Scope {
        Second now = 0;
        Second from = 0;
        Second length = kNoSecond;
        bool isWhole = false; // all rows in time, none of them deleted later
    };

    [[nodiscard]] facts::Index portalOf(std::size_t dealer) const
    {
        return m_shape.leaves[m_shape.nodes[m_shape.dealers + dealer].from].portal;
    }

    [[nodiscard]] Scope scopeOf(facts::Index portal) const
    {
        const Population::PortalScope &asked = m_population.portal(portal);
        const StayTable::Portal &own = m_table.portals[std::size_t(portal)];
        const auto clamped = [](base::UtcSeconds at) { return Second(std::clamp<base::UtcSeconds>(at, 0, kNoSecond)); };
        Scope scope { .now = clamped(asked.now), .from = clamped(asked.from) };
        scope.length = std::max(clamped(asked.to), scope.from) - scope.from;
        scope.isWhole = own.lastLeft <= scope.now && own.lastDeleted <= scope.now && asked.from <= 0 && asked.to >= kNoSecond;
        return scope;
    }

    // The leaf of every code, or one that is none.
    [[nodiscard]] std::vector<std::uint16_t> targetsOf(facts::Index portal, std::uint16_t none, bool isWhole) const
    {
        std::vector<std::uint16_t> targets;
        for (const StayTable::Code &code : m_table.portals[std::size_t(portal)].codes) {
            const bool isAsked = m_population.sourceChosen(std::size_t(code.source))
                && m_population.campaignChosen(std::size_t(code.campaign)) && m_population.userAllowed(code.user)
                && isFunnelAsked(code.funnel) && !(isWhole && code.isDeleted);
            targets.push_back(isAsked ? code.leaf : none);
        }
        return targets;
    }

    [[nodiscard]] bool isFunnelAsked(facts::Index funnel) const
    {
        if (!m_population.funnelAllowed(funnel))
            return false;
        return funnel < 0 || m_population.kindAllowed(m_population.facts().funnels[std::size_t(funnel)].kind);
    }

    // In order, use(row) for what the question leaves of rows [from, to) but for their codes.
    template <class Use> void eachInTime(facts::Index portal, const Scope &scope, std::uint32_t from, std::uint32_t to, Use use) const
    {
        const StayTable::Portal &own = m_table.portals[std::size_t(portal)];
        const Second *const entered = m_table.entered.data();
        const std::uint32_t *const seconds = m_table.seconds.data();
        auto deleted = std::ranges::lower_bound(own.deleted, std::pair(from, Second(0)));
        for (std::uint32_t row = from; row < to; ++row) {
            bool isIn = entered[row] - scope.from < scope.length;
            isIn = isIn && entered[row] <= scope.now && seconds[row] <= scope.now - entered[row];
            if (deleted != own.deleted.end() && deleted->first == row) {
                isIn = isIn && deleted->second > scope.now;
                ++deleted;
            }
            if (isIn)
                use(row);
        }
    }

    void take(Work &work, std::size_t dealer)
    {
        const facts::Index portal = portalOf(dealer);
        if (!m_population.portal(portal).allowed || m_population.portal(portal).now < 0)
            return;
        const StayTable::Portal &own = m_table.portals[std::size_t(portal)];
        const TreeShape::Node &node = m_shape.nodes[m_shape.dealers + dealer];
        const auto none = std::uint16_t(node.to - node.from);
        const Scope scope = scopeOf(portal);
        const std::uint32_t first = own.bins.front();
        const std::uint32_t end = own.bins.back();
        m_targets[dealer] = targetsOf(portal, none, scope.isWhole);
        work.counts.assign(std::size_t(none) + 1, 0);
        if (scope.isWhole) {
            work.leaves.resize(end - first);
            countAll(work, dealer, own, none);
            return tell(work, dealer, end - first, [first](std::size_t i) { return first + std::uint32_t(i); });
        }
        work.rows.clear();
        work.leaves.clear();
        eachInTime(portal, scope, first, end, [&](std::uint32_t row) {
            const std::uint16_t leaf = m_targets[dealer][m_table.code[row]];
            if (leaf == none)
                return;
            work.rows.push_back(row);
            work.leaves.push_back(leaf);
            ++work.counts[leaf];
            ++m_bins[dealer][StayTable::binOf(m_table.seconds[row])];
        });
        tell(work, dealer, work.rows.size(), [&work](std::size_t i) { return work.rows[i]; });
    }

    // Rows of a bin are neighbours, so that those asked for are counted by those that are not.
    void countAll(Work &work, std::size_t dealer, const StayTable::Portal &own, std::uint16_t none)
    {
        const std::uint16_t *const targets = m_targets[dealer].data();
        const std::uint16_t *const codes = m_table.code.data();
        std::uint16_t *leaf = work.leaves.data();
        std::uint32_t *const counts = work.counts.data();
        for (std::size_t bin = 0; bin < StayTable::kBins; ++bin) {
            const std::uint32_t before = counts[none];
            for (std::uint32_t row = own.bins[bin]; row < own.bins[bin + 1]; ++row) {
                *leaf = targets[codes[row]];
                ++counts[*leaf++];
            }
            m_bins[dealer][bin] = own.bins[bin + 1] - own.bins[bin] - (counts[none] - before);
        }
    }

    // Medians of a dealer and of all below it, from its rows in order of their seconds.
    template <class RowAt> void tell(Work &work, std::size_t dealer, std::size_t rows, RowAt rowAt)
    {
        const TreeShape::Node &node = m_shape.nodes[m_shape.dealers + dealer];
        const auto none = std::size_t(node.to - node.from);
        Middles all;
        all.begin(std::accumulate(work.counts.begin(), work.counts.end() - 1, 0U));
        const bool isDeep = m_depth >= TreeLevel::Department;
        std::vector<Middles> leaves(none + 1);
        std::vector<Middles> departments(node.childEnd - node.firstChild);
        std::vector<std::uint16_t> departmentOf(none + 1);
        for (std::size_t i = 0; i < departments.size(); ++i) {
            const TreeShape::Node &department = m_shape.nodes[node.firstChild + i];
            const auto begin = work.counts.begin() + std::ptrdiff_t(department.from - node.from);
            departments[i].begin(std::accumulate(begin, begin + std::ptrdiff_t(department.to - department.from), 0U));
            std::fill_n(
                departmentOf.begin() + std::ptrdiff_t(department.from - node.from), department.to - department.from, std::uint16_t(i));
        }
        for (std::size_t leaf = 0; leaf < none; ++leaf)
            leaves[leaf].begin(work.counts[leaf]);
        const std::uint32_t *const seconds = m_table.seconds.data();
        const bool hasDepartments = isDeep && departments.size() > 1;
        for (std::size_t i = 0; i < rows; ++i) {
            const std::uint16_t leaf = work.leaves[i];
            if (leaf == none)
                continue;
            const std::uint32_t row = rowAt(i);
            all.pass(seconds[row]);
            if (isDeep)
                leaves[leaf].pass(seconds[row]);
            if (hasDepartments)
                departments[departmentOf[leaf]].pass(seconds[row]);
        }
        m_medians[m_shape.dealers + dealer] = all.median();
        for (std::size_t i = 0; isDeep && i < departments.size(); ++i) {
            const TreeShape::Node &department = m_shape.nodes[node.firstChild + i];
            m_medians[node.firstChild + i] = departments.size() > 1 ? departments[i].median() : all.median();
            for (std::uint32_t employee = department.firstChild; employee < department.childEnd; ++employee)
                m_medians[employee] = leaves[m_shape.nodes[employee].from - node.from].median();
        }
    }

    // Network or region: the dealers' stays of the bins of the two middle ones.
    void takeAbove(std::uint32_t index)
    {
        const TreeShape::Node &node = m_shape.nodes[index];
        std::vector<std::size_t> dealers;
        Bins bins {};
        for (std::size_t dealer = 0; dealer < m_bins.size(); ++dealer) {
            const TreeShape::Node &own = m_shape.nodes[m_shape.dealers + dealer];
            if (own.from < node.from || own.from >= node.to)
                continue;
            dealers.push_back(dealer);
            for (std::size_t bin = 0; bin < bins.size(); ++bin)
                bins[bin] += m_bins[dealer][bin];
        }
        const std::uint32_t count = std::accumulate(bins.begin(), bins.end(), 0U);
        if (count == 0)
            return;
        const std::uint32_t lower = nth(dealers, bins, (count - 1) / 2);
        m_medians[index] = count % 2 == 1 ? double(lower) : middle(lower, nth(dealers, bins, count / 2));
    }

    [[nodiscard]] std::uint32_t nth(const std::vector<std::size_t> &dealers, const Bins &bins, std::uint32_t place) const
    {
        std::size_t bin = 0;
        for (; place >= bins[bin]; ++bin)
            place -= bins[bin];
        std::vector<std::uint32_t> seconds;
        seconds.reserve(bins[bin]);
        for (const std::size_t dealer : dealers)
            gather(dealer, bin, seconds);
        std::ranges::nth_element(seconds, seconds.begin() + std::ptrdiff_t(place));
        return seconds[place];
    }

    void gather(std::size_t dealer, std::size_t bin, std::vector<std::uint32_t> &seconds) const
    {
        if (m_bins[dealer][bin] == 0)
            return;
        const facts::Index portal = portalOf(dealer);
        const StayTable::Portal &own = m_table.portals[std::size_t(portal)];
        const TreeShape::Node &node = m_shape.nodes[m_shape.dealers + dealer];
        const Scope scope = scopeOf(portal);
        const auto add = [&](std::uint32_t row) {
            if (m_targets[dealer][m_table.code[row]] != node.to - node.from)
                seconds.push_back(m_table.seconds[row]);
        };
        if (!scope.isWhole)
            return eachInTime(portal, scope, own.bins[bin], own.bins[bin + 1], add);
        for (std::uint32_t row = own.bins[bin]; row < own.bins[bin + 1]; ++row)
            add(row);
    }

    const Population &m_population;
    const StayTable &m_table;
    const TreeShape &m_shape;
    const TreeLevel m_depth;
    std::vector<Bins> m_bins; // by dealer
    std::vector<std::vector<std::uint16_t>> m_targets; // by dealer: leaf of each code
    std::vector<std::optional<double>> m_medians;
};

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

std::vector<std::optional<double>> scannedStayMedians(
    const Population &population, const ItemStates *states, const TreeShape &shape, TreeLevel depth, const base::CancelToken &cancel)
{
    StayCollector collector(population, shape);
    const StageGroups groups(population, StageGrouping::OwnStage);
    eachStay(population, states, groups, { .visits = VisitsCounted::All }, collector, cancel);
    collector.samples.sortByGroup(std::uint32_t(shape.leaves.size()));
    std::vector<std::optional<double>> result(shape.nodes.size());
    inParallel(threadsFor(population.facts().visits.size()), shape.nodes.size(), [&](unsigned, std::size_t node) {
        const auto seconds = collector.samples.seconds(shape.nodes[node].from, shape.nodes[node].to);
        std::vector<std::int64_t> values(seconds.begin(), seconds.end());
        if (shape.nodes[node].level <= depth)
            result[node] = stats::percentile(values, 0.5);
    });
    return result;
}

std::vector<std::optional<double>> stayMedians(const Population &population, const ItemStates *states,
    const std::shared_ptr<const TreeShape> &shape, TreeLevel depth, const base::CancelToken &cancel)
{
    const Question &question = population.question();
    // The table knows the clock on the wall, who was responsible then, and nothing of tests, junk and lates.
    const bool isPlain = states == nullptr && !question.businessTime && question.responsibleAtEvent && !question.withTests
        && !question.withoutJunk && question.lates.empty();
    const auto table = isPlain ? stayTable(population.facts()) : nullptr;
    return table ? StayCounter(population, *table, *shape, depth).run(cancel)
                 : scannedStayMedians(population, states, *shape, depth, cancel);
}

} // namespace dealerlens::reports
