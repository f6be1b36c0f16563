// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/network/networkpage.h"

#include "desk/actions.h"
#include "desk/controls.h"
#include "desk/dialogs.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/network/keydialog.h"
#include "desk/network/networkdelegate.h"
#include "desk/network/networkstrip.h"
#include "desk/pagehead.h"
#include "desk/statekeeper.h"
#include "desk/tabletools.h"
#include "viewmodels/session.h"

#include <QAction>
#include <QDateTime>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace dealerlens::desk {

using viewmodels::DealerHealth;
using viewmodels::NetworkModel;

NetworkPage::NetworkPage(PageHost &host, viewmodels::Session &session, viewmodels::NetworkFeed &feed, QWidget *parent)
    : Page(host, parent)
    , m_session(session)
    , m_feed(feed)
    , m_model(new NetworkModel(this))
    , m_delegate(new NetworkDelegate(this))
    , m_strip(new NetworkStrip(this))
    , m_body(new QStackedWidget(&body()))
    , m_table(new QTableView(m_body))
    , m_empty(new EmptyState(m_body))
    , m_panel(new NetworkPanel(&body()))
{
    m_table->setModel(m_model);
    buildHead();
    buildTable();
    addStrip(m_strip);
    m_body->addWidget(m_table);
    m_body->addWidget(m_empty);
    setBody(m_body);
    setPanel(m_panel);
    setPanelVisible(true);
    addActions();
    connect(&m_feed, &viewmodels::NetworkFeed::updated, this, [this] {
        if (m_active)
            update();
    });
    // The counts of the panel follow the mirror; they were read before the first load was over.
    connect(&m_session, &viewmodels::Session::factsChanged, this, [this] {
        if (isVisible() && m_current != 0)
            readCounts();
    });
    connect(m_strip, &NetworkStrip::portalChosen, this, [this](int portal) {
        m_chosen = true;
        choose(portal);
    });
    connect(m_strip, &NetworkStrip::stateChosen, this, [this](int state) {
        m_strip->setChosenState(state);
        m_model->setStateFilter(state < 0 ? std::nullopt : std::optional(static_cast<model::PortalHealth>(state)));
        showCurrent();
    });
    connect(m_panel, &NetworkPanel::stepChosen, this, &NetworkPage::take);
    connect(m_empty, &EmptyState::acted, this, [this] { trigger("portals.add"); });
    update();
}

void NetworkPage::buildHead()
{
    m_tools = new TableTools(host(), m_table, QStringLiteral("network"), this);
    connect(m_tools, &TableTools::filterChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        showCurrent();
    });
    m_tools->setOpen([this](const QModelIndex &index) { openCell(index); });
    m_tools->setExplain([this](const QModelIndex &index) { return m_model->explain(index); });
    m_tools->filterField()->setFixedWidth(theme().px(130));
    m_order = new SegmentedControl(this);
    connect(m_order, &SegmentedControl::chosen, this, [this](int index) { setGroup(static_cast<NetworkModel::Arrangement>(index)); });
    m_retired = iconButton(QStringLiteral("view"), QString(), {}, this);
    m_retired->setCheckable(true);
    connect(m_retired, &QToolButton::toggled, m_model, &NetworkModel::setRetiredShown);
    m_refresh = new QPushButton(this);
    connect(m_refresh, &QPushButton::clicked, this, [this] { trigger("sync.all"); });
    m_add = new QPushButton(this);
    connect(m_add, &QPushButton::clicked, this, [this] { trigger("portals.add"); });
    head().addControl(m_tools->filterField());
    head().addControl(m_order);
    head().addControl(m_retired);
    head().addControl(m_refresh);
    head().addControl(m_add);
    head().addControl(m_tools->columnsButton());
    head().addControl(m_tools->exportButton());
}

