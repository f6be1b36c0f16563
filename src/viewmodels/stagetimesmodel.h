// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"
#include "viewmodels/rowsscope.h"
#include "viewmodels/stagetexts.h"

#include <QAbstractTableModel>
#include <QPointF>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::viewmodels {

// Stages with their times, one row each. The order of the standard is that of StageColumn. A new answer, another
// order and a filter keep persistent indexes by the key of the stage. Qt::EditRole gives seconds and shares 0 … 1;
// shown are days. GUI thread.
class StageTimesModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        StageColumn,
        VisitsColumn,
        LeftColumn,
        OpenColumn,
        MedianColumn,
        IntervalColumn,
        BarColumn,
        Q75Column,
        P90Column,
        MeanColumn,
        ReenteredColumn,
        OverColumn,
        LimitColumn,
        TotalColumn,
        ReworkColumn,
        ColumnCount
    };

    enum Role {
        TimesRole = Qt::UserRole + 1, // const reports::StageTimes *
        KeyRole // stable: kind, funnel, milestone or name
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setFmt(const Fmt &fmt);
    void setAnswer(std::shared_ptr<const reports::StageTimesAnswer> answer, facts::SnapshotPtr facts, bool businessTime);
    void setFilter(const QString &text); // words of names

    [[nodiscard]] const reports::StageTimesAnswer *answer() const { return m_answer.get(); }

    [[nodiscard]] const facts::SnapshotPtr &facts() const { return m_facts; }

    [[nodiscard]] const StageTexts &texts() const { return m_texts; }

    [[nodiscard]] const reports::StageTimes *at(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOfKey(const QString &key) const; // invalid when it is not shown
    // The row to begin with: of those in work with a median the one that is most often over its limit.
    [[nodiscard]] QModelIndex firstChoice() const;
    [[nodiscard]] static QString keyOf(const reports::StageTimes &stage);

    // Ends of the logarithmic bars, days.
    [[nodiscard]] QPointF scale() const { return m_scale; }

    // What a number counts, or counted to come to its figure; nothing for the limit.
    [[nodiscard]] std::optional<RowsScope> rowsBehind(const QModelIndex &index) const;
    [[nodiscard]] std::optional<Explanation> explain(const QModelIndex &index) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void change(const std::function<void()> &apply);
    void arrange();
    void measure();
    [[nodiscard]] QString text(const reports::StageTimes &stage, int column) const;
    [[nodiscard]] QVariant raw(const reports::StageTimes &stage, int column) const;
    [[nodiscard]] QString sentence(const reports::StageTimes &stage, int column) const;
    [[nodiscard]] QString closedText(const reports::StageTimes &stage, const std::optional<double> &seconds) const;
    [[nodiscard]] QString timeText(const reports::StageTimes &stage, const std::optional<double> &seconds) const;

    Fmt m_fmt;
    std::shared_ptr<const reports::StageTimesAnswer> m_answer;
    facts::SnapshotPtr m_facts;
    StageTexts m_texts;
    std::vector<size_t> m_rows; // in answer
    QString m_filter;
    int m_sortColumn = StageColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    QPointF m_scale { 0.1, 30 };
    bool m_businessTime = false;
};

} // namespace dealerlens::viewmodels

Q_DECLARE_METATYPE(const dealerlens::reports::StageTimes *)
