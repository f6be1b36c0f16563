// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/stages/stagestab.h"
#include "reports/answers.h"

namespace dealerlens::viewmodels {
class FunnelModel;
}

namespace dealerlens::desk {

class FunnelBars;
class SegmentedControl;
class TableTools;
class TextLabel;

// How many reach each milestone (metrics 5): bars above, the same figures as a table below. Five ways to count,
// chosen at the top.
class FunnelTab final : public StagesTab {
    Q_OBJECT

public:
    explicit FunnelTab(PageHost &host, viewmodels::Session &session, QWidget *parent = nullptr);

    void retranslate() override;
    void applyTheme() override;
    [[nodiscard]] QAbstractItemView *table() const override;

private:
    void ask() override;
    void setMode(reports::FunnelMode mode);
    void showSentence();
    void openRows(const QModelIndex &source);

    viewmodels::FunnelModel *m_model;
    SegmentedControl *m_modes;
    TextLabel *m_sentence;
    TextLabel *m_explanation;
    FunnelBars *m_bars;
    QSortFilterProxyModel *m_proxy;
    QTableView *m_table;
    TableTools *m_tools;
    reports::FunnelMode m_mode = reports::FunnelMode::Furthest;
};

} // namespace dealerlens::desk
