// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/report/reportpage.h"

#include "desk/actions.h"
#include "desk/controls.h"
#include "desk/factsfollower.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/pagehead.h"
#include "desk/plotwidget.h"
#include "desk/report/reportplots.h"
#include "desk/report/reporttree.h"
#include "desk/report/treemaplegend.h"
#include "desk/report/velocitystrip.h"
#include "desk/statekeeper.h"
#include "desk/tabletools.h"
#include "desk/textlabel.h"
#include "desk/treemapwidget.h"
#include "viewmodels/session.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace dealerlens::desk {

using viewmodels::TreeModel;

namespace {

constexpr int kFilterOpens = 2; // letters from which on the matches are opened

// A caption line above a picture.
QWidget *boxed(TextLabel *title, QWidget *beside, QWidget *content, QWidget *parent)
{
    auto *box = new QWidget(parent);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(theme().px(14), theme().px(4), theme().px(14), theme().px(8));
    column->setSpacing(theme().px(4));
    auto *line = new QHBoxLayout;
    title->setElided(true);
    line->addWidget(title, 1);
    if (beside)
        line->addWidget(beside);
    column->addLayout(line);
    column->addWidget(content, 1);
    return box;
}

} // namespace

ReportPage::ReportPage(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : Page(host, parent)
    , m_session(session)
    , m_model(new TreeModel(this))
{
    buildBody();
    buildHead();
    addActions();
    const auto askShown = [this] {
        if (m_active)
            ask();
    };
    new FactsFollower(m_session,
        { .outdate = [this] { m_outdated = true; }, .isAsking = [this] { return m_asking || m_askingVelocity; }, .ask = askShown }, this);
    setView(m_view);
}

ReportPage::~ReportPage() { m_cancel.cancel(); }

void ReportPage::buildBody()
{
    m_body = new QStackedWidget(&body());
    m_splitter = new QSplitter(Qt::Vertical, m_body);
    m_splitter->setChildrenCollapsible(false);
    m_tree = new ReportTree(*m_model, m_splitter);
    m_mapTitle = new TextLabel({}, FontStyle::SmallStrong, Token::Text, m_splitter);
    m_legend = new TreemapLegend(m_splitter);
    m_map = new TreemapWidget(m_splitter);
    m_mapBox = boxed(m_mapTitle, m_legend, m_map, m_splitter);
    m_scatterTitle = new TextLabel({}, FontStyle::SmallStrong, Token::Text, m_splitter);
    m_scatter = new PlotWidget(m_splitter);
    m_scatterBox = boxed(m_scatterTitle, nullptr, m_scatter, m_splitter);
    m_splitter->addWidget(m_tree);
    m_splitter->addWidget(m_mapBox);
    m_splitter->addWidget(m_scatterBox);
    m_splitter->setStretchFactor(0, 1);
    m_empty = new EmptyState(m_body);
    m_body->addWidget(m_splitter);
    m_body->addWidget(m_empty);
    setBody(m_body);
    m_velocity = new VelocityStrip(this);
    addStrip(m_velocity);
    connect(m_velocity, &VelocityStrip::rowsRequested, this,
        [this](const viewmodels::RowsScope &scope) { host().open({ QStringLiteral("rows"), scope.toVariant() }); });
    m_tools = new TableTools(host(), m_tree, QStringLiteral("report"), this);
    m_tools->setOpen([this](const QModelIndex &index) { openRows(index); });
    m_tools->setExplain([this](const QModelIndex &index) { return m_model->explain(index); });
    m_tools->setTable([this] { return table(); });
    connect(m_tools, &TableTools::filterChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        if (text.simplified().size() >= kFilterOpens)
            m_tree->expandAll();
    });
    connect(m_tools, &TableTools::columnChosen, this, [this] {
        if (m_by.dimension || m_asked.covers(wanted()))
            return;
        m_outdated = true; // what costs is asked for only where it is shown
        if (m_active)
            ask();
    });
    connect(m_tree, &ReportTree::openRequested, this, &ReportPage::openRows);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        showStatus();
        showPlots();
    });
    connect(m_map, &TreemapWidget::chosen, this, [this](qint64 id) { chooseKey(mapKey(id)); });
    connect(m_map, &TreemapWidget::zoomed, this, &ReportPage::zoom);
    connect(m_scatter, &PlotWidget::clicked, this, &ReportPage::clickScatter);
    connect(m_empty, &EmptyState::acted, this, [this] { host().open({ QStringLiteral("network"), {} }); });
}

