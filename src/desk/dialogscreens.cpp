// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/dialogscreens.h"

#include "desk/contextbar.h"
#include "desk/controls.h"
#include "desk/dialogs.h"
#include "desk/item/forgetdialog.h"
#include "desk/ledgerrescue.h"
#include "desk/mainwindow.h"
#include "desk/network/keydialog.h"
#include "desk/outbox/toast.h"
#include "desk/outbox/wishdialog.h"
#include "desk/pages.h"
#include "desk/portals/portalsdialog.h"
#include "desk/portals/signindialog.h"
#include "desk/screenshots.h"
#include "viewmodels/session.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>

namespace dealerlens::desk {

namespace {

using viewmodels::Wish;

QWidget *opened(QDialog *dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
    return dialog;
}

// Open deals of one portal, the newest first; at most `most`.
std::vector<model::RecordKey> openDeals(const facts::Snapshot &facts, std::size_t most)
{
    std::vector<model::RecordKey> deals;
    facts::Index portal = facts::kNone;
    for (std::size_t row = facts.items.size(); row-- > 0 && deals.size() < most;) {
        const bool fits = facts.items.kind[row] == model::EntityKind::Deal && facts.items.closed[row] == base::kNever
            && facts.items.deleted[row] == base::kNever && (deals.empty() || facts.items.portal[row] == portal);
        if (!fits)
            continue;
        portal = facts.items.portal[row];
        deals.push_back({ facts.portals[std::size_t(portal)].portal.id, model::EntityKind::Deal, facts.items.id[row] });
    }
    return deals;
}

// The stage of the deal's own funnel that ends it well.
QString wonStage(const facts::Snapshot &facts, const model::RecordKey &deal)
{
    const auto row = facts.rowOf(deal);
    const facts::Index funnel = row ? facts.funnelOf(*row) : facts::kNone;
    for (const facts::StageFact &stage : facts.stages)
        if (stage.semantic == 'S' && stage.funnel == funnel)
            return stage.code;
    return {};
}

std::optional<model::Portal> firstDealer(const viewmodels::Session &session)
{
    const facts::SnapshotPtr facts = session.facts();
    for (std::size_t i = 0; facts && i < facts->portals.size(); ++i)
        if (facts->portals[i].portal.kind == model::PortalKind::Dealer)
            return facts->portals[i].portal;
    return std::nullopt;
}

void addWishScreens(Screenshots &shots, MainWindow &window, viewmodels::Session &session)
{
    const auto add = [&](const char *name, Wish wish, std::size_t items, bool isWon) {
        shots.addScreen(QString::fromLatin1(name), [&window, &session, wish, items, isWon]() -> QWidget * {
            const facts::SnapshotPtr facts = session.facts();
            const std::vector<model::RecordKey> deals = facts ? openDeals(*facts, items) : std::vector<model::RecordKey>();
            if (deals.size() < items)
                return nullptr;
            const QString stage = isWon ? wonStage(*facts, deals.front()) : QString();
            return opened(new WishDialog(session, wish, deals, stage, &window));
        });
    };
    add("dialog-ask", Wish::Ask, 1, false);
    add("dialog-ask-many", Wish::Ask, 4, false);
    add("dialog-task", Wish::Task, 1, false);
    add("dialog-move", Wish::Move, 1, false);
    add("dialog-move-won", Wish::Move, 1, true);
    add("dialog-assign", Wish::Assign, 1, false);
    add("dialog-fix", Wish::Fix, 1, false);
    add("dialog-create", Wish::Create, 0, false);
}

// A picture opens no browser.
class NoBrowser final : public Dialogs {
public:
    bool openUrl(const QUrl &) override { return true; }
};

// The sign-in after its button was pressed: without the client ID it tells what is missing, with one it waits.
QDialog *signInBegun(viewmodels::Session &session, const QString &clientId, QWidget *window)
{
    static NoBrowser dialogs;
    auto *dialog = new SignInDialog(session, dialogs, {}, window);
    const auto fields = dialog->findChildren<QLineEdit *>();
    fields[0]->setText(QStringLiteral("company.bitrix24.ru"));
    fields[1]->setText(clientId);
    for (QPushButton *button : dialog->findChildren<QPushButton *>())
        if (button->isDefault())
            button->click();
    return dialog;
}

void addPortalScreens(Screenshots &shots, MainWindow &window, viewmodels::Session &session)
{
    const auto add = [&](const char *name, const std::function<QDialog *(const model::Portal &)> &make) {
        shots.addScreen(QString::fromLatin1(name), [&session, make]() -> QWidget * {
            const auto dealer = firstDealer(session);
            return dealer ? opened(make(*dealer)) : nullptr;
        });
    };
    add("dialog-sign-in", [&](const model::Portal &) { return new SignInDialog(session, window.dialogs(), {}, &window); });
    add("dialog-sign-in-again", [&](const model::Portal &dealer) { return new SignInDialog(session, window.dialogs(), dealer, &window); });
    add("dialog-sign-in-refused", [&](const model::Portal &) { return signInBegun(session, {}, &window); });
    add("dialog-sign-in-waiting", [&](const model::Portal &) { return signInBegun(session, QStringLiteral("local.5f0"), &window); });
    add("dialog-key", [&](const model::Portal &dealer) { return new KeyDialog(session, window.dialogs(), dealer, &window); });
    add("dialog-dealer", [&](const model::Portal &dealer) { return new PortalEditDialog(session, window.dialogs(), dealer.id, &window); });
    add("dialog-forget", [&](const model::Portal &dealer) {
        return new ForgetDialog(session, { model::RecordKey { dealer.id, model::EntityKind::Contact, 1 }, {} }, dealer.title, &window);
    });
    add("dialog-rescue", [&](const model::Portal &) { return new LedgerRescue(session.options().folder, session.clock(), &window); });
}

// What falls open under the chips of the context bar.
void addPopoverScreens(Screenshots &shots, MainWindow &window)
{
    constexpr int kChips = 4;
    for (int i = 0; i < kChips; ++i) {
        shots.addScreen(QStringLiteral("popover-%1").arg(i + 1), [&window, i]() -> QWidget * {
            window.open({ QStringLiteral("report"), {} });
            QList<Chip *> chips = window.findChild<ContextBar *>()->findChildren<Chip *>();
            chips.removeIf([](const Chip *chip) { return !chip->isVisible(); });
            if (i < chips.size())
                chips[i]->click();
            return QApplication::activePopupWidget();
        });
    }
}

} // namespace

void addDialogScreens(Screenshots &shots, MainWindow &window, viewmodels::Session &session)
{
    shots.addScreen(QStringLiteral("first-run"), [&window, &session] { return showFirstRun(window, session); });
    addWishScreens(shots, window, session);
    addPortalScreens(shots, window, session);
    addPopoverScreens(shots, window);
    shots.addScreen(QStringLiteral("toast"), [&window]() -> QWidget * {
        Toast::show(&window, WishDialog::tr("%Ln in the outbox", nullptr, 3), WishDialog::tr("Undo"));
        return &window;
    });
}

} // namespace dealerlens::desk
