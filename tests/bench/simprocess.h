// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace dealerlens::bench {

// portalsim as a process of its own, so that what it costs is not counted. Ends with this object.
class SimProcess {
public:
    explicit SimProcess(const QStringList &arguments, const QString &folder); // gives up when it does not start
    ~SimProcess();

    [[nodiscard]] const QJsonArray &portals() const { return m_portals; } // {key, address}

    [[nodiscard]] qint64 requests() { return ledger(QLatin1String("requests")); } // since the last forget()

    [[nodiscard]] qint64 refusals() { return ledger(QLatin1String("refused")); }

    [[nodiscard]] double processorSeconds() const; // of all its threads since it was started

    void forget() { (void)control("forget", {}); } // counts from 0

    // A command of the control channel; gives up when it fails.
    [[nodiscard]] QJsonObject control(const char *command, const QJsonObject &arguments);

private:
    [[nodiscard]] qint64 ledger(QLatin1String key);

    QProcess m_process;
    QJsonArray m_portals;
    quint16 m_controlPort = 0;
};

} // namespace dealerlens::bench
