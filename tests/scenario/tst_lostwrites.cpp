// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of write against every way in which its request or its answer can be lost on the way. The judge is the
// simulator's ledger: what really took effect.
#include "portalsim/demogenerator.h"
#include "support/faultproxy.h"
#include "support/results.h"
#include "support/simrig.h"
#include "sync/outboxplanner.h"

using namespace dealerlens;
using model::EntityKind;
using model::Write;
using model::WriteKind;
using model::WriteState;
using testing::ProxyFault;
using Kind = ProxyFault::Kind;

namespace {

struct Way {
    const char *name;
    ProxyFault fault;
    bool arrives; // the portal has the request, now or later
};

std::vector<Way> ways()
{
    const QByteArray gateway = testing::gatewayAnswer("502 Bad Gateway", {}, "<html><b>502</b></html>");
    const QByteArray captive = testing::gatewayAnswer("200 OK", {}, "<html><a href=\"http://login.example/\">Sign in</a></html>");
    std::vector<Way> all;
    for (const bool applied : { true, false })
        for (const bool reset : { true, false })
            all.push_back({ applied ? (reset ? "RST behind it" : "FIN behind it") : (reset ? "RST before it" : "FIN before it"),
                { .kind = Kind::Close, .applied = applied, .reset = reset }, applied });
    for (const bool applied : { true, false }) {
        all.push_back(
            { applied ? "502 behind it" : "502 before it", { .kind = Kind::Answer, .applied = applied, .answer = gateway }, applied });
        all.push_back({ applied ? "sign-in page behind it" : "sign-in page before it",
            { .kind = Kind::Answer, .applied = applied, .answer = captive }, applied });
        all.push_back({ applied ? "silence behind it" : "silence before it", { .kind = Kind::Hang, .applied = applied }, applied });
    }
    for (const qint64 bytes : { 0, 9, 40, 200 })
        all.push_back({ "cut answer", { .kind = Kind::Truncate, .bytes = bytes }, true });
    all.push_back({ "cut answer without length", { .kind = Kind::Truncate, .withLength = false, .bytes = 200 }, true });
    all.push_back({ "carried out later", { .kind = Kind::ApplyLate, .ms = 300 }, true });
    return all;
}

struct Kinds {
    WriteKind kind;
    const char *method;
    bool hasMarker; // its absence can be proved, so it is sent again
};

constexpr Kinds kKinds[] = {
    { WriteKind::Comment, "crm.timeline.comment.add", false },
    { WriteKind::Task, "tasks.task.add", false },
    { WriteKind::Change, "crm.lead.update", true },
    { WriteKind::Create, "crm.lead.add", true },
    { WriteKind::Withdraw, "crm.lead.delete", true },
};

} // namespace

class TestLostWrites : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void oneEffect_data();
    void oneEffect();

    void cleanupTestCase() { testing::countResult(QStringLiteral("write whose request or answer was lost on the way"), m_lost); }

private:
    Write wish(WriteKind kind);
    Write stored(const QString &uuid);
    std::vector<portalsim::LedgerEntry> effects(const QByteArray &method);

    std::unique_ptr<testing::SimRig> m_rig;
    std::unique_ptr<testing::FaultProxy> m_proxy;
    std::vector<model::RecordId> m_leads;
    model::PortalId m_portal = 0;
    model::RecordId m_user = 0;
    model::RecordKey m_lead;
    qint64 m_lost = 0;
};

void TestLostWrites::initTestCase()
{
    portalsim::DemoOptions options;
    options.dealers = 1;
    options.seed = 11;
    options.now = base::SystemClock().now() - 3600;
    options.scale = 0.4;
    portalsim::EngineOptions engine;
    engine.limits = false;
    m_rig = std::make_unique<testing::SimRig>(portalsim::generateDemo(options), engine);
    m_rig->engine->setDeadline(1'500);
    m_proxy = std::make_unique<testing::FaultProxy>(m_rig->sim.port());
    const QString key = m_rig->lastKey();
    m_portal = m_rig->add(key, m_proxy->through(m_rig->sim.address(key)));
    QVERIFY(m_portal > 0);
    QVERIFY(m_rig->sync());
    const auto reader = m_rig->store->reader();
    m_leads = *(*reader)->aliveIds(m_portal, EntityKind::Lead);
    m_user = (*reader)->aliveIds(m_portal, EntityKind::User)->back();
    QVERIFY(m_leads.size() >= std::size(kKinds) * ways().size());
}

void TestLostWrites::oneEffect_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("way");
    const std::vector<Way> all = ways();
    for (std::size_t k = 0; k < std::size(kKinds); ++k)
        for (std::size_t w = 0; w < all.size(); ++w)
            QTest::addRow("%s: %s %lld", model::nameOf(kKinds[k].kind).data(), all[w].name, static_cast<long long>(all[w].fault.bytes))
                << int(k) << int(w);
}

