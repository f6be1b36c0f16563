// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/page.h"

#include <QObject>

#include <vector>

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class MainWindow;

// The main windows over one open data folder: the first one, and further ones opened with Ctrl+Shift+N or from the
// command palette. Which were open when the program ended is remembered, each with its geometry, context and page.
// Owns the windows; session, dialogs and state must outlive it. GUI thread.
class DeskWindows final : public QObject {
    Q_OBJECT

public:
    DeskWindows(viewmodels::Session &session, Dialogs &dialogs, StateKeeper &state, QObject *parent = nullptr);
    ~DeskWindows() override;

    // Those that were open at the last end, at least one; made, not yet shown.
    void restore();
    void show();
    // One more, at this place with this context; shown.
    MainWindow *open(const Location &location, const viewmodels::Context &context);
    void bringForward();

    [[nodiscard]] MainWindow &first() const { return *m_windows.front(); }

    [[nodiscard]] const std::vector<MainWindow *> &all() const { return m_windows; }

Q_SIGNALS:
    void allClosed();

private:
    MainWindow *make(const QString &name);
    void windowClosed(MainWindow *window);
    void remember();

    viewmodels::Session &m_session;
    Dialogs &m_dialogs;
    StateKeeper &m_state;
    std::vector<MainWindow *> m_windows;
    bool m_quitting = false; // all close together and come back together
    bool m_allClosed = false;
};

} // namespace dealerlens::desk
