// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "store/store.h"
#include "support/mirrorcheck.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace dealerlens;

namespace {

const QString kBin = QStringLiteral(DEALERLENS_BIN_DIR "/");

} // namespace

// The command line killed without warning while it mirrors a portal that keeps changing: at the end one quiet
// sync makes the mirror equal to the portal, and both databases are sound.
class TestKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void killedAtRandomPoints();
    void cleanupTestCase();

private:
    QJsonObject control(const QString &command, const QJsonObject &arguments);
    QStringList common() const;
    int runCtl(const QStringList &arguments);

    QTemporaryDir m_dir;
    QProcess m_sim;
    QString m_controlAddress;
    QNetworkAccessManager m_network;
};

QJsonObject TestKill::control(const QString &command, const QJsonObject &arguments)
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

QStringList TestKill::common() const
{
    return { QStringLiteral("--data"), m_dir.filePath(QStringLiteral("data")), QStringLiteral("--credentials"),
        m_dir.filePath(QStringLiteral("keys.json")), QStringLiteral("--quiet") };
}

int TestKill::runCtl(const QStringList &arguments)
{
    QProcess ctl;
    ctl.setProcessChannelMode(QProcess::MergedChannels);
    ctl.start(kBin + QStringLiteral("dealerlensctl"), common() + arguments);
    if (!ctl.waitForFinished(120'000))
        return -1;
    if (ctl.exitCode() != 0)
        qInfo().noquote() << ctl.readAll();
    return ctl.exitCode();
}

void TestKill::initTestCase()
{
    m_sim.start(kBin + QStringLiteral("portalsim"),
        { QStringLiteral("--demo"), QStringLiteral("--dealers"), QStringLiteral("1"), QStringLiteral("--scale"), QStringLiteral("0.5"),
            QStringLiteral("--no-limits"), QStringLiteral("--exit-with-stdin"), QStringLiteral("--latency"), QStringLiteral("5"),
            QStringLiteral("--write-portals"), m_dir.filePath(QStringLiteral("portals.csv")) });
    QVERIFY(m_sim.waitForStarted());
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += m_sim.readAllStandardOutput()).contains("listening") && said.contains("control http"), 30'000);
    const qsizetype at = said.indexOf("http", said.indexOf("control "));
    m_controlAddress = QString::fromUtf8(said.mid(at, said.indexOf('\n', at) - at).trimmed());
    QCOMPARE(runCtl({ QStringLiteral("portals"), QStringLiteral("import"), m_dir.filePath(QStringLiteral("portals.csv")) }), 0);
}

void TestKill::killedAtRandomPoints()
{
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("DEALERLENS_KILLS", &given);
    const int kills = given ? wanted : 200;
    QRandomGenerator random(11);
    const QJsonArray portals = control(QStringLiteral("portals"), {}).value(QStringLiteral("portals")).toArray();
    QVERIFY(!portals.isEmpty());
    int working = 0; // killed before they had ended by themselves
    QElapsedTimer clock;
    clock.start();
    int started = 0;
    for (int i = 0; working < kills && i < 10 * kills; ++i) {
        ++started;
        QProcess ctl;
        ctl.setStandardOutputFile(QProcess::nullDevice());
        ctl.setStandardErrorFile(QProcess::nullDevice());
        ctl.start(kBin + QStringLiteral("dealerlensctl"), common() + QStringList { QStringLiteral("sync") });
        QVERIFY(ctl.waitForStarted());
        const auto pause = static_cast<unsigned long>(random.bounded(8, 140));
        QThread::msleep(pause / 2);
        const QJsonObject portal = portals[random.bounded(static_cast<int>(portals.size()))].toObject();
        QVERIFY(control(QStringLiteral("step"),
            { { QStringLiteral("portal"), portal.value(QStringLiteral("key")) }, { QStringLiteral("count"), 3 },
                { QStringLiteral("seed"), i } })
                .value(QStringLiteral("ok"))
                .toBool());
        QThread::msleep(pause / 2);
        working += ctl.state() == QProcess::Running && !ctl.waitForFinished(0) ? 1 : 0;
        ctl.kill();
        QVERIFY(ctl.state() == QProcess::NotRunning || ctl.waitForFinished());
    }
    QVERIFY(working >= kills);
    const qint64 took = clock.elapsed();
    QCOMPARE(runCtl({ QStringLiteral("sync") }), 0);
    QCOMPARE(runCtl({ QStringLiteral("check") }), 0);

    const base::SystemClock system;
    store::Store::Options options;
    options.clock = &system;
    options.readOnly = true;
    const auto store = store::Store::open(m_dir.filePath(QStringLiteral("data")), options);
    QVERIFY(store);
    const auto reader = (*store)->reader();
    QVERIFY(reader);
    const auto mirrored = (*reader)->portals();
    QVERIFY(mirrored);
    QCOMPARE(static_cast<qsizetype>(mirrored->size()), portals.size());
    for (const model::Portal &portal : *mirrored) {
        const QStringList different = testing::differences(**reader, portal.id, [&](const QString &entity, bool history) {
            return control(history ? QStringLiteral("history") : QStringLiteral("dump"),
                { { QStringLiteral("portal"), portal.key }, { QStringLiteral("entity"), entity } })
                .value(QStringLiteral("rows"))
                .toArray();
        });
        QVERIFY2(
            different.isEmpty(), qPrintable(QString(portal.key + QStringLiteral(": ") + different.mid(0, 10).join(QStringLiteral("; ")))));
    }
    qInfo().noquote()
        << QStringLiteral("%1 of %2 syncs killed in the middle of their work, %3 s").arg(working).arg(started).arg(took / 1000);
}

void TestKill::cleanupTestCase()
{
    m_sim.closeWriteChannel();
    if (!m_sim.waitForFinished(5'000)) {
        m_sim.kill();
        m_sim.waitForFinished();
    }
}

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
