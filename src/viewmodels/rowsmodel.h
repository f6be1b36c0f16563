// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/cardtexts.h"
#include "viewmodels/fmt.h"
#include "viewmodels/rowsdata.h"

#include <QAbstractTableModel>

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>

namespace dealerlens::viewmodels {

// The items behind a number as a table: filters by outcome and by deviation, order by any column, quick filter.
// Names of clients come from CardTexts as they are read; rows without one show their number. Persistent indexes
// keep their item when rows change. Seconds and UTC instants in Qt::EditRole. GUI thread.
class RowsModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        ClientColumn,
        AmountColumn,
        StageColumn,
        PathColumn,
        ClaimedColumn,
        EvidencedColumn,
        AgeColumn,
        ResponsibleColumn,
        DealerColumn,
        CreatedColumn,
        SourceColumn,
        ColumnCount
    };

    enum Role { RowRole = Qt::UserRole + 1 }; // const ItemRow *

    using Deviation = viewmodels::Deviation;
    static constexpr int kDeviations = static_cast<int>(viewmodels::kDeviations);

    // A view asks for all else of each row when there are others: it is told of so many at first, and of all when it comes to
    // their end (fetchMore), or when a row that somebody holds lies behind them.
    static constexpr int kMostAtFirst = 1'000'000;

    // The texts must outlive the model.
    explicit RowsModel(const CardTexts &texts, QObject *parent = nullptr, int mostAtFirst = kMostAtFirst);

    void setFmt(const Fmt &fmt);
    void setAnswer(std::shared_ptr<const RowsAnswer> answer, facts::SnapshotPtr facts);
    void textsLoaded(); // names may have come
    void setOutcome(std::optional<char> outcome); // 'P', 'S', 'F'; nothing: any
    void setDeviations(const std::set<Deviation> &deviations); // rows that have all of them
    void setFilter(const QString &text);
    void sort(int column, Qt::SortOrder order) override;

    [[nodiscard]] const RowsAnswer *answer() const { return m_answer.get(); }

    [[nodiscard]] const facts::SnapshotPtr &facts() const { return m_facts; }

    // Of all rows, whatever the filters.
    [[nodiscard]] std::int64_t count(std::optional<char> outcome) const { return m_answer ? m_answer->rows.count(outcome) : 0; }

    [[nodiscard]] std::int64_t count(Deviation deviation) const { return m_answer ? m_answer->rows.count(deviation) : 0; }

    // Stays where it is until some thousand others have been looked at.
    [[nodiscard]] const ItemRow *rowAt(int row) const;
    [[nodiscard]] model::RecordKey keyAt(int row) const;
    [[nodiscard]] int rowOf(const model::RecordKey &key) const; // -1 when not shown; may lie behind those the view knows of

    // What passes the filters, whether the view knows of it yet or not.
    [[nodiscard]] std::size_t shown() const { return m_order ? m_order->size() : m_answer ? m_answer->rows.size() : 0; }

    // Order or filter needs the names of all rows.
    [[nodiscard]] bool needsAllTexts() const { return m_sortColumn == ClientColumn || !m_filter.isEmpty(); }

    [[nodiscard]] std::vector<model::RecordKey> keys() const; // of all rows

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] bool passes(std::uint32_t place) const;
    [[nodiscard]] model::RecordKey keyOf(std::uint32_t item) const;
    [[nodiscard]] QString clientOf(const ItemRow &row) const;
    [[nodiscard]] facts::Index stageIndexOf(const ItemRow &row) const; // of the stay, else where the item stands
    [[nodiscard]] QString stageOf(const ItemRow &row) const;
    [[nodiscard]] std::optional<double> secondsOf(const ItemRow &row) const; // the stay took, or the item stands there; wall clock
    [[nodiscard]] QString responsibleOf(const ItemRow &row) const;
    [[nodiscard]] QString responsibleTip(const ItemRow &row) const; // and whether the journal says so
    [[nodiscard]] QString dealerOf(const ItemRow &row) const;
    [[nodiscard]] QString amountOf(const ItemRow &row) const;
    [[nodiscard]] QString responseOf(const ItemRow &row, bool claimed) const;
    [[nodiscard]] QString text(const ItemRow &row, int column) const;
    [[nodiscard]] static bool isText(int column);
    [[nodiscard]] std::optional<double> numberOf(const ItemRow &row, int column) const; // of columns that are no text
    [[nodiscard]] std::optional<double> numberOf(std::uint32_t place, int column) const;
    [[nodiscard]] QVariant raw(const ItemRow &row, int column) const;
    [[nodiscard]] QString sentence(const ItemRow &row) const;
    // Positions in the answer of the rows to be shown; nothing: all of them as they come.
    [[nodiscard]] std::optional<std::vector<std::uint32_t>> wanted() const;

    [[nodiscard]] std::uint32_t placeAt(std::size_t row) const { return m_order ? (*m_order)[row] : static_cast<std::uint32_t>(row); }

    void sortByNumber(std::vector<std::uint32_t> &rows) const;
    void sortByText(std::vector<std::uint32_t> &rows) const;
    void arrange(); // filters and order anew, by a layout change

    const CardTexts &m_texts;
    const std::size_t m_mostAtFirst;
    std::size_t m_known; // rows at most that the view knows of
    Fmt m_fmt;
    std::shared_ptr<const RowsAnswer> m_answer;
    facts::SnapshotPtr m_facts;
    std::optional<std::vector<std::uint32_t>> m_order; // as wanted()
    // Rows that have been looked at, by position in the answer; the oldest ones go.
    mutable std::unordered_map<std::uint32_t, ItemRow> m_seen;
    mutable std::deque<std::uint32_t> m_seenInOrder;
    std::optional<char> m_outcome;
    std::set<Deviation> m_deviations;
    QString m_filter;
    int m_sortColumn = CreatedColumn;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

} // namespace dealerlens::viewmodels

Q_DECLARE_METATYPE(const dealerlens::viewmodels::ItemRow *)
