// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of NetworkModel say.
#include "viewmodels/networkmodel.h"
#include "viewmodels/problemtext.h"

#include <cmath>

namespace dealerlens::viewmodels {

using model::PortalHealth;

QString NetworkModel::stateWord(const DealerHealth &dealer) const
{
    if (dealer.portal.isRetired())
        return tr("retired");
    switch (dealer.health) {
    case PortalHealth::Fresh:
        return tr("fresh");
    case PortalHealth::Attention:
        return tr("needs attention");
    case PortalHealth::Stale:
        return tr("stale");
    case PortalHealth::NoAccess:
        return tr("no access");
    case PortalHealth::Never:
        return tr("first load");
    }
    return {};
}

bool NetworkModel::isHead(const DealerHealth &dealer) { return dealer.portal.kind == model::PortalKind::Head; }

QString NetworkModel::regionWord(const DealerHealth &dealer) { return isHead(dealer) ? tr("Head office") : dealer.portal.region; }

QString NetworkModel::ageWord(const DealerHealth &dealer) const { return dealer.age < 0 ? m_fmt.noData() : m_fmt.duration(dealer.age); }

QVariant NetworkModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = section == ErrorsColumn || section == UnmappedColumn || section == PerDayColumn || section == CallsColumn;
        return QVariant(Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case StateColumn:
        return tip ? tr("State of the data") : QString();
    case DealerColumn:
        return tr("Dealer");
    case AgeColumn:
        return tip ? tr("How long ago leads, deals and their histories were last complete. Logarithmic scale from a minute to three days; "
                        "the mark is the limit of freshness.")
                   : tr("Age of data\n1 min – 3 d, mark %1").arg(m_fmt.duration(m_freshnessLimit));
    case KindsColumn:
        return tip ? tr("Leads, deals, stage histories, calls. Framed: older than the limit. Struck: no right.") : tr("Records\nby kind");
    case ErrorsColumn:
        return tip ? tr("Rounds of the last 24 hours that ended with an error") : tr("Errors\n24 h");
    case BudgetColumn:
        return tip ? tr("Share of the time that the portal grants to its busiest method") : tr("Request\nbudget");
    case UnmappedColumn:
        return tip ? tr("Stages of the portal that no milestone of the network is paired with") : tr("Stages\nunpaired");
    case TrendColumn:
        return tip ? tr("New inquiries in each of the last 30 whole days of the dealer's zone; gaps where the data do not reach")
                   : tr("New per day,\n30 days");
    case PerDayColumn:
        return tip ? tr("Mean of the known days") : tr("per day");
    case CallsColumn:
        return tip ? tr("Of the inquiries of the last 30 whole days that the dealer claims to have answered, the share that a call or "
                        "message proves")
                   : tr("Calls\nvisible");
    case RegionColumn:
        return tr("Region");
    default:
        return {};
    }
}

QVariant NetworkModel::dealerText(const DealerHealth &dealer, int column) const
{
    switch (column) {
    case StateColumn:
        return stateWord(dealer);
    case DealerColumn:
        return dealer.portal.city.isEmpty() ? dealer.portal.title
                                            : QString(dealer.portal.title + QStringLiteral(", ") + dealer.portal.city);
    case AgeColumn:
        return ageWord(dealer);
    case KindsColumn: {
        QStringList stale;
        const QStringList letters = tr("L D H C", "letters of leads, deals, histories, calls; one letter each").split(QLatin1Char(' '));
        for (int i = 0; i < kHealthKinds && i < letters.size(); ++i)
            stale.append(dealer.kinds[static_cast<std::size_t>(i)].stale ? QString(letters[i] + QLatin1Char('!')) : letters[i]);
        return stale.join(QLatin1Char(' '));
    }
    case ErrorsColumn:
        return m_fmt.integer(dealer.status.errors24h);
    case BudgetColumn:
        return m_fmt.percent(dealer.status.methodTimeShare);
    case UnmappedColumn:
        return dealer.figuresKnown ? m_fmt.integer(dealer.unmapped()) : QString();
    case TrendColumn: {
        QStringList numbers;
        for (const auto &day : dealer.figures.perDay)
            numbers.append(day ? QString::number(static_cast<int>(*day)) : QString());
        return numbers.join(QLatin1Char(' '));
    }
    case PerDayColumn:
        return dealer.figures.meanPerDay ? m_fmt.decimal(*dealer.figures.meanPerDay) : (dealer.figuresKnown ? m_fmt.noData() : QString());
    case CallsColumn:
        if (dealer.callsDenied())
            return tr("no right");
        if (!dealer.figuresKnown)
            return QString();
        if (const auto share = dealer.callsVisible())
            return m_fmt.percent(*share);
        return dealer.figures.claims == 0 ? m_fmt.noData() : QStringLiteral("n<5");
    case RegionColumn:
        return regionWord(dealer);
    default:
        return {};
    }
}

QString NetworkModel::toolTip(const DealerHealth &dealer, int column) const
{
    switch (column) {
    case StateColumn:
        return dealer.status.problem
            ? QString(stateWord(dealer) + QStringLiteral(": ") + ProblemText::of(*dealer.status.problem).sentence())
            : stateWord(dealer);
    case DealerColumn:
        return dealerText(dealer, column).toString();
    case AgeColumn:
        return dealer.age < 0 ? tr("Never complete yet") : tr("Complete up to %1").arg(m_fmt.dateTime(dealer.watermark));
    case UnmappedColumn:
        return dealer.figures.unmapped.isEmpty() ? tr("All %Ln stages are paired", nullptr, dealer.figures.stages)
                                                 : dealer.figures.unmapped.join(QLatin1Char('\n'));
    case CallsColumn:
        if (dealer.callsDenied())
            return tr("The key does not open telephony: claims of this dealer cannot be proved");
        return tr("%1 of %2 first answers proved").arg(m_fmt.integer(dealer.figures.evidenced), m_fmt.integer(dealer.figures.claims));
    default:
        return {};
    }
}

