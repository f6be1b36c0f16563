// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/textlabel.h"

#include <QListWidget>
#include <QPainter>

namespace dealerlens::desk {

// A list that says what belongs into it while it is empty. GUI thread.
class HintedList final : public QListWidget {
public:
    HintedList(const QString &hint, QWidget *parent)
        : QListWidget(parent)
        , m_hint(hint)
    {
        setAccessibleDescription(hint);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QListWidget::paintEvent(event);
        if (count() > 0)
            return;
        const int edge = theme().px(12);
        QPainter painter(viewport());
        painter.setFont(theme().font(FontStyle::Small));
        painter.setPen(theme().color(Token::Text2));
        painter.drawText(viewport()->rect().adjusted(edge, edge, -edge, -edge), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_hint);
    }

private:
    QString m_hint;
};

} // namespace dealerlens::desk
