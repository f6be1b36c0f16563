// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/panelarea.h"

#include "desk/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace dealerlens::desk {

namespace {
constexpr int kNarrowWindow = 1360;
constexpr int kMaximum = 440;
constexpr int kHandle = 7;
}

PanelArea::PanelArea(QWidget *parent)
    : QWidget(parent)
    , m_handle(new QWidget(this))
    , m_panelWidth(theme().px(kMinimum))
{
    m_handle->setCursor(Qt::SplitHCursor);
    m_handle->installEventFilter(this);
    m_handle->hide();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PanelArea::setBody(QWidget *body)
{
    if (m_body == body)
        return;
    delete m_body;
    m_body = body;
    if (m_body) {
        // A new parent has the style sheet looked up again for whatever is inside.
        if (m_body->parentWidget() != this)
            m_body->setParent(this);
        m_body->show();
    }
    place();
}

void PanelArea::setPanel(QWidget *panel, int width)
{
    if (m_panel == panel)
        return;
    if (m_panel)
        m_panel->deleteLater();
    m_panel = panel;
    if (m_panel) {
        if (m_panel->parentWidget() != this)
            m_panel->setParent(this);
        m_panel->setAutoFillBackground(true);
    }
    setPanelWidth(theme().px(width));
}

void PanelArea::setPanelVisible(bool visible)
{
    if (m_visible == visible)
        return;
    m_visible = visible;
    place();
    if (!visible && m_body)
        m_body->setFocus();
    Q_EMIT panelVisibleChanged(visible);
}

void PanelArea::setPanelWidth(int width)
{
    m_panelWidth = std::clamp(width, theme().px(kMinimum), theme().px(kMaximum));
    place();
}

void PanelArea::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

bool PanelArea::isOver() const { return window()->width() < theme().px(kNarrowWindow); }

void PanelArea::place()
{
    const bool shown = isPanelVisible();
    const int panel = shown ? std::min(m_panelWidth, width()) : 0;
    if (m_body)
        m_body->setGeometry(0, 0, shown && !isOver() ? width() - panel - 1 : width(), height());
    m_handle->setVisible(shown);
    if (m_panel)
        m_panel->setVisible(shown);
    if (!shown)
        return;
    m_panel->setGeometry(width() - panel, 0, panel, height());
    m_handle->setGeometry(width() - panel - kHandle / 2 - 1, 0, kHandle, height());
    m_panel->raise();
    m_handle->raise();
    update();
}

bool PanelArea::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_handle && event->type() == QEvent::MouseMove) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->buttons().testFlag(Qt::LeftButton))
            setPanelWidth(mapToGlobal(QPoint(width(), 0)).x() - mouse->globalPosition().toPoint().x());
    } else if (watched == m_handle && event->type() == QEvent::Paint) {
        QPainter painter(m_handle);
        painter.fillRect(QRect(kHandle / 2, 0, 1, height()), theme().color(Token::LineStrong));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PanelArea::keyPressEvent(QKeyEvent *event)
{
    // Over the page it is in the way: Esc closes it from everywhere.
    if (event->key() == Qt::Key_Escape && isPanelVisible() && (isOver() || m_panel->isAncestorOf(focusWidget()))) {
        setPanelVisible(false);
        return;
    }
    QWidget::keyPressEvent(event);
}

void PanelArea::paintEvent(QPaintEvent *) { QPainter(this).fillRect(rect(), theme().color(Token::Base)); }

} // namespace dealerlens::desk
