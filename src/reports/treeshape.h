// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/rowlist.h"

#include <memory>
#include <vector>

namespace dealerlens::reports {

// The tree of a network whatever is asked about it: who belongs where, by name. Immutable; any thread.
struct TreeShape {
    struct Node {
        TreeLevel level = TreeLevel::Network;
        std::uint32_t from = 0; // leaves [from, to)
        std::uint32_t to = 0;
        std::uint32_t firstChild = 0; // in `nodes`, neighbours
        std::uint32_t childEnd = 0;
        QString name;
    };

    // Employees, and "nobody" of every portal, in the order of the tree: so each node is a run of them.
    std::vector<Leaf> leaves;
    std::vector<std::uint32_t> places; // leaf of every user, then of "nobody" of every portal
    std::vector<Node> nodes; // level by level; [0] is the network
    std::uint32_t dealers = 0; // where dealers begin in `nodes`
    std::uint32_t departments = 0; // and where they end
    std::vector<std::pair<std::uint32_t, std::uint32_t>> leavesOf; // of every portal: [first, second)
    std::vector<std::uint32_t> dealerOf; // of every portal: in `nodes`

    // Among the leaves of the portal, that of a user of it or of nobody.
    [[nodiscard]] std::uint32_t localLeaf(facts::Index portal, facts::Index user) const
    {
        const std::size_t nobody = places.size() - leavesOf.size() + std::size_t(portal);
        return places[user >= 0 ? std::size_t(user) : nobody] - leavesOf[std::size_t(portal)].first;
    }
};

// Made once for a snapshot.
[[nodiscard]] std::shared_ptr<const TreeShape> treeShape(const facts::Snapshot &facts);

} // namespace dealerlens::reports
