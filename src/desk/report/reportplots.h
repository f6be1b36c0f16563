// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/plots.h"
#include "desk/treemap.h"
#include "viewmodels/treemodel.h"

#include <QCoreApplication>

#include <memory>
#include <vector>

namespace dealerlens::desk {

// The report as pictures. Pure but for the language in force.
class ReportPlots {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::desk::ReportPlots)

public:
    // Dealers by region: area = new inquiries, colour = how far the posterior interval of the conversion lies from
    // the network's rate (outside 95 % one step, outside 99.8 % two). Ids are indexes of portals; of groups, their
    // places below the root of the answer.
    [[nodiscard]] static std::vector<TreemapGroup> treemap(const viewmodels::TreeModel &model);
    [[nodiscard]] static int levelOf(const reports::TreeNode &dealer, double network);

    struct Scatter {
        std::unique_ptr<FunnelPlot> plot;
        std::vector<QString> keys; // TreeModel keys of the points
    };

    // Funnel plot of the conversion of what is below `parent`, with exact binomial limits about the network's rate.
    [[nodiscard]] static Scatter scatter(const viewmodels::TreeModel &model, const QModelIndex &parent, const QString &selectedKey);
};

} // namespace dealerlens::desk
