// SPDX-License-Identifier: GPL-3.0-or-later
// Sums from columns equal those of the scan that goes through every item, whatever the network and the question.
#include "reports/chaincount.h"
#include "support/chainnetwork.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;

namespace {

constexpr int kNetworks = 60;
constexpr int kQuestions = 60;

// By people, source, campaign, funnel or portal, as the reports number their groups.
ChainGroups groupsOf(const Population &population, int by)
{
    using By = ChainGroups::By;
    const facts::Snapshot &facts = population.facts();
    const auto users = std::uint32_t(facts.users.size());
    const auto funnels = std::uint32_t(facts.funnels.size());
    ChainGroups groups { By(by), {}, {} };
    const std::array sizes { users + facts.portals.size(), facts.sources.size(), facts.campaigns.size(), funnels + std::size_t(1),
        facts.portals.size() };
    for (std::uint32_t i = 0; i < sizes[std::size_t(by)]; ++i)
        groups.groupOf.push_back(by == int(By::Funnel) ? (i + 1) % (funnels + 1) : i);
    groups.ofEvent = [&population, &facts, users, by](const ChainEvent &event) {
        const std::uint32_t head = event.chain->head;
        switch (By(by)) {
        case By::Person:
            return event.user >= 0 ? std::uint32_t(event.user) : users + std::uint32_t(facts.items.portal[head]);
        case By::Source:
            return std::uint32_t(facts.items.source[head]);
        case By::Campaign:
            return std::uint32_t(facts.items.campaign[head]);
        case By::Funnel:
            return std::uint32_t(facts.stages[std::size_t(population.stateOf(head).stage)].funnel) + 1;
        case By::Portal:
        case By::PersonMonth: // tst_monthcube
            break;
        }
        return std::uint32_t(facts.items.portal[head]);
    };
    return groups;
}

QStringList textOf(const Tally &tally, std::uint32_t groups)
{
    constexpr std::array kDays { 5, 20 };
    QStringList out { waterfallOf(tally.waterfall()) };
    for (std::uint32_t group = 0; group <= groups; ++group) {
        const std::uint32_t from = group < groups ? group : 0; // and all together
        const std::uint32_t to = group < groups ? group + 1 : groups;
        QString line = QString::number(group) + QLatin1String(": ") + figuresOf(tally.measures(from, to));
        for (const auto &share : tally.wonWithin(from, to, kDays))
            line += QLatin1String(", within ") + (share ? QString::number(*share, 'g', 15) : QStringLiteral("-"));
        out << line;
    }
    return out;
}

} // namespace

class TestChainCount : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsTheScan()
    {
        int counted = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(seed) };
            for (int i = 0; i < kQuestions; ++i) {
                Question question = network.question();
                if (network.chance(20))
                    question.lates = { Late(network.below(kLateCount)) };
                const int horizon = network.chance(50) ? network.below(40) : 0;
                const Population population(network.facts(), question);
                const ItemStates all(population);
                const ItemStates *const states = !question.lates.empty() || network.chance(50) ? &all : nullptr;
                const Kept kept { network.chance(50), network.chance(30), false, network.chance(50) };
                const ChainGroups groups = groupsOf(population, network.chance(50) ? 0 : network.below(5));
                const auto count = std::uint32_t(groups.groupOf.size());
                Tally exact(population, states, count, horizon, kept);
                Tally fast(population, states, count, horizon, kept);
                exact.scan({}, groups.ofEvent);
                countChains(population, states, *chainColumns(network.facts()), horizon, groups, fast, {});
                const QStringList a = textOf(exact, count);
                const QStringList f = textOf(fast, count);
                for (qsizetype line = 0; line < std::min(a.size(), f.size()); ++line)
                    QVERIFY2(a[line] == f[line],
                        qPrintable(QStringLiteral("network %1, question %2: %3\n%4\n%5")
                                .arg(seed)
                                .arg(i)
                                .arg(textOf(question), a[line], f[line])));
                QCOMPARE(f.size(), a.size());
                counted += int(exact.waterfall().counted);
            }
        }
        QVERIFY(counted > 10'000);
    }

    // All at once, most of them without a look at their stays, and one by one.
    void latesOfAllAreThoseOfEach()
    {
        int endedLongAgo = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            const ChainNetwork network { std::uint32_t(seed) };
            const Question present;
            const Population population(network.facts(), present);
            const ItemStates all(population);
            const ItemStates each(population, ItemStates::Use::Few);
            for (const std::uint32_t item : network.facts().items.rows()) {
                QCOMPARE(all.latesOf(item), each.latesOf(item));
                const ItemNow now = population.stateOf(item);
                const bool isCurrent = now.outcome == 'P' || now.entered >= population.nowOf(item) - kRecentDays * 86'400;
                QCOMPARE(all.mayBeCurrent(item), isCurrent);
                endedLongAgo += isCurrent ? 0 : 1;
            }
        }
        QVERIFY(endedLongAgo > 100);
    }

    void waterfallOfSomeEqualsThatOfTheScan()
    {
        int left = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(seed) };
            for (int i = 0; i < kQuestions; ++i) {
                const Question question = network.question();
                const int horizon = network.chance(50) ? network.below(40) : 0;
                const Population population(network.facts(), question);
                const int one = network.below(int(network.facts().portals.size()));
                const bool areAll = network.chance(50);
                const auto isIn = [&](facts::Index portal) { return areAll || portal == one; };
                Waterfall scanned;
                const auto sift = [&](std::uint32_t item, Fate fate) {
                    if (isIn(network.facts().items.portal[item]))
                        scanned.add(fate);
                };
                const auto use = [&](const ChainEvent &event) {
                    scanned.junk += event.has(Count::Junk) && isIn(network.facts().items.portal[event.item]) ? 1 : 0;
                };
                ChainScan(population, nullptr, horizon).each({}, use, sift);
                const auto columns = chainColumns(network.facts());
                QCOMPARE(waterfallOf(waterfallOfChains(population, *columns, horizon, isIn, {})), waterfallOf(scanned));
                left += int(scanned.all - scanned.counted);
            }
        }
        QVERIFY(left > 10'000);
    }
};

QTEST_APPLESS_MAIN(TestChainCount)
#include "tst_chaincount.moc"
