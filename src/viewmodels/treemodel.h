// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"
#include "viewmodels/explanation.h"
#include "viewmodels/fmt.h"
#include "viewmodels/rowsscope.h"

#include <QAbstractItemModel>
#include <QPointF>
#include <QSet>

#include <memory>
#include <vector>

namespace dealerlens::viewmodels {

// The report as a tree: one row for the network, below it regions, dealers, departments, employees. Levels that say
// nothing (a single region without a name, a single dealer, a single department without a name) are left out. Or, of
// an answer by groups (reports::treeOf), one row per source, campaign, month … below that of the network.
// Children are listed when they are first asked for. A new answer, another order and a filter keep persistent
// indexes by the stable key of their node, so that selection and open branches stay. Times are seconds, shares
// 0 … 1 in Qt::EditRole. GUI thread.
class TreeModel final : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        NewColumn,
        OpenColumn,
        ResponseColumn,
        InLimitColumn,
        ConversionColumn,
        CountColumn,
        ChangeColumn,
        WonColumn,
        RevenueColumn,
        WithoutEvidenceColumn,
        DataColumn,
        AdjustedColumn,
        ConvertedColumn,
        LostColumn,
        ImmatureColumn,
        ClaimedColumn,
        UntouchedColumn,
        CycleColumn,
        ResponseP90Column,
        WinRateColumn,
        WinValueColumn,
        YieldColumn,
        FlowColumn,
        StayColumn, // only where Wanted::stays was asked
        ColumnCount
    };

    enum Role {
        NodeRole = Qt::UserRole + 1, // const reports::TreeNode *
        KeyRole, // stable: "p:portalkey"
        CodeRole, // two letters of the dealer
        HueRole, // position of the dealer in the list of all, as on every page; -1: no dealer
        StaleRole,
        AssumedRole, // people: some of what is counted lies before the journal, so that it may have been others'
        ScaleRole // QPointF(low, high) of the bars of the column
    };

    struct SortKey {
        int column = NewColumn;
        Qt::SortOrder order = Qt::DescendingOrder;
        bool operator==(const SortKey &) const = default;
    };

    explicit TreeModel(QObject *parent = nullptr);
    ~TreeModel() override;

    void setFmt(const Fmt &fmt);
    // `now`: of the answer, for ages of data.
    void setAnswer(std::shared_ptr<const reports::TreeAnswer> answer, facts::SnapshotPtr facts, base::UtcSeconds now);
    void setFilter(const QString &text); // words of names and codes; matches with all above and below them
    void setSortKeys(const std::vector<SortKey> &keys);

    [[nodiscard]] const std::vector<SortKey> &sortKeys() const { return m_sortKeys; }

    [[nodiscard]] const reports::TreeAnswer *answer() const { return m_answer.get(); }

    [[nodiscard]] const facts::SnapshotPtr &facts() const { return m_facts; }

    [[nodiscard]] const reports::TreeNode *nodeAt(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOfKey(const QString &key) const; // invalid when it is not shown
    [[nodiscard]] QModelIndex indexOfPortal(facts::Index portal) const;

    [[nodiscard]] QModelIndex networkIndex() const { return m_answer ? index(0, 0) : QModelIndex(); }

    [[nodiscard]] QString nameOf(const reports::TreeNode &node) const; // never empty
    // "By source"; without a dimension what the tree of the network is called.
    [[nodiscard]] static QString groupingWord(std::optional<reports::Dimension> dimension);
    [[nodiscard]] static QString keyOfGroup(const QString &group); // as KeyRole
    // Names from below the network down to the node.
    [[nodiscard]] QStringList pathOf(const QModelIndex &index) const;
    // Whose rows and which: what Enter opens. Nothing for columns that have no rows.
    [[nodiscard]] std::optional<RowsScope> rowsBehind(const QModelIndex &index) const;
    [[nodiscard]] std::optional<Explanation> explain(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Branch;

    [[nodiscard]] static Branch *branchAround(const QModelIndex &index);
    [[nodiscard]] Branch *branchOf(const QModelIndex &index) const;
    [[nodiscard]] std::unique_ptr<Branch> branchFor(const reports::TreeNode &node, Branch *parent, int row) const;
    void sortRows(Branch &branch) const;
    void sortMonths(Branch &branch) const; // they come in order
    [[nodiscard]] std::optional<double> rankOf(const reports::TreeNode &node, int column) const;
    [[nodiscard]] std::vector<const reports::TreeNode *> shownBelow(const reports::TreeNode &node) const;
    [[nodiscard]] QString keyOf(const reports::TreeNode &node) const;
    void collectBranches(const QModelIndex &row, QHash<QString, QModelIndex> &found) const;
    [[nodiscard]] QModelIndex childOfKey(const QModelIndex &parent, const QString &key) const;
    void change(const std::function<void()> &apply); // layout change around `apply`
    void measure(); // scales of the answer
    [[nodiscard]] bool markShown(const reports::TreeNode &node, bool above);

    [[nodiscard]] QString text(const reports::TreeNode &node, int column) const;
    [[nodiscard]] QVariant raw(const reports::TreeNode &node, int column) const;
    [[nodiscard]] QString sentence(const reports::TreeNode &node, int column) const;
    [[nodiscard]] QString dealerName(const reports::TreeNode &node) const;
    [[nodiscard]] QString groupName(const reports::TreeNode &node) const;
    [[nodiscard]] QString nameHeader() const;
    [[nodiscard]] QString assumedText(const reports::TreeNode &node) const; // empty: nothing is assumed
    void explainShare(const reports::TreeNode &node, int column, Explanation &result) const;

    [[nodiscard]] std::optional<reports::Dimension> dimension() const { return m_answer ? m_answer->dimension : std::nullopt; }

    [[nodiscard]] QString shareText(const reports::Share &share) const;
    [[nodiscard]] QString percentText(const std::optional<double> &value, std::int64_t n) const;
    [[nodiscard]] QString timeText(const std::optional<double> &seconds) const;
    [[nodiscard]] QString dataText(const reports::TreeNode &node) const;
    [[nodiscard]] QString toolTip(const reports::TreeNode &node, int column) const;
    [[nodiscard]] QString formula(int column) const;
    [[nodiscard]] int horizon() const;

    Fmt m_fmt;
    std::shared_ptr<const reports::TreeAnswer> m_answer;
    facts::SnapshotPtr m_facts;
    base::UtcSeconds m_now = base::kNever;
    std::unique_ptr<Branch> m_root;
    std::vector<SortKey> m_sortKeys { {} };
    QString m_filter;
    QSet<const reports::TreeNode *> m_matching; // when there is a filter
    QPointF m_inLimitScale { 0, 1 };
    QPointF m_conversionScale { 0, 1 };
};

} // namespace dealerlens::viewmodels

Q_DECLARE_METATYPE(const dealerlens::reports::TreeNode *)
