// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"
#include "reports/chains.h"
#include "reports/itemstates.h"
#include "reports/rowlist.h"
#include "stats/survivalsummary.h"

#include <span>
#include <vector>

namespace dealerlens::reports {

// Durations of many groups. Sorted once by length they are dealt out to whatever is made of groups, each with its own in
// order.
class Samples final {
public:
    void add(std::uint32_t group, stats::Exit exit) { m_all.push_back({ group, exit }); }

    void join(const Samples &other); // before they are sorted
    void sort();

    [[nodiscard]] std::size_t size() const { return m_all.size(); }

    // Those of parts 0…n−1, one after the other.
    struct Dealt {
        std::vector<stats::Exit> exits;
        std::vector<std::uint32_t> starts; // n + 1

        [[nodiscard]] std::span<const stats::Exit> of(std::size_t part) const
        {
            return std::span(exits).subspan(starts[part], starts[part + 1] - starts[part]);
        }
    };

    [[nodiscard]] Dealt deal(std::span<const std::uint32_t> partOfGroup, std::size_t parts) const;

private:
    struct Sample {
        std::uint32_t group;
        stats::Exit exit;
    };

    std::vector<Sample> m_all;
};

// Ages with what ended them, sorted so that neighbouring groups are one span.
class Ages final {
public:
    void add(std::uint32_t group, std::int64_t seconds, std::uint8_t ended);
    void join(const Ages &other); // before they are sorted
    void sortByGroup(std::uint32_t groups);
    [[nodiscard]] std::span<const std::int64_t> seconds(std::uint32_t from, std::uint32_t to) const;
    [[nodiscard]] std::span<const std::uint8_t> ended(std::uint32_t from, std::uint32_t to) const;

private:
    std::vector<std::uint32_t> m_group;
    std::vector<std::int64_t> m_seconds;
    std::vector<std::uint8_t> m_ended;
    std::vector<std::size_t> m_start;
};

// What a chain adds to the counts: bits by Count.
using Marks = std::uint32_t;

[[nodiscard]] constexpr Marks markOf(Count count) { return 1U << unsigned(count); }

// Time from the beginning to the first response; not ended: still waiting then.
struct Response {
    std::int64_t evidenced = 0;
    std::int64_t wall = 0; // the same by the clock on the wall
    std::int64_t claimed = 0;
    bool isEvidenced = false;
    bool isClaimed = false;
};

// A chain began, ended or is open at an instant, who was responsible for it then, and what it counts as.
struct ChainEvent {
    const Chain *chain = nullptr;
    std::uint32_t item = 0; // stands for the chain in lists
    facts::Index user = facts::kNone;
    base::UtcSeconds at = base::kNever;
    Marks marks = 0;
    std::uint8_t lates = 0; // of an open one, bit per Late
    Response response = {}; // when it is marked as Awaiting

    [[nodiscard]] bool has(Count count) const { return (marks & markOf(count)) != 0; }
};

class WorkClock;

// Says of every chain what it counts as (metrics 3, 4): for the figures and for the rows behind them.
class ChainScan final {
public:
    // Without states the lates of open chains are not told, and the question asks for none. Responses are looked at
    // only when they are wanted.
    ChainScan(const Population &population, const ItemStates *states, int conversionDays, bool withResponses = true);

    // use(ChainEvent) where there is something to count; sift(item, Fate) once for every chain and item left out.
    template <class Use, class Sift> void each(const base::CancelToken &cancel, Use use, Sift sift) const
    {
        Chains(m_population).each(cancel, [&](const Chain &chain) { take(chain, use, sift); }, sift);
    }

    // The same for one item.
    template <class Use, class Sift> void one(std::uint32_t item, const ChainColumns &columns, Use use, Sift sift) const
    {
        Chains(m_population, columns).one(item, [&](const Chain &chain) { take(chain, use, sift); }, sift);
    }

    // Of one item the beginning alone, for whoever asks for nothing that its deals decide about: neither lates nor CohortWon.
    template <class Use, class Sift> void beginning(std::uint32_t item, Use use, Sift sift) const
    {
        if (const Fate fate = Chains::fateOf(m_population, item); fate != Fate::Counted)
            return sift(item, fate);
        const Chain chain = Chains::headOf(m_population, item);
        begin(chain, beginningOf(chain), use, sift);
    }

