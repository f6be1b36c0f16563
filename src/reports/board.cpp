// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/boardages.h"
#include "reports/boardscan.h"
#include "reports/keyedsort.h"
#include "reports/parallel.h"
#include "reports/rowlist.h"
#include "reports/stagesamples.h"

#include <algorithm>
#include <memory>
#include <span>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;

// What the cards of an answer are told from when they are looked at.
struct BoardSource {
    BoardSource(const facts::Snapshot &facts, const Question &asked)
        : question(asked)
        , population(facts, question)
        , states(population)
    {
    }

    const Question question;
    const Population population;
    const ItemStates states;
};

// What all cards of a column have in common.
struct ColumnNote {
    std::int64_t longest = 0; // business age
    std::optional<std::int64_t> limit; // of the cards seen; -1: none, or not the same for all

    void see(std::int64_t age, std::int64_t itsLimit)
    {
        longest = std::max(longest, age);
        limit = !limit || *limit == itsLimit ? itsLimit : -1;
    }

    void join(const ColumnNote &other)
    {
        if (other.limit)
            see(other.longest, *other.limit);
    }
};

// What a run of portals brings to a board. By one thread.
class BoardPart final {
public:
    BoardPart(const BoardSource &source, std::size_t columns, Lanes by, CardOrder order, const std::vector<base::UtcSeconds> &next)
        : notes(columns)
        , m_population(source.population)
        , m_facts(m_population.facts())
        , m_states(source.states)
        , m_lanes(by)
        , m_order(order)
        , m_next(next)
        , m_laneOf(m_facts.users.size() + m_facts.portals.size() + 1, kNoColumn)
    {
    }

    void take(const BoardEntry &entry);

    std::vector<BoardLane> lanes; // of one name in no other part, unless there are none
    std::vector<std::vector<Keyed>> ranked; // the cards of cells, lane × columns + column, in order of rows
    std::vector<ColumnNote> notes; // by column
    std::vector<BoardCard> cards;
    std::vector<std::uint32_t> columnOf; // by card
    std::array<std::int64_t, kLateCount> lateCounts {};

private:
    [[nodiscard]] std::size_t laneOf(std::uint32_t item, facts::Index user);
    void nameLane(BoardLane &lane, std::uint32_t item, facts::Index user) const;
    [[nodiscard]] std::uint64_t rankOf(const BoardEntry &entry, model::Money amount) const;

    const Population &m_population;
    const facts::Snapshot &m_facts;
    const ItemStates &m_states;
    const Lanes m_lanes;
    const CardOrder m_order;
    const std::vector<base::UtcSeconds> &m_next; // deadlines by row, where cards are sorted by them
    std::vector<std::uint32_t> m_laneOf; // of a user, then of "nobody" of a portal or a portal, then of all
};

void BoardPart::nameLane(BoardLane &lane, std::uint32_t item, facts::Index user) const
{
    if (m_lanes == Lanes::None)
        return;
    lane.portal = m_facts.items.portal[item];
    const model::Portal &portal = m_facts.portals[std::size_t(lane.portal)].portal;
    lane.name = portal.title.isEmpty() ? portal.key : portal.title;
    if (m_lanes != Lanes::Employee)
        return;
    lane.user = user;
    lane.name = user >= 0 ? m_facts.users[std::size_t(user)].name : QString();
}

std::size_t BoardPart::laneOf(std::uint32_t item, facts::Index user)
{
    const std::size_t portal = m_facts.users.size() + std::size_t(m_facts.items.portal[item]);
    std::size_t key = m_laneOf.size() - 1;
    if (m_lanes == Lanes::Dealer)
        key = portal;
    else if (m_lanes == Lanes::Employee)
        key = user >= 0 ? std::size_t(user) : portal;
    if (m_laneOf[key] == kNoColumn) {
        m_laneOf[key] = std::uint32_t(lanes.size());
        BoardLane &lane = lanes.emplace_back();
        lane.cells.resize(notes.size());
        ranked.resize(lanes.size() * notes.size());
        nameLane(lane, item, user);
    }
    return m_laneOf[key];
}

