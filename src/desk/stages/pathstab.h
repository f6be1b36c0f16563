// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "reports/answers.h"
#include "reports/question.h"

#include <QWidget>

class QAbstractItemView;
class QTableView;

namespace dealerlens::viewmodels {
class PathsModel;
class Session;
class TransitionsModel;
}

namespace dealerlens::desk {

class PageHost;
class TableTools;
class TextLabel;

// How items really move: steps from milestone to milestone at the left, whole paths by frequency at the right.
// GUI thread; keeps the old content until a new answer is there.
class PathsTab final : public QWidget {
    Q_OBJECT

public:
    explicit PathsTab(PageHost &host, viewmodels::Session &session, QWidget *parent = nullptr);
    ~PathsTab() override;

    void setQuestion(const reports::Question &question);
    void retranslate();
    void applyTheme();
    // Nothing is being asked: what is shown answers the last question.
    [[nodiscard]] bool isReady() const;
    // The table that has the focus; the paths when none has.
    [[nodiscard]] QAbstractItemView *table() const;

Q_SIGNALS:
    void readyChanged();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void ask();
    void showSentences();

    PageHost &m_host;
    viewmodels::Session &m_session;
    viewmodels::TransitionsModel *m_transitions;
    viewmodels::PathsModel *m_paths;
    TextLabel *m_transitionsTitle;
    TextLabel *m_pathsTitle;
    QTableView *m_transitionsTable;
    QTableView *m_pathsTable;
    TableTools *m_transitionsTools;
    TableTools *m_pathsTools;
    reports::Question m_question;
    base::CancelToken m_cancel;
    bool m_asked = false; // a question has come
    bool m_asking = false;
    bool m_outdated = false; // new facts came while hidden
};

} // namespace dealerlens::desk
