// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/itemstates.h"
#include "reports/stagegroups.h"

#include <QStringList>

namespace dealerlens::reports {
namespace {

using Kind = TableColumn::Kind;
using Row = std::vector<Cell>;

void addColumn(Table &table, const char *name, Kind kind) { table.columns.push_back({ QString::fromLatin1(name), kind }); }

Cell cell(std::optional<double> value) { return value ? Cell(*value) : Cell(); }

Cell instant(base::UtcSeconds at) { return at != base::kNever ? Cell(InstantCell { at }) : Cell(); }

Cell secondsCell(double seconds) { return std::int64_t(seconds); }

Cell secondsCell(std::optional<double> seconds) { return seconds ? Cell(std::int64_t(*seconds)) : Cell(); }

QString kindName(model::EntityKind kind) { return kind == model::EntityKind::Lead ? QStringLiteral("lead") : QStringLiteral("deal"); }

QString milestoneCode(const facts::Snapshot &facts, const facts::StageFact &stage)
{
    return stage.milestone >= 0 ? facts.standard.milestones[std::size_t(stage.milestone)].code : QString();
}

constexpr std::array kLateNames { "response_due_soon", "response_overdue", "stage_overdue", "activity_overdue", "no_next_step",
    "close_date_past", "without_evidence" };

// The measures that tree and groups share, in this order.
void addMeasureColumns(Table &table)
{
    addColumn(table, "leads", Kind::Integer);
    addColumn(table, "converted", Kind::Integer);
    addColumn(table, "won", Kind::Integer);
    addColumn(table, "lost", Kind::Integer);
    addColumn(table, "open", Kind::Integer);
    addColumn(table, "revenue", Kind::Money);
    addColumn(table, "conversion", Kind::Share);
    addColumn(table, "ci_low", Kind::Share);
    addColumn(table, "ci_high", Kind::Share);
    addColumn(table, "conversion_n", Kind::Integer);
    addColumn(table, "immature", Kind::Integer);
    addColumn(table, "conversion_change", Kind::Number);
    addColumn(table, "change_low", Kind::Number);
    addColumn(table, "change_high", Kind::Number);
    addColumn(table, "win_rate", Kind::Share);
    addColumn(table, "revenue_without_rate", Kind::Integer);
    addColumn(table, "response_in_limit", Kind::Share);
    addColumn(table, "response_n", Kind::Integer);
    addColumn(table, "response_median_s", Kind::Seconds);
    addColumn(table, "claimed_median_s", Kind::Seconds);
    addColumn(table, "claimed_without_evidence", Kind::Integer);
    addColumn(table, "untouched_closed", Kind::Integer);
    addColumn(table, "cycle_won_mean_s", Kind::Seconds);
    addColumn(table, "cycle_won_median_s", Kind::Seconds);
    addColumn(table, "cycle_won_p90_s", Kind::Seconds);
    for (const char *name : kLateNames)
        table.columns.push_back({ QStringLiteral("late_") + QString::fromLatin1(name), Kind::Integer });
}

void addMeasures(Row &row, const Measures &measures)
{
    const Share &conversion = measures.conversion;
    const ShareChange &change = measures.change;
    const std::int64_t decided = measures.won + measures.lost;
    row.insert(row.end(), { measures.leads, measures.converted, measures.won, measures.lost, measures.open, measures.revenue });
    row.push_back(cell(conversion.point()));
    row.push_back(conversion.n > 0 ? Cell(conversion.low) : Cell());
    row.push_back(conversion.n > 0 ? Cell(conversion.high) : Cell());
    row.insert(row.end(), { conversion.n, measures.immature });
    for (const double value : { change.difference, change.low, change.high })
        row.push_back(change.known ? Cell(value) : Cell());
    row.push_back(decided > 0 ? Cell(double(measures.won) / double(decided)) : Cell());
    row.push_back(measures.revenueWithoutRate);
    row.push_back(cell(measures.responseInLimit.point()));
    row.push_back(measures.responseInLimit.n);
    row.push_back(secondsCell(measures.responseMedian));
    row.push_back(secondsCell(measures.claimedMedian));
    row.insert(row.end(), { measures.withoutEvidence, measures.untouchedClosed });
    for (const auto &cycle : { measures.cycleWonMean, measures.cycleWonMedian, measures.cycleWonP90 })
        row.push_back(cell(cycle));
    for (const std::int64_t late : measures.late)
        row.push_back(late);
}

QString levelName(TreeLevel level)
{
    switch (level) {
    case TreeLevel::Network:
        return QStringLiteral("network");
    case TreeLevel::Region:
        return QStringLiteral("region");
    case TreeLevel::Dealer:
        return QStringLiteral("dealer");
    case TreeLevel::Department:
        return QStringLiteral("department");
    case TreeLevel::Employee:
        return QStringLiteral("employee");
    }
    return {};
}

// "Network / region / dealer / department / employee"; what has no name is a dash.
void addTreeRows(Table &table, const TreeNode &node, const QString &parentPath, const facts::Snapshot &facts)
{
    const QString name = node.level == TreeLevel::Network ? QStringLiteral("Network")
        : node.name.isEmpty()                             ? QStringLiteral("-")
                                                          : node.name;
    const QString path = parentPath.isEmpty() ? name : QString(parentPath + QStringLiteral(" / ") + name);
    Row row { path, levelName(node.level) };
    addMeasures(row, node.measures);
    row.push_back(node.portal >= 0 ? Cell(facts.portals[std::size_t(node.portal)].portal.key) : Cell());
    row.push_back(node.user >= 0 ? Cell(std::int64_t(facts.users[std::size_t(node.user)].id)) : Cell());
    row.push_back(cell(node.posterior));
    row.push_back(node.posterior ? Cell(node.posteriorLow) : Cell());
    row.push_back(node.posterior ? Cell(node.posteriorHigh) : Cell());
    table.rows.push_back(std::move(row));
    table.levels.push_back(int(node.level));
    for (const TreeNode &child : node.children)
        addTreeRows(table, child, path, facts);
}

QString dimensionName(Dimension dimension)
{
    switch (dimension) {
    case Dimension::Source:
        return QStringLiteral("source");
    case Dimension::Campaign:
        return QStringLiteral("campaign");
    case Dimension::Region:
        return QStringLiteral("region");
    case Dimension::Dealer:
        return QStringLiteral("dealer");
    case Dimension::Employee:
        return QStringLiteral("employee");
    case Dimension::Month:
        return QStringLiteral("month");
    case Dimension::Funnel:
        return QStringLiteral("funnel");
    }
    return {};
}

QString modeName(FunnelMode mode)
{
    switch (mode) {
    case FunnelMode::Visited:
        return QStringLiteral("visited");
    case FunnelMode::Entries:
        return QStringLiteral("entries");
    case FunnelMode::Strict:
        return QStringLiteral("strict");
    case FunnelMode::Furthest:
        return QStringLiteral("furthest");
    case FunnelMode::Supposed:
        return QStringLiteral("supposed");
    }
    return {};
}

void describe(Table &table, const Coverage &coverage)
{
    table.about[QStringLiteral("portals")] = QString::number(coverage.portals);
    table.about[QStringLiteral("portals_fresh")] = QString::number(coverage.fresh);
    table.about[QStringLiteral("portals_missing")]
        = QStringList(coverage.missing.begin(), coverage.missing.end()).join(QStringLiteral(", "));
    table.about[QStringLiteral("mapped_share")] = QString::number(coverage.mappedShare, 'g', 12);
}

void describe(Table &table, const Waterfall &waterfall)
{
    const std::array<std::pair<const char *, std::int64_t>, 4> parts { { { "population_all", waterfall.all },
        { "population_deleted", waterfall.deleted }, { "population_outside_filter", waterfall.outsideFilter },
        { "population_counted", waterfall.counted } } };
    for (const auto &[name, count] : parts)
        table.about[QString::fromLatin1(name)] = QString::number(count);
    table.about[QStringLiteral("population_immature")] = QString::number(waterfall.immature);
}

void addStageTimesColumns(Table &table)
{
    addColumn(table, "stage", Kind::Text);
    for (const char *name : { "visits", "left", "open" })
        addColumn(table, name, Kind::Integer);
    for (const char *name : { "km_q25_s", "km_median_s", "km_q75_s", "mean_left_s" })
        addColumn(table, name, Kind::Seconds);
    addColumn(table, "reentered", Kind::Integer);
    addColumn(table, "items", Kind::Integer);
    addColumn(table, "funnel", Kind::Text);
    addColumn(table, "item_type", Kind::Text);
    addColumn(table, "semantic", Kind::Text);
    addColumn(table, "milestone_id", Kind::Integer);
    for (const char *name :
        { "km_p90_s", "km_median_low_s", "km_median_high_s", "median_left_s", "sum_left_s", "rmst_s", "rmst_to_s", "limit_s" })
        addColumn(table, name, Kind::Seconds);
    addColumn(table, "over_limit", Kind::Integer);
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
}

// Portal, type, id and an empty title: how every row of an item begins.
Row itemCells(const facts::Snapshot &facts, std::uint32_t item)
{
    const facts::ItemColumns &columns = facts.items;
    return { facts.portals[std::size_t(columns.portal[item])].portal.key, kindName(columns.kind[item]), std::int64_t(columns.id[item]),
        QString() };
}

QString stageNameOf(const facts::StageFact &stage) { return stage.name.isEmpty() ? stage.code : stage.name; }

class VisitRows final {
public:
    VisitRows(const Population &population, Table &table, std::vector<std::uint32_t> *itemRows)
        : m_population(population)
        , m_facts(population.facts())
        , m_table(table)
        , m_itemRows(itemRows)
    {
    }

