// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chaincounter.h"

#include "reports/monthcells.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dealerlens::reports {

// Between blocks and portals they are empty.
void ChainCounter::fitCells()
{
    if (m_cells.ends.size() >= m_keyGroups.size())
        return;
    for (auto &began : m_cells.began)
        began.resize(m_keyGroups.size());
    m_cells.ends.resize(m_keyGroups.size());
    m_cells.converted.resize(m_keyGroups.size());
}

// The keys are places of people, and the same for all blocks of a portal.
void ChainCounter::choosePeople()
{
    const std::size_t users = m_population.facts().users.size();
    m_keyGroups.clear();
    for (std::size_t place = 0; place < m_portal->people.size(); ++place) {
        const facts::Index user = m_portal->people[place];
        const std::size_t index = user >= 0 ? std::size_t(user) : users + std::size_t(m_index);
        const std::uint32_t width = m_groups.months != nullptr ? m_groups.months->width() : 1;
        for (std::uint32_t slot = 0; slot < width; ++slot)
            m_keyGroups.push_back(m_allowed[place] ? m_groups.groupOf[index] * width + slot : kNoGroup);
    }
    fitCells();
}

// Keys of the rows, and the group of each key.
void ChainCounter::chooseKeys(const ChainBlock &block)
{
    flush();
    const auto &groupOf = m_groups.groupOf;
    m_keyGroups.clear();
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
    const std::uint32_t nobody = std::uint32_t(m_keyGroups.size());
    m_keyGroups.push_back(kNoGroup);
    for (std::size_t row = 0; m_asksPeople && row < block.size(); ++row) {
        m_firstKeys[row] = isAllowed(block.first[row]) ? m_firstKeys[row] : nobody;
        m_lastKeys[row] = isAllowed(block.last[row]) ? m_lastKeys[row] : nobody;
    }
    fitCells();
}

// A key for every month of a place; the same for all blocks of a portal.
void ChainCounter::chooseMonths(const ChainBlock &block, bool isJoined)
{
    const ZoneMonths &zone = m_groups.months->of(m_index);
    const std::uint32_t width = m_groups.months->width();
    m_firstKeys.resize(block.size());
    m_lastKeys.resize(block.size());
    m_cells.convertedKeys.clear();
    ZoneMonths::Month month;
    for (std::size_t row = 0; row < block.size(); ++row) {
        if (block.began[row] >= month.until)
            month = zone.monthOf(block.began[row]);
        m_firstKeys[row] = block.first[row] * width + month.slot;
        m_lastKeys[row] = block.last[row] * width + month.slot;
    }
    if (!m_groups.eachInItsMonth)
        return;
    for (std::size_t row = 0; row < block.size(); ++row) {
        const bool isOpen = block.closed[row] > m_bounds.now;
        m_lastKeys[row] = block.last[row] * width + (isOpen ? m_groups.months->noMonth() : zone.slotOf(block.closed[row]));
    }
    for (std::size_t row = 0; isJoined && row < block.size(); ++row) {
        const std::uint32_t place = (block.more[row] & kConvertedByLast) != 0 ? block.last[row] : block.first[row];
        m_cells.convertedKeys.push_back(place * width + zone.slotOf(block.converted[row]));
    }
}

ChainCounter::Runs ChainCounter::runsOf(const ChainBlock &block, std::size_t end) const
{
    const auto bound = [&](Second at) {
        return at <= block.began.front() ? 0 : at > std::min(m_bounds.now, block.lastBegan) ? end : std::min(end, block.firstBegun(at));
    };
    const std::size_t from = bound(m_bounds.from);
    const std::size_t to = bound(Second(std::min<std::uint64_t>(std::uint64_t(m_bounds.from) + m_bounds.length, kNoSecond)));
    const std::size_t mature = bound(m_bounds.matureUntil);
    const std::size_t before = m_bounds.previousFrom == kNoSecond ? from : std::min(from, bound(m_bounds.previousFrom));
    const std::size_t journal = bound(m_bounds.journal);
    std::array<std::size_t, 7> cuts { 0, before, from, std::max(from, to), mature, journal, end };
    std::sort(cuts.begin(), cuts.end());
    Runs runs;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::size_t row = cuts[i];
        const bool inPeriod = row >= from && row < to;
        const bool isBefore = row >= before && row < from && row < mature;
        const Part part = inPeriod ? (row < mature ? Part::Mature : Part::Immature) : isBefore ? Part::Before : Part::Nothing;
        runs[i] = { row, cuts[i + 1], part, row < journal };
    }
    return runs;
}

