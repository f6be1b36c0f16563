// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/page.h"

#include "desk/pagehead.h"
#include "desk/panelarea.h"
#include "desk/printing.h"

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

void Page::setPanel(QWidget *panel, int width) { m_area->setPanel(panel, width); }

void Page::setPanelVisible(bool visible) { m_area->setPanelVisible(visible); }

bool Page::isPanelVisible() const { return m_area->isPanelVisible(); }

Page *pageAround(QWidget *widget)
{
    while (widget && !qobject_cast<Page *>(widget))
        widget = widget->parentWidget();
    return static_cast<Page *>(widget);
}

QWidget &Page::body() const { return *m_area; }

exporting::Printout Page::printout() const { return printoutOf(*this); }

void Page::whenReady(std::function<void()> run)
{
    if (isReady()) {
        run();
        return;
    }
    connect(
        this, &Page::readyChanged, this, [this, run = std::move(run)]() mutable { whenReady(std::move(run)); },
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

} // namespace dealerlens::desk