void NetworkPage::buildTable()
{
    m_table->setItemDelegate(m_delegate);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setMouseTracking(true);
    m_table->setTabKeyNavigation(false);
    m_table->setCornerButtonEnabled(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->installEventFilter(this);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &NetworkPage::openMenu);
    QHeaderView *header = m_table->horizontalHeader();
    header->setMinimumSectionSize(theme().px(24));
    header->setSortIndicatorClearable(true);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setHighlightSections(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this](int column, Qt::SortOrder order) {
        m_model->sort(column, order);
        showCurrent();
    });
    std::vector<int> widths;
    for (int column = 0; column < NetworkModel::ColumnCount; ++column)
        widths.push_back(NetworkDelegate::widthOf(column));
    m_tools->setColumns(widths,
        { NetworkModel::AgeColumn, NetworkModel::KindsColumn, NetworkModel::ErrorsColumn, NetworkModel::BudgetColumn,
            NetworkModel::UnmappedColumn, NetworkModel::TrendColumn, NetworkModel::PerDayColumn, NetworkModel::CallsColumn,
            NetworkModel::RegionColumn },
        NetworkModel::DealerColumn);
    m_tools->setHiddenAtFirst({ NetworkModel::RegionColumn });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &now) {
        const DealerHealth *dealer = m_model->dealerAt(now.row());
        if (!dealer)
            return;
        m_current = dealer->portal.id;
        showCurrent();
        readCounts();
    });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        m_chosen = true;
        m_model->toggleGroup(index.row());
    });
    applyTheme();
}

void NetworkPage::addActions()
{
    Actions &actions = host().actions();
    const QString page = QStringLiteral("network");
    const auto add = [&](const char *id, const char *text, const char *icon, const QKeySequence &key, const char *bare, auto run) {
        actions.add(
            { QString::fromLatin1(id), text, QString::fromLatin1(icon), key, QString::fromLatin1(bare), QStringLiteral("data"), page },
            this, run);
    };
    add("network.sync-one", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Refresh this dealer"), "sync",
        QKeySequence(QStringLiteral("Shift+F5")), "", [this] { take(NetworkPanel::Step::Sync); });
    add("network.request-key", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Request a key from the dealer"), "key", {}, "R",
        [this] { take(NetworkPanel::Step::RequestKey); });
    add("network.replace-key", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Replace the key…"), "key", {}, "",
        [this] { take(NetworkPanel::Step::ReplaceKey); });
    add("network.open-portal", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Open the portal in a browser"), "external",
        QKeySequence(QStringLiteral("Ctrl+O")), "", [this] { take(NetworkPanel::Step::OpenPortal); });
    add("network.group", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Group by region"), "network", {}, "G", [this] {
        setGroup(m_model->arrangement() == NetworkModel::Arrangement::ByRegion ? NetworkModel::Arrangement::ProblemsFirst
                                                                               : NetworkModel::Arrangement::ByRegion);
    });
    const char *const states[NetworkStrip::kStates] { QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: fresh dealers"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: stale dealers"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: dealers without access"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: dealers that need attention"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: dealers in their first load") };
    for (int i = 0; i < NetworkStrip::kStates; ++i) {
        const QByteArray number = QByteArray::number(i + 1);
        add(QByteArray("network.state-" + number).constData(), states[i], "filter", QKeySequence(QStringLiteral("Alt+%1").arg(i + 1)), "",
            [this, i] { m_strip->toggle(i); });
    }
}

void NetworkPage::trigger(const char *id)
{
    if (QAction *action = host().actions().find(QString::fromLatin1(id)))
        action->trigger();
}

// By the right button or the menu key: the steps of the dealer, then those of the table.
void NetworkPage::openMenu(QPoint at)
{
    if (!m_model->dealerAt(m_table->indexAt(at).row()))
        return;
    auto *menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const char *id : { "sync-one", "open-portal", "request-key", "replace-key", "", "copy", "copy-with-header", "explain" }) {
        if (*id == 0)
            menu->addSeparator();
        else if (QAction *action = host().actions().find(QString(QStringLiteral("network.") + QLatin1String(id))))
            menu->addAction(action);
    }
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

