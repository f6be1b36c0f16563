// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"
#include "reports/answers.h"
#include "viewmodels/explanation.h"
#include "viewmodels/fmt.h"
#include "viewmodels/rowsscope.h"

#include <QAbstractTableModel>

#include <optional>

namespace dealerlens::viewmodels {

// The funnel as a table: one row per step, in order. Numbers raw in Qt::EditRole, SortRole orders by place or
// number. New figures of the same steps are a dataChanged, so that selection and scroll stay. GUI thread.
class FunnelModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { StageColumn, CountColumn, ShareColumn, InferredColumn, DropColumn, LostColumn, OpenColumn, ColumnCount };

    enum Role { SortRole = Qt::UserRole + 1 };

    explicit FunnelModel(QObject *parent = nullptr);

    void setFmt(const Fmt &fmt); // also: the language changed
    void setAnswer(const reports::FunnelAnswer &answer, facts::SnapshotPtr facts);

    [[nodiscard]] const std::optional<reports::FunnelAnswer> &answer() const { return m_answer; }

    [[nodiscard]] QString stageName(int row) const;
    [[nodiscard]] std::optional<double> share(int row) const; // of the first step
    // "−120 (18 %) · lost 80 · still open 40"; empty after the last step.
    [[nodiscard]] QString dropText(int row) const;
    // "n = 1 234 · 37 of 40 dealers · …".
    [[nodiscard]] QString sentence() const;

    // What a number counts; nothing where it is no count of items.
    [[nodiscard]] std::optional<RowsScope> rowsBehind(const QModelIndex &index) const;
    [[nodiscard]] std::optional<Explanation> explain(const QModelIndex &index) const;

    [[nodiscard]] static QString modeName(reports::FunnelMode mode);
    [[nodiscard]] static QString modeRule(reports::FunnelMode mode); // what is counted, one sentence

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] const reports::FunnelStep &step(int row) const { return m_answer->steps[static_cast<size_t>(row)]; }

    [[nodiscard]] bool isLast(int row) const { return row + 1 == rowCount(); }

    [[nodiscard]] QVariant raw(int row, int column) const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] static QString columnRule(int column);

    Fmt m_fmt;
    std::optional<reports::FunnelAnswer> m_answer;
    facts::SnapshotPtr m_facts;
};

} // namespace dealerlens::viewmodels
