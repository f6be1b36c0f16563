// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/query.h"
#include "sync/ratelimit.h"

#include <QByteArray>

#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace dealerlens::sync {

// --- what the planner wants done ---

struct SendBatch {
    int request = 0; // its answers, or its failure, are told under this number
    std::vector<Query> queries; // at most kBatchSize
};

struct Finish {
    std::optional<base::Error> problem; // nothing: everything that the key may see is mirrored
};

struct WriteChanges {
    std::vector<model::Record> records;
    std::vector<std::pair<model::EntityKind, model::RecordId>> gone;
    std::vector<model::SyncState> states;
    std::optional<Finish> last; // the last write of a cycle: how that ends
};

struct IdRange { // above `after`, not above `upTo`
    model::EntityKind kind = model::EntityKind::Lead;
    model::RecordId after = 0;
    model::RecordId upTo = 0;
};

// Read from the store what is committed.
struct ReadLocal {
    std::vector<model::EntityKind> counts {}; // living records
    std::vector<model::EntityKind> ids {}; // living ids, ascending
    std::vector<IdRange> ranges {}; // only a part of them
    bool activeItems = false; // leads and deals with a last activity, not before…
    base::UtcSeconds activeSince = base::kNever;
};

struct SleepUntil {
    std::int64_t ms = 0; // monotonic
};

// SleepUntil: a Tick then. Another one takes its place; a Tick that nobody has asked for does no harm.
// Finish: nothing is under way any more, unless a write has failed: then what comes is not told.
using Command = std::variant<SendBatch, WriteChanges, ReadLocal, SleepUntil, Finish>;

// --- what happened ---

struct Start { }; // begin a cycle

struct Arrived {
    Answers answers;
    int request = 0;
};

struct Failure {
    base::Error error; // the request as a whole
    int request = 0;
};

struct Committed { };

struct WriteFailed {
    base::Error error;
};

struct ActiveItem {
    model::EntityKind kind = model::EntityKind::Lead;
    model::RecordId id = 0;
    base::UtcSeconds lastActivity = base::kNever;
};

struct Local {
    std::map<model::EntityKind, std::int64_t> counts;
    std::map<model::EntityKind, std::vector<model::RecordId>> ids;
    std::vector<std::vector<model::RecordId>> ranges; // in the order of the question
    std::vector<ActiveItem> items;
};

struct Tick { }; // the sleep is over

using Event = std::variant<Start, Arrived, Failure, Committed, WriteFailed, Local, Tick>;

// How far the running cycle is, for people.
struct Progress {
    std::int64_t done = 0;
    std::int64_t expected = 0;
    std::int64_t requests = 0; // since the planner was made
    bool waiting = false;
    std::int64_t wouldRemove = 0; // a refused mass removal; 0: none
};

// Decides how one portal is mirrored: (state, event) → (state, commands), without any I/O, so that whole histories
// of a portal run in memory. Everything it must remember across a restart is in the SyncStates that it has
// written together with the records they speak of; the rest may be lost at any event.
//
// A cycle: walks (changed records, new history, directories; all first pages in one request) → comparison of
// counts and of ids (the highest of each kind, and as many others as the same request has room for) → sweeps of
// all ids where something differs, or where the comparison has not come round for a day → comments of items with
// new activity. An idle portal costs one request.
//
// Walks do not wait for the store, and a long one has several requests on their way (docs/decisions/0005): at most one write
// and otherwise one request are under way at a time. Only when the first request of a full walk is slow does a scout leave
// beside it, which asks what the walk is cut by.
//
// A method whose time is used up is left out (REST reference 2.2). What it would have told is carried into further rounds of the
// same cycle, a minute apart, in which all other methods are asked as in a cycle of their own; a method that is
// refused again and again is given up until the next cycle.
class Planner {
public:
    Planner(model::PortalId portal, const std::vector<model::SyncState> &states, RateLimit &limit);

    // nowMs: monotonic; now: our clock, used for "since when is there a problem" only.
    // What is to be done now, beside what is still under way.
    [[nodiscard]] std::vector<Command> handle(Event event, std::int64_t nowMs, base::UtcSeconds now);

    void confirmRemoval() { m_removalConfirmed = true; }

    void verify() { m_verify = true; } // the next complete cycle compares all ids of every kind

    void setCrowded(bool crowded) { m_isCrowded = crowded; } // answers wait to be read, whoever's: no further requests beside others

