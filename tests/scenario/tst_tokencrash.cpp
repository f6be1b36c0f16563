// SPDX-License-Identifier: GPL-3.0-or-later
// The command line ends between a portal's new tokens and the store that is to keep them. The old pair is spent then: that
// portal needs its sign-in again, and nothing else does.
#include "portalsim/demogenerator.h"
#include "scenario/crashpoints.h"
#include "support/oauthrig.h"
#include "support/results.h"

#include <QProcess>

using namespace dealerlens;
using testing::OAuthRig;

namespace {

portalsim::World twoDealers()
{
    portalsim::DemoOptions options;
    options.dealers = 2;
    options.seed = 7;
    options.now = base::SystemClock().now() - 3600;
    options.scale = 0.1;
    return portalsim::generateDemo(options);
}

} // namespace

class TestTokenCrash : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPoint_data();
    void everyPoint();

private:
    static int sync(const OAuthRig &rig, const QString &point = {});
};

// Exit code of a sync in a process of its own.
int TestTokenCrash::sync(const OAuthRig &rig, const QString &point)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    if (!point.isEmpty())
        environment.insert(QStringLiteral("DEALERLENS_CRASH"), point + QStringLiteral(":1"));
    QProcess ctl;
    ctl.setProcessEnvironment(environment);
    ctl.start(QString(QStringLiteral(DEALERLENS_BIN_DIR "/") + testing::kCrashingProgram),
        { QStringLiteral("--data"), rig.dir.filePath(QStringLiteral("data")), QStringLiteral("--credentials"),
            rig.dir.filePath(QStringLiteral("keys.json")), QStringLiteral("--quiet"), QStringLiteral("sync") });
    const bool ended = QTest::qWaitFor([&ctl] { return ctl.state() == QProcess::NotRunning; }, 60'000);
    return ended && ctl.exitStatus() == QProcess::NormalExit ? ctl.exitCode() : -1;
}

void TestTokenCrash::everyPoint_data()
{
    QTest::addColumn<bool>("isKept");
    for (const QString &point : testing::crashPointsInSources())
        if (point.startsWith(QStringLiteral("tokens.")))
            QTest::newRow(qPrintable(point)) << (point == QStringLiteral("tokens.kept"));
}

void TestTokenCrash::everyPoint()
{
    QFETCH(bool, isKept);
    OAuthRig rig(twoDealers());
    const QString key = rig.lastKey();
    QString other;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) { other = world.portals.front()->key; });
    const auto in = rig.signIn(key);
    const auto healthy = rig.signIn(other);
    QVERIFY(in && healthy);
    QCOMPARE(sync(rig), 0);
    rig.expire(key);
    QCOMPARE(sync(rig, QString::fromLatin1(QTest::currentDataTag())), 137);
    QCOMPARE(rig.renewals(key), 1);
    QCOMPARE(sync(rig), isKept ? 0 : 4); // "portals failed"
    rig.restartOn(rig.secrets.get());
    QVERIFY(rig.sync());
    const auto problem = rig.engine->status(in->portal.id).problem;
    QCOMPARE(problem.has_value(), !isKept);
    if (problem) {
        QCOMPARE(problem->kind, base::ErrorKind::Auth);
        QCOMPARE(problem->code, QByteArray("invalid_grant"));
        QVERIFY(rig.signIn(key, in->portal.id));
        QVERIFY(rig.sync());
    }
    QCOMPARE(rig.tokens(other).access.isEmpty(), false);
    QCOMPARE(rig.renewals(other), 0);
    for (const auto &[name, id] : { std::pair(key, in->portal.id), std::pair(other, healthy->portal.id) }) {
        QVERIFY(!rig.engine->status(id).problem);
        QCOMPARE(rig.differencesOf(name, id), QStringList());
    }
    testing::countResult(QStringLiteral("kill between new tokens and their store"), 1);
}

QTEST_GUILESS_MAIN(TestTokenCrash)
#include "tst_tokencrash.moc"
