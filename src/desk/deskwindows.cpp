// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/deskwindows.h"

#include "desk/mainwindow.h"
#include "desk/pages.h"
#include "desk/sessionwiring.h"
#include "desk/statekeeper.h"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace dealerlens::desk {

namespace {

constexpr int kCascade = 32; // pixels between a window and the one opened from it

QString openKey() { return QStringLiteral("windows"); }

} // namespace

DeskWindows::DeskWindows(viewmodels::Session &session, Dialogs &dialogs, StateKeeper &state, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_dialogs(dialogs)
    , m_state(state)
{
}

DeskWindows::~DeskWindows()
{
    for (MainWindow *window : m_windows)
        window->disconnect(this);
    qDeleteAll(m_windows);
}

MainWindow *DeskWindows::make(const QString &name)
{
    auto *window = new MainWindow(m_dialogs, m_state);
    window->setObjectName(name);
    connectSession(*window, m_session);
    addPages(*window, m_session, m_windows.empty());
    connect(window, &MainWindow::newWindowRequested, this, [this, window](const Location &location) { open(location, window->context()); });
    connect(window, &MainWindow::quitRequested, this, [this] { m_quitting = true; });
    connect(window, &MainWindow::closed, this, [this, window] { windowClosed(window); });
    m_windows.push_back(window);
    return window;
}

void DeskWindows::restore()
{
    QStringList names = m_state.value(openKey()).toStringList();
    static const QRegularExpression given(QStringLiteral("^(%1|window-\\d{1,2})$").arg(MainWindow::firstName()));
    names = names.filter(given);
    names.removeDuplicates();
    if (names.isEmpty())
        names.append(MainWindow::firstName());
    for (const QString &name : std::as_const(names))
        make(name)->restore();
    remember();
}

void DeskWindows::show()
{
    m_allClosed = false;
    for (MainWindow *window : m_windows)
        window->show();
}

MainWindow *DeskWindows::open(const Location &location, const viewmodels::Context &context)
{
    const MainWindow *from = m_windows.empty() ? nullptr : m_windows.back();
    const auto isTaken = [this](const QString &name) {
        return std::any_of(m_windows.begin(), m_windows.end(), [&](const MainWindow *window) { return window->objectName() == name; });
    };
    QString name = MainWindow::firstName();
    for (int number = 2; isTaken(name); ++number)
        name = QStringLiteral("window-%1").arg(number);
    MainWindow *window = make(name);
    window->restore();
    window->setContext(context);
    window->open(location);
    if (from)
        window->move(from->pos() + QPoint(kCascade, kCascade));
    remember();
    m_allClosed = false;
    window->show();
    window->activateWindow();
    return window;
}

void DeskWindows::bringForward()
{
    MainWindow &window = first();
    m_allClosed = false;
    window.show();
    window.raise();
    window.activateWindow();
}

void DeskWindows::windowClosed(MainWindow *window)
{
    const auto isOther = [window](const MainWindow *each) { return each != window && each->isVisible(); };
    if (std::none_of(m_windows.begin(), m_windows.end(), isOther)) {
        m_quitting = false;
        if (!std::exchange(m_allClosed, true)) // each of those that closed together comes here
            Q_EMIT allClosed();
        return;
    }
    if (m_quitting)
        return;
    std::erase(m_windows, window);
    window->deleteLater();
    remember();
}

void DeskWindows::remember()
{
    QStringList names;
    for (const MainWindow *window : m_windows)
        names.append(window->objectName());
    m_state.setValue(openKey(), names);
}

} // namespace dealerlens::desk
