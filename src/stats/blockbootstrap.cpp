// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/blockbootstrap.h"

#include "stats/survivaldetail.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <random>

namespace dealerlens::stats {

namespace {

// Replicates that are walked together: a row is read once for all of them, and while nobody leaves unseen one addition of
// vectors is all there is to do for it.
class Replicates {
public:
    static constexpr unsigned kAtOnce = 8;

    Replicates(std::span<const Exit> exits, std::span<const std::uint16_t> blocks, double q)
        : m_exits(exits)
        , m_blocks(blocks)
        , m_level(1 - q + kRounding)
    {
        for (const std::uint16_t block : blocks)
            ++m_staysOf[block];
    }

    // Their quantiles, kNotReached where there is none.
    void find(std::mt19937_64 &random, std::span<std::int64_t> quantiles)
    {
        m_weights = {};
        m_lanes = {};
        m_untold = unsigned(quantiles.size());
        for (unsigned lane = 0; lane < quantiles.size(); ++lane)
            draw(random, lane);
        for (std::size_t row = 0; row < m_exits.size() && m_untold > 0;)
            row = walk(row);
        for (unsigned lane = 0; lane < quantiles.size(); ++lane)
            quantiles[lane] = m_lanes[lane].quantile;
    }

private:
    using Weights = std::uint32_t __attribute__((vector_size(kAtOnce * sizeof(std::uint32_t)))); // of each replicate

    struct Lane {
        std::int64_t atRisk = 0;
        std::int64_t enough = -1; // the quantile is reached as soon as no more are at risk; -1: it is told
        double share = 0; // of S, of each that is at risk
        std::int64_t quantile = kNotReached;
    };

    void draw(std::mt19937_64 &random, unsigned lane)
    {
        for (std::uint32_t i = 0; i < kBlocks; ++i)
            ++m_weights[random() % kBlocks][lane];
        Lane &own = m_lanes[lane];
        for (std::uint32_t block = 0; block < kBlocks; ++block)
            own.atRisk += std::int64_t { m_weights[block][lane] } * m_staysOf[block];
        own.share = 1 / static_cast<double>(own.atRisk);
        own.enough = static_cast<std::int64_t>(m_level / own.share);
    }

    // The next rows of those that left, and one that is still there; answers behind them.
    std::size_t walk(std::size_t row)
    {
        constexpr std::size_t kRun = 32; // then it is seen who has reached the quantile
        const std::size_t end = std::min(m_exits.size(), row + kRun);
        Weights sum {};
        std::size_t next = row;
        for (; next < end && (m_exits[next] & kOngoing) == 0; ++next)
            sum += m_weights[m_blocks[next]];
        for (unsigned lane = 0; lane < kAtOnce; ++lane) {
            Lane &own = m_lanes[lane];
            if (own.atRisk - sum[lane] <= own.enough)
                tell(lane, row, next);
            own.atRisk -= sum[lane];
        }
        if (next == end)
            return end;
        for (unsigned lane = 0; lane < kAtOnce; ++lane)
            lose(m_lanes[lane], m_weights[m_blocks[next]][lane]);
        return next + 1;
    }

    // Where S is what is left of the weights: the row that brings it to the quantile. A group that was not drawn brings it nowhere.
    void tell(unsigned lane, std::size_t row, std::size_t end)
    {
        Lane &own = m_lanes[lane];
        for (std::int64_t rest = own.atRisk; row < end; ++row) {
            const std::uint32_t weight = m_weights[m_blocks[row]][lane];
            rest -= weight;
            if (weight > 0 && rest <= own.enough)
                return set(own, m_exits[row] >> 1);
        }
    }

    // Some are not seen any longer.
    void lose(Lane &lane, std::uint32_t weight)
    {
        const std::int64_t rest = lane.atRisk - weight;
        if (lane.enough >= 0 && rest == 0) {
            set(lane, kNotReached);
        } else if (lane.enough >= 0 && weight > 0) {
            lane.share = lane.share * static_cast<double>(lane.atRisk) / static_cast<double>(rest);
            lane.enough = static_cast<std::int64_t>(m_level / lane.share);
        }
        lane.atRisk = rest;
    }

    void set(Lane &lane, std::int64_t quantile)
    {
        lane.quantile = quantile;
        lane.enough = -1;
        --m_untold;
    }

    const std::span<const Exit> m_exits;
    const std::span<const std::uint16_t> m_blocks;
    const double m_level;
    std::array<std::uint32_t, kBlocks> m_staysOf {};
    std::array<Weights, kBlocks> m_weights {};
    std::array<Lane, kAtOnce> m_lanes {};
    unsigned m_untold = 0;
};

} // namespace

BlockStays blockStays(std::span<const Exit> exits, std::span<const std::uint32_t> items)
{
    Q_ASSERT(items.size() == exits.size());
    constexpr unsigned kBlockBits = 10;
    static_assert(kBlocks == 1U << kBlockBits);
    base::HugeVector<std::uint64_t> rows; // the block below the exit
    rows.reserve(exits.size());
    for (std::size_t i = 0; i < exits.size(); ++i)
        rows.push_back(std::uint64_t { exits[i] } << kBlockBits | items[i] % kBlocks);
    base::HugeVector<std::uint64_t> other;
    sortExits(rows, other, kBlockBits);
    BlockStays sorted;
    sorted.exits.reserve(rows.size());
    sorted.blocks.reserve(rows.size());
    for (const std::uint64_t row : rows) {
        sorted.exits.push_back(static_cast<Exit>(row >> kBlockBits));
        sorted.blocks.push_back(static_cast<std::uint16_t>(row % kBlocks));
    }
    return sorted;
}

TimeInterval blockQuantileInterval(std::span<const Exit> exits, std::span<const std::uint16_t> blocks, double q, const BootstrapPlan &plan)
{
    Q_ASSERT(blocks.size() == exits.size() && exits.size() < 1U << 28); // so that weights of 32 bits add up
    if (exits.empty() || plan.replicates < 2)
        return {};
    Replicates replicates(exits, blocks, q);
    std::mt19937_64 random(plan.seed);
    std::vector<std::int64_t> found(std::size_t(plan.replicates));
    for (std::size_t i = 0; i < found.size(); i += Replicates::kAtOnce)
        replicates.find(random, std::span(found).subspan(i, std::min<std::size_t>(Replicates::kAtOnce, found.size() - i)));
    return percentileInterval(found, plan.level);
}

} // namespace dealerlens::stats
