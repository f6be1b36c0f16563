// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/itemstates.h"
#include "reports/stagesamples.h"

#include <algorithm>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::uint32_t kNoColumn = ~0U;

class BoardBuilder final {
public:
    BoardBuilder(const Population &population, Lanes lanes, CardOrder order, const base::CancelToken &cancel)
        : m_population(population)
        , m_facts(population.facts())
        , m_states(population)
        , m_groups(population, StageGrouping::Milestone)
        , m_lanes(lanes)
        , m_order(order)
        , m_cancel(cancel)
        , m_kind(population.chosenKind())
        , m_laneOf(m_facts.users.size() + m_facts.portals.size() + 1, kNoColumn)
    {
    }

    [[nodiscard]] Board build();

private:
    void chooseColumns();
    [[nodiscard]] bool isColumn(std::uint32_t group, const std::vector<char> &isMet) const;
    void addItem(std::uint32_t item);
    void addClosed(std::uint32_t item, const ItemNow &now);
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
    const StageGroups m_groups;
    const Lanes m_lanes;
    const CardOrder m_order;
    const base::CancelToken &m_cancel;
    const model::EntityKind m_kind;
    Board m_board;
    std::vector<std::uint32_t> m_columnOf; // of a group
    std::vector<std::uint32_t> m_groupOf; // of a column
    std::vector<std::uint32_t> m_laneOf; // of a user, then of "nobody" of a portal or a portal, then of all
};

// The milestones of the funnels asked, in order, then their stages without a milestone, then unknown stages.
void BoardBuilder::chooseColumns()
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
        BoardColumn column;
        column.name = m_groups.at(group).name;
        column.milestone = m_groups.at(group).milestone;
        m_columnOf[group] = std::uint32_t(m_board.columns.size());
        m_groupOf.push_back(group);
        m_board.columns.push_back(std::move(column));
    }
}

bool BoardBuilder::isColumn(std::uint32_t group, const std::vector<char> &isMet) const
{
    if (group + 1 == m_groups.size())
        return true; // unknown stages; dropped again when nothing stands there
    const StageGroup &stage = m_groups.at(group);
    if (stage.kind != m_kind || stage.semantic != 'P')
        return false;
    return isMet[group] || (stage.milestone != 0 && m_population.question().funnels.empty());
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

void BoardBuilder::addClosed(std::uint32_t item, const ItemNow &now)
{
    // Lates are of open items: a quick filter must not make what was won and lost look like nothing.
    if (now.entered < m_population.nowOf(item) - 30 * kDay)
        return;
    const facts::Index user = m_population.userAt(item, now.entered);
    if (!m_population.userAllowed(user))
        return;
    BoardLane &lane = laneOf(item, user);
    (now.outcome == 'S' ? lane.won30 : lane.lost30) += 1;
    (now.outcome == 'S' ? m_board.won30 : m_board.lost30) += 1;
}

void BoardBuilder::addItem(std::uint32_t item)
{
    const ItemNow now = m_population.stateOf(item);
    if (now.outcome != 'P')
        return addClosed(item, now);
    const ItemState state = m_states.of(item, now);
    const std::uint32_t column = m_columnOf[m_groups.of(state.stage)];
    if (column == kNoColumn || !m_population.userAllowed(state.user))
        return;
    for (std::size_t i = 0; i < m_board.lateCounts.size(); ++i)
        m_board.lateCounts[i] += (state.lates >> i) & 1; // of all, so that one filter does not hide the others' numbers
    if (!m_states.isAsked(state))
        return;
    const model::Money amount = m_population.amountOf(item, m_population.nowOf(item)).value_or(model::Money {});
    const std::int64_t overdue = (state.lates & lateBit(Late::StageOverdue)) != 0 ? 1 : 0;
    const auto count = [&](auto &total) {
        ++total.count;
        total.amount += amount;
    };
    BoardLane &lane = laneOf(item, state.user);
    BoardCell &cell = lane.cells[column];
    count(cell);
    count(lane);
    count(m_board.columns[column]);
    count(m_board);
    cell.overdue += overdue;
    lane.overdue += overdue;
    m_board.columns[column].overdue += overdue;
    cell.cards.push_back(item);
    m_board.states.push_back(state);
}

void BoardBuilder::setHistograms()
{
    std::vector<double> longest(m_board.columns.size(), 0);
    std::vector<std::optional<double>> limits(m_board.columns.size());
    std::vector<char> hasSeveral(m_board.columns.size(), 0);
    for (const ItemState &state : m_board.states) {
        const std::size_t column = m_columnOf[m_groups.of(state.stage)];
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
        const std::size_t index = m_columnOf[m_groups.of(state.stage)];
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
    const auto samples = stageSamples(m_population, m_groups, { VisitsCounted::First, false, 90 * kDay }, waterfall, m_cancel);
    for (std::size_t i = 0; i < m_board.columns.size(); ++i) {
        const StageSample &sample = samples[m_groupOf[i]];
        if (sample.seconds.empty())
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
    chooseColumns();
    Waterfall waterfall;
    const std::uint32_t count = std::uint32_t(m_facts.items.size());
    for (std::uint32_t item = 0; item < count; ++item) {
        if (item % 65'536 == 0 && m_cancel.isCancelled())
            break;
        if (m_facts.items.kind[item] == m_kind && m_population.sift(item, true, waterfall))
            addItem(item);
    }
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
    // A board shows the present; the period chooses nothing.
    Question present = question;
    present.from.reset();
    present.to.reset();
    const Population population(facts, present);
    return BoardBuilder(population, lanes, order, cancel).build();
}

} // namespace dealerlens::reports
