// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/tabletools.h"

#include "desk/actions.h"
#include "desk/controls.h"
#include "desk/explainpopover.h"
#include "desk/exportfiles.h"
#include "desk/page.h"
#include "desk/printing.h"
#include "desk/scrollkeeper.h"
#include "desk/textlabel.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QDateTime>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QResizeEvent>
#include <QTableView>
#include <QTreeView>

namespace dealerlens::desk {

namespace {

constexpr int kFilterWidth = 150;

} // namespace

TableTools::TableTools(PageHost &host, QAbstractItemView *view, const QString &page, QObject *parent)
    : QObject(parent)
    , m_host(host)
    , m_view(view)
    , m_viewport(view->viewport())
{
    // A settings section is built anew with the language: its tools go with its view.
    connect(m_view, &QObject::destroyed, this, [this] {
        setParent(nullptr);
        deleteLater();
    });
    m_view->installEventFilter(this);
    m_viewport->installEventFilter(this); // its width changes with the scroll bar
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header(), &QWidget::customContextMenuRequested, this, [this](QPoint at) {
        auto *shown = new QMenu(m_view);
        shown->setAttribute(Qt::WA_DeleteOnClose);
        fillColumnMenu(*shown);
        shown->popup(header()->mapToGlobal(at));
    });
    connect(m_view, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex &index) {
        if (m_open)
            m_open(index);
    });
    if (m_view->model())
        new ScrollKeeper(m_view, header());
    addActions(page);
}

void TableTools::addActions(const QString &page)
{
    Actions &actions = m_host.actions();
    const auto add
        = [&](const char *id, const char *text, const char *icon, const QKeySequence &key, const char *bare, const char *menu, auto run) {
              const QString name = page + QLatin1Char('.') + QLatin1String(id);
              if (actions.find(name))
                  return;
              actions.add({ name, text, QString::fromLatin1(icon), key, QString::fromLatin1(bare), QString::fromLatin1(menu), page },
                  parent(), [owner = parent(), run] {
                      if (TableTools *tools = current(*owner))
                          run(*tools);
                  });
          };
    add("filter", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Quick filter"), "filter", {}, "/", "edit",
        [](TableTools &tools) { tools.filterField()->setFocus(Qt::ShortcutFocusReason); });
    add("copy", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Copy rows"), "copy", QKeySequence(QKeySequence::Copy), "", "edit",
        [](TableTools &tools) { tools.copy(false); });
    add("copy-with-header", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Copy rows with headers"), "copy",
        QKeySequence(QStringLiteral("Ctrl+Alt+C")), "", "edit", [](TableTools &tools) { tools.copy(true); });
    add("copy-number", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Copy the number in words"), "copy",
        QKeySequence(QStringLiteral("Ctrl+Shift+C")), "", "edit", [](TableTools &tools) { tools.copyNumber(); });
    add("next", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Next row"), "chevron-down", {}, "J", "go",
        [](TableTools &tools) { tools.press(Qt::Key_Down); });
    add("previous", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Previous row"), "", {}, "K", "go",
        [](TableTools &tools) { tools.press(Qt::Key_Up); });
    add("select", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Select the row"), "", {}, "X", "edit",
        [](TableTools &tools) { tools.selectRow(false); });
    add("select-range", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Select rows up to this one"), "", {}, "Shift+X", "edit",
        [](TableTools &tools) { tools.selectRow(true); });
    add("columns", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Columns…"), "columns", {}, "", "view",
        [](TableTools &tools) { tools.columnsButton()->showMenu(); });
    add("explain", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Explain this number"), "explain", QKeySequence(Qt::Key_F1), "", "help",
        [](TableTools &tools) { tools.explainCurrent(); });
}

TableTools *TableTools::current(const QObject &page)
{
    TableTools *shown = nullptr;
    for (TableTools *tools : page.findChildren<TableTools *>()) {
        if (tools->m_view->hasFocus())
            return tools;
        if (!shown && tools->m_view->isVisible())
            shown = tools;
    }
    return shown;
}

