// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/reader.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QTemporaryDir>

namespace dealerlens::testing {

// A simulated network in a process of its own and the command line that mirrors it, for tests in which programs
// die. Main thread only.
class LiveNetwork {
public:
    ~LiveNetwork();

    // One demo dealer and head office's portal, seed 1; false when it does not start.
    [[nodiscard]] bool start(const QStringList &arguments);
    [[nodiscard]] QJsonObject control(const QString &command, const QJsonObject &arguments = {});
    [[nodiscard]] bool letTimePass(int steps, int seed); // on every portal

    [[nodiscard]] QString data() const { return m_dir.filePath(QStringLiteral("data")); }

    void forgetData(); // an empty data folder

    [[nodiscard]] QString portalsFile() const { return m_dir.filePath(QStringLiteral("portals.csv")); }

    // Options of every call, then `arguments`.
    [[nodiscard]] QStringList ctlArguments(const QStringList &arguments) const;
    // Exit code of `program` (dealerlensctl or a build of it), -1 when it does not end; what it said is in said().
    int ctl(const QStringList &arguments, const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment(),
        const QString &program = QStringLiteral("dealerlensctl"));

    [[nodiscard]] QByteArray said() const { return m_said; }

    // Every difference between mirror and portals, both databases opened for reading.
    [[nodiscard]] QStringList differences();

private:
    QTemporaryDir m_dir;
    QProcess m_sim;
    QString m_controlAddress;
    QNetworkAccessManager m_network;
    QByteArray m_said;
};

} // namespace dealerlens::testing
