// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/backup.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

#include <sqlite3.h>

namespace dealerlens::store {
namespace {

constexpr int kKept = 5;
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

base::Result<> copyTo(Connection &ledger, const QString &path)
{
    auto target = Connection::open(path, Connection::Mode::Create);
    if (!target)
        return std::unexpected(target.error());
    sqlite3_backup *backup = sqlite3_backup_init((*target)->handle(), "main", ledger.handle(), "main");
    if (!backup)
        return base::fail(base::ErrorKind::Storage, QStringLiteral("backup cannot begin"));
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK)
        return std::unexpected(storageError(stepped != SQLITE_DONE ? stepped : finished, QStringLiteral("backup of ledger.db")));
    return {};
}

} // namespace

QString newestBackup(const QString &folder)
{
    const QStringList all = backups(folder);
    return all.isEmpty() ? QString() : backupFolder(folder).filePath(all.last());
}

base::Result<> backUp(Connection &ledger, const QString &folder, base::UtcSeconds now, bool always)
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
    // Under another name until whole: a copy cut off is never taken for a backup.
    const QString part = place.filePath(QStringLiteral("ledger.part"));
    QFile::remove(part);
    QFile file(part);
    if (!file.open(QIODevice::WriteOnly))
        return base::fail(base::ErrorKind::Storage, QStringLiteral("backup cannot be written"));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.close();
    if (auto copied = copyTo(ledger, part); !copied)
        return copied;
    const QString path = place.filePath(nameAt(now));
    if (QFile::exists(path))
        QFile::remove(path);
    if (!QFile::rename(part, path))
        return base::fail(base::ErrorKind::Storage, QStringLiteral("backup cannot be named"));
    const QStringList all = backups(folder);
    for (qsizetype i = 0; i + kKept < all.size(); ++i)
        QFile::remove(place.filePath(all.at(i)));
    return {};
}

} // namespace dealerlens::store
