// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chaincount.h"

#include "reports/chaincounter.h"
#include "reports/parallel.h"

#include <algorithm>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;

Shape shapeOf(const Population &population)
{
    Shape shape;
    const Question &question = population.question();
    shape.leads = population.kindAllowed(model::EntityKind::Lead);
    shape.deals = population.kindAllowed(model::EntityKind::Deal);
    if (!question.funnels.empty()) {
        const bool hasLeads = std::ranges::find(question.funnels, QStringLiteral("leads")) != question.funnels.end();
        shape.deals = shape.deals && (!hasLeads || question.funnels.size() > 1);
        shape.leads = shape.leads && hasLeads;
    }
    shape.joined = !question.itemKind;
    return shape;
}

} // namespace

RowFilter filterOf(const Population &population)
{
    const Question &question = population.question();
    RowFilter filter;
    filter.isUsed = !question.sources.empty() || !question.campaigns.empty() || !question.funnels.empty();
    filter.isOfSources = question.campaigns.empty() && question.funnels.empty();
    const facts::Snapshot &facts = population.facts();
    if (filter.isOfSources && question.sources.size() == 1)
        if (const auto found = std::ranges::find(facts.sources, question.sources.front()); found != facts.sources.end())
            filter.onlySource = std::uint16_t(found - facts.sources.begin());
    for (std::size_t i = 0; i < std::max<std::size_t>(facts.sources.size(), 1); ++i)
        filter.sources.push_back(population.sourceChosen(i) ? 1 : 0);
    for (std::size_t i = 0; i < std::max<std::size_t>(facts.campaigns.size(), 1); ++i)
        filter.campaigns.push_back(population.campaignChosen(i) ? 1 : 0);
    for (std::size_t i = 0; i < facts.funnels.size(); ++i)
        filter.funnels.push_back(population.funnelAllowed(facts::Index(i)) ? 1 : 0);
    filter.funnels.push_back(1);
    return filter;
}

ChainCounter::ChainCounter(const Population &population, const ItemStates *states, const ChainColumns &columns, int conversionDays,
    const ChainGroups &groups, Tally &tally)
    : m_population(population)
    , m_states(states)
    , m_question(population.question())
    , m_columns(columns)
    , m_groups(groups)
    , m_shape(shapeOf(population))
    , m_horizon(conversionDays * kDay)
    , m_tally(tally)
    , m_asksPeople(!m_question.employees.empty())
    , m_isRare(m_question.withoutJunk || !m_question.responsibleAtEvent)
    , m_filter(filterOf(population))
{
}

void ChainCounter::setBounds()
{
    const Population::PortalScope &scope = m_population.portal(m_index);
    const base::UtcSeconds to = std::min<base::UtcSeconds>(scope.to, kNoSecond);
    m_bounds.now = clampedSecond(scope.now);
    m_bounds.from = clampedSecond(scope.from);
    m_bounds.length = to > base::UtcSeconds(m_bounds.from) ? Second(to - m_bounds.from) : 0;
    m_bounds.previousFrom = scope.previousFrom == kAges ? kNoSecond : clampedSecond(scope.previousFrom);
    m_bounds.horizon = m_horizon == 0 ? kNoSecond : Second(std::min<std::int64_t>(m_horizon, kNoSecond));
    const base::UtcSeconds mature = scope.now - m_horizon;
    m_bounds.matureUntil = m_horizon == 0 ? kNoSecond : mature < 0 ? 0 : clampedSecond(mature) + 1;
    m_bounds.journal = m_question.responsibleAtEvent ? m_portal->journal : 0;
}

void ChainCounter::count(facts::Index portal)
{
    m_index = portal;
    m_clock = nullptr;
    m_portal = &m_columns.portals[std::size_t(portal)];
    const base::UtcSeconds now = m_population.portal(portal).now;
    const bool areLatesKnown = m_question.asOf == base::kNever && !m_question.withoutJunk;
    if (now < 0 || (m_question.withTests && m_portal->hasTests) || (!m_question.lates.empty() && !areLatesKnown))
        return countExactly();
    setBounds();
    m_allowed.clear();
    for (const facts::Index user : m_portal->people)
        m_allowed.push_back(m_population.userAllowed(user) ? 1 : 0);
    countLeftOut();
    if (!m_population.portal(portal).allowed)
        return countUnasked();
    if (m_groups.by == ChainGroups::By::Person || m_groups.by == ChainGroups::By::PersonMonth)
        choosePeople();
    countAsked();
    flush();
}

