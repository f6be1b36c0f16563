// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/demogenerator.h"
#include "support/simrig.h"
#include "sync/outboxplanner.h"
#include "sync/wishes.h"

using namespace dealerlens;
using model::EntityKind;
using model::Write;
using model::WriteKind;
using model::WriteState;

namespace {

portalsim::World smallWorld()
{
    portalsim::DemoOptions options;
    options.dealers = 1;
    options.seed = 11;
    options.now = base::SystemClock().now() - 3600;
    options.scale = 0.1;
    return portalsim::generateDemo(options);
}

// What each kind of write is called on the portal.
const char *methodOf(WriteKind kind)
{
    switch (kind) {
    case WriteKind::Comment:
        return "crm.timeline.comment.add";
    case WriteKind::Task:
        return "tasks.task.add";
    case WriteKind::Change:
        return "crm.lead.update";
    case WriteKind::Create:
        return "crm.lead.add";
    case WriteKind::Withdraw:
        return "crm.lead.delete";
    }
    return "";
}

} // namespace

// The outbox against a simulated portal over real sockets. The judge is the simulator's ledger: what really took effect.
class TestOutboxEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();

    void everyKindArrivesOnceAndCanBeTakenBack_data() { kinds(false); }

    void everyKindArrivesOnceAndCanBeTakenBack();

    void anAnswerThatIsLostIsProved_data() { kinds(true); }

    void anAnswerThatIsLostIsProved();

    void aRequestThatIsLostIsSentAgainOrAsked_data() { kinds(true); }

    void aRequestThatIsLostIsSentAgainOrAsked();
    void whatTakesEffectLateIsWaitedFor();
    void whatTakesEffectTwiceIsAPersonsToSettle();
    void aChangeMadeMeanwhileIsAConflict();
    void aRefusalIsToldInThePortalsWords();
    void whatThePortalIgnoresIsNotConfirmed();
    void aPortalThatIsDownGetsItLater();
    void whatSomebodyHasWorkedOnStays_data();
    void whatSomebodyHasWorkedOnStays();
    void takenBackBeforeItLeftNeverArrives();
    void manyWritesOnManyItems();

private:
    void kinds(bool withWithdraw);
    Write wish(WriteKind kind);

    void add(const Write &write) { QVERIFY(testing::SimRig::wait(m_rig->store->addWrites({ write })).has_value()); }

    Write stored(const QString &uuid);
    Write sent(const Write &write); // added, sent, as it then stands
    int effects(const QByteArray &method); // calls of it that took effect
    void drop(const char *method, bool after);
    // The next call of it gets lost on the way; what it was is there after that.
    [[nodiscard]] std::shared_ptr<portalsim::HttpCall> lose(const char *method);
    void apply(const portalsim::HttpCall &call); // arrives after all
    std::optional<QString> mirrored(const char *field);
    bool isMirrored(const model::RecordKey &key);

    std::unique_ptr<testing::SimRig> m_rig;
    QString m_key;
    model::PortalId m_portal = 0;
    model::RecordKey m_lead;
    model::RecordId m_user = 0;
};

void TestOutboxEngine::init()
{
    m_rig = std::make_unique<testing::SimRig>(smallWorld(), testing::noLimits());
    m_key = m_rig->lastKey();
    m_portal = m_rig->add(m_key);
    QVERIFY(m_rig->sync());
    const auto reader = m_rig->store->reader();
    QVERIFY(reader.has_value());
    m_lead = { m_portal, EntityKind::Lead, (*reader)->aliveIds(m_portal, EntityKind::Lead)->front() };
    m_user = (*reader)->aliveIds(m_portal, EntityKind::User)->back();
    m_rig->sim.call([](portalsim::SimServer &server, portalsim::World &) { server.engine().clearLedger(); });
}

void TestOutboxEngine::kinds(bool withWithdraw)
{
    QTest::addColumn<int>("kind");
    for (const WriteKind kind : { WriteKind::Comment, WriteKind::Task, WriteKind::Change, WriteKind::Create, WriteKind::Withdraw })
        if (withWithdraw || kind != WriteKind::Withdraw)
            QTest::newRow(model::nameOf(kind).data()) << int(kind);
}

