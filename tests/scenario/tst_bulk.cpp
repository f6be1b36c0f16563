// SPDX-License-Identifier: GPL-3.0-or-later
// One action on thousands of items of hundreds of portals: half of what is left is cancelled while a program sends, the
// program is killed, another one goes on. Each write arrives once, or was cancelled and never does. The judge is the
// simulator's ledger.
#include "portalsim/demogenerator.h"
#include "support/results.h"
#include "support/simrig.h"
#include "sync/outboxplanner.h"
#include "sync/wishes.h"

#include <QProcess>
#include <QRegularExpression>

using namespace dealerlens;
using model::EntityKind;
using model::Write;
using model::WriteKind;
using model::WriteState;

namespace {

portalsim::World manyDealers(int dealers)
{
    portalsim::DemoOptions options;
    options.dealers = dealers;
    options.seed = 5;
    options.now = base::SystemClock().now() - 3600;
    options.scale = 0.1;
    return portalsim::generateDemo(options);
}

} // namespace

class TestBulk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cancelledKilledAndResumed();

private:
    void ask();
    void start(QProcess &sync) const;
    qint64 effects(); // of the writes on the portals, so far
    void cancelEverySecond();
    void resume();
    void judge();
    [[nodiscard]] std::vector<Write> writes() const;

    std::unique_ptr<testing::SimRig> m_rig;
    std::map<model::PortalId, QString> m_keys;
    qint64 m_asked = 0;
};

void TestBulk::initTestCase()
{
    m_rig = std::make_unique<testing::SimRig>(manyDealers(testing::isLongRun() ? 300 : 12), testing::noLimits());
    QStringList keys;
    m_rig->sim.call([&](portalsim::SimServer &, portalsim::World &world) {
        for (const auto &portal : world.portals)
            if (portal->kind != QLatin1String("head"))
                keys += portal->key;
    });
    for (const QString &key : std::as_const(keys)) {
        const model::PortalId id = m_rig->add(key);
        QVERIFY(id > 0);
        m_keys.emplace(id, key);
    }
    QVERIFY(m_rig->sync());
    m_rig->engine.reset(); // the test itself sends nothing
    m_rig->sim.call([](portalsim::SimServer &server, portalsim::World &) { server.engine().clearLedger(); });
}

// A question about every second lead, a corrected field of the others; at most twenty of a portal.
void TestBulk::ask()
{
    const auto reader = m_rig->store->reader();
    std::vector<Write> asked;
    for (const auto &[portal, key] : m_keys) {
        const auto leads = *(*reader)->aliveIds(portal, EntityKind::Lead);
        for (std::size_t i = 0; i < std::min<std::size_t>(leads.size(), 20); ++i) {
            const model::RecordKey lead { portal, EntityKind::Lead, leads[i] };
            const base::UtcSeconds now = m_rig->clock.now();
            auto write = i % 2 == 0
                ? sync::askQuestion(**reader, lead, QStringLiteral("What is next?"), base::kNever, now)
                : sync::fixField(**reader, lead, QStringLiteral("COMMENTS"), QStringLiteral("checked by head office"), {}, now);
            QVERIFY(write);
            write->group = QStringLiteral("one action");
            asked.push_back(std::move(*write));
        }
    }
    m_asked = qint64(asked.size());
    QVERIFY(m_asked >= (testing::isLongRun() ? 5'000 : 200));
    QVERIFY(testing::SimRig::wait(m_rig->store->addWrites(asked)));
}

void TestBulk::start(QProcess &sync) const
{
    sync.start(QStringLiteral(DEALERLENS_BIN_DIR "/dealerlensctl"),
        { QStringLiteral("--data"), m_rig->dir.filePath(QStringLiteral("data")), QStringLiteral("--credentials"),
            m_rig->dir.filePath(QStringLiteral("keys.json")), QStringLiteral("--quiet"), QStringLiteral("sync") });
    QVERIFY(sync.waitForStarted());
}

std::vector<Write> TestBulk::writes() const { return *(*m_rig->store->reader())->writes({}); }

qint64 TestBulk::effects()
{
    qint64 count = 0;
    m_rig->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        count = std::ranges::count_if(server.engine().writes(), [](const auto &entry) { return entry.id > 0; });
    });
    return count;
}

