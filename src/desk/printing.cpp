// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/printing.h"

#include "desk/controls.h"
#include "desk/funnels/boardview.h"
#include "desk/page.h"
#include "desk/pagehead.h"
#include "desk/plotwidget.h"
#include "desk/stages/funnelbars.h"
#include "desk/tabletools.h"
#include "desk/theme.h"
#include "desk/treemapwidget.h"

#include <QHeaderView>
#include <QPainter>
#include <QPrintPreviewDialog>
#include <QPrinter>
#include <QTableView>
#include <QTreeView>

#include <memory>

namespace dealerlens::desk {

using exporting::Printout;
using exporting::PrintTable;

namespace {

constexpr qreal kMarginMm = 12;

bool isDrawing(const QWidget *widget)
{
    return qobject_cast<const PlotWidget *>(widget) || qobject_cast<const TreemapWidget *>(widget)
        || qobject_cast<const FunnelBars *>(widget) || qobject_cast<const BoardView *>(widget);
}

QString oneLine(QString text)
{
    text.replace(QLatin1Char('\n'), QLatin1Char(' '));
    return text;
}

bool isNumber(const QModelIndex &first)
{
    const QVariant alignment = first.data(Qt::TextAlignmentRole);
    if (alignment.isValid())
        return (alignment.toInt() & Qt::AlignRight) != 0;
    const int type = first.data(Qt::EditRole).typeId();
    return type == QMetaType::Int || type == QMetaType::LongLong || type == QMetaType::Double;
}

// Reads rows of a model below one another; a tree's rows only where they are open.
class TableReader {
public:
    TableReader(const QAbstractItemModel &model, std::vector<int> columns, const QTreeView *tree)
        : m_model(model)
        , m_columns(std::move(columns))
        , m_tree(tree)
    {
        const QModelIndex first = m_model.index(0, 0, tree ? tree->rootIndex() : QModelIndex());
        for (const int column : m_columns)
            m_table.columns.push_back(
                { oneLine(m_model.headerData(column, Qt::Horizontal).toString()), isNumber(first.siblingAtColumn(column)) });
    }

    [[nodiscard]] PrintTable read(const QModelIndex &root)
    {
        if (root.isValid()) // the sum of all rows, kept in sight above them
            add(root, 0, true);
        addBelow(root, 0);
        return std::move(m_table);
    }

private:
    void add(const QModelIndex &row, int level, bool isStrong)
    {
        PrintTable::Row printed { {}, level, isStrong };
        for (const int column : m_columns)
            printed.cells.append(oneLine(row.siblingAtColumn(column).data().toString()));
        m_table.rows.push_back(std::move(printed));
    }

    void addBelow(const QModelIndex &parent, int level)
    {
        for (int row = 0; row < m_model.rowCount(parent); ++row) {
            const QModelIndex index = m_model.index(row, 0, parent);
            const bool isOpen = m_tree && m_tree->isExpanded(index);
            add(index, level, isOpen && level == 0);
            if (isOpen || (!m_tree && m_model.hasChildren(index)))
                addBelow(index, level + 1);
        }
    }

    const QAbstractItemModel &m_model;
    std::vector<int> m_columns;
    const QTreeView *m_tree;
    PrintTable m_table;
};

const QHeaderView *headerOf(const QAbstractItemView &view)
{
    if (const auto *tree = qobject_cast<const QTreeView *>(&view))
        return tree->header();
    const auto *table = qobject_cast<const QTableView *>(&view);
    return table ? table->horizontalHeader() : nullptr;
}

} // namespace

PrintTable printTable(const QAbstractItemView &view)
{
    const QHeaderView *header = headerOf(view);
    if (!header)
        return printTable(*view.model());
    std::vector<int> columns;
    for (int visual = 0; visual < header->count(); ++visual) {
        if (const int column = header->logicalIndex(visual); !header->isSectionHidden(column))
            columns.push_back(column);
    }
    return TableReader(*view.model(), std::move(columns), qobject_cast<const QTreeView *>(&view)).read(view.rootIndex());
}

PrintTable printTable(const QAbstractItemModel &model)
{
    std::vector<int> columns;
    for (int column = 0; column < model.columnCount(); ++column)
        columns.push_back(column);
    return TableReader(model, std::move(columns), nullptr).read({});
}

exporting::PrintPicture printPicture(QWidget &widget)
{
    const PaperTheme light;
    exporting::PrintPicture result { QPicture(), QSizeF(widget.size()) };
    QPainter painter(&result.picture);
    widget.render(&painter, {}, {}, QWidget::DrawWindowBackground | QWidget::DrawChildren);
    return result;
}

Printout printoutHead(const Page &page)
{
    Printout printout { page.title(), page.host().contextWords(page.contextParts()), {} };
    const QString coverage = page.head().coverage().isHidden() ? QString() : page.head().coverage().accessibleName();
    if (!coverage.isEmpty())
        printout.about.emplace_back(Page::tr("Data"), coverage);
    return printout;
}

Printout printoutOf(const Page &page)
{
    Printout printout = printoutHead(page);
    for (QWidget *widget : page.findChildren<QWidget *>()) {
        if (isDrawing(widget) && widget->isVisibleTo(&page) && !widget->size().isEmpty())
            printout.parts.push_back({ widget->accessibleName(), printPicture(*widget) });
    }
    bool hasTable = false;
    for (const TableTools *tools : page.findChildren<TableTools *>()) {
        if (!tools->view().isVisibleTo(&page))
            continue;
        hasTable = true;
        printout.parts.push_back({ tools->title() == printout.title ? QString() : tools->title(), printTable(tools->view()) });
    }
    if (const QAbstractItemModel *model = hasTable ? nullptr : page.exportTable())
        printout.parts.push_back({ {}, printTable(*model) });
    if (printout.parts.empty())
        printout.parts.push_back({ {}, printPicture(page.body()) });
    return printout;
}

void previewPrint(const Page &page, QWidget *window)
{
    const auto printout = std::make_shared<const Printout>(page.printout());
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setPageLayout(QPageLayout(
        QPageSize(QPageSize::A4), QPageLayout::Landscape, QMarginsF(kMarginMm, kMarginMm, kMarginMm, kMarginMm), QPageLayout::Millimeter));
    printer->setDocName(printout->title);
    auto *dialog = new QPrintPreviewDialog(printer.get(), window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(printout->title);
    dialog->resize(theme().px(1060), theme().px(760));
    QObject::connect(dialog, &QPrintPreviewDialog::paintRequested, dialog, [printout](QPrinter *sheet) {
        QPainter painter(sheet);
        exporting::paint(*printout, *sheet, painter);
    });
    QObject::connect(dialog, &QObject::destroyed, [printer] { }); // the dialog refers to it until its end
    dialog->open();
}

} // namespace dealerlens::desk
