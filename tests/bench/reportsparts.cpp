// SPDX-License-Identifier: GPL-3.0-or-later
// Reports beside DuckDB and beside bare scans of plain arrays: the same questions on the same rows in the same run.
#include "base/upperregisters.h"
#include "bench/barescans.h"
#include "bench/parts.h"
#include "bench/reportscases.h"
#include "reports/answers.h"
#include "reports/chaincolumns.h"
#include "reports/monthcube.h"
#include "reports/stagetable.h"

#include <QElapsedTimer>
#include <QTextStream>

#include <map>

namespace dealerlens::bench {
namespace {

// By the clock on the wall and by that of the processor (all threads): where others work on the machine only the
// second one compares.
struct Times {
    std::vector<double> wall;
    std::vector<double> processor;
};

double milliseconds(clockid_t clock)
{
    timespec now {};
    clock_gettime(clock, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

enum class Warm : bool { No, Yes };

template <class Work> Times timed(int runs, Work work, Warm warm = Warm::Yes)
{
    Times times;
    if (warm == Warm::Yes)
        work();
    for (int run = 0; run < runs; ++run) {
        base::clearUpperRegisters(); // a yardstick begins as clean as what it measures
        const double wall = milliseconds(CLOCK_MONOTONIC);
        const double processor = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
        work();
        times.processor.push_back(milliseconds(CLOCK_PROCESS_CPUTIME_ID) - processor);
        times.wall.push_back(milliseconds(CLOCK_MONOTONIC) - wall);
    }
    return times;
}

QJsonArray arrayOf(const std::vector<double> &values)
{
    QJsonArray array;
    for (const double value : values)
        array.append(value);
    return array;
}

std::vector<double> runsOf(const QJsonObject &answer, const QString &name)
{
    std::vector<double> runs;
    for (const QJsonValue &run : answer.value(name).toArray())
        runs.push_back(run.toDouble());
    return runs;
}

BareSums sumsOf(const reports::Measures &m)
{
    return { m.leads, m.responseInLimit.n, m.responseInLimit.k, m.converted, m.won, m.revenue.units };
}

// Nodes by "region/portal/leaf"; -1 for what a node is not of.
using Nodes = std::map<std::array<std::int64_t, 3>, BareSums>;

std::array<std::int64_t, 3> keyOf(const reports::TreeNode &node, const facts::Snapshot &facts)
{
    using reports::TreeLevel;
    std::array<std::int64_t, 3> key { -1, -1, -1 };
    if (node.level >= TreeLevel::Region)
        key[0] = node.region;
    if (node.level >= TreeLevel::Dealer)
        key[1] = node.portal;
    if (node.level >= TreeLevel::Employee)
        key[2] = node.user >= 0 ? node.user : std::int64_t(facts.users.size()) + node.portal;
    return key;
}

void collect(const reports::TreeNode &node, const facts::Snapshot &facts, Nodes &nodes)
{
    if (node.level != reports::TreeLevel::Department && sumsOf(node.measures) != BareSums {})
        nodes[keyOf(node, facts)] = sumsOf(node.measures);
    for (const reports::TreeNode &child : node.children)
        collect(child, facts, nodes);
}

std::size_t countNodes(const reports::TreeNode &node)
{
    std::size_t count = 1;
    for (const reports::TreeNode &child : node.children)
        count += countNodes(child);
    return count;
}

Nodes nodesOf(const QJsonArray &rows)
{
    Nodes nodes;
    for (const QJsonValue &row : rows) {
        const auto at = [&](int column) { return row.toArray().at(column).toVariant().toLongLong(); };
        std::array<std::int64_t, 3> key {};
        for (int column = 0; column < 3; ++column)
            key[std::size_t(column)] = row.toArray().at(column).isNull() ? -1 : at(column);
        nodes[key] = { at(3), at(4), at(5), at(6), at(7), at(8) };
    }
    return nodes;
}

Nodes nodesOf(const BareTree &tree, const RawRows &rows)
{
    Nodes nodes;
    const auto put = [&](std::array<std::int64_t, 3> key, const BareSums &sums) {
        if (sums != BareSums {})
            nodes[key] = sums;
    };
    for (std::size_t i = 0; i < rows.leaves.size(); ++i) {
        const Leaf &leaf = rows.leaves[i];
        put({ leaf.region, leaf.portal, std::int64_t(i) }, tree.leaves[i]);
        put({ leaf.region, leaf.portal, -1 }, tree.portals[leaf.portal]);
        put({ leaf.region, -1, -1 }, tree.regions[leaf.region]);
    }
    put({ -1, -1, -1 }, tree.all);
    return nodes;
}

void requireEqual(const Nodes &ours, const Nodes &theirs, const QString &what)
{
    if (ours == theirs)
        return;
    for (const auto &[key, sums] : ours) {
        const auto found = theirs.find(key);
        if (found != theirs.end() && found->second == sums)
            continue;
        const BareSums other = found == theirs.end() ? BareSums {} : found->second;
        giveUp(QStringLiteral("%1: node %2/%3/%4 differs: leads %5 %6, known %7 %8, in limit %9 %10, ")
                   .arg(what)
                   .arg(key[0])
                   .arg(key[1])
                   .arg(key[2])
                   .arg(sums.leads)
                   .arg(other.leads)
                   .arg(sums.known)
                   .arg(other.known)
                   .arg(sums.inLimit)
                   .arg(other.inLimit)
            % QStringLiteral("converted %1 %2, won %3 %4, revenue %5 %6")
                .arg(sums.converted)
                .arg(other.converted)
                .arg(sums.won)
                .arg(other.won)
                .arg(sums.revenue)
                .arg(other.revenue));
    }
    giveUp(what % QStringLiteral(": nodes are missing"));
}

using Medians = std::map<std::array<std::int64_t, 3>, double>;

void collect(const reports::TreeNode &node, const facts::Snapshot &facts, Medians &medians)
{
    if (node.level != reports::TreeLevel::Department && node.measures.stayMedian)
        medians[keyOf(node, facts)] = *node.measures.stayMedian;
    for (const reports::TreeNode &child : node.children)
        collect(child, facts, medians);
}

Medians mediansOf(const QJsonArray &rows)
{
    Medians medians;
    for (const QJsonValue &row : rows) {
        std::array<std::int64_t, 3> key {};
        for (int column = 0; column < 3; ++column)
            key[std::size_t(column)] = row.toArray().at(column).isNull() ? -1 : row.toArray().at(column).toVariant().toLongLong();
        medians[key] = row.toArray().at(4).toVariant().toDouble();
    }
    return medians;
}

// Dealer, employee, month; sums of the dealer and the employee come first.
void collectMonths(const reports::TreeNode &node, const facts::Snapshot &facts, Nodes &nodes)
{
    using reports::TreeLevel;
    const bool isTold = node.level != TreeLevel::Region && node.level != TreeLevel::Department;
    if (isTold && sumsOf(node.measures) != BareSums {}) {
        const auto [region, portal, leaf] = keyOf(node, facts);
        std::int64_t month = -1;
        if (node.level == TreeLevel::Month)
            month = node.key.left(4).toLongLong() * 12 + node.key.mid(5).toLongLong() - 1;
        nodes[{ portal, leaf, month }] = sumsOf(node.measures);
    }
    for (const reports::TreeNode &child : node.children)
        collectMonths(child, facts, nodes);
}

// Figures of one size, gathered where the rows are.
class Collected {
public:
    void add(const QString &name, const Times &times)
    {
        m_all.insert(name, arrayOf(times.wall));
        m_all.insert(QString(name % QStringLiteral(".cpu")), arrayOf(times.processor));
    }

    [[nodiscard]] QJsonObject take() { return std::move(m_all); }

private:
    QJsonObject m_all;
};

void addSums(
    Collected &out, const facts::Snapshot &facts, const RawRows &rows, const std::vector<Case> &cases, const QJsonObject &duck, int runs)
{
    for (const Case &asked : cases) {
        const QString name = QString::fromLatin1(asked.name);
        const reports::TreeOptions options { .wanted = reports::kSumsOnly };
        if (reports::MonthCube::suits(asked.question, options) && asked.question.from) {
            const reports::MonthCube::Key key { asked.question.itemKind, options.conversionDays };
            out.add(name % QStringLiteral(".made"), timed(runs, [&] { (void)reports::MonthCube::make(facts, key, {}); }));
            (void)reports::tree(facts, asked.question, options); // asked once before, so that it is made
        }
        // What is shown of a node is made when it is looked at; `nodes` is the same with all of them looked at.
        out.add(
            name % QStringLiteral(".nodes"), timed(runs, [&] { (void)countNodes(reports::tree(facts, asked.question, options).root); }));
        reports::TreeAnswer answer;
        out.add(name % QStringLiteral(".ours"), timed(runs, [&] { answer = reports::tree(facts, asked.question, options); }));
        BareTree bare;
        out.add(name % QStringLiteral(".bare"), timed(runs, [&] { bare = bareTree(rows, asked.bare); }));
        Nodes ours;
        collect(answer.root, facts, ours);
        requireEqual(ours, nodesOf(bare, rows), QStringLiteral("bare scan, ") % name);
        for (const char *kind : { "sql", "tuned" }) {
            const QJsonObject told = duck.value(QLatin1String("questions")).toObject().value(name % u'.' % QLatin1String(kind)).toObject();
            if (told.isEmpty())
                continue;
            requireEqual(ours, nodesOf(told.value(QLatin1String("rows")).toArray()), QStringLiteral("DuckDB, ") % name);
            out.add(name % u'.' % QLatin1String(kind), { runsOf(told, QStringLiteral("ms")), runsOf(told, QStringLiteral("cpu")) });
        }
    }
}

QJsonObject told(const QJsonObject &duck, const QString &name)
{
    return duck.value(QLatin1String("questions")).toObject().value(name).toObject();
}

// The tree with medians of stage times beside the histogram of the same stays, and down to months.
void addMedians(Collected &out, const facts::Snapshot &facts, const std::vector<Case> &cases, const QJsonObject &duck, int runs)
{
    reports::TreeOptions options { .wanted = reports::kSumsOnly };
    options.wanted.stays = true;
    for (const Case &asked : cases) {
        const QString name = QStringLiteral("median.") % QLatin1String(asked.name);
        reports::TreeAnswer answer;
        out.add(name % QStringLiteral(".ours"), timed(runs, [&] { answer = reports::tree(facts, asked.question, options); }));
        const QJsonObject other = told(duck, name % QStringLiteral(".sql"));
        if (other.isEmpty())
            continue;
        Medians ours;
        collect(answer.root, facts, ours);
        if (ours != mediansOf(other.value(QLatin1String("rows")).toArray()))
            giveUp(QStringLiteral("DuckDB, ") % name % QStringLiteral(": medians differ"));
        out.add(name % QStringLiteral(".sql"), { runsOf(other, QStringLiteral("ms")), runsOf(other, QStringLiteral("cpu")) });
    }
    options = { .depth = reports::TreeLevel::Month, .wanted = reports::kSumsOnly };
    const reports::Question question { .itemKind = model::EntityKind::Lead };
    reports::TreeAnswer answer;
    out.add(QStringLiteral("people.ours"), timed(runs, [&] { answer = reports::tree(facts, question, options); }));
    const QJsonObject other = told(duck, QStringLiteral("people.sql"));
    if (other.isEmpty())
        return;
    Nodes ours;
    collectMonths(answer.root, facts, ours);
    requireEqual(ours, nodesOf(other.value(QLatin1String("rows")).toArray()), QStringLiteral("DuckDB, employee by month"));
    out.add(QStringLiteral("people.sql"), { runsOf(other, QStringLiteral("ms")), runsOf(other, QStringLiteral("cpu")) });
}

// As the window does after the second such question, for those that follow.
void keepStageTable(const facts::Snapshot &facts, const reports::Question &question)
{
    for (int i = 0; i < 2; ++i)
        (void)reports::stageTimes(facts, question, {});
    reports::StageTable::prepare(facts, question, {}, {});
}

// Curves of every stage, with intervals, beside the histogram of the same stays.
void addStages(Collected &out, const facts::Snapshot &facts, const RawRows &rows, int runs)
{
    const reports::Question question { .itemKind = model::EntityKind::Lead };
    std::int64_t left = 0;
    const auto ask = [&] {
        left = 0;
        for (const auto &stage : reports::stageTimes(facts, question, { .visits = reports::VisitsCounted::All }).stages)
            left += stage.left;
    };
    out.add(QStringLiteral("stages.ours"), timed(runs, ask));
    if (left != std::int64_t(rows.stays.size()))
        giveUp(QStringLiteral("stage times: %1 stays, the rows have %2").arg(left).arg(rows.stays.size()));
    keepStageTable(facts, question);
    out.add(QStringLiteral("first.ours"), timed(runs, [&] { (void)reports::stageTimes(facts, question, {}); }));
    std::uint64_t check = 0;
    out.add(QStringLiteral("stages.bare"), timed(runs, [&] { check += bareHistogram(rows); }));
    out.add(QStringLiteral("whole.ours"), timed(runs, [&] { (void)reports::tree(facts, {}, {}); }));
    if (check == 0)
        giveUp(QStringLiteral("the histogram is empty"));
}

// Stage times as the window asks for them: "stages", in working hours "stages.working", of a period "stages.quarter",
// of all visits "stages.visits", each scanned; the table "stages.table".
void askStages(Collected &out, const facts::Snapshot &facts, const QStringList &names, int runs)
{
    const auto ask = [&](const char *name, const reports::Question &question, reports::StageTimesOptions options) {
        options.curves = true;
        if (names.contains(QLatin1String(name)))
            out.add(QLatin1String(name), timed(runs, [&] { (void)reports::stageTimes(facts, question, options); }));
    };
    ask("stages", {}, {});
    ask("stages.working", { .businessTime = true }, {});
    ask("stages.visits", {}, { .visits = reports::VisitsCounted::All });
    for (const Case &asked : casesOf(facts))
        if (QLatin1String(asked.name) == QLatin1String("quarter"))
            ask("stages.quarter", asked.question, {});
    if (names.contains(QLatin1String("stages.table")))
        out.add(QStringLiteral("stages.table"),
            timed(runs, [&] { (void)reports::StageTable::make(facts, reports::StageGrouping::Milestone, false, {}); }));
}

// Some questions again and again, for a profiler: names of cases, "median." before them, "people", "columns", those of stage times.
QJsonObject askedAgain(const facts::Snapshot &facts, const QStringList &names, int runs)
{
    Collected out;
    const auto columns = [&] {
        facts.derived.clear();
        (void)reports::chainColumns(facts);
    };
    askStages(out, facts, names, runs);
    if (names.contains(QLatin1String("columns")))
        out.add(QStringLiteral("columns"), timed(runs, columns));
    const auto ask = [&](const QString &name, const reports::Question &question, const reports::TreeOptions &options) {
        (void)reports::tree(facts, question, options); // the second time is answered from the months, where they suit
        if (names.contains(name))
            out.add(name, timed(runs, [&] { (void)reports::tree(facts, question, options); }));
    };
    reports::TreeOptions medians { .wanted = reports::kSumsOnly };
    medians.wanted.stays = true;
    for (const Case &asked : casesOf(facts)) {
        ask(QString::fromLatin1(asked.name), asked.question, { .wanted = reports::kSumsOnly });
        ask(QStringLiteral("median.") % QLatin1String(asked.name), asked.question, medians);
    }
    ask(QStringLiteral("people"), { .itemKind = model::EntityKind::Lead },
        { .depth = reports::TreeLevel::Month, .wanted = reports::kSumsOnly });
    return out.take();
}

// The first question after new facts, before anything has been derived from them; of stage times the second one, too.
void addAnew(Collected &out, const facts::Snapshot &facts, int runs)
{
    const auto anew = [&](const char *name, int before, auto ask) {
        Times times;
        for (int run = 0; run < runs; ++run) {
            facts.derived.clear();
            for (int i = 0; i < before; ++i)
                ask();
            const Times one = timed(1, ask, Warm::No);
            times.wall.push_back(one.wall.front());
            times.processor.push_back(one.processor.front());
        }
        out.add(QLatin1String(name) % QStringLiteral(".anew"), times);
    };
    const reports::Question question { .itemKind = model::EntityKind::Lead };
    reports::TreeOptions options { .wanted = reports::kSumsOnly };
    anew("sums", 0, [&] { (void)reports::tree(facts, question, options); });
    options.wanted.stays = true;
    anew("median", 0, [&] { (void)reports::tree(facts, question, options); });
    anew("first", 0, [&] { (void)reports::stageTimes(facts, question, {}); });
    out.add(QStringLiteral("table"),
        timed(runs, [&] { (void)reports::StageTable::make(facts, reports::StageGrouping::Milestone, false, {}); }));
}

} // namespace

QJsonObject reportsTask(const QJsonObject &arguments)
{
    const QString folder = arguments.value(QLatin1String("folder")).toString();
    const int runs = arguments.value(QLatin1String("runs")).toInt();
    Collected out;
    const facts::SnapshotPtr facts = networkIn(folder, arguments.value(QLatin1String("items")).toInteger());
    if (const auto only = arguments.value(QLatin1String("only")); only.isString())
        return askedAgain(*facts, only.toString().split(u','), runs);
    const RawRows rows = rawRows(*facts);
    const std::vector<Case> cases = casesOf(*facts);
    QJsonObject questions;
    for (const Case &asked : cases) {
        questions.insert(QString::fromLatin1(asked.name) % QStringLiteral(".sql"), sumsSql(asked));
        questions.insert(QString::fromLatin1(asked.name) % QStringLiteral(".tuned"), tunedSql(asked));
    }
    for (const Case &asked : cases)
        questions.insert(QStringLiteral("median.") % QLatin1String(asked.name) % QStringLiteral(".sql"), mediansSql(asked.whereStays));
    questions.insert(QStringLiteral("people.sql"), monthsSql());
    const QJsonObject duck = askDuckDb(folder, arguments.value(QLatin1String("modules")).toString(), rows, questions, runs);
    addSums(out, *facts, rows, cases, duck, runs);
    addMedians(out, *facts, cases, duck, runs);
    if (!arguments.contains(QLatin1String("sumsOnly"))) { // for a profiler
        addStages(out, *facts, rows, runs);
        addAnew(out, *facts, std::min(runs, 3));
    }
    QJsonObject answer = out.take();
    answer.insert(QStringLiteral("duckdb"), duck.value(QLatin1String("version")).toString());
    answer.insert(QStringLiteral("leads"), qint64(rows.leads.size()));
    answer.insert(QStringLiteral("stays"), qint64(rows.stays.size()));
    return answer;
}

namespace {

void measure(Bench &bench, std::int64_t items, const QString &size)
{
    const QJsonObject answer = bench.runTask(QStringLiteral("reports"),
        { { QStringLiteral("folder"), QString(bench.folder() % QStringLiteral("/network-") % size) },
            { QStringLiteral("modules"), QString(bench.folder() % QStringLiteral("/duckdb")) }, { QStringLiteral("items"), qint64(items) },
            { QStringLiteral("runs"), bench.isQuick() || items > 1'000'000 ? bench.runs() : 15 } }); // short ones vary by a third
    const QString duckdb = answer.value(QLatin1String("duckdb")).toString();
    QTextStream(stdout) << size << ": " << answer.value(QLatin1String("leads")).toInteger() << " leads, "
                        << answer.value(QLatin1String("stays")).toInteger() << " stays; "
                        << (duckdb.isEmpty() ? QStringLiteral("DuckDB is missing (npm install @duckdb/node-api)")
                                             : QString(QStringLiteral("DuckDB ") % duckdb % QStringLiteral(", 2 threads")))
                        << Qt::endl;
    using Target = Figure::Target;
    for (const char *question : { "all", "source", "past", "quarter", "months" }) {
        const bool isKept = QLatin1String(question) == QLatin1String("months"); // beside the snapshot
        const QString name = QString::fromLatin1(question);
        const auto ours = runsOf(answer, name % QStringLiteral(".ours"));
        const auto figure = [&](const char *against, const char *yardstick, const char *rows, Target kind, double target) {
            bench.add({ QStringLiteral("reports.%1.sums.%2.%3").arg(size, name, QLatin1String(against)), QStringLiteral("ms"), ours,
                QString::fromLatin1(yardstick), runsOf(answer, name % QLatin1String(rows)), kind, target });
        };
        figure("duckdb", "DuckDB, 2 threads", ".sql", Target::AtMost, isKept ? 0.01 : 0.1);
        figure("tuned", "DuckDB, tuned by hand", ".tuned", Target::None, 0);
        figure("bare", "bare scan, 1 thread", ".bare", isKept ? Target::None : Target::AtMost, isKept ? 0 : 2);
        bench.add({ QStringLiteral("reports.%1.sums.%2.nodes").arg(size, name), QStringLiteral("ms"),
            runsOf(answer, name % QStringLiteral(".nodes")), QStringLiteral("DuckDB, 2 threads"),
            runsOf(answer, name % QStringLiteral(".sql")) });
    }
    for (const char *question : { "all", "source", "past", "quarter" }) {
        const QString name = QStringLiteral("median.") % QLatin1String(question);
        const auto ours = runsOf(answer, name % QStringLiteral(".ours"));
        bench.add({ QStringLiteral("reports.%1.%2.duckdb").arg(size, name), QStringLiteral("ms"), ours, QStringLiteral("DuckDB, 2 threads"),
            runsOf(answer, name % QStringLiteral(".sql")), Target::AtMost, 0.1 });
        if (QLatin1String(question) == QLatin1String("all"))
            bench.add({ QStringLiteral("reports.%1.%2.bare").arg(size, name), QStringLiteral("ms"), ours,
                QStringLiteral("histogram of the stays, 1 thread"), runsOf(answer, QStringLiteral("stages.bare")), Target::AtMost, 2.3 });
    }
    bench.add(
        { QStringLiteral("reports.%1.people.months.duckdb").arg(size), QStringLiteral("ms"), runsOf(answer, QStringLiteral("people.ours")),
            QStringLiteral("DuckDB, 2 threads"), runsOf(answer, QStringLiteral("people.sql")), Target::AtMost, 0.1 });
    bench.add({ QStringLiteral("reports.%1.months.made").arg(size), QStringLiteral("ms"), runsOf(answer, QStringLiteral("months.made")) });
    const auto histogram = runsOf(answer, QStringLiteral("stages.bare"));
    const auto stages = [&](const char *what, const char *ours, Target kind, double target) {
        bench.add({ QStringLiteral("reports.%1.stages.%2").arg(size, QLatin1String(what)), QStringLiteral("ms"),
            runsOf(answer, QLatin1String(ours)), QStringLiteral("histogram of the stays, 1 thread"), histogram, kind, target });
    };
    stages("first", "first.ours", Target::AtMost, 3);
    stages("all", "stages.ours", Target::None, 0);
    const auto anew = [&](const char *what, const char *ours, const QString &note) {
        bench.add({ QStringLiteral("reports.%1.anew.%2").arg(size, QLatin1String(what)), QStringLiteral("ms"),
            runsOf(answer, QLatin1String(ours)), {}, {}, Target::None, 0, note });
    };
    anew("sums", "sums.anew", QStringLiteral("first question after new facts"));
    anew("median", "median.anew", QStringLiteral("first question after new facts"));
    anew("stages", "first.anew", QStringLiteral("first question after new facts"));
    anew("stages.table", "table", QStringLiteral("made beside the work after the second question"));
    bench.add({ QStringLiteral("reports.%1.tree.usual").arg(size), QStringLiteral("ms"), runsOf(answer, QStringLiteral("whole.ours")) });
    bench.add({ QStringLiteral("reports.%1.memory").arg(size), QStringLiteral("MB"), { answer.value(QLatin1String("rss")).toDouble() } });
}

} // namespace

void reports1m(Bench &bench) { measure(bench, 1'000'000, QStringLiteral("1m")); }

void reports3m(Bench &bench)
{
    if (bench.isFull())
        measure(bench, 3'000'000, QStringLiteral("3m"));
}

void reports10m(Bench &bench)
{
    if (bench.isFull())
        measure(bench, 10'000'000, QStringLiteral("10m"));
}

} // namespace dealerlens::bench
