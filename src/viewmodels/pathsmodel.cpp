// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/pathsmodel.h"

#include "viewmodels/milestonewords.h"

#include <algorithm>
#include <map>

namespace dealerlens::viewmodels {

SequencesModel::SequencesModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void SequencesModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void SequencesModel::setRows(std::vector<Row> rows, facts::SnapshotPtr facts)
{
    m_facts = std::move(facts);
    std::map<QStringList, std::size_t> wanted;
    for (std::size_t i = 0; i < rows.size(); ++i)
        wanted.emplace(rows[i].stages, i);
    for (int at = rowCount() - 1; at >= 0; --at) {
        const auto known = wanted.find(row(at).stages);
        if (known != wanted.end()) {
            m_rows[static_cast<size_t>(at)] = rows[known->second];
            wanted.erase(known);
            continue;
        }
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    if (wanted.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(wanted.size()) - 1);
    for (Row &added : rows) {
        if (wanted.contains(added.stages))
            m_rows.push_back(std::move(added));
    }
    endInsertRows();
}

std::int64_t SequencesModel::total() const
{
    std::int64_t sum = 0;
    for (const Row &each : m_rows)
        sum += each.count;
    return sum;
}

QString SequencesModel::word(const QString &stage) const
{
    if (stage.isEmpty())
        return tr("Unknown stage");
    return m_facts ? milestoneWord(m_facts->standard, stage, m_fmt.language()) : stage;
}

QString SequencesModel::wordAt(const Row &row, qsizetype stage) const { return word(row.stages[stage]); }

RowsScope SequencesModel::rowsBehind(int at) const
{
    RowsScope scope;
    scope.report = report();
    scope.count = reports::Count::Reached;
    scope.path.assign(row(at).stages.begin(), row(at).stages.end());
    QStringList words;
    for (qsizetype stage = 0; stage < row(at).stages.size(); ++stage)
        words << wordAt(row(at), stage);
    scope.crumbs = { words.join(QStringLiteral(" › ")) };
    return scope;
}

int SequencesModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

QString SequencesModel::text(const QModelIndex &index) const
{
    const QVariant value = raw(row(index.row()), index.column());
    if (value.typeId() == QMetaType::Double)
        return m_fmt.percent(value.toDouble(), 1);
    return isText(index.column()) ? value.toString() : m_fmt.integer(value.toLongLong());
}

QVariant SequencesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case Qt::ToolTipRole:
        // Stage names come from portals: escaped, so that they are never taken for markup.
        return isText(index.column()) ? QVariant(QStringLiteral("<span>") + text(index).toHtmlEscaped() + QStringLiteral("</span>"))
                                      : QVariant();
    case Qt::EditRole:
    case SortRole:
        return raw(row(index.row()), index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter) | (isText(index.column()) ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::AccessibleTextRole:
        return QString(header(index.column()) + QStringLiteral(": ") + text(index));
    default:
        return {};
    }
}

QVariant SequencesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter) | (isText(section) ? Qt::AlignLeft : Qt::AlignRight));
    return role == Qt::DisplayRole ? QVariant(header(section)) : QVariant();
}

TransitionsModel::TransitionsModel(QObject *parent)
    : SequencesModel(parent)
{
}

void TransitionsModel::setAnswer(const std::vector<reports::Transition> &answer, facts::SnapshotPtr facts)
{
    std::map<QString, std::int64_t> leaving;
    for (const reports::Transition &each : answer)
        leaving[each.from] += each.count;
    std::vector<Row> rows;
    for (const reports::Transition &each : answer) {
        const std::int64_t all = leaving[each.from];
        rows.push_back({ { each.from, each.to }, each.count, all > 0 ? static_cast<double>(each.count) / static_cast<double>(all) : 0 });
    }
    setRows(std::move(rows), std::move(facts));
}

int TransitionsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString TransitionsModel::wordAt(const Row &row, qsizetype stage) const
{
    if (stage == 0 && row.stages[0] == QLatin1String("START"))
        return tr("Beginning");
    return stage == 1 && row.stages[1] == QLatin1String("END") ? tr("End of the path") : word(row.stages[stage]);
}

bool TransitionsModel::isText(int column) const { return column == FromColumn || column == ToColumn; }

QVariant TransitionsModel::raw(const Row &row, int column) const
{
    switch (column) {
    case FromColumn:
        return wordAt(row, 0);
    case ToColumn:
        return wordAt(row, 1);
    case CountColumn:
        return static_cast<qlonglong>(row.count);
    case ShareColumn:
        return row.share;
    default:
        return {};
    }
}

QString TransitionsModel::header(int column) const
{
    switch (column) {
    case FromColumn:
        return tr("From");
    case ToColumn:
        return tr("To");
    case CountColumn:
        return tr("Count");
    case ShareColumn:
        return tr("Share of leaving");
    default:
        return {};
    }
}

PathsModel::PathsModel(QObject *parent)
    : SequencesModel(parent)
{
}

void PathsModel::setAnswer(const std::vector<reports::Path> &answer, facts::SnapshotPtr facts)
{
    std::vector<Row> rows;
    for (const reports::Path &each : answer)
        rows.push_back({ QStringList(each.stages.begin(), each.stages.end()), each.count, each.share });
    setRows(std::move(rows), std::move(facts));
}

double PathsModel::listedShare() const
{
    double sum = 0;
    for (int at = 0; at < rowCount(); ++at)
        sum += row(at).share;
    return sum;
}

int PathsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

bool PathsModel::isText(int column) const { return column == PathColumn; }

QVariant PathsModel::raw(const Row &row, int column) const
{
    switch (column) {
    case PathColumn: {
        QStringList words;
        for (const QString &stage : row.stages)
            words << word(stage);
        return words.join(QStringLiteral(" › "));
    }
    case StepsColumn:
        return static_cast<int>(row.stages.size());
    case CountColumn:
        return static_cast<qlonglong>(row.count);
    case ShareColumn:
        return row.share;
    default:
        return {};
    }
}

QString PathsModel::header(int column) const
{
    switch (column) {
    case PathColumn:
        return tr("Path");
    case StepsColumn:
        return tr("Stages");
    case CountColumn:
        return tr("Count");
    case ShareColumn:
        return tr("Share");
    default:
        return {};
    }
}

} // namespace dealerlens::viewmodels
