// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/await.h"
#include "ctl/commands.h"
#include "ctl/inputfile.h"
#include "ctl/standardfile.h"

#include <QSaveFile>

namespace dealerlens::ctl {
namespace {

int exportStandard(Session &session, const model::Standard &standard, const std::vector<model::Portal> &portals)
{
    const QString &path = session.arguments().text;
    const QByteArray bytes = standardFile(standard, portals);
    if (path == QLatin1String("-")) {
        session.console().result(QString::fromUtf8(bytes));
        return kOk;
    }
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit();
    if (!written)
        return session.fail(kStorage, QStringLiteral("%1 cannot be written: %2.").arg(path, file.errorString()));
    session.console().note(QStringLiteral("The standard is in %1.").arg(path));
    return kOk;
}

int importStandard(Session &session, const model::Standard &saved, const std::vector<model::Portal> &portals)
{
    const QString &path = session.arguments().text;
    const auto bytes = readInput(path, kLargestStandard);
    if (!bytes)
        return session.fail(kInput, QStringLiteral("%1 cannot be read: %2.").arg(path, bytes.error().detail));
    const auto standard = standardFromFile(*bytes, saved, portals);
    if (!standard) {
        for (const QString &problem : standard.error())
            session.console().error(problem);
        return session.fail(kInput, QStringLiteral("%1 was not imported; nothing has changed.").arg(path));
    }
    const reports::Table changes = standardChanges(saved, *standard, portals);
    if (session.arguments().dryRun) {
        session.console().note(QStringLiteral("Changes: %1. Nothing was saved.").arg(changes.rows.size()));
        return emitTable(session, changes);
    }
    if (changes.rows.empty()) {
        session.console().note(QStringLiteral("The file says what is saved already."));
        return kOk;
    }
    if (const auto done = await(session.store().saveStandard(*standard)); !done)
        return session.fail(done.error());
    session.console().note(QStringLiteral("The standard is saved. Changes: %1.").arg(changes.rows.size()));
    return kOk;
}

} // namespace

int standardCommand(Session &session)
{
    const bool imports = session.arguments().action == QLatin1String("import");
    if (auto opened = session.open(imports); !opened)
        return session.fail(opened.error());
    const auto portals = session.portals();
    if (!portals)
        return session.fail(portals.error());
    const auto standard = session.reader().standard();
    if (!standard)
        return session.fail(standard.error());
    return imports ? importStandard(session, *standard, *portals) : exportStandard(session, *standard, *portals);
}

} // namespace dealerlens::ctl
