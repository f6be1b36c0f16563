// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/item/itemcardview.h"

#include "desk/controls.h"
#include "desk/icons.h"
#include "desk/item/forgetdialog.h"
#include "desk/item/itemheader.h"
#include "desk/item/itemlinks.h"
#include "desk/item/itemsections.h"
#include "desk/item/itemtimeline.h"
#include "desk/language.h"
#include "desk/outbox/wishactions.h"
#include "viewmodels/session.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>

#include <utility>

namespace dealerlens::desk {

namespace {

constexpr int kRowsInPanel = 10;

bool isWritable(const viewmodels::ItemData *item)
{
    return item && item->deletedAt == base::kNever
        && (item->key.kind == model::EntityKind::Lead || item->key.kind == model::EntityKind::Deal);
}

} // namespace

ItemCardView::ItemCardView(viewmodels::ItemCard &card, viewmodels::Session &session, PageHost &host, Form form, QWidget *parent)
    : QWidget(parent)
    , m_card(card)
    , m_session(session)
    , m_host(host)
    , m_form(form)
    , m_stack(new QStackedLayout(this))
    , m_content(new QWidget(this))
    , m_empty(new EmptyState(this))
    , m_header(new ItemHeader(m_content))
    , m_actions(new QWidget(m_content))
    , m_scroll(new QScrollArea(m_content))
    , m_timeline(new ItemTimeline(*card.timeline(), m_content))
    , m_sections(new ItemSections(m_content))
{
    m_card.setShown(false);
    setAutoFillBackground(true);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_content);
    buildActions(m_actions);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    if (form == Form::Panel)
        placeAsPanel();
    else
        placeAsPage();
    keepScroll();
    connect(&m_card, &viewmodels::ItemCard::changed, this, &ItemCardView::show);
    connect(m_sections, &ItemSections::revealRequested, &m_card, &viewmodels::ItemCard::reveal);
    connect(m_sections, &ItemSections::pendingRequested, this,
        [this](const QString &uuid) { m_host.open({ QStringLiteral("outbox"), { { QStringLiteral("uuid"), uuid } } }); });
    connect(m_sections, &ItemSections::opened, this, [this](const model::RecordKey &key) { m_host.open(itemLocation(key)); });
    applyTheme();
    retranslate();
}

void ItemCardView::buildActions(QWidget *parent)
{
    auto *row = new QHBoxLayout(parent);
    row->setContentsMargins(theme().px(12), 0, theme().px(12), theme().px(4));
    m_page = iconButton(QStringLiteral("view"), {}, {}, parent);
    m_portal = iconButton(QStringLiteral("external"), {}, {}, parent);
    m_copy = iconButton(QStringLiteral("copy"), {}, {}, parent);
    m_wishes = iconButton(QStringLiteral("query-dealer"), {}, {}, parent);
    m_close = iconButton(QStringLiteral("close"), {}, {}, parent);
    row->addWidget(m_wishes);
    row->addWidget(m_page);
    row->addWidget(m_portal);
    row->addWidget(m_copy);
    row->addStretch();
    row->addWidget(m_close);
    m_page->setVisible(m_form == Form::Panel);
    m_close->setVisible(m_form == Form::Panel);
    connect(m_page, &QToolButton::clicked, this, [this] {
        if (const auto key = m_card.key())
            m_host.open(itemLocation(*key));
    });
    connect(m_portal, &QToolButton::clicked, this, [this] {
        if (const auto key = m_card.key())
            openInPortal(m_session, *key);
    });
    connect(m_copy, &QToolButton::clicked, this, [this] {
        if (const viewmodels::ItemData *item = m_card.data()) {
            QStringList words { item->title, item->subject, item->dealer, item->responsible, item->amount, item->stage };
            words.removeAll(QString());
            QGuiApplication::clipboard()->setText(words.join(QLatin1Char('\t')));
        }
    });
    connect(m_wishes, &QToolButton::clicked, this, &ItemCardView::openWishes);
    connect(m_close, &QToolButton::clicked, this, &ItemCardView::closeRequested);
}

