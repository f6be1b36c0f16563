// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QAbstractItemView;

namespace dealerlens::desk {

class Dialogs;

// What a table in a dialog can do, where no page has actions for it: copy rows without and with headers (Ctrl+C,
// Ctrl+Alt+C) and export (Ctrl+E), by key and in its context menu. The table's accessible name names the file.
// `dialogs` must outlive the view. GUI thread.
void addTableMenu(QAbstractItemView &view, Dialogs &dialogs);

} // namespace dealerlens::desk
