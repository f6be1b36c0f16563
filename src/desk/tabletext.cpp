// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/tabletext.h"

#include <QDateTime>
#include <QHeaderView>
#include <QTableView>
#include <QTreeView>

#include <algorithm>

namespace dealerlens::desk {

namespace {

reports::Cell cellOf(const QModelIndex &index)
{
    const QVariant raw = index.data(Qt::EditRole);
    switch (raw.typeId()) {
    case QMetaType::Int:
    case QMetaType::LongLong:
    case QMetaType::UInt:
        return static_cast<std::int64_t>(raw.toLongLong());
    case QMetaType::Double:
        return raw.toDouble();
    case QMetaType::QDateTime:
        return reports::InstantCell { raw.toDateTime().toSecsSinceEpoch() };
    default:
        break;
    }
    const QString text = index.data(Qt::DisplayRole).toString();
    return text.isEmpty() ? reports::Cell() : reports::Cell(text);
}

void addRows(const QAbstractItemModel &model, const QModelIndex &parent, int level, reports::Table &table)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        std::vector<reports::Cell> cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.push_back(cellOf(model.index(row, column, parent)));
        table.rows.push_back(std::move(cells));
        table.levels.push_back(level);
        addRows(model, model.index(row, 0, parent), level + 1, table);
    }
}

} // namespace

reports::Table tableOf(const QAbstractItemModel &model, const QString &name)
{
    reports::Table table;
    table.name = name;
    for (int column = 0; column < model.columnCount(); ++column)
        table.columns.push_back({ model.headerData(column, Qt::Horizontal).toString(), reports::TableColumn::Kind::Text });
    addRows(model, {}, 0, table);
    return table;
}

QString tableCellText(const QModelIndex &index)
{
    QString text = index.data(Qt::DisplayRole).toString();
    text.replace(QLatin1Char('\t'), QLatin1Char(' '));
    text.replace(QLatin1Char('\n'), QLatin1Char(' '));
    return text;
}

QHeaderView *columnHeader(const QAbstractItemView &view)
{
    if (const auto *tree = qobject_cast<const QTreeView *>(&view))
        return tree->header();
    return static_cast<const QTableView &>(view).horizontalHeader();
}

QString columnName(const QAbstractItemView &view, int column)
{
    const QVariant whole = view.model()->headerData(column, Qt::Horizontal, Qt::AccessibleTextRole);
    QString name = whole.isValid() ? whole.toString() : view.model()->headerData(column, Qt::Horizontal).toString();
    name.replace(QLatin1Char('\n'), QLatin1Char(' '));
    return name;
}

QString tsvOf(const QAbstractItemView &view, bool withHeader)
{
    QAbstractItemModel *model = view.model();
    const QHeaderView *header = columnHeader(view);
    std::vector<int> columns;
    for (int visual = 0; visual < header->count(); ++visual) {
        if (const int column = header->logicalIndex(visual); !header->isSectionHidden(column))
            columns.push_back(column);
    }
    QStringList lines;
    if (withHeader) {
        QStringList cells;
        for (const int column : columns)
            cells.append(columnName(view, column));
        lines.append(cells.join(QLatin1Char('\t')));
    }
    QModelIndexList rows = view.selectionModel()->selectedRows();
    if (rows.isEmpty()) {
        model->fetchMore({});
        for (int row = 0; row < model->rowCount(); ++row)
            rows.append(model->index(row, 0));
    }
    // In the order on screen: a later row of the same parent, or of a later parent, stands lower.
    std::sort(rows.begin(), rows.end(),
        [&view](const QModelIndex &a, const QModelIndex &b) { return view.visualRect(a).top() < view.visualRect(b).top(); });
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (const int column : columns)
            cells.append(tableCellText(row.siblingAtColumn(column)));
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace dealerlens::desk
