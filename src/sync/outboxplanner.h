// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/write.h"
#include "sync/query.h"

#include <map>
#include <random>
#include <set>
#include <variant>

namespace dealerlens::sync {

// A portal ends a request after 60 s of its own (REST reference 2.2); our deadline for an answer is 90 s. A write
// without an answer can still take effect until then, so nobody looks for it before.
inline constexpr base::UtcSeconds kSettleSeconds = 100;

// What a look at the portal is meant to find.
enum class LookFor : std::uint8_t {
    Fields, // Change: the fields of the record
    Marker, // Create: leads with our mark
    Text, // Comment, Task: its reference among those of the item or the person
    Gone, // Withdraw: whether the record is still there, with the fields it is expected to have
};

// The problem of a write that head office seems to have made already, within this time, perhaps from another machine.
// A person who sends it all the same leaves the word on it.
inline constexpr const char *kAlike = "ALIKE";
inline constexpr base::UtcSeconds kAlikeSeconds = 86'400;

// --- what the outbox wants done; one thing at a time ---

struct Look {
    model::Write write;
    LookFor what = LookFor::Fields;
};

struct SendWrite {
    model::Write write; // on disk as Sending
};

struct SaveWrite {
    model::WriteState from = model::WriteState::Queued;
    model::Write write;
    model::WriteEvent event;
};

struct Rest {
    std::int64_t untilMs = -1; // monotonic; -1: until there is a new write or wish
};

using OutboxCommand = std::variant<Look, SendWrite, SaveWrite, Rest>;

// --- what happened ---

// At the start, when a rest is over, and when a write was added or a person has decided; only while resting.
struct Wake {
    std::vector<model::Write> open; // all open writes of the portal as stored, oldest first
};

struct Seen {
    bool exists = false; // Fields, Gone: the record is there
    std::vector<std::optional<QString>> values; // Fields, Gone: as they are now, in the order of Write::fields
    std::vector<model::RecordId> found; // Marker, Text
    std::vector<model::RecordId> alike; // Marker, Text: made by another write of head office with the same wish
};

struct LookFailed {
    base::Error error;
};

struct Accepted {
    model::RecordId result = 0; // id of what was made
};

struct Refused {
    base::Error error;
    QString sentence; // the portal's own; for people
    bool neverLeft = false; // the request surely did not reach the portal
};

struct Saved { };

struct SaveFailed {
    base::Error error;
};

using OutboxEvent = std::variant<Wake, Seen, LookFailed, Accepted, Refused, Saved, SaveFailed>;

// Brings the writes of one portal there exactly once: (state, event) → (state, command), without any I/O. What is
// known after a restart is what SaveWrite has saved; everything else may be lost at any event.
//
// A write: look (is it there already? is everything as expected?) → save Sending → send → save what became of it.
// Unclear answers become Uncertain: after kSettleSeconds a look proves the write there, or not there (it is queued
// again), or cannot prove it, which only a person can. Comments and tasks that are not found are never sent again
// by themselves. Writes on one item keep their order; one that waits for a person holds those behind it.
class OutboxPlanner {
public:
    explicit OutboxPlanner(std::uint64_t seed)
        : m_random(seed)
    {
    }

    // nowMs: monotonic; now: our clock, for the record only.
    [[nodiscard]] OutboxCommand handle(OutboxEvent event, std::int64_t nowMs, base::UtcSeconds now);

    [[nodiscard]] bool isIdle() const { return m_phase == Phase::Idle; }

private:
    enum class Phase : std::uint8_t { Idle, Looking, SavingBeforeSend, Sending, Verifying, Saving };

    struct Entry {
        model::Write write;
        std::int64_t notBeforeMs = 0;
        int failures = 0; // of looks and tries in a row
    };

    OutboxCommand take(Wake &&wake);
    OutboxCommand take(const Seen &seen);
    OutboxCommand take(const LookFailed &failed);
    OutboxCommand take(const Accepted &accepted);
    OutboxCommand take(const Refused &refused);
    OutboxCommand take(const Saved &);
    OutboxCommand take(const SaveFailed &failed);

    OutboxCommand next();
    [[nodiscard]] bool isActionable(std::size_t index) const;
    OutboxCommand judgeQueued(const Seen &seen);
    OutboxCommand judgeUncertain(const Seen &seen);
    OutboxCommand notThere(const char *what);
    OutboxCommand judgeWithdrawal(const Seen &seen);
    OutboxCommand foundOurs(const Seen &seen);
    OutboxCommand judgeAccepted(const Seen &seen);
    OutboxCommand move(model::WriteState to, const char *what, QString detail = {});
    OutboxCommand beginSending();
    void delay(Entry &entry, const base::Error &error);

    [[nodiscard]] Entry &current() { return m_entries[m_current]; }

    std::vector<Entry> m_entries;
    std::size_t m_current = 0;
    Phase m_phase = Phase::Idle;
    std::int64_t m_nowMs = 0;
    base::UtcSeconds m_now = base::kNever;
    std::mt19937_64 m_random;
};

} // namespace dealerlens::sync
