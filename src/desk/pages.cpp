// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/pages.h"

#include "desk/mainwindow.h"
#include "desk/settingspage.h"
#include "viewmodels/session.h"

namespace dealerlens::desk {

void addPages(MainWindow &window, [[maybe_unused]] viewmodels::Session &session)
{
    window.addPage({ QStringLiteral("settings"), QStringLiteral("settings"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Settings"), true, true,
        [](PageHost &host, QWidget *parent) { return new SettingsPage(host, {}, parent); } });
}

} // namespace dealerlens::desk
