// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "facts/snapshot.h"
#include "reports/question.h"
#include "reports/table.h"
#include "stats/logrank.h"

#include <array>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::reports {

// A share with its doubt: k of n and the 95 % interval (Wilson). `point` is empty when n = 0.
struct Share {
    std::int64_t k = 0;
    std::int64_t n = 0;
    double low = 0;
    double high = 1;

    [[nodiscard]] std::optional<double> point() const { return n > 0 ? std::optional(double(k) / double(n)) : std::nullopt; }
};

// A difference of two shares (first minus second) with its Newcombe interval.
struct ShareChange {
    bool known = false;
    double difference = 0;
    double low = 0;
    double high = 0;
};

// Times of chains, in seconds; empty where they were not asked for.
struct Durations {
    std::optional<double> responseMedian, responseP75, responseP90; // Kaplan–Meier, first response, business seconds
    std::optional<double> responseWallMedian; // the same by the clock on the wall
    std::optional<double> claimedMedian; // same by attested touch
    std::optional<double> cycleWonMean; // from the first to the last row of history of won chains
    std::optional<double> cycleWonMedian;
    std::optional<double> cycleWonP90; // type 7
    std::optional<double> stayMedian; // of the stays that ended, type 7; Wanted::stays
};

// An inquiry chain: a lead with the deals that came from it, or a deal that came without a lead. A lead converts
// when it reaches success; a chain that begins with a deal converts when that deal is won; a chain is won when
// one of its deals is won, or, without deals, when its lead reached success. It counts once.
struct Measures : Durations {
    std::int64_t leads = 0; // chains that began in the period ("new")
    std::int64_t converted = 0; // of those, converted (at any time until asOf)
    std::int64_t open = 0; // chains open at asOf (of all that began before it)
    std::int64_t won = 0; // chains won in the period
    std::int64_t lost = 0; // chains lost in the period
    model::Money revenue; // of those won, in the standard's currency
    std::int64_t revenueWithoutRate = 0; // won chains whose currency has no rate: not in `revenue`
    Share conversion; // cohort: converted within H days ÷ old enough; without horizon: converted ÷ leads
    std::int64_t immature = 0; // younger than H
    Share before; // conversion of the period of equal length before
    ShareChange change; // conversion against the period of equal length before; unknown without a period
    model::Money lostAmount; // of those lost, in the standard's currency, at the rate of the day of losing
    Share winRate; // won ÷ (won + lost), both in the period
    Share yield; // won at any time until asOf ÷ began in the period
    std::int64_t openOld = 0; // of those open, past the planned close date or older than the standard's conversionDays
    std::int64_t junk = 0; // of those behind `conversion`, in a junk stage
    std::int64_t conversions = 0; // that happened in the period, whenever the chain began
    Share responseInLimit; // first response within the limit (metrics 3)
    std::int64_t responseAsked = 0; // chains that await one
    std::int64_t withoutEvidence = 0; // claimed, no evidence
    std::int64_t evidenced = 0; // claimed, and there is evidence
    std::int64_t untouchedClosed = 0;
    std::array<std::int64_t, kLateCount> late {}; // of open items
    // Beginnings, conversions, ends and open states counted here that lie before the journal of their portal began:
    // who was responsible is assumed (Population::isUserAssumed).
    std::int64_t responsibleAssumed = 0;

    // Won ÷ (won + lost), by amounts; empty when both are zero.
    [[nodiscard]] std::optional<double> winRateByValue() const
    {
        const double decided = double(revenue.units) + double(lostAmount.units);
        return decided > 0 ? std::optional(double(revenue.units) / decided) : std::nullopt;
    }

    // Conversions that happened in the period ÷ chains that began in it: may exceed 1.
    [[nodiscard]] std::optional<double> flowRatio() const
    {
        return leads > 0 ? std::optional(double(conversions) / double(leads)) : std::nullopt;
    }
};

// --- Tree: network → region → dealer → department → employee → month of the beginning -----------------------------------
enum class TreeLevel : std::uint8_t { Network, Region, Dealer, Department, Employee, Month, Group };

// What groups are made by: --by of `report sources`.
enum class Dimension : std::uint8_t { Source, Campaign, Region, Dealer, Employee, Month, Funnel };

struct TreeNode;

// The nodes below one: read as a vector is. Those of a tree are made of its sums when somebody looks at them first; copies
// share them, and they stay where they are. Any thread.
class TreeNodes final {
public:
    TreeNodes() = default;
    TreeNodes(std::vector<TreeNode> nodes);
    TreeNodes(std::initializer_list<TreeNode> nodes);
    explicit TreeNodes(std::function<std::vector<TreeNode>()> make);

