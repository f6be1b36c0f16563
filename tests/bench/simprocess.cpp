// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/simprocess.h"

#include "bench/bench.h"
#include "bench/floorhttp.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <unistd.h>

namespace dealerlens::bench {

SimProcess::SimProcess(const QStringList &arguments, const QString &folder)
{
    const QString list = folder % QStringLiteral("/portals.csv");
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationDirPath() % QStringLiteral("/portalsim"),
        QStringList(arguments) << QStringLiteral("--exit-with-stdin") << QStringLiteral("--write-portals") << list);
    QByteArray told;
    while (!told.contains("listening")) {
        if (!m_process.waitForReadyRead(600'000))
            giveUp(QStringLiteral("portalsim does not start"));
        told += m_process.readAllStandardOutput();
    }
    const qsizetype at = told.indexOf("127.0.0.1:") + 10; // the first line tells the control channel
    m_controlPort = told.mid(at, told.indexOf('/', at) - at).toUShort();
    QFile file(list);
    if (!file.open(QIODevice::ReadOnly))
        giveUp(QStringLiteral("portalsim has not told its portals"));
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines.mid(1))
        if (const QList<QByteArray> cells = line.split(','); cells.size() >= 7)
            m_portals.append(QJsonObject { { QStringLiteral("key"), QString::fromUtf8(cells.first()) },
                { QStringLiteral("address"), QString::fromUtf8(cells.last()) } });
    if (m_portals.isEmpty() || m_controlPort == 0)
        giveUp(QStringLiteral("portalsim has not told its portals"));
}

SimProcess::~SimProcess()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(60'000))
        m_process.kill();
}

double SimProcess::processorSeconds() const
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(m_process.processId()));
    if (!file.open(QIODevice::ReadOnly))
        giveUp(QStringLiteral("portalsim has ended"));
    const QByteArray told = file.readAll();
    const QList<QByteArray> fields = told.mid(told.lastIndexOf(')') + 2).split(' '); // from the third on, see proc(5)
    return (fields.value(11).toDouble() + fields.value(12).toDouble()) / double(sysconf(_SC_CLK_TCK));
}

QJsonObject SimProcess::control(const char *command, const QJsonObject &arguments)
{
    HttpConnection connection(m_controlPort);
    const std::string_view body
        = connection.post(std::string("/control/") + command, QJsonDocument(arguments).toJson(QJsonDocument::Compact).toStdString());
    const QJsonObject answer = QJsonDocument::fromJson(QByteArray(body.data(), static_cast<qsizetype>(body.size()))).object();
    if (!answer.value(QLatin1String("ok")).toBool())
        giveUp(QString::fromLatin1(command) % QStringLiteral(": ") % answer.value(QLatin1String("error")).toString());
    return answer;
}

qint64 SimProcess::ledger(QLatin1String key) { return control("ledger", { { QStringLiteral("limit"), 0 } }).value(key).toInteger(); }

} // namespace dealerlens::bench
