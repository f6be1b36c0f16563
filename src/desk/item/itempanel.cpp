// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/item/itempanel.h"

#include "desk/item/itemcardview.h"
#include "viewmodels/session.h"

#include <QVBoxLayout>

namespace dealerlens::desk {

ItemPanel::ItemPanel(PageHost &host, viewmodels::Session &session, QWidget *parent)
    : QWidget(parent)
    , m_card(new viewmodels::ItemCard(session, this))
    , m_view(new ItemCardView(*m_card, session, host, ItemCardView::Form::Panel, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    connect(m_view, &ItemCardView::closeRequested, this, &ItemPanel::closeRequested);
}

ItemPanel::~ItemPanel() = default;

void ItemPanel::setItem(const model::RecordKey &key) { m_card->setItem(key); }

void ItemPanel::clear() { m_card->clear(); }

bool ItemPanel::isReady() const { return !m_card->isReading(); }

void ItemPanel::retranslate() { m_view->retranslate(); }

void ItemPanel::applyTheme() { m_view->applyTheme(); }

} // namespace dealerlens::desk
