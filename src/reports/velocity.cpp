// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/chaincounter.h"
#include "reports/parallel.h"
#include "reports/rowlist.h"
#include "stats/velocity.h"

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;

// Metrics 6. Qualified: deals (leads are not yet).
class VelocitySum final {
public:
    explicit VelocitySum(const Population &population)
        : m_population(population)
        , m_horizon(population.facts().standard.conversionDays * kDay)
    {
    }

    void add(const Chain &chain)
    {
        if (!isAsked(chain))
            return;
        m_open += isOpen(chain) ? 1 : 0;
        if (isMature(chain))
            addMature(chain);
        if (const auto amount = wonAmount(chain)) {
            ++m_won;
            m_wonUnits += amount->units;
        }
    }

    // What a tally of all chains knows: whoever was responsible, which decides nothing when no people are asked for.
    void add(const Tally::Counts &counts)
    {
        m_open += counts[Count::Open];
        m_won += counts[Count::Won] - counts[Count::WithoutRate];
        m_wonUnits += counts.revenue;
    }

    // One whose horizon ended in the period: how long it took. All are watched to their horizon, so that the restricted mean
    // of the Kaplan–Meier curve is that of what was watched.
    void addMature(std::int64_t cycle, bool isWon)
    {
        ++m_mature;
        m_matureWon += isWon && cycle <= m_horizon ? 1 : 0;
        m_cycles += std::clamp<std::int64_t>(cycle, 0, m_horizon);
    }

    // The rest of add().
    void addOnlyMature(const Chain &chain)
    {
        if (isAsked(chain) && isMature(chain))
            addMature(chain);
    }

    void join(const VelocitySum &other)
    {
        m_open += other.m_open;
        m_matureWon += other.m_matureWon;
        m_won += other.m_won;
        m_wonUnits += other.m_wonUnits;
        m_mature += other.m_mature;
        m_cycles += other.m_cycles;
    }

    [[nodiscard]] bool isAsked(const Chain &chain) const { return m_population.userAllowed(m_population.userAt(chain.head, chain.began)); }

    [[nodiscard]] static bool isOpen(const Chain &chain) { return chain.outcome == 'P'; }

    // Its horizon ended in the period.
    [[nodiscard]] bool isMature(const Chain &chain) const
    {
        const base::UtcSeconds ripe = chain.began + m_horizon;
        return ripe <= m_population.nowOf(chain.head) && m_population.inPeriod(chain.head, ripe);
    }

    // Empty: not won in the period, or its currency has no rate.
    [[nodiscard]] std::optional<model::Money> wonAmount(const Chain &chain) const
    {
        if (chain.outcome != 'S' || !m_population.inPeriod(chain.head, chain.closedAt))
            return {};
        return m_population.amountOf(chain.current, chain.closedAt);
    }

    [[nodiscard]] Velocity result() const
    {
        Velocity result;
        result.openQualified = m_open;
        result.mature = m_mature;
        if (result.mature > 0) {
            result.winRate = double(m_matureWon) / double(result.mature);
            result.meanCycleDays = double(m_cycles) / double(result.mature) / double(kDay);
        }
        result.won = m_won;
        if (m_won > 0)
            result.meanWonAmount = double(m_wonUnits) / double(m_won) / double(model::Money::kScale);
        if (result.winRate && result.meanWonAmount)
            result.perDay = stats::velocity(factorsOf(result));
        return result;
    }

    [[nodiscard]] static stats::VelocityFactors factorsOf(const Velocity &velocity)
    {
        return { double(velocity.openQualified), velocity.winRate.value_or(0), velocity.meanWonAmount.value_or(0),
            velocity.meanCycleDays.value_or(0) };
    }

private:
    void addMature(const Chain &chain) { addMature(chain.outcome == 'P' ? m_horizon : chain.closedAt - chain.began, chain.outcome == 'S'); }

    const Population &m_population;
    const std::int64_t m_horizon;
    std::int64_t m_open = 0;
    std::int64_t m_mature = 0;
    std::int64_t m_matureWon = 0;
    std::int64_t m_cycles = 0; // seconds of the mature ones together, each to the horizon at most
    std::int64_t m_won = 0;
    std::int64_t m_wonUnits = 0;
};

// Of all chains together.
Tally::Counts countsOf(const Population &population, const ChainColumns &columns, const base::CancelToken &cancel)
{
    const ChainGroups all { .by = ChainGroups::By::Portal,
        .groupOf = std::vector<std::uint32_t>(population.facts().portals.size(), 0),
        .ofEvent = [](const ChainEvent &) { return 0U; } };
    Tally tally(population, nullptr, 1, 0, { .durations = false, .ages = false });
    countChains(population, nullptr, columns, 0, all, tally, cancel);
    tally.finish();
    return tally.counts(0, 1);
}

} // namespace

