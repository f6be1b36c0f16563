// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "model/record.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <string_view>
#include <vector>

namespace dealerlens::model {

// What head office wants done on a portal. The number is stored in the ledger: append only.
enum class WriteKind : std::uint8_t {
    Comment = 1, // a timeline comment on an item: a question or a reason
    Task = 2, // a task for an employee, linked to an item
    Change = 3, // new values of fields of a lead or deal; a move to another stage is one
    Create = 4, // a new lead
    Withdraw = 5, // removes what an earlier write has made: its lead, comment or task
};

// Where a write stands. The number is stored in the ledger: append only.
enum class WriteState : std::uint8_t {
    Queued = 0, // nothing has left this machine since the last look
    Sending = 1, // on disk before the first byte leaves; after a crash it counts as Uncertain
    Uncertain = 2, // left without a clear answer: being proved, or waiting for a person
    Confirmed = 3, // the portal said yes, or it was found there
    Conflict = 4, // the portal has something else than was expected; a person decides
    Rejected = 5, // the portal refuses; a person decides
    Cancelled = 6, // taken back before it left, or given up by a person
};

[[nodiscard]] constexpr bool isFinal(WriteState state) { return state == WriteState::Confirmed || state == WriteState::Cancelled; }

// Stable English words for the command line, exports and logs.
[[nodiscard]] std::string_view nameOf(WriteKind kind);
[[nodiscard]] std::string_view nameOf(WriteState state);

// A field by its classic REST name. Values are texts as fieldText() makes them of a record.
struct FieldChange {
    QString field;
    QString before; // what the mirror showed when the person decided: the precondition
    QString after;
    QString found; // of a conflict: what the portal had instead
    bool operator==(const FieldChange &) const = default;
};

// One wish of head office. Its uuid never changes and marks what it makes on the portal: a lead carries it in
// ORIGIN_ID beside ORIGINATOR_ID, a comment and a task carry reference() in their text.
struct Write {
    QString uuid; // lower case, without braces
    QString group; // writes begun by one action on many items share it; "" alone
    WriteKind kind = WriteKind::Comment;
    RecordKey target; // the item; Create: only the portal; Withdraw: what is removed
    std::vector<FieldChange> fields; // Change: what changes; Create: what it gets
    QString text; // Comment: text; Task: title and, behind a line break, description
    RecordId person = 0; // Task: who is responsible
    base::UtcSeconds deadline = base::kNever; // Task; Comment: until when an answer is expected
    QString reason; // why, for the record of head office
    QString opposes; // uuid of the write that this one takes back; "" none
    RecordKey item; // what it is about for people: the item of a comment or task that is withdrawn, else = target

    WriteState state = WriteState::Queued;
    int attempts = 0; // how often it has been sent
    RecordId result = 0; // id of the record it made; 0: none or unknown
    bool needsPerson = false; // Uncertain that nothing can prove
    QByteArray problem; // the portal's code or ours, "" none
    QString problemText; // the portal's sentence; plain text, hostile
    base::UtcSeconds created = base::kNever;
    base::UtcSeconds sent = base::kNever; // last time it went to Sending
    base::UtcSeconds changed = base::kNever; // last change of state

    // "DL-" and ten hex digits: what people on the portal see of the uuid.
    [[nodiscard]] QString reference() const { return QStringLiteral("DL-") + uuid.left(8).toUpper() + uuid.mid(9, 2).toUpper(); }
};

// One line of a write's evidence: append only.
struct WriteEvent {
    std::int64_t sequence = 0;
    base::UtcSeconds at = base::kNever;
    WriteState state = WriteState::Queued;
    QByteArray what; // queued, cancelled, sending, accepted, found, absent, differs, refused, unclear, delayed, by-person
    QString detail; // ids found, the portal's sentence; plain text, hostile
};

inline constexpr std::string_view kOriginator = "dealerlens";

// A new uuid and the time it is made; state Queued.
[[nodiscard]] Write newWrite(WriteKind kind, const RecordKey &target, base::UtcSeconds now);

// The write that takes `done` back: a change with before and after exchanged, or the removal of what it made.
// nullopt when there is nothing to take back: it is not confirmed, or is a removal itself.
[[nodiscard]] std::optional<Write> oppositeOf(const Write &done, base::UtcSeconds now);

// Lossless JSON of what a write wants (not of its state) for the ledger. False: it is no such JSON.
[[nodiscard]] QByteArray wishToJson(const Write &write);
[[nodiscard]] bool wishFromJson(const QByteArray &json, Write &write);

// The text of a field of a record by its classic REST name: whole numbers and money in plain decimals, instants
// as UTC ISO 8601, dates as YYYY-MM-DD, flags as Y or N; other scalars as the portal wrote them; "" for what is
// empty or absent. nullopt: the value is a list or an object, which has no text.
[[nodiscard]] std::optional<QString> fieldText(
    EntityKind kind, const std::vector<Value> &values, const std::string &extra, std::string_view field);

} // namespace dealerlens::model
