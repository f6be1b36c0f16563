// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/chaincount.h"
#include "reports/parallel.h"
#include "reports/tally.h"
#include "stats/ranking.h"

#include <QHash>

#include <algorithm>
#include <chrono>
#include <numeric>

namespace dealerlens::reports {
namespace {

constexpr std::size_t kRowsOfNode = 20; // that cost as much as the measures of a node

// The employees, and for every portal "nobody", in the order of the tree: so each node is a run of leaves.
class TreeBuilder final {
public:
    TreeBuilder(const Population &population, const TreeOptions &options)
        : m_population(population)
        , m_facts(population.facts())
        , m_options(options)
        , m_coverage(population.coverageByPortal())
        , m_visits(mappedVisits(population))
    {
        makeLeaves();
    }

    [[nodiscard]] std::uint32_t leafCount() const { return std::uint32_t(m_leaves.size()); }

    [[nodiscard]] std::uint32_t leafOf(const ChainEvent &event) const
    {
        const std::size_t portal = std::size_t(m_facts.items.portal[event.chain->head]);
        return m_place[event.user >= 0 ? std::size_t(event.user) : m_facts.users.size() + portal];
    }

    // The leaf of every user, then of "nobody" of every portal.
    [[nodiscard]] const std::vector<std::uint32_t> &places() const { return m_place; }

    [[nodiscard]] TreeNode build(const Tally &tally) const
    {
        TreeNode root;
        fill(root, tally, TreeLevel::Network, { 0, leafCount(), {} });
        return root;
    }

private:
    // Leaves [from, to) that make a node, and what it is called.
    struct Run {
        std::uint32_t from = 0;
        std::uint32_t to = 0;
        QString name;
    };

    void makeLeaves();
    Tally::Counts fill(TreeNode &node, const Tally &tally, TreeLevel level, const Run &run) const;
    [[nodiscard]] Tally::Counts addChildren(TreeNode &parent, const Tally &tally, const Run &run) const;
    [[nodiscard]] QString nameOf(TreeLevel level, const Leaf &leaf) const;
    void place(TreeNode &node, const Leaf &leaf) const;
    void cover(TreeNode &node, const Run &run) const;
    [[nodiscard]] bool isShown(const Tally &tally, TreeLevel level, const Run &run) const;

