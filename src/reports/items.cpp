// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/chains.h"
#include "reports/itemstates.h"

#include <algorithm>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;

class RowChooser final {
public:
    RowChooser(const Population &population, Rows which)
        : m_population(population)
        , m_which(which)
        , m_horizon(population.facts().standard.conversionDays * kDay)
    {
    }

    // The row that stands for the chain in the list; nothing when the chain is not in it.
    [[nodiscard]] std::optional<std::uint32_t> rowOf(const Chain &chain) const
    {
        switch (m_which) {
        case Rows::New:
            return began(chain);
        case Rows::Converted:
            return chain.convertedAt != base::kNever ? began(chain) : std::nullopt;
        case Rows::NotConverted:
            return chain.convertedAt == base::kNever ? began(chain) : std::nullopt;
        case Rows::Immature:
            return m_population.nowOf(chain.head) - chain.began < m_horizon ? began(chain) : std::nullopt;
        case Rows::Open:
            return chain.outcome == 'P' ? ended(chain, m_population.nowOf(chain.head)) : std::nullopt;
        case Rows::Won:
            return chain.outcome == 'S' && m_population.inPeriod(chain.head, chain.closedAt) ? ended(chain, chain.closedAt) : std::nullopt;
        case Rows::Lost:
            return chain.outcome == 'F' && m_population.inPeriod(chain.head, chain.closedAt) ? ended(chain, chain.closedAt) : std::nullopt;
        case Rows::All:
            break;
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] std::optional<std::uint32_t> began(const Chain &chain) const
    {
        const bool isAsked
            = m_population.inPeriod(chain.head, chain.began) && m_population.userAllowed(m_population.userAt(chain.head, chain.began));
        return isAsked ? std::optional(chain.head) : std::nullopt;
    }

    [[nodiscard]] std::optional<std::uint32_t> ended(const Chain &chain, base::UtcSeconds at) const
    {
        return m_population.userAllowed(m_population.userAt(chain.current, at)) ? std::optional(chain.current) : std::nullopt;
    }

    const Population &m_population;
    const Rows m_which;
    const std::int64_t m_horizon;
};

std::vector<ItemState> allItems(const Population &population, const ItemStates &states, const base::CancelToken &cancel)
{
    std::vector<ItemState> result;
    Waterfall waterfall;
    const std::uint32_t count = std::uint32_t(population.facts().items.size());
    for (std::uint32_t item = 0; item < count && !cancel.isCancelled(); ++item) {
        if (!population.sift(item, true, waterfall) || !population.inPeriod(item, population.createdOf(item)))
            continue;
        const ItemState state = states.of(item);
        if (population.userAllowed(state.user) && states.isAsked(state))
            result.push_back(state);
    }
    return result;
}

} // namespace

std::vector<ItemState> items(const facts::Snapshot &facts, const Question &question, Rows which, const base::CancelToken &cancel)
{
    const Population population(facts, question);
    const ItemStates states(population);
    if (which == Rows::All)
        return allItems(population, states, cancel);
    const RowChooser chooser(population, which);
    const Chains chains(population);
    std::vector<ItemState> result;
    Waterfall waterfall;
    chains.each(waterfall, cancel, [&](const Chain &chain) {
        const auto row = chooser.rowOf(chain);
        if (!row || (states.asksLates() && !states.isAsked(states.of(chain.current))))
            return;
        result.push_back(states.of(*row));
    });
    std::sort(result.begin(), result.end(), [](const ItemState &a, const ItemState &b) { return a.row < b.row; });
    return result;
}

} // namespace dealerlens::reports
