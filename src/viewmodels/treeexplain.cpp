// SPDX-License-Identifier: GPL-3.0-or-later
// What stands behind the cells of TreeModel.
#include "viewmodels/treemodel.h"

#include <algorithm>

namespace dealerlens::viewmodels {

using reports::Measures;
using reports::TreeLevel;
using reports::TreeNode;

namespace {

// What a column counts, or counted to come to its figure; nothing: no items are behind it.
std::optional<reports::Count> rowsOfColumn(int column)
{
    using reports::Count;
    switch (column) {
    case TreeModel::NameColumn:
    case TreeModel::NewColumn:
        return Count::New;
    case TreeModel::OpenColumn:
        return Count::Open;
    case TreeModel::ResponseColumn:
    case TreeModel::ResponseP90Column:
    case TreeModel::ClaimedColumn:
        return Count::Awaiting;
    case TreeModel::InLimitColumn:
        return Count::InLimit;
    case TreeModel::ConversionColumn:
    case TreeModel::ChangeColumn:
        return Count::ConvertedInTime;
    case TreeModel::CountColumn:
    case TreeModel::AdjustedColumn:
        return Count::Mature;
    case TreeModel::WonColumn:
    case TreeModel::RevenueColumn:
    case TreeModel::CycleColumn:
    case TreeModel::WinRateColumn:
    case TreeModel::WinValueColumn:
        return Count::Won;
    case TreeModel::YieldColumn:
        return Count::CohortWon;
    case TreeModel::FlowColumn:
        return Count::Conversions;
    case TreeModel::WithoutEvidenceColumn:
        return Count::WithoutEvidence;
    case TreeModel::ConvertedColumn:
        return Count::Converted;
    case TreeModel::LostColumn:
        return Count::Lost;
    case TreeModel::ImmatureColumn:
        return Count::Immature;
    case TreeModel::UntouchedColumn:
        return Count::UntouchedClosed;
    default:
        return std::nullopt;
    }
}

// Of the interval or estimate of a column; empty when there is none.
QString methodOf(int column)
{
    switch (column) {
    case TreeModel::InLimitColumn:
    case TreeModel::ConversionColumn:
    case TreeModel::WinRateColumn:
    case TreeModel::YieldColumn:
        return TreeModel::tr("95% interval by Wilson's score method.");
    case TreeModel::ChangeColumn:
        return TreeModel::tr("95% interval of the difference by Newcombe's method.");
    case TreeModel::ResponseColumn:
    case TreeModel::ClaimedColumn:
        return TreeModel::tr("Median by Kaplan and Meier.");
    case TreeModel::ResponseP90Column:
        return TreeModel::tr("Quantile by Kaplan and Meier.");
    case TreeModel::AdjustedColumn:
        return TreeModel::tr("Beta-binomial model fitted to all rows of this kind; equal-tailed 95% interval.");
    default:
        return {};
    }
}

} // namespace

QString TreeModel::keyOfGroup(const QString &group) { return QStringLiteral("g:") + group; }

std::optional<RowsScope> TreeModel::rowsBehind(const QModelIndex &index) const
{
    const TreeNode *node = nodeAt(index);
    const auto count = rowsOfColumn(index.column());
    const bool isUntold = node && node->level == TreeLevel::Month && node->key.isEmpty(); // which month it was
    if (!node || !count || isUntold)
        return std::nullopt;
    RowsScope scope;
    scope.count = *count;
    scope.crumbs = pathOf(index);
    if (!dimension()) {
        scope.place = reports::placeOf(*m_facts, *node);
        return scope;
    }
    scope.report = reports::Report::Groups;
    scope.dimension = *dimension();
    scope.crumbs.prepend(groupingWord(dimension()));
    if (node->level != TreeLevel::Network)
        scope.group = node->key;
    return scope;
}

void TreeModel::explainShare(const TreeNode &node, int column, Explanation &result) const
{
    const Measures &measures = node.measures;
    const reports::Share *shares[] { &measures.responseInLimit, &measures.conversion, &measures.winRate, &measures.yield };
    const int columns[] { InLimitColumn, ConversionColumn, WinRateColumn, YieldColumn };
    const auto at = std::ranges::find(columns, column);
    if (at == std::end(columns))
        return;
    const reports::Share &share = *shares[at - std::begin(columns)];
    result.value = share.n == 0 ? Fmt::dash()
                                : QString(m_fmt.interval(*share.point(), share.low, share.high) + QStringLiteral(" = ")
                                      + m_fmt.integer(share.k) + QStringLiteral(" / ") + m_fmt.integer(share.n));
}

std::optional<Explanation> TreeModel::explain(const QModelIndex &index) const
{
    const TreeNode *node = nodeAt(index);
    if (!node || index.column() == NameColumn)
        return std::nullopt;
    const int column = index.column();
    const Measures &measures = node->measures;
    Explanation result;
    result.title = headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().replace(QLatin1Char('\n'), QLatin1Char(' '));
    const QStringList path = pathOf(index);
    result.subject = path.isEmpty() ? nameOf(*node) : path.join(QStringLiteral(" › "));
    result.value = text(*node, column);
    result.formula = formula(column);
    result.method = methodOf(column);
    explainShare(*node, column, result);
    if (column == ConversionColumn && measures.immature > 0)
        result.notes.append(tr("%Ln are too young and left out.", nullptr, static_cast<int>(measures.immature)));
    if (column == RevenueColumn && measures.revenueWithoutRate > 0)
        result.notes.append(
            tr("%Ln won in a currency without a rate are not in the sum.", nullptr, static_cast<int>(measures.revenueWithoutRate)));
    if (const QString assumed = assumedText(*node); !assumed.isEmpty())
        result.notes.append(assumed);
    if (node->level == TreeLevel::Network)
        result.waterfall = m_answer->waterfall;
    const bool ownCoverage = node->level <= TreeLevel::Dealer;
    result.coverage = ownCoverage ? node->coverage : m_answer->coverage;
    result.scope = rowsBehind(index);
    if (result.scope)
        result.rows = reports::countOf(measures, result.scope->count);
    return result;
}

} // namespace dealerlens::viewmodels
