// SPDX-License-Identifier: GPL-3.0-or-later
// Portals are retired, renamed, moved or signed out at random moments, while their cycles run and their writes are on the
// way, and come back later. What was on its way dies quietly, nothing is written for a portal that has gone, nothing of it
// is lost, and after its return everything is as if it had never been away.
#include "portalsim/demogenerator.h"
#include "support/oauthrig.h"
#include "support/results.h"
#include "support/simrig.h"

#include <QSemaphore>

#include <random>

#include <sqlite3.h>

using namespace dealerlens;
using model::EntityKind;
using model::Write;
using model::WriteKind;
using model::WriteState;
using testing::SimRig;

namespace {

portalsim::World smallWorld(int dealers)
{
    portalsim::DemoOptions options;
    options.dealers = dealers;
    options.seed = 5;
    options.now = base::SystemClock().now() - 3600;
    options.scale = 0.1;
    return portalsim::generateDemo(options);
}

portalsim::Fault fault(const char *kind, const char *method = "", qint64 remaining = -1)
{
    portalsim::Fault out;
    out.kind = kind;
    out.method = method;
    out.remaining = remaining;
    out.delayMs = out.kind == "slow" ? 40 : 0;
    return out;
}

// The first statement with such words, of a connection that is opened from now on, waits before it runs.
class HeldStatement {
public:
    explicit HeldStatement(const char *words)
    {
        s_words = words;
        sqlite3_auto_extension(entryPoint());
    }

    ~HeldStatement()
    {
        sqlite3_cancel_auto_extension(entryPoint());
        letGo();
    }

    HeldStatement(const HeldStatement &) = delete;
    HeldStatement &operator=(const HeldStatement &) = delete;

    static bool waitUntilReached() { return s_reached.tryAcquire(1, 20'000); }

    void letGo()
    {
        if (!std::exchange(m_isFree, true))
            s_free.release();
    }

private:
    static void (*entryPoint())() { return reinterpret_cast<void (*)()>(&watch); }

    static int watch(sqlite3 *database, char **, const void *) { return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, &begins, nullptr); }

    static int begins(unsigned, void *, void *, void *sql)
    {
        if (std::string_view(static_cast<const char *>(sql)).find(s_words) != std::string_view::npos && !s_isHeld.exchange(true)) {
            s_reached.release();
            s_free.acquire();
        }
        return 0;
    }

    bool m_isFree = false;
    static inline std::string_view s_words;
    static inline std::atomic<bool> s_isHeld = false;
    static inline QSemaphore s_reached { 0 };
    static inline QSemaphore s_free { 0 };
};

enum class Departure { Retired, SignedOut, Renamed, Moved, ProgramEnds };

// A network in which things happen, one engine, and portals that leave it.
class Story {
public:
    Story(std::uint64_t seed, int portals)
        : random(seed)
        , rig(smallWorld(portals), testing::noLimits())
    {
        rig.sim.call([this](portalsim::SimServer &, portalsim::World &world) {
            for (const auto &portal : world.portals)
                if (portal->kind == u"dealer")
                    keys.append(portal->key);
        });
        for (const QString &key : std::as_const(keys))
            ids.push_back(rig.add(key));
        QObject::connect(rig.store.get(), &store::Store::changed, rig.store.get(), [this](const store::ChangeSet &changes) {
            const auto isGone = [this](const model::RecordKey &record) { return record.portal == gone; };
            late += std::ranges::any_of(changes.changed, isGone) || std::ranges::count(changes.portals, gone) > 0 ? 1 : 0;
        });
    }

    std::mt19937_64 random;
    SimRig rig;
    QStringList keys;
    std::vector<model::PortalId> ids;
    std::vector<std::pair<QString, Write>> wishes; // portal, what was wished there
    std::set<std::pair<model::PortalId, model::RecordId>> wished; // leads
    model::PortalId gone = 0; // nothing may be written for it now
    int late = 0; // what was all the same

    int below(int count) { return static_cast<int>(random() % static_cast<std::uint64_t>(count)); }

    void live()
    {
        rig.sim.call([this](portalsim::SimServer &server, portalsim::World &world) {
            for (const QString &key : std::as_const(keys))
                for (int i = 0; i < 6; ++i)
                    portalsim::liveStep(*world.find(key), random, server.engine().now());
        });
    }

