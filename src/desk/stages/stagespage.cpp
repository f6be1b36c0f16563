// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/stagespage.h"

#include "desk/actions.h"
#include "desk/controls.h"
#include "desk/language.h"
#include "desk/pagehead.h"
#include "desk/plotwidget.h"
#include "desk/stages/funneltab.h"
#include "desk/stages/pathstab.h"
#include "desk/stages/stagescurve.h"
#include "desk/stages/stagesdelegate.h"
#include "desk/stages/stagespanel.h"
#include "desk/tabletools.h"
#include "desk/textlabel.h"
#include "viewmodels/session.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include <algorithm>
#include <set>

namespace dealerlens::desk {

using reports::StageTimes;
using viewmodels::CompareBy;
using viewmodels::StageTimesModel;

namespace {

// ui.md 11(e): widths in design pixels, and which go first when there is no room (the last of the list).
const std::vector<int> kWidths { 200, 86, 76, 76, 76, 88, 290, 56, 56, 74, 76, 70, 76, 70, 76 };
const std::vector<int> kDropOrder { StageTimesModel::MedianColumn, StageTimesModel::OpenColumn, StageTimesModel::IntervalColumn,
    StageTimesModel::VisitsColumn, StageTimesModel::LeftColumn, StageTimesModel::OverColumn, StageTimesModel::LimitColumn,
    StageTimesModel::BarColumn, StageTimesModel::P90Column, StageTimesModel::Q75Column, StageTimesModel::ReenteredColumn,
    StageTimesModel::MeanColumn, StageTimesModel::TotalColumn, StageTimesModel::ReworkColumn };

} // namespace

StagesPage::StagesPage(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : Page(host, parent)
    , m_session(session)
    , m_model(new StageTimesModel(this))
{
    m_body = new QStackedWidget(this);
    m_splitter = new QSplitter(Qt::Vertical, m_body);
    m_splitter->setChildrenCollapsible(false);
    buildTable();
    buildBelow();
    buildTabs();
    buildStrip();
    addActions();
    connect(&m_session, &viewmodels::Session::factsChanged, this, &StagesPage::askAgain);
    setTab(TimesTab);
    applyTheme();
}

StagesPage::~StagesPage()
{
    m_cancel.cancel();
    m_compareCancel.cancel();
    m_rankCancel.cancel();
}

void StagesPage::buildTable()
{
    m_table = new QTableView(m_splitter);
    m_table->setHorizontalHeader(new StagesHeader(m_table));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new StagesDelegate(m_table));
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setMouseTracking(true);
    m_table->setTabKeyNavigation(false);
    m_table->setCornerButtonEnabled(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSortIndicator(StageTimesModel::StageColumn, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_tools = new TableTools(host(), m_table, QStringLiteral("stages"), this);
    m_tools->setColumns(kWidths, kDropOrder, StageTimesModel::StageColumn);
    m_tools->setOpen([this](const QModelIndex &index) {
        if (const auto scope = m_model->rowsBehind(index))
            host().open({ QStringLiteral("rows"), scope->toVariant() });
    });
    m_tools->setExplain([this](const QModelIndex &index) { return m_model->explain(index); });
    m_tools->setTable([this] { return m_model->answer() ? reports::toTable(*m_model->answer()) : reports::Table(); });
    connect(m_tools, &TableTools::filterChanged, m_model, &StageTimesModel::setFilter);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &StagesPage::showStage);
}

void StagesPage::buildBelow()
{
    m_below = new QSplitter(Qt::Horizontal, m_splitter);
    m_below->setChildrenCollapsible(false);
    auto *box = new QWidget(m_below);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(theme().px(14), theme().px(8), theme().px(14), theme().px(6));
    column->setSpacing(theme().px(4));
    m_curveTitle = new TextLabel({}, FontStyle::SmallStrong, Token::Text, box);
    m_curveTitle->setElided(true);
    m_curve = new PlotWidget(box);
    column->addWidget(m_curveTitle);
    column->addWidget(m_curve, 1);
    m_panel = new StagesPanel(m_below);
    m_below->addWidget(box);
    m_below->addWidget(m_panel);
    m_below->setStretchFactor(0, 1);
    m_below->setSizes({ theme().px(840), theme().px(528) });
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_below);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({ theme().px(300), theme().px(440) });
    connect(m_panel, &StagesPanel::rowsRequested, this, [this] {
        if (const auto scope = m_model->rowsBehind(m_model->indexOfKey(m_stageKey)))
            host().open({ QStringLiteral("rows"), scope->toVariant() });
    });
    connect(m_panel, &StagesPanel::explainRequested, this, [this] {
        if (!m_table->currentIndex().isValid())
            m_table->setCurrentIndex(m_model->indexOfKey(m_stageKey));
        m_tools->explainCurrent();
    });
    connect(m_panel, &StagesPanel::dealerChosen, this, [this](const QString &key) {
        if (m_by != CompareBy::Dealer)
            setCompareBy(CompareBy::Dealer);
        togglePicked(key);
    });
    connect(m_curve, &PlotWidget::tableRequested, this, &StagesPage::showCurveTable);
}

void StagesPage::buildTabs()
{
    m_funnel = new FunnelTab(host(), m_session, m_body);
    m_paths = new PathsTab(host(), m_session, m_body);
    m_empty = new EmptyState(m_body);
    m_body->addWidget(m_splitter);
    m_body->addWidget(m_funnel);
    m_body->addWidget(m_paths);
    m_body->addWidget(m_empty);
    setBody(m_body);
    m_tabs = new SegmentedControl(this);
    connect(m_tabs, &SegmentedControl::chosen, this, &StagesPage::setTab);
    head().addControl(m_tools->filterField());
    head().addControl(m_tabs);
    head().addControl(m_tools->columnsButton());
    head().addControl(m_tools->exportButton());
    connect(&head().coverage(), &QToolButton::clicked, this, [this] { host().open({ QStringLiteral("network"), {} }); });
    connect(m_empty, &EmptyState::acted, this, [this] { host().open({ QStringLiteral("network"), {} }); });
    connect(m_funnel, &FunnelTab::readyChanged, this, &StagesPage::readyChanged);
    connect(m_paths, &PathsTab::readyChanged, this, &StagesPage::readyChanged);
}

void StagesPage::buildStrip()
{
    m_strip = new QWidget(this);
    auto *line = new QHBoxLayout(m_strip);
    line->setContentsMargins(theme().px(14), theme().px(2), theme().px(14), theme().px(6));
    line->setSpacing(theme().px(8));
    m_visits = new SegmentedControl(m_strip);
    m_clock = new SegmentedControl(m_strip);
    m_grouping = new SegmentedControl(m_strip);
    m_compareBy = new QComboBox(m_strip);
    m_pick = new QPushButton(m_strip);
    m_note = new TextLabel({}, FontStyle::Small, Token::Text2, m_strip);
    m_note->setElided(true);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (QWidget *widget : std::initializer_list<QWidget *> { m_visits, m_clock, m_grouping, m_compareBy, m_pick })
        line->addWidget(widget);
    line->addWidget(m_note, 1);
    addStrip(m_strip);
    connect(m_visits, &SegmentedControl::chosen, this, [this](int index) { setAllVisits(index == 1); });
    connect(m_clock, &SegmentedControl::chosen, this, [this](int index) { setBusiness(index == 1); });
    connect(m_grouping, &SegmentedControl::chosen, this, [this](int index) {
        m_ownStages = index == 1;
        askAgain();
    });
    connect(m_compareBy, &QComboBox::activated, this, [this](int index) {
        setCompareBy(static_cast<CompareBy>(index));
        if (m_by != CompareBy::Nothing)
            pickGroups();
    });
    connect(m_pick, &QPushButton::clicked, this, &StagesPage::pickGroups);
}

void StagesPage::addAction(const char *id, const char *text, const QString &bareKey, std::function<void()> run)
{
    host().actions().add(
        { QString::fromLatin1(id), text, {}, {}, bareKey, QStringLiteral("view"), QStringLiteral("stages") }, this, std::move(run));
}

void StagesPage::addActions()
{
    addAction(
        "stages.previous", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Previous stage"), QStringLiteral("["), [this] { step(-1); });
    addAction("stages.next", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Next stage"), QStringLiteral("]"), [this] { step(1); });
    addAction("stages.compare", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Compare groups…"), QStringLiteral("C"), [this] {
        if (m_by == CompareBy::Nothing)
            setCompareBy(CompareBy::Dealer);
        pickGroups();
    });
    addAction("stages.clock", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Business or calendar time"), QStringLiteral("B"),
        [this] { setBusiness(!m_business); });
    addAction("stages.visits", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "First or all visits"), QStringLiteral("V"),
        [this] { setAllVisits(!m_allVisits); });
    host().actions().add(
        { QStringLiteral("stages.curve-table"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Curve as a table"), QStringLiteral("table"),
            QKeySequence(Qt::ALT | Qt::Key_T), {}, QStringLiteral("view"), QStringLiteral("stages") },
        this, [this] { showCurveTable(); });
}

QString StagesPage::title() const { return tr("Stage times"); }

void StagesPage::retranslate()
{
    head().setTitle(title());
    m_tools->setTitle(title());
    m_tabs->setChoices({ tr("Times"), tr("Funnel"), tr("Paths") });
    m_tabs->setAccessibleName(tr("What is shown"));
    m_visits->setChoices({ tr("First visit"), tr("All visits") });
    m_visits->setAccessibleName(tr("Which visits count"));
    m_clock->setChoices({ tr("Calendar"), tr("Business time") });
    m_clock->setAccessibleName(tr("Clock of the durations"));
    m_grouping->setChoices({ tr("Standard"), tr("Own stages") });
    m_grouping->setAccessibleName(tr("Stages of the standard or of the portals"));
    m_compareBy->clear();
    m_compareBy->addItems({ tr("No comparison"), tr("By dealer"), tr("By region"), tr("By employee") });
    m_compareBy->setAccessibleName(tr("Compare by"));
    m_curve->setName(tr("Share still in the stage"));
    m_empty->setContent(tr("There are no data yet."), tr("Open network health"));
    m_panel->retranslate();
    m_funnel->retranslate();
    m_paths->retranslate();
    m_model->setFmt(fmt());
    m_tools->fit();
    showControls();
    showHead();
    showCurve();
    showStatus();
}

void StagesPage::applyTheme()
{
    m_table->setPalette(theme().viewPalette());
    m_table->verticalHeader()->setDefaultSectionSize(theme().rowHeight(ThemeManager::instance()->density()));
    m_tools->fit();
    m_funnel->applyTheme();
    m_paths->applyTheme();
    showCurve();
    m_table->viewport()->update();
}

void StagesPage::setContext(const viewmodels::Context &context)
{
    m_context = context;
    askAgain();
}

void StagesPage::activate(const QVariantMap &args)
{
    m_active = true;
    if (args.contains(QStringLiteral("key")))
        m_stageKey = args.value(QStringLiteral("key")).toString();
    if (m_outdated)
        ask();
    else
        m_table->setCurrentIndex(m_model->indexOfKey(m_stageKey));
    showStatus();
    m_table->setFocus();
}

void StagesPage::deactivate() { m_active = false; }

bool StagesPage::isReady() const
{
    if (!m_session.facts())
        return true;
    return !m_outdated && !m_asking && !m_comparing && !m_ranking && (m_tab != Funnel || m_funnel->isReady())
        && (m_tab != Paths || m_paths->isReady());
}

QAbstractItemModel *StagesPage::exportTable() const
{
    const QAbstractItemView *view = m_tab == Funnel ? m_funnel->table() : m_tab == Paths ? m_paths->table() : m_table;
    return view ? view->model() : nullptr;
}

reports::Question StagesPage::question() const
{
    reports::Question question = m_session.question(m_context);
    question.businessTime = m_business;
    return question;
}

reports::StageTimesOptions StagesPage::options() const
{
    return { .grouping = m_ownStages ? reports::StageGrouping::OwnStage : reports::StageGrouping::Milestone,
        .visits = m_allVisits ? reports::VisitsCounted::All : reports::VisitsCounted::First,
        .curves = true,
        .finalStages = false };
}

void StagesPage::askAgain()
{
    m_outdated = true;
    if (m_active)
        ask();
}

void StagesPage::ask()
{
    const facts::SnapshotPtr facts = m_session.facts();
    if (!facts)
        return;
    m_outdated = false;
    const reports::Question asked = question();
    m_choices = viewmodels::compareChoices(*facts, asked, m_by);
    m_funnel->setQuestion(asked);
    m_paths->setQuestion(asked);
    setTab(m_tab);
    m_cancel.cancel();
    m_cancel = {};
    m_compareCancel.cancel();
    m_rankCancel.cancel();
    m_comparing = m_ranking = false;
    m_asking = true;
    head().begin();
    m_session.ask(
        this, m_cancel,
        [asked, opts = options()](const facts::Snapshot &snapshot, const base::CancelToken &cancel) {
            return reports::stageTimes(snapshot, asked, opts, cancel);
        },
        [this](const reports::StageTimesAnswer &answer, const facts::SnapshotPtr &snapshot, int milliseconds) {
            show(answer, snapshot, milliseconds);
        });
}

void StagesPage::show(const reports::StageTimesAnswer &answer, const facts::SnapshotPtr &facts, int milliseconds)
{
    const bool first = !m_model->answer();
    const QString wanted = m_stageKey;
    m_asking = false;
    m_milliseconds = milliseconds;
    m_compared.reset();
    m_medians.clear();
    m_model->setAnswer(std::make_shared<const reports::StageTimesAnswer>(answer), facts, m_business);
    if (first)
        m_tools->fit();
    head().end();
    QModelIndex index = m_model->indexOfKey(wanted);
    if (!index.isValid())
        index = m_model->firstChoice();
    m_stageKey.clear(); // so that the stage is shown anew, selected or not
    m_table->setCurrentIndex(index.siblingAtColumn(std::max(0, m_table->currentIndex().column())));
    showStage();
    if (!stage())
        showCurve();
    showHead();
    Q_EMIT readyChanged();
}

void StagesPage::showHead()
{
    const reports::StageTimesAnswer *answer = m_model->answer();
    if (!answer)
        return;
    head().setSubtitle(tr("open items are counted as still running"));
    const QString note = m_model->texts().note(*answer);
    m_note->setText(note);
    base::UtcSeconds newest = base::kNever;
    for (const facts::PortalFact &portal : m_model->facts()->portals)
        newest = std::max(newest, portal.watermark);
    head().coverage().setCoverage(
        answer->coverage.fresh, answer->coverage.portals, m_context.asOf ? std::min(newest, *m_context.asOf) : newest);
}

const StageTimes *StagesPage::stage() const
{
    if (!m_model->answer())
        return nullptr;
    for (const StageTimes &stage : m_model->answer()->stages) {
        if (StageTimesModel::keyOf(stage) == m_stageKey)
            return &stage;
    }
    return nullptr;
}

void StagesPage::showStage()
{
    if (m_asking)
        return;
    const QString key = m_table->currentIndex().data(StageTimesModel::KeyRole).toString();
    if (key.isEmpty() || key == m_stageKey)
        return;
    m_stageKey = key;
    m_compared.reset();
    m_medians.clear();
    compare();
    rankDealers();
    showCurve();
    showStatus();
}

void StagesPage::compare()
{
    m_compareCancel.cancel();
    m_compareCancel = {};
    m_comparing = false;
    showControls();
    const StageTimes *chosen = stage();
    if (m_by == CompareBy::Nothing || m_picked.isEmpty() || !chosen) {
        m_compared.reset();
        showCurve();
        return;
    }
    reports::Question asked = question();
    asked.itemKind = chosen->kind;
    std::vector<reports::Question> groups;
    std::vector<QString> names;
    for (const QString &key : m_picked) {
        groups.push_back(viewmodels::narrowTo(asked, key));
        const auto found
            = std::find_if(m_choices.begin(), m_choices.end(), [&](const viewmodels::CompareChoice &choice) { return choice.key == key; });
        names.push_back(found == m_choices.end() ? key.mid(2) : found->name);
    }
    // The city says enough, unless two of the groups share it.
    std::vector<QString> cities;
    for (const QString &name : names)
        cities.push_back(m_by == CompareBy::Dealer ? name.section(QLatin1Char(','), 0, 0) : name);
    if (std::set<QString>(cities.begin(), cities.end()).size() == cities.size())
        names = cities;
    m_comparing = true;
    m_session.ask(
        this, m_compareCancel,
        [asked, groups, names, opts = options(), name = chosen->stage](const facts::Snapshot &snapshot, const base::CancelToken &cancel) {
            return reports::compareStage(snapshot, asked, opts, name, groups, names, cancel);
        },
        [this](const reports::Comparison &answer, const facts::SnapshotPtr &, int) {
            m_comparing = false;
            m_compared = answer;
            showCurve();
            Q_EMIT readyChanged();
        });
}

void StagesPage::rankDealers()
{
    m_rankCancel.cancel();
    m_rankCancel = {};
    m_ranking = false;
    const StageTimes *chosen = stage();
    if (!chosen)
        return;
    m_ranking = true;
    reports::Question asked = question();
    asked.itemKind = chosen->kind;
    m_session.ask(
        this, m_rankCancel,
        [asked, opts = options(), name = chosen->stage](const facts::Snapshot &snapshot, const base::CancelToken &cancel) {
            return viewmodels::dealerMedians(snapshot, asked, opts, name, cancel);
        },
        [this](const std::vector<viewmodels::DealerMedian> &medians, const facts::SnapshotPtr &, int) {
            m_ranking = false;
            m_medians = medians;
            showCurve();
            Q_EMIT readyChanged();
        });
}

reports::Comparison StagesPage::comparison() const
{
    if (m_compared)
        return *m_compared;
    reports::Comparison alone;
    alone.network = *stage();
    return alone;
}

void StagesPage::showCurve()
{
    const StageTimes *chosen = stage();
    if (!chosen) {
        m_curveTitle->setText(m_model->answer() ? tr("Nothing was in a stage in this period") : QString());
        m_curve->setPlot(nullptr);
        return;
    }
    const viewmodels::StageTexts &texts = m_model->texts();
    const reports::Comparison shown = comparison();
    m_curveTitle->setText(
        tr("Share of items still in “%1” · bands are 95% intervals · small ticks are items still open").arg(texts.name(*chosen)));
    m_curve->setPlot(stageCurve(shown, texts));
    m_panel->setStage(shown, *m_model->answer(), texts);
    m_panel->setDealers(m_medians, *chosen, m_model->facts(), texts);
}

void StagesPage::showStatus()
{
    const StageTimes *chosen = stage();
    if (m_active && chosen)
        host().setStatus(
            QString(m_model->texts().name(*chosen) + QStringLiteral(" · ") + tr("%Ln visits", nullptr, static_cast<int>(chosen->visits))),
            m_milliseconds);
}

void StagesPage::showControls()
{
    m_tabs->setCurrent(m_tab);
    m_visits->setCurrent(m_allVisits ? 1 : 0);
    m_clock->setCurrent(m_business ? 1 : 0);
    m_grouping->setCurrent(m_ownStages ? 1 : 0);
    m_compareBy->setCurrentIndex(static_cast<int>(m_by));
    m_pick->setVisible(m_by != CompareBy::Nothing);
    m_pick->setText(tr("Groups (%1 of 4)…").arg(m_picked.size()));
}

void StagesPage::setTab(int tab)
{
    m_tab = std::clamp(tab, 0, 2);
    const facts::SnapshotPtr facts = m_session.facts();
    const bool none = facts && facts->portals.empty();
    m_body->setCurrentIndex(none ? 3 : m_tab);
    m_strip->setVisible(m_tab == TimesTab);
    m_tools->filterField()->setVisible(m_tab == TimesTab);
    m_tools->columnsButton()->setVisible(m_tab == TimesTab);
    m_tools->exportButton()->setVisible(m_tab == TimesTab);
    showControls();
}

void StagesPage::setBusiness(bool on)
{
    m_business = on;
    showControls();
    askAgain();
}

void StagesPage::setAllVisits(bool on)
{
    m_allVisits = on;
    showControls();
    askAgain();
}

void StagesPage::setCompareBy(CompareBy by)
{
    if (by != m_by)
        m_picked.clear();
    m_by = by;
    if (const facts::SnapshotPtr facts = m_session.facts())
        m_choices = viewmodels::compareChoices(*facts, question(), m_by);
    compare();
}

void StagesPage::togglePicked(const QString &key)
{
    if (!m_picked.removeOne(key) && m_picked.size() < kMostGroups)
        m_picked.append(key);
    compare();
}

void StagesPage::pickGroups()
{
    auto *picker = new GroupPicker(m_choices, m_picked, window());
    connect(picker, &GroupPicker::picked, this, [this](const QStringList &keys) {
        m_picked = keys;
        compare();
    });
    picker->openUnder(m_pick->isVisible() ? static_cast<QWidget *>(m_pick) : m_compareBy);
}

void StagesPage::step(int by)
{
    if (m_model->rowCount() == 0)
        return;
    const int row = std::clamp(m_table->currentIndex().row() + by, 0, m_model->rowCount() - 1);
    m_table->setCurrentIndex(m_model->index(row, std::max(0, m_table->currentIndex().column())));
}

void StagesPage::showCurveTable()
{
    if (const PlotPainter *plot = m_curve->plot())
        openPlotTable(*plot, m_curveTitle->text(), window());
}

QVariantMap StagesPage::saveState() const
{
    return { { QStringLiteral("tab"), m_tab }, { QStringLiteral("business"), m_business }, { QStringLiteral("all"), m_allVisits },
        { QStringLiteral("own"), m_ownStages }, { QStringLiteral("by"), static_cast<int>(m_by) }, { QStringLiteral("picked"), m_picked },
        { QStringLiteral("stage"), m_stageKey }, { QStringLiteral("table"), m_tools->saveState() } };
}

void StagesPage::restoreState(const QVariantMap &state)
{
    m_business = state.value(QStringLiteral("business")).toBool();
    m_allVisits = state.value(QStringLiteral("all")).toBool();
    m_ownStages = state.value(QStringLiteral("own")).toBool();
    m_by = static_cast<CompareBy>(std::clamp(state.value(QStringLiteral("by")).toInt(), 0, 3));
    m_picked = state.value(QStringLiteral("picked")).toStringList().mid(0, kMostGroups);
    m_stageKey = state.value(QStringLiteral("stage")).toString();
    m_tools->restoreState(state.value(QStringLiteral("table")).toMap());
    setTab(state.value(QStringLiteral("tab")).toInt());
    askAgain();
}

QList<Page::Scene> StagesPage::scenes()
{
    return { { QStringLiteral("compare"),
                 [this] {
                     if (m_medians.empty())
                         return;
                     const auto key = [this](const viewmodels::DealerMedian &dealer) {
                         return QString(QStringLiteral("p:") + m_model->facts()->portals[static_cast<size_t>(dealer.portal)].portal.key);
                     };
                     const QStringList keys { key(m_medians.back()), key(m_medians.front()) };
                     setCompareBy(CompareBy::Dealer);
                     m_picked = keys;
                     compare();
                 } },
        { QStringLiteral("business"),
            [this] {
                setCompareBy(CompareBy::Nothing);
                setBusiness(true);
            } },
        { QStringLiteral("funnel"), [this] { setTab(Funnel); } }, { QStringLiteral("paths"), [this] { setTab(Paths); } },
        { QStringLiteral("times"), [this] {
             setTab(TimesTab);
             setBusiness(false);
         } } };
}

} // namespace dealerlens::desk