QString NetworkPage::title() const { return tr("Network health"); }

void NetworkPage::retranslate()
{
    head().setTitle(title());
    m_order->setChoices({ tr("Problems first"), tr("By region"), tr("By name") });
    m_order->setAccessibleName(tr("Order of the dealers"));
    m_tools->setTitle(title());
    setIconButtonName(m_retired, tr("Show retired dealers"));
    m_refresh->setText(tr("Refresh all"));
    m_refresh->setIcon(icon(QStringLiteral("sync")));
    m_refresh->setToolTip(tr("Refresh all (F5)"));
    m_add->setText(tr("Portal…"));
    m_add->setIcon(icon(QStringLiteral("plus")));
    m_table->setAccessibleName(title());
    m_model->setFmt(fmt());
    m_strip->retranslate();
    m_panel->retranslate();
    update();
}

void NetworkPage::applyTheme()
{
    m_table->setPalette(theme().viewPalette());
    m_table->verticalHeader()->setDefaultSectionSize(theme().rowHeight(ThemeManager::instance()->density()));
    m_tools->fit();
    m_table->horizontalHeader()->setFixedHeight(theme().px(40));
    m_table->viewport()->update();
}

void NetworkPage::setContext(const viewmodels::Context &context)
{
    QSet<model::PortalId> portals;
    for (const qint64 portal : context.portals)
        portals.insert(static_cast<model::PortalId>(portal));
    m_model->setShown(portals, context.freshOnly);
    update();
}

void NetworkPage::deactivate() { m_active = false; }

void NetworkPage::activate(const QVariantMap &args)
{
    m_active = true;
    if (args.contains(QStringLiteral("state")))
        Q_EMIT m_strip->stateChosen(args.value(QStringLiteral("state")).toInt());
    if (args.contains(QStringLiteral("portal"))) {
        m_chosen = true;
        choose(args.value(QStringLiteral("portal")).toInt());
    }
    m_table->setFocus();
    showStatus();
    update();
    if (m_current != 0)
        readCounts();
}

QVariantMap NetworkPage::saveState() const
{
    return { { QStringLiteral("table"), m_tools->saveState() }, { QStringLiteral("order"), static_cast<int>(m_model->arrangement()) },
        { QStringLiteral("retired"), m_retired->isChecked() }, { QStringLiteral("panel"), isPanelVisible() } };
}

void NetworkPage::restoreState(const QVariantMap &state)
{
    setGroup(static_cast<NetworkModel::Arrangement>(std::clamp(state.value(QStringLiteral("order"), 0).toInt(), 0, 2)));
    m_tools->restoreState(state.value(QStringLiteral("table")).toMap());
    m_retired->setChecked(state.value(QStringLiteral("retired"), false).toBool());
    setPanelVisible(state.value(QStringLiteral("panel"), true).toBool());
}

bool NetworkPage::isReady() const { return m_feed.isReady() && (m_feed.dealers().empty() || m_feed.hasFigures()); }

QAbstractItemModel *NetworkPage::exportTable() const { return m_model; }

QList<Page::Scene> NetworkPage::scenes()
{
    return { { QStringLiteral("regions"), [this] { setGroup(NetworkModel::Arrangement::ByRegion); } },
        { QStringLiteral("problems"), [this] { setGroup(NetworkModel::Arrangement::ProblemsFirst); } } };
}

void NetworkPage::setGroup(NetworkModel::Arrangement arrangement)
{
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->setArrangement(arrangement);
    m_order->setCurrent(static_cast<int>(arrangement));
    showCurrent();
}

const DealerHealth *NetworkPage::current() const { return m_model->dealer(m_current); }

