// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/fmt.h"
#include "viewmodels/standarddraft.h"

#include <QAbstractTableModel>

#include <unordered_map>

namespace dealerlens::viewmodels {

// Every stage of every portal beside the milestone it is paired with; unpaired ones first. A choice writes a
// pairing by hand into the draft. GUI thread.
class StageMapModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { DealerColumn, FunnelColumn, StageColumn, MilestoneColumn, HowColumn, SinceColumn, ColumnCount };

    enum Role { MilestoneRole = Qt::UserRole + 1, KindRole, UnpairedRole };

    static constexpr int kNone = 0; // deliberately no milestone
    static constexpr int kAutomatic = -1; // take the hand's pairing back

    explicit StageMapModel(StandardDraft &draft, QObject *parent = nullptr);

    void setFmt(const Fmt &fmt);
    void setFacts(const facts::SnapshotPtr &facts); // keeps the order while the same stages are there
    void setFilter(const QString &text, bool onlyUnpaired);

    // New pairings hold from this instant on (kNever: always).
    void setValidFrom(base::UtcSeconds at) { m_validFrom = at; }

    void sortAgain(); // unpaired first, after edits

    // Milestones for leads or deals: (id, name); kAutomatic and kNone included.
    [[nodiscard]] QList<QPair<int, QString>> choices(model::EntityKind kind) const;
    [[nodiscard]] int unpaired() const; // of all stages

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override; // milestone id, EditRole
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row {
        model::StageMapping place; // portal, kind, funnel, stage
        QString dealer;
        QString funnel;
        QString stage;
        int sort = 0;
        std::int32_t automatic = -1; // as facts paired it; -1: nothing fits
        std::int32_t milestone = -1; // by hand, else automatic; -1: unpaired
        [[nodiscard]] bool samePlace(const model::StageMapping &other) const;
    };

    void takeHands(); // from the draft
    void pair(std::vector<Row> &rows) const;
    [[nodiscard]] const model::StageMapping *byHand(const Row &row) const; // the newest
    [[nodiscard]] QString milestoneName(std::int32_t id) const;
    void filterRows();

    StandardDraft &m_draft;
    Fmt m_fmt;
    std::vector<Row> m_all;
    std::vector<int> m_rows; // places in m_all
    std::unordered_map<model::PortalId, std::vector<model::StageMapping>> m_hands;
    QString m_filter;
    bool m_onlyUnpaired = false;
    base::UtcSeconds m_validFrom = base::kNever;
};

} // namespace dealerlens::viewmodels
