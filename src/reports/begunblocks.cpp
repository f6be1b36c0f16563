// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/begunblocks.h"

#include <algorithm>

namespace dealerlens::reports {

std::shared_ptr<const BegunBlocks> BegunBlocks::of(const facts::Snapshot &facts)
{
    return facts.derived.get<BegunBlocks>([&] {
        const facts::ItemColumns &items = facts.items;
        BegunBlocks made;
        std::size_t blocks = 0;
        for (const facts::RowRange &range : items.ranges()) {
            made.m_starts.push_back(blocks);
            blocks += (range.size() + kBlock - 1) / kBlock;
        }
        made.m_blocks.resize(blocks);
        inParallel(threadsFor(items.size()), items.ranges().size(), [&](unsigned, std::size_t index) {
            const facts::RowRange &range = items.ranges()[index];
            for (std::uint32_t row = range.first; row < range.last; ++row) {
                Block &block = made.m_blocks[made.m_starts[index] + (row - range.first) / kBlock];
                const base::UtcSeconds began = facts.visits.entered[items.firstVisit[row]];
                block.first = std::min(block.first, began);
                block.last = std::max(block.last, began);
                block.entered = std::max(block.entered, facts.visits.entered[items.firstVisit[row] + items.visitCount[row] - 1]);
            }
        });
        return made;
    });
}

} // namespace dealerlens::reports
