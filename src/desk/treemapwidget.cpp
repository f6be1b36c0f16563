// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/treemapwidget.h"

#include "desk/textlabel.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace dealerlens::desk {

TreemapWidget::TreemapWidget(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void TreemapWidget::setGroups(std::vector<TreemapGroup> groups)
{
    m_groups = std::move(groups);
    layOut();
}

void TreemapWidget::setSelected(qint64 id)
{
    m_selected = id;
    for (const TreemapGroup &group : m_groups) {
        for (const TreemapItem &item : group.items) {
            if (item.id == id)
                setAccessibleDescription(item.name + QStringLiteral(", ") + item.value);
        }
    }
    update();
}

QSize TreemapWidget::sizeHint() const { return { theme().px(600), theme().px(160) }; }

void TreemapWidget::layOut()
{
    m_layout = layoutTreemap(m_groups, QRectF(rect()), theme());
    update();
}

void TreemapWidget::resizeEvent(QResizeEvent *) { layOut(); }

void TreemapWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Base));
    paintTreemap(&painter, m_groups, m_layout, m_selected, [this](int n) { return tr("%Ln more", nullptr, n); }, theme());
    if (hasFocus()) {
        painter.setPen(QPen(theme().color(Token::Focus), 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

const TreemapItem *TreemapWidget::itemAt(QPointF position) const
{
    for (const TreemapCell &cell : m_layout.cells) {
        if (cell.item >= 0 && cell.rect.contains(position))
            return &m_groups[static_cast<size_t>(cell.group)].items[static_cast<size_t>(cell.item)];
    }
    return nullptr;
}

void TreemapWidget::mousePressEvent(QMouseEvent *event)
{
    if (const TreemapItem *item = itemAt(event->position())) {
        setSelected(item->id);
        Q_EMIT chosen(item->id);
    }
}

void TreemapWidget::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const TreemapItem *item = itemAt(event->position()))
        Q_EMIT zoomed(item->id);
}

void TreemapWidget::step(QPointF direction)
{
    const TreemapCell *current = nullptr;
    for (const TreemapCell &cell : m_layout.cells) {
        if (cell.item >= 0 && m_groups[static_cast<size_t>(cell.group)].items[static_cast<size_t>(cell.item)].id == m_selected)
            current = &cell;
    }
    const TreemapCell *best = nullptr;
    double bestScore = 1e12;
    for (const TreemapCell &cell : m_layout.cells) {
        if (cell.item < 0 || &cell == current)
            continue;
        const QPointF away = cell.rect.center() - (current ? current->rect.center() : QPointF());
        const double ahead = QPointF::dotProduct(away, direction);
        const double aside = std::abs(away.x() * direction.y() - away.y() * direction.x());
        if (current && ahead <= 0)
            continue;
        const double score = ahead + 3 * aside;
        if (score < bestScore) {
            bestScore = score;
            best = &cell;
        }
    }
    if (!best)
        return;
    setSelected(m_groups[static_cast<size_t>(best->group)].items[static_cast<size_t>(best->item)].id);
    Q_EMIT chosen(m_selected);
}

void TreemapWidget::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        step({ -1, 0 });
        return;
    case Qt::Key_Right:
        step({ 1, 0 });
        return;
    case Qt::Key_Up:
        step({ 0, -1 });
        return;
    case Qt::Key_Down:
        step({ 0, 1 });
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selected >= 0)
            Q_EMIT zoomed(m_selected);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool TreemapWidget::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const TreemapItem *item = itemAt(help->pos());
        QToolTip::showText(help->globalPos(), item ? plainTip(item->name + QStringLiteral(": ") + item->value) : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace dealerlens::desk
