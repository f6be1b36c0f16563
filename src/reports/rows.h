// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"

namespace dealerlens::reports {

// The reports whose numbers have rows.
enum class Report : std::uint8_t { Tree, Groups, StageTimes, Funnel, Transitions, Paths, Board, Items, Coverage, Velocity };

// What a number counts. Most mean the same in every report that has them; those up to Evidenced are of chains.
enum class Count : std::uint8_t {
    New, // chains that began in the period
    Converted,
    Mature, // old enough for the conversion of the cohort: its n
    ConvertedInTime, // its k
    Before, // n and k of the period before
    BeforeConverted,
    Awaiting, // a first response is expected: those behind its median
    LimitKnown, // n and k of the share answered within the limit
    InLimit,
    WithoutEvidence,
    UntouchedClosed,
    CohortWon, // of the new ones, won by now: k of the yield
    Junk, // of those counted, in a junk stage
    Evidenced, // claimed, and evidenced
    NotConverted,
    Immature,
    Conversions, // that happened in the period, whenever the chain began
    OpenOld,
    Open, // Funnel: whose furthest step this is; StageTimes: stays; Board: cards
    Won, // Board: in the last 30 days
    Lost,
    WithoutRate,
    All, // first step of the waterfall; Items: every item created in the period
    Deleted,
    Test,
    Spam,
    Merged,
    OutsideFilter,
    Counted,
    Visits, // StageTimes
    Left,
    OverLimit,
    WatchedLate, // began before the portal's history
    Entered, // items with a visit
    Closed, // of those, ended by now
    Reentered,
    Reached, // Funnel: a step; Transitions, Paths: went this way
    Inferred,
    Late, // Board: open items with the lates of the scope, whatever else is asked
    Mapped, // Coverage: visits of stages with and without a milestone
    Unmapped,
};
inline constexpr int kChainCounts = int(Count::WithoutRate) + 1;

// A node of the tree or a lane of the board, by names that outlive a snapshot. A region is known by its name, all
// below it by the portal and an id.
struct Place {
    TreeLevel level = TreeLevel::Network;
    QString region = {};
    QString portal = {}; // key
    model::RecordId department = 0; // 0: none
    model::RecordId user = 0; // 0: nobody
    QString month = {}; // in which their chains began: "2026-04"
    bool operator==(const Place &) const = default;
};

// A row of stage times, a step of the funnel, a column of the board.
struct StageKey {
    QString name = {}; // as the report names it; "" is the unknown stage
    std::int32_t milestone = 0; // decides alone where stages are grouped by milestone
    std::optional<QString> funnel = {}; // empty: any
    std::optional<model::EntityKind> kind = {};
    bool operator==(const StageKey &) const = default;
};

// Names one number of a report: with the question of that report its rows can be told.
struct RowsScope {
    Report report = Report::Tree;
    Count count = Count::New;
    Place place = {}; // Tree, Board; StageTimes: of a group that is compared
    Dimension dimension = Dimension::Source; // Groups: of what, and GroupRow::key; empty: the total
    std::optional<QString> group = {};
    std::optional<StageKey> stage = {}; // of chains and items: only those that stand there now
    StageGrouping grouping = StageGrouping::Milestone;
    VisitsCounted visits = VisitsCounted::First;
    bool finalStages = false;
    FunnelMode mode = FunnelMode::Furthest;
    std::vector<QString> path = {}; // Transitions: from, to; Paths: all stages; as the report names them
    std::optional<std::pair<double, double>> ages = {}; // Board: of that age in the stage only, business seconds [from, to); to 0: no end
    std::optional<StageKey> agesOf = {}; // the column meant by `ages`, where others count whole; empty: every one
    std::set<reports::Late> lates = {}; // beside those of the question
    std::optional<std::pair<QDate, QDate>> days = {}; // [first, second) instead of the question's period
    std::optional<int> conversionDays = {}; // 0: no horizon; empty: that of the standard
    bool unfiltered = false; // of the portal of `place` and `days` alone, as of now, whatever the question narrows
    bool operator==(const RowsScope &) const = default;
};

// A stay that was counted.
struct Stay {
    facts::Index stage = facts::kNone; // the first of the stages that make it
    std::uint32_t index = 0; // number of the stay in its item, from 0
    base::UtcSeconds entered = base::kNever;
    base::UtcSeconds left = base::kNever; // kNever: not by effective now
};

struct CountedRow {
    ItemState state; // where chains are counted, `user` is who was responsible when they began, were won …
    std::optional<Stay> stay; // where stays, entries or transitions are counted: then an item may have several rows
};

struct RowsAnswer {
    std::vector<CountedRow> rows; // in order of creation, then by item row and stay; as many as the number says
    Coverage coverage;
    Waterfall waterfall; // of the number's report
};

// The rows of a number. They come from the very scan that counts it, so the two cannot differ. A count that the
// report does not have, or a place or stage that is no more, has no rows.
[[nodiscard]] RowsAnswer rowsOf(
    const facts::Snapshot &facts, const Question &question, const RowsScope &scope, const base::CancelToken &cancel = {});

// A row of which nothing is told but who it is.
struct FoundRow {
    std::uint32_t item = 0;
    facts::Index user = facts::kNone; // was responsible then, when `isThen`
    std::uint32_t stay = 0; // in FoundRows::stays, counted from 1; 0: none
    bool isThen = false;
    bool userAssumed = false;
    std::uint16_t note = 0; // whatever whoever asked for the rows keeps of each: it stays with the row
};

// The same rows before their states are told: of a million rows few are ever looked at.
struct FoundRows {
    std::vector<FoundRow> rows; // as RowsAnswer::rows once they are put in order
    std::vector<Stay> stays;
    Share conversion; // of numbers of chains: of the same inquiries
    std::int64_t immature = 0;
    Coverage coverage;
    Waterfall waterfall;
};

class ItemStates;
class Population;

enum class RowOrder : std::uint8_t { OldestFirst, NewestFirst }; // whoever was created at once stays in order of rows

// `question` as of questionOf(), and its states. The rows come in order of items and stays: as they lie in memory, which is
// when to look at each of them.
[[nodiscard]] FoundRows findRows(
    const Population &population, const ItemStates &states, const RowsScope &scope, const base::CancelToken &cancel = {});
void putInOrder(const facts::Snapshot &facts, FoundRows &found, RowOrder order); // of creation
[[nodiscard]] CountedRow rowOf(const ItemStates &states, const FoundRows &found, const FoundRow &row);

// What the report of the number is asked.
[[nodiscard]] Question questionOf(const Question &question, const RowsScope &scope);

// The number itself, where a report keeps it in measures.
[[nodiscard]] std::int64_t countOf(const Measures &measures, Count count);

// The node of an answer as a scope names it.
[[nodiscard]] Place placeOf(const facts::Snapshot &facts, const TreeNode &node);

// Stable English words for arguments and options; nothing for a word that is none.
[[nodiscard]] QString wordOf(Report report);
[[nodiscard]] QString wordOf(Count count);
[[nodiscard]] std::optional<Report> reportOf(const QString &word);
[[nodiscard]] std::optional<Count> countOf(const QString &word);

// portal, item_type, item_id, title, stage, entered_at, left_at, seconds … of the stays in `rows`.
[[nodiscard]] Table staysTable(const facts::Snapshot &facts, const Question &question, std::span<const CountedRow> rows);

} // namespace dealerlens::reports
