// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/fmt.h"
#include "viewmodels/standarddraft.h"

#include <QAbstractTableModel>

namespace dealerlens::viewmodels {

// The milestones of the draft with their limits in working days, for the network or for one dealer (then only the
// limit can be edited, and an empty one follows the network). GUI thread.
class MilestonesModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { CodeColumn, RussianColumn, EnglishColumn, KindColumn, OutcomeColumn, LimitColumn, ColumnCount };

    enum Role { OwnLimitRole = Qt::UserRole + 1 };

    explicit MilestonesModel(StandardDraft &draft, QObject *parent = nullptr);
    void setFmt(const Fmt &fmt);
    void setPortal(model::PortalId portal); // 0: the network
    void add(); // a new one at the end of the deals in work
    void remove(int row); // its pairings and limits go too

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    bool setText(const model::Milestone &milestone, int column, const QString &text);

    StandardDraft &m_draft;
    Fmt m_fmt;
    model::PortalId m_portal = 0;
    int m_known = 0; // rows told to the views
};

} // namespace dealerlens::viewmodels
