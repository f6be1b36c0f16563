// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/stagemapmodel.h"

#include "model/standard.h"
#include "model/text.h"

#include <algorithm>

namespace dealerlens::viewmodels {

bool StageMapModel::Row::samePlace(const model::StageMapping &other) const
{
    return place.portal == other.portal && place.itemKind == other.itemKind && place.categoryId == other.categoryId
        && place.stageCode == other.stageCode;
}

StageMapModel::StageMapModel(StandardDraft &draft, QObject *parent)
    : QAbstractTableModel(parent)
    , m_draft(draft)
{
    takeHands();
    connect(&m_draft, &StandardDraft::changed, this, [this] {
        takeHands();
        pair(m_all);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

void StageMapModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void StageMapModel::setFacts(const facts::SnapshotPtr &facts)
{
    if (!facts)
        return;
    model::StagePairing pairing(facts->standard);
    std::vector<Row> rows;
    for (const facts::StageFact &stage : facts->stages) {
        const facts::PortalFact &portal = facts->portals[static_cast<std::size_t>(stage.portal)];
        const facts::FunnelFact &funnel = facts->funnels[static_cast<std::size_t>(stage.funnel)];
        if (portal.portal.isRetired())
            continue;
        Row row;
        row.place.portal = portal.portal.id;
        row.place.itemKind = funnel.kind;
        row.place.categoryId = funnel.categoryId;
        row.place.stageCode = stage.code;
        row.dealer = portal.portal.title;
        row.funnel = funnel.name;
        row.stage = stage.name.isEmpty() ? stage.code : stage.name;
        row.sort = stage.sort;
        row.automatic
            = pairing.milestoneOf({ funnel.kind, funnel.categoryId, stage.code, stage.name, stage.sort, stage.semantic }).value_or(-1);
        rows.push_back(std::move(row));
    }
    const bool same
        = rows.size() == m_all.size() && std::equal(rows.begin(), rows.end(), m_all.begin(), [](const Row &one, const Row &other) {
              return one.samePlace(other.place) && one.stage == other.stage && one.dealer == other.dealer
                  && one.automatic == other.automatic;
          });
    if (same)
        return;
    pair(rows);
    beginResetModel();
    m_all = std::move(rows);
    filterRows();
    endResetModel();
}

void StageMapModel::setFilter(const QString &text, bool onlyUnpaired)
{
    m_filter = model::folded(text.trimmed());
    m_onlyUnpaired = onlyUnpaired;
    sortAgain();
}

void StageMapModel::sortAgain()
{
    beginResetModel();
    filterRows();
    endResetModel();
}

void StageMapModel::filterRows()
{
    m_rows.clear();
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        const Row &row = m_all[i];
        if (m_onlyUnpaired && row.milestone >= 0)
            continue;
        if (!m_filter.isEmpty()
            && !model::folded(QString(row.dealer + QLatin1Char(' ') + row.funnel + QLatin1Char(' ') + row.stage)).contains(m_filter))
            continue;
        m_rows.push_back(static_cast<int>(i));
    }
    std::stable_sort(m_rows.begin(), m_rows.end(), [this](int one, int other) {
        const Row &a = m_all[static_cast<std::size_t>(one)];
        const Row &b = m_all[static_cast<std::size_t>(other)];
        const bool aFirst = a.milestone < 0;
        const bool bFirst = b.milestone < 0;
        if (aFirst != bFirst)
            return aFirst;
        if (const int order = QString::localeAwareCompare(a.dealer, b.dealer); order != 0)
            return order < 0;
        return std::tie(a.place.itemKind, a.place.categoryId, a.sort) < std::tie(b.place.itemKind, b.place.categoryId, b.sort);
    });
}

void StageMapModel::takeHands()
{
    m_hands.clear();
    for (const model::StageMapping &each : m_draft.standard().mappings) {
        if (each.byHand)
            m_hands[each.portal].push_back(each);
    }
}

void StageMapModel::pair(std::vector<Row> &rows) const
{
    for (Row &row : rows) {
        const model::StageMapping *hand = byHand(row);
        row.milestone = hand ? hand->milestone : row.automatic;
    }
}

const model::StageMapping *StageMapModel::byHand(const Row &row) const
{
    const auto hands = m_hands.find(row.place.portal);
    if (hands == m_hands.end())
        return nullptr;
    const model::StageMapping *newest = nullptr;
    for (const model::StageMapping &each : hands->second) {
        if (row.samePlace(each) && (!newest || each.validFrom >= newest->validFrom))
            newest = &each;
    }
    return newest;
}

QString StageMapModel::milestoneName(std::int32_t id) const
{
    if (id == kNone)
        return tr("none, on purpose");
    for (const model::Milestone &milestone : m_draft.standard().milestones) {
        if (milestone.id == id)
            return m_fmt.language() == Language::Russian ? milestone.nameRu : milestone.nameEn;
    }
    return tr("unpaired");
}

QList<QPair<int, QString>> StageMapModel::choices(model::EntityKind kind) const
{
    QList<QPair<int, QString>> result;
    result.append(qMakePair(kAutomatic, tr("by itself")));
    for (const model::Milestone &milestone : m_draft.standard().milestones) {
        if (milestone.itemKind == kind)
            result.append(qMakePair(static_cast<int>(milestone.id), milestoneName(milestone.id)));
    }
    result.append(qMakePair(kNone, milestoneName(kNone)));
    return result;
}

int StageMapModel::unpaired() const
{
    return static_cast<int>(std::count_if(m_all.begin(), m_all.end(), [](const Row &row) { return row.milestone < 0; }));
}

int StageMapModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int StageMapModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant StageMapModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_all[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(index.row())])];
    const model::StageMapping *hand = byHand(row);
    switch (role) {
    case MilestoneRole:
        return hand ? hand->milestone : kAutomatic;
    case KindRole:
        return static_cast<int>(row.place.itemKind);
    case UnpairedRole:
        return row.milestone < 0;
    case Qt::EditRole:
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case DealerColumn:
        return row.dealer;
    case FunnelColumn:
        return row.place.itemKind == model::EntityKind::Lead ? tr("Leads") : row.funnel;
    case StageColumn:
        return row.stage;
    case MilestoneColumn:
        return milestoneName(row.milestone);
    case HowColumn:
        return hand ? tr("by hand") : (row.automatic < 0 ? tr("nothing fits") : tr("by name and order"));
    case SinceColumn:
        return hand && hand->validFrom != base::kNever ? m_fmt.date(hand->validFrom) : (hand ? tr("always") : QString());
    default:
        return {};
    }
}

bool StageMapModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || index.column() != MilestoneColumn)
        return false;
    const Row row = m_all[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(index.row())])];
    m_draft.setMapping(row.place, value.toInt(), m_validFrom);
    return true;
}

QVariant StageMapModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case DealerColumn:
        return tr("Dealer");
    case FunnelColumn:
        return tr("Funnel");
    case StageColumn:
        return tr("Stage of the portal");
    case MilestoneColumn:
        return tr("Milestone of the network");
    case HowColumn:
        return tr("Paired");
    case SinceColumn:
        return tr("Holds since");
    default:
        return {};
    }
}

Qt::ItemFlags StageMapModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags plain = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return index.column() == MilestoneColumn ? plain | Qt::ItemIsEditable : plain;
}

} // namespace dealerlens::viewmodels
