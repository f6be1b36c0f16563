// SPDX-License-Identifier: GPL-3.0-or-later
// Tables with a row per item, visit or call.
#include "reports/itemstates.h"
#include "reports/rows.h"
#include "reports/tablecells.h"

#include <algorithm>
#include <numeric>

namespace dealerlens::reports {
namespace {

QString milestoneCode(const facts::Snapshot &facts, facts::Index milestone)
{
    return milestone >= 0 ? facts.standard.milestones[std::size_t(milestone)].code : QString();
}

void addVisitColumns(Table &table)
{
    addColumn(table, "portal", Kind::Text);
    addColumn(table, "item_type", Kind::Text);
    addColumn(table, "item_id", Kind::Integer);
    addColumn(table, "title", Kind::Text);
    addColumn(table, "stage", Kind::Text);
    addColumn(table, "entered_at", Kind::Instant);
    addColumn(table, "left_at", Kind::Instant);
    addColumn(table, "seconds", Kind::Seconds);
    addColumn(table, "stage_code", Kind::Text);
    addColumn(table, "funnel", Kind::Text);
    addColumn(table, "milestone", Kind::Text);
    addColumn(table, "index", Kind::Integer);
    addColumn(table, "next", Kind::Text);
}

// Portal, type, id and an empty title: how every row of an item begins.
Row itemCells(const facts::Snapshot &facts, std::uint32_t item)
{
    const facts::ItemColumns &columns = facts.items;
    return { facts.portals[std::size_t(columns.portal[item])].portal.key, kindName(columns.kind[item]), std::int64_t(columns.id[item]),
        QString() };
}

QString stageNameOf(const facts::StageFact &stage) { return stage.name.isEmpty() ? stage.code : stage.name; }

// The place of each stage among those in progress of its funnel, from 0.
std::vector<int> placesInFunnels(const facts::Snapshot &facts)
{
    std::vector<std::uint32_t> order(facts.stages.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return std::pair(facts.stages[i].funnel, facts.stages[i].sort); });
    std::vector<int> places(order.size(), 0);
    int next = 0;
    facts::Index funnel = facts::kNone;
    for (const std::uint32_t i : order) {
        next = facts.stages[i].funnel == funnel ? next : 0;
        funnel = facts.stages[i].funnel;
        if (facts.stages[i].semantic == 'P')
            places[i] = next++;
    }
    return places;
}

// Visits as rows of a table.
class VisitRows final {
public:
    VisitRows(const Population &population, Table &table)
        : m_population(population)
        , m_facts(population.facts())
        , m_table(table)
        , m_places(placesInFunnels(m_facts))
    {
    }

    // `next`: the stage that followed; kNone when none has.
    void add(std::uint32_t item, const Stay &stay, facts::Index next)
    {
        const base::UtcSeconds until = stay.left == base::kNever ? m_population.nowOf(item) : stay.left;
        Row row = itemCells(m_facts, item);
        row.push_back(stay.stage >= 0 ? Cell(stageNameOf(m_facts.stages[std::size_t(stay.stage)])) : Cell());
        row.push_back(instant(stay.entered));
        row.push_back(instant(stay.left));
        row.push_back(m_population.seconds(item, stay.entered, until));
        if (stay.stage >= 0) {
            const facts::StageFact &fact = m_facts.stages[std::size_t(stay.stage)];
            row.insert(row.end(),
                { fact.code, funnelName(m_facts.funnels[std::size_t(fact.funnel)]),
                    milestoneCode(m_facts, m_population.milestoneOf(stay.stage)) });
        } else {
            row.resize(row.size() + 3);
        }
        row.push_back(std::int64_t(stay.index));
        row.push_back(stay.left == base::kNever ? Cell() : Cell(nextKind(stay.stage, next)));
        m_table.rows.push_back(std::move(row));
    }

    // Every visit of an item that began in the period, but not the one in a final stage that lasts.
    void addVisits(std::uint32_t item, std::vector<std::uint32_t> *itemRows)
    {
        const std::uint32_t first = m_facts.items.firstVisit[item];
        const std::uint32_t end = first + m_facts.items.visitCount[item];
        const base::UtcSeconds now = m_population.nowOf(item);
        for (std::uint32_t visit = first; visit < end && m_facts.visits.entered[visit] <= now; ++visit) {
            const bool isLast = visit + 1 == end || m_facts.visits.entered[visit + 1] > now;
            const Stay stay { m_facts.visits.stage[visit], visit - first, m_facts.visits.entered[visit],
                isLast ? base::kNever : m_facts.visits.entered[visit + 1] };
            const bool isFinal = stay.stage >= 0 && m_facts.stages[std::size_t(stay.stage)].semantic != 'P';
            if ((isFinal && isLast) || !m_population.stageAllowed(stay.stage) || !m_population.inPeriod(item, stay.entered)
                || !m_population.userAllowed(m_population.userAt(item, stay.entered)))
                continue;
            add(item, stay, isLast ? facts::kNone : m_facts.visits.stage[visit + 1]);
            if (itemRows)
                itemRows->push_back(item);
        }
    }

