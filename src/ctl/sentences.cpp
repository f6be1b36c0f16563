// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/sentences.h"

#include "sync/portallist.h"

#include "ctl/console.h"

namespace dealerlens::ctl {

using base::ErrorKind;

namespace {

QString withCode(const char *text, const base::Error &error)
{
    QString sentence = QString::fromUtf8(text);
    if (!error.code.isEmpty())
        sentence += QLatin1String(" [") + QString::fromUtf8(error.code) + QLatin1Char(']');
    return sentence;
}

QString inputSentence(const base::Error &error)
{
    if (error.code == "address" || error.code == "secret") {
        return QStringLiteral("This is not a webhook address. It looks like https://company.bitrix24.ru/rest/1/key/ : copy it whole "
                              "from the portal's page \"Inbound webhook\".");
    }
    if (error.code == "portal")
        return QStringLiteral("This names no portal. It looks like company.bitrix24.ru.");
    if (error.code == "JSON")
        return QStringLiteral("The credentials file is not what this program writes. Restore it, or name a new file and give each key "
                              "again with `dealerlensctl portals rekey KEY`.");
    if (error.code == "INVALID_REQUEST")
        return QStringLiteral("The portal wants https. Give its https address with `dealerlensctl portals rekey KEY`.");
    if (error.code == "scheme")
        return QStringLiteral(
            "The address does not begin with https. A key must not travel in the open: use the https address of the portal.");
    if (error.code == "host")
        return QStringLiteral("The address has no valid host name. Check it against the portal's own address in a browser.");
    if (error.code == "format")
        return QStringLiteral("The format of the file is unknown. Use csv, tsv, json, xlsx or txt.");
    if (error.code == "rows")
        return QStringLiteral("A sheet holds at most 1,048,575 rows. Narrow the question, or export csv.");
    if (error.code == "target")
        return QStringLiteral("The target exists and is not a regular file. Choose another name.");
    return withCode("The input cannot be used. Check the command and try again.", error);
}

// The keys of portals cannot be had from where they are kept.
QString keySentence(const QByteArray &code)
{
    if (code == "KEYRING_LOCKED")
        return QStringLiteral("The system keyring is locked. Unlock it and repeat the command; on a machine without a desktop name a file "
                              "with --credentials FILE.");
    if (code == "KEYRING")
        return QStringLiteral(
            "The system keyring refused the key. Allow Dealerlens to use it when the system asks, then repeat the command.");
    if (code == "KEYRING_SLOW")
        return QStringLiteral("The system keyring does not answer. Perhaps its window waits behind another one for a password.");
    if (code == "NO_KEYRING")
        return QStringLiteral("There is no keyring on this machine. Name a file for the keys with --credentials FILE (mode 0600).");
    if (code == "MODE")
        return QStringLiteral("The credentials file may be read by others. Make it yours alone (chmod 600 FILE).");
    return QStringLiteral("The portal's key is not where keys are kept: it was removed, or given by another user or with another "
                          "--credentials FILE. Give it again with `dealerlensctl portals rekey KEY` or `portals sign-in KEY`.");
}

QString deniedSentence(const base::Error &error)
{
    if (error.code == "insufficient_scope") {
        return QStringLiteral("The key may not read everything the mirror needs. Give the webhook the rights crm, user, department, "
                              "task and telephony on the portal.");
    }
    if (error.code.toUpper() == "OVERLOAD_LIMIT")
        return QStringLiteral("The portal has blocked REST because of overload. Its administrator or Bitrix24 support can lift that; it is "
                              "asked again later.");
    if (error.http == 403 && error.code.isEmpty()) { // a page of the vendor's or of a firewall, not the portal's word
        return QStringLiteral(
            "The portal refuses every question. It may have been deleted or closed, or a firewall stands before it: ask its "
            "administrator. If it is gone, `dealerlensctl portals retire KEY` stops asking; its history stays.");
    }
    if (error.code.toUpper() == "PAYMENT_REQUIRED")
        return QStringLiteral("The subscription of the portal or of the application is over. Ask the portal's administrator; it is asked "
                              "again later and continues by itself.");
    if (error.code.startsWith("KEYRING"))
        return keySentence(error.code);
    if (error.http > 0) {
        return withCode("The portal does not allow this. The webhook's owner lacks a right or the portal's plan has no REST: ask the "
                        "portal's administrator.",
            error);
    }
    return QStringLiteral("Access was denied. If keys are in a file, it must belong to you with mode 0600 (chmod 600 FILE); if they "
                          "are in the keyring, unlock it.");
}

QString authSentence(const base::Error &error)
{
    const QByteArray code = error.code.toLower();
    if (error.code == "KEY" || error.code == "MODE" || error.code.contains("KEYRING"))
        return keySentence(error.code);
    if (error.code == "MOVED") { // here `detail` is the new host and nothing else
        return QStringLiteral(
            "The portal has moved to %1. If that is right, give its new webhook address with `dealerlensctl portals rekey KEY`; "
            "until then nothing is sent there.")
            .arg(error.detail);
    }
    if (error.code == "MEMBER")
        return QStringLiteral("The tokens belong to another portal, so nothing was read with them. Sign in again with "
                              "`dealerlensctl portals sign-in KEY`.");
    if (code == "expired_token" || code == "invalid_token" || code == "invalid_grant" || code == "bad_verification_code")
        return withCode("The sign-in is no longer good (a code lives 30 seconds, tokens half a year). Sign in again with `dealerlensctl "
                        "portals sign-in KEY`; what is mirrored stays.",
            error);
    if (code == "not_installed" || code == "error_oauth" || code == "application_not_found")
        return withCode(
            "The application is not installed at the portal any more. Ask the portal's administrator to install it, then sign in "
            "again with `dealerlensctl portals sign-in KEY`.",
            error);
    if (code == "invalid_client" || code == "wrong_client")
        return withCode("The client id or secret is wrong. Compare both with the application's card and sign in again.", error);
    if (code == "authorization_error")
        return withCode(
            "The employee who signed in works there no more. Sign in as another one with `dealerlensctl portals sign-in KEY`.", error);
    return withCode("The portal does not accept the key. Create a new inbound webhook there and give its address with "
                    "`dealerlensctl portals rekey KEY`.",
        error);
}

} // namespace

QString sentenceFor(const base::Error &error)
{
    switch (error.kind) {
    case ErrorKind::Network:
        if (error.code == "PORT")
            return QStringLiteral(
                "The port of the redirect is in use. Choose another one with --redirect-port, as on the application's card, "
                "or use --paste.");
        if (error.code == "HOST_NOT_FOUND")
            return QStringLiteral("The host name of the portal is not known. Check the address, and that this machine is on line.");
        if (error.http >= 500)
            return withCode(
                "The portal has trouble of its own. The next sync tries again; if it lasts, tell the portal's administrator.", error);
        return QStringLiteral("The portal cannot be reached: its host does not answer or its name is not known. Check the address and "
                              "the network; the next sync tries again and continues where it stopped.");
    case ErrorKind::Timeout:
        if (error.code == "KEYRING_SLOW")
            return keySentence(error.code);
        return QStringLiteral("The portal did not answer in time. Nothing is lost; the next sync continues where it stopped.");
    case ErrorKind::Tls:
        return QStringLiteral("The portal's certificate is not valid, so nothing was sent to it. Check the address; if it is right, "
                              "the portal's administrator must renew the certificate.");
    case ErrorKind::Auth:
        return authSentence(error);
    case ErrorKind::Limit:
        return withCode("The portal asks to slow down. Sync waits as long as the portal wants and continues by itself.", error);
    case ErrorKind::Denied:
        return deniedSentence(error);
    case ErrorKind::NotFound:
        if (error.code.toUpper() == "PORTAL_DELETED")
            return QStringLiteral("This portal exists no more. Retire it with `dealerlensctl portals retire KEY`; its history stays.");
        if (error.http > 0)
            return withCode("The portal does not know this address or method. Check the webhook address.", error);
        return QStringLiteral("It was not found. If a portal's key is missing, give its address with `dealerlensctl portals rekey KEY`.");
    case ErrorKind::Protocol:
        return withCode("The answer is not what a Bitrix24 portal sends (perhaps a sign-in page or a proxy). Check the address in a "
                        "browser; what is mirrored already stays.",
            error);
    case ErrorKind::Rejected:
        if (error.code == "key")
            return QStringLiteral("Another portal already has this key. Choose another key.");
        if (error.code == "member")
            return QStringLiteral("The consent was given at another portal than the one that was meant. Nothing was changed; sign in at "
                                  "the right one.");
        if (error.code == "endpoint")
            return QStringLiteral("Another portal already has this address. Each portal is added once.");
        return withCode("The portal refuses these values.", error);
    case ErrorKind::Storage:
        if (error.code == "OLDER")
            return QStringLiteral("The data was written by an earlier version of Dealerlens. `dealerlensctl sync` brings it up to date; "
                                  "nothing is lost.");
        if (error.code == "KEYS")
            return QStringLiteral("The file with the keys cannot be written. Check that its folder exists and belongs to you.");
        if (error.code == "5" || error.code == "261" || error.code == "517") { // SQLITE_BUSY and its kinds
            return QStringLiteral("Another program is using the data folder and does not let go. Close other windows and commands of "
                                  "Dealerlens, or a program that copies the folder, and try again; nothing was changed.");
        }
        if (error.code == "NO_KEYRING")
            return keySentence(error.code);
        return withCode("The data folder cannot be read or written. Check that it exists, belongs to you, and that its disk works.", error);
    case ErrorKind::Full:
        return QStringLiteral("The disk is full. Free some space and repeat the command; nothing that was saved is lost.");
    case ErrorKind::Corrupt:
        return QStringLiteral("A database file is damaged; it was left untouched. Restore ledger.db with `dealerlensctl restore FILE` from "
                              "the newest copy in the data folder's backups, or from a copy of your own.");
    case ErrorKind::Newer:
        return QStringLiteral(
            "The data was written by a newer version of Dealerlens; it was left untouched. Install that version or a newer one.");
    case ErrorKind::Input:
        return inputSentence(error);
    case ErrorKind::Cancelled:
        return QStringLiteral("Stopped. What was saved stays; the next run continues.");
    case ErrorKind::Bug:
        break;
    }
    return withCode("An internal error. Please report it with the command and its output.", error);
}

QString sentenceFor(const sync::ListProblem &problem)
{
    return problem.address ? sentenceFor(*problem.address) : problem.filled(QString::fromUtf8(problem.words()));
}

int exitCodeFor(const base::Error &error)
{
    switch (error.kind) {
    case ErrorKind::Network:
    case ErrorKind::Timeout:
    case ErrorKind::Tls:
    case ErrorKind::Limit:
    case ErrorKind::Protocol:
        return kPortals;
    case ErrorKind::Auth:
    case ErrorKind::Denied:
        return kAuth;
    case ErrorKind::NotFound:
    case ErrorKind::Input:
    case ErrorKind::Rejected:
        return kInput;
    case ErrorKind::Storage:
    case ErrorKind::Full:
    case ErrorKind::Corrupt:
    case ErrorKind::Newer:
        return kStorage;
    case ErrorKind::Cancelled:
    case ErrorKind::Bug:
        break;
    }
    return kInternal;
}

} // namespace dealerlens::ctl