    [[nodiscard]] const TreeNode *begin() const;
    [[nodiscard]] const TreeNode *end() const;
    [[nodiscard]] std::size_t size() const;

    [[nodiscard]] bool empty() const { return size() == 0; }

    [[nodiscard]] const TreeNode &front() const { return *begin(); }

    [[nodiscard]] const TreeNode &operator[](std::size_t index) const;

    // Of its own, for whoever makes an answer.
    [[nodiscard]] std::vector<TreeNode> &edit();

private:
    struct Kept;
    [[nodiscard]] const std::vector<TreeNode> &all() const;

    std::shared_ptr<Kept> m_kept;
};

struct TreeNode {
    TreeLevel level = TreeLevel::Network;
    QString name;
    QString key = {}; // of groups: GroupRow::key; of months "2026-04"
    facts::Index region = facts::kNone;
    facts::Index portal = facts::kNone;
    facts::Index department = facts::kNone;
    facts::Index user = facts::kNone;
    Measures measures;
    Coverage coverage;
    std::optional<double> posterior; // dealers, groups: posterior mean of the conversion (metrics 9) and its 95 % and 99.8 % intervals
    double posteriorLow = 0, posteriorHigh = 1, posteriorLow998 = 0, posteriorHigh998 = 1;
    TreeNodes children;
};

struct TreeAnswer {
    int conversionDays = 0; // as asked
    std::optional<Dimension> dimension = {}; // the nodes below the root are groups; empty: the tree of the network
    TreeNode root;
    Coverage coverage;
    Waterfall waterfall;
    double milliseconds = 0;
};

// Which measures are counted beside the sums: each costs several times as much as all sums together. What is not
// counted is empty or zero.
struct Wanted {
    bool lates = true; // late, openOld
    bool durations = true; // of responses and cycles
    bool posteriors = true; // TreeNode::posterior
    bool stays = false; // stayMedian
    bool otherTimes = true; // of durations also those that are not of the evidenced response in business time
    bool operator==(const Wanted &) const = default;

    // Nothing is wanted there that is not wanted here.
    [[nodiscard]] bool covers(const Wanted &other) const
    {
        return lates >= other.lates && durations >= other.durations && posteriors >= other.posteriors && stays >= other.stays
            && (!other.durations || otherTimes >= other.otherTimes);
    }
};

inline constexpr Wanted kSumsOnly { false, false, false, false, false };

struct TreeOptions {
    int conversionDays = 0; // H; 0: no horizon
    TreeLevel depth = TreeLevel::Employee; // Month: months have no durations
    Wanted wanted = {};
};

[[nodiscard]] TreeAnswer tree(
    const facts::Snapshot &facts, const Question &question, const TreeOptions &options, const base::CancelToken &cancel = {});

// --- By a dimension: source, campaign, region, dealer, employee, month, funnel, stage -------------------------------
// Months are those in which chains began; dealers are named by title.

[[nodiscard]] QString wordOf(Dimension dimension); // "source": stable, as --by takes it
[[nodiscard]] std::optional<Dimension> dimensionOf(const QString &word);

struct GroupRow {
    QString name; // "" is unknown
    QString key; // tells dealers and people of one name apart: portal key, "portal key/user id"; else the name
    Measures measures;
    Coverage coverage; // of regions and dealers
    std::vector<std::optional<double>> wonWithin; // per horizon day asked: share won by then (Aalen–Johansen, lead to won)
};

struct GroupAnswer {
    Dimension dimension = Dimension::Source;
    int conversionDays = 0; // as asked
    std::vector<GroupRow> rows; // most leads first
    Measures total;
    std::vector<std::optional<double>> totalWonWithin;
    std::vector<int> horizons;
    Coverage coverage;
    Waterfall waterfall;
};

[[nodiscard]] GroupAnswer byDimension(const facts::Snapshot &facts, const Question &question, Dimension dimension,
    std::span<const int> horizonDays, int conversionDays, const base::CancelToken &cancel = {});

// The groups as a tree of one level, with posteriors: what the window draws. Regions, dealers and people keep their level.
[[nodiscard]] TreeAnswer treeOf(const GroupAnswer &groups, const facts::Snapshot &facts);

// --- Stage times (metrics 2) ------------------------------------------------------------------------------------------
enum class StageGrouping : std::uint8_t { OwnStage, Milestone }; // portals' own stages by (kind, funnel, name), or milestones
enum class VisitsCounted : std::uint8_t { First, All };

