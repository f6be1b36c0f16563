// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/stages/asker.h"
#include "reports/question.h"

#include <QWidget>

class QAbstractItemView;
class QSortFilterProxyModel;
class QTableView;

namespace dealerlens::desk {

class PageHost;

// A tab of the stages page that asks a figure of its own: again when the question or the facts change, but while it
// is hidden only once it is shown. Keeps the old content until a new answer is there. GUI thread.
class StagesTab : public QWidget {
    Q_OBJECT

public:
    StagesTab(PageHost &host, viewmodels::Session &session, QWidget *parent);

    void setQuestion(const reports::Question &question);
    virtual void retranslate() = 0;
    virtual void applyTheme();

    // Nothing is being asked: what is shown answers the last question.
    [[nodiscard]] bool isReady() const { return !m_asker.isAsking() && !m_isOutdated; }

    // The table that copying and exporting take.
    [[nodiscard]] virtual QAbstractItemView *table() const = 0;

Q_SIGNALS:
    void readyChanged();

protected:
    void showEvent(QShowEvent *event) override;

    void askAgain(); // if there is a question
    virtual void ask() = 0; // by answer()

    // `then` is given the names of the facts.
    template <class Ask, class Then> void answer(Ask ask, Then then)
    {
        m_isOutdated = false;
        m_asker.ask(std::move(ask), [this, then = std::move(then)](const auto &answer, const facts::SnapshotPtr &facts, int milliseconds) {
            then(answer, m_session.namesOf(facts), milliseconds);
            Q_EMIT readyChanged();
        });
        Q_EMIT readyChanged();
    }

    // Looks and habits of the tables of the tabs; sorted and filtered by `proxy`.
    void prepareTable(QTableView *table, QSortFilterProxyModel *proxy);

    [[nodiscard]] PageHost &host() const { return m_host; }

    [[nodiscard]] const reports::Question &question() const { return m_question; }

    // The page's actions look for its tables among the page's children.
    [[nodiscard]] QObject *page();

private:
    PageHost &m_host;
    const viewmodels::Session &m_session;
    Asker m_asker;
    reports::Question m_question;
    QList<QTableView *> m_tables;
    bool m_isAsked = false; // a question has come
    bool m_isOutdated = false; // a question or new facts came while hidden
};

} // namespace dealerlens::desk
