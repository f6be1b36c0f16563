// SPDX-License-Identifier: GPL-3.0-or-later
// Two machines of head office beside the same portals, a ledger that was restored, a mark that cannot be looked for, and
// what a portal does to a record while its writes wait. The judge is the simulator's ledger: what really took effect.
#include "portalsim/demogenerator.h"
#include "store/restore.h"
#include "support/results.h"
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

QString word(const char *text) { return QString::fromLatin1(text); }

} // namespace

class TestTwoDesks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theSameWishTwice_data();
    void theSameWishTwice();
    void anotherValueOfTheSameField();
    void anAlikeOneIsNotTheSame();
    void aRestoredLedgerRepeatsNothing_data();
    void aRestoredLedgerRepeatsNothing();
    void aMarkThatCannotBeLookedFor();
    void twoEditsHereAndOneThere();
    void whatAPortalRefuses_data();
    void whatAPortalRefuses();

    void cleanupTestCase()
    {
        testing::countResult(word("write of two machines, a restored ledger or a refusing portal, settled"), m_settled);
    }

private:
    struct Desk {
        store::Store *store = nullptr;
        sync::Engine *engine = nullptr;
    };

    [[nodiscard]] Desk first() const { return { m_rig->store.get(), m_rig->engine.get() }; }

    [[nodiscard]] Desk second() const { return { m_store.get(), m_engine.get() }; }

    base::Result<Write> wish(const Desk &desk, WriteKind kind, const QString &text);
    static bool sync(const Desk &desk);
    static Write stored(const Desk &desk, const QString &uuid);

    static void add(const Desk &desk, const Write &write) { QVERIFY(testing::SimRig::wait(desk.store->addWrites({ write }))); }

    Write sent(const Desk &desk, const Write &write);
    void settle(const Desk &desk, const Write &write, sync::Decision decision);
    int effects(const QByteArray &method); // "": of all
    void control(const char *command, const QJsonObject &arguments);
    void change(const char *name, const QString &value);
    QStringList differences(const Desk &desk);

    std::unique_ptr<testing::SimRig> m_rig; // the simulator and the first machine
    QTemporaryDir m_dir; // of the second
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<secrets::SecretStore> m_secrets;
    std::unique_ptr<sync::Engine> m_engine;
    QString m_key;
    model::PortalId m_portal = 0; // the same on both
    model::RecordKey m_lead;
    qint64 m_settled = 0;
    int m_rounds = 0;
};

void TestTwoDesks::init()
{
    m_rig = std::make_unique<testing::SimRig>(smallWorld(), testing::noLimits());
    m_key = m_rig->lastKey();
    m_portal = m_rig->add(m_key);
    store::Store::Options options;
    options.clock = &m_rig->clock;
    const QString folder = m_dir.filePath(QString::number(++m_rounds));
    m_store = std::move(*store::Store::open(folder, options));
    m_secrets = std::move(*secrets::openCredentialsFile(folder + word("/keys.json")));
    m_engine = std::make_unique<sync::Engine>(m_store.get(), m_secrets.get(), &m_rig->clock);
    model::Portal portal;
    portal.key = portal.title = m_key;
    portal.timeZone = word("Europe/Moscow");
    const auto added = testing::SimRig::wait(m_engine->addPortal(portal, *sync::parseWebhook(m_rig->sim.address(m_key))));
    QVERIFY(added);
    QCOMPARE(added->id, m_portal);
    QVERIFY(sync(first()) && sync(second()));
    m_lead = { m_portal, EntityKind::Lead, (*m_rig->store->reader())->aliveIds(m_portal, EntityKind::Lead)->front() };
    m_rig->sim.call([](portalsim::SimServer &server, portalsim::World &) { server.engine().clearLedger(); });
}

void TestTwoDesks::cleanup()
{
    m_engine.reset();
    m_store.reset();
}