void ChainCounter::countBlock(const ChainBlock &block, bool isJoined)
{
    if (!m_question.lates.empty())
        return countLate(block);
    const std::size_t end = begunBy(block, m_bounds.now);
    if (end == 0)
        return;
    const bool isOfPeople = m_groups.by == ChainGroups::By::Person || m_groups.by == ChainGroups::By::PersonMonth;
    if (!isOfPeople)
        chooseKeys(block);
    else if (m_areJoined != isJoined)
        flush();
    if (m_groups.by == ChainGroups::By::PersonMonth)
        chooseMonths(block, isJoined);
    m_areJoined = isJoined;
    findTakenOut(block, end);
    isJoined ? countRows<true>(block, end) : countRows<false>(block, end);
    for (const std::uint32_t row : m_irregular)
        isWithDeals(block) && m_question.withoutJunk ? exactWithDeals(block.head[row]) : exact(block.head[row]);
}

// Deals of these rows are told with them.
bool ChainCounter::isWithDeals(const ChainBlock &block) const
{
    return m_shape.joined && m_shape.leads && (block.table == &m_columns.joined || block.table == &m_columns.leadsAlone);
}

void ChainCounter::findTakenOut(const ChainBlock &block, std::size_t end)
{
    constexpr std::size_t kFewOf = 8;
    m_takenOut.clear();
    m_irregular.clear();
    const auto late = unsettled(block);
    if (late.size() * kFewOf <= end) {
        std::ranges::copy_if(late, std::back_inserter(m_irregular), [&](std::uint32_t row) { return row < end; });
        std::ranges::sort(m_irregular);
    } else {
        eachPassing(
            0, end, IsMore { block.settled.data(), m_bounds.now }, [&](std::size_t row) { m_irregular.push_back(std::uint32_t(row)); });
    }
    if (m_isRare)
        findRare(block, end);
    else
        m_takenOut = m_irregular;
}

// What is looked at row by row.
void ChainCounter::findRare(const ChainBlock &block, std::size_t end)
{
    m_irregular.clear();
    for (std::size_t row = 0; row < end; ++row) {
        const unsigned more = block.more[row];
        const bool isIrregular = block.settled[row] > m_bounds.now || (!m_question.responsibleAtEvent && (more & kHandedOver) != 0)
            || (m_question.withoutJunk && (more & kJunkInside) != 0 && isWithDeals(block));
        const bool isSpam = m_question.withoutJunk && block.closed[row] <= m_bounds.now && (block.flags[row] & kJunkFlag) != 0;
        if (isIrregular)
            m_irregular.push_back(std::uint32_t(row));
        else if (isSpam)
            m_tally.sift(Fate::Spam, 1);
        if (isIrregular || isSpam)
            m_takenOut.push_back(std::uint32_t(row));
    }
}

template <class Use> void ChainCounter::withKeys(const ChainBlock &block, Use use)
{
    if (m_groups.by == ChainGroups::By::Person)
        use(block.first.data(), block.last.data(), [last = block.endLast.data()](std::size_t end) { return last[end]; });
    else
        use(m_firstKeys.data(), m_lastKeys.data(),
            [keys = m_lastKeys.data(), rows = block.byEnd.data()](std::size_t end) { return keys[rows[end]]; });
}

