// SPDX-License-Identifier: GPL-3.0-or-later
// Funnel in its modes (metrics 5, golden table), transitions and paths.
#include "reports/answers.h"
#include "support/snapshotbuilder.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;

class TestFunnelReport : public QObject {
    Q_OBJECT

private:
    struct Golden {
        Golden()
        {
            const auto portal = b.portal("one");
            const auto funnel = b.funnel(portal, model::EntityKind::Deal, "Sales");
            const auto a = b.stage(funnel, "A");
            const auto second = b.stage(funnel, "B");
            const auto c = b.stage(funnel, "C");
            const auto d = b.stage(funnel, "D");
            const auto won = b.stage(funnel, "Won", 'S');
            const auto lost = b.stage(funnel, "Lost", 'F');
            add({ a, second, c, d, won });
            add({ a, c, won });
            add({ a, second, lost });
            add({ d });
            add({ a, second, a, second, c });
        }

        void add(std::initializer_list<facts::Index> stages)
        {
            SnapshotBuilder::Item item;
            base::UtcSeconds at = t;
            for (const facts::Index stage : stages)
                item.visits.emplace_back(stage, at += 100);
            b.item(item);
        }

        SnapshotBuilder b;
        base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
    };

    static std::vector<std::int64_t> counts(const FunnelAnswer &answer)
    {
        std::vector<std::int64_t> result;
        for (const FunnelStep &step : answer.steps)
            result.push_back(step.count);
        return result;
    }

private Q_SLOTS:

    void goldenModes()
    {
        Golden g;
        const auto &facts = g.b.build(g.t + kDay);
        const std::pair<FunnelMode, std::vector<std::int64_t>> modes[] {
            { FunnelMode::Visited, { 4, 3, 3, 2, 2 } },
            { FunnelMode::Entries, { 5, 4, 3, 2, 2 } },
            { FunnelMode::Supposed, { 5, 5, 4, 3, 2 } },
            { FunnelMode::Strict, { 4, 3, 2, 1, 1 } },
            { FunnelMode::Furthest, { 5, 5, 4, 3, 2 } },
        };
        for (const auto &[mode, wanted] : modes)
            QCOMPARE(counts(funnel(facts, {}, mode, StageGrouping::OwnStage)), wanted);
        const auto answer = funnel(facts, {}, FunnelMode::Furthest, StageGrouping::OwnStage);
        QCOMPARE(answer.steps[0].inferred, 1); // deal 4 was never seen at A
        QCOMPARE(answer.steps[1].inferred, 2); // nor it and deal 2 at B
        QCOMPARE(answer.steps[1].lostHere, 1);
        QCOMPARE(answer.steps[2].stuckHere, 1);
        QCOMPARE(answer.steps[3].stuckHere, 1);
        QVERIFY(std::abs(*answer.steps[1].dropOff - 0.2) < 1e-9);
        QCOMPARE(answer.waterfall.counted, 5);
        const Table table = toTable(answer);
        QCOMPARE(table.rows.size(), std::size_t(5));
        QCOMPARE(table.rows[0].size(), table.columns.size());
    }

    // Seen from before the second step nobody had got further.
    void asOf()
    {
        Golden g;
        const auto &facts = g.b.build(g.t + kDay);
        const auto answer = funnel(facts, { .asOf = g.t + 150 }, FunnelMode::Visited, StageGrouping::OwnStage);
        QCOMPARE(counts(answer), (std::vector<std::int64_t> { 4, 0, 0, 1, 0 }));
    }

    void transitionsAndPaths()
    {
        Golden g;
        const auto &facts = g.b.build(g.t + kDay);
        std::map<QString, std::int64_t> found;
        std::int64_t begun = 0;
        std::int64_t ended = 0;
        for (const Transition &transition : transitions(facts, {}, StageGrouping::OwnStage)) {
            found[transition.from + u'>' + transition.to] = transition.count;
            begun += transition.from == QStringLiteral("START") ? transition.count : 0;
            ended += transition.to == QStringLiteral("END") ? transition.count : 0;
        }
        QCOMPARE(begun, 5);
        QCOMPARE(ended, 5);
        QCOMPARE(found[QStringLiteral("START>A")], 4);
        QCOMPARE(found[QStringLiteral("A>B")], 4);
        QCOMPARE(found[QStringLiteral("B>A")], 1);
        QCOMPARE(found[QStringLiteral("Won>END")], 2);
        QCOMPARE(found[QStringLiteral("D>END")], 1);

        const auto all = paths(facts, {}, StageGrouping::OwnStage);
        QCOMPARE(all.size(), std::size_t(5));
        QCOMPARE(all[0].stages,
            (std::vector<QString> {
                QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C") }));
        QCOMPARE(all[0].share, 0.2);
        QCOMPARE(paths(facts, {}, StageGrouping::OwnStage, 2).size(), std::size_t(2));
        const Table table = toTable(all);
        QCOMPARE(std::get<QString>(table.rows[4][4]), QStringLiteral("D"));
    }

    // Own names of two dealers meet at the milestones; losing from anywhere is no step.
    void milestones()
    {
        SnapshotBuilder b;
        const base::UtcSeconds t = utc("2025-01-01T00:00:00Z");
        for (const char *key : { "one", "two" }) {
            const auto portal = b.portal(key);
            const auto funnel = b.funnel(portal, model::EntityKind::Deal, key);
            const auto first = b.stage(funnel, "Start", 'P', "NEW");
            const auto quote = b.stage(funnel, key, 'P', "KP");
            const auto won = b.stage(funnel, "Yes", 'S', "WON");
            b.item({ .portal = portal, .visits = { { first, t }, { quote, t + 10 }, { won, t + 20 } } });
        }
        const auto answer = funnel(b.build(t + 100), {}, FunnelMode::Visited, StageGrouping::Milestone);
        QCOMPARE(counts(answer), (std::vector<std::int64_t> { 2, 0, 2, 0, 0, 0, 2 }));
        QCOMPARE(answer.steps.back().milestone, 7);
    }

    void emptySnapshot()
    {
        SnapshotBuilder b;
        const auto &facts = b.build(1000);
        QVERIFY(funnel(facts, {}, FunnelMode::Furthest, StageGrouping::Milestone).steps.size() == 7);
        QVERIFY(!funnel(facts, {}, FunnelMode::Furthest, StageGrouping::OwnStage).steps.empty());
        QVERIFY(paths(facts, {}, StageGrouping::OwnStage).empty());
        QVERIFY(transitions(facts, {}, StageGrouping::OwnStage).empty());
    }
};

QTEST_GUILESS_MAIN(TestFunnelReport)
#include "tst_funnelreport.moc"
