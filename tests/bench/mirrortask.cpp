// SPDX-License-Identifier: GPL-3.0-or-later
// The real engine and the real store, in a process of their own.
#include "bench/openedstore.h"
#include "bench/parts.h"

#include "base/task.h"
#include "facts/hub.h"
#include "sync/engine.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <sqlite3.h>
#include <sys/resource.h>

namespace dealerlens::bench {
namespace {

// The word index replaced by one that keeps nothing: what is left is the cost of everything else.
void takeSearchAway(const QString &folder)
{
    sqlite3 *database = nullptr;
    const int opened = sqlite3_open((folder.toStdString() + "/mirror.db").c_str(), &database);
    const int done = sqlite3_exec(database,
        "DROP TABLE search_text; CREATE VIEW search_text AS SELECT 0 AS rowid, '' AS words, '' AS search_text;"
        "CREATE TRIGGER no_search INSTEAD OF INSERT ON search_text BEGIN SELECT 1; END",
        nullptr, nullptr, nullptr);
    sqlite3_close(database);
    if (opened != SQLITE_OK || done != SQLITE_OK)
        giveUp(QStringLiteral("the word index cannot be taken away"));
}

std::vector<std::pair<model::Portal, sync::WebhookAddress>> portalsOf(const QJsonArray &list)
{
    std::vector<std::pair<model::Portal, sync::WebhookAddress>> portals;
    for (const QJsonValue each : list) {
        const auto address = sync::parseWebhook(each[QLatin1String("address")].toString());
        if (!address)
            giveUp(QStringLiteral("portalsim gives an address that is none"));
        model::Portal portal;
        portal.key = each[QLatin1String("key")].toString();
        portal.title = portal.key;
        portal.timeZone = QStringLiteral("Europe/Moscow");
        portals.emplace_back(std::move(portal), *address);
    }
    return portals;
}

std::int64_t rowsOf(store::Store &store)
{
    const auto reader = store.reader();
    std::int64_t rows = 0;
    if (!reader)
        return rows;
    const auto portals = (*reader)->portals();
    if (portals)
        for (const model::Portal &portal : *portals)
            rows += (*reader)->countAlive(portal.id, model::EntityKind::Lead).value_or(0);
    return rows;
}

bool hasAll(const facts::Hub &hub, qint64 items) { return hub.current() && qint64(hub.current()->items.size()) == items; }

double processorSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

} // namespace

// folder, portals; "search": false without the word index; "known": the portals are already in the folder; "columns":
// with the columns kept up to date as in the window, until they have so many items.
QJsonObject mirrorTask(const QJsonObject &arguments)
{
    const base::SystemClock clock;
    const QString folder = arguments.value(QLatin1String("folder")).toString();
    auto store = storeIn(folder, clock);
    if (!arguments.value(QLatin1String("search")).toBool(true)) {
        store.reset();
        takeSearchAway(folder);
        store = storeIn(folder, clock);
    }
    auto secrets = secrets::openCredentialsFile(folder % QStringLiteral("/keys.json"));
    if (!secrets)
        giveUp(secrets.error().detail);
    auto engine = std::make_unique<sync::Engine>(store.get(), secrets->get(), &clock);
    const qint64 items = arguments.value(QLatin1String("columns")).toInteger();
    auto hub = items > 0 ? std::make_unique<facts::Hub>(store.get(), &clock) : nullptr;
    int updates = 0;
    QElapsedTimer timer;
    double cpuBefore = 0;
    double share = 0;
    const auto begin = [&] {
        cpuBefore = processorSeconds();
        timer.start();
        engine->syncNow();
    };
    QObject::connect(engine.get(), &sync::Engine::statusChanged, qApp,
        [&](int portal) { share = std::max(share, engine->status(portal).methodTimeShare); });
    // "polls": so many further cycles in the same program.
    qint64 polls = arguments.value(QLatin1String("polls")).toInteger();
    double wall = 0;
    QObject::connect(engine.get(), &sync::Engine::allFinished, qApp, [&] {
        if (wall == 0)
            wall = double(timer.nsecsElapsed()) / 1e9;
        if (polls-- > 0)
            engine->syncNow();
        else if (!hub || hasAll(*hub, items))
            QCoreApplication::quit();
    });
    if (hub)
        QObject::connect(hub.get(), &facts::Hub::snapshotChanged, qApp, [&] {
            ++updates;
            if (wall != 0 && hasAll(*hub, items))
                QCoreApplication::quit();
        });
    if (arguments.value(QLatin1String("known")).toBool())
        QTimer::singleShot(0, qApp, begin);
    else
        base::whenDone(engine->savePortals(portalsOf(arguments.value(QLatin1String("portals")).toArray())), qApp,
            [&](const base::Result<store::PortalAnswers> &saved) {
                if (!saved)
                    giveUp(saved.error().detail);
                for (const auto &answer : *saved)
                    if (!answer)
                        giveUp(answer.error().detail);
                begin();
            });
    QCoreApplication::exec();
    for (const sync::PortalStatus &status : engine->statuses())
        if (status.problem)
            giveUp(QStringLiteral("a portal was not mirrored: ") % status.problem->detail);
    hub.reset();
    engine.reset();
    const std::int64_t rows = rowsOf(*store);
    store.reset();
    return { { QStringLiteral("wall"), wall }, { QStringLiteral("cpuCycle"), processorSeconds() - cpuBefore },
        { QStringLiteral("rows"), qint64(rows) }, { QStringLiteral("methodShare"), share }, { QStringLiteral("updates"), updates } };
}

} // namespace dealerlens::bench
