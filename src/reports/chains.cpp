// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chains.h"

#include "reports/chaincolumns.h"

#include <algorithm>

namespace dealerlens::reports {

Chains::Chains(const Population &population)
    : m_population(population)
    , m_joined(!population.question().itemKind)
{
    const facts::ItemColumns &items = population.facts().items;
    if (!m_joined)
        return;
    m_firstDeal.assign(items.rowEnd(), 0);
    m_nextDeal.assign(items.rowEnd(), 0);
    for (const facts::RowRange &range : items.ranges()) {
        for (std::uint32_t row = range.last; row-- > range.first;) {
            if (items.lead[row] < 0)
                continue;
            const std::size_t lead = std::size_t(items.lead[row]);
            m_nextDeal[row] = m_firstDeal[lead];
            m_firstDeal[lead] = row + 1;
        }
    }
}

Chains::Chains(const Population &population, const ChainColumns &columns)
    : m_population(population)
    , m_columns(&columns)
    , m_joined(!population.question().itemKind)
{
}

template <class Use> void Chains::eachDeal(std::uint32_t lead, Use use) const
{
    if (!m_joined)
        return;
    if (m_columns == nullptr) {
        for (std::uint32_t next = m_firstDeal[lead]; next != 0; next = m_nextDeal[next - 1])
            use(next - 1);
        return;
    }
    const auto &links = m_columns->portals[std::size_t(m_population.facts().items.portal[lead])].links;
    for (auto link = std::lower_bound(links.begin(), links.end(), std::pair(lead, 0U)); link != links.end() && link->first == lead; ++link)
        use(link->second);
}

Fate Chains::fateOf(const Population &population, std::uint32_t item)
{
    const facts::Index lead = population.question().itemKind ? facts::kNone : population.facts().items.lead[item];
    return lead >= 0 && population.counts(std::uint32_t(lead)) ? Fate::Absent : population.sift(item, true);
}

// With deals the lead's own outcome only says whether it converted; the deals decide about won and lost.
Chain Chains::chainOf(std::uint32_t head) const
{
    Chain chain = headOf(m_population, head);
    DealsOfChain deals;
    eachDeal(head, [&](std::uint32_t deal) {
        if (!m_population.counts(deal))
            return;
        const ItemNow own = m_population.stateOf(deal);
        deals.add(deal, own.outcome, own.entered);
    });
    deals.decide(chain);
    return chain;
}

Chain Chains::headOf(const Population &population, std::uint32_t head)
{
    const ItemNow state = population.stateOf(head);
    Chain chain;
    chain.head = head;
    chain.current = head;
    chain.began = population.createdOf(head);
    chain.outcome = state.outcome;
    chain.junk = population.isJunk(state.stage);
    chain.closedAt = state.outcome == 'P' ? base::kNever : state.entered;
    chain.convertedAt = state.outcome == 'S' ? state.entered : base::kNever;
    return chain;
}

void DealsOfChain::add(std::uint32_t deal, char outcome, base::UtcSeconds entered)
{
    if (outcome == 'S' && entered < m_wonAt) {
        m_won = deal + 1;
        m_wonAt = entered;
    } else if (outcome == 'F' && entered >= m_lostAt) {
        m_lost = deal + 1;
        m_lostAt = entered;
    } else if (outcome == 'P' && m_open == 0) {
        m_open = deal + 1;
    }
}

void DealsOfChain::decide(Chain &chain) const
{
    if (m_won != 0) {
        chain.outcome = 'S';
        chain.current = m_won - 1;
        chain.closedAt = m_wonAt;
    } else if (m_open != 0) {
        chain.outcome = 'P';
        chain.current = m_open - 1;
        chain.closedAt = base::kNever;
    } else if (m_lost != 0 && chain.outcome != 'P') {
        chain.outcome = 'F';
        chain.current = m_lost - 1;
        chain.closedAt = m_lostAt;
    }
}

} // namespace dealerlens::reports
