// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/keyedsort.h"
#include "reports/parallel.h"
#include "reports/rowlist.h"
#include "reports/stagesamples.h"

#include <algorithm>
#include <memory>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::uint32_t kNoColumn = ~0U;

// An item as the board takes it: open in one of its columns, or won or lost in the last 30 days.
struct BoardEntry {
    std::uint32_t item = 0;
    facts::Index user = facts::kNone;
    char outcome = 'P';
    std::uint8_t lates = 0; // of open ones, likewise the rest
    std::uint32_t column = kNoColumn;
    base::UtcSeconds entered = base::kNever;
    std::int64_t businessAge = 0;
    std::int64_t limit = -1;
};

// Which items stand on the board and where: for the board and for the rows behind its numbers.
class BoardScan final {
public:
    BoardScan(const Population &population, const ItemStates &states)
        : m_population(population)
        , m_facts(population.facts())
        , m_states(states)
        , m_groups(population, StageGrouping::Milestone)
        , m_kind(population.chosenKind())
    {
        chooseColumns();
    }

    [[nodiscard]] const StageGroups &groups() const { return m_groups; }

    // The groups that are columns, in order.
    [[nodiscard]] const std::vector<std::uint32_t> &columns() const { return m_groupOf; }

    [[nodiscard]] std::uint32_t columnOf(facts::Index stage) const { return m_columnOf[m_groups.of(stage)]; }

    // In order of rows, found by several threads.
    [[nodiscard]] std::vector<BoardEntry> entries(const base::CancelToken &cancel) const
    {
        std::vector<std::vector<BoardEntry>> parts(partsOf(m_facts.items));
        scanInParts(m_facts.items, cancel, [&](std::size_t part, std::uint32_t item) { find(item, parts[part]); });
        std::vector<BoardEntry> all;
        for (const std::vector<BoardEntry> &part : parts)
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }

private:
    void chooseColumns();
    [[nodiscard]] bool isColumn(std::uint32_t group, const std::vector<char> &isMet) const;
    [[nodiscard]] std::optional<BoardEntry> entryOf(std::uint32_t item) const;
    void find(std::uint32_t item, std::vector<BoardEntry> &entries) const;

    const Population &m_population;
    const facts::Snapshot &m_facts;
    const ItemStates &m_states;
    const StageGroups m_groups;
    const model::EntityKind m_kind;
    std::vector<std::uint32_t> m_columnOf; // of a group
    std::vector<std::uint32_t> m_groupOf; // of a column
};

// The milestones of the funnels asked, in order, then their stages without a milestone, then unknown stages.
void BoardScan::chooseColumns()
{
    std::vector<char> isMet(m_groups.size(), 0);
    for (std::size_t i = 0; i < m_facts.stages.size(); ++i) {
        const bool isAsked = m_population.portal(m_facts.stages[i].portal).allowed && m_population.stageAllowed(facts::Index(i));
        if (isAsked)
            isMet[m_groups.of(facts::Index(i))] = 1;
    }
    m_columnOf.assign(m_groups.size(), kNoColumn);
    for (std::uint32_t group = 0; group < m_groups.size(); ++group) {
        if (!isColumn(group, isMet))
            continue;
        m_columnOf[group] = std::uint32_t(m_groupOf.size());
        m_groupOf.push_back(group);
    }
}

bool BoardScan::isColumn(std::uint32_t group, const std::vector<char> &isMet) const
{
    if (group + 1 == m_groups.size())
        return true; // unknown stages; dropped again when nothing stands there
    const StageGroup &stage = m_groups.at(group);
    if (stage.kind != m_kind || stage.semantic != 'P')
        return false;
    return isMet[group] || (stage.milestone != 0 && m_population.question().funnels.empty());
}

