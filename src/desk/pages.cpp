// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/pages.h"

#include "desk/actions.h"
#include "desk/funnels/funnelspage.h"
#include "desk/item/itempage.h"
#include "desk/itemsearch.h"
#include "desk/mainwindow.h"
#include "desk/network/networkpage.h"
#include "desk/outbox/outboxpage.h"
#include "desk/outbox/wishactions.h"
#include "desk/portals/portalsdialog.h"
#include "desk/portals/portalsstep.h"
#include "desk/report/reportpage.h"
#include "desk/rows/rowspage.h"
#include "desk/settings/settingssections.h"
#include "desk/stages/stagespage.h"
#include "viewmodels/outboxfeed.h"
#include "viewmodels/session.h"
#include "viewmodels/standarddraft.h"

#include <QPointer>

namespace dealerlens::desk {

namespace {

PortalsDialog *makeDialog(MainWindow &window, viewmodels::Session &session, bool firstRun)
{
    auto *feed = window.findChild<viewmodels::NetworkFeed *>();
    auto *draft = window.findChild<viewmodels::StandardDraft *>();
    return new PortalsDialog({ session, *feed, *draft, window.dialogs() }, firstRun, &window);
}

// The dialog opens by itself once, when the data folder has no portal yet.
void addPortalsDialog(MainWindow &window, viewmodels::Session &session, viewmodels::NetworkFeed *feed, bool firstRun)
{
    auto open = std::make_shared<QPointer<PortalsDialog>>();
    const auto show = [&window, &session, open](bool isFirst) {
        if (!*open)
            *open = makeDialog(window, session, isFirst);
        (*open)->open();
    };
    window.actions().add({ QStringLiteral("portals.add"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Add portals…"),
                             QStringLiteral("plus"), {}, {}, QStringLiteral("data"), {} },
        &window, [show] { show(false); });
    if (session.options().demo || !firstRun)
        return;
    auto first = std::make_shared<QMetaObject::Connection>();
    *first = QObject::connect(feed, &viewmodels::NetworkFeed::updated, &window, [feed, first, show] {
        if (!feed->isReady())
            return;
        QObject::disconnect(*first);
        if (feed->dealers().empty())
            show(true);
    });
}

// In the rail with the count of what waits for a person.
void addOutbox(MainWindow &window, viewmodels::Session &session)
{
    window.addPage({ QStringLiteral("outbox"), QStringLiteral("outbox"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Outbox"), true,
        true, [&session](PageHost &host, QWidget *parent) { return new OutboxPage(host, session, parent); } });
    addOutboxActions(window, { session, &window });
    const auto count = [&window, &session] { window.setBadge(QStringLiteral("outbox"), session.outbox().waiting()); };
    QObject::connect(&session.outbox(), &viewmodels::OutboxFeed::updated, &window, count);
    count();
}

} // namespace

QWidget *showFirstRun(MainWindow &window, viewmodels::Session &session)
{
    PortalsDialog *dialog = makeDialog(window, session, true);
    dialog->portals().drafts().addCsv("title,region,city,timezone,address\n"
                                      "Dealer Zarechye,Volga,Kazan,Europe/Moscow,https://portal.zarechye.example/rest/17/k3y/\n"
                                      "Dealer Kolos,Volga,Ufa,Asia/Yekaterinburg,https://crm.kolos.example/rest/1/k3y/\n"
                                      "Dealer Kolos,Volga,Ufa,Asia/Yekaterinburg,https://crm.kolos.example/rest/1/k3y/\n"
                                      "Dealer Astra,South,,Europe/Nowhere,https://b24.astra.example/rest/4/k3y/\n"
                                      "Dealer Leto,South,,,http://crm.leto.example/rest/4/k3y/\n");
    dialog->showStep(1);
    dialog->show();
    return dialog;
}

void addPages(MainWindow &window, viewmodels::Session &session, bool firstRun)
{
    auto *draft = new viewmodels::StandardDraft(session, &window);
    auto *feed = new viewmodels::NetworkFeed(session, &window);
    window.addPage({ QStringLiteral("network"), QStringLiteral("network"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Network"), true,
        false, [&session, feed](PageHost &host, QWidget *parent) { return new NetworkPage(host, session, *feed, parent); } });
    addPortalsDialog(window, session, feed, firstRun);
    window.setFreshnessPage({ QStringLiteral("network"), {} });
    window.addPage({ QStringLiteral("funnels"), QStringLiteral("funnels"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Funnels"), true,
        false, [&session](PageHost &host, QWidget *parent) { return new FunnelsPage(host, session, parent); } });
    window.addPage({ QStringLiteral("report"), QStringLiteral("report-tree"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Report"),
        true, false, [&session](PageHost &host, QWidget *parent) { return new ReportPage(host, session, parent); } });
    window.addPage({ QStringLiteral("stages"), QStringLiteral("stage-times"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Stages"),
        true, false, [&session](PageHost &host, QWidget *parent) { return new StagesPage(host, session, parent); } });
    window.addPage(
        { QStringLiteral("rows"), QStringLiteral("table"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Rows behind a number"), false,
            false, [&session](PageHost &host, QWidget *parent) { return new RowsPage(host, session, parent); } });
    addItemSearch(window, session);
    window.addPage({ QStringLiteral("item"), QStringLiteral("deal"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Card"), false, false,
        [&session](PageHost &host, QWidget *parent) { return new ItemPage(host, session, parent); } });
    addOutbox(window, session);
    window.addPage({ QStringLiteral("settings"), QStringLiteral("settings"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Settings"),
        true, true, [&session, draft](PageHost &host, QWidget *parent) { return buildSettingsPage(host, session, *draft, parent); } });
}

} // namespace dealerlens::desk
