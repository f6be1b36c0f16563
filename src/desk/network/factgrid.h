// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/textlabel.h"

#include <QGridLayout>
#include <QWidget>

namespace dealerlens::desk {

// A title and lines of "name  value" below it, for panels. Lines are reused, so that new values do not make the
// panel flicker.
class FactGrid final : public QWidget {
    Q_OBJECT

public:
    struct Line {
        QString name;
        QString value;
        Token token = Token::Text;
    };

    explicit FactGrid(QWidget *parent = nullptr)
        : QWidget(parent)
        , m_title(new TextLabel({}, FontStyle::Strong, Token::Text2, this))
        , m_grid(new QGridLayout(this))
    {
        m_grid->setContentsMargins(0, 0, 0, 0);
        m_grid->setHorizontalSpacing(theme().px(8));
        m_grid->setVerticalSpacing(theme().px(4));
        m_grid->addWidget(m_title, 0, 0, 1, 2);
        m_grid->setColumnStretch(1, 1);
        m_grid->setColumnMinimumWidth(0, theme().px(120));
    }

    void setContent(const QString &title, const QList<Line> &lines)
    {
        m_title->setText(title);
        while (m_lines.size() < lines.size()) {
            const int row = static_cast<int>(m_lines.size()) + 1;
            auto *name = new TextLabel({}, FontStyle::Body, Token::Text3, this);
            auto *value = new TextLabel({}, FontStyle::Body, Token::Text, this);
            name->setAlignment(Qt::AlignTop | Qt::AlignLeft);
            value->setWordWrap(true);
            value->setTextInteractionFlags(Qt::TextSelectableByMouse);
            m_grid->addWidget(name, row, 0);
            m_grid->addWidget(value, row, 1);
            m_lines.append(qMakePair(name, value));
        }
        for (qsizetype i = 0; i < m_lines.size(); ++i) {
            const bool used = i < lines.size();
            m_lines[i].first->setVisible(used);
            m_lines[i].second->setVisible(used);
            if (!used)
                continue;
            m_lines[i].first->setText(lines[i].name);
            m_lines[i].second->setText(lines[i].value);
            m_lines[i].second->setToken(lines[i].token);
        }
        setVisible(!lines.isEmpty());
    }

private:
    TextLabel *m_title;
    QGridLayout *m_grid;
    QList<QPair<TextLabel *, TextLabel *>> m_lines;
};

} // namespace dealerlens::desk
