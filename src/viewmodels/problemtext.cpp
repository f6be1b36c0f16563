// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/problemtext.h"

namespace dealerlens::viewmodels {

using base::ErrorKind;

namespace {

// "key refused, 401": a code helps whoever asks the portal's administrator.
QString withStatus(const QString &words, const base::Error &error)
{
    if (error.http > 0)
        return words + QStringLiteral(", ") + QString::number(error.http);
    return words;
}

} // namespace

ProblemText ProblemText::of(const base::Error &error)
{
    switch (error.kind) {
    case ErrorKind::Network:
    case ErrorKind::Timeout:
    case ErrorKind::Tls:
        return ofConnection(error);
    case ErrorKind::Auth:
    case ErrorKind::Denied:
    case ErrorKind::Limit:
    case ErrorKind::Rejected:
        return ofRefusal(error);
    case ErrorKind::Protocol:
    case ErrorKind::NotFound:
        return ofAnswer(error);
    case ErrorKind::Storage:
    case ErrorKind::Full:
    case ErrorKind::Corrupt:
    case ErrorKind::Newer:
        return ofStorage(error);
    case ErrorKind::Input:
        return ofInput(error);
    case ErrorKind::Cancelled:
        return { tr("The work was stopped"), tr("What was saved stays; the next round goes on from there."), tr("stopped"), Remedy::Retry };
    case ErrorKind::Bug:
        break;
    }
    return { tr("The program made an error"), tr("The data are safe. Report it with the log file; other portals go on."),
        tr("internal error"), Remedy::Retry };
}

ProblemText ProblemText::ofConnection(const base::Error &error)
{
    if (error.kind == ErrorKind::Tls) {
        return { tr("The portal's certificate is not valid"),
            tr("Nothing was sent to it. Check the address; if it is right, the portal's administrator must renew the certificate."),
            tr("certificate not valid"), Remedy::CheckAddress };
    }
    if (error.code == "KEYRING_SLOW")
        return ofKeys(error.code.toLower());
    if (error.kind == ErrorKind::Timeout) {
        return { tr("The portal did not answer in time"), tr("Nothing is lost: the next round goes on from where this one stopped."),
            withStatus(tr("no answer in time"), error), Remedy::Retry };
    }
    if (error.code == "HOST_NOT_FOUND") {
        return { tr("The portal's host name is not known"),
            tr("Check the address for a slip of the pen, and whether this computer has a connection."), tr("host not found"),
            Remedy::CheckAddress };
    }
    if (error.http >= 500) {
        return { tr("The portal has an internal fault"), tr("It lies on the portal's side and usually passes. The next round tries again."),
            withStatus(tr("fault of the portal"), error), Remedy::Retry };
    }
    return { tr("The portal cannot be reached"),
        tr("Check the address and the connection. The next round tries again and goes on from where this one stopped."),
        tr("cannot be reached"), Remedy::Retry };
}

// The key of a portal cannot be had from where keys are kept.
ProblemText ProblemText::ofKeys(const QByteArray &code)
{
    if (code == "keyring_locked")
        return { tr("The system's key ring is locked"), tr("Unlock it and start a round; the key is still in it."), tr("keys are locked"),
            Remedy::Retry };
    if (code == "keyring")
        return { tr("The system's key ring refused the key"), tr("Allow Dealerlens to use it when the system asks, then start a round."),
            tr("key ring refuses"), Remedy::Retry };
    if (code == "keyring_slow")
        return { tr("The system's key ring does not answer"), tr("Perhaps its window waits behind another one for a password."),
            tr("key ring is silent"), Remedy::Retry };
    if (code == "no_keyring")
        return { tr("There is no key ring on this computer"),
            tr("Start the program with --credentials FILE to keep keys in a file of your own."), tr("no key ring"), Remedy::Retry };
    if (code == "mode")
        return { tr("The file with the keys may be read by others"), tr("Let only yourself read it (mode 0600), then start a round."),
            tr("file is open"), Remedy::Retry };
    return { tr("The key of this portal is not on this computer"),
        tr("It was removed from the key ring, or another user gave it. Give it once more."), tr("key missing"), Remedy::NewKey };
}

ProblemText ProblemText::ofSignIn(const base::Error &error)
{
    const QByteArray code = error.code.toLower();
    if (code == "key" || code == "mode" || code.contains("keyring"))
        return ofKeys(code);
    if (code == "member")
        return { tr("The tokens belong to another portal"), tr("Nothing was read with them. Sign in to the right portal again."),
            tr("other portal"), Remedy::NewKey };
    if (code == "expired_token" || code == "invalid_token" || code == "invalid_grant" || code == "bad_verification_code")
        return { tr("The sign-in is no longer good"), tr("Sign in again; what is mirrored stays, and so does what waits in the outbox."),
            withStatus(tr("sign-in needed"), error), Remedy::NewKey };
    if (code == "not_installed" || code == "error_oauth" || code == "application_not_found")
        return { tr("The application is not installed at the portal any more"),
            tr("Ask the portal's administrator to install it, then sign in again."), withStatus(tr("application removed"), error),
            Remedy::NewKey };
    if (code == "invalid_client" || code == "wrong_client")
        return { tr("The client ID or its secret is wrong"), tr("Compare both with the application's card and sign in again."),
            withStatus(tr("application unknown"), error), Remedy::NewKey };
    if (code == "authorization_error")
        return { tr("The employee who signed in works there no more"), tr("Sign in as another employee of the dealer."),
            withStatus(tr("employee gone"), error), Remedy::NewKey };
    return { tr("The portal does not accept the key"),
        tr("It was withdrawn or replaced. Ask the dealer for a new incoming webhook and paste its link."),
        withStatus(tr("key refused"), error), Remedy::NewKey };
}

ProblemText ProblemText::ofRefusal(const base::Error &error)
{
    const QByteArray code = error.code.toLower();
    if (error.kind == ErrorKind::Auth && code == "moved") {
        return { tr("The portal has moved to another address"),
            tr("The key was not sent there. Ask the dealer for the new address, then paste it as a new key."), tr("moved"),
            Remedy::NewKey };
    }
    if (error.kind == ErrorKind::Auth)
        return ofSignIn(error);
    if (error.kind == ErrorKind::Limit) {
        return { tr("The portal asks to slow down"), tr("The mirror waits as long as the portal wants and then goes on by itself."),
            withStatus(tr("limit reached"), error), Remedy::None };
    }
    if (error.kind == ErrorKind::Rejected) {
        if (code == "key")
            return { tr("Another portal already has this name"), tr("Choose another key for it."), tr("name taken"), Remedy::None };
        if (code == "member")
            return { tr("The consent was given at another portal"), tr("Nothing was changed. Sign in at the portal that is meant."),
                tr("other portal"), Remedy::None };
        if (code == "endpoint")
            return { tr("This portal is already in the network"), tr("Each portal is added once. To give it a new link, replace its key."),
                tr("already added"), Remedy::None };
        return { tr("The portal refuses the question"),
            tr("This kind of record is left out; the rest is mirrored. Report it with the log file."), withStatus(tr("refused"), error),
            Remedy::Retry };
    }
    if (code == "insufficient_scope") {
        return { tr("The key lacks a right"),
            tr("Ask the dealer to tick CRM, users, departments, tasks and telephony in the webhook. What it does not open stays unknown in "
               "reports, never zero."),
            tr("right missing"), Remedy::AskRights };
    }
    if (code == "overload_limit")
        return { tr("The portal has switched its interface off for overload"),
            tr("Its administrator can ask the vendor's support to switch it on again."), tr("switched off"), Remedy::AskRights };
    if (code == "payment_required")
        return { tr("The portal's subscription is over"), tr("Ask the dealer to renew it. The next rounds try again by themselves."),
            withStatus(tr("subscription over"), error), Remedy::AskRights };
    if (code == "access_denied" || code == "wrong_license")
        return { tr("The portal's plan does not allow this"), tr("Ask the dealer whether the plan includes the REST interface."),
            withStatus(tr("plan without access"), error), Remedy::AskRights };
    if (code.startsWith("keyring") || code == "mode")
        return ofKeys(code);
    if (error.http == 0) {
        return { tr("Access was denied on this computer"),
            tr("Unlock the system's key ring, or let only yourself read the file with the keys (mode 0600)."), tr("keys are locked"),
            Remedy::Retry };
    }
    return { tr("The portal does not allow this"), tr("The owner of the webhook lacks a right. Ask the portal's administrator."),
        withStatus(tr("no right"), error), Remedy::AskRights };
}

ProblemText ProblemText::ofAnswer(const base::Error &error)
{
    if (error.kind == ErrorKind::Protocol) {
        return { tr("The answer is not what a portal sends"),
            tr("Perhaps it is a sign-in page or a proxy. Open the address in a browser; what is mirrored already stays."),
            withStatus(tr("strange answer"), error), Remedy::CheckAddress };
    }
    if (error.code.toLower() == "portal_deleted")
        return { tr("The portal was deleted"), tr("Its history stays here. Retire the dealer, or paste the link of the new portal."),
            tr("portal deleted"), Remedy::NewKey };
    if (error.http > 0) {
        return { tr("There is no portal at this address"),
            tr("Check the link: it is copied whole from the portal's page of incoming webhooks."), withStatus(tr("not found"), error),
            Remedy::CheckAddress };
    }
    return ofKeys("key");
}

ProblemText ProblemText::ofStorage(const base::Error &error)
{
    if (error.code == "NO_KEYRING")
        return ofKeys(error.code.toLower());
    switch (error.kind) {
    case ErrorKind::Full:
        return { tr("The disk is full"), tr("Nothing that was saved is lost. Free some space; the mirror goes on by itself."),
            tr("disk is full"), Remedy::FreeSpace };
    case ErrorKind::Corrupt:
        return { tr("A database file is damaged"), tr("It was left untouched. Restore ledger.db from the folder of backups beside it."),
            tr("file is damaged"), Remedy::None };
    case ErrorKind::Newer:
        return { tr("The data were written by a newer version of the program"),
            tr("They were left untouched. Install that version or a newer one."), tr("newer version"), Remedy::None };
    default:
        return { tr("The data folder cannot be read or written"),
            tr("Check that the folder exists, belongs to you, and that its disk works."), tr("folder fails"), Remedy::Retry };
    }
}

ProblemText ProblemText::ofInput(const base::Error &error)
{
    const QByteArray code = error.code.toLower();
    if (code == "portal")
        return { tr("This names no portal"), tr("It looks like company.bitrix24.ru."), tr("no portal"), Remedy::CheckAddress };
    if (code == "scheme")
        return { tr("The link does not begin with https"), tr("A key must not travel in the open. Use the https address of the portal."),
            tr("not https"), Remedy::CheckAddress };
    if (code == "host")
        return { tr("The link has no valid host name"), tr("Compare it with the portal's address in a browser."), tr("no host name"),
            Remedy::CheckAddress };
    if (code == "secret" || code == "address") {
        return { tr("This is not the link of an incoming webhook"),
            tr("It looks like https://company.bitrix24.ru/rest/1/key/ and is copied whole from the portal."), tr("not a webhook link"),
            Remedy::CheckAddress };
    }
    if (code == "list")
        return { tr("This is not a list of links"), tr("It is far too long. Copy only the links, one a line, or open the file as a table."),
            tr("no list of links"), Remedy::CheckAddress };
    return { tr("What was entered cannot be used"), tr("Compare it with the example and try again."), tr("cannot be used"),
        Remedy::CheckAddress };
}

} // namespace dealerlens::viewmodels
