// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/chaincount.h"
#include "reports/chainrows.h"
#include "reports/monthcells.h"
#include "reports/monthcube.h"
#include "reports/parallel.h"
#include "reports/staymedians.h"
#include "reports/tally.h"
#include "reports/treeshape.h"
#include "stats/ranking.h"

#include <QHash>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

namespace dealerlens::reports {
namespace {

// Metrics 9: what is known of each one's rate, drawn to the mean of all.
void addPosteriors(std::span<TreeNode *const> nodes)
{
    std::vector<stats::Share> shares;
    for (const TreeNode *node : nodes)
        shares.push_back({ node->measures.conversion.k, node->measures.conversion.n });
    const auto prior = stats::fitPrior(shares);
    if (!prior)
        return;
    constexpr std::size_t kRowsEach = 200; // a posterior costs what as many rows of a scan do
    inParallel(threadsFor(nodes.size() * kRowsEach), nodes.size(), [&](unsigned, std::size_t i) {
        const stats::Posterior known = stats::posterior(*prior, shares[i]);
        const stats::Posterior wide = stats::posterior(*prior, shares[i], 0.998);
        TreeNode &node = *nodes[i];
        node.posterior = known.mean;
        node.posteriorLow = known.interval.low;
        node.posteriorHigh = known.interval.high;
        node.posteriorLow998 = wide.interval.low;
        node.posteriorHigh998 = wide.interval.high;
    });
}

// What the nodes of an answer are made of; kept as long as any of them may still be.
struct TreeSums {
    std::shared_ptr<const TreeShape> shape;
    std::shared_ptr<const TreeFrame> frame;
    std::vector<Tally::Counts> above; // of network, regions and dealers, by node of the shape
    std::vector<Tally::Counts> counts; // by leaf; empty: the cube tells them
    std::shared_ptr<const MonthCube> cube;
    MonthCube::Range months;
    std::shared_ptr<const MonthCells> cells; // of a tree down to months
    std::vector<Durations> durations; // by node of the shape; empty: not wanted
    NodeMedians stayMedians; // likewise
    TreeLevel depth = TreeLevel::Employee;