void TableTools::setTitle(const QString &title)
{
    m_title = title;
    m_view->setAccessibleName(title);
    retranslate();
}

void TableTools::setTable(std::function<reports::Table()> table) { m_table = std::move(table); }

void TableTools::setOpen(std::function<void(const QModelIndex &)> open) { m_open = std::move(open); }

void TableTools::setExplain(std::function<std::optional<viewmodels::Explanation>(const QModelIndex &)> explain)
{
    m_explain = std::move(explain);
}

void TableTools::setColumns(const std::vector<int> &widths, const std::vector<int> &kept, int stretched)
{
    m_widths = widths;
    m_dropOrder = kept;
    m_stretched = stretched;
    for (int column = 0; column < static_cast<int>(widths.size()) && column < header()->count(); ++column)
        header()->resizeSection(column, theme().px(widths[static_cast<size_t>(column)]));
    fit();
}

void TableTools::setHiddenAtFirst(const QSet<int> &columns)
{
    m_unwanted = columns;
    fit();
}

QLineEdit *TableTools::filterField()
{
    if (!m_filter) {
        auto *field = new QLineEdit(m_view->parentWidget());
        field->setClearButtonEnabled(true);
        field->setFixedWidth(theme().px(kFilterWidth));
        connect(field, &QLineEdit::textChanged, this, &TableTools::filterChanged);
        setFilterField(field);
    }
    return m_filter;
}

void TableTools::setFilterField(QLineEdit *field)
{
    m_filter = field;
    m_filter->installEventFilter(this);
    retranslate();
}

QToolButton *TableTools::columnsButton()
{
    if (!m_columns) {
        m_columns = iconButton(QStringLiteral("columns"), {}, {}, m_view->parentWidget());
        auto *menu = new QMenu(m_columns);
        m_columns->setMenu(menu);
        m_columns->setPopupMode(QToolButton::InstantPopup);
        connect(menu, &QMenu::aboutToShow, this, [this, menu] {
            menu->clear();
            fillColumnMenu(*menu);
        });
        retranslate();
    }
    return m_columns;
}

QToolButton *TableTools::exportButton()
{
    if (!m_export) {
        m_export = iconButton(QStringLiteral("export"), {}, {}, m_view->parentWidget());
        connect(m_export, &QToolButton::clicked, this, &TableTools::exportTable);
        retranslate();
    }
    return m_export;
}

void TableTools::retranslate()
{
    if (m_filter) {
        m_filter->setPlaceholderText(tr("Filter (/)"));
        m_filter->setAccessibleName(tr("Quick filter"));
    }
    if (m_columns)
        setIconButtonName(m_columns, tr("Columns"));
    if (m_export)
        setIconButtonName(m_export, tr("Export table"), QStringLiteral("Ctrl+E"));
}

QHeaderView *TableTools::header() const { return columnHeader(*m_view); }

QString TableTools::columnName(int column) const { return desk::columnName(*m_view, column); }

