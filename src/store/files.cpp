// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/files.h"

#include "base/crashpoint.h"
#include "base/log.h"
#include "store/backup.h"
#include "store/migrations.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace dealerlens::store {

using base::ErrorKind;

QString mirrorPath(const QString &folder) { return folder + QLatin1String("/mirror.db"); }

QString ledgerPath(const QString &folder) { return folder + QLatin1String("/ledger.db"); }

QString columnsPath(const QString &folder) { return folder + QLatin1String("/facts.columns"); }

QString derivedPath(const QString &folder) { return folder + QLatin1String("/facts.derived"); }

void removeFacts(const QString &folder)
{
    QFile::remove(columnsPath(folder));
    QFile::remove(derivedPath(folder));
}

namespace {

// 48 MB of cache, 64 MB of log; large pages because records come and go in runs of neighbours.
constexpr const char *kTuning = "PRAGMA cache_size=-49152; PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=1000";

// A mirror of thirty thousand leads, a journal of a quarter of a million lines: a tenth of a second. What is larger is looked
// through beside the work (lookthrough.h), a ledger copied there too.
constexpr qint64 kLookedThroughAtOnce = 25'000'000;

QString doubtPath(const QString &folder) { return folder % QLatin1String("/doubt"); }

bool isLookedThroughAtOnce(const QString &folder, const QString &path)
{
    return QFileInfo(path).size() <= kLookedThroughAtOnce || QFileInfo::exists(doubtPath(folder));
}

base::Result<> makeFolder(const QString &folder)
{
    const bool existed = QFileInfo::exists(folder);
    if (!QDir().mkpath(folder))
        return base::fail(ErrorKind::Storage, QStringLiteral("folder cannot be made: ") % folder);
    // Personal data: for the owner only. A folder that others made and shared keeps its rights.
    if (!existed)
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {};
}

// Makes the file first, so that it never exists with wider rights; -wal and -shm inherit them.
base::Result<> makeFile(const QString &path)
{
    QFile file(path);
    if (!file.exists() && !file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return base::fail(ErrorKind::Storage, QFileInfo(path).fileName() % QLatin1String(" cannot be made"));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

// Recognised, or why not: an SQLite error of the first reads is Corrupt when the file is no database.
base::Result<Recognised> look(const QString &path, const DatabaseKind &kind)
{
    auto connection = Connection::open(path, Connection::Mode::ReadOnly);
    if (!connection)
        return std::unexpected(connection.error());
    return recognise(**connection, kind);
}

base::Result<> checkSound(Connection &connection, bool wholly)
{
    const auto damage = wholly ? connection.findings(true, 1) : connection.findingsAtEnd();
    if (!damage)
        return std::unexpected(damage.error());
    if (!damage->isEmpty())
        return base::fail(ErrorKind::Corrupt, QFileInfo(connection.path()).fileName() % QLatin1String(": ") % damage->first());
    return {};
}

bool isOlder(Connection &connection, const DatabaseKind &kind) { return connection.number("PRAGMA user_version") < kind.newest(); }

base::Failure newer(const QString &path)
{
    return base::fail(ErrorKind::Newer, QFileInfo(path).fileName() % QLatin1String(" was written by a newer version"));
}

// `wholly`: looked through before it is used, as is what is of an older version; otherwise only its end is looked at.
base::Result<std::unique_ptr<Connection>> openSound(const QString &path, const DatabaseKind &kind, bool wholly)
{
    auto opened = Connection::open(path, Connection::Mode::ReadWrite);
    if (!opened)
        return opened;
    Connection &connection = **opened;
    auto found = recognise(connection, kind);
    if (!found)
        return std::unexpected(found.error());
    if (*found == Recognised::Newer)
        return newer(path);
    if (*found == Recognised::Foreign)
        return base::fail(ErrorKind::Corrupt, QFileInfo(path).fileName() % QLatin1String(" is no database of this program"));
    if (*found == Recognised::Fresh)
        connection.execute("PRAGMA page_size=16384");
    if (auto sound = *found == Recognised::Ours ? checkSound(connection, wholly || isOlder(connection, kind)) : base::Result<>(); !sound)
        return std::unexpected(sound.error());
    if (auto wal = connection.switchToWal(); !wal)
        return std::unexpected(wal.error());
    connection.execute(kTuning);
    if (connection.failed())
        return std::unexpected(connection.takeError());
    return opened;
}

base::Result<std::unique_ptr<Connection>> openLedger(const QString &folder, base::UtcSeconds now, bool wholly, OpenReport &report)
{
    const QString path = ledgerPath(folder);
    const QString backup = newestBackup(folder);
    const bool wasEmpty = QFileInfo(path).size() == 0;
    if (wasEmpty && QFileInfo::exists(path) && !backup.isEmpty())
        return base::fail(ErrorKind::Corrupt, QStringLiteral("ledger.db is empty; newest backup: ") % backup);
    report.ledgerRestoreOffered = wasEmpty && !backup.isEmpty();
    if (auto made = makeFile(path); !made)
        return std::unexpected(made.error());
    auto opened = openSound(path, ledgerKind(), wholly);
    if (!opened) {
        base::Error error = opened.error();
        if (error.kind == ErrorKind::Corrupt)
            error.detail = error.detail % QLatin1String("; newest backup: ") % (backup.isEmpty() ? QStringLiteral("none") : backup);
        return std::unexpected(error);
    }
    Connection &ledger = **opened;
    ledger.execute("PRAGMA synchronous=FULL");
    if (const bool older = isOlder(ledger, ledgerKind()); !wasEmpty && (wholly || older)) {
        if (auto done = backUp(ledger, folder, now, older); !done)
            qCWarning(base::logStore) << "ledger not backed up:" << done.error().detail;
    }
    if (auto done = migrate(ledger, ledgerKind()); !done)
        return std::unexpected(done.error());
    report.ledgerVersion = ledgerKind().newest();
    return opened;
}

// Renames a damaged mirror with its log; the name tells when.
base::Result<QString> setAside(const QString &path, base::UtcSeconds now)
{
    const QString date = QDateTime::fromSecsSinceEpoch(now, Qt::UTC).toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString aside = path % QLatin1String(".corrupt-") % date;
    for (int n = 2; QFileInfo::exists(aside); ++n)
        aside = path % QLatin1String(".corrupt-") % date % QLatin1Char('-') % QString::number(n);
    if (!QFile::rename(path, aside))
        return base::fail(ErrorKind::Storage, QStringLiteral("damaged mirror.db cannot be set aside"));
    for (const QLatin1String tail : { QLatin1String("-wal"), QLatin1String("-shm") })
        if (QFileInfo::exists(path + tail))
            QFile::rename(path + tail, aside + tail);
    return aside;
}

// The mirror at its newest version. A step that does not fit the tables (SQLITE_ERROR) shows that the file is not what
// its version says.
base::Result<std::unique_ptr<Connection>> openMigrated(const QString &path, bool wholly)
{
    auto opened = openSound(path, mirrorKind(), wholly);
    if (!opened)
        return opened;
    if (auto done = migrate(**opened, mirrorKind()); !done)
        return base::fail(
            done.error().code == "1" ? ErrorKind::Corrupt : done.error().kind, done.error().detail, done.error().retry, done.error().code);
    return opened;
}

base::Result<std::unique_ptr<Connection>> openMirror(const QString &folder, base::UtcSeconds now, bool wholly, OpenReport &report)
{
    const QString path = mirrorPath(folder);
    if (auto made = makeFile(path); !made)
        return std::unexpected(made.error());
    auto opened = openMigrated(path, wholly);
    if (!opened && opened.error().kind == ErrorKind::Corrupt) {
        qCWarning(base::logStore) << "mirror is damaged and set aside:" << opened.error().detail;
        auto aside = setAside(path, now);
        if (!aside)
            return std::unexpected(aside.error());
        report.mirrorRebuilt = true;
        report.setAside = *aside;
        if (auto made = makeFile(path); !made)
            return std::unexpected(made.error());
        opened = openMigrated(path, true);
    }
    if (!opened)
        return opened;
    (*opened)->execute("PRAGMA synchronous=NORMAL");
    report.mirrorVersion = mirrorKind().newest();
    return opened;
}

// Generations never repeat, also when the mirror is begun again: each mirror gets a number from the ledger, which
// is the upper part of its generations. The ledger's number is committed first.
base::Result<> beginGenerations(Connection &mirror, Connection &ledger)
{
    if (mirror.number("SELECT COUNT(*) FROM meta WHERE name = 'generation'") > 0)
        return mirror.status();
    ledger.begin();
    ledger.execute("INSERT INTO meta (name, value) VALUES ('mirrors', 1) "
                   "ON CONFLICT (name) DO UPDATE SET value = meta.value + 1");
    const std::int64_t mirrors = ledger.number("SELECT value FROM meta WHERE name = 'mirrors'");
    if (auto done = ledger.commit(); !done)
        return done;
    CRASHPOINT("generation.numbered");
    mirror.begin();
    Statement first(mirror, "INSERT INTO meta (name, value) VALUES ('generation', ?)");
    first.bind(1, mirrors << 40);
    first.run();
    return mirror.commit();
}

} // namespace

base::Result<OpenFiles> openFiles(const QString &folder, base::UtcSeconds now)
{
    if (auto made = makeFolder(folder); !made)
        return std::unexpected(made.error());
    // A newer file is refused before anything in the folder is touched.
    for (const auto &[path, kind] : { std::pair(ledgerPath(folder), &ledgerKind()), std::pair(mirrorPath(folder), &mirrorKind()) }) {
        if (QFileInfo(path).size() == 0)
            continue;
        if (const auto found = look(path, *kind); found && *found == Recognised::Newer)
            return newer(path);
    }
    OpenFiles files;
    files.ledgerIsLookedThrough = isLookedThroughAtOnce(folder, ledgerPath(folder));
    auto ledger = openLedger(folder, now, files.ledgerIsLookedThrough, files.report);
    if (!ledger)
        return std::unexpected(ledger.error());
    CRASHPOINT("ledger.opened");
    files.mirrorIsLookedThrough = isLookedThroughAtOnce(folder, mirrorPath(folder));
    auto mirror = openMirror(folder, now, files.mirrorIsLookedThrough, files.report);
    if (!mirror)
        return std::unexpected(mirror.error());
    QFile::remove(doubtPath(folder));
    if (auto done = beginGenerations(**mirror, **ledger); !done)
        return std::unexpected(done.error());
    files.ledger = std::move(*ledger);
    files.mirror = std::move(*mirror);
    return files;
}

void doubtFiles(const QString &folder) { QFile(doubtPath(folder)).open(QIODevice::WriteOnly); }

void removeDamagedMirrors(const QString &folder)
{
    const QDir dir(folder);
    for (const QString &name : dir.entryList({ QStringLiteral("mirror.db.corrupt-*") }, QDir::Files))
        QFile::remove(dir.filePath(name));
}

namespace {

// The version of a file that can be read, or why it cannot. The mirror is too large to be looked through before every
// report, and what is read of it is checked by SQLite.
base::Result<int> checkFile(const QString &path, const DatabaseKind &kind, bool wholly)
{
    if (!QFileInfo::exists(path))
        return base::fail(ErrorKind::NotFound, QStringLiteral("no such file: ") % path);
    auto connection = Connection::open(path, Connection::Mode::ReadOnly);
    if (!connection)
        return std::unexpected(connection.error());
    auto found = recognise(**connection, kind);
    if (!found)
        return std::unexpected(found.error());
    if (*found == Recognised::Newer)
        return newer(path);
    if (*found != Recognised::Ours)
        return base::fail(ErrorKind::Corrupt, QFileInfo(path).fileName() % QLatin1String(" is no database of this program"));
    if (auto sound = wholly ? checkSound(**connection, true) : base::Result<>(); !sound)
        return std::unexpected(sound.error());
    if (isOlder(**connection, kind))
        return base::fail(ErrorKind::Storage,
            QFileInfo(path).fileName() % QLatin1String(" is of an older version; open it once for writing"), base::Retry::WhenChanged,
            "OLDER");
    return kind.newest();
}

} // namespace

base::Result<OpenReport> checkFiles(const QString &folder)
{
    OpenReport report;
    auto ledger = checkFile(ledgerPath(folder), ledgerKind(), isLookedThroughAtOnce(folder, ledgerPath(folder)));
    if (!ledger && ledger.error().kind == ErrorKind::Corrupt) {
        report.ledgerBackup = newestBackup(folder);
        ledger = report.ledgerBackup.isEmpty() ? ledger : checkFile(report.ledgerBackup, ledgerKind(), true);
    }
    const auto mirror = ledger ? checkFile(mirrorPath(folder), mirrorKind(), false) : ledger;
    if (!mirror)
        return std::unexpected(mirror.error());
    report.ledgerVersion = *ledger;
    report.mirrorVersion = *mirror;
    return report;
}

} // namespace dealerlens::store
