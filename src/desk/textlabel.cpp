// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/textlabel.h"

#include "viewmodels/plaintip.h"

#include <QResizeEvent>

namespace dealerlens::desk {

TextLabel::TextLabel(const QString &text, FontStyle style, Token token, QWidget *parent)
    : QLabel(parent)
    , m_text(text)
    , m_style(style)
    , m_token(token)
{
    setTextFormat(Qt::PlainText);
    connect(ThemeManager::instance(), &ThemeManager::changed, this, &TextLabel::applyTheme);
    applyTheme();
}

void TextLabel::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    refresh();
    updateGeometry();
}

void TextLabel::setToken(Token token)
{
    m_token = token;
    applyTheme();
}

void TextLabel::setStyle(FontStyle style)
{
    m_style = style;
    applyTheme();
}

void TextLabel::setElided(bool elided, int least)
{
    m_elided = elided;
    m_least = least;
    refresh();
}

QSize TextLabel::minimumSizeHint() const
{
    const QSize hint = QLabel::minimumSizeHint();
    return m_elided ? QSize(theme().px(24), hint.height()) : hint;
}

QSize TextLabel::sizeHint() const
{
    if (!m_elided)
        return QLabel::sizeHint();
    return { fontMetrics().horizontalAdvance(m_text) + 2, QLabel::sizeHint().height() };
}

void TextLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    if (m_elided)
        refresh();
}

void TextLabel::applyTheme()
{
    setFont(theme().font(m_style));
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, theme().color(m_token));
    setPalette(palette);
    refresh();
}

void TextLabel::refresh()
{
    QString shown = m_text;
    if (m_elided) {
        shown = fontMetrics().elidedText(m_text, Qt::ElideRight, width());
        if (shown != m_text && shown.size() < m_least)
            shown.clear();
        setToolTip(shown == m_text ? QString() : plainTip(m_text));
    }
    QLabel::setText(shown);
    setAccessibleName(m_text);
}

QString plainTip(const QString &text) { return viewmodels::plainTip(text); }

} // namespace dealerlens::desk
