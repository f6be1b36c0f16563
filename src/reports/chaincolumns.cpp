// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chaincolumns.h"

#include "facts/mappedmemory.h"
#include "reports/chainblocks.h"
#include "reports/chainsarchive.h"
#include "reports/itemstates.h"
#include "reports/keptvalue.h"
#include "reports/parallel.h"
#include "reports/roominess.h"

#include <algorithm>
#include <array>
#include <deque>
#include <mutex>
#include <optional>
#include <shared_mutex>

namespace dealerlens::reports {
namespace {

constexpr facts::Index kNobodyYet = std::numeric_limits<facts::Index>::min();
constexpr base::UtcSeconds kEnd = std::numeric_limits<base::UtcSeconds>::max();

bool fits(base::UtcSeconds at) { return at >= 0 && at < base::UtcSeconds(kNoSecond) - 1; }

Second second(base::UtcSeconds at)
{
    return at == base::kNever || at >= base::UtcSeconds(kNoSecond) ? kNoSecond : Second(std::max<base::UtcSeconds>(at, 0));
}

// What becomes of one item by itself, as Population::stateOf() would tell it of every instant from `settled` on.
struct Life {
    base::UtcSeconds began = base::kNever;
    base::UtcSeconds closed = base::kNever; // kNever: open
    base::UtcSeconds settled = base::kNever;
    facts::Index funnel = facts::kNone;
    char outcome = 'P';
    bool isJunk = false; // ends in a junk stage
    bool junkInside = false;
    bool isOdd = false; // only the exact scan knows, whenever
};

// A row of a block before it has its place.
struct Row {
    std::uint32_t head = 0;
    std::uint32_t current = 0;
    base::UtcSeconds began = 0;
    base::UtcSeconds closed = base::kNever;
    base::UtcSeconds converted = base::kNever;
    base::UtcSeconds settled = 0;
    facts::Index funnel = facts::kNone;
    char outcome = 'P';
    unsigned flags = 0;
    unsigned more = 0;
    stats::Exit response = kNoResponse;
};

// A table of the columns, and what goes into it.
struct ChainPart {
    ChainTable ChainColumns::*table;
    ChainRows PortalChains::*rows;
    bool isJoined;
    std::size_t (*most)(std::size_t items, std::size_t leads, std::size_t attached); // rows at most
};

constexpr std::array kChainParts {
    ChainPart { &ChainColumns::leads, &PortalChains::leads, false, [](auto, auto leads, auto) { return leads; } },
    ChainPart { &ChainColumns::leadsAlone, &PortalChains::leadsAlone, false,
        [](auto, auto leads, auto attached) { return std::min(leads, attached); } },
    ChainPart { &ChainColumns::deals, &PortalChains::deals, false, [](auto items, auto leads, auto) { return items - leads; } },
    ChainPart {
        &ChainColumns::joined, &PortalChains::joined, true, [](auto, auto leads, auto attached) { return std::min(leads, attached); } },
    ChainPart { &ChainColumns::dealsAlone, &PortalChains::dealsAlone, false, [](auto, auto, auto attached) { return attached; } },
};

// Derives the chains of portals, one after the other. On the stack of one thread.
class Deriver final {
public:
    explicit Deriver(const Population &population)
        : m_population(population)
        , m_facts(population.facts())
        , m_items(m_facts.items)
    {
    }

    Deriver(const Deriver &) = delete;
    Deriver &operator=(const Deriver &) = delete;

    // Until the next call; its memory is used again.
    [[nodiscard]] PortalChains &run(const facts::RowRange &rows);

private:
    void begin(const facts::RowRange &rows);
    [[nodiscard]] Life told(std::uint32_t item) const;

    [[nodiscard]] const Life &lifeOf(std::uint32_t item) const { return m_lives[item - m_rows.first]; }

    [[nodiscard]] bool isLeftOut(std::uint32_t item) const { return m_items.deleted[item] != base::kNever || m_population.isTest(item); }