void ChainCounter::countAsked()
{
    if (m_shape.joined && m_shape.leads)
        return countChains();
    for (const OddItem &odd : m_portal->oddAlone)
        exact(odd.item);
    for (const ChainTable *table : { &m_columns.leads, &m_columns.leadsAlone })
        m_shape.leads ? countBlock(table->of(m_index), false) : countOutside(*table);
    for (const ChainTable *table : { &m_columns.deals, &m_columns.dealsAlone })
        m_shape.deals ? countBlock(table->of(m_index), false) : countOutside(*table);
}

void ChainCounter::countOutside(const ChainTable &table)
{
    const ChainTable::Place &place = table.places[std::size_t(m_index)];
    const bool isTold = !m_shape.joined || place.lastSettled <= m_bounds.now; // each for itself, whatever becomes of it
    if (!m_question.withoutJunk && isTold && place.lastBegan <= m_bounds.now)
        return m_tally.sift(Fate::OutsideFilter, place.rows);
    const ChainBlock block = table.of(m_index);
    const std::size_t begun = begunBy(block, m_bounds.now);
    std::size_t rows = begun;
    for (const std::uint32_t row : unsettled(block)) {
        if (row < begun)
            --rows, exact(block.head[row]);
    }
    for (std::size_t row = 0; m_question.withoutJunk && row < begun; ++row) {
        if (block.settled[row] > m_bounds.now || block.closed[row] > m_bounds.now || (block.flags[row] & kJunkFlag) == 0)
            continue;
        --rows;
        m_tally.sift(Fate::Spam, 1);
    }
    m_tally.sift(Fate::OutsideFilter, std::int64_t(rows));
}

// Rows that the columns cannot tell about at the instant asked for: mostly few, so they are looked for from the end.
std::span<const std::uint32_t> ChainCounter::unsettled(const ChainBlock &block) const
{
    if (block.lastSettled <= m_bounds.now)
        return {};
    const auto isLate = [&](std::size_t at) { return block.settled[block.bySettled[at]] > m_bounds.now; };
    std::size_t late = block.size() - 1; // that one is
    std::size_t step = 1;
    while (step <= late && isLate(late - step))
        late -= step, step *= 2;
    const auto from = block.bySettled.begin() + std::ptrdiff_t(step <= late ? late - step : 0);
    const auto to = block.bySettled.begin() + std::ptrdiff_t(late);
    return { std::partition_point(from, to, [&](std::uint32_t row) { return block.settled[row] <= m_bounds.now; }), block.bySettled.end() };
}

// Deals of leads belong to them, and are nowhere else.
void ChainCounter::countChains()
{
    countOdd();
    countBlock(m_columns.leads.of(m_index), false);
    m_shape.deals ? countBlock(m_columns.deals.of(m_index), false) : countOutside(m_columns.deals);
    if (!m_shape.deals)
        return countBlock(m_columns.leadsAlone.of(m_index), false);
    if (m_question.funnels.empty())
        return countBlock(m_columns.joined.of(m_index), true);
    // Some of the deals of a lead only.
    const ChainBlock block = m_columns.joined.of(m_index);
    for (const std::uint32_t head : block.head.first(begunBy(block, m_bounds.now)))
        m_question.withoutJunk ? exactWithDeals(head) : exact(head);
}

void ChainCounter::countUnasked()
{
    for (const OddItem &odd : m_portal->oddAlone)
        exact(odd.item);
    for (const ChainTable *table : { &m_columns.leads, &m_columns.leadsAlone, &m_columns.deals, &m_columns.dealsAlone })
        countOutside(*table);
}

void ChainCounter::countLeftOut()
{
    const bool chains = m_shape.joined && m_shape.leads && m_population.portal(m_index).allowed;
    for (const LeftOut &out : m_portal->leftOut) {
        if (out.began > m_bounds.now)
            continue;
        const bool hasLead = chains && out.leadFrom != kNoSecond;
        if (out.since > m_bounds.now || (hasLead && (m_bounds.now < out.leadFrom || m_question.withoutJunk)))
            exact(out.item);
        else if (!hasLead)
            m_tally.sift(out.fate, 1);
    }
}

