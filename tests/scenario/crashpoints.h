// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QStringList>

namespace dealerlens::testing {

inline const QString kCrashingProgram = QStringLiteral("dealerlensctl-crashing");

// The names of all CRASHPOINTs in the sources, sorted; as often as they stand there.
inline QStringList crashPointsInSources()
{
    QStringList points;
    static const QRegularExpression call(QStringLiteral("CRASHPOINT\\(\"([a-z_.]+)\"\\);"));
    for (QDirIterator files(
             QStringLiteral(DEALERLENS_SOURCE_DIR "/src"), { QStringLiteral("*.cpp") }, QDir::Files, QDirIterator::Subdirectories);
        files.hasNext();) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString text = QString::fromUtf8(file.readAll());
        for (auto found = call.globalMatch(text); found.hasNext();)
            points << found.next().captured(1);
    }
    points.sort();
    return points;
}

} // namespace dealerlens::testing
