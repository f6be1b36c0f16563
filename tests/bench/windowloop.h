// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>

#include <array>
#include <vector>

namespace dealerlens::bench {

// An application that tells how long the turns of its event loop and its frames took. A turn is everything that is done
// from waking up until events of the window system are looked at again: whatever a person does meanwhile waits. A frame is
// one repaint of a window. GUI thread.
class WatchedApplication final : public QApplication {
public:
    struct Turn {
        double wall = 0; // ms
        double processor = 0; // ms of this thread; the rest was waiting, for locks or for another program on the processor
        QString what; // the longest event of it
    };

    WatchedApplication(int &argc, char **argv);

    void watch(bool on);

    [[nodiscard]] const std::vector<double> &turns() const { return m_turns; } // ms of each

    [[nodiscard]] const std::vector<double> &frames() const { return m_frames; }

    [[nodiscard]] const std::vector<double> &framesProcessor() const { return m_framesProcessor; } // of each, ms of this thread

    [[nodiscard]] const std::array<Turn, 5> &longest() const { return m_longest; } // of turns, longest first

    [[nodiscard]] double mostProcessor() const { return m_mostProcessor; } // ms of any turn

    bool notify(QObject *receiver, QEvent *event) override;

private:
    void endTurn();

    bool m_watching = false;
    int m_depth = 0;
    QElapsedTimer m_clock;
    double m_turnBegan = -1;
    double m_turnProcessor = 0;
    double m_mostProcessor = 0;
    double m_longestEvent = 0;
    QString m_longestWhat;
    std::vector<double> m_turns;
    std::vector<double> m_frames;
    std::vector<double> m_framesProcessor;
    std::array<Turn, 5> m_longest;
};

} // namespace dealerlens::bench
