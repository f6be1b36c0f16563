// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/parallel.h"
#include "reports/population.h"

#include <memory>
#include <vector>

namespace dealerlens::reports {

// When the items of a snapshot began (Population::createdOf) and last entered a stage, by blocks of neighbouring rows. Rows stand by date
// of creation, which an item need not begin on, but nearly does: whoever looks for those of a period passes over most blocks of the others.
// Immutable; any thread.
class BegunBlocks final {
public:
    // Found once for a snapshot.
    [[nodiscard]] static std::shared_ptr<const BegunBlocks> of(const facts::Snapshot &facts);

    // use(row) for the rows of one of the ranges of facts.items, but not of blocks where nothing began in [from, to).
    template <class Use>
    void each(const facts::RowRanges &rows, std::size_t range, base::UtcSeconds from, base::UtcSeconds to, Use use) const
    {
        eachOf(rows, range, [&](const Block &block) { return block.last >= from && block.first < to; }, use);
    }

    // The same, but not of blocks where nobody entered a stage in [from, to).
    template <class Use>
    void eachEntered(const facts::RowRanges &rows, std::size_t range, base::UtcSeconds from, base::UtcSeconds to, Use use) const
    {
        eachOf(rows, range, [&](const Block &block) { return block.entered >= from && block.first < to; }, use);
    }

    static constexpr std::string_view kKept = "begun 1";

    static void archive(auto &archive, auto &begun)
    {
        archive.list(begun.m_ranges, [&](auto &range) {
            archive.number(range.first);
            archive.number(range.last);
            archive.number(range.portal);
        });
        archive.column(begun.m_starts);
        archive.column(begun.m_blocks);
    }

private:
    static constexpr std::uint32_t kBlock = 256; // rows

    struct Block {
        base::UtcSeconds first = kAges;
        base::UtcSeconds last = base::kNever;
        base::UtcSeconds entered = base::kNever; // a stage, at last
    };

    template <class Wants, class Use> void eachOf(const facts::RowRanges &rows, std::size_t range, Wants wants, Use use) const
    {
        const facts::RowRange &own = rows.ranges()[range];
        const Block *block = m_blocks.data() + m_starts[range];
        for (std::uint32_t row = own.first; row < own.last; ++block) {
            const std::uint32_t end = std::min(own.last, row + kBlock);
            if (!wants(*block))
                row = end;
            while (row < end)
                use(row++);
        }
    }

    [[nodiscard]] static BegunBlocks make(const facts::Snapshot &facts, const BegunBlocks &earlier, const facts::Same &same);

    std::vector<facts::RowRange> m_ranges; // of facts.items
    std::vector<std::size_t> m_starts; // in m_blocks, by range
    std::vector<Block> m_blocks;
};

// As scanInParts() for all items, but for those that cannot have begun in the period of the question, or so many seconds
// before.
template <class Scan>
void scanBegunInParts(const Population &population, const base::CancelToken &cancel, Scan scan, std::int64_t earlier = 0)
{
    const facts::ItemColumns &items = population.facts().items;
    const auto blocks = BegunBlocks::of(population.facts());
    scanRangesInParts(items, cancel, [&](std::size_t part, std::size_t range) {
        const Population::PortalScope &scope = population.portal(items.ranges()[range].portal);
        const base::UtcSeconds from = scope.from == base::kNever ? base::kNever : scope.from - earlier;
        const base::UtcSeconds to = scope.to == kAges ? kAges : scope.to - earlier;
        blocks->each(items, range, from, to, [&](std::uint32_t row) { scan(part, row); });
    });
}

} // namespace dealerlens::reports
