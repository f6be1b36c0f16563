// SPDX-License-Identifier: GPL-3.0-or-later
// Random histories of the outbox of one portal, in memory: lost and late answers, refusals, failing looks, a full
// disk, crashes at every step, people who decide, employees who change the same records. Each ends with every wish
// there exactly once, or in the hands of a person.
#include "sync/outboxplanner.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::sync;
using model::EntityKind;
using model::Write;
using model::WriteKind;
using model::WriteState;

namespace {

struct Effect { // what a request does to the portal, perhaps later
    std::int64_t at = 0; // second
    Write write;
};

// A portal, a ledger, a head office, and chance.
class History {
public:
    explicit History(std::uint64_t seed)
        : m_seed(seed)
        , m_random(seed)
    {
        for (model::RecordId id = 1; id <= 3; ++id)
            m_stage[id] = QStringLiteral("NEW");
    }

    // Empty: every promise was kept.
    QString run()
    {
        for (int step = 0; step < 120 && m_complaint.isEmpty(); ++step)
            turn(true);
        m_isQuiet = true;
        for (int step = 0; step < 4'000 && m_complaint.isEmpty() && !settled(); ++step)
            turn(false);
        if (m_complaint.isEmpty())
            check();
        return m_complaint.isEmpty() ? QString() : QStringLiteral("seed %1: ").arg(m_seed) + m_complaint;
    }

    std::map<QByteArray, int> evidence; // how often each happened, so that no branch is only believed to be tested

private:
    bool chance(double share) { return !m_isQuiet && std::uniform_real_distribution<double>(0, 1)(m_random) < share; }

    std::int64_t pick(std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(m_random); }

    void turn(bool withWishes)
    {
        if (withWishes && chance(0.15))
            wish();
        if (withWishes && chance(0.08)) // an employee works
            m_stage[pick(1, 3)] = QStringLiteral("E%1").arg(m_employee++);
        if (withWishes && chance(0.1))
            person();
        if (chance(0.05)) { // crash: what is not saved is forgotten, what was sent is on its way
            m_planner.emplace(m_random());
            m_command = Rest {};
            m_resting = true;
        }
        if (m_resting) {
            const auto *rest = std::get_if<Rest>(&m_command);
            advance(rest && rest->untilMs > m_ms && !withWishes ? (rest->untilMs - m_ms) / 1'000 + 1 : pick(0, 20));
            if (chance(0.05))
                m_now += pick(-90'000, 90'000); // somebody sets the clock; the monotonic one goes on
            give(Wake { openWrites() });
        } else {
            advance(pick(0, 3));
            answer();
        }
    }

    void give(OutboxEvent event)
    {
        m_command = m_planner->handle(std::move(event), m_ms, m_now);
        m_resting = std::holds_alternative<Rest>(m_command);
    }

    void advance(std::int64_t seconds)
    {
        m_ms += seconds * 1'000;
        m_now += seconds;
        std::erase_if(m_late, [this](const Effect &each) {
            if (each.at > m_ms / 1'000)
                return false;
            apply(each.write);
            return true;
        });
    }

    std::vector<Write> openWrites() const
    {
        std::vector<Write> open;
        for (const Write &each : m_ledger)
            if (!model::isFinal(each.state))
                open.push_back(each);
        return open;
    }

    Write *stored(const QString &uuid)
    {
        const auto found = std::ranges::find(m_ledger, uuid, &Write::uuid);
        return found == m_ledger.end() ? nullptr : &*found;
    }

    void wish()
    {
        const auto kind = static_cast<WriteKind>(pick(1, 4));
        const model::RecordId id = kind == WriteKind::Create ? 0 : pick(1, 3);
        Write write = model::newWrite(kind, { 1, EntityKind::Lead, id }, m_now);
        write.uuid
            = QStringLiteral("%1-%2-0000").arg(m_seed % 0xffffffff, 8, 16, QLatin1Char('0')).arg(m_wishes++, 4, 16, QLatin1Char('0'));
        if (kind == WriteKind::Change)
            write.fields.push_back({ QStringLiteral("STATUS_ID"), m_stage[id], QStringLiteral("W%1").arg(m_wishes), {} });
        m_ledger.push_back(write);
    }

    void person() // decides where a person must, and takes back what has not left
    {
        for (Write &each : m_ledger) {
            const bool waits = each.state == WriteState::Conflict || each.state == WriteState::Rejected;
            if ((waits || each.state == WriteState::Queued) && chance(0.3)) {
                each.state = WriteState::Cancelled;
                m_takenBack.insert({ each.uuid, waits });
            }
        }
    }

    // One exchange with the portal or the disk.
    void answer()
    {
        if (const auto *look = std::get_if<Look>(&m_command)) {
            if (chance(0.15))
                give(LookFailed { { base::ErrorKind::Network, base::Retry::Later, {}, {}, 502 } });
            else
                give(see(*look));
        } else if (const auto *save = std::get_if<SaveWrite>(&m_command)) {
            Write *row = stored(save->write.uuid);
            if (chance(0.05)) {
                give(SaveFailed { { base::ErrorKind::Full, base::Retry::Later, {}, {}, 0 } });
            } else if (row->state != save->from) {
                give(SaveFailed { { base::ErrorKind::Rejected, base::Retry::WhenChanged, {}, "state", 0 } });
            } else {
                ++evidence[save->event.what];
                *row = save->write;
                give(Saved {});
            }
        } else if (const auto *send = std::get_if<SendWrite>(&m_command)) {
            transmit(send->write);
        }
    }

    void transmit(const Write &write)
    {
        if (stored(write.uuid)->state != WriteState::Sending)
            m_complaint = QStringLiteral("sent before it was on disk as sending");
        if (chance(0.1)) {
            give(Refused { { base::ErrorKind::Network, base::Retry::Later, {}, {}, 0 }, {}, true }); // refused connection
        } else if (chance(0.1)) {
            give(Refused { { base::ErrorKind::Limit, base::Retry::AfterLimit, {}, "QUERY_LIMIT_EXCEEDED", 503 }, {}, false });
        } else if (chance(0.05)) {
            give(Refused { { base::ErrorKind::Rejected, base::Retry::Never, {}, "ERROR_CORE", 400 }, QStringLiteral("no"), false });
        } else if (chance(0.1)) { // nothing arrives
            unclear();
        } else if (chance(0.1)) { // takes effect while nobody listens any more, within the portal's own limit
            m_late.push_back({ m_ms / 1'000 + pick(1, 60), write });
            unclear();
        } else {
            const model::RecordId made = apply(write);
            if (chance(0.15))
                unclear();
            else
                give(Accepted { made });
        }
    }

    void unclear() { give(Refused { { base::ErrorKind::Timeout, base::Retry::Later, {}, {}, 0 }, {}, false }); }

    model::RecordId apply(const Write &write)
    {
        if (write.kind == WriteKind::Change && write.fields.front().after.endsWith(u'7')) // silently ignored
            return 0;
        ++m_effects[write.uuid];
        if (write.kind == WriteKind::Change) {
            m_stage[write.target.id] = write.fields.front().after;
            return 0;
        }
        m_made.push_back({ ++m_nextId, write.uuid });
        return m_nextId;
    }

    Seen see(const Look &look)
    {
        Seen seen;
        if (look.what == LookFor::Fields) {
            seen.exists = true;
            seen.values.push_back(m_stage[look.write.target.id]);
        }
        for (const auto &[id, uuid] : m_made)
            if (uuid == look.write.uuid)
                seen.found.push_back(id);
        return seen;
    }

    bool settled() const
    {
        return m_late.empty() && std::ranges::all_of(m_ledger, [this](const Write &each) {
            return model::isFinal(each.state) || each.state == WriteState::Conflict || each.state == WriteState::Rejected
                || each.needsPerson || isHeld(each);
        });
    }

    bool isHeld(const Write &write) const
    {
        return std::ranges::any_of(m_ledger, [&](const Write &earlier) {
            return &earlier < &write && write.target.id != 0 && earlier.target == write.target && !model::isFinal(earlier.state);
        });
    }

    void check()
    {
        for (const Write &each : m_ledger) {
            const int effects = m_effects[each.uuid];
            if (effects > 1)
                m_complaint = QStringLiteral("%1 took effect %2 times").arg(each.uuid).arg(effects);
            const bool ignorable = each.kind == WriteKind::Change && each.fields.front().after.endsWith(u'7');
            if (each.state == WriteState::Confirmed && effects != 1 && !ignorable) // whose record an employee changed too
                m_complaint = each.uuid + QStringLiteral(" is said to be there and is not");
            const bool takenBackInTime = each.state == WriteState::Cancelled && !m_takenBack[each.uuid];
            if (takenBackInTime && effects != 0)
                m_complaint = each.uuid + QStringLiteral(" was taken back before it left and is there");
            if (each.state == WriteState::Rejected && effects != 0)
                m_complaint = each.uuid + QStringLiteral(" is said to be refused and is there");
            if (each.needsPerson && effects != 0)
                m_complaint = each.uuid + QStringLiteral(" is there and was not found");
        }
        if (!settled())
            m_complaint = QStringLiteral("does not come to rest");
    }

    std::uint64_t m_seed;
    std::mt19937_64 m_random;
    std::optional<OutboxPlanner> m_planner { std::in_place, 1 };
    OutboxCommand m_command = Rest {};
    bool m_resting = true;
    bool m_isQuiet = false;
    std::int64_t m_ms = 1'000'000;
    base::UtcSeconds m_now = 1'760'000'000;
    std::vector<Write> m_ledger;
    std::map<QString, bool> m_takenBack; // uuid → after it may have left
    std::map<model::RecordId, QString> m_stage;
    std::vector<std::pair<model::RecordId, QString>> m_made;
    std::map<QString, int> m_effects;
    std::vector<Effect> m_late;
    model::RecordId m_nextId = 100;
    int m_wishes = 0;
    int m_employee = 0;
    QString m_complaint;
};

} // namespace

class TestOutbox : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void everyHistoryEndsWellOrWithAPerson()
    {
        std::map<QByteArray, int> evidence;
        for (std::uint64_t seed = 1; seed <= 5'000; ++seed) {
            History history(seed);
            const QString complaint = history.run();
            QVERIFY2(complaint.isEmpty(), qPrintable(complaint));
            for (const auto &[what, count] : history.evidence)
                evidence[what] += count;
        }
        for (const char *what : { "sending", "accepted", "found", "absent", "differs", "refused", "unclear", "delayed", "ignored" })
            QVERIFY2(evidence[what] > 100, what);
    }

    void aWriteIsLookedForOnlyWhenItCanNoLongerTakeEffect()
    {
        OutboxPlanner planner(1);
        Write write = model::newWrite(WriteKind::Create, { 1, EntityKind::Lead, 0 }, 1'000);
        write.state = WriteState::Uncertain;
        write.sent = 1'000;
        const OutboxCommand early = planner.handle(Wake { { write } }, 0, 1'010);
        QCOMPARE(std::get<Rest>(early).untilMs, 1'000 * kSettleSeconds);
        const OutboxCommand late = planner.handle(Wake { { write } }, 1'000 * kSettleSeconds, 1'010 + kSettleSeconds);
        QCOMPARE(std::get<Look>(late).what, LookFor::Marker);
    }

    void aRefusedWriteHoldsThoseBehindItOnTheSameItem()
    {
        OutboxPlanner planner(1);
        Write first = model::newWrite(WriteKind::Change, { 1, EntityKind::Deal, 5 }, 0);
        first.state = WriteState::Rejected;
        const Write second = model::newWrite(WriteKind::Comment, { 1, EntityKind::Deal, 5 }, 0);
        const Write other = model::newWrite(WriteKind::Comment, { 1, EntityKind::Deal, 6 }, 0);
        QCOMPARE(std::get<Rest>(planner.handle(Wake { { first, second } }, 0, 0)).untilMs, -1);
        QCOMPARE(std::get<Look>(planner.handle(Wake { { first, second, other } }, 0, 0)).write.uuid, other.uuid);
    }

    void twoRecordsWithOurMarkGoToAPerson()
    {
        OutboxPlanner planner(1);
        Write write = model::newWrite(WriteKind::Create, { 1, EntityKind::Lead, 0 }, 0);
        write.state = WriteState::Uncertain;
        write.sent = 0;
        (void)planner.handle(Wake { { write } }, 0, 0);
        (void)planner.handle(Wake { { write } }, 1'000'000, 1'000);
        Seen twice;
        twice.found = { 7, 9 };
        const OutboxCommand command = planner.handle(twice, 1'000'000, 1'000);
        const auto &save = std::get<SaveWrite>(command);
        QCOMPARE(save.write.state, WriteState::Conflict);
        QCOMPARE(save.event.detail, QStringLiteral("7, 9"));
    }
};

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