    void add(std::uint32_t item)
    {
        const std::uint32_t first = m_facts.items.firstVisit[item];
        const std::uint32_t end = first + m_facts.items.visitCount[item];
        const base::UtcSeconds now = m_population.nowOf(item);
        for (std::uint32_t visit = first; visit < end && m_facts.visits.entered[visit] <= now; ++visit) {
            const bool isLast = visit + 1 == end || m_facts.visits.entered[visit + 1] > now;
            addVisit(item, visit, isLast ? base::kNever : m_facts.visits.entered[visit + 1], visit - first);
        }
    }

private:
    void addVisit(std::uint32_t item, std::uint32_t visit, base::UtcSeconds left, std::uint32_t index)
    {
        const facts::Index stage = m_facts.visits.stage[visit];
        const base::UtcSeconds entered = m_facts.visits.entered[visit];
        const bool isFinal = stage >= 0 && m_facts.stages[std::size_t(stage)].semantic != 'P';
        if ((isFinal && left == base::kNever) || !m_population.stageAllowed(stage) || !m_population.inPeriod(item, entered)
            || !m_population.userAllowed(m_population.userAt(item, entered)))
            return;
        const base::UtcSeconds until = left == base::kNever ? m_population.nowOf(item) : left;
        Row row = itemCells(m_facts, item);
        row.push_back(stage >= 0 ? Cell(stageNameOf(m_facts.stages[std::size_t(stage)])) : Cell());
        row.push_back(instant(entered));
        row.push_back(instant(left));
        row.push_back(m_population.seconds(item, entered, until));
        if (stage >= 0) {
            const facts::StageFact &fact = m_facts.stages[std::size_t(stage)];
            row.insert(row.end(), { fact.code, funnelName(m_facts.funnels[std::size_t(fact.funnel)]), milestoneCode(m_facts, fact) });
        } else {
            row.resize(row.size() + 3);
        }
        row.push_back(std::int64_t(index));
        m_table.rows.push_back(std::move(row));
        if (m_itemRows)
            m_itemRows->push_back(item);
    }

