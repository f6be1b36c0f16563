// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/rows/rowspage.h"

#include "desk/actions.h"
#include "desk/controls.h"
#include "desk/factsfollower.h"
#include "desk/item/itemlinks.h"
#include "desk/item/itempanel.h"
#include "desk/language.h"
#include "desk/outbox/wishactions.h"
#include "desk/pagehead.h"
#include "desk/painters.h"
#include "desk/rows/rowsdelegate.h"
#include "desk/tabletools.h"
#include "desk/textlabel.h"
#include "viewmodels/outboxfeed.h"
#include "viewmodels/session.h"
#include "viewmodels/treemodel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>

namespace dealerlens::desk {

using viewmodels::RowsModel;
using viewmodels::RowsScope;

namespace {

const std::vector<int> kWidths { 220, 112, 158, 160, 84, 84, 96, 150, 150, 84, 110 };
const std::vector<int> kDropOrder { RowsModel::StageColumn, RowsModel::AmountColumn, RowsModel::PathColumn, RowsModel::EvidencedColumn,
    RowsModel::ClaimedColumn, RowsModel::AgeColumn, RowsModel::ResponsibleColumn, RowsModel::CreatedColumn, RowsModel::DealerColumn,
    RowsModel::SourceColumn };
constexpr std::optional<char> kOutcomes[] { std::nullopt, 'S', 'F', 'P' };
constexpr int kFew = 5;

QString withKey(const QString &words, size_t filter) { return QStringLiteral("%1 (Alt+%2)").arg(words).arg(filter + 1); }

} // namespace

RowsPage::RowsPage(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : Page(host, parent)
    , m_session(session)
    , m_texts(new viewmodels::CardTexts(session.store(), this))
    , m_model(new RowsModel(*m_texts, this))
    , m_body(new QStackedWidget(&body()))
    , m_table(new QTableView(m_body))
    , m_empty(new EmptyState(m_body))
    , m_panel(new ItemPanel(host, session, &body()))
{
    buildStrip();
    buildTable();
    m_body->addWidget(m_table);
    m_body->addWidget(m_empty);
    setBody(m_body);
    setPanel(m_panel, ItemPanel::kWidth);
    setPanelVisible(true);
    head().addControl(m_tools->filterField());
    head().addControl(m_tools->columnsButton());
    head().addControl(m_tools->exportButton());
    addWishes();
    addFilterKeys();
    connect(&head(), &PageHead::crumbChosen, this, &RowsPage::openCrumb);
    connect(m_panel, &ItemPanel::closeRequested, this, [this] { setPanelVisible(false); });
    connect(m_empty, &EmptyState::acted, this, [this] { chooseOutcome(0); });
    connect(m_texts, &viewmodels::CardTexts::loaded, this, [this] {
        m_model->textsLoaded();
        Q_EMIT readyChanged();
    });
    const auto outdate = [this] {
        m_outdated = true;
        m_texts->outdate();
        if (!m_active)
            giveBack();
    };
    const auto askShown = [this] {
        if (m_active)
            ask();
    };
    new FactsFollower(m_session, { .outdate = outdate, .isAsking = [this] { return m_asking; }, .ask = askShown }, this);
}

RowsPage::~RowsPage() { m_cancel.cancel(); }

void RowsPage::buildStrip()
{
    m_strip = new QWidget(this);
    auto *line = new QHBoxLayout(m_strip);
    line->setContentsMargins(theme().px(8), theme().px(2), theme().px(12), theme().px(6));
    line->setSpacing(theme().px(6));
    for (int i = 0; i < 4; ++i) {
        auto *chip = new ToggleChip(m_strip);
        chip->setCheckable(true);
        connect(chip, &QToolButton::clicked, this, [this, i] { chooseOutcome(i); });
        line->addWidget(chip);
        m_outcomes.push_back(chip);
    }
    line->addSpacing(theme().px(12));
    for (int i = 0; i < RowsModel::kDeviations; ++i) {
        auto *chip = new ToggleChip(m_strip);
        chip->setCheckable(true);
        connect(chip, &QToolButton::clicked, this, &RowsPage::chooseDeviations);
        line->addWidget(chip);
        m_deviations.push_back(chip);
    }
    m_leftOut = new TextLabel({}, FontStyle::Small, Token::Text2, m_strip);
    m_leftOut->setElided(true);
    m_leftOut->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    line->addWidget(m_leftOut, 1);
    addStrip(m_strip);
}

void RowsPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new RowsDelegate(m_session.outbox(), m_table));
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setMouseTracking(true);
    m_table->setTabKeyNavigation(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(RowsModel::CreatedColumn, Qt::DescendingOrder);
    m_tools = new TableTools(host(), m_table, QStringLiteral("rows"), this);
    m_tools->setHiddenAtFirst({ RowsModel::SourceColumn });
    m_tools->setColumns(kWidths, kDropOrder, RowsModel::ClientColumn);
    m_tools->setOpen([this](const QModelIndex &index) { openItem(index); });
    connect(m_tools, &TableTools::filterChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        wantTexts();
        showStatus();
    });
    connect(m_table->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, &RowsPage::wantTexts);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &RowsPage::wantTexts);
    connect(m_table->verticalScrollBar(), &QScrollBar::rangeChanged, this, &RowsPage::wantTexts);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RowsPage::showCurrent);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RowsPage::showStatus);
    applyTheme();
}

