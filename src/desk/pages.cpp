// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/pages.h"

#include "desk/mainwindow.h"
#include "desk/network/networkpage.h"
#include "desk/settings/settingssections.h"
#include "viewmodels/session.h"
#include "viewmodels/standarddraft.h"

namespace dealerlens::desk {

void addPages(MainWindow &window, viewmodels::Session &session)
{
    auto *draft = new viewmodels::StandardDraft(session, &window);
    auto *feed = new viewmodels::NetworkFeed(session, &window);
    window.addPage({ QStringLiteral("network"), QStringLiteral("network"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Network"), true, false,
        [&session, feed](PageHost &host, QWidget *parent) { return new NetworkPage(host, session, *feed, parent); } });
    window.setFreshnessPage({ QStringLiteral("network"), {} });
    window.addPage({ QStringLiteral("settings"), QStringLiteral("settings"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Settings"), true, true,
        [&session, draft](PageHost &host, QWidget *parent) { return buildSettingsPage(host, session, *draft, parent); } });
}

} // namespace dealerlens::desk
