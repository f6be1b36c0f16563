// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/rail.h"

#include "desk/icons.h"

#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

namespace dealerlens::desk {

RailButton::RailButton(const QString &iconName, QWidget *parent)
    : QToolButton(parent)
    , m_icon(iconName)
{
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RailButton::setBadge(int count)
{
    m_badge = count;
    update();
}

QSize RailButton::sizeHint() const { return { theme().px(64), theme().px(54) }; }

void RailButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(theme().px(5), 1, -theme().px(5), -1);
    painter.setPen(Qt::NoPen);
    if (isChecked() || underMouse()) {
        painter.setBrush(theme().color(isChecked() ? Token::Base : Token::Hover));
        painter.drawRoundedRect(box, 5, 5);
    }
    if (isChecked())
        painter.fillRect(QRectF(0, theme().px(8), 3, height() - theme().px(16)), theme().color(Token::Accent));
    if (hasFocus()) {
        painter.setPen(QPen(theme().color(Token::Focus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5);
    }
    const double size = theme().px(20);
    paintIcon(
        &painter, QRectF((width() - size) / 2, theme().px(8), size, size), m_icon, theme().color(isChecked() ? Token::Link : Token::Text2));
    QFont font = theme().font(FontStyle::Caption);
    if (isChecked())
        font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(theme().color(isChecked() ? Token::Text : Token::Text2));
    const QRectF caption(1, theme().px(31), width() - 2, theme().px(16));
    painter.drawText(caption, Qt::AlignHCenter | Qt::AlignVCenter, QFontMetricsF(font).elidedText(text(), Qt::ElideRight, caption.width()));
    if (m_badge <= 0)
        return;
    painter.setFont(theme().font(FontStyle::Badge));
    const QString number = m_badge > 999 ? QStringLiteral("999+") : QString::number(m_badge);
    const double badge = std::max<double>(theme().px(16), QFontMetricsF(painter.font()).horizontalAdvance(number) + 8);
    const QRectF place(width() / 2.0 + theme().px(6), theme().px(3), badge, theme().px(14));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().color(Token::LineStrong));
    painter.drawRoundedRect(place, 7, 7);
    painter.setPen(theme().color(Token::Text));
    painter.drawText(place, Qt::AlignCenter, number);
}

Rail::Rail(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_top(new QVBoxLayout)
    , m_bottom(new QVBoxLayout)
{
    setFixedWidth(theme().px(74));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, theme().px(4), 1, theme().px(8));
    column->setSpacing(0);
    m_top->setSpacing(theme().px(2));
    m_bottom->setSpacing(theme().px(2));
    column->addLayout(m_top);
    column->addStretch();
    column->addLayout(m_bottom);
    m_group->setExclusive(true);
}

void Rail::addPage(const QString &id, const QString &iconName, bool atBottom)
{
    auto *button = new RailButton(iconName, this);
    button->setObjectName(id);
    m_group->addButton(button);
    (atBottom ? m_bottom : m_top)->addWidget(button);
    connect(button, &QToolButton::clicked, this, [this, id] { Q_EMIT chosen(id); });
}

RailButton *Rail::button(const QString &id) const
{
    for (QAbstractButton *button : m_group->buttons()) {
        if (button->objectName() == id)
            return static_cast<RailButton *>(button);
    }
    return nullptr;
}

void Rail::setText(const QString &id, const QString &text, const QString &key)
{
    if (RailButton *place = button(id)) {
        place->setText(text);
        place->setAccessibleName(text);
        place->setToolTip(key.isEmpty() ? text : QString(text + QStringLiteral(" (") + key + QLatin1Char(')')));
    }
}

void Rail::setCurrent(const QString &id)
{
    if (RailButton *place = button(id)) {
        place->setChecked(true);
        return;
    }
    // A page without a place of its own: nothing is marked.
    m_group->setExclusive(false);
    for (QAbstractButton *other : m_group->buttons())
        other->setChecked(false);
    m_group->setExclusive(true);
}

void Rail::setBadge(const QString &id, int count)
{
    if (RailButton *place = button(id))
        place->setBadge(count);
}

void Rail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Rail));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme().color(Token::Line));
}

} // namespace dealerlens::desk
