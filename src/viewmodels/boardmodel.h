// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"
#include "reports/answers.h"
#include "viewmodels/fmt.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace dealerlens::viewmodels {

// The board of reports::board as lanes × columns: counts as a table (for export and screen readers), and the cards of
// a cell for the view that paints them. The last two columns are what was won and lost in 30 days. Lanes of more than
// fifty dealers are grouped by region. A new board keeps folded lanes and moves rows instead of resetting.
// Lives on the window's thread.
class BoardModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    struct Sum {
        std::int64_t count = 0;
        std::int64_t overdue = 0;
        bool operator==(const Sum &) const = default;
    };

    struct Row {
        enum class Kind { Lane, Region, More }; // More: "175 more dealers" of an open region
        Kind kind = Kind::Lane;
        QString key; // stable while the board changes
        int lane = -1; // in the board
        QString name;
        QString code; // of the dealer
        QString city;
        QString region;
        int hue = -1;
        int dealers = 0; // of a region; of More: hidden
        bool open = false;
        bool stale = false;
        base::UtcSeconds dataAt = base::kNever;
        model::Money amount;
        Sum sum;
        std::int64_t won = 0;
        std::int64_t lost = 0;
        std::vector<Sum> cells;
        bool operator==(const Row &) const = default;
    };

    // A card on the board; `card` -1 is the cell itself (folded lane or nothing in it).
    struct Place {
        int row = -1;
        int column = -1;
        int card = -1;
        bool operator==(const Place &) const = default;
    };

    static constexpr int kGroupedFrom = 51; // lanes
    static constexpr int kDealersOfRegion = 12; // shown of an open region before "more"

    explicit BoardModel(QObject *parent = nullptr);

    void setBoard(std::shared_ptr<const reports::Board> board, facts::SnapshotPtr facts, reports::Lanes lanes, base::UtcSeconds now);
    void clear(); // gives back board and facts; what people folded stays
    void setFmt(const Fmt &fmt);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const reports::Board *board() const { return m_board.get(); }

    [[nodiscard]] const facts::SnapshotPtr &facts() const { return m_facts; }

    [[nodiscard]] reports::Lanes lanes() const { return m_lanes; }

    [[nodiscard]] const Fmt &fmt() const { return m_fmt; }

    [[nodiscard]] base::UtcSeconds now() const { return m_now; } // of the board

    [[nodiscard]] bool isGrouped() const { return m_grouped; }

    [[nodiscard]] int stages() const { return m_board ? int(m_board->columns.size()) : 0; }

    [[nodiscard]] const Row &at(int row) const { return m_rows[std::size_t(row)]; }

    [[nodiscard]] int rowOf(const QString &key) const;
    [[nodiscard]] QString columnName(int column) const;

    void setOpen(int row, bool open); // folds and unfolds; opens "More"
    void toggle(int row);

    // Items of a cell in the asked order; empty for regions.
    [[nodiscard]] std::span<const std::uint32_t> cards(int row, int column) const;
    [[nodiscard]] std::optional<reports::ItemState> state(std::uint32_t item) const; // nothing: no card
    [[nodiscard]] model::EntityKind kind() const; // a board shows one; deals when there are no cards
    [[nodiscard]] model::RecordKey keyOf(std::uint32_t item) const;
    [[nodiscard]] Place placeOf(const model::RecordKey &key) const; // row -1: not on the board

Q_SIGNALS:
    void boardChanged(); // after the rows are in place; views lay out once

private:
    [[nodiscard]] std::vector<Row> makeRows() const;
    [[nodiscard]] Row laneRow(int lane) const;
    void addGrouped(std::vector<Row> &rows) const;
    void takeRows(std::vector<Row> rows);
    void removeGone(const QSet<QString> &kept);
    void reorder(const QHash<QString, int> &wanted);
    [[nodiscard]] bool isOpen(const QString &key, int place) const;
    [[nodiscard]] bool isCard(std::uint32_t item) const;

    std::shared_ptr<const reports::Board> m_board;
    facts::SnapshotPtr m_facts;
    reports::Lanes m_lanes = reports::Lanes::Dealer;
    base::UtcSeconds m_now = base::kNever;
    Fmt m_fmt;
    bool m_grouped = false;
    std::vector<Row> m_rows;
    QHash<QString, bool> m_folding; // what people chose, by key
};

} // namespace dealerlens::viewmodels
