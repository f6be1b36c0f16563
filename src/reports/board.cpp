// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/rowlist.h"
#include "reports/stagesamples.h"

#include <algorithm>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::uint32_t kNoColumn = ~0U;

// An item as the board takes it: open in one of its columns, or won or lost in the last 30 days.
struct BoardEntry {
    std::uint32_t item = 0;
    facts::Index user = facts::kNone;
    char outcome = 'P';
    std::uint32_t column = kNoColumn; // of open ones
    ItemState state; // of open ones
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

    template <class Use> void each(const base::CancelToken &cancel, Use use) const
    {
        for (const std::uint32_t item : m_facts.items.rows()) {
            if (item % 65'536 == 0 && cancel.isCancelled())
                break;
            if (m_facts.items.kind[item] != m_kind || m_population.sift(item, true) != Fate::Counted)
                continue;
            if (const auto entry = entryOf(item); entry && m_population.userAllowed(entry->user))
                use(*entry);
        }
    }

private:
    void chooseColumns();
    [[nodiscard]] bool isColumn(std::uint32_t group, const std::vector<char> &isMet) const;
    [[nodiscard]] std::optional<BoardEntry> entryOf(std::uint32_t item) const;

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
    BoardEntry entry { .item = item, .outcome = now.outcome, .state = {} };
    if (now.outcome != 'P') {
        // Lates are of open items: a quick filter must not make what was won and lost look like nothing.
        if (now.entered < m_population.nowOf(item) - 30 * kDay)
            return std::nullopt;
        entry.user = m_population.userAt(item, now.entered);
        return entry;
    }
    entry.state = m_states.of(item, now);
    entry.user = entry.state.user;
    entry.column = columnOf(entry.state.stage);
    return entry.column == kNoColumn ? std::nullopt : std::optional(entry);
}

class BoardBuilder final {
public:
    BoardBuilder(const Population &population, Lanes lanes, CardOrder order, const base::CancelToken &cancel)
        : m_population(population)
        , m_facts(population.facts())
        , m_states(population)
        , m_scan(population, m_states)
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
    [[nodiscard]] const ItemState &stateOf(std::uint32_t row) const;
    [[nodiscard]] double rankOf(const ItemState &state) const;

    const Population &m_population;
    const facts::Snapshot &m_facts;
    const ItemStates m_states;
    const BoardScan m_scan;
    const Lanes m_lanes;
    const CardOrder m_order;
    const base::CancelToken &m_cancel;
    Board m_board;
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
    const ItemState &state = entry.state;
    for (std::size_t i = 0; i < m_board.lateCounts.size(); ++i)
        m_board.lateCounts[i] += (state.lates >> i) & 1; // of all, so that one filter does not hide the others' numbers
    if (!m_states.isAsked(state))
        return;
    const model::Money amount = m_population.amountOf(entry.item, m_population.nowOf(entry.item)).value_or(model::Money {});
    const std::int64_t overdue = (state.lates & lateBit(Late::StageOverdue)) != 0 ? 1 : 0;
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
    cell.cards.push_back(entry.item);
    m_board.states.push_back(state);
}

void BoardBuilder::setHistograms()
{
    std::vector<double> longest(m_board.columns.size(), 0);
    std::vector<std::optional<double>> limits(m_board.columns.size());
    std::vector<char> hasSeveral(m_board.columns.size(), 0);
    for (const ItemState &state : m_board.states) {
        const std::size_t column = m_scan.columnOf(state.stage);
        longest[column] = std::max(longest[column], state.businessAge);
        if (limits[column] && limits[column] != state.limit)
            hasSeveral[column] = 1;
        limits[column] = state.limit;
    }
    for (std::size_t column = 0; column < m_board.columns.size(); ++column) {
        if (!hasSeveral[column] && limits[column])
            m_board.columns[column].limit = limits[column];
    }
    for (const ItemState &state : m_board.states) {
        const std::size_t index = m_scan.columnOf(state.stage);
        BoardColumn &column = m_board.columns[index];
        const double end = column.limit ? 1.6 * *column.limit : longest[index];
        const double last = double(column.ageHistogram.size() - 1);
        const double bin = end > 0 ? std::min(state.businessAge / end * (last + 1), last) : 0;
        ++column.ageHistogram[std::size_t(bin)];
    }
}

void BoardBuilder::setMedians()
{
    Waterfall waterfall;
    const auto samples = stageSamples(m_population, m_scan.groups(), { VisitsCounted::First, false, 90 * kDay }, waterfall, m_cancel);
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

const ItemState &BoardBuilder::stateOf(std::uint32_t row) const
{
    return *std::lower_bound(
        m_board.states.begin(), m_board.states.end(), row, [](const ItemState &state, std::uint32_t wanted) { return state.row < wanted; });
}

// What stands first is largest.
double BoardBuilder::rankOf(const ItemState &state) const
{
    switch (m_order) {
    case CardOrder::Age:
        return state.age;
    case CardOrder::Amount:
        return double(m_population.amountOf(state.row, m_population.nowOf(state.row)).value_or(model::Money {}).units);
    case CardOrder::NextStep: {
        const base::UtcSeconds next = m_states.nextDeadline(state.row);
        return next == base::kNever ? -1e18 : -double(next);
    }
    case CardOrder::Overdue:
        return state.limit && *state.limit > 0 ? state.businessAge / *state.limit : 0;
    }
    return 0;
}

void BoardBuilder::sortCards()
{
    std::vector<std::pair<double, std::uint32_t>> ranked;
    for (BoardLane &lane : m_board.lanes) {
        for (BoardCell &cell : lane.cells) {
            ranked.clear();
            for (const std::uint32_t row : cell.cards)
                ranked.emplace_back(-rankOf(stateOf(row)), row);
            std::sort(ranked.begin(), ranked.end());
            for (std::size_t i = 0; i < ranked.size(); ++i)
                cell.cards[i] = ranked[i].second;
        }
    }
    std::stable_sort(m_board.lanes.begin(), m_board.lanes.end(), [](const BoardLane &a, const BoardLane &b) {
        if (a.overdue != b.overdue)
            return a.overdue > b.overdue;
        return a.count != b.count ? a.count > b.count : a.name < b.name;
    });
}

Board BoardBuilder::build()
{
    addColumns();
    m_scan.each(m_cancel, [this](const BoardEntry &entry) { add(entry); });
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
    const Question present = presentOf(question);
    const Population population(facts, present);
    return BoardBuilder(population, lanes, order, cancel).build();
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
        return entry.state.businessAge >= from && (to <= 0 || entry.state.businessAge < to);
    };
    const auto isCounted = [&](const BoardEntry &entry) {
        if (list.wants(Count::Won) || list.wants(Count::Lost))
            return entry.outcome == (list.wants(Count::Won) ? 'S' : 'F');
        if (entry.outcome != 'P' || !isColumn(entry.column, scope.stage) || !isOfAge(entry))
            return false;
        return list.wants(Count::Late) ? (entry.state.lates & lates) == lates
                                       : list.wants(Count::Open) && list.states().isAsked(entry.state);
    };
    scan.each(cancel, [&](const BoardEntry &entry) {
        if (isCounted(entry) && list.isHere(entry.item, entry.user))
            list.add(entry.item);
    });
}

} // namespace dealerlens::reports
