// SPDX-License-Identifier: GPL-3.0-or-later
// `dealerlensctl sync` beside simulated portals of this process.
#include "ctl/programs.h"
#include "portalsim/demogenerator.h"
#include "portalsim/simserver.h"

#include <QSqlDatabase>
#include <QSqlQuery>

using namespace dealerlens;
using namespace dealerlens::testing;
using portalsim::Entity;

namespace {

portalsim::World demoWorld()
{
    portalsim::DemoOptions options;
    options.dealers = 2;
    options.seed = 4;
    options.now = base::SystemClock().now() - 3600;
    options.scale = 0.4;
    return portalsim::generateDemo(options);
}

portalsim::EngineOptions noLimits()
{
    portalsim::EngineOptions options;
    options.limits = false;
    return options;
}

// What a statement about the mirror answers; its columns joined by spaces.
QString answer(const Desk &desk, const QString &sql)
{
    QStringList cells;
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("look"));
        database.setDatabaseName(desk.data() + QLatin1String("/mirror.db"));
        if (!database.open())
            return {};
        QSqlQuery query(database);
        query.exec(sql);
        for (int column = 0; query.isActive() && (query.isValid() || query.next()) && query.value(column).isValid(); ++column)
            cells.append(query.value(column).toString());
    }
    QSqlDatabase::removeDatabase(QStringLiteral("look"));
    return cells.join(u' ');
}

} // namespace

class TestCtlSync : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void onlyTheConfirmedPortalLosesMany();
    void theLogIsTakenOverWhileItRuns();

private:
    [[nodiscard]] QString leads(int portal) const
    {
        return answer(*m_desk, QStringLiteral("SELECT COUNT(*) FROM lead WHERE deleted_at IS NULL AND portal_id = %1").arg(portal));
    }

    std::unique_ptr<portalsim::SimThread> m_sim;
    std::unique_ptr<Desk> m_desk;
    QStringList m_keys; // of the portals 1, 2
};

void TestCtlSync::init()
{
    m_sim = std::make_unique<portalsim::SimThread>(demoWorld(), noLimits());
    m_desk = std::make_unique<Desk>();
    m_keys.clear();
    m_sim->call([this](portalsim::SimServer &, portalsim::World &world) {
        for (const auto &portal : world.portals)
            if (portal->kind == u"dealer")
                m_keys.append(portal->key);
    });
    QByteArray csv(kHead);
    for (const QString &key : std::as_const(m_keys))
        csv += (key + QLatin1String(",T,dealer,R,C,Europe/Moscow,") + m_sim->address(key) + u'\n').toUtf8();
    EXPECT_CODE(m_desk->import(csv), 0);
}

// Both portals lose most of their leads. Nothing goes by itself; one is confirmed, and the other one keeps what it has.
void TestCtlSync::onlyTheConfirmedPortalLosesMany()
{
    EXPECT_CODE(m_desk->run({ QStringLiteral("sync") }), 0);
    const QString before[] { leads(1), leads(2) };
    QString left;
    m_sim->call([&](portalsim::SimServer &, portalsim::World &world) {
        for (const QString &key : std::as_const(m_keys)) {
            auto &rows = world.find(key)->table(Entity::Lead).rows;
            rows.resize(rows.size() / 2);
        }
        left = QString::number(world.find(m_keys[0])->table(Entity::Lead).rows.size());
    });
    QVERIFY(before[0].toInt() > 2 * 20 && before[1].toInt() > 2 * 20);
    const Outcome told = m_desk->run({ QStringLiteral("sync") });
    EXPECT_CODE(told, 4); // a script has to learn that a decision is waited for
    for (const QString &key : std::as_const(m_keys))
        QVERIFY2(told.err.contains(QStringLiteral("dealerlensctl sync --confirm-removal ") + key), qPrintable(told.err));
    QCOMPARE(leads(1), before[0]);
    QCOMPARE(leads(2), before[1]);
    EXPECT_CODE(m_desk->run({ QStringLiteral("sync"), QStringLiteral("--confirm-removal"), QStringLiteral("nobody") }), 3);
    const Outcome done = m_desk->run({ QStringLiteral("sync"), QStringLiteral("--confirm-removal"), m_keys[0] });
    EXPECT_CODE(done, 0);
    QVERIFY2(!done.err.contains(QStringLiteral("--confirm-removal")), qPrintable(done.err));
    QCOMPARE(leads(1), left);
    QCOMPARE(leads(2), before[1]);
    // It was said about what was missing then, not for ever.
    m_sim->call([&](portalsim::SimServer &, portalsim::World &world) { world.find(m_keys[0])->table(Entity::Lead).rows.clear(); });
    const Outcome again = m_desk->run({ QStringLiteral("sync") });
    QVERIFY2(again.err.contains(QStringLiteral("--confirm-removal ") + m_keys[0]), qPrintable(again.err));
    QCOMPARE(leads(1), left);
}

// The program itself holds no old snapshot during its sync: what is written then can be moved from the log into the file.
void TestCtlSync::theLogIsTakenOverWhileItRuns()
{
    m_sim->call([this](portalsim::SimServer &server, portalsim::World &) {
        portalsim::Fault hold;
        hold.kind = "hold";
        server.engine().addFault(m_keys[1], hold);
    });
    QProcess sync;
    sync.start(binary("dealerlensctl"),
        { QStringLiteral("--data"), m_desk->data(), QStringLiteral("--credentials"), m_desk->path(QStringLiteral("keys.json")),
            QStringLiteral("sync") });
    QByteArray said;
    const auto firstIsDone = [&] {
        said += sync.readAllStandardError();
        return said.contains(QByteArray(m_keys[0].toUtf8() + ": done")) || sync.state() == QProcess::NotRunning;
    };
    QVERIFY(QTest::qWaitFor(firstIsDone, 60'000));
    QCOMPARE(sync.state(), QProcess::Running);
    const QStringList log = answer(*m_desk, QStringLiteral("PRAGMA wal_checkpoint(PASSIVE)")).split(u' '); // busy, in the log, moved
    QCOMPARE(log.size(), 3);
    QVERIFY(log[1].toInt() > 0);
    QCOMPARE(log[2], log[1]);
    m_sim->call([this](portalsim::SimServer &server, portalsim::World &) { server.release(m_keys[1]); });
    QVERIFY(QTest::qWaitFor([&sync] { return sync.state() == QProcess::NotRunning; }, 60'000));
    QCOMPARE(sync.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestCtlSync)
#include "tst_ctlsync.moc"
