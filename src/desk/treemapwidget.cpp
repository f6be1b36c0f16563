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
    if (m_selected == id)
        return;
    m_selected = id;
    update();
    announcePart(this);
}

void TreemapWidget::choose(qint64 id)
{
    setSelected(id);
    Q_EMIT chosen(id);
}

const TreemapItem *TreemapWidget::itemOf(const TreemapCell &cell) const
{
    return cell.item < 0 ? nullptr : &m_groups[static_cast<size_t>(cell.group)].items[static_cast<size_t>(cell.item)];
}

// What the colour says is said in words.
QString TreemapWidget::sentence(const TreemapItem &item) const
{
    const QString levels[] { tr("conversion far below the network"), tr("conversion below the network"),
        tr("conversion not told apart from the network"), tr("conversion above the network"), tr("conversion far above the network") };
    const QString head = QString(item.name % QStringLiteral(": ") % item.value % QStringLiteral(", "));
    return head + (item.stale ? tr("data are stale") : levels[std::clamp(item.level, -2, 2) + 2]);
}

QString TreemapWidget::partSentence(int part) const
{
    const TreemapCell &cell = m_layout.cells[static_cast<size_t>(part)];
    const QString group = m_groups[static_cast<size_t>(cell.group)].name + QStringLiteral(", ");
    const TreemapItem *item = itemOf(cell);
    return group + (item ? sentence(*item) : tr("%Ln more", nullptr, cell.merged));
}

QRect TreemapWidget::partRect(int part) const { return m_layout.cells[static_cast<size_t>(part)].rect.toAlignedRect(); }

int TreemapWidget::currentPart() const
{
    for (int part = 0; part < partCount(); ++part) {
        const TreemapItem *item = itemOf(m_layout.cells[static_cast<size_t>(part)]);
        if (item && item->id == m_selected)
            return part;
    }
    return -1;
}

void TreemapWidget::focusPart(int part)
{
    if (const TreemapItem *item = itemOf(m_layout.cells[static_cast<size_t>(part)]))
        choose(item->id);
}

void TreemapWidget::pressPart(int part)
{
    if (const TreemapItem *item = itemOf(m_layout.cells[static_cast<size_t>(part)]))
        Q_EMIT zoomed(item->id);
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
        if (cell.rect.contains(position))
            return itemOf(cell);
    }
    return nullptr;
}

void TreemapWidget::mousePressEvent(QMouseEvent *event)
{
    if (const TreemapItem *item = itemAt(event->position()))
        choose(item->id);
}

void TreemapWidget::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const TreemapItem *item = itemAt(event->position()))
        Q_EMIT zoomed(item->id);
}

void TreemapWidget::step(QPointF direction)
{
    const int part = currentPart();
    const TreemapCell *current = part < 0 ? nullptr : &m_layout.cells[static_cast<size_t>(part)];
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
    if (best)
        choose(itemOf(*best)->id);
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
        QToolTip::showText(help->globalPos(), item ? plainTip(sentence(*item)) : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace dealerlens::desk
