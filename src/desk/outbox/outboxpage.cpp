// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/outbox/outboxpage.h"

#include "desk/actions.h"
#include "desk/controls.h"
#include "desk/icons.h"
#include "desk/item/itemlinks.h"
#include "desk/language.h"
#include "desk/outbox/outboxpanel.h"
#include "desk/outbox/toast.h"
#include "desk/pagehead.h"
#include "desk/report/reportdelegates.h"
#include "desk/tabletools.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace dealerlens::desk {

using viewmodels::OutboxItem;
using viewmodels::OutboxModel;
using viewmodels::OutboxStep;
using viewmodels::OutboxTexts;
using Which = OutboxModel::Which;

namespace {

const std::vector<int> kWidths { 224, 280, 200, 144, 100, 56, 200, 230, 110 };
const std::vector<int> kDropOrder { OutboxModel::ItemColumn, OutboxModel::DealerColumn, OutboxModel::WhenColumn, OutboxModel::AnswerColumn,
    OutboxModel::SaysColumn, OutboxModel::AttemptsColumn, OutboxModel::ReferenceColumn };

// Text of a cell; the state with its icon, whose shape tells it too.
class OutboxDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return { theme().px(60), theme().rowHeight(ThemeManager::instance()->density()) };
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        paintRowGround(painter, option, false);
        const Theme &look = theme();
        const bool waits = index.data(OutboxModel::WaitsRole).toBool();
        QRectF rect = QRectF(option.rect).adjusted(look.px(8), 0, -look.px(8), 0);
        if (index.column() == OutboxModel::StateColumn) {
            const double side = look.px(14);
            paintIcon(painter, QRectF(rect.left(), rect.center().y() - side / 2, side, side), index.data(OutboxModel::IconRole).toString(),
                look.color(waits ? Token::Warn : Token::Text2));
            rect.setLeft(rect.left() + side + look.px(6));
        }
        painter->setFont(look.font(waits && index.column() == OutboxModel::StateColumn ? FontStyle::Strong : FontStyle::Body));
        painter->setPen(look.color(index.column() >= OutboxModel::DealerColumn ? Token::Text2 : Token::Text));
        painter->drawText(rect, index.data(Qt::TextAlignmentRole).toInt() | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, static_cast<int>(rect.width()) + 1));
        painter->restore();
    }
};

} // namespace

OutboxPage::OutboxPage(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : Page(host, parent)
    , m_session(session)
    , m_model(new OutboxModel(this))
    , m_body(new QStackedWidget(&body()))
    , m_table(new QTableView(m_body))
    , m_empty(new EmptyState(m_body))
    , m_problem(new ErrorBox(m_body))
    , m_panel(new OutboxPanel(&body()))
    , m_dealer(new QComboBox(this))
    , m_kind(new QComboBox(this))
{
    buildStrip();
    buildTable();
    m_body->addWidget(m_table);
    m_body->addWidget(m_empty);
    m_body->addWidget(m_problem);
    setBody(m_body);
    setPanel(m_panel);
    setPanelVisible(true);
    head().addControl(m_tools->filterField());
    head().addControl(m_tools->columnsButton());
    head().addControl(m_tools->exportButton());
    addActions();
    connect(m_empty, &EmptyState::acted, this, [this] {
        m_dealer->setCurrentIndex(0);
        m_kind->setCurrentIndex(0);
        m_tools->filterField()->clear();
        setWhich(Which::All);
    });
    connect(m_panel, &OutboxPanel::stepChosen, this, &OutboxPage::take);
    connect(m_panel, &OutboxPanel::itemRequested, this, &OutboxPage::openItem);
    connect(m_panel, &OutboxPanel::portalRequested, this, &OutboxPage::openPortal);
    connect(&m_session.outbox(), &viewmodels::OutboxFeed::updated, this, &OutboxPage::update);
}

void OutboxPage::buildStrip()
{
    auto *strip = new QWidget(this);
    auto *line = new QHBoxLayout(strip);
    line->setContentsMargins(theme().px(8), theme().px(2), theme().px(12), theme().px(6));
    line->setSpacing(theme().px(6));
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        m_chips[i] = new ToggleChip(strip);
        m_chips[i]->setCheckable(true);
        connect(m_chips[i], &QToolButton::clicked, this, [this, i] { setWhich(static_cast<Which>(i)); });
        line->addWidget(m_chips[i]);
    }
    line->addStretch();
    m_dealer->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_dealer->setMinimumContentsLength(18);
    line->addWidget(m_dealer);
    line->addWidget(m_kind);
    connect(m_dealer, &QComboBox::activated, this, [this] {
        const int portal = m_dealer->currentData().toInt();
        m_model->setDealer(portal == 0 ? std::nullopt : std::optional<model::PortalId>(portal));
        showState();
    });
    connect(m_kind, &QComboBox::activated, this, [this] {
        const int kind = m_kind->currentData().toInt();
        m_model->setKind(kind == 0 ? std::nullopt : std::optional(static_cast<model::WriteKind>(kind)));
        showState();
    });
    addStrip(strip);
}

void OutboxPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new OutboxDelegate(m_table));
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setTabKeyNavigation(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_table->horizontalHeader()->setSortIndicator(OutboxModel::WhenColumn, Qt::DescendingOrder);
    m_table->setSortingEnabled(true);
    m_tools = new TableTools(host(), m_table, QStringLiteral("outbox"), this);
    m_tools->setHiddenAtFirst({ OutboxModel::ReferenceColumn });
    m_tools->setColumns(kWidths, kDropOrder, OutboxModel::WhatColumn);
    m_tools->setOpen([this](const QModelIndex &) { openItem(); });
    connect(m_tools, &TableTools::filterChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        showState();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &now) {
        const OutboxItem *item = m_model->itemAt(now.row());
        m_current = item ? item->write.uuid : QString();
        showCurrent();
        readEvidence();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &OutboxPage::showStatus);
    applyTheme();
}

void OutboxPage::addActions()
{
    const auto add = [this](const char *id, const char *text, const char *icon, const QKeySequence &key, const char *bare, auto run) {
        host().actions().add({ QString::fromLatin1(id), text, QString::fromLatin1(icon), key, QString::fromLatin1(bare),
                                 QStringLiteral("data"), QStringLiteral("outbox") },
            this, run);
    };
    add("outbox.cancel", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Cancel: do not send"), "undo", QKeySequence(Qt::Key_Delete), "",
        [this] { take(OutboxStep::Cancel); });
    add("outbox.again", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Send again"), "sync", {}, "R",
        [this] { take(OutboxStep::SendAgain); });
    add("outbox.arrived", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "It arrived: I have seen it"), "shield-check", {}, "Y",
        [this] { take(OutboxStep::ItArrived); });
    add("outbox.insist", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Insist on my value"), "dispute", {}, "I",
        [this] { take(OutboxStep::Insist); });
    add("outbox.give-up", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Give up"), "close", {}, "G",
        [this] { take(OutboxStep::GiveUp); });
    add("outbox.take-back", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Take back on the portal"), "undo", {}, "U",
        [this] { take(OutboxStep::TakeBack); });
    add("outbox.open-portal", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Open in the portal"), "external",
        QKeySequence(QStringLiteral("Ctrl+O")), "", [this] { openPortal(); });
}

QString OutboxPage::title() const { return tr("Outbox"); }

void OutboxPage::retranslate()
{
    head().setTitle(title());
    m_tools->setTitle(title());
    m_table->setAccessibleName(title());
    m_dealer->setAccessibleName(tr("Dealer"));
    m_kind->setAccessibleName(tr("Kind"));
    const int kind = std::max(0, m_kind->currentIndex());
    m_kind->clear();
    m_kind->addItem(tr("all kinds"), 0);
    for (int each = 1; each <= int(model::WriteKind::Withdraw); ++each)
        m_kind->addItem(OutboxTexts::kind(static_cast<model::WriteKind>(each)), each);
    m_kind->setCurrentIndex(kind);
    m_model->setFmt(fmt());
    m_panel->retranslate();
    m_tools->fit();
    update();
}

void OutboxPage::applyTheme()
{
    m_table->setPalette(theme().viewPalette());
    m_table->verticalHeader()->setDefaultSectionSize(theme().rowHeight(ThemeManager::instance()->density()));
    m_tools->fit();
    m_table->horizontalHeader()->setFixedHeight(theme().px(38));
    QPalette ground = theme().viewPalette();
    ground.setColor(QPalette::Window, theme().color(Token::BaseAlt));
    m_panel->setPalette(ground);
    m_panel->setAutoFillBackground(true);
    m_table->viewport()->update();
}

