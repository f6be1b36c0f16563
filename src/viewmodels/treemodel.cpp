// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/treemodel.h"

#include "model/text.h"
#include "viewmodels/plaintip.h"

#include <QPointF>

#include <algorithm>
#include <functional>

namespace dealerlens::viewmodels {

using reports::TreeLevel;
using reports::TreeNode;

namespace {

constexpr std::int64_t kScaleCount = 20; // rows with fewer do not stretch the scale of a column
constexpr std::int64_t kPersonScaleCount = 5; // few people have that many
constexpr double kScaleMargin = 0.12;

} // namespace

struct TreeModel::Row {
    const TreeNode *node = nullptr;
    Row *parent = nullptr;
    int row = 0;
    bool listed = false;
    std::vector<std::unique_ptr<Row>> children;
};

TreeModel::TreeModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

TreeModel::~TreeModel() = default;

void TreeModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (m_answer)
        Q_EMIT dataChanged(index(0, 0), index(0, ColumnCount - 1));
}

void TreeModel::setAnswer(std::shared_ptr<const reports::TreeAnswer> answer, facts::SnapshotPtr facts, base::UtcSeconds now)
{
    const auto take = [&] {
        m_answer = std::move(answer);
        m_facts = std::move(facts);
        m_now = now;
        measure();
        m_matching.clear();
        if (m_answer && !m_filter.isEmpty())
            static_cast<void>(markShown(m_answer->root, false));
    };
    if (m_answer && answer) {
        change(take);
        return;
    }
    beginResetModel();
    take();
    m_root.reset();
    if (m_answer) {
        m_root = std::make_unique<Row>();
        m_root->node = &m_answer->root;
    }
    endResetModel();
}

void TreeModel::setFilter(const QString &text)
{
    const QString folded = model::folded(text.simplified());
    if (folded == m_filter)
        return;
    const auto apply = [&] {
        m_filter = folded;
        m_matching.clear();
        if (m_answer && !m_filter.isEmpty())
            static_cast<void>(markShown(m_answer->root, false));
    };
    if (m_answer)
        change(apply);
    else
        apply();
}

