// SPDX-License-Identifier: GPL-3.0-or-later
// The window: each measurement is a process of its own (benchwindow), offscreen and, where there is a display, on it.
#include "bench/parts.h"
#include "bench/storegenerator.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <ctime>

namespace dealerlens::bench {
namespace {

using Target = Figure::Target;

// A data folder that is measured, and what its size allows.
struct Network {
    QString name; // in the names of the figures
    NetworkSize size;
    double startMs = 400;
    double screenMs = 100;
    double keyMs = 30;
    double memoryMb = 400;
};

QString folderOf(const Bench &bench, const QString &name) { return bench.folder() % QStringLiteral("/window-") % name; }

double nowMs()
{
    timespec time {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

QJsonObject run(const char *task, QJsonObject arguments)
{
    arguments.insert(QStringLiteral("began"), nowMs());
    return Bench::runProgram(QCoreApplication::applicationDirPath() % QStringLiteral("/benchwindow"),
        { QString::fromLatin1(task), QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact)) });
}

// Generated once and kept in the folder of the benchmark; started once, so that the columns of its facts are kept, too.
QJsonObject storeOf(const Bench &bench, const QString &name, const NetworkSize &size)
{
    const QString folder = folderOf(bench, name);
    const QJsonObject arguments { { QStringLiteral("folder"), folder } };
    if (QFileInfo::exists(folder % QStringLiteral("/facts.columns")))
        return arguments;
    (void)bench.freshFolder(QStringLiteral("window-") % name);
    if (const auto done = generateStore(folder, size); !done)
        giveUp(done.error().detail);
    (void)run("start", { { QStringLiteral("folder"), folder }, { QStringLiteral("prepare"), true } });
    return arguments;
}

std::vector<Network> networks(const Bench &bench)
{
    std::vector<Network> list;
    if (bench.isQuick())
        list.push_back({ QStringLiteral("100k"), { .items = 100'000 } });
    else
        list.push_back({ QStringLiteral("1m"), { .items = 1'000'000 } });
    if (bench.isFull())
        list.push_back({ QStringLiteral("10m"), { .items = 10'000'000 }, 800, 300, 60, 1'200 });
    return list;
}

// Where windows are measured: offscreen, and on the display where there is one.
QStringList platforms()
{
    QStringList list { QStringLiteral("offscreen") };
    if (qEnvironmentVariableIsSet("DISPLAY"))
        list.append(QStringLiteral("xcb"));
    return list;
}

QJsonObject on(const QString &platform, QJsonObject arguments)
{
    arguments.insert(QStringLiteral("platform"), platform);
    return arguments;
}

QString tailOf(const QString &platform) { return platform == u"xcb" ? QStringLiteral(".xcb") : QString(); }

// A store that a measurement may change.
QJsonObject copyOf(const Bench &bench, const QJsonObject &store)
{
    const QDir from(store.value(QLatin1String("folder")).toString());
    const QString to = bench.freshFolder(QStringLiteral("window-busy"));
    for (const QString &file : from.entryList(QDir::Files))
        if (!QFile::copy(from.filePath(file), QDir(to).filePath(file)))
            giveUp(QStringLiteral("%1 cannot be copied").arg(file));
    return { { QStringLiteral("folder"), to } };
}

// What stands beside: the same window over next to nothing.
QJsonObject smallStore(const Bench &bench)
{
    return storeOf(bench, QStringLiteral("small"), { .items = 200, .dealers = 2, .employees = 10 });
}

std::vector<QJsonObject> runs(const Bench &bench, const char *task, const QJsonObject &arguments)
{
    std::vector<QJsonObject> answers;
    for (int round = 0; round < bench.runs(); ++round)
        answers.push_back(run(task, arguments));
    return answers;
}

std::vector<double> valuesBelow(const std::vector<QJsonObject> &answers, const char *key, const QString &name)
{
    std::vector<double> values;
    for (const QJsonObject &answer : answers)
        values.push_back(answer.value(QLatin1String(key)).toObject().value(name).toDouble());
    return values;
}

// All values of the lists that several runs tell under one name.
std::vector<double> listed(const std::vector<QJsonObject> &answers, const char *key)
{
    std::vector<double> values;
    for (const QJsonObject &answer : answers)
        for (const QJsonValue &value : answer.value(QLatin1String(key)).toArray())
            values.push_back(value.toDouble());
    return values;
}

Figure milliseconds(const QString &name, std::vector<double> values, double target = 0)
{
    Figure figure { name, QStringLiteral("ms"), std::move(values) };
    figure.isAbsolute = true;
    if (target > 0) {
        figure.kind = Target::AtMost;
        figure.target = target;
    }
    return figure;
}

Figure beside(Figure figure, const char *what, std::vector<double> values)
{
    figure.yardstickName = QString::fromLatin1(what);
    figure.yardstick = std::move(values);
    return figure;
}

constexpr const char *kSmall = "a store of 200 items";

QString named(const Network &network, const char *what) { return QStringLiteral("window.") % network.name % QLatin1String(what); }

void addMemory(Bench &bench, const Network &network, const std::vector<QJsonObject> &large, const std::vector<QJsonObject> &small)
{
    Figure resident = milliseconds(named(network, ".memory.resident"), valuesOf(large, "resident"), network.memoryMb);
    resident.unit = QStringLiteral("MB");
    bench.add(beside(resident, kSmall, valuesOf(small, "resident")));
    for (const char *kind : { "anonymous", "mapped" }) {
        Figure part = milliseconds(named(network, ".memory.") % QLatin1String(kind), valuesOf(large, kind));
        part.unit = QStringLiteral("MB");
        bench.add(beside(part, kSmall, valuesOf(small, kind)));
    }
    for (const char *kind : { "resident", "anonymous", "mapped" }) { // two seconds later
        const QString part = QString::fromLatin1(kind);
        Figure rested = milliseconds(
            named(network, ".memory.rested.") % part, valuesBelow(large, "rested", part), part == u"resident" ? network.memoryMb : 0);
        rested.unit = QStringLiteral("MB");
        bench.add(beside(rested, kSmall, valuesBelow(small, "rested", part)));
    }
}

} // namespace

void windowStart(Bench &bench)
{
    const QJsonObject small = smallStore(bench);
    for (const Network &network : networks(bench)) {
        const QJsonObject store = storeOf(bench, network.name, network.size);
        for (const QString &platform : platforms()) {
            const auto large = runs(bench, "start", on(platform, store));
            const QString tail = tailOf(platform);
            bench.add(beside(milliseconds(named(network, ".start") % tail, valuesOf(large, "ms"), network.startMs), "an empty window",
                valuesOf(runs(bench, "empty", on(platform, {})), "ms")));
            bench.add(beside(milliseconds(named(network, ".start.processor") % tail, valuesOf(large, "processor")), kSmall,
                valuesOf(runs(bench, "start", on(platform, small)), "processor")));
        }
    }
}

namespace {

void screensOn(Bench &bench, const QString &platform)
{
    const QString tail = tailOf(platform);
    const auto small = runs(bench, "screens", on(platform, smallStore(bench)));
    for (const Network &network : networks(bench)) {
        const auto large = runs(bench, "screens", on(platform, storeOf(bench, network.name, network.size)));
        const auto name = [&](const char *what) { return QString(named(network, what) % tail); };
        for (const QString &screen : large.front().value(QLatin1String("first")).toObject().keys())
            bench.add(beside(milliseconds(named(network, ".open.") % screen % tail, valuesBelow(large, "first", screen)), kSmall,
                valuesBelow(small, "first", screen)));
        bench.add(beside(milliseconds(name(".open.p95"), valuesOf(large, "p95"), network.screenMs), kSmall, valuesOf(small, "p95")));
        bench.add(
            beside(milliseconds(name(".open.p95.processor"), valuesOf(large, "processor95")), kSmall, valuesOf(small, "processor95")));
        if (tail.isEmpty())
            addMemory(bench, network, large, small);
    }
}

void filtersOn(Bench &bench, const QString &platform)
{
    const QString tail = tailOf(platform);
    const auto small = runs(bench, "filters", on(platform, smallStore(bench)));
    for (const Network &network : networks(bench)) {
        const auto large = runs(bench, "filters", on(platform, storeOf(bench, network.name, network.size)));
        const auto name = [&](const char *what) { return QString(named(network, what) % tail); };
        for (const char *screen : { "funnels", "network", "report", "rows", "stages" })
            bench.add(beside(milliseconds(named(network, ".filter.") % QLatin1String(screen) % tail, listed(large, screen)), kSmall,
                listed(small, screen)));
        bench.add(beside(milliseconds(name(".filter.p95"), valuesOf(large, "p95"), network.screenMs), kSmall, valuesOf(small, "p95")));
        bench.add(
            beside(milliseconds(name(".filter.p95.processor"), valuesOf(large, "processor95")), kSmall, valuesOf(small, "processor95")));
    }
}

} // namespace

void windowScreens(Bench &bench)
{
    for (const QString &platform : platforms())
        screensOn(bench, platform);
}

void windowFilters(Bench &bench)
{
    for (const QString &platform : platforms())
        filtersOn(bench, platform);
}

void windowTree(Bench &bench)
{
    const auto small = runs(bench, "tree", smallStore(bench));
    const std::int64_t items = bench.isQuick() ? 200'000 : 1'000'000;
    const auto large = runs(bench, "tree",
        storeOf(bench, bench.isQuick() ? QStringLiteral("tree-small") : QStringLiteral("tree"),
            { .items = items, .employees = bench.isQuick() ? 20'000 : 132'000, .search = false }));
    const QString nodes = QStringLiteral("%1 rows").arg(large.front().value(QLatin1String("nodes")).toInteger());
    const auto add = [&](const char *what, const std::vector<double> &values, const std::vector<double> &others, double target) {
        Figure figure = beside(milliseconds(QStringLiteral("window.tree.") % QLatin1String(what), values, target), kSmall, others);
        figure.note = nodes;
        bench.add(figure);
    };
    add("expand", listed(large, "expand"), listed(small, "expand"), 100);
    add("sort", listed(large, "sort"), listed(small, "sort"), 100);
    add("frame.p95", valuesOf(large, "frame"), valuesOf(small, "frame"), 16);
    add("leap.p95", valuesOf(large, "jump"), valuesOf(small, "jump"), 16);
    add("refresh", valuesOf(large, "refresh"), valuesOf(small, "refresh"), 0);
}

namespace {

void boardOn(Bench &bench, const QString &platform)
{
    const auto small = runs(bench, "board", on(platform, smallStore(bench)));
    const std::int64_t items = bench.isQuick() ? 120'000 : 1'200'000;
    const auto large = runs(bench, "board",
        on(platform,
            storeOf(bench, bench.isQuick() ? QStringLiteral("board-small") : QStringLiteral("board"),
                { .items = items, .search = false, .closedPercent = 0 })));
    const QString cards = QStringLiteral("%1 cards").arg(large.front().value(QLatin1String("cards")).toInteger());
    const auto add = [&](const char *what, const std::vector<double> &values, const std::vector<double> &others, double target) {
        const QString name = QStringLiteral("window.board.") % QLatin1String(what) % tailOf(platform);
        Figure figure = beside(milliseconds(name, values, target), kSmall, others);
        figure.note = cards;
        bench.add(figure);
    };
    add("open", valuesOf(large, "open"), valuesOf(small, "open"), 150);
    add("layout", listed(large, "layout"), listed(small, "layout"), 0);
    add("frame.p95", valuesOf(large, "frame"), valuesOf(small, "frame"), 12);
    add("leap.p95", valuesOf(large, "leap"), valuesOf(small, "leap"), 12);
    add("end", listed(large, "end"), listed(small, "end"), 100);
    add("drag.longest", valuesOf(large, "drag"), valuesOf(small, "drag"), 12);
    add("refresh", valuesOf(large, "again"), valuesOf(small, "again"), 0);
}

} // namespace

void windowBoard(Bench &bench)
{
    for (const QString &platform : platforms())
        boardOn(bench, platform);
}

void windowSearch(Bench &bench)
{
    const auto small = runs(bench, "search", smallStore(bench));
    for (const Network &network : networks(bench)) {
        const auto large = runs(bench, "search", storeOf(bench, network.name, network.size));
        bench.add(
            beside(milliseconds(named(network, ".search.p95"), valuesOf(large, "p95"), network.keyMs), kSmall, valuesOf(small, "p95")));
    }
}

void windowCurve(Bench &bench)
{
    const auto small = runs(bench, "curve", smallStore(bench));
    for (const Network &network : networks(bench)) {
        const auto large = runs(bench, "curve", storeOf(bench, network.name, network.size));
        bench.add(beside(
            milliseconds(named(network, ".curve.chosen"), listed(large, "chosen"), network.screenMs), kSmall, listed(small, "chosen")));
        bench.add(beside(
            milliseconds(named(network, ".curve.asked"), valuesOf(large, "asked"), network.screenMs), kSmall, valuesOf(small, "asked")));
    }
}

void windowBusy(Bench &bench)
{
    const auto work = [&](QJsonObject store, bool changes, int seconds) {
        store.insert(QStringLiteral("seconds"), seconds);
        store.insert(QStringLiteral("changes"), changes);
        return run("busy", store);
    };
    const QJsonObject small = work(smallStore(bench), false, bench.isQuick() ? 12 : 60);
    for (const Network &network : networks(bench)) {
        const bool isLong = bench.isFull() && network.size.items <= 1'000'000;
        const QJsonObject store = copyOf(bench, storeOf(bench, network.name, network.size));
        const QJsonObject busy = work(store, true, isLong ? 600 : bench.isQuick() ? 12 : 60);
        const auto add = [&](const char *name, const char *key, double target) {
            Figure figure = beside(milliseconds(named(network, name), { busy.value(QLatin1String(key)).toDouble() }, target),
                "a store of 200 items without changes", { small.value(QLatin1String(key)).toDouble() });
            bench.add(figure);
        };
        add(".busy.longest", "longest", 50);
        add(".busy.longest.processor", "longestProcessor", 50);
        add(".busy.turn.p99", "turn99", 0);
        add(".busy.frame.p99", "frame99", 16);
        add(".busy.frame.p99.processor", "frame99Processor", 16);
        for (const auto &[name, key, target] :
            { std::tuple(".busy.resident", "resident", network.memoryMb), std::tuple(".busy.resident.median", "residentMedian", 0.0),
                std::tuple(".busy.resident.highest", "residentHighest", 0.0) }) {
            Figure resident = milliseconds(named(network, name), { busy.value(QLatin1String(key)).toDouble() }, target);
            resident.unit = QStringLiteral("MB");
            bench.add(beside(resident, "a store of 200 items without changes", { small.value(QLatin1String(key)).toDouble() }));
        }
        Figure changes { named(network, ".busy.changes"), QStringLiteral("a second"), { busy.value(QLatin1String("changes")).toDouble() } };
        QStringList longest;
        for (const QJsonValue &turn : busy.value(QLatin1String("turns")).toArray())
            longest.append(turn.toString());
        changes.note = QStringLiteral("longest turns: ") % longest.join(QStringLiteral("; "));
        bench.add(changes);
        bench.removeFolder(QStringLiteral("window-busy"));
    }
}

} // namespace dealerlens::bench
