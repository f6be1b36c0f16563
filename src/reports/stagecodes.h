// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/stagegroups.h"

#include <memory>
#include <vector>

namespace dealerlens::reports {

// Items of the present by what a question may choose them by, with the groups of stages that they ever entered: which stages
// are shown and what a waterfall counts is read off here, and only stays in the period have to be looked at. Immutable; any
// thread.
class StageCodes final {
public:
    struct Code {
        facts::Index portal = facts::kNone;
        facts::Index source = 0;
        facts::Index campaign = 0;
        model::EntityKind kind = model::EntityKind::Lead;
        std::uint64_t met = 0; // groups that such items entered, counted or not
        std::int64_t items = 0;
    };

    static constexpr std::size_t kMostGroups = 64;

    // Does a question choose whole items by nothing else? Its period, its people and its clock choose among stays.
    [[nodiscard]] static bool suit(const Question &question);

    // Counted once for a snapshot. Null where there are more groups than kMostGroups.
    [[nodiscard]] static std::shared_ptr<const StageCodes> of(const facts::Snapshot &facts, StageGrouping grouping);

    // Neighbours by portal, and there in the order in which a Finder meets the items that are counted.
    [[nodiscard]] const std::vector<Code> &all() const { return m_codes; }

    [[nodiscard]] std::uint32_t firstOf(facts::Index portal) const { return m_firsts[std::size_t(portal)]; }

    // Numbers the codes of a portal's items in the order they are met.
    class Finder {
    public:
        void begin(std::uint32_t first = 0); // another portal: its first code

        [[nodiscard]] std::uint32_t of(const facts::ItemColumns &items, std::uint32_t item);

        [[nodiscard]] std::uint32_t end() const { return m_first + std::uint32_t(m_used); }

    private:
        struct Slot {
            std::uint64_t key = kFree;
            std::uint32_t code = 0;
        };

        static constexpr std::uint64_t kFree = ~std::uint64_t(0);
        void grow();
        [[nodiscard]] Slot &slotOf(std::uint64_t key);

        std::vector<Slot> m_slots = std::vector<Slot>(256);
        std::size_t m_used = 0;
        std::uint32_t m_first = 0;
    };

    // What a question leaves.
    class Choice {
    public:
        Choice(const StageCodes &codes, const Population &population);

        [[nodiscard]] bool isAsked(std::uint32_t code) const { return m_isAsked[code] != 0; }

        [[nodiscard]] bool isMet(std::uint32_t group) const { return (m_met >> group & 1) != 0; }

        // Does the group have items that are not asked for?
        [[nodiscard]] bool isPart(std::uint32_t group) const { return (m_missing >> group & 1) != 0; }

        [[nodiscard]] const Waterfall &waterfall() const { return m_waterfall; }

    private:
        std::vector<char> m_isAsked; // by code
        std::uint64_t m_missing = 0;
        std::uint64_t m_met = 0;
        Waterfall m_waterfall;
    };

private:
    static StageCodes count(const Population &population, const StageGroups &groups);

    std::vector<Code> m_codes;
    std::vector<std::uint32_t> m_firsts; // by portal
    Waterfall m_leftOut; // whatever is asked
};

// The question that leaves out nobody who can be counted at present.
[[nodiscard]] Question questionOfEverybody(const facts::Snapshot &facts);

} // namespace dealerlens::reports
