// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/tabletext.h"
#include "viewmodels/explanation.h"

#include <QAbstractItemView>
#include <QHash>
#include <QModelIndex>
#include <QObject>
#include <QPersistentModelIndex>
#include <QSet>
#include <QVariantMap>

#include <functional>
#include <optional>
#include <vector>

class QHeaderView;
class QLineEdit;
class QMenu;
class QToolButton;

namespace dealerlens::desk {

class PageHost;

// What every table of the desk can do, attached to one QTableView or QTreeView: quick filter (/), column chooser,
// dropping of columns that do not fit, copy as TSV (Ctrl+C; with headers Ctrl+Alt+C) or of one number in words
// (Ctrl+Shift+C), moving and selecting by bare keys (J K X Shift+X), preview (Space), export to xlsx, csv, tsv, json
// and pdf, explanation of a number (F1), opening of its rows (Enter, double click), state of header and sorting.
// Child of the page or view, gone with the view; GUI thread. Sorting is the header's and the model's own
// (setSortingEnabled or the page).
class TableTools final : public QObject {
    Q_OBJECT

public:
    // `page` is the page's id: actions "<page>.filter", "<page>.copy" … are added for it, once; with several tables
    // on a page they serve the one that has the focus, else the first that is visible. `parent` is the page.
    TableTools(PageHost &host, QAbstractItemView *view, const QString &page, QObject *parent);

    // Of the tables of `page` the one that is meant now; nullptr when it has none on screen.
    [[nodiscard]] static TableTools *current(const QObject &page);

    // Words in force: for file names, print heads and accessible names.
    void setTitle(const QString &title);
    // The report with raw values and an outline, for export; without it the model is written as it is shown.
    void setTable(std::function<reports::Table()> table);
    // Enter and double click on a cell.
    void setOpen(std::function<void(const QModelIndex &)> open);
    // F1 on a cell; nothing when the cell is no number. "Open rows" in it calls what setOpen was given.
    void setExplain(std::function<std::optional<viewmodels::Explanation>(const QModelIndex &)> explain);
    // Widths of the columns in design pixels, and which are dropped first when the view is too narrow (the last
    // of the list goes first). Columns not in the list are never dropped; `stretched` takes what is left over.
    void setColumns(const std::vector<int> &widths, const std::vector<int> &kept, int stretched);
    // Columns hidden until someone chooses them.
    void setHiddenAtFirst(const QSet<int> &columns);
    // Columns that what is shown has no values for, and why in a few words: they cannot be chosen.
    void setMissing(const QHash<int, QString> &columns);

    // For the page head, made at the first call. The filter's words are given to `filter` (the page's model).
    [[nodiscard]] QLineEdit *filterField();
    void setFilterField(QLineEdit *field); // one that filters already: "/" leads there
    [[nodiscard]] QToolButton *columnsButton();
    [[nodiscard]] QToolButton *exportButton();

    void retranslate(); // also called by setTitle
    void fit(); // widths again: density, theme or model changed

    [[nodiscard]] QVariantMap saveState() const;
    void restoreState(const QVariantMap &state);

    [[nodiscard]] const QAbstractItemView &view() const { return *m_view; }

    [[nodiscard]] QString title() const { return m_title; }

    // Neither switched off by the user nor missing, though there may be no room for it.
    [[nodiscard]] bool isWanted(int column) const { return !m_unwanted.contains(column) && !m_missing.contains(column); }

    // Selected rows (all when none is selected) in the shown columns, in their order on screen.
    [[nodiscard]] QString selectionAsTsv(bool withHeader) const;
    // Asks for a file and writes it on a pool thread; as pdf, what the page gives on paper.
    void exportTable();
    void copy(bool withHeader);
    void copyNumber();
    void explainCurrent();
    void openCurrent();

Q_SIGNALS:
    void filterChanged(const QString &text);
    void columnChosen(int column, bool wanted);
    void exported(const QString &file);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addActions(const QString &page);
    void fillColumnMenu(QMenu &menu);
    void setColumnWanted(int column, bool wanted);
    void press(Qt::Key key);
    void selectRow(bool range);

    [[nodiscard]] QHeaderView *header() const;
    [[nodiscard]] QString columnName(int column) const;

    PageHost &m_host;
    QAbstractItemView *m_view;
    QWidget *m_viewport; // of the view, which is not asked for it while it dies
    QString m_title;
    std::function<reports::Table()> m_table;
    std::function<void(const QModelIndex &)> m_open;
    std::function<std::optional<viewmodels::Explanation>(const QModelIndex &)> m_explain;
    std::vector<int> m_widths;
    std::vector<int> m_dropOrder;
    int m_stretched = -1;
    QSet<int> m_unwanted; // switched off by the user
    QHash<int, QString> m_missing;
    QLineEdit *m_filter = nullptr;
    QToolButton *m_columns = nullptr;
    QToolButton *m_export = nullptr;
    QPersistentModelIndex m_anchor; // of the last row selected by key
    bool m_fitting = false;
};

} // namespace dealerlens::desk
