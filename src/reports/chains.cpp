// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chains.h"

namespace dealerlens::reports {

Chains::Chains(const Population &population)
    : m_population(population)
{
    const facts::ItemColumns &items = population.facts().items;
    if (population.question().itemKind)
        return; // only leads or only deals: every item stands for itself
    m_firstDeal.assign(items.size(), 0);
    m_nextDeal.assign(items.size(), 0);
    for (std::uint32_t row = std::uint32_t(items.size()); row-- > 0;) {
        if (items.lead[row] < 0)
            continue;
        const std::size_t lead = std::size_t(items.lead[row]);
        m_nextDeal[row] = m_firstDeal[lead];
        m_firstDeal[lead] = row + 1;
    }
}

Fate Chains::fateOf(std::uint32_t item) const
{
    const facts::ItemColumns &items = m_population.facts().items;
    const bool hasLead = !m_firstDeal.empty() && items.lead[item] >= 0;
    if (hasLead && m_population.counts(std::uint32_t(items.lead[item])))
        return Fate::Absent;
    return m_population.sift(item, true);
}

Chain Chains::chainOf(std::uint32_t head) const
{
    const ItemNow state = m_population.stateOf(head);
    Chain chain;
    chain.head = head;
    chain.current = head;
    chain.began = m_population.createdOf(head);
    chain.outcome = state.outcome;
    chain.junk = m_population.isJunk(state.stage);
    chain.closedAt = state.outcome == 'P' ? base::kNever : state.entered;
    chain.convertedAt = state.outcome == 'S' ? state.entered : base::kNever;
    if (!m_firstDeal.empty() && m_firstDeal[head] != 0)
        addDeals(chain);
    return chain;
}

// With deals the lead's own outcome only says whether it converted; the deals decide about won and lost.
void Chains::addDeals(Chain &chain) const
{
    std::uint32_t open = 0;
    std::uint32_t won = 0;
    std::uint32_t lost = 0; // row + 1
    base::UtcSeconds wonAt = kAges;
    base::UtcSeconds lostAt = base::kNever;
    for (std::uint32_t next = m_firstDeal[chain.head]; next != 0; next = m_nextDeal[next - 1]) {
        if (!m_population.counts(next - 1))
            continue;
        const ItemNow state = m_population.stateOf(next - 1);
        if (state.outcome == 'S' && state.entered < wonAt) {
            won = next;
            wonAt = state.entered;
        } else if (state.outcome == 'F' && state.entered >= lostAt) {
            lost = next;
            lostAt = state.entered;
        } else if (state.outcome == 'P' && open == 0) {
            open = next;
        }
    }
    if (won != 0) {
        chain.outcome = 'S';
        chain.current = won - 1;
        chain.closedAt = wonAt;
    } else if (open != 0) {
        chain.outcome = 'P';
        chain.current = open - 1;
        chain.closedAt = base::kNever;
    } else if (lost != 0 && chain.outcome != 'P') {
        chain.outcome = 'F';
        chain.current = lost - 1;
        chain.closedAt = lostAt;
    }
}

} // namespace dealerlens::reports
