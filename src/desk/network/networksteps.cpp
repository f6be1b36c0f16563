// SPDX-License-Identifier: GPL-3.0-or-later
// What the Network screen does for a dealer: refresh, letter for a key, key, retire, confirm a removal.
#include "desk/network/networkpage.h"

#include "desk/dialogs.h"
#include "desk/network/keydialog.h"
#include "desk/portals/portalsdialog.h"
#include "desk/portals/signindialog.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"

#include <QUrl>
#include <QUrlQuery>

namespace dealerlens::desk {

using viewmodels::DealerHealth;

void NetworkPage::take(NetworkPanel::Step step)
{
    const DealerHealth *dealer = current();
    if (!dealer)
        return;
    switch (step) {
    case NetworkPanel::Step::Sync:
        m_session.engine().syncNow({ dealer->portal.id });
        break;
    case NetworkPanel::Step::RequestKey:
        requestKey(dealer->portal);
        break;
    case NetworkPanel::Step::ReplaceKey:
        if (dealer->portal.signIn == model::SignIn::OAuth)
            (new SignInDialog(m_session, host().dialogs(), dealer->portal, window()))->open();
        else
            (new KeyDialog(m_session, host().dialogs(), dealer->portal, window()))->open();
        break;
    case NetworkPanel::Step::OpenPortal:
        openPortal(dealer->portal);
        break;
    case NetworkPanel::Step::Retire:
        retire(dealer->portal, true);
        break;
    case NetworkPanel::Step::Restore:
        retire(dealer->portal, false);
        break;
    case NetworkPanel::Step::ConfirmRemoval:
        confirmRemoval(*dealer);
        break;
    case NetworkPanel::Step::Mapping:
        host().open({ QStringLiteral("settings"), { { QStringLiteral("section"), QStringLiteral("stages") } } });
        break;
    case NetworkPanel::Step::Edit:
        (new PortalEditDialog(m_session, host().dialogs(), dealer->portal.id, window()))->open();
        break;
    }
}

void NetworkPage::requestKey(const model::Portal &portal)
{
    QUrl letter(QStringLiteral("mailto:"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("subject"), tr("Access for head office: %1").arg(QUrl(portal.endpoint).host()));
    query.addQueryItem(QStringLiteral("body"),
        tr("Good day.\n\nThe key by which head office reads your portal %1 does not work any more. Create an incoming webhook with the "
           "rights CRM, users, departments, tasks and telephony and send its link by a safe channel, not in the reply to this letter.")
            .arg(QUrl(portal.endpoint).host()));
    letter.setQuery(query);
    if (!host().dialogs().openUrl(letter))
        host().dialogs().ask(this, Dialogs::Kind::Information, tr("No mail program answers on this computer."),
            tr("Write to the dealer yourself: an incoming webhook with the rights CRM, users, departments, tasks and telephony is needed."),
            { tr("Close") }, {});
}

void NetworkPage::openPortal(const model::Portal &portal)
{
    QUrl url(portal.endpoint);
    url.setPath(QStringLiteral("/"));
    host().dialogs().openUrl(url);
}

void NetworkPage::showProblem(const base::Error &error)
{
    const viewmodels::ProblemText problem = viewmodels::ProblemText::of(error);
    host().dialogs().ask(this, Dialogs::Kind::Warning, problem.title, problem.advice, { tr("Close") }, {});
}

void NetworkPage::retire(const model::Portal &portal, bool retired)
{
    const auto save = [this, id = portal.id, retired] {
        base::whenDone(m_session.store().setRetired(id, retired), this, [this, id](const base::Result<> &done) {
            if (!done)
                showProblem(done.error());
            else
                m_session.engine().syncNow({ id }); // of a retired one: the engine lets go of it
        });
    };
    if (!retired) {
        save();
        return;
    }
    host().dialogs().ask(this, Dialogs::Kind::Question, tr("Retire %1?").arg(portal.title),
        tr("The portal is not asked any more. Its history stays in reports, and it can be restored."), { tr("Retire"), tr("Cancel") },
        [save](int answer) {
            if (answer == 0)
                save();
        });
}

void NetworkPage::confirmRemoval(const DealerHealth &dealer)
{
    host().dialogs().ask(this, Dialogs::Kind::Warning,
        tr("Were %Ln records really deleted at the dealer?", nullptr, static_cast<int>(dealer.status.wouldRemove)),
        tr("They are marked as deleted and leave the figures. Their history stays readable."),
        { tr("Yes, remove them here"), tr("Cancel") }, [this, id = dealer.portal.id](int answer) {
            if (answer == 0) {
                m_session.engine().confirmRemoval(id);
                m_session.engine().syncNow({ id });
            }
        });
}

} // namespace dealerlens::desk