std::optional<BoardEntry> BoardScan::entryOf(std::uint32_t item) const
{
    const ItemNow now = m_population.stateOf(item);
    const base::UtcSeconds instant = m_population.nowOf(item);
    BoardEntry entry { .item = item, .outcome = now.outcome, .entered = now.entered };
    if (now.outcome != 'P') {
        // Lates are of open items: a quick filter must not make what was won and lost look like nothing.
        if (now.entered < instant - 30 * kDay)
            return std::nullopt;
        entry.user = m_population.userAt(item, now.entered);
        return entry;
    }
    entry.column = columnOf(now.stage);
    if (entry.column == kNoColumn)
        return std::nullopt;
    entry.user = m_population.userAt(item, instant);
    entry.lates = m_states.latesOf(item);
    entry.businessAge = m_population.business(item, now.entered, instant);
    entry.limit = m_population.limitOf(now.stage);
    return entry;
}

void BoardScan::find(std::uint32_t item, std::vector<BoardEntry> &entries) const
{
    if (m_facts.items.kind[item] != m_kind || m_population.sift(item, true) != Fate::Counted)
        return;
    if (const auto entry = entryOf(item); entry && m_population.userAllowed(entry->user))
        entries.push_back(*entry);
}

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

class BoardBuilder final {
public:
    BoardBuilder(const BoardSource &source, Lanes lanes, CardOrder order, const base::CancelToken &cancel)
        : m_population(source.population)
        , m_facts(m_population.facts())
        , m_states(source.states)
        , m_scan(m_population, m_states)
        , m_lanes(lanes)
        , m_order(order)
        , m_cancel(cancel)
        , m_laneOf(m_facts.users.size() + m_facts.portals.size() + 1, kNoColumn)
    {
    }

    [[nodiscard]] Board build();

private:
    void addColumns();
    void add(const BoardEntry &entry);
    void addClosed(const BoardEntry &entry);
    [[nodiscard]] BoardLane &laneOf(std::uint32_t item, facts::Index user);
    void nameLane(BoardLane &lane, std::uint32_t item, facts::Index user) const;
    void setHistograms();
    void setMedians();
    void dropEmptyColumns();
    void sortCards();
    [[nodiscard]] std::uint64_t rankOf(const BoardEntry &entry) const;