template <class Use> std::size_t ChainCounter::eachOfSources(const std::uint16_t *sources, std::size_t from, std::size_t to, Use use) const
{
    if (m_filter.onlySource)
        return eachPassing(from, to, IsOne { sources, *m_filter.onlySource }, use);
    return eachPassing(from, to, [sources, asked = m_filter.sources.data()](std::size_t row) { return asked[sources[row]]; }, use);
}

template <class Use> std::size_t ChainCounter::eachAsked(const ChainBlock &block, std::size_t from, std::size_t to, Use use) const
{
    if (m_filter.isUsed && m_filter.isOfSources)
        return eachOfSources(block.source.data(), from, to, use);
    if (m_filter.isUsed)
        return eachPassing(from, to, [&](std::size_t row) { return m_filter.passes(block, row); }, use);
    for (std::size_t row = from; row < to; ++row)
        use(row);
    return to - from;
}

// All rows, and those that are not to be counted once more with the sign turned.
template <bool kJoined> void ChainCounter::countRows(const ChainBlock &block, std::size_t end)
{
    const Runs runs = runsOf(block, end);
    withKeys(block, [&](const auto *firstKeys, const auto *lastKeys, const auto &keyOfEnd) {
        std::size_t begun = 0;
        for (const Run &run : runs)
            begun += run.from < run.to && run.part != Part::Nothing ? begin<kJoined>(block, run, firstKeys) : 0;
        m_tally.sift(Fate::OutsideFilter, std::int64_t(end - m_takenOut.size() - begun));
        if constexpr (kJoined)
            convert(block, end, firstKeys, lastKeys);
        this->end(block, end, keyOfEnd);
        takeOutEnds(block, lastKeys);
        if (keepsMore())
            addKept(block, end, runs, firstKeys, lastKeys);
    });
}

// Answers how many count.
template <bool kJoined, class Key> std::size_t ChainCounter::begin(const ChainBlock &block, const Run &run, const Key *keys)
{
    const std::size_t journal = run.isAssumed ? 1 : 0;
    const auto countAs = [&](const auto &beginnings, std::size_t from, std::size_t to) {
        BeginningLanes *const cells = m_cells.began[journal].data();
        std::size_t counted = eachAsked(block, from, to, [=](std::size_t row) { cells[keys[row]] += beginnings.of(row); });
        for (auto row = std::ranges::lower_bound(m_takenOut, from); row != m_takenOut.end() && *row < to; ++row) {
            if (isAsked(block, *row))
                --counted, cells[keys[*row]] -= beginnings.of(*row);
        }
        return counted;
    };
    const bool isPlain = block.lastEnd <= m_bounds.now && m_bounds.horizon == kNoSecond;
    std::size_t begun = 0;
    for (std::size_t from = run.from; from < run.to; from += std::min(kMostInLanes, run.to - from)) {
        const std::size_t to = std::min(from + kMostInLanes, run.to);
        makeRoom(run.isAssumed, to - from);
        const std::size_t counted = isPlain ? countAs(Beginnings<kJoined, true>(block, run.part, m_bounds), from, to)
                                            : countAs(Beginnings<kJoined, false>(block, run.part, m_bounds), from, to);
        m_inLanes[journal] += counted;
        begun += counted;
    }
    return begun;
}

// Of chains with deals: when they convert is another instant than that of their end.
template <class Key> void ChainCounter::convert(const ChainBlock &block, std::size_t end, const Key *firstKeys, const Key *lastKeys)
{
    const auto add = [&](std::size_t row, std::uint32_t n) {
        const Second at = block.converted[row];
        if (at > m_bounds.now || at - m_bounds.from >= m_bounds.length)
            return;
        const std::size_t key = !m_cells.convertedKeys.empty() ? m_cells.convertedKeys[row]
            : (block.more[row] & kConvertedByLast) != 0        ? lastKeys[row]
                                                               : firstKeys[row];
        m_cells.converted[key][at < m_bounds.journal ? 1 : 0] += n;
    };
    (void)eachAsked(block, 0, end, [&](std::size_t row) { add(row, 1); });
    for (const std::uint32_t row : m_takenOut)
        if (isAsked(block, row))
            add(row, ~0U); // modulo 2³² that is one less
}

