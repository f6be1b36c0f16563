// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/livenetwork.h"

#include "base/clock.h"
#include "store/store.h"
#include "support/mirrorcheck.h"

#include <QDir>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QtCore/qtestsupport_core.h>

namespace dealerlens::testing {
namespace {

const QString kBin = QStringLiteral(DEALERLENS_BIN_DIR "/");

} // namespace

LiveNetwork::~LiveNetwork()
{
    m_sim.closeWriteChannel();
    if (m_sim.state() != QProcess::NotRunning && !m_sim.waitForFinished(5'000)) {
        m_sim.kill();
        m_sim.waitForFinished();
    }
}

bool LiveNetwork::start(const QStringList &arguments)
{
    m_sim.start(kBin + QStringLiteral("portalsim"),
        QStringList { QStringLiteral("--demo"), QStringLiteral("--dealers"), QStringLiteral("1"), QStringLiteral("--no-limits"),
            QStringLiteral("--exit-with-stdin"), QStringLiteral("--write-portals"), portalsFile() }
            + arguments);
    QByteArray said;
    const bool ready = QTest::qWaitFor(
        [&] { return (said += m_sim.readAllStandardOutput()).contains("listening") && said.contains("control http"); }, 30'000);
    const qsizetype at = said.indexOf("http", said.indexOf("control "));
    m_controlAddress = QString::fromUtf8(said.mid(at, said.indexOf('\n', at) - at).trimmed());
    return ready;
}

QJsonObject LiveNetwork::control(const QString &command, const QJsonObject &arguments)
{
    QNetworkRequest request(QUrl(QString(m_controlAddress + command)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    QNetworkReply *reply = m_network.post(request, QJsonDocument(arguments).toJson());
    if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, 30'000))
        return {};
    reply->deleteLater();
    if (reply->error() != QNetworkReply::NoError)
        qInfo().noquote() << command << reply->errorString() << reply->peek(300);
    return QJsonDocument::fromJson(reply->readAll()).object();
}

bool LiveNetwork::letTimePass(int steps, int seed)
{
    const QJsonArray portals = control(QStringLiteral("portals")).value(QStringLiteral("portals")).toArray();
    for (const QJsonValue &portal : portals) {
        const QJsonObject done = control(QStringLiteral("step"),
            { { QStringLiteral("portal"), portal[QStringLiteral("key")] }, { QStringLiteral("count"), steps },
                { QStringLiteral("seed"), seed } });
        if (!done.value(QStringLiteral("ok")).toBool())
            return false;
    }
    return !portals.isEmpty();
}

void LiveNetwork::forgetData() { QDir(data()).removeRecursively(); }

QStringList LiveNetwork::ctlArguments(const QStringList &arguments) const
{
    return QStringList { QStringLiteral("--data"), data(), QStringLiteral("--credentials"), m_dir.filePath(QStringLiteral("keys.json")),
        QStringLiteral("--quiet") }
    + arguments;
}

int LiveNetwork::ctl(const QStringList &arguments, const QProcessEnvironment &environment, const QString &program)
{
    QProcess ctl;
    ctl.setProcessChannelMode(QProcess::MergedChannels);
    ctl.setProcessEnvironment(environment);
    ctl.start(kBin + program, ctlArguments(arguments));
    if (!ctl.waitForFinished(120'000))
        return -1;
    m_said = ctl.readAll();
    return ctl.exitCode();
}

QStringList LiveNetwork::differences()
{
    const base::SystemClock clock;
    const auto store = store::Store::open(data(), { .readOnly = true, .clock = &clock });
    const auto reader = store ? (*store)->reader() : std::unexpected(store.error());
    const auto portals = reader ? (*reader)->portals() : std::unexpected(reader.error());
    if (!portals)
        return { portals.error().detail };
    QStringList different;
    if (static_cast<qsizetype>(portals->size()) != control(QStringLiteral("portals")).value(QStringLiteral("portals")).toArray().size())
        different << QStringLiteral("not every portal is there");
    for (const model::Portal &portal : *portals) {
        const QStringList own = testing::differences(**reader, portal.id, [&](const QString &entity, bool history) {
            return control(history ? QStringLiteral("history") : QStringLiteral("dump"),
                { { QStringLiteral("portal"), portal.key }, { QStringLiteral("entity"), entity } })
                .value(QStringLiteral("rows"))
                .toArray();
        });
        for (const QString &line : own)
            different << QString(portal.key + QLatin1String(": ") + line);
    }
    return different;
}

} // namespace dealerlens::testing
