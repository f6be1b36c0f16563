// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"
#include "reports/stagecodes.h"
#include "reports/stagesamples.h"

#include <memory>
#include <span>
#include <vector>

namespace dealerlens::reports {

class StageTablePart;

// The first stay of every item in each group of stages, as of now and in order of time, by the wall clock or by working
// hours: curves are one pass over them. Eight bytes a stay, so one is kept with a snapshot, of the grouping and the clock
// asked for last. Immutable; any thread.
class StageTable final {
public:
    // The one that is kept; null when there is none, or the question is another one (a period, a past instant, people, all
    // visits …). Whoever gets none scans: nobody waits for a table.
    [[nodiscard]] static std::shared_ptr<const StageTable> of(const Population &population, const StageTimesOptions &options);

    // After an answer: makes what of() will answer with, where it is worth it, on the thread that calls and others, and
    // takes several times as long as to answer. It is so from the second question on that one snapshot was asked by one
    // grouping and clock: then somebody works with it. While facts change twice a second each snapshot is asked once, and
    // nothing is made.
    static void prepare(
        const facts::Snapshot &facts, const Question &question, const StageTimesOptions &options, const base::CancelToken &cancel);

    // Gives back its memory; the next questions begin anew.
    static void forget(const facts::Snapshot &facts);

    // Of whatever is asked; null when there is nothing to be made, or it was broken off.
    [[nodiscard]] static std::shared_ptr<const StageTable> make(
        const facts::Snapshot &facts, StageGrouping grouping, bool businessTime, const base::CancelToken &cancel);

    [[nodiscard]] const std::vector<StageGroup> &groups() const { return m_groups; }

    [[nodiscard]] std::size_t sizeOf(std::uint32_t group) const { return m_stays[group].exits.size(); }

    // What a question leaves of a group. The sample has no rows but where some were watched late.
    struct Kept {
        StageSample sample;
        std::span<const stats::Exit> sorted;
        SortedStays own; // what `sorted` shows, if not the table
    };

    // Which rows a question asks for.
    class Choice {
    public:
        Choice(const StageTable &table, const Population &population)
            : m_table(table)
            , m_codes(*table.m_codes, population)
        {
        }

        [[nodiscard]] const StageCodes::Choice &codes() const { return m_codes; }

        [[nodiscard]] Kept of(std::uint32_t group) const;

    private:
        void count(Kept &kept, std::uint32_t group) const;

        const StageTable &m_table;
        const StageCodes::Choice m_codes;
    };

private:
    friend class StageTablePart;

    // Below the code of a row.
    static constexpr std::uint32_t kReentered = 1;
    static constexpr std::uint32_t kOverLimit = 2;
    static constexpr std::uint32_t kClosed = 4; // the item has ended
    static constexpr std::uint32_t kLate = 8;
    static constexpr unsigned kMarkBits = 4;

    using Row = std::uint64_t; // exit, then mark: by exit in order

    struct Group {
        ChainColumn<stats::Exit> exits;
        ChainColumn<std::uint32_t> marks;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> late; // (row, age from which it was watched)
        std::vector<std::pair<std::uint32_t, std::int64_t>> rework; // (code, seconds after the first stay) of items that have ended
        std::vector<std::pair<std::uint32_t, std::int64_t>> limits; // (code, limit), each once
        StageSums whole;

        void fill(std::uint32_t group, std::span<StageTablePart> parts);
    };

    std::vector<StageGroup> m_groups;
    std::shared_ptr<const StageCodes> m_codes;
    std::vector<Group> m_stays; // by group
};

} // namespace dealerlens::reports
