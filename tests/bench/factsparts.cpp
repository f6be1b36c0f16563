// SPDX-License-Identifier: GPL-3.0-or-later
// Columns: made from the store, opened from their file, brought up to date.
#include "bench/openedstore.h"
#include "bench/parts.h"

#include "facts/builder.h"
#include "store/files.h"
#include "store/store.h"

#include <QElapsedTimer>
#include <QFile>

#include <array>
#include <ctime>

#include <sqlite3.h>

namespace dealerlens::bench {
namespace {

// Everything that facts are made of, without a condition: what reading costs at least.
constexpr std::array kSelects {
    "SELECT portal_id, id, deleted_at, category_id, stage_id, semantic, assigned_by_id, created, moved, modified, close_date, amount, "
    "currency, source_id, utm_campaign, contact_id, company_id, lead_id, originator_id, origin_id, title FROM lead",
    "SELECT portal_id, id, deleted_at, category_id, stage_id, semantic, assigned_by_id, created, moved, modified, close_date, amount, "
    "currency, source_id, utm_campaign, contact_id, company_id, lead_id, originator_id, origin_id, title FROM deal",
    "SELECT portal_id, id, deleted_at, owner_id, type_id, created, category_id, stage_id, semantic FROM lead_history",
    "SELECT portal_id, id, deleted_at, owner_id, type_id, created, category_id, stage_id, semantic FROM deal_history",
    "SELECT portal_id, id, deleted_at, owner_type_id, owner_id, type_id, provider_id, direction, deadline, completed, created, modified, "
    "start_time, author_id FROM activity",
    "SELECT portal_id, id, deleted_at, call_type, started, duration, failed_code, crm_type, crm_id, phone FROM call",
    "SELECT portal_id, owner_kind, owner_id, lookup FROM contact_point",
};

double processorMs()
{
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

double residentMb()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toDouble() * 4'096 / 1e6 : 0;
}

// Each value is looked at as a program must that keeps it: its type, then the number or the bytes.
std::int64_t selectAll(const QString &folder)
{
    sqlite3 *database = nullptr;
    if (sqlite3_open_v2(QFile::encodeName(store::mirrorPath(folder)).constData(), &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
        giveUp(QStringLiteral("the mirror cannot be opened"));
    sqlite3_exec(database, "PRAGMA cache_size=-32768", nullptr, nullptr, nullptr);
    std::int64_t sum = 0;
    for (const char *sql : kSelects) {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK)
            giveUp(QString::fromUtf8(sqlite3_errmsg(database)));
        const int columns = sqlite3_column_count(statement);
        while (sqlite3_step(statement) == SQLITE_ROW)
            for (int column = 0; column < columns; ++column) {
                const int type = sqlite3_column_type(statement, column);
                if (type == SQLITE_INTEGER)
                    sum += sqlite3_column_int64(statement, column);
                else if (type != SQLITE_NULL)
                    sum += sqlite3_column_text(statement, column)[0] + sqlite3_column_bytes(statement, column);
            }
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    return sum;
}

QJsonObject measured(double cpu, const facts::Snapshot *facts)
{
    QJsonObject answer { { QStringLiteral("ms"), processorMs() - cpu }, { QStringLiteral("resident"), residentMb() } };
    if (facts)
        answer.insert(QStringLiteral("items"), qint64(facts->items.size()));
    return answer;
}

} // namespace

QJsonObject factsTask(const QJsonObject &arguments)
{
    const QString folder = arguments.value(QLatin1String("folder")).toString();
    const QString what = arguments.value(QLatin1String("what")).toString();
    const QString path = store::columnsPath(folder);
    if (what == u"generate") {
        if (const auto done = generateStore(folder, { .items = arguments.value(QLatin1String("items")).toInteger(), .search = false });
            !done)
            giveUp(done.error().detail);
        return {};
    }
    if (what == u"select") {
        const double cpu = processorMs();
        return selectAll(folder) != 0 ? measured(cpu, nullptr) : QJsonObject();
    }
    const GeneratedTime clock;
    const auto store = storeIn(folder, clock);
    const bool fromFile = what != u"build";
    facts::Builder builder(fromFile ? path : QString());
    double cpu = processorMs();
    QElapsedTimer wall;
    wall.start();
    facts::SnapshotPtr facts = upToDate(builder, *store);
    QJsonObject answer = measured(cpu, facts.get());
    answer.insert(QStringLiteral("wallMs"), double(wall.nsecsElapsed()) / 1e6);
    if (what == u"save" && !builder.save())
        giveUp(QStringLiteral("facts.columns cannot be written"));
    if (what == u"save")
        answer.insert(QStringLiteral("file"), double(QFile(path).size()) / 1e6);
    if (what == u"update") {
        changeLeads(*store, 20, arguments.value(QLatin1String("round")).toInt());
        cpu = processorMs();
        facts = upToDate(builder, *store);
        answer = measured(cpu, facts.get());
        answer.insert(QStringLiteral("each"), (processorMs() - cpu) / double(std::max<std::size_t>(1, builder.portalsMade())));
    }
    return answer;
}

namespace {

void measure(Bench &bench, std::int64_t items, const QString &size)
{
    const QString folder = bench.freshFolder(QStringLiteral("facts-") % size);
    const auto run = [&](const char *what, int round = 0) {
        return bench.runTask(QStringLiteral("facts"),
            { { QStringLiteral("folder"), folder }, { QStringLiteral("what"), QString::fromLatin1(what) },
                { QStringLiteral("items"), qint64(items) }, { QStringLiteral("round"), round } });
    };
    (void)run("generate");
    std::vector<QJsonObject> selects;
    std::vector<QJsonObject> builds;
    std::vector<QJsonObject> opens;
    std::vector<QJsonObject> updates;
    for (int round = 0; round < bench.runs(); ++round) {
        selects.push_back(run("select"));
        builds.push_back(run("build"));
    }
    const QJsonObject saved = run("save");
    for (int round = 0; round < bench.runs(); ++round)
        opens.push_back(run("open"));
    for (int round = 0; round < bench.runs(); ++round)
        updates.push_back(run("update", round));
    const QString name = QStringLiteral("facts.") % size;
    using Target = Figure::Target;
    bench.add({ name % QStringLiteral(".build.cpu"), QStringLiteral("ms"), valuesOf(builds, "ms"),
        QStringLiteral("plain SELECTs of the same columns"), valuesOf(selects, "ms"), Target::AtMost, 1.5 });
    bench.add({ name % QStringLiteral(".build.resident"), QStringLiteral("MB"), valuesOf(builds, "resident") });
    bench.add({ name % QStringLiteral(".file"), QStringLiteral("MB"), { saved.value(QLatin1String("file")).toDouble() } });
    bench.add({ name % QStringLiteral(".open.cpu"), QStringLiteral("ms"), valuesOf(opens, "ms") });
    bench.add({ name % QStringLiteral(".open.wall"), QStringLiteral("ms"), valuesOf(opens, "wallMs") });
    bench.add({ name % QStringLiteral(".open.resident"), QStringLiteral("MB"), valuesOf(opens, "resident") });
    bench.add({ name % QStringLiteral(".update.dealer"), QStringLiteral("ms"), valuesOf(updates, "each"), {}, {}, Target::None, 0,
        QStringLiteral("for one changed dealer, 20 at once") });
    bench.removeFolder(QStringLiteral("facts-") % size);
}

} // namespace

void facts1m(Bench &bench)
{
    measure(bench, bench.isQuick() ? 100'000 : 1'000'000, bench.isQuick() ? QStringLiteral("100k") : QStringLiteral("1m"));
}

void facts10m(Bench &bench)
{
    if (bench.isFull())
        measure(bench, 10'000'000, QStringLiteral("10m"));
}

} // namespace dealerlens::bench
