// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/parts.h"
#include "bench/simprocess.h"

namespace dealerlens::bench {
namespace {

QStringList bulk(int portals, int leads)
{
    return { QStringLiteral("--bulk-portals"), QString::number(portals), QStringLiteral("--bulk-leads"), QString::number(leads) };
}

QJsonObject taskArguments(const SimProcess &sim, const QString &folder)
{
    return { { QStringLiteral("portals"), sim.portals() }, { QStringLiteral("folder"), folder } };
}

struct CpuRuns {
    std::vector<QJsonObject> parse;
    std::vector<QJsonObject> floor;
    std::vector<QJsonObject> ours;
    std::vector<QJsonObject> noSearch;
};

// Turn and turn about, so that a slower hour of the machine is met by all of them.
CpuRuns measureCpu(Bench &bench, int leads, int runs)
{
    CpuRuns all;
    const QString name = QStringLiteral("mirror");
    SimProcess sim(bulk(1, leads) << QStringLiteral("--no-limits"), bench.freshFolder(QStringLiteral("sim")));
    const auto once = [&](const char *task, bool stored, bool search) {
        sim.forget();
        QJsonObject arguments = taskArguments(sim, stored ? bench.freshFolder(name) : QString());
        arguments.insert(QStringLiteral("rows"), leads);
        arguments.insert(QStringLiteral("search"), search);
        QJsonObject answer = bench.runTask(QString::fromLatin1(task), arguments);
        answer.insert(QStringLiteral("requests"), sim.requests());
        answer.insert(QStringLiteral("refusals"), sim.refusals());
        return answer;
    };
    for (int run = 0; run < runs; ++run) {
        all.parse.push_back(once("floor", false, true));
        all.floor.push_back(once("floor", true, true));
        all.ours.push_back(once("mirror", true, true));
        all.noSearch.push_back(once("mirror", true, false));
        if (all.ours.back().value(QLatin1String("rows")).toInt() != leads)
            giveUp(QStringLiteral("not every lead was mirrored"));
    }
    bench.removeFolder(name);
    return all;
}

} // namespace

void mirrorCpu(Bench &bench)
{
    for (const int leads : bench.isFull() ? std::vector { 100'000, 1'000'000 } : std::vector { 100'000 }) {
        const QString name = QStringLiteral("mirror.%1k.").arg(leads / 1000);
        const CpuRuns all = measureCpu(bench, leads, bench.runs());
        const QString floor = QStringLiteral("fetch, parse, store");
        const std::vector<double> yardstick = valuesOf(all.floor, "cpu");
        bench.add({ name % QStringLiteral("parse.cpu"), QStringLiteral("s"), valuesOf(all.parse, "cpu"), floor, yardstick });
        bench.add({ name % QStringLiteral("cpu"), QStringLiteral("s"), valuesOf(all.ours, "cpu"), floor, yardstick, Figure::Target::AtMost,
            1.3 });
        bench.add({ name % QStringLiteral("cpu.nosearch"), QStringLiteral("s"), valuesOf(all.noSearch, "cpu"), floor, yardstick });
        bench.add({ name % QStringLiteral("wall"), QStringLiteral("s"), valuesOf(all.ours, "wall"), floor, valuesOf(all.floor, "wall") });
        bench.add({ name % QStringLiteral("rss"), QStringLiteral("MB"), valuesOf(all.ours, "rss"), {}, {}, Figure::Target::AtMost, 150 });
        bench.add({ name % QStringLiteral("rss.floor"), QStringLiteral("MB"), valuesOf(all.floor, "rss") });
        bench.add({ name % QStringLiteral("requests"), QStringLiteral("requests"), valuesOf(all.ours, "requests"), {}, {},
            Figure::Target::AtMost, leads / 2500.0 + 1 });
    }
}

} // namespace dealerlens::bench