// Places in the order of closing.
std::pair<std::size_t, std::size_t> ChainCounter::endsInPeriod(const ChainBlock &block) const
{
    const std::uint64_t until = std::min<std::uint64_t>(std::uint64_t(m_bounds.from) + m_bounds.length, std::uint64_t(m_bounds.now) + 1);
    const std::size_t from = m_bounds.from == 0 ? 0 : block.firstEnded(m_bounds.from);
    return { from, std::max(from, block.firstEnded(Second(until))) };
}

// Those in the period, before the journal and since, and the open ones: neighbours in the order of closing. `rows`: that
// have begun.
template <class KeyOfEnd> void ChainCounter::end(const ChainBlock &block, std::size_t rows, KeyOfEnd keyOf)
{
    using Pair = std::int64_t __attribute__((vector_size(16)));
    const auto cell = [&](std::size_t at, unsigned slot) -> Pair & { return reinterpret_cast<Pair &>(m_cells.ends[keyOf(at)][slot]); };
    const auto each = [&](std::size_t from, std::size_t to, bool haveBegun, auto count) {
        if (haveBegun && !m_filter.isUsed) {
            for (std::size_t at = from; at < to; ++at)
                count(at);
        } else if (haveBegun && m_filter.isOfSources) {
            (void)eachOfSources(block.endSource.data(), from, to, count);
        } else if (!m_filter.isUsed) {
            (void)eachPassing(from, to, IsNotMore { block.byEnd.data(), std::uint32_t(rows) - 1 }, count); // one at least has begun
        } else {
            const auto pass = [&](std::size_t at) { return block.byEnd[at] < rows && m_filter.passesAtEnd(block, at); };
            (void)eachPassing(from, to, pass, count);
        }
    };
    const auto [from, to] = endsInPeriod(block);
    const std::size_t journal = std::clamp(m_bounds.journal == 0 ? 0 : block.firstEnded(m_bounds.journal), from, to);
    const auto closed = [&](unsigned shift) {
        return [&, shift](std::size_t at) { cell(at, kClosedSlots[block.endFlags[at] >> 4] + shift) += Pair { block.endAmount[at], 1 }; };
    };
    const bool haveAllBegun = rows == block.size();
    each(from, journal, haveAllBegun || block.endsLater, closed(kBeforeJournal));
    each(journal, to, haveAllBegun || block.endsLater, closed(0));
    const unsigned open = kOpenSlot + (m_bounds.now < m_bounds.journal ? kBeforeJournal : 0);
    each(block.firstEnded(m_bounds.now + 1), block.size(), haveAllBegun, [&](std::size_t at) { cell(at, open) += Pair { 0, 1 }; });
}

template <class Key> void ChainCounter::takeOutEnds(const ChainBlock &block, const Key *lastKeys)
{
    for (const std::uint32_t row : m_takenOut) {
        const Second closed = block.closed[row];
        const bool isOpen = closed > m_bounds.now;
        if (!isAsked(block, row) || (!isOpen && closed - m_bounds.from >= m_bounds.length))
            continue;
        const unsigned slot = isOpen ? unsigned(kOpenSlot) : kClosedSlots[block.flags[row] >> 4];
        const bool isAssumed = (isOpen ? m_bounds.now : closed) < m_bounds.journal;
        Cells::Slot &cell = m_cells.ends[lastKeys[row]][slot + (isAssumed ? kBeforeJournal : 0)];
        --cell.count;
        if (!isOpen)
            cell.units -= m_population.amountOf(block.current.empty() ? block.head[row] : block.current[row], closed)
                              .value_or(model::Money {})
                              .units;
    }
}

