// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/funnelmodel.h"

#include "viewmodels/milestonewords.h"

#include <algorithm>

namespace dealerlens::viewmodels {

using reports::FunnelMode;

namespace {

// Only where every item passes all steps up to its furthest do the lost and the open add up to the drop.
bool addsUp(FunnelMode mode) { return mode == FunnelMode::Furthest || mode == FunnelMode::Supposed; }

} // namespace

FunnelModel::FunnelModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void FunnelModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void FunnelModel::setAnswer(const reports::FunnelAnswer &answer, facts::SnapshotPtr facts)
{
    const bool same = m_answer
        && std::equal(m_answer->steps.begin(), m_answer->steps.end(), answer.steps.begin(), answer.steps.end(),
            [](const auto &a, const auto &b) { return a.milestone == b.milestone && a.stage == b.stage; });
    if (!same)
        beginResetModel();
    m_answer = answer;
    m_facts = std::move(facts);
    if (!same)
        endResetModel();
    else if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QString FunnelModel::stageName(int row) const
{
    const reports::FunnelStep &here = step(row);
    const QString name = m_facts ? milestoneWord(m_facts->standard, here.milestone, here.stage, m_fmt.language()) : here.stage;
    return !name.isEmpty() ? name : isLast(row) ? tr("Won") : tr("Unknown stage");
}

std::optional<double> FunnelModel::share(int row) const
{
    const std::int64_t first = step(0).count;
    return first > 0 ? std::optional(static_cast<double>(step(row).count) / static_cast<double>(first)) : std::nullopt;
}

QString FunnelModel::dropText(int row) const
{
    if (isLast(row) || step(row).count == 0)
        return {};
    const std::int64_t left = step(row).count - step(row + 1).count;
    const QString share = step(row).dropOff ? m_fmt.percent(std::abs(*step(row).dropOff)) : QString();
    QStringList parts;
    if (left >= 0)
        parts << tr("fewer by %1 (%2)").arg(m_fmt.integer(left), share);
    else
        parts << tr("more by %1 (%2)").arg(m_fmt.integer(-left), share);
    if (addsUp(m_answer->mode))
        parts << tr("lost %1").arg(m_fmt.integer(step(row).lostHere)) << tr("still open %1").arg(m_fmt.integer(step(row).stuckHere));
    return parts.join(QStringLiteral(" · "));
}

QString FunnelModel::sentence() const
{
    if (!m_answer)
        return {};
    QStringList parts { m_fmt.count(m_answer->waterfall.counted) };
    parts += Explanation::lines(m_answer->coverage, m_fmt);
    return parts.join(QStringLiteral(" · "));
}

std::optional<RowsScope> FunnelModel::rowsBehind(const QModelIndex &index) const
{
    using reports::Count;
    if (!index.isValid() || index.column() == DropColumn || !raw(index.row(), index.column()).isValid())
        return std::nullopt;
    RowsScope scope;
    scope.report = reports::Report::Funnel;
    scope.count = index.column() == InferredColumn ? Count::Inferred
        : index.column() == LostColumn             ? Count::Lost
        : index.column() == OpenColumn             ? Count::Open
                                                   : Count::Reached;
    scope.stage = reports::StageKey { .name = step(index.row()).stage, .milestone = step(index.row()).milestone };
    scope.grouping = m_answer->grouping;
    scope.mode = m_answer->mode;
    scope.crumbs = { modeName(m_answer->mode), stageName(index.row()) };
    return scope;
}

QString FunnelModel::modeName(FunnelMode mode)
{
    switch (mode) {
    case FunnelMode::Furthest:
        return tr("Furthest");
    case FunnelMode::Visited:
        return tr("Visited");
    case FunnelMode::Entries:
        return tr("Entries");
    case FunnelMode::Strict:
        return tr("Strict");
    case FunnelMode::Supposed:
        return tr("With conversion");
    }
    return {};
}

QString FunnelModel::modeRule(FunnelMode mode)
{
    switch (mode) {
    case FunnelMode::Furthest:
        return tr("An item counts at every stage up to the furthest it reached; those not seen at a stage are hatched.");
    case FunnelMode::Visited:
        return tr("An item counts once at each stage it was seen at; skipped stages do not count it.");
    case FunnelMode::Entries:
        return tr("Every entry counts: an item that came back counts again.");
    case FunnelMode::Strict:
        return tr("An item counts at a stage only when it passed all earlier stages in order.");
    case FunnelMode::Supposed:
        return tr(
            "As Bitrix24 counts “with conversion”: an item counts at every stage up to the furthest it reached; what is only inferred is "
            "not told apart.");
    }
    return {};
}

QString FunnelModel::columnRule(int column)
{
    switch (column) {
    case CountColumn:
        return tr("Items created in the period, counted at this stage");
    case ShareColumn:
        return tr("Count at this stage ÷ count at the first stage");
    case InferredColumn:
        return tr("Counted here because they got further, without having been seen here");
    case DropColumn:
        return tr("1 − count at the next stage ÷ count at this stage");
    case LostColumn:
        return tr("Lost items whose furthest stage this is");
    case OpenColumn:
        return tr("Open items whose furthest stage this is");
    default:
        return tr("Stage of the standard, in its order");
    }
}

std::optional<Explanation> FunnelModel::explain(const QModelIndex &index) const
{
    if (!index.isValid() || index.column() == StageColumn || !raw(index.row(), index.column()).isValid())
        return std::nullopt;
    Explanation why;
    why.title = headerData(index.column(), Qt::Horizontal).toString();
    why.subject = stageName(index.row());
    why.value = text(index.row(), index.column());
    why.formula = columnRule(index.column());
    why.method = modeName(m_answer->mode) + QStringLiteral(": ") + modeRule(m_answer->mode);
    why.waterfall = m_answer->waterfall;
    why.coverage = m_answer->coverage;
    why.scope = rowsBehind(index);
    if (why.scope && index.column() != ShareColumn)
        why.rows = raw(index.row(), index.column()).toLongLong();
    else if (why.scope)
        why.rows = step(index.row()).count;
    return why;
}

int FunnelModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_answer ? 0 : static_cast<int>(m_answer->steps.size());
}

int FunnelModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

// Invalid: does not apply.
QVariant FunnelModel::raw(int row, int column) const
{
    const reports::FunnelStep &here = step(row);
    const auto number = [](std::int64_t value) { return QVariant(static_cast<qlonglong>(value)); };
    const auto fraction = [](std::optional<double> value) { return value ? QVariant(*value) : QVariant(); };
    switch (column) {
    case StageColumn:
        return stageName(row);
    case CountColumn:
        return number(here.count);
    case ShareColumn:
        return fraction(share(row));
    case InferredColumn:
        return m_answer->mode == FunnelMode::Furthest ? number(here.inferred) : QVariant();
    case DropColumn:
        return fraction(here.dropOff);
    case LostColumn:
        return isLast(row) ? QVariant() : number(here.lostHere);
    case OpenColumn:
        return isLast(row) ? QVariant() : number(here.stuckHere);
    default:
        return {};
    }
}

QString FunnelModel::text(int row, int column) const
{
    const QVariant value = raw(row, column);
    if (!value.isValid())
        return Fmt::dash();
    if (column == StageColumn)
        return value.toString();
    if (column == DropColumn && value.toDouble() < 0)
        return QChar(0x2212) + m_fmt.percent(-value.toDouble(), 1);
    if (column == ShareColumn || column == DropColumn)
        return m_fmt.percent(value.toDouble(), 1);
    return m_fmt.integer(value.toLongLong());
}

QVariant FunnelModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::EditRole:
        return raw(index.row(), index.column());
    case SortRole:
        return index.column() == StageColumn ? QVariant(index.row()) : raw(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter) | (index.column() == StageColumn ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::AccessibleTextRole:
        return QString(stageName(index.row()) + QStringLiteral(", ") + headerData(index.column(), Qt::Horizontal).toString()
            + QStringLiteral(": ") + text(index.row(), index.column()));
    default:
        return {};
    }
}

QVariant FunnelModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter) | (section == StageColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole)
        return columnRule(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case StageColumn:
        return tr("Stage");
    case CountColumn:
        return tr("Count");
    case ShareColumn:
        return tr("Share of the first");
    case InferredColumn:
        return tr("Inferred");
    case DropColumn:
        return tr("Drop-off");
    case LostColumn:
        return tr("Lost here");
    case OpenColumn:
        return tr("Still open");
    default:
        return {};
    }
}

} // namespace dealerlens::viewmodels
