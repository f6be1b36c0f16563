// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/funneltab.h"

#include "desk/controls.h"
#include "desk/language.h"
#include "desk/page.h"
#include "desk/stages/funnelbars.h"
#include "desk/tabletools.h"
#include "desk/textlabel.h"
#include "viewmodels/funnelmodel.h"
#include "viewmodels/session.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace dealerlens::desk {

using reports::FunnelMode;
using viewmodels::FunnelModel;

namespace {

constexpr std::array kModes { FunnelMode::Furthest, FunnelMode::Visited, FunnelMode::Entries, FunnelMode::Strict, FunnelMode::Supposed };
const std::vector<int> kWidths { 220, 90, 130, 100, 100, 124, 110 };
const std::vector<int> kDropOrder { FunnelModel::CountColumn, FunnelModel::ShareColumn, FunnelModel::DropColumn, FunnelModel::OpenColumn,
    FunnelModel::LostColumn, FunnelModel::InferredColumn };

} // namespace

FunnelTab::FunnelTab(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : StagesTab(host, session, parent)
    , m_model(new FunnelModel(this))
    , m_modes(new SegmentedControl(this))
    , m_sentence(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_explanation(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_proxy(new QSortFilterProxyModel(this))
{
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    auto *scroll = new QScrollArea(splitter);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    m_bars = new FunnelBars(*m_model, scroll);
    scroll->setWidget(m_bars);
    m_table = new QTableView(splitter);
    splitter->addWidget(scroll);
    splitter->addWidget(m_table);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({ 360, 240 });
    m_sentence->setElided(true);
    m_explanation->setElided(true);

    m_proxy->setSourceModel(m_model);
    m_proxy->setSortRole(FunnelModel::SortRole);
    prepareTable(m_table, m_proxy);
    m_table->horizontalHeader()->setSortIndicatorClearable(true); // back to the order of the stages
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_tools = new TableTools(host, m_table, QStringLiteral("stages"), page());
    m_tools->setColumns(kWidths, kDropOrder, FunnelModel::StageColumn);
    m_tools->setOpen([this](const QModelIndex &index) { openRows(m_proxy->mapToSource(index)); });
    m_tools->setExplain([this](const QModelIndex &index) { return m_model->explain(m_proxy->mapToSource(index)); });
    connect(m_tools, &TableTools::filterChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);

    auto *line = new QHBoxLayout;
    line->setContentsMargins(theme().px(14), theme().px(6), theme().px(14), theme().px(4));
    line->setSpacing(theme().px(10));
    line->addWidget(m_modes);
    line->addStretch(1);
    line->addWidget(m_tools->filterField());
    line->addWidget(m_tools->columnsButton());
    line->addWidget(m_tools->exportButton());
    auto *rule = new QVBoxLayout;
    rule->setContentsMargins(theme().px(14), 0, theme().px(14), theme().px(8));
    rule->setSpacing(theme().px(2));
    rule->addWidget(m_sentence);
    rule->addWidget(m_explanation);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(line);
    column->addLayout(rule);
    column->addWidget(splitter, 1);

    connect(m_modes, &SegmentedControl::chosen, this, [this](int at) { setMode(kModes[static_cast<size_t>(at)]); });
    connect(m_bars, &FunnelBars::opened, this, [this](int row, int at) { openRows(m_model->index(row, at)); });
    connect(
        m_bars, &FunnelBars::chosen, this, [this](int row) { m_table->selectRow(m_proxy->mapFromSource(m_model->index(row, 0)).row()); });
    retranslate();
    applyTheme();
}

void FunnelTab::setMode(FunnelMode mode)
{
    m_mode = mode;
    showSentence();
    askAgain();
}

void FunnelTab::ask()
{
    answer(
        [question = question(), mode = m_mode](const facts::Snapshot &facts, const base::CancelToken &cancel) {
            return reports::funnel(facts, question, mode, reports::StageGrouping::Milestone, cancel);
        },
        [this](const reports::FunnelAnswer &answer, const facts::SnapshotPtr &facts, int milliseconds) {
            m_model->setAnswer(answer, facts);
            showSentence();
            m_bars->refresh();
            if (isVisible())
                host().setStatus(m_sentence->text(), milliseconds);
        });
}

void FunnelTab::showSentence()
{
    m_sentence->setText(
        m_model->answer() && m_model->answer()->waterfall.counted == 0 ? tr("No items were created in the period") : m_model->sentence());
    m_explanation->setText(FunnelModel::modeRule(m_mode));
}

void FunnelTab::openRows(const QModelIndex &source)
{
    if (const auto scope = m_model->rowsBehind(source))
        host().open({ QStringLiteral("rows"), scope->toVariant() });
}

void FunnelTab::retranslate()
{
    QStringList names;
    for (const FunnelMode mode : kModes)
        names << FunnelModel::modeName(mode);
    m_modes->setChoices(names);
    m_modes->setCurrent(static_cast<int>(std::find(kModes.begin(), kModes.end(), m_mode) - kModes.begin()));
    m_modes->setAccessibleName(tr("How items are counted"));
    m_bars->setAccessibleName(tr("Funnel"));
    m_tools->setTitle(tr("Funnel"));
    m_model->setFmt(fmt());
    showSentence();
    m_bars->refresh();
    m_tools->fit();
}

void FunnelTab::applyTheme()
{
    StagesTab::applyTheme();
    m_bars->refresh();
}

QAbstractItemView *FunnelTab::table() const { return m_table; }

} // namespace dealerlens::desk
