// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of TreeModel say.
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
    case TreeModel::StayColumn:
        return measures.stayMedian;
    default:
        return std::nullopt;
    }
}

} // namespace

int TreeModel::horizon() const { return m_facts ? m_facts->standard.conversionDays : model::Standard().conversionDays; }

QString TreeModel::groupingWord(std::optional<reports::Dimension> dimension)
{
    using reports::Dimension;
    if (!dimension)
        return tr("By structure");
    switch (*dimension) {
    case Dimension::Source:
        return tr("By source");
    case Dimension::Campaign:
        return tr("By campaign");
    case Dimension::Region:
        return tr("By region");
    case Dimension::Dealer:
        return tr("By dealer");
    case Dimension::Employee:
        return tr("By employee");
    case Dimension::Month:
        return tr("By month");
    case Dimension::Funnel:
        return tr("By funnel");
    }
    return {};
}

QString TreeModel::nameHeader() const
{
    using reports::Dimension;
    if (!dimension())
        return tr("Region, dealer, department, employee");
    switch (*dimension()) {
    case Dimension::Source:
        return tr("Source");
    case Dimension::Campaign:
        return tr("UTM campaign");
    case Dimension::Region:
        return tr("Region");
    case Dimension::Dealer:
        return tr("Dealer");
    case Dimension::Employee:
        return tr("Employee");
    case Dimension::Month:
        return tr("Month of the beginning");
    case Dimension::Funnel:
        return tr("Funnel");
    }
    return {};
}

QString TreeModel::groupName(const TreeNode &node) const
{
    using reports::Dimension;
    switch (dimension().value_or(Dimension::Source)) {
    case Dimension::Campaign:
        return node.name.isEmpty() ? tr("No campaign") : node.name;
    case Dimension::Month:
        return m_fmt.month(QDate::fromString(node.key + QStringLiteral("-01"), Qt::ISODate));
    case Dimension::Funnel:
        return node.name == QLatin1String("leads") ? tr("Leads") : node.name.isEmpty() ? tr("No funnel") : node.name;
    default:
        return node.name.isEmpty() ? tr("Unknown source") : node.name;
    }
}

QString TreeModel::nameOf(const TreeNode &node) const
{
    switch (node.level) {
    case TreeLevel::Network:
        return tr("Whole network");
    case TreeLevel::Month:
        return node.key.isEmpty() ? tr("Earlier") : m_fmt.month(QDate::fromString(node.key + QStringLiteral("-01"), Qt::ISODate));
    case TreeLevel::Group:
        return groupName(node);
    case TreeLevel::Region:
        return node.name.isEmpty() ? tr("No region") : node.name;
    case TreeLevel::Dealer:
        return dealerName(node);
    case TreeLevel::Department:
        return node.name.isEmpty() ? tr("No department") : node.name;
    case TreeLevel::Employee:
        if (node.name.isEmpty())
            return tr("Nobody responsible");
        return dimension() && node.portal >= 0
            ? QString(node.name + QStringLiteral(" · ") + m_facts->portals[static_cast<size_t>(node.portal)].portal.title)
            : node.name;
    }
    return {};
}

QString TreeModel::assumedText(const TreeNode &node) const
{
    const bool isOfPeople = node.level == TreeLevel::Department || node.level == TreeLevel::Employee;
    if (!isOfPeople || node.measures.responsibleAssumed == 0 || node.portal < 0)
        return {};
    return tr("%Ln events counted here lie before the journal of this portal, which begins on %1: whoever is the first known to be "
              "responsible is taken for who was.",
        nullptr, static_cast<int>(node.measures.responsibleAssumed))
        .arg(m_fmt.date(m_facts->portals[static_cast<size_t>(node.portal)].portal.addedAt));
}

// The map shows dealers by their cities: here both are told.
QString TreeModel::dealerName(const TreeNode &node) const
{
    if (!m_facts || node.portal < 0)
        return node.name;
    const QString &city = m_facts->portals[static_cast<size_t>(node.portal)].portal.city;
    return !city.isEmpty() && !node.name.contains(city) ? QString(node.name + QStringLiteral(", ") + city) : node.name;
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
    case StayColumn:
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
    case StayColumn:
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
        return nameHeader();
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
    case StayColumn:
        return tr("Stage time,\nmedian");
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
        return tr("What is known of the true conversion: the own figures, drawn to the network's the more, the fewer they are.");
    case ConvertedColumn:
        return tr("Inquiries that began in the period and have converted by now.");
    case ImmatureColumn:
        return tr("Inquiries younger than %Ln days: left out of conversion.", nullptr, horizon());
    case UntouchedColumn:
        return tr("Inquiries closed without any touch.");
    case CycleColumn:
        return tr("Time from the beginning to the win, half of the won inquiries took less.");
    case StayColumn:
        return tr("Half of the stays in a stage that began in the period and have ended took less.");
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
    case NameColumn: {
        const QString assumed = assumedText(node);
        return assumed.isEmpty() ? nameOf(node) : QString(nameOf(node) + QLatin1Char('\n') + assumed);
    }
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
    if (const QString assumed = assumedText(node); column == NameColumn && !assumed.isEmpty())
        words += QStringLiteral(". ") + assumed;
    return words;
}

} // namespace dealerlens::viewmodels
