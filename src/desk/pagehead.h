// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/theme.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <functional>

class QHBoxLayout;
class QToolButton;

namespace dealerlens::desk {

class CoverageMark;
class TextLabel;

// The 44 px at the top of each page: title, subtitle, coverage, the page's own controls at the right, and below
// them the 2 px line that shows work in progress after 150 ms (with words and a way to cancel after 2 s).
class PageHead final : public QWidget {
    Q_OBJECT

public:
    explicit PageHead(QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setSubtitle(const QString &subtitle);
    // Parent places, shown before the title and opened by a click: "Report › Volga ›".
    void setCrumbs(const QStringList &crumbs);

    [[nodiscard]] CoverageMark &coverage() const { return *m_coverage; }

    // Takes the widget; order is from left to right.
    void addControl(QWidget *control);

    // Work has begun; `cancel` may be empty.
    void begin(std::function<void()> cancel = {});
    void setProgress(qint64 done, qint64 total, const QString &sentence);
    void end();

    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void crumbChosen(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void tick();
    void retranslate();

    TextLabel *m_title;
    TextLabel *m_subtitle;
    CoverageMark *m_coverage;
    TextLabel *m_progress;
    QToolButton *m_cancel;
    QHBoxLayout *m_crumbs;
    QHBoxLayout *m_controls;
    QTimer m_timer;
    QElapsedTimer m_elapsed;
    std::function<void()> m_cancelAction;
    QString m_sentence;
    qint64 m_done = 0;
    qint64 m_total = 0;
    bool m_busy = false;
};

} // namespace dealerlens::desk