void ChainCounter::countOdd()
{
    for (const OddItem &odd : m_portal->odd) {
        if (m_bounds.now >= odd.until || (odd.withDeals && !m_shape.deals)) // then it is among the leads alone
            continue;
        if (odd.withDeals && m_question.withoutJunk)
            exactWithDeals(odd.item);
        else
            exact(odd.item);
    }
}

// A chain has the lates of the item behind its outcome: mostly few have those that are asked for, and the exact scan tells them.
void ChainCounter::countLate(const ChainBlock &block)
{
    const std::span<const std::uint32_t> current = block.current.empty() ? block.head : block.current;
    std::int64_t others = 0;
    const std::size_t end = begunBy(block, m_bounds.now);
    for (std::size_t row = 0; row < end; ++row) {
        if (block.settled[row] > m_bounds.now || m_states->isAsked(m_states->latesOf(current[row])))
            exact(block.head[row]);
        else
            ++others;
    }
    m_tally.sift(Fate::OutsideFilter, others);
}

void ChainCounter::countExactly()
{
    for (std::uint32_t item = m_portal->items.first; item < m_portal->items.last; ++item)
        exact(item);
}

void ChainCounter::exact(std::uint32_t item) { m_tally.take(item, m_columns, m_groups.ofEvent); }

// The lead and its deals that are not told elsewhere: without the lead each of them is a chain.
void ChainCounter::exactWithDeals(std::uint32_t item)
{
    exact(item);
    const auto &links = m_portal->links;
    const facts::ItemColumns &items = m_population.facts().items;
    for (auto link = std::lower_bound(links.begin(), links.end(), std::pair(item, 0U)); link != links.end() && link->first == item;
        ++link) {
        if (items.deleted[link->second] == base::kNever && !m_population.isTest(link->second))
            exact(link->second);
    }
}

namespace {

bool isAnyPortal(facts::Index) { return true; }

template <class IsIn>
void countPortals(const Population &population, const ItemStates *states, const ChainColumns &columns, int conversionDays,
    const ChainGroups &groups, Tally &tally, const base::CancelToken &cancel, IsIn isIn)
{
    const unsigned threads = threadsFor(population.facts().items.size());
    std::vector<Tally> parts;
    for (unsigned thread = 1; thread < threads; ++thread)
        parts.push_back(tally.part(groups.isApart));
    std::vector<ChainCounter> counters;
    for (unsigned thread = 0; thread < threads; ++thread)
        counters.emplace_back(population, states, columns, conversionDays, groups, thread == 0 ? tally : parts[thread - 1]);
    constexpr std::size_t kRun = 8; // neighbours by one thread, for their rows are neighbours, too
    const std::size_t portals = columns.portals.size();
    inParallel(threads, (portals + kRun - 1) / kRun, [&](unsigned thread, std::size_t run) {
        for (std::size_t portal = run * kRun; portal < std::min(portals, (run + 1) * kRun) && !cancel.isCancelled(); ++portal) {
            if (!isIn(facts::Index(portal)))
                continue;
            counters[thread].count(facts::Index(portal));
            if (groups.whenCounted)
                groups.whenCounted(thread, facts::Index(portal));
        }
    });
    for (const Tally &part : parts)
        tally.join(part);
    tally.finish();
}

} // namespace

void countChains(const Population &population, const ItemStates *states, const ChainColumns &columns, int conversionDays,
    const ChainGroups &groups, Tally &tally, const base::CancelToken &cancel)
{
    countPortals(population, states, columns, conversionDays, groups, tally, cancel, isAnyPortal);
}

Waterfall waterfallOfChains(const Population &population, const ChainColumns &columns, int conversionDays,
    const std::function<bool(facts::Index)> &isIn, const base::CancelToken &cancel)
{
    const std::size_t portals = population.facts().portals.size();
    const ChainGroups groups {
        .by = ChainGroups::By::Portal, .groupOf = std::vector<std::uint32_t>(portals, 0), .ofEvent = [](const ChainEvent &) { return 0U; }
    };
    Tally tally(population, nullptr, 1, conversionDays, { .durations = false, .ages = false });
    countPortals(population, nullptr, columns, conversionDays, groups, tally, cancel, isIn);
    return tally.waterfall();
}

} // namespace dealerlens::reports
