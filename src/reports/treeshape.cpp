// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/treeshape.h"

#include <algorithm>
#include <numeric>

namespace dealerlens::reports {
namespace {

void addLeaves(TreeShape &shape, const facts::Snapshot &facts)
{
    std::vector<Leaf> all;
    for (std::size_t i = 0; i < facts.users.size(); ++i)
        all.push_back(leafOf(facts, facts.users[i].portal, facts::Index(i)));
    for (std::size_t i = 0; i < facts.portals.size(); ++i)
        all.push_back(leafOf(facts, facts::Index(i), facts::kNone));
    std::vector<std::uint32_t> order(all.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return all[a] < all[b]; });
    shape.places.resize(all.size());
    for (const std::uint32_t leaf : order) {
        shape.places[leaf] = std::uint32_t(shape.leaves.size());
        shape.leaves.push_back(all[leaf]);
    }
}

QString nameOf(const facts::Snapshot &facts, TreeLevel level, const Leaf &leaf)
{
    switch (level) {
    case TreeLevel::Region:
        return leaf.region >= 0 ? facts.regions[std::size_t(leaf.region)] : QString();
    case TreeLevel::Dealer: {
        const model::Portal &portal = facts.portals[std::size_t(leaf.portal)].portal;
        return portal.title.isEmpty() ? portal.key : portal.title;
    }
    case TreeLevel::Department:
        return leaf.department >= 0 ? facts.departments[std::size_t(leaf.department)].name : QString();
    case TreeLevel::Employee:
        return leaf.user >= 0 ? facts.users[std::size_t(leaf.user)].name : QString();
    case TreeLevel::Network:
    case TreeLevel::Month:
    case TreeLevel::Group:
        break;
    }
    return {};
}

// Below every node of the level above, by name.
void addLevel(TreeShape &shape, const facts::Snapshot &facts, TreeLevel level, std::size_t firstParent)
{
    const std::size_t parents = shape.nodes.size();
    for (std::size_t parent = firstParent; parent < parents; ++parent) {
        const TreeShape::Node above = shape.nodes[parent];
        const std::size_t first = shape.nodes.size();
        for (std::uint32_t from = above.from; from < above.to;) {
            TreeShape::Node node { .level = level, .from = from, .to = from + 1, .name = nameOf(facts, level, shape.leaves[from]) };
            while (node.to < above.to && isSame(shape.leaves[from], shape.leaves[node.to], level))
                ++node.to;
            from = node.to;
            shape.nodes.push_back(std::move(node));
        }
        std::stable_sort(shape.nodes.begin() + std::ptrdiff_t(first), shape.nodes.end(),
            [](const TreeShape::Node &a, const TreeShape::Node &b) { return a.name < b.name; });
        shape.nodes[parent].firstChild = std::uint32_t(first);
        shape.nodes[parent].childEnd = std::uint32_t(shape.nodes.size());
    }
}

TreeShape shapeOf(const facts::Snapshot &facts)
{
    TreeShape shape;
    addLeaves(shape, facts);
    shape.nodes.emplace_back().to = std::uint32_t(shape.leaves.size());
    std::size_t parents = 0;
    for (const TreeLevel level : { TreeLevel::Region, TreeLevel::Dealer, TreeLevel::Department, TreeLevel::Employee }) {
        const std::size_t first = shape.nodes.size();
        shape.dealers = level == TreeLevel::Dealer ? std::uint32_t(first) : shape.dealers;
        shape.departments = level == TreeLevel::Department ? std::uint32_t(first) : shape.departments;
        addLevel(shape, facts, level, parents);
        parents = first;
    }
    shape.leavesOf.resize(facts.portals.size());
    shape.dealerOf.resize(facts.portals.size());
    for (std::uint32_t node = shape.dealers; node < shape.departments; ++node) {
        const auto portal = std::size_t(shape.leaves[shape.nodes[node].from].portal);
        shape.leavesOf[portal] = { shape.nodes[node].from, shape.nodes[node].to };
        shape.dealerOf[portal] = node;
    }
    return shape;
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
    const bool isPerson = place.level == TreeLevel::Employee || place.level == TreeLevel::Month;
    const facts::Index user
        = isPerson && place.user != 0 ? indexOf(facts.users, [&](const auto &fact) { return isHere(fact, place.user); }) : facts::kNone;
    leaf = leafOf(facts, portal, user);
    if (place.level == TreeLevel::Department && place.department != 0)
        leaf.department = indexOf(facts.departments, [&](const auto &fact) { return isHere(fact, place.department); });
    const bool isGone = (isPerson && place.user != 0 && user < 0)
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
    if ((node.level == TreeLevel::Employee || node.level == TreeLevel::Month) && node.user >= 0)
        place.user = facts.users[std::size_t(node.user)].id;
    if (node.level == TreeLevel::Month)
        place.month = node.key;
    return place;
}

std::shared_ptr<const TreeShape> treeShape(const facts::Snapshot &facts)
{
    return facts.derived.get<TreeShape>([&] { return shapeOf(facts); },
        [&](TreeShape &&earlier, const facts::Same &same) { return same.tree ? std::move(earlier) : shapeOf(facts); });
}

} // namespace dealerlens::reports
