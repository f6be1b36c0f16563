// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class MainWindow;

// Joins the window to an open data folder: choices of the context bar, status bar, dealers in the command palette,
// export of tables, sync actions. Both must live until the program ends; the session outlives the window.
void connectSession(MainWindow &window, viewmodels::Session &session);

} // namespace dealerlens::desk
