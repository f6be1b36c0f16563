// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/sessionwiring.h"

#include "desk/actions.h"
#include "desk/mainwindow.h"
#include "viewmodels/session.h"
#include "viewmodels/sessionchoices.h"

#include <QAction>
#include <QTimer>

namespace dealerlens::desk {

namespace {

constexpr int kBatchMs = 250; // hundreds of portals report; the bar is redrawn four times a second at most

// Finds dealers by name, city or code.
class DealerProvider final : public PaletteProvider {
public:
    DealerProvider(MainWindow &window, const viewmodels::ContextChoices &choices)
        : m_window(window)
        , m_choices(choices)
    {
    }

    QString prefixes() const override { return QStringLiteral(" "); }

    void find(const QString &text, std::function<void(std::vector<PaletteEntry>)> answer) override
    {
        if (text.isEmpty())
            return;
        std::vector<PaletteEntry> found;
        MainWindow *window = &m_window;
        for (const viewmodels::DealerChoice &dealer : m_choices.dealers()) {
            if (!dealer.title.contains(text, Qt::CaseInsensitive) && !dealer.city.contains(text, Qt::CaseInsensitive)
                && dealer.code.compare(text, Qt::CaseInsensitive) != 0)
                continue;
            const qint64 portal = dealer.portal;
            found.push_back({ QStringLiteral("company"), dealer.title, dealer.city, dealer.code, [window, portal](bool) {
                                 viewmodels::Context context = window->context();
                                 context.portals = { portal };
                                 window->setContext(context);
                             } });
        }
        answer(std::move(found));
    }

private:
    MainWindow &m_window;
    const viewmodels::ContextChoices &m_choices;
};

NetworkStatus networkStatus(const viewmodels::Session &session)
{
    NetworkStatus status;
    if (const facts::SnapshotPtr facts = session.facts()) {
        const base::UtcSeconds freshFrom = session.clock().now() - facts->standard.freshnessLimit;
        for (const facts::PortalFact &fact : facts->portals) {
            if (fact.portal.kind != model::PortalKind::Dealer || fact.portal.isRetired())
                continue;
            ++status.total;
            status.fresh += !fact.neverComplete && fact.watermark >= freshFrom ? 1 : 0;
            if (fact.watermark != base::kNever && (status.oldest == base::kNever || fact.watermark < status.oldest)) {
                status.oldest = fact.watermark;
                status.oldestDealer = fact.portal.city.isEmpty() ? fact.portal.title : fact.portal.city;
            }
            if (fact.watermark != base::kNever)
                status.dataAt = std::max(status.dataAt, fact.watermark);
        }
    }
    int failing = 0;
    int running = 0;
    const std::vector<sync::PortalStatus> portals = session.engine().statuses();
    for (const sync::PortalStatus &portal : portals) {
        running += portal.running ? 1 : 0;
        failing += portal.problem && portal.problem->kind == base::ErrorKind::Network ? 1 : 0;
    }
    status.syncTotal = running > 0 ? static_cast<int>(portals.size()) : 0;
    status.syncDone = status.syncTotal - running;
    // All portals unreachable at once: it is our own line.
    status.offline = portals.size() > 1 && failing == static_cast<int>(portals.size());
    return status;
}

void addSyncActions(MainWindow &window, viewmodels::Session &session)
{
    window.actions().add({ QStringLiteral("sync.all"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Update all dealers now"),
                             QStringLiteral("sync"), QKeySequence(Qt::Key_F5), {}, QStringLiteral("data"), {} },
        &window, [&session] {
            if (!session.options().readOnly)
                session.engine().syncNow();
        });
}

// What opening the folder found, and a disk that takes no more: every page is concerned.
void addNotices(MainWindow &window, viewmodels::Session &session)
{
    const store::OpenReport &report = session.store().openReport();
    if (report.mirrorRebuilt)
        window.setNotice(MainWindow::tr("The mirror was damaged and is read again from the portals"),
            MainWindow::tr("The damaged file is kept: %1. Journal, stages and settings of head office are untouched.")
                .arg(report.setAside));
    if (session.options().readOnly)
        window.setNotice(MainWindow::tr("Opened for reading: nothing is updated and nothing can be changed"),
            report.ledgerBackup.isEmpty()
                ? QString()
                : MainWindow::tr("The ledger is damaged; its copy is shown: %1. Close the program and open it again to restore.")
                      .arg(report.ledgerBackup));
    const auto full = std::make_shared<bool>(false);
    QObject::connect(&session, &viewmodels::Session::storageFailed, &window, [&window, full] {
        *full = true;
        window.setNotice(MainWindow::tr("The database cannot be written"),
            MainWindow::tr("Updating of dealers pauses; nothing is lost. Free some room on the disk: it goes on by itself."));
    });
    QObject::connect(&session.store(), &store::Store::damaged, &window, [&window, full] {
        *full = false;
        window.setNotice(MainWindow::tr("A file of the database is damaged"),
            MainWindow::tr(
                "Close the program and open it again: the mirror is read again from the portals, or the ledger restored from its copy."));
    });
    QObject::connect(&session.store(), &store::Store::changed, &window, [&window, full] {
        if (std::exchange(*full, false))
            window.setNotice({}, {});
    });
}

} // namespace

void connectSession(MainWindow &window, viewmodels::Session &session)
{
    auto *choices = new viewmodels::SessionChoices(session, &window);
    window.setChoices(choices);
    window.addPaletteProvider(std::make_unique<DealerProvider>(window, *choices));
    if (session.options().demo)
        window.setTitleNote(QT_TRANSLATE_NOOP("dealerlens::desk::Menus", "Demo"));
    addSyncActions(window, session);
    addNotices(window, session);
    auto *timer = new QTimer(&window);
    timer->setSingleShot(true);
    timer->setInterval(kBatchMs);
    const auto later = [timer] {
        if (!timer->isActive())
            timer->start();
    };
    QObject::connect(timer, &QTimer::timeout, &window, [&window, &session] { window.setNetworkStatus(networkStatus(session)); });
    QObject::connect(&session, &viewmodels::Session::factsChanged, &window, later);
    QObject::connect(&session, &viewmodels::Session::portalStatusChanged, &window, later);
    later();
}

} // namespace dealerlens::desk
