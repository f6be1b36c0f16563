// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/networkmodel.h"

#include "model/text.h"
#include "viewmodels/problemtext.h"

#include <QCollator>

#include <algorithm>
#include <map>

namespace dealerlens::viewmodels {

using model::PortalHealth;

namespace {

const QChar kHeadGroup(1); // before every region
constexpr int kGroupFrom = 60; // more dealers than this are grouped by state

int compareTexts(const QString &one, const QString &other) { return QString::localeAwareCompare(one, other); }

} // namespace

QString NetworkModel::Row::key(const std::vector<DealerHealth> &dealers) const
{
    return dealer < 0 ? QString(QStringLiteral("g:") + group)
                      : QString(QStringLiteral("d:") + QString::number(dealers[static_cast<std::size_t>(dealer)].portal.id));
}

NetworkModel::NetworkModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void NetworkModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    arrange();
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void NetworkModel::setFreshnessLimit(std::int64_t seconds) { m_freshnessLimit = seconds; }

void NetworkModel::setDealers(std::vector<DealerHealth> dealers)
{
    std::map<model::PortalId, const DealerHealth *> known;
    for (const DealerHealth &dealer : m_dealers)
        known.emplace(dealer.portal.id, &dealer);
    std::map<model::PortalId, int> places;
    for (std::size_t i = 0; i < dealers.size(); ++i)
        places.emplace(dealers[i].portal.id, static_cast<int>(i));
    // Rows of dealers that are no more go first, while the old list still stands.
    for (int row = rowCount() - 1; row >= 0; --row) {
        const int place = m_rows[static_cast<std::size_t>(row)].dealer;
        if (place >= 0 && !places.contains(m_dealers[static_cast<std::size_t>(place)].portal.id)) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            m_keys.erase(m_keys.begin() + row);
            endRemoveRows();
        }
    }
    for (Row &row : m_rows) {
        if (row.dealer >= 0)
            row.dealer = places.at(m_dealers[static_cast<std::size_t>(row.dealer)].portal.id);
    }
    std::swap(m_dealers, dealers); // those that are known live on to the end
    arrange();
    for (int row = 0; row < rowCount(); ++row) {
        const DealerHealth *now = dealerAt(row);
        const auto before = now ? known.find(now->portal.id) : known.end();
        if (!now || before == known.end() || !sameOnScreen(*before->second, *now))
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void NetworkModel::setArrangement(Arrangement arrangement)
{
    m_arrangement = arrangement;
    m_sortColumn = -1;
    arrange();
}

void NetworkModel::setFilter(const QString &text)
{
    m_filter = model::folded(text.trimmed());
    arrange();
}

void NetworkModel::setShown(const QSet<model::PortalId> &portals, bool freshOnly)
{
    m_portals = portals;
    m_freshOnly = freshOnly;
    arrange();
}

void NetworkModel::setStateFilter(std::optional<PortalHealth> state)
{
    m_state = state;
    arrange();
}

void NetworkModel::setRetiredShown(bool shown)
{
    m_retiredShown = shown;
    arrange();
}

void NetworkModel::toggleGroup(int row)
{
    if (row < 0 || row >= rowCount() || dealerAt(row))
        return;
    const QString group = m_rows[static_cast<std::size_t>(row)].group;
    if (!m_toggled.remove(group))
        m_toggled.insert(group);
    arrange();
    const QString key = QStringLiteral("g:") + group;
    for (int i = 0; i < rowCount(); ++i) {
        if (m_keys[static_cast<std::size_t>(i)] == key)
            Q_EMIT dataChanged(index(i, 0), index(i, ColumnCount - 1));
    }
}

void NetworkModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    arrange();
}

bool NetworkModel::isShown(const DealerHealth &dealer) const
{
    if (dealer.portal.isRetired() && !m_retiredShown)
        return false;
    if (!m_portals.isEmpty() && !m_portals.contains(dealer.portal.id))
        return false;
    if (m_freshOnly && dealer.health != PortalHealth::Fresh && dealer.health != PortalHealth::Attention)
        return false;
    if (m_state && dealer.health != *m_state)
        return false;
    if (m_filter.isEmpty())
        return true;
    const QString all = model::folded(
        QStringList { dealer.portal.title, dealer.portal.code, dealer.portal.city, dealer.portal.region, dealer.portal.key }.join(
            QLatin1Char(' ')));
    for (const QString &word : m_filter.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (!all.contains(word))
            return false;
    }
    return true;
}

bool NetworkModel::isGrouped() const
{
    return m_arrangement == Arrangement::ByRegion
        || (m_arrangement == Arrangement::ProblemsFirst && static_cast<int>(m_dealers.size()) > kGroupFrom);
}

QString NetworkModel::groupOf(const DealerHealth &dealer) const
{
    if (!isGrouped())
        return {};
    if (m_arrangement != Arrangement::ByRegion)
        return QString::number(healthRank(dealer));
    return isHead(dealer) ? QString(kHeadGroup) : dealer.portal.region;
}

QString NetworkModel::groupTitle(const QString &group) const
{
    int all = 0;
    int troubled = 0;
    for (const DealerHealth &dealer : m_dealers) {
        if (!isShown(dealer) || groupOf(dealer) != group)
            continue;
        ++all;
        if (healthRank(dealer) < kUpToDateFrom)
            ++troubled;
    }
    if (m_arrangement == Arrangement::ByRegion) {
        if (group == kHeadGroup)
            return tr("Head office");
        const QString name = group.isEmpty() ? tr("No region") : group;
        const QString dealers = tr("%Ln dealers", nullptr, all);
        return troubled == 0
            ? QString(name + QStringLiteral(" · ") + dealers)
            : QString(name + QStringLiteral(" · ") + dealers + QStringLiteral(" · ") + tr("%Ln not up to date", nullptr, troubled));
    }
    switch (group.toInt()) {
    case 0:
        return tr("%Ln without access", nullptr, all);
    case 1:
        return tr("%Ln stale", nullptr, all);
    case 2:
        return tr("%Ln need attention", nullptr, all);
    case 3:
        return tr("%Ln loading for the first time", nullptr, all);
    case 4:
        return tr("%Ln fresh", nullptr, all);
    default:
        return tr("%Ln retired", nullptr, all);
    }
}

QVariant NetworkModel::sortValue(const DealerHealth &dealer, int column) const
{
    switch (column) {
    case StateColumn:
        return healthRank(dealer);
    case DealerColumn:
        return dealer.portal.title;
    case AgeColumn:
        return dealer.age < 0 ? qint64(1) << 60 : qint64(dealer.age);
    case KindsColumn:
        return static_cast<int>(std::count_if(dealer.kinds.begin(), dealer.kinds.end(), [](const KindHealth &kind) { return kind.stale; }));
    case ErrorsColumn:
        return dealer.status.errors24h;
    case BudgetColumn:
        return dealer.status.methodTimeShare;
    case UnmappedColumn:
        return dealer.unmapped();
    case TrendColumn:
    case PerDayColumn:
        return dealer.figures.meanPerDay.value_or(-1);
    case CallsColumn:
        return dealer.callsVisible().value_or(-1);
    case RegionColumn:
        return regionWord(dealer);
    default:
        return {};
    }
}

bool NetworkModel::before(const DealerHealth &one, const DealerHealth &other) const
{
    if (m_sortColumn >= 0) {
        const QVariant mine = sortValue(one, m_sortColumn);
        const QVariant yours = sortValue(other, m_sortColumn);
        const int order = mine.userType() == QMetaType::QString
            ? compareTexts(mine.toString(), yours.toString())
            : (mine.toDouble() < yours.toDouble() ? -1 : (mine.toDouble() > yours.toDouble() ? 1 : 0));
        if (order != 0)
            return m_sortOrder == Qt::AscendingOrder ? order < 0 : order > 0;
    } else if (m_arrangement == Arrangement::ProblemsFirst) {
        if (healthRank(one) != healthRank(other))
            return healthRank(one) < healthRank(other);
        // Only problems are ordered by age: fresh dealers would trade places with every round.
        if (healthRank(one) < kUpToDateFrom && one.age / 60 != other.age / 60)
            return one.age > other.age;
    }
    const int byTitle = compareTexts(one.portal.title, other.portal.title);
    return byTitle != 0 ? byTitle < 0 : one.portal.id < other.portal.id;
}

std::vector<NetworkModel::Row> NetworkModel::wantedRows() const
{
    std::vector<Row> dealers;
    for (std::size_t i = 0; i < m_dealers.size(); ++i) {
        if (isShown(m_dealers[i]))
            dealers.push_back({ groupOf(m_dealers[i]), static_cast<int>(i) });
    }
    std::stable_sort(dealers.begin(), dealers.end(), [this](const Row &one, const Row &other) {
        if (one.group != other.group)
            return m_arrangement != Arrangement::ByRegion || one.group == kHeadGroup || other.group == kHeadGroup
                ? one.group < other.group
                : compareTexts(one.group, other.group) < 0;
        return before(m_dealers[static_cast<std::size_t>(one.dealer)], m_dealers[static_cast<std::size_t>(other.dealer)]);
    });
    if (!isGrouped())
        return dealers;
    std::vector<Row> rows;
    const QString *last = nullptr;
    bool open = true;
    for (const Row &row : dealers) {
        if (!last || *last != row.group) {
            rows.push_back({ row.group, -1 });
            // By state, the ordinary ones start as one line.
            const bool openByDefault = m_arrangement == Arrangement::ByRegion || row.group.toInt() < 3;
            open = openByDefault != m_toggled.contains(row.group);
            last = &row.group;
        }
        if (open)
            rows.push_back(row);
    }
    return rows;
}

void NetworkModel::arrange() { applyRows(wantedRows()); }

void NetworkModel::applyRows(std::vector<Row> rows)
{
    std::vector<QString> keys;
    std::map<QString, int> places;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        keys.push_back(rows[i].key(m_dealers));
        places.emplace(keys.back(), static_cast<int>(i));
    }
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (places.contains(m_keys[static_cast<std::size_t>(row)]))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        m_keys.erase(m_keys.begin() + row);
        endRemoveRows();
    }
    std::vector<int> added;
    const QSet<QString> present(m_keys.begin(), m_keys.end());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!present.contains(keys[i]))
            added.push_back(static_cast<int>(i));
    }
    if (!added.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
        for (const int place : added) {
            m_rows.push_back(rows[static_cast<std::size_t>(place)]);
            m_keys.push_back(keys[static_cast<std::size_t>(place)]);
        }
        endInsertRows();
    }
    if (m_keys == keys) {
        m_rows = std::move(rows);
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    QModelIndexList from;
    QModelIndexList to;
    for (const QModelIndex &index : persistentIndexList()) {
        from.append(index);
        to.append(createIndex(places.at(m_keys[static_cast<std::size_t>(index.row())]), index.column()));
    }
    m_rows = std::move(rows);
    m_keys = std::move(keys);
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

const DealerHealth *NetworkModel::dealerAt(int row) const
{
    if (row < 0 || row >= rowCount() || m_rows[static_cast<std::size_t>(row)].dealer < 0)
        return nullptr;
    return &m_dealers[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(row)].dealer)];
}

const DealerHealth *NetworkModel::dealer(model::PortalId portal) const
{
    for (const DealerHealth &each : m_dealers) {
        if (each.portal.id == portal)
            return &each;
    }
    return nullptr;
}

int NetworkModel::rowOf(model::PortalId portal) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const DealerHealth *each = dealerAt(row);
        if (each && each->portal.id == portal)
            return row;
    }
    return -1;
}

int NetworkModel::count(PortalHealth state) const
{
    return static_cast<int>(std::count_if(m_dealers.begin(), m_dealers.end(),
        [state](const DealerHealth &dealer) { return !dealer.portal.isRetired() && dealer.health == state; }));
}

int NetworkModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int NetworkModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

Qt::ItemFlags NetworkModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

} // namespace dealerlens::viewmodels
