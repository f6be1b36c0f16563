// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/itemstates.h"

#include <limits>

namespace dealerlens::reports {
namespace {

constexpr std::uint8_t kPlanned = 1;
constexpr std::uint8_t kDeadlinePassed = 2;

} // namespace

ItemStates::ItemStates(const Population &population)
    : m_population(population)
    , m_planned(population.facts().items.rowEnd(), 0)
    , m_next(population.facts().items.rowEnd(), base::kNever)
{
    for (const Late late : population.question().lates)
        m_asked = std::uint8_t(m_asked | lateBit(late));
    const facts::ActivityColumns &activities = population.facts().activities;
    for (const std::uint32_t i : activities.rows()) {
        const std::uint32_t item = activities.item[i];
        const base::UtcSeconds now = population.nowOf(item);
        if (activities.created[i] > now || hasHappened(activities.completed[i], now))
            continue;
        m_planned[item] |= kPlanned;
        const base::UtcSeconds deadline = activities.deadline[i];
        if (deadline == base::kNever)
            continue;
        if (deadline < now)
            m_planned[item] |= kDeadlinePassed;
        if (m_next[item] == base::kNever || deadline < m_next[item])
            m_next[item] = deadline;
    }
}

ItemState ItemStates::of(std::uint32_t item, const ItemNow &now) const
{
    const facts::ItemColumns &items = m_population.facts().items;
    const base::UtcSeconds instant = m_population.nowOf(item);
    ItemState state;
    state.row = item;
    state.stage = now.stage;
    state.outcome = now.outcome;
    state.enteredStage = now.entered;
    state.user = m_population.userAt(item, instant);
    state.userAssumed = m_population.isUserAssumed(item, instant);
    if (now.outcome == 'P') {
        state.age = double(instant - now.entered);
        state.businessAge = double(m_population.business(item, now.entered, instant));
    }
    if (const std::int64_t limit = m_population.limitOf(now.stage); limit >= 0)
        state.limit = double(limit);
    if (awaitsResponse(items, item)) {
        const base::UtcSeconds created = m_population.createdOf(item);
        if (hasHappened(items.attempt[item], instant)) {
            state.responseEvidenced = double(m_population.business(item, created, items.attempt[item]));
            state.responseWall = double(items.attempt[item] - created);
        }
        if (hasHappened(items.attested[item], instant))
            state.responseClaimed = double(m_population.business(item, created, items.attested[item]));
    }
    state.lates = latesOf(item, state);
    state.response = responseOf(item, state);
    return state;
}

ResponseState ItemStates::responseOf(std::uint32_t item, const ItemState &state) const
{
    if (!awaitsResponse(m_population.facts().items, item))
        return ResponseState::NotAsked;
    const std::int64_t limit = m_population.facts().standard.responseLimit;
    if (state.responseEvidenced)
        return *state.responseEvidenced <= double(limit) ? ResponseState::Met : ResponseState::Breached;
    const std::uint8_t lates = responseLates(item);
    if ((lates & lateBit(Late::ResponseOverdue)) != 0)
        return ResponseState::Breached;
    if (state.outcome != 'P')
        return ResponseState::NotAsked; // closed before the limit, nobody will answer any more
    return lates != 0 ? ResponseState::Warning : ResponseState::Running;
}

std::uint8_t ItemStates::latesOf(std::uint32_t item, const ItemState &state) const
{
    const facts::ItemColumns &items = m_population.facts().items;
    const base::UtcSeconds now = m_population.nowOf(item);
    unsigned lates = 0;
    const bool isTouched = hasHappened(items.attempt[item], now) || hasHappened(items.conversation[item], now);
    if (awaitsResponse(items, item) && hasHappened(items.attested[item], now) && !isTouched)
        lates |= lateBit(Late::WithoutEvidence);
    if (state.outcome != 'P')
        return std::uint8_t(lates);
    if (awaitsResponse(items, item) && !isTouched)
        lates |= responseLates(item);
    if (state.limit && state.businessAge > *state.limit)
        lates |= lateBit(Late::StageOverdue);
    if (m_planned[item] & kDeadlinePassed)
        lates |= lateBit(Late::ActivityOverdue);
    if (!(m_planned[item] & kPlanned))
        lates |= lateBit(Late::NoNextStep);
    const std::int32_t closeDate = items.closeDate[item];
    if (closeDate != std::numeric_limits<std::int32_t>::min() && m_population.portalOf(item).zone->localDay(now) > closeDate)
        lates |= lateBit(Late::CloseDatePast);
    return std::uint8_t(lates);
}

std::uint8_t ItemStates::responseLates(std::uint32_t item) const
{
    const std::int64_t limit = m_population.facts().standard.responseLimit;
    const std::int64_t used = m_population.business(item, m_population.createdOf(item), m_population.nowOf(item));
    if (used > limit)
        return lateBit(Late::ResponseOverdue);
    return used * 5 >= limit * 4 ? lateBit(Late::ResponseDueSoon) : 0; // from 80 % of the limit on
}

} // namespace dealerlens::reports