// The nine quick filters by Alt+1 … 9, in the order of the strip.
void RowsPage::addFilterKeys()
{
    const char *const texts[] { QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "All outcomes"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: won"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: lost"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: open"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: stage skipped"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: re-entered"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: over stage limit"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: without evidence"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: no next step") };
    std::vector<ToggleChip *> chips = m_outcomes;
    chips.insert(chips.end(), m_deviations.begin(), m_deviations.end());
    for (size_t i = 0; i < chips.size(); ++i) {
        const QString number = QString::number(i + 1);
        host().actions().add(
            { QStringLiteral("rows.filter-") + number, texts[i], QStringLiteral("filter"),
                QKeySequence(QString(QStringLiteral("Alt+") + number)), {}, QStringLiteral("view"), QStringLiteral("rows") },
            chips[i], [chip = chips[i]] { chip->click(); });
    }
}

// What can be asked of the dealers of the chosen rows, by keys and by the context menu.
void RowsPage::addWishes()
{
    const auto chosen = [this] {
        std::vector<model::RecordKey> keys;
        for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
            keys.push_back(m_model->keyAt(row.row()));
        return keys;
    };
    addWishKeys(host(), { m_session, this }, QStringLiteral("rows"), chosen);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this, chosen](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        desk::addWishes(*menu, { m_session, this }, chosen());
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
    connect(&m_session.outbox(), &viewmodels::OutboxFeed::updated, m_table->viewport(), qOverload<>(&QWidget::update));
}

QString RowsPage::title() const { return m_scope.title(); }

void RowsPage::retranslate()
{
    m_tools->setTitle(title());
    m_panel->retranslate();
    m_model->setFmt(fmt());
    m_tools->fit();
    showHead();
    showChips();
    showStatus();
}

void RowsPage::applyTheme()
{
    m_table->setPalette(theme().viewPalette());
    m_table->verticalHeader()->setDefaultSectionSize(theme().rowHeight(ThemeManager::instance()->density()));
    m_table->horizontalHeader()->setFixedHeight(theme().px(38));
    m_panel->applyTheme();
    m_table->viewport()->update();
}

void RowsPage::setContext(const viewmodels::Context &context)
{
    m_context = context;
    m_outdated = true;
    if (m_active)
        ask();
}

void RowsPage::activate(const QVariantMap &args)
{
    m_active = true;
    const RowsScope scope = RowsScope::fromVariant(args);
    if (!(scope == m_scope)) {
        m_scope = scope;
        m_standing.reset();
        m_outdated = true;
        m_outcome = 0;
        m_model->setOutcome({});
        m_model->setDeviations({});
        for (ToggleChip *chip : m_deviations)
            chip->setChecked(false);
        Q_EMIT titleChanged();
    }
    if (m_outdated)
        ask();
    showHead();
    showStatus();
    m_table->setFocus();
}

void RowsPage::deactivate() { m_active = false; }

bool RowsPage::isReady() const
{
    if (!m_session.facts())
        return true;
    return !m_asking && !m_outdated && !m_texts->isReading() && m_panel->isReady();
}