void ReportPage::buildHead()
{
    m_views = new SegmentedControl(this);
    connect(m_views, &SegmentedControl::chosen, this, &ReportPage::setView);
    m_responsible = new QComboBox(this);
    connect(m_responsible, &QComboBox::activated, this, [this](int index) {
        viewmodels::Context context = m_context;
        context.employeeThen = index == 0;
        host().setContext(context);
    });
    m_grouping = new QComboBox(this);
    m_grouping->setObjectName(QStringLiteral("grouping"));
    connect(m_grouping, &QComboBox::activated, this, [this](int index) { setGrouping(groupingAt(index)); });
    m_tools->filterField()->setFixedWidth(theme().px(104)); // seven controls in one line
    head().addControl(m_tools->filterField());
    head().addControl(m_grouping);
    head().addControl(m_views);
    head().addControl(m_responsible);
    head().addControl(m_tools->columnsButton());
    head().addControl(m_tools->exportButton());
    connect(&head().coverage(), &QToolButton::clicked, this, [this] { host().open({ QStringLiteral("network"), {} }); });
}

void ReportPage::addActions()
{
    const QString page = QStringLiteral("report");
    host().actions().add({ QStringLiteral("report.next-view"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Next view of the report"),
                             QStringLiteral("view"), {}, QStringLiteral("V"), QStringLiteral("view"), page },
        this, [this] { setView((m_view + 1) % 4); });
    host().actions().add(
        { QStringLiteral("report.expand-level"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Open every row of this level"), {}, {}, {},
            QStringLiteral("view"), page },
        this, [this] { m_tree->expandLevel(m_tree->currentIndex()); });
    host().actions().add(
        { QStringLiteral("report.expand-next"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Open the next level everywhere"), {}, {},
            {}, QStringLiteral("view"), page },
        this, [this] { m_tree->expandNextLevel(); });
    host().actions().add({ QStringLiteral("report.collapse-all"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Close all rows"), {}, {},
                             {}, QStringLiteral("view"), page },
        this, [this] { m_tree->collapseAll(); });
    addGroupingActions();
}

QString ReportPage::title() const
{
    const QString whole = tr("Network report");
    return m_by == Grouping {} ? whole : QString(whole + QStringLiteral(" · ") + nameOf(m_by));
}

void ReportPage::retranslate()
{
    showGrouping();
    m_tree->setNetworkName(tr("The whole network"));
    m_views->setChoices({ tr("Table"), tr("Map"), tr("Both"), tr("Scatter") },
        { QStringLiteral("table"), QStringLiteral("treemap"), QString(), QStringLiteral("scatter") });
    m_views->setAccessibleName(tr("View of the report"));
    m_views->setCurrent(m_view);
    const int responsible = m_context.employeeThen ? 0 : 1;
    m_responsible->clear();
    m_responsible->addItems({ tr("At the event"), tr("Now") });
    m_responsible->setCurrentIndex(responsible);
    m_responsible->setAccessibleName(tr("Whose figures: who was responsible then, or who is now"));
    m_responsible->setToolTip(m_responsible->accessibleName());
    m_mapTitle->setText(tr("Area: new inquiries; colour: distance of the conversion from the network's"));
    m_map->setAccessibleName(tr("Treemap of the rows"));
    m_scatter->setName(tr("Funnel plot of the conversion"));
    m_empty->setContent(tr("There are no data yet."), tr("Open network health"));
    m_velocity->retranslate();
    m_model->setFmt(fmt());
    m_tools->fit();
    showHead();
    showPlots();
    showStatus();
}

void ReportPage::applyTheme()
{
    m_tree->applyTheme();
    m_tools->fit();
    m_map->update();
    m_scatter->update();
}

void ReportPage::setContext(const viewmodels::Context &context)
{
    m_context = context;
    m_responsible->setCurrentIndex(context.employeeThen ? 0 : 1);
    m_outdated = true;
    m_isWhole = false;
    if (m_active)
        ask();
}

void ReportPage::activate(const QVariantMap &args)
{
    m_active = true;
    if (args.contains(QStringLiteral("by")))
        setGrouping(groupingOf(args.value(QStringLiteral("by")).toString()));
    if (args.contains(QStringLiteral("key")))
        m_chooseLater = args.value(QStringLiteral("key")).toString();
    if (m_outdated)
        ask();
    else if (!m_chooseLater.isEmpty())
        chooseKey(std::exchange(m_chooseLater, {}));
    showStatus();
    m_tree->setFocus();
}

void ReportPage::deactivate() { m_active = false; }

bool ReportPage::isReady() const { return !m_asking && !m_askingVelocity && (!m_outdated || !m_session.facts()); }

void ReportPage::ask()
{
    const facts::SnapshotPtr facts = m_session.facts();
    const bool none = facts && facts->portals.empty();
    m_body->setCurrentWidget(none ? static_cast<QWidget *>(m_empty) : m_splitter);
    if (!facts)
        return;
    m_cancel.cancel();
    m_cancel = {};
    m_asking = true;
    m_outdated = false;
    head().begin();
    const reports::Question question = m_session.question(m_context);
    m_asked = m_isWhole ? reports::Wanted { .stays = wanted().stays } : wanted();
    const reports::TreeOptions options { .conversionDays = facts->standard.conversionDays,
        .depth = m_by.toMonths ? reports::TreeLevel::Month : reports::TreeLevel::Employee,
        .wanted = m_asked };
    m_session.ask(
        this, m_cancel,
        [question, options, by = m_by.dimension](const facts::Snapshot &snapshot, const base::CancelToken &cancel) {
            return std::make_shared<const reports::TreeAnswer>(by
                    ? reports::treeOf(reports::byDimension(snapshot, question, *by, {}, options.conversionDays, cancel), snapshot)
                    : reports::tree(snapshot, question, options, cancel));
        },
        [this](const std::shared_ptr<const reports::TreeAnswer> &answer, const facts::SnapshotPtr &snapshot, int milliseconds) {
            show(answer, snapshot, milliseconds);
        });
    askVelocity();
}

// By the columns: what costs and is in none of them is not asked for. Lates are in none; exports have them.
reports::Wanted ReportPage::wanted() const
{
    const auto isNeeded = [this](int column) {
        const auto &keys = m_model->sortKeys();
        return m_tools->isWanted(column) || std::ranges::find(keys, column, &TreeModel::SortKey::column) != keys.end();
    };
    const bool others = isNeeded(TreeModel::ClaimedColumn) || isNeeded(TreeModel::CycleColumn);
    return { .lates = false,
        .durations = others || isNeeded(TreeModel::ResponseColumn) || isNeeded(TreeModel::ResponseP90Column),
        .stays = isNeeded(TreeModel::StayColumn),
        .otherTimes = others };
}

// From then on the whole is asked for until something else is looked at: the file is chosen later.
void ReportPage::readWhole(std::function<void()> then)
{
    m_isWhole = true;
    if (!m_by.dimension && m_session.facts() && !m_asked.covers({ .stays = m_asked.stays }))
        ask();
    Page::readWhole(std::move(then));
}

void ReportPage::askVelocity()
{
    m_askingVelocity = true;
    m_session.ask(
        this, m_cancel,
        [question = m_session.question(m_context)](const facts::Snapshot &snapshot, const base::CancelToken &cancel) {
            return reports::velocityAnswer(snapshot, question, cancel);
        },
        [this](const reports::VelocityAnswer &answer, const facts::SnapshotPtr &snapshot, int) {
            m_askingVelocity = false;
            m_velocity->setAnswer(answer, snapshot->standard.currency);
            Q_EMIT readyChanged();
        });
}

void ReportPage::show(const std::shared_ptr<const reports::TreeAnswer> &answer, const facts::SnapshotPtr &facts, int milliseconds)
{
    const bool first = !m_model->answer();
    const base::UtcSeconds now = m_context.asOf ? std::min(*m_context.asOf, m_session.clock().now()) : m_session.clock().now();
    m_model->setAnswer(answer, m_session.namesOf(facts), now);
    if (first) {
        m_tree->opensTop();
        m_tools->fit();
    }
    if (!answer->dimension && !m_expandLater.isEmpty())
        m_tree->expandKeys(std::exchange(m_expandLater, {}));
    m_asking = false;
    m_milliseconds = milliseconds;
    head().end();
    if (!m_chooseLater.isEmpty())
        chooseKey(std::exchange(m_chooseLater, {}));
    showHead();
    showPlots();
    showStatus();
    Q_EMIT readyChanged();
}

void ReportPage::showHead()
{
    const reports::TreeAnswer *answer = m_model->answer();
    if (!answer)
        return;
    const reports::Question question = m_session.question(m_context);
    const int days = question.from && question.to ? static_cast<int>(question.from->daysTo(*question.to)) : 0;
    head().setSubtitle(days > 0 ? tr("against the %Ln days before", nullptr, days) : QString());
    head().coverage().setCoverage(answer->coverage.fresh, answer->coverage.portals, m_session.dataAsOf(m_context));
}

QModelIndex ReportPage::scatterParent() const
{
    const QModelIndex at = m_tree->currentIndex().siblingAtColumn(0);
    if (!at.isValid())
        return m_model->networkIndex();
    return m_model->hasChildren(at) ? at : at.parent();
}

void ReportPage::showPlots()
{
    if (!m_model->answer())
        return;
    const QModelIndex at = m_tree->currentIndex();
    if (m_mapBox->isVisibleTo(this)) {
        m_map->setGroups(ReportPlots::treemap(*m_model));
        const reports::TreeNode *node = m_model->nodeAt(at);
        m_map->setSelected(node ? mapId(*node) : -1);
    }
    if (m_scatterBox->isVisibleTo(this)) {
        const QModelIndex parent = scatterParent();
        ReportPlots::Scatter scatter = ReportPlots::scatter(*m_model, parent, at.siblingAtColumn(0).data(TreeModel::KeyRole).toString());
        m_scatterKeys = std::move(scatter.keys);
        m_scatter->setPlot(std::move(scatter.plot));
        const reports::TreeNode *node = m_model->nodeAt(parent);
        m_scatterTitle->setText(
            tr("Conversion by size: %1 · within the solid lines 95%, within the dashed ones 99.8% of dealers like the network")
                .arg(node ? m_model->nameOf(*node) : QString()));
    }
}

void ReportPage::showStatus()
{
    if (!m_active)
        return;
    const reports::TreeNode *node = m_model->nodeAt(m_tree->currentIndex());
    const QString text = node ? tr("Selected: %1").arg(m_model->nameOf(*node)) + QStringLiteral(" · ")
            + tr("%Ln new", nullptr, static_cast<int>(node->measures.leads))
                              : QString();
    host().setStatus(text, m_milliseconds);
}

void ReportPage::setView(int view)
{
    m_view = std::clamp(view, 0, 3);
    m_views->setCurrent(m_view);
    m_tree->setVisible(m_view != MapView);
    m_mapBox->setVisible(m_view == MapView || m_view == BothView);
    m_scatterBox->setVisible(m_view == ScatterView);
    const int whole = std::max(400, m_splitter->height());
    const int lower = m_view == ScatterView ? whole / 2 : theme().px(190);
    if (m_view != MapView)
        m_splitter->setSizes({ whole - lower, lower, lower });
    showPlots();
}

void ReportPage::chooseKey(const QString &key)
{
    const QModelIndex index = m_model->indexOfKey(key);
    if (!index.isValid())
        return;
    for (QModelIndex up = index.parent(); up.isValid(); up = up.parent())
        m_tree->expand(up);
    const int column = std::max(0, m_tree->currentIndex().column());
    m_tree->setCurrentIndex(index.siblingAtColumn(column));
    m_tree->scrollTo(index);
}

void ReportPage::zoom(qint64 id)
{
    const QString key = mapKey(id);
    const QModelIndex index = m_model->indexOfKey(key);
    if (!index.isValid())
        return;
    if (m_view == MapView)
        setView(BothView);
    chooseKey(key);
    m_tree->expand(index);
    if (m_model->hasChildren(index))
        m_tree->expandLevel(m_model->index(0, 0, index));
    m_tree->scrollTo(index, QAbstractItemView::PositionAtTop);
}

void ReportPage::clickScatter(QPointF position)
{
    const auto *plot = dynamic_cast<const FunnelPlot *>(m_scatter->plot());
    if (!plot)
        return;
    const int point = plot->pointAt(QRectF(m_scatter->rect()), position, theme());
    if (point >= 0 && static_cast<size_t>(point) < m_scatterKeys.size())
        chooseKey(m_scatterKeys[static_cast<size_t>(point)]);
}

void ReportPage::openRows(const QModelIndex &index)
{
    if (const auto scope = m_model->rowsBehind(index))
        host().open({ QStringLiteral("rows"), scope->toVariant() });
}

reports::Table ReportPage::table() const
{
    return m_model->answer() ? reports::toTable(*m_model->answer(), *m_model->facts()) : reports::Table();
}

QList<Page::Scene> ReportPage::scenes()
{
    const auto openOne = [this] {
        m_tree->collapseAll();
        const QModelIndex region = m_model->index(0, 0, m_model->networkIndex());
        m_tree->expand(region);
        const QModelIndex dealer = m_model->index(0, 0, region);
        m_tree->expand(dealer);
        m_tree->expand(m_model->index(0, 0, dealer));
        m_tree->setCurrentIndex(dealer.siblingAtColumn(TreeModel::ConversionColumn));
    };
    return { { QStringLiteral("open"), openOne },
        { QStringLiteral("scatter"),
            [this] {
                setView(ScatterView);
                m_tree->collapseAll();
                chooseKey(m_model->index(0, 0, m_model->networkIndex()).data(TreeModel::KeyRole).toString());
            } },
        { QStringLiteral("map"), [this] { setView(MapView); } },
        { QStringLiteral("by-source"),
            [this] {
                setView(BothView);
                setGrouping({ reports::Dimension::Source });
            } },
        { QStringLiteral("by-employee"), [this] { setGrouping({ reports::Dimension::Employee }); } },
        { QStringLiteral("by-month"),
            [this] {
                setView(TableView);
                setGrouping({ reports::Dimension::Month });
            } },
        { QStringLiteral("to-months"), [this] { setGrouping({ .toMonths = true }); } },
        { QStringLiteral("to-months-open"),
            [this, openOne] {
                openOne();
                const QModelIndex dealer = m_tree->currentIndex().siblingAtColumn(0);
                const QModelIndex department = m_model->index(0, 0, dealer);
                m_tree->expand(department);
                m_tree->expand(m_model->index(0, 0, department));
            } },
        { QStringLiteral("both"), [this] {
             setView(BothView);
             setGrouping({});
         } } };
}

} // namespace dealerlens::desk
