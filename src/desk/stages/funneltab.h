// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "reports/answers.h"
#include "reports/question.h"

#include <QWidget>

class QAbstractItemView;
class QSortFilterProxyModel;
class QTableView;

namespace dealerlens::viewmodels {
class FunnelModel;
class Session;
}

namespace dealerlens::desk {

class FunnelBars;
class PageHost;
class SegmentedControl;
class TableTools;
class TextLabel;

// How many reach each milestone (metrics 5): bars above, the same figures as a table below. Five ways to count,
// chosen at the top. GUI thread; keeps the old content until a new answer is there.
class FunnelTab final : public QWidget {
    Q_OBJECT

public:
    explicit FunnelTab(PageHost &host, viewmodels::Session &session, QWidget *parent = nullptr);
    ~FunnelTab() override;

    void setQuestion(const reports::Question &question);
    void retranslate();
    void applyTheme();
    // Nothing is being asked: what is shown answers the last question.
    [[nodiscard]] bool isReady() const;
    [[nodiscard]] QAbstractItemView *table() const;

Q_SIGNALS:
    void readyChanged();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void ask();
    void setMode(reports::FunnelMode mode);
    void showSentence();
    void openRows(const QModelIndex &source);

    PageHost &m_host;
    viewmodels::Session &m_session;
    viewmodels::FunnelModel *m_model;
    SegmentedControl *m_modes;
    TextLabel *m_sentence;
    TextLabel *m_explanation;
    FunnelBars *m_bars;
    QSortFilterProxyModel *m_proxy;
    QTableView *m_table;
    TableTools *m_tools;
    reports::Question m_question;
    reports::FunnelMode m_mode = reports::FunnelMode::Furthest;
    base::CancelToken m_cancel;
    bool m_asked = false; // a question has come
    bool m_asking = false;
    bool m_outdated = false; // new facts came while hidden
};

} // namespace dealerlens::desk
