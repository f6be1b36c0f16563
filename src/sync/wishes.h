// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "model/write.h"
#include "store/reader.h"

namespace dealerlens::sync {

// What people want of a portal, as writes for the outbox. Each reads from the mirror what it expects to find, so
// that a change made meanwhile becomes a visible conflict. Nothing is saved here. On a thread of the reader.
// Errors: NotFound (the item is not in the mirror or deleted), Input with code "stage", "person", "field", "text",
// "same" (nothing would change), "state" (a write that cannot be taken back).

// A question to the dealer: a comment on the timeline. With a deadline for the answer, when one is given.
[[nodiscard]] base::Result<model::Write> askQuestion(
    const store::Reader &reader, const model::RecordKey &item, const QString &text, base::UtcSeconds deadline, base::UtcSeconds now);
// A task for an employee of the portal (0: who is responsible for the item); the first line of `text` is its title.
[[nodiscard]] base::Result<model::Write> giveTask(const store::Reader &reader, const model::RecordKey &item, const QString &text,
    model::RecordId person, base::UtcSeconds deadline, base::UtcSeconds now);
// To a stage of the portal by its code; a deal also to one of another funnel.
[[nodiscard]] base::Result<model::Write> moveItem(
    const store::Reader &reader, const model::RecordKey &item, const QString &stageCode, const QString &reason, base::UtcSeconds now);
[[nodiscard]] base::Result<model::Write> changeResponsible(
    const store::Reader &reader, const model::RecordKey &item, model::RecordId person, const QString &reason, base::UtcSeconds now);
// A field by its classic REST name, own fields ("UF_…") too; only such as have a text (no lists, no files).
[[nodiscard]] base::Result<model::Write> fixField(const store::Reader &reader, const model::RecordKey &item, const QString &field,
    const QString &value, const QString &reason, base::UtcSeconds now);
// A new lead; `fields` by classic REST names, PHONE and EMAIL as plain texts. A title is needed.
[[nodiscard]] base::Result<model::Write> createLead(
    model::PortalId portal, const std::vector<std::pair<QString, QString>> &fields, base::UtcSeconds now);
// The opposite of a confirmed write, with its reference as the reason: it is sent only while the portal shows what we
// have written, else it is a conflict. Error Input: "person", "stage" when those are gone, "answered" when the dealer has
// answered the question or ended the task.
[[nodiscard]] base::Result<model::Write> takeBack(const store::Reader &reader, const model::Write &write, base::UtcSeconds now);

// A change in conflict once more, expecting what the portal has now; the old one is then given up.
[[nodiscard]] base::Result<model::Write> insist(const model::Write &write, base::UtcSeconds now);

// How a person decides about a write that cannot go on by itself.
enum class Decision : std::uint8_t {
    SendAgain, // Uncertain, Rejected: once more from the start; Conflict over something alike: all the same
    ItArrived, // Uncertain: the person has seen it on the portal
    GiveUp, // Conflict, Rejected, Uncertain; Queued: cancel
};

struct Decided {
    model::WriteState from = model::WriteState::Queued;
    model::Write write;
    model::WriteEvent event;
};

// Error Input with code "state" when the decision does not fit where the write stands.
[[nodiscard]] base::Result<Decided> decide(const model::Write &write, Decision decision, base::UtcSeconds now);

// The dealer's answer to a question or task: the first comment on the item by anybody of the portal after it,
// or the task done. Comments of our own carry a reference and are no answers.
struct DealerAnswer {
    base::UtcSeconds at = base::kNever; // kNever: none yet
    model::RecordId author = 0;
    QString text; // BB code of the portal, hostile
};

[[nodiscard]] base::Result<DealerAnswer> answerTo(const store::Reader &reader, const model::Write &write);

} // namespace dealerlens::sync
