// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/stagespage.h"

#include "desk/actions.h"
#include "desk/controls.h"
#include "desk/factsfollower.h"
#include "desk/language.h"
#include "desk/pagehead.h"
#include "desk/stages/curvebox.h"
#include "desk/stages/funneltab.h"
#include "desk/stages/pathstab.h"
#include "desk/stages/stagecomparer.h"
#include "desk/stages/stagescurve.h"
#include "desk/stages/stagesdelegate.h"
#include "desk/stages/stagespanel.h"
#include "desk/stages/stagesstrip.h"
#include "desk/tabletools.h"
#include "viewmodels/session.h"

#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>

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
    , m_comparer(new StageComparer(session, this))
    , m_asker(session, this)
{
    m_body = new QStackedWidget(&body());
    m_splitter = new QSplitter(Qt::Vertical, m_body);
    m_splitter->setChildrenCollapsible(false);
    buildTable();
    buildBelow();
    buildTabs();
    buildStrip();
    addActions();
    new FactsFollower(m_session,
        { .outdate = [this] { m_outdated = true, m_maker.stop(); },
            .isAsking = [this] { return m_asker.isAsking(); },
            .ask = [this] { askAgain(); } },
        this);
    setTab(TimesTab);
    applyTheme();
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
    m_curve = new CurveBox(m_below);
    m_panel = new StagesPanel(m_below);
    m_below->addWidget(m_curve);
    m_below->addWidget(m_panel);
    m_below->setStretchFactor(0, 1);
    m_below->setSizes({ theme().px(840), theme().px(528) });
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_below);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({ theme().px(300), theme().px(440) });
    m_groupsTools = new TableTools(host(), &m_panel->groups(), QStringLiteral("stages"), this);
    connect(m_panel, &StagesPanel::rowsRequested, this, [this] {
        if (const auto scope = m_model->rowsBehind(m_model->indexOfKey(m_stageKey)))
            host().open({ QStringLiteral("rows"), scope->toVariant() });
    });
    connect(m_panel, &StagesPanel::groupRowsRequested, this, [this](int row, reports::Count count) {
        auto scope = m_model->rowsBehind(m_model->indexOfKey(m_stageKey));
        if (!scope)
            return;
        scope->count = count;
        if (row < m_comparer->picked().size())
            scope->place = viewmodels::placeOfChoice(m_comparer->picked().at(row));
        host().open({ QStringLiteral("rows"), scope->toVariant() });
    });
    connect(m_panel, &StagesPanel::explainRequested, this, [this] {
        if (!m_table->currentIndex().isValid())
            m_table->setCurrentIndex(m_model->indexOfKey(m_stageKey));
        m_tools->explainCurrent();
    });
    connect(m_panel, &StagesPanel::dealerChosen, this, [this](const QString &key) {
        if (m_comparer->by() != CompareBy::Dealer)
            m_comparer->setBy(CompareBy::Dealer);
        m_comparer->toggle(key);
    });
    connect(m_curve, &CurveBox::tableRequested, this, [this] { m_curve->openTable(host().dialogs()); });
}

void StagesPage::buildTabs()
{
    m_empty = new EmptyState(m_body);
    m_body->addWidget(m_splitter);
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
}

// The funnel and the paths are built when somebody looks at them.
void StagesPage::buildTab(int tab)
{
    StagesTab *built = nullptr;
    if (tab == Funnel && !m_funnel)
        built = m_funnel = new FunnelTab(host(), m_session, m_body);
    else if (tab == Paths && !m_paths)
        built = m_paths = new PathsTab(host(), m_session, m_body);
    if (!built)
        return;
    m_body->addWidget(built);
    built->applyTheme();
    built->retranslate();
    connect(built, &StagesTab::readyChanged, this, &StagesPage::readyChanged);
    if (m_asked)
        built->setQuestion(*m_asked);
}

std::vector<StagesTab *> StagesPage::tabs() const
{
    std::vector<StagesTab *> built { m_funnel, m_paths };
    std::erase(built, nullptr);
    return built;
}

