// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/report/reportplots.h"

#include "desk/language.h"
#include "stats/ranking.h"

#include <algorithm>
#include <cmath>

namespace dealerlens::desk {

using reports::TreeLevel;
using reports::TreeNode;
using viewmodels::TreeModel;

namespace {

constexpr int kLimitPoints = 60;
constexpr double kTail95 = 0.025;
constexpr double kTail998 = 0.001;

TreemapItem itemOf(const TreeNode &node, qint64 id, const QString &name, double network)
{
    TreemapItem item;
    item.id = id;
    item.name = name;
    item.value = fmt().integer(node.measures.leads);
    item.area = static_cast<double>(node.measures.leads);
    item.level = ReportPlots::levelOf(node, network);
    item.stale = node.level == TreeLevel::Dealer && node.coverage.fresh < node.coverage.portals;
    return item;
}

TreemapItem dealerOf(const TreeNode &dealer, const facts::Snapshot &facts, double network)
{
    const QString &city = facts.portals[static_cast<size_t>(dealer.portal)].portal.city;
    return itemOf(dealer, dealer.portal, city.isEmpty() ? dealer.name : city, network);
}

// One frame for all groups; ids are their places below the root.
std::vector<TreemapGroup> groupsOf(const TreeModel &model, double network)
{
    TreemapGroup all { TreeModel::groupingWord(model.answer()->dimension), {} };
    const reports::TreeNodes &nodes = model.answer()->root.children;
    for (size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].measures.leads > 0)
            all.items.push_back(itemOf(nodes[i], static_cast<qint64>(i), model.nameOf(nodes[i]), network));
    }
    return all.items.empty() ? std::vector<TreemapGroup>() : std::vector { std::move(all) };
}

// Shares at which a dealer with n would stand out; an end that n cannot reach is drawn at the edge.
FunnelPlot::Limit limitAt(std::int64_t n, double rate)
{
    const auto share
        = [n](const std::optional<std::int64_t> &k, double edge) { return k ? static_cast<double>(*k) / static_cast<double>(n) : edge; };
    const stats::FunnelLimits inner = stats::funnelLimits(n, rate, kTail95);
    const stats::FunnelLimits outer = stats::funnelLimits(n, rate, kTail998);
    return { static_cast<double>(n), share(inner.low, 0), share(inner.high, 1), share(outer.low, 0), share(outer.high, 1) };
}

std::vector<FunnelPlot::Limit> limitsTo(std::int64_t most, double rate)
{
    std::vector<FunnelPlot::Limit> limits;
    std::int64_t last = 0;
    for (int i = 1; i <= kLimitPoints; ++i) {
        // Dense at small n, where the limits bend.
        const double part = static_cast<double>(i) / kLimitPoints;
        const auto n = std::max<std::int64_t>(1, std::llround(part * part * static_cast<double>(most)));
        if (n == last)
            continue;
        last = n;
        limits.push_back(limitAt(n, rate));
    }
    return limits;
}

} // namespace

int ReportPlots::levelOf(const TreeNode &dealer, double network)
{
    if (!dealer.posterior)
        return 0;
    if (dealer.posteriorLow > network)
        return dealer.posteriorLow998 > network ? 2 : 1;
    if (dealer.posteriorHigh < network)
        return dealer.posteriorHigh998 < network ? -2 : -1;
    return 0;
}

std::vector<TreemapGroup> ReportPlots::treemap(const TreeModel &model)
{
    std::vector<TreemapGroup> groups;
    if (!model.answer())
        return groups;
    const TreeNode &root = model.answer()->root;
    const double network = root.measures.conversion.point().value_or(0);
    if (model.answer()->dimension)
        return groupsOf(model, network);
    for (const TreeNode &region : root.children) {
        TreemapGroup group;
        group.name = model.nameOf(region);
        for (const TreeNode &dealer : region.children) {
            if (dealer.measures.leads > 0)
                group.items.push_back(dealerOf(dealer, *model.facts(), network));
        }
        if (!group.items.empty())
            groups.push_back(std::move(group));
    }
    return groups;
}

ReportPlots::Scatter ReportPlots::scatter(const TreeModel &model, const QModelIndex &parent, const QString &selectedKey)
{
    Scatter result;
    const TreeNode *node = model.nodeAt(parent);
    if (!node || !model.answer())
        return result;
    const double network = model.answer()->root.measures.conversion.point().value_or(0);
    FunnelPlot::Data data;
    std::int64_t most = 1;
    double highest = network;
    int outside = 0;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const TreeNode &child = *model.nodeAt(index);
        const reports::Share &share = child.measures.conversion;
        if (share.n == 0)
            continue;
        const QString key = index.data(TreeModel::KeyRole).toString();
        const FunnelPlot::Limit limit = limitAt(share.n, network);
        const double rate = *share.point();
        const stats::FunnelLimits wide = stats::funnelLimits(share.n, network, kTail998);
        FunnelPlot::Point point;
        point.name = model.nameOf(child);
        point.n = static_cast<double>(share.n);
        point.rate = rate;
        point.outside = (wide.low && share.k <= *wide.low) || (wide.high && share.k >= *wide.high);
        point.selected = key == selectedKey;
        outside += point.outside ? 1 : 0;
        highest = std::max({ highest, rate, limit.high95 > 0.999 ? rate : limit.high95 });
        most = std::max(most, share.n);
        data.points.push_back(point);
        result.keys.push_back(key);
    }
    if (data.points.empty())
        return result;
    data.limits = limitsTo(most + most / 20 + 1, network);
    data.network = network;
    data.highest = std::min(1.0, highest * 1.1 + 0.02);
    data.unitText = tr("inquiries old enough to be judged");
    data.number = [](double n) { return fmt().integer(std::llround(n)); };
    data.percent = [](double share) { return fmt().percent(share); };
    data.summary = tr("%Ln points about the network's %1", nullptr, static_cast<int>(data.points.size())).arg(fmt().percent(network))
        + QStringLiteral("; ") + tr("%Ln outside the 99.8% limits", nullptr, outside);
    result.plot = std::make_unique<FunnelPlot>(std::move(data));
    return result;
}

} // namespace dealerlens::desk