    // The stage that an item entered at that instant; kNone: none.
    [[nodiscard]] facts::Index enteredAt(std::uint32_t item, base::UtcSeconds at) const
    {
        const std::uint32_t first = m_facts.items.firstVisit[item];
        for (std::uint32_t visit = first; visit < first + m_facts.items.visitCount[item]; ++visit) {
            if (m_facts.visits.entered[visit] == at)
                return m_facts.visits.stage[visit];
        }
        return facts::kNone;
    }

private:
    // How the stay ended (metrics 1).
    [[nodiscard]] QString nextKind(facts::Index from, facts::Index to) const
    {
        if (from < 0 || to < 0)
            return {};
        const facts::StageFact &one = m_facts.stages[std::size_t(from)];
        const facts::StageFact &other = m_facts.stages[std::size_t(to)];
        if (one.semantic != 'P' && other.semantic == 'P')
            return QStringLiteral("reopened");
        if (other.semantic != 'P')
            return other.semantic == 'S' ? QStringLiteral("won") : QStringLiteral("lost");
        if (one.funnel != other.funnel)
            return QStringLiteral("funnel");
        const int step = m_places[std::size_t(to)] - m_places[std::size_t(from)];
        return step < 0 ? QStringLiteral("back") : step > 1 ? QStringLiteral("skip") : QStringLiteral("forward");
    }

    const Population &m_population;
    const facts::Snapshot &m_facts;
    Table &m_table;
    const std::vector<int> m_places;
};

void addItemColumns(Table &table)
{
    addColumn(table, "portal", Kind::Text);
    addColumn(table, "item_type", Kind::Text);
    addColumn(table, "item_id", Kind::Integer);
    addColumn(table, "title", Kind::Text);
    for (const char *name : { "stage", "funnel", "milestone", "employee", "source", "campaign", "outcome" })
        addColumn(table, name, Kind::Text);
    addColumn(table, "created_at", Kind::Instant);
    addColumn(table, "entered_at", Kind::Instant);
    for (const char *name : { "age_s", "business_age_s", "limit_s" })
        addColumn(table, name, Kind::Seconds);
    addColumn(table, "amount", Kind::Money);
    addColumn(table, "currency", Kind::Text);
    addColumn(table, "lates", Kind::Text);
    addColumn(table, "response_s", Kind::Seconds);
    addColumn(table, "claimed_s", Kind::Seconds);
    addColumn(table, "response_state", Kind::Text);
    addColumn(table, "response_wall_s", Kind::Seconds);
    addColumn(table, "response_gap_s", Kind::Seconds);
    for (const char *name : { "pre_touch", "pushes", "test", "responsible_assumed" })
        addColumn(table, name, Kind::Integer);
}

QString wordOf(ResponseState state)
{
    switch (state) {
    case ResponseState::NotAsked:
        break;
    case ResponseState::Running:
        return QStringLiteral("running");
    case ResponseState::Warning:
        return QStringLiteral("warning");
    case ResponseState::Met:
        return QStringLiteral("met");
    case ResponseState::Breached:
        return QStringLiteral("breached");
    }
    return {};
}

void addResponse(Row &row, const facts::ItemColumns &items, const ItemState &state, std::int64_t pushes)
{
    row.push_back(wordOf(state.response));
    row.push_back(secondsCell(state.responseWall));
    const bool hasGap = state.responseEvidenced && state.responseClaimed;
    row.push_back(hasGap ? secondsCell(*state.responseEvidenced - *state.responseClaimed) : Cell());
    const std::uint8_t marks = items.marks[state.row];
    row.push_back(std::int64_t((marks & facts::kPreTouchMark) != 0 ? 1 : 0));
    row.push_back(pushes);
    row.push_back(std::int64_t((marks & facts::kTestMark) != 0 ? 1 : 0));
    row.push_back(std::int64_t(state.userAssumed ? 1 : 0));
}

QString latesText(std::uint8_t lates)
{
    QStringList names;
    for (std::size_t i = 0; i < kLateNames.size(); ++i) {
        if ((lates >> i) & 1)
            names << QString::fromLatin1(kLateNames[i]);
    }
    return names.join(QLatin1Char(' '));
}

QString nameAt(const std::vector<QString> &names, facts::Index index) { return index >= 0 ? names[std::size_t(index)] : QString(); }

Row itemRow(const Population &population, const ItemState &state)
{
    const facts::Snapshot &facts = population.facts();
    const facts::ItemColumns &items = facts.items;
    const std::uint32_t item = state.row;
    Row row = itemCells(facts, item);
    if (state.stage >= 0) {
        const facts::StageFact &stage = facts.stages[std::size_t(state.stage)];
        row.insert(row.end(),
            { stageNameOf(stage), funnelName(facts.funnels[std::size_t(stage.funnel)]),
                milestoneCode(facts, population.milestoneOf(state.stage)) });
    } else {
        row.resize(row.size() + 3);
    }
    row.push_back(state.user >= 0 ? facts.users[std::size_t(state.user)].name : QString());
    row.push_back(nameAt(facts.sources, items.source[item]));
    row.push_back(nameAt(facts.campaigns, items.campaign[item]));
    row.push_back(state.outcome == 'S' ? QStringLiteral("won") : state.outcome == 'F' ? QStringLiteral("lost") : QStringLiteral("open"));
    row.push_back(instant(items.visitCount[item] > 0 ? facts.visits.entered[items.firstVisit[item]] : items.created[item]));
    row.push_back(instant(state.enteredStage));
    const bool isOpen = state.outcome == 'P';
    row.push_back(isOpen ? secondsCell(state.age) : Cell());
    row.push_back(isOpen ? secondsCell(state.businessAge) : Cell());
    row.push_back(secondsCell(state.limit));
    row.push_back(model::Money { items.amount[item] });
    row.push_back(nameAt(facts.currencies, items.currency[item]));
    row.push_back(latesText(state.lates));
    row.push_back(secondsCell(state.responseEvidenced));
    row.push_back(secondsCell(state.responseClaimed));
    addResponse(row, items, state, population.pushesOf(item));
    return row;
}

} // namespace

