// SPDX-License-Identifier: GPL-3.0-or-later
// What reports derive from a snapshot that follows another: of some changed portals, beside the same derived from nothing.
#include "bench/changedleads.h"
#include "bench/openedstore.h"
#include "bench/parts.h"

#include "facts/builder.h"
#include "reports/begunblocks.h"
#include "reports/chaincolumns.h"
#include "reports/fates.h"
#include "reports/itemstates.h"
#include "reports/monthcube.h"
#include "reports/stagecodes.h"
#include "reports/staytable.h"

#include <QJsonArray>
#include <QRandomGenerator>

#include <array>
#include <ctime>

namespace dealerlens::bench {
namespace {

constexpr std::array kChanged { 1, 50 }; // portals between two snapshots

// By the clock of the processor, all threads: each is a few milliseconds, which whoever else works would lengthen.
double processorMs()
{
    timespec now {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

void deriveFates(const facts::Snapshot &facts)
{
    const reports::Question question = reports::questionOfEverybody(facts);
    (void)reports::Fates::of(reports::Population(facts, question), reports::Fates::Of::Chains);
}

void deriveLates(const facts::Snapshot &facts)
{
    const reports::Question question = reports::questionOfEverybody(facts);
    const reports::Population population(facts, question);
    (void)reports::ItemStates(population);
}

struct Derivation {
    const char *name;
    void (*derive)(const facts::Snapshot &facts);
};

// In this order: some need others, which then are there.
constexpr std::array kDerivations {
    Derivation { "fates", deriveFates },
    Derivation { "blocks", [](const facts::Snapshot &facts) { (void)reports::BegunBlocks::of(facts); } },
    Derivation { "chains", [](const facts::Snapshot &facts) { (void)reports::chainColumns(facts); } },
    Derivation { "stays", [](const facts::Snapshot &facts) { (void)reports::stayTable(facts); } },
    Derivation { "lates", deriveLates },
    Derivation { "months", [](const facts::Snapshot &facts) { (void)reports::MonthCube::make(facts, {}, {}); } },
    Derivation { "codes", [](const facts::Snapshot &facts) { (void)reports::StageCodes::of(facts, reports::StageGrouping::Milestone); } },
};

using Times = std::array<std::vector<double>, kDerivations.size()>;

void deriveTimed(const facts::Snapshot &facts, Times &times)
{
    for (std::size_t i = 0; i < kDerivations.size(); ++i) {
        const double before = processorMs();
        kDerivations[i].derive(facts);
        times[i].push_back(processorMs() - before);
    }
}

void tell(QJsonObject &answer, const Times &times, const QString &after)
{
    for (std::size_t i = 0; i < kDerivations.size(); ++i) {
        QJsonArray all;
        for (const double one : times[i])
            all.append(one);
        answer.insert(QLatin1String(kDerivations[i].name) % u'.' % after, all);
    }
}

} // namespace

// folder, generated or not; items; runs.
QJsonObject followTask(const QJsonObject &arguments)
{
    const QString folder = arguments.value(QLatin1String("folder")).toString();
    const int runs = arguments.value(QLatin1String("runs")).toInt(3);
    if (const std::int64_t items = arguments.value(QLatin1String("items")).toInteger(); items > 0)
        if (const auto done = generateStore(folder, { .items = items, .search = false }); !done)
            giveUp(done.error().detail);
    const GeneratedTime clock;
    const auto store = storeIn(folder, clock);
    facts::Builder builder(QString {});
    facts::SnapshotPtr facts = upToDate(builder, *store);
    QJsonObject answer;
    Times anew;
    for (int run = 0; run < runs; ++run) {
        facts->derived.clear();
        deriveTimed(*facts, anew);
    }
    tell(answer, anew, QStringLiteral("anew"));
    int round = 0;
    for (const int portals : kChanged) {
        Times after;
        for (int run = 0; run < runs; ++run) {
            changeLeads(*store, portals, ++round);
            facts = upToDate(builder, *store);
            if (builder.portalsMade() != std::size_t(portals))
                giveUp(QStringLiteral("%1 portals were made anew, %2 changed").arg(builder.portalsMade()).arg(portals));
            deriveTimed(*facts, after);
        }
        tell(answer, after, QString::number(portals));
    }
    return answer;
}

void reportsFollow(Bench &bench)
{
    const QString size = bench.isQuick() ? QStringLiteral("100k") : QStringLiteral("1m");
    const QString folder = bench.freshFolder(QStringLiteral("follow"));
    const QJsonObject answer = bench.runTask(QStringLiteral("follow"),
        { { QStringLiteral("folder"), folder }, { QStringLiteral("items"), bench.isQuick() ? 100'000 : 1'000'000 },
            { QStringLiteral("runs"), bench.runs() } });
    for (const Derivation &derivation : kDerivations)
        for (const int portals : kChanged) {
            const auto runs = [&](const QString &after) {
                std::vector<double> values;
                for (const QJsonValue &run : answer.value(QLatin1String(derivation.name) % u'.' % after).toArray())
                    values.push_back(run.toDouble());
                return values;
            };
            bench.add({ QStringLiteral("reports.follow.%1.%2.%3").arg(size, QLatin1String(derivation.name)).arg(portals),
                QStringLiteral("ms"), runs(QString::number(portals)), QStringLiteral("derived from nothing, processor as well"),
                runs(QStringLiteral("anew")), Figure::Target::None, 0,
                portals == 1 ? QStringLiteral("after one changed portal") : QStringLiteral("after %1 changed portals").arg(portals) });
        }
    bench.removeFolder(QStringLiteral("follow"));
}

} // namespace dealerlens::bench
