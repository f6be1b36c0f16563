// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"
#include "reports/stagesamples.h"

#include <memory>
#include <span>
#include <vector>

namespace dealerlens::reports {

class StageTablePart;

// The first stay of every item in each group of stages, as of now and in order of time: curves are one pass over them.
// Eight bytes a stay, kept with the snapshot for the grouping asked for last. Immutable; any thread.
class StageTable final {
public:
    // Null when the question is another one (a period, a past instant, working hours, people, all visits …), or the first of
    // the snapshot by this grouping: what is asked once is not worth the table. Else it is made here, which takes longer
    // than to answer.
    [[nodiscard]] static std::shared_ptr<const StageTable> of(
        const Population &population, StageGrouping grouping, VisitsCounted visits, const base::CancelToken &cancel);

    // Of whatever is asked; null when there is nothing to be made.
    [[nodiscard]] static std::shared_ptr<const StageTable> make(
        const facts::Snapshot &facts, StageGrouping grouping, const base::CancelToken &cancel);

    [[nodiscard]] const std::vector<StageGroup> &groups() const { return m_groups; }

    [[nodiscard]] std::size_t sizeOf(std::uint32_t group) const { return m_stays[group].exits.size(); }

    // What a question leaves of a group. The sample has no rows but where some were watched late.
    struct Kept {
        StageSample sample;
        std::span<const stats::Exit> sorted;
        std::vector<stats::Exit> own; // what `sorted` shows, if not the table
    };

    // Which rows a question asks for.
    class Choice {
    public:
        Choice(const StageTable &table, const Population &population);

        [[nodiscard]] bool isMet(std::uint32_t group) const;
        [[nodiscard]] Kept of(std::uint32_t group) const;
        [[nodiscard]] Waterfall waterfall() const; // of its question

    private:
        void count(Kept &kept, std::uint32_t group) const;

        const StageTable &m_table;
        const Population &m_population;
        std::vector<char> m_isAsked; // by code
        std::uint64_t m_missing = 0; // groups that have rows which are not asked for
        std::uint64_t m_met = 0; // groups that were entered
    };

private:
    friend class StageTablePart;

    // By which items are chosen.
    struct Code {
        facts::Index portal = facts::kNone;
        facts::Index source = 0;
        facts::Index campaign = 0;
        model::EntityKind kind = model::EntityKind::Lead;
        std::uint64_t met = 0; // groups that such items entered, counted or not
        std::int64_t items = 0;
    };

    // Below the code of a row.
    static constexpr std::uint32_t kReentered = 1;
    static constexpr std::uint32_t kOverLimit = 2;
    static constexpr std::uint32_t kClosed = 4; // the item has ended
    static constexpr std::uint32_t kLate = 8;
    static constexpr unsigned kMarkBits = 4;
    static constexpr std::size_t kMostGroups = 64;

    struct Row {
        stats::Exit exit = 0;
        std::uint32_t mark = 0;
        std::uint32_t watchedFrom = 0;
    };

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
    std::vector<Code> m_codes; // neighbours by portal
    std::vector<Group> m_stays; // by group
};

} // namespace dealerlens::reports
