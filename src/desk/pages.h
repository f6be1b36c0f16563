// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class MainWindow;

// Registers every page of the window, in the order of the rail. The session must outlive the window. `firstRun`: a
// folder without portals opens the dialog of the first run by itself. GUI thread.
void addPages(MainWindow &window, viewmodels::Session &session, bool firstRun = true);
// The dialog of the first run on its step of portals, with rows in several states; for --screenshots.
[[nodiscard]] QWidget *showFirstRun(MainWindow &window, viewmodels::Session &session);

} // namespace dealerlens::desk