    void take(std::uint32_t item);
    void leaveOut(std::uint32_t item, const Life &life);
    void takeAttached(std::uint32_t item, const Life &life);
    void takeHead(std::uint32_t item, const Life &life);
    void takeJoined(std::uint32_t item, const Life &life, base::UtcSeconds settled);
    [[nodiscard]] Row alone(std::uint32_t item, const Life &life) const;
    void answer(Row &row, const Life &life, bool hasDeals) const;
    [[nodiscard]] bool close(Row &row, const Life &life) const;
    [[nodiscard]] base::UtcSeconds lastChange(std::uint32_t item, base::UtcSeconds until) const;
    void append(ChainRows &block, const Row &row, bool withConverted);
    [[nodiscard]] std::uint16_t placeOf(facts::Index user);
    [[nodiscard]] std::uint16_t placeAmongAll(facts::Index user);

    const Population &m_population;
    const facts::Snapshot &m_facts;
    const facts::ItemColumns &m_items;

    [[nodiscard]] bool isHandedOver(std::uint32_t item) const { return (m_items.flags[item] & facts::ItemColumns::kHandedOver) != 0; }

    facts::RowRange m_rows; // of one portal
    std::vector<Life> m_lives; // by row
    std::vector<std::uint32_t> m_members; // deals of the lead at hand
    std::vector<std::pair<facts::Index, std::uint16_t>> m_places; // of people, sorted
    std::array<std::pair<facts::Index, std::uint16_t>, 64> m_lastPlaces; // the same of those asked for last, by their lowest bits
    PortalChains m_made;
    ChainPortal &m_out = m_made.portal;
};

Life Deriver::told(std::uint32_t item) const
{
    const facts::VisitColumns &visits = m_facts.visits;
    const std::uint32_t first = m_items.firstVisit[item];
    const std::uint32_t end = first + m_items.visitCount[item];
    const auto funnelOf = [&](facts::Index stage) { return m_facts.stages[std::size_t(stage)].funnel; };
    Life life;
    facts::Index stage = m_items.stage[item];
    life.began = first == end ? m_items.created[item] : visits.entered[first];
    life.settled = life.began;
    base::UtcSeconds entered = life.began;
    for (std::uint32_t visit = first; visit < end; ++visit) {
        const base::UtcSeconds at = visits.entered[visit];
        life.isOdd = life.isOdd || at < entered;
        if (visit > first && (funnelOf(stage) != funnelOf(visits.stage[visit]) || life.outcome != 'P' || life.isJunk))
            life.settled = at;
        stage = visits.stage[visit];
        entered = at;
        life.outcome = stage >= 0 ? m_facts.stages[std::size_t(stage)].semantic : 'P';
        life.isJunk = m_population.isJunk(stage);
        life.junkInside = life.junkInside || life.isJunk;
    }
    if (first == end && stage >= 0) {
        life.outcome = m_facts.stages[std::size_t(stage)].semantic;
        life.isJunk = life.junkInside = m_population.isJunk(stage);
    }
    life.funnel = funnelOf(stage);
    life.closed = life.outcome == 'P' ? base::kNever : entered;
    life.isOdd = life.isOdd || !fits(life.began) || !fits(entered) || (life.isJunk && life.outcome == 'P');
    return life;
}

PortalChains &Deriver::run(const facts::RowRange &rows)
{
    begin(rows);
    for (std::uint32_t item = m_rows.first; item < m_rows.last; ++item)
        m_lives.push_back(told(item));
    for (std::uint32_t item = m_rows.first; item < m_rows.last; ++item)
        take(item);
    for (ChainRows *made : { &m_made.leads, &m_made.deals, &m_made.joined, &m_made.leadsAlone, &m_made.dealsAlone })
        putInOrder(*made);
    return m_made;
}

// With room for as many rows as there may be.
void Deriver::begin(const facts::RowRange &rows)
{
    m_rows = rows;
    m_lives.clear();
    m_places.clear();
    m_lastPlaces.fill({ kNobodyYet, 0 });
    m_out = {};
    m_out.items = m_rows;
    m_out.journal = clampedSecond(m_facts.portals[std::size_t(m_rows.portal)].portal.addedAt);
    std::size_t leads = 0;
    for (std::uint32_t item = m_rows.first; item < m_rows.last; ++item) {
        leads += m_items.kind[item] == model::EntityKind::Lead ? 1 : 0;
        if (m_items.lead[item] >= 0)
            m_out.links.emplace_back(std::uint32_t(m_items.lead[item]), item);
    }
    std::sort(m_out.links.begin(), m_out.links.end());
    m_lives.reserve(m_rows.size());
    for (const ChainPart &part : kChainParts) {
        ChainRows &block = m_made.*part.rows;
        block.clear();
        makeRoom(block, part.most(m_rows.size(), leads, m_out.links.size()), part.isJoined);
        block.amount.reserve(block.head.capacity());
    }
}

void Deriver::take(std::uint32_t item)
{
    const Life &life = lifeOf(item);
    const bool isAttached = m_items.lead[item] >= 0;
    if (isLeftOut(item) && fits(life.began))
        return leaveOut(item, life);
    const bool isOdd = life.isOdd || isLeftOut(item) || (isAttached && lifeOf(std::uint32_t(m_items.lead[item])).isOdd);
    if (!isOdd)
        return isAttached ? takeAttached(item, life) : takeHead(item, life);
    m_out.odd.push_back({ item, kNoSecond });
    m_out.oddAlone.push_back({ item, kNoSecond });
}

void Deriver::leaveOut(std::uint32_t item, const Life &life)
{
    const base::UtcSeconds deleted = m_items.deleted[item];
    m_out.hasTests = m_out.hasTests || m_population.isTest(item);
    const bool isMerged = (m_items.marks[item] & facts::kTwinMark) != 0;
    LeftOut out { item, second(life.began), second(deleted == base::kNever ? life.began : deleted), kNoSecond,
        deleted == base::kNever ? Fate::Test
            : isMerged          ? Fate::Merged
                                : Fate::Deleted };
    if (m_items.lead[item] >= 0) {
        const std::uint32_t lead = std::uint32_t(m_items.lead[item]);
        if (!isLeftOut(lead))
            out.leadFrom = second(m_population.createdOf(lead));
        else if (!m_population.isTest(lead))
            out.since = std::max(out.since, second(m_items.deleted[lead]));
    }
    m_out.leftOut.push_back(out);
}

// A deal that came from a lead belongs to its chain; when the lead is gone it begins one.
void Deriver::takeAttached(std::uint32_t item, const Life &life)
{
    const std::uint32_t lead = std::uint32_t(m_items.lead[item]);
    Row row = alone(item, life);
    const bool isOrphan = isLeftOut(lead);
    if (isOrphan && !m_population.isTest(lead))
        row.settled = std::max(row.settled, m_items.deleted[lead]);
    append(isOrphan ? m_made.deals : m_made.dealsAlone, row, false);
    if (const base::UtcSeconds until = m_population.createdOf(lead); !isOrphan && until > life.began)
        m_out.odd.push_back({ item, second(until) });
}

void Deriver::takeHead(std::uint32_t item, const Life &life)
{
    m_members.clear();
    base::UtcSeconds settled = life.settled;
    bool isOdd = false;
    const auto links = std::equal_range(
        m_out.links.begin(), m_out.links.end(), std::pair(item, 0U), [](const auto &a, const auto &b) { return a.first < b.first; });
    for (auto link = links.first; link != links.second; ++link) {
        if (m_population.isTest(link->second))
            continue;
        if (const base::UtcSeconds deleted = m_items.deleted[link->second]; deleted != base::kNever)
            settled = std::max(settled, deleted); // until then it was one of them
        else
            m_members.push_back(link->second);
        isOdd = isOdd || lifeOf(link->second).isOdd;
    }
    Row row = alone(item, life);
    if (!isOdd && m_members.empty()) {
        row.settled = std::max(row.settled, settled);
        return append(m_items.kind[item] == model::EntityKind::Lead ? m_made.leads : m_made.deals, row, false);
    }
    append(m_made.leadsAlone, row, false);
    if (isOdd)
        m_out.odd.push_back({ item, kNoSecond, true });
    else
        takeJoined(item, life, settled);
}

Row Deriver::alone(std::uint32_t item, const Life &life) const
{
    Row row { .head = item, .current = item, .began = life.began, .settled = life.settled, .funnel = life.funnel };
    row.more = life.junkInside ? kJunkInside : 0;
    row.closed = life.closed;
    row.outcome = life.outcome;
    answer(row, life, false);
    (void)close(row, life);
    return row;
}

void Deriver::takeJoined(std::uint32_t item, const Life &life, base::UtcSeconds settled)
{
    Row row { .head = item, .current = item, .began = life.began, .settled = settled, .funnel = life.funnel };
    row.more = life.junkInside ? kJunkInside : 0;
    DealsOfChain deals;
    base::UtcSeconds closings = life.closed;
    for (const std::uint32_t deal : m_members) {
        const Life own = lifeOf(deal);
        deals.add(deal, own.outcome, own.closed);
        row.settled = std::max({ row.settled, own.settled, own.began });
        row.more |= own.junkInside ? kJunkInside : 0;
        row.more |= isHandedOver(deal) ? kHandedOver : 0;
        closings = std::max(closings, own.closed);
    }
    Chain chain { .head = item,
        .current = item,
        .began = life.began,
        .convertedAt = life.outcome == 'S' ? life.closed : base::kNever,
        .closedAt = life.closed,
        .outcome = life.outcome };
    deals.decide(chain);
    row.current = chain.current;
    row.outcome = chain.outcome;
    row.closed = chain.closedAt;
    row.converted = chain.convertedAt;
    // One deal that is open or won decides alone; of several, and of lost ones, only the end is sure.
    if (m_members.size() > 1 || (lifeOf(m_members.front()).outcome == 'F'))
        row.settled = std::max(row.settled, closings);
    if (life.isJunk)
        row.settled = std::max(row.settled, life.closed);
    answer(row, life, true);
    if (close(row, life))
        append(m_made.joined, row, true);
    else
        m_out.odd.push_back({ item, kNoSecond, true });
}

// How the first response stands in the end, and since when (ChainScan::addResponse).
void Deriver::answer(Row &row, const Life &life, bool hasDeals) const
{
    if (!awaitsResponse(m_items, row.head))
        return;
    const base::UtcSeconds attempt = m_items.attempt[row.head];
    const base::UtcSeconds talk = m_items.conversation[row.head];
    const base::UtcSeconds attested = m_items.attested[row.head];
    const std::int64_t limit = m_facts.standard.responseLimit;
    row.settled = std::max({ row.settled, attempt, talk, attested });
    Answered state = Answered::Talked;
    if (attempt != base::kNever || talk != base::kNever) {
        const std::int64_t seconds = m_population.business(row.head, row.began, attempt != base::kNever ? attempt : talk);
        row.response = stats::exitOf(seconds, attempt != base::kNever);
        if (attempt != base::kNever)
            state = seconds <= limit ? Answered::InLimit : Answered::Late;
    } else {
        const base::UtcSeconds breached = m_population.portalOf(row.head).calendar->addBusiness(row.began, limit + 1);
        row.settled = breached == base::kNever ? kEnd : std::max(row.settled, breached);
        state = Answered::Never;
        if (hasDeals && life.outcome != 'P') {
            row.settled = std::max(row.settled, life.closed);
            state = Answered::NeverAndEnded;
        }
    }
    row.flags |= responseCode(state, attested != base::kNever);
}

// Who holds it in the end, and for how much; no answer when the one who converted it is neither the first nor the last.
bool Deriver::close(Row &row, const Life &life) const
{
    row.flags |= life.isJunk ? kJunkFlag : 0;
    row.flags |= row.outcome == 'S' ? kWonFlag : row.outcome == 'F' ? kLostFlag : 0;
    if (row.closed != base::kNever && !m_population.amountOf(row.current, row.closed))
        row.flags |= kNoRateFlag;
    row.more |= isHandedOver(row.head) ? kHandedOver : 0;
    const base::UtcSeconds until = row.closed == base::kNever ? kEnd : row.closed;
    if (isHandedOver(row.current))
        row.settled = std::max(row.settled, lastChange(row.current, until));
    if (row.converted == base::kNever)
        return true;
    const facts::Index converter = m_population.userAt(row.head, row.converted);
    if (converter == m_population.userAt(row.head, row.began))
        return true;
    row.more |= kConvertedByLast;
    return converter == m_population.userAt(row.current, until);
}

base::UtcSeconds Deriver::lastChange(std::uint32_t item, base::UtcSeconds until) const
{
    const facts::RowRange own = m_facts.responsiblesOf(item);
    base::UtcSeconds result = base::kNever;
    for (std::uint32_t i = own.first; i < own.last; ++i) {
        if (m_facts.responsibles.since[i] <= until)
            result = std::max(result, m_facts.responsibles.since[i]);
    }
    return result;
}

std::uint16_t Deriver::placeOf(facts::Index user)
{
    auto &[lastUser, lastPlace] = m_lastPlaces[std::size_t(user) % m_lastPlaces.size()];
    if (lastUser == user)
        return lastPlace;
    lastUser = user;
    return lastPlace = placeAmongAll(user);
}

std::uint16_t Deriver::placeAmongAll(facts::Index user)
{
    const auto found = std::lower_bound(
        m_places.begin(), m_places.end(), user, [](const auto &place, facts::Index wanted) { return place.first < wanted; });
    if (found != m_places.end() && found->first == user)
        return found->second;
    const auto place = std::uint16_t(m_out.people.size());
    m_places.insert(found, { user, place });
    m_out.people.push_back(user);
    return place;
}

void Deriver::append(ChainRows &block, const Row &row, bool withConverted)
{
    const auto userAt = [&](std::uint32_t item, base::UtcSeconds at) {
        return isHandedOver(item) ? m_population.userAt(item, at) : m_items.responsible[item];
    };
    const bool isClosed = row.closed != base::kNever;
    block.head.push_back(row.head);
    block.began.push_back(second(row.began));
    block.closed.push_back(second(row.closed));
    if (withConverted) {
        block.current.push_back(row.current);
        block.converted.push_back(second(row.converted));
    }
    block.settled.push_back(second(row.settled));
    block.first.push_back(placeOf(userAt(row.head, row.began)));
    block.last.push_back(placeOf(userAt(row.current, isClosed ? row.closed : kEnd)));
    block.source.push_back(std::uint16_t(std::max(m_items.source[row.head], 0)));
    block.campaign.push_back(std::uint32_t(std::max(m_items.campaign[row.head], 0)));
    block.funnel.push_back(row.funnel < 0 ? kNoFunnel : std::uint16_t(row.funnel));
    block.amount.push_back(isClosed ? m_population.amountOf(row.current, row.closed).value_or(model::Money {}).units : 0);
    block.flags.push_back(std::uint8_t(row.flags));
    block.more.push_back(std::uint8_t(row.more));
    if (&block != &m_made.dealsAlone)
        block.response.push_back(row.response);
    for (const base::UtcSeconds at : { row.closed, row.converted })
        block.lastEnd = std::max(block.lastEnd, at == base::kNever ? 0 : second(at));
}

// Puts the chains of some portals, `ranges`, in place of those that there are.
void deriveAll(ChainColumns &columns, const facts::Snapshot &facts, const std::vector<facts::RowRange> &ranges, std::size_t rows)
{
    const Question all;
    const Population population(facts, all);
    const unsigned threads = threadsFor(rows);
    std::deque<Deriver> derivers;
    for (unsigned thread = 0; thread < threads; ++thread)
        derivers.emplace_back(population);
    std::array<std::shared_mutex, kChainParts.size()> mutexes; // of the tables: who writes his own rows keeps them where they are
    inParallel(threads, ranges.size(), [&](unsigned thread, std::size_t i) {
        PortalChains &made = derivers[thread].run(ranges[i]);
        for (std::size_t part = 0; part < kChainParts.size(); ++part) {
            ChainTable &table = columns.*kChainParts[part].table;
            const ChainRows &own = made.*kChainParts[part].rows;
            {
                const std::lock_guard lock(mutexes[part]);
                makePlace(table, ranges[i].portal, own);
            }
            const std::shared_lock lock(mutexes[part]);
            put(table, ranges[i].portal, own);
        }
        columns.portals[std::size_t(ranges[i].portal)] = std::move(made.portal);
    });
}

ChainColumns derive(const facts::Snapshot &facts)
{
    const facts::ItemColumns &items = facts.items;
    std::size_t leads = 0;
    std::size_t attached = 0;
    for (const std::uint32_t item : items.rows()) {
        leads += items.kind[item] == model::EntityKind::Lead ? 1 : 0;
        attached += items.lead[item] >= 0 ? 1 : 0;
    }
    ChainColumns columns;
    columns.portals.resize(facts.portals.size());
    for (const ChainPart &part : kChainParts) {
        ChainTable &table = columns.*part.table;
        table.places.resize(facts.portals.size());
        makeRoom(table.rows, roomOfAll(part.most(items.size(), leads, attached), facts.portals.size()), part.isJoined);
    }
    deriveAll(columns, facts, items.ranges(), items.size());
    return columns;
}

// All else is as it would be derived.
ChainColumns takeOver(ChainColumns columns, const facts::Same &same, const facts::Snapshot &facts)
{
    const std::shared_lock lock(facts::rowsBeingWritten());
    columns.portals.resize(facts.portals.size());
    for (const ChainPart &part : kChainParts)
        (columns.*part.table).places.resize(facts.portals.size());
    std::vector<facts::RowRange> changed;
    std::size_t rows = 0;
    std::vector<char> isDone = same.portals;
    for (const facts::RowRange &range : facts.items.ranges()) {
        if (same.of(std::size_t(range.portal)))
            continue;
        changed.push_back(range);
        rows += range.size();
        isDone[std::size_t(range.portal)] = 1;
    }
    for (std::size_t portal = 0; portal < facts.portals.size(); ++portal) { // those without rows
        if (isDone[portal] != 0)
            continue;
        columns.portals[portal] = {};
        for (const ChainPart &part : kChainParts)
            put(columns.*part.table, facts::Index(portal), {});
    }
    deriveAll(columns, facts, changed, rows);
    for (const ChainPart &part : kChainParts)
        tidy(columns.*part.table);
    return columns;
}

} // namespace

std::shared_ptr<const ChainColumns> chainColumns(const facts::Snapshot &facts)
{
    constexpr std::size_t kMost = kNoFunnel;
    if (facts.sources.size() >= kMost || facts.funnels.size() >= kMost)
        return nullptr;
    return keptValue<ChainColumns>(
        facts, [&] { return derive(facts); },
        [&](ChainColumns &&earlier, const facts::Same &same) { return takeOver(std::move(earlier), same, facts); });
}

} // namespace dealerlens::reports