// What stands first is smallest.
std::uint64_t BoardPart::rankOf(const BoardEntry &entry, model::Money amount) const
{
    switch (m_order) {
    case CardOrder::Age:
        return keyOf(entry.entered - m_population.nowOf(entry.item));
    case CardOrder::Amount:
        return keyOf(-amount.units);
    case CardOrder::NextStep:
        return m_next[entry.item] == base::kNever ? ~std::uint64_t(0) : keyOf(m_next[entry.item]);
    case CardOrder::Overdue:
        return keyOf(entry.limit > 0 ? -double(entry.businessAge) / double(entry.limit) : 0.0);
    }
    return 0;
}

void BoardPart::take(const BoardEntry &entry)
{
    if (entry.outcome != 'P') {
        BoardLane &lane = lanes[laneOf(entry.item, entry.user)];
        ++(entry.outcome == 'S' ? lane.won30 : lane.lost30);
        return;
    }
    for (std::size_t i = 0; i < lateCounts.size(); ++i)
        lateCounts[i] += (entry.lates >> i) & 1; // of all, so that one filter does not hide the others' numbers
    if (!m_states.isAsked(entry.lates))
        return;
    const model::Money amount = m_population.amountOf(entry.item, m_population.nowOf(entry.item)).value_or(model::Money {});
    const std::size_t lane = laneOf(entry.item, entry.user);
    BoardCell &cell = lanes[lane].cells[entry.column];
    ++cell.count;
    cell.amount += amount;
    cell.overdue += (entry.lates & lateBit(Late::StageOverdue)) != 0 ? 1 : 0;
    ranked[lane * notes.size() + entry.column].push_back({ rankOf(entry, amount), entry.item });
    notes[entry.column].see(entry.businessAge, entry.limit);
    cards.push_back({ entry.item, entry.lates, double(entry.businessAge) });
    columnOf.push_back(entry.column);
}

// Adds counts of one thing to another's.
void addTo(auto &total, const auto &more)
{
    total.count += more.count;
    total.amount += more.amount;
    total.overdue += more.overdue;
}

class BoardBuilder final {
public:
    BoardBuilder(const BoardSource &source, Lanes lanes, CardOrder order, const base::CancelToken &cancel)
        : m_source(source)
        , m_population(source.population)
        , m_facts(m_population.facts())
        , m_scan(m_population, source.states)
        , m_lanes(lanes)
        , m_order(order)
        , m_cancel(cancel)
    {
    }

    [[nodiscard]] AgedBoard build();

private:
    void addColumns();
    void scan();
    void joinLanes();
    void joinLane(BoardLane &&lane, std::span<std::vector<Keyed>> ranked);
    void addTotals();
    void setHistograms();
    void takeCards();
    void setMedians();
    static void setMedian(BoardColumn &column, StageSample &sample);
    void dropEmptyColumns();
    void sortCards();
    void sortLanes();

    const BoardSource &m_source;
    const Population &m_population;
    const facts::Snapshot &m_facts;
    const BoardScan m_scan;
    const Lanes m_lanes;
    const CardOrder m_order;
    const base::CancelToken &m_cancel;
    Board m_board;
    std::vector<double> m_ageEnds;
    std::vector<base::UtcSeconds> m_next; // deadlines by row, where cards are sorted by them
    std::vector<BoardPart> m_parts;
    std::vector<std::vector<std::vector<Keyed>>> m_ranked; // by cell, as in parts: what each of them brings
};

void BoardBuilder::addColumns()
{
    for (const std::uint32_t group : m_scan.columns()) {
        const StageGroup &stage = m_scan.groups().at(group);
        BoardColumn column;
        column.name = stage.name;
        column.funnel = stage.funnel;
        column.milestone = stage.milestone;
        m_board.columns.push_back(std::move(column));
    }
}