Table visitsTable(const facts::Snapshot &facts, const Question &question, std::vector<std::uint32_t> *itemRows)
{
    const Population population(facts, question);
    Table table;
    table.name = QStringLiteral("visits");
    addVisitColumns(table);
    VisitRows rows(population, table);
    const auto states = statesFor(population);
    Waterfall waterfall;
    for (const std::uint32_t item : facts.items.rows()) {
        const Fate fate = population.sift(item, false);
        waterfall.add(fate);
        if (fate == Fate::Counted && (!states || states->isAsked(states->of(item))))
            rows.addVisits(item, itemRows);
    }
    describe(table, population.coverage());
    describe(table, waterfall);
    return table;
}

Table staysTable(const facts::Snapshot &facts, const Question &question, std::span<const CountedRow> rows)
{
    const Population population(facts, question);
    Table table;
    table.name = QStringLiteral("visits");
    addVisitColumns(table);
    VisitRows visits(population, table);
    for (const CountedRow &row : rows) {
        if (row.stay)
            visits.add(row.state.row, *row.stay, visits.enteredAt(row.state.row, row.stay->left));
    }
    return table;
}

Table itemsTable(const facts::Snapshot &facts, std::span<const ItemState> states, const Question &question)
{
    const Population population(facts, question);
    Table table;
    table.name = QStringLiteral("items");
    addItemColumns(table);
    for (const ItemState &state : states)
        table.rows.push_back(itemRow(population, state));
    return table;
}

Table missedCallsTable(const facts::Snapshot &facts, const Question &question, std::span<const std::uint32_t> calls)
{
    const Population population(facts, question);
    Table table;
    table.name = QStringLiteral("missed-calls");
    addColumn(table, "portal", Kind::Text);
    addColumn(table, "call_id", Kind::Integer);
    addColumn(table, "phone", Kind::Text);
    addColumn(table, "missed_at", Kind::Instant);
    addColumn(table, "waiting_s", Kind::Seconds);
    addColumn(table, "item_type", Kind::Text);
    addColumn(table, "item_id", Kind::Integer);
    addColumn(table, "employee", Kind::Text);
    const facts::MissedColumns &missed = facts.missed;
    for (const std::uint32_t call : calls) {
        const Population::PortalScope &scope = population.portal(missed.portal[call]);
        const base::UtcSeconds at = missed.at[call];
        Row row { facts.portals[std::size_t(missed.portal[call])].portal.key, missed.call[call], QString(), instant(at),
            scope.calendar->biz(at, scope.now) };
        if (const facts::Index item = missed.item[call]; item >= 0) {
            const facts::Index user = population.userAt(std::uint32_t(item), scope.now);
            row.insert(row.end(),
                { kindName(facts.items.kind[std::size_t(item)]), facts.items.id[std::size_t(item)],
                    user >= 0 ? facts.users[std::size_t(user)].name : QString() });
        } else {
            row.resize(row.size() + 3);
        }
        table.rows.push_back(std::move(row));
    }
    describe(table, population.coverage());
    return table;
}

} // namespace dealerlens::reports