Write TestLostWrites::wish(WriteKind kind)
{
    m_lead = { m_portal, EntityKind::Lead, m_leads.back() };
    m_leads.pop_back();
    Write write = model::newWrite(kind, m_lead, m_rig->clock.now());
    if (kind == WriteKind::Comment || kind == WriteKind::Task)
        write.text = QStringLiteral("Перезвонить & не забыть");
    if (kind == WriteKind::Task)
        write.person = m_user;
    if (kind == WriteKind::Change) {
        const auto reader = m_rig->store->reader();
        const auto record = (*reader)->record(m_lead);
        const auto before = model::fieldText(m_lead.kind, (*record)->values, (*record)->extra, "COMMENTS");
        write.fields.push_back({ QStringLiteral("COMMENTS"), before.value_or(QString()), QStringLiteral("Проверено"), {} });
    }
    if (kind == WriteKind::Create) {
        write.target.id = 0;
        write.fields.push_back({ QStringLiteral("TITLE"), {}, QStringLiteral("Заявка %1").arg(m_leads.size()), {} });
    }
    return write;
}

Write TestLostWrites::stored(const QString &uuid)
{
    store::WritesAsked asked;
    asked.uuid = uuid;
    const auto found = (*m_rig->store->reader())->writes(asked);
    return found && found->size() == 1 ? found->front() : Write {};
}

std::vector<portalsim::LedgerEntry> TestLostWrites::effects(const QByteArray &method)
{
    std::vector<portalsim::LedgerEntry> found;
    m_rig->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        for (const auto &entry : server.engine().writes())
            if (entry.method == method && entry.id > 0)
                found.push_back(entry);
    });
    return found;
}

void TestLostWrites::oneEffect()
{
    QFETCH(int, kind);
    QFETCH(int, way);
    const Kinds &what = kKinds[kind];
    const Way lost = ways()[static_cast<std::size_t>(way)];
    m_rig->sim.call([](portalsim::SimServer &server, portalsim::World &) { server.engine().clearLedger(); });
    ProxyFault fault = lost.fault;
    fault.method = QByteArray("/") + what.method + ".json";
    fault.remaining = 1;
    m_proxy->spoil(fault);
    const int spoiled = m_proxy->spoiled();
    const Write write = wish(what.kind);
    QVERIFY(testing::SimRig::wait(m_rig->store->addWrites({ write })).has_value());
    QVERIFY(m_rig->sync());
    QCOMPARE(m_proxy->spoiled(), spoiled + 1);
    QCOMPARE(stored(write.uuid).state, WriteState::Uncertain); // nobody knows yet, and says so
    if (lost.fault.kind == Kind::ApplyLate)
        QTRY_COMPARE(effects(what.method).size(), std::size_t(1));
    m_rig->clock.pass(sync::kSettleSeconds + 1);
    QVERIFY(m_rig->sync());
    const Write now = stored(write.uuid);
    const bool proved = lost.arrives || what.hasMarker;
    QCOMPARE(now.state, proved ? WriteState::Confirmed : WriteState::Uncertain);
    QCOMPARE(now.needsPerson, !proved);
    QCOMPARE(effects(what.method).size(), std::size_t(proved ? 1 : 0));
    m_rig->clock.pass(3'600);
    QVERIFY(m_rig->sync());
    QCOMPARE(effects(what.method).size(), std::size_t(proved ? 1 : 0)); // and stays so
    ++m_lost;
}

QTEST_GUILESS_MAIN(TestLostWrites)
#include "tst_lostwrites.moc"
