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
    for (std::uint32_t node = shape.dealers; node < shape.departments; ++node)
        shape.leavesOf[std::size_t(shape.leaves[shape.nodes[node].from].portal)] = { shape.nodes[node].from, shape.nodes[node].to };
    return shape;
}

} // namespace

std::shared_ptr<const TreeShape> treeShape(const facts::Snapshot &facts)
{
    return facts.derived.get<TreeShape>([&] { return shapeOf(facts); });
}

} // namespace dealerlens::reports
