// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/stages/stagestab.h"

namespace dealerlens::viewmodels {
class PathsModel;
class SequencesModel;
class TransitionsModel;
}

namespace dealerlens::desk {

class TableTools;
class TextLabel;

// How items really move: steps from milestone to milestone at the left, whole paths by frequency at the right.
class PathsTab final : public StagesTab {
    Q_OBJECT

public:
    explicit PathsTab(PageHost &host, viewmodels::Session &session, QWidget *parent = nullptr);

    void retranslate() override;
    // The table that has the focus; the paths when none has.
    [[nodiscard]] QAbstractItemView *table() const override;

private:
    void ask() override;
    void showSentences();
    // Most frequent first.
    void prepare(QTableView *table, QAbstractItemModel *model, int countColumn);
    void openRows(TableTools *tools, QTableView *table, const viewmodels::SequencesModel *model);

    viewmodels::TransitionsModel *m_transitions;
    viewmodels::PathsModel *m_paths;
    TextLabel *m_transitionsTitle;
    TextLabel *m_pathsTitle;
    QTableView *m_transitionsTable;
    QTableView *m_pathsTable;
    TableTools *m_transitionsTools;
    TableTools *m_pathsTools;
};

} // namespace dealerlens::desk