// What cannot be told by counting: durations of the beginnings and of the won ones, lates of the open ones. `end`: of the rows
// that have begun.
template <class Key>
void ChainCounter::addKept(const ChainBlock &block, std::size_t end, const Runs &runs, const Key *firstKeys, const Key *lastKeys)
{
    const Kept kept = m_tally.kept();
    const auto isTold = [&](std::uint32_t row) { return row < end && isAsked(block, row) && !std::ranges::binary_search(m_takenOut, row); };
    for (const Run &run : runs) {
        if (!kept.isAnything() || (run.part != Part::Mature && run.part != Part::Immature))
            continue;
        auto out = std::ranges::lower_bound(m_takenOut, run.from);
        for (std::size_t row = run.from; row < run.to; ++row) {
            const std::uint32_t group = m_keyGroups[firstKeys[row]];
            if (out != m_takenOut.end() && *out == row)
                ++out;
            else if (group != kNoGroup && isAsked(block, row))
                addBeginning(block, row, run.part, group);
        }
    }
    const auto [from, to] = endsInPeriod(block);
    for (std::size_t at = from; kept.durations && kept.otherTimes && at < to; ++at) {
        const std::uint32_t row = block.byEnd[at];
        const std::uint32_t group = m_keyGroups[lastKeys[row]];
        if ((block.endFlags[at] & kWonFlag) != 0 && group != kNoGroup && isTold(row))
            m_tally.addCycle(group, std::int64_t { block.endAt[at] } - std::int64_t { block.began[row] });
    }
    for (std::size_t at = block.firstEnded(m_bounds.now + 1); m_states != nullptr && at < block.size(); ++at) {
        const std::uint32_t row = block.byEnd[at];
        const std::uint32_t group = m_keyGroups[lastKeys[row]];
        if (group != kNoGroup && isTold(row))
            addOpen(block, row, group);
    }
}

WorkClock &ChainCounter::clock()
{
    if (m_clock == nullptr)
        m_clock = &m_clocks.of(*m_population.portal(m_index).calendar, m_population.facts().builtAt);
    return *m_clock;
}

// Of most of them the columns say when they were answered.
void ChainCounter::addBeginning(const ChainBlock &block, std::size_t row, Part part, std::uint32_t group)
{
    const Kept kept = m_tally.kept();
    const unsigned flags = block.flags[row];
    const bool awaits = kept.durations && (flags & 15) != 0;
    const bool isSettled = !kept.otherTimes && awaits && block.response[row] != kNoResponse;
    if (isSettled)
        m_tally.addResponse(group, block.response[row]);
    if (!kept.ages && !kept.beginnings && (isSettled || !awaits))
        return;
    Chain chain = chainOf(block, row);
    ChainEvent event { .chain = &chain, .item = chain.head, .at = chain.began };
    if (block.closed[row] <= m_bounds.now) {
        chain.outcome = (flags & kWonFlag) != 0 ? 'S' : 'F';
        chain.closedAt = block.closed[row];
    }
    if (awaits && !isSettled)
        m_tally.chainScan().addResponse(event, clock(), kept.otherTimes);
    const Second converted = !block.converted.empty() ? block.converted[row] : chain.outcome == 'S' ? block.closed[row] : kNoSecond;
    if (part == Part::Mature)
        event.marks |= markOf(Count::Mature)
            | (converted <= m_bounds.now && converted - block.began[row] <= m_bounds.horizon ? markOf(Count::ConvertedInTime) : 0);
    m_tally.addBeginning(group, event);
}

void ChainCounter::addOpen(const ChainBlock &block, std::size_t row, std::uint32_t group)
{
    const Chain chain = chainOf(block, row);
    ChainEvent event { .chain = &chain, .item = chain.head, .at = m_population.nowOf(chain.head) };
    event.lates = m_states->latesOf(chain.current);
    m_tally.addLates(group, event);
    m_tally.count(group, Count::OpenOld, m_tally.chainScan().isOld(event) ? 1 : 0);
}

// Without its end.
Chain ChainCounter::chainOf(const ChainBlock &block, std::size_t row)
{
    return { .head = block.head[row], .current = block.current.empty() ? block.head[row] : block.current[row], .began = block.began[row] };
}

