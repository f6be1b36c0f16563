// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/backup.h"

#include "base/crashpoint.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

#include <cstdio>

#include <sqlite3.h>

namespace dealerlens::store {
namespace {

constexpr int kKept = 5;
constexpr int kPagesAStep = 256; // 4 MB
constexpr std::int64_t kYoung = 3'600; // seconds

QDir backupFolder(const QString &folder) { return QDir(folder + QLatin1String("/backups")); }

QString nameAt(base::UtcSeconds at)
{
    return QDateTime::fromSecsSinceEpoch(at, Qt::UTC).toString(QStringLiteral("'ledger-'yyyyMMdd'T'HHmmss'Z.db'"));
}

QStringList backups(const QString &folder)
{
    return backupFolder(folder).entryList({ QStringLiteral("ledger-*.db") }, QDir::Files, QDir::Name);
}

} // namespace

QString newestBackup(const QString &folder)
{
    const QStringList all = backups(folder);
    return all.isEmpty() ? QString() : backupFolder(folder).filePath(all.last());
}

base::Result<> copyInto(Connection &from, Connection &to, const std::atomic<bool> *stopped)
{
    // One state of the source for all steps: otherwise each write between two of them would begin the copy anew.
    Statement reading(from, "SELECT 1 FROM sqlite_schema");
    (void)reading.step();
    sqlite3_backup *backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (!backup)
        return base::fail(base::ErrorKind::Storage, QStringLiteral("copy of a database cannot begin"));
    int stepped = SQLITE_OK;
    while (stepped == SQLITE_OK && !(stopped && *stopped))
        stepped = sqlite3_backup_step(backup, stopped ? kPagesAStep : -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped == SQLITE_OK)
        return base::fail(base::ErrorKind::Cancelled, QStringLiteral("copy of a database given up"));
    if (stepped != SQLITE_DONE || finished != SQLITE_OK)
        return std::unexpected(storageError(stepped != SQLITE_DONE ? stepped : finished, QStringLiteral("copy of a database")));
    return {};
}

base::Result<> copyDatabase(Connection &from, const QString &path, const std::atomic<bool> *stopped)
{
    // Under another name until whole: a copy cut off is never taken for one.
    const QString part = path % QLatin1String(".part");
    QFile::remove(part);
    QFile file(part);
    if (!file.open(QIODevice::WriteOnly))
        return base::fail(base::ErrorKind::Storage, QStringLiteral("copy cannot be written: ") % part);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.close();
    {
        auto target = Connection::open(part, Connection::Mode::Create);
        if (!target)
            return std::unexpected(target.error());
        if (auto copied = copyInto(from, **target, stopped); !copied) {
            target->reset();
            QFile::remove(part);
            return copied;
        }
        (*target)->execute("PRAGMA journal_mode=DELETE"); // no second file beside it
        if (auto done = (*target)->status(); !done)
            return done;
    }
    CRASHPOINT("backup.copied");
    // QFile::rename() does not replace.
    if (std::rename(QFile::encodeName(part).constData(), QFile::encodeName(path).constData()) != 0)
        return base::fail(base::ErrorKind::Storage, QStringLiteral("copy cannot be named: ") % path);
    return {};
}

void keepNewestBackup(const QString &folder)
{
    const QStringList all = backups(folder);
    for (qsizetype i = 0; i + 1 < all.size(); ++i)
        QFile::remove(backupFolder(folder).filePath(all.at(i)));
}

base::Result<> backUp(Connection &ledger, const QString &folder, base::UtcSeconds now, bool always, const std::atomic<bool> *stopped)
{
    const QStringList before = backups(folder);
    if (!always && !before.isEmpty() && before.last() > nameAt(now - kYoung) && before.last() <= nameAt(now))
        return {};
    const QDir place = backupFolder(folder);
    if (!place.exists()) {
        if (!QDir().mkpath(place.path()))
            return base::fail(base::ErrorKind::Storage, QStringLiteral("folder for backups cannot be made"));
        QFile::setPermissions(place.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    if (auto copied = copyDatabase(ledger, place.filePath(nameAt(now)), stopped); !copied)
        return copied;
    CRASHPOINT("backup.named");
    const QStringList all = backups(folder);
    for (qsizetype i = 0; i + kKept < all.size(); ++i)
        QFile::remove(place.filePath(all.at(i)));
    return {};
}

} // namespace dealerlens::store
