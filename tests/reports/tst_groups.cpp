// SPDX-License-Identifier: GPL-3.0-or-later
// Measures by a dimension and the share won by an age (metrics 4).
#include "reports/rows.h"
#include "support/snapshotbuilder.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;

namespace {

const GroupRow *find(const GroupAnswer &answer, const char *name)
{
    for (const GroupRow &row : answer.rows) {
        if (row.name == QString::fromUtf8(name))
            return &row;
    }
    return nullptr;
}

} // namespace

class TestGroups : public QObject {
    Q_OBJECT

private:
    SnapshotBuilder b;
    facts::Index m_first = 0;
    facts::Index m_won = 0;
    facts::Index m_lost = 0;

private Q_SLOTS:

    void init()
    {
        b = SnapshotBuilder();
        const auto funnel = b.funnel(b.portal("one", "North"), model::EntityKind::Deal, "Sales");
        m_first = b.stage(funnel, "New");
        m_won = b.stage(funnel, "Won", 'S');
        m_lost = b.stage(funnel, "Lost", 'F');
    }

    // Days: 3 lost, 4 open, 5 won, 7 lost, 9 won, 10 open: 0.4167 won, not 0.625.
    void goldenAalenJohansen()
    {
        const base::UtcSeconds now = utc("2025-06-30T00:00:00Z");
        const std::pair<int, char> ends[] { { 3, 'F' }, { 4, 'P' }, { 5, 'S' }, { 7, 'F' }, { 9, 'S' }, { 10, 'P' } };
        for (const auto &[days, outcome] : ends) {
            const base::UtcSeconds created = outcome == 'P' ? now - days * kDay : now - 100 * kDay;
            SnapshotBuilder::Item item { .visits = { { m_first, created } } };
            if (outcome != 'P')
                item.visits.emplace_back(outcome == 'S' ? m_won : m_lost, created + days * kDay);
            b.item(item);
        }
        const std::vector<int> horizons { 5, 10 };
        const auto answer = byDimension(b.build(now), {}, Dimension::Source, horizons, 0);
        QCOMPARE(answer.rows.size(), std::size_t(1));
        QCOMPARE(answer.rows[0].name, QString());
        QVERIFY(std::abs(*answer.rows[0].wonWithin[1] - 0.4167) < 1e-4);
        QVERIFY(std::abs(*answer.totalWonWithin[1] - 0.4167) < 1e-4);
        QVERIFY(*answer.rows[0].wonWithin[0] < 0.4167);
        QVERIFY(std::abs(*answer.total.conversion.point() - 1.0 / 3) < 1e-9);
        const Table table = toTable(answer);
        QStringList names;
        for (const TableColumn &column : table.columns)
            names << column.name;
        QCOMPARE(names.mid(0, 10).join(u','), QStringLiteral("source,leads,converted,won,lost,open,revenue,conversion,ci_low,ci_high"));
        QCOMPARE(names.last(), QStringLiteral("won_within_10d"));
        QCOMPARE(table.rows[0].size(), table.columns.size());
    }

    // all → − deleted → − test → − junk → − merged → − outside the filter = counted.
    void waterfall()
    {
        const base::UtcSeconds t = utc("2025-01-10T00:00:00Z");
        const auto junk = b.stage(0, "Spam", 'F');
        b.raw().stages[std::size_t(junk)].junk = true;
        b.item({ .visits = { { m_first, t }, { m_won, t + kDay } } });
        b.item({ .visits = { { m_first, t }, { junk, t + kDay } } });
        b.item({ .visits = { { m_first, t } }, .marks = facts::kTestMark });
        b.item({ .visits = { { m_first, t } }, .deleted = t + kHour });
        b.item({ .visits = { { m_first, t } }, .deleted = t + 3 * kDay, .marks = facts::kTwinMark });
        const auto &facts = b.build(t + 10 * kDay);
        const auto ask = [&](const Question &question) { return byDimension(facts, question, Dimension::Source, {}, 0); };
        const auto usual = ask({});
        QCOMPARE(usual.waterfall.all, 5);
        QCOMPARE(usual.waterfall.deleted, 1);
        QCOMPARE(usual.waterfall.merged, 1);
        QCOMPARE(usual.waterfall.test, 1);
        QCOMPARE(usual.waterfall.spam, 0);
        QCOMPARE(usual.waterfall.counted, 2);
        QCOMPARE(usual.waterfall.junk, 1); // told, not left out
        QCOMPARE(usual.total.lost, 1);
        const auto strict = ask({ .withoutJunk = true });
        QCOMPARE(strict.waterfall.spam, 1);
        QCOMPARE(strict.waterfall.counted, 1);
        QCOMPARE(strict.waterfall.junk, 0);
        QCOMPARE(strict.total.lost, 0);
        QCOMPARE(ask({ .withTests = true }).total.leads, 3);
        const auto early = ask({ .asOf = t + 2 * kHour, .withoutJunk = true });
        QCOMPARE(early.waterfall.counted, 3); // neither junk nor merged yet
        const Waterfall &w = strict.waterfall;
        QCOMPARE(w.all, w.deleted + w.merged + w.test + w.spam + w.outsideFilter + w.immature + w.counted);
    }