void OutboxPage::activate(const QVariantMap &args)
{
    m_active = true;
    if (const QString uuid = args.value(QStringLiteral("uuid")).toString(); !uuid.isEmpty()) {
        setWhich(Which::All);
        choose(uuid);
    }
    showStatus();
    m_table->setFocus();
}

void OutboxPage::deactivate() { m_active = false; }

bool OutboxPage::isReady() const { return m_session.outbox().isReady() && !m_reading; }

QVariantMap OutboxPage::saveState() const
{
    return { { QStringLiteral("table"), m_tools->saveState() }, { QStringLiteral("which"), int(m_model->which()) },
        { QStringLiteral("panel"), isPanelVisible() } };
}

void OutboxPage::restoreState(const QVariantMap &state)
{
    m_tools->restoreState(state.value(QStringLiteral("table")).toMap());
    setWhich(static_cast<Which>(std::clamp(state.value(QStringLiteral("which"), int(Which::Open)).toInt(), 0, 2)));
    setPanelVisible(state.value(QStringLiteral("panel"), true).toBool());
}

void OutboxPage::setWhich(Which which)
{
    m_model->setWhich(which);
    showState();
}

// --- What is shown -------------------------------------------------------------------------------------------------

void OutboxPage::update()
{
    m_model->setItems(m_session.outbox().items(), m_session.clock().now());
    showChoices();
    showState();
    readEvidence();
    Q_EMIT readyChanged();
}

// Dealers that anything was asked of.
void OutboxPage::showChoices()
{
    std::map<QString, int> dealers;
    for (const OutboxItem &each : m_session.outbox().items())
        dealers.emplace(each.dealer, each.write.target.portal);
    const QVariant chosen = m_dealer->currentData();
    m_dealer->clear();
    m_dealer->addItem(tr("all dealers"), 0);
    for (const auto &[name, portal] : dealers)
        m_dealer->addItem(name.left(200), portal);
    m_dealer->setCurrentIndex(std::max(0, m_dealer->findData(chosen)));
}

void OutboxPage::showState()
{
    const viewmodels::OutboxFeed &feed = m_session.outbox();
    const QString words[] { tr("waiting for a person"), tr("open"), tr("all") };
    const int counts[] { feed.waiting(), feed.open(), int(feed.items().size()) };
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        m_chips[i]->setContent(-1, words[i], fmt().integer(counts[i]));
        m_chips[i]->setAccessibleName(words[i]);
        m_chips[i]->setChecked(int(i) == int(m_model->which()));
    }
    head().setSubtitle(feed.waiting() > 0 ? tr("%Ln wait for a person", nullptr, feed.waiting()) : QString());
    if (feed.problem()) {
        const viewmodels::ProblemText problem = viewmodels::ProblemText::of(*feed.problem());
        m_problem->setContent(problem.title, problem.advice);
        m_body->setCurrentWidget(m_problem);
        return;
    }
    const bool isNew = feed.items().empty();
    m_empty->setContent(isNew ? tr("Nothing has been asked of a portal yet. Questions, tasks and changes begin on the card of an item.")
                              : tr("Nothing here passes the filters."),
        isNew ? QString() : tr("Show everything"));
    m_body->setCurrentWidget(m_model->rowCount() == 0 ? static_cast<QWidget *>(m_empty) : m_table);
    if (m_model->rowOf(m_current) < 0 && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    showCurrent();
    showStatus();
}

void OutboxPage::showStatus()
{
    if (!m_active)
        return;
    const int selected = static_cast<int>(m_table->selectionModel()->selectedRows().size());
    host().setStatus(tr("%Ln rows", nullptr, m_model->rowCount())
            + (selected > 1 ? QString(QStringLiteral(" · ") + tr("%Ln selected", nullptr, selected)) : QString()),
        -1);
}

const OutboxItem *OutboxPage::current() const { return m_model->itemAt(m_model->rowOf(m_current)); }

