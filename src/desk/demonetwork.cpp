// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/demonetwork.h"

#include "desk/actions.h"
#include "desk/deskwindows.h"
#include "desk/language.h"
#include "desk/mainwindow.h"
#include "desk/statekeeper.h"
#include "viewmodels/portaldrafts.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace dealerlens::desk {

namespace {

constexpr int kEndMs = 3'000; // a simulator that does not leave by itself is killed

QString portalsFile(const QString &folder) { return folder + QStringLiteral("/portals.csv"); }

} // namespace

QString DemoNetwork::simulator()
{
    const QString name = QStringLiteral("portalsim");
    const QString beside = QStandardPaths::findExecutable(name, { QCoreApplication::applicationDirPath() });
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

DemoNetwork::DemoNetwork(Options options, Dialogs &dialogs, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_dialogs(dialogs)
{
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &DemoNetwork::readOutput);
    connect(&m_process, &QProcess::finished, this, &DemoNetwork::processEnded);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(tr("The program of the demo network could not be started: %1").arg(m_process.program()));
    });
}

DemoNetwork::~DemoNetwork() { clear(); }

MainWindow *DemoNetwork::window() const { return m_windows ? &m_windows->first() : nullptr; }

void DemoNetwork::start()
{
    if (m_options.program.isEmpty()) {
        fail(tr("The program of the demo network, portalsim, is not installed beside this one. Real portals can be connected without it."));
        return;
    }
    Q_EMIT progress(tr("A network of %n dealers is invented", nullptr, m_options.dealers), 0, 0);
    QDir folder(m_options.folder);
    folder.removeRecursively();
    if (!folder.mkpath(QStringLiteral("."))
        || !QFile::setPermissions(m_options.folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)) {
        fail(tr("The folder of the demo network cannot be written: %1").arg(m_options.folder));
        return;
    }
    // It reads our end of its standard input: should this program die, it ends too.
    m_process.start(m_options.program,
        { QStringLiteral("--demo"), QStringLiteral("--dealers"), QString::number(m_options.dealers), QStringLiteral("--seed"),
            QStringLiteral("1"), QStringLiteral("--live"), QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--write-portals"),
            portalsFile(m_options.folder), QStringLiteral("--exit-with-stdin") });
}

void DemoNetwork::readOutput()
{
    m_output += m_process.readAllStandardOutput();
    if (m_listening || !m_output.contains("listening "))
        return;
    m_listening = true;
    connectPortals();
}

void DemoNetwork::processEnded()
{
    if (m_listening)
        return; // the window shows its portals as unreachable, which is true
    const QString reason = QString::fromLocal8Bit(m_process.readAllStandardError()).trimmed().section(QLatin1Char('\n'), -1);
    fail(reason.isEmpty() ? tr("The program of the demo network ended before it was ready.")
                          : tr("The program of the demo network ended before it was ready: %1").arg(reason));
}

void DemoNetwork::connectPortals()
{
    QFile file(portalsFile(m_options.folder));
    auto session = viewmodels::Session::open({ .folder = m_options.folder + QStringLiteral("/mirror"),
        .credentialsFile = m_options.folder + QStringLiteral("/credentials.json"),
        .demo = true });
    if (!session || !file.open(QIODevice::ReadOnly)) {
        fail(session ? tr("The list of the demo portals cannot be read.") : viewmodels::ProblemText::of(session.error()).sentence());
        return;
    }
    m_session = std::move(*session);
    viewmodels::PortalDrafts drafts;
    m_total = drafts.addCsv(file.readAll());
    m_waiting = m_total;
    for (int row = 0; row < m_total; ++row) {
        const viewmodels::PortalDraft *draft = drafts.draftAt(row);
        model::Portal portal = draft->portal;
        portal.addedAt = m_session->clock().now();
        base::whenDone(m_session->engine().addPortal(portal, draft->address), this, [this](const base::Result<model::Portal> &saved) {
            m_connected += saved ? 1 : 0;
            Q_EMIT progress(tr("Portals are connected"), m_connected, m_total);
            if (--m_waiting == 0)
                openWindow();
        });
    }
    if (m_total == 0)
        fail(tr("The list of the demo portals is empty."));
}

void DemoNetwork::openWindow()
{
    if (m_connected == 0) {
        fail(tr("No portal of the demo network could be connected."));
        return;
    }
    m_state = std::make_unique<StateKeeper>(m_options.folder + QStringLiteral("/window.ini"));
    m_windows = std::make_unique<DeskWindows>(*m_session, m_dialogs, *m_state);
    m_windows->restore();
    MainWindow &window = m_windows->first();
    window.actions().add({ QStringLiteral("demo.remove"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "End and remove the demo network"),
                             QStringLiteral("close"), {}, {}, QStringLiteral("file"), {} },
        this, [this] {
            for (MainWindow *each : std::vector<MainWindow *>(m_windows->all()))
                each->close();
        });
    connect(
        m_windows.get(), &DeskWindows::allClosed, this,
        [this] {
            clear();
            Q_EMIT ended();
        },
        Qt::QueuedConnection);
    window.open({ QStringLiteral("network"), {} });
    m_windows->show();
    m_session->start();
    Q_EMIT opened();
    window.raise();
    window.activateWindow();
}

void DemoNetwork::fail(const QString &sentence)
{
    clear();
    Q_EMIT failed(sentence);
}

void DemoNetwork::clear()
{
    m_windows.reset();
    m_session.reset();
    m_state.reset();
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.closeWriteChannel();
        m_process.terminate();
        if (!m_process.waitForFinished(kEndMs)) {
            m_process.kill();
            m_process.waitForFinished(kEndMs);
        }
    }
    QDir(m_options.folder).removeRecursively();
}

} // namespace dealerlens::desk