    const Population &m_population;
    const facts::Snapshot &m_facts;
    const ItemStates &m_states;
    const BoardScan m_scan;
    const Lanes m_lanes;
    const CardOrder m_order;
    const base::CancelToken &m_cancel;
    Board m_board;
    std::vector<BoardEntry> m_entries; // of the cards
    std::vector<base::UtcSeconds> m_next; // deadlines by row, where cards are sorted by them
    std::vector<std::uint32_t> m_laneOf; // of a user, then of "nobody" of a portal or a portal, then of all
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

void BoardBuilder::nameLane(BoardLane &lane, std::uint32_t item, facts::Index user) const
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

BoardLane &BoardBuilder::laneOf(std::uint32_t item, facts::Index user)
{
    const std::size_t portal = m_facts.users.size() + std::size_t(m_facts.items.portal[item]);
    std::size_t key = m_laneOf.size() - 1;
    if (m_lanes == Lanes::Dealer)
        key = portal;
    else if (m_lanes == Lanes::Employee)
        key = user >= 0 ? std::size_t(user) : portal;
    if (m_laneOf[key] == kNoColumn) {
        m_laneOf[key] = std::uint32_t(m_board.lanes.size());
        BoardLane &lane = m_board.lanes.emplace_back();
        lane.cells.resize(m_board.columns.size());
        nameLane(lane, item, user);
    }
    return m_board.lanes[m_laneOf[key]];
}

void BoardBuilder::addClosed(const BoardEntry &entry)
{
    const bool isWon = entry.outcome == 'S';
    BoardLane &lane = laneOf(entry.item, entry.user);
    (isWon ? lane.won30 : lane.lost30) += 1;
    (isWon ? m_board.won30 : m_board.lost30) += 1;
}

void BoardBuilder::add(const BoardEntry &entry)
{
    if (entry.outcome != 'P')
        return addClosed(entry);
    for (std::size_t i = 0; i < m_board.lateCounts.size(); ++i)
        m_board.lateCounts[i] += (entry.lates >> i) & 1; // of all, so that one filter does not hide the others' numbers
    if (!m_states.isAsked(entry.lates))
        return;
    const model::Money amount = m_population.amountOf(entry.item, m_population.nowOf(entry.item)).value_or(model::Money {});
    const std::int64_t overdue = (entry.lates & lateBit(Late::StageOverdue)) != 0 ? 1 : 0;
    const auto count = [&](auto &total) {
        ++total.count;
        total.amount += amount;
    };
    BoardLane &lane = laneOf(entry.item, entry.user);
    BoardCell &cell = lane.cells[entry.column];
    count(cell);
    count(lane);
    count(m_board.columns[entry.column]);
    count(m_board);
    cell.overdue += overdue;
    lane.overdue += overdue;
    m_board.columns[entry.column].overdue += overdue;
    cell.cards.push_back(std::uint32_t(m_entries.size())); // until they are sorted
    m_board.cards.push_back({ entry.item, entry.lates, double(entry.businessAge) });
    m_entries.push_back(entry);
}

void BoardBuilder::setHistograms()
{
    std::vector<std::int64_t> longest(m_board.columns.size(), 0);
    std::vector<std::optional<std::int64_t>> limits(m_board.columns.size()); // -1: none
    std::vector<char> hasSeveral(m_board.columns.size(), 0);
    for (const BoardEntry &entry : m_entries) {
        const std::size_t column = entry.column;
        longest[column] = std::max(longest[column], entry.businessAge);
        if (limits[column].value_or(-1) >= 0 && limits[column] != entry.limit)
            hasSeveral[column] = 1;
        limits[column] = entry.limit;
    }
    for (std::size_t column = 0; column < m_board.columns.size(); ++column) {
        if (!hasSeveral[column] && limits[column].value_or(-1) >= 0)
            m_board.columns[column].limit = double(*limits[column]);
    }
    for (const BoardEntry &entry : m_entries) {
        BoardColumn &column = m_board.columns[entry.column];
        const double end = column.limit ? 1.6 * *column.limit : double(longest[entry.column]);
        const double last = double(column.ageHistogram.size() - 1);
        const double bin = end > 0 ? std::min(double(entry.businessAge) / end * (last + 1), last) : 0;
        ++column.ageHistogram[std::size_t(bin)];
    }
}

void BoardBuilder::setMedians()
{
    // Those of late items alone would only say that they are late.
    Question question = m_population.question();
    question.lates.clear();
    const Population population(m_facts, question);
    Waterfall waterfall;
    const auto samples = stageSamples(
        population, m_scan.groups(), { .finalStages = false, .recentSeconds = 90 * kDay, .samplesOnly = true }, waterfall, m_cancel);
    for (std::size_t i = 0; i < m_board.columns.size(); ++i) {
        const StageSample &sample = samples[m_scan.columns()[i]];
        if (sample.exits.empty())
            continue;
        const stats::SurvivalCurve curve = curveOf(sample);
        const stats::TimeInterval interval = medianInterval(sample, curve);
        const auto number = [](std::optional<std::int64_t> seconds) { return seconds ? std::optional(double(*seconds)) : std::nullopt; };
        m_board.columns[i].median = number(curve.quantile(0.5));
        m_board.columns[i].medianLow = number(interval.low);
        m_board.columns[i].medianHigh = number(interval.high);
        if (!m_board.columns[i].limit && sample.limit >= 0)
            m_board.columns[i].limit = double(sample.limit);
    }
}

void BoardBuilder::dropEmptyColumns()
{
    for (std::size_t i = m_board.columns.size(); i-- > 0;) {
        if (m_board.columns[i].count > 0 || m_board.columns[i].milestone != 0)
            continue;
        m_board.columns.erase(m_board.columns.begin() + std::ptrdiff_t(i));
        for (BoardLane &lane : m_board.lanes)
            lane.cells.erase(lane.cells.begin() + std::ptrdiff_t(i));
    }
}

// What stands first is smallest.
std::uint64_t BoardBuilder::rankOf(const BoardEntry &entry) const
{
    const base::UtcSeconds now = m_population.nowOf(entry.item);
    switch (m_order) {
    case CardOrder::Age:
        return keyOf(entry.entered - now);
    case CardOrder::Amount:
        return keyOf(-m_population.amountOf(entry.item, now).value_or(model::Money {}).units);
    case CardOrder::NextStep:
        return m_next[entry.item] == base::kNever ? ~std::uint64_t(0) : keyOf(m_next[entry.item]);
    case CardOrder::Overdue:
        return keyOf(entry.limit > 0 ? -double(entry.businessAge) / double(entry.limit) : 0.0);
    }
    return 0;
}

void BoardBuilder::sortCards()
{
    if (m_order == CardOrder::NextStep)
        m_next = m_states.nextDeadlines();
    std::vector<BoardCell *> cells;
    for (BoardLane &lane : m_board.lanes)
        for (BoardCell &cell : lane.cells)
            cells.push_back(&cell);
    inParallel(threadsFor(m_entries.size()), cells.size(), [&](unsigned, std::size_t i) {
        std::vector<Keyed> ranked;
        ranked.reserve(cells[i]->cards.size());
        for (const std::uint32_t entry : cells[i]->cards)
            ranked.push_back({ rankOf(m_entries[entry]), m_entries[entry].item });
        sortByKey(ranked);
        std::ranges::transform(ranked, cells[i]->cards.begin(), &Keyed::row);
    });
    std::stable_sort(m_board.lanes.begin(), m_board.lanes.end(), [](const BoardLane &a, const BoardLane &b) {
        if (a.overdue != b.overdue)
            return a.overdue > b.overdue;
        return a.count != b.count ? a.count > b.count : a.name < b.name;
    });
}

Board BoardBuilder::build()
{
    addColumns();
    for (const BoardEntry &entry : m_scan.entries(m_cancel))
        add(entry);
    setHistograms();
    setMedians();
    dropEmptyColumns();
    sortCards();
    m_board.coverage = m_population.coverage();
    return std::move(m_board);
}

} // namespace

