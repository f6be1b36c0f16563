// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of whole months from the sums kept beside a snapshot equals the one from the scan, node by node.
#include "reports/monthcube.h"
#include "support/chainnetwork.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;

namespace {

constexpr int kNetworks = 60;
constexpr int kQuestions = 16;

void addNode(const TreeNode &node, const QString &above, QStringList &out)
{
    const QString path = above + QLatin1Char('/') + node.name;
    QString line = path + QLatin1String(": ") + figuresOf(node.measures);
    line += QStringLiteral(" fresh %1 of %2 mapped %3").arg(node.coverage.fresh).arg(node.coverage.portals).arg(node.coverage.mappedShare);
    if (node.posterior)
        line += QStringLiteral(" posterior %1 %2 %3").arg(*node.posterior).arg(node.posteriorLow).arg(node.posteriorHigh);
    out << line;
    for (const TreeNode &child : node.children)
        if (child.level != TreeLevel::Month)
            addNode(child, path, out);
}

QStringList textOf(const TreeAnswer &answer)
{
    QStringList out { waterfallOf(answer.waterfall) };
    addNode(answer.root, {}, out);
    return out;
}

template <class Use> void eachPerson(const TreeNode &node, const Use &use)
{
    if (node.level == TreeLevel::Employee && node.user >= 0)
        return use(node);
    for (const TreeNode &child : node.children)
        eachPerson(child, use);
}

Question monthsOf(ChainNetwork &network)
{
    Question question;
    const QDate first(2024, 10, 1); // before the first chain; and up to after the last
    const int from = network.below(9);
    if (network.chance(75))
        question.from = first.addMonths(from);
    if (network.chance(75))
        question.to = first.addMonths(from + network.below(6));
    return question;
}

} // namespace