    // Won 300 and lost 100 in February; two of three that began in February were won, one of them in March.
    void ratesOfWinning()
    {
        const base::UtcSeconds january = utc("2025-01-10T00:00:00Z");
        const base::UtcSeconds february = utc("2025-02-10T00:00:00Z");
        const base::UtcSeconds march = utc("2025-03-10T00:00:00Z");
        b.item({ .visits = { { m_first, january }, { m_won, february } }, .amount = 200 });
        b.item({ .visits = { { m_first, february }, { m_won, february + kDay } }, .amount = 100 });
        b.item({ .visits = { { m_first, february }, { m_lost, february + kDay } }, .amount = 100 });
        b.item({ .visits = { { m_first, february }, { m_won, march } }, .amount = 1'000 });
        b.item({ .visits = { { m_first, january - 30 * kDay } } }); // open for ninety days
        b.item({ .visits = { { m_first, march } } });
        Question question;
        question.from = QDate(2025, 2, 1);
        question.to = QDate(2025, 3, 1);
        const auto answer = byDimension(b.build(march + kDay), question, Dimension::Source, {}, 0);
        const Measures &total = answer.total;
        QCOMPARE(total.winRate.k, 2);
        QCOMPARE(total.winRate.n, 3);
        QVERIFY(total.winRate.low < 2.0 / 3 && total.winRate.high > 2.0 / 3);
        QCOMPARE(total.yield.k, 2);
        QCOMPARE(total.yield.n, 3);
        QCOMPARE(total.conversions, 2); // January's and one of February's
        QCOMPARE(total.lostAmount.units, 100 * model::Money::kScale);
        const Table table = toTable(answer);
        QStringList names;
        for (const TableColumn &column : table.columns)
            names << column.name;
        const auto cellOf
            = [&](const char *name) { return std::get<double>(table.rows[0][std::size_t(names.indexOf(QLatin1String(name)))]); };
        QCOMPARE(cellOf("win_rate_by_value"), 0.75);
        QCOMPARE(cellOf("flow_ratio"), 2.0 / 3);
        QCOMPARE(cellOf("untouched_closed_share"), 1.0);
        QCOMPARE(total.openOld, 1);
        QCOMPARE(cellOf("win_rate_with_old"), 0.5);
    }

    void dimensions()
    {
        const auto site = b.source("Site");
        const auto user = b.user(0, "Anna");
        b.raw().campaigns.push_back(QStringLiteral("spring"));
        b.item({ .visits = { { m_first, utc("2025-01-31T23:59:59Z") }, { m_won, utc("2025-03-01T00:00:00Z") } },
            .user = user,
            .source = site,
            .campaign = 1,
            .amount = 10 });
        b.item({ .visits = { { m_first, utc("2025-02-01T00:00:00Z") } } });
        b.item({ .visits = { { m_first, utc("2025-02-02T00:00:00Z") }, { m_lost, utc("2025-02-03T00:00:00Z") } }, .source = site });
        const auto &facts = b.build(utc("2025-03-05T00:00:00Z"));
        const auto ask = [&](Dimension dimension) { return byDimension(facts, {}, dimension, {}, 0); };

        const auto sources = ask(Dimension::Source);
        QCOMPARE(sources.rows.size(), std::size_t(2));
        QCOMPARE(sources.rows[0].name, QStringLiteral("Site")); // most leads first
        QCOMPARE(sources.rows[0].measures.lost, 1);
        QCOMPARE(find(sources, "")->measures.open, 1);
        const auto months = ask(Dimension::Month);
        QCOMPARE(months.rows.size(), std::size_t(2));
        QCOMPARE(months.rows[0].name, QStringLiteral("2025-01"));
        QCOMPARE(months.rows[0].measures.won, 1);
        QCOMPARE(months.rows[1].measures.leads, 2);
        QCOMPARE(find(ask(Dimension::Campaign), "spring")->measures.revenue.units, 10 * model::Money::kScale);
        QCOMPARE(find(ask(Dimension::Region), "North")->measures.leads, 3);
        QCOMPARE(find(ask(Dimension::Dealer), "one")->measures.leads, 3);
        QCOMPARE(find(ask(Dimension::Employee), "Anna")->measures.leads, 1);
        QCOMPARE(find(ask(Dimension::Employee), "")->measures.leads, 2);
        QCOMPARE(find(ask(Dimension::Funnel), "Sales")->measures.leads, 3);
    }

    // What is left out is told of every group by itself.
    void waterfallOfAGroup()
    {
        const auto site = b.source("Site");
        const base::UtcSeconds at = utc("2025-02-01T00:00:00Z");
        b.item({ .visits = { { m_first, at } }, .source = site, .deleted = at + 5 });
        b.item({ .visits = { { m_first, at } }, .source = site });
        b.item({ .visits = { { m_first, at } }, .deleted = at + 5 });
        b.item({ .visits = { { m_first, at } }, .deleted = at + 5 });
        const auto &facts = b.build(at + kDay);
        const auto of = [&](const char *source) {
            return rowsOf(facts, {}, { .report = Report::Groups, .group = QString::fromLatin1(source), .conversionDays = 0 }).waterfall;
        };
        QCOMPARE(of("Site").deleted, 1);
        QCOMPARE(of("Site").counted, 1);
        QCOMPARE(of("").deleted, 2);
        QCOMPARE(of("").all, 2);
    }

    // As a tree of one level: the same measures, drawn to the mean of all; regions and dealers with their coverage.
    void asTree()
    {
        const auto site = b.source("Site");
        const auto anna = b.user(0, "Anna");
        const base::UtcSeconds at = utc("2025-02-01T00:00:00Z");
        for (int i = 0; i < 30; ++i) {
            SnapshotBuilder::Item item { .visits = { { m_first, at + i } }, .user = anna, .source = i % 2 ? site : 0 };
            if (i % 4 == 1)
                item.visits.emplace_back(m_won, at + kDay);
            b.item(item);
        }
        const auto &facts = b.build(at + 10 * kDay);
        const auto ask = [&](Dimension dimension) { return treeOf(byDimension(facts, {}, dimension, {}, 3), facts); };
        const TreeAnswer sources = ask(Dimension::Source);
        QCOMPARE(sources.conversionDays, 3);
        QCOMPARE(sources.dimension, std::optional(Dimension::Source));
        QCOMPARE(sources.root.measures.leads, 30);
        QCOMPARE(sources.root.children.size(), std::size_t(2));
        const TreeNode &unknown = sources.root.children[0].key.isEmpty() ? sources.root.children[0] : sources.root.children[1];
        QCOMPARE(unknown.level, TreeLevel::Group);
        QCOMPARE(unknown.measures.conversion.k, 0);
        QVERIFY(unknown.posterior && *unknown.posterior > 0);
        const TreeAnswer campaigns = ask(Dimension::Campaign);
        QCOMPARE(campaigns.root.children.size(), std::size_t(1)); // unknown, once
        reports::GroupAnswer nothing;
        nothing.dimension = Dimension::Source;
        const TreeAnswer none = treeOf(nothing, facts);
        QCOMPARE(none.root.children.size(), std::size_t(1)); // unknown is always a row
        QCOMPARE(none.root.children[0].measures.leads, 0);
        const TreeAnswer dealers = ask(Dimension::Dealer);
        QCOMPARE(dealers.root.children[0].level, TreeLevel::Dealer);
        QCOMPARE(dealers.root.children[0].portal, 0);
        QCOMPARE(dealers.root.children[0].coverage.fresh, 1);
        QCOMPARE(ask(Dimension::Region).root.children[0].coverage.portals, 1);
        const TreeNode person = ask(Dimension::Employee).root.children[0];
        QCOMPARE(person.level, TreeLevel::Employee);
        QCOMPARE(person.name, QStringLiteral("Anna"));
        QCOMPARE(person.portal, 0);
    }

    void emptySnapshot()
    {
        for (const Dimension dimension : { Dimension::Source, Dimension::Month, Dimension::Employee })
            QVERIFY(byDimension(b.build(1000), {}, dimension, std::vector { 7 }, 30).rows.empty());
    }
};

QTEST_GUILESS_MAIN(TestGroups)
#include "tst_groups.moc"
