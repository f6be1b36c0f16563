// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/outboxmodel.h"

#include "viewmodels/plaintip.h"

#include <QDateTime>
#include <QHash>

#include <algorithm>

namespace dealerlens::viewmodels {

OutboxModel::OutboxModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void OutboxModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    arrange(std::move(m_items));
}

void OutboxModel::setItems(const std::vector<OutboxItem> &items, base::UtcSeconds now)
{
    m_now = now;
    arrange(items);
}

void OutboxModel::setWhich(Which which)
{
    m_which = which;
    arrange(std::move(m_items));
}

void OutboxModel::setDealer(std::optional<model::PortalId> dealer)
{
    m_dealer = dealer;
    arrange(std::move(m_items));
}

void OutboxModel::setKind(std::optional<model::WriteKind> kind)
{
    m_kind = kind;
    arrange(std::move(m_items));
}

void OutboxModel::setFilter(const QString &text)
{
    m_filter = text.trimmed();
    arrange(std::move(m_items));
}

void OutboxModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column < 0 ? int(WhenColumn) : column;
    m_sortOrder = column < 0 ? Qt::DescendingOrder : order;
    arrange(std::move(m_items));
}

const OutboxItem *OutboxModel::itemAt(int row) const { return row >= 0 && row < rowCount() ? &m_shown[std::size_t(row)] : nullptr; }

int OutboxModel::rowOf(const QString &uuid) const
{
    const auto found = std::ranges::find_if(m_shown, [&](const OutboxItem &each) { return each.write.uuid == uuid; });
    return found == m_shown.end() ? -1 : int(found - m_shown.begin());
}

bool OutboxModel::passes(const OutboxItem &item) const
{
    if ((m_which == Which::Waiting && !item.waitsForPerson()) || (m_which == Which::Open && !item.isOpen()))
        return false;
    if ((m_dealer && item.write.target.portal != *m_dealer) || (m_kind && item.write.kind != *m_kind))
        return false;
    if (m_filter.isEmpty())
        return true;
    for (int column = 0; column < ColumnCount; ++column)
        if (text(item, column).contains(m_filter, Qt::CaseInsensitive))
            return true;
    return false;
}

bool OutboxModel::before(const OutboxItem &one, const OutboxItem &other) const
{
    const QVariant left = raw(one, m_sortColumn);
    const QVariant right = raw(other, m_sortColumn);
    const QPartialOrdering order = left.userType() == QMetaType::QString
        ? QVariant::compare(left.toString().toCaseFolded(), right.toString().toCaseFolded())
        : QVariant::compare(left, right);
    return m_sortOrder == Qt::AscendingOrder ? order == QPartialOrdering::Less : order == QPartialOrdering::Greater;
}

std::vector<std::size_t> OutboxModel::wanted() const
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < m_items.size(); ++i)
        if (passes(m_items[i]))
            rows.push_back(i);
    std::ranges::stable_sort(rows, [this](std::size_t one, std::size_t other) { return before(m_items[one], m_items[other]); });
    return rows;
}

// Rows that go, rows that come (at the end), then the order, then what they say.
void OutboxModel::arrange(std::vector<OutboxItem> items)
{
    m_items = std::move(items);
    std::vector<OutboxItem> shown;
    QSet<QString> kept;
    for (const std::size_t row : wanted()) {
        shown.push_back(m_items[row]);
        kept.insert(m_items[row].write.uuid);
    }
    removeOthers(kept);
    QSet<QString> had;
    for (const OutboxItem &each : m_shown)
        had.insert(each.write.uuid);
    std::vector<OutboxItem> fresh;
    for (const OutboxItem &each : shown)
        if (!had.contains(each.write.uuid))
            fresh.push_back(each);
    if (!fresh.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + int(fresh.size()) - 1);
        m_shown.insert(m_shown.end(), fresh.begin(), fresh.end());
        endInsertRows();
    }
    reorder(std::move(shown));
}

