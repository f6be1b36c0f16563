// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/windowrig.h"

#include "bench/storegenerator.h"
#include "desk/page.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <ctime>

namespace dealerlens::bench {
namespace {

constexpr int kLongestMs = 300'000;
constexpr int kGuardMs = 100; // an event loop with nothing to do is looked at that often

double processorOfLast = 0;

// Ready before a turn of the event loop and after it: what was ready then has been painted in that turn, for requests
// to paint are posted events.
void settle(const std::function<bool()> &ready)
{
    QTimer guard;
    guard.start(kGuardMs);
    QElapsedTimer patience;
    patience.start();
    bool was = false;
    for (bool first = true;; first = false) {
        QCoreApplication::processEvents(was || first ? QEventLoop::AllEvents : QEventLoop::WaitForMoreEvents);
        const bool is = ready();
        if (was && is)
            return;
        was = is;
        if (patience.elapsed() > kLongestMs)
            stop(QStringLiteral("what was asked for never came"));
    }
}

} // namespace

base::UtcSeconds NetworkClock::now() const { return kNetworkEnd; }

WindowRig::WindowRig(const QString &folder)
    : m_themes(*qApp)
    , m_languages(*qApp)
    , m_state(QDir(folder).filePath(QStringLiteral("window.ini")))
{
    m_languages.setLanguage(viewmodels::Language::Russian);
    auto opened = viewmodels::Session::open({ .folder = folder,
        .credentialsFile = QDir(folder).filePath(QStringLiteral("keys.json")),
        .demo = true, // a folder without portals opens no dialog
        .clock = &m_clock });
    if (!opened)
        stop(opened.error().detail);
    m_session = std::move(*opened);
    m_windows = std::make_unique<desk::DeskWindows>(*m_session, m_dialogs, m_state);
    m_windows->restore();
    window().resize(1440, 900); // the screen of the offscreen platform is smaller
    m_windows->show();
}

double WindowRig::timed(const std::function<void()> &act, const std::function<bool()> &ready)
{
    QElapsedTimer timer;
    timer.start();
    const double before = processorMs();
    act();
    settle(ready);
    processorOfLast = processorMs() - before;
    return double(timer.nsecsElapsed()) / 1e6;
}

void WindowRig::rest()
{
    constexpr int kRestMs = 2'500; // the session gives back what questions leave behind when none has come for a second
    bool isOver = false;
    QTimer::singleShot(kRestMs, qApp, [&isOver] { isOver = true; });
    (void)timed([] {}, [&isOver] { return isOver; });
}

double WindowRig::processor() { return processorOfLast; }

double WindowRig::timed(const std::function<void()> &act) const
{
    return timed(act, [this] { return m_session->facts() && window().currentPage()->isReady(); });
}

double WindowRig::open(const QString &page, const QVariantMap &args) const
{
    return timed([&] { window().open({ page, args }); });
}

void WindowRig::openWithEverything(const QString &page) const
{
    viewmodels::Context context;
    context.period.preset = viewmodels::Period::Preset::AllTime;
    (void)timed([] { });
    window().setContext(context);
    (void)open(page);
}

double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, std::size_t(std::ceil(share * double(values.size()))) - 1)];
}

double processorMs()
{
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

QJsonArray arrayOf(const std::vector<double> &values)
{
    QJsonArray array;
    for (const double value : values)
        array.append(value);
    return array;
}

QJsonObject memory()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QJsonObject found;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const double megabytes = line.mid(line.indexOf(':') + 1).trimmed().split(' ').first().toDouble() / 1024;
        if (line.startsWith("VmRSS:"))
            found.insert(QStringLiteral("resident"), megabytes);
        else if (line.startsWith("RssAnon:"))
            found.insert(QStringLiteral("anonymous"), megabytes);
        else if (line.startsWith("RssFile:"))
            found.insert(QStringLiteral("mapped"), megabytes);
    }
    return found;
}

void stop(const QString &why)
{
    QTextStream(stderr) << "benchwindow: " << why << Qt::endl;
    std::_Exit(1);
}

} // namespace dealerlens::bench
