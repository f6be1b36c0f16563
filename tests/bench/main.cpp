// SPDX-License-Identifier: GPL-3.0-or-later
// bench: measures what docs/performance.md tells. See `./dev bench help`.
#include "base/upperregisters.h"
#include "bench/parts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSysInfo>
#include <QTextStream>
#include <QThread>

#include <CLI/CLI.hpp>

#include <simdjson.h>
#include <sqlite3.h>
#include <sys/resource.h>

using namespace dealerlens::bench;

namespace {

QString lineOf(const QString &fileName, const QString &beginning)
{
    QFile file(fileName);
    if (file.open(QIODevice::ReadOnly))
        for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n'))
            if (line.startsWith(beginning))
                return line.section(u':', 1).trimmed();
    return {};
}

QJsonObject machine()
{
    return { { QStringLiteral("processor"), lineOf(QStringLiteral("/proc/cpuinfo"), QStringLiteral("model name")) },
        { QStringLiteral("cores"), QThread::idealThreadCount() },
        { QStringLiteral("memory"), lineOf(QStringLiteral("/proc/meminfo"), QStringLiteral("MemTotal")) },
        { QStringLiteral("load"),
            [] {
                QFile file(QStringLiteral("/proc/loadavg"));
                return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll()).section(u' ', 0, 2) : QString();
            }() },
        { QStringLiteral("system"), QSysInfo::prettyProductName() }, { QStringLiteral("kernel"), QSysInfo::kernelVersion() },
        { QStringLiteral("compiler"), QStringLiteral("GCC " __VERSION__) }, { QStringLiteral("qt"), QString::fromLatin1(qVersion()) },
        { QStringLiteral("sqlite"), QString::fromLatin1(sqlite3_libversion()) },
        { QStringLiteral("simdjson"), QString::fromLatin1(SIMDJSON_STRINGIFY(SIMDJSON_VERSION)) },
        { QStringLiteral("date"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate) } };
}

double processorSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

QByteArray readInput()
{
    QFile input;
    return input.open(stdin, QIODevice::ReadOnly) ? input.readAll() : QByteArray();
}

// In a process of its own: what the task tells, and what the task has cost.
int runTask(const std::string &name, const QByteArray &arguments)
{
    const auto *task = std::ranges::find_if(kTasks, [&](const Task &one) { return name == one.name; });
    if (task == std::end(kTasks))
        giveUp(QStringLiteral("no such task"));
    QElapsedTimer timer;
    timer.start();
    dealerlens::base::clearUpperRegisters(); // the yardsticks begin as clean as what they measure
    QJsonObject answer = task->run(QJsonDocument::fromJson(arguments).object());
    if (!answer.contains(QLatin1String("wall")))
        answer.insert(QStringLiteral("wall"), double(timer.elapsed()) / 1000);
    if (!answer.contains(QLatin1String("cpu")))
        answer.insert(QStringLiteral("cpu"), processorSeconds());
    if (!answer.contains(QLatin1String("rss"))) // of this program alone: ru_maxrss would count whoever started it
        answer.insert(QStringLiteral("rss"),
            lineOf(QStringLiteral("/proc/self/status"), QStringLiteral("VmHWM")).section(u' ', 0, 0).toDouble() / 1024);
    QTextStream(stdout) << QJsonDocument(answer).toJson(QJsonDocument::Compact) << Qt::endl;
    return 0;
}

void printHead()
{
    QTextStream out(stdout);
    const QJsonObject facts = machine();
    for (const QString &key : facts.keys())
        out << key << ": " << facts.value(key).toVariant().toString() << "  ";
    out << "\n\n"
        << QStringLiteral("figure").leftJustified(38) << QStringLiteral("min").rightJustified(10)
        << QStringLiteral("median").rightJustified(10) << QStringLiteral("max").rightJustified(10) << u' '
        << QStringLiteral("unit").leftJustified(9) << QStringLiteral("yardstick").rightJustified(10)
        << QStringLiteral("ratio").rightJustified(9) << "  target" << Qt::endl;
}

int writeJson(const QString &fileName, const QJsonObject &whole)
{
    QFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(whole).toJson()) < 0)
        giveUp(QStringLiteral("cannot write ") % fileName);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    CLI::App parser("Measures Dealerlens on this machine.");
    std::vector<std::string> names;
    std::vector<std::string> task;
    std::string folder = "bench-work";
    std::string json;
    bool quick = false;
    bool full = false;
    parser.add_option("parts", names, "Parts to measure, by the beginning of their name; all when none is named");
    parser.add_flag("--quick", quick, "Three runs and small portals");
    parser.add_flag("--full", full, "The large ones too");
    parser.add_option("--folder", folder, "Where it may write");
    parser.add_option("--json", json, "File for the figures");
    parser
        .add_option("--task", task, "A part of a measurement in this process, and its arguments unless they come from the standard input")
        ->expected(1, 2);
    CLI11_PARSE(parser, argc, argv);
    if (!task.empty())
        return runTask(task.front(), task.size() > 1 ? QByteArray::fromStdString(task.back()) : readInput());
    Bench bench(quick ? Bench::Depth::Quick : full ? Bench::Depth::Full : Bench::Depth::Usual, QString::fromStdString(folder));
    bool found = false;
    for (const Part &part : kParts) {
        const bool wanted = names.empty()
            || std::ranges::any_of(names, [&](const std::string &name) { return std::string_view(part.name).starts_with(name); });
        if (!wanted)
            continue;
        if (!std::exchange(found, true))
            printHead();
        QTextStream(stdout) << "\n" << part.name << ": " << part.what << Qt::endl;
        QElapsedTimer timer;
        timer.start();
        part.run(bench);
        QTextStream(stdout) << QStringLiteral("(measured in %1 s)").arg(timer.elapsed() / 1000) << Qt::endl;
    }
    if (!found)
        giveUp(QStringLiteral("no such part"));
    const int runs = bench.runs();
    if (!json.empty())
        writeJson(QString::fromStdString(json),
            { { QStringLiteral("machine"), machine() }, { QStringLiteral("runs"), runs }, { QStringLiteral("figures"), bench.json() } });
    return bench.everyTargetHolds() ? 0 : 3;
}
