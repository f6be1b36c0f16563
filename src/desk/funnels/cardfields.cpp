// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/cardfields.h"

#include "viewmodels/boardtexts.h"

#include <algorithm>

namespace dealerlens::desk {

QVariantMap CardFields::toVariant() const
{
    return { { QStringLiteral("subject"), int(subject) }, { QStringLiteral("amount"), amount },
        { QStringLiteral("responsible"), responsible }, { QStringLiteral("marks"), marks }, { QStringLiteral("cards"), cards } };
}

CardFields CardFields::fromVariant(const QVariantMap &map)
{
    CardFields fields;
    const auto number = [&map](const QString &key, int otherwise, int least, int most) {
        const int value = map.value(key, otherwise).toInt();
        return value >= least && value <= most ? value : otherwise;
    };
    fields.subject = static_cast<Subject>(number(QStringLiteral("subject"), int(fields.subject), 0, int(Subject::Nothing)));
    fields.amount = map.value(QStringLiteral("amount"), fields.amount).toBool();
    fields.responsible = map.value(QStringLiteral("responsible"), fields.responsible).toBool();
    fields.marks = unsigned(number(QStringLiteral("marks"), int(fields.marks), 0, 0xff));
    fields.cards = number(QStringLiteral("cards"), fields.cards, kLeastCards, kMostCards);
    return fields;
}

CardFieldsMenu::CardFieldsMenu(const CardFields &fields, QWidget *parent)
    : QMenu(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    addSection(tr("Second line"));
    const QString subjects[] { tr("Product or title"), tr("Source"), tr("Created"), tr("Dealer"), tr("Nothing") };
    for (int i = 0; i < int(std::size(subjects)); ++i) {
        CardFields then = fields;
        then.subject = static_cast<CardFields::Subject>(i);
        add(this, subjects[i], fields.subject == then.subject, then);
    }
    addSeparator();
    CardFields then = fields;
    then.amount = !fields.amount;
    add(this, tr("Amount"), fields.amount, then);
    then = fields;
    then.responsible = !fields.responsible;
    add(this, tr("Responsible"), fields.responsible, then);
    addSection(tr("Marks"));
    for (const reports::Late late : CardFields::kMarks) {
        const unsigned bit = 1U << unsigned(late);
        then = fields;
        then.marks ^= bit;
        add(this, viewmodels::BoardTexts::late(late), (fields.marks & bit) != 0, then);
    }
    addSeparator();
    QMenu *cards = addMenu(tr("Cards in a cell"));
    for (int count = CardFields::kLeastCards; count <= CardFields::kMostCards; ++count) {
        then = fields;
        then.cards = count;
        add(cards, QString::number(count), fields.cards == count, then);
    }
}

void CardFieldsMenu::add(QMenu *menu, const QString &text, bool checked, const CardFields &then)
{
    QAction *action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(checked);
    connect(action, &QAction::triggered, this, [this, then] { Q_EMIT chosen(then); });
}

} // namespace dealerlens::desk
