// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/plotwidget.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>

namespace dealerlens::desk {

PlotWidget::PlotWidget(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PlotWidget::setPlot(std::unique_ptr<PlotPainter> plot)
{
    m_plot = std::move(plot);
    m_hover.clear();
    setAccessibleDescription(m_plot ? m_plot->summary() : QString());
    update();
}

void PlotWidget::setName(const QString &name) { setAccessibleName(name); }

QSize PlotWidget::minimumSizeHint() const { return { theme().px(240), theme().px(160) }; }

void PlotWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Base));
    if (m_plot) {
        m_plot->paint(&painter, rect(), theme());
        if (!m_hover.isEmpty()) {
            const QRectF area = m_plot->plotArea(rect(), theme());
            painter.setPen(theme().color(Token::LineStrong));
            const double x = std::floor(m_pointer.x()) + 0.5;
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
            painter.setFont(theme().font(FontStyle::Small));
            QRectF box = painter.boundingRect(QRectF(0, 0, area.width() * 0.7, 200), Qt::TextWordWrap, m_hover).adjusted(-8, -5, 8, 5);
            box.moveTopLeft(QPointF(m_pointer.x() + 12, std::max(area.top(), m_pointer.y() - box.height() - 8)));
            if (box.right() > width() - 4)
                box.moveRight(m_pointer.x() - 12);
            painter.fillRect(box, theme().color(Token::Raised));
            painter.setPen(theme().color(Token::ControlLine));
            painter.drawRect(box);
            painter.setPen(theme().color(Token::Text));
            painter.drawText(box.adjusted(8, 5, -8, -5), Qt::TextWordWrap, m_hover);
        }
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme().color(Token::Focus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void PlotWidget::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position();
    const QString text = m_plot ? m_plot->hover(rect(), m_pointer, theme()) : QString();
    if (text.isEmpty() && m_hover.isEmpty())
        return;
    m_hover = text;
    update();
}

void PlotWidget::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT clicked(event->position());
}

void PlotWidget::leaveEvent(QEvent *)
{
    m_hover.clear();
    update();
}

void PlotWidget::wheelEvent(QWheelEvent *event)
{
    if (!m_plot || !event->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    const QRectF area = m_plot->plotArea(rect(), theme());
    const double share = std::clamp((event->position().x() - area.left()) / area.width(), 0.0, 1.0);
    const double span = m_plot->to() - m_plot->from();
    const double center = m_plot->from() + share * span;
    const double wanted = span * std::pow(0.8, event->angleDelta().y() / 120.0);
    m_plot->setRange(center - share * wanted, center + (1 - share) * wanted);
    update();
}

void PlotWidget::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Home && m_plot) {
        m_plot->resetRange();
        update();
        return;
    }
    if (event->key() == Qt::Key_T && event->modifiers() == Qt::AltModifier) {
        Q_EMIT tableRequested();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace dealerlens::desk
