// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/exporting.h"

#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

#include <cerrno>

namespace dealerlens::exporting {

namespace {

base::Result<> writeBytes(const QByteArray &bytes, const QString &path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return base::fail(base::ErrorKind::Storage, file.errorString());
    // Exports hold personal data: a file that was open to others before does not stay so.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    errno = 0;
    if (file.write(bytes) == bytes.size() && file.commit())
        return {};
    const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG || file.error() == QFileDevice::ResourceError
        || QStorageInfo(QFileInfo(path).absolutePath()).bytesAvailable() < bytes.size();
    return base::fail(full ? base::ErrorKind::Full : base::ErrorKind::Storage, file.errorString(), base::Retry::WhenChanged);
}

} // namespace

base::Result<> writeFile(const reports::Table &table, const QString &path, const QString &format, const base::CancelToken &cancel)
{
    // The rename at the end would replace a device, a pipe or a folder by a file.
    const QFileInfo target(path);
    if (target.exists() && !target.isFile())
        return base::fail(base::ErrorKind::Input, QStringLiteral("not a regular file"), base::Retry::Never, "target");
    const QString wanted = (format.isEmpty() ? QFileInfo(path).suffix() : format).toLower();
    if (cancel.isCancelled())
        return base::fail(base::ErrorKind::Cancelled, QStringLiteral("export cancelled"));
    if (wanted == QLatin1String("xlsx"))
        return writeXlsx(table, path, cancel);
    if (wanted == QLatin1String("csv"))
        return writeBytes(toCsv(table), path);
    if (wanted == QLatin1String("tsv"))
        return writeBytes(toTsv(table), path);
    if (wanted == QLatin1String("json"))
        return writeBytes(toJson(table), path);
    if (wanted == QLatin1String("txt") || wanted == QLatin1String("table"))
        return writeBytes(toText(table, 0).toUtf8(), path);
    return base::fail(base::ErrorKind::Input, QStringLiteral("unknown format of an export: ") + wanted, base::Retry::Never, "format");
}

} // namespace dealerlens::exporting
