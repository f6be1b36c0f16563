// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/livenetwork.h"
#include "support/results.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>
#include <QThread>

using namespace dealerlens;

// The command line killed without warning while it mirrors portals that keep changing: at the end one quiet sync
// makes the mirror equal to the portals, and both databases are sound.
class TestKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void killedAtRandomPoints();
    void diskIsFull();

private:
    testing::LiveNetwork m_network;
};

void TestKill::initTestCase()
{
    QVERIFY(m_network.start({ QStringLiteral("--scale"), QStringLiteral("0.5"), QStringLiteral("--latency"), QStringLiteral("5") }));
    QVERIFY2(m_network.ctl({ QStringLiteral("portals"), QStringLiteral("import"), m_network.portalsFile() }) == 0, m_network.said());
}

void TestKill::killedAtRandomPoints()
{
    const int kills = testing::isLongRun() ? 1'000 : 200;
    QRandomGenerator random(11);
    int working = 0; // killed before they had ended by themselves
    QElapsedTimer clock;
    clock.start();
    int started = 0;
    for (int i = 0; working < kills && i < 10 * kills; ++i) {
        ++started;
        QProcess ctl;
        ctl.setStandardOutputFile(QProcess::nullDevice());
        ctl.setStandardErrorFile(QProcess::nullDevice());
        ctl.start(QStringLiteral(DEALERLENS_BIN_DIR "/dealerlensctl"), m_network.ctlArguments({ QStringLiteral("sync") }));
        QVERIFY(ctl.waitForStarted());
        const auto pause = static_cast<unsigned long>(random.bounded(8, 140));
        QThread::msleep(pause / 2);
        QVERIFY(m_network.letTimePass(3, i));
        QThread::msleep(pause / 2);
        working += ctl.state() == QProcess::Running && !ctl.waitForFinished(0) ? 1 : 0;
        ctl.kill();
        QVERIFY(ctl.state() == QProcess::NotRunning || ctl.waitForFinished());
    }
    QVERIFY(working >= kills);
    const qint64 took = clock.elapsed();
    QVERIFY2(m_network.ctl({ QStringLiteral("sync") }) == 0, m_network.said());
    QVERIFY2(m_network.ctl({ QStringLiteral("check") }) == 0, m_network.said());
    QCOMPARE(m_network.differences().mid(0, 10), QStringList());
    qInfo("%d of %d syncs killed in the middle of their work, %lld s", working, started, static_cast<long long>(took / 1'000));
    testing::countResult(QStringLiteral("sync killed at a random moment"), working);
}

// A file system of 6 MiB in a mount of its own: sync says that the disk is full, keeps what it has, and goes on when
// there is room. Only root can make one; elsewhere the fault points of tst_faulterrors stand for it.
void TestKill::diskIsFull()
{
    QTemporaryDir dir;
    QFile script(dir.filePath(QStringLiteral("script")));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("mount -t tmpfs -o size=6m none \"$1\" || exit 99\n"
                 "shift\n"
                 "\"$@\" portals import \"$CSV\" || exit 98\n"
                 "\"$@\" sync; echo \"full: $?\"\n"
                 "mount -o remount,size=300m \"$ROOM\" || exit 97\n"
                 "\"$@\" sync && \"$@\" check && echo sound\n");
    script.close();
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("CSV"), m_network.portalsFile());
    environment.insert(QStringLiteral("ROOM"), dir.path());
    QProcess shell;
    shell.setProcessEnvironment(environment);
    shell.setProcessChannelMode(QProcess::MergedChannels);
    shell.start(QStringLiteral("unshare"),
        { QStringLiteral("-m"), QStringLiteral("sh"), script.fileName(), dir.path(), QStringLiteral(DEALERLENS_BIN_DIR "/dealerlensctl"),
            QStringLiteral("--data"), dir.filePath(QStringLiteral("data")), QStringLiteral("--credentials"),
            dir.filePath(QStringLiteral("keys.json")) });
    QVERIFY(shell.waitForFinished(120'000));
    const QByteArray said = shell.readAll();
    if (shell.exitCode() == 99 || said.contains("unshare failed")) {
        qInfo("no file system can be made here: %s", said.constData());
        return;
    }
    QVERIFY2(said.contains("The disk is full"), said);
    QVERIFY2(said.contains("full: 4") || said.contains("full: 5"), said);
    QVERIFY2(said.contains("sound"), said);
    testing::countResult(QStringLiteral("full file system, then room again"), 1);
}

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
