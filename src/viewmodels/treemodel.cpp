// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/treemodel.h"

#include "base/elsewhere.h"
#include "model/text.h"
#include "viewmodels/plaintip.h"

#include <QCollator>
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

// What stands below one row. Sorting waits until somebody asks which node a row is: a view that lays out a hundred
// thousand rows looks at few of them.
struct TreeModel::Branch {
    const TreeNode *node = nullptr;
    Branch *parent = nullptr;
    int row = 0; // in the parent
    bool hasBranches = false; // some of the rows have rows below them
    bool isSorted = false;
    std::vector<const TreeNode *> rows;
    std::vector<std::unique_ptr<Branch>> below; // of each row, once it was asked for
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
    const bool isChange = m_answer && answer;
    const auto take = [&] {
        std::swap(m_answer, answer);
        std::swap(m_facts, facts);
        m_now = now;
        measure();
        m_matching.clear();
        if (m_answer && !m_filter.isEmpty())
            static_cast<void>(markShown(m_answer->root, false));
    };
    if (isChange) {
        change(take);
    } else {
        beginResetModel();
        take();
        m_root.reset();
        if (m_answer)
            m_root = branchFor(m_answer->root, nullptr, 0);
        endResetModel();
    }
    base::releaseElsewhere(std::move(answer), std::move(facts)); // the last ones
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
    struct Held {
        QString key;
        QString above; // key of the row it stands under
    };

    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList from = persistentIndexList();
    std::vector<Held> held;
    held.reserve(std::size_t(from.size()));
    for (const QModelIndex &index : from) {
        const TreeNode *above = nodeAt(parent(index));
        held.push_back({ keyOf(*nodeAt(index)), above ? keyOf(*above) : QString() });
    }
    const std::unique_ptr<Branch> old = std::move(m_root);
    apply();
    m_root = branchFor(m_answer->root, nullptr, 0);
    QHash<QString, QModelIndex> branches;
    if (!from.isEmpty())
        collectBranches(index(0, 0), branches);
    QModelIndexList to;
    for (std::size_t i = 0; i < held.size(); ++i) {
        QModelIndex found = branches.value(held[i].key);
        if (!found.isValid() && branches.contains(held[i].above))
            found = childOfKey(branches.value(held[i].above), held[i].key);
        to.append(found.isValid() ? createIndex(found.row(), from[qsizetype(i)].column(), found.internalPointer()) : QModelIndex());
    }
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged();
}

// The row and those below it that have rows of their own.
void TreeModel::collectBranches(const QModelIndex &row, QHash<QString, QModelIndex> &found) const
{
    found.insert(keyOf(*nodeAt(row)), row);
    const Branch *branch = branchOf(row);
    if (!branch || !branch->hasBranches)
        return;
    for (int i = 0; i < static_cast<int>(branch->rows.size()); ++i)
        if (const QModelIndex child = index(i, 0, row); hasChildren(child))
            collectBranches(child, found);
}

QModelIndex TreeModel::childOfKey(const QModelIndex &parent, const QString &key) const
{
    for (int i = 0; i < rowCount(parent); ++i)
        if (const QModelIndex child = index(i, 0, parent); keyOf(*nodeAt(child)) == key)
            return child;
    return {};
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
    const reports::TreeNodes *below = &node.children;
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
    result.reserve(below->size());
    for (const TreeNode &child : *below) {
        if (m_filter.isEmpty() || m_matching.contains(&child))
            result.push_back(&child);
    }
    return result;
}

std::unique_ptr<TreeModel::Branch> TreeModel::branchFor(const TreeNode &node, Branch *parent, int row) const
{
    auto branch = std::make_unique<Branch>();
    branch->node = &node;
    branch->parent = parent;
    branch->row = row;
    branch->rows = shownBelow(node);
    branch->hasBranches = std::ranges::any_of(branch->rows, [](const TreeNode *child) { return !child->children.empty(); });
    return branch;
}

// Months of somebody are a course of time, whatever the others are sorted by.
void TreeModel::sortMonths(Branch &branch) const
{
    if (m_sortKeys.front() == SortKey { NameColumn, Qt::DescendingOrder })
        std::ranges::reverse(branch.rows);
    branch.below.resize(branch.rows.size());
    branch.isSorted = true;
}

void TreeModel::sortRows(Branch &branch) const
{
    if (!branch.rows.empty() && branch.rows.front()->level == TreeLevel::Month)
        return sortMonths(branch);

    struct Ranked {
        const TreeNode *node;
        std::vector<std::optional<double>> numbers; // of the sort keys that are numbers
        std::optional<QCollatorSortKey> name;
    };

    const QCollator collator;
    const bool byName = std::ranges::any_of(m_sortKeys, [](const SortKey &key) { return key.column == NameColumn; });
    std::vector<Ranked> ranked;
    ranked.reserve(branch.rows.size());
    for (const TreeNode *node : branch.rows) {
        Ranked &one = ranked.emplace_back(node);
        for (const SortKey &key : m_sortKeys)
            one.numbers.push_back(rankOf(*node, key.column));
        if (byName && dimension() != reports::Dimension::Month)
            one.name = collator.sortKey(nameOf(*node));
    }
    std::ranges::stable_sort(ranked, [&](const Ranked &a, const Ranked &b) {
        for (std::size_t i = 0; i < m_sortKeys.size(); ++i) {
            const bool ascending = m_sortKeys[i].order == Qt::AscendingOrder;
            if (m_sortKeys[i].column == NameColumn) {
                const int order = a.name ? a.name->compare(*b.name) : a.node->key.compare(b.node->key); // months by their time
                if (order != 0)
                    return ascending ? order < 0 : order > 0;
                continue;
            }
            // Unknown values stand last in either order.
            const std::optional<double> &one = a.numbers[i];
            const std::optional<double> &other = b.numbers[i];
            if (one.has_value() != other.has_value())
                return one.has_value();
            if (one && *one != *other)
                return ascending ? *one < *other : *one > *other;
        }
        return false;
    });
    std::ranges::transform(ranked, branch.rows.begin(), &Ranked::node);
    branch.below.resize(branch.rows.size());
    branch.isSorted = true;
}

