// SPDX-License-Identifier: GPL-3.0-or-later
// Measures by a dimension and the share won by an age (metrics 4).
#include "reports/answers.h"
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

    void emptySnapshot()
    {
        for (const Dimension dimension : { Dimension::Source, Dimension::Month, Dimension::Employee })
            QVERIFY(byDimension(b.build(1000), {}, dimension, std::vector { 7 }, 30).rows.empty());
    }
};

QTEST_GUILESS_MAIN(TestGroups)
#include "tst_groups.moc"
