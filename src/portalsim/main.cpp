// SPDX-License-Identifier: GPL-3.0-or-later
// portalsim: a network of simulated Bitrix24 portals on 127.0.0.1.
#include "portalsim/bulkworld.h"
#include "portalsim/controlserver.h"
#include "portalsim/demogenerator.h"
#include "portalsim/eventimport.h"
#include "portalsim/livemotion.h"
#include "portalsim/olistimport.h"
#include "portalsim/simserver.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>
#include <QSocketNotifier>
#include <QTextStream>
#include <QTimer>

#include <CLI/CLI.hpp>

#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace dealerlens;
using namespace dealerlens::portalsim;

namespace {

struct Settings {
    bool demo = false;
    int dealers = 40;
    quint64 seed = 1;
    double scale = 0;
    BulkOptions bulk;
    std::string events;
    std::string dataset;
    std::string entity = "lead";
    std::string dealerBy;
    std::string employeeBy;
    std::string sourceBy;
    std::string amountBy;
    std::string regionBy;
    std::string olist;
    quint16 port = 0;
    quint16 controlPort = 0;
    std::vector<std::string> tls;
    std::vector<std::string> application;
    std::string writePortals;
    bool live = false;
    double liveRate = 1;
    std::vector<double> bucket;
    bool exitWithStdin = false;
    bool noLimits = false;
    EngineOptions engine;
};

QString text(const std::string &value) { return QString::fromStdString(value); }

void describe(CLI::App &app, Settings &settings)
{
    app.set_version_flag("--version", DEALERLENS_VERSION);
    app.add_flag("--demo", settings.demo, "An invented network of dealers and its head office");
    app.add_option("--dealers", settings.dealers, "Dealers of the invented network")->capture_default_str()->check(CLI::Range(1, 5000));
    app.add_option("--seed", settings.seed, "The same seed makes the same network")->capture_default_str();
    app.add_option("--scale", settings.scale, "Records per dealer; 1 means some hundred, 0 chooses by the number of dealers");
    app.add_option("--bulk-portals", settings.bulk.portals, "Portals full of leads, for measuring");
    app.add_option("--bulk-leads", settings.bulk.leads, "Leads of each of them")->capture_default_str();
    app.add_option("--bulk-deals", settings.bulk.deals, "Deals of each of them")->capture_default_str();
    app.add_option("--bulk-contacts", settings.bulk.contacts, "Contacts of each of them")->capture_default_str();
    app.add_option("--bulk-history", settings.bulk.historyRows, "Rows of stage history of each of them")->capture_default_str();
    app.add_option("--bulk-users", settings.bulk.users, "Employees of each of them")->capture_default_str();
    app.add_option("--events", settings.events, "A real event log (csv or csv.gz)")->check(CLI::ExistingFile);
    app.add_option("--dataset", settings.dataset, "Description of the event log (json)")->check(CLI::ExistingFile);
    app.add_option("--entity", settings.entity, "What a case becomes")->capture_default_str()->check(CLI::IsMember({ "lead", "deal" }));
    app.add_option("--dealer-by", settings.dealerBy, "Column whose values are dealers");
    app.add_option("--employee-by", settings.employeeBy, "Column whose values are employees");
    app.add_option("--source-by", settings.sourceBy, "Column whose values are sources");
    app.add_option("--amount-by", settings.amountBy, "Column with amounts");
    app.add_option("--region-by", settings.regionBy, "Column whose values are regions");
    app.add_option("--olist", settings.olist, "Folder with the tables of the Olist marketing funnel")->check(CLI::ExistingDirectory);
    app.add_option("--port", settings.port, "Port on 127.0.0.1; 0 takes any free one")->capture_default_str();
    app.add_option("--control-port", settings.controlPort, "Port of the control channel; 0 takes any free one")->capture_default_str();
    app.add_option("--tls", settings.tls, "Certificate and key (PEM): serve https")->expected(2);
    app.add_option("--application", settings.application, "Client id, secret and redirect address of an application for OAuth sign-in")
        ->expected(2, 3);
    app.add_option("--write-portals", settings.writePortals,
        "Write the portals and their addresses to this csv file (holds secrets: readable by you only)");
    app.add_flag("--live", settings.live, "Time moves: leads keep arriving, stages keep moving");
    app.add_option("--live-rate", settings.liveRate, "Events per second over the network")
        ->capture_default_str()
        ->check(CLI::Range(0.001, 10000.0));
    app.add_option("--bucket", settings.bucket, "Request limit: size X and leak Y per second")->expected(2);
    app.add_option("--operating", settings.engine.operatingLimit, "Seconds of one method allowed in ten minutes")->capture_default_str();
    app.add_option("--command-cost", settings.engine.commandCost, "Seconds charged for one command")->capture_default_str();
    app.add_flag("--no-limits", settings.noLimits, "No request rate and no method time limits");
    app.add_option("--latency", settings.engine.latencyMs, "Milliseconds before each answer")->capture_default_str();
    app.add_option("--list-cost", settings.engine.listCostMs, "Further milliseconds for each list command")->capture_default_str();
    app.add_flag("--allow-lines", settings.engine.call.allowLines, "Webhooks may read external lines");
    app.add_flag("--history-numbers", settings.engine.call.historyNumbers, "Stage history with numbers instead of strings");
    app.add_flag("--exit-with-stdin", settings.exitWithStdin, "Exit when standard input is closed (the starter has ended)");
}

base::Result<void> makeWorld(const Settings &settings, World &world)
{
    if (!settings.events.empty()) {
        EventImportOptions import;
        import.eventsFile = text(settings.events);
        import.datasetFile = text(settings.dataset);
        import.entity = settings.entity == "deal" ? Entity::Deal : Entity::Lead;
        import.dealerBy = text(settings.dealerBy);
        import.employeeBy = text(settings.employeeBy);
        import.sourceBy = text(settings.sourceBy);
        import.amountBy = text(settings.amountBy);
        import.regionBy = text(settings.regionBy);
        import.seed = settings.seed;
        if (auto imported = importEvents(world, import); !imported)
            return imported;
    }
    if (!settings.olist.empty()) {
        const OlistImportOptions import { text(settings.dealerBy), settings.seed };
        if (auto imported = importOlist(world, text(settings.olist), import); !imported)
            return imported;
    }
    if (settings.bulk.portals > 0) {
        BulkOptions bulk = settings.bulk;
        bulk.seed = settings.seed;
        bulk.now = base::SystemClock().now();
        World generated = generateBulk(bulk);
        std::ranges::move(generated.portals, std::back_inserter(world.portals));
    }
    if (settings.demo || world.portals.empty()) {
        DemoOptions demo;
        demo.dealers = settings.dealers;
        demo.seed = settings.seed;
        demo.scale = settings.scale;
        demo.now = base::SystemClock().now();
        World generated = generateDemo(demo);
        std::ranges::move(generated.portals, std::back_inserter(world.portals));
    }
    return {};
}

QString csvCell(QString value)
{
    if (!value.contains(QLatin1Char(',')) && !value.contains(QLatin1Char('"')) && !value.contains(QLatin1Char('\n')))
        return value;
    return u'"' % value.replace(QLatin1Char('"'), QStringLiteral("\"\"")) % u'"';
}

base::Result<void> writePortals(const QString &fileName, const World &world, const SimServer &server)
{
    QSaveFile file(fileName);
    const auto failure = [&file, &fileName] {
        return base::fail(base::ErrorKind::Storage, QStringLiteral("cannot write %1: %2").arg(fileName, file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failure();
    QByteArray csv = "key,title,kind,region,city,timezone,address\n";
    for (const auto &portal : world.portals) {
        const QStringList cells { portal->key, portal->title, portal->kind, portal->region, portal->city,
            QString::fromLatin1(portal->timezone), server.address(*portal) };
        for (qsizetype index = 0; index < cells.size(); ++index)
            csv += csvCell(cells[index]).toUtf8() + (index + 1 < cells.size() ? "," : "\n");
    }
    if (file.write(csv) != csv.size() || !file.commit())
        return failure();
    return {};
}

int signalSocket[2] = { -1, -1 };

void passSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalSocket[0], &byte, 1);
}

void quitOnSignals(QCoreApplication &app)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, signalSocket) != 0)
        return;
    auto *notifier = new QSocketNotifier(signalSocket[1], QSocketNotifier::Read, &app);
    QObject::connect(notifier, &QSocketNotifier::activated, &app, &QCoreApplication::quit);
    struct sigaction action = {};
    action.sa_handler = passSignal;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
}

