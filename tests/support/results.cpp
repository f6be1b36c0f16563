// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/results.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace dealerlens::testing {

void countResult(const QString &what, qint64 count)
{
    const QByteArray line
        = QJsonDocument({ { QStringLiteral("what"), what }, { QStringLiteral("count"), count } }).toJson(QJsonDocument::Compact) + '\n';
    qInfo("%s", line.trimmed().constData());
    const QString folder = qEnvironmentVariable("DEALERLENS_RESULTS");
    if (folder.isEmpty())
        return;
    static bool begun = false;
    QDir().mkpath(folder);
    const QString program = QFileInfo(QCoreApplication::applicationFilePath()).fileName();
    QFile file(folder + QLatin1Char('/') + program + QLatin1String(".jsonl"));
    const QIODevice::OpenMode mode = begun ? QIODevice::Append : QIODevice::Truncate;
    begun = true;
    if (file.open(QIODevice::WriteOnly | mode))
        file.write(line);
}

bool isLongRun() { return qEnvironmentVariableIsSet("DEALERLENS_LONG"); }

} // namespace dealerlens::testing
