// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSize>
#include <QTimer>

#include <functional>
#include <vector>

namespace dealerlens::desk {

class MainWindow;

// Draws every screen of a window into PNG files: light and dark, Russian and English. A chain of timers, no
// nested loop: each picture is prepared, waited for until its page is ready, and grabbed. Emits finished once.
class Screenshots final : public QObject {
    Q_OBJECT

public:
    Screenshots(MainWindow &window, QString directory, QSize size, QObject *parent = nullptr);

    // A screen that is not a page: shows itself, and gives the widget to grab.
    void addScreen(const QString &name, std::function<QWidget *()> show);
    void start(); // once

    [[nodiscard]] bool isStarted() const { return !m_shots.empty(); }

Q_SIGNALS:
    // `failed` names pictures that never became ready or could not be written.
    void finished(int written, const QStringList &failed);

private:
    struct Shot {
        QString name;
        std::function<void()> prepare;
        std::function<QWidget *()> widget;
        std::function<bool()> isReady;
    };

    void plan();
    void planPage(const QString &id, const QString &look, int number);
    void next();
    void poll();
    void grab();

    MainWindow &m_window;
    QString m_directory;
    QSize m_size; // of the window
    std::vector<std::pair<QString, std::function<QWidget *()>>> m_screens;
    std::vector<Shot> m_shots;
    size_t m_at = 0;
    int m_polls = 0;
    int m_readyPolls = 0;
    int m_written = 0;
    QStringList m_failed;
    QTimer m_timer;
};

} // namespace dealerlens::desk
