// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/controls.h"

#include "desk/icons.h"
#include "desk/language.h"
#include "desk/painters.h"
#include "desk/textlabel.h"

#include <QAction>
#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include <optional>

namespace dealerlens::desk {

namespace {

// Ground and outline shared by all chips.
// `rest`: the ground while nothing points at the button; nothing lets what lies below show through.
void paintChipFrame(QPainter &painter, const QToolButton &button, std::optional<Token> rest, bool outlined)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focus = button.hasFocus();
    const QColor line = focus ? theme().color(Token::Focus) : (outlined ? theme().color(Token::LineStrong) : QColor(Qt::transparent));
    painter.setPen(QPen(line, focus ? 2 : 1));
    const bool hovered = button.underMouse() && rest != Token::Select;
    const std::optional<Token> ground = button.isDown() ? Token::Pressed : (hovered ? Token::Hover : rest);
    painter.setBrush(ground ? QBrush(theme().color(*ground)) : QBrush(Qt::NoBrush));
    const double inset = focus ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(button.rect()).adjusted(inset, inset, -inset, -inset), 4, 4);
}

void dressIconButton(QToolButton &button)
{
    button.setIconSize(QSize(theme().px(16), theme().px(16)));
    button.setFixedSize(theme().px(28), theme().px(26));
    button.setFocusPolicy(Qt::TabFocus);
}

} // namespace

Chip::Chip(const QString &iconName, QWidget *parent)
    : QToolButton(parent)
    , m_icon(iconName)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::ArrowCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::setKey(const QString &key)
{
    m_key = key;
    setAccessibleName(m_key + QStringLiteral(": ") + m_value);
    updateGeometry();
}

void Chip::setValue(const QString &value)
{
    m_value = value;
    setAccessibleName(m_key + QStringLiteral(": ") + m_value);
    setToolTip(plainTip(m_key + QStringLiteral(": ") + m_value));
    updateGeometry();
    update();
}

void Chip::setActive(bool active)
{
    m_active = active;
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics(theme().font(FontStyle::Body));
    const int key = m_key.isEmpty() ? 0 : metrics.horizontalAdvance(m_key) + theme().px(6);
    const int value = std::min(metrics.horizontalAdvance(m_value), theme().px(190));
    return { theme().px(10 + 14 + 6) + key + value + theme().px(6 + 12 + 10) + 2, theme().px(26) };
}

QRectF Chip::crossRect() const
{
    const double size = theme().px(12);
    return { width() - theme().px(8) - size, (height() - size) / 2.0, size, size };
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintChipFrame(painter, *this, m_active ? Token::Select : Token::Base, !m_active);
    const double icon = theme().px(14);
    double x = theme().px(10);
    paintIcon(&painter, QRectF(x, (height() - icon) / 2, icon, icon), m_icon, theme().color(Token::Text2));
    x += icon + theme().px(6);
    painter.setFont(theme().font(FontStyle::Body));
    const QFontMetricsF metrics(painter.font());
    if (!m_key.isEmpty()) {
        painter.setPen(theme().color(m_active ? Token::Text2 : Token::Text3));
        painter.drawText(QRectF(x, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, m_key);
        x += metrics.horizontalAdvance(m_key) + theme().px(6);
    }
    painter.setPen(theme().color(Token::Text));
    const double room = crossRect().left() - theme().px(4) - x;
    painter.drawText(QRectF(x, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(m_value, Qt::ElideRight, room));
    paintIcon(&painter, crossRect(), m_active ? QStringLiteral("close") : QStringLiteral("chevron-down"), theme().color(Token::Text3));
}

void Chip::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_active && crossRect().adjusted(-6, -6, 6, 6).contains(event->position())) {
        setDown(false);
        Q_EMIT resetRequested();
        return;
    }
    QToolButton::mouseReleaseEvent(event);
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
        Q_EMIT resetRequested();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Down) {
        click();
        return;
    }
    QToolButton::keyPressEvent(event);
}

SegmentedControl::SegmentedControl(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(1, 0, 0, 0);
    row->setSpacing(0);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
}

