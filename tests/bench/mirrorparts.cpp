// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/parts.h"
#include "bench/simprocess.h"

#include <thread>

namespace dealerlens::bench {
namespace {

QStringList bulk(int portals, int leads)
{
    return { QStringLiteral("--bulk-portals"), QString::number(portals), QStringLiteral("--bulk-leads"), QString::number(leads) };
}

// A simulated network, and a folder that one task after the other may use.
class Rig {
public:
    Rig(Bench &bench, const QStringList &simulator)
        : sim(simulator, bench.freshFolder(QStringLiteral("sim")))
        , m_bench(bench)
    {
        forgetMirror();
    }

    ~Rig() { m_bench.removeFolder(QStringLiteral("mirror")); }

    Rig(const Rig &) = delete;
    Rig &operator=(const Rig &) = delete;

    void forgetMirror()
    {
        m_folder = m_bench.freshFolder(QStringLiteral("mirror"));
        m_known = false;
    }

    // A cycle of every portal: the first after forgetMirror() is a full mirror.
    QJsonObject cycle(const QJsonObject &more = {})
    {
        QJsonObject arguments = more;
        arguments.insert(QStringLiteral("folder"), m_folder);
        arguments.insert(QStringLiteral("known"), std::exchange(m_known, true));
        return run("mirror", std::move(arguments));
    }

    // The yardstick.
    enum class Keep { Nothing, Tables, TablesAndWords };

    QJsonObject floor(int rows, Keep keep, int lanes = 1)
    {
        forgetMirror();
        return run("floor",
            { { QStringLiteral("folder"), keep == Keep::Nothing ? QString() : m_folder },
                { QStringLiteral("search"), keep == Keep::TablesAndWords }, { QStringLiteral("rows"), rows },
                { QStringLiteral("lanes"), lanes } });
    }

    SimProcess sim;

private:
    QJsonObject run(const char *task, QJsonObject arguments)
    {
        sim.forget();
        arguments.insert(QStringLiteral("portals"), sim.portals());
        QJsonObject answer = m_bench.runTask(QString::fromLatin1(task), arguments);
        answer.insert(QStringLiteral("requests"), sim.requests());
        answer.insert(QStringLiteral("refusals"), sim.refusals());
        return answer;
    }