struct CurveStep {
    double seconds = 0;
    double survival = 1;
    double low = 1;
    double high = 1;
    std::int64_t atRisk = 0;
    std::int64_t events = 0; // since the step before: see stats/drawnsteps.h
    std::int64_t censored = 0; // likewise
};

struct StageTimes {
    QString stage;
    QString funnel;
    model::EntityKind kind = model::EntityKind::Deal;
    char semantic = 'P';
    std::int32_t milestone = 0;
    int sort = 0;
    std::int64_t visits = 0;
    std::int64_t left = 0;
    std::int64_t open = 0;
    std::int64_t items = 0;
    std::int64_t reentered = 0; // items with two visits or more
    std::int64_t late = 0; // visits that began before the portal's history: at risk only since then
    // Items that have ended: mean time in the stage over all their visits, and of that after the first visit.
    std::int64_t closedItems = 0;
    std::optional<double> totalMean, reworkMean; // seconds
    std::optional<double> q25, median, q75, p90; // Kaplan–Meier: smallest t with S(t) ≤ 1 − q; seconds
    std::optional<double> medianLow, medianHigh; // 95 %, log-minus-log
    std::optional<double> meanLeft, medianLeft; // of those that left only: the biased figure, for comparison
    std::optional<double> sumLeft;
    double restrictedMean = 0; // RMST up to restrictedTo
    double restrictedTo = 30 * 86'400.0;
    std::int64_t overLimit = 0; // visits longer than the limit (closed or running)
    std::optional<double> limit; // business seconds
    std::vector<CurveStep> curve; // only when asked
};

struct StageTimesOptions {
    StageGrouping grouping = StageGrouping::OwnStage;
    VisitsCounted visits = VisitsCounted::First;
    bool curves = false;
    bool finalStages = true; // also completed visits of final stages (re-opened), as the definitions count them
    // A stage whose dealers may be told at once (StageTimesAnswer::dealers); empty: none.
    QString dealersOf = {};
    model::EntityKind dealersOfKind = model::EntityKind::Lead;
};

// One stage at a dealer. No curve.
struct DealerTimes {
    facts::Index portal = facts::kNone;
    StageTimes times;
};

struct StageTimesAnswer {
    StageTimesOptions options; // as asked
    std::vector<StageTimes> stages;
    Coverage coverage;
    Waterfall waterfall;
    std::vector<QString> leftTruncated; // portals whose history begins inside the period, or after visits that count
    // What stageTimesByDealer() says of the stage asked for, where it cost no scan of its own.
    std::optional<std::vector<DealerTimes>> dealers;
};

[[nodiscard]] StageTimesAnswer stageTimes(
    const facts::Snapshot &facts, const Question &question, const StageTimesOptions &options, const base::CancelToken &cancel = {});

// One stage, several groups (dealers, regions or employees): curves, log-rank for exactly these groups, Holm for pairs.
struct Comparison {
    std::vector<std::pair<QString, StageTimes>> groups; // with curves
    StageTimes network;
    std::optional<double> logRankP; // of all groups together
    std::vector<stats::PairTest> pairs; // of every two groups, by their places in `groups`
};

[[nodiscard]] Comparison compareStage(const facts::Snapshot &facts, const Question &question, const StageTimesOptions &options,
    const QString &stage, std::span<const Question> groups, std::span<const QString> names, const base::CancelToken &cancel = {});

// One stage at every dealer asked about, in one scan; dealers without a visit of it are left out.
[[nodiscard]] std::vector<DealerTimes> stageTimesByDealer(const facts::Snapshot &facts, const Question &question,
    const StageTimesOptions &options, const QString &stage, const base::CancelToken &cancel = {});

// --- Funnel (metrics 5) ------------------------------------------------------------------------------------------------
enum class FunnelMode : std::uint8_t { Visited, Entries, Strict, Furthest, Supposed };

struct FunnelStep {
    QString stage;
    std::int32_t milestone = 0;
    std::int64_t count = 0;
    std::int64_t inferred = 0; // Furthest: not observed there
    std::int64_t lostHere = 0; // furthest here and lost
    std::int64_t stuckHere = 0; // open here
    std::optional<double> dropOff;
};

struct FunnelAnswer {
    FunnelMode mode = FunnelMode::Furthest;
    StageGrouping grouping = StageGrouping::Milestone;
    std::vector<FunnelStep> steps; // in order, the last is success
    Coverage coverage;
    Waterfall waterfall;
};

[[nodiscard]] FunnelAnswer funnel(
    const facts::Snapshot &facts, const Question &question, FunnelMode mode, StageGrouping grouping, const base::CancelToken &cancel = {});

