// SPDX-License-Identifier: GPL-3.0-or-later
// Care for the data: copies of the ledger, repair, people who must be forgotten.
#include "ctl/await.h"
#include "ctl/commands.h"
#include "store/care.h"
#include "store/restore.h"

#include <QDateTime>
#include <QFileInfo>

namespace dealerlens::ctl {

using Kind = reports::TableColumn::Kind;

namespace {

reports::Table summaryTable(const std::optional<store::LedgerSummary> &now, const store::LedgerSummary &then)
{
    reports::Table table;
    table.name = QStringLiteral("restore");
    table.columns = { { QStringLiteral("what"), Kind::Text }, { QStringLiteral("now"), Kind::Integer },
        { QStringLiteral("then"), Kind::Integer }, { QStringLiteral("lost"), Kind::Integer } };
    const auto row = [&](const char *what, std::int64_t store::LedgerSummary::*count) {
        const std::int64_t before = now ? (*now).*count : 0;
        table.rows.push_back({ QString::fromLatin1(what), before, then.*count, std::max<std::int64_t>(0, before - then.*count) });
    };
    row("portals", &store::LedgerSummary::portals);
    row("journal lines", &store::LedgerSummary::journal);
    row("writes", &store::LedgerSummary::writes);
    row("open writes", &store::LedgerSummary::openWrites);
    row("documents", &store::LedgerSummary::documents);
    row("kept history rows", &store::LedgerSummary::keptRows);
    return table;
}

QString dateOf(base::UtcSeconds at)
{
    return at == base::kNever ? QStringLiteral("no change") : QDateTime::fromSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate);
}

QString ledgerOf(const Session &session) { return session.arguments().dataFolder + QLatin1String("/ledger.db"); }

// "north-auto/123", or a phone.
base::Result<store::Person> personOf(Session &session)
{
    const Arguments &arguments = session.arguments();
    if (arguments.contact.isEmpty())
        return store::Person { {}, arguments.phone };
    bool isNumber = false;
    const qlonglong id = arguments.contact.section(QLatin1Char('/'), 1).toLongLong(&isNumber);
    const auto portal = session.portal(arguments.contact.section(QLatin1Char('/'), 0, 0));
    if (!portal)
        return std::unexpected(portal.error());
    if (!isNumber || !*portal)
        return base::fail(base::ErrorKind::NotFound, QStringLiteral("no such contact"), base::Retry::Never, "person");
    return store::Person { model::RecordKey { (*portal)->id, model::EntityKind::Contact, id }, {} };
}

int failForget(Session &session, const base::Error &error)
{
    if (error.code == "person")
        return session.fail(kInput, QStringLiteral("There is no such contact. Name it as PORTAL/ID, with the key of its portal."));
    if (error.code == "phone")
        return session.fail(kInput, QStringLiteral("This is no phone number. Give it with its country code, as +7 916 123-45-67."));
    if (error.code == "writes") {
        return session.fail(kInput,
            QStringLiteral("Head office still has writes under way to this person's items. Wait until they are done or cancel them."));
    }
    if (error.code == "busy") {
        return session.fail(kStorage,
            QStringLiteral("The person is forgotten, but another program still reads the files as they were, so that traces stay in them. "
                           "Close it and give this command again."));
    }
    return session.fail(error);
}

} // namespace

int backupCommand(Session &session)
{
    const auto copied = store::copyLedger(session.arguments().dataFolder, session.arguments().text, session.clock().now());
    if (!copied)
        return session.fail(copied.error());
    const auto summary = store::summaryOfLedger(*copied);
    if (!summary)
        return session.fail(summary.error(), *copied);
    session.console().note(QStringLiteral("%1: %2 portals, %3 journal lines, %4 writes; whole.")
            .arg(*copied)
            .arg(summary->portals)
            .arg(summary->journal)
            .arg(summary->writes));
    return kOk;
}

int restoreCommand(Session &session)
{
    const QString &file = session.arguments().text;
    const auto then = store::summaryOfLedger(file);
    if (!then && then.error().kind == base::ErrorKind::NotFound)
        return session.fail(kInput, QStringLiteral("There is no file %1.").arg(file));
    if (!then)
        return session.fail(then.error(), file);
    const auto now = store::summaryOfLedger(ledgerOf(session));
    const auto table = summaryTable(now ? std::optional(*now) : std::nullopt, *then);
    if (const int code = emitTable(session, table); code != kOk)
        return code;
    session.console().note(QStringLiteral("Newest change now: %1; in the copy: %2.")
            .arg(now ? dateOf(now->newestLine) : QStringLiteral("the ledger cannot be read"), dateOf(then->newestLine)));
    if (session.arguments().dryRun) {
        session.console().note(QStringLiteral("Nothing was changed."));
        return kOk;
    }
    const auto replaced = store::restoreLedger(session.arguments().dataFolder, file, session.clock().now());
    if (!replaced)
        return session.fail(replaced.error());
    session.console().note(
        replaced->isEmpty() ? QStringLiteral("Restored.") : QStringLiteral("Restored. The replaced ledger is kept as %1.").arg(*replaced));
    return kOk;
}

int repairCommand(Session &session)
{
    const auto report = store::repairMirror(session.arguments().dataFolder);
    if (!report && report.error().kind == base::ErrorKind::Corrupt) {
        return session.fail(kStorage,
            QStringLiteral("The records of the mirror are damaged themselves. The next sync sets it aside and fetches everything again; "
                           "ledger.db was not touched."));
    }
    if (!report)
        return session.fail(report.error());
    session.console().note(
        QStringLiteral("Made again: search of %1 records, %2 links of tasks; corrected: %3 contact points, %4 records of "
                       "forgotten people. ledger.db was not touched.")
            .arg(report->indexed)
            .arg(report->links)
            .arg(report->points)
            .arg(report->emptied));
    return kOk;
}

int forgetCommand(Session &session)
{
    if (auto opened = session.open(true); !opened)
        return session.fail(opened.error());
    const auto person = personOf(session);
    if (!person)
        return failForget(session, person.error());
    session.closeReader(); // its snapshot would keep the old pages
    const auto receipt = await(session.store().forget(*person, session.arguments().dryRun));
    if (!receipt)
        return failForget(session, receipt.error());
    session.console().result(QByteArray(store::toJson(*receipt) + '\n'));
    if (session.arguments().dryRun) {
        session.console().note(QStringLiteral("Nothing was changed."));
        return kOk;
    }
    session.console().note(QStringLiteral(
        "Forgotten here; what a portal tells of this person from now on is kept without name, phone and text. The receipt is "
        "kept in the ledger. Older copies of the ledger in the data folder were replaced by a new one. Not reached from here: "
        "the portals themselves, exported files, and copies you made elsewhere."));
    return kOk;
}

} // namespace dealerlens::ctl
