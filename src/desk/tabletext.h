// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/table.h"

#include <QAbstractItemView>

class QHeaderView;

// Tables of the desk as text and as tables for files. GUI thread.
namespace dealerlens::desk {

// A model as a table: numbers and instants from Qt::EditRole, words as shown otherwise; rows below rows become the
// outline.
[[nodiscard]] reports::Table tableOf(const QAbstractItemModel &model, const QString &name);

// Selected rows of a QTableView or QTreeView (all when none is selected) in the shown columns, in their order on
// screen.
[[nodiscard]] QString tsvOf(const QAbstractItemView &view, bool withHeader);

// A cell as shown, in one line: tabs and line ends would break a table apart.
[[nodiscard]] QString tableCellText(const QModelIndex &index);
[[nodiscard]] QHeaderView *columnHeader(const QAbstractItemView &view);
// The whole name of a column, where its head shows it shortened or in lines.
[[nodiscard]] QString columnName(const QAbstractItemView &view, int column);

} // namespace dealerlens::desk
