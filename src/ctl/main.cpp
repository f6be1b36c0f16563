// SPDX-License-Identifier: GPL-3.0-or-later
// dealerlensctl: the engine and the reports of Dealerlens without a window.
#include "base/log.h"
#include "ctl/commandline.h"
#include "ctl/commands.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

#include <csignal>

using namespace dealerlens;

namespace {

int run(ctl::Arguments &arguments)
{
    ctl::Console console(arguments.quiet);
    if (arguments.command == QLatin1String("completion")) {
        console.result(ctl::completionScript(ctl::allCommandWords(), arguments.text));
        return ctl::kOk;
    }
    if (arguments.dataFolder.isEmpty())
        arguments.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    arguments.dataFolder = QDir(arguments.dataFolder).absolutePath();
    ctl::Session session(arguments, console);
    if (arguments.command == QLatin1String("portals"))
        return ctl::portalsCommand(session);
    if (arguments.command == QLatin1String("sync"))
        return ctl::syncCommand(session);
    if (arguments.command == QLatin1String("report"))
        return ctl::reportCommand(session);
    if (arguments.command == QLatin1String("search"))
        return ctl::searchCommand(session);
    if (arguments.command == QLatin1String("export"))
        return ctl::exportCommand(session);
    if (arguments.command == QLatin1String("standard"))
        return ctl::standardCommand(session);
    if (arguments.command == QLatin1String("outbox"))
        return ctl::outboxCommand(session);
    if (arguments.command == QLatin1String("backup"))
        return ctl::backupCommand(session);
    if (arguments.command == QLatin1String("restore"))
        return ctl::restoreCommand(session);
    if (arguments.command == QLatin1String("repair"))
        return ctl::repairCommand(session);
    if (arguments.command == QLatin1String("forget"))
        return ctl::forgetCommand(session);
    if (arguments.command == QLatin1String("diagnostics"))
        return ctl::diagnosticsCommand(session);
    return ctl::checkCommand(session);
}

} // namespace

int main(int argc, char **argv)
{
    // A limit of file size or a closed pipe is an error to be told, not a death.
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    auto arguments = ctl::parseCommandLine(argc, argv);
    if (!arguments)
        return arguments.error();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("dealerlens")); // one data folder with the window
    QCoreApplication::setApplicationVersion(QStringLiteral(DEALERLENS_VERSION));
    base::installMessageHandler();
    return run(*arguments);
}
