// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/tally.h"

#include "stats/competing.h"
#include "stats/intervals.h"
#include "stats/survival.h"

#include <algorithm>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;

stats::SurvivalCurve curveOf(const Samples &samples, std::uint32_t from, std::uint32_t to)
{
    return stats::kaplanMeier({ samples.seconds(from, to), samples.ended(from, to) });
}

std::optional<double> quantileOf(const stats::SurvivalCurve &curve, double q)
{
    const auto seconds = curve.quantile(q);
    return seconds ? std::optional(double(*seconds)) : std::nullopt;
}

} // namespace

void Samples::add(std::uint32_t group, std::int64_t seconds, std::uint8_t ended)
{
    m_group.push_back(group);
    m_seconds.push_back(seconds);
    m_ended.push_back(ended);
}

void Samples::sortByGroup(std::uint32_t groups)
{
    m_start.assign(std::size_t(groups) + 1, 0);
    for (const std::uint32_t group : m_group)
        ++m_start[group + 1];
    for (std::size_t i = 1; i < m_start.size(); ++i)
        m_start[i] += m_start[i - 1];
    std::vector<std::size_t> next(m_start.begin(), m_start.end() - 1);
    std::vector<std::int64_t> seconds(m_seconds.size());
    std::vector<std::uint8_t> ended(m_ended.size());
    for (std::size_t i = 0; i < m_group.size(); ++i) {
        const std::size_t place = next[m_group[i]]++;
        seconds[place] = m_seconds[i];
        ended[place] = m_ended[i];
    }
    m_seconds = std::move(seconds);
    m_ended = std::move(ended);
    m_group = {};
}

std::span<const std::int64_t> Samples::seconds(std::uint32_t from, std::uint32_t to) const
{
    return std::span(m_seconds).subspan(m_start[from], m_start[to] - m_start[from]);
}

std::span<const std::uint8_t> Samples::ended(std::uint32_t from, std::uint32_t to) const
{
    return std::span(m_ended).subspan(m_start[from], m_start[to] - m_start[from]);
}

void Tally::Counts::add(const Counts &other)
{
    leads += other.leads;
    converted += other.converted;
    open += other.open;
    won += other.won;
    lost += other.lost;
    revenue += other.revenue;
    revenueWithoutRate += other.revenueWithoutRate;
    mature += other.mature;
    matureConverted += other.matureConverted;
    immature += other.immature;
    before += other.before;
    beforeConverted += other.beforeConverted;
    inLimit += other.inLimit;
    limitKnown += other.limitKnown;
    asked += other.asked;
    lostUnits += other.lostUnits;
    cohortWon += other.cohortWon;
    conversions += other.conversions;
    openOld += other.openOld;
    withoutEvidence += other.withoutEvidence;
    untouchedClosed += other.untouchedClosed;
    for (std::size_t i = 0; i < late.size(); ++i)
        late[i] += other.late[i];
}

Tally::Tally(const Population &population, const ItemStates &states, std::uint32_t groups, int conversionDays)
    : m_population(population)
    , m_states(states)
    , m_horizon(conversionDays * kDay)
    , m_counts(groups)
{
}

bool Tally::isMature(const Chain &chain) const { return m_horizon == 0 || m_population.nowOf(chain.head) - chain.began >= m_horizon; }

bool Tally::convertedInTime(const Chain &chain) const
{
    return chain.convertedAt != base::kNever && (m_horizon == 0 || chain.convertedAt - chain.began <= m_horizon);
}

void Tally::addBefore(Counts &counts, const Chain &chain) const
{
    if (!isMature(chain))
        return;
    ++counts.before;
    counts.beforeConverted += convertedInTime(chain) ? 1 : 0;
}

void Tally::addNew(std::uint32_t group, const Chain &chain)
{
    Counts &counts = m_counts[group];
    ++counts.leads;
    counts.converted += chain.convertedAt != base::kNever ? 1 : 0;
    if (isMature(chain)) {
        ++counts.mature;
        ++m_waterfall.counted;
        m_waterfall.junk += chain.junk ? 1 : 0;
        counts.matureConverted += convertedInTime(chain) ? 1 : 0;
    } else {
        ++counts.immature;
        ++m_waterfall.immature;
    }
    counts.cohortWon += chain.outcome == 'S' ? 1 : 0;
    const base::UtcSeconds now = m_population.nowOf(chain.head);
    const std::uint8_t cause = chain.outcome == 'P' ? 0 : chain.outcome == 'S' ? 1 : 2;
    m_ages.add(group, (cause == 0 ? now : chain.closedAt) - chain.began, cause);
    if (awaitsResponse(m_population.facts().items, chain.head))
        addResponse(group, chain);
}

