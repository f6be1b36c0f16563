// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/itemstates.h"

#include <algorithm>

namespace dealerlens::reports {

std::vector<std::uint32_t> missedCalls(const facts::Snapshot &facts, const Question &question)
{
    const Population population(facts, question);
    const facts::MissedColumns &missed = facts.missed;
    std::vector<std::uint32_t> result;
    for (const std::uint32_t row : missed.rows()) {
        const Population::PortalScope &scope = population.portal(missed.portal[row]);
        const base::UtcSeconds at = missed.at[row];
        if (!scope.allowed || at > scope.now || at < scope.from || at >= scope.to || hasHappened(missed.returned[row], scope.now))
            continue;
        const facts::Index item = missed.item[row];
        const facts::Index user = item < 0 ? facts::kNone : population.userAt(std::uint32_t(item), at);
        if (population.userAllowed(user))
            result.push_back(row);
    }
    std::ranges::stable_sort(result, {}, [&](std::uint32_t row) { return missed.at[row]; });
    return result;
}

} // namespace dealerlens::reports
