// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"
#include "ctl/sentences.h"
#include "sync/outboxplanner.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>

#include <chrono>
#include <csignal>
#include <set>

#include <fcntl.h>
#include <unistd.h>

namespace dealerlens::ctl {

namespace {

constexpr int kInterrupted = 130;

int signalPipe[2] { -1, -1 };

void writeSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalPipe[1], &byte, 1);
}

// One sync from start to summary; lives in syncCommand() only.
class SyncRun {
public:
    SyncRun(Session &session, std::vector<model::Portal> portals)
        : m_session(session)
        , m_portals(std::move(portals))
    {
    }

    int run()
    {
        sync::Engine &engine = m_session.engine();
        QObject context;
        QObject::connect(&engine, &sync::Engine::statusChanged, &context, [this](int portal) { showProgress(portal); });
        QObject::connect(&engine, &sync::Engine::cycleFinished, &context, [this](int portal) { tellFinished(portal); });
        watchSignals(context);
        const bool watch = m_session.arguments().watch;
        if (!watch)
            QObject::connect(
                &engine, &sync::Engine::allFinished, &context, [this, &context] { endWhenTold(context); }, Qt::QueuedConnection);
        std::vector<model::PortalId> ids;
        for (const model::Portal &portal : m_portals)
            ids.push_back(portal.id);
        if (watch)
            engine.start(m_session.arguments().interval);
        else if (!m_session.arguments().confirmRemoval.isEmpty())
            std::ranges::for_each(ids, [&engine](model::PortalId id) { engine.confirmRemoval(id); });
        else if (m_session.arguments().verify)
            engine.verifyNow(ids);
        else
            engine.syncNow(ids);
        QCoreApplication::exec();
        engine.stop();
        return m_interrupted ? stopped(watch) : summary();
    }

private:
    // Portals that fail at once may all have stopped before the end of the first one is told: the others get a
    // moment to be told of too.
    void endWhenTold(QObject &context)
    {
        constexpr std::chrono::milliseconds kMoment { 2'000 };
        if (waitsForProof())
            return; // the end of that look is told like any other
        if (m_finished.size() >= m_portals.size()) {
            QCoreApplication::exit();
            return;
        }
        QTimer::singleShot(kMoment, &context, [this] {
            const auto statuses = m_session.engine().statuses();
            if (std::none_of(statuses.begin(), statuses.end(), [](const sync::PortalStatus &status) { return status.running; }))
                QCoreApplication::exit();
        });
    }

    // A write whose answer was lost is looked for on its portal only a while later (sync/outboxplanner.h), and a new
    // run begins that while anew: a sync that ended before would leave it unproved for ever.
    bool waitsForProof()
    {
        constexpr std::int64_t kLongestMs = (sync::kSettleSeconds + 60) * 1'000;
        if (m_session.clock().monotonicMs() - m_beganMs > kLongestMs)
            return false;
        const auto reader = m_session.store().reader();
        if (!reader)
            return false;
        store::WritesAsked asked;
        asked.openOnly = true;
        const auto writes = (*reader)->writes(asked);
        const auto unproved = !writes ? 0 : std::ranges::count_if(*writes, [this](const model::Write &each) {
            return each.state == model::WriteState::Uncertain && !each.needsPerson && m_finished.contains(each.target.portal)
                && !m_session.engine().status(each.target.portal).problem;
        });
        if (unproved > 0 && !std::exchange(m_saidProving, true))
            m_session.console().note(
                QStringLiteral("Answers to writes were lost: %1. Looking for them on the portals, up to two minutes.").arg(unproved));
        return unproved > 0;
    }

    void watchSignals(QObject &context)
    {
        if (::pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
            return;
        auto *notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, &context);
        QObject::connect(notifier, &QSocketNotifier::activated, &context, [this] {
            m_interrupted = true;
            QCoreApplication::exit();
        });
        std::signal(SIGINT, writeSignal);
        std::signal(SIGTERM, writeSignal);
    }

    [[nodiscard]] QString keyOf(int id) const
    {
        for (const model::Portal &portal : m_portals) {
            if (portal.id == id)
                return portal.key;
        }
        return QString::number(id);
    }

    void showProgress(int id)
    {
        if (!m_session.console().isTerminal())
            return;
        std::int64_t records = 0;
        int running = 0;
        for (const sync::PortalStatus &status : m_session.engine().statuses()) {
            records += status.done;
            running += status.running ? 1 : 0;
        }
        const sync::PortalStatus status = m_session.engine().status(id);
        QString line = QStringLiteral("%1 of %2 portals done, %3 running, %4 records")
                           .arg(m_finished.size())
                           .arg(m_portals.size())
                           .arg(running)
                           .arg(records);
        if (status.running && status.expected > 0)
            line += QStringLiteral(" · %1: %2 of %3").arg(keyOf(id)).arg(status.done).arg(status.expected);
        if (status.waiting)
            line += QStringLiteral(" · %1 asks to slow down").arg(keyOf(id));
        m_session.console().progress(line);
    }

    void tellFinished(int id)
    {
        const sync::PortalStatus status = m_session.engine().status(id);
        const bool again = !m_finished.insert(id).second;
        const bool failed = status.problem.has_value();
        const bool changed = failed != m_failed.contains(id);
        if (failed)
            m_failed.insert(id);
        else
            m_failed.erase(id);
        if (again && !changed)
            return; // a watching sync speaks only when something is different
        if (failed)
            m_session.console().error(keyOf(id) + QLatin1String(": ") + sentenceFor(*status.problem));
        else if (again)
            m_session.console().note(keyOf(id) + QLatin1String(": answers again."));
        else if (!m_session.console().isTerminal())
            m_session.console().note(QStringLiteral("%1: done, %2 records read").arg(keyOf(id)).arg(status.done));
    }

    int stopped(bool watch)
    {
        m_session.console().note(QStringLiteral("Stopped. What was fetched is saved; the next sync continues."));
        return watch ? kOk : kInterrupted;
    }

    int summary()
    {
        std::int64_t failed = 0;
        std::int64_t asking = 0;
        for (const model::Portal &portal : m_portals) {
            const sync::PortalStatus status = m_session.engine().status(portal.id);
            if (status.problem || !m_finished.contains(portal.id))
                ++failed;
            if (status.problem && !m_failed.contains(portal.id))
                m_session.console().error(portal.key + QLatin1String(": ") + sentenceFor(*status.problem));
            if (!status.problem && !m_finished.contains(portal.id))
                m_session.console().error(portal.key + QLatin1String(": was not asked. Repeat the sync."));
            if (status.askPerson) {
                ++asking;
                m_session.console().error(
                    QStringLiteral("%1: its listing lacks %2 records that were there before; nothing was removed. Look at the "
                                   "portal; if it is right, `dealerlensctl sync --confirm-removal %1` removes them here.")
                        .arg(portal.key)
                        .arg(status.wouldRemove));
            }
        }
        const auto total = static_cast<std::int64_t>(m_portals.size());
        m_session.console().note(QStringLiteral("%1 of %2 portals are up to date%3.")
                .arg(total - failed)
                .arg(total)
                .arg(failed > 0 ? QStringLiteral(", %1 failed (see above)").arg(failed) : QString()));
        return failed + asking > 0 ? kPortals : kOk;
    }

    Session &m_session;
    std::vector<model::Portal> m_portals;
    std::set<int> m_finished;
    std::set<int> m_failed;
    std::int64_t m_beganMs = m_session.clock().monotonicMs();
    bool m_saidProving = false;
    bool m_interrupted = false;
};

} // namespace

