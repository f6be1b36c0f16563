// SPDX-License-Identifier: GPL-3.0-or-later
// Start, screens, filters, search and curves of the real window.
#include "bench/windowrig.h"

#include "desk/actions.h"
#include "desk/commandpalette.h"
#include "desk/item/itemlinks.h"
#include "desk/page.h"
#include "store/files.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QJsonArray>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMainWindow>

#include <array>
#include <ctime>

namespace dealerlens::bench {
namespace {

using viewmodels::Context;
using viewmodels::Period;

constexpr std::array kScreens { "network", "funnels", "report", "stages", "rows", "item", "outbox", "settings" };
constexpr int kRounds = 3; // that the screens are opened again
constexpr model::RecordKey kSomeLead { 1, model::EntityKind::Lead, 1 };

// Since whoever asks looked at the clock that both share.
double msSince(const QJsonObject &arguments)
{
    timespec time {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6 - arguments.value(QLatin1String("began")).toDouble();
}

QJsonObject started(const QJsonObject &arguments)
{
    QJsonObject answer = memory();
    answer.insert(QStringLiteral("ms"), msSince(arguments));
    answer.insert(QStringLiteral("processor"), processorMs());
    return answer;
}

QString folderOf(const QJsonObject &arguments) { return arguments.value(QLatin1String("folder")).toString(); }

// Of those asked for: `only`, names with a space between; all when nothing is said.
bool isAsked(const QJsonObject &arguments, const QString &screen)
{
    const QString only = arguments.value(QLatin1String("only")).toString();
    return only.isEmpty() || only.split(u' ').contains(screen);
}

QVariantMap argumentsOf(const QString &screen) { return screen == u"item" ? desk::itemLocation(kSomeLead).args : QVariantMap(); }

std::vector<Context> filters()
{
    std::vector<Context> list;
    const auto add = [&](const std::function<void(Context &)> &change) { change(list.emplace_back()); };
    const auto condition = [](const char *key, const char *value) {
        return viewmodels::Condition { QString::fromLatin1(key), { QString::fromUtf8(value) } };
    };
    add([](Context &context) { context.period.preset = Period::Preset::AllTime; });
    add([](Context &context) { context.period.preset = Period::Preset::Last30Days; });
    add([](Context &context) { context.period.preset = Period::Preset::Last365Days; });
    add([](Context &context) { context.portals = { 7 }; });
    add([](Context &context) { context.freshOnly = true; });
    add([](Context &context) { context.funnel = QStringLiteral("leads"); });
    add([](Context &context) { context.employees = { QStringLiteral("d0007/1") }; });
    add([](Context &context) { context.employeeThen = false; });
    add([&](Context &context) { context.conditions = { condition("source", "WEB") }; });
    add([&](Context &context) { context.conditions = { condition("region", "Урал") }; });
    add([&](Context &context) { context.conditions = { condition("late", "2") }; });
    add([](Context &context) { context.asOf = base::UtcSeconds { 1'775'000'000 }; });
    add([](Context &) { });
    return list;
}

} // namespace

QJsonObject emptyTask(const QJsonObject &arguments)
{
    QMainWindow window;
    window.resize(1440, 900);
    window.show();
    (void)WindowRig::timed([] {}, [&] { return window.isVisible(); });
    return started(arguments);
}

QJsonObject startTask(const QJsonObject &arguments)
{
    const WindowRig rig(folderOf(arguments));
    const double shown = msSince(arguments);
    (void)rig.timed([] { });
    QJsonObject answer = started(arguments);
    answer.insert(QStringLiteral("window"), shown);
    // What has been made for the first time is kept for the next start, which only comes when it is.
    if (arguments.value(QLatin1String("prepare")).toBool())
        (void)WindowRig::timed([] {}, [&] { return QFile::exists(store::derivedPath(folderOf(arguments))); });
    return answer;
}

QJsonObject screensTask(const QJsonObject &arguments)
{
    const WindowRig rig(folderOf(arguments));
    (void)rig.timed([] { });
    QJsonObject first;
    QJsonObject after;
    std::vector<double> all;
    std::vector<double> processor;
    for (int round = 0; round <= kRounds; ++round)
        for (const char *screen : kScreens) {
            const QString name = QString::fromLatin1(screen);
            if (!isAsked(arguments, name))
                continue;
            const double ms = rig.open(name, argumentsOf(name));
            if (round == 0) {
                first.insert(name, ms);
                QJsonObject then = memory();
                then.insert(QStringLiteral("ms"), ms);
                then.insert(QStringLiteral("processor"), WindowRig::processor());
                after.insert(name, then);
            }
            if (round == 0 && name == u"network")
                continue; // it is there already
            all.push_back(ms);
            processor.push_back(WindowRig::processor());
        }
    QJsonObject answer = memory();
    WindowRig::rest();
    answer.insert(QStringLiteral("rested"), memory());
    answer.insert(QStringLiteral("first"), first);
    answer.insert(QStringLiteral("after"), after);
    answer.insert(QStringLiteral("p95"), quantile(all, 0.95));
    answer.insert(QStringLiteral("processor95"), quantile(processor, 0.95));
    return answer;
}

// All of them, or those of "deeds" by their numbers and in that order, for whoever looks where the time of one goes.
std::vector<Context> contextsOf(const QJsonObject &arguments)
{
    const std::vector<Context> all = filters();
    const QJsonArray deeds = arguments.value(QLatin1String("deeds")).toArray();
    if (deeds.isEmpty())
        return all;
    std::vector<Context> chosen;
    for (const QJsonValue &deed : deeds)
        chosen.push_back(all.at(std::size_t(deed.toInt())));
    return chosen;
}

QJsonObject filtersTask(const QJsonObject &arguments)
{
    const WindowRig rig(folderOf(arguments));
    (void)rig.timed([] { });
    QJsonObject answer;
    std::vector<double> all;
    std::vector<double> processor;
    for (const char *screen : kScreens) {
        const QString name = QString::fromLatin1(screen);
        if (name == u"item" || name == u"outbox" || name == u"settings" || !isAsked(arguments, name)) // the first three have none
            continue;
        (void)rig.open(name);
        std::vector<double> here;
        std::vector<double> processorHere;
        for (const Context &context : contextsOf(arguments)) {
            here.push_back(rig.timed([&] { rig.window().setContext(context); }));
            processorHere.push_back(WindowRig::processor());
        }
        all.insert(all.end(), here.begin(), here.end());
        processor.insert(processor.end(), processorHere.begin(), processorHere.end());
        answer.insert(name, arrayOf(here));
        answer.insert(name + QStringLiteral(".processor"), arrayOf(processorHere));
    }
    answer.insert(QStringLiteral("p95"), quantile(all, 0.95));
    answer.insert(QStringLiteral("processor95"), quantile(processor, 0.95));
    return answer;
}

QJsonObject searchTask(const QJsonObject &arguments)
{
    const WindowRig rig(folderOf(arguments));
    (void)rig.timed([] { });
    auto *palette = rig.window().findChild<desk::CommandPalette *>();
    rig.window().activateWindow();
    std::vector<double> all;
    QJsonObject answer;
    for (const QString &typed : { QStringLiteral("станок лазерный"), QStringLiteral("иванов 555"), QStringLiteral("79031234567"),
             QStringLiteral("сервис кузнецов"), QStringLiteral("дилер 77") }) {
        rig.window().showPalette({});
        auto *input = palette->findChild<QLineEdit *>();
        const auto type = [input](QChar letter) {
            QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(letter));
            QApplication::sendEvent(input, &press);
        };
        (void)WindowRig::timed([&] { type(typed.front()); }, [] { return true; }); // one letter is not searched for
        std::vector<double> here;
        for (const QChar letter : typed.mid(1))
            here.push_back(WindowRig::timed([&] { type(letter); }, [&] { return palette->isSettled(); }));
        if (input->text() != typed)
            stop(QStringLiteral("what was typed is not there"));
        answer.insert(typed, arrayOf(here));
        all.insert(all.end(), here.begin(), here.end());
        palette->hide();
    }
    answer.insert(QStringLiteral("p95"), quantile(all, 0.95));
    return answer;
}

QJsonObject curveTask(const QJsonObject &arguments)
{
    const WindowRig rig(folderOf(arguments));
    rig.openWithEverything(QStringLiteral("stages"));
    QAction *next = rig.window().actions().find(QStringLiteral("stages.next"));
    QAction *clock = rig.window().actions().find(QStringLiteral("stages.clock"));
    std::vector<double> chosen;
    for (int i = 0; i < 4; ++i)
        chosen.push_back(rig.timed([&] { next->trigger(); }));
    QJsonObject answer { { QStringLiteral("chosen"), arrayOf(chosen) }, { QStringLiteral("asked"), rig.timed([&] { clock->trigger(); }) } };
    answer.insert(QStringLiteral("asked.processor"), WindowRig::processor());
    answer.insert(QStringLiteral("p95"), quantile(chosen, 0.95));
    return answer;
}

} // namespace dealerlens::bench
