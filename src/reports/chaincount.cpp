// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chaincount.h"

#include "reports/chainrun.h"
#include "reports/parallel.h"

#include <algorithm>
#include <array>

namespace dealerlens::reports {
namespace {

constexpr std::uint32_t kNoGroup = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t kDay = 86'400;

Second clamped(base::UtcSeconds at) { return Second(std::clamp<base::UtcSeconds>(at, 0, kNoSecond - 1)); }

std::size_t placeOf(const std::vector<Second> &rising, Second at)
{
    return std::size_t(std::lower_bound(rising.begin(), rising.end(), at) - rising.begin());
}

// Which chains are counted: chains with their deals, or items by themselves; what the filter of funnels leaves of them.
struct Shape {
    bool joined = true; // deals belong to their lead
    bool leads = true;
    bool deals = true;
};

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

// One thread's part.
class Counter final {
public:
    Counter(const Population &population, const ItemStates *states, const ChainColumns &columns, int conversionDays,
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
    {
        m_filter.isUsed = !m_question.sources.empty() || !m_question.campaigns.empty() || !m_question.funnels.empty();
        const facts::Snapshot &facts = population.facts();
        for (std::size_t i = 0; i < std::max<std::size_t>(facts.sources.size(), 1); ++i)
            m_filter.sources.push_back(population.sourceChosen(i) ? 1 : 0);
        for (std::size_t i = 0; i < std::max<std::size_t>(facts.campaigns.size(), 1); ++i)
            m_filter.campaigns.push_back(population.campaignChosen(i) ? 1 : 0);
        for (std::size_t i = 0; i < facts.funnels.size(); ++i)
            m_filter.funnels.push_back(population.funnelAllowed(facts::Index(i)) ? 1 : 0);
        m_filter.funnels.push_back(1);
    }

    void count(facts::Index portal);

private:
    void countAsked();
    void countChains();
    void countUnasked();
    void countLeftOut();
    void countOdd();
    void countExactly();
    void exact(std::uint32_t item);
    void exactWithDeals(std::uint32_t item);
    void countBlock(const ChainBlock &block, bool isJoined);
    void countOutside(const ChainBlock &block);
    [[nodiscard]] bool isWithDeals(const ChainBlock &block) const;
    void setBounds();
    void chooseKeys(const ChainBlock &block);
    template <bool kJoined> void run(const ChainBlock &block, std::size_t from, std::size_t to, Part part);
    template <bool kJoined, class Key>
    void run(const ChainBlock &block, std::size_t from, std::size_t to, Part part, const Key *firstKeys, const Key *lastKeys);
    template <class Key> void addKept(const ChainBlock &block, Part part, const Key *firstKeys, const Key *lastKeys);
    [[nodiscard]] bool isPlain(const ChainBlock &block) const;
    [[nodiscard]] bool passes(const ChainBlock &block, std::size_t row);
    [[nodiscard]] bool passesRarely(const ChainBlock &block, std::size_t row);
    void flushBeginnings(Part part, bool isAssumed);
    void flushEnds(bool isJoined);

    [[nodiscard]] bool isAllowed(std::uint16_t place) const { return m_allowed[place] != 0; }

    const Population &m_population;
    const ItemStates *const m_states;
    const Question &m_question;
    const ChainColumns &m_columns;
    const ChainGroups &m_groups;
    const Shape m_shape;
    const std::int64_t m_horizon;
    Tally &m_tally;
    const bool m_asksPeople;
    const bool m_isRare; // asks for what is looked at row by row
    RowFilter m_filter;
    const ChainPortal *m_portal = nullptr;
    facts::Index m_index = 0;
    Bounds m_bounds;
    Cells m_cells;
    std::vector<std::uint32_t> m_keyGroups; // by key
    std::vector<char> m_allowed; // by place of people
    std::vector<std::uint32_t> m_firstKeys, m_lastKeys; // only where keys are not places
    std::vector<std::uint32_t> m_irregular; // rows of the block at hand
    std::vector<std::uint32_t> m_passed; // rows counted in the part at hand; only when more than sums is kept
    std::int64_t m_regular = 0; // rows counted in the part at hand
    std::int64_t m_outside = 0; // and those outside the filter
};

void Counter::setBounds()
{
    const Population::PortalScope &scope = m_population.portal(m_index);
    const base::UtcSeconds to = std::min<base::UtcSeconds>(scope.to, kNoSecond);
    m_bounds.now = clamped(scope.now);
    m_bounds.from = clamped(scope.from);
    m_bounds.length = to > base::UtcSeconds(m_bounds.from) ? Second(to - m_bounds.from) : 0;
    m_bounds.previousFrom = scope.previousFrom == kAges ? kNoSecond : clamped(scope.previousFrom);
    m_bounds.horizon = m_horizon == 0 ? kNoSecond : Second(std::min<std::int64_t>(m_horizon, kNoSecond));
    const base::UtcSeconds mature = scope.now - m_horizon;
    m_bounds.matureUntil = m_horizon == 0 ? kNoSecond : mature < 0 ? 0 : clamped(mature) + 1;
    const base::UtcSeconds journal = m_population.facts().portals[std::size_t(m_index)].portal.addedAt;
    m_bounds.journal = m_question.responsibleAtEvent ? clamped(journal) : 0;
}

void Counter::count(facts::Index portal)
{
    m_index = portal;
    m_portal = &m_columns.portals[std::size_t(portal)];
    const base::UtcSeconds now = m_population.portal(portal).now;
    if (now < 0 || (m_question.withTests && m_portal->hasTests))
        return countExactly();
    setBounds();
    m_allowed.clear();
    for (const facts::Index user : m_portal->people)
        m_allowed.push_back(m_population.userAllowed(user) ? 1 : 0);
    countLeftOut();
    if (m_population.portal(portal).allowed)
        countAsked();
    else
        countUnasked();
}

void Counter::countAsked()
{
    if (m_shape.joined && m_shape.leads)
        return countChains();
    for (const OddItem &odd : m_portal->oddAlone)
        exact(odd.item);
    for (const ChainBlock *block : { &m_portal->leads, &m_portal->leadsAlone })
        m_shape.leads ? countBlock(*block, false) : countOutside(*block);
    for (const ChainBlock *block : { &m_portal->deals, &m_portal->dealsAlone })
        m_shape.deals ? countBlock(*block, false) : countOutside(*block);
}

void Counter::countOutside(const ChainBlock &block)
{
    const std::size_t begun = placeOf(block.began, m_bounds.now + 1);
    const bool isChecked = m_question.withoutJunk || block.lastSettled > m_bounds.now;
    std::size_t rows = begun;
    for (std::size_t row = 0; isChecked && row < begun; ++row) {
        const bool isSettled = block.settled[row] <= m_bounds.now;
        const bool isSpam = m_question.withoutJunk && block.closed[row] <= m_bounds.now && (block.flags[row] & kJunkFlag) != 0;
        if (isSettled && !isSpam)
            continue;
        --rows;
        isSettled ? m_tally.sift(Fate::Spam, 1) : exact(block.head[row]);
    }
    m_tally.sift(Fate::OutsideFilter, std::int64_t(rows));
}

// Deals of leads belong to them, and are nowhere else.
void Counter::countChains()
{
    countOdd();
    countBlock(m_portal->leads, false);
    m_shape.deals ? countBlock(m_portal->deals, false) : countOutside(m_portal->deals);
    if (!m_shape.deals)
        return countBlock(m_portal->leadsAlone, false);
    if (m_question.funnels.empty())
        return countBlock(m_portal->joined, true);
    // Some of the deals of a lead only.
    const ChainBlock &block = m_portal->joined;
    for (const std::uint32_t head : std::span(block.head).first(placeOf(block.began, m_bounds.now + 1)))
        m_question.withoutJunk ? exactWithDeals(head) : exact(head);
}

void Counter::countUnasked()
{
    for (const OddItem &odd : m_portal->oddAlone)
        exact(odd.item);
    for (const ChainBlock *block : { &m_portal->leads, &m_portal->leadsAlone, &m_portal->deals, &m_portal->dealsAlone })
        countOutside(*block);
}

void Counter::countLeftOut()
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

void Counter::countOdd()
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

void Counter::countExactly()
{
    for (const std::uint32_t item : m_portal->items)
        exact(item);
}

void Counter::exact(std::uint32_t item) { m_tally.take(item, m_columns, m_groups.ofEvent); }

// The lead and its deals that are not told elsewhere: without the lead each of them is a chain.
void Counter::exactWithDeals(std::uint32_t item)
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

// Keys of the rows, and the group of each key.
void Counter::chooseKeys(const ChainBlock &block)
{
    const auto &groupOf = m_groups.groupOf;
    m_keyGroups.clear();
    if (m_groups.by == ChainGroups::By::Person) {
        const std::size_t users = m_population.facts().users.size();
        for (std::size_t place = 0; place < m_portal->people.size(); ++place) {
            const facts::Index user = m_portal->people[place];
            const std::size_t index = user >= 0 ? std::size_t(user) : users + std::size_t(m_index);
            m_keyGroups.push_back(m_allowed[place] ? groupOf[index] : kNoGroup);
        }
        return;
    }
    // Groups of the block at hand, numbered as they are met; the last key is that of people who are not asked for.
    std::vector<std::uint32_t> keyOf(groupOf.size(), kNoGroup);
    const auto keyOfRow = [&](std::size_t row) {
        std::size_t index = std::size_t(m_index);
        if (m_groups.by == ChainGroups::By::Source)
            index = block.source[row];
        else if (m_groups.by == ChainGroups::By::Campaign)
            index = block.campaign[row];
        else if (m_groups.by == ChainGroups::By::Funnel)
            index = block.funnel[row] == kNoFunnel ? groupOf.size() - 1 : block.funnel[row];
        if (keyOf[index] == kNoGroup) {
            keyOf[index] = std::uint32_t(m_keyGroups.size());
            m_keyGroups.push_back(groupOf[index]);
        }
        return keyOf[index];
    };
    m_firstKeys.resize(block.size());
    m_lastKeys.resize(block.size());
    for (std::size_t row = 0; row < block.size(); ++row)
        m_firstKeys[row] = m_lastKeys[row] = keyOfRow(row);
    if (!m_asksPeople)
        return;
    const std::uint32_t nobody = std::uint32_t(m_keyGroups.size());
    m_keyGroups.push_back(kNoGroup);
    for (std::size_t row = 0; row < block.size(); ++row) {
        m_firstKeys[row] = isAllowed(block.first[row]) ? m_firstKeys[row] : nobody;
        m_lastKeys[row] = isAllowed(block.last[row]) ? m_lastKeys[row] : nobody;
    }
}

void Counter::countBlock(const ChainBlock &block, bool isJoined)
{
    const std::size_t end = placeOf(block.began, m_bounds.now + 1);
    if (end == 0)
        return;
    chooseKeys(block);
    const std::size_t keys = m_keyGroups.size();
    m_cells.began.assign(keys, BeginningLanes {});
    m_cells.ends.assign(keys, {});
    m_cells.converted.assign(isJoined ? keys : 0, {});
    m_irregular.clear();
    const auto bound = [&](Second at) { return std::min(end, placeOf(block.began, at)); };
    const std::size_t from = bound(m_bounds.from);
    const std::size_t to = bound(Second(std::min<std::uint64_t>(std::uint64_t(m_bounds.from) + m_bounds.length, kNoSecond)));
    const std::size_t mature = bound(m_bounds.matureUntil);
    const std::size_t before = m_bounds.previousFrom == kNoSecond ? from : std::min(from, bound(m_bounds.previousFrom));
    const std::size_t journal = bound(m_bounds.journal);
    std::array<std::size_t, 7> cuts { 0, before, from, std::max(from, to), mature, journal, end };
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const std::size_t row = cuts[i];
        if (row == cuts[i + 1])
            continue;
        const bool inPeriod = row >= from && row < to;
        const bool isBefore = row >= before && row < from && row < mature;
        const Part part = inPeriod ? (row < mature ? Part::Mature : Part::Immature) : isBefore ? Part::Before : Part::Nothing;
        for (std::size_t first = row; first < cuts[i + 1]; first += kMostInLanes) {
            const std::size_t last = std::min(first + kMostInLanes, cuts[i + 1]);
            isJoined ? run<true>(block, first, last, part) : run<false>(block, first, last, part);
            flushBeginnings(part, row < journal);
        }
    }
    flushEnds(isJoined);
    for (const std::uint32_t row : m_irregular)
        isWithDeals(block) && m_question.withoutJunk ? exactWithDeals(block.head[row]) : exact(block.head[row]);
}

// Deals of these rows are told with them.
bool Counter::isWithDeals(const ChainBlock &block) const
{
    return m_shape.joined && m_shape.leads && (&block == &m_portal->joined || &block == &m_portal->leadsAlone);
}

// Rows that the columns cannot tell, or that are not asked for, are dealt with here.
inline bool Counter::passes(const ChainBlock &block, std::size_t row)
{
    if (block.settled[row] > m_bounds.now) {
        m_irregular.push_back(std::uint32_t(row));
        return false;
    }
    if (m_isRare && !passesRarely(block, row))
        return false;
    if (!m_filter.isUsed || m_filter.passes(block, row))
        return true;
    ++m_outside;
    return false;
}

bool Counter::passesRarely(const ChainBlock &block, std::size_t row)
{
    const unsigned more = block.more[row];
    if ((!m_question.responsibleAtEvent && (more & kHandedOver) != 0)
        || (m_question.withoutJunk && (more & kJunkInside) != 0 && isWithDeals(block))) {
        m_irregular.push_back(std::uint32_t(row));
        return false;
    }
    const bool isSpam = m_question.withoutJunk && block.closed[row] <= m_bounds.now && (block.flags[row] & kJunkFlag) != 0;
    if (isSpam)
        m_tally.sift(Fate::Spam, 1);
    return !isSpam;
}

bool Counter::isPlain(const ChainBlock &block) const
{
    return block.lastEnd <= m_bounds.now && m_bounds.from == 0 && m_bounds.length >= kNoSecond - 1 && m_bounds.horizon == kNoSecond
        && m_bounds.journal <= block.began.front();
}

template <bool kJoined> void Counter::run(const ChainBlock &block, std::size_t from, std::size_t to, Part part)
{
    if (m_groups.by == ChainGroups::By::Person)
        run<kJoined>(block, from, to, part, block.first.data(), block.last.data());
    else
        run<kJoined>(block, from, to, part, m_firstKeys.data(), m_lastKeys.data());
}

template <bool kJoined, class Key>
void Counter::run(const ChainBlock &block, std::size_t from, std::size_t to, Part part, const Key *firstKeys, const Key *lastKeys)
{
    const bool plain = part == Part::Mature && isPlain(block);
    const auto start = [&](auto pass) {
        m_regular = plain ? runRows<kJoined, true>(block, from, to, part, m_bounds, firstKeys, lastKeys, m_cells, pass)
                          : runRows<kJoined, false>(block, from, to, part, m_bounds, firstKeys, lastKeys, m_cells, pass);
    };
    m_outside = 0;
    m_passed.clear();
    const bool keepsMore = m_states != nullptr || m_tally.kept().durations || m_tally.kept().ages;
    const bool isSure = !m_filter.isUsed && !m_isRare && block.lastSettled <= m_bounds.now;
    if (keepsMore)
        start([&](std::size_t row) {
            if (!isSure && !passes(block, row))
                return false;
            m_passed.push_back(std::uint32_t(row));
            return true;
        });
    else if (isSure)
        start([](std::size_t) { return true; });
    else
        start([&](std::size_t row) { return passes(block, row); });
    addKept(block, part, firstKeys, lastKeys);
    m_tally.sift(Fate::OutsideFilter, m_outside);
}

// What cannot be told by counting: durations of the beginnings and of the won ones, lates of the open ones.
template <class Key> void Counter::addKept(const ChainBlock &block, Part part, const Key *firstKeys, const Key *lastKeys)
{
    const bool isNew = part == Part::Mature || part == Part::Immature;
    for (const std::uint32_t row : m_passed) {
        const unsigned flags = block.flags[row];
        const bool isClosed = block.closed[row] <= m_bounds.now;
        Chain chain {
            .head = block.head[row], .current = block.current.empty() ? block.head[row] : block.current[row], .began = block.began[row]
        };
        if (isClosed) {
            chain.outcome = (flags & kWonFlag) != 0 ? 'S' : 'F';
            chain.closedAt = block.closed[row];
        }
        ChainEvent event { .chain = &chain, .item = chain.head, .at = chain.began };
        if (const std::uint32_t group = m_keyGroups[firstKeys[row]]; isNew && group != kNoGroup) {
            if ((flags & 15) != 0 && m_tally.kept().durations)
                m_tally.chainScan().addResponse(event);
            m_tally.addBeginning(group, event);
        }
        const std::uint32_t group = m_keyGroups[lastKeys[row]];
        if (group == kNoGroup)
            continue;
        if (isClosed && chain.outcome == 'S' && m_tally.kept().durations && block.closed[row] - m_bounds.from < m_bounds.length)
            m_tally.addCycle(group, chain.closedAt - chain.began);
        if (isClosed || m_states == nullptr)
            continue;
        event.at = m_population.nowOf(chain.head);
        event.lates = m_states->of(chain.current).lates;
        m_tally.addLates(group, event);
        m_tally.count(group, Count::OpenOld, m_tally.chainScan().isOld(event) ? 1 : 0);
    }
}

void Counter::flushBeginnings(Part part, bool isAssumed)
{
    std::int64_t rest = m_regular;
    for (std::size_t key = 0; part != Part::Nothing && key < m_keyGroups.size(); ++key) {
        const BeginningLanes lanes = m_cells.began[key];
        m_cells.began[key] = BeginningLanes {};
        if (m_keyGroups[key] == kNoGroup)
            continue;
        const std::int64_t begun = lanes[kNewLane];
        const std::int64_t mature = lanes[kMatureLane];
        for (std::size_t lane = 0; lane < kBeginningCounts.size(); ++lane)
            m_tally.count(m_keyGroups[key], kBeginningCounts[lane], lanes[lane]);
        if (isAssumed)
            m_tally.assume(m_keyGroups[key], begun + lanes[kBeforeLane]);
        m_tally.sift(Fate::Counted, mature);
        m_tally.sift(Fate::Immature, begun - mature);
        rest -= begun;
    }
    m_tally.sift(Fate::OutsideFilter, rest);
}

void Counter::flushEnds(bool isJoined)
{
    const auto add = [&](std::uint32_t group, Count count, std::int64_t n, bool isAssumed) {
        m_tally.count(group, count, n);
        if (isAssumed)
            m_tally.assume(group, n);
    };
    for (std::size_t key = 0; key < m_keyGroups.size(); ++key) {
        const std::uint32_t group = m_keyGroups[key];
        if (group == kNoGroup)
            continue;
        for (const unsigned journal : { 0U, kBeforeJournal }) {
            const Cells::Slot *const ends = &m_cells.ends[key][journal];
            const bool isAssumed = journal != 0;
            const std::int64_t won = ends[kWonSlot].count + ends[kWonNoRateSlot].count;
            add(group, Count::Open, ends[kOpenSlot].count, isAssumed);
            add(group, Count::Won, won, isAssumed);
            add(group, Count::Lost, ends[kLostSlot].count, isAssumed);
            m_tally.count(group, Count::WithoutRate, ends[kWonNoRateSlot].count);
            m_tally.addAmounts(group, ends[kWonSlot].units, ends[kLostSlot].units); // unknown amounts are zero
            // By itself an item converts when it is won; then and by the same one.
            add(group, Count::Conversions, isJoined ? m_cells.converted[key][isAssumed ? 1 : 0] : won, isAssumed);
        }
    }
}

} // namespace

void countChains(const Population &population, const ItemStates *states, const ChainColumns &columns, int conversionDays,
    const ChainGroups &groups, Tally &tally, const base::CancelToken &cancel)
{
    const unsigned threads = threadsFor(population.facts().items.size());
    std::vector<Tally> parts(threads, tally);
    std::vector<Counter> counters;
    for (unsigned thread = 0; thread < threads; ++thread)
        counters.emplace_back(population, states, columns, conversionDays, groups, thread == 0 ? tally : parts[thread]);
    inParallel(threads, columns.portals.size(), [&](unsigned thread, std::size_t portal) {
        if (!cancel.isCancelled())
            counters[thread].count(facts::Index(portal));
    });
    for (unsigned thread = 1; thread < threads; ++thread)
        tally.join(parts[thread]);
    tally.finish();
}

} // namespace dealerlens::reports
