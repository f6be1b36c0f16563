// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/page.h"

#include "desk/pagehead.h"
#include "desk/panelarea.h"

#include <QPainter>
#include <QVBoxLayout>

namespace dealerlens::desk {

Page::Page(PageHost &host, QWidget *parent)
    : QWidget(parent)
    , m_host(host)
    , m_head(new PageHead(this))
    , m_area(new PanelArea(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_area, 1);
    connect(m_area, &PanelArea::panelVisibleChanged, this, &Page::panelVisibleChanged);
}

void Page::addStrip(QWidget *strip)
{
    auto *column = static_cast<QVBoxLayout *>(layout());
    column->insertWidget(column->count() - 1, strip);
}

void Page::setBody(QWidget *body) { m_area->setBody(body); }

void Page::setPanel(QWidget *panel) { m_area->setPanel(panel); }

void Page::setPanelVisible(bool visible) { m_area->setPanelVisible(visible); }

bool Page::isPanelVisible() const { return m_area->isPanelVisible(); }

void Page::print(QPainter &painter, const QRectF &sheet)
{
    const double scale = std::min(sheet.width() / width(), sheet.height() / height());
    painter.save();
    painter.translate(sheet.topLeft());
    painter.scale(scale, scale);
    render(&painter, QPoint(), QRegion(), DrawWindowBackground | DrawChildren);
    painter.restore();
}

} // namespace dealerlens::desk
