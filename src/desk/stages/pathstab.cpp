// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/pathstab.h"

#include "desk/language.h"
#include "desk/page.h"
#include "desk/tabletools.h"
#include "desk/textlabel.h"
#include "viewmodels/pathsmodel.h"
#include "viewmodels/session.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace dealerlens::desk {

using viewmodels::PathsModel;
using viewmodels::SequencesModel;
using viewmodels::TransitionsModel;

namespace {

constexpr int kMostPaths = 50;

struct Answer {
    std::vector<reports::Transition> transitions;
    std::vector<reports::Path> paths;
};

QWidget *boxed(TextLabel *title, QTableView *table, TableTools *tools, QWidget *parent)
{
    QObject::connect(tools, &TableTools::filterChanged, table,
        [table](const QString &text) { static_cast<QSortFilterProxyModel *>(table->model())->setFilterFixedString(text); });
    auto *box = new QWidget(parent);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(theme().px(14), theme().px(6), theme().px(14), theme().px(6));
    title->setElided(true);
    line->addWidget(title, 1);
    line->addWidget(tools->filterField());
    line->addWidget(tools->columnsButton());
    line->addWidget(tools->exportButton());
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(line);
    column->addWidget(table, 1);
    return box;
}

} // namespace

PathsTab::PathsTab(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : StagesTab(host, session, parent)
    , m_transitions(new TransitionsModel(this))
    , m_paths(new PathsModel(this))
    , m_transitionsTitle(new TextLabel({}, FontStyle::SmallStrong, Token::Text, this))
    , m_pathsTitle(new TextLabel({}, FontStyle::SmallStrong, Token::Text, this))
    , m_transitionsTable(new QTableView(this))
    , m_pathsTable(new QTableView(this))
{
    prepare(m_transitionsTable, m_transitions, TransitionsModel::CountColumn);
    prepare(m_pathsTable, m_paths, PathsModel::CountColumn);
    m_pathsTools = new TableTools(host, m_pathsTable, QStringLiteral("stages"), page());
    m_transitionsTools = new TableTools(host, m_transitionsTable, QStringLiteral("stages"), page());
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(boxed(m_transitionsTitle, m_transitionsTable, m_transitionsTools, splitter));
    splitter->addWidget(boxed(m_pathsTitle, m_pathsTable, m_pathsTools, splitter));
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({ 480, 720 });
    m_transitionsTools->setColumns(
        { 164, 150, 76, 110 }, { TransitionsModel::CountColumn, TransitionsModel::ShareColumn }, TransitionsModel::ToColumn);
    m_pathsTools->setColumns(
        { 360, 70, 76, 76 }, { PathsModel::CountColumn, PathsModel::ShareColumn, PathsModel::StepsColumn }, PathsModel::PathColumn);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(splitter, 1);
    openRows(m_transitionsTools, m_transitionsTable, m_transitions);
    openRows(m_pathsTools, m_pathsTable, m_paths);
    retranslate();
    applyTheme();
}

void PathsTab::openRows(TableTools *tools, QTableView *table, const SequencesModel *model)
{
    tools->setOpen([this, table, model](const QModelIndex &index) {
        const QModelIndex source = static_cast<QSortFilterProxyModel *>(table->model())->mapToSource(index);
        if (source.isValid())
            host().open({ QStringLiteral("rows"), model->rowsBehind(source.row()).toVariant() });
    });
}

void PathsTab::prepare(QTableView *table, QAbstractItemModel *model, int countColumn)
{
    auto *proxy = new QSortFilterProxyModel(table);
    proxy->setSourceModel(model);
    proxy->setSortRole(SequencesModel::SortRole);
    proxy->setSortLocaleAware(true);
    proxy->setFilterKeyColumn(-1);
    prepareTable(table, proxy);
    table->horizontalHeader()->setSortIndicator(countColumn, Qt::DescendingOrder);
    table->setSortingEnabled(true);
}

void PathsTab::ask()
{
    answer(
        [question = question()](const facts::Snapshot &facts, const base::CancelToken &cancel) {
            Answer answer;
            answer.transitions = reports::transitions(facts, question, reports::StageGrouping::Milestone, cancel);
            answer.paths = reports::paths(facts, question, reports::StageGrouping::Milestone, kMostPaths, cancel);
            return answer;
        },
        [this](const Answer &answer, const facts::SnapshotPtr &facts, int milliseconds) {
            m_transitions->setAnswer(answer.transitions, facts);
            m_paths->setAnswer(answer.paths, facts);
            showSentences();
            if (isVisible())
                host().setStatus(m_pathsTitle->text(), milliseconds);
        });
}

void PathsTab::showSentences()
{
    m_transitionsTitle->setText(tr("Transitions") + QStringLiteral(" · ") + fmt().count(m_transitions->total()));
    QString paths = tr("Most frequent paths") + QStringLiteral(" · ") + fmt().count(m_paths->total());
    if (m_paths->rowCount() > 0)
        paths += QStringLiteral(" · ") + tr("%1 of all items").arg(fmt().percent(m_paths->listedShare()));
    m_pathsTitle->setText(paths);
}

void PathsTab::retranslate()
{
    m_transitions->setFmt(fmt());
    m_paths->setFmt(fmt());
    m_transitionsTools->setTitle(tr("Transitions"));
    m_pathsTools->setTitle(tr("Most frequent paths"));
    m_transitionsTools->fit();
    m_pathsTools->fit();
    showSentences();
}

QAbstractItemView *PathsTab::table() const { return m_transitionsTable->hasFocus() ? m_transitionsTable : m_pathsTable; }

} // namespace dealerlens::desk
