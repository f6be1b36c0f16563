// SPDX-License-Identifier: GPL-3.0-or-later
// How often a portal and each of its methods may be asked, and what goes on while one of them may not.
#include "sync/plannerrun.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::testing;
using model::EntityKind;
using sync::Planner;
using sync::RateLimit;

class TestMethodTime : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void busyMethodRests();
    void lanesStayWithinTheBudget();
    void aRefusedMethodHoldsUpNobody();
    void aMethodWithoutAnyTimeIsGivenUp_data();
    void aMethodWithoutAnyTimeIsGivenUp();
    void refusalsSlowDown();
    void askedRateStaysBelowTheLimit();
};

// A method that has used 80 % of its budget is left alone until its reset; others go on meanwhile.
void TestMethodTime::busyMethodRests()
{
    PlannerRun run(7);
    run.inOrder = true; // what left before the first answer could not know
    run.portal.fill(EntityKind::Lead, 4'000);
    run.portal.fill(EntityKind::Contact, 4'000);
    int contactsMeanwhile = 0;
    bool busy = false;
    bool askedWhileBusy = false;
    run.onAnswers = [&](const sync::SendBatch &batch, sync::Answers &answers) {
        const bool early = run.nowMs < 300'000;
        for (const sync::Query &query : batch.queries) {
            askedWhileBusy = askedWhileBusy || (busy && early && query.kind == EntityKind::Lead);
            contactsMeanwhile += busy && query.kind == EntityKind::Contact ? 1 : 0;
        }
        for (std::size_t at = 0; at < batch.queries.size(); ++at) {
            if (batch.queries[at].kind != EntityKind::Lead || !early)
                continue;
            answers.list[at].operating = 400;
            answers.list[at].resetAt = answers.startedAt + 300;
            busy = true;
        }
    };
    QVERIFY(run.cycle());
    QVERIFY(!askedWhileBusy);
    QVERIFY(contactsMeanwhile > 0);
    QCOMPARE(difference(run.portal, run.store), QString());
}

// Many requests on their way together use no more of a method's time than one after the other.
void TestMethodTime::lanesStayWithinTheBudget()
{
    constexpr double kSeconds = 0.6; // a question
    PlannerRun run(18);
    run.portal.fill(EntityKind::Contact, 60'000);
    double used = 0;
    double most = 0;
    std::int64_t resetMs = 300'000;
    run.onAnswers = [&](const sync::SendBatch &batch, sync::Answers &answers) {
        run.nowMs += std::int64_t(double(batch.queries.size()) * kSeconds * 1'000);
        if (run.nowMs >= resetMs) {
            used = 0;
            resetMs = run.nowMs + 300'000;
        }
        for (std::size_t at = 0; at < batch.queries.size(); ++at) {
            if (batch.queries[at].kind != EntityKind::Contact)
                continue;
            used += kSeconds;
            answers.list[at].operating = used;
            answers.list[at].resetAt = answers.startedAt + (resetMs - run.nowMs) / 1'000 + 1;
        }
        most = std::max(most, used);
    };
    QVERIFY(run.cycle());
    QCOMPARE(difference(run.portal, run.store), QString());
    QVERIFY2(most <= 480 * 0.8 + 50 * kSeconds, qPrintable(QString::number(most)));
    QVERIFY2(run.mostUnderWay >= 3, qPrintable(QString::number(run.mostUnderWay)));
}

// One method is refused for its time, which comes back ten minutes later. In the same cycle all others go on: what changes,
// comes, goes and is said there arrives within two minutes.
void TestMethodTime::aRefusedMethodHoldsUpNobody()
{
    PlannerRun run(16);
    run.portal.fillDirectories();
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal, EntityKind::Contact })
        run.portal.fill(kind, 200);
    run.onAnswers = [](const sync::SendBatch &, sync::Answers &answers) {
        for (sync::Answer &answer : answers.list)
            answer.resetAt = answers.startedAt + 600;
    };
    QVERIFY(run.cycle());
    run.portal.now += 30;
    run.portal.add(EntityKind::Contact);
    const base::UtcSeconds began = run.portal.now;
    const std::int64_t beganMs = run.nowMs;
    std::int64_t lastChange = -180;
    QStringList wrong;
    int asked = 0;
    int changes = 0;
    run.onAnswers = [&](const sync::SendBatch &batch, sync::Answers &answers) {
        const std::int64_t seconds = (run.nowMs - beganMs) / 1'000;
        run.portal.now = began + seconds;
        bool refused = false;
        for (std::size_t at = 0; at < batch.queries.size() && seconds < 560; ++at) {
            if (batch.queries[at].kind != EntityKind::Contact)
                continue;
            answers.list[at] = noTimeLeft();
            refused = true;
        }
        asked += refused ? 1 : 0;
        if (seconds < lastChange + 125 || seconds > 420)
            return;
        FakePortal others = run.portal;
        others.rows.erase(EntityKind::Contact);
        if (const QString what = difference(others, run.store); !what.isEmpty() && changes > 0)
            wrong.append(QStringLiteral("after %1 s: %2").arg(seconds).arg(what));
        lastChange = seconds;
        ++changes;
        for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal }) {
            run.portal.add(kind);
            run.portal.remove(kind, idAt(run.portal, kind, 0.3));
            run.portal.comment(kind, idAt(run.portal, kind, 0.6));
        }
    };
    QVERIFY(run.cycle());
    QCOMPARE(wrong, QStringList());
    QVERIFY2(changes >= 3, qPrintable(QString::number(changes)));
    QCOMPARE(asked, 1);
    QVERIFY((run.nowMs - beganMs) / 1'000 > 560);
    QCOMPARE(difference(run.portal, run.store), QString());
    QCOMPARE(run.inventedDeletions, 0);
}

// Refused for its time for ever: the cycle ends all the same, with that problem, and everything else is mirrored.
void TestMethodTime::aMethodWithoutAnyTimeIsGivenUp_data()
{
    QTest::addColumn<int>("kind");
    for (const EntityKind kind :
        { EntityKind::Lead, EntityKind::DealHistory, EntityKind::Call, EntityKind::Status, EntityKind::Department, EntityKind::Comment })
        QTest::newRow(std::string(model::nameOf(kind)).c_str()) << int(kind);
}

void TestMethodTime::aMethodWithoutAnyTimeIsGivenUp()
{
    QFETCH(int, kind);
    const auto refused = EntityKind(kind);
    PlannerRun run(17);
    run.portal.fillDirectories();
    for (const EntityKind each : { EntityKind::Lead, EntityKind::Deal, EntityKind::Call })
        run.portal.fill(each, 120);
    run.portal.comment(EntityKind::Deal, idAt(run.portal, EntityKind::Deal, 0.5));
    run.portal.now += 30;
    run.onAnswers = [refused](const sync::SendBatch &batch, sync::Answers &answers) {
        for (std::size_t at = 0; at < batch.queries.size(); ++at) {
            if (batch.queries[at].kind == refused)
                answers.list[at] = noTimeLeft();
        }
    };
    QVERIFY(!run.cycle());
    QVERIFY(!run.broken);
    QVERIFY2(run.nowMs < 1'800'000, qPrintable(QString::number(run.nowMs)));
    QVERIFY(!run.store.states[refused].problem.isEmpty());
    QVERIFY(run.store.alive[refused].empty());
    run.portal.now += 600;
    run.onAnswers = {};
    QVERIFY(run.cycle());
    QVERIFY(run.cycle());
    QCOMPARE(difference(run.portal, run.store), QString());
    QVERIFY(run.store.states[refused].problem.isEmpty());
}

void TestMethodTime::refusalsSlowDown()
{
    RateLimit limit(8);
    Planner planner(1, {}, limit);
    std::int64_t nowMs = 0;
    std::vector<std::int64_t> pauses;
    sync::Event event = sync::Start {};
    for (int i = 0; i < 100; ++i) {
        const std::vector<sync::Command> commands = planner.handle(std::move(event), nowMs, 0);
        const sync::Command &command = commands.front(); // behind the first request perhaps when to lose patience with it
        QVERIFY(commands.size() == 1U || std::holds_alternative<sync::SendBatch>(command));
        if (const auto *finish = std::get_if<sync::Finish>(&command)) {
            QVERIFY(finish->problem.has_value());
            QCOMPARE(finish->problem->kind, base::ErrorKind::Limit);
            break;
        }
        if (const auto *batch = std::get_if<sync::SendBatch>(&command)) {
            event = sync::Failure { { base::ErrorKind::Limit, base::Retry::AfterLimit, {}, "QUERY_LIMIT_EXCEEDED", 503 }, batch->request };
        } else if (const auto *sleep = std::get_if<sync::SleepUntil>(&command)) {
            pauses.push_back(sleep->ms - nowMs);
            nowMs = sleep->ms;
            event = sync::Tick {};
        } else {
            event = sync::Committed {};
        }
    }
    QVERIFY(pauses.size() >= 10);
    QVERIFY(pauses.front() >= 1'000);
    QVERIFY(*std::max_element(pauses.begin(), pauses.end()) > 30'000);
}

// Never more than the portal's bucket allows: 50 at once and 2 a second behind.
void TestMethodTime::askedRateStaysBelowTheLimit()
{
    sync::RateLimit limit(1);
    double bucket = 0;
    std::int64_t last = 0;
    std::int64_t nowMs = 0;
    for (int sent = 0; sent < 1'000;) {
        const std::int64_t at = limit.take(nowMs);
        if (at > nowMs) {
            nowMs = at;
            continue;
        }
        bucket = std::max(0.0, bucket - static_cast<double>(nowMs - last) / 1000 * 2) + 1;
        last = nowMs;
        ++sent;
        QVERIFY(bucket <= 50);
    }
}

QTEST_GUILESS_MAIN(TestMethodTime)
#include "tst_methodtime.moc"
