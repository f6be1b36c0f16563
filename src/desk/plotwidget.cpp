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
    m_stop = -1;
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
    m_stop = -1;
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
    zoom(event->position().x(), std::pow(0.8, event->angleDelta().y() / 120.0));
}

void PlotWidget::zoom(double pixel, double factor)
{
    const QRectF area = m_plot->plotArea(rect(), theme());
    const double share = std::clamp((pixel - area.left()) / area.width(), 0.0, 1.0);
    const double span = m_plot->to() - m_plot->from();
    const double center = m_plot->from() + share * span;
    m_plot->setRange(center - share * span * factor, center + (1 - share) * span * factor);
    m_hover.clear();
    update();
}

std::vector<PlotStop> PlotWidget::stops() const { return m_plot ? m_plot->stops(rect(), theme()) : std::vector<PlotStop>(); }

int PlotWidget::partCount() const { return static_cast<int>(stops().size()); }

QString PlotWidget::partSentence(int part) const { return stops()[static_cast<size_t>(part)].sentence; }

QRect PlotWidget::partRect(int part) const
{
    QRectF around(0, 0, theme().px(12), theme().px(12));
    around.moveCenter(stops()[static_cast<size_t>(part)].at);
    return around.toRect();
}

void PlotWidget::focusPart(int part)
{
    const std::vector<PlotStop> all = stops();
    if (all.empty())
        return;
    m_stop = std::clamp(part, 0, static_cast<int>(all.size()) - 1);
    m_pointer = all[static_cast<size_t>(m_stop)].at;
    m_hover = all[static_cast<size_t>(m_stop)].sentence;
    update();
    announcePart(this);
}

void PlotWidget::pressPart(int part)
{
    focusPart(part);
    if (m_stop >= 0)
        Q_EMIT clicked(m_pointer);
}

void PlotWidget::step(int by) { focusPart(m_stop < 0 ? 0 : m_stop + by); }

// The stop of another curve that is nearest in x.
void PlotWidget::changeGroup(int by)
{
    const std::vector<PlotStop> all = stops();
    if (m_stop < 0 || m_stop >= static_cast<int>(all.size())) {
        focusPart(0);
        return;
    }
    const int wanted = all[static_cast<size_t>(m_stop)].group + by;
    int best = -1;
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        const auto away = [&](int at) { return std::abs(all[static_cast<size_t>(at)].at.x() - m_pointer.x()); };
        if (all[static_cast<size_t>(i)].group == wanted && (best < 0 || away(i) < away(best)))
            best = i;
    }
    if (best >= 0)
        focusPart(best);
}

void PlotWidget::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    const double middle = m_stop >= 0 ? m_pointer.x() : rect().center().x();
    if (!m_plot) {
        QWidget::keyPressEvent(event);
    } else if (event->key() == Qt::Key_T && event->modifiers() == Qt::AltModifier) {
        Q_EMIT tableRequested();
    } else if (control && (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal)) {
        zoom(middle, 0.8);
    } else if (control && event->key() == Qt::Key_Minus) {
        zoom(middle, 1.25);
    } else if (event->modifiers() & ~Qt::KeypadModifier) {
        QWidget::keyPressEvent(event);
    } else if (event->key() == Qt::Key_Home) {
        m_plot->resetRange();
        m_hover.clear();
        update();
    } else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        step(event->key() == Qt::Key_Left ? -1 : 1);
    } else if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
        changeGroup(event->key() == Qt::Key_Up ? -1 : 1);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_stop >= 0) {
        Q_EMIT clicked(m_pointer);
    } else if (event->key() == Qt::Key_Escape && (m_stop >= 0 || !m_hover.isEmpty())) {
        m_hover.clear();
        m_stop = -1;
        update();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace dealerlens::desk
