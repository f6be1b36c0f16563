// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/itemstates.h"
#include "reports/rows.h"
#include "reports/stagegroups.h"

namespace dealerlens::reports {

// Which leaf of the tree an item of a portal and its responsible (or nobody) are.
struct Leaf {
    facts::Index region = facts::kNone;
    facts::Index portal = facts::kNone;
    facts::Index department = facts::kNone;
    facts::Index user = facts::kNone;
    auto operator<=>(const Leaf &) const = default;
};

[[nodiscard]] Leaf leafOf(const facts::Snapshot &facts, facts::Index portal, facts::Index user);
[[nodiscard]] bool isSame(const Leaf &a, const Leaf &b, TreeLevel level);
// The place as a leaf of this snapshot; nothing when it is no more.
[[nodiscard]] std::optional<Leaf> leafOf(const facts::Snapshot &facts, const Place &place);

// Collects the rows of one number while its report scans. Each report tells here, next to where it counts, what a
// number counted. On the stack of rowsOf().
class RowList final {
public:
    RowList(const Population &population, const ItemStates &states, const RowsScope &scope)
        : m_population(population)
        , m_states(states)
        , m_scope(scope)
        , m_place(leafOf(population.facts(), scope.place))
    {
    }

    [[nodiscard]] const Population &population() const { return m_population; }

    [[nodiscard]] const ItemStates &states() const { return m_states; }

    [[nodiscard]] const RowsScope &scope() const { return m_scope; }

    [[nodiscard]] bool wants(Count count) const { return m_scope.count == count; }

    // Is an item of this responsible at the place of the scope?
    [[nodiscard]] bool isHere(std::uint32_t item, facts::Index user) const;

    // A step of the waterfall is a number too.
    void sift(std::uint32_t item, Fate fate);

    void add(std::uint32_t item) { m_answer.rows.push_back({ m_states.of(item), {} }); }

    // Counted for who was responsible then.
    void add(std::uint32_t item, facts::Index user, base::UtcSeconds at)
    {
        add(item);
        m_answer.rows.back().state.user = user;
        m_answer.rows.back().state.userAssumed = m_population.isUserAssumed(item, at);
    }

    void add(std::uint32_t item, const Stay &stay) { m_answer.rows.push_back({ m_states.of(item), stay }); }

    void add(std::uint32_t item, const GroupVisit &visit) { add(item, Stay { visit.stage, visit.index, visit.entered, visit.left }); }

    [[nodiscard]] RowsAnswer take() { return std::move(m_answer); }

private:
    const Population &m_population;
    const ItemStates &m_states;
    const RowsScope &m_scope;
    const std::optional<Leaf> m_place;
    RowsAnswer m_answer;
};

// Is this the group that the scope's stage names?
[[nodiscard]] bool isNamed(const StageGroup &group, const StageKey &key, StageGrouping grouping);

// A board shows the present; the period chooses nothing.
[[nodiscard]] Question presentOf(const Question &question);

// The scans of each report.
void treeRows(RowList &list, const base::CancelToken &cancel);
void groupRows(RowList &list, const base::CancelToken &cancel);
void stageTimesRows(RowList &list, const base::CancelToken &cancel);
void funnelRows(RowList &list, const base::CancelToken &cancel);
void sequenceRows(RowList &list, const base::CancelToken &cancel); // transitions and paths
void boardRows(RowList &list, const base::CancelToken &cancel);
void velocityRows(RowList &list, const base::CancelToken &cancel);

} // namespace dealerlens::reports