void SegmentedControl::setChoices(const QStringList &texts, const QStringList &icons)
{
    while (m_group->buttons().size() < texts.size()) {
        auto *button = new QToolButton(this);
        button->setProperty("segment", true);
        button->setProperty("first", m_group->buttons().isEmpty());
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setChecked(m_group->buttons().isEmpty());
        m_group->addButton(button, static_cast<int>(m_group->buttons().size()));
        layout()->addWidget(button);
    }
    for (int i = 0; i < texts.size(); ++i) {
        auto *button = static_cast<QToolButton *>(m_group->button(i));
        button->setText(texts[i]);
        button->setAccessibleName(texts[i]);
        const bool withIcon = i < icons.size() && !icons[i].isEmpty();
        button->setToolButtonStyle(withIcon ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
        if (withIcon)
            button->setIcon(icon(icons[i]));
        button->setIconSize(QSize(theme().px(14), theme().px(14)));
    }
}

void SegmentedControl::setCurrent(int index)
{
    if (QAbstractButton *button = m_group->button(index))
        button->setChecked(true);
}

int SegmentedControl::current() const { return m_group->checkedId(); }

ToggleChip::ToggleChip(QWidget *parent)
    : QToolButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ToggleChip::setContent(int glyph, const QString &text, const QString &count)
{
    m_glyph = glyph;
    m_text = text;
    m_count = count;
    setAccessibleName(text + QStringLiteral(": ") + count);
    // Where a strip has little room, words elide and numbers stay.
    const int words = QFontMetrics(theme().font(FontStyle::Body)).horizontalAdvance(text);
    setMinimumWidth(sizeHint().width() - std::max(0, words - theme().px(56)));
    updateGeometry();
    update();
}

QSize ToggleChip::sizeHint() const
{
    const QFontMetrics body(theme().font(FontStyle::Body));
    const QFontMetrics strong(theme().font(FontStyle::Strong));
    const int glyph = m_glyph < 0 ? 0 : theme().px(15);
    return { theme().px(16) + glyph + body.horizontalAdvance(m_text) + theme().px(5) + strong.horizontalAdvance(m_count) + 2,
        theme().px(24) };
}

void ToggleChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintChipFrame(painter, *this, isChecked() ? std::optional(Token::Select) : std::nullopt, false);
    double x = theme().px(8);
    if (m_glyph >= 0) {
        paintStateGlyph(&painter, QRectF(x, 0, theme().px(10), height()), static_cast<State>(m_glyph), theme());
        x += theme().px(15);
    }
    painter.setFont(theme().font(FontStyle::Body));
    painter.setPen(theme().color(isEnabled() ? Token::Text2 : Token::TextDisabled));
    const QFontMetricsF metrics(painter.font());
    const double missing = std::max(0, sizeHint().width() - width());
    const QString words = missing > 0 ? metrics.elidedText(m_text, Qt::ElideRight, metrics.horizontalAdvance(m_text) - missing) : m_text;
    painter.drawText(QRectF(x, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, words);
    x += metrics.horizontalAdvance(words) + theme().px(5);
    painter.setFont(theme().font(FontStyle::Strong));
    painter.setPen(theme().color(isEnabled() ? Token::Text : Token::TextDisabled));
    painter.drawText(QRectF(x, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, m_count);
}

CoverageMark::CoverageMark(QWidget *parent)
    : QToolButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void CoverageMark::setCoverage(int fresh, int total, base::UtcSeconds asOf)
{
    m_fresh = fresh;
    m_total = total;
    m_asOf = asOf;
    setVisible(total > 0);
    refresh();
}

QString CoverageMark::words() const
{
    const QString at = m_asOf == base::kNever ? QString() : tr("as of %1").arg(fmt().dateTime(m_asOf));
    if (m_fresh >= m_total)
        return at;
    const QString dealers = tr("%1 of %Ln dealers", nullptr, m_total).arg(m_fresh);
    return at.isEmpty() ? dealers : dealers + QStringLiteral(" · ") + at;
}

void CoverageMark::refresh()
{
    setAccessibleName(words());
    setToolTip(m_fresh < m_total ? tr("Which dealers are missing, and why") : QString());
    updateGeometry();
    update();
}

QSize CoverageMark::sizeHint() const
{
    const QFontMetrics metrics(theme().font(FontStyle::Small));
    const int bar = m_fresh < m_total ? theme().px(64 + 8) : 0;
    return { bar + metrics.horizontalAdvance(words()) + theme().px(10), theme().px(24) };
}

void CoverageMark::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (hasFocus() || underMouse())
        paintChipFrame(painter, *this, Token::Window, false);
    double x = theme().px(4);
    if (m_fresh < m_total) {
        const QRectF bar(x, (height() - theme().px(8)) / 2.0, theme().px(64), theme().px(8));
        const double share = static_cast<double>(m_fresh) / m_total;
        paintHatch(&painter, bar, Token::StaleHatch, theme());
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), theme().color(Token::Interval));
        x += bar.width() + theme().px(8);
    }
    painter.setFont(theme().font(FontStyle::Small));
    painter.setPen(theme().color(Token::Text2));
    painter.drawText(QRectF(x, 0, width() - x, height()), Qt::AlignLeft | Qt::AlignVCenter, words());
}