void TreeModel::setSortKeys(const std::vector<SortKey> &keys)
{
    if (keys == m_sortKeys || keys.empty())
        return;
    if (m_answer)
        change([&] { m_sortKeys = keys; });
    else
        m_sortKeys = keys;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void TreeModel::sort(int column, Qt::SortOrder order)
{
    if (column >= 0 && column < ColumnCount)
        setSortKeys({ { column, order } });
}

// The rows are listed anew; what held an index keeps it by key.
void TreeModel::change(const std::function<void()> &apply)
{
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList from = persistentIndexList();
    QStringList keys;
    for (const QModelIndex &index : from)
        keys.append(keyOf(*rowOf(index)->node));
    const std::unique_ptr<Row> old = std::move(m_root);
    apply();
    m_root = std::make_unique<Row>();
    m_root->node = &m_answer->root;
    QModelIndexList to;
    for (qsizetype i = 0; i < from.size(); ++i) {
        const Row *found = findKey(keys[i]);
        to.append(found ? indexOf(*found, from[i].column()) : QModelIndex());
    }
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged();
}

bool TreeModel::markShown(const TreeNode &node, bool above)
{
    QString words = nameOf(node);
    if (node.level == TreeLevel::Dealer && node.portal >= 0) {
        const model::Portal &portal = m_facts->portals[static_cast<size_t>(node.portal)].portal;
        words += QLatin1Char(' ') + portal.code + QLatin1Char(' ') + portal.city;
    }
    const bool own = node.level != TreeLevel::Network && model::folded(words).contains(m_filter);
    bool below = false;
    for (const TreeNode &child : node.children)
        below = markShown(child, above || own) || below;
    if (own || above || below)
        m_matching.insert(&node);
    return own || below;
}

void TreeModel::measure()
{
    m_inLimitScale = m_conversionScale = QPointF(0, 1);
    if (!m_answer)
        return;
    const std::int64_t least = dimension() == reports::Dimension::Employee ? kPersonScaleCount : kScaleCount;
    double low[2] { 1, 1 };
    double high[2] { 0, 0 };
    const std::function<void(const TreeNode &)> walk = [&](const TreeNode &node) {
        const reports::Share *shares[] { &node.measures.responseInLimit, &node.measures.conversion };
        for (int i = 0; i < 2; ++i) {
            if (shares[i]->n >= least) {
                low[i] = std::min(low[i], *shares[i]->point());
                high[i] = std::max(high[i], *shares[i]->point());
            }
        }
        if (node.level == TreeLevel::Dealer)
            return;
        for (const TreeNode &child : node.children)
            walk(child);
    };
    walk(m_answer->root);
    const auto scale = [&](int i) {
        return low[i] > high[i] ? QPointF(0, 1) : QPointF(std::max(0.0, low[i] - kScaleMargin), std::min(1.0, high[i] + kScaleMargin));
    };
    m_inLimitScale = scale(0);
    m_conversionScale = scale(1);
}

std::vector<const TreeNode *> TreeModel::shownBelow(const TreeNode &node) const
{
    const std::vector<TreeNode> *below = &node.children;
    if (!dimension() && node.level == TreeLevel::Network && below->size() == 1) {
        const TreeNode &region = below->front();
        if (region.children.size() == 1)
            below = &region.children.front().children;
        else if (region.name.isEmpty())
            below = &region.children;
    }
    if (below->size() == 1 && below->front().level == TreeLevel::Department && below->front().name.isEmpty())
        below = &below->front().children;
    std::vector<const TreeNode *> result;
    for (const TreeNode &child : *below) {
        if (m_filter.isEmpty() || m_matching.contains(&child))
            result.push_back(&child);
    }
    return result;
}

const std::vector<std::unique_ptr<TreeModel::Row>> &TreeModel::childrenOf(Row &row) const
{
    if (row.listed)
        return row.children;
    row.listed = true;
    std::vector<const TreeNode *> nodes = shownBelow(*row.node);
    std::stable_sort(nodes.begin(), nodes.end(), [this](const TreeNode *a, const TreeNode *b) { return before(*a, *b); });
    for (const TreeNode *node : nodes) {
        auto child = std::make_unique<Row>();
        child->node = node;
        child->parent = &row;
        child->row = static_cast<int>(row.children.size());
        row.children.push_back(std::move(child));
    }
    return row.children;
}

// Unknown values stand last in either order.
bool TreeModel::before(const TreeNode &one, const TreeNode &other) const
{
    for (const SortKey &key : m_sortKeys) {
        const bool ascending = key.order == Qt::AscendingOrder;
        if (key.column == NameColumn) {
            const bool byTime = dimension() == reports::Dimension::Month;
            const int order = byTime ? one.key.compare(other.key) : nameOf(one).localeAwareCompare(nameOf(other));
            if (order != 0)
                return ascending ? order < 0 : order > 0;
            continue;
        }
        const auto value = [&](const TreeNode &node) {
            // A rank by the bare point would put the smallest first and last.
            if (key.column == ConversionColumn && node.posterior)
                return QVariant(*node.posterior);
            return raw(node, key.column);
        };
        const QVariant a = value(one);
        const QVariant b = value(other);
        if (a.isValid() != b.isValid())
            return a.isValid();
        if (a.isValid() && a.toDouble() != b.toDouble())
            return ascending ? a.toDouble() < b.toDouble() : a.toDouble() > b.toDouble();
    }
    return false;
}

TreeModel::Row *TreeModel::rowOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Row *>(index.internalPointer()) : nullptr;
}

const TreeNode *TreeModel::nodeAt(const QModelIndex &index) const
{
    const Row *row = rowOf(index);
    return row ? row->node : nullptr;
}

QModelIndex TreeModel::indexOf(const Row &row, int column) const { return createIndex(row.row, column, &row); }

QString TreeModel::keyOf(const TreeNode &node) const
{
    const auto portal = [&] { return node.portal >= 0 ? m_facts->portals[static_cast<size_t>(node.portal)].portal.key : QString(); };
    const auto department = [&] {
        return node.department >= 0 ? QString::number(m_facts->departments[static_cast<size_t>(node.department)].id) : QStringLiteral("-");
    };
    if (dimension() && node.level != TreeLevel::Network)
        return keyOfGroup(node.key);
    switch (node.level) {
    case TreeLevel::Group:
    case TreeLevel::Network:
        return QStringLiteral("network");
    case TreeLevel::Region:
        return QStringLiteral("r:") + node.name;
    case TreeLevel::Dealer:
        return QStringLiteral("p:") + portal();
    case TreeLevel::Department:
        return QStringLiteral("d:") + portal() + QLatin1Char('/') + department();
    case TreeLevel::Employee:
        break;
    }
    const QString user = node.user >= 0 ? QString::number(m_facts->users[static_cast<size_t>(node.user)].id) : QStringLiteral("-");
    return QStringLiteral("u:") + portal() + QLatin1Char('/') + department() + QLatin1Char('/') + user;
}