void ItemCardView::openWishes()
{
    const auto key = m_card.key();
    if (!key)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const viewmodels::ItemData *item = m_card.data();
    if (isWritable(item)) {
        addWishes(*menu, { m_session, this }, { *key });
        menu->addSeparator();
    }
    const auto person = item ? ForgetDialog::personOf(*item) : std::nullopt;
    QAction *forget = menu->addAction(icon(QStringLiteral("person")), tr("Forget this person…"));
    forget->setEnabled(person.has_value());
    connect(forget, &QAction::triggered, this, [this, person] {
        const viewmodels::ItemData *shown = m_card.data();
        (new ForgetDialog(m_session, *person, shown ? shown->title : QString(), this))->open();
    });
    menu->popup(m_wishes->mapToGlobal(QPoint(0, m_wishes->height())));
}

void ItemCardView::placeAsPanel()
{
    auto *inner = new QWidget;
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_actions);
    column->addWidget(m_timeline);
    column->addWidget(m_sections);
    column->addStretch();
    m_timeline->setMostRows(kRowsInPanel);
    m_timeline->setMinimumWidth(1); // words may be longer than the panel is wide
    m_sections->setMinimumWidth(1);
    m_scroll->setWidget(inner);
    auto *outer = new QVBoxLayout(m_content);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_scroll);
}

void ItemCardView::placeAsPage()
{
    m_header->setChart(true);
    auto *outer = new QVBoxLayout(m_content);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(m_header);
    outer->addWidget(m_actions);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(m_timeline, 3);
    m_scroll->setWidget(m_sections);
    columns->addWidget(m_scroll, 2);
    outer->addLayout(columns, 1);
}

void ItemCardView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_card.setShown(true);
}

void ItemCardView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (!event->spontaneous()) // a minimised window comes back
        m_card.setShown(false);
}

void ItemCardView::retranslate()
{
    setIconButtonName(m_wishes, tr("Ask the dealer, give a task, change, forget…"));
    setIconButtonName(m_page, tr("Open as a page"), QStringLiteral("Enter"));
    setIconButtonName(m_portal, tr("Open in the portal"), QStringLiteral("Ctrl+O"));
    setIconButtonName(m_copy, tr("Copy the card"));
    setIconButtonName(m_close, tr("Close the panel"), QStringLiteral("Ctrl+B"));
    m_card.setFmt(fmt());
    show();
}

void ItemCardView::applyTheme()
{
    QPalette ground = theme().viewPalette();
    ground.setColor(QPalette::Window, theme().color(Token::BaseAlt));
    setPalette(ground);
    m_timeline->applyTheme();
    m_header->updateGeometry();
    m_sections->setItem(m_card.data(), m_card.isRevealed());
    update();
}

// The parts are built anew, and while they are, or while a record is read again, they are shorter: the bar then stands
// at its end without anybody having moved it, and goes back when there is room again.
void ItemCardView::keepScroll()
{
    QScrollBar *bar = m_scroll->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) {
        const bool isForced = value == bar->maximum() && value < m_scrolledTo;
        if (!isForced)
            m_scrolledTo = value;
    });
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int, int maximum) {
        if (m_scrolledTo <= maximum)
            bar->setValue(m_scrolledTo);
    });
}

void ItemCardView::show()
{
    const viewmodels::ItemData *item = m_card.data();
    if (std::exchange(m_shown, m_card.key()) != m_card.key())
        m_scroll->verticalScrollBar()->setValue(m_scrolledTo = 0); // a new card begins at its top
    const bool isShown = item && item->isKnown;
    m_empty->setContent(item ? tr("This record is not mirrored.") : m_card.key() ? tr("Reading…") : tr("Nothing is chosen."));
    m_header->setItem(isShown ? item : nullptr);
    m_timeline->refresh();
    m_sections->setItem(item, m_card.isRevealed());
    m_page->setEnabled(isShown);
    m_wishes->setEnabled(isShown && (isWritable(item) || ForgetDialog::personOf(*item)));
    m_stack->setCurrentWidget(isShown ? m_content : static_cast<QWidget *>(m_empty));
}

} // namespace dealerlens::desk
