// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/velocity.h"

#include "reports/answers.h"
#include "reports/chains.h"
#include "stats/survival.h"

#include <algorithm>

namespace dealerlens::reports {

// Metrics 6. Qualified: deals (leads are not yet). Win rate: of those that began in the period and are old enough.
// Cycle: restricted mean time to the end of those that began in the period, up to the longest one seen.
Velocity velocity(const facts::Snapshot &facts, const Question &question)
{
    constexpr std::int64_t kDay = 86'400;
    Question deals = question;
    deals.itemKind = question.itemKind.value_or(model::EntityKind::Deal);
    const Population population(facts, deals);
    const Chains chains(population);
    const std::int64_t horizon = facts.standard.conversionDays * kDay;
    Velocity result;
    std::int64_t mature = 0;
    std::int64_t matureWon = 0;
    std::int64_t won = 0;
    std::int64_t wonUnits = 0;
    std::vector<std::int64_t> cycles;
    std::vector<std::uint8_t> ended;
    Waterfall waterfall;
    chains.each(waterfall, {}, [&](const Chain &chain) {
        const base::UtcSeconds now = population.nowOf(chain.head);
        if (!population.userAllowed(population.userAt(chain.head, chain.began)))
            return;
        result.openQualified += chain.outcome == 'P' ? 1 : 0;
        if (population.inPeriod(chain.head, chain.began)) {
            if (now - chain.began >= horizon) {
                ++mature;
                matureWon += chain.outcome == 'S' && chain.closedAt - chain.began <= horizon ? 1 : 0;
            }
            cycles.push_back((chain.outcome == 'P' ? now : chain.closedAt) - chain.began);
            ended.push_back(chain.outcome == 'P' ? 0 : 1);
        }
        if (chain.outcome != 'S' || !population.inPeriod(chain.head, chain.closedAt))
            return;
        if (const auto amount = population.amountOf(chain.current, chain.closedAt)) {
            ++won;
            wonUnits += amount->units;
        }
    });
    result.winRate = mature > 0 ? double(matureWon) / double(mature) : 0;
    result.meanWonAmount = won > 0 ? double(wonUnits) / double(won) / double(model::Money::kScale) : 0;
    if (!cycles.empty()) {
        const std::int64_t longest = *std::max_element(cycles.begin(), cycles.end());
        result.meanCycleDays = stats::kaplanMeier({ cycles, ended }).restrictedMean(longest).seconds / double(kDay);
    }
    result.perDay
        = stats::velocity({ double(result.openQualified), result.winRate, result.meanWonAmount, result.meanCycleDays }).value_or(0);
    return result;
}

} // namespace dealerlens::reports