    void setTurnsTaken(bool taken) { m_areTurnsTaken = taken; } // a request would wait for others of ours before it leaves

    [[nodiscard]] bool holdsRows() const { return !m_write.records.empty(); } // read and not yet given to be written

    [[nodiscard]] Progress progress() const;

    [[nodiscard]] double methodTimeShare() const { return m_limit.highestShare(); }

private:
    static constexpr std::size_t kMostFlights = 48;
    static constexpr std::int64_t kTurnMs = 25; // between requests that are on their way together

    enum class Phase : std::uint8_t { Idle, Walk, Compare, SweepIds, SweepList, SweepAsk, Items, Comments, Rest, Done };

    // A part of a walk that is read in order, by one request at a time (docs/decisions/0005).
    struct Lane {
        int number = 0;
        model::RecordId from = 0; // where it began
        model::RecordId after = 0; // what is read of it
        model::RecordId upTo = 0; // 0: to the end
        std::int64_t pages = -1; // still to come; -1: not known yet
        std::int64_t read = 0; // pages
        bool busy = false; // on its way

        [[nodiscard]] bool isTop() const { return upTo == 0; }
    };

    // A keyset walk through one kind.
    struct Walk {
        Ask ask = Ask::Page;
        model::EntityKind kind = model::EntityKind::Lead;
        base::UtcSeconds since = base::kNever;
        std::vector<Lane> lanes {}; // ascending; what is below the first one and between them is known
        int lanesMade = 0;
        bool isCut = false;
        model::RecordId highest = 0; // id, as told with the total; 0: not told
        int guess = 1; // how many to ask for while not known
        std::int64_t received = 0;
        std::int64_t expected = -1; // rows, as told by the first page of this run
        int failures = 0;
        bool ended = false;
        bool failed = false; // given up in this cycle
        int repeats = 0; // after pages that were too short
        bool resumed = false; // begun in an earlier cycle: what changed meanwhile needs a walk of its own

        [[nodiscard]] bool isOpen() const { return !ended && !failed; }

        [[nodiscard]] bool isAtEnd() const { return ended || lanes.empty() || !lanes.back().isTop(); }
    };

    // A directory that is read as a whole.
    struct Listing {
        model::EntityKind kind = model::EntityKind::Status;
        model::EntityKind owner = model::EntityKind::Lead;
        int start = 0;
        bool done = false;
    };

    struct Total {
        std::int64_t total = -1;
        model::RecordId highest = 0;
        std::vector<model::RecordId> tail; // the highest ids, ascending; empty: not told in a trustworthy way
    };

    // The comparison of one kind's ids that goes on beside the walks.
    struct Check {
        model::RecordId after = 0;
        std::vector<model::RecordId> listed {}; // in this cycle
        bool ended = false; // the last id is among them
        bool stopped = false; // an answer cannot be used
        std::int64_t pages = 0; // since the comparison began
    };

    struct Window { // ids of the portal that ours must equal
        IdRange range;
        std::vector<model::RecordId> ids;
        bool isCheck = false;
    };

    struct Story { // stage history of some leads or some deals
        std::vector<model::RecordId> owners;
        model::RecordId after = 0;
    };

    struct Sweep {
        model::EntityKind kind = model::EntityKind::Lead;
        std::int64_t total = -1; // as the portal counts; -1: not a comparison with its count
        std::vector<model::RecordId> local;
        std::vector<model::RecordId> listed;
        std::int64_t pages = 1;
        bool listingEnded = false;
        bool failed = false;
        int failures = 0;
        std::vector<std::vector<model::RecordId>> ask; // chunks of missing ids still to ask for
        std::vector<std::vector<model::RecordId>> fetch; // chunks of unknown ids still to fetch
        std::vector<Story> stories; // histories of the unknown items, to be read before the items themselves
        bool ofMoved = false; // only histories, of the deals in m_moved

        [[nodiscard]] bool isOpen() const { return !failed && (!listingEnded || !ask.empty() || !fetch.empty() || !stories.empty()); }
    };

    struct Item { // whose comments are to be read
        model::EntityKind kind = model::EntityKind::Lead;
        model::RecordId id = 0;
        base::UtcSeconds lastActivity = base::kNever;
        int start = 0;
        bool done = false;
        int failures = 0;

        [[nodiscard]] bool isOpen() const { return !done && failures < 3; }
    };

