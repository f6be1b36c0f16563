// SPDX-License-Identifier: GPL-3.0-or-later
// Velocity told by the chain columns equals what metrics 6 says of every chain, whatever the network and the question.
#include "reports/answers.h"
#include "reports/chains.h"
#include "support/chainnetwork.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;

namespace {

constexpr int kNetworks = 60;
constexpr int kQuestions = 60;
constexpr std::int64_t kDay = 86'400;

// Chain by chain, as it is defined.
Velocity defined(const facts::Snapshot &facts, Question question)
{
    question.itemKind = velocityKind(question);
    question.lates.clear();
    const Population population(facts, question);
    const std::int64_t horizon = facts.standard.conversionDays * kDay;
    Velocity result;
    std::int64_t matureWon = 0;
    std::int64_t units = 0;
    double cycles = 0;
    const auto take = [&](const Chain &chain) {
        if (!population.userAllowed(population.userAt(chain.head, chain.began)))
            return;
        result.openQualified += chain.outcome == 'P' ? 1 : 0;
        const base::UtcSeconds ripe = chain.began + horizon;
        if (ripe <= population.nowOf(chain.head) && population.inPeriod(chain.head, ripe)) {
            const std::int64_t took = chain.outcome == 'P' ? horizon : chain.closedAt - chain.began;
            ++result.mature;
            matureWon += chain.outcome == 'S' && took <= horizon ? 1 : 0;
            cycles += double(std::clamp<std::int64_t>(took, 0, horizon));
        }
        if (chain.outcome != 'S' || !population.inPeriod(chain.head, chain.closedAt))
            return;
        if (const auto amount = population.amountOf(chain.current, chain.closedAt)) {
            ++result.won;
            units += amount->units;
        }
    };
    Chains(population).each({}, take, [](std::uint32_t, Fate) { });
    if (result.mature > 0) {
        result.winRate = double(matureWon) / double(result.mature);
        result.meanCycleDays = cycles / double(result.mature) / double(kDay);
    }
    if (result.won > 0)
        result.meanWonAmount = double(units) / double(result.won) / double(model::Money::kScale);
    return result;
}

QString textOf(const Velocity &velocity)
{
    const auto number = [](const std::optional<double> &value) { return value ? QString::number(*value, 'g', 12) : QStringLiteral("-"); };
    return QStringLiteral("open %1, mature %2, won %3, rate %4, days %5, amount %6")
        .arg(velocity.openQualified)
        .arg(velocity.mature)
        .arg(velocity.won)
        .arg(number(velocity.winRate), number(velocity.meanCycleDays), number(velocity.meanWonAmount));
}

} // namespace

class TestVelocityChains : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsItsDefinition()
    {
        std::int64_t mature = 0;
        for (int seed = 0; seed < kNetworks; ++seed) {
            ChainNetwork network { std::uint32_t(seed) };
            for (int i = 0; i < kQuestions; ++i) {
                Question question = network.question();
                if (network.chance(70)) { // what the columns are asked for
                    question.funnels.clear();
                    question.employees.clear();
                    question.withTests = question.withoutJunk = false;
                }
                if (network.chance(70))
                    question.itemKind = network.chance(50) ? model::EntityKind::Lead : model::EntityKind::Deal;
                const Velocity expected = defined(network.facts(), question);
                const QString found = textOf(velocity(network.facts(), question, {}));
                QVERIFY2(found == textOf(expected),
                    qPrintable(QStringLiteral("network %1, question %2: %3\n%4\n%5")
                            .arg(seed)
                            .arg(i)
                            .arg(textOf(question), textOf(expected), found)));
                mature += expected.mature;
            }
        }
        QVERIFY(mature > 1'000);
    }
};

QTEST_GUILESS_MAIN(TestVelocityChains)
#include "tst_velocitychains.moc"
