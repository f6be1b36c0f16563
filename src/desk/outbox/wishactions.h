// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/page.h"
#include "model/record.h"
#include "viewmodels/wishmaking.h"

#include <functional>
#include <vector>

class QMenu;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

// Where a wish begins: the widget, whose window gets the dialog and what is told afterwards.
struct WishPlace {
    viewmodels::Session &session;
    QWidget *widget = nullptr;
};

using WishItems = std::function<std::vector<model::RecordKey>()>;

// Opens the dialog; tells why not when these items cannot have it. `stage`: chosen beforehand.
void openWish(const WishPlace &place, viewmodels::Wish wish, const std::vector<model::RecordKey> &items, const QString &stage = {});
// "Ask the dealer…" and so on; what cannot be is switched off and says why.
void addWishes(QMenu &menu, const WishPlace &place, const std::vector<model::RecordKey> &items);
// The same by keys and in the command palette, on one page: Q ask, T task, M stage, W responsible, E field. `move`: what M does there
// instead of opening the form.
void addWishKeys(
    PageHost &host, const WishPlace &place, const QString &page, const WishItems &items, const std::function<void()> &move = {});
// Tells what was done to the outbox, with a way to undo it wherever it stands by then.
void offerUndo(const WishPlace &place, const QString &sentence, const QStringList &uuids);
// Everywhere: a new lead, and Ctrl+Z for what was put into the outbox last.
void addOutboxActions(PageHost &host, const WishPlace &place);

} // namespace dealerlens::desk