    // What a query of the request on its way belongs to.
    struct Sent {
        Query query;
        std::size_t index = 0; // in the list that its ask belongs to
        int lane = 0; // of a walk
        bool isScout = false;
    };

    struct Flight { // a request on its way
        std::vector<Sent> sent;
        std::int64_t leftMs = 0;
    };

    using Next = std::optional<Command>; // nothing: what is under way comes first

    // flow (planner.cpp)
    Next react(Event event);
    Next begin();
    void beginRound();
    Next next();
    Next nextPhase();
    Next send();
    Next leave();
    Next received(Arrived arrived);
    void take(const std::vector<Sent> &sent, Answers answers);
    Next failed(const Failure &failure);
    Next committed();
    Next local(const Local &found);
    Next finish(std::optional<base::Error> problem);
    Next write();
    Next read(ReadLocal wanted);
    Flight landed(int request); // without questions: nobody waits for it
    void add(Query query, std::size_t index, int lane = 0);

    [[nodiscard]] bool isWorthSending() const;

    [[nodiscard]] std::size_t room() const { return kBatchSize - m_sent.size(); }

    [[nodiscard]] bool rests(Ask ask, model::EntityKind kind);
    void noteTimes(const std::vector<Sent> &sent, const Answers &answers);
    void noteTotal(model::EntityKind kind, const Answer &answer);
    void noteMethodError(const Query &query, const base::Error &error);
    void noteProblem(model::EntityKind kind, const base::Error &error);
    void noteSuccess(model::EntityKind kind);
    model::SyncState &state(model::EntityKind kind);
    // `inOrder`: all records of the kind below these are known, too; a walk by id alone may go on behind them.
    void stage(std::vector<model::Record> records, bool inOrder = true);
    void stageUnknown(std::vector<model::Record> records);

    // walks (plannerwalks.cpp)
    void prepareWalks();
    void addWalk(Ask ask, model::EntityKind kind, base::UtcSeconds since, model::RecordId cursor, int guess);
    void askWalks();
    void askListings();
    void askWalk(std::size_t index, bool known);
    void askLane(std::size_t index, const Lane &lane);
    bool takeWalkPage(Walk &walk, const Sent &sent, Answer &answer); // false: what follows in this request is void
    void noteLength(Walk &walk, Lane &lane, std::int64_t total);
    void noteReached(const Walk &walk, model::RecordId after);
    [[nodiscard]] bool ignoredFilter(const Walk &walk, const std::vector<model::Record> &page) const;
    void endWalk(Walk &walk);
    void failWalk(Walk &walk, Lane &lane, const base::Error &error);
    void takeListing(Listing &listing, Answer &answer);
    [[nodiscard]] bool walksOpen() const;
    [[nodiscard]] static bool mayBeCut(const Walk &walk);

    // lanes (plannerlanes.cpp)
    static Lane &newLane(Walk &walk, std::size_t before, model::RecordId after, model::RecordId upTo, std::int64_t pages);
    [[nodiscard]] static Lane *laneOf(Walk &walk, int number);
    static void cut(Walk &walk, std::size_t at);
    static void advance(Lane &lane, model::RecordId after);
    [[nodiscard]] static bool isAtEnd(const Walk &walk, const Lane &lane);
    void setBusy(const std::vector<Sent> &sent, bool busy);
    [[nodiscard]] std::int64_t affordable(const Walk &walk) const;
    Next scout();
    [[nodiscard]] bool isWorthScouting(const Walk &walk) const;
    void takeScout(const std::vector<Sent> &sent, const Answers &answers);
    void beginLanes(Walk &walk, const Answer &lowest, const Answer &highest);

    // comparison of ids (plannerchecks.cpp)
    void askChecks();
    void takeCheck(model::EntityKind kind, const Answer &answer);
    [[nodiscard]] std::vector<Window> windows() const;
    [[nodiscard]] std::set<model::EntityKind> differing(const Local &found) const;
    void advanceChecks(const std::set<model::EntityKind> &different);
    void noteChecked(model::EntityKind kind, base::UtcSeconds at);
    [[nodiscard]] bool checkIsDue(model::EntityKind kind) const;

