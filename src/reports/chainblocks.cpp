// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chainblocks.h"

#include "reports/keyedsort.h"
#include "reports/roominess.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

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
    sortByDigits(order, [](const Ordered &each) { return each.at; });
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
    block.amount.clear();
}

// Room at the end of the table.
void place(ChainTable &table, ChainTable::Place &place, const ChainRows &rows)
{
    const std::size_t first = table.rows.size();
    const std::size_t room = roomFor(rows.size(), place.room == 0);
    table.unused += place.room;
    place.row = std::uint32_t(first);
    place.room = std::uint32_t(room);
    place.sample = std::uint32_t(table.beganSamples.size());
    ChainRows::each(table.rows, rows, [&](auto &column, const auto &own) {
        if (!own.empty())
            growTo(column, first + room);
    });
    for (std::vector<Second> *samples : { &table.beganSamples, &table.endSamples })
        growTo(*samples, samples->size() + ChainBlock::samplesOf(room));
}

} // namespace

void putInOrder(ChainRows &rows)
{
    sortByBeginning(rows);
    addOrders(rows);
}

void ChainRows::clear()
{
    each(*this, *this, [](auto &column, auto &) { column.clear(); });
    amount.clear();
    lastEnd = 0;
}

void makePlace(ChainTable &table, facts::Index portal, const ChainRows &rows)
{
    ChainTable::Place &own = table.places[std::size_t(portal)];
    if (rows.size() > own.room)
        place(table, own, rows);
}

void put(ChainTable &table, facts::Index portal, const ChainRows &rows)
{
    ChainTable::Place &own = table.places[std::size_t(portal)];
    own.rows = std::uint32_t(rows.size());
    own.lastBegan = rows.size() == 0 ? 0 : rows.began.back();
    own.lastSettled = rows.size() == 0 ? 0 : rows.settled[rows.bySettled.back()];
    own.lastEnd = rows.lastEnd;
    own.ended = std::uint32_t(std::ranges::lower_bound(rows.endAt, kNoSecond) - rows.endAt.begin());
    own.endsLater = std::ranges::equal(rows.began, rows.closed, std::less_equal());
    ChainRows::each(table.rows, rows, [&](auto &column, const auto &from) {
        if (from.empty())
            return;
        const auto end = std::ranges::copy(from, column.begin() + own.row).out;
        std::fill(end, column.begin() + own.row + own.room, 0); // the columns are written to a file
    });
    for (std::size_t i = 0; i < rows.size(); i += ChainBlock::kSample) {
        table.beganSamples[own.sample + i / ChainBlock::kSample] = rows.began[i];
        table.endSamples[own.sample + i / ChainBlock::kSample] = rows.endAt[i];
    }
}

void tidy(ChainTable &table)
{
    if (!isWasteful(table.unused, table.rows.size()))
        return;
    std::vector<RowMove> rows;
    std::vector<RowMove> samples;
    std::size_t row = 0;
    std::size_t sample = 0;
    for (ChainTable::Place &place : table.places) {
        rows.push_back({ place.row, row, place.room });
        samples.push_back({ place.sample, sample, ChainBlock::samplesOf(place.rows) });
        place.row = std::uint32_t(std::exchange(row, row + place.room));
        place.sample = std::uint32_t(std::exchange(sample, sample + ChainBlock::samplesOf(place.room)));
    }
    ChainRows::each(table.rows, table.rows, [&](auto &column, auto &) { moveRows(column, row, rows); });
    moveRows(table.beganSamples, sample, samples);
    moveRows(table.endSamples, sample, samples);
    table.unused = 0;
}

} // namespace dealerlens::reports