// Down the tree by what the key names, listing only the branches on the way.
TreeModel::Row *TreeModel::findKey(const QString &key) const
{
    if (!m_root)
        return nullptr;
    if (key == QLatin1String("network"))
        return m_root.get();
    const QString portalPart = key.mid(2).section(QLatin1Char('/'), 0, 0);
    const bool isRegion = key.startsWith(QLatin1String("r:"));
    const std::function<Row *(Row &)> search = [&](Row &row) -> Row * {
        for (const std::unique_ptr<Row> &child : childrenOf(row)) {
            const TreeNode &node = *child->node;
            if (keyOf(node) == key)
                return child.get();
            const bool deeper = node.level == TreeLevel::Region
                ? !isRegion
                    && std::any_of(node.children.begin(), node.children.end(),
                        [&](const TreeNode &dealer) { return keyOf(dealer).mid(2) == portalPart; })
                : !isRegion && keyOf(node).mid(2).section(QLatin1Char('/'), 0, 0) == portalPart;
            if (!deeper)
                continue;
            if (Row *found = search(*child))
                return found;
        }
        return nullptr;
    };
    return search(*m_root);
}

QModelIndex TreeModel::indexOfKey(const QString &key) const
{
    const Row *row = findKey(key);
    return row ? indexOf(*row, 0) : QModelIndex();
}

QModelIndex TreeModel::indexOfPortal(facts::Index portal) const
{
    if (!m_facts || portal < 0 || static_cast<size_t>(portal) >= m_facts->portals.size())
        return {};
    return indexOfKey(QStringLiteral("p:") + m_facts->portals[static_cast<size_t>(portal)].portal.key);
}

QModelIndex TreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!m_root || row < 0 || column < 0 || column >= ColumnCount)
        return {};
    if (!parent.isValid())
        return row == 0 ? indexOf(*m_root, column) : QModelIndex();
    if (parent.column() != 0)
        return {};
    const auto &children = childrenOf(*rowOf(parent));
    return static_cast<size_t>(row) < children.size() ? indexOf(*children[static_cast<size_t>(row)], column) : QModelIndex();
}

QModelIndex TreeModel::parent(const QModelIndex &index) const
{
    const Row *row = rowOf(index);
    return row && row->parent ? indexOf(*row->parent, 0) : QModelIndex();
}

int TreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_root ? 1 : 0;
    return parent.column() == 0 ? static_cast<int>(childrenOf(*rowOf(parent)).size()) : 0;
}

int TreeModel::columnCount(const QModelIndex &) const { return ColumnCount; }

bool TreeModel::hasChildren(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_root != nullptr;
    if (parent.column() != 0)
        return false;
    const Row *row = rowOf(parent);
    return row->listed ? !row->children.empty() : !shownBelow(*row->node).empty();
}

QStringList TreeModel::pathOf(const QModelIndex &index) const
{
    QStringList path;
    for (const Row *row = rowOf(index); row && row->parent; row = row->parent)
        path.prepend(nameOf(*row->node));
    return path;
}

QVariant TreeModel::data(const QModelIndex &index, int role) const
{
    const TreeNode *node = nodeAt(index);
    if (!node)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*node, index.column());
    case Qt::EditRole:
        return raw(*node, index.column());
    case Qt::ToolTipRole:
        return plainTip(toolTip(*node, index.column()));
    case Qt::AccessibleTextRole:
        return sentence(*node, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(Qt::Alignment((index.column() == NameColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    case NodeRole:
        return QVariant::fromValue(node);
    case KeyRole:
        return keyOf(*node);
    case CodeRole:
        return node->level == TreeLevel::Dealer ? m_facts->portals[static_cast<size_t>(node->portal)].portal.code : QString();
    case HueRole:
        return node->level == TreeLevel::Dealer ? node->portal : -1;
    case StaleRole:
        return node->level == TreeLevel::Dealer && node->coverage.fresh < node->coverage.portals;
    case AssumedRole:
        return !assumedText(*node).isEmpty();
    case ScaleRole:
        return index.column() == InLimitColumn ? m_inLimitScale : m_conversionScale;
    default:
        return {};
    }
}

} // namespace dealerlens::viewmodels