// Metrics 3. A client whom the dealer talked to on the client's own call awaits no attempt any more: watched until
// then, neither kept nor broken.
void Tally::addResponse(std::uint32_t group, const Chain &chain)
{
    const facts::ItemColumns &items = m_population.facts().items;
    Counts &counts = m_counts[group];
    const base::UtcSeconds now = m_population.nowOf(chain.head);
    const ItemNow head = m_population.stateOf(chain.head);
    const base::UtcSeconds watched = head.outcome == 'P' ? now : head.entered;
    const base::UtcSeconds attempt = items.attempt[chain.head];
    const base::UtcSeconds conversation = items.conversation[chain.head];
    const base::UtcSeconds attested = items.attested[chain.head];
    const auto business = [&](base::UtcSeconds to) { return m_population.business(chain.head, chain.began, to); };

    ++counts.asked;
    const std::int64_t limit = m_population.facts().standard.responseLimit;
    const bool isTouched = hasHappened(attempt, now) || hasHappened(conversation, now);
    if (hasHappened(attempt, now)) {
        const std::int64_t used = business(attempt);
        m_evidenced.add(group, used, 1);
        m_wall.add(group, attempt - chain.began, 1);
        ++counts.limitKnown;
        counts.inLimit += used <= limit ? 1 : 0;
    } else if (isTouched) {
        m_evidenced.add(group, business(conversation), 0);
        m_wall.add(group, conversation - chain.began, 0);
    } else {
        m_evidenced.add(group, business(watched), 0);
        m_wall.add(group, watched - chain.began, 0);
        counts.limitKnown += business(now) > limit ? 1 : 0;
        counts.untouchedClosed += head.outcome != 'P' ? 1 : 0;
    }
    if (hasHappened(attested, now)) {
        m_claimed.add(group, business(attested), 1);
        counts.withoutEvidence += isTouched ? 0 : 1;
    } else {
        m_claimed.add(group, business(watched), 0);
    }
}

void Tally::addOutcome(std::uint32_t group, const Chain &chain)
{
    Counts &counts = m_counts[group];
    if (chain.outcome == 'P') {
        ++counts.open;
        const std::uint8_t lates = m_states.of(chain.current).lates;
        for (std::size_t i = 0; i < counts.late.size(); ++i)
            counts.late[i] += (lates >> i) & 1;
        const bool isOld = m_population.nowOf(chain.head) - chain.began >= m_population.facts().standard.conversionDays * kDay;
        counts.openOld += isOld || (lates & lateBit(Late::CloseDatePast)) != 0 ? 1 : 0;
        return;
    }
    if (chain.outcome != 'S') {
        ++counts.lost;
        if (const auto amount = m_population.amountOf(chain.current, chain.closedAt))
            counts.lostUnits += amount->units;
        return;
    }
    ++counts.won;
    m_cycles.add(group, chain.closedAt - chain.began, 1);
    if (const auto amount = m_population.amountOf(chain.current, chain.closedAt))
        counts.revenue += amount->units;
    else
        ++counts.revenueWithoutRate;
}

void Tally::sort()
{
    const std::uint32_t groups = std::uint32_t(m_counts.size());
    for (Samples *samples : { &m_evidenced, &m_wall, &m_claimed, &m_cycles, &m_ages })
        samples->sortByGroup(groups);
}

bool Tally::isEmpty(std::uint32_t from, std::uint32_t to) const
{
    return std::all_of(m_counts.begin() + from, m_counts.begin() + to, [](const Counts &counts) {
        return counts.leads == 0 && counts.open == 0 && counts.won == 0 && counts.lost == 0 && counts.before == 0
            && counts.conversions == 0;
    });
}

Measures Tally::measures(std::uint32_t from, std::uint32_t to) const
{
    Counts sum;
    for (std::uint32_t group = from; group < to; ++group)
        sum.add(m_counts[group]);
    Measures result;
    result.leads = sum.leads;
    result.converted = sum.converted;
    result.open = sum.open;
    result.won = sum.won;
    result.lost = sum.lost;
    result.revenue.units = sum.revenue;
    result.revenueWithoutRate = sum.revenueWithoutRate;
    result.conversion = makeShare(sum.matureConverted, sum.mature);
    result.immature = sum.immature;
    if (const auto change = stats::newcombe({ sum.matureConverted, sum.mature }, { sum.beforeConverted, sum.before }))
        result.change = { true, change->value, change->interval.low, change->interval.high };
    result.lostAmount.units = sum.lostUnits;
    result.winRate = makeShare(sum.won, sum.won + sum.lost);
    result.yield = makeShare(sum.cohortWon, sum.leads);
    result.conversions = sum.conversions;
    result.openOld = sum.openOld;
    result.responseAsked = sum.asked;
    result.responseInLimit = makeShare(sum.inLimit, sum.limitKnown);
    result.withoutEvidence = sum.withoutEvidence;
    result.untouchedClosed = sum.untouchedClosed;
    result.late = sum.late;
    setDurations(result, from, to);
    return result;
}

void Tally::setDurations(Measures &measures, std::uint32_t from, std::uint32_t to) const
{
    const stats::SurvivalCurve evidenced = curveOf(m_evidenced, from, to);
    measures.responseMedian = quantileOf(evidenced, 0.5);
    measures.responseP75 = quantileOf(evidenced, 0.75);
    measures.responseP90 = quantileOf(evidenced, 0.9);
    measures.responseWallMedian = quantileOf(curveOf(m_wall, from, to), 0.5);
    measures.claimedMedian = quantileOf(curveOf(m_claimed, from, to), 0.5);
    const auto cycles = m_cycles.seconds(from, to);
    std::vector<std::int64_t> values(cycles.begin(), cycles.end());
    measures.cycleWonMean = stats::mean(values);
    measures.cycleWonMedian = stats::percentile(values, 0.5);
    measures.cycleWonP90 = stats::percentile(values, 0.9);
}

std::vector<std::optional<double>> Tally::wonWithin(std::uint32_t from, std::uint32_t to, std::span<const int> days) const
{
    std::vector<std::optional<double>> result(days.size());
    const auto ages = m_ages.seconds(from, to);
    if (ages.empty() || days.empty())
        return result;
    const stats::CompetingCurve curve(ages, m_ages.ended(from, to), 2);
    for (std::size_t i = 0; i < days.size(); ++i)
        result[i] = curve.incidenceAt(1, days[i] * kDay);
    return result;
}

} // namespace dealerlens::reports