Board board(const facts::Snapshot &facts, const Question &question, Lanes lanes, CardOrder order, const base::CancelToken &cancel)
{
    const auto source = std::make_shared<const BoardSource>(facts, presentOf(question));
    Board board = BoardBuilder(*source, lanes, order, cancel).build();
    board.stateOf = [source](std::uint32_t row) { return source->states.of(row); };
    return board;
}

Question presentOf(const Question &question)
{
    Question present = question;
    present.from.reset();
    present.to.reset();
    return present;
}

void boardRows(RowList &list, const base::CancelToken &cancel)
{
    const Population &population = list.population();
    const RowsScope &scope = list.scope();
    const BoardScan scan(population, list.states());
    std::uint8_t lates = 0;
    for (const Late late : scope.lates)
        lates = std::uint8_t(lates | lateBit(late));
    const auto isColumn = [&](std::uint32_t column, const std::optional<StageKey> &stage) {
        return !stage || isNamed(scan.groups().at(scan.columns()[column]), *stage, StageGrouping::Milestone);
    };
    const auto isOfAge = [&](const BoardEntry &entry) {
        if (!scope.ages || !isColumn(entry.column, scope.agesOf))
            return true;
        const auto &[from, to] = *scope.ages;
        return double(entry.businessAge) >= from && (to <= 0 || double(entry.businessAge) < to);
    };
    const auto isCounted = [&](const BoardEntry &entry) {
        if (list.wants(Count::Won) || list.wants(Count::Lost))
            return entry.outcome == (list.wants(Count::Won) ? 'S' : 'F');
        if (entry.outcome != 'P' || !isColumn(entry.column, scope.stage) || !isOfAge(entry))
            return false;
        return list.wants(Count::Late) ? (entry.lates & lates) == lates : list.wants(Count::Open) && list.states().isAsked(entry.lates);
    };
    for (const BoardEntry &entry : scan.entries(cancel))
        if (isCounted(entry) && list.isHere(entry.item, entry.user))
            list.add(entry.item);
}

} // namespace dealerlens::reports
