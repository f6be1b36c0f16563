// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class MainWindow;

// Makes the command palette find leads, deals, contacts and companies of the whole network by name, company, title or
// phone in any format. Answers come from the store's index on a pool thread. Both must live until the program ends.
void addItemSearch(MainWindow &window, viewmodels::Session &session);

} // namespace dealerlens::desk
