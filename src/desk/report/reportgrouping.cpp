// SPDX-License-Identifier: GPL-3.0-or-later
// What the report is made by, and how it looks then: columns and order are remembered for the tree, for groups and for
// months, each by itself.
#include "desk/report/reportpage.h"

#include "desk/actions.h"
#include "desk/pagehead.h"
#include "desk/report/reporttree.h"
#include "desk/tabletools.h"

#include <QComboBox>

namespace dealerlens::desk {

using reports::Dimension;
using viewmodels::TreeModel;

namespace {

constexpr int kDimensionsFrom = 2; // in the combo box, after the two of the tree
constexpr int kGroupings = static_cast<int>(Dimension::Funnel) + 1 + kDimensionsFrom;
constexpr QLatin1String kToMonths("structure-month");

// ui.md 11(d): widths in design pixels, and which go first when there is no room (the last of the list).
const std::vector<int> kWidths { 354, 68, 70, 98, 170, 206, 46, 80, 76, 82, 72, 88, 88, 78, 66, 78, 106, 78, 96, 106, 86, 70, 70, 78, 78 };
const std::vector<int> kTreeKept { TreeModel::NewColumn, TreeModel::ConversionColumn, TreeModel::InLimitColumn, TreeModel::OpenColumn,
    TreeModel::CountColumn, TreeModel::ChangeColumn, TreeModel::ResponseColumn, TreeModel::WonColumn, TreeModel::RevenueColumn,
    TreeModel::WithoutEvidenceColumn, TreeModel::DataColumn, TreeModel::AdjustedColumn, TreeModel::ConvertedColumn, TreeModel::LostColumn,
    TreeModel::ImmatureColumn, TreeModel::ClaimedColumn, TreeModel::UntouchedColumn, TreeModel::CycleColumn, TreeModel::ResponseP90Column,
    TreeModel::WinRateColumn, TreeModel::WinValueColumn, TreeModel::YieldColumn, TreeModel::FlowColumn, TreeModel::StayColumn };
const QSet<int> kTreeHidden { TreeModel::AdjustedColumn, TreeModel::ConvertedColumn, TreeModel::LostColumn, TreeModel::ImmatureColumn,
    TreeModel::ClaimedColumn, TreeModel::UntouchedColumn, TreeModel::CycleColumn, TreeModel::ResponseP90Column, TreeModel::WinRateColumn,
    TreeModel::WinValueColumn, TreeModel::YieldColumn, TreeModel::FlowColumn, TreeModel::StayColumn };
// Of groups the issue is what became of the inquiries, not how fast they were answered.
const std::vector<int> kGroupsKept { TreeModel::NewColumn, TreeModel::ConversionColumn, TreeModel::ConvertedColumn, TreeModel::WonColumn,
    TreeModel::RevenueColumn, TreeModel::LostColumn, TreeModel::OpenColumn, TreeModel::CountColumn, TreeModel::ChangeColumn,
    TreeModel::WinRateColumn, TreeModel::InLimitColumn, TreeModel::ResponseColumn, TreeModel::WithoutEvidenceColumn, TreeModel::DataColumn,
    TreeModel::AdjustedColumn, TreeModel::ImmatureColumn, TreeModel::ClaimedColumn, TreeModel::UntouchedColumn, TreeModel::CycleColumn,
    TreeModel::ResponseP90Column, TreeModel::WinValueColumn, TreeModel::YieldColumn, TreeModel::FlowColumn, TreeModel::StayColumn };
constexpr std::array kGroupsOrder { TreeModel::NameColumn, TreeModel::NewColumn, TreeModel::ConvertedColumn, TreeModel::ConversionColumn,
    TreeModel::CountColumn, TreeModel::ChangeColumn, TreeModel::WonColumn, TreeModel::LostColumn, TreeModel::WinRateColumn,
    TreeModel::OpenColumn, TreeModel::RevenueColumn, TreeModel::ResponseColumn, TreeModel::InLimitColumn };
const QSet<int> kGroupsHidden { TreeModel::ResponseColumn, TreeModel::InLimitColumn, TreeModel::WithoutEvidenceColumn,
    TreeModel::DataColumn, TreeModel::AdjustedColumn, TreeModel::ImmatureColumn, TreeModel::ClaimedColumn, TreeModel::UntouchedColumn,
    TreeModel::CycleColumn, TreeModel::ResponseP90Column, TreeModel::WinValueColumn, TreeModel::YieldColumn, TreeModel::FlowColumn,
    TreeModel::StayColumn };

template <class Columns> QVariantList listed(const Columns &columns)
{
    QVariantList list;
    for (const int column : columns)
        list.append(column);
    return list;
}

// The columns in their own order, after those of `first`.
QVariantList orderFrom(std::span<const TreeModel::Column> first)
{
    QVariantList order = listed(first);
    for (int column = 0; column < TreeModel::ColumnCount; ++column) {
        if (!order.contains(column))
            order.append(column);
    }
    return order;
}

QVariantMap firstLook(std::optional<Dimension> dimension)
{
    const QVariantMap table { { QStringLiteral("hidden"), listed(dimension ? kGroupsHidden : kTreeHidden) },
        { QStringLiteral("order"),
            orderFrom(dimension ? std::span<const TreeModel::Column>(kGroupsOrder) : std::span<const TreeModel::Column>()) } };
    const TreeModel::SortKey sort
        = dimension == Dimension::Month ? TreeModel::SortKey { TreeModel::NameColumn, Qt::AscendingOrder } : TreeModel::SortKey {};
    return { { QStringLiteral("table"), table },
        { QStringLiteral("sort"), QVariantList { QVariant(QVariantList { sort.column, static_cast<int>(sort.order) }) } } };
}

} // namespace

ReportPage::Grouping ReportPage::groupingAt(int index)
{
    if (index < kDimensionsFrom || index >= kGroupings)
        return { .toMonths = index == 1 };
    return { static_cast<Dimension>(index - kDimensionsFrom) };
}

int ReportPage::indexOf(const Grouping &grouping)
{
    return grouping.dimension ? static_cast<int>(*grouping.dimension) + kDimensionsFrom : grouping.toMonths ? 1 : 0;
}

QString ReportPage::wordOf(const Grouping &grouping)
{
    return grouping.dimension ? reports::wordOf(*grouping.dimension) : grouping.toMonths ? QString(kToMonths) : QString();
}

ReportPage::Grouping ReportPage::groupingOf(const QString &word) { return { reports::dimensionOf(word), word == kToMonths }; }

QString ReportPage::nameOf(const Grouping &grouping)
{
    return grouping.toMonths ? tr("Down to months") : TreeModel::groupingWord(grouping.dimension);
}

void ReportPage::addGroupingActions()
{
    const char *const texts[kGroupings] { QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report by structure"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report by structure, down to months"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report by source"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report by UTM campaign"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report by region"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report by dealer"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report by employee"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report by month"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report by funnel") };
    const QString page = QStringLiteral("report");
    for (int index = 0; index < kGroupings; ++index) {
        const Grouping by = groupingAt(index);
        host().actions().add({ QStringLiteral("report.by-") + (index == 0 ? QStringLiteral("structure") : wordOf(by)), texts[index], {}, {},
                                 {}, QStringLiteral("view"), page },
            this, [this, by] { setGrouping(by); });
    }
    host().actions().add(
        { QStringLiteral("report.next-grouping"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Next grouping of the report"), {}, {},
            QStringLiteral("G"), QStringLiteral("view"), page },
        this, [this] { setGrouping(groupingAt((m_grouping->currentIndex() + 1) % kGroupings)); });
}

void ReportPage::setGrouping(const Grouping &grouping)
{
    if (grouping == m_by)
        return;
    m_looks.insert(lookName(), look());
    if (!m_by.dimension && m_model->answer())
        m_expandLater = m_tree->expandedKeys();
    m_by = grouping;
    m_isWhole = false;
    setLook(m_looks.take(lookName()).toMap());
    m_outdated = true;
    if (m_active)
        ask();
    showGrouping();
    Q_EMIT titleChanged();
}

void ReportPage::showGrouping()
{
    head().setTitle(tr("Network report")); // the combo box beside it says by what
    m_tools->setTitle(title());
    m_grouping->clear();
    for (int index = 0; index < kGroupings; ++index)
        m_grouping->addItem(nameOf(groupingAt(index)));
    m_grouping->setCurrentIndex(indexOf(m_by));
    m_grouping->setAccessibleName(tr("What the rows of the report are"));
    m_grouping->setToolTip(m_grouping->accessibleName() + QStringLiteral(" (G)"));
}

QString ReportPage::lookName() const
{
    return !m_by.dimension                   ? QStringLiteral("tree")
        : m_by.dimension == Dimension::Month ? QStringLiteral("months")
                                             : QStringLiteral("groups");
}

QVariantMap ReportPage::look() const
{
    QVariantList sorting;
    for (const TreeModel::SortKey &key : m_model->sortKeys())
        sorting.append(QVariant(QVariantList { key.column, static_cast<int>(key.order) })); // as one value, not two
    return { { QStringLiteral("table"), m_tools->saveState() }, { QStringLiteral("sort"), sorting } };
}

void ReportPage::setLook(const QVariantMap &look)
{
    const QVariantMap first = firstLook(m_by.dimension);
    const auto part = [&](const char *name) {
        const QString key = QString::fromLatin1(name);
        return look.contains(key) ? look.value(key) : first.value(key);
    };
    std::vector<TreeModel::SortKey> keys;
    for (const QVariant &entry : part("sort").toList()) {
        const QVariantList parts = entry.toList();
        if (parts.size() == 2 && parts[0].toInt() >= 0 && parts[0].toInt() < TreeModel::ColumnCount)
            keys.push_back({ parts[0].toInt(), parts[1].toInt() == 0 ? Qt::AscendingOrder : Qt::DescendingOrder });
    }
    m_tools->setColumns(kWidths, m_by.dimension ? kGroupsKept : kTreeKept, TreeModel::NameColumn);
    m_tools->setMissing(
        m_by.dimension ? QHash<int, QString> { { TreeModel::StayColumn, tr("only by structure") } } : QHash<int, QString> {});
    m_tools->restoreState(part("table").toMap());
    m_model->setSortKeys(keys);
    m_tree->reportHeader().setSortKeys(m_model->sortKeys());
}

qint64 ReportPage::mapId(const reports::TreeNode &node) const
{
    if (!m_model->answer()->dimension)
        return node.portal;
    const auto &nodes = m_model->answer()->root.children;
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const reports::TreeNode &each) { return &each == &node; });
    return found == nodes.end() ? -1 : found - nodes.begin();
}

QString ReportPage::mapKey(qint64 id) const
{
    if (!m_model->answer() || id < 0)
        return {};
    if (!m_model->answer()->dimension)
        return m_model->indexOfPortal(static_cast<facts::Index>(id)).data(TreeModel::KeyRole).toString();
    const auto &nodes = m_model->answer()->root.children;
    return static_cast<size_t>(id) < nodes.size() ? TreeModel::keyOfGroup(nodes[static_cast<size_t>(id)].key) : QString();
}

QVariantMap ReportPage::saveState() const
{
    QVariantMap looks = m_looks;
    looks.insert(lookName(), look());
    return { { QStringLiteral("view"), m_view }, { QStringLiteral("looks"), looks }, { QStringLiteral("by"), wordOf(m_by) },
        { QStringLiteral("expanded"), m_model->answer() && !m_by.dimension ? m_tree->expandedKeys() : m_expandLater } };
}

void ReportPage::restoreState(const QVariantMap &state)
{
    m_expandLater = state.value(QStringLiteral("expanded")).toStringList();
    m_looks = state.value(QStringLiteral("looks")).toMap();
    m_by = groupingOf(state.value(QStringLiteral("by")).toString());
    setLook(m_looks.take(lookName()).toMap());
    setView(state.value(QStringLiteral("view"), BothView).toInt());
    showGrouping();
    m_outdated = true; // another grouping is another question
    if (m_active)
        ask();
}

} // namespace dealerlens::desk