void CoverageMark::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QToolButton::changeEvent(event);
}

Popover::Popover(QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint)
    , m_column(new QVBoxLayout(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_column->setContentsMargins(theme().px(12), theme().px(10), theme().px(12), theme().px(10));
    m_column->setSpacing(theme().px(6));
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, theme().color(Token::Raised));
    setPalette(palette);
}

void Popover::openUnder(QWidget *anchor)
{
    adjustSize();
    QPoint at = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    const QRect room = anchor->screen()->availableGeometry();
    at.setX(std::clamp(at.x(), room.left() + 4, std::max(room.left() + 4, room.right() - width() - 4)));
    if (at.y() + height() > room.bottom() - 4)
        at.setY(std::max(room.top() + 4, room.bottom() - height() - 4));
    move(at);
    show();
    if (QWidget *first = nextInFocusChain(); first && isAncestorOf(first))
        first->setFocus(Qt::PopupFocusReason);
}

void Popover::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Raised));
    painter.setPen(theme().color(Token::ControlLine));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void Popover::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QFrame::keyPressEvent(event);
}

void Popover::closeEvent(QCloseEvent *event)
{
    Q_EMIT closed();
    QFrame::closeEvent(event);
}

void setIconButtonName(QToolButton *button, const QString &name, const QString &key)
{
    button->setAccessibleName(name);
    button->setToolTip(key.isEmpty() ? name : QString(name + QStringLiteral(" (") + key + QLatin1Char(')')));
}

QToolButton *iconButton(const QString &iconName, const QString &name, const QString &key, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    dressIconButton(*button);
    setIconButtonName(button, name, key);
    return button;
}

QToolButton *actionButton(QAction *action, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    dressIconButton(*button);
    return button;
}

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_sentence(new TextLabel({}, FontStyle::Body, Token::Text2, this))
    , m_action(new QPushButton(this))
{
    auto *column = new QVBoxLayout(this);
    column->addStretch(2);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    column->addWidget(m_sentence);
    column->addSpacing(theme().px(12));
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::acted);
}

void EmptyState::setContent(const QString &sentence, const QString &action)
{
    m_sentence->setText(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
}

ErrorBox::ErrorBox(QWidget *parent)
    : QFrame(parent)
    , m_title(new TextLabel({}, FontStyle::Strong, Token::Breach, this))
    , m_text(new TextLabel({}, FontStyle::Body, Token::Text, this))
    , m_action(new QPushButton(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme().px(16), theme().px(10), theme().px(12), theme().px(10));
    column->setSpacing(theme().px(4));
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_action, 0, Qt::AlignLeft);
    connect(m_action, &QPushButton::clicked, this, &ErrorBox::acted);
}

void ErrorBox::setContent(const QString &title, const QString &text, const QString &action)
{
    m_title->setText(title);
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
}

void ErrorBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::BreachTint));
    painter.fillRect(QRect(0, 0, 3, height()), theme().color(Token::BreachFill));
}

} // namespace dealerlens::desk