// Lanes are narrow.
void ChainCounter::makeRoom(bool isAssumed, std::size_t rows)
{
    if (m_inLanes[isAssumed ? 1 : 0] + rows > kMostInLanes)
        flushBeginnings(isAssumed);
}

void ChainCounter::flush()
{
    flushBeginnings(false);
    flushBeginnings(true);
    flushEnds();
}

void ChainCounter::flushBeginnings(bool isAssumed)
{
    std::size_t &rows = m_inLanes[isAssumed ? 1 : 0];
    if (rows == 0)
        return;
    std::int64_t begun = 0;
    std::int64_t mature = 0;
    std::int64_t junk = 0;
    for (std::size_t key = 0; key < m_keyGroups.size(); ++key) {
        BeginningLanes &cell = m_cells.began[isAssumed ? 1 : 0][key];
        const BeginningLanes lanes = cell;
        if (lanes[kNewLane] + lanes[kBeforeLane] == 0)
            continue;
        cell = BeginningLanes {};
        if (m_keyGroups[key] == kNoGroup)
            continue;
        begun += lanes[kNewLane];
        mature += lanes[kMatureLane];
        junk += lanes[kJunkLane];
        if (!m_into.empty()) {
            m_into[m_keyGroups[key]].add(lanes, isAssumed);
            continue;
        }
        Tally::Counts &counts = m_tally.at(m_keyGroups[key]);
        for (std::size_t lane = 0; lane < kBeginningCounts.size(); ++lane)
            counts.of[lane] += lanes[lane];
        counts.assumed += isAssumed ? lanes[kNewLane] + lanes[kBeforeLane] : 0;
    }
    m_tally.sift(Fate::Counted, mature);
    m_tally.sift(Fate::Immature, begun - mature);
    m_tally.sift(Fate::OutsideFilter, std::int64_t(rows) - begun);
    m_tally.siftJunk(junk);
    rows = 0;
}

void ChainCounter::flushEnds()
{
    for (std::size_t key = 0; key < m_keyGroups.size(); ++key) {
        const auto cells = std::exchange(m_cells.ends[key], {});
        const auto converted = std::exchange(m_cells.converted[key], {});
        for (const unsigned journal : { 0U, 1U }) {
            const Cells::Slot *const slots = &cells[journal * kBeforeJournal];
            Ends ends { .open = slots[kOpenSlot].count,
                .won = slots[kWonSlot].count + slots[kWonNoRateSlot].count,
                .lost = slots[kLostSlot].count,
                .withoutRate = slots[kWonNoRateSlot].count,
                .conversions = converted[journal],
                .wonUnits = slots[kWonSlot].units, // unknown amounts are zero
                .lostUnits = slots[kLostSlot].units };
            if (!m_areJoined)
                ends.conversions = ends.won; // by itself an item converts when it is won; then and by the same one
            const bool isSomething = (ends.open | ends.won | ends.lost | ends.conversions) != 0;
            if (isSomething && m_keyGroups[key] != kNoGroup)
                addEnds(m_keyGroups[key], ends, journal != 0);
        }
    }
}

void ChainCounter::addEnds(std::uint32_t group, const Ends &ends, bool isAssumed)
{
    if (!m_into.empty())
        return m_into[group].add(ends, isAssumed);
    Tally::Counts &counts = m_tally.at(group);
    counts.of[std::size_t(Count::Open)] += std::uint32_t(ends.open);
    counts.of[std::size_t(Count::Won)] += std::uint32_t(ends.won);
    counts.of[std::size_t(Count::Lost)] += std::uint32_t(ends.lost);
    counts.of[std::size_t(Count::WithoutRate)] += std::uint32_t(ends.withoutRate);
    counts.of[std::size_t(Count::Conversions)] += std::uint32_t(ends.conversions);
    counts.assumed += isAssumed ? std::uint32_t(ends.open + ends.won + ends.lost + ends.conversions) : 0;
    counts.revenue += ends.wonUnits;
    counts.lostUnits += ends.lostUnits;
}

} // namespace dealerlens::reports
