// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/itemstates.h"
#include "reports/treeshape.h"

#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::reports {

// By node of the shape; empty: no such stay.
using NodeMedians = std::vector<std::optional<double>>;

// The median (type 7: of an even number the mean of the two middle ones) of the stays that began in the question's
// period and have ended by effective now, under who held the item when they began (docs/figures.md). Down to `depth`.
// `states`: of a question that asks for lates, else null.
[[nodiscard]] NodeMedians stayMedians(
    const Population &population, const ItemStates *states, const TreeShape &shape, TreeLevel depth, const base::CancelToken &cancel);

class StayCounter;

// The same, dealer by dealer, for whoever passes dealers anyway. `population` and `shape` must outlive it.
class StayMedians final {
public:
    // Null where only the stays themselves can tell: then stayMedians() is asked.
    [[nodiscard]] static std::unique_ptr<StayMedians> of(
        const Population &population, const ItemStates *states, const TreeShape &shape, TreeLevel depth);
    ~StayMedians();

    // Each portal once; threads below kMostThreads, each by one at a time.
    void take(unsigned thread, facts::Index portal);

    [[nodiscard]] NodeMedians told() const; // after all portals

private:
    explicit StayMedians(std::unique_ptr<StayCounter> counter);

    std::unique_ptr<StayCounter> m_counter;
};

// The same stay by stay, which knows every question.
[[nodiscard]] NodeMedians scannedStayMedians(
    const Population &population, const ItemStates *states, const TreeShape &shape, TreeLevel depth, const base::CancelToken &cancel);

} // namespace dealerlens::reports