void quitWithInput(QCoreApplication &app)
{
    ::fcntl(STDIN_FILENO, F_SETFL, ::fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, &app);
    QObject::connect(notifier, &QSocketNotifier::activated, &app, [&app, notifier] {
        char buffer[256];
        const auto count = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (count == 0 || (count < 0 && errno != EAGAIN)) {
            notifier->setEnabled(false);
            app.quit();
        }
    });
}

int complain(const base::Error &error)
{
    QTextStream(stderr) << "portalsim: " << error.detail << Qt::endl;
    return 1;
}

int serve(QCoreApplication &app, Settings &settings)
{
    World world;
    if (const auto made = makeWorld(settings, world); !made)
        return complain(made.error());
    settings.engine.limits = !settings.noLimits;
    if (settings.bucket.size() == 2) {
        settings.engine.bucketSize = int(settings.bucket[0]);
        settings.engine.bucketLeak = settings.bucket[1];
    }
    SimServer server(world, settings.engine);
    if (settings.tls.size() == 2) {
        if (const auto used = server.useCertificate(text(settings.tls[0]), text(settings.tls[1])); !used)
            return complain(used.error());
    }
    if (const auto listening = server.listen(settings.port); !listening)
        return complain(listening.error());
    if (settings.application.size() >= 2) {
        const std::vector<std::string> &parts = settings.application;
        server.engine().oauth().addApplication(
            { QByteArray::fromStdString(parts[0]), QByteArray::fromStdString(parts[1]), parts.size() > 2 ? text(parts[2]) : QString() });
    }
    ControlServer control(server);
    if (const auto listening = control.listen(settings.controlPort); !listening)
        return complain(listening.error());
    QObject::connect(&control, &ControlServer::shutdownRequested, &app, &QCoreApplication::quit);
    if (!settings.writePortals.empty()) {
        if (const auto written = writePortals(text(settings.writePortals), world, server); !written)
            return complain(written.error());
    }
    LiveMotion motion(server.engine(), settings.liveRate, settings.seed);
    if (settings.live)
        motion.start();
    quitOnSignals(app);
    if (settings.exitWithStdin)
        quitWithInput(app);
    QTextStream out(stdout);
    out << "control http://127.0.0.1:" << control.port() << "/control/\n";
    out << "portals " << world.portals.size() << "\n";
    out << "listening " << server.baseAddress() << Qt::endl;
    return app.exec();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("portalsim"));
    CLI::App parser("A network of simulated Bitrix24 portals on 127.0.0.1, for demonstration, development and tests.");
    Settings settings;
    describe(parser, settings);
    CLI11_PARSE(parser, argc, argv);
    return serve(app, settings);
}