    // A wish on an item that no other wish is about.
    void wish(std::size_t portal)
    {
        const auto reader = rig.store->reader();
        const std::vector<model::RecordId> leads
            = reader ? (*reader)->aliveIds(ids[portal], EntityKind::Lead).value() : std::vector<model::RecordId>();
        const auto lead = std::ranges::find_if(leads, [&](model::RecordId id) { return !wished.contains({ ids[portal], id }); });
        if (lead == leads.end())
            return;
        wished.emplace(ids[portal], *lead);
        static constexpr WriteKind kinds[] { WriteKind::Comment, WriteKind::Change, WriteKind::Create };
        Write write = model::newWrite(kinds[below(3)], { ids[portal], EntityKind::Lead, *lead }, rig.clock.now());
        write.text = QStringLiteral("Почему клиенту не позвонили?");
        if (write.kind == WriteKind::Change) {
            write.fields.push_back({ QStringLiteral("COMMENTS"), before(**reader, write.target), write.uuid, {} });
        } else if (write.kind == WriteKind::Create) {
            write.target.id = 0;
            write.fields.push_back({ QStringLiteral("TITLE"), {}, QStringLiteral("Заявка с сайта"), {} });
        }
        if (SimRig::wait(rig.store->addWrites({ write })))
            wishes.emplace_back(keys[qsizetype(portal)], write);
    }

    static QString before(const store::Reader &reader, const model::RecordKey &key)
    {
        const auto record = reader.record(key);
        return record && *record ? model::fieldText(key.kind, (*record)->values, (*record)->extra, "COMMENTS").value_or(QString())
                                 : QString();
    }

    // Until so many more requests have come, or for a while.
    void untilRequests(int more)
    {
        const qint64 wanted = requests() + more;
        const qint64 until = rig.clock.monotonicMs() + 2'000;
        while (requests() < wanted && rig.clock.monotonicMs() < until)
            QCoreApplication::processEvents();
    }

    qint64 requests()
    {
        qint64 count = 0;
        for (const QString &key : std::as_const(keys))
            count += rig.requests(key);
        return count;
    }

    // All that the mirror has of a portal: how many, and up to where.
    QString fingerprint(model::PortalId portal)
    {
        const auto reader = rig.store->reader();
        QStringList out;
        for (const EntityKind kind : model::kEntityKinds)
            out.append(QString::number((*reader)->countAlive(portal, kind).value_or(-1)));
        const auto states = (*reader)->syncStates(portal);
        for (const model::SyncState &state : *states)
            out.append(QString::number(state.watermark) + u'/' + QString::number(state.cursor) + u'/' + state.problem);
        return out.join(u' ');
    }

    int effects(const QString &key, const Write &write)
    {
        int count = 0;
        rig.sim.call([&](portalsim::SimServer &server, portalsim::World &) {
            for (const portalsim::LedgerEntry &entry : server.engine().writes())
                if (entry.portal == key && entry.id > 0
                    && (entry.params.contains(write.uuid.toLatin1()) || entry.params.contains(write.reference().toLatin1())))
                    ++count;
        });
        return count;
    }

    Write stored(const QString &uuid)
    {
        const auto reader = rig.store->reader();
        store::WritesAsked asked;
        asked.uuid = uuid;
        const auto found = (*reader)->writes(asked);
        return found && found->size() == 1 ? found->front() : Write {};
    }

    model::Portal portal(model::PortalId id)
    {
        const auto reader = rig.store->reader();
        const auto portals = (*reader)->portals();
        for (const model::Portal &each : *portals)
            if (each.id == id)
                return each;
        return {};
    }

    bool isKnown(model::PortalId id)
    {
        return std::ranges::any_of(rig.engine->statuses(), [id](const sync::PortalStatus &status) { return status.portal == id; });
    }

    void release(const QString &key)
    {
        rig.sim.call([&](portalsim::SimServer &server, portalsim::World &) { server.release(key); });
    }
};

} // namespace

class TestLeaving : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void portalsLeaveWhileTheyWork_data();
    void portalsLeaveWhileTheyWork();
    void tokensOnTheirWayAreKept();
    void aListThatComesLateSendsNobodyAway();

private:
    void leave(Story &story, std::size_t which, Departure how);
    void comeBack(Story &story, std::size_t which, Departure how);
    void judge(Story &story);