Write TestOutboxEngine::wish(WriteKind kind)
{
    Write write = model::newWrite(kind, m_lead, m_rig->clock.now());
    switch (kind) {
    case WriteKind::Comment:
        write.text = QStringLiteral("Почему клиенту не позвонили? $result[c0] & = %");
        break;
    case WriteKind::Task:
        write.text = QStringLiteral("Перезвонить\nКлиент ждёт с понедельника");
        write.person = m_user;
        write.deadline = m_rig->clock.now() + 86'400;
        break;
    case WriteKind::Change:
        write.fields.push_back({ QStringLiteral("COMMENTS"), mirrored("COMMENTS").value_or(QString()), QStringLiteral("Проверено"), {} });
        break;
    case WriteKind::Create:
        write.target.id = 0;
        write.fields.push_back({ QStringLiteral("TITLE"), {}, QStringLiteral("Заявка с сайта"), {} });
        write.fields.push_back({ QStringLiteral("PHONE"), {}, QStringLiteral("+7 495 000-00-00"), {} });
        break;
    case WriteKind::Withdraw:
        break;
    }
    return write;
}

Write TestOutboxEngine::stored(const QString &uuid)
{
    const auto reader = m_rig->store->reader();
    store::WritesAsked asked;
    asked.uuid = uuid;
    const auto found = (*reader)->writes(asked);
    return found && found->size() == 1 ? found->front() : Write {};
}

Write TestOutboxEngine::sent(const Write &write)
{
    if (!testing::SimRig::wait(m_rig->store->addWrites({ write })).has_value() || !m_rig->sync())
        return {};
    return stored(write.uuid);
}

int TestOutboxEngine::effects(const QByteArray &method)
{
    int count = 0;
    m_rig->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        for (const auto &entry : server.engine().writes())
            count += entry.method == method && entry.id > 0 ? 1 : 0;
    });
    return count;
}

void TestOutboxEngine::drop(const char *method, bool after)
{
    portalsim::Fault fault;
    fault.kind = "drop";
    fault.method = method;
    fault.after = after;
    fault.remaining = 1;
    m_rig->fault(m_key, fault);
}

std::shared_ptr<portalsim::HttpCall> TestOutboxEngine::lose(const char *method)
{
    drop(method, false);
    auto lost = std::make_shared<portalsim::HttpCall>();
    m_rig->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        server.engine().onRequest = [lost, name = QByteArray(method)](const portalsim::HttpCall &call) {
            if (lost->path.isEmpty() && call.path.contains(name))
                *lost = call;
        };
    });
    return lost;
}

void TestOutboxEngine::apply(const portalsim::HttpCall &call)
{
    m_rig->sim.call([&call](portalsim::SimServer &server, portalsim::World &) {
        server.engine().onRequest = {};
        (void)server.engine().handle(call);
    });
}

std::optional<QString> TestOutboxEngine::mirrored(const char *field)
{
    const auto reader = m_rig->store->reader();
    const auto record = (*reader)->record(m_lead);
    return record && *record ? model::fieldText(m_lead.kind, (*record)->values, (*record)->extra, field) : std::nullopt;
}

bool TestOutboxEngine::isMirrored(const model::RecordKey &key)
{
    const auto reader = m_rig->store->reader();
    const auto record = (*reader)->record(key);
    return record && *record && (*record)->deletedAt == base::kNever;
}

void TestOutboxEngine::everyKindArrivesOnceAndCanBeTakenBack()
{
    QFETCH(int, kind);
    const auto what = static_cast<WriteKind>(kind);
    const Write done = sent(wish(what));
    QCOMPARE(done.state, WriteState::Confirmed);
    QCOMPARE(effects(methodOf(what)), 1);
    if (what == WriteKind::Change) {
        QVERIFY(m_rig->sync());
        QCOMPARE(mirrored("COMMENTS"), QStringLiteral("Проверено"));
    } else {
        QVERIFY(done.result > 0);
        QVERIFY(m_rig->sync());
    }
    const auto back = model::oppositeOf(done, m_rig->clock.now());
    QVERIFY(back.has_value());
    const bool removes = back->kind == WriteKind::Withdraw;
    QCOMPARE(isMirrored(back->target), true);
    QCOMPARE(sent(*back).state, WriteState::Confirmed);
    QCOMPARE(isMirrored(back->target), !removes); // at once: a portal tells of no deleted comment later
    QVERIFY(m_rig->sync());
    const QStringList different = m_rig->differencesOf(m_key, m_portal);
    QVERIFY2(different.isEmpty(), qPrintable(different.mid(0, 5).join(QStringLiteral("; "))));
}

