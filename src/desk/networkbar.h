// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QStatusBar>

class QProgressBar;
class QToolButton;

namespace dealerlens::desk {

class TextLabel;

// What the status bar says about the mirror.
struct NetworkStatus {
    int fresh = 0;
    int total = 0;
    QString oldestDealer;
    base::UtcSeconds oldest = base::kNever;
    int syncDone = 0;
    int syncTotal = 0; // 0: no sync runs
    bool offline = false;
    base::UtcSeconds dataAt = base::kNever; // newest data, shown while offline
};

// The 26 px at the bottom: freshness, oldest data, sync, and at the right what the page says about its rows.
class NetworkBar final : public QStatusBar {
    Q_OBJECT

public:
    explicit NetworkBar(QWidget *parent = nullptr);
    void setNetwork(const NetworkStatus &status);
    void setRows(const QString &text, int queryMs);
    void retranslate();

Q_SIGNALS:
    void freshClicked();

private:
    void refresh();

    NetworkStatus m_status;
    QString m_text;
    int m_queryMs = -1;
    QToolButton *m_fresh;
    TextLabel *m_oldest;
    TextLabel *m_sync;
    QProgressBar *m_progress;
    TextLabel *m_rows;
    TextLabel *m_time;
};

} // namespace dealerlens::desk
