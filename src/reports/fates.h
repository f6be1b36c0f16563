// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/population.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::reports {

// What is left out of the questions of the present, counted once for a snapshot: so a waterfall needs no pass over the
// items that are not counted. Immutable; any thread.
class Fates final {
public:
    enum class Of { Chains, Items };

    // Null when only a pass can tell: of a past instant, without junk, and of chains in chosen funnels where a lead stands in
    // a funnel of deals.
    [[nodiscard]] static std::shared_ptr<const Fates> of(const Population &population, Of what);

    // The waterfall of chains (or items, where only those of a kind are asked for) as it would be if none were counted. Of
    // the portals for which isIn(portal) holds.
    [[nodiscard]] Waterfall ofChains(const Population &population, const std::function<bool(facts::Index)> &isIn) const;
    // That of items, each by itself, if all of the portals and kinds asked for are counted that are not left out.
    [[nodiscard]] Waterfall ofAsked(const Population &population) const;
    // The same as ofChains() of the items of one kind.
    [[nodiscard]] Waterfall ofItems(const Population &population, model::EntityKind kind) const;

    static constexpr std::string_view kKept = "fates 1";

    static void archive(auto &archive, auto &fates)
    {
        archive.list(fates.m_portals, [&](auto &portal) {
            for (auto &count : portal.counts)
                archive.number(count);
            archive.number(portal.isOdd);
            archive.number(portal.now);
            archive.number(portal.latest);
        });
        archive.number(fates.m_isOdd);
    }

private:
    struct Kind { // items that are alike
        model::EntityKind kind = model::EntityKind::Lead;
        Fate fate = Fate::Counted; // Absent, Deleted, Merged or Counted
        bool isTest = false;
        bool hasLead = false; // one that lives
        bool isLeadTest = false;
        bool isLeadNamed = false; // stands in a stage of the funnel of leads, else in none that is known

        [[nodiscard]] Fate fateUnder(const Question &question) const;
    };

    static constexpr std::size_t kKinds = 128;
    using Counts = std::array<std::int64_t, kKinds>;

    struct Portal {
        Counts counts {};
        bool isOdd = false; // some lead stands in a funnel of deals
        base::UtcSeconds now = base::kNever; // effective now that they are of
        base::UtcSeconds latest = base::kNever; // that anything happened which they depend on, whenever it is now
    };

    [[nodiscard]] static Fates count(const Population &population, Fates earlier, const facts::Same &same);

    // `funnels`: of each stage what its funnel is (fates.cpp); `alone` is kept for its memory.
    [[nodiscard]] static Portal countPortal(const Population &population, const std::vector<std::uint8_t> &funnels,
        const facts::RowRange &range, std::vector<std::uint16_t> &alone);
    [[nodiscard]] static std::uint16_t aloneOf(const Population &population, const std::vector<std::uint8_t> &funnels, std::uint32_t item);
    template <class Use> static void eachKind(Use use);

    std::vector<Portal> m_portals;
    bool m_isOdd = false; // that of some portal
};

// Of a waterfall as of Fates with what has been counted all the same.
[[nodiscard]] Waterfall completed(const Waterfall &none, const Waterfall &counted);

} // namespace dealerlens::reports