QString NetworkModel::sentence(const DealerHealth &dealer) const
{
    QStringList parts { dealerText(dealer, DealerColumn).toString(), stateWord(dealer) };
    parts.append(dealer.age < 0 ? tr("never complete") : tr("data %1").arg(m_fmt.ago(dealer.age)));
    if (dealer.status.problem)
        parts.append(ProblemText::of(*dealer.status.problem).title);
    if (dealer.unmapped() > 0)
        parts.append(tr("%Ln stages unpaired", nullptr, dealer.unmapped()));
    if (dealer.figures.meanPerDay)
        parts.append(tr("%1 new per day").arg(m_fmt.decimal(*dealer.figures.meanPerDay)));
    return parts.join(QStringLiteral(". "));
}

std::optional<RowsScope> NetworkModel::rowsBehind(const QModelIndex &index) const
{
    const DealerHealth *dealer = dealerAt(index.row());
    if (!dealer || dealer->figures.knownDays == 0)
        return std::nullopt;
    const bool isTrend = index.column() == TrendColumn || index.column() == PerDayColumn;
    if (!isTrend && !(index.column() == CallsColumn && dealer->callsVisible()))
        return std::nullopt;
    RowsScope scope = dealer->trendRows(isTrend ? reports::Count::New : reports::Count::Evidenced);
    scope.crumbs.append(m_fmt.range(scope.days->first, scope.days->second.addDays(-1)));
    return scope;
}

std::optional<Explanation> NetworkModel::explain(const QModelIndex &index) const
{
    const DealerHealth *dealer = dealerAt(index.row());
    const bool isNumber = index.column() >= AgeColumn && index.column() <= CallsColumn && index.column() != KindsColumn;
    if (!dealer || !isNumber)
        return std::nullopt;
    Explanation words;
    words.title = headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString().replace(QLatin1Char('\n'), QLatin1Char(' '));
    words.subject = dealerText(*dealer, DealerColumn).toString();
    words.value
        = index.column() == TrendColumn ? dealerText(*dealer, PerDayColumn).toString() : dealerText(*dealer, index.column()).toString();
    words.formula = headerData(index.column(), Qt::Horizontal, Qt::ToolTipRole).toString();
    if (index.column() == AgeColumn || index.column() == CallsColumn)
        words.notes.append(toolTip(*dealer, index.column()));
    if (index.column() == UnmappedColumn)
        words.notes.append(dealer->figures.unmapped);
    words.scope = rowsBehind(index);
    if (words.scope)
        words.rows = index.column() == CallsColumn ? dealer->figures.evidenced
                                                   : std::llround(*dealer->figures.meanPerDay * dealer->figures.knownDays);
    return words;
}

QVariant NetworkModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const DealerHealth *dealer = dealerAt(index.row());
    if (!dealer) {
        const QString &group = m_rows[static_cast<std::size_t>(index.row())].group;
        const bool next = index.row() + 1 < rowCount() && dealerAt(index.row() + 1);
        switch (role) {
        case Qt::DisplayRole:
            return index.column() == DealerColumn ? groupTitle(group) : QString();
        case Qt::AccessibleTextRole:
            return QString(groupTitle(group) + QStringLiteral(", ") + (next ? tr("open") : tr("closed")));
        case GroupRole:
            return true;
        case GroupOpenRole:
            return next;
        default:
            return {};
        }
    }
    switch (role) {
    case Qt::EditRole: // raw numbers for exports
        if (index.column() == AgeColumn)
            return dealer->age < 0 ? QVariant() : QVariant(static_cast<qlonglong>(dealer->age));
        if (index.column() == ErrorsColumn || index.column() == UnmappedColumn)
            return sortValue(*dealer, index.column());
        if (index.column() == BudgetColumn)
            return dealer->status.methodTimeShare;
        if (index.column() == PerDayColumn && dealer->figures.meanPerDay)
            return *dealer->figures.meanPerDay;
        if (index.column() == CallsColumn && dealer->callsVisible())
            return *dealer->callsVisible();
        return dealerText(*dealer, index.column());
    case Qt::DisplayRole:
        return dealerText(*dealer, index.column());
    case Qt::ToolTipRole: {
        const QString tip = toolTip(*dealer, index.column());
        // Names of portals may hold markup; tooltips guess rich text.
        return tip.isEmpty() ? QVariant()
                             : QVariant(QString(QStringLiteral("<qt>")
                                   + tip.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")) + QStringLiteral("</qt>")));
    }
    case Qt::AccessibleTextRole:
        return index.column() == DealerColumn
            ? sentence(*dealer)
            : QString(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString().replace(QLatin1Char('\n'), QLatin1Char(' '))
                  + QStringLiteral(": ") + dealerText(*dealer, index.column()).toString());
    case Qt::TextAlignmentRole:
        return headerData(index.column(), Qt::Horizontal, role);
    case HealthRole:
        return QVariant::fromValue(dealer);
    case PortalRole:
        return dealer->portal.id;
    case SortRole:
        return sortValue(*dealer, index.column());
    default:
        return {};
    }
}

} // namespace dealerlens::viewmodels
