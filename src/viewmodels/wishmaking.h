// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/write.h"
#include "store/store.h"

#include <QDateTime>
#include <QStringList>

#include <functional>
#include <map>
#include <utility>
#include <vector>

class QObject;

namespace dealerlens::viewmodels {

class Session;

enum class Wish { Ask, Task, Move, Assign, Fix, Create };

// What a person wants, of one item or of many at once.
struct WishOrder {
    Wish wish = Wish::Ask;
    std::vector<model::RecordKey> items;
    QString text; // Ask, Task; Fix: the new value
    QString stage; // Move: the portal's own code
    QString field; // Fix: classic REST name
    model::RecordId person = 0; // Assign; Task: 0 is whoever is responsible
    std::int64_t workingSeconds = 0; // Ask, Task: deadline by each dealer's calendar; 0: none
    QDateTime deadlineAt; // Ask, Task: the same by each dealer's clock, whatever its own zone; invalid: none
    QString reason;
    model::PortalId portal = 0; // Create
    std::vector<std::pair<QString, QString>> fields; // Create; Move: filled where they are empty
};

// What came of it. What could not be is told by its reason and leaves the others alone.
struct WishOutcome {
    std::vector<model::Write> writes; // those that were queued, of one group when more than one
    std::vector<base::Error> refused;
};

// Pool thread. Errors: Storage.
[[nodiscard]] base::Result<WishOutcome> makeWishes(store::Reader &reader, const WishOrder &order, base::UtcSeconds now);

// A field that a final stage needs and that an item lacks.
struct NeededField {
    QString field; // classic REST name
    QString label; // the portal's own; "" for those that every portal has
};

// Of items of one kind and portal that are to be won, or lost: the amount of a deal that is won, and what the portal itself
// demands. Pool thread. Errors: Storage.
[[nodiscard]] base::Result<std::vector<NeededField>> fieldsNeeded(
    const store::Reader &reader, const std::vector<model::RecordKey> &items, bool isWon);

// Makes the wishes on a pool thread, puts them into the outbox, and then answers on this thread; not at all when
// `context` has died (what was begun is then still done).
void sendWishes(Session &session, QObject *context, WishOrder order, std::function<void(const base::Result<WishOutcome> &)> then);

// How a person goes on with writes of the outbox (sync/wishes.h).
enum class OutboxStep { Cancel, SendAgain, ItArrived, Insist, GiveUp, TakeBack };

[[nodiscard]] bool fits(OutboxStep step, const model::Write &write);

struct StepOutcome {
    int done = 0;
    std::vector<base::Error> refused; // moved on meanwhile, or nothing to take back
    QStringList movedOn; // uuids of the former
};

void takeStep(Session &session, QObject *context, OutboxStep step, std::vector<model::Write> writes,
    std::function<void(const base::Result<StepOutcome> &)> then);

// What came of taking writes back.
struct UndoOutcome {
    int cancelled = 0; // had not left, or had come to nothing
    int reversed = 0; // had arrived: the opposite is in the outbox
    QStringList underWay; // being sent just now: nobody can say yet
    std::vector<base::Error> refused;
};

// Takes back writes by their names, wherever they stand now.
void undoWrites(Session &session, QObject *context, const QStringList &uuids, std::function<void(const base::Result<UndoOutcome> &)> then);

} // namespace dealerlens::viewmodels
