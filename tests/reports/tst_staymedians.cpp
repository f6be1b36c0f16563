// SPDX-License-Identifier: GPL-3.0-or-later
// Medians of stage times from the table of stays equal those of the scan that goes through every stay.
#include "reports/staymedians.h"
#include "support/chainnetwork.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;

namespace {

constexpr int kNetworks = 80;
constexpr int kQuestions = 40;

} // namespace

class TestStayMedians : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsTheScan()
    {
        int known = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(5000 + seed) };
            const auto shape = treeShape(network.facts());
            for (int i = 0; i < kQuestions; ++i) {
                const Question question = network.question();
                const auto depth = TreeLevel(network.below(5));
                const Population population(network.facts(), question);
                const auto fast = stayMedians(population, nullptr, *shape, depth, {});
                const auto exact = scannedStayMedians(population, nullptr, *shape, depth, {});
                QCOMPARE(fast.size(), exact.size());
                for (std::size_t node = 0; node < exact.size(); ++node) {
                    if (shape->nodes[node].level > depth)
                        continue;
                    known += exact[node] ? 1 : 0;
                    QVERIFY2(fast[node] == exact[node],
                        qPrintable(QStringLiteral("network %1, question %2, node %3: %4, scanned %5")
                                .arg(seed)
                                .arg(testing::textOf(question))
                                .arg(node)
                                .arg(fast[node].value_or(-1))
                                .arg(exact[node].value_or(-1))));
                }
            }
        }
        QVERIFY(known > 5'000);
    }

    // Stays that ended, all visits, neighbours of one stage as one; who held the item when the stay began.
    void whichCount()
    {
        SnapshotBuilder b;
        const auto portal = b.portal("d", "North", "UTC");
        const auto funnel = b.funnel(portal, EntityKind::Lead, "");
        const auto fresh = b.stage(funnel, "New", 'P');
        const auto work = b.stage(funnel, "Work", 'P');
        const auto lost = b.stage(funnel, "Lost", 'F');
        const auto anna = b.user(portal, "Anna");
        const auto boris = b.user(portal, "Boris");
        const base::UtcSeconds begin = utc("2025-03-01T00:00:00Z");
        const auto add = [&](facts::Index user, std::initializer_list<std::pair<facts::Index, int>> visits) {
            SnapshotBuilder::Item item { .kind = EntityKind::Lead, .portal = portal };
            for (const auto &[stage, hours] : visits)
                item.visits.emplace_back(stage, begin + hours * 3'600);
            item.user = user;
            return b.item(item);
        };
        // Anna: 10, 20 (two rows of one stage), 5 in the final stage that was left again; still open: none.
        add(anna, { { fresh, 0 }, { work, 10 }, { work, 15 }, { lost, 30 }, { fresh, 35 } });
        // Boris: 2 and 40; the last stage is no stay.
        add(boris, { { fresh, 0 }, { work, 2 }, { lost, 42 } });
        const facts::Snapshot &facts = b.build(begin + 100 * 3'600);
        TreeOptions options { .wanted = kSumsOnly };
        options.wanted.stays = true;
        const auto hours = [](const TreeNode &node) { return node.measures.stayMedian.value_or(-1) / 3'600; };
        const TreeNode root = reports::tree(facts, {}, options).root;
        QCOMPARE(hours(root), 10.0); // 2 5 10 20 40
        const TreeNode &people = root.children[0].children[0].children[0];
        QCOMPARE(people.children.size(), 2U);
        QCOMPARE(hours(people.children[0]), 10.0); // 5 10 20
        QCOMPARE(hours(people.children[1]), 21.0); // 2 40: the mean of the middle ones
        QCOMPARE(hours(reports::tree(facts, { .asOf = begin + 36 * 3'600 }, options).root), 7.5); // 2 5 10 20
        QCOMPARE(hours(reports::tree(facts, { .from = QDate(2025, 3, 2) }, options).root), 5.0);
        QVERIFY(!reports::tree(facts, { .from = QDate(2025, 3, 5) }, options).root.measures.stayMedian);
        QVERIFY(!reports::tree(facts, {}, { .wanted = kSumsOnly }).root.measures.stayMedian);
    }
};

QTEST_APPLESS_MAIN(TestStayMedians)
#include "tst_staymedians.moc"
