// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>

#include <memory>

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class DeskWindows;
class Dialogs;
class MainWindow;
class StateKeeper;

// The invented network to try the program with: starts the simulator beside this program, connects its portals as
// real ones are connected, in a data folder of its own, and opens a window on it, marked "Demo". When that window
// is closed (or this object goes) the simulator ends and the folder is removed, so nothing of it ever stands among
// real data. GUI thread.
class DemoNetwork final : public QObject {
    Q_OBJECT

public:
    struct Options {
        QString folder; // of the demo alone; what an earlier run left there is removed
        QString program = simulator(); // "" or a wrong path: told by `failed`
        int dealers = 40;
    };

    DemoNetwork(Options options, Dialogs &dialogs, QObject *parent = nullptr);
    ~DemoNetwork() override;

    // The simulator that was installed with this program; "" when it is missing.
    [[nodiscard]] static QString simulator();

    void start(); // once; progress and then opened or failed follow
    [[nodiscard]] MainWindow *window() const; // nullptr before opened

Q_SIGNALS:
    void progress(const QString &sentence, int done, int total); // total 0: not known
    void opened();
    void failed(const QString &sentence);
    void ended(); // closed and removed

private:
    void readOutput();
    void processEnded();
    void connectPortals();
    void openWindow();
    void fail(const QString &sentence);
    void clear();

    Options m_options;
    Dialogs &m_dialogs;
    QProcess m_process;
    QByteArray m_output;
    bool m_listening = false;
    int m_waiting = 0;
    int m_connected = 0;
    int m_total = 0;
    std::unique_ptr<viewmodels::Session> m_session;
    std::unique_ptr<StateKeeper> m_state;
    std::unique_ptr<DeskWindows> m_windows;
};

} // namespace dealerlens::desk
