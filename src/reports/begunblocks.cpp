// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/begunblocks.h"

#include "reports/keptvalue.h"

#include <algorithm>

namespace dealerlens::reports {

BegunBlocks BegunBlocks::make(const facts::Snapshot &facts, const BegunBlocks &earlier, const facts::Same &same)
{
    const facts::ItemColumns &items = facts.items;
    std::vector<const Block *> known(facts.portals.size(), nullptr); // by portal
    for (std::size_t i = 0; i < earlier.m_ranges.size(); ++i)
        if (const auto portal = std::size_t(earlier.m_ranges[i].portal); same.of(portal))
            known[portal] = earlier.m_blocks.data() + earlier.m_starts[i];
    BegunBlocks made;
    made.m_ranges = items.ranges();
    std::size_t blocks = 0;
    std::size_t rows = 0;
    for (const facts::RowRange &range : items.ranges()) {
        made.m_starts.push_back(blocks);
        blocks += (range.size() + kBlock - 1) / kBlock;
        rows += known[std::size_t(range.portal)] != nullptr ? 0 : range.size();
    }
    made.m_blocks.resize(blocks);
    inParallel(threadsFor(rows), items.ranges().size(), [&](unsigned, std::size_t index) {
        const facts::RowRange &range = items.ranges()[index];
        Block *const own = made.m_blocks.data() + made.m_starts[index];
        if (const Block *const before = known[std::size_t(range.portal)])
            return std::copy_n(before, (range.size() + kBlock - 1) / kBlock, own), void();
        for (std::uint32_t row = range.first; row < range.last; ++row) {
            Block &block = own[(row - range.first) / kBlock];
            const base::UtcSeconds began = facts.visits.entered[items.firstVisit[row]];
            block.first = std::min(block.first, began);
            block.last = std::max(block.last, began);
            block.entered = std::max(block.entered, facts.visits.entered[items.firstVisit[row] + items.visitCount[row] - 1]);
        }
    });
    return made;
}

std::shared_ptr<const BegunBlocks> BegunBlocks::of(const facts::Snapshot &facts)
{
    return keptValue<BegunBlocks>(facts, [&](const BegunBlocks &earlier, const facts::Same &same) { return make(facts, earlier, same); });
}

} // namespace dealerlens::reports