void RowsPage::ask()
{
    if (!m_session.facts())
        return;
    m_cancel.cancel();
    m_cancel = {};
    m_asking = true;
    m_outdated = false;
    head().begin();
    m_session.ask(
        this, m_cancel,
        [question = m_session.question(m_context), scope = m_scope](const facts::Snapshot &facts, const base::CancelToken &cancel) {
            return std::make_shared<const viewmodels::RowsAnswer>(viewmodels::readRows(facts, question, scope, cancel));
        },
        [this](const std::shared_ptr<const viewmodels::RowsAnswer> &answer, const facts::SnapshotPtr &facts, int milliseconds) {
            show(answer, facts, milliseconds);
        });
}

void RowsPage::show(const std::shared_ptr<const viewmodels::RowsAnswer> &answer, const facts::SnapshotPtr &facts, int milliseconds)
{
    m_asking = false;
    m_milliseconds = milliseconds;
    m_model->setAnswer(answer, facts);
    head().end();
    if (const auto standing = std::exchange(m_standing, {}))
        standAgain(*standing);
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    showHead();
    showChips();
    showStatus();
    wantTexts();
    m_tools->fit();
    Q_EMIT readyChanged();
}

void RowsPage::showHead()
{
    head().setCrumbs(QStringList { rootWord() } + m_scope.crumbs);
    const viewmodels::RowsAnswer *answer = m_model->answer();
    head().setTitle(answer ? QString(title() + QStringLiteral(": ") + fmt().integer(m_model->count(std::nullopt))) : title());
    if (!answer)
        return;
    head().coverage().setCoverage(answer->coverage.fresh, answer->coverage.portals, m_session.dataAsOf(m_context));
    const reports::Share &conversion = answer->conversion;
    const int days = m_model->facts()->standard.conversionDays;
    head().setSubtitle(conversion.n >= kFew
            ? tr("conversion in %Ln days %1, n = %2", nullptr, days)
                  .arg(fmt().interval(*conversion.point(), conversion.low, conversion.high), fmt().integer(conversion.n))
            : QString());
    m_leftOut->setText(leftOut());
}

QString RowsPage::leftOut() const
{
    const reports::Waterfall &waterfall = m_model->answer()->waterfall;
    QStringList parts;
    const auto add = [&parts](const QString &what, std::int64_t count) {
        if (count > 0)
            parts.append(what + QLatin1Char(' ') + fmt().integer(count));
    };
    add(tr("spam"), waterfall.spam);
    add(tr("merged"), waterfall.merged);
    add(tr("test"), waterfall.test);
    add(tr("deleted"), waterfall.deleted);
    if (m_scope.count == reports::Count::Mature || m_scope.count == reports::Count::ConvertedInTime)
        add(tr("too young"), m_model->answer()->immature);
    return parts.isEmpty() ? QString() : tr("Left out: %1").arg(parts.join(QStringLiteral(", ")));
}

void RowsPage::showChips()
{
    const QString words[] { tr("All"), tr("won"), tr("lost"), tr("open") };
    const int glyphs[] { -1, static_cast<int>(State::Won), static_cast<int>(State::Lost), static_cast<int>(State::Open) };
    for (size_t i = 0; i < m_outcomes.size(); ++i) {
        m_outcomes[i]->setContent(glyphs[i], words[i], fmt().integer(m_model->count(kOutcomes[i])));
        m_outcomes[i]->setChecked(static_cast<int>(i) == m_outcome);
        m_outcomes[i]->setToolTip(withKey(words[i], i));
    }
    const QString deviations[] { tr("stage skipped"), tr("re-entered"), tr("over limit"), tr("not evidenced"), tr("no next step") };
    for (size_t i = 0; i < m_deviations.size(); ++i) {
        m_deviations[i]->setContent(-1, deviations[i], fmt().integer(m_model->count(static_cast<RowsModel::Deviation>(i))));
        m_deviations[i]->setToolTip(withKey(deviations[i], m_outcomes.size() + i));
    }
    const bool none = m_model->answer() && m_model->rowCount() == 0;
    m_body->setCurrentWidget(none ? static_cast<QWidget *>(m_empty) : m_table);
    const bool filtered = none && m_model->count(std::nullopt) > 0;
    m_empty->setContent(filtered ? tr("No row passes the filters.") : tr("Nothing is behind this number in the chosen period."),
        filtered ? tr("Reset the filters") : QString());
}