    // How the first item of an event that began then has been answered, and the marks of it.
    void addResponse(ChainEvent &event) const;
    // The same by the dealer's clock, of whose claims the times are told only where they are asked for.
    void addResponse(ChainEvent &event, WorkClock &clock, bool withClaims) const;

    // Open, and past the planned close date or older than the standard expects.
    [[nodiscard]] bool isOld(const ChainEvent &event) const;

private:
    template <class Business> void addResponse(ChainEvent &event, bool withClaims, Business business) const;

    template <class Use, class Sift> void take(const Chain &chain, Use use, Sift sift) const
    {
        if (m_states != nullptr && m_states->asksLates() && !m_states->isAsked(m_states->latesOf(chain.current)))
            return sift(chain.head, Fate::OutsideFilter);
        begin(chain, beginningOf(chain), use, sift);
        for (const ChainEvent &event : { conversionOf(chain), outcomeOf(chain) }) {
            if (event.marks != 0)
                use(event);
        }
    }

    template <class Use, class Sift> static void begin(const Chain &chain, const ChainEvent &event, Use use, Sift sift)
    {
        sift(chain.head, !event.has(Count::New) ? Fate::OutsideFilter : event.has(Count::Mature) ? Fate::Counted : Fate::Immature);
        if (event.marks != 0)
            use(event);
    }

    [[nodiscard]] ChainEvent beginningOf(const Chain &chain) const;
    [[nodiscard]] ChainEvent conversionOf(const Chain &chain) const;
    [[nodiscard]] ChainEvent outcomeOf(const Chain &chain) const;
    [[nodiscard]] Marks cohortMarks(const Chain &chain) const;

    const Population &m_population;
    const ItemStates *m_states;
    std::int64_t m_horizon = 0; // seconds; 0: none
    bool m_withResponses = true;
};

// What a tally keeps beside the sums. Lates are counted when it is given the states of the items.
struct Kept {
    bool durations = true; // of responses and cycles
    bool ages = true; // for wonWithin()
    bool beginnings = false; // of chains old enough for the conversion
    bool otherTimes = true; // of durations also those of claims, cycles and by the clock on the wall

    [[nodiscard]] bool isAnything() const { return durations || ages || beginnings; }
};

// Sums the measures of chains by groups that the caller numbers 0…n−1, then tells those of any run of groups.
class Tally final {
public:
    // Sums of groups; those of a node are its children's together. As narrow as the numbers of rows are.
    struct Counts {
        std::array<std::uint32_t, kChainCounts> of {};
        std::array<std::uint32_t, kLateCount> late {};
        std::uint32_t assumed = 0;
        std::int64_t revenue = 0;
        std::int64_t lostUnits = 0;

        [[nodiscard]] std::int64_t operator[](Count count) const { return of[std::size_t(count)]; }

        [[nodiscard]] bool isEmpty() const;
        void add(const Counts &other);
        [[nodiscard]] Measures measures() const; // without durations
    };

    Tally(const Population &population, const ItemStates *states, std::uint32_t groups, int conversionDays, Kept kept = {});

    // For another thread, to be joined in the end. `isApart`: it counts into the same sums, for its groups are its own.
    [[nodiscard]] Tally part(bool isApart) const;

    [[nodiscard]] const ChainScan &chainScan() const { return m_scan; }

    [[nodiscard]] Kept kept() const { return m_kept; }

    // groupOf(ChainEvent) → group. One scan of the items.
    template <class GroupOf> void scan(const base::CancelToken &cancel, GroupOf groupOf)
    {
        m_scan.each(
            cancel, [&](const ChainEvent &event) { add(groupOf(event), event); },
            [this](std::uint32_t, Fate fate) { m_waterfall.add(fate); });
        finish();
    }

    // For whoever scans otherwise: one item as scan() would take it …
    template <class GroupOf> void take(std::uint32_t item, const ChainColumns &columns, const GroupOf &groupOf)
    {
        m_scan.one(
            item, columns, [&](const ChainEvent &event) { add(groupOf(event), event); },
            [this](std::uint32_t, Fate fate) { m_waterfall.add(fate); });
    }

