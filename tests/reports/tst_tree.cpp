// SPDX-License-Identifier: GPL-3.0-or-later
// The tree and its measures (metrics 0, 3, 4, 9) over small networks written by hand.
#include "reports/population.h"
#include "support/rowstates.h"
#include "support/snapshotbuilder.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;
using model::EntityKind;

namespace {

bool near(std::optional<double> value, double wanted, double tolerance = 1e-4) { return value && std::abs(*value - wanted) <= tolerance; }

// A dealer with a lead funnel and a deal funnel.
struct Dealer {
    Dealer(SnapshotBuilder &b, const char *key, const char *region = "", const char *zone = "UTC")
        : portal(b.portal(key, region, zone))
    {
        const auto leads = b.funnel(portal, EntityKind::Lead, "");
        fresh = b.stage(leads, "New lead", 'P', "LNEW");
        busy = b.stage(leads, "Lead in work", 'P', "LWORK");
        good = b.stage(leads, "Good", 'S', "LWON");
        junk = b.stage(leads, "Junk", 'F', "LJUNK");
        const auto deals = b.funnel(portal, EntityKind::Deal, "Sales");
        first = b.stage(deals, "New deal", 'P', "NEW");
        won = b.stage(deals, "Won", 'S', "WON");
        lost = b.stage(deals, "Lost", 'F', "LOST");
    }

    facts::Index portal, fresh, busy, good, junk, first, won, lost;
};

const base::UtcSeconds t = utc("2025-06-02T00:00:00Z");

} // namespace

