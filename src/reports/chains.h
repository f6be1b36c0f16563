// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/population.h"

namespace dealerlens::reports {

// An inquiry chain at effective now (see Measures): its first item and how it ended.
struct Chain {
    std::uint32_t head = 0;
    std::uint32_t current = 0; // behind the outcome: the open item, the winning one, or the one lost last
    base::UtcSeconds began = base::kNever;
    base::UtcSeconds convertedAt = base::kNever; // kNever: has not
    base::UtcSeconds closedAt = base::kNever; // won or lost at
    char outcome = 'P';
    bool junk = false; // the first item stands in a junk stage
};

// How the deals of a lead decide about its chain: given one after the other, in order of their rows.
class DealsOfChain final {
public:
    void add(std::uint32_t deal, char outcome, base::UtcSeconds entered);
    void decide(Chain &chain) const; // that the lead would have by itself

private:
    std::uint32_t m_open = 0; // row + 1
    std::uint32_t m_won = 0;
    std::uint32_t m_lost = 0;
    base::UtcSeconds m_wonAt = kAges;
    base::UtcSeconds m_lostAt = base::kNever;
};

struct ChainColumns;

// Joins deals to the leads they came from. Items whose lead is not asked for (another kind or funnel, deleted)
// begin a chain of their own.
class Chains final {
public:
    explicit Chains(const Population &population);
    // The same with links that are known; `columns` must outlive it.
    Chains(const Population &population, const ChainColumns &columns);

    // Calls use(Chain) for every chain that exists at effective now and whose first item has an asked source, in
    // order of beginning at each dealer, and sift(item, Fate) for the first items of the others.
    template <class Use, class Sift> void each(const base::CancelToken &cancel, Use use, Sift sift) const
    {
        for (const std::uint32_t item : m_population.facts().items.rows()) {
            if (item % 65'536 == 0 && cancel.isCancelled())
                return;
            one(item, use, sift);
        }
    }

    // The chain as if its first item had no deals: what they decide about is not known then.
    [[nodiscard]] static Chain headOf(const Population &population, std::uint32_t item);

    template <class Use, class Sift> void one(std::uint32_t item, Use use, Sift sift) const
    {
        const Fate fate = fateOf(m_population, item);
        if (fate == Fate::Counted)
            use(chainOf(item));
        else
            sift(item, fate);
    }

    // Absent: does not exist yet, or belongs to its lead's chain.
    [[nodiscard]] static Fate fateOf(const Population &population, std::uint32_t item);

private:
    [[nodiscard]] Chain chainOf(std::uint32_t head) const;
    template <class Use> void eachDeal(std::uint32_t lead, Use use) const;

    const Population &m_population;
    const ChainColumns *const m_columns = nullptr;
    const bool m_joined; // else only leads or only deals: every item stands for itself
    std::vector<std::uint32_t> m_firstDeal; // by lead's row; 0: none, else row + 1
    std::vector<std::uint32_t> m_nextDeal;
};

} // namespace dealerlens::reports
