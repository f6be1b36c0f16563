// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/demogenerator.h"
#include "support/simrig.h"

using namespace dealerlens;
using model::EntityKind;

namespace {

portalsim::World demoWorld(int dealers)
{
    portalsim::DemoOptions options;
    options.dealers = dealers;
    options.seed = 7;
    options.now = base::SystemClock().now() - 3600;
    return portalsim::generateDemo(options);
}

} // namespace

// The engine against simulated portals over real sockets; the truth is the simulator's own storage.
class TestEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mirrorsAPortal();
};

void TestEngine::mirrorsAPortal()
{
    testing::SimRig rig(demoWorld(2));
    QString key;
    rig.sim.call([&](portalsim::SimServer &, portalsim::World &world) { key = world.portals.back()->key; });
    const model::PortalId id = rig.add(key);
    QVERIFY(id > 0);
    QVERIFY(rig.sync());
    const auto status = rig.engine->status(id);
    if (status.problem)
        qInfo() << int(status.problem->kind) << status.problem->code << status.problem->detail;
    QVERIFY(!status.problem);
    qInfo() << "requests" << rig.requests(key) << "records" << status.done;
    const QStringList different = rig.differencesOf(key, id);
    QVERIFY2(different.isEmpty(), qPrintable(different.mid(0, 20).join(QStringLiteral("; "))));
    const qint64 before = rig.requests(key);
    QVERIFY(rig.sync());
    QCOMPARE(rig.requests(key), before + 1);
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
