// SPDX-License-Identifier: GPL-3.0-or-later
// A text for whoever is asked for help: numbers and states, no name, address, phone, title or key of anybody.
#include "ctl/commands.h"
#include "model/text.h"

#include <QDateTime>
#include <QDir>
#include <QSaveFile>
#include <QSysInfo>
#include <QTimeZone>

#include <sqlite3.h>

namespace dealerlens::ctl {

namespace {

// Names of files in the data folder are our own, but for what somebody put there.
QString fileLines(const QString &folder)
{
    static const QStringList ours { QStringLiteral("mirror.db"), QStringLiteral("ledger.db"), QStringLiteral("ledger-") };
    QString text;
    for (const QString &place : { folder, QString(folder + QLatin1String("/backups")) }) {
        for (const QFileInfo &file : QDir(place).entryInfoList(QDir::Files, QDir::Name)) {
            const bool known = std::ranges::any_of(ours, [&file](const QString &stem) { return file.fileName().startsWith(stem); });
            text += QStringLiteral("file %1 %2 bytes, mode %3, changed %4\n")
                        .arg(known ? file.fileName() : QStringLiteral("(other)"))
                        .arg(file.size())
                        .arg(static_cast<int>(file.permissions()), 0, 16)
                        .arg(file.lastModified().toUTC().toString(Qt::ISODate));
        }
    }
    return text;
}

QString systemLines()
{
    return QStringLiteral("dealerlens %1\nqt %2\nsqlite %3\nsystem %4, %5\nlocale %6\nzone %7, now %8\n")
        .arg(QStringLiteral(DEALERLENS_VERSION), QString::fromLatin1(qVersion()), QString::fromLatin1(sqlite3_libversion()),
            QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture(), QLocale::system().name(),
            QString::fromLatin1(QTimeZone::systemTimeZoneId()), QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
}

// Portals by their number: keys and titles name dealers.
base::Result<QString> portalLines(Session &session)
{
    const auto portals = session.portals();
    if (!portals)
        return std::unexpected(portals.error());
    QString text;
    for (const model::Portal &portal : *portals) {
        text += QStringLiteral("portal %1: zone %2%3\n")
                    .arg(portal.id)
                    .arg(portal.timeZone, portal.isRetired() ? QStringLiteral(", retired") : QString());
        const auto states = session.reader().syncStates(portal.id);
        if (!states)
            return std::unexpected(states.error());
        for (const model::SyncState &state : *states) {
            const auto count = session.reader().countAlive(portal.id, state.kind);
            if (!count)
                return std::unexpected(count.error());
            const std::string_view name = model::nameOf(state.kind);
            text += QStringLiteral("  %1: %2 alive, watermark %3, cursor %4%5%6\n")
                        .arg(QString::fromLatin1(name))
                        .arg(*count)
                        .arg(state.watermark == base::kNever ? -1 : state.watermark)
                        .arg(state.cursor)
                        .arg(state.denied ? QStringLiteral(", denied") : QString(),
                            state.problem.isEmpty() ? QString() : QString(QLatin1String(", problem ") + state.problem.left(80)));
        }
    }
    return text;
}

} // namespace

int diagnosticsCommand(Session &session)
{
    QString text = systemLines() + fileLines(session.arguments().dataFolder);
    if (auto opened = session.open(false); !opened) {
        text += QStringLiteral("store: error %1 %2\n")
                    .arg(static_cast<int>(opened.error().kind))
                    .arg(QString::fromUtf8(opened.error().code));
    } else {
        const store::OpenReport &report = session.store().openReport();
        text += QStringLiteral("versions: mirror %1, ledger %2%3\n")
                    .arg(report.mirrorVersion)
                    .arg(report.ledgerVersion)
                    .arg(report.ledgerBackup.isEmpty() ? QString() : QStringLiteral("; the ledger is damaged, its backup was read"));
        const auto portals = portalLines(session);
        const auto findings = session.reader().checkIntegrity({});
        text += portals ? *portals : QStringLiteral("portals: error %1\n").arg(static_cast<int>(portals.error().kind));
        text += findings ? QStringLiteral("findings: %1\n").arg(findings->size())
                         : QStringLiteral("findings: error %1\n").arg(static_cast<int>(findings.error().kind));
    }
    QSaveFile file(session.arguments().text);
    const QByteArray bytes = text.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(bytes) != bytes.size()
        || !file.commit())
        return session.fail(kInput, QStringLiteral("%1 cannot be written.").arg(session.arguments().text));
    session.console().note(
        QStringLiteral("Written to %1: versions, sizes, states and counts. It holds no name, phone, title, address or key; "
                       "read it before you send it.")
            .arg(session.arguments().text));
    return kOk;
}

} // namespace dealerlens::ctl
