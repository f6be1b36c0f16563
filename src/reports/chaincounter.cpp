// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chaincounter.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dealerlens::reports {

void ChainCounter::clearCells()
{
    for (auto &began : m_cells.began)
        began.assign(m_keyGroups.size(), BeginningLanes {});
    m_cells.ends.assign(m_keyGroups.size(), {});
    m_cells.converted.assign(m_keyGroups.size(), {});
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
    clearCells();
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
    clearCells();
}

// A key for every month of a place; the same for all blocks of a portal.
void ChainCounter::chooseMonths(const ChainBlock &block, bool isJoined)
{
    const ZoneMonths &zone = m_groups.months->of(m_index);
    const std::uint32_t width = m_groups.months->width();
    m_firstKeys.resize(block.size());
    m_lastKeys.resize(block.size());
    m_cells.convertedKeys.clear();
    for (std::size_t row = 0; row < block.size(); ++row) {
        const std::uint32_t slot = zone.slotOf(block.began[row]);
        m_firstKeys[row] = block.first[row] * width + slot;
        m_lastKeys[row] = block.last[row] * width + slot;
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

std::vector<ChainCounter::Run> ChainCounter::runsOf(const ChainBlock &block, std::size_t end) const
{
    const auto bound = [&](Second at) {
        return end == 0 || at <= block.beganSamples.front() ? 0 : at > m_bounds.now ? end : std::min(end, block.firstBegun(at));
    };
    const std::size_t from = bound(m_bounds.from);
    const std::size_t to = bound(Second(std::min<std::uint64_t>(std::uint64_t(m_bounds.from) + m_bounds.length, kNoSecond)));
    const std::size_t mature = bound(m_bounds.matureUntil);
    const std::size_t before = m_bounds.previousFrom == kNoSecond ? from : std::min(from, bound(m_bounds.previousFrom));
    const std::size_t journal = bound(m_bounds.journal);
    std::array<std::size_t, 7> cuts { 0, before, from, std::max(from, to), mature, journal, end };
    std::sort(cuts.begin(), cuts.end());
    std::vector<Run> runs;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const std::size_t row = cuts[i];
        const bool inPeriod = row >= from && row < to;
        const bool isBefore = row >= before && row < from && row < mature;
        const Part part = inPeriod ? (row < mature ? Part::Mature : Part::Immature) : isBefore ? Part::Before : Part::Nothing;
        for (std::size_t first = row; first < cuts[i + 1]; first += kMostInLanes)
            runs.push_back({ first, std::min(first + kMostInLanes, cuts[i + 1]), part, row < journal });
    }
    return runs;
}

// Where only a few rows are not settled the runs go round them.
std::vector<ChainCounter::Run> ChainCounter::settledRuns(const ChainBlock &block, std::size_t end)
{
    constexpr std::size_t kFewOf = 32;
    const std::vector<Run> runs = runsOf(block, end);
    const auto late = unsettled(block);
    m_isSettled = late.size() * kFewOf <= end;
    if (!m_isSettled || late.empty())
        return runs;
    std::ranges::copy_if(late, std::back_inserter(m_irregular), [&](std::uint32_t row) { return row < end; });
    std::ranges::sort(m_irregular);
    std::vector<Run> result;
    auto next = m_irregular.begin();
    for (Run run : runs) {
        for (; next != m_irregular.end() && *next < run.to; run.from = *next++ + 1)
            result.push_back({ run.from, *next, run.part, run.isAssumed });
        result.push_back(run);
    }
    return result;
}

void ChainCounter::countBlock(const ChainBlock &block, bool isJoined)
{
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
    m_irregular.clear();
    const std::vector<Run> runs = settledRuns(block, end);
    if (isJoined || !countFew(block, runs, end)) {
        for (const Run &run : runs)
            isJoined ? count<true>(block, run) : count<false>(block, run);
    }
    for (const std::uint32_t row : m_irregular)
        isWithDeals(block) && m_question.withoutJunk ? exactWithDeals(block.head[row]) : exact(block.head[row]);
}

// Deals of these rows are told with them.
bool ChainCounter::isWithDeals(const ChainBlock &block) const
{
    return m_shape.joined && m_shape.leads && (block.table == &m_columns.joined || block.table == &m_columns.leadsAlone);
}

// Rows that the columns cannot tell, or that are not asked for, are dealt with here.
inline bool ChainCounter::passes(const ChainBlock &block, std::size_t row)
{
    if (!m_isSettled && block.settled[row] > m_bounds.now) {
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

bool ChainCounter::passesRarely(const ChainBlock &block, std::size_t row)
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

bool ChainCounter::isPlain(const ChainBlock &block) const
{
    return block.lastEnd <= m_bounds.now && m_bounds.from == 0 && m_bounds.length >= kNoSecond - 1 && m_bounds.horizon == kNoSecond
        && m_bounds.journal <= block.began.front();
}

template <class Use> void ChainCounter::withKeys(const ChainBlock &block, Use use)
{
    if (m_groups.by == ChainGroups::By::Person)
        use(block.first.data(), block.last.data());
    else
        use(m_firstKeys.data(), m_lastKeys.data());
}

template <bool kJoined> void ChainCounter::count(const ChainBlock &block, const Run &run)
{
    withKeys(block, [&](const auto *firstKeys, const auto *lastKeys) { count<kJoined>(block, run, firstKeys, lastKeys); });
}

// Rows for which pass(row) holds; answers how many.
template <bool kJoined, class Key, class Pass>
std::size_t ChainCounter::countRows(const ChainBlock &block, const Run &run, const Key *firstKeys, const Key *lastKeys, Pass pass)
{
    const auto through = [&](const auto &rows) {
        std::size_t counted = 0;
        for (std::size_t row = run.from; row < run.to; ++row) {
            if (!pass(row))
                continue;
            ++counted;
            rows.both(row);
        }
        return counted;
    };
    if (run.part == Part::Mature && isPlain(block))
        return through(RowCounter<kJoined, true, Key>(block, run.part, run.isAssumed, m_bounds, firstKeys, lastKeys, m_cells));
    return through(RowCounter<kJoined, false, Key>(block, run.part, run.isAssumed, m_bounds, firstKeys, lastKeys, m_cells));
}

template <bool kJoined, class Key>
void ChainCounter::count(const ChainBlock &block, const Run &run, const Key *firstKeys, const Key *lastKeys)
{
    makeRoom(run.isAssumed, run.to - run.from);
    m_outside = 0;
    m_passed.clear();
    const bool isSure = !m_filter.isUsed && !m_isRare && m_isSettled;
    const auto start = [&](auto pass) { return countRows<kJoined>(block, run, firstKeys, lastKeys, pass); };
    std::size_t counted = 0;
    if (keepsMore())
        counted = start([&](std::size_t row) {
            if (!isSure && !passes(block, row))
                return false;
            m_passed.push_back(std::uint32_t(row));
            return true;
        });
    else if (isSure)
        counted = start([](std::size_t) { return true; });
    else if (m_isSettled && !m_isRare)
        counted = start([&](std::size_t row) {
            const bool isIn = m_filter.passes(block, row);
            m_outside += isIn ? 0 : 1;
            return isIn;
        });
    else
        counted = start([&](std::size_t row) { return passes(block, row); });
    addKept(block, run.part, firstKeys, lastKeys);
    if (run.part != Part::Nothing)
        m_inLanes[run.isAssumed ? 1 : 0] += counted;
    else
        m_outside += std::int64_t(counted);
    m_tally.sift(Fate::OutsideFilter, m_outside);
}

// Where the period is short most rows neither begin nor end in it, nor are they open: only those that do are looked at.
bool ChainCounter::countFew(const ChainBlock &block, std::span<const Run> runs, std::size_t end)
{
    if (keepsMore() || m_isRare || !m_isSettled || (m_bounds.from == 0 && m_bounds.length >= kNoSecond - 1))
        return false;
    const std::uint64_t until = std::min<std::uint64_t>(std::uint64_t(m_bounds.from) + m_bounds.length, std::uint64_t(m_bounds.now) + 1);
    const std::size_t from = block.firstEnded(m_bounds.from);
    const std::array ends { block.byEnd.subspan(from, std::max(from, block.firstEnded(Second(until))) - from),
        block.byEnd.subspan(block.firstEnded(m_bounds.now + 1)) }; // in the period, and the open ones
    std::size_t looks = ends[0].size() + ends[1].size();
    for (const Run &run : runs)
        looks += run.part != Part::Nothing ? run.to - run.from : 0;
    if (looks * 2 > end)
        return false;
    withKeys(block, [&](const auto *firstKeys, const auto *lastKeys) { countFew(block, runs, end, ends, firstKeys, lastKeys); });
    return true;
}

template <class Key>
void ChainCounter::countFew(const ChainBlock &block, std::span<const Run> runs, std::size_t end,
    std::span<const std::span<const std::uint32_t>> ends, const Key *firstKeys, const Key *lastKeys)
{
    const auto pass = [&](std::size_t row) { return !m_filter.isUsed || m_filter.passes(block, row); };
    std::size_t begun = 0;
    for (const Run &run : runs) {
        if (run.part == Part::Nothing)
            continue;
        makeRoom(run.isAssumed, run.to - run.from);
        const RowCounter<false, false, Key> rows(block, run.part, run.isAssumed, m_bounds, firstKeys, lastKeys, m_cells);
        std::size_t &inLanes = m_inLanes[run.isAssumed ? 1 : 0];
        const std::size_t before = inLanes;
        for (std::size_t row = run.from; row < run.to; ++row) {
            if (pass(row))
                ++inLanes, rows.begin(row);
        }
        begun += inLanes - before;
    }
    const RowCounter<false, false, Key> rows(block, Part::Nothing, false, m_bounds, firstKeys, lastKeys, m_cells);
    for (const auto &few : ends) {
        for (const std::uint32_t row : few) {
            if (row < end && block.settled[row] <= m_bounds.now && pass(row))
                rows.end(row);
        }
    }
    m_tally.sift(Fate::OutsideFilter, std::int64_t(end - m_irregular.size() - begun));
}

// What cannot be told by counting: durations of the beginnings and of the won ones, lates of the open ones.
template <class Key> void ChainCounter::addKept(const ChainBlock &block, Part part, const Key *firstKeys, const Key *lastKeys)
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
            const Second converted = !block.converted.empty() ? block.converted[row] : chain.outcome == 'S' ? block.closed[row] : kNoSecond;
            if (part == Part::Mature)
                event.marks |= markOf(Count::Mature)
                    | (converted <= m_bounds.now && converted - block.began[row] <= m_bounds.horizon ? markOf(Count::ConvertedInTime) : 0);
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
        event.lates = m_states->latesOf(chain.current);
        m_tally.addLates(group, event);
        m_tally.count(group, Count::OpenOld, m_tally.chainScan().isOld(event) ? 1 : 0);
    }
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
    for (std::size_t key = 0; key < m_keyGroups.size(); ++key) {
        BeginningLanes &cell = m_cells.began[isAssumed ? 1 : 0][key];
        const BeginningLanes lanes = cell;
        if (lanes[kNewLane] + lanes[kBeforeLane] == 0)
            continue;
        cell = BeginningLanes {};
        if (m_keyGroups[key] == kNoGroup)
            continue;
        Tally::Counts &counts = m_tally.at(m_keyGroups[key]);
        for (std::size_t lane = 0; lane < kBeginningCounts.size(); ++lane)
            counts.of[std::size_t(kBeginningCounts[lane])] += lanes[lane];
        counts.assumed += isAssumed ? lanes[kNewLane] + lanes[kBeforeLane] : 0;
        begun += lanes[kNewLane];
        mature += lanes[kMatureLane];
    }
    m_tally.sift(Fate::Counted, mature);
    m_tally.sift(Fate::Immature, begun - mature);
    m_tally.sift(Fate::OutsideFilter, std::int64_t(rows) - begun);
    rows = 0;
}

void ChainCounter::flushEnds()
{
    for (std::size_t key = 0; key < m_keyGroups.size(); ++key) {
        const auto cells = std::exchange(m_cells.ends[key], {});
        const auto converted = std::exchange(m_cells.converted[key], {});
        if (m_keyGroups[key] == kNoGroup)
            continue;
        Tally::Counts &counts = m_tally.at(m_keyGroups[key]);
        const auto add = [&](Count count, std::int64_t n, bool isAssumed) {
            counts.of[std::size_t(count)] += n;
            counts.assumed += isAssumed ? n : 0;
        };
        for (const unsigned journal : { 0U, kBeforeJournal }) {
            const Cells::Slot *const ends = &cells[journal];
            const bool isAssumed = journal != 0;
            const std::int64_t won = ends[kWonSlot].count + ends[kWonNoRateSlot].count;
            add(Count::Open, ends[kOpenSlot].count, isAssumed);
            add(Count::Won, won, isAssumed);
            add(Count::Lost, ends[kLostSlot].count, isAssumed);
            add(Count::WithoutRate, ends[kWonNoRateSlot].count, false);
            counts.revenue += ends[kWonSlot].units; // unknown amounts are zero
            counts.lostUnits += ends[kLostSlot].units;
            // By itself an item converts when it is won; then and by the same one.
            add(Count::Conversions, m_areJoined ? converted[isAssumed ? 1 : 0] : won, isAssumed);
        }
    }
}

} // namespace dealerlens::reports
