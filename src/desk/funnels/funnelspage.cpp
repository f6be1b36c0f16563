// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/funnelspage.h"

#include "desk/actions.h"
#include "desk/controls.h"
#include "desk/explainpopover.h"
#include "desk/factsfollower.h"
#include "desk/funnels/boardstrip.h"
#include "desk/icons.h"
#include "desk/item/itempanel.h"
#include "desk/language.h"
#include "desk/pagehead.h"
#include "viewmodels/boardtexts.h"
#include "viewmodels/rowsscope.h"
#include "viewmodels/session.h"

#include <QAction>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>

namespace dealerlens::desk {

using reports::CardOrder;
using reports::Lanes;
using viewmodels::BoardTexts;

FunnelsPage::FunnelsPage(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : Page(host, parent)
    , m_session(session)
    , m_texts(session.store())
    , m_body(new QStackedWidget(&body()))
    , m_view(new BoardView(m_model, m_texts, m_body))
    , m_empty(new EmptyState(m_body))
    , m_panel(new ItemPanel(host, session, &body()))
{
    buildHead();
    buildStrip();
    m_body->addWidget(m_view);
    m_body->addWidget(m_empty);
    setBody(m_body);
    setPanel(m_panel, ItemPanel::kWidth);
    setFocusProxy(m_view);
    addActions();
    addWishes();
    const auto outdate = [this] {
        m_texts.outdate();
        m_stale = true;
        if (!m_shown)
            giveBack();
    };
    const auto askShown = [this] {
        if (m_shown)
            ask();
    };
    new FactsFollower(m_session, { .outdate = outdate, .isAsking = [this] { return m_asking; }, .ask = askShown }, this);
    connect(m_view, &BoardView::currentChanged, this, &FunnelsPage::showPreview);
    connect(m_view, &BoardView::selectionChanged, this, &FunnelsPage::showStatus);
    connect(m_view, &BoardView::previewRequested, this, [this] {
        setPanelVisible(!isPanelVisible());
        showPreview();
    });
    connect(m_view, &BoardView::cardOpened, this, [this](const model::RecordKey &key) { this->host().open(itemLocation(key)); });
    connect(m_view, &BoardView::cellRowsRequested, this, [this](int row, int column) { openRows({ .row = row, .column = column }); });
    connect(m_view, &BoardView::agesChosen, this, &FunnelsPage::setAges);
    connect(m_panel, &ItemPanel::closeRequested, this, [this] { setPanelVisible(false); });
    connect(&m_texts, &viewmodels::CardTexts::loaded, this, &Page::readyChanged);
    connect(m_empty, &EmptyState::acted, this, &FunnelsPage::resetConditions);
}

FunnelsPage::~FunnelsPage() { m_cancel.cancel(); }

void FunnelsPage::buildHead()
{
    m_lanesControl = new SegmentedControl(this);
    connect(m_lanesControl, &SegmentedControl::chosen, this, &FunnelsPage::setLanes);
    m_order = new QToolButton(this);
    m_order->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_order->setIcon(icon(QStringLiteral("sort")));
    connect(m_order, &QToolButton::clicked, this, &FunnelsPage::openOrderMenu);
    m_columns = iconButton(QStringLiteral("columns"), QString(), {}, this);
    connect(m_columns, &QToolButton::clicked, this, &FunnelsPage::openFieldsMenu);
    m_export = iconButton(QStringLiteral("export"), QString(), {}, this);
    connect(m_export, &QToolButton::clicked, this, [this] {
        if (QAction *action = host().actions().find(QStringLiteral("file.export")))
            action->trigger();
    });
    head().addControl(m_lanesControl);
    head().addControl(m_order);
    head().addControl(m_columns);
    head().addControl(m_export);
}

void FunnelsPage::buildStrip()
{
    m_strip = new BoardStrip(this);
    connect(m_strip, &BoardStrip::lateToggled, this, &FunnelsPage::setLate);
    connect(m_strip, &BoardStrip::agesReset, this, [this] { setAges({}); });
    addStrip(m_strip);
}

void FunnelsPage::addActions()
{
    Actions &actions = host().actions();
    const auto add = [&](const QString &id, const char *text, const char *name, const QKeySequence &key, const char *bare, auto run) {
        actions.add(
            { id, text, QString::fromLatin1(name), key, QString::fromLatin1(bare), QStringLiteral("view"), QStringLiteral("funnels") },
            this, run);
    };
    const char *const texts[reports::kLateCount] { QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: response due soon"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: first response overdue"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: over stage limit"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: activity overdue"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: no next step"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: close date past"),
        QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Only: without evidence") };
    for (int late = 0; late < reports::kLateCount; ++late) {
        const QString number = QString::number(late + 1);
        add(QString(QStringLiteral("funnels.late-") + number), texts[late], "filter",
            QKeySequence(QString(QStringLiteral("Alt+") + number)), "",
            [this, late] { setLate(late, !m_lates.contains(static_cast<reports::Late>(late))); });
    }
    add(QStringLiteral("funnels.lanes-none"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Board without lanes"), "funnels", {}, "",
        [this] { setLanes(0); });
    add(QStringLiteral("funnels.lanes-dealer"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Lanes by dealer"), "funnels", {}, "",
        [this] { setLanes(1); });
    add(QStringLiteral("funnels.lanes-employee"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Lanes by employee"), "funnels", {}, "",
        [this] { setLanes(2); });
    add(QStringLiteral("funnels.next-lanes"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Next kind of lanes"), "view", {}, "V",
        [this] { setLanes((int(m_lanes) + 1) % 3); });
    add(QStringLiteral("funnels.select"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Select the card"), "", {}, "X",
        [this] { m_view->toggleSelected(); });
    add(QStringLiteral("funnels.order"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Order of the cards…"), "sort", {}, "S",
        [this] { openOrderMenu(); });
    add(QStringLiteral("funnels.fields"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Fields of the cards…"), "columns", {}, "F",
        [this] { openFieldsMenu(); });
    add(QStringLiteral("funnels.all-ages"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "All ages again"), "clock", {}, "A",
        [this] { setAges({}); });
    add(QStringLiteral("funnels.explain"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Explain this number"), "explain",
        QKeySequence(Qt::Key_F1), "", [this] { explain(); });
    add(QStringLiteral("funnels.open-portal"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Open in the portal"), "external",
        QKeySequence(QStringLiteral("Ctrl+O")), "", [this] { openPortal(); });
    addRowsActions();
}

QString FunnelsPage::title() const { return tr("Funnels"); }

void FunnelsPage::retranslate()
{
    head().setTitle(title());
    m_lanesControl->setChoices({ tr("None"), tr("Dealer"), tr("Employee") });
    m_lanesControl->setCurrent(int(m_lanes));
    m_lanesControl->setAccessibleName(tr("Lanes"));
    m_lanesControl->setToolTip(tr("Lanes"));
    setIconButtonName(m_columns, tr("Fields of the cards"), QStringLiteral("F"));
    setIconButtonName(m_export, tr("Export table"), QStringLiteral("Ctrl+E"));
    m_strip->retranslate();
    const QStringList orders { tr("age in stage"), tr("amount"), tr("next step"), tr("overdue") };
    m_order->setText(tr("Order: %1").arg(orders.value(int(m_cardOrder))));
    m_model.setFmt(fmt());
    m_view->retranslate();
    m_panel->retranslate();
    showAges();
    showCounts();
    showState();
}

void FunnelsPage::applyTheme()
{
    m_view->retranslate();
    m_panel->applyTheme();
    Page::applyTheme();
}

void FunnelsPage::setContext(const viewmodels::Context &context)
{
    if (context == m_context && !m_stale)
        return;
    m_context = context;
    m_stale = true;
    if (m_shown)
        ask();
}

void FunnelsPage::activate(const QVariantMap &args)
{
    m_shown = true;
    if (args.contains(QStringLiteral("lates"))) {
        m_lates.clear();
        for (const QVariant &late : args.value(QStringLiteral("lates")).toList())
            m_lates.insert(static_cast<reports::Late>(std::clamp(late.toInt(), 0, reports::kLateCount - 1)));
        m_stale = true;
    }
    if (args.contains(QStringLiteral("lanes")))
        setLanes(std::clamp(args.value(QStringLiteral("lanes")).toInt(), 0, 2));
    if (m_stale)
        ask();
    showState();
    showStatus();
    m_view->setFocus();
}

void FunnelsPage::deactivate() { m_shown = false; }

QVariantMap FunnelsPage::saveState() const
{
    return { { QStringLiteral("lanes"), int(m_lanes) }, { QStringLiteral("order"), int(m_cardOrder) },
        { QStringLiteral("card"), m_fields.toVariant() }, { QStringLiteral("panel"), isPanelVisible() } };
}

void FunnelsPage::restoreState(const QVariantMap &state)
{
    m_lanes = static_cast<Lanes>(std::clamp(state.value(QStringLiteral("lanes"), 1).toInt(), 0, 2));
    m_cardOrder = static_cast<CardOrder>(std::clamp(state.value(QStringLiteral("order"), 0).toInt(), 0, 3));
    setFields(CardFields::fromVariant(state.value(QStringLiteral("card")).toMap()));
    setPanelVisible(state.value(QStringLiteral("panel"), false).toBool());
    retranslate();
}

bool FunnelsPage::isReady() const
{
    return m_session.facts() && !m_stale && !m_asking && m_view->isSettled() && (!isPanelVisible() || m_panel->isReady());
}

// --- Asking ------------------------------------------------------------------------------------------------------

void FunnelsPage::ask()
{
    m_cancel.cancel();
    m_cancel = {};
    if (!m_session.facts()) {
        showState();
        return;
    }
    m_stale = false;
    m_asking = true;
    BoardQuery query { m_session.question(m_context), m_lanes, m_cardOrder, m_ages };
    query.question.lates.insert(m_lates.begin(), m_lates.end());
    head().begin([this] {
        m_cancel.cancel();
        m_asking = false;
        head().end();
    });
    m_session.ask(
        this, m_cancel, [query](const facts::Snapshot &facts, const base::CancelToken &cancel) { return query.answer(facts, cancel); },
        [this](const BoardQuery::Answer &answer, const facts::SnapshotPtr &facts, int milliseconds) { take(answer, facts, milliseconds); });
}

void FunnelsPage::take(const BoardQuery::Answer &answer, const facts::SnapshotPtr &facts, int milliseconds)
{
    m_asking = false;
    m_milliseconds = milliseconds;
    head().end();
    m_ageEnds = answer.ageEnds;
    m_model.setBoard(answer.board, facts, m_lanes, m_session.clock().now());
    if (const auto standing = std::exchange(m_standing, {}))
        m_view->standAgain(*standing);
    if (m_view->current().row < 0 && m_model.rowCount() > 0)
        m_view->setCurrent({ 0, 0, 0 }, false);
    showAges();
    showCounts();
    showState();
    showStatus();
    showPreview();
    Q_EMIT readyChanged();
}

// A million cards and the rows of an old state are not kept for a page that nobody sees.
void FunnelsPage::giveBack()
{
    if (!m_model.board())
        return;
    m_standing = m_view->standing();
    m_model.clear();
}

void FunnelsPage::showCounts()
{
    const reports::Board *board = m_model.board();
    m_strip->setLates(board, m_lates);
    if (!board)
        return;
    const QString count = BoardTexts::items(board->count, m_model.kind(), fmt());
    head().setSubtitle(board->amount.units == 0
            ? count
            : QString(count % QStringLiteral(" · ") % fmt().moneyShort(board->amount, m_model.facts()->standard.currency)));
    head().coverage().setCoverage(board->coverage.fresh, board->coverage.portals, m_session.dataAsOf(m_context));
}

// Board, or one sentence when there is nothing to show.
void FunnelsPage::showState()
{
    const facts::SnapshotPtr facts = m_session.facts();
    const reports::Board *board = m_model.board();
    const bool none = facts && facts->portals.empty();
    const bool filtered = board && board->count == 0 && (!m_lates.empty() || m_ages || !(m_context == viewmodels::Context {}));
    if (none)
        m_empty->setContent(tr("There are no portals yet."), tr("Add portals…"));
    else if (filtered)
        m_empty->setContent(m_lates.empty() ? tr("No open items fit these conditions.") : tr("No open items have all the lates chosen."),
            tr("Reset conditions"));
    m_body->setCurrentWidget(none || filtered ? static_cast<QWidget *>(m_empty) : m_view);
}

void FunnelsPage::showStatus()
{
    if (!m_shown || !m_model.board())
        return;
    const QString shown = tr("Shown %1").arg(fmt().integer(m_model.board()->count));
    const auto count = int(m_view->selection().size());
    const QString selected = count == 0 ? QString() : QString(QStringLiteral(" · ") % tr("selected %Ln", nullptr, count));
    host().setStatus(shown + selected, m_milliseconds);
}

// --- Choices -----------------------------------------------------------------------------------------------------

void FunnelsPage::setLate(int late, bool on)
{
    if (on)
        m_lates.insert(static_cast<reports::Late>(late));
    else
        m_lates.erase(static_cast<reports::Late>(late));
    m_strip->setLates(m_model.board(), m_lates);
    ask();
}

void FunnelsPage::setLanes(int lanes)
{
    m_lanes = static_cast<Lanes>(lanes);
    m_lanesControl->setCurrent(lanes);
    if (m_shown)
        ask();
}

void FunnelsPage::openOrderMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QStringList orders { tr("age in stage"), tr("amount"), tr("next step"), tr("overdue") };
    for (int order = 0; order < int(orders.size()); ++order) {
        QAction *action = menu->addAction(orders[order]);
        action->setCheckable(true);
        action->setChecked(order == int(m_cardOrder));
        connect(action, &QAction::triggered, this, [this, order] {
            m_cardOrder = static_cast<CardOrder>(order);
            retranslate();
            ask();
        });
    }
    menu->popup(m_order->mapToGlobal(QPoint(0, m_order->height())));
}

void FunnelsPage::openFieldsMenu()
{
    auto *menu = new CardFieldsMenu(m_fields, this);
    connect(menu, &CardFieldsMenu::chosen, this, &FunnelsPage::setFields);
    menu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height())));
}

void FunnelsPage::setFields(const CardFields &fields)
{
    m_fields = fields;
    m_view->setFields(fields);
}

void FunnelsPage::setAges(const BoardView::Ages &ages)
{
    const reports::Board *board = m_model.board();
    if (!board || (ages.column < 0 && !m_ages))
        return;
    m_ages.reset();
    if (ages.column >= 0) {
        const double bin = m_ageEnds[std::size_t(ages.column)] / kAgeBins;
        const reports::BoardColumn &column = board->columns[std::size_t(ages.column)];
        m_ages = reports::ColumnAges { column.milestone, column.name, ages.from * bin, ages.to < kAgeBins ? ages.to * bin : 0 };
    }
    showAges();
    ask();
}

// What was chosen, on the strip and on the histogram.
void FunnelsPage::showAges()
{
    BoardView::Ages shown;
    for (int i = 0; m_ages && i < m_model.stages(); ++i) {
        const double bin = m_ageEnds[std::size_t(i)] / kAgeBins;
        if (m_ages->isOf(m_model.board()->columns[std::size_t(i)]) && bin > 0)
            shown = { i, qRound(m_ages->from / bin), m_ages->to > 0 ? qRound(m_ages->to / bin) : kAgeBins };
    }
    m_view->setAges(shown);
    if (m_ages && m_model.board())
        m_strip->setAges(shown.column < 0 ? m_ages->name : m_model.columnName(shown.column),
            BoardTexts::ages(m_ages->from, m_ages->to, m_model.facts()->standard, fmt()));
    else
        m_strip->setAges({}, {});
}

void FunnelsPage::explain()
{
    const BoardView::Place place = m_view->current();
    const int column = m_view->headColumn() >= 0 ? m_view->headColumn() : place.column;
    const reports::Board *board = m_model.board();
    if (!board || column < 0 || column >= m_model.stages())
        return;
    viewmodels::Explanation explanation
        = BoardTexts::explain(*board, board->columns[std::size_t(column)], m_model.facts()->standard, fmt());
    explanation.title = m_model.columnName(column);
    const bool isHead = m_view->headColumn() >= 0 || place.row < 0;
    if (!isHead)
        explanation.notes.prepend(m_view->currentSentence());
    auto *popover = new ExplainPopover(explanation, [this, column] { openRows({ .column = column }); }, m_view);
    const QRect at = isHead ? m_view->headRect(column) : m_view->placeRect(place);
    popover->openAt(QRect(m_view->viewport()->mapToGlobal(at.topLeft()), at.size()), m_view);
}

void FunnelsPage::resetConditions()
{
    if (m_session.facts() && m_session.facts()->portals.empty()) {
        if (QAction *action = host().actions().find(QStringLiteral("portals.add")))
            action->trigger();
        return;
    }
    m_lates.clear();
    m_ages.reset();
    m_stale = true;
    if (m_context == viewmodels::Context {})
        ask();
    else
        host().setContext({});
}

void FunnelsPage::showPreview()
{
    if (const auto key = m_view->currentKey(); key && isPanelVisible())
        m_panel->setItem(*key);
}

void FunnelsPage::openPortal()
{
    if (const auto key = m_view->currentKey())
        openInPortal(m_session, *key);
}

QList<Page::Scene> FunnelsPage::scenes()
{
    return { { QStringLiteral("panel"),
                 [this] {
                     setPanelVisible(true);
                     showPreview();
                 } },
        { QStringLiteral("employees"),
            [this] {
                setPanelVisible(false);
                setLanes(2);
            } },
        { QStringLiteral("no-lanes"), [this] { setLanes(0); } },
        { QStringLiteral("filtered"),
            [this] {
                setLanes(1);
                setLate(2, true);
            } },
        { QStringLiteral("opened-cell"),
            [this] {
                setLate(2, false);
                if (m_model.rowCount() > 0)
                    m_view->openCell(0, std::min(1, m_model.stages() - 1));
            } },
        { {}, [this] { m_view->closeCell(); } } };
}

} // namespace dealerlens::desk