void RowsPage::chooseOutcome(int chip)
{
    m_outcome = chip;
    m_model->setOutcome(kOutcomes[static_cast<size_t>(chip)]);
    if (sender() == m_empty) {
        m_model->setDeviations({});
        m_tools->filterField()->clear();
        for (ToggleChip *deviation : m_deviations)
            deviation->setChecked(false);
    }
    showChips();
    showStatus();
    wantTexts();
}

void RowsPage::chooseDeviations()
{
    std::set<RowsModel::Deviation> chosen;
    for (size_t i = 0; i < m_deviations.size(); ++i) {
        if (m_deviations[i]->isChecked())
            chosen.insert(static_cast<RowsModel::Deviation>(i));
    }
    m_model->setDeviations(chosen);
    showChips();
    showStatus();
    wantTexts();
}

// Names of what is on screen and a screenful around it; of all rows when they are sorted or filtered by.
void RowsPage::wantTexts()
{
    if (!m_model->answer())
        return;
    if (m_model->needsAllTexts()) {
        m_texts->want(m_model->keys());
        return;
    }
    const int screen = m_table->viewport()->height() / std::max(1, m_table->verticalHeader()->defaultSectionSize()) + 1;
    const int top = std::max(0, m_table->rowAt(0));
    std::vector<model::RecordKey> keys;
    for (int row = std::max(0, top - screen); row < std::min(m_model->rowCount(), top + 2 * screen); ++row)
        keys.push_back(m_model->keyAt(row));
    m_texts->want(keys);
}

void RowsPage::showCurrent()
{
    const QModelIndex at = m_table->currentIndex();
    if (at.isValid())
        m_panel->setItem(m_model->keyAt(at.row()));
    else
        m_panel->clear();
}

void RowsPage::showStatus()
{
    if (!m_active)
        return;
    const int selected = static_cast<int>(m_table->selectionModel()->selectedRows().size());
    host().setStatus(tr("%Ln rows", nullptr, static_cast<int>(m_model->shown()))
            + (selected > 0 ? QString(QStringLiteral(" · ") + tr("%Ln selected", nullptr, selected)) : QString()),
        m_milliseconds);
}

void RowsPage::openItem(const QModelIndex &index)
{
    if (index.isValid())
        host().open(itemLocation(m_model->keyAt(index.row())));
}

// The page of the number, and what its first crumb calls it.
QString RowsPage::rootPage() const
{
    using reports::Report;
    if (m_scope.unfiltered)
        return QStringLiteral("network");
    switch (m_scope.report) {
    case Report::StageTimes:
    case Report::Funnel:
    case Report::Transitions:
    case Report::Paths:
        return QStringLiteral("stages");
    case Report::Board:
        return QStringLiteral("funnels");
    case Report::Tree:
    case Report::Groups:
    case Report::Items:
    case Report::Coverage:
    case Report::Velocity:
        break;
    }
    return QStringLiteral("report");
}

QString RowsPage::rootWord() const
{
    const QString page = rootPage();
    return page == QLatin1String("stages") ? tr("Stage times")
        : page == QLatin1String("funnels") ? tr("Funnels")
        : page == QLatin1String("network") ? tr("Network")
                                           : tr("Report");
}

void RowsPage::openCrumb(int crumb)
{
    const reports::Place &place = m_scope.place;
    QVariantMap args;
    const bool isRegion = place.level == reports::TreeLevel::Region || (crumb == 1 && m_scope.crumbs.value(0) == place.region);
    if (crumb > 0 && m_scope.report == reports::Report::Tree && place.level != reports::TreeLevel::Network)
        args.insert(
            QStringLiteral("key"), isRegion ? QString(QStringLiteral("r:") + place.region) : QString(QStringLiteral("p:") + place.portal));
    if (m_scope.report == reports::Report::Groups && crumb > 0) {
        args.insert(QStringLiteral("by"), reports::wordOf(m_scope.dimension));
        if (crumb > 1)
            args.insert(QStringLiteral("key"), viewmodels::TreeModel::keyOfGroup(m_scope.group.value_or(QString())));
    }
    host().open({ rootPage(), args });
}

QVariantMap RowsPage::saveState() const
{
    return { { QStringLiteral("table"), m_tools->saveState() }, { QStringLiteral("panel"), isPanelVisible() } };
}

void RowsPage::restoreState(const QVariantMap &state)
{
    m_tools->restoreState(state.value(QStringLiteral("table")).toMap());
    setPanelVisible(state.value(QStringLiteral("panel"), true).toBool());
}

} // namespace dealerlens::desk
