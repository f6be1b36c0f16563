// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/stagestab.h"

#include "desk/page.h"
#include "desk/theme.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace dealerlens::desk {

StagesTab::StagesTab(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : QWidget(parent)
    , m_host(host)
    , m_session(session)
    , m_asker(session, this)
{
    connect(&session, &viewmodels::Session::factsChanged, this, [this] {
        m_isOutdated = m_isAsked && !isVisible(); // a visible one is given its question anew by its page
    });
}

void StagesTab::setQuestion(const reports::Question &question)
{
    m_question = question;
    m_isAsked = true;
    m_isOutdated = !isVisible();
    if (m_isOutdated)
        m_asker.stop();
    else
        ask();
}

void StagesTab::askAgain()
{
    if (m_isAsked)
        ask();
}

void StagesTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isOutdated)
        ask();
}

void StagesTab::prepareTable(QTableView *table, QSortFilterProxyModel *proxy)
{
    proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    table->setModel(proxy);
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    table->setCornerButtonEnabled(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionsMovable(true);
    m_tables.append(table);
}

void StagesTab::applyTheme()
{
    for (QTableView *table : m_tables) {
        table->setPalette(theme().viewPalette());
        table->verticalHeader()->setDefaultSectionSize(theme().rowHeight(ThemeManager::instance()->density()));
    }
}

QObject *StagesTab::page()
{
    for (QWidget *up = this; up; up = up->parentWidget()) {
        if (qobject_cast<Page *>(up))
            return up;
    }
    return this;
}

} // namespace dealerlens::desk
