// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/restore.h"

#include "base/crashpoint.h"
#include "store/backup.h"
#include "store/files.h"
#include "store/forgotten.h"
#include "store/migrations.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

namespace dealerlens::store {

using base::ErrorKind;

namespace {

base::Result<std::unique_ptr<Connection>> openLedgerFile(const QString &path, Connection::Mode mode)
{
    if (!QFileInfo(path).isFile()) // SQLite would wait at a pipe for ever
        return base::fail(ErrorKind::NotFound, QStringLiteral("no such file: ") % path, base::Retry::Never, "file");
    auto opened = Connection::open(path, mode);
    if (!opened)
        return opened;
    const auto found = recognise(**opened, ledgerKind());
    if (!found)
        return std::unexpected(found.error());
    if (*found == Recognised::Newer)
        return base::fail(ErrorKind::Newer, path);
    if (*found != Recognised::Ours)
        return base::fail(ErrorKind::Corrupt, QStringLiteral("is no ledger of this program: ") % path);
    const auto damage = (*opened)->findings(false, 1);
    if (!damage)
        return std::unexpected(damage.error());
    if (!damage->isEmpty())
        return base::fail(ErrorKind::Corrupt, path % QLatin1String(": ") % damage->first());
    return opened;
}

QString besideLedger(const QString &folder, const char *word, base::UtcSeconds now)
{
    const QString stem = ledgerPath(folder) % QLatin1Char('.') % QLatin1String(word)
        % QDateTime::fromSecsSinceEpoch(now, Qt::UTC).toString(QStringLiteral("'-'yyyyMMdd-HHmmss"));
    QString path = stem;
    for (int n = 2; QFileInfo::exists(path); ++n)
        path = stem % QLatin1Char('-') % QString::number(n);
    return path;
}

bool hasTable(Connection &ledger, std::string_view name)
{
    Statement select(ledger, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
    select.bind(1, name);
    return select.step();
}

void noteWritesUnproved(Connection &ledger, base::UtcSeconds now)
{
    if (!hasTable(ledger, "outbox"))
        return;
    constexpr std::int64_t kUncertain = 2; // model::WriteState, stored
    constexpr const char *kOpen = " FROM outbox WHERE state IN (0, 1, 2) AND needs_person = 0";
    Statement event(
        ledger, std::string("INSERT INTO outbox_event (uuid, at, state, what, detail) SELECT uuid, ?, ?, 'unclear', ''") + kOpen);
    event.bindInstant(1, now);
    event.bind(2, kUncertain);
    event.run();
    Statement change(ledger,
        std::string("UPDATE outbox SET state = ?, problem = ?, problem_text = '', changed = ? WHERE uuid IN (SELECT uuid") + kOpen + ")");
    change.bind(1, kUncertain);
    change.bind(2, std::string_view(kRestored));
    change.bindInstant(3, now);
    change.run();
}

// Writes do not go back in time: what has been sent is sent.
void carryOverWrites(Connection &from, Connection &to)
{
    if (!hasTable(from, "outbox") || !hasTable(to, "outbox"))
        return;
    Statement read(from, "SELECT state, attempts, result, needs_person, problem, problem_text, found, sent, changed, uuid FROM outbox");
    Statement write(to,
        "UPDATE outbox SET state = ?, attempts = ?, result = ?, needs_person = ?, problem = ?, problem_text = ?, found = ?, sent = ?, "
        "changed = ? WHERE uuid = ?");
    Statement forget(to, "DELETE FROM outbox_event WHERE uuid = ?");
    while (read.step()) {
        for (const int column : { 1, 2, 3, 4 })
            write.bind(column, read.number(column - 1));
        for (const int column : { 5, 6, 7, 10 })
            write.bind(column, read.text(column - 1));
        write.bindInstant(8, read.instant(7));
        write.bindInstant(9, read.instant(8));
        write.run();
        forget.bind(1, read.text(9));
        forget.run();
    }
    Statement events(from, "SELECT uuid, at, state, what, detail FROM outbox_event ORDER BY sequence");
    Statement append(to,
        "INSERT INTO outbox_event (uuid, at, state, what, detail) SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS "
        "(SELECT 1 FROM outbox WHERE uuid = ?1)");
    while (events.step()) {
        append.bind(1, events.text(0));
        append.bind(2, events.number(1));
        append.bind(3, events.number(2));
        append.bind(4, events.text(3));
        append.bind(5, events.text(4));
        append.run();
    }
}

// Lists of the replaced ledger that must not go back in time: writes, forgotten people and the number of mirrors, which
// generations are made of.
base::Result<> carryOver(Connection &from, Connection &to, base::UtcSeconds now)
{
    const std::int64_t mirrors = from.number("SELECT value FROM meta WHERE name = 'mirrors'");
    const bool knowsForgotten = hasTable(from, "forgotten_record");
    to.begin();
    Statement raise(to, "UPDATE meta SET value = ? WHERE name = 'mirrors' AND value < ?");
    raise.bind(1, mirrors);
    raise.bind(2, mirrors);
    raise.run();
    noteWritesUnproved(to, now);
    carryOverWrites(from, to);
    if (knowsForgotten) {
        const Forgotten forgotten(from);
        listForgotten(to, forgotten.records(), {});
        (void)emptyLedgerTexts(to, forgotten.records());
        for (const auto &[select, insert] : { std::pair("SELECT hash, 0 FROM forgotten_trace",
                                                  "INSERT INTO forgotten_trace (hash) SELECT ? WHERE ? = 0 ON CONFLICT DO NOTHING"),
                 std::pair("SELECT name, value FROM meta WHERE name = 'forgetting_salt'",
                     "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING") }) {
            Statement read(from, select);
            Statement write(to, insert);
            while (read.step()) {
                write.bind(1, read.text(0));
                write.bind(2, read.number(1));
                write.run();
            }
        }
    }
    if (auto read = from.status(); !read) {
        to.rollback();
        return read;
    }
    return to.commit();
}

// The same where nothing is known of what has happened since.
base::Result<> putInPlace(Connection &source, const QString &path, const QString &part, base::UtcSeconds now)
{
    const auto tidyUp = qScopeGuard([&part] { QFile::remove(part); });
    if (auto copied = copyDatabase(source, part); !copied)
        return copied;
    auto ready = Connection::open(part, Connection::Mode::ReadWrite);
    if (!ready)
        return std::unexpected(ready.error());
    (*ready)->begin();
    noteWritesUnproved(**ready, now);
    if (auto noted = (*ready)->commit(); !noted)
        return noted;
    return copyDatabase(**ready, path);
}

// Made ready in a file of its own, so that the place is taken in one transaction.
base::Result<> replace(Connection &source, Connection &current, const QString &part, base::UtcSeconds now)
{
    const auto tidyUp = qScopeGuard([&part] { QFile::remove(part); });
    if (auto copied = copyDatabase(source, part); !copied)
        return copied;
    auto ready = Connection::open(part, Connection::Mode::ReadWrite);
    if (!ready)
        return std::unexpected(ready.error());
    if (auto done = migrate(**ready, ledgerKind()); !done)
        return std::unexpected(done.error());
    if (auto done = carryOver(current, **ready, now); !done)
        return done;
    current.execute("PRAGMA synchronous=FULL");
    if (auto sound = current.status(); !sound)
        return sound;
    return copyInto(**ready, current);
}

} // namespace

base::Result<LedgerSummary> summaryOfLedger(const QString &path)
{
    auto opened = openLedgerFile(path, Connection::Mode::ReadOnly);
    if (!opened)
        return std::unexpected(opened.error());
    Connection &ledger = **opened;
    LedgerSummary summary;
    summary.version = static_cast<int>(ledger.number("PRAGMA user_version"));
    summary.portals = ledger.number("SELECT COUNT(*) FROM portal");
    summary.journal = ledger.number("SELECT COUNT(*) FROM journal");
    summary.documents = ledger.number("SELECT COUNT(*) FROM document");
    summary.keptRows = ledger.number("SELECT COUNT(*) FROM kept_history");
    if (summary.journal > 0)
        summary.newestLine = ledger.number("SELECT MAX(seen_at) FROM journal");
    if (hasTable(ledger, "outbox")) {
        summary.writes = ledger.number("SELECT COUNT(*) FROM outbox");
        summary.openWrites = ledger.number("SELECT COUNT(*) FROM outbox WHERE state NOT IN (3, 6)");
    }
    if (ledger.failed())
        return std::unexpected(ledger.takeError());
    return summary;
}

base::Result<QString> copyLedger(const QString &folder, const QString &target, base::UtcSeconds now)
{
    auto ledger = openLedgerFile(ledgerPath(folder), Connection::Mode::ReadOnly);
    if (!ledger)
        return std::unexpected(ledger.error());
    if (target.isEmpty()) {
        if (auto done = backUp(**ledger, folder, now, true); !done)
            return std::unexpected(done.error());
        return newestBackup(folder);
    }
    if (auto done = copyDatabase(**ledger, target); !done)
        return std::unexpected(done.error());
    return target;
}

base::Result<QString> restoreLedger(const QString &folder, const QString &file, base::UtcSeconds now)
{
    auto source = openLedgerFile(file, Connection::Mode::ReadOnly);
    if (!source)
        return std::unexpected(source.error());
    const QString path = ledgerPath(folder);
    auto current = openLedgerFile(path, Connection::Mode::ReadWrite);
    if (!current && current.error().kind == ErrorKind::Newer)
        return std::unexpected(current.error());
    if (!current) { // damaged or not there: nobody can work with it
        const QString aside = QFileInfo::exists(path) ? besideLedger(folder, "damaged", now) : QString();
        for (const QLatin1String tail : { QLatin1String("-wal"), QLatin1String("-shm"), QLatin1String("") })
            if (!aside.isEmpty() && QFileInfo::exists(path + tail) && !QFile::rename(path + tail, aside + tail))
                return base::fail(ErrorKind::Storage, QStringLiteral("the damaged ledger cannot be set aside"));
        removeFacts(folder);
        if (auto done = putInPlace(**source, path, besideLedger(folder, "restoring", now), now); !done)
            return std::unexpected(done.error());
        return aside;
    }
    removeFacts(folder); // of another journal
    const QString replaced = besideLedger(folder, "replaced", now);
    if (auto kept = copyDatabase(**current, replaced); !kept)
        return std::unexpected(kept.error());
    CRASHPOINT("restore.kept");
    if (auto done = replace(**source, **current, besideLedger(folder, "restoring", now), now); !done)
        return std::unexpected(done.error());
    CRASHPOINT("restore.replaced");
    return replaced;
}

} // namespace dealerlens::store