base::Result<Write> TestTwoDesks::wish(const Desk &desk, WriteKind kind, const QString &text)
{
    const auto reader = desk.store->reader();
    const base::UtcSeconds now = m_rig->clock.now();
    switch (kind) {
    case WriteKind::Comment:
        return sync::askQuestion(**reader, m_lead, text, base::kNever, now);
    case WriteKind::Task:
        return sync::giveTask(**reader, m_lead, text, 0, base::kNever, now);
    case WriteKind::Create:
        return sync::createLead(m_portal, { { word("TITLE"), text }, { word("PHONE"), word("+7 495 000-00-01") } }, now);
    default:
        return sync::fixField(**reader, m_lead, word("COMMENTS"), text, {}, now);
    }
}

bool TestTwoDesks::sync(const Desk &desk)
{
    QSignalSpy finished(desk.engine, &sync::Engine::allFinished);
    desk.engine->syncNow();
    return finished.wait(120'000);
}

Write TestTwoDesks::stored(const Desk &desk, const QString &uuid)
{
    const auto found = (*desk.store->reader())->writes({ .uuid = uuid });
    return found && found->size() == 1 ? found->front() : Write {};
}

Write TestTwoDesks::sent(const Desk &desk, const Write &write)
{
    add(desk, write);
    ++m_settled;
    return sync(desk) ? stored(desk, write.uuid) : Write {};
}

void TestTwoDesks::settle(const Desk &desk, const Write &write, sync::Decision decision)
{
    const auto decided = sync::decide(write, decision, m_rig->clock.now());
    QVERIFY(decided);
    QVERIFY(testing::SimRig::wait(desk.store->moveWrite(decided->from, decided->write, decided->event)));
    QVERIFY(sync(desk));
}

int TestTwoDesks::effects(const QByteArray &method)
{
    int count = 0;
    m_rig->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        for (const auto &entry : server.engine().writes())
            count += (method.isEmpty() || entry.method == method) && entry.id > 0 && entry.error.isEmpty() ? 1 : 0;
    });
    return count;
}

void TestTwoDesks::control(const char *command, const QJsonObject &arguments)
{
    QJsonObject all = arguments;
    all.insert(word("portal"), m_key);
    m_rig->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        portalsim::ControlServer control(server);
        QVERIFY(control.run(word(command), all).value(word("ok")).toBool());
    });
}

void TestTwoDesks::change(const char *name, const QString &value)
{
    control("change",
        { { word("entity"), word("lead") }, { word("id"), double(m_lead.id) }, { word("fields"), QJsonObject { { word(name), value } } } });
}

QStringList TestTwoDesks::differences(const Desk &desk)
{
    const auto reader = desk.store->reader();
    return testing::differences(**reader, m_portal, [&](const QString &entity, bool history) {
        QJsonArray rows;
        m_rig->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
            portalsim::ControlServer control(server);
            rows = control.run(word(history ? "history" : "dump"), { { word("portal"), m_key }, { word("entity"), entity } })
                       .value(word("rows"))
                       .toArray();
        });
        return rows;
    });
}

void TestTwoDesks::theSameWishTwice_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("method");
    QTest::newRow("comment") << int(WriteKind::Comment) << QByteArray("crm.timeline.comment.add");
    QTest::newRow("task") << int(WriteKind::Task) << QByteArray("tasks.task.add");
    QTest::newRow("lead") << int(WriteKind::Create) << QByteArray("crm.lead.add");
    QTest::newRow("change") << int(WriteKind::Change) << QByteArray("crm.lead.update");
}

// The second machine finds what the first has done; only a person has it done twice.
void TestTwoDesks::theSameWishTwice()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, method);
    const auto what = static_cast<WriteKind>(kind);
    const auto ours = wish(first(), what, word("Call the client & tell us"));
    const auto theirs = wish(second(), what, word("Call the client & tell us"));
    QVERIFY(ours && theirs);
    QVERIFY(ours->uuid != theirs->uuid);
    QCOMPARE(sent(first(), *ours).state, WriteState::Confirmed);
    const Write late = sent(second(), *theirs);
    QCOMPARE(effects(method), 1);
    if (what == WriteKind::Change) {
        QCOMPARE(late.state, WriteState::Confirmed);
    } else {
        QCOMPARE(late.state, WriteState::Conflict);
        QCOMPARE(late.problem, QByteArray(sync::kAlike));
        settle(second(), late, sync::Decision::SendAgain);
        QCOMPARE(stored(second(), late.uuid).state, WriteState::Confirmed);
        QCOMPARE(effects(method), 2);
    }
    for (const Desk &desk : { first(), second() }) {
        QVERIFY(sync(desk));
        QCOMPARE(differences(desk), QStringList());
    }
}