    const Population &m_population;
    const facts::Snapshot &m_facts;
    Table &m_table;
    std::vector<std::uint32_t> *m_itemRows;
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

Row itemRow(const facts::Snapshot &facts, const ItemState &state)
{
    const facts::ItemColumns &items = facts.items;
    const std::uint32_t item = state.row;
    Row row = itemCells(facts, item);
    if (state.stage >= 0) {
        const facts::StageFact &stage = facts.stages[std::size_t(state.stage)];
        row.insert(row.end(), { stageNameOf(stage), funnelName(facts.funnels[std::size_t(stage.funnel)]), milestoneCode(facts, stage) });
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
    return row;
}

} // namespace

Table toTable(const TreeAnswer &answer, const facts::Snapshot &facts)
{
    Table table;
    table.name = QStringLiteral("tree");
    addColumn(table, "path", Kind::Text);
    addColumn(table, "level", Kind::Text);
    addMeasureColumns(table);
    addColumn(table, "portal", Kind::Text);
    addColumn(table, "employee_id", Kind::Integer);
    addColumn(table, "posterior", Kind::Share);
    addColumn(table, "posterior_low", Kind::Share);
    addColumn(table, "posterior_high", Kind::Share);
    addTreeRows(table, answer.root, QString(), facts);
    describe(table, answer.coverage);
    describe(table, answer.waterfall);
    return table;
}

Table toTable(const GroupAnswer &answer)
{
    Table table;
    table.name = dimensionName(answer.dimension);
    table.columns.push_back({ dimensionName(answer.dimension), Kind::Text });
    addMeasureColumns(table);
    for (const int days : answer.horizons)
        table.columns.push_back({ QStringLiteral("won_within_%1d").arg(days), Kind::Share });
    for (const GroupRow &group : answer.rows) {
        Row row { group.name };
        addMeasures(row, group.measures);
        for (const auto &share : group.wonWithin)
            row.push_back(cell(share));
        table.rows.push_back(std::move(row));
    }
    describe(table, answer.coverage);
    describe(table, answer.waterfall);
    return table;
}

Table toTable(const StageTimesAnswer &answer)
{
    Table table;
    table.name = QStringLiteral("stage-times");
    addStageTimesColumns(table);
    for (const StageTimes &stage : answer.stages) {
        Row row { stage.stage, stage.visits, stage.left, stage.open };
        for (const auto &seconds : { stage.q25, stage.median, stage.q75 })
            row.push_back(secondsCell(seconds));
        row.push_back(cell(stage.meanLeft));
        row.insert(row.end(), { stage.reentered, stage.items, stage.funnel, kindName(stage.kind), QString(QLatin1Char(stage.semantic)) });
        row.push_back(stage.milestone != 0 ? Cell(std::int64_t(stage.milestone)) : Cell());
        for (const auto &seconds : { stage.p90, stage.medianLow, stage.medianHigh })
            row.push_back(secondsCell(seconds));
        const auto restrictedMean = stage.visits > 0 ? std::optional(stage.restrictedMean) : std::nullopt;
        for (const auto &seconds : { stage.medianLeft, stage.sumLeft, restrictedMean, std::optional(stage.restrictedTo) })
            row.push_back(cell(seconds));
        row.push_back(secondsCell(stage.limit));
        row.push_back(stage.overLimit);
        table.rows.push_back(std::move(row));
    }
    describe(table, answer.coverage);
    describe(table, answer.waterfall);
    return table;
}

Table toTable(const FunnelAnswer &answer)
{
    Table table;
    table.name = QStringLiteral("funnel");
    addColumn(table, "stage", Kind::Text);
    for (const char *name : { "count", "inferred", "lost_here", "open_here" })
        addColumn(table, name, Kind::Integer);
    addColumn(table, "drop_off", Kind::Share);
    addColumn(table, "milestone_id", Kind::Integer);
    for (const FunnelStep &step : answer.steps) {
        Row row { step.stage, step.count, step.inferred, step.lostHere, step.stuckHere, cell(step.dropOff) };
        row.push_back(step.milestone != 0 ? Cell(std::int64_t(step.milestone)) : Cell());
        table.rows.push_back(std::move(row));
    }
    table.about[QStringLiteral("mode")] = modeName(answer.mode);
    describe(table, answer.coverage);
    describe(table, answer.waterfall);
    return table;
}

Table toTable(const std::vector<Transition> &answer)
{
    Table table;
    table.name = QStringLiteral("transitions");
    addColumn(table, "from", Kind::Text);
    addColumn(table, "to", Kind::Text);
    addColumn(table, "count", Kind::Integer);
    for (const Transition &transition : answer)
        table.rows.push_back({ transition.from, transition.to, transition.count });
    return table;
}

Table toTable(const std::vector<Path> &answer)
{
    Table table;
    table.name = QStringLiteral("paths");
    addColumn(table, "rank", Kind::Integer);
    addColumn(table, "count", Kind::Integer);
    addColumn(table, "share", Kind::Share);
    addColumn(table, "steps", Kind::Integer);
    addColumn(table, "path", Kind::Text);
    for (const Path &path : answer) {
        const QString text = QStringList(path.stages.begin(), path.stages.end()).join(QStringLiteral(" > "));
        table.rows.push_back({ std::int64_t(table.rows.size()) + 1, path.count, path.share, std::int64_t(path.stages.size()), text });
    }
    return table;
}

Table visitsTable(const facts::Snapshot &facts, const Question &question, std::vector<std::uint32_t> *itemRows)
{
    const Population population(facts, question);
    Table table;
    table.name = QStringLiteral("visits");
    addVisitColumns(table);
    VisitRows rows(population, table, itemRows);
    std::optional<ItemStates> states;
    if (!question.lates.empty())
        states.emplace(population);
    Waterfall waterfall;
    for (std::uint32_t item = 0; item < facts.items.size(); ++item) {
        if (population.sift(item, false, waterfall) && (!states || states->isAsked(states->of(item))))
            rows.add(item);
    }
    describe(table, population.coverage());
    describe(table, waterfall);
    return table;
}

Table itemsTable(const facts::Snapshot &facts, std::span<const ItemState> states)
{
    Table table;
    table.name = QStringLiteral("items");
    addItemColumns(table);
    for (const ItemState &state : states)
        table.rows.push_back(itemRow(facts, state));
    return table;
}

} // namespace dealerlens::reports