// --- Transitions and paths ------------------------------------------------------------------------------------------------
struct Transition {
    QString from; // "START" before the first
    QString to; // "END" after the last
    std::int64_t count = 0;
};

struct Path {
    std::vector<QString> stages;
    std::int64_t count = 0;
    double share = 0;
};

[[nodiscard]] std::vector<Transition> transitions(
    const facts::Snapshot &facts, const Question &question, StageGrouping grouping, const base::CancelToken &cancel = {});
// Stages of one name in several funnels are one stage of a path.
[[nodiscard]] std::vector<Path> paths(
    const facts::Snapshot &facts, const Question &question, StageGrouping grouping, int most = 50, const base::CancelToken &cancel = {});

// --- Cards, the board ---------------------------------------------------------------------------------------------------
// Against the limit of the first response. Nothing documents a reason to wait, so that nothing is ever paused.
enum class ResponseState : std::uint8_t { NotAsked, Running, Warning, Met, Breached };

// State of one item at effective now, for lists, cards and lates.
struct ItemState {
    std::uint32_t row = 0; // in ItemColumns
    facts::Index stage = facts::kNone;
    facts::Index user = facts::kNone;
    bool userAssumed = false; // the journal had not begun: `user` stands in for who was responsible
    char outcome = 'P'; // P open, S won, F lost
    base::UtcSeconds enteredStage = base::kNever;
    double age = 0; // seconds in the stage, wall
    double businessAge = 0;
    std::optional<double> limit; // business seconds
    std::uint8_t lates = 0; // bit per Late
    std::optional<double> responseEvidenced, responseClaimed; // business seconds
    std::optional<double> responseWall; // evidenced, seconds by the clock on the wall
    ResponseState response = ResponseState::NotAsked;
};

// The board: items open at effective now by lane × column.
struct BoardColumn {
    QString name;
    QString funnel; // of a stage without a milestone
    std::int32_t milestone = 0;
    char semantic = 'P';
    std::int64_t count = 0;
    model::Money amount;
    std::int64_t overdue = 0;
    std::array<std::uint32_t, 43> ageHistogram {}; // 43 bins over 0 … 1.6 × limit (or of the longest age without one)
    std::optional<double> median, medianLow, medianHigh; // Kaplan–Meier of first visits over the last 90 days, seconds
    std::optional<double> limit; // business seconds
};
enum class Lanes : std::uint8_t { None, Dealer, Employee };
enum class CardOrder : std::uint8_t { Age, Amount, NextStep, Overdue };

struct BoardCell {
    std::int64_t count = 0;
    model::Money amount;
    std::int64_t overdue = 0;
    std::vector<std::uint32_t> cards; // item rows, ordered
};

struct BoardLane {
    facts::Index portal = facts::kNone;
    facts::Index user = facts::kNone;
    QString name;
    std::int64_t count = 0;
    model::Money amount;
    std::int64_t overdue = 0;
    std::int64_t won30 = 0;
    std::int64_t lost30 = 0;
    std::vector<BoardCell> cells; // one per column
};

// A card before it is looked at.
struct BoardCard {
    std::uint32_t row = 0;
    std::uint8_t lates = 0; // bit per Late
    double businessAge = 0; // in the stage
};

// The cards of a board in order of rows: in runs, as whoever counted them left them.
class BoardCards {
public:
    void add(std::vector<BoardCard> run) // of later rows than those before
    {
        m_size += run.size();
        if (!run.empty())
            m_runs.push_back(std::move(run));
    }

    [[nodiscard]] std::size_t size() const { return m_size; }

    [[nodiscard]] const std::vector<std::vector<BoardCard>> &runs() const { return m_runs; }

    [[nodiscard]] const BoardCard *find(std::uint32_t row) const; // null: no card

private:
    std::vector<std::vector<BoardCard>> m_runs; // none is empty
    std::size_t m_size = 0;
};

struct Board {
    std::vector<BoardColumn> columns; // in progress; unmapped stages of the portals come last under their own names
    std::vector<BoardLane> lanes; // most overdue first
    std::array<std::int64_t, kLateCount> lateCounts {};
    std::int64_t count = 0;
    model::Money amount;
    std::int64_t won30 = 0;
    std::int64_t lost30 = 0;
    Coverage coverage;
    BoardCards cards;
    std::function<ItemState(std::uint32_t row)> stateOf; // of a card; the snapshot must outlive it. Any thread
};

[[nodiscard]] Board board(
    const facts::Snapshot &facts, const Question &question, Lanes lanes, CardOrder order, const base::CancelToken &cancel = {});