void StagesPage::buildStrip()
{
    m_strip = new StagesStrip(this);
    addStrip(m_strip);
    connect(m_strip, &StagesStrip::visitsChosen, this, [this](bool all) { choose(m_allVisits, all); });
    connect(m_strip, &StagesStrip::clockChosen, this, [this](bool business) { choose(m_business, business); });
    connect(m_strip, &StagesStrip::stagesChosen, this, [this](bool own) { choose(m_ownStages, own); });
    connect(m_strip, &StagesStrip::comparisonChosen, this, [this](CompareBy by) {
        m_comparer->setBy(by);
        if (by != CompareBy::Nothing)
            pickGroups();
    });
    connect(m_strip, &StagesStrip::groupsRequested, this, &StagesPage::pickGroups);
    connect(m_comparer, &StageComparer::changed, this, [this] {
        showControls();
        showCurve();
        Q_EMIT readyChanged();
    });
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
        if (m_comparer->by() == CompareBy::Nothing)
            m_comparer->setBy(CompareBy::Dealer);
        pickGroups();
    });
    addAction("stages.clock", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Business or calendar time"), QStringLiteral("B"),
        [this] { choose(m_business, !m_business); });
    addAction("stages.visits", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "First or all visits"), QStringLiteral("V"),
        [this] { choose(m_allVisits, !m_allVisits); });
    host().actions().add(
        { QStringLiteral("stages.curve-table"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Curve as a table"), QStringLiteral("table"),
            QKeySequence(Qt::ALT | Qt::Key_T), {}, QStringLiteral("view"), QStringLiteral("stages") },
        this, [this] { m_curve->openTable(host().dialogs()); });
}

QString StagesPage::title() const { return tr("Stage times"); }

void StagesPage::retranslate()
{
    head().setTitle(title());
    m_tools->setTitle(title());
    m_tabs->setChoices({ tr("Times"), tr("Funnel"), tr("Paths") });
    m_tabs->setAccessibleName(tr("What is shown"));
    m_strip->retranslate();
    m_curve->setName(tr("Share still in the stage"));
    m_empty->setContent(tr("There are no data yet."), tr("Open network health"));
    m_panel->retranslate();
    m_groupsTools->setTitle(m_panel->groups().accessibleName());
    for (StagesTab *tab : tabs())
        tab->retranslate();
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
    for (StagesTab *tab : tabs())
        tab->applyTheme();
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

void StagesPage::deactivate()
{
    m_active = false;
    m_maker.forget(m_session.facts());
}

bool StagesPage::isReady() const
{
    if (!m_session.facts())
        return true;
    const StagesTab *tab = shownTab();
    return !m_outdated && !m_asker.isAsking() && m_comparer->isReady() && (!tab || tab->isReady());
}

QAbstractItemModel *StagesPage::exportTable() const
{
    const QAbstractItemView *view = shownTab() ? shownTab()->table() : m_table;
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
    showControls();
    if (m_active)
        ask();
}

void StagesPage::ask()
{
    if (!m_session.facts())
        return;
    m_outdated = false;
    const reports::Question asked = question();
    m_comparer->setQuestion(asked, options());
    m_asked = asked;
    for (StagesTab *tab : tabs())
        tab->setQuestion(asked);
    setTab(m_tab);
    head().begin();
    reports::StageTimesOptions opts = options();
    if (const StageTimes *chosen = stage()) { // most likely it stays
        opts.dealersOf = chosen->stage;
        opts.dealersOfKind = chosen->kind;
    }
    m_asker.ask(
        [asked, opts](const facts::Snapshot &snapshot, const base::CancelToken &cancel) {
            return std::make_shared<const reports::StageTimesAnswer>(reports::stageTimes(snapshot, asked, opts, cancel));
        },
        [this](const std::shared_ptr<const reports::StageTimesAnswer> &answer, const facts::SnapshotPtr &snapshot, int milliseconds) {
            show(answer, snapshot, milliseconds);
        });
}

void StagesPage::show(const std::shared_ptr<const reports::StageTimesAnswer> &answer, const facts::SnapshotPtr &facts, int milliseconds)
{
    const bool first = !m_model->answer();
    const QString wanted = m_stageKey;
    m_milliseconds = milliseconds;
    m_maker.prepare(facts, question(), options());
    m_model->setAnswer(answer, m_session.namesOf(facts), m_business);
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
    m_strip->setNote(m_model->texts().note(*answer));
    head().coverage().setCoverage(answer->coverage.fresh, answer->coverage.portals, m_session.dataAsOf(m_context));
}

// Null while the times are shown.
StagesTab *StagesPage::shownTab() const { return m_tab == Funnel ? m_funnel : m_tab == Paths ? m_paths : nullptr; }

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
    if (m_asker.isAsking())
        return;
    const QString key = m_table->currentIndex().data(StageTimesModel::KeyRole).toString();
    if (key.isEmpty() || key == m_stageKey)
        return;
    m_stageKey = key;
    const StageTimes &chosen = *stage();
    const reports::StageTimesAnswer &answer = *m_model->answer();
    const bool isOfThis = answer.options.dealersOf == chosen.stage && answer.options.dealersOfKind == chosen.kind;
    m_comparer->setStage(chosen, isOfThis ? answer.dealers : std::nullopt);
    showStatus();
}