class TestMonthCube : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsTheScan()
    {
        int nodes = 0;
        int withBefore = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(1000 + seed) };
            TreeOptions options { .conversionDays = network.chance(50) ? network.below(40) : 0 };
            options.wanted = { .lates = false, .durations = false, .posteriors = true };
            std::optional<EntityKind> kind;
            if (network.chance(50))
                kind = network.chance(50) ? EntityKind::Lead : EntityKind::Deal;
            const auto cube = MonthCube::make(network.facts(), { kind, options.conversionDays }, {});
            for (int i = 0; i < kQuestions && cube; ++i) {
                Question question = monthsOf(network);
                question.itemKind = kind;
                QVERIFY(MonthCube::suits(question, options));
                QVERIFY(cube->rangeOf(question)); // these networks have nothing earlier than what is kept
                withBefore += cube->rangeOf(question)->before ? 1 : 0;
                network.facts().derived.clear();
                const QStringList scanned = textOf(reports::tree(network.facts(), question, options)); // asked the first time
                const QStringList kept = textOf(reports::tree(network.facts(), question, options));
                for (qsizetype line = 0; line < std::min(scanned.size(), kept.size()); ++line)
                    QVERIFY2(kept[line] == scanned[line],
                        qPrintable(
                            QStringLiteral("network %1: %2\n%3\n%4").arg(seed).arg(testing::textOf(question), scanned[line], kept[line])));
                QCOMPARE(kept.size(), scanned.size());
                nodes += int(kept.size());
            }
        }
        QVERIFY(nodes > 10'000);
        QVERIFY(withBefore > 200);
    }

    // Down to months the tree is counted otherwise; above them it is the same.
    void sumsOfMonths()
    {
        qsizetype compared = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(5000 + seed) };
            for (int i = 0; i < 8; ++i) {
                const Question question = network.question();
                TreeOptions options { .conversionDays = network.chance(50) ? network.below(40) : 0, .wanted = kSumsOnly };
                options.wanted.lates = network.chance(30);
                const QStringList people = textOf(reports::tree(network.facts(), question, options));
                options.depth = TreeLevel::Month;
                QCOMPARE(textOf(reports::tree(network.facts(), question, options)), people);
                compared += people.size();
            }
        }
        QVERIFY(compared > 1'000);
    }

    // The months of an employee are what the report by month says of the employee alone.
    void monthsOfPeople()
    {
        int compared = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(3000 + seed) };
            const facts::Snapshot &facts = network.facts();
            for (int i = 0; i < 4; ++i) {
                Question question = network.question();
                question.employees.clear();
                if (network.chance(20))
                    question.lates = { Late::StageOverdue };
                const int days = network.chance(50) ? network.below(40) : 0;
                const TreeAnswer answer = reports::tree(
                    facts, question, { .conversionDays = days, .depth = TreeLevel::Month, .wanted = { .durations = false } });
                const auto compare = [&](const TreeNode &person) {
                    Question own = question;
                    own.employees = { { facts.portals[std::size_t(person.portal)].portal.key, facts.users[std::size_t(person.user)].id } };
                    QStringList expected;
                    for (const GroupRow &row : byDimension(facts, own, Dimension::Month, {}, days).rows) {
                        Measures measures = row.measures;
                        static_cast<Durations &>(measures) = {};
                        expected << QString(row.name + QLatin1Char(' ') + figuresOf(measures));
                    }
                    QStringList months;
                    for (const TreeNode &month : person.children) {
                        QCOMPARE(month.level, TreeLevel::Month);
                        QCOMPARE(month.user, person.user);
                        months << QString(month.name + QLatin1Char(' ') + figuresOf(month.measures));
                    }
                    QCOMPARE(months, expected);
                    compared += int(months.size());
                };
                eachPerson(answer.root, compare);
                if (QTest::currentTestFailed())
                    return;
            }
        }
        QVERIFY(compared > 1'000);
    }

    void whatItSuits_data()
    {
        QTest::addColumn<bool>("suits");
        QTest::addColumn<int>("change");
        QTest::newRow("whole months") << true << 0;
        QTest::newRow("a day more") << false << 1;
        QTest::newRow("a past instant") << false << 2;
        QTest::newRow("a source") << false << 3;
        QTest::newRow("a dealer") << false << 4;
        QTest::newRow("responsible now") << false << 5;
        QTest::newRow("durations, too") << false << 6;
        QTest::newRow("working time") << true << 7;
    }

    void whatItSuits()
    {
        QFETCH(bool, suits);
        QFETCH(int, change);
        Question question { .from = QDate(2025, 2, 1), .to = QDate(2025, 4, 1) };
        TreeOptions options { .wanted = kSumsOnly };
        if (change == 1)
            question.to = QDate(2025, 4, 2);
        if (change == 2)
            question.asOf = kBegin;
        if (change == 3)
            question.sources = { QStringLiteral("site") };
        if (change == 4)
            question.portals = { QStringLiteral("d0") };
        question.responsibleAtEvent = change != 5;
        options.wanted.durations = change == 6;
        question.businessTime = change == 7;
        QCOMPARE(MonthCube::suits(question, options), suits);
    }

    // What began before the months that are kept is known to a scan only.
    void earlierThanKept()
    {
        SnapshotBuilder b;
        const auto portal = b.portal("d0", "North", "Europe/Moscow");
        const auto leads = b.funnel(portal, EntityKind::Lead, "");
        const auto open = b.stage(leads, "New", 'P');
        const auto add = [&](const char *at) {
            SnapshotBuilder::Item item { .kind = EntityKind::Lead, .portal = portal };
            item.visits.emplace_back(open, utc(at));
            b.item(item);
        };
        add("1991-05-05T00:00:00Z");
        add("2024-03-31T21:00:00Z"); // April there
        add("2024-04-30T20:59:59Z");
        add("2024-04-30T21:00:00Z"); // May
        const facts::Snapshot &facts = b.build(utc("2024-06-01T00:00:00Z"));
        const auto cube = MonthCube::make(facts, {}, {});
        QVERIFY(cube);
        QVERIFY(!cube->rangeOf({ .from = QDate(1991, 1, 1) }));
        const TreeOptions options { .wanted = kSumsOnly };
        const auto leadsOf = [&](const Question &question) {
            (void)reports::tree(facts, question, options);
            return reports::tree(facts, question, options).root.measures.leads;
        };
        QCOMPARE(leadsOf({}), 4);
        QCOMPARE(leadsOf({ .from = QDate(1991, 1, 1) }), 4);
        QCOMPARE(leadsOf({ .to = QDate(2024, 4, 1) }), 1);
        QCOMPARE(leadsOf({ .from = QDate(2024, 4, 1), .to = QDate(2024, 5, 1) }), 2);
    }
};

QTEST_APPLESS_MAIN(TestMonthCube)
#include "tst_monthcube.moc"