[[nodiscard]] Coverage coverageOf(const facts::Snapshot &facts, const Question &question);

// Chains that began in each of the last whole days before today, in the dealer's own zone; per portal of the snapshot,
// retired ones and head office too, whatever else is asked. A day is known when the portal is mirrored to three
// quarters of it; `days` ends with the last known one.
struct NewByDay {
    QDate first;
    std::vector<std::int64_t> days;
    std::int64_t claimed = 0; // of them, answered by the dealer's word
    std::int64_t evidenced = 0; // of those, with a call or message
};

[[nodiscard]] std::vector<NewByDay> newByDay(
    const facts::Snapshot &facts, base::UtcSeconds now, int days, const base::CancelToken &cancel = {});

// Pipeline velocity (metrics 6) with its four factors; amounts in the standard's currency per day. A factor is empty
// when nothing is there to compute it from. Win rate and cycle are those of the deals whose horizon of days (the
// standard's conversionDays) ended in the period, so that each had the same time.
struct Velocity {
    std::int64_t openQualified = 0; // at effective now
    std::optional<double> winRate; // won within the horizon
    std::optional<double> meanWonAmount; // of those won in the period
    std::optional<double> meanCycleDays; // restricted mean up to the horizon
    std::optional<double> perDay;
    std::int64_t mature = 0; // deals behind win rate and cycle
    std::int64_t won = 0; // deals behind the mean amount
};

// Whose velocity is told: deals, unless leads are asked for (leads are not qualified yet).
[[nodiscard]] model::EntityKind velocityKind(const Question &question);
[[nodiscard]] Velocity velocity(const facts::Snapshot &facts, const Question &question, const base::CancelToken &cancel = {});

// Beside it the same as it was one period earlier, and what each factor (in the order of Velocity) did to the change;
// the four sum to it. Empty without a period, or when a factor is not positive.
struct VelocityAnswer {
    Velocity now;
    std::optional<Velocity> before;
    std::optional<std::array<double, 4>> change;
    int horizonDays = 0;
    Coverage coverage;
};

[[nodiscard]] VelocityAnswer velocityAnswer(const facts::Snapshot &facts, const Question &question, const base::CancelToken &cancel = {});

// How the chains that began in the period end by age (metrics 4): Aalen–Johansen, a point per day of age.
struct CohortPoint {
    int day = 0;
    double won = 0;
    double lost = 0;
    double open = 1;
    std::int64_t atRisk = 0; // open at that age, and watched
};

struct CohortAnswer {
    std::vector<CohortPoint> points; // until the oldest is reached
    std::int64_t chains = 0;
    Coverage coverage;
    Waterfall waterfall;
};

[[nodiscard]] CohortAnswer cohort(const facts::Snapshot &facts, const Question &question, const base::CancelToken &cancel = {});

// Incoming calls that nobody took and nobody has returned by effective now, oldest first: rows of Snapshot::missed.
// Of the dealers and the period asked; with employees only calls linked to an item that one of them holds.
[[nodiscard]] std::vector<std::uint32_t> missedCalls(const facts::Snapshot &facts, const Question &question);

// --- As tables: the stable columns of docs/reports.md -------------------------------------------------------------------------
[[nodiscard]] Table toTable(const TreeAnswer &answer, const facts::Snapshot &facts);
[[nodiscard]] Table toTable(const GroupAnswer &answer);
[[nodiscard]] Table toTable(const StageTimesAnswer &answer);
[[nodiscard]] Table toTable(const FunnelAnswer &answer);
[[nodiscard]] Table toTable(const Comparison &answer); // a row for every two groups
[[nodiscard]] Table toTable(const VelocityAnswer &answer);
[[nodiscard]] Table toTable(const CohortAnswer &answer);
[[nodiscard]] Table missedCallsTable(
    const facts::Snapshot &facts, const Question &question, std::span<const std::uint32_t> calls); // phones empty
[[nodiscard]] Table toTable(const std::vector<Transition> &answer);
[[nodiscard]] Table toTable(const std::vector<Path> &answer);
// portal, item_type, item_id, title, stage, entered_at, left_at, seconds (+ stage_code, funnel, milestone, index, next): one row per visit
// of an in-work stage, and of a final stage that was left again. Titles come from the store and are filled by the caller.
[[nodiscard]] Table visitsTable(const facts::Snapshot &facts, const Question &question, std::vector<std::uint32_t> *itemRows);
[[nodiscard]] Table itemsTable(const facts::Snapshot &facts, std::span<const ItemState> states,
    const Question &question = {}); // title column empty: filled by the caller

} // namespace dealerlens::reports
