// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/begunblocks.h"
#include "reports/itemstates.h"
#include "reports/parallel.h"
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
    RowList(const Population &population, const ItemStates &states, const RowsScope &scope);

    [[nodiscard]] const Population &population() const { return m_population; }

    [[nodiscard]] const ItemStates &states() const { return m_states; }

    [[nodiscard]] const RowsScope &scope() const { return m_scope; }

    [[nodiscard]] bool wants(Count count) const { return m_scope.count == count; }

    // Is an item of this responsible at the place of the scope?
    [[nodiscard]] bool isHere(std::uint32_t item, facts::Index user) const;

    // A step of the waterfall is a number too.
    void sift(std::uint32_t item, Fate fate);

    void add(std::uint32_t item) { add(FoundRow { .item = item }); }

    // Does the waterfall of the scope's place tell of items of this portal?
    [[nodiscard]] bool isSifted(facts::Index portal) const;
    // The rows behind a step of the waterfall are asked for.
    [[nodiscard]] bool wantsStep() const;
    // What was not counted has not been sifted: this is what becomes of all when none is counted.
    void completeWaterfall(const Waterfall &none);

    // It is known otherwise.
    void setWaterfall(const Waterfall &known) { m_found.waterfall = known; }

    // Counted for who was responsible then.
    void add(std::uint32_t item, facts::Index user, base::UtcSeconds at)
    {
        add({ .item = item, .user = user, .isThen = true, .userAssumed = m_population.isUserAssumed(item, at) });
    }

    void add(std::uint32_t item, const Stay &stay)
    {
        m_found.stays.push_back(stay);
        add({ .item = item, .stay = std::uint32_t(m_found.stays.size()) });
    }

    void add(std::uint32_t item, const GroupVisit &visit) { add(item, Stay { visit.stage, visit.index, visit.entered, visit.left }); }

    // The conversion of the inquiries behind a number of chains.
    void addToCohort(std::uint32_t item, bool isMature, bool isConverted, bool isImmature);

    // scan(list, item) for all items, by several threads: each part has a list of its own, joined in order of the rows.
    template <class Scan> void eachItem(const base::CancelToken &cancel, Scan scan)
    {
        std::vector<RowList> lists = parts();
        scanInParts(m_population.facts().items, cancel, [&](std::size_t part, std::uint32_t item) { scan(lists[part], item); });
        join(lists);
    }

    // The same for those that may have begun in the period.
    template <class Scan> void eachBegun(const base::CancelToken &cancel, Scan scan)
    {
        std::vector<RowList> lists = parts();
        scanBegunInParts(m_population, cancel, [&](std::size_t part, std::uint32_t item) { scan(lists[part], item); });
        join(lists);
    }

    [[nodiscard]] std::vector<RowList> parts() const { return std::vector<RowList>(partsOf(m_population.facts().items), *this); }

    void join(std::vector<RowList> &parts)
    {
        std::size_t rows = m_found.rows.size();
        for (const RowList &part : parts)
            rows += part.m_found.rows.size();
        m_found.rows.reserve(rows);
        for (RowList &part : parts)
            join(std::move(part));
    }

    [[nodiscard]] FoundRows take();

private:
    // Of chains and items a scope may ask for those only that stand in a stage now.
    [[nodiscard]] bool standsThere(std::uint32_t item) const
    {
        return m_isInStage.empty() || m_isInStage[std::size_t(m_population.stateOf(item).stage + 1)] != 0;
    }

    void add(const FoundRow &row)
    {
        if (standsThere(row.item))
            m_found.rows.push_back(row);
    }

    void join(RowList &&part);

    const Population &m_population;
    const ItemStates &m_states;
    const RowsScope &m_scope;
    const std::optional<Leaf> m_place;
    std::vector<char> m_isInStage; // by stage, the unknown one first; empty: all
    std::int64_t m_mature = 0;
    std::int64_t m_converted = 0;
    FoundRows m_found;
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
