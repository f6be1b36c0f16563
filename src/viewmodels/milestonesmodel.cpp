// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/milestonesmodel.h"

#include <algorithm>
#include <cmath>

namespace dealerlens::viewmodels {

MilestonesModel::MilestonesModel(StandardDraft &draft, QObject *parent)
    : QAbstractTableModel(parent)
    , m_draft(draft)
    , m_known(static_cast<int>(draft.standard().milestones.size()))
{
    connect(&m_draft, &StandardDraft::changed, this, [this] {
        const int now = static_cast<int>(m_draft.standard().milestones.size());
        if (now != m_known) {
            beginResetModel();
            m_known = now;
            endResetModel();
        } else if (now > 0) {
            Q_EMIT dataChanged(index(0, 0), index(now - 1, ColumnCount - 1));
        }
    });
}

void MilestonesModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void MilestonesModel::setPortal(model::PortalId portal)
{
    m_portal = portal;
    if (m_known > 0)
        Q_EMIT dataChanged(index(0, 0), index(m_known - 1, ColumnCount - 1));
}

void MilestonesModel::add()
{
    m_draft.edit([](model::Standard &standard) {
        model::Milestone milestone;
        for (const model::Milestone &each : standard.milestones)
            milestone.id = std::max(milestone.id, each.id);
        ++milestone.id;
        milestone.code = QStringLiteral("M%1").arg(milestone.id);
        milestone.nameRu = milestone.code;
        milestone.nameEn = milestone.code;
        auto place = std::find_if(standard.milestones.begin(), standard.milestones.end(),
            [](const model::Milestone &each) { return each.itemKind == model::EntityKind::Deal && each.semantic != 'P'; });
        standard.milestones.insert(place, milestone);
        int sort = 0;
        for (model::Milestone &each : standard.milestones)
            each.sort = sort += 10;
    });
}

void MilestonesModel::remove(int row)
{
    if (row < 0 || row >= m_known)
        return;
    m_draft.edit([row](model::Standard &standard) {
        const std::int32_t id = standard.milestones[static_cast<std::size_t>(row)].id;
        standard.milestones.erase(standard.milestones.begin() + row);
        std::erase_if(standard.mappings, [id](const model::StageMapping &each) { return each.milestone == id; });
        std::erase_if(standard.limits, [id](const model::StageLimit &each) { return each.milestone == id; });
    });
}

int MilestonesModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : m_known; }

int MilestonesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant MilestonesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)
        || index.row() >= static_cast<int>(m_draft.standard().milestones.size()))
        return {};
    const model::Milestone &milestone = m_draft.standard().milestones[static_cast<std::size_t>(index.row())];
    if (role == OwnLimitRole)
        return m_portal == 0 || m_draft.hasOwnLimit(m_portal, milestone.id);
    if (role == Qt::TextAlignmentRole && index.column() == LimitColumn)
        return QVariant(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    switch (index.column()) {
    case CodeColumn:
        return milestone.code;
    case RussianColumn:
        return milestone.nameRu;
    case EnglishColumn:
        return milestone.nameEn;
    case KindColumn:
        return milestone.itemKind == model::EntityKind::Lead ? tr("leads") : tr("deals");
    case OutcomeColumn:
        return milestone.semantic == 'S' ? tr("won") : (milestone.semantic == 'F' ? tr("lost") : tr("in work"));
    case LimitColumn: {
        const std::int64_t limit = m_draft.limit(m_portal, milestone.id);
        if (limit <= 0)
            return role == Qt::EditRole ? QString() : Fmt::dash();
        const double days = static_cast<double>(limit) / static_cast<double>(m_draft.workingDay());
        const bool whole = std::abs(days - std::round(days)) < 0.005;
        return m_fmt.decimal(days, whole ? 0 : 2);
    }
    default:
        return {};
    }
}

bool MilestonesModel::setText(const model::Milestone &milestone, int column, const QString &text)
{
    if (text.isEmpty())
        return false;
    m_draft.edit([&, id = milestone.id](model::Standard &standard) {
        for (model::Milestone &each : standard.milestones) {
            if (each.id != id)
                continue;
            if (column == CodeColumn)
                each.code = text.toUpper().left(12);
            else if (column == RussianColumn)
                each.nameRu = text.left(60);
            else
                each.nameEn = text.left(60);
        }
    });
    return true;
}

bool MilestonesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole)
        return false;
    const model::Milestone milestone = m_draft.standard().milestones[static_cast<std::size_t>(index.row())];
    const QString text = value.toString().trimmed();
    if (index.column() < KindColumn)
        return setText(milestone, index.column(), text);
    if (index.column() != LimitColumn)
        return false;
    if (text.isEmpty() || text == Fmt::dash()) {
        m_draft.setLimit(m_portal, milestone.id, 0);
        return true;
    }
    QString plain = text;
    bool valid = false;
    const double days = plain.replace(QLatin1Char(','), QLatin1Char('.')).toDouble(&valid);
    if (!valid || days <= 0 || days > 3'650)
        return false;
    m_draft.setLimit(m_portal, milestone.id, std::llround(days * static_cast<double>(m_draft.workingDay())));
    return true;
}

QVariant MilestonesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == LimitColumn)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case CodeColumn:
        return tr("Code");
    case RussianColumn:
        return tr("Name in Russian");
    case EnglishColumn:
        return tr("Name in English");
    case KindColumn:
        return tr("Of");
    case OutcomeColumn:
        return tr("Outcome");
    case LimitColumn:
        return tr("Limit, working days");
    default:
        return {};
    }
}

Qt::ItemFlags MilestonesModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const bool inWork = m_draft.standard().milestones[static_cast<std::size_t>(index.row())].semantic == 'P';
    if ((index.column() < KindColumn && m_portal == 0) || (index.column() == LimitColumn && inWork))
        flags |= Qt::ItemIsEditable;
    return flags;
}

} // namespace dealerlens::viewmodels
