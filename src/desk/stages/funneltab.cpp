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

// The page's actions look for its tables among the page's children.
QObject *pageOf(QWidget *widget)
{
    for (QWidget *up = widget; up; up = up->parentWidget()) {
        if (qobject_cast<Page *>(up))
            return up;
    }
    return widget;
}

} // namespace

FunnelTab::FunnelTab(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : QWidget(parent)
    , m_host(host)
    , m_session(session)
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
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_proxy);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_table->horizontalHeader()->setSortIndicatorClearable(true); // back to the order of the stages
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_tools = new TableTools(host, m_table, QStringLiteral("stages"), pageOf(this));
    m_tools->setColumns(kWidths, kDropOrder, FunnelModel::StageColumn);
    m_tools->setOpen([this](const QModelIndex &index) { openRows(m_proxy->mapToSource(index)); });
    m_tools->setExplain([this](const QModelIndex &index) { return m_model->explain(m_proxy->mapToSource(index)); });
    connect(m_tools, &TableTools::filterChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);

    auto *line = new QHBoxLayout;
    line->setContentsMargins(theme().px(14), theme().px(6), theme().px(14), theme().px(4));
    line->setSpacing(theme().px(10));
    line->addWidget(m_modes);
    line->addWidget(m_sentence, 1);
    line->addWidget(m_tools->filterField());
    line->addWidget(m_tools->columnsButton());
    line->addWidget(m_tools->exportButton());
    auto *rule = new QHBoxLayout;
    rule->setContentsMargins(theme().px(14), 0, theme().px(14), theme().px(8));
    rule->addWidget(m_explanation, 1);
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
    connect(&m_session, &viewmodels::Session::factsChanged, this, [this] {
        m_outdated = m_asked && !isVisible();
        if (m_asked && isVisible())
            ask();
    });
    retranslate();
    applyTheme();
}

FunnelTab::~FunnelTab() { m_cancel.cancel(); }

void FunnelTab::setQuestion(const reports::Question &question)
{
    m_question = question;
    m_asked = true;
    ask();
}

void FunnelTab::setMode(FunnelMode mode)
{
    m_mode = mode;
    showSentence();
    if (m_asked)
        ask();
}

void FunnelTab::ask()
{
    m_cancel.cancel();
    m_cancel = {};
    m_outdated = false;
    m_asking = m_session.facts() != nullptr;
    m_session.ask(
        this, m_cancel,
        [question = m_question, mode = m_mode](const facts::Snapshot &facts, const base::CancelToken &cancel) {
            return reports::funnel(facts, question, mode, reports::StageGrouping::Milestone, cancel);
        },
        [this](const reports::FunnelAnswer &answer, const facts::SnapshotPtr &facts, int milliseconds) {
            m_asking = false;
            m_model->setAnswer(answer, facts);
            showSentence();
            m_bars->refresh();
            if (isVisible())
                m_host.setStatus(m_sentence->text(), milliseconds);
            Q_EMIT readyChanged();
        });
    Q_EMIT readyChanged();
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
        m_host.open({ QStringLiteral("rows"), scope->toVariant() });
}

void FunnelTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_outdated)
        ask();
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
    m_table->setPalette(theme().viewPalette());
    m_table->verticalHeader()->setDefaultSectionSize(theme().rowHeight(ThemeManager::instance()->density()));
    m_bars->refresh();
}

bool FunnelTab::isReady() const { return !m_asking && !m_outdated; }

QAbstractItemView *FunnelTab::table() const { return m_table; }

} // namespace dealerlens::desk
