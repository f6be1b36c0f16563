// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/item/itempage.h"

#include "desk/actions.h"
#include "desk/item/itemcardview.h"
#include "desk/item/itemheader.h"
#include "desk/item/itemlinks.h"
#include "desk/item/itemprint.h"
#include "desk/language.h"
#include "desk/outbox/wishactions.h"
#include "desk/pagehead.h"
#include "desk/printing.h"
#include "viewmodels/itemdescribe.h"
#include "viewmodels/session.h"

namespace dealerlens::desk {

ItemPage::ItemPage(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : Page(host, parent)
    , m_session(session)
    , m_card(session)
    , m_view(new ItemCardView(m_card, session, host, ItemCardView::Form::Page, &body()))
{
    setBody(m_view);
    connect(&m_card, &viewmodels::ItemCard::changed, this, [this] {
        showTitle();
        Q_EMIT readyChanged();
    });
    addWishes();
    host.actions().add(
        { QStringLiteral("item.open-portal"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Open in the portal"),
            QStringLiteral("external"), QKeySequence(QStringLiteral("Ctrl+O")), {}, QStringLiteral("data"), QStringLiteral("item") },
        this, [this] {
            if (const auto key = m_card.key())
                openInPortal(m_session, *key);
        });
}

void ItemPage::addWishes()
{
    addWishKeys(host(), { m_session, this }, QStringLiteral("item"),
        [this] { return m_card.key() ? std::vector { *m_card.key() } : std::vector<model::RecordKey>(); });
}

QString ItemPage::title() const
{
    const viewmodels::ItemData *item = m_card.data();
    return item && item->isKnown ? item->title : tr("Card");
}

void ItemPage::retranslate()
{
    m_view->retranslate();
    showTitle();
}

void ItemPage::applyTheme()
{
    m_view->applyTheme();
    Page::applyTheme();
}

void ItemPage::activate(const QVariantMap &args)
{
    if (const auto key = itemOf(args))
        m_card.setItem(*key);
    else if (!m_card.key())
        openAny();
}

exporting::Printout ItemPage::printout() const
{
    exporting::Printout printout = printoutHead(*this);
    const viewmodels::ItemData *item = m_card.data();
    if (!item || !item->isKnown)
        return printout;
    printout.parts = printParts(*item, m_card.isRevealed());
    // The chart of the path stands between the head of the card and the table of its stages.
    if (auto *chart = m_view->findChild<ItemHeader *>())
        printout.parts.insert(printout.parts.begin() + 1, { {}, printPicture(*chart) });
    return printout;
}

// Opened without a record, the page shows the newest one.
void ItemPage::openAny()
{
    const facts::SnapshotPtr facts = m_session.facts();
    if (!facts || facts->items.size() == 0)
        return;
    std::uint32_t row = facts->items.ranges().front().first;
    for (const facts::RowRange &range : facts->items.ranges())
        if (facts->items.created[range.last - 1] > facts->items.created[row])
            row = range.last - 1;
    m_card.setItem({ facts->portals[std::size_t(facts->items.portal[row])].portal.id, facts->items.kind[row], facts->items.id[row] });
}

void ItemPage::showTitle()
{
    const viewmodels::ItemData *item = m_card.data();
    QString word = item && item->isKnown ? viewmodels::ItemTexts::kind(item->key.kind) : title();
    if (!word.isEmpty())
        word[0] = word[0].toUpper();
    head().setTitle(word);
    head().setSubtitle(item && item->isKnown ? QString(QStringLiteral("№ ") % QString::number(item->key.id)) : QString());
    Q_EMIT titleChanged();
}

QList<Page::Scene> ItemPage::scenes()
{
    // A deal that was won long ago has the richest card.
    return { { QStringLiteral("won"), [this] {
                  const facts::SnapshotPtr facts = m_session.facts();
                  for (const std::uint32_t row : facts ? facts->items.rows() : facts::RowRanges()) {
                      if (facts->items.kind[row] != model::EntityKind::Deal || facts->items.visitCount[row] < 5)
                          continue;
                      m_card.setItem({ facts->portals[std::size_t(facts->items.portal[row])].portal.id, model::EntityKind::Deal,
                          facts->items.id[row] });
                      return;
                  }
              } } };
}

} // namespace dealerlens::desk