    // sweeps (plannersweeps.cpp)
    [[nodiscard]] ReadLocal comparison() const;
    void compare(const Local &found);
    void compareListings(const Local &found);
    void beginSweeps(const Local &found);
    void askSweeps();
    bool takeSweep(Sweep &sweep, const Query &query, Answer &answer);
    bool takeStory(Sweep &sweep, const Query &query, Answer &answer);
    void judge(Sweep &sweep);
    void settleSweeps();
    void noteMoved(const model::Record &row);
    void beginStoriesOfMoved();
    [[nodiscard]] bool tooMany(model::EntityKind kind, std::size_t missing, std::size_t known);

    // comments (plannercomments.cpp)
    [[nodiscard]] base::UtcSeconds activityKnown();
    [[nodiscard]] bool wereTouchedTold();
    void noteFullWalk(const model::SyncState &walked);
    void noteActivity(const model::Record &record);
    void takeItems(const Local &found);
    void askComments();
    void takeComments(Item &item, const Query &query, Answer &answer);
    void settleComments();

    model::PortalId m_portal;
    std::map<model::EntityKind, model::SyncState> m_states;
    RateLimit &m_limit; // shared with whatever else asks this portal; outlives the planner

    std::int64_t m_nowMs = 0;
    base::UtcSeconds m_now = base::kNever;
    base::UtcSeconds m_portalNow = base::kNever; // when the portal began with the last request
    base::UtcSeconds m_cycleAt = base::kNever; // … with the first request of this cycle

    Phase m_phase = Phase::Idle;
    std::vector<Sent> m_sent; // the request that is being put together
    std::map<int, Flight> m_flights;
    int m_lastRequest = 0;
    std::size_t m_width = kMostFlights; // requests that may be on their way at a time
    int m_failedUpTo = 0; // requests up to this one left before the last failure: theirs is the same
    std::int64_t m_pauseUntil = 0;
    std::int64_t m_leftMs = 0; // the last request
    bool m_isCrowded = false;
    bool m_areTurnsTaken = false;
    bool m_scouted = false; // in this cycle
    double m_commandMs = 0; // of one question, at best; 0: not known
    bool m_writing = false;
    bool m_reading = false;
    std::optional<base::Error> m_failedWith; // the cycle ends when nothing is under way any more
    WriteChanges m_write;
    std::set<model::EntityKind> m_changedStates;
    int m_failures = 0; // of whole requests, in a row
    std::optional<base::Error> m_problem; // of a kind, in this cycle
    std::optional<base::Error> m_finishWith; // finish after the write that is on its way
    bool m_finishing = false;
    std::int64_t m_restUntil = 0; // earliest end of a method's rest among what could not be asked in this round; 0: nothing
    std::int64_t m_roundAt = 0; // when the next round begins
    std::map<QByteArray, int> m_timeRefusals; // of methods, since their last answer in this cycle

    std::vector<Walk> m_walks;
    std::vector<Listing> m_listings;
    std::map<model::EntityKind, std::set<model::RecordId>> m_listed;
    std::set<model::EntityKind> m_brokenListings;
    std::map<model::EntityKind, Total> m_totals; // taken when the walk of the kind had ended
    std::int64_t m_recentCalls = 0; // read by the walk of this cycle and not older than a day
    std::map<model::EntityKind, int> m_pagesLastTime; // of lists that are read as a whole every cycle

    std::vector<Sweep> m_sweeps;
    std::vector<model::EntityKind> m_wanted; // local ids to be read
    std::map<model::EntityKind, std::int64_t> m_refused; // total at which a mass removal was refused
    std::map<model::EntityKind, std::int64_t> m_wouldRemove;
    bool m_removalConfirmed = false;
    bool m_verify = false;
    std::set<model::RecordId> m_moved; // deals that came to another funnel: all that is told of their history is read

    std::map<model::EntityKind, Check> m_checks;
    bool m_checksDone = false; // in this cycle

    std::map<std::pair<model::EntityKind, model::RecordId>, base::UtcSeconds> m_active; // last activity not yet looked at
    std::map<std::pair<model::EntityKind, model::RecordId>, base::UtcSeconds> m_read; // last activity looked at
    std::vector<Item> m_items;
    bool m_commentsDenied = false; // in this cycle
    bool m_noTouched = false; // the portal does not filter by last activity
    bool m_asksTouched = false; // in this cycle
    bool m_itemsKnown = false; // activity that an earlier run left is noted, too
    base::UtcSeconds m_touchedAt = base::kNever; // portal's clock: all activity before it is known

    Progress m_progress;
};

} // namespace dealerlens::sync
