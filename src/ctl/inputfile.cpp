// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/inputfile.h"

#include <QFile>

#include <cstdio>

namespace dealerlens::ctl {

base::Result<QByteArray> readInput(const QString &path, qint64 largest)
{
    QFile file(path);
    const bool isStandard = path.isEmpty() || path == QLatin1String("-");
    const bool isOpen = isStandard ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    const QByteArray bytes = isOpen ? file.read(largest + 1) : QByteArray();
    if (file.error() != QFileDevice::NoError)
        return base::fail(base::ErrorKind::Input, file.errorString(), base::Retry::Never, "file");
    return bytes;
}

} // namespace dealerlens::ctl