void TestTwoDesks::anotherValueOfTheSameField()
{
    const auto ours = wish(first(), WriteKind::Change, word("ours"));
    const auto theirs = wish(second(), WriteKind::Change, word("theirs"));
    QVERIFY(ours && theirs);
    QCOMPARE(sent(first(), *ours).state, WriteState::Confirmed);
    const Write late = sent(second(), *theirs);
    QCOMPARE(late.state, WriteState::Conflict);
    QCOMPARE(late.fields.front().found, word("ours"));
    QCOMPARE(late.fields.front().after, word("theirs"));
    QCOMPARE(effects("crm.lead.update"), 1);
    const auto again = sync::insist(late, m_rig->clock.now());
    QVERIFY(again);
    settle(second(), late, sync::Decision::GiveUp);
    QCOMPARE(sent(second(), *again).state, WriteState::Confirmed);
    // What the first has written is not taken back over the other's head.
    const auto reader = m_rig->store->reader();
    const auto back = sync::takeBack(**reader, stored(first(), ours->uuid), m_rig->clock.now());
    QVERIFY(back);
    const Write conflict = sent(first(), *back);
    QCOMPARE(conflict.state, WriteState::Conflict);
    QCOMPARE(conflict.fields.front().found, word("theirs"));
    QCOMPARE(effects("crm.lead.update"), 2);
}

