// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/tablemenu.h"

#include "desk/exportfiles.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/printing.h"
#include "desk/tabletools.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>

namespace dealerlens::desk {

namespace {

template <typename Run> QAction *add(QAbstractItemView &view, const QString &key, Run run)
{
    auto *action = new QAction(&view);
    action->setShortcut(QKeySequence(key));
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, &view, run);
    view.addAction(action);
    return action;
}

} // namespace

void addTableMenu(QAbstractItemView &view, Dialogs &dialogs)
{
    QAbstractItemView *table = &view;
    const auto copy = [table](bool withHeader) { QGuiApplication::clipboard()->setText(tsvOf(*table, withHeader)); };
    QAction *rows = add(view, QStringLiteral("Ctrl+C"), [copy] { copy(false); });
    QAction *headed = add(view, QStringLiteral("Ctrl+Alt+C"), [copy] { copy(true); });
    QAction *file = add(view, QStringLiteral("Ctrl+E"), [table, &dialogs] {
        const QString name = table->accessibleName();
        exportFile(dialogs, table->window(), table,
            { name, [table, name] { return tableOf(*table->model(), name); },
                [table, name] { return exporting::Printout { name, {}, { { {}, printTable(*table) } } }; } });
    });
    view.setContextMenuPolicy(Qt::ActionsContextMenu);
    onLanguage(table, [rows, headed, file] {
        const auto words = [](const char *source) { return QCoreApplication::translate("dealerlens::desk::Actions", source); };
        rows->setText(words("Copy rows"));
        headed->setText(words("Copy rows with headers"));
        file->setText(TableTools::tr("Export table"));
    });
}

} // namespace dealerlens::desk