void BoardBuilder::scan()
{
    if (m_order == CardOrder::NextStep)
        m_next = m_source.states.nextDeadlines();
    for (std::size_t i = 0; i < partsOf(m_facts.items); ++i)
        m_parts.emplace_back(m_source, m_board.columns.size(), m_lanes, m_order, m_next);
    m_scan.each(m_cancel, [&](std::size_t part, const BoardEntry &entry) { m_parts[part].take(entry); });
}

void BoardBuilder::joinLane(BoardLane &&lane, std::span<std::vector<Keyed>> ranked)
{
    const std::size_t columns = lane.cells.size();
    if (m_lanes != Lanes::None || m_board.lanes.empty()) {
        m_board.lanes.push_back(std::move(lane));
        m_ranked.resize(m_board.lanes.size() * columns);
    } else {
        BoardLane &all = m_board.lanes.front();
        all.won30 += lane.won30;
        all.lost30 += lane.lost30;
        for (std::size_t column = 0; column < columns; ++column)
            addTo(all.cells[column], lane.cells[column]);
    }
    for (std::size_t column = 0; column < columns; ++column)
        m_ranked[m_ranked.size() - columns + column].push_back(std::move(ranked[column]));
}

void BoardBuilder::joinLanes()
{
    const std::size_t columns = m_board.columns.size();
    for (BoardPart &part : m_parts) {
        for (std::size_t i = 0; i < part.lanes.size(); ++i)
            joinLane(std::move(part.lanes[i]), std::span(part.ranked).subspan(i * columns, columns));
        for (std::size_t i = 0; i < m_board.lateCounts.size(); ++i)
            m_board.lateCounts[i] += part.lateCounts[i];
    }
}

void BoardBuilder::addTotals()
{
    for (BoardLane &lane : m_board.lanes) {
        for (std::size_t column = 0; column < lane.cells.size(); ++column) {
            addTo(lane, lane.cells[column]);
            addTo(m_board.columns[column], lane.cells[column]);
        }
        m_board.count += lane.count;
        m_board.amount += lane.amount;
        m_board.won30 += lane.won30;
        m_board.lost30 += lane.lost30;
    }
}

void BoardBuilder::setHistograms()
{
    std::vector<ColumnNote> notes(m_board.columns.size());
    for (const BoardPart &part : m_parts)
        for (std::size_t column = 0; column < notes.size(); ++column)
            notes[column].join(part.notes[column]);
    for (std::size_t column = 0; column < notes.size(); ++column) {
        const std::int64_t limit = notes[column].limit.value_or(-1);
        if (limit >= 0)
            m_board.columns[column].limit = double(limit);
        m_ageEnds.push_back(limit >= 0 ? 1.6 * double(limit) : double(notes[column].longest));
    }
    using Histogram = decltype(BoardColumn::ageHistogram);
    std::vector<std::vector<Histogram>> counted(m_parts.size(), std::vector<Histogram>(notes.size()));
    std::size_t cards = 0;
    for (const BoardPart &part : m_parts)
        cards += part.cards.size();
    inParallel(threadsFor(cards), m_parts.size(), [&](unsigned, std::size_t i) {
        const BoardPart &part = m_parts[i];
        for (std::size_t card = 0; card < part.cards.size(); ++card) {
            const std::uint32_t column = part.columnOf[card];
            const double last = double(Histogram().size() - 1);
            const double end = m_ageEnds[column];
            const double bin = end > 0 ? std::min(part.cards[card].businessAge / end * (last + 1), last) : 0;
            ++counted[i][column][std::size_t(bin)];
        }
    });
    for (const std::vector<Histogram> &part : counted)
        for (std::size_t column = 0; column < part.size(); ++column)
            std::ranges::transform(
                part[column], m_board.columns[column].ageHistogram, m_board.columns[column].ageHistogram.begin(), std::plus());
}

void BoardBuilder::takeCards()
{
    for (BoardPart &part : m_parts)
        m_board.cards.add(std::move(part.cards));
}