std::optional<double> TreeModel::rankOf(const TreeNode &node, int column) const
{
    if (column == NameColumn)
        return std::nullopt;
    // A rank by the bare point would put the smallest first and last.
    if (column == ConversionColumn && node.posterior)
        return node.posterior;
    const QVariant value = raw(node, column);
    return value.isValid() ? std::optional(value.toDouble()) : std::nullopt;
}

// An index points to the branch that its row stands in; the network's row stands in none.
TreeModel::Branch *TreeModel::branchAround(const QModelIndex &index) { return static_cast<Branch *>(index.internalPointer()); }

// The branch of what stands below the row; nullptr when nothing does.
TreeModel::Branch *TreeModel::branchOf(const QModelIndex &index) const
{
    Branch *around = branchAround(index);
    if (!around)
        return m_root.get();
    if (!hasChildren(index.siblingAtColumn(0)))
        return nullptr;
    const TreeNode *node = nodeAt(index); // sorts
    std::unique_ptr<Branch> &below = around->below[static_cast<std::size_t>(index.row())];
    if (!below)
        below = branchFor(*node, around, index.row());
    return below.get();
}

const TreeNode *TreeModel::nodeAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    Branch *around = branchAround(index);
    if (!around)
        return m_root->node;
    if (!around->isSorted)
        sortRows(*around);
    return around->rows[static_cast<std::size_t>(index.row())];
}

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
    case TreeLevel::Month:
        return QStringLiteral("m:") + portal() + QLatin1Char('/') + QString::number(node.user) + QLatin1Char('/') + node.key;
    case TreeLevel::Employee:
        break;
    }
    const QString user = node.user >= 0 ? QString::number(m_facts->users[static_cast<size_t>(node.user)].id) : QStringLiteral("-");
    return QStringLiteral("u:") + portal() + QLatin1Char('/') + department() + QLatin1Char('/') + user;
}

// Down the tree by what the key names, listing only the branches on the way.
QModelIndex TreeModel::indexOfKey(const QString &key) const
{
    if (!m_root)
        return {};
    if (key == QLatin1String("network"))
        return index(0, 0);
    const QString portalPart = key.mid(2).section(QLatin1Char('/'), 0, 0);
    const bool isRegion = key.startsWith(QLatin1String("r:"));
    const std::function<QModelIndex(const QModelIndex &)> search = [&](const QModelIndex &parent) {
        for (int row = 0; row < rowCount(parent); ++row) {
            const QModelIndex child = index(row, 0, parent);
            const TreeNode &node = *nodeAt(child);
            if (keyOf(node) == key)
                return child;
            const bool deeper = node.level == TreeLevel::Region
                ? !isRegion
                    && std::any_of(node.children.begin(), node.children.end(),
                        [&](const TreeNode &dealer) { return keyOf(dealer).mid(2) == portalPart; })
                : !isRegion && keyOf(node).mid(2).section(QLatin1Char('/'), 0, 0) == portalPart;
            if (!deeper)
                continue;
            if (const QModelIndex found = search(child); found.isValid())
                return found;
        }
        return QModelIndex();
    };
    return search(index(0, 0));
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
        return row == 0 ? createIndex(0, column, nullptr) : QModelIndex();
    if (parent.column() != 0)
        return {};
    Branch *branch = branchOf(parent);
    return branch && static_cast<size_t>(row) < branch->rows.size() ? createIndex(row, column, branch) : QModelIndex();
}

QModelIndex TreeModel::parent(const QModelIndex &index) const
{
    const Branch *around = index.isValid() ? branchAround(index) : nullptr;
    return around ? createIndex(around->row, 0, around->parent) : QModelIndex();
}

int TreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_root ? 1 : 0;
    const Branch *branch = parent.column() == 0 ? branchOf(parent) : nullptr;
    return branch ? static_cast<int>(branch->rows.size()) : 0;
}

int TreeModel::columnCount(const QModelIndex &) const { return ColumnCount; }

bool TreeModel::hasChildren(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_root != nullptr;
    if (parent.column() != 0)
        return false;
    const Branch *around = branchAround(parent);
    if (around && !around->hasBranches)
        return false;
    const TreeNode *node = nodeAt(parent);
    return !node->children.empty() && !shownBelow(*node).empty();
}

// Views need not remember whether a row is open that never can be.
Qt::ItemFlags TreeModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    return index.isValid() && !hasChildren(index.siblingAtColumn(0)) ? flags | Qt::ItemNeverHasChildren : flags;
}

QStringList TreeModel::pathOf(const QModelIndex &index) const
{
    QStringList path;
    for (QModelIndex at = index; at.isValid() && branchAround(at); at = parent(at))
        path.prepend(nameOf(*nodeAt(at)));
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