    [[nodiscard]] facts::Index portalOf(std::uint32_t dealer) const { return shape->leaves[shape->nodes[dealer].from].portal; }
};

using TreeSumsPtr = std::shared_ptr<const TreeSums>;

Tally::Counts countsOf(const TreeSums &sums, std::uint32_t index)
{
    if (index < sums.above.size())
        return sums.above[index];
    const TreeShape::Node &shaped = sums.shape->nodes[index];
    if (sums.cube)
        return sums.cube->ofLeaves(shaped.from, shaped.to, sums.months);
    Tally::Counts result;
    for (std::uint32_t leaf = shaped.from; leaf < shaped.to; ++leaf)
        result.add(sums.counts[leaf]);
    return result;
}

// Of dealers that nobody has summed up yet.
void sumDealers(TreeSums &sums)
{
    constexpr std::size_t kRun = 32; // of dealers
    constexpr std::size_t kRowsOfLeaf = 20; // as much work as so many rows
    const TreeShape &shape = *sums.shape;
    std::vector<Tally::Counts> above(shape.departments);
    const std::size_t runs = (shape.departments - shape.dealers + kRun - 1) / kRun;
    inParallel(threadsFor(shape.leaves.size() * kRowsOfLeaf), runs, [&](unsigned, std::size_t run) {
        const std::size_t first = shape.dealers + run * kRun;
        for (std::size_t dealer = first; dealer < std::min<std::size_t>(first + kRun, shape.departments); ++dealer)
            above[dealer] = sums.cube ? sums.cube->ofDealer(std::uint32_t(dealer), sums.months) : countsOf(sums, std::uint32_t(dealer));
    });
    sums.above = std::move(above);
}

void sumUp(TreeSums &sums)
{
    const TreeShape &shape = *sums.shape;
    if (sums.above.empty())
        sumDealers(sums);
    for (std::uint32_t node = shape.dealers; node-- > 0;)
        for (std::uint32_t child = shape.nodes[node].firstChild; child < shape.nodes[node].childEnd; ++child)
            sums.above[node].add(sums.above[child]);
}

void describe(TreeNode &node, const TreeSums &sums, std::uint32_t index, const Tally::Counts &counts)
{
    const TreeShape::Node &shaped = sums.shape->nodes[index];
    node.level = shaped.level;
    node.name = shaped.name;
    node.measures = counts.measures();
    if (!sums.durations.empty())
        static_cast<Durations &>(node.measures) = sums.durations[index];
    if (!sums.stayMedians.empty())
        node.measures.stayMedian = sums.stayMedians[index];
    if (shaped.from == shaped.to)
        return;
    const Leaf &leaf = sums.shape->leaves[shaped.from];
    if (node.level >= TreeLevel::Region)
        node.region = leaf.region;
    if (node.level >= TreeLevel::Dealer)
        node.portal = leaf.portal;
    if (node.level >= TreeLevel::Department)
        node.department = leaf.department;
    if (node.level == TreeLevel::Employee)
        node.user = leaf.user;
}

// Of a dealer and whatever is above.
void cover(const TreeSums &sums, std::uint32_t index, CoverageSum &sum)
{
    const TreeShape::Node &shaped = sums.shape->nodes[index];
    if (shaped.level == TreeLevel::Dealer) {
        const auto portal = std::size_t(sums.portalOf(index));
        if (sums.frame->allowed[portal] != 0)
            sum.add(sums.frame->coverage[portal], sums.frame->visits[portal].first, sums.frame->visits[portal].second);
        return;
    }
    for (std::uint32_t child = shaped.firstChild; child < shaped.childEnd; ++child)
        cover(sums, child, sum);
}

// Regions and dealers of the question are shown even when nothing happened there, people and their departments only then.
bool isShown(const TreeSums &sums, std::uint32_t index, const Tally::Counts &counts)
{
    const TreeShape::Node &shaped = sums.shape->nodes[index];
    if (shaped.level > TreeLevel::Dealer)
        return !counts.isEmpty();
    if (shaped.level == TreeLevel::Dealer)
        return sums.frame->allowed[std::size_t(sums.portalOf(index))] != 0;
    for (std::uint32_t child = shaped.firstChild; child < shaped.childEnd; ++child)
        if (isShown(sums, child, counts))
            return true;
    return false;
}

// Months of an employee: shown only when something happened to what began in them.
TreeNodes monthsBelow(const TreeSumsPtr &sums, std::uint32_t employee)
{
    return TreeNodes([sums, employee] {
        const std::uint32_t leaf = sums->shape->nodes[employee].from;
        std::vector<TreeNode> result;
        for (std::uint32_t slot = 0; slot < sums->cells->calendar.width(); ++slot) {
            Tally::Counts counts;
            sums->cells->at(leaf, slot).addTo(counts);
            addOthers(counts);
            if (counts.isEmpty())
                continue;
            TreeNode &node = result.emplace_back();
            describe(node, *sums, employee, counts);
            static_cast<Durations &>(node.measures) = {};
            node.level = TreeLevel::Month;
            node.name = node.key = sums->cells->nameOf(slot);
        }
        return result;
    });
}

TreeNode nodeOf(const TreeSumsPtr &sums, std::uint32_t index, const Tally::Counts &counts);

TreeNodes nodesBelow(const TreeSumsPtr &sums, std::uint32_t parent)
{
    if (sums->shape->nodes[parent].level >= sums->depth)
        return {};
    if (sums->shape->nodes[parent].level == TreeLevel::Employee)
        return sums->cells ? monthsBelow(sums, parent) : TreeNodes();
    return TreeNodes([sums, parent] {
        const TreeShape::Node &shaped = sums->shape->nodes[parent];
        std::vector<TreeNode> result;
        result.reserve(shaped.childEnd - shaped.firstChild); // they are large
        for (std::uint32_t child = shaped.firstChild; child < shaped.childEnd; ++child) {
            const Tally::Counts counts = countsOf(*sums, child);
            if (isShown(*sums, child, counts))
                result.push_back(nodeOf(sums, child, counts));
        }
        return result;
    });
}

TreeNode nodeOf(const TreeSumsPtr &sums, std::uint32_t index, const Tally::Counts &counts)
{
    TreeNode node;
    describe(node, *sums, index, counts);
    if (node.level <= TreeLevel::Dealer) {
        CoverageSum coverage;
        cover(*sums, index, coverage);
        node.coverage = coverage.result();
    }
    node.children = nodesBelow(sums, index);
    return node;
}

// Of the dealers of a tree.
void addDealersPosteriors(TreeNode &root)
{
    std::vector<TreeNode *> dealers;
    for (TreeNode &region : root.children.edit())
        for (TreeNode &dealer : region.children.edit())
            dealers.push_back(&dealer);
    addPosteriors(dealers);
}

// Of every node that is shown. The nodes of a level share the leaves between them.
std::vector<Durations> durationsOf(const Tally &tally, const TreeShape &shape, TreeLevel depth)
{
    std::vector<Durations> result(shape.nodes.size());
    std::vector<std::uint32_t> firsts; // of each level, and where the last one ends
    for (std::uint32_t node = 0; node < shape.nodes.size(); ++node)
        if (node == 0 || shape.nodes[node].level != shape.nodes[node - 1].level)
            firsts.push_back(node);
    const std::size_t levels = std::min(firsts.size(), std::size_t(depth) + 1);
    firsts.push_back(std::uint32_t(shape.nodes.size()));
    inParallel(threadsFor(tally.samples()), levels, [&](unsigned, std::size_t level) {
        std::vector<std::uint32_t> partOfLeaf(shape.leaves.size());
        for (std::uint32_t node = firsts[level]; node < firsts[level + 1]; ++node)
            std::fill(partOfLeaf.begin() + shape.nodes[node].from, partOfLeaf.begin() + shape.nodes[node].to, node - firsts[level]);
        std::ranges::copy(tally.durations(partOfLeaf, firsts[level + 1] - firsts[level]), result.begin() + firsts[level]);
    });
    return result;
}

TreeNode nodeOf(const GroupRow &row, Dimension dimension, const QHash<QString, facts::Index> &portals)
{
    TreeNode node;
    node.level = TreeLevel::Group;
    node.name = row.name;
    node.key = row.key;
    node.measures = row.measures;
    node.coverage = row.coverage;
    if (dimension == Dimension::Region) {
        node.level = TreeLevel::Region;
    } else if (dimension == Dimension::Dealer || dimension == Dimension::Employee) {
        node.level = dimension == Dimension::Dealer ? TreeLevel::Dealer : TreeLevel::Employee;
        node.portal = portals.value(row.key.section(QLatin1Char('/'), 0, 0), facts::kNone);
    }
    return node;
}

} // namespace

struct TreeNodes::Kept {
    std::once_flag once;
    std::function<std::vector<TreeNode>()> make; // empty: made from the beginning
    std::vector<TreeNode> nodes;
};

TreeNodes::TreeNodes(std::vector<TreeNode> nodes)
    : m_kept(std::make_shared<Kept>())
{
    m_kept->nodes = std::move(nodes);
}

TreeNodes::TreeNodes(std::initializer_list<TreeNode> nodes)
    : TreeNodes(std::vector<TreeNode>(nodes))
{
}

TreeNodes::TreeNodes(std::function<std::vector<TreeNode>()> make)
    : m_kept(std::make_shared<Kept>())
{
    m_kept->make = std::move(make);
}

const std::vector<TreeNode> &TreeNodes::all() const
{
    static const std::vector<TreeNode> none;
    if (!m_kept)
        return none;
    std::call_once(m_kept->once, [this] {
        if (const auto make = std::exchange(m_kept->make, nullptr))
            m_kept->nodes = make();
    });
    return m_kept->nodes;
}

const TreeNode *TreeNodes::begin() const { return all().data(); }

const TreeNode *TreeNodes::end() const { return begin() + size(); }

std::size_t TreeNodes::size() const { return all().size(); }

const TreeNode &TreeNodes::operator[](std::size_t index) const { return all()[index]; }

std::vector<TreeNode> &TreeNodes::edit()
{
    if (!m_kept || m_kept.use_count() > 1)
        *this = TreeNodes(all());
    (void)all();
    return m_kept->nodes;
}

void treeRows(RowList &list, const base::CancelToken &cancel)
{
    const Place &place = list.scope().place;
    const QDate first = QDate::fromString(QString(place.month + QStringLiteral("-01")), Qt::ISODate);
    const std::int64_t month = first.year() * 12LL + first.month() - 1; // as ZoneOffsets counts them
    const auto isOfMonth = [&](const Chain &chain) {
        return place.level != TreeLevel::Month || list.population().portalOf(chain.head).zone->localMonth(chain.began) == month;
    };
    chainRows(
        list, cancel, [&](const ChainEvent &event) { return list.isHere(event.chain->head, event.user) && isOfMonth(*event.chain); },
        [](std::uint32_t) { return true; }, true);
}

namespace {

TreeAnswer answerOf(const std::shared_ptr<TreeSums> &sums, const TreeOptions &options)
{
    sumUp(*sums);
    TreeAnswer answer;
    answer.conversionDays = options.conversionDays;
    answer.root = nodeOf(sums, 0, sums->above[0]);
    if (options.wanted.posteriors)
        addDealersPosteriors(answer.root);
    answer.coverage = answer.root.coverage;
    return answer;
}

// From the months that are kept beside the snapshot; nothing when the question is not theirs.
std::optional<TreeAnswer> fromMonths(
    const facts::Snapshot &facts, const Question &question, const TreeOptions &options, const base::CancelToken &cancel)
{
    const auto cube = MonthCube::of(facts, question, options, cancel);
    const auto range = cube ? cube->rangeOf(question) : std::nullopt;
    if (!range)
        return std::nullopt;
    const auto sums = std::make_shared<TreeSums>();
    sums->shape = cube->shape();
    sums->frame = { cube, &cube->frame() };
    sums->cube = cube;
    sums->months = *range;
    sums->depth = options.depth;
    TreeAnswer answer = answerOf(sums, options);
    answer.waterfall = cube->waterfall(answer.root.measures);
    return answer;
}

// Sums of all leaves by one scan, with what is wanted beside them. Answers the waterfall.
Waterfall scanInto(
    TreeSums &sums, const Population &population, const ItemStates *states, const TreeOptions &options, const base::CancelToken &cancel)
{
    const facts::Snapshot &facts = population.facts();
    const TreeShape &shape = *sums.shape;
    const auto leafOf = [&](const ChainEvent &event) {
        const std::size_t portal = std::size_t(facts.items.portal[event.chain->head]);
        return shape.places[event.user >= 0 ? std::size_t(event.user) : facts.users.size() + portal];
    };
    Tally tally(population, states, std::uint32_t(shape.leaves.size()), options.conversionDays,
        { options.wanted.durations, false, false, options.wanted.otherTimes });
    const auto medians = options.wanted.stays
        ? StayMedians::of(population, population.question().lates.empty() ? nullptr : states, shape, options.depth)
        : nullptr;
    const auto finishDealer = [&](unsigned thread, facts::Index portal) {
        const std::uint32_t dealer = shape.dealerOf[std::size_t(portal)];
        sums.above[dealer] = tally.counts(shape.nodes[dealer].from, shape.nodes[dealer].to);
        if (medians)
            medians->take(thread, portal);
    };
    if (const auto columns = chainColumns(facts)) {
        sums.above.resize(shape.departments);
        countChains(population, states, *columns, options.conversionDays,
            { .groupOf = shape.places, .ofEvent = leafOf, .isApart = true, .whenCounted = finishDealer }, tally, cancel);
        if (medians)
            sums.stayMedians = medians->told();
    } else {
        tally.scan(cancel, leafOf);
    }
    if (options.wanted.durations)
        sums.durations = durationsOf(tally, shape, options.depth);
    sums.counts = tally.takeCounts();
    return tally.waterfall();
}

TreeAnswer fromScan(const facts::Snapshot &facts, const Question &question, const TreeOptions &options, const base::CancelToken &cancel)
{
    const Population population(facts, question);
    const auto states = options.wanted.lates ? std::optional<ItemStates>(std::in_place, population) : statesFor(population);
    const ItemStates *const asked = states ? &*states : nullptr;
    const auto sums = std::make_shared<TreeSums>();
    sums->shape = treeShape(facts);
    sums->depth = options.depth;
    Waterfall waterfall;
    if (options.depth == TreeLevel::Month) {
        CountedMonths months = countMonths(population, asked, sums->shape, options.conversionDays, cancel);
        sums->cells = std::move(months.cells);
        sums->counts = std::move(months.leaves);
        waterfall = months.waterfall;
    }
    if (!sums->cells || options.wanted.durations)
        waterfall = scanInto(*sums, population, asked, options, cancel);
    if (options.wanted.stays && sums->stayMedians.empty())
        sums->stayMedians = stayMedians(population, question.lates.empty() ? nullptr : asked, *sums->shape, options.depth, cancel);
    sums->frame = std::make_shared<const TreeFrame>(population);
    TreeAnswer answer = answerOf(sums, options);
    answer.waterfall = waterfall;
    return answer;
}

} // namespace

TreeAnswer tree(const facts::Snapshot &facts, const Question &question, const TreeOptions &options, const base::CancelToken &cancel)
{
    const auto begun = std::chrono::steady_clock::now();
    auto known = fromMonths(facts, question, options, cancel);
    TreeAnswer answer = known ? std::move(*known) : fromScan(facts, question, options, cancel);
    answer.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    return answer;
}

TreeAnswer treeOf(const GroupAnswer &groups, const facts::Snapshot &facts)
{
    TreeAnswer answer;
    answer.conversionDays = groups.conversionDays;
    answer.dimension = groups.dimension;
    answer.root.measures = groups.total;
    answer.root.coverage = answer.coverage = groups.coverage;
    answer.waterfall = groups.waterfall;
    QHash<QString, facts::Index> portals;
    for (std::size_t i = 0; i < facts.portals.size(); ++i)
        portals.insert(facts.portals[i].portal.key, facts::Index(i));
    std::vector<TreeNode> &rows = answer.root.children.edit();
    for (const GroupRow &row : groups.rows)
        rows.push_back(nodeOf(row, groups.dimension, portals));
    const bool hasUnknown = std::ranges::any_of(groups.rows, [](const GroupRow &row) { return row.key.isEmpty(); });
    if (!hasUnknown && (groups.dimension == Dimension::Source || groups.dimension == Dimension::Campaign))
        rows.push_back(nodeOf({}, groups.dimension, portals));
    std::vector<TreeNode *> nodes;
    for (TreeNode &node : rows)
        nodes.push_back(&node);
    addPosteriors(nodes);
    return answer;
}

} // namespace dealerlens::reports
