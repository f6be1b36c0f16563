// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of TreeModel say, and what stands behind them.
#include "viewmodels/treemodel.h"

#include <algorithm>

namespace dealerlens::viewmodels {

using reports::Measures;
using reports::TreeLevel;
using reports::TreeNode;

namespace {

constexpr std::int64_t kFew = 5; // fewer: the interval alone (ui.md 1.2)

std::optional<std::int64_t> countOf(const Measures &measures, int column)
{
    switch (column) {
    case TreeModel::NewColumn:
        return measures.leads;
    case TreeModel::OpenColumn:
        return measures.open;
    case TreeModel::CountColumn:
        return measures.conversion.n;
    case TreeModel::WonColumn:
        return measures.won;
    case TreeModel::LostColumn:
        return measures.lost;
    case TreeModel::ConvertedColumn:
        return measures.converted;
    case TreeModel::ImmatureColumn:
        return measures.immature;
    case TreeModel::UntouchedColumn:
        return measures.untouchedClosed;
    default:
        return std::nullopt;
    }
}

std::optional<double> secondsOf(const Measures &measures, int column)
{
    switch (column) {
    case TreeModel::ResponseColumn:
        return measures.responseMedian;
    case TreeModel::ClaimedColumn:
        return measures.claimedMedian;
    case TreeModel::CycleColumn:
        return measures.cycleWonMedian;
    case TreeModel::ResponseP90Column:
        return measures.responseP90;
    default:
        return std::nullopt;
    }
}

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

} // namespace

int TreeModel::horizon() const { return m_facts ? m_facts->standard.conversionDays : model::Standard().conversionDays; }

QString TreeModel::nameOf(const TreeNode &node) const
{
    switch (node.level) {
    case TreeLevel::Network:
        return tr("Whole network");
    case TreeLevel::Region:
        return node.name.isEmpty() ? tr("No region") : node.name;
    case TreeLevel::Dealer:
        return dealerName(node);
    case TreeLevel::Department:
        return node.name.isEmpty() ? tr("No department") : node.name;
    case TreeLevel::Employee:
        return node.name.isEmpty() ? tr("Nobody responsible") : node.name;
    }
    return {};
}

// Dealers of one name are told apart by their cities.
QString TreeModel::dealerName(const TreeNode &node) const
{
    if (!m_facts || node.portal < 0)
        return node.name;
    const QString &city = m_facts->portals[static_cast<size_t>(node.portal)].portal.city;
    const bool isShared
        = std::ranges::count_if(m_facts->portals, [&](const facts::PortalFact &each) { return each.portal.title == node.name; }) > 1;
    return isShared && !city.isEmpty() && !node.name.contains(city) ? QString(node.name + QStringLiteral(", ") + city) : node.name;
}

QString TreeModel::shareText(const reports::Share &share) const
{
    if (share.n == 0)
        return Fmt::dash();
    return share.n < kFew ? QStringLiteral("n<5") : m_fmt.percent(*share.point());
}

QString TreeModel::percentText(const std::optional<double> &value, std::int64_t n) const
{
    if (!value)
        return Fmt::dash();
    return n < kFew ? QStringLiteral("n<5") : m_fmt.percent(*value);
}

QString TreeModel::timeText(const std::optional<double> &seconds) const
{
    return seconds ? m_fmt.duration(static_cast<qint64>(*seconds)) : Fmt::dash();
}

QString TreeModel::dataText(const TreeNode &node) const
{
    if (node.level > TreeLevel::Dealer)
        return {};
    if (node.level == TreeLevel::Dealer) {
        if (node.coverage.oldest == base::kNever)
            return m_fmt.noData();
        return m_fmt.duration(std::max<base::UtcSeconds>(0, m_now - node.coverage.oldest));
    }
    return m_fmt.integer(node.coverage.fresh) + QLatin1Char('/') + m_fmt.integer(node.coverage.portals);
}

QString TreeModel::text(const TreeNode &node, int column) const
{
    const Measures &measures = node.measures;
    if (const auto count = countOf(measures, column))
        return m_fmt.integer(*count);
    switch (column) {
    case NameColumn:
        return nameOf(node);
    case ResponseColumn:
    case ClaimedColumn:
    case CycleColumn:
    case ResponseP90Column:
        return timeText(secondsOf(measures, column));
    case InLimitColumn:
        return shareText(measures.responseInLimit);
    case ConversionColumn:
        return shareText(measures.conversion);
    case WinRateColumn:
        return shareText(measures.winRate);
    case YieldColumn:
        return shareText(measures.yield);
    case WinValueColumn:
        return percentText(measures.winRateByValue(), measures.winRate.n);
    case FlowColumn:
        return percentText(measures.flowRatio(), measures.leads);
    case ChangeColumn: {
        const reports::ShareChange &change = measures.change;
        if (!change.known || measures.conversion.n < kFew)
            return Fmt::dash();
        return m_fmt.change(change.difference, change.low > 0 || change.high < 0);
    }
    case RevenueColumn:
        return m_fmt.moneyMillions(measures.revenue);
    case WithoutEvidenceColumn:
        return measures.leads > 0 ? m_fmt.percent(double(measures.withoutEvidence) / double(measures.leads), 1) : Fmt::dash();
    case AdjustedColumn:
        return node.posterior ? m_fmt.percent(*node.posterior, 1) : QString();
    case DataColumn:
        return dataText(node);
    default:
        return {};
    }
}

QVariant TreeModel::raw(const TreeNode &node, int column) const
{
    const Measures &measures = node.measures;
    const auto maybe = [](const std::optional<double> &value) { return value ? QVariant(*value) : QVariant(); };
    if (const auto count = countOf(measures, column))
        return QVariant::fromValue<qlonglong>(*count);
    switch (column) {
    case NameColumn:
        return nameOf(node);
    case ResponseColumn:
    case ClaimedColumn:
    case CycleColumn:
    case ResponseP90Column:
        return maybe(secondsOf(measures, column));
    case InLimitColumn:
        return maybe(measures.responseInLimit.point());
    case ConversionColumn:
        return maybe(measures.conversion.point());
    case WinRateColumn:
        return maybe(measures.winRate.point());
    case YieldColumn:
        return maybe(measures.yield.point());
    case WinValueColumn:
        return maybe(measures.winRateByValue());
    case FlowColumn:
        return maybe(measures.flowRatio());
    case ChangeColumn:
        return measures.change.known ? QVariant(measures.change.difference) : QVariant();
    case RevenueColumn:
        return QVariant::fromValue<qlonglong>(measures.revenue.units); // for order only
    case WithoutEvidenceColumn:
        return measures.leads > 0 ? QVariant(double(measures.withoutEvidence) / double(measures.leads)) : QVariant();
    case AdjustedColumn:
        return maybe(node.posterior);
    case DataColumn:
        if (node.level > TreeLevel::Dealer || node.coverage.oldest == base::kNever)
            return {};
        return QVariant::fromValue<qlonglong>(m_now - node.coverage.oldest);
    default:
        return {};
    }
}

QVariant TreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool left = section == NameColumn || section == InLimitColumn || section == ConversionColumn;
        return QVariant(Qt::Alignment((left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    }
    if (role == Qt::ToolTipRole)
        return formula(section);
    if (role != Qt::DisplayRole)
        return {};
    const QString limit = m_fmt.duration(m_facts ? m_facts->standard.responseLimit : model::Standard().responseLimit);
    const QString unit = m_fmt.moneyUnitMillions(m_facts ? m_facts->standard.currency : model::Standard().currency);
    switch (section) {
    case NameColumn:
        return tr("Region, dealer, department, employee");
    case NewColumn:
        return tr("New");
    case OpenColumn:
        return tr("Open");
    case ResponseColumn:
        return tr("First response,\nmedian");
    case InLimitColumn:
        return tr("Answered within %1,\ndealer's working hours").arg(limit);
    case ConversionColumn:
        return tr("Conversion in %Ln days,\n95% interval, line: network", nullptr, horizon());
    case CountColumn:
        return tr("n");
    case ChangeColumn:
        return tr("Against\nbefore");
    case WonColumn:
        return tr("Won");
    case RevenueColumn:
        return tr("Revenue,\n%1").arg(unit);
    case WithoutEvidenceColumn:
        return tr("Without\nevidence");
    case DataColumn:
        return tr("Data");
    case AdjustedColumn:
        return tr("Conversion,\nadjusted");
    case ConvertedColumn:
        return tr("Converted");
    case LostColumn:
        return tr("Lost");
    case ImmatureColumn:
        return tr("Too young");
    case ClaimedColumn:
        return tr("Claimed response,\nmedian");
    case UntouchedColumn:
        return tr("Closed\nuntouched");
    case CycleColumn:
        return tr("Cycle of won,\nmedian");
    case ResponseP90Column:
        return tr("First response,\np90");
    case WinRateColumn:
        return tr("Win rate");
    case WinValueColumn:
        return tr("Win rate\nby value");
    case YieldColumn:
        return tr("Yield");
    case FlowColumn:
        return tr("Flow ratio");
    default:
        return {};
    }
}

QString TreeModel::formula(int column) const
{
    switch (column) {
    case NewColumn:
        return tr("Inquiries that began in the period. A lead and the deals that came from it are one inquiry.");
    case OpenColumn:
        return tr("Inquiries not closed at the time of the data, whenever they began.");
    case ResponseColumn:
        return tr("Time from the inquiry to the first evidenced touch, in working hours of the dealer. Inquiries that still wait are "
                  "counted as waiting.");
    case ClaimedColumn:
        return tr(
            "Time from the inquiry to the first exit from the initial stage, in working hours of the dealer: what the dealer claims.");
    case InLimitColumn:
        return tr("Inquiries answered within the limit, of all that were answered or whose limit has passed.");
    case ConversionColumn:
        return tr("Of the inquiries at least %Ln days old, those that converted within that time.", nullptr, horizon());
    case CountColumn:
        return tr("Inquiries old enough to be judged by conversion.");
    case ChangeColumn:
        return tr("Conversion minus conversion of the equally long period before, in percentage points. A triangle stands only where the "
                  "interval of the difference excludes zero.");
    case WonColumn:
        return tr("Inquiries won in the period.");
    case LostColumn:
        return tr("Inquiries lost in the period.");
    case RevenueColumn:
        return tr("Sum of the deals won in the period, in the currency of the standard by the rate of that day.");
    case WithoutEvidenceColumn:
        return tr("Share of new inquiries with a claimed first touch but no call, mail or chat that proves it.");
    case AdjustedColumn:
        return tr("What is known of the dealer's true conversion: its own figures, drawn to the network's the more, the fewer they are.");
    case ConvertedColumn:
        return tr("Inquiries that began in the period and have converted by now.");
    case ImmatureColumn:
        return tr("Inquiries younger than %Ln days: left out of conversion.", nullptr, horizon());
    case UntouchedColumn:
        return tr("Inquiries closed without any touch.");
    case CycleColumn:
        return tr("Time from the beginning to the win, half of the won inquiries took less.");
    case ResponseP90Column:
        return tr(
            "Nine tenths have their first evidenced touch by then, in working hours of the dealer; those that wait count as waiting.");
    case WinRateColumn:
        return tr("Won ÷ (won + lost), both in the period.");
    case WinValueColumn:
        return tr("Amount won ÷ (amount won + amount lost), both in the period.");
    case YieldColumn:
        return tr("Of the inquiries that began in the period, those won by now.");
    case FlowColumn:
        return tr("Conversions that happened in the period ÷ inquiries that began in it. May exceed 100%; compare no dealers by it.");
    case DataColumn:
        return tr("How old the data of a dealer are; above dealers: how many are fresh.");
    default:
        return {};
    }
}

QString TreeModel::toolTip(const TreeNode &node, int column) const
{
    const auto share = [this](const reports::Share &s) {
        return s.n == 0 ? QString()
                        : QString(m_fmt.interval(*s.point(), s.low, s.high) + QStringLiteral(", ") + m_fmt.integer(s.k)
                              + QStringLiteral(" / ") + m_fmt.integer(s.n));
    };
    switch (column) {
    case NameColumn:
        return nameOf(node);
    case InLimitColumn:
        return share(node.measures.responseInLimit);
    case WinRateColumn:
        return share(node.measures.winRate);
    case YieldColumn:
        return share(node.measures.yield);
    case ConversionColumn: {
        QString tip = share(node.measures.conversion);
        if (node.posterior && node.measures.conversion.n >= kFew)
            tip += QStringLiteral("\n") + tr("adjusted %1").arg(m_fmt.interval(*node.posterior, node.posteriorLow, node.posteriorHigh));
        return tip;
    }
    case ChangeColumn: {
        const reports::ShareChange &change = node.measures.change;
        return change.known ? tr("95% interval %1 … %2").arg(m_fmt.signedDecimal(change.low * 100), m_fmt.signedDecimal(change.high * 100))
                            : QString();
    }
    case RevenueColumn:
        return m_fmt.money(node.measures.revenue, m_facts->standard.currency);
    case DataColumn:
        return node.level == TreeLevel::Dealer && node.coverage.oldest != base::kNever
            ? tr("complete up to %1").arg(m_fmt.dateTime(node.coverage.oldest))
            : QString();
    default:
        return {};
    }
}

// Name, value, interval and freshness in one breath, for screen readers.
QString TreeModel::sentence(const TreeNode &node, int column) const
{
    QString words = nameOf(node);
    if (column == NameColumn) {
        words += QStringLiteral(". ") + tr("%Ln new", nullptr, static_cast<int>(node.measures.leads));
        if (node.measures.conversion.n >= kFew)
            words += QStringLiteral(". ")
                + tr("conversion %1")
                      .arg(m_fmt.interval(*node.measures.conversion.point(), node.measures.conversion.low, node.measures.conversion.high));
    } else {
        QString head = headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        head.replace(QLatin1Char('\n'), QLatin1Char(' '));
        const QString tip = column == InLimitColumn || column == ConversionColumn ? toolTip(node, column) : QString();
        words += QStringLiteral(". ") + head + QStringLiteral(": ") + (tip.isEmpty() ? text(node, column) : tip);
    }
    if (node.level == TreeLevel::Dealer && node.coverage.fresh < node.coverage.portals)
        words += QStringLiteral(". ") + tr("The data are stale: %1").arg(dataText(node));
    return words;
}

std::optional<RowsScope> TreeModel::rowsBehind(const QModelIndex &index) const
{
    const TreeNode *node = nodeAt(index);
    const auto count = rowsOfColumn(index.column());
    if (!node || !count)
        return std::nullopt;
    RowsScope scope;
    scope.count = *count;
    scope.place = reports::placeOf(*m_facts, *node);
    scope.crumbs = pathOf(index);
    return scope;
}

std::optional<Explanation> TreeModel::explain(const QModelIndex &index) const
{
    const TreeNode *node = nodeAt(index);
    if (!node || index.column() == NameColumn)
        return std::nullopt;
    const int column = index.column();
    Explanation result;
    result.title = headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().replace(QLatin1Char('\n'), QLatin1Char(' '));
    const QStringList path = pathOf(index);
    result.subject = path.isEmpty() ? nameOf(*node) : path.join(QStringLiteral(" › "));
    result.value = text(*node, column);
    result.formula = formula(column);
    const Measures &measures = node->measures;
    const reports::Share *shares[] { &measures.responseInLimit, &measures.conversion, &measures.winRate, &measures.yield };
    const int shareColumns[] { InLimitColumn, ConversionColumn, WinRateColumn, YieldColumn };
    if (const auto at = std::ranges::find(shareColumns, column); at != std::end(shareColumns)) {
        const reports::Share &share = *shares[at - std::begin(shareColumns)];
        result.value = share.n == 0 ? Fmt::dash()
                                    : QString(m_fmt.interval(*share.point(), share.low, share.high) + QStringLiteral(" = ")
                                          + m_fmt.integer(share.k) + QStringLiteral(" / ") + m_fmt.integer(share.n));
        result.method = tr("95% interval by Wilson's score method.");
    }
    if (column == ChangeColumn)
        result.method = tr("95% interval of the difference by Newcombe's method.");
    if (column == ResponseColumn || column == ClaimedColumn)
        result.method = tr("Median by Kaplan and Meier.");
    if (column == ResponseP90Column)
        result.method = tr("Quantile by Kaplan and Meier.");
    if (column == AdjustedColumn)
        result.method = tr("Beta-binomial model fitted to all dealers; equal-tailed 95% interval.");
    if (column == ConversionColumn && measures.immature > 0)
        result.notes.append(tr("%Ln are too young and left out.", nullptr, static_cast<int>(measures.immature)));
    if (column == RevenueColumn && measures.revenueWithoutRate > 0)
        result.notes.append(
            tr("%Ln won in a currency without a rate are not in the sum.", nullptr, static_cast<int>(measures.revenueWithoutRate)));
    if (node->level == TreeLevel::Network)
        result.waterfall = m_answer->waterfall;
    result.coverage = node->level <= TreeLevel::Dealer ? node->coverage : m_answer->coverage;
    result.scope = rowsBehind(index);
    if (result.scope)
        result.rows = reports::countOf(measures, result.scope->count);
    return result;
}

} // namespace dealerlens::viewmodels