void NetworkPage::update()
{
    m_delegate->setFreshnessLimit(m_feed.standard().freshnessLimit);
    m_model->setFreshnessLimit(m_feed.standard().freshnessLimit);
    m_model->setDealers(m_feed.dealers());
    m_strip->setDealers(m_feed.dealers(), m_feed.standard().freshnessLimit);
    const bool none = m_feed.isReady() && m_feed.dealers().empty();
    m_strip->setVisible(m_feed.active() > 1);
    m_body->setCurrentWidget(none ? static_cast<QWidget *>(m_empty) : m_table);
    m_empty->setContent(tr("There are no portals yet."), tr("Add portals…"));
    const auto heads = static_cast<int>(std::ranges::count_if(
        m_feed.dealers(), [](const DealerHealth &each) { return NetworkModel::isHead(each) && !each.portal.isRetired(); }));
    head().setSubtitle(none ? QString()
            : heads > 0     ? tr("head office and %Ln dealers", nullptr, m_feed.active() - heads)
                            : tr("%Ln dealers", nullptr, m_feed.active()));
    m_refresh->setEnabled(!none);
    if (none != m_wasEmpty) {
        m_wasEmpty = none;
        setPanelVisible(!none);
    }
    // Until a person chooses, the worst dealer is shown.
    if ((!m_chosen || !m_model->dealer(m_current)) && m_model->rowCount() > 0) {
        for (int row = 0; row < m_model->rowCount(); ++row) {
            if (const DealerHealth *dealer = m_model->dealerAt(row)) {
                if (m_current != dealer->portal.id)
                    choose(dealer->portal.id);
                break;
            }
        }
    }
    const int running = m_feed.running();
    if (running > 0 && !head().isBusy())
        head().begin();
    if (running > 0)
        head().setProgress(m_feed.active() - running, m_feed.active(), tr("Refreshing %Ln dealers", nullptr, running));
    else if (head().isBusy())
        head().end();
    showStatus();
    showCurrent();
}

void NetworkPage::showStatus()
{
    if (isVisible()) // figures come while another page is shown, too
        host().setStatus(tr("%Ln rows", nullptr, m_model->rowCount()), -1);
}

void NetworkPage::showCurrent()
{
    const int row = m_model->rowOf(m_current);
    if (row >= 0 && m_table->currentIndex().row() != row)
        m_table->setCurrentIndex(m_model->index(row, NetworkModel::DealerColumn));
    m_panel->setDealer(current(), m_model->dealers(), m_feed.exchanges(m_current));
}

void NetworkPage::choose(model::PortalId portal)
{
    m_current = portal;
    showCurrent();
    if (const int row = m_model->rowOf(portal); row >= 0)
        m_table->scrollTo(m_model->index(row, 0));
    readCounts();
}

void NetworkPage::readCounts()
{
    using Counts = std::map<model::EntityKind, std::int64_t>;
    const model::PortalId portal = m_current;
    auto reading = m_session.store().read<Counts>([portal](store::Reader &reader) -> base::Result<Counts> {
        Counts counts;
        for (const model::EntityKind kind : countedKinds()) {
            const auto count = reader.countAlive(portal, kind);
            if (!count)
                return std::unexpected(count.error());
            counts.emplace(kind, *count);
        }
        return counts;
    });
    base::whenDone(reading, this, [this, portal](const base::Result<Counts> &counts) {
        if (counts && portal == m_current)
            m_panel->setCounts(*counts);
    });
}

bool NetworkPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        m_chosen = true;
        if (key == Qt::Key_Space) {
            openCell(m_table->currentIndex().siblingAtColumn(NetworkModel::DealerColumn));
            return true;
        }
    }
    return Page::eventFilter(watched, event);
}

// A head row opens or closes; numbers of items open their rows; everything else shows the panel.
void NetworkPage::openCell(const QModelIndex &index)
{
    const DealerHealth *dealer = m_model->dealerAt(index.row());
    if (!dealer) {
        m_model->toggleGroup(index.row());
        return;
    }
    if (const auto scope = m_model->rowsBehind(index))
        host().open({ QStringLiteral("rows"), scope->toVariant() });
    else
        setPanelVisible(true);
}

} // namespace dealerlens::desk