    QString m_secret;
    QString m_endpoint;
    int m_left = 0;
};

void TestLeaving::portalsLeaveWhileTheyWork_data()
{
    QTest::addColumn<int>("seed");
    const int stories = testing::isLongRun() ? 300 : testing::kSanitized ? 4 : 8;
    for (int seed = 1; seed <= stories; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void TestLeaving::portalsLeaveWhileTheyWork()
{
    QFETCH(int, seed);
    Story story(static_cast<std::uint64_t>(seed), 3);
    if (story.below(3) > 0)
        QVERIFY(story.rig.sync()); // else they leave in their first cycle, too
    m_left = 0;
    for (int round = 0; round < 10; ++round) {
        const auto which = static_cast<std::size_t>(story.below(int(story.ids.size())));
        const auto how = static_cast<Departure>(story.below(3) > 0 ? 0 : 1 + story.below(4));
        story.live();
        for (std::size_t portal = 0; portal < story.ids.size(); ++portal)
            if (story.below(2) == 0)
                story.wish(portal);
        const QString key = story.keys[qsizetype(which)];
        if (story.below(2) == 0)
            story.rig.fault(key, fault(story.below(2) == 0 ? "slow" : "hold"));
        story.rig.engine->syncNow();
        story.untilRequests(story.below(9));
        leave(story, which, how);
        story.rig.clearFaults();
        story.release(key);
        comeBack(story, which, how);
        if (QTest::currentTestFailed())
            return;
    }
    judge(story);
    testing::countResult(QStringLiteral("portal that went while it worked"), m_left);
    testing::countResult(QStringLiteral("write wished for such a portal"), qint64(story.wishes.size()));
}

void TestLeaving::leave(Story &story, std::size_t which, Departure how)
{
    SimRig &rig = story.rig;
    const model::PortalId id = story.ids[which];
    const QString key = story.keys[qsizetype(which)];
    model::Portal portal = story.portal(id);
    m_endpoint = portal.endpoint;
    m_secret = SimRig::wait(rig.secrets->read(key)).value_or(QString());
    ++m_left;
    switch (how) {
    case Departure::SignedOut:
        QVERIFY(SimRig::wait(rig.secrets->remove(key)));
        return;
    case Departure::Renamed:
        portal.title += QStringLiteral("!");
        portal.region = QStringLiteral("Юг");
        QVERIFY(SimRig::wait(rig.store->savePortal(portal)));
        return;
    case Departure::Moved:
        portal.endpoint = QStringLiteral("http://127.0.0.1:%1/nobody/rest/1/").arg(rig.sim.port());
        QVERIFY(SimRig::wait(rig.store->savePortal(portal)));
        return;
    case Departure::ProgramEnds:
        rig.restart();
        return;
    case Departure::Retired:
        break;
    }
    QVERIFY(SimRig::wait(rig.store->setRetired(id, true)));
    rig.engine->syncNow({ id });
    QTRY_VERIFY_WITH_TIMEOUT(!story.isKnown(id), 20'000);
    // What its runner had given to the store before is through, and told.
    QVERIFY(SimRig::wait(rig.store->saveDocument(QStringLiteral("mark"), "{}")));
    QCoreApplication::processEvents();
    story.gone = id;
    story.late = 0;
    const QString kept = story.fingerprint(id);
    story.rig.clearFaults();
    story.release(key);
    QVERIFY(rig.sync());
    const qint64 before = rig.requests(key);
    QVERIFY(rig.sync());
    QCOMPARE(rig.requests(key), before); // let alone
    QCOMPARE(story.fingerprint(id), kept);
    QCOMPARE(story.late, 0);
    QVERIFY(!story.isKnown(id));
    story.gone = 0;
}

void TestLeaving::comeBack(Story &story, std::size_t which, Departure how)
{
    SimRig &rig = story.rig;
    const model::PortalId id = story.ids[which];
    if (how == Departure::SignedOut || how == Departure::Moved) {
        // Whatever was under way ends first: the next cycle has nowhere to go.
        QVERIFY(rig.sync());
        QVERIFY(rig.sync({ id }));
        QVERIFY(rig.engine->status(id).problem);
    }
    model::Portal portal = story.portal(id);
    portal.endpoint = m_endpoint;
    if (how == Departure::Retired)
        QVERIFY(SimRig::wait(rig.store->setRetired(id, false)));
    else if (how == Departure::SignedOut)
        QVERIFY(SimRig::wait(rig.secrets->write(story.keys[qsizetype(which)], m_secret)));
    else if (how == Departure::Moved)
        QVERIFY(SimRig::wait(rig.store->savePortal(portal)));
}

// With everybody back: mirrors equal portals, each wish has had its effect once or waits for a person.
void TestLeaving::judge(Story &story)
{
    SimRig &rig = story.rig;
    for (int round = 0; round < 3; ++round) {
        QVERIFY(rig.sync());
        rig.clock.pass(4'000); // longer than any write waits
    }
    QVERIFY(rig.sync());
    for (std::size_t i = 0; i < story.ids.size(); ++i) {
        QVERIFY(!rig.engine->status(story.ids[i]).problem);
        const QStringList different = rig.differencesOf(story.keys[qsizetype(i)], story.ids[i]);
        QVERIFY2(different.isEmpty(), qPrintable(different.mid(0, 5).join(QStringLiteral("; "))));
    }
    for (const auto &[key, wish] : story.wishes) {
        const Write now = story.stored(wish.uuid);
        const int effects = story.effects(key, wish);
        const QString text = QStringLiteral("%1 %2: %3, %4 effects")
                                 .arg(key, QLatin1String(model::nameOf(wish.kind).data()), QLatin1String(model::nameOf(now.state).data()))
                                 .arg(effects);
        if (now.state == WriteState::Confirmed)
            QVERIFY2(effects == 1, qPrintable(text));
        else // the item has changed or gone, or nothing can prove it: a person is asked
            QVERIFY2(effects <= 1 && (now.needsPerson || now.state == WriteState::Conflict || now.state == WriteState::Rejected),
                qPrintable(text));
    }
}

// Retired while its tokens are renewed: the answer is still read and kept, what waited for it does not leave any more.
void TestLeaving::tokensOnTheirWayAreKept()
{
    testing::OAuthRig rig(smallWorld(1));
    const QString key = rig.lastKey();
    const auto in = rig.signIn(key);
    QVERIFY(in);
    const model::PortalId id = in->portal.id;
    QVERIFY(rig.sync());
    rig.fault(key, fault("hold", "oauth.token.refresh_token", 1));
    rig.expire(key);
    const QString before = rig.tokens(key).refresh;
    rig.engine->syncNow();
    QTRY_COMPARE_WITH_TIMEOUT(rig.renewals(key), 1, 10'000);
    QVERIFY(SimRig::wait(rig.store->setRetired(id, true)));
    rig.engine->syncNow({ id });
    QTRY_VERIFY_WITH_TIMEOUT(rig.engine->statuses().empty(), 10'000);
    const qint64 requests = rig.requests(key);
    rig.sim.call([&](portalsim::SimServer &server, portalsim::World &) { server.release(key); });
    QTRY_VERIFY_WITH_TIMEOUT(rig.tokens(key).refresh != before, 10'000);
    QVERIFY(rig.sync());
    QCOMPARE(rig.requests(key), requests);
    QVERIFY(SimRig::wait(rig.store->setRetired(id, false)));
    QVERIFY(rig.sync());
    QVERIFY(!rig.engine->status(id).problem);
    QCOMPARE(rig.differencesOf(key, id), QStringList());
}

// A list of portals that was read before a portal came, and arrives after it: the mirror of the new one goes on.
void TestLeaving::aListThatComesLateSendsNobodyAway()
{
    SimRig rig(smallWorld(1), testing::noLimits());
    const QString key = rig.lastKey();
    QVERIFY(rig.sync()); // the first engine has read its list
    HeldStatement held("FROM bad_record"); // read behind the portals
    rig.restart();
    QVERIFY(held.waitUntilReached());
    const model::PortalId id = rig.add(key);
    QSignalSpy finished(rig.engine.get(), &sync::Engine::allFinished);
    rig.engine->syncNow();
    QTRY_COMPARE_WITH_TIMEOUT(rig.engine->statuses().size(), std::size_t { 1 }, 20'000);
    held.letGo();
    QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), 60'000);
    QCOMPARE(rig.engine->statuses().size(), std::size_t { 1 });
    QCOMPARE(rig.differencesOf(key, id), QStringList());
}

QTEST_GUILESS_MAIN(TestLeaving)
#include "tst_leaving.moc"
