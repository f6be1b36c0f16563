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

// Joins deals to the leads they came from. Items whose lead is not asked for (another kind or funnel, deleted)
// begin a chain of their own.
class Chains final {
public:
    explicit Chains(const Population &population);

    // Calls use(Chain) for every chain that exists at effective now and whose first item has an asked source, in
    // order of beginning, and sift(item, Fate) for the first items of the others.
    template <class Use, class Sift> void each(const base::CancelToken &cancel, Use use, Sift sift) const
    {
        const std::uint32_t count = std::uint32_t(m_population.facts().items.size());
        for (std::uint32_t item = 0; item < count; ++item) {
            if (item % 65'536 == 0 && cancel.isCancelled())
                return;
            const Fate fate = fateOf(item);
            if (fate == Fate::Counted)
                use(chainOf(item));
            else
                sift(item, fate);
        }
    }

private:
    // Absent: does not exist yet, or belongs to its lead's chain.
    [[nodiscard]] Fate fateOf(std::uint32_t item) const;
    [[nodiscard]] Chain chainOf(std::uint32_t head) const;
    void addDeals(Chain &chain) const;

    const Population &m_population;
    std::vector<std::uint32_t> m_firstDeal; // by lead's row; 0: none, else row + 1
    std::vector<std::uint32_t> m_nextDeal;
};

} // namespace dealerlens::reports
