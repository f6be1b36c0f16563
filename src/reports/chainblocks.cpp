// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chainblocks.h"

#include "reports/keyedsort.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace dealerlens::reports {
namespace {

void sortByBeginning(ChainRows &block)
{
    if (std::is_sorted(block.began.begin(), block.began.end()))
        return;
    std::vector<std::uint32_t> order(block.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return block.began[a] < block.began[b]; });
    const ChainRows as = block;
    const auto put = [&](auto &column, const auto &before) {
        for (std::size_t i = 0; i < column.size(); ++i)
            column[i] = before[order[i]];
    };
    ChainRows::each(block, as, put);
    put(block.amount, as.amount);
}

std::vector<std::uint32_t> rowsBy(const std::vector<Second> &column)
{
    struct Ordered {
        Second at;
        std::uint32_t row;
    };

    std::vector<Ordered> order;
    order.reserve(column.size());
    for (const Second at : column)
        order.push_back({ at, std::uint32_t(order.size()) });
    sortByDigits<32>(order, [](const Ordered &each) { return each.at; });
    std::vector<std::uint32_t> rows(order.size());
    std::ranges::transform(order, rows.begin(), &Ordered::row);
    return rows;
}

void addOrders(ChainRows &block)
{
    block.bySettled = rowsBy(block.settled);
    block.byEnd = rowsBy(block.closed);
    const auto inOrder = [&](auto &column, const auto &byRow) {
        column.reserve(block.size());
        for (const std::uint32_t row : block.byEnd)
            column.push_back(byRow[row]);
    };
    inOrder(block.endAt, block.closed);
    inOrder(block.endLast, block.last);
    inOrder(block.endSource, block.source);
    inOrder(block.endFlags, block.flags);
    inOrder(block.endAmount, block.amount);
    block.amount = {};
}

} // namespace

void putInOrder(ChainRows &rows)
{
    sortByBeginning(rows);
    addOrders(rows);
}

ChainTable tableOf(std::vector<PortalChains> &all, ChainRows PortalChains::*part)
{
    ChainTable table;
    for (const PortalChains &made : all) {
        const ChainRows &block = made.*part;
        const auto ended = std::ranges::lower_bound(block.endAt, kNoSecond) - block.endAt.begin();
        const std::size_t row = table.places.empty() ? 0 : table.places.back().row;
        ChainTable::Place place { .row = std::uint32_t(row),
            .sample = std::uint32_t(table.beganSamples.size()),
            .lastEnd = block.lastEnd,
            .ended = std::uint32_t(ended),
            .endsLater = std::ranges::equal(block.began, block.closed, std::less_equal()) };
        place.lastBegan = block.size() == 0 ? 0 : block.began.back();
        place.lastSettled = block.size() == 0 ? 0 : block.settled[block.bySettled.back()];
        for (std::size_t i = 0; i < block.size(); i += ChainBlock::kSample) {
            table.beganSamples.push_back(block.began[i]);
            table.endSamples.push_back(block.endAt[i]);
        }
        if (table.places.empty())
            table.places.push_back(place);
        else
            table.places.back() = place;
        table.places.push_back({ .row = std::uint32_t(row + block.size()), .sample = std::uint32_t(table.beganSamples.size()) });
    }
    for (PortalChains &made : all) {
        ChainRows::each(table.rows, made.*part, [&](auto &column, const auto &own) {
            if (!own.empty() && column.capacity() == 0)
                column.reserve(table.places.back().row);
            column.insert(column.end(), own.begin(), own.end());
        });
        made.*part = {};
    }
    return table;
}

} // namespace dealerlens::reports