    Bench &m_bench;
    QString m_folder;
    bool m_known = false;
};

void expectRows(const QJsonObject &answer, qint64 rows)
{
    if (answer.value(QLatin1String("rows")).toInteger() != rows)
        giveUp(QStringLiteral("not every lead was mirrored"));
}

struct CpuRuns {
    std::vector<QJsonObject> parse;
    std::vector<QJsonObject> floor;
    std::vector<QJsonObject> floorNoSearch;
    std::vector<QJsonObject> ours;
    std::vector<QJsonObject> noSearch;
    std::vector<QJsonObject> columns; // those of the reports kept up to date, until they tell of the last lead
};

// Turn and turn about, so that a slower hour of the machine is met by all of them.
CpuRuns measureCpu(Bench &bench, int leads)
{
    CpuRuns all;
    Rig rig(bench, bulk(1, leads) << QStringLiteral("--no-limits"));
    for (int run = 0; run < (bench.isQuick() ? 2 : bench.runs()); ++run) {
        if (run == 0 || !bench.isQuick())
            all.parse.push_back(rig.floor(leads, Rig::Keep::Nothing));
        all.floor.push_back(rig.floor(leads, Rig::Keep::TablesAndWords));
        all.floorNoSearch.push_back(rig.floor(leads, Rig::Keep::Tables));
        const auto mirror = [&](std::vector<QJsonObject> &runs, const QJsonObject &how) {
            rig.forgetMirror();
            runs.push_back(rig.cycle(how));
            expectRows(runs.back(), leads);
        };
        mirror(all.ours, {});
        mirror(all.noSearch, { { QStringLiteral("search"), false } });
        mirror(all.columns, { { QStringLiteral("columns"), leads } });
    }
    return all;
}

} // namespace

void mirrorCpu(Bench &bench)
{
    for (const int leads : bench.isFull() ? std::vector { 100'000, 1'000'000 } : std::vector { 100'000 }) {
        const QString name = QStringLiteral("mirror.%1k.").arg(leads / 1000);
        const CpuRuns all = measureCpu(bench, leads);
        const QString floor = QStringLiteral("the same by the smallest program");
        const std::vector<double> yardstick = valuesOf(all.floor, "cpu");
        bench.add({ name % QStringLiteral("parse.cpu"), QStringLiteral("s"), valuesOf(all.parse, "cpu"),
            QStringLiteral("fetch, parse, store with words"), yardstick });
        bench.add({ name % QStringLiteral("cpu"), QStringLiteral("s"), valuesOf(all.ours, "cpu"), floor, yardstick, Figure::Target::AtMost,
            1.3 });
        bench.add({ name % QStringLiteral("cpu.nosearch"), QStringLiteral("s"), valuesOf(all.noSearch, "cpu"), floor,
            valuesOf(all.floorNoSearch, "cpu"), Figure::Target::AtMost, 1.3 });
        const QString without = QStringLiteral("the same without columns");
        bench.add({ name % QStringLiteral("cpu.columns"), QStringLiteral("s"), valuesOf(all.columns, "cpu"), without,
            valuesOf(all.ours, "cpu"), Figure::Target::AtMost, 1.1 });
        bench.add({ name % QStringLiteral("rss.columns"), QStringLiteral("MB"), valuesOf(all.columns, "rss"), without,
            valuesOf(all.ours, "rss") });
        bench.add({ name % QStringLiteral("wall"), QStringLiteral("s"), valuesOf(all.ours, "wall"), floor, valuesOf(all.floor, "wall") });
        bench.add({ name % QStringLiteral("rss"), QStringLiteral("MB"), valuesOf(all.ours, "rss"), {}, {}, Figure::Target::AtMost, 150 });
        bench.add({ name % QStringLiteral("rss.floor"), QStringLiteral("MB"), valuesOf(all.floor, "rss") });
        bench.add({ name % QStringLiteral("requests"), QStringLiteral("requests"), valuesOf(all.ours, "requests"), {}, {},
            Figure::Target::AtMost, leads / 2500.0 + 1 });
    }
}

// A dealer of usual size, then the same again when nothing has changed.
void mirrorRequests(Bench &bench)
{
    Rig rig(bench,
        bulk(1, 3'000) << QStringLiteral("--bulk-deals") << QStringLiteral("1000") << QStringLiteral("--bulk-contacts")
                       << QStringLiteral("2500") << QStringLiteral("--bulk-history") << QStringLiteral("20000")
                       << QStringLiteral("--bulk-users") << QStringLiteral("60") << QStringLiteral("--no-limits"));
    constexpr int kPolls = 4;
    std::vector<QJsonObject> whole;
    std::vector<double> poll;
    for (int run = 0; run < bench.runs(); ++run) {
        rig.forgetMirror();
        whole.push_back(rig.cycle());
        expectRows(whole.back(), 3'000);
        rig.forgetMirror(); // a program that goes on knows how long its lists are
        const double more = rig.cycle({ { QStringLiteral("polls"), kPolls } }).value(QLatin1String("requests")).toDouble();
        poll.push_back((more - whole.back().value(QLatin1String("requests")).toDouble()) / kPolls);
    }
    const QString unit = QStringLiteral("requests");
    bench.add({ QStringLiteral("mirror.dealer.requests"), unit, valuesOf(whole, "requests"), {}, {}, Figure::Target::AtMost, 13 });
    bench.add({ QStringLiteral("mirror.dealer.poll"), unit, poll, {}, {}, Figure::Target::AtMost, 1 });
}

// Portals without a change, then with one lead in a hundred changed; and the same changes in portals five times as large.
void mirrorChanges(Bench &bench)
{
    const int portals = bench.isQuick() ? 100 : 1'000;
    const auto measure = [&](int leads, std::vector<QJsonObject> &idle, std::vector<QJsonObject> &changed) {
        Rig rig(bench, bulk(portals, leads) << QStringLiteral("--bulk-users") << QStringLiteral("5"));
        expectRows(rig.cycle(), qint64(portals) * leads);
        for (int run = 0; run < bench.runs(); ++run) {
            idle.push_back(rig.cycle());
            (void)rig.sim.control("touch", { { QStringLiteral("every"), leads } });
            changed.push_back(rig.cycle());
        }
    };
    std::vector<QJsonObject> idle;
    std::vector<QJsonObject> changed;
    std::vector<QJsonObject> idleLarge;
    std::vector<QJsonObject> changedLarge;
    measure(100, idle, changed);
    measure(500, idleLarge, changedLarge);
    const QString count = QString::number(portals);
    const QString unit = QStringLiteral("requests");
    bench.add({ QStringLiteral("mirror.idle.requests"), unit, valuesOf(idle, "requests"), {}, {}, Figure::Target::AtMost, double(portals),
        count % QStringLiteral(" portals") });
    bench.add({ QStringLiteral("mirror.changed.requests"), unit, valuesOf(changed, "requests"), {}, {}, Figure::Target::AtMost,
        portals * 1.1, QStringLiteral("one change each") });
    const QString small = QStringLiteral("a fifth of the leads");
    bench.add({ QStringLiteral("mirror.idle.cpu"), QStringLiteral("s"), valuesOf(idleLarge, "cpuCycle"), small, valuesOf(idle, "cpuCycle"),
        Figure::Target::AtMost, 1.5 });
    bench.add({ QStringLiteral("mirror.changed.cpu"), QStringLiteral("s"), valuesOf(changedLarge, "cpuCycle"), small,
        valuesOf(changed, "cpuCycle"), Figure::Target::AtMost, 1.5 });
}

// What grows with the portal is only on the disk: some 19 GB of it.
void mirrorMemory10m(Bench &bench)
{
    if (!bench.isFull())
        return;
    constexpr int kLeads = 10'000'000;
    Rig rig(bench, bulk(1, kLeads) << QStringLiteral("--no-limits"));
    const QJsonObject ours = rig.cycle();
    expectRows(ours, kLeads);
    bench.add(
        { QStringLiteral("mirror.memory.10m"), QStringLiteral("MB"), valuesOf({ ours }, "rss"), {}, {}, Figure::Target::AtMost, 150 });
}

// Many portals at once that need their time for each list: the yardstick reads and stores nothing.
void mirrorMany(Bench &bench)
{
    const int leads = bench.isQuick() ? 2'500 : 10'000;
    const int portals = 100;
    Rig rig(bench, bulk(portals, leads) << QStringLiteral("--list-cost") << QStringLiteral("20"));
    std::vector<QJsonObject> floor;
    std::vector<QJsonObject> ours;
    for (int run = 0; run < (bench.isQuick() ? 1 : bench.runs()); ++run) {
        floor.push_back(rig.floor(leads, Rig::Keep::Nothing));
        rig.forgetMirror();
        ours.push_back(rig.cycle());
        expectRows(ours.back(), qint64(portals) * leads);
    }
    const QString yardstick = QStringLiteral("fetch and parse");
    bench.add({ QStringLiteral("mirror.many.wall"), QStringLiteral("s"), valuesOf(ours, "wall"), yardstick, valuesOf(floor, "wall"),
        Figure::Target::AtMost, 12 / 6.6 });
    bench.add({ QStringLiteral("mirror.many.cpu"), QStringLiteral("s"), valuesOf(ours, "cpu") });
    bench.add({ QStringLiteral("mirror.many.rss"), QStringLiteral("MB"), valuesOf(ours, "rss"), {}, {}, Figure::Target::AtMost, 150 });
    bench.add({ QStringLiteral("mirror.many.requests"), QStringLiteral("requests"), valuesOf(ours, "requests") });
    bench.add({ QStringLiteral("mirror.many.refusals"), QStringLiteral("requests"), valuesOf(ours, "refusals"), {}, {},
        Figure::Target::AtMost, 0 });
}

// Three hundred portals at once without any limit but the processor's: what both sides spent, spread over all of its cores.
void mirrorCrowd(Bench &bench)
{
    constexpr int kPortals = 300;
    const int leads = bench.isQuick() ? 300 : 1'000;
    Rig rig(bench, bulk(kPortals, leads) << QStringLiteral("--no-limits"));
    std::vector<QJsonObject> ours;
    std::vector<double> bound;
    for (int run = 0; run < (bench.isQuick() ? 2 : bench.runs()); ++run) {
        rig.forgetMirror();
        const double before = rig.sim.processorSeconds();
        ours.push_back(rig.cycle());
        expectRows(ours.back(), qint64(kPortals) * leads);
        const double spent = rig.sim.processorSeconds() - before + ours.back().value(QLatin1String("cpuCycle")).toDouble();
        bound.push_back(spent / std::max(1U, std::thread::hardware_concurrency()));
    }
    bench.add({ QStringLiteral("mirror.crowd.wall"), QStringLiteral("s"), valuesOf(ours, "wall"),
        QStringLiteral("processor seconds of both sides on all cores"), bound, Figure::Target::AtMost, 1.25,
        QStringLiteral("%1 portals").arg(kPortals) });
    bench.add({ QStringLiteral("mirror.crowd.rss"), QStringLiteral("MB"), valuesOf(ours, "rss"), {}, {}, Figure::Target::AtMost, 150 });
    bench.add({ QStringLiteral("mirror.crowd.refusals"), QStringLiteral("requests"), valuesOf(ours, "refusals"), {}, {},
        Figure::Target::AtMost, 0 });
}

namespace {

// A fresh portal for each run: the yardstick leaves next to nothing of the burst.
void measureSlow(Bench &bench, int leads, int runs)
{
    const QStringList slow = bulk(1, leads) << QStringLiteral("--latency") << QStringLiteral("50") << QStringLiteral("--list-cost")
                                            << QStringLiteral("40");
    std::vector<QJsonObject> floor;
    std::vector<QJsonObject> ours;
    for (int run = 0; run < runs; ++run) {
        floor.push_back(Rig(bench, slow).floor(leads, Rig::Keep::TablesAndWords, leads / 2'500));
        ours.push_back(Rig(bench, slow).cycle());
        expectRows(ours.back(), leads);
    }
    const QString name = QStringLiteral("mirror.slow.%1k.").arg(leads / 1000);
    const QString requests = QStringLiteral("requests");
    bench.add({ name % QStringLiteral("wall"), QStringLiteral("s"), valuesOf(ours, "wall"),
        QStringLiteral("a lane of ids for each request"), valuesOf(floor, "wall"), Figure::Target::AtMost, 1.2 });
    bench.add({ name % QStringLiteral("rss"), QStringLiteral("MB"), valuesOf(ours, "rss"), {}, {}, Figure::Target::AtMost, 150 });
    constexpr double kFirstAndScout = 2; // a portal that answers at once is asked once less: mirror.*.requests
    bench.add({ name % requests, requests, valuesOf(ours, "requests"), {}, {}, Figure::Target::AtMost, leads / 2500.0 + kFirstAndScout });
    bench.add({ name % QStringLiteral("refusals"), requests, valuesOf(ours, "refusals"), {}, {}, Figure::Target::AtMost, 0 });
}

} // namespace

// One portal that answers late and needs its time for each list, with its limit of requests: as large as the target speaks
// of, and a fifth of that, where the first request weighs more.
void mirrorSlow(Bench &bench)
{
    const int runs = bench.isQuick() ? 1 : bench.runs();
    if (!bench.isQuick())
        measureSlow(bench, 20'000, runs);
    measureSlow(bench, 100'000, runs);
}

// More rows than the burst of the limit lets through: what is left goes at its rate, and all of it leaves a fifth of the
// method's time to others.
void mirrorLimit(Bench &bench)
{
    const int leads = 250'000;
    std::vector<QJsonObject> ours;
    std::vector<double> bound;
    for (int run = 0; run < (bench.isFull() ? bench.runs() : 1); ++run) {
        ours.push_back(Rig(bench, bulk(1, leads)).cycle());
        expectRows(ours.back(), leads);
        bound.push_back((ours.back().value(QLatin1String("requests")).toDouble() - 50) / 2);
    }
    bench.add({ QStringLiteral("mirror.limit.refusals"), QStringLiteral("requests"), valuesOf(ours, "refusals"), {}, {},
        Figure::Target::AtMost, 0 });
    bench.add({ QStringLiteral("mirror.limit.wall"), QStringLiteral("s"), valuesOf(ours, "wall"), QStringLiteral("(requests - 50) / 2"),
        bound, Figure::Target::AtMost, 1.05 });
    bench.add({ QStringLiteral("mirror.limit.methodtime"), QStringLiteral("share"), valuesOf(ours, "methodShare"), {}, {},
        Figure::Target::AtMost, 0.8 });
}

} // namespace dealerlens::bench
