// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/item/itemsections.h"

#include "desk/controls.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/painters.h"
#include "desk/textlabel.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace dealerlens::desk {

namespace {

// A record that can be opened: badge, words, why it is here.
class CopyLine final : public QToolButton {
public:
    CopyLine(const viewmodels::ItemCopy &copy, QWidget *parent)
        : QToolButton(parent)
        , m_copy(copy)
    {
        setAccessibleName(QString(copy.text % QStringLiteral(", ") % copy.match));
        setToolTip(plainTip(copy.text));
        setFixedHeight(theme().px(24));
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        setCursor(Qt::PointingHandCursor);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &look = theme();
        if (underMouse())
            painter.fillRect(rect(), look.color(Token::Hover));
        if (hasFocus()) {
            painter.setPen(look.color(Token::Focus));
            painter.drawRect(rect().adjusted(0, 0, -1, -1));
        }
        QRect rest = rect().adjusted(look.px(16), 0, -look.px(12), 0);
        if (!m_copy.code.isEmpty()) {
            paintDealerBadge(
                &painter, QRectF(rest.left(), rest.top() + look.px(4), look.px(24), look.px(16)), m_copy.code, m_copy.hue, look);
            rest.setLeft(rest.left() + look.px(31));
        }
        painter.setFont(look.font(FontStyle::Small));
        painter.setPen(look.color(Token::Text3));
        painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, m_copy.match);
        if (!m_copy.match.isEmpty())
            rest.setRight(rest.right() - painter.fontMetrics().horizontalAdvance(m_copy.match) - look.px(8));
        painter.setFont(look.font(FontStyle::Body));
        painter.setPen(look.color(Token::Link));
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(m_copy.text, Qt::ElideRight, rest.width()));
    }

    void enterEvent(QEnterEvent *) override { update(); }

    void leaveEvent(QEvent *) override { update(); }

private:
    viewmodels::ItemCopy m_copy;
};

TextLabel *label(const QString &text, Token token, QWidget *parent, FontStyle style = FontStyle::Body)
{
    auto *made = new TextLabel(text, style, token, parent);
    made->setElided(true);
    return made;
}

QFormLayout *formIn(QWidget *section)
{
    auto *form = new QFormLayout(section);
    form->setContentsMargins(theme().px(16), 0, theme().px(12), theme().px(6));
    form->setHorizontalSpacing(theme().px(12));
    form->setVerticalSpacing(theme().px(3));
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    return form;
}

} // namespace

ItemSections::ItemSections(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
}

void ItemSections::setItem(const viewmodels::ItemData *item, bool revealed)
{
    m_data = item;
    m_revealed = revealed;
    if (m_content)
        m_content->deleteLater();
    m_content = new QWidget(this);
    m_column->addWidget(m_content);
    m_rows = new QVBoxLayout(m_content);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    if (!item || !item->isKnown)
        return;
    addPending(*item);
    addFields(*item);
    addPeople(*item, revealed);
    addCopies(QStringLiteral("items"), tr("Leads and deals"), item->items);
    addCopies(QStringLiteral("copies"), tr("Copies by phone"), item->copies);
    addChanges(*item);
    m_rows->addStretch();
    m_content->show();
}

