// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"
#include "ctl/filters.h"
#include "exporting/exporting.h"
#include "model/text.h"
#include "reports/population.h"
#include "reports/rows.h"
#include "reports/stagegroups.h"

#include <QDateTime>

#include <algorithm>
#include <map>
#include <set>

namespace dealerlens::ctl {

namespace {

template <class Value> Value named(const std::map<QString, Value> &names, const QString &name, Value otherwise)
{
    const auto found = names.find(name);
    return found == names.end() ? otherwise : found->second;
}

reports::Dimension dimensionOf(const QString &name) { return reports::dimensionOf(name).value_or(reports::Dimension::Source); }

reports::FunnelMode modeOf(const QString &name)
{
    using reports::FunnelMode;
    static const std::map<QString, FunnelMode> names {
        { QStringLiteral("visited"), FunnelMode::Visited },
        { QStringLiteral("entries"), FunnelMode::Entries },
        { QStringLiteral("strict"), FunnelMode::Strict },
        { QStringLiteral("furthest"), FunnelMode::Furthest },
        { QStringLiteral("supposed"), FunnelMode::Supposed },
    };
    return named(names, name, FunnelMode::Furthest);
}

reports::TreeLevel depthOf(const QString &name)
{
    using reports::TreeLevel;
    static const std::map<QString, TreeLevel> names {
        { QStringLiteral("network"), TreeLevel::Network },
        { QStringLiteral("region"), TreeLevel::Region },
        { QStringLiteral("dealer"), TreeLevel::Dealer },
        { QStringLiteral("department"), TreeLevel::Department },
        { QStringLiteral("employee"), TreeLevel::Employee },
        { QStringLiteral("month"), TreeLevel::Month },
    };
    return named(names, name, TreeLevel::Employee);
}

// Titles are not facts: they are read for the rows that are shown only.
base::Result<> fillTitles(
    reports::Table &table, const std::vector<std::uint32_t> &rows, const facts::Snapshot &facts, const store::Reader &reader)
{
    const auto column = std::find_if(
        table.columns.begin(), table.columns.end(), [](const reports::TableColumn &c) { return c.name == QLatin1String("title"); });
    if (column == table.columns.end())
        return {};
    const auto at = static_cast<std::size_t>(column - table.columns.begin());
    const auto keyOf = [&facts](std::uint32_t row) {
        const auto portal = static_cast<std::size_t>(facts.items.portal[row]);
        return model::RecordKey { facts.portals[portal].portal.id, facts.items.kind[row], facts.items.id[row] };
    };
    std::map<model::RecordKey, QString> titles;
    for (const std::uint32_t row : rows)
        titles.emplace(keyOf(row), QString());
    static constexpr std::string_view kColumns[] { "title" };
    for (const auto kind : { model::EntityKind::Lead, model::EntityKind::Deal }) {
        const auto read = reader.each(kind, kColumns, [&titles](const store::Reader::Row &row) {
            if (const auto found = titles.find(row.key); found != titles.end())
                found->second = QString::fromStdString(model::toText(row.values[0]));
            return true;
        });
        if (!read)
            return std::unexpected(read.error());
    }
    for (std::size_t i = 0; i < table.rows.size() && i < rows.size(); ++i)
        table.rows[i][at] = titles[keyOf(rows[i])];
    return {};
}

using reports::Count;
using reports::Report;

// The report in which a count stands when none is named.
Report reportOf(Count count)
{
    if (count == Count::All)
        return Report::Items;
    if (count >= Count::Visits && count <= Count::Reentered)
        return Report::StageTimes;
    if (count == Count::Reached || count == Count::Inferred)
        return Report::Funnel;
    if (count == Count::Late)
        return Report::Board;
    return count == Count::Mapped || count == Count::Unmapped ? Report::Coverage : Report::Tree;
}

std::optional<QString> missingOf(const reports::RowsScope &scope, const reports::Population &population, bool asVisits)
{
    const bool hasStays = scope.report == Report::StageTimes || scope.report == Report::Transitions || scope.report == Report::Coverage;
    if (asVisits && !hasStays)
        return QStringLiteral("These rows are items, not visits. Ask report items, or add --of stage-times.");
    if (scope.report == Report::Funnel && !scope.stage && scope.count < Count(reports::kChainCounts))
        return QStringLiteral("A number of the funnel stands at a stage: add --stage.");
    if ((scope.report == Report::Transitions && scope.path.size() != 2) || (scope.report == Report::Paths && scope.path.empty()))
        return QStringLiteral("Which way? Add --path \"FROM > TO\", with the names that the report prints.");
    if (!scope.stage)
        return std::nullopt;
    const reports::StageGroups groups(population, scope.grouping);
    const auto isIt = [&](const reports::StageGroup &group) { return group.name == scope.stage->name; };
    if (std::none_of(groups.all().begin(), groups.all().end(), isIt))
        return QStringLiteral(
            "There is no stage \"%1\". report stage-times prints their names; with --stages milestones those of head office.")
            .arg(scope.stage->name);
    return std::nullopt;
}

std::expected<reports::RowsScope, QString> scopeFrom(const ReportArguments &arguments, const reports::Population &population, bool asVisits)
{
    reports::RowsScope scope;
    scope.count = reports::countOf(arguments.rows).value_or(Count::All);
    scope.report
        = arguments.of == QLatin1String("sources") ? Report::Groups : reports::reportOf(arguments.of).value_or(reportOf(scope.count));
    if (asVisits && arguments.of.isEmpty() && scope.count == Count::Open)
        scope.report = Report::StageTimes; // there they are visits
    scope.dimension = dimensionOf(arguments.by);
    if (!arguments.group.isEmpty())
        scope.group = arguments.group == QLatin1String("unknown") ? QString() : arguments.group;
    if (!arguments.stage.isEmpty())
        scope.stage = reports::StageKey { .name = arguments.stage };
    scope.grouping = arguments.milestones ? reports::StageGrouping::Milestone : reports::StageGrouping::OwnStage;
    scope.visits = arguments.allVisits ? reports::VisitsCounted::All : reports::VisitsCounted::First;
    scope.finalStages = true;
    scope.mode = modeOf(arguments.mode);
    if (arguments.conversionDays > 0)
        scope.conversionDays = arguments.conversionDays;
    const QStringList path = arguments.path.split(QStringLiteral(" > "), Qt::SkipEmptyParts);
    scope.path.assign(path.begin(), path.end());
    if (const auto missing = missingOf(scope, population, asVisits))
        return std::unexpected(*missing);
    return scope;
}

struct Making {
    const ReportArguments &arguments;
    const facts::Snapshot &facts;
    const reports::Question &question;
    const store::Reader &reader;
    const reports::RowsScope &scope; // of items and visits
};

base::Result<reports::Table> titled(reports::Table table, const std::vector<std::uint32_t> &rows, const Making &making)
{
    if (auto filled = fillTitles(table, rows, making.facts, making.reader); !filled)
        return std::unexpected(filled.error());
    return table;
}

base::Result<reports::Table> visits(const Making &making)
{
    std::vector<std::uint32_t> rows;
    if (making.arguments.rows.isEmpty())
        return titled(reports::visitsTable(making.facts, making.question, &rows), rows, making);
    const auto counted = reports::rowsOf(making.facts, making.question, making.scope).rows;
    for (const reports::CountedRow &row : counted) {
        if (row.stay)
            rows.push_back(row.state.row);
    }
    return titled(reports::staysTable(making.facts, making.question, counted), rows, making);
}

base::Result<reports::Table> itemRows(const Making &making)
{
    std::vector<reports::ItemState> states;
    std::vector<std::uint32_t> rows;
    for (const reports::CountedRow &row : reports::rowsOf(making.facts, making.question, making.scope).rows) {
        states.push_back(row.state);
        rows.push_back(row.state.row);
    }
    return titled(reports::itemsTable(making.facts, states, making.question), rows, making);
}

// Numbers of callers are no facts: they are read for the calls that are shown only.
base::Result<reports::Table> missedCalls(const Making &making)
{
    const facts::MissedColumns &missed = making.facts.missed;
    const std::vector<std::uint32_t> calls = reports::missedCalls(making.facts, making.question);
    reports::Table table = reports::missedCallsTable(making.facts, making.question, calls);
    std::vector<model::RecordKey> keys;
    for (const std::uint32_t call : calls)
        keys.push_back(
            { making.facts.portals[static_cast<std::size_t>(missed.portal[call])].portal.id, model::EntityKind::Call, missed.call[call] });
    const auto records = making.reader.records(keys);
    if (!records)
        return std::unexpected(records.error());
    std::map<model::RecordKey, QString> phones;
    for (const store::StoredRecord &record : *records)
        phones.emplace(record.key, QString::fromStdString(model::toText(record.value("phone"))));
    constexpr std::size_t kPhone = 2;
    for (std::size_t i = 0; i < keys.size(); ++i)
        table.rows[i][kPhone] = phones[keys[i]];
    return table;
}

// The stage whose name begins with what was typed, in one of the languages of the standard.
QString stageNamed(const Making &making, const reports::StageTimesOptions &options)
{
    const QString wanted = model::folded(making.arguments.stage);
    if (options.grouping == reports::StageGrouping::Milestone) {
        for (const model::Milestone &milestone : making.facts.standard.milestones)
            for (const QString &name : { milestone.code, milestone.nameRu, milestone.nameEn })
                if (model::folded(name).startsWith(wanted))
                    return reports::milestoneName(milestone);
    }
    for (const facts::StageFact &stage : making.facts.stages)
        if (model::folded(stage.name).startsWith(wanted))
            return stage.name;
    return making.arguments.stage;
}

// The dealers (or regions) asked for against each other, all of them when none is named.
base::Result<reports::Table> comparison(const Making &making, reports::StageTimesOptions options)
{
    const bool byRegion = making.arguments.by == QLatin1String("region");
    std::vector<QString> names;
    std::vector<reports::Question> groups;
    std::set<QString> known;
    const reports::Population population(making.facts, making.question);
    for (std::size_t i = 0; i < making.facts.portals.size(); ++i) {
        const facts::PortalFact &fact = making.facts.portals[i];
        const QString name
            = byRegion ? (fact.region >= 0 ? making.facts.regions[static_cast<std::size_t>(fact.region)] : QString()) : fact.portal.key;
        if (!population.portal(static_cast<facts::Index>(i)).allowed || name.isEmpty() || !known.insert(name).second)
            continue;
        reports::Question own = making.question;
        (byRegion ? own.regions : own.portals) = { name };
        names.push_back(name);
        groups.push_back(own);
    }
    options.curves = false;
    return reports::toTable(reports::compareStage(making.facts, making.question, options, stageNamed(making, options), groups, names));
}

base::Result<reports::Table> makeTable(const QString &name, const Making &making)
{
    const ReportArguments &arguments = making.arguments;
    const auto grouping = arguments.milestones ? reports::StageGrouping::Milestone : reports::StageGrouping::OwnStage;
    if (name == QLatin1String("tree")) {
        const auto answer = reports::tree(making.facts, making.question,
            { .conversionDays = arguments.conversionDays, .depth = depthOf(arguments.depth), .wanted = { .stays = true } });
        return reports::toTable(answer, making.facts);
    }
    if (name == QLatin1String("sources")) {
        return reports::toTable(
            reports::byDimension(making.facts, making.question, dimensionOf(arguments.by), arguments.horizons, arguments.conversionDays));
    }
    const bool compares = name == QLatin1String("compare");
    if (compares || name == QLatin1String("stage-times")) {
        reports::StageTimesOptions options;
        options.grouping = grouping;
        options.visits = arguments.allVisits ? reports::VisitsCounted::All : reports::VisitsCounted::First;
        if (compares)
            return comparison(making, options);
        return reports::toTable(reports::stageTimes(making.facts, making.question, options));
    }
    if (name == QLatin1String("velocity"))
        return reports::toTable(reports::velocityAnswer(making.facts, making.question));
    if (name == QLatin1String("cohort"))
        return reports::toTable(reports::cohort(making.facts, making.question));
    if (name == QLatin1String("missed-calls"))
        return missedCalls(making);
    if (name == QLatin1String("funnel"))
        return reports::toTable(reports::funnel(making.facts, making.question, modeOf(arguments.mode), grouping));
    if (name == QLatin1String("transitions"))
        return reports::toTable(reports::transitions(making.facts, making.question, grouping));
    if (name == QLatin1String("paths"))
        return reports::toTable(reports::paths(making.facts, making.question, grouping, arguments.most));
    if (name == QLatin1String("visits"))
        return visits(making);
    if (name == QLatin1String("items"))
        return itemRows(making);
    return base::fail(base::ErrorKind::Bug, QStringLiteral("a report without an answer: ") + name);
}

// Figures without their coverage would look complete when they are not (metrics 0).
QString coverageSentence(const reports::Coverage &coverage)
{
    QString sentence = QStringLiteral("%1 of %2 dealers are fresh").arg(coverage.fresh).arg(coverage.portals);
    if (!coverage.missing.empty()) {
        QStringList keys(coverage.missing.begin(), coverage.missing.end());
        constexpr qsizetype kMost = 8;
        const qsizetype more = keys.size() - kMost;
        keys = keys.mid(0, kMost);
        sentence += QStringLiteral("; not up to date: ") + keys.join(QLatin1String(", "));
        if (more > 0)
            sentence += QStringLiteral(" and %1 more").arg(more);
    }
    if (coverage.mappedShare < 1)
        sentence += QStringLiteral("; %1 % of visits are in stages with a milestone").arg(coverage.mappedShare * 100, 0, 'f', 1);
    return sentence + QLatin1Char('.');
}

} // namespace

const QStringList &reportNames()
{
    static const QStringList names { QStringLiteral("tree"), QStringLiteral("stage-times"), QStringLiteral("compare"),
        QStringLiteral("funnel"), QStringLiteral("sources"), QStringLiteral("cohort"), QStringLiteral("velocity"),
        QStringLiteral("transitions"), QStringLiteral("paths"), QStringLiteral("items"), QStringLiteral("visits"),
        QStringLiteral("missed-calls") };
    return names;
}

std::expected<reports::Table, int> makeReport(Session &session, const QString &name)
{
    if (auto opened = session.open(false); !opened)
        return std::unexpected(session.fail(opened.error()));
    const auto facts = session.facts();
    if (!facts)
        return std::unexpected(session.fail(facts.error()));
    const ReportArguments &arguments = session.arguments().report;
    const QDate today = QDateTime::fromSecsSinceEpoch(session.clock().now()).date();
    const auto question = questionFrom(arguments.filter, **facts, today);
    if (!question)
        return std::unexpected(session.fail(kInput, question.error()));
    if (name == QLatin1String("compare") && arguments.stage.isEmpty())
        return std::unexpected(session.fail(kUsage, QStringLiteral("Name the stage to compare: --stage \"In work\".")));
    std::expected<reports::RowsScope, QString> scope {};
    const bool asVisits = name == QLatin1String("visits") && !arguments.rows.isEmpty();
    if (asVisits || name == QLatin1String("items"))
        scope = scopeFrom(arguments, reports::Population(**facts, *question), asVisits);
    if (!scope)
        return std::unexpected(session.fail(kInput, scope.error()));
    auto table = makeTable(name, { arguments, **facts, *question, session.reader(), *scope });
    if (!table)
        return std::unexpected(session.fail(table.error()));
    const reports::Coverage coverage = reports::coverageOf(**facts, *question);
    const QString covered = coverageSentence(coverage);
    for (const auto &[key, value] : aboutQuestion(*question, **facts))
        table->about.emplace(key, value);
    table->about.emplace(QStringLiteral("coverage"), covered);
    if (table->name.isEmpty())
        table->name = name;
    session.console().note(covered);
    return std::move(*table);
}

int reportCommand(Session &session)
{
    const auto table = makeReport(session, session.arguments().action);
    return table ? emitTable(session, *table) : table.error();
}

int emitTable(Session &session, const reports::Table &table)
{
    const Arguments &arguments = session.arguments();
    Console &console = session.console();
    if (!arguments.output.isEmpty()) {
        const auto written = exporting::writeFile(table, arguments.output, arguments.format);
        if (!written && written.error().kind == base::ErrorKind::Storage) {
            return session.fail(kStorage,
                QStringLiteral("%1 cannot be written. Check that its folder exists and that you may write there.").arg(arguments.output));
        }
        if (!written)
            return session.fail(written.error(), arguments.output);
        console.note(QStringLiteral("%1 rows written to %2.").arg(table.rows.size()).arg(arguments.output));
        return kOk;
    }
    if (arguments.format == QLatin1String("csv"))
        console.result(exporting::toCsv(table));
    else if (arguments.format == QLatin1String("tsv"))
        console.result(exporting::toTsv(table));
    else if (arguments.format == QLatin1String("json"))
        console.result(exporting::toJson(table));
    else
        console.result(exporting::toText(table, console.width()));
    return kOk;
}

} // namespace dealerlens::ctl
