// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/population.h"
#include "reports/tablecells.h"

namespace dealerlens::reports {
namespace {

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
    for (const char *name : { "win_rate_low", "win_rate_high", "win_rate_by_value", "yield", "yield_low", "yield_high" })
        addColumn(table, name, Kind::Share);
    addColumn(table, "lost_amount", Kind::Money);
    addColumn(table, "conversions_in_period", Kind::Integer);
    addColumn(table, "flow_ratio", Kind::Number);
    for (const char *name : { "response_asked", "response_immature" })
        addColumn(table, name, Kind::Integer);
    addColumn(table, "untouched_closed_share", Kind::Share);
    for (const char *name : { "response_p75_s", "response_p90_s", "response_wall_median_s" })
        addColumn(table, name, Kind::Seconds);
    addColumn(table, "open_old", Kind::Integer);
    addColumn(table, "win_rate_with_old", Kind::Share);
}

// Metrics 3 and 4: what stands after the columns that were there first.
void addRates(Row &row, const Measures &measures)
{
    const auto bounds = [&row](const Share &share) {
        row.push_back(share.n > 0 ? Cell(share.low) : Cell());
        row.push_back(share.n > 0 ? Cell(share.high) : Cell());
    };
    bounds(measures.winRate);
    row.push_back(cell(measures.winRateByValue()));
    row.push_back(cell(measures.yield.point()));
    bounds(measures.yield);
    row.insert(row.end(), { measures.lostAmount, measures.conversions });
    row.push_back(cell(measures.flowRatio()));
    row.insert(row.end(), { measures.responseAsked, measures.responseAsked - measures.responseInLimit.n });
    row.push_back(cell(makeShare(measures.untouchedClosed, measures.responseAsked).point()));
    for (const auto &seconds : { measures.responseP75, measures.responseP90, measures.responseWallMedian })
        row.push_back(secondsCell(seconds));
    row.push_back(measures.openOld);
    row.push_back(cell(makeShare(measures.won, measures.winRate.n + measures.openOld).point()));
}

void addMeasures(Row &row, const Measures &measures)
{
    const Share &conversion = measures.conversion;
    const ShareChange &change = measures.change;
    row.insert(row.end(), { measures.leads, measures.converted, measures.won, measures.lost, measures.open, measures.revenue });
    row.push_back(cell(conversion.point()));
    row.push_back(conversion.n > 0 ? Cell(conversion.low) : Cell());
    row.push_back(conversion.n > 0 ? Cell(conversion.high) : Cell());
    row.insert(row.end(), { conversion.n, measures.immature });
    for (const double value : { change.difference, change.low, change.high })
        row.push_back(change.known ? Cell(value) : Cell());
    row.push_back(cell(measures.winRate.point()));
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
    addRates(row, measures);
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
    case TreeLevel::Month:
        return QStringLiteral("month");
    case TreeLevel::Group:
        return QStringLiteral("group");
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
    row.push_back(node.measures.responsibleAssumed);
    row.push_back(cell(node.measures.stayMedian));
    table.rows.push_back(std::move(row));
    table.levels.push_back(int(node.level));
    for (const TreeNode &child : node.children)
        addTreeRows(table, child, path, facts);
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

GroupAnswer groupsOf(const TreeAnswer &answer)
{
    GroupAnswer groups;
    groups.dimension = *answer.dimension;
    groups.coverage = answer.coverage;
    groups.waterfall = answer.waterfall;
    for (const TreeNode &node : answer.root.children)
        groups.rows.push_back({ node.name, node.key, node.measures, node.coverage, {} });
    return groups;
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
    addColumn(table, "reentry_rate", Kind::Share);
    addColumn(table, "closed_items", Kind::Integer);
    addColumn(table, "total_mean_s", Kind::Seconds);
    addColumn(table, "rework_mean_s", Kind::Seconds);
    addColumn(table, "watched_late", Kind::Integer);
}

} // namespace

Table toTable(const TreeAnswer &answer, const facts::Snapshot &facts)
{
    if (answer.dimension)
        return toTable(groupsOf(answer));
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
    addColumn(table, "responsible_assumed", Kind::Integer);
    addColumn(table, "stage_median_s", Kind::Seconds);
    addTreeRows(table, answer.root, QString(), facts);
    describe(table, answer.coverage);
    describe(table, answer.waterfall);
    return table;
}

Table toTable(const GroupAnswer &answer)
{
    Table table;
    table.name = wordOf(answer.dimension);
    table.columns.push_back({ table.name, Kind::Text });
    addMeasureColumns(table);
    for (const int days : answer.horizons)
        table.columns.push_back({ QStringLiteral("won_within_%1d").arg(days), Kind::Share });
    const bool hasPeople = answer.dimension == Dimension::Employee;
    if (hasPeople)
        addColumn(table, "responsible_assumed", Kind::Integer);
    for (const GroupRow &group : answer.rows) {
        Row row { group.name };
        addMeasures(row, group.measures);
        for (const auto &share : group.wonWithin)
            row.push_back(cell(share));
        if (hasPeople)
            row.push_back(group.measures.responsibleAssumed);
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
        row.push_back(stage.items > 0 ? Cell(double(stage.reentered) / double(stage.items)) : Cell());
        row.push_back(stage.closedItems);
        row.insert(row.end(), { cell(stage.totalMean), cell(stage.reworkMean), stage.late });
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

Table toTable(const Comparison &answer)
{
    Table table;
    table.name = QStringLiteral("compare");
    addColumn(table, "first", Kind::Text);
    addColumn(table, "second", Kind::Text);
    for (const char *name : { "first_visits", "second_visits" })
        addColumn(table, name, Kind::Integer);
    for (const char *name : { "first_median_s", "second_median_s" })
        addColumn(table, name, Kind::Seconds);
    for (const char *name : { "chi_square", "p", "p_holm", "p_all" })
        addColumn(table, name, Kind::Number);
    for (const stats::PairTest &pair : answer.pairs) {
        const auto &[first, one] = answer.groups[pair.first];
        const auto &[second, other] = answer.groups[pair.second];
        table.rows.push_back({ first, second, one.visits, other.visits, secondsCell(one.median), secondsCell(other.median), pair.chiSquare,
            pair.p, pair.corrected, cell(answer.logRankP) });
    }
    return table;
}

Table toTable(const VelocityAnswer &answer)
{
    Table table;
    table.name = QStringLiteral("velocity");
    addColumn(table, "factor", Kind::Text);
    for (const char *name : { "value", "before", "change_per_day" })
        addColumn(table, name, Kind::Number);
    constexpr std::array kFactors { "open_qualified", "win_rate", "mean_won_amount", "mean_cycle_days", "per_day" };
    const auto valuesOf = [](const Velocity &velocity) {
        return std::array { std::optional(double(velocity.openQualified)), velocity.winRate, velocity.meanWonAmount, velocity.meanCycleDays,
            velocity.perDay };
    };
    const auto now = valuesOf(answer.now);
    const auto before = valuesOf(answer.before.value_or(Velocity {}));
    for (std::size_t i = 0; i < kFactors.size(); ++i) {
        Row row { QString::fromLatin1(kFactors[i]), cell(now[i]), answer.before ? cell(before[i]) : Cell() };
        if (i < 4)
            row.push_back(answer.change ? Cell((*answer.change)[i]) : Cell());
        else
            row.push_back(now[i] && answer.before && before[i] ? Cell(*now[i] - *before[i]) : Cell());
        table.rows.push_back(std::move(row));
    }
    table.about[QStringLiteral("horizon_days")] = QString::number(answer.horizonDays);
    table.about[QStringLiteral("mature")] = QString::number(answer.now.mature);
    describe(table, answer.coverage);
    return table;
}

Table toTable(const CohortAnswer &answer)
{
    Table table;
    table.name = QStringLiteral("cohort");
    addColumn(table, "day", Kind::Integer);
    for (const char *name : { "won", "lost", "open" })
        addColumn(table, name, Kind::Share);
    addColumn(table, "at_risk", Kind::Integer);
    for (const CohortPoint &point : answer.points)
        table.rows.push_back({ std::int64_t(point.day), point.won, point.lost, point.open, point.atRisk });
    table.about[QStringLiteral("chains")] = QString::number(answer.chains);
    describe(table, answer.coverage);
    describe(table, answer.waterfall);
    return table;
}

} // namespace dealerlens::reports