QWidget *ItemSections::addSection(const QString &id, const QString &title, const QString &right)
{
    const bool folded = m_folded.contains(id);
    auto *head = new QWidget(m_content);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(theme().px(10), theme().px(6), theme().px(12), theme().px(2));
    auto *button = new QToolButton(head);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(icon(folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down")));
    button->setText(title);
    button->setFont(theme().font(FontStyle::SmallStrong));
    button->setAutoRaise(true);
    button->setAccessibleName(title);
    connect(button, &QToolButton::clicked, this, [this, id] {
        if (!m_folded.remove(id))
            m_folded.insert(id);
        setItem(m_data, m_revealed);
    });
    row->addWidget(button);
    row->addStretch();
    if (!right.isEmpty())
        row->addWidget(new TextLabel(right, FontStyle::Small, Token::Text2, head));
    m_rows->addWidget(head);
    if (folded)
        return nullptr;
    auto *section = new QWidget(m_content);
    m_rows->addWidget(section);
    return section;
}

// On its way to the portal; a click leads to the outbox.
void ItemSections::addPending(const viewmodels::ItemData &item)
{
    if (item.pending.empty())
        return;
    QWidget *section = addSection(QStringLiteral("pending"), tr("Outbox"), fmt().integer(qint64(item.pending.size())));
    if (!section)
        return;
    auto *column = new QVBoxLayout(section);
    column->setContentsMargins(theme().px(16), 0, theme().px(12), theme().px(6));
    column->setSpacing(theme().px(3));
    for (const viewmodels::ItemPending &each : item.pending) {
        auto *row = new QHBoxLayout;
        QToolButton *open = iconButton(each.icon, tr("Show in the outbox: %1").arg(each.text), {}, section);
        connect(open, &QToolButton::clicked, this, [this, uuid = each.uuid] { Q_EMIT pendingRequested(uuid); });
        auto *text = new TextLabel(each.text, FontStyle::Body, each.waitsForPerson ? Token::Warn : Token::Text, section);
        text->setWordWrap(true);
        row->addWidget(open, 0, Qt::AlignTop);
        row->addWidget(text, 1);
        column->addLayout(row);
    }
}

void ItemSections::addFields(const viewmodels::ItemData &item)
{
    if (item.fields.empty())
        return;
    QWidget *section = addSection(QStringLiteral("fields"), tr("Fields"), tr("filled %1 of %2").arg(item.filled).arg(item.fields.size()));
    if (!section)
        return;
    QFormLayout *form = formIn(section);
    for (const viewmodels::ItemField &field : item.fields) {
        auto *name = new TextLabel(field.label, FontStyle::Body, Token::Text2, section);
        name->setWordWrap(true); // dealers name their fields at length
        name->setFixedWidth(theme().px(136));
        const QString value = field.value.isEmpty() ? tr("not filled") : field.value;
        const QString shown = field.wanted.isEmpty() ? value : tr("%1 → %2, not there yet").arg(value, field.wanted);
        form->addRow(name, label(shown, field.value.isEmpty() && field.wanted.isEmpty() ? Token::Text3 : Token::Text, section));
    }
}

void ItemSections::addPeople(const viewmodels::ItemData &item, bool revealed)
{
    if (item.people.empty())
        return;
    QWidget *section = addSection(QStringLiteral("people"), tr("People"));
    if (!section)
        return;
    auto *column = new QVBoxLayout(section);
    column->setContentsMargins(theme().px(16), 0, theme().px(12), theme().px(6));
    column->setSpacing(theme().px(3));
    bool hasHidden = false;
    for (const viewmodels::ItemPerson &person : item.people) {
        auto *row = new QHBoxLayout;
        auto *name = new QToolButton(section);
        name->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        name->setIcon(icon(person.key.kind == model::EntityKind::Company ? QStringLiteral("company") : QStringLiteral("person")));
        name->setText(QString(person.name).replace(QLatin1Char('&'), QLatin1String("&&")));
        name->setAccessibleName(person.name);
        name->setAutoRaise(true);
        if (person.key == item.key)
            name->setEnabled(false);
        connect(name, &QToolButton::clicked, this, [this, key = person.key] { Q_EMIT opened(key); });
        row->addWidget(name);
        row->addWidget(label(person.detail, Token::Text3, section, FontStyle::Small), 1);
        column->addLayout(row);
        for (const viewmodels::ItemPhone &point : person.points) {
            auto *shown = new TextLabel(revealed ? point.value : point.masked, FontStyle::Body, Token::Text, section);
            shown->setTextInteractionFlags(revealed ? Qt::TextSelectableByMouse : Qt::NoTextInteraction);
            shown->setContentsMargins(theme().px(26), 0, 0, 0);
            column->addWidget(shown);
            hasHidden = hasHidden || !revealed;
        }
    }
    if (hasHidden) {
        auto *show = new QToolButton(section);
        show->setText(tr("Show"));
        show->setAccessibleName(tr("Show phones and addresses; this is written down"));
        show->setToolTip(tr("Show phones and addresses; this is written down"));
        connect(show, &QToolButton::clicked, this, &ItemSections::revealRequested);
        column->addWidget(show);
    }
}

void ItemSections::addCopies(const QString &id, const QString &title, const std::vector<viewmodels::ItemCopy> &copies)
{
    if (copies.empty())
        return;
    QWidget *section = addSection(id, title, fmt().integer(qint64(copies.size())));
    if (!section)
        return;
    auto *column = new QVBoxLayout(section);
    column->setContentsMargins(0, 0, 0, theme().px(6));
    column->setSpacing(0);
    for (const viewmodels::ItemCopy &copy : copies) {
        auto *line = new CopyLine(copy, section);
        connect(line, &QToolButton::clicked, this, [this, key = copy.key] { Q_EMIT opened(key); });
        column->addWidget(line);
    }
}

void ItemSections::addChanges(const viewmodels::ItemData &item)
{
    if (item.changes.empty())
        return;
    QWidget *section = addSection(QStringLiteral("journal"), tr("Journal"), fmt().integer(qint64(item.changes.size())));
    if (!section)
        return;
    QFormLayout *form = formIn(section);
    for (const viewmodels::ItemChange &change : item.changes) {
        const QString text = change.before.isEmpty() ? tr("%1: %2").arg(change.field, change.after)
                                                     : tr("%1: %2 → %3").arg(change.field, change.before, change.after);
        auto *when = new TextLabel(fmt().dateTime(change.happenedAt), FontStyle::Small, Token::Text3, section);
        auto *what = label(text, Token::Text, section);
        what->setToolTip(plainTip(tr("%1, seen %2").arg(text, fmt().dateTime(change.seenAt))));
        form->addRow(when, what);
    }
}

} // namespace dealerlens::desk