class TestTree : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // A lead with two deals is one chain: counted once, won once, its revenue that of the winning deal.
    void chains()
    {
        SnapshotBuilder b;
        const Dealer d(b, "one");
        const int lead = b.item({ .kind = EntityKind::Lead, .visits = { { d.fresh, t }, { d.good, t + 100 } } });
        b.item({ .visits = { { d.first, t + 100 }, { d.lost, t + 300 } }, .amount = 7, .lead = lead });
        b.item({ .visits = { { d.first, t + 110 }, { d.won, t + 500 } }, .amount = 1000, .lead = lead });
        const int second = b.item({ .kind = EntityKind::Lead, .visits = { { d.fresh, t + 5 }, { d.good, t + 100 } } });
        b.item({ .visits = { { d.first, t + 100 } }, .lead = second }); // still open
        b.item({ .kind = EntityKind::Lead, .visits = { { d.fresh, t + 6 }, { d.junk, t + 50 } } });
        b.item({ .visits = { { d.first, t + 7 }, { d.won, t + 80 } }, .amount = 500 }); // came without a lead
        const auto &facts = b.build(t + 1000);
        const Measures all = tree(facts, {}, {}).root.measures;
        QCOMPARE(all.leads, 4);
        QCOMPARE(all.converted, 3);
        QCOMPARE(all.won, 2);
        QCOMPARE(all.lost, 1);
        QCOMPARE(all.open, 1);
        QCOMPARE(all.revenue.units, 1500 * model::Money::kScale);
        QVERIFY(near(all.cycleWonMean, (500.0 + 73.0) / 2));
        QVERIFY(near(all.conversion.point(), 0.75));

        const Measures leads = tree(facts, { .itemKind = EntityKind::Lead }, {}).root.measures;
        QCOMPARE(leads.leads, 3);
        QCOMPARE(leads.won, 2); // a lead alone is won when it reached success
        const Measures deals = tree(facts, { .itemKind = EntityKind::Deal }, {}).root.measures;
        QCOMPARE(deals.leads, 4);
        QCOMPARE(deals.lost, 1);
        QCOMPARE(tree(facts, { .funnels = { QStringLiteral("Sales") } }, {}).root.measures.leads, 4);

        // Before the deals were decided the chain is open.
        const Measures early = tree(facts, { .asOf = t + 200 }, {}).root.measures;
        QCOMPARE(early.open, 2);
        QCOMPARE(early.won, 1);

        // The rows behind the numbers are as many as the numbers.
        QCOMPARE(items(facts, {}, Count::New).size(), std::size_t(4));
        QCOMPARE(items(facts, {}, Count::Converted).size(), std::size_t(3));
        QCOMPARE(items(facts, {}, Count::NotConverted).size(), std::size_t(1));
        QCOMPARE(items(facts, {}, Count::Won).size(), std::size_t(2));
        QCOMPARE(items(facts, {}, Count::Open).size(), std::size_t(1));
        QCOMPARE(items(facts, {}, Count::Lost).size(), std::size_t(1));
        QCOMPARE(items(facts, {}, Count::All).size(), std::size_t(7));
        QCOMPARE(items(facts, {}, Count::Immature).size(), std::size_t(4));
        const Table table = itemsTable(facts, items(facts, {}, Count::All));
        QCOMPARE(table.rows[0].size(), table.columns.size());
    }

    // A lead entered by hand after its deal had been won: its cycle is negative, and counts as it is.
    void wonBeforeItBegan()
    {
        SnapshotBuilder b;
        const Dealer d(b, "one");
        const int late = b.item({ .kind = EntityKind::Lead, .visits = { { d.fresh, t + 400 }, { d.good, t + 410 } } });
        b.item({ .visits = { { d.first, t }, { d.won, t + 100 } }, .lead = late });
        b.item({ .visits = { { d.first, t }, { d.won, t + 500 } } });
        const Measures measures = tree(b.build(t + 1000), {}, {}).root.measures;
        QCOMPARE(measures.won, 2);
        QVERIFY(near(measures.cycleWonMean, (-300.0 + 500.0) / 2));
        QVERIFY(near(measures.cycleWonMedian, 100));
    }

    // Friday 17:40, called on Monday 09:25: 45 minutes of an office open Monday to Friday 09–18.
    void goldenResponse()
    {
        SnapshotBuilder b;
        const Dealer d(b, "one", "", "Europe/Moscow");
        b.item({ .kind = EntityKind::Lead,
            .visits = { { d.fresh, utc("2025-11-14T14:40:00Z") }, { d.busy, utc("2025-11-14T14:50:00Z") } },
            .attempt = utc("2025-11-17T06:25:00Z") });
        const auto &facts = b.build(utc("2025-11-20T00:00:00Z"));
        const Measures measures = tree(facts, {}, {}).root.measures;
        QVERIFY(near(measures.responseMedian, 45 * 60));
        QVERIFY(near(measures.claimedMedian, 10 * 60));
        QCOMPARE(measures.responseInLimit.k, 1);
        QCOMPARE(measures.responseInLimit.n, 1);
        QCOMPARE(measures.withoutEvidence, 0);
        const ItemState state = items(facts, {}, Count::All).front();
        QVERIFY(near(state.responseEvidenced, 45 * 60));
        // On Monday at 09:10 the touch was claimed and nothing proved it.
        const Measures before = tree(facts, { .asOf = utc("2025-11-17T06:10:00Z") }, {}).root.measures;
        QCOMPARE(before.withoutEvidence, 1);
        QCOMPARE(before.responseInLimit.n, 0); // half an hour: neither kept nor broken yet
        QVERIFY(!before.responseMedian);
    }

    // Never touched: censored; once the limit has passed it counts as broken; closed untouched beside it.
    void untouched()
    {
        SnapshotBuilder b;
        const Dealer d(b, "one");
        b.item({ .kind = EntityKind::Lead, .visits = { { d.fresh, t + 9 * kHour }, { d.junk, t + 10 * kHour } } });
        b.item({ .kind = EntityKind::Lead, .visits = { { d.fresh, t + 9 * kHour } }, .attempt = t + 9 * kHour + 600 });
        b.item({ .kind = EntityKind::Lead, .visits = { { d.fresh, t + 9 * kHour } }, .attempt = t + 13 * kHour });
        b.item({ .kind = EntityKind::Lead, .visits = { { d.fresh, t + 9 * kHour } }, .attempt = t + 8 * kHour }); // talked before
        const Measures measures = tree(b.build(t + 20 * kHour), {}, {}).root.measures;
        QCOMPARE(measures.untouchedClosed, 1);
        QCOMPARE(measures.responseInLimit.n, 4);
        QCOMPARE(measures.responseInLimit.k, 2);
        QVERIFY(near(measures.responseMedian, 600));
    }

    // 18 of 60 against 45 of 100: −0.15, −0.2904 … +0.0064.
    void goldenChange()
    {
        SnapshotBuilder b;
        const Dealer d(b, "one");
        const auto add = [&](const char *day, int won, int all) {
            for (int i = 0; i < all; ++i) {
                SnapshotBuilder::Item item { .visits = { { d.first, utc(day) + i } } };
                if (i < won)
                    item.visits.emplace_back(d.won, utc(day) + 10 * kDay);
                b.item(item);
            }
        };
        add("2025-03-05T00:00:00Z", 45, 100);
        add("2025-04-05T00:00:00Z", 18, 60);
        const auto &facts = b.build(utc("2025-06-30T00:00:00Z"));
        const Question april { .from = QDate(2025, 4, 1), .to = QDate(2025, 5, 1) };
        const Measures measures = tree(facts, april, { .conversionDays = 30 }).root.measures;
        QVERIFY(measures.change.known);
        QVERIFY(near(measures.change.difference, -0.15, 1e-9));
        QVERIFY(near(measures.change.low, -0.2904) && near(measures.change.high, 0.0064));
        QCOMPARE(measures.conversion.n, 60);
        QCOMPARE(measures.won, 18);
        QVERIFY(!tree(facts, {}, {}).root.measures.change.known);
    }

    // Only what is old enough counts, and only what converted in time; the rest is told beside it.
    void cohort()
    {
        SnapshotBuilder b;
        const Dealer d(b, "one");
        b.item({ .visits = { { d.first, t }, { d.won, t + 20 * kDay } } });
        b.item({ .visits = { { d.first, t }, { d.won, t + 40 * kDay } } }); // too late for 30 days
        b.item({ .visits = { { d.first, t + 50 * kDay }, { d.won, t + 51 * kDay } } }); // too young
        const auto answer = tree(b.build(t + 60 * kDay), {}, { .conversionDays = 30 });
        QCOMPARE(answer.root.measures.conversion.k, 1);
        QCOMPARE(answer.root.measures.conversion.n, 2);
        QCOMPARE(answer.root.measures.immature, 1);
        QCOMPARE(answer.root.measures.converted, 3);
        const Waterfall &w = answer.waterfall;
        QCOMPARE(w.all, 3);
        QCOMPARE(w.all - w.deleted - w.test - w.spam - w.merged - w.outsideFilter - w.immature, w.counted);
    }

    void waterfall()
    {
        SnapshotBuilder b;
        const Dealer one(b, "one");
        const Dealer two(b, "two");
        const auto site = b.source("Site");
        b.item({ .visits = { { one.first, t } }, .source = site });
        b.item({ .visits = { { one.first, t } } });
        b.item({ .visits = { { one.first, t } }, .source = site, .deleted = t + 50 });
        b.item({ .portal = two.portal, .visits = { { two.first, t } }, .source = site });
        const auto &facts = b.build(t + 100);
        const Question question { .portals = { QStringLiteral("one") }, .sources = { QStringLiteral("Site") } };
        const auto answer = tree(facts, question, {});
        QCOMPARE(answer.root.measures.leads, 1);
        QCOMPARE(answer.waterfall.all, 4);
        QCOMPARE(answer.waterfall.deleted, 1);
        QCOMPARE(answer.waterfall.outsideFilter, 2);
        QCOMPARE(answer.waterfall.counted, 1);
        Question before = question;
        before.asOf = t + 40; // it was still there
        QCOMPARE(tree(facts, before, {}).root.measures.leads, 2);
    }

    void levels()
    {
        SnapshotBuilder b;
        const Dealer one(b, "one", "North");
        const Dealer two(b, "two", "North");
        const Dealer three(b, "three", "South");
        b.raw().departments = { { one.portal, 1, QStringLiteral("Shop"), facts::kNone } };
        const auto anna = b.user(one.portal, "Anna", 0);
        const auto boris = b.user(one.portal, "Boris");
        b.user(two.portal, "Idle");
        const int passed = b.item({ .visits = { { one.first, t }, { one.won, t + 100 } }, .user = boris });
        b.responsible({ passed, t + 50, boris, anna });
        b.item({ .visits = { { one.first, t } } });
        b.item({ .portal = two.portal, .visits = { { two.first, t } } });
        const auto &facts = b.build(t + 1000);
        const auto answer = tree(facts, {}, {});
        QCOMPARE(answer.root.children.size(), std::size_t(2));
        const TreeNode &north = answer.root.children[0];
        QCOMPARE(north.name, QStringLiteral("North"));
        QCOMPARE(north.measures.leads, 3);
        QCOMPARE(north.coverage.portals, 2);
        QCOMPARE(answer.root.children[1].measures.leads, 0); // a dealer without items is still shown
        QCOMPARE(answer.root.children[1].children[0].name, QStringLiteral("three"));
        const TreeNode &dealer = north.children[0];
        QCOMPARE(dealer.name, QStringLiteral("one"));
        QCOMPARE(dealer.children.size(), std::size_t(2)); // nobody's department and the shop
        const TreeNode &shop = dealer.children[1];
        QCOMPARE(shop.children[0].name, QStringLiteral("Anna"));
        QCOMPARE(shop.children[0].measures.leads, 1); // hers when it came
        QCOMPARE(shop.children[0].measures.won, 0); // his when it was won
        const auto now = tree(facts, { .responsibleAtEvent = false }, {});
        QCOMPARE(now.root.children[0].children[0].children.size(), std::size_t(1));
        QCOMPARE(tree(facts, {}, { .depth = TreeLevel::Dealer }).root.children[0].children[0].children.size(), std::size_t(0));
        Question his;
        his.employees = { { QStringLiteral("one"), 2 } };
        QCOMPARE(tree(facts, his, {}).root.measures.won, 1);
        QCOMPARE(tree(facts, his, {}).root.measures.leads, 0);
        const Table table = toTable(answer, facts);
        QCOMPARE(std::get<QString>(table.rows[0][0]), QStringLiteral("Network"));
        QCOMPARE(std::get<QString>(table.rows[2][0]), QStringLiteral("Network / North / one"));
        for (const auto &row : table.rows)
            QCOMPARE(row.size(), table.columns.size());
        QCOMPARE(table.levels.size(), table.rows.size());
    }

    // Parents are the sum of their children: regions and dealers partition the network.
    void goldenRanking()
    {
        SnapshotBuilder b;
        const std::tuple<const char *, int, int> dealers[] { { "A", 3, 4 }, { "B", 60, 100 }, { "C", 18, 60 }, { "D", 9, 30 },
            { "E", 0, 5 }, { "F", 45, 150 }, { "G", 1, 1 }, { "H", 22, 80 } };
        for (const auto &[key, won, all] : dealers) {
            const Dealer d(b, key);
            for (int i = 0; i < all; ++i) {
                SnapshotBuilder::Item item { .portal = d.portal, .visits = { { d.first, t + i } } };
                if (i < won)
                    item.visits.emplace_back(d.won, t + kDay);
                b.item(item);
            }
        }
        const auto answer = tree(b.build(t + 2 * kDay), {}, {});
        std::map<QString, const TreeNode *> found;
        std::int64_t sum = 0;
        for (const TreeNode &dealer : answer.root.children[0].children) {
            found[dealer.name] = &dealer;
            sum += dealer.measures.leads;
        }
        QCOMPARE(sum, answer.root.measures.leads);
        QVERIFY(near(found[QStringLiteral("A")]->posterior, 0.4477, 2e-4));
        QVERIFY(near(found[QStringLiteral("A")]->posteriorLow, 0.2385, 2e-4));
        QVERIFY(near(found[QStringLiteral("A")]->posteriorHigh, 0.6672, 2e-4));
        QVERIFY(near(found[QStringLiteral("E")]->posterior, 0.2767, 2e-4));
        QVERIFY(near(found[QStringLiteral("A")]->measures.conversion.low, 0.3006));
        QVERIFY(near(found[QStringLiteral("E")]->measures.conversion.high, 0.4345));
    }

    void money()
    {
        SnapshotBuilder b;
        const Dealer d(b, "one");
        b.raw().currencies.push_back(QStringLiteral("EUR"));
        b.raw().currencies.push_back(QStringLiteral("XAU"));
        b.raw().standard.rates
            = { { QStringLiteral("EUR"), QDate(2025, 6, 1), { 900'000 } }, { QStringLiteral("EUR"), QDate(2025, 6, 10), { 1'000'000 } } };
        b.item({ .visits = { { d.first, t }, { d.won, utc("2025-06-09T10:00:00Z") } }, .amount = 10, .currency = 1 }); // at 90
        b.item({ .visits = { { d.first, t }, { d.won, utc("2025-06-10T10:00:00Z") } }, .amount = 10, .currency = 1 }); // at 100
        b.item({ .visits = { { d.first, t }, { d.won, utc("2025-06-10T10:00:00Z") } }, .amount = 10, .currency = 2 }); // no rate
        b.item({ .visits = { { d.first, t }, { d.won, utc("2025-06-10T10:00:00Z") } }, .amount = 1 });
        const Measures measures = tree(b.build(utc("2025-07-01T00:00:00Z")), {}, {}).root.measures;
        QCOMPARE(measures.revenue.units, 1901 * model::Money::kScale);
        QCOMPARE(measures.revenueWithoutRate, 1);
        QCOMPARE(measures.won, 4);
    }

    // The portal's own days decide what belongs to a period.
    void periods()
    {
        SnapshotBuilder b;
        const Dealer east(b, "east", "", "Asia/Vladivostok");
        const Dealer west(b, "west", "", "Europe/Kaliningrad");
        const base::UtcSeconds at = utc("2025-01-31T16:00:00Z"); // already February in the east
        b.item({ .portal = east.portal, .visits = { { east.first, at } } });
        b.item({ .portal = west.portal, .visits = { { west.first, at } } });
        const auto &facts = b.build(utc("2025-03-01T00:00:00Z"));
        const auto count = [&](QDate from, QDate to, const char *key) {
            Question question { .from = from, .to = to };
            question.portals = { QString::fromLatin1(key) };
            return tree(facts, question, {}).root.measures.leads;
        };
        QCOMPARE(count(QDate(2025, 1, 1), QDate(2025, 2, 1), "east"), 0);
        QCOMPARE(count(QDate(2025, 2, 1), QDate(2025, 3, 1), "east"), 1);
        QCOMPARE(count(QDate(2025, 1, 1), QDate(2025, 2, 1), "west"), 1);
        QCOMPARE(count(QDate(2025, 2, 1), QDate(2025, 3, 1), "west"), 0);
    }

    void coverage()
    {
        SnapshotBuilder b;
        const Dealer fresh(b, "fresh");
        const Dealer stale(b, "stale");
        const Dealer never(b, "never");
        const Dealer retired(b, "retired");
        auto &portals = b.raw().portals;
        portals[1].watermark = t + 100;
        portals[1].neverComplete = false;
        portals[3].portal.retiredAt = t;
        b.item({ .portal = fresh.portal, .visits = { { fresh.first, t } } });
        b.item({ .portal = retired.portal, .visits = { { retired.first, t } } });
        b.item({ .portal = never.portal, .visits = { { never.first, t } } });
        b.build(t + 10 * kDay);
        portals[2].watermark = base::kNever;
        portals[2].neverComplete = true;
        const auto &facts = b.raw();
        const Coverage now = coverageOf(facts, {});
        QCOMPARE(now.portals, 3);
        QCOMPARE(now.fresh, 1);
        QCOMPARE(now.oldest, t + 100);
        QCOMPARE(now.missing, (std::vector<QString> { QStringLiteral("stale"), QStringLiteral("never") }));
        QCOMPARE(coverageOf(facts, { .asOf = t + 50 }).fresh, 2);
        QCOMPARE(tree(facts, {}, {}).root.measures.leads, 3);
        QCOMPARE(tree(facts, { .withRetired = false }, {}).root.measures.leads, 2);
    }

    // A push counts from when it happened.
    void pushesOfAPastInstant()
    {
        SnapshotBuilder b;
        const Dealer d(b, "one");
        const int other = b.item({ .visits = { { d.first, t } } });
        const int deal = b.item({ .visits = { { d.first, t + 1 } } });
        b.push(deal, t + 10 * kDay);
        b.push(deal, t + 2 * kDay);
        b.push(other, t + kDay);
        const auto &facts = b.build(t + 20 * kDay);
        const auto pushes = [&](base::UtcSeconds asOf) {
            const Question question { .asOf = asOf };
            return Population(facts, question).pushesOf(b.rowOf(deal));
        };
        QCOMPARE(pushes(base::kNever), 2);
        QCOMPARE(pushes(t + 10 * kDay), 2);
        QCOMPARE(pushes(t + 10 * kDay - 1), 1);
        QCOMPARE(pushes(t + kDay), 0);
        const Table table = itemsTable(facts, items(facts, { .asOf = t + 5 * kDay }, Count::All), { .asOf = t + 5 * kDay });
        const auto column = std::ranges::find(table.columns, QStringLiteral("pushes"), &TableColumn::name) - table.columns.begin();
        QCOMPARE(std::get<std::int64_t>(table.rows[1][std::size_t(column)]), 1);
    }

    // Before the portal was added nobody wrote down who was responsible: the earliest known stands in, and is marked.
    void responsibleBeforeTheJournal()
    {
        SnapshotBuilder b;
        const Dealer d(b, "one");
        b.raw().portals[0].portal.addedAt = t + 5 * kDay;
        const auto anna = b.user(d.portal, "Anna");
        const auto boris = b.user(d.portal, "Boris");
        const int early = b.item({ .visits = { { d.first, t }, { d.won, t + 8 * kDay } }, .user = boris });
        b.responsible({ early, t + 7 * kDay, boris, anna });
        b.item({ .visits = { { d.first, t + 6 * kDay } }, .user = boris });
        const auto &facts = b.build(t + 20 * kDay);
        const auto answer = byDimension(facts, {}, Dimension::Employee, {}, 0);
        QCOMPARE(answer.rows.size(), std::size_t(2));
        for (const GroupRow &row : answer.rows)
            QCOMPARE(row.measures.responsibleAssumed, row.name == QStringLiteral("Anna") ? 1 : 0);
        QCOMPARE(tree(facts, { .responsibleAtEvent = false }, {}).root.measures.responsibleAssumed, 0);
        // The rows name whom the number counts: Anna began what Boris has won.
        const auto rows = [&](Count count) { return items(facts, {}, count); };
        QCOMPARE(rows(Count::New)[0].user, anna);
        QVERIFY(rows(Count::New)[0].userAssumed && !rows(Count::New)[1].userAssumed);
        QCOMPARE(rows(Count::Won)[0].user, boris);
        QVERIFY(!rows(Count::Won)[0].userAssumed);
    }
};

QTEST_GUILESS_MAIN(TestTree)
#include "tst_tree.moc"
