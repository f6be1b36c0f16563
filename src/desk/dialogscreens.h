// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class MainWindow;
class Screenshots;

// Every dialog that a person can meet, with what they would meet it for, among the screens. Nothing is sent or saved.
void addDialogScreens(Screenshots &shots, MainWindow &window, viewmodels::Session &session);

} // namespace dealerlens::desk
