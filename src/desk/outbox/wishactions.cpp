// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/outbox/wishactions.h"

#include "desk/actions.h"
#include "desk/icons.h"
#include "desk/outbox/toast.h"
#include "desk/outbox/wishdialog.h"
#include "viewmodels/outboxtexts.h"

#include <QAction>
#include <QMenu>

namespace dealerlens::desk {

using viewmodels::Wish;

namespace {

struct WishWords {
    Wish wish;
    const char *id;
    const char *text;
    const char *icon;
    const char *key;
};

constexpr WishWords kWishes[] {
    { Wish::Ask, "ask", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Ask the dealer…"), "query-dealer", "Q" },
    { Wish::Task, "task", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Give a task…"), "task", "T" },
    { Wish::Move, "move", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Move to stage…"), "stage-move", "M" },
    { Wish::Assign, "assign", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Change responsible…"), "person", "W" },
    { Wish::Fix, "fix", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Correct a field…"), "flag", "E" },
};

constexpr const char *kCreate = QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Create a lead at a dealer…");
constexpr const char *kUndo = QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Undo what was put into the outbox");

} // namespace

void openWish(const WishPlace &place, Wish wish, const std::vector<model::RecordKey> &items, const QString &stage)
{
    if (const QString why = WishDialog::obstacle(wish, items); !why.isEmpty())
        Toast::show(place.widget, why);
    else
        (new WishDialog(place.session, wish, items, stage, place.widget))->open();
}

void addWishes(QMenu &menu, const WishPlace &place, const std::vector<model::RecordKey> &items)
{
    menu.setToolTipsVisible(true);
    for (const WishWords &each : kWishes) {
        QAction *action
            = menu.addAction(icon(QString::fromLatin1(each.icon)), QCoreApplication::translate("dealerlens::desk::Actions", each.text));
        const QString why = WishDialog::obstacle(each.wish, items);
        action->setEnabled(why.isEmpty());
        action->setToolTip(why);
        QObject::connect(action, &QAction::triggered, place.widget, [place, wish = each.wish, items] { openWish(place, wish, items); });
    }
}

void addWishKeys(PageHost &host, const WishPlace &place, const QString &page, const WishItems &items, const std::function<void()> &move)
{
    for (const WishWords &each : kWishes) {
        const std::function<void()> form = [place, wish = each.wish, items] { openWish(place, wish, items()); };
        host.actions().add({ QString(page % QLatin1Char('.') % QString::fromLatin1(each.id)), each.text, QString::fromLatin1(each.icon), {},
                               QString::fromLatin1(each.key), QStringLiteral("data"), page },
            place.widget, each.wish == Wish::Move && move ? move : form);
    }
}

namespace {

QString undoneSentence(const viewmodels::UndoOutcome &outcome)
{
    QStringList parts;
    if (outcome.cancelled > 0)
        parts += WishDialog::tr("%Ln taken back", nullptr, outcome.cancelled);
    if (outcome.reversed > 0)
        parts += WishDialog::tr("%Ln had arrived: the opposite is in the outbox", nullptr, outcome.reversed);
    if (!outcome.underWay.isEmpty())
        parts += WishDialog::tr("%Ln being sent just now, undo again in a moment", nullptr, int(outcome.underWay.size()));
    if (!outcome.refused.empty())
        parts += WishDialog::tr("%Ln cannot be undone: %1", nullptr, int(outcome.refused.size()))
                     .arg(viewmodels::OutboxTexts::refusal(outcome.refused.front()));
    return parts.isEmpty() ? WishDialog::tr("There is nothing to undo any more.") : parts.join(QStringLiteral("; "));
}

} // namespace

void offerUndo(const WishPlace &place, const QString &sentence, const QStringList &uuids)
{
    if (uuids.isEmpty())
        return Toast::show(place.widget, sentence);
    Toast::show(place.widget, sentence, WishDialog::tr("Undo"), [place, window = place.widget->window(), uuids] {
        viewmodels::undoWrites(place.session, window, uuids, [place, window](const base::Result<viewmodels::UndoOutcome> &outcome) {
            if (outcome)
                offerUndo({ place.session, window }, undoneSentence(*outcome), outcome->underWay);
            else
                Toast::show(window, viewmodels::OutboxTexts::refusal(outcome.error()));
        });
    });
}

void addOutboxActions(PageHost &host, const WishPlace &place)
{
    host.actions().add({ QStringLiteral("outbox.create"), kCreate, QStringLiteral("lead"), {}, {}, QStringLiteral("data"), {} },
        place.widget, [place] { openWish(place, Wish::Create, {}); });
    host.actions().add({ QStringLiteral("outbox.undo"), kUndo, QStringLiteral("undo"), QKeySequence(QStringLiteral("Ctrl+Z")), {},
                           QStringLiteral("edit"), {} },
        place.widget, [place] {
            if (Toast *toast = Toast::of(place.widget))
                toast->act();
        });
}

} // namespace dealerlens::desk
