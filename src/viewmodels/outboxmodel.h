// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/outboxfeed.h"
#include "viewmodels/outboxtexts.h"

#include <QAbstractTableModel>
#include <QSet>

#include <optional>

namespace dealerlens::viewmodels {

// The writes of the outbox as a table; filters and sorts by itself. New data insert, remove and change single rows,
// so selection and place on screen stay. Instants and counts in Qt::EditRole. GUI thread.
class OutboxModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        StateColumn,
        WhatColumn,
        ItemColumn,
        DealerColumn,
        WhenColumn,
        AttemptsColumn,
        SaysColumn,
        AnswerColumn,
        ReferenceColumn,
        ColumnCount
    };

    enum Role { UuidRole = Qt::UserRole + 1, IconRole, WaitsRole, SortRole };
    enum class Which { Waiting, Open, All };

    explicit OutboxModel(QObject *parent = nullptr);

    void setFmt(const Fmt &fmt);
    void setItems(const std::vector<OutboxItem> &items, base::UtcSeconds now);
    void setWhich(Which which);
    void setDealer(std::optional<model::PortalId> dealer);
    void setKind(std::optional<model::WriteKind> kind);
    void setFilter(const QString &text);

    [[nodiscard]] Which which() const { return m_which; }

    [[nodiscard]] const OutboxItem *itemAt(int row) const;
    [[nodiscard]] int rowOf(const QString &uuid) const; // -1 when not shown

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    [[nodiscard]] bool passes(const OutboxItem &item) const;
    [[nodiscard]] bool before(const OutboxItem &one, const OutboxItem &other) const;
    [[nodiscard]] QString text(const OutboxItem &item, int column) const;
    [[nodiscard]] QVariant raw(const OutboxItem &item, int column) const;
    [[nodiscard]] QString sentence(const OutboxItem &item) const;
    [[nodiscard]] std::vector<std::size_t> wanted() const;
    void arrange(std::vector<OutboxItem> items);
    void removeOthers(const QSet<QString> &kept);
    void reorder(std::vector<OutboxItem> shown);

    Fmt m_fmt;
    base::UtcSeconds m_now = base::kNever;
    std::vector<OutboxItem> m_items; // all, oldest first
    std::vector<OutboxItem> m_shown; // rows
    Which m_which = Which::Open;
    std::optional<model::PortalId> m_dealer;
    std::optional<model::WriteKind> m_kind;
    QString m_filter;
    int m_sortColumn = WhenColumn;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

} // namespace dealerlens::viewmodels
