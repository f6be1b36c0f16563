// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/dealerhealth.h"
#include "viewmodels/explanation.h"
#include "viewmodels/fmt.h"

#include <QAbstractTableModel>
#include <QSet>

namespace dealerlens::viewmodels {

// The table of the Network screen: a row per dealer, with head rows when grouped. Sorts and filters by itself;
// new data change single rows, so selection and place on screen stay. GUI thread.
class NetworkModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        StateColumn,
        DealerColumn,
        AgeColumn,
        KindsColumn,
        ErrorsColumn,
        BudgetColumn,
        UnmappedColumn,
        TrendColumn,
        PerDayColumn,
        CallsColumn,
        RegionColumn,
        ColumnCount
    };

    enum Role { HealthRole = Qt::UserRole + 1, PortalRole, SortRole, GroupRole, GroupOpenRole };
    enum class Arrangement { ProblemsFirst, ByRegion, ByName };

    explicit NetworkModel(QObject *parent = nullptr);

    void setFmt(const Fmt &fmt); // language or zone changed
    void setDealers(std::vector<DealerHealth> dealers);
    void setFreshnessLimit(std::int64_t seconds);
    void setArrangement(Arrangement arrangement);
    void setFilter(const QString &text); // words of name, code, city, region, key
    void setShown(const QSet<model::PortalId> &portals, bool freshOnly); // empty: all
    void setStateFilter(std::optional<model::PortalHealth> state);
    void setRetiredShown(bool shown);
    void toggleGroup(int row);

    [[nodiscard]] Arrangement arrangement() const { return m_arrangement; }

    [[nodiscard]] const std::vector<DealerHealth> &dealers() const { return m_dealers; }

    [[nodiscard]] const DealerHealth *dealerAt(int row) const; // nullptr for a head row
    [[nodiscard]] const DealerHealth *dealer(model::PortalId portal) const;
    [[nodiscard]] int rowOf(model::PortalId portal) const; // -1 when not shown

    [[nodiscard]] std::int64_t freshnessLimit() const { return m_freshnessLimit; }

    // How many active dealers are in each state.
    [[nodiscard]] int count(model::PortalHealth state) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    void sort(int column, Qt::SortOrder order) override; // column -1: back to the arrangement

    // The inquiries that a number counts; nothing where it counts no inquiries.
    [[nodiscard]] std::optional<RowsScope> rowsBehind(const QModelIndex &index) const;
    // What F1 says of a number; nothing for other cells.
    [[nodiscard]] std::optional<Explanation> explain(const QModelIndex &index) const;
    [[nodiscard]] QString stateWord(const DealerHealth &dealer) const;
    [[nodiscard]] QString ageWord(const DealerHealth &dealer) const;
    [[nodiscard]] static bool isHead(const DealerHealth &dealer); // head office's own portal: no dealer, of no region
    [[nodiscard]] static QString regionWord(const DealerHealth &dealer);

private:
    struct Row {
        QString group; // key of the group
        int dealer = -1; // in m_dealers; -1: head of the group
        [[nodiscard]] QString key(const std::vector<DealerHealth> &dealers) const;
    };

    void arrange();
    [[nodiscard]] std::vector<Row> wantedRows() const;
    [[nodiscard]] bool isShown(const DealerHealth &dealer) const;
    [[nodiscard]] bool before(const DealerHealth &one, const DealerHealth &other) const;
    [[nodiscard]] QString groupOf(const DealerHealth &dealer) const;
    [[nodiscard]] QString groupTitle(const QString &group) const;
    [[nodiscard]] bool isGrouped() const;
    [[nodiscard]] QVariant dealerText(const DealerHealth &dealer, int column) const;
    [[nodiscard]] QVariant sortValue(const DealerHealth &dealer, int column) const;
    [[nodiscard]] QString sentence(const DealerHealth &dealer) const;
    [[nodiscard]] QString toolTip(const DealerHealth &dealer, int column) const;
    void applyRows(std::vector<Row> rows);

    Fmt m_fmt;
    std::vector<DealerHealth> m_dealers;
    std::vector<Row> m_rows;
    std::vector<QString> m_keys; // of m_rows: survive a change of m_dealers
    QSet<QString> m_toggled; // groups opened or closed against their default
    QSet<model::PortalId> m_portals;
    QString m_filter;
    std::optional<model::PortalHealth> m_state;
    Arrangement m_arrangement = Arrangement::ProblemsFirst;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::int64_t m_freshnessLimit = 3'600;
    bool m_freshOnly = false;
    bool m_retiredShown = false;
};

} // namespace dealerlens::viewmodels

Q_DECLARE_METATYPE(const dealerlens::viewmodels::DealerHealth *)
