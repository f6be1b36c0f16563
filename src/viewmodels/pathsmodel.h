// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"
#include "reports/answers.h"
#include "viewmodels/fmt.h"
#include "viewmodels/rowsscope.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace dealerlens::viewmodels {

// Counted sequences of stages: what transitions and paths have in common. Rows are known by their stages: new
// figures change, add and remove rows singly, so that selection and scroll stay. Order is the proxy's. GUI thread.
class SequencesModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { SortRole = Qt::UserRole + 1 };

    void setFmt(const Fmt &fmt); // also: the language changed

    [[nodiscard]] std::int64_t total() const; // of all counts
    [[nodiscard]] RowsScope rowsBehind(int row) const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    struct Row {
        QStringList stages; // as the report names them
        std::int64_t count = 0;
        double share = 0;
    };

    explicit SequencesModel(QObject *parent);
    void setRows(std::vector<Row> rows, facts::SnapshotPtr facts);

    [[nodiscard]] const Row &row(int at) const { return m_rows[static_cast<size_t>(at)]; }

    [[nodiscard]] const Fmt &fmt() const { return m_fmt; }

    [[nodiscard]] QString word(const QString &stage) const; // in the language of the screen

    [[nodiscard]] virtual reports::Report report() const = 0;
    [[nodiscard]] virtual QString wordAt(const Row &row, qsizetype stage) const; // never empty
    [[nodiscard]] virtual bool isText(int column) const = 0;
    [[nodiscard]] virtual QVariant raw(const Row &row, int column) const = 0; // Qt::EditRole
    [[nodiscard]] virtual QString header(int column) const = 0;

private:
    [[nodiscard]] QString text(const QModelIndex &index) const;

    Fmt m_fmt;
    facts::SnapshotPtr m_facts;
    std::vector<Row> m_rows;
};

// From stage to stage; the share is of all that leave the first.
class TransitionsModel final : public SequencesModel {
    Q_OBJECT

public:
    enum Column { FromColumn, ToColumn, CountColumn, ShareColumn, ColumnCount };

    explicit TransitionsModel(QObject *parent = nullptr);
    void setAnswer(const std::vector<reports::Transition> &answer, facts::SnapshotPtr facts);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;

private:
    [[nodiscard]] reports::Report report() const override { return reports::Report::Transitions; }

    [[nodiscard]] QString wordAt(const Row &row, qsizetype stage) const override;
    [[nodiscard]] bool isText(int column) const override;
    [[nodiscard]] QVariant raw(const Row &row, int column) const override;
    [[nodiscard]] QString header(int column) const override;
};

// Whole ways of items; the share is of all items.
class PathsModel final : public SequencesModel {
    Q_OBJECT

public:
    enum Column { PathColumn, StepsColumn, CountColumn, ShareColumn, ColumnCount };

    explicit PathsModel(QObject *parent = nullptr);
    void setAnswer(const std::vector<reports::Path> &answer, facts::SnapshotPtr facts);

    // Of all items, those whose way is listed.
    [[nodiscard]] double listedShare() const;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;

private:
    [[nodiscard]] reports::Report report() const override { return reports::Report::Paths; }

    [[nodiscard]] bool isText(int column) const override;
    [[nodiscard]] QVariant raw(const Row &row, int column) const override;
    [[nodiscard]] QString header(int column) const override;
};

} // namespace dealerlens::viewmodels