void StagesPage::showCurve()
{
    const StageTimes *chosen = stage();
    if (!chosen) {
        m_curve->setCurve(m_model->answer() ? tr("Nothing was in a stage in this period") : QString(), nullptr);
        return;
    }
    const viewmodels::StageTexts &texts = m_model->texts();
    reports::Comparison alone;
    alone.network = *chosen;
    const reports::Comparison shown = m_comparer->comparison().value_or(alone);
    m_curve->setCurve(
        tr("Share of items still in “%1” · bands are 95% intervals · small ticks are items still open").arg(texts.name(*chosen)),
        stageCurve(shown, texts));
    m_panel->setStage(shown, *m_model->answer(), texts);
    m_panel->setDealers(m_comparer->medians(), *chosen, m_model->facts(), texts);
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
    m_strip->setChoice({ .allVisits = m_allVisits,
        .businessTime = m_business,
        .ownStages = m_ownStages,
        .by = m_comparer->by(),
        .picked = m_comparer->picked().size() });
}

void StagesPage::setTab(int tab)
{
    m_tab = std::clamp(tab, 0, 2);
    const facts::SnapshotPtr facts = m_session.facts();
    const bool none = facts && facts->portals.empty();
    buildTab(m_tab);
    if (none)
        m_body->setCurrentWidget(m_empty);
    else if (StagesTab *shown = shownTab())
        m_body->setCurrentWidget(shown);
    else
        m_body->setCurrentWidget(m_splitter);
    m_strip->setVisible(m_tab == TimesTab);
    m_tools->filterField()->setVisible(m_tab == TimesTab);
    m_tools->columnsButton()->setVisible(m_tab == TimesTab);
    m_tools->exportButton()->setVisible(m_tab == TimesTab);
    showControls();
}

void StagesPage::choose(bool &choice, bool on)
{
    choice = on;
    m_maker.stop();
    askAgain();
}

void StagesPage::pickGroups()
{
    auto *picker = new GroupPicker(m_comparer->choices(), m_comparer->picked(), window());
    connect(picker, &GroupPicker::picked, m_comparer, &StageComparer::setPicked);
    picker->openUnder(m_strip->groupsAnchor());
}

void StagesPage::step(int by)
{
    if (m_model->rowCount() == 0)
        return;
    const int row = std::clamp(m_table->currentIndex().row() + by, 0, m_model->rowCount() - 1);
    m_table->setCurrentIndex(m_model->index(row, std::max(0, m_table->currentIndex().column())));
}

QVariantMap StagesPage::saveState() const
{
    return { { QStringLiteral("tab"), m_tab }, { QStringLiteral("business"), m_business }, { QStringLiteral("all"), m_allVisits },
        { QStringLiteral("own"), m_ownStages }, { QStringLiteral("by"), static_cast<int>(m_comparer->by()) },
        { QStringLiteral("picked"), m_comparer->picked() }, { QStringLiteral("stage"), m_stageKey },
        { QStringLiteral("table"), m_tools->saveState() } };
}

void StagesPage::restoreState(const QVariantMap &state)
{
    m_business = state.value(QStringLiteral("business")).toBool();
    m_allVisits = state.value(QStringLiteral("all")).toBool();
    m_ownStages = state.value(QStringLiteral("own")).toBool();
    m_comparer->setBy(static_cast<CompareBy>(std::clamp(state.value(QStringLiteral("by")).toInt(), 0, 3)));
    m_comparer->setPicked(state.value(QStringLiteral("picked")).toStringList());
    m_stageKey = state.value(QStringLiteral("stage")).toString();
    m_tools->restoreState(state.value(QStringLiteral("table")).toMap());
    setTab(state.value(QStringLiteral("tab")).toInt());
    askAgain();
}

QList<Page::Scene> StagesPage::scenes()
{
    return { { QStringLiteral("compare"),
                 [this] {
                     const std::vector<viewmodels::DealerMedian> &medians = m_comparer->medians();
                     if (medians.empty())
                         return;
                     const auto key = [this](const viewmodels::DealerMedian &dealer) {
                         return QString(QStringLiteral("p:") + m_model->facts()->portals[static_cast<size_t>(dealer.portal)].portal.key);
                     };
                     const QStringList keys { key(medians.back()), key(medians.front()) };
                     m_comparer->setBy(CompareBy::Dealer);
                     m_comparer->setPicked(keys);
                 } },
        { QStringLiteral("business"),
            [this] {
                m_comparer->setBy(CompareBy::Nothing);
                choose(m_business, true);
            } },
        { QStringLiteral("funnel"), [this] { setTab(Funnel); } }, { QStringLiteral("paths"), [this] { setTab(Paths); } },
        { QStringLiteral("times"), [this] {
             setTab(TimesTab);
             choose(m_business, false);
         } } };
}

} // namespace dealerlens::desk