void TableTools::fillColumnMenu(QMenu &menu)
{
    for (int visual = 0; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        if (column == m_stretched || columnName(column).isEmpty())
            continue; // what has no name cannot be chosen: it belongs to its neighbour
        const QString why = m_missing.value(column);
        const QString name = why.isEmpty() ? columnName(column) : QString(columnName(column) + QStringLiteral(" · ") + why);
        QAction *action = menu.addAction(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setEnabled(why.isEmpty());
        action->setCheckable(true);
        action->setChecked(isWanted(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) { setColumnWanted(column, on); });
    }
}

void TableTools::setMissing(const QHash<int, QString> &columns)
{
    m_missing = columns;
    fit();
}

void TableTools::setColumnWanted(int column, bool wanted)
{
    if (wanted)
        m_unwanted.remove(column);
    else
        m_unwanted.insert(column);
    fit();
    Q_EMIT columnChosen(column, wanted);
}

// What does not fit is dropped from the end of the list; the stretched column takes the rest.
void TableTools::fit()
{
    if (m_fitting || m_widths.empty() || header()->count() == 0)
        return;
    m_fitting = true;
    const int wholeWidth = m_view->viewport()->width();
    const auto widthOf = [this](int column) {
        const auto at = static_cast<size_t>(column);
        return theme().px(at < m_widths.size() ? m_widths[at] : 80);
    };
    QSet<int> dropped = m_unwanted;
    for (auto missing = m_missing.keyBegin(); missing != m_missing.keyEnd(); ++missing)
        dropped.insert(*missing);
    int used = 0;
    for (int column = 0; column < header()->count(); ++column)
        used += dropped.contains(column) ? 0 : (column == m_stretched ? widthOf(column) * 5 / 6 : widthOf(column));
    for (auto it = m_dropOrder.rbegin(); it != m_dropOrder.rend() && used > wholeWidth; ++it) {
        if (dropped.contains(*it) || *it == m_stretched)
            continue;
        dropped.insert(*it);
        used -= widthOf(*it);
    }
    for (int column = 0; column < header()->count(); ++column) {
        const bool hidden = dropped.contains(column);
        if (header()->isSectionHidden(column) != hidden)
            header()->setSectionHidden(column, hidden);
        if (!hidden && column != m_stretched)
            header()->resizeSection(column, widthOf(column));
    }
    if (m_stretched >= 0)
        header()->resizeSection(m_stretched, std::max(widthOf(m_stretched) * 5 / 6, wholeWidth - (used - widthOf(m_stretched) * 5 / 6)));
    m_fitting = false;
}

QVariantMap TableTools::saveState() const
{
    QVariantList unwanted;
    for (const int column : m_unwanted)
        unwanted.append(column);
    QVariantList order;
    for (int visual = 0; visual < header()->count(); ++visual)
        order.append(header()->logicalIndex(visual));
    QVariantMap state { { QStringLiteral("hidden"), unwanted }, { QStringLiteral("order"), order } };
    if (header()->isSortIndicatorShown())
        state.insert(QStringLiteral("sort"), QVariantList { header()->sortIndicatorSection(), header()->sortIndicatorOrder() });
    return state;
}

void TableTools::restoreState(const QVariantMap &state)
{
    if (state.contains(QStringLiteral("hidden"))) {
        m_unwanted.clear();
        for (const QVariant &column : state.value(QStringLiteral("hidden")).toList())
            m_unwanted.insert(column.toInt());
    }
    const QVariantList order = state.value(QStringLiteral("order")).toList();
    for (int column = static_cast<int>(order.size()); !order.isEmpty() && column < header()->count(); ++column)
        m_unwanted.insert(column); // newer than the state: off until somebody wants it
    if (order.size() == header()->count()) {
        for (int visual = 0; visual < order.size(); ++visual) {
            const int from = header()->visualIndex(order[visual].toInt());
            if (from >= 0 && from != visual)
                header()->moveSection(from, visual);
        }
    }
    const QVariantList sort = state.value(QStringLiteral("sort")).toList();
    if (sort.size() == 2 && header()->isSortIndicatorShown() && sort[0].toInt() < header()->count())
        header()->setSortIndicator(sort[0].toInt(), sort[1].toInt() == Qt::AscendingOrder ? Qt::AscendingOrder : Qt::DescendingOrder);
    fit();
}

QString TableTools::selectionAsTsv(bool withHeader) const { return tsvOf(*m_view, withHeader); }

void TableTools::copy(bool withHeader) { QGuiApplication::clipboard()->setText(selectionAsTsv(withHeader)); }

// What a screen reader says of the cell: the number with its interval and n.
void TableTools::copyNumber()
{
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid())
        return;
    const QVariant sentence = index.data(Qt::AccessibleTextRole);
    const QStringList words { tableCellText(index.siblingAtColumn(0)), columnName(index.column()), tableCellText(index) };
    QGuiApplication::clipboard()->setText(sentence.isValid() ? sentence.toString() : words.join(QStringLiteral(", ")));
}

