// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "facts/snapshot.h"
#include "model/record.h"
#include "reports/answers.h"
#include "store/store.h"
#include "viewmodels/fmt.h"

#include <QString>

#include <optional>
#include <vector>

namespace dealerlens::viewmodels {

// Everything the store has about one lead, deal, contact or company, as read on a pool thread.
struct ItemRecords {
    model::RecordKey key;
    std::optional<store::StoredRecord> item; // nothing: unknown
    std::vector<store::StoredRecord> history;
    std::vector<store::StoredRecord> activities;
    std::vector<store::StoredRecord> comments;
    std::vector<store::StoredRecord> tasks;
    std::vector<store::StoredRecord> calls;
    std::vector<store::StoredRecord> clients; // contact, company, the lead a deal came from
    std::vector<store::StoredRecord> owned; // of a contact or company: its leads and deals
    std::vector<store::StoredRecord> fieldNames; // user fields of the portal for this kind
    std::vector<store::StoredRecord> copies; // same phone, elsewhere or here
    std::vector<store::JournalEntry> journal;
    // From the facts; row -1 when the item is not among them.
    std::int64_t row = -1;
    std::optional<reports::ItemState> state;

    struct Visit {
        facts::Index stage = facts::kNone;
        base::UtcSeconds entered = base::kNever;
        base::UtcSeconds left = base::kNever;
        double business = 0; // seconds, until effective now
        double limit = -1; // business seconds; -1: none
    };

    std::vector<Visit> visits;
    base::UtcSeconds now = base::kNever; // effective now of the portal
};

// Errors: Storage. Pool thread.
[[nodiscard]] base::Result<ItemRecords> readItem(store::Reader &reader, const facts::Snapshot &facts, const model::RecordKey &key);

// One line of the timeline.
struct ItemEvent {
    enum class Kind { Created, Stage, Call, Mail, Todo, Task, Comment, Change };
    Kind kind = Kind::Change;
    base::UtcSeconds at = base::kNever;
    QString icon; // of resources/icons
    QString text;
    QString who;
    enum class Mark { None, Evidence, Claim, Overdue, Missed };
    Mark mark = Mark::None;
};

struct ItemField {
    QString label;
    QString value; // "" is not filled
    QString wanted = {}; // what a write on its way will make of it; "" none
};

struct ItemPhone {
    QString type; // PHONE, EMAIL …
    QString masked;
    QString value;
};

struct ItemPerson {
    model::RecordKey key;
    QString name;
    QString detail; // post, "company", "came from this lead"
    std::vector<ItemPhone> points;
};

struct ItemCopy {
    model::RecordKey key;
    QString code;
    int hue = -1;
    QString text; // dealer, kind, title, date
    QString match; // why it is thought the same: "same phone"; "" for own items
};

struct ItemChange {
    QString field;
    QString before;
    QString after;
    base::UtcSeconds happenedAt = base::kNever;
    base::UtcSeconds seenAt = base::kNever;
};

struct ItemStep {
    QString name;
    std::int32_t milestone = 0;
    enum class Kind { Done, Skipped, Now, Ahead };
    Kind kind = Kind::Ahead;
    int visits = 0;
    double seconds = 0; // wall clock; of a step ahead, what it usually takes in the network, when that is known
    double share = -1; // of the limit, business time
};

// One stay in a stage, for the path chart.
struct ItemStay {
    int step = -1; // in `steps`; -1: a stage without a milestone
    base::UtcSeconds from = base::kNever;
    base::UtcSeconds to = base::kNever; // effective now while it runs
    bool running = false;
    bool extra = false; // was there before
    double overShare = -1; // from this part of the stay on over the limit; -1: never
};

// A write on its way to the item, or a question without an answer.
struct ItemPending {
    QString uuid;
    QString icon;
    QString text;
    bool waitsForPerson = false;
};

// The card of one item, in words of the language in force.
struct ItemData {
    model::RecordKey key;
    bool isKnown = false;
    base::UtcSeconds deletedAt = base::kNever;
    QString title; // client
    QString subject;
    QString code;
    int hue = -1;
    QString dealer; // "Aleko, Kazan"
    QString responsible;
    QString responsibleWanted; // by a write on its way; "" none
    QString amount;
    QString stage;
    QString stageWanted;
    QString stageTime; // "4 d 6 h"
    QString stageLimit; // "3.1 of 5 working days"
    char outcome = 'P';
    std::uint8_t lates = 0;
    double share = -1; // of the stage's limit
    QString response; // claimed and evidenced, in words
    std::vector<ItemStep> steps;
    std::vector<ItemStay> stays;
    std::vector<ItemEvent> events; // newest first
    std::vector<ItemField> fields; // filled and unfilled
    int filled = 0;
    std::vector<ItemPerson> people;
    std::vector<ItemCopy> copies;
    std::vector<ItemCopy> items; // of a contact or company
    std::vector<ItemChange> changes; // newest first
    std::vector<ItemPending> pending; // oldest first; the overlay, never part of the mirrored values
};

[[nodiscard]] ItemData describe(const ItemRecords &records, const facts::Snapshot &facts, const Fmt &fmt);

// "+7 927 ••• 41-07", "iv•••@mail.example": enough to recognise, not enough to use.
[[nodiscard]] QString maskedPhone(const QString &value);
[[nodiscard]] QString maskedMail(const QString &value);

} // namespace dealerlens::viewmodels