void OutboxModel::removeOthers(const QSet<QString> &kept)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (kept.contains(m_shown[std::size_t(row)].write.uuid))
            continue;
        beginRemoveRows({}, row, row);
        m_shown.erase(m_shown.begin() + row);
        endRemoveRows();
    }
}

void OutboxModel::reorder(std::vector<OutboxItem> shown)
{
    const bool moved = !std::ranges::equal(
        m_shown, shown, {}, [](const OutboxItem &each) { return each.write.uuid; }, [](const OutboxItem &each) { return each.write.uuid; });
    if (moved) {
        Q_EMIT layoutAboutToBeChanged();
        QHash<QString, int> places;
        for (std::size_t i = 0; i < shown.size(); ++i)
            places.insert(shown[i].write.uuid, int(i));
        const QModelIndexList old = persistentIndexList();
        QModelIndexList now;
        for (const QModelIndex &each : old)
            now.append(index(places.value(m_shown[std::size_t(each.row())].write.uuid), each.column()));
        m_shown = std::move(shown);
        changePersistentIndexList(old, now);
        Q_EMIT layoutChanged();
    } else {
        m_shown = std::move(shown);
    }
    if (!m_shown.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int OutboxModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }

int OutboxModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(ColumnCount); }

QString OutboxModel::text(const OutboxItem &item, int column) const
{
    switch (column) {
    case StateColumn:
        return OutboxTexts::state(item);
    case WhatColumn:
        return OutboxTexts::what(item);
    case ItemColumn:
        return OutboxTexts::item(item);
    case DealerColumn:
        return item.dealer;
    case WhenColumn:
        return m_fmt.dateTime(item.write.created);
    case AttemptsColumn:
        return m_fmt.integer(item.write.attempts);
    case SaysColumn:
        return OutboxTexts::says(item);
    case AnswerColumn:
        return OutboxTexts::answer(item, m_now, m_fmt);
    case ReferenceColumn:
        return item.write.reference();
    default:
        return {};
    }
}

QVariant OutboxModel::raw(const OutboxItem &item, int column) const
{
    if (column == WhenColumn)
        return QDateTime::fromSecsSinceEpoch(item.write.created, Qt::UTC);
    if (column == AttemptsColumn)
        return item.write.attempts;
    if (column == StateColumn) // those that wait for a person stand together
        return QString((item.waitsForPerson()  ? QStringLiteral("0")
                               : item.isOpen() ? QStringLiteral("1")
                                               : QStringLiteral("2"))
            + text(item, column));
    return text(item, column);
}

QString OutboxModel::sentence(const OutboxItem &item) const
{
    QStringList words;
    for (int column = 0; column < ReferenceColumn; ++column)
        if (const QString word = text(item, column); !word.isEmpty())
            words += column == AttemptsColumn ? OutboxModel::tr("sent %Ln times", nullptr, item.write.attempts) : word;
    return words.join(QStringLiteral(", "));
}

QVariant OutboxModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const OutboxItem &item = m_shown[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(item, index.column());
    case Qt::EditRole:
        return index.column() == StateColumn ? QVariant(text(item, StateColumn)) : raw(item, index.column());
    case SortRole:
        return raw(item, index.column());
    case Qt::ToolTipRole:
        return plainTip(text(item, index.column()));
    case Qt::AccessibleTextRole:
        return index.column() == StateColumn ? sentence(item) : text(item, index.column());
    case Qt::TextAlignmentRole:
        return int((index.column() == AttemptsColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case UuidRole:
        return item.write.uuid;
    case IconRole:
        return OutboxTexts::icon(item);
    case WaitsRole:
        return item.waitsForPerson();
    default:
        return {};
    }
}

QVariant OutboxModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == AttemptsColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[ColumnCount] { tr("State"), tr("What"), tr("Item"), tr("Dealer"), tr("When"), tr("Sent"), tr("The portal says"),
        tr("Answer"), tr("Reference") };
    return section >= 0 && section < ColumnCount ? names[section] : QString();
}

} // namespace dealerlens::viewmodels