// As if the view had got the key: it keeps its own rules of moving.
void TableTools::press(Qt::Key key)
{
    QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
    QCoreApplication::sendEvent(m_view, &event);
}

void TableTools::selectRow(bool range)
{
    const QModelIndex at = m_view->currentIndex();
    if (!at.isValid())
        return;
    QItemSelection rows(at, at);
    if (range && m_anchor.isValid() && m_anchor.parent() == at.parent())
        rows = QItemSelection(
            m_anchor.row() < at.row() ? QModelIndex(m_anchor) : at, m_anchor.row() < at.row() ? at : QModelIndex(m_anchor));
    m_view->selectionModel()->select(rows, QItemSelectionModel::Rows | (range ? QItemSelectionModel::Select : QItemSelectionModel::Toggle));
    m_anchor = at;
}

void TableTools::exportTable()
{
    auto *page = qobject_cast<Page *>(parent());
    const auto offer = [this, page] {
        exportFile(m_host, m_view->window(), this,
            { m_title, [this] { return m_table ? m_table() : tableOf(*m_view->model(), m_title); },
                [this, page] { return page ? page->printout() : exporting::Printout { m_title, {}, { { {}, printTable(*m_view) } } }; } },
            [this](const QString &file) { Q_EMIT exported(file); });
    };
    if (!page) {
        offer();
        return;
    }
    page->readWhole(offer);
}

void TableTools::explainCurrent()
{
    const QModelIndex index = m_view->currentIndex();
    if (!m_explain || !index.isValid())
        return;
    const std::optional<viewmodels::Explanation> explanation = m_explain(index);
    if (!explanation)
        return;
    std::function<void()> openRows;
    if (m_open && explanation->rows)
        openRows = [tools = QPointer<TableTools>(this), at = QPersistentModelIndex(index)] {
            if (tools && at.isValid())
                tools->m_open(at);
        };
    const auto openStep = [tools = QPointer<TableTools>(this)](const viewmodels::RowsScope &scope) {
        if (tools)
            tools->m_host.open({ QStringLiteral("rows"), scope.toVariant() });
    };
    auto *popover = new ExplainPopover(*explanation, std::move(openRows), m_view, openStep);
    QRect cell = m_view->visualRect(index);
    if (!cell.isValid()) // a row outside the rows proper, such as a total kept in sight
        cell = QRect(header()->sectionViewportPosition(index.column()), 0, header()->sectionSize(index.column()), 1);
    popover->openAt(QRect(m_view->viewport()->mapToGlobal(cell.topLeft()), cell.size()), m_view);
}

void TableTools::openCurrent()
{
    if (m_open && m_view->currentIndex().isValid())
        m_open(m_view->currentIndex());
}

bool TableTools::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::Show)
        fit();
    if (watched == m_viewport) {
        if (event->type() == QEvent::Resize
            && static_cast<QResizeEvent *>(event)->size().width() != static_cast<QResizeEvent *>(event)->oldSize().width())
            fit();
        return false;
    }
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (watched == m_view && isEnter && key->modifiers() == Qt::NoModifier && m_open) {
            openCurrent();
            return true;
        }
        auto *page = qobject_cast<Page *>(parent());
        if (watched == m_view && page && key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
            page->setPanelVisible(!page->isPanelVisible());
            return true;
        }
        if (m_filter && watched == m_filter && (isEnter || key->key() == Qt::Key_Escape || key->key() == Qt::Key_Down)) {
            if (key->key() == Qt::Key_Escape)
                m_filter->clear();
            m_view->setFocus(Qt::ShortcutFocusReason);
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace dealerlens::desk
