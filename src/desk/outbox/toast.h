// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>

class QPushButton;

namespace dealerlens::desk {

class TextLabel;

// What has just been done, at the lower edge of the window, with one way to take it back; goes by itself. One per
// window: a newer one takes its place. GUI thread.
class Toast final : public QFrame {
    Q_OBJECT

public:
    // In the window of `widget`. `action` may be empty.
    static void show(QWidget *widget, const QString &sentence, const QString &action = {}, std::function<void()> run = {});
    // The one of the window, nullptr when nothing has been told.
    [[nodiscard]] static Toast *of(QWidget *widget);

    void act(); // as its button, while its time lasts, even where another language has hidden it; nothing afterwards
    [[nodiscard]] QString sentence() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    explicit Toast(QWidget *window);
    void layGround();
    void place();

    TextLabel *m_sentence;
    QPushButton *m_action;
    QTimer m_timer;
    std::function<void()> m_run;
};

} // namespace dealerlens::desk