    const Population &m_population;
    const facts::Snapshot &m_facts;
    const TreeOptions m_options;
    const std::vector<Coverage> m_coverage;
    const std::vector<std::pair<std::int64_t, std::int64_t>> m_visits;
    std::vector<Leaf> m_leaves;
    std::vector<std::uint32_t> m_place; // of a user, then of "nobody" of a portal
};

void TreeBuilder::makeLeaves()
{
    std::vector<Leaf> all;
    for (std::size_t i = 0; i < m_facts.users.size(); ++i)
        all.push_back(reports::leafOf(m_facts, m_facts.users[i].portal, facts::Index(i)));
    for (std::size_t i = 0; i < m_facts.portals.size(); ++i)
        all.push_back(reports::leafOf(m_facts, facts::Index(i), facts::kNone));
    std::vector<std::uint32_t> order(all.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return all[a] < all[b]; });
    m_place.resize(all.size());
    for (const std::uint32_t leaf : order) {
        m_place[leaf] = std::uint32_t(m_leaves.size());
        m_leaves.push_back(all[leaf]);
    }
}

QString TreeBuilder::nameOf(TreeLevel level, const Leaf &leaf) const
{
    switch (level) {
    case TreeLevel::Region:
        return leaf.region >= 0 ? m_facts.regions[std::size_t(leaf.region)] : QString();
    case TreeLevel::Dealer: {
        const model::Portal &portal = m_facts.portals[std::size_t(leaf.portal)].portal;
        return portal.title.isEmpty() ? portal.key : portal.title;
    }
    case TreeLevel::Department:
        return leaf.department >= 0 ? m_facts.departments[std::size_t(leaf.department)].name : QString();
    case TreeLevel::Employee:
        return leaf.user >= 0 ? m_facts.users[std::size_t(leaf.user)].name : QString();
    case TreeLevel::Network:
    case TreeLevel::Group:
        break;
    }
    return {};
}

void TreeBuilder::place(TreeNode &node, const Leaf &leaf) const
{
    if (node.level >= TreeLevel::Region)
        node.region = leaf.region;
    if (node.level >= TreeLevel::Dealer)
        node.portal = leaf.portal;
    if (node.level >= TreeLevel::Department)
        node.department = leaf.department;
    if (node.level == TreeLevel::Employee)
        node.user = leaf.user;
}

void TreeBuilder::cover(TreeNode &node, const Run &run) const
{
    CoverageSum sum;
    facts::Index last = facts::kNone;
    for (std::uint32_t leaf = run.from; leaf < run.to; ++leaf) {
        const facts::Index portal = m_leaves[leaf].portal;
        if (portal == last || !m_population.portal(portal).allowed)
            continue;
        last = portal;
        const auto &[visits, mapped] = m_visits[std::size_t(portal)];
        sum.add(m_coverage[std::size_t(portal)], visits, mapped);
    }
    node.coverage = sum.result();
}

// Regions and dealers of the question are shown even when nothing happened there; people only when something did.
bool TreeBuilder::isShown(const Tally &tally, TreeLevel level, const Run &run) const
{
    if (level >= TreeLevel::Department)
        return !tally.isEmpty(run.from, run.to);
    return std::any_of(
        m_leaves.begin() + run.from, m_leaves.begin() + run.to, [&](const Leaf &leaf) { return m_population.portal(leaf.portal).allowed; });
}

Tally::Counts TreeBuilder::fill(TreeNode &node, const Tally &tally, TreeLevel level, const Run &run) const
{
    node.level = level;
    node.name = run.name;
    if (run.from < run.to)
        place(node, m_leaves[run.from]);
    if (level <= TreeLevel::Dealer)
        cover(node, run);
    const Tally::Counts sum = level < m_options.depth ? addChildren(node, tally, run) : tally.counts(run.from, run.to);
    node.measures = tally.measures(sum, run.from, run.to);
    return sum;
}

// By name. Answers what all of them have together, shown or not.
Tally::Counts TreeBuilder::addChildren(TreeNode &parent, const Tally &tally, const Run &run) const
{
    const TreeLevel level = TreeLevel(int(parent.level) + 1);
    Tally::Counts sum;
    std::vector<Run> runs;
    for (std::uint32_t begin = run.from; begin < run.to;) {
        Run child { begin, begin + 1, nameOf(level, m_leaves[begin]) };
        while (child.to < run.to && isSame(m_leaves[begin], m_leaves[child.to], level))
            ++child.to;
        begin = child.to;
        if (isShown(tally, level, child))
            runs.push_back(std::move(child));
        else
            sum.add(tally.counts(child.from, child.to));
    }
    std::stable_sort(runs.begin(), runs.end(), [](const Run &a, const Run &b) { return a.name < b.name; });
    parent.children.resize(runs.size());
    if (level > TreeLevel::Region) {
        for (std::size_t i = 0; i < runs.size(); ++i)
            sum.add(fill(parent.children[i], tally, level, runs[i]));
        return sum;
    }
    std::vector<Tally::Counts> sums(runs.size());
    inParallel(threadsFor(leafCount() * kRowsOfNode), runs.size(),
        [&](unsigned, std::size_t i) { sums[i] = fill(parent.children[i], tally, level, runs[i]); });
    for (const Tally::Counts &each : sums)
        sum.add(each);
    return sum;
}

template <class Use> void eachDealer(TreeNode &node, Use use)
{
    if (node.level == TreeLevel::Dealer)
        use(node);
    else
        for (TreeNode &child : node.children)
            eachDealer(child, use);
}

// Metrics 9: what is known of each one's rate, drawn to the mean of all.
void addPosteriors(std::span<TreeNode *const> nodes)
{
    std::vector<stats::Share> shares;
    for (const TreeNode *node : nodes)
        shares.push_back({ node->measures.conversion.k, node->measures.conversion.n });
    const auto prior = stats::fitPrior(shares);
    if (!prior)
        return;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const stats::Posterior known = stats::posterior(*prior, shares[i]);
        const stats::Posterior wide = stats::posterior(*prior, shares[i], 0.998);
        TreeNode &node = *nodes[i];
        node.posterior = known.mean;
        node.posteriorLow = known.interval.low;
        node.posteriorHigh = known.interval.high;
        node.posteriorLow998 = wide.interval.low;
        node.posteriorHigh998 = wide.interval.high;
    }
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

Leaf leafOf(const facts::Snapshot &facts, facts::Index portal, facts::Index user)
{
    const facts::Index own = user >= 0 ? facts.users[std::size_t(user)].portal : portal;
    const facts::Index region = facts.portals[std::size_t(own)].region;
    const bool isNowhere = region < 0 || facts.regions[std::size_t(region)].isEmpty(); // no region and one without a name are one
    return { isNowhere ? facts::kNone : region, own, user >= 0 ? facts.users[std::size_t(user)].department : facts::kNone, user };
}

bool isSame(const Leaf &a, const Leaf &b, TreeLevel level)
{
    return (level < TreeLevel::Region || a.region == b.region) && (level < TreeLevel::Dealer || a.portal == b.portal)
        && (level < TreeLevel::Department || a.department == b.department) && (level < TreeLevel::Employee || a.user == b.user);
}

std::optional<Leaf> leafOf(const facts::Snapshot &facts, const Place &place)
{
    const auto indexOf = [](const auto &all, const auto &isWanted) {
        const auto found = std::find_if(all.begin(), all.end(), isWanted);
        return found == all.end() ? facts::kNone : facts::Index(found - all.begin());
    };
    Leaf leaf;
    if (place.level == TreeLevel::Network)
        return leaf;
    if (place.level == TreeLevel::Region) {
        if (!place.region.isEmpty())
            leaf.region = indexOf(facts.regions, [&](const QString &region) { return region == place.region; });
        return leaf.region >= 0 || place.region.isEmpty() ? std::optional(leaf) : std::nullopt;
    }
    const facts::Index portal = indexOf(facts.portals, [&](const auto &fact) { return fact.portal.key == place.portal; });
    const auto isHere = [&](const auto &fact, model::RecordId id) { return fact.portal == portal && fact.id == id; };
    if (portal < 0)
        return std::nullopt;
    const facts::Index user = place.level == TreeLevel::Employee && place.user != 0
        ? indexOf(facts.users, [&](const auto &fact) { return isHere(fact, place.user); })
        : facts::kNone;
    leaf = leafOf(facts, portal, user);
    if (place.level == TreeLevel::Department && place.department != 0)
        leaf.department = indexOf(facts.departments, [&](const auto &fact) { return isHere(fact, place.department); });
    const bool isGone = (place.level == TreeLevel::Employee && place.user != 0 && user < 0)
        || (place.level == TreeLevel::Department && place.department != 0 && leaf.department < 0);
    return isGone ? std::nullopt : std::optional(leaf);
}

Place placeOf(const facts::Snapshot &facts, const TreeNode &node)
{
    Place place { .level = node.level };
    if (node.level >= TreeLevel::Region && node.region >= 0)
        place.region = facts.regions[std::size_t(node.region)];
    if (node.level >= TreeLevel::Dealer && node.portal >= 0)
        place.portal = facts.portals[std::size_t(node.portal)].portal.key;
    if (node.level == TreeLevel::Department && node.department >= 0)
        place.department = facts.departments[std::size_t(node.department)].id;
    if (node.level == TreeLevel::Employee && node.user >= 0)
        place.user = facts.users[std::size_t(node.user)].id;
    return place;
}

void treeRows(RowList &list, const base::CancelToken &cancel)
{
    chainRows(
        list, cancel, [&](const ChainEvent &event) { return list.isHere(event.chain->head, event.user); },
        [](std::uint32_t) { return true; });
}

TreeAnswer tree(const facts::Snapshot &facts, const Question &question, const TreeOptions &options, const base::CancelToken &cancel)
{
    const auto begun = std::chrono::steady_clock::now();
    const Population population(facts, question);
    const TreeBuilder builder(population, options);
    const auto leafOf = [&](const ChainEvent &event) { return builder.leafOf(event); };
    const auto states = options.wanted.lates ? std::optional<ItemStates>(std::in_place, population) : statesFor(population);
    const ItemStates *const asked = states ? &*states : nullptr;
    Tally tally(population, asked, builder.leafCount(), options.conversionDays, { options.wanted.durations, false });
    const auto columns = question.lates.empty() ? chainColumns(facts) : nullptr;
    if (columns)
        countChains(
            population, asked, *columns, options.conversionDays, { ChainGroups::By::Person, builder.places(), leafOf }, tally, cancel);
    else
        tally.scan(cancel, leafOf);
    TreeAnswer answer;
    answer.conversionDays = options.conversionDays;
    answer.root = builder.build(tally);
    std::vector<TreeNode *> dealers;
    if (options.wanted.posteriors)
        eachDealer(answer.root, [&](TreeNode &dealer) { dealers.push_back(&dealer); });
    addPosteriors(dealers);
    answer.coverage = answer.root.coverage;
    answer.waterfall = tally.waterfall();
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
    for (const GroupRow &row : groups.rows)
        answer.root.children.push_back(nodeOf(row, groups.dimension, portals));
    const bool hasUnknown = std::ranges::any_of(groups.rows, [](const GroupRow &row) { return row.key.isEmpty(); });
    if (!hasUnknown && (groups.dimension == Dimension::Source || groups.dimension == Dimension::Campaign))
        answer.root.children.push_back(nodeOf({}, groups.dimension, portals));
    std::vector<TreeNode *> nodes;
    for (TreeNode &node : answer.root.children)
        nodes.push_back(&node);
    addPosteriors(nodes);
    return answer;
}

} // namespace dealerlens::reports