void BoardBuilder::setMedian(BoardColumn &column, StageSample &sample)
{
    constexpr std::array kMedian { 0.5 };
    const bool isIndependent = isEachItemOnce(sample);
    const SortedStays sorted = sortedStays(sample);
    const stats::SurvivalSummary summary = summaryOf(sample, sorted.exits, { kMedian, isIndependent });
    const stats::TimeInterval interval = isIndependent ? summary.medianInterval : drawnMedianInterval(sample, sorted);
    const auto number = [](std::optional<std::int64_t> seconds) { return seconds ? std::optional(double(*seconds)) : std::nullopt; };
    column.median = number(summary.quantiles.front());
    column.medianLow = number(interval.low);
    column.medianHigh = number(interval.high);
    if (!column.limit && sample.limit >= 0)
        column.limit = double(sample.limit);
}

void BoardBuilder::setMedians()
{
    // Those of late items alone would only say that they are late.
    Question question = m_population.question();
    question.lates.clear();
    const Population population(m_facts, question);
    Waterfall waterfall;
    const StageScan scan { .finalStages = false, .recentSeconds = 90 * kDay, .samplesOnly = true };
    auto samples = stageSamples(population, m_scan.groups(), scan, waterfall, m_cancel).ofGroups;
    inParallel(threadsFor(m_facts.visits.size()), m_board.columns.size(), [&](unsigned, std::size_t i) {
        StageSample &sample = samples[m_scan.columns()[i]];
        if (!sample.exits.empty())
            setMedian(m_board.columns[i], sample);
    });
}

void BoardBuilder::dropEmptyColumns()
{
    for (std::size_t i = m_board.columns.size(); i-- > 0;) {
        if (m_board.columns[i].count > 0 || m_board.columns[i].milestone != 0)
            continue;
        m_board.columns.erase(m_board.columns.begin() + std::ptrdiff_t(i));
        m_ageEnds.erase(m_ageEnds.begin() + std::ptrdiff_t(i));
        for (BoardLane &lane : m_board.lanes)
            lane.cells.erase(lane.cells.begin() + std::ptrdiff_t(i));
    }
}

void BoardBuilder::sortCards()
{
    const std::size_t columns = m_board.columns.size();
    inParallel(threadsFor(m_board.cards.size()), m_ranked.size(), [&](unsigned, std::size_t i) {
        m_board.lanes[i / columns].cells[i % columns].cards = rowsByKey(m_ranked[i]);
        m_ranked[i] = {};
    });
}

void BoardBuilder::sortLanes()
{
    std::stable_sort(m_board.lanes.begin(), m_board.lanes.end(), [](const BoardLane &a, const BoardLane &b) {
        if (a.overdue != b.overdue)
            return a.overdue > b.overdue;
        return a.count != b.count ? a.count > b.count : a.name < b.name;
    });
}

AgedBoard BoardBuilder::build()
{
    addColumns();
    scan();
    joinLanes();
    addTotals();
    setHistograms();
    takeCards();
    setMedians();
    sortCards();
    dropEmptyColumns();
    sortLanes();
    m_board.coverage = m_population.coverage();
    return { std::move(m_board), std::move(m_ageEnds) };
}

} // namespace

const BoardCard *BoardCards::find(std::uint32_t row) const
{
    const auto run = std::ranges::lower_bound(m_runs, row, {}, [](const std::vector<BoardCard> &cards) { return cards.back().row; });
    if (run == m_runs.end())
        return nullptr;
    const auto card = std::ranges::lower_bound(*run, row, {}, &BoardCard::row);
    return card->row == row ? &*card : nullptr;
}

AgedBoard agedBoard(const facts::Snapshot &facts, const Question &question, Lanes lanes, CardOrder order, const base::CancelToken &cancel)
{
    const auto source = std::make_shared<const BoardSource>(facts, presentOf(question));
    AgedBoard answer = BoardBuilder(*source, lanes, order, cancel).build();
    answer.board.stateOf = [source](std::uint32_t row) { return source->states.of(row); };
    return answer;
}

Board board(const facts::Snapshot &facts, const Question &question, Lanes lanes, CardOrder order, const base::CancelToken &cancel)
{
    return agedBoard(facts, question, lanes, order, cancel).board;
}

} // namespace dealerlens::reports
