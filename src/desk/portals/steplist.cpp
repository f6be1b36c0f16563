// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/portals/steplist.h"

#include "desk/painters.h"

#include <QPainter>
#include <QVBoxLayout>

namespace dealerlens::desk {

class StepList::Item final : public QAbstractButton {
public:
    Item(int number, QWidget *parent)
        : QAbstractButton(parent)
        , m_number(number)
    {
        setFocusPolicy(Qt::TabFocus);
        setCheckable(true);
    }

    void setTexts(const QString &title, const QString &note)
    {
        m_note = note;
        setText(title);
        setAccessibleName(QString(QString::number(m_number) + QStringLiteral(". ") + title));
        setAccessibleDescription(note);
        update();
    }

    QSize sizeHint() const override { return { theme().px(200), theme().px(48) }; }

    void setDone(bool done)
    {
        m_done = done;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &look = theme();
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF mark(look.px(16), look.px(6), look.px(20), look.px(20));
        if (m_done && !isChecked()) {
            painter.setPen(look.color(Token::OkFill));
            painter.drawEllipse(mark.adjusted(0.5, 0.5, -0.5, -0.5));
            paintStateGlyph(&painter, mark.adjusted(5, 5, -5, -5), State::Met, look);
        } else {
            painter.setPen(isChecked() ? QPen(Qt::NoPen) : QPen(look.color(Token::ControlLine)));
            painter.setBrush(isChecked() ? look.color(Token::Accent) : QColor(Qt::transparent));
            painter.drawEllipse(mark.adjusted(0.5, 0.5, -0.5, -0.5));
            painter.setPen(look.color(isChecked() ? Token::OnAccent : Token::Text2));
            painter.setFont(look.font(FontStyle::SmallStrong));
            painter.drawText(mark, Qt::AlignCenter, QString::number(m_number));
        }
        const QRect words = rect().adjusted(look.px(46), look.px(6), -look.px(6), -look.px(4));
        painter.setPen(look.color(isChecked() ? Token::Text : Token::Text2));
        painter.setFont(look.font(isChecked() ? FontStyle::Strong : FontStyle::Body));
        painter.drawText(words, Qt::AlignTop | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
        painter.setPen(look.color(Token::Text3));
        painter.setFont(look.font(FontStyle::Small));
        painter.drawText(words, Qt::AlignBottom | Qt::AlignLeft, painter.fontMetrics().elidedText(m_note, Qt::ElideRight, words.width()));
        if (hasFocus()) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(look.color(Token::Focus), 2));
            painter.drawRoundedRect(QRectF(rect()).adjusted(4, 1, -4, -1), 4, 4);
        }
    }

private:
    int m_number;
    QString m_note;
    bool m_done = false;
};

StepList::StepList(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, theme().px(20), 0, theme().px(16));
    m_column->setSpacing(0);
    m_column->addStretch(1);
}

void StepList::addStep()
{
    const int step = static_cast<int>(m_items.size());
    auto *item = new Item(step + 1, this);
    m_items.push_back(item);
    m_column->insertWidget(step, item);
    connect(item, &QAbstractButton::clicked, this, [this, step] { Q_EMIT chosen(step); });
}

void StepList::setTexts(int step, const QString &title, const QString &note)
{
    m_items[static_cast<std::size_t>(step)]->setTexts(title, note);
}

void StepList::setCurrent(int step)
{
    for (int i = 0; i < static_cast<int>(m_items.size()); ++i)
        m_items[static_cast<std::size_t>(i)]->setChecked(i == step);
}

void StepList::setDone(int step, bool done) { m_items[static_cast<std::size_t>(step)]->setDone(done); }

void StepList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::BaseAlt));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme().color(Token::Line));
}

} // namespace dealerlens::desk