// Another item, another client, another day: no warning.
void TestTwoDesks::anAlikeOneIsNotTheSame()
{
    QCOMPARE(sent(first(), *wish(first(), WriteKind::Comment, word("What is next?"))).state, WriteState::Confirmed);
    QCOMPARE(sent(second(), *wish(second(), WriteKind::Comment, word("What is next? Today."))).state, WriteState::Confirmed);
    QCOMPARE(sent(first(), *wish(first(), WriteKind::Task, word("Call"))).state, WriteState::Confirmed);
    QCOMPARE(sent(first(), *wish(first(), WriteKind::Create, word("From the site"))).state, WriteState::Confirmed);
    const model::RecordKey before = m_lead;
    m_lead.id = (*m_rig->store->reader())->aliveIds(m_portal, EntityKind::Lead)->at(1);
    QCOMPARE(sent(second(), *wish(second(), WriteKind::Comment, word("What is next?"))).state, WriteState::Confirmed);
    QCOMPARE(sent(second(), *wish(second(), WriteKind::Task, word("Call"))).state, WriteState::Confirmed);
    const auto other = sync::createLead(
        m_portal, { { word("TITLE"), word("From the site") }, { word("PHONE"), word("+7 495 000-00-02") } }, m_rig->clock.now());
    QCOMPARE(sent(second(), *other).state, WriteState::Confirmed);
    m_lead = before;
    m_rig->clock.pass(sync::kAlikeSeconds + 3'600);
    QCOMPARE(sent(second(), *wish(second(), WriteKind::Comment, word("What is next?"))).state, WriteState::Confirmed);
}

void TestTwoDesks::aRestoredLedgerRepeatsNothing_data()
{
    QTest::addColumn<bool>("lost"); // nothing is left of the ledger that the copy replaces
    QTest::addColumn<bool>("withdrawn"); // what had been sent was taken back
    for (const bool lost : { false, true })
        for (const bool withdrawn : { false, true })
            QTest::addRow("%s, %s", lost ? "ledger lost" : "ledger replaced", withdrawn ? "taken back since" : "sent since")
                << lost << withdrawn;
}

// The copy was made before anything was sent; all of it has been on the portal by now.
void TestTwoDesks::aRestoredLedgerRepeatsNothing()
{
    QFETCH(bool, lost);
    QFETCH(bool, withdrawn);
    std::vector<Write> writes;
    for (const WriteKind kind : { WriteKind::Comment, WriteKind::Task, WriteKind::Change, WriteKind::Create })
        writes.push_back(*wish(first(), kind, word("once")));
    QVERIFY(testing::SimRig::wait(m_rig->store->addWrites(writes)));
    const QString folder = m_rig->dir.filePath(word("data"));
    const QString copy = m_rig->dir.filePath(word("yesterday.db"));
    QVERIFY(store::copyLedger(folder, copy, m_rig->clock.now()));
    QVERIFY(sync(first()));
    if (withdrawn) {
        QVERIFY(sync(first()));
        for (const Write &each : writes)
            QCOMPARE(sent(first(), *model::oppositeOf(stored(first(), each.uuid), m_rig->clock.now())).state, WriteState::Confirmed);
    }
    const int effectsBefore = effects("");
    m_rig->clock.pass(86'400);
    if (lost) {
        m_rig->engine.reset();
        m_rig->store.reset();
        for (const char *tail : { "", "-wal", "-shm" })
            QFile::remove(folder + word("/ledger.db") + word(tail));
    }
    QVERIFY(store::restoreLedger(folder, copy, m_rig->clock.now()));
    if (lost) {
        store::Store::Options options;
        options.clock = &m_rig->clock;
        m_rig->store = std::move(*store::Store::open(folder, options));
    }
    m_rig->restart();
    for (const Write &each : writes)
        QCOMPARE(stored(first(), each.uuid).state, lost ? WriteState::Uncertain : WriteState::Confirmed);
    for (int round = 0; round < 3; ++round) {
        QVERIFY(sync(first()));
        m_rig->clock.pass(2 * sync::kSettleSeconds);
    }
    QCOMPARE(effects(""), effectsBefore);
    for (const Write &each : writes) {
        const Write now = stored(first(), each.uuid);
        const bool asks = lost && withdrawn;
        QCOMPARE(now.state, asks ? WriteState::Uncertain : WriteState::Confirmed);
        QCOMPARE(now.needsPerson, asks);
        if (asks) // whoever knows better may still send it
            settle(first(), now, sync::Decision::SendAgain);
        QCOMPARE(stored(first(), each.uuid).state, WriteState::Confirmed);
    }
    m_settled += qint64(writes.size());
    QCOMPARE(differences(first()), QStringList());
}

// The answer was lost and the portal cannot say whether it has the lead: nothing is sent until it can.
void TestTwoDesks::aMarkThatCannotBeLookedFor()
{
    portalsim::Fault lost;
    lost.kind = "drop";
    lost.method = "crm.lead.add";
    lost.remaining = 1;
    lost.after = true;
    m_rig->fault(m_key, lost);
    const Write write = sent(first(), *wish(first(), WriteKind::Create, word("once")));
    QCOMPARE(write.state, WriteState::Uncertain);
    for (const char *kind : { "error", "html", "denied" }) {
        portalsim::Fault blind;
        blind.kind = kind;
        blind.method = "crm.lead.list";
        blind.code = "INTERNAL_SERVER_ERROR";
        m_rig->fault(m_key, blind);
        m_rig->clock.pass(7'200);
        QVERIFY(sync(first()));
        QCOMPARE(stored(first(), write.uuid).state, WriteState::Uncertain);
        QVERIFY(!stored(first(), write.uuid).needsPerson);
        QCOMPARE(effects("crm.lead.add"), 1);
        m_rig->clearFaults();
    }
    m_rig->clock.pass(7'200);
    QVERIFY(sync(first()));
    QCOMPARE(stored(first(), write.uuid).state, WriteState::Confirmed);
    QCOMPARE(effects("crm.lead.add"), 1);
}

// Both edits were made over what the mirror showed; the portal has moved on. Nothing is lost: all three values are there.
void TestTwoDesks::twoEditsHereAndOneThere()
{
    change("COMMENTS", word("was"));
    QVERIFY(sync(first()));
    const Write one = *wish(first(), WriteKind::Change, word("one"));
    Write two = *wish(first(), WriteKind::Change, word("two"));
    two.fields.front().before = word("one");
    change("COMMENTS", word("dealer"));
    add(first(), one);
    add(first(), two);
    QVERIFY(sync(first()));
    const Write conflict = stored(first(), one.uuid);
    QCOMPARE(conflict.state, WriteState::Conflict);
    QCOMPARE(conflict.fields.front().before, word("was"));
    QCOMPARE(conflict.fields.front().after, word("one"));
    QCOMPARE(conflict.fields.front().found, word("dealer"));
    QCOMPARE(stored(first(), two.uuid).state, WriteState::Queued); // in its turn
    QCOMPARE(effects("crm.lead.update"), 0);
    const auto again = sync::insist(conflict, m_rig->clock.now());
    QVERIFY(again);
    add(first(), *again);
    settle(first(), conflict, sync::Decision::GiveUp);
    QCOMPARE(stored(first(), two.uuid).state, WriteState::Conflict); // it was begun before: "dealer" is not "one"
    QCOMPARE(stored(first(), again->uuid).state, WriteState::Queued);
    settle(first(), stored(first(), two.uuid), sync::Decision::GiveUp);
    QCOMPARE(stored(first(), again->uuid).state, WriteState::Confirmed);
    QCOMPARE(effects("crm.lead.update"), 1);
    m_settled += 3;
    QCOMPARE(differences(first()), QStringList());
}

void TestTwoDesks::whatAPortalRefuses_data()
{
    QTest::addColumn<QByteArray>("code"); // "" : the portal itself is changed
    QTest::addColumn<QByteArray>("problem");
    QTest::newRow("validation") << QByteArray("ERROR_CORE") << QByteArray("ERROR_CORE");
    QTest::newRow("no right") << QByteArray("ACCESS_DENIED") << QByteArray("ACCESS_DENIED");
    QTest::newRow("stage gone") << QByteArray() << QByteArray("IGNORED");
    QTest::newRow("record gone") << QByteArray() << QByteArray("GONE");
}

// Told in the portal's words; what comes behind it on the same item waits for a person.
void TestTwoDesks::whatAPortalRefuses()
{
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, problem);
    Write write = *wish(first(), WriteKind::Change, word("value"));
    const Write behind = *wish(first(), WriteKind::Comment, word("behind"));
    if (problem == "IGNORED") {
        const auto record = (*m_rig->store->reader())->record(m_lead);
        const auto stage = model::fieldText(m_lead.kind, (*record)->values, (*record)->extra, "STATUS_ID");
        write.fields = { { word("STATUS_ID"), stage.value_or(QString()), word("NO_SUCH_STAGE"), {} } };
    } else if (problem == "GONE") {
        control("delete", { { word("entity"), word("lead") }, { word("id"), double(m_lead.id) } });
    } else {
        portalsim::Fault fault;
        fault.kind = "error";
        fault.status = 400;
        fault.code = code;
        fault.body = "In the words of the portal";
        fault.method = "crm.lead.update";
        m_rig->fault(m_key, fault);
    }
    add(first(), write);
    add(first(), behind);
    QVERIFY(sync(first()));
    const Write now = stored(first(), write.uuid);
    QCOMPARE(now.state, WriteState::Rejected);
    QCOMPARE(now.problem, problem);
    if (!code.isEmpty())
        QCOMPARE(now.problemText, word("In the words of the portal"));
    QCOMPARE(stored(first(), behind.uuid).state, WriteState::Queued);
    QCOMPARE(effects("crm.timeline.comment.add"), 0);
    settle(first(), now, sync::Decision::GiveUp);
    const Write next = stored(first(), behind.uuid);
    QCOMPARE(next.state, problem == "GONE" ? WriteState::Rejected : WriteState::Confirmed);
    m_settled += 2;
}

QTEST_GUILESS_MAIN(TestTwoDesks)
#include "tst_twodesks.moc"