    // Where to count them.
    [[nodiscard]] Counts &at(std::uint32_t group) { return (*m_counts)[group]; }

    // … or n events, money, n chains of that fate, what another thread has counted; at last finish().
    void count(std::uint32_t group, Count count, std::int64_t n) { (*m_counts)[group].of[std::size_t(count)] += std::uint32_t(n); }

    void addAmounts(std::uint32_t group, std::int64_t won, std::int64_t lost);

    void addBeginning(std::uint32_t group, const ChainEvent &event); // what is kept of one that is new

    void addResponse(std::uint32_t group, stats::Exit evidenced) { m_evidenced.add(group, evidenced); } // of one that is new

    void addCycle(std::uint32_t group, std::int64_t seconds)
    {
        if (m_kept.otherTimes)
            m_cycles.add(group, stats::exitOf(seconds + kCycleShift, true));
    } // of a won one

    void addLates(std::uint32_t group, const ChainEvent &event); // of an open one

    void sift(Fate fate, std::int64_t n) { m_waterfall.add(fate, n); }

    void siftJunk(std::int64_t n) { m_waterfall.junk += n; } // of those counted

    void join(const Tally &other);
    void finish();

    [[nodiscard]] Counts counts(std::uint32_t from, std::uint32_t to) const;
    [[nodiscard]] Measures measures(std::uint32_t from, std::uint32_t to) const;
    [[nodiscard]] std::vector<Durations> durations() const; // of each group
    // Of parts 0…n−1 that groups belong to; finished.
    [[nodiscard]] std::vector<Durations> durations(std::span<const std::uint32_t> partOfGroup, std::size_t parts) const;

    [[nodiscard]] std::size_t samples() const { return m_evidenced.size() + m_wall.size() + m_claimed.size() + m_cycles.size(); }

    [[nodiscard]] std::vector<Counts> takeCounts() { return std::move(*m_counts); }

    [[nodiscard]] bool isEmpty(std::uint32_t from, std::uint32_t to) const;
    // Share of the chains that began in the period and were won by each age (Aalen–Johansen).
    [[nodiscard]] std::vector<std::optional<double>> wonWithin(std::uint32_t from, std::uint32_t to, std::span<const int> days) const;

    [[nodiscard]] const Waterfall &waterfall() const { return m_waterfall; }

    // When each chain old enough for the conversion began; `ended`: bit 0 converted in time, bit 1 before the journal.
    void sortBeginnings() { m_beginnings.sortByGroup(std::uint32_t(m_counts->size())); }

    [[nodiscard]] const Ages &beginnings() const { return m_beginnings; }

    void clearBeginnings() { m_beginnings = {}; }

    // By the dates of its records a chain may have been won before it began: cycles are kept 34 years longer than they were.
    static constexpr std::int64_t kCycleShift = std::int64_t(1) << 30;

private:
    void add(std::uint32_t group, const ChainEvent &event);

    const Population &m_population;
    const ChainScan m_scan;
    const Kept m_kept;
    std::shared_ptr<std::vector<Counts>> m_counts;
    Samples m_evidenced;
    Samples m_wall;
    Samples m_claimed;
    Samples m_cycles;
    Ages m_ages;
    Ages m_beginnings;
    Waterfall m_waterfall;
};

// What scope and standard say about the horizon of the conversion, in days.
[[nodiscard]] int conversionDaysOf(const facts::Snapshot &facts, const RowsScope &scope);

inline constexpr Marks kCohortMarks = markOf(Count::Mature) | markOf(Count::ConvertedInTime) | markOf(Count::Immature);
inline constexpr Marks kResponseMarks = markOf(Count::Awaiting) | markOf(Count::LimitKnown) | markOf(Count::InLimit)
    | markOf(Count::WithoutEvidence) | markOf(Count::UntouchedClosed) | markOf(Count::Evidenced);

// What nobody has who did not begin in the period.
inline constexpr Marks kBeginningMarks = kCohortMarks | kResponseMarks | markOf(Count::New) | markOf(Count::Converted)
    | markOf(Count::NotConverted) | markOf(Count::CohortWon) | markOf(Count::Junk);

} // namespace dealerlens::reports