// What other writes mean for this one. Writes on one item keep their order: one that waits for a person holds those
// behind it.
QString OutboxPage::noteAbout(const OutboxItem &item) const
{
    for (const OutboxItem &other : m_session.outbox().items()) {
        if (other.write.opposes == item.write.uuid && other.write.state == model::WriteState::Confirmed)
            return tr("Taken back since, by %1.").arg(other.write.reference());
        if (item.write.state == model::WriteState::Queued && other.waitsForPerson() && other.write.item == item.write.item
            && other.write.created <= item.write.created)
            return tr("An earlier write on this item waits for a person. Decide that one first; this one follows by itself.");
    }
    return {};
}

void OutboxPage::showCurrent()
{
    const OutboxItem *item = current();
    m_panel->setItem(item, item ? noteAbout(*item) : QString(), m_session.clock().now());
}

void OutboxPage::readEvidence()
{
    if (m_current.isEmpty())
        return;
    m_reading = true;
    using Events = std::vector<model::WriteEvent>;
    auto reading = m_session.store().read<Events>([uuid = m_current](store::Reader &reader) { return reader.writeEvents(uuid); });
    base::whenDone(reading, this, [this, uuid = m_current](const base::Result<Events> &events) {
        m_reading = false;
        if (events)
            m_panel->setEvidence(uuid, *events);
        Q_EMIT readyChanged();
    });
}

void OutboxPage::choose(const QString &uuid)
{
    m_current = uuid;
    if (const int row = m_model->rowOf(uuid); row >= 0)
        m_table->setCurrentIndex(m_model->index(row, 0));
    showCurrent();
    readEvidence();
}

// --- What is done --------------------------------------------------------------------------------------------------

// With all chosen writes that it fits.
void OutboxPage::take(OutboxStep step)
{
    std::vector<model::Write> writes;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
        if (const OutboxItem *item = m_model->itemAt(row.row()); item && viewmodels::fits(step, item->write))
            writes.push_back(item->write);
    if (const OutboxItem *item = current(); writes.empty() && item && viewmodels::fits(step, item->write))
        writes.push_back(item->write);
    if (writes.empty()) {
        Toast::show(this, tr("This does not fit where it stands."));
        return;
    }
    viewmodels::takeStep(m_session, this, step, std::move(writes), [this, step](const base::Result<viewmodels::StepOutcome> &outcome) {
        if (!outcome)
            Toast::show(this, OutboxTexts::refusal(outcome.error()));
        else if (outcome->refused.empty())
            Toast::show(this, tr("%1: done").arg(OutboxPanel::stepName(step)));
        else
            Toast::show(this, tr("%1: %2").arg(OutboxPanel::stepName(step), OutboxTexts::refusal(outcome->refused.front())));
    });
}

namespace {

model::RecordKey itemKey(const OutboxItem &item)
{
    model::RecordKey key = item.write.item;
    if (key.id == 0)
        key.id = item.write.result;
    return key;
}

} // namespace

void OutboxPage::openItem()
{
    if (const OutboxItem *item = current(); item && itemKey(*item).id != 0)
        host().open(itemLocation(itemKey(*item)));
}

void OutboxPage::openPortal()
{
    if (const OutboxItem *item = current(); item && itemKey(*item).id != 0)
        openInPortal(m_session, itemKey(*item));
}

QList<Page::Scene> OutboxPage::scenes()
{
    QList<Scene> scenes;
    const auto add = [this, &scenes](const QString &name, auto isIt) {
        scenes.append({ name, [this, isIt] {
                           setWhich(Which::All);
                           for (const OutboxItem &each : m_session.outbox().items())
                               if (isIt(each))
                                   return choose(each.write.uuid);
                       } });
    };
    for (int state = 0; state <= int(model::WriteState::Cancelled); ++state)
        add(QString::fromLatin1(model::nameOf(static_cast<model::WriteState>(state)).data()),
            [state](const OutboxItem &each) { return int(each.write.state) == state; });
    add(QStringLiteral("answered"), [](const OutboxItem &each) { return each.answer.at != base::kNever; });
    add(QStringLiteral("taken-back"), [](const OutboxItem &each) { return !each.write.opposes.isEmpty(); });
    scenes.append({ {}, [this] { setWhich(Which::Open); } });
    return scenes;
}

} // namespace dealerlens::desk