namespace {

// Those of one portal whose horizon ends in the period: neighbours in order of beginning. exact(item) for what the columns
// cannot tell.
template <class Exact>
void addRipe(const ChainBlock &block, const Population::PortalScope &scope, std::int64_t horizon, const RowFilter &filter, VelocitySum &sum,
    Exact exact)
{
    const Second now = clampedSecond(scope.now);
    const auto since = [&](base::UtcSeconds at) { return block.firstBegun(clampedSecond(at - horizon)); };
    const std::size_t from = scope.from == base::kNever ? 0 : since(scope.from);
    const std::size_t to = since(scope.to == kAges ? scope.now + 1 : std::min(scope.to, scope.now + 1));
    for (std::size_t row = from; row < to; ++row) {
        if (block.settled[row] > now)
            exact(block.head[row]);
        else if (!filter.isUsed || filter.passes(block, row))
            sum.addMature(block.closed[row] > now ? horizon : std::int64_t { block.closed[row] } - std::int64_t { block.began[row] },
                block.closed[row] <= now && (block.flags[row] & kWonFlag) != 0);
    }
}

} // namespace

model::EntityKind velocityKind(const Question &question) { return question.itemKind.value_or(model::EntityKind::Deal); }

Velocity velocity(const facts::Snapshot &facts, const Question &question, const base::CancelToken &cancel)
{
    Question deals = question;
    deals.itemKind = velocityKind(question);
    deals.lates.clear();
    const Population population(facts, deals);
    const Chains chains(population); // of one kind: every item stands for itself
    const auto columns = population.asksPeople() ? nullptr : chainColumns(facts);
    std::vector<VelocitySum> parts(partsOf(facts.items), VelocitySum(population));
    const auto scan = [&](std::size_t part, std::uint32_t item) {
        const auto add = [&](const Chain &chain) { columns ? parts[part].addOnlyMature(chain) : parts[part].add(chain); };
        if (facts.items.kind[item] == *deals.itemKind)
            chains.one(item, add, [](std::uint32_t, Fate) { });
    };
    VelocitySum sum(population);
    const std::int64_t horizon = facts.standard.conversionDays * kDay;
    const bool areTold = columns && deals.funnels.empty() && !deals.withTests && !deals.withoutJunk;
    if (columns)
        sum.add(countsOf(population, *columns, cancel));
    if (areTold)
        scanRangesInParts(facts.items, cancel, [&, filter = filterOf(population)](std::size_t part, std::size_t range) {
            const facts::Index portal = facts.items.ranges()[range].portal;
            const Population::PortalScope &scope = population.portal(portal);
            if (!scope.allowed || scope.now < 0)
                return;
            const auto exact = [&](std::uint32_t item) { scan(part, item); };
            const bool ofLeads = deals.itemKind == model::EntityKind::Lead;
            for (const ChainTable *table :
                ofLeads ? std::array { &columns->leads, &columns->leadsAlone } : std::array { &columns->deals, &columns->dealsAlone })
                addRipe(table->of(portal), scope, horizon, filter, parts[part], exact);
            for (const OddItem &odd : columns->portals[std::size_t(portal)].oddAlone)
                exact(odd.item);
            for (const LeftOut &out : columns->portals[std::size_t(portal)].leftOut)
                if (out.since > clampedSecond(scope.now))
                    exact(out.item);
        });
    else if (columns)
        scanBegunInParts(population, cancel, scan, horizon);
    else
        scanInParts(facts.items, cancel, scan);
    for (const VelocitySum &part : parts)
        sum.join(part);
    return sum.result();
}

void velocityRows(RowList &list, const base::CancelToken &cancel)
{
    const VelocitySum sum(list.population());
    Chains(list.population())
        .each(
            cancel,
            [&](const Chain &chain) {
                const bool counts = (list.wants(Count::Open) && VelocitySum::isOpen(chain))
                    || (list.wants(Count::Mature) && sum.isMature(chain)) || (list.wants(Count::Won) && sum.wonAmount(chain));
                if (counts && sum.isAsked(chain))
                    list.add(chain.head);
            },
            [](std::uint32_t, Fate) {});
}

VelocityAnswer velocityAnswer(const facts::Snapshot &facts, const Question &question, const base::CancelToken &cancel)
{
    VelocityAnswer answer;
    answer.now = velocity(facts, question, cancel);
    answer.horizonDays = facts.standard.conversionDays;
    answer.coverage = coverageOf(facts, question);
    const base::UtcSeconds now = question.asOf != base::kNever ? question.asOf : facts.builtAt;
    if (!question.from || !question.to || now == base::kNever)
        return answer;
    const qint64 days = question.from->daysTo(*question.to);
    Question earlier = question;
    earlier.from = question.from->addDays(-days);
    earlier.to = question.from;
    earlier.asOf = now - days * kDay;
    answer.before = velocity(facts, earlier, cancel);
    answer.change = stats::velocityChange(VelocitySum::factorsOf(*answer.before), VelocitySum::factorsOf(answer.now));
    return answer;
}

} // namespace dealerlens::reports
