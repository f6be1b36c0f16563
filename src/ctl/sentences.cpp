// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/sentences.h"

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
    if (error.http > 0) {
        return withCode("The portal does not allow this. The webhook's owner lacks a right or the portal's plan has no REST: ask the "
                        "portal's administrator.",
            error);
    }
    return QStringLiteral("Access was denied. If keys are in a file, it must belong to you with mode 0600 (chmod 600 FILE); if they "
                          "are in the keyring, unlock it.");
}

} // namespace

QString sentenceFor(const base::Error &error)
{
    switch (error.kind) {
    case ErrorKind::Network:
        if (error.code == "HOST_NOT_FOUND")
            return QStringLiteral("The host name of the portal is not known. Check the address, and that this machine is on line.");
        if (error.http >= 500)
            return withCode(
                "The portal has trouble of its own. The next sync tries again; if it lasts, tell the portal's administrator.", error);
        return QStringLiteral("The portal cannot be reached: its host does not answer or its name is not known. Check the address and "
                              "the network; the next sync tries again and continues where it stopped.");
    case ErrorKind::Timeout:
        return QStringLiteral("The portal did not answer in time. Nothing is lost; the next sync continues where it stopped.");
    case ErrorKind::Tls:
        return QStringLiteral("The portal's certificate is not valid, so nothing was sent to it. Check the address; if it is right, "
                              "the portal's administrator must renew the certificate.");
    case ErrorKind::Auth:
        if (error.code == "KEY") {
            return QStringLiteral("The portal's key cannot be read. Unlock the keyring, or on a machine without one name a file with "
                                  "--credentials FILE; if the key is lost, give it again with `dealerlensctl portals rekey KEY`.");
        }
        if (error.code == "MOVED") { // here `detail` is the new host and nothing else
            return QStringLiteral(
                "The portal has moved to %1. If that is right, give its new webhook address with `dealerlensctl portals rekey KEY`; "
                "until then nothing is sent there.")
                .arg(error.detail);
        }
        return withCode("The portal does not accept the key. Create a new inbound webhook there and give its address with "
                        "`dealerlensctl portals rekey KEY`.",
            error);
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
