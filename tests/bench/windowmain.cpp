// SPDX-License-Identifier: GPL-3.0-or-later
// benchwindow: measures the real window in a process of its own. `benchwindow TASK '{"folder": …}'` prints what it found.
#include "bench/windowloop.h"
#include "bench/windowrig.h"

#include <QJsonDocument>
#include <QTextStream>

#include <algorithm>
#include <string_view>

using namespace dealerlens::bench;

namespace {

struct WindowTask {
    std::string_view name;
    QJsonObject (*run)(const QJsonObject &arguments);
};

constexpr WindowTask kWindowTasks[] {
    { "board", boardTask },
    { "busy", busyTask },
    { "curve", curveTask },
    { "empty", emptyTask },
    { "filters", filtersTask },
    { "screens", screensTask },
    { "search", searchTask },
    { "start", startTask },
    { "tree", treeTask },
};

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3)
        stop(QStringLiteral("a task and its arguments are wanted"));
    const auto *task = std::ranges::find(kWindowTasks, std::string_view(argv[1]), &WindowTask::name);
    if (task == std::end(kWindowTasks))
        stop(QStringLiteral("no such task"));
    const QJsonObject arguments = QJsonDocument::fromJson(argv[2]).object();
    qputenv("QT_QPA_PLATFORM", arguments.value(QLatin1String("platform")).toString(QStringLiteral("offscreen")).toLatin1());
    qputenv("QT_NO_GLIB", "1"); // whose event loop does not tell when it wakes up
    WatchedApplication app(argc, argv);
    const QJsonObject answer = task->run(arguments);
    QTextStream(stdout) << QJsonDocument(answer).toJson(QJsonDocument::Compact) << Qt::endl;
    return 0;
}