void TestOutboxEngine::anAnswerThatIsLostIsProved()
{
    QFETCH(int, kind);
    const auto what = static_cast<WriteKind>(kind);
    drop(methodOf(what), true);
    const Write write = wish(what);
    QCOMPARE(sent(write).state, WriteState::Uncertain);
    m_rig->clock.pass(sync::kSettleSeconds + 1);
    QVERIFY(m_rig->sync());
    QCOMPARE(stored(write.uuid).state, WriteState::Confirmed);
    QCOMPARE(effects(methodOf(what)), 1);
}

void TestOutboxEngine::aRequestThatIsLostIsSentAgainOrAsked()
{
    QFETCH(int, kind);
    const auto what = static_cast<WriteKind>(kind);
    drop(methodOf(what), false);
    const Write write = wish(what);
    QCOMPARE(sent(write).state, WriteState::Uncertain);
    m_rig->clock.pass(sync::kSettleSeconds + 1);
    QVERIFY(m_rig->sync());
    const Write now = stored(write.uuid);
    const bool hasMarker = what != WriteKind::Comment && what != WriteKind::Task;
    QCOMPARE(now.state, hasMarker ? WriteState::Confirmed : WriteState::Uncertain);
    QCOMPARE(now.needsPerson, !hasMarker);
    QCOMPARE(effects(methodOf(what)), hasMarker ? 1 : 0);
}

// The connection is lost, and the portal works on the request for another 70 seconds: nobody looks before it can have ended.
void TestOutboxEngine::whatTakesEffectLateIsWaitedFor()
{
    const auto first = lose("crm.lead.add");
    const Write write = wish(WriteKind::Create);
    QCOMPARE(sent(write).state, WriteState::Uncertain);
    m_rig->clock.pass(70);
    QVERIFY(m_rig->sync());
    QCOMPARE(stored(write.uuid).state, WriteState::Uncertain);
    QCOMPARE(effects("crm.lead.add"), 0);
    apply(*first);
    QVERIFY(m_rig->sync());
    QCOMPARE(stored(write.uuid).state, WriteState::Uncertain);
    m_rig->clock.pass(sync::kSettleSeconds - 70 + 1);
    QVERIFY(m_rig->sync());
    QCOMPARE(stored(write.uuid).state, WriteState::Confirmed);
    QCOMPARE(effects("crm.lead.add"), 1);
}

