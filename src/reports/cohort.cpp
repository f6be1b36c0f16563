// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/chains.h"
#include "reports/itemstates.h"
#include "stats/competing.h"

#include <algorithm>

namespace dealerlens::reports {

CohortAnswer cohort(const facts::Snapshot &facts, const Question &question, const base::CancelToken &cancel)
{
    constexpr std::int64_t kDay = 86'400;
    constexpr std::uint8_t kWon = 1;
    constexpr std::uint8_t kLost = 2;
    const Population population(facts, question);
    const ItemStates states(population);
    std::vector<std::int64_t> ages;
    std::vector<std::uint8_t> causes;
    CohortAnswer answer;
    const auto sift = [&](std::uint32_t, Fate fate) { answer.waterfall.add(fate); };
    const auto take = [&](const Chain &chain) {
        if (!population.inPeriod(chain.head, chain.began) || !population.userAllowed(population.userAt(chain.head, chain.began))
            || (states.asksLates() && !states.isAsked(states.of(chain.current))))
            return answer.waterfall.add(Fate::OutsideFilter);
        answer.waterfall.add(Fate::Counted);
        answer.waterfall.junk += chain.junk ? 1 : 0;
        const bool isOpen = chain.outcome == 'P';
        ages.push_back((isOpen ? population.nowOf(chain.head) : chain.closedAt) - chain.began);
        causes.push_back(isOpen ? 0 : chain.outcome == 'S' ? kWon : kLost);
    };
    Chains(population).each(cancel, take, sift);
    answer.chains = std::int64_t(ages.size());
    answer.coverage = population.coverage();
    if (ages.empty())
        return answer;
    const stats::CompetingCurve curve(ages, causes, 2);
    std::sort(ages.begin(), ages.end());
    const int last = int((ages.back() + kDay - 1) / kDay);
    for (int day = 0; day <= last; ++day) {
        const std::int64_t age = day * kDay;
        const auto atRisk = ages.end() - std::upper_bound(ages.begin(), ages.end(), age);
        answer.points.push_back({ day, curve.incidenceAt(kWon, age), curve.incidenceAt(kLost, age), curve.openAt(age), atRisk });
    }
    return answer;
}

} // namespace dealerlens::reports
