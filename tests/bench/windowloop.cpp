// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/windowloop.h"

#include <QAbstractEventDispatcher>
#include <QEvent>
#include <QMetaEnum>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <ctime>

namespace dealerlens::bench {
namespace {

constexpr double kWorthTelling = 2; // ms

double threadMs()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

// A watcher of an answer and a timer say nothing of themselves: what they stand under is who asked or waits.
QString nameOf(const char *className, const QString &objectName, QEvent::Type type)
{
    const char *event = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return QString(QLatin1String(className) % u' ' % objectName % u' ' % QLatin1String(event ? event : "own"));
}

} // namespace

WatchedApplication::WatchedApplication(int &argc, char **argv)
    : QApplication(argc, argv)
{
    m_clock.start();
    // The dispatcher wakes up, looks at the window system, delivers what was posted, sleeps, and runs timers and sockets
    // before it comes round again.
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &WatchedApplication::endTurn);
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &WatchedApplication::endTurn);
}

void WatchedApplication::watch(bool on)
{
    endTurn();
    m_watching = on;
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (!m_watching)
        return QApplication::notify(receiver, event);
    const double began = double(m_clock.nsecsElapsed()) / 1e6;
    const double processor = threadMs();
    if (m_turnBegan < 0) {
        m_turnBegan = began;
        m_turnProcessor = processor;
    }
    // Before: the receiver may be gone afterwards.
    const bool isFrame
        = event->type() == QEvent::UpdateRequest && receiver->isWidgetType() && static_cast<const QWidget *>(receiver)->isWindow();
    const bool isServant = event->type() == QEvent::FutureCallOut || qobject_cast<QTimer *>(receiver);
    const QObject *named = isServant && receiver->parent() ? receiver->parent() : receiver;
    const char *className = named->metaObject()->className();
    const QString objectName = named->objectName();
    const QEvent::Type type = event->type();
    const bool isOutermost = m_depth++ == 0;
    const bool answer = QApplication::notify(receiver, event);
    --m_depth;
    const double took = double(m_clock.nsecsElapsed()) / 1e6 - began;
    if (isFrame) {
        m_frames.push_back(took);
        m_framesProcessor.push_back(threadMs() - processor);
    }
    if (isOutermost && took > std::max(kWorthTelling, m_longestEvent)) {
        m_longestEvent = took;
        m_longestWhat = nameOf(className, objectName, type);
    }
    return answer;
}

void WatchedApplication::endTurn()
{
    if (m_turnBegan < 0 || m_depth > 0)
        return;
    Turn turn { double(m_clock.nsecsElapsed()) / 1e6 - m_turnBegan, threadMs() - m_turnProcessor, m_longestWhat };
    m_turnBegan = -1;
    m_longestEvent = 0;
    m_longestWhat.clear();
    m_turns.push_back(turn.wall);
    m_mostProcessor = std::max(m_mostProcessor, turn.processor);
    if (turn.wall > m_longest.back().wall) {
        m_longest.back() = std::move(turn);
        std::ranges::sort(m_longest, std::greater(), &Turn::wall);
    }
}

} // namespace dealerlens::bench