// While the other program sends: what it has taken up meanwhile is its own.
void TestBulk::cancelEverySecond()
{
    qint64 cancelled = 0;
    bool isSecond = false;
    for (const Write &write : writes()) {
        if (write.state != WriteState::Queued)
            continue;
        isSecond = !isSecond;
        if (!isSecond)
            continue;
        const auto decided = sync::decide(write, sync::Decision::GiveUp, m_rig->clock.now());
        QVERIFY(decided);
        const auto moved = testing::SimRig::wait(m_rig->store->moveWrite(decided->from, decided->write, decided->event));
        QVERIFY(moved || moved.error().code == "state");
        cancelled += moved ? 1 : 0;
    }
    QVERIFY(cancelled > m_asked / 8);
}

// What was on its way when the program died is looked for; a person looks where nothing can prove it.
void TestBulk::resume()
{
    m_rig->restart();
    for (int round = 0; round < 20 && !(*m_rig->store->reader())->portalsWithOpenWrites()->empty(); ++round) {
        m_rig->clock.pass(sync::kSettleSeconds + 1);
        QVERIFY(m_rig->sync());
        for (const Write &write : writes()) {
            if (write.state != WriteState::Uncertain || !write.needsPerson)
                continue;
            const auto decided = sync::decide(write, sync::Decision::SendAgain, m_rig->clock.now());
            QVERIFY(decided);
            QVERIFY(testing::SimRig::wait(m_rig->store->moveWrite(decided->from, decided->write, decided->event)));
        }
    }
}

void TestBulk::judge()
{
    std::map<QString, int> arrived;
    m_rig->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        static const QRegularExpression reference(QStringLiteral("DL-[0-9A-F]{10}"));
        for (const auto &entry : server.engine().writes()) {
            if (entry.id <= 0)
                continue;
            const QString said = reference.match(QString::fromLatin1(entry.params)).captured();
            ++arrived[said.isEmpty() ? QString(entry.portal % QLatin1Char('/') % QString::number(entry.id)) : said];
        }
    });
    qint64 confirmed = 0;
    qint64 cancelled = 0;
    for (const Write &write : writes()) {
        const QString place = QString(m_keys.at(write.target.portal) % QLatin1Char('/') % QString::number(write.target.id));
        const auto found = arrived.find(write.kind == WriteKind::Comment ? write.reference() : place);
        QVERIFY2(write.state == WriteState::Confirmed || write.state == WriteState::Cancelled, qPrintable(place));
        QCOMPARE(found == arrived.end() ? 0 : found->second, write.state == WriteState::Confirmed ? 1 : 0);
        ++(write.state == WriteState::Confirmed ? confirmed : cancelled);
    }
    QCOMPARE(confirmed + cancelled, m_asked);
    QCOMPARE(effects(), confirmed);
    qInfo("%lld asked: %lld confirmed, %lld cancelled", static_cast<long long>(m_asked), static_cast<long long>(confirmed),
        static_cast<long long>(cancelled));
    testing::countResult(QStringLiteral("write of a bulk action, cancelled or there once"), m_asked);
}

void TestBulk::cancelledKilledAndResumed()
{
    ask();
    portalsim::Fault slow; // so that there is a middle
    slow.kind = "slow";
    slow.delayMs = testing::isLongRun() ? 100 : 200; // few portals need more patience than many, which share the slots
    slow.method = "crm.";
    for (const auto &[portal, key] : m_keys)
        m_rig->fault(key, slow);
    QProcess first;
    start(first);
    QTRY_VERIFY_WITH_TIMEOUT(effects() > m_asked / 8, 120'000);
    cancelEverySecond();
    QTRY_VERIFY_WITH_TIMEOUT(effects() > m_asked / 4, 120'000);
    QCOMPARE(first.state(), QProcess::Running);
    first.kill();
    QVERIFY(first.waitForFinished());
    QProcess second;
    start(second);
    const qint64 before = effects();
    const auto isQueued = [](const Write &write) { return write.state == WriteState::Queued; };
    const qint64 left = std::ranges::count_if(writes(), isQueued); // the first may have been quick
    QTRY_VERIFY_WITH_TIMEOUT(effects() >= before + std::min(left / 2, m_asked / 32), 60'000);
    second.kill();
    QVERIFY(second.waitForFinished());
    m_rig->clearFaults();
    resume();
    judge();
}

QTEST_GUILESS_MAIN(TestBulk)
#include "tst_bulk.moc"