int syncCommand(Session &session)
{
    if (auto opened = session.open(true); !opened)
        return session.fail(opened.error());
    if (auto secrets = session.openSecrets(); !secrets)
        return session.fail(secrets.error(), session.arguments().credentialsFile);
    const auto all = session.portals();
    if (!all)
        return session.fail(all.error());
    QStringList wanted = session.arguments().portals;
    if (const QString &sure = session.arguments().confirmRemoval; !sure.isEmpty())
        wanted = { sure };
    std::vector<model::Portal> portals;
    for (const QString &key : wanted) {
        const auto found = std::find_if(all->begin(), all->end(), [&key](const model::Portal &portal) { return portal.key == key; });
        if (found == all->end())
            return session.fail(kInput, QStringLiteral("There is no portal \"%1\". `dealerlensctl portals list` shows all.").arg(key));
        if (found->isRetired())
            return session.fail(
                kInput, QStringLiteral("%1 is retired. `dealerlensctl portals restore %1` makes it active again.").arg(key));
    }
    for (const model::Portal &portal : *all) {
        if (!portal.isRetired() && (wanted.isEmpty() || wanted.contains(portal.key)))
            portals.push_back(portal);
    }
    session.closeReader(); // a snapshot held for the time of a sync would keep all of its log
    if (portals.empty()) {
        return session.fail(kInput,
            QStringLiteral("There is no portal to sync. Add one with `dealerlensctl portals add` or many with "
                           "`dealerlensctl portals import FILE.csv`."));
    }
    return SyncRun(session, std::move(portals)).run();
}

} // namespace dealerlens::ctl