// Later than a portal says that it works on anything: the lead has been sent again. It is told, and nothing is removed.
void TestOutboxEngine::whatTakesEffectTwiceIsAPersonsToSettle()
{
    const auto first = lose("crm.lead.add");
    const Write write = wish(WriteKind::Create);
    QCOMPARE(sent(write).state, WriteState::Uncertain);
    m_rig->clock.pass(sync::kSettleSeconds + 1);
    portalsim::Fault hold;
    hold.kind = "hold";
    hold.method = "crm.lead.add";
    hold.remaining = 1;
    m_rig->fault(m_key, hold);
    QSignalSpy finished(m_rig->engine.get(), &sync::Engine::allFinished);
    m_rig->engine->syncNow();
    QTRY_COMPARE_WITH_TIMEOUT(effects("crm.lead.add"), 1, 20'000);
    apply(*first);
    m_rig->sim.call([this](portalsim::SimServer &server, portalsim::World &) { server.release(m_key); });
    QVERIFY(finished.wait(60'000));
    const Write now = stored(write.uuid);
    QCOMPARE(now.state, WriteState::Conflict);
    QCOMPARE(now.problem, QByteArray("DUPLICATE"));
    QVERIFY(m_rig->sync());
    QCOMPARE(effects("crm.lead.add"), 2);
    QCOMPARE(effects("crm.lead.delete"), 0);
}

void TestOutboxEngine::aChangeMadeMeanwhileIsAConflict()
{
    const Write write = wish(WriteKind::Change);
    m_rig->sim.call([this](portalsim::SimServer &server, portalsim::World &) {
        portalsim::ControlServer control(server);
        (void)control.run(QStringLiteral("change"),
            { { QStringLiteral("portal"), m_key }, { QStringLiteral("entity"), QStringLiteral("lead") },
                { QStringLiteral("id"), double(m_lead.id) },
                { QStringLiteral("fields"), QJsonObject { { QStringLiteral("COMMENTS"), QStringLiteral("дилер") } } } });
    });
    const Write now = sent(write);
    QCOMPARE(now.state, WriteState::Conflict);
    QCOMPARE(now.fields.front().found, QStringLiteral("дилер"));
    QCOMPARE(effects("crm.lead.update"), 0);
}

void TestOutboxEngine::aRefusalIsToldInThePortalsWords()
{
    portalsim::Fault fault;
    fault.kind = "error";
    fault.status = 400;
    fault.code = "ERROR_CORE";
    fault.body = "The stage is closed";
    fault.method = "crm.lead.update";
    m_rig->fault(m_key, fault);
    const Write first = wish(WriteKind::Change);
    const Write now = sent(first);
    QCOMPARE(now.state, WriteState::Rejected);
    QCOMPARE(now.problemText, QStringLiteral("The stage is closed"));
    // What comes behind it on the same item waits for a person.
    const Write behind = wish(WriteKind::Comment);
    QCOMPARE(sent(behind).state, WriteState::Queued);
    Write given = now;
    given.state = WriteState::Cancelled;
    QVERIFY(
        testing::SimRig::wait(m_rig->store->moveWrite(WriteState::Rejected, given, { 0, 1, given.state, "by-person", {} })).has_value());
    QVERIFY(m_rig->sync());
    QCOMPARE(stored(behind.uuid).state, WriteState::Confirmed);
}

void TestOutboxEngine::whatThePortalIgnoresIsNotConfirmed()
{
    Write write = model::newWrite(WriteKind::Change, m_lead, m_rig->clock.now());
    write.fields.push_back({ QStringLiteral("NO_SUCH_FIELD"), {}, QStringLiteral("x"), {} });
    const Write now = sent(write);
    QCOMPARE(now.state, WriteState::Rejected);
    QCOMPARE(now.problem, QByteArray("IGNORED"));
}

void TestOutboxEngine::aPortalThatIsDownGetsItLater()
{
    portalsim::Fault fault;
    fault.kind = "limit";
    m_rig->fault(m_key, fault);
    const Write write = wish(WriteKind::Create);
    QVERIFY(testing::SimRig::wait(m_rig->store->addWrites({ write })).has_value());
    m_rig->engine->start(3'600);
    QTRY_VERIFY_WITH_TIMEOUT(m_rig->requests(m_key) > 1, 60'000);
    QCOMPARE(stored(write.uuid).state, WriteState::Queued);
    m_rig->clearFaults();
    m_rig->clock.pass(3'600);
    m_rig->restart();
    QVERIFY(m_rig->sync());
    QCOMPARE(stored(write.uuid).state, WriteState::Confirmed);
    QCOMPARE(effects("crm.lead.add"), 1);
}

void TestOutboxEngine::whatSomebodyHasWorkedOnStays_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("field"); // that the dealer changes; "" nothing
    QTest::addColumn<QString>("value");
    for (const WriteKind kind : { WriteKind::Comment, WriteKind::Task, WriteKind::Create })
        QTest::addRow("%s untouched", model::nameOf(kind).data()) << int(kind) << QString() << QString();
    QTest::newRow("comment edited") << int(WriteKind::Comment) << QStringLiteral("COMMENT") << QStringLiteral("другое");
    QTest::newRow("task begun") << int(WriteKind::Task) << QStringLiteral("STATUS") << QStringLiteral("3");
    QTest::newRow("task renamed") << int(WriteKind::Task) << QStringLiteral("TITLE") << QStringLiteral("другое");
    QTest::newRow("lead moved") << int(WriteKind::Create) << QStringLiteral("STATUS_ID") << QStringLiteral("IN_PROCESS");
    QTest::newRow("lead renamed") << int(WriteKind::Create) << QStringLiteral("TITLE") << QStringLiteral("Иванов");
    QTest::newRow("lead given away") << int(WriteKind::Create) << QStringLiteral("ASSIGNED_BY_ID") << QStringLiteral("2");
}

// Taken back only while the portal shows it as we made it.
void TestOutboxEngine::whatSomebodyHasWorkedOnStays()
{
    QFETCH(int, kind);
    QFETCH(QString, field);
    QFETCH(QString, value);
    const auto what = static_cast<WriteKind>(kind);
    const Write done = sent(wish(what));
    QCOMPARE(done.state, WriteState::Confirmed);
    QVERIFY(m_rig->sync());
    const char *entity = what == WriteKind::Comment ? "comment" : what == WriteKind::Task ? "task" : "lead";
    const auto back = sync::takeBack(**m_rig->store->reader(), done, m_rig->clock.now());
    QVERIFY(back.has_value());
    QVERIFY(back->reason.contains(done.reference()));
    if (!field.isEmpty())
        m_rig->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
            portalsim::ControlServer control(server);
            const QJsonObject changed = control.run(QStringLiteral("change"),
                { { QStringLiteral("portal"), m_key }, { QStringLiteral("entity"), QString::fromLatin1(entity) },
                    { QStringLiteral("id"), double(done.result) }, { QStringLiteral("fields"), QJsonObject { { field, value } } } });
            QVERIFY(changed.value(QStringLiteral("ok")).toBool());
        });
    const Write now = sent(*back);
    QCOMPARE(now.state, field.isEmpty() ? WriteState::Confirmed : WriteState::Conflict);
    const char *removal = what == WriteKind::Comment ? "crm.timeline.comment.delete"
        : what == WriteKind::Task                    ? "tasks.task.delete"
                                                     : "crm.lead.delete";
    QCOMPARE(effects(removal), field.isEmpty() ? 1 : 0);
}

void TestOutboxEngine::takenBackBeforeItLeftNeverArrives()
{
    Write write = wish(WriteKind::Comment);
    add(write);
    write.state = WriteState::Cancelled;
    QVERIFY(testing::SimRig::wait(m_rig->store->moveWrite(WriteState::Queued, write, { 0, 1, write.state, "cancelled", {} })).has_value());
    QVERIFY(m_rig->sync());
    QCOMPARE(stored(write.uuid).state, WriteState::Cancelled);
    QCOMPARE(effects("crm.timeline.comment.add"), 0);
}

void TestOutboxEngine::manyWritesOnManyItems()
{
    const auto ids = *(*m_rig->store->reader())->aliveIds(m_portal, EntityKind::Lead);
    std::vector<Write> writes;
    for (std::size_t i = 0; i < ids.size() && i < 60; ++i) {
        Write write = model::newWrite(WriteKind::Comment, { m_portal, EntityKind::Lead, ids[i] }, m_rig->clock.now());
        write.group = QStringLiteral("one action");
        write.text = QStringLiteral("Вопрос");
        writes.push_back(write);
    }
    QVERIFY(testing::SimRig::wait(m_rig->store->addWrites(writes)).has_value());
    QVERIFY(testing::SimRig::wait(m_rig->store->addWrites(writes)).has_value()); // asked twice is once
    for (int i = 0; i < 10 && !(*m_rig->store->reader())->portalsWithOpenWrites()->empty(); ++i) {
        m_rig->clock.pass(30);
        QVERIFY(m_rig->sync());
    }
    for (const Write &each : writes)
        QCOMPARE(stored(each.uuid).state, WriteState::Confirmed);
    QCOMPARE(effects("crm.timeline.comment.add"), int(writes.size()));
}

QTEST_GUILESS_MAIN(TestOutboxEngine)
#include "tst_outboxengine.moc"
