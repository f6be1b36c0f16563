// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/controls.h"
#include "desk/plots.h"
#include "viewmodels/stagetexts.h"

#include <QStringList>

#include <memory>

class QListWidget;

namespace dealerlens::desk {

class Dialogs;

inline constexpr int kMostGroups = 4; // the picture has as many colours

// Curves of a comparison; without groups the one of everyone. A stage that fewer than five have left has no curve:
// nothing is drawn for it. GUI thread (words in the language in force).
[[nodiscard]] std::unique_ptr<PlotPainter> stageCurve(const reports::Comparison &comparison, const viewmodels::StageTexts &texts);

// The data of a plot as a table in a window of its own; deletes itself when closed.
void openPlotTable(const PlotPainter &plot, const QString &title, Dialogs &dialogs, QWidget *parent);

// Searched list of groups, at most four checked; tells after every change. Deletes itself when closed.
class GroupPicker final : public Popover {
    Q_OBJECT

public:
    GroupPicker(const std::vector<viewmodels::CompareChoice> &choices, const QStringList &picked, QWidget *parent);

Q_SIGNALS:
    void picked(const QStringList &keys);

private:
    void take();

    QListWidget *m_list;
    QStringList m_keys; // in the order of picking
    bool m_taking = false;
};

} // namespace dealerlens::desk
