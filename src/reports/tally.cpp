// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/tally.h"

#include "reports/keyedsort.h"
#include "reports/parallel.h"
#include "reports/workclock.h"
#include "stats/competing.h"
#include "stats/intervals.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;

std::optional<double> number(std::optional<std::int64_t> seconds) { return seconds ? std::optional(double(*seconds)) : std::nullopt; }

// Quantiles of the Kaplan–Meier curve.
template <std::size_t kCount>
std::array<std::optional<double>, kCount> quantilesOf(std::span<const stats::Exit> sorted, const std::array<double, kCount> &quantiles)
{
    const stats::SurvivalSummary summary = stats::summarize(sorted, { .quantiles = quantiles });
    std::array<std::optional<double>, kCount> result;
    std::ranges::transform(summary.quantiles, result.begin(), number);
    return result;
}

double cycleOf(stats::Exit exit) { return double(std::int64_t(exit >> 1) - Tally::kCycleShift); }

// Of cycles; type 7, as stats::percentile().
std::optional<double> percentileOf(std::span<const stats::Exit> sorted, double p)
{
    if (sorted.empty())
        return std::nullopt;
    const double position = double(sorted.size() - 1) * p;
    const std::size_t below = std::size_t(position);
    const double first = cycleOf(sorted[below]);
    const double second = cycleOf(sorted[std::min(below + 1, sorted.size() - 1)]);
    return first + (position - double(below)) * (second - first);
}

// Of cycles.
std::optional<double> meanOf(std::span<const stats::Exit> exits)
{
    const double sum = std::accumulate(exits.begin(), exits.end(), 0.0, [](double all, stats::Exit one) { return all + cycleOf(one); });
    return exits.empty() ? std::nullopt : std::optional(double(sum) / double(exits.size()));
}

} // namespace

void Samples::join(const Samples &other) { m_all.insert(m_all.end(), other.m_all.begin(), other.m_all.end()); }

void Samples::sort()
{
    sortByDigits(m_all, [](const Sample &sample) { return sample.exit; });
}

Samples::Dealt Samples::deal(std::span<const std::uint32_t> partOfGroup, std::size_t parts) const
{
    Dealt dealt { std::vector<stats::Exit>(m_all.size()), std::vector<std::uint32_t>(parts + 1, 0) };
    for (const Sample &sample : m_all)
        ++dealt.starts[partOfGroup[sample.group] + 1];
    for (std::size_t part = 0; part < parts; ++part)
        dealt.starts[part + 1] += dealt.starts[part];
    std::vector<std::uint32_t> next(dealt.starts.begin(), dealt.starts.end() - 1);
    for (const Sample &sample : m_all)
        dealt.exits[next[partOfGroup[sample.group]]++] = sample.exit;
    return dealt;
}

void Ages::add(std::uint32_t group, std::int64_t seconds, std::uint8_t ended)
{
    m_group.push_back(group);
    m_seconds.push_back(seconds);
    m_ended.push_back(ended);
}

void Ages::join(const Ages &other)
{
    m_group.insert(m_group.end(), other.m_group.begin(), other.m_group.end());
    m_seconds.insert(m_seconds.end(), other.m_seconds.begin(), other.m_seconds.end());
    m_ended.insert(m_ended.end(), other.m_ended.begin(), other.m_ended.end());
}

void Ages::sortByGroup(std::uint32_t groups)
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

std::span<const std::int64_t> Ages::seconds(std::uint32_t from, std::uint32_t to) const
{
    return std::span(m_seconds).subspan(m_start[from], m_start[to] - m_start[from]);
}

std::span<const std::uint8_t> Ages::ended(std::uint32_t from, std::uint32_t to) const
{
    return std::span(m_ended).subspan(m_start[from], m_start[to] - m_start[from]);
}

ChainScan::ChainScan(const Population &population, const ItemStates *states, int conversionDays, bool withResponses)
    : m_population(population)
    , m_states(states)
    , m_horizon(conversionDays * kDay)
    , m_withResponses(withResponses)
{
}

// As part of a cohort, that of the period or that of the period before.
Marks ChainScan::cohortMarks(const Chain &chain) const
{
    if (m_horizon != 0 && m_population.nowOf(chain.head) - chain.began < m_horizon)
        return markOf(Count::Immature);
    const bool inTime = chain.convertedAt != base::kNever && (m_horizon == 0 || chain.convertedAt - chain.began <= m_horizon);
    return markOf(Count::Mature) | (inTime ? markOf(Count::ConvertedInTime) : 0);
}

ChainEvent ChainScan::beginningOf(const Chain &chain) const
{
    ChainEvent event { .chain = &chain, .item = chain.head, .at = chain.began };
    event.user = m_population.userAt(chain.head, chain.began);
    if (!m_population.userAllowed(event.user))
        return event;
    const Marks cohort = cohortMarks(chain);
    if (m_population.inPreviousPeriod(chain.head, chain.began)) {
        event.marks |= (cohort & markOf(Count::Mature)) != 0 ? markOf(Count::Before) : 0;
        event.marks |= (cohort & markOf(Count::ConvertedInTime)) != 0 ? markOf(Count::BeforeConverted) : 0;
    }
    if (!m_population.inPeriod(chain.head, chain.began))
        return event;
    event.marks |= markOf(Count::New) | cohort;
    event.marks |= markOf(chain.convertedAt != base::kNever ? Count::Converted : Count::NotConverted);
    event.marks |= chain.outcome == 'S' ? markOf(Count::CohortWon) : 0;
    event.marks |= chain.junk && event.has(Count::Mature) ? markOf(Count::Junk) : 0;
    if (m_withResponses && awaitsResponse(m_population.facts().items, chain.head))
        addResponse(event);
    return event;
}

// Metrics 3. A client whom the dealer talked to on the client's own call awaits no attempt any more: watched until
// then, neither kept nor broken.
// business(since, until): working seconds at the dealer.
template <class Business> void ChainScan::addResponse(ChainEvent &event, bool withClaims, Business business) const
{
    const facts::ItemColumns &items = m_population.facts().items;
    const std::uint32_t head = event.item;
    const base::UtcSeconds now = m_population.nowOf(head);
    const auto watched = [&](const ItemNow &state) { return state.outcome == 'P' ? now : state.entered; };
    const std::int64_t limit = m_population.facts().standard.responseLimit;
    const bool isTouched = hasHappened(items.attempt[head], now) || hasHappened(items.conversation[head], now);
    Response &response = event.response;
    event.marks |= markOf(Count::Awaiting);
    response.isEvidenced = hasHappened(items.attempt[head], now);
    if (response.isEvidenced) {
        response.evidenced = business(event.at, items.attempt[head]);
        response.wall = items.attempt[head] - event.at;
        event.marks |= markOf(Count::LimitKnown) | (response.evidenced <= limit ? markOf(Count::InLimit) : 0);
    } else if (isTouched) {
        response.evidenced = business(event.at, items.conversation[head]);
        response.wall = items.conversation[head] - event.at;
    } else {
        const ItemNow state = m_population.stateOf(head);
        response.evidenced = business(event.at, watched(state));
        response.wall = watched(state) - event.at;
        event.marks |= business(event.at, now) > limit ? markOf(Count::LimitKnown) : 0;
        event.marks |= state.outcome != 'P' ? markOf(Count::UntouchedClosed) : 0;
    }
    if (!withClaims)
        return;
    response.isClaimed = hasHappened(items.attested[head], now);
    response.claimed = business(event.at, response.isClaimed ? items.attested[head] : watched(m_population.stateOf(head)));
    if (response.isClaimed)
        event.marks |= markOf(isTouched ? Count::Evidenced : Count::WithoutEvidence);
}

void ChainScan::addResponse(ChainEvent &event) const
{
    const stats::Calendar &calendar = *m_population.portalOf(event.item).calendar;
    addResponse(event, true, [&](base::UtcSeconds since, base::UtcSeconds until) { return calendar.biz(since, until); });
}

void ChainScan::addResponse(ChainEvent &event, WorkClock &clock, bool withClaims) const
{
    addResponse(event, withClaims, [&](base::UtcSeconds since, base::UtcSeconds until) { return clock.seconds(since, until); });
}

ChainEvent ChainScan::conversionOf(const Chain &chain) const
{
    ChainEvent event { .chain = &chain, .item = chain.head, .at = chain.convertedAt };
    if (chain.convertedAt == base::kNever || !m_population.inPeriod(chain.head, chain.convertedAt))
        return event;
    event.user = m_population.userAt(chain.head, chain.convertedAt);
    event.marks = m_population.userAllowed(event.user) ? markOf(Count::Conversions) : 0;
    return event;
}

ChainEvent ChainScan::outcomeOf(const Chain &chain) const
{
    const bool isOpen = chain.outcome == 'P';
    ChainEvent event { .chain = &chain, .item = chain.current, .at = isOpen ? m_population.nowOf(chain.head) : chain.closedAt };
    if (!isOpen && !m_population.inPeriod(chain.head, chain.closedAt))
        return event;
    event.user = m_population.userAt(chain.current, event.at);
    if (!m_population.userAllowed(event.user))
        return event;
    event.marks = markOf(isOpen ? Count::Open : chain.outcome == 'S' ? Count::Won : Count::Lost);
    if (event.has(Count::Won) && !m_population.amountOf(chain.current, event.at))
        event.marks |= markOf(Count::WithoutRate);
    if (!isOpen || m_states == nullptr)
        return event;
    event.lates = m_states->latesOf(chain.current);
    event.marks |= isOld(event) ? markOf(Count::OpenOld) : 0;
    return event;
}

bool ChainScan::isOld(const ChainEvent &event) const
{
    const bool isLong = event.at - event.chain->began >= m_population.facts().standard.conversionDays * kDay;
    return isLong || (event.lates & lateBit(Late::CloseDatePast)) != 0;
}

int conversionDaysOf(const facts::Snapshot &facts, const RowsScope &scope)
{
    return scope.conversionDays.value_or(facts.standard.conversionDays);
}

void Tally::Counts::add(const Counts &other)
{
    for (std::size_t i = 0; i < of.size(); ++i)
        of[i] += other.of[i];
    for (std::size_t i = 0; i < late.size(); ++i)
        late[i] += other.late[i];
    revenue += other.revenue;
    lostUnits += other.lostUnits;
    assumed += other.assumed;
}

Tally::Tally(const Population &population, const ItemStates *states, std::uint32_t groups, int conversionDays, Kept kept)
    : m_population(population)
    , m_scan(population, states, conversionDays)
    , m_kept(kept)
    , m_counts(std::make_shared<std::vector<Counts>>(groups))
{
}

Tally Tally::part(bool isApart) const
{
    Tally part = *this;
    if (!isApart)
        part.m_counts = std::make_shared<std::vector<Counts>>(m_counts->size());
    return part;
}

void Tally::addAmounts(std::uint32_t group, std::int64_t won, std::int64_t lost)
{
    (*m_counts)[group].revenue += won;
    (*m_counts)[group].lostUnits += lost;
}

void Tally::join(const Tally &other)
{
    for (std::size_t group = 0; group < m_counts->size() && m_counts != other.m_counts; ++group)
        (*m_counts)[group].add((*other.m_counts)[group]);
    m_evidenced.join(other.m_evidenced);
    m_wall.join(other.m_wall);
    m_claimed.join(other.m_claimed);
    m_cycles.join(other.m_cycles);
    m_ages.join(other.m_ages);
    m_waterfall.join(other.m_waterfall);
}

void Tally::finish()
{
    const std::array samples { &m_evidenced, &m_wall, &m_claimed, &m_cycles };
    inParallel(threadsFor(m_evidenced.size() * samples.size()), samples.size(), [&](unsigned, std::size_t i) { samples[i]->sort(); });
    if (m_kept.ages)
        m_ages.sortByGroup(std::uint32_t(m_counts->size()));
}

void Tally::add(std::uint32_t group, const ChainEvent &event)
{
    Counts &counts = (*m_counts)[group];
    for (Marks rest = event.marks; rest != 0; rest &= rest - 1)
        ++counts.of[std::size_t(std::countr_zero(rest))];
    counts.assumed += m_population.isUserAssumed(event.item, event.at) ? 1 : 0;
    m_waterfall.junk += event.has(Count::Junk) ? 1 : 0;
    if (event.has(Count::New))
        addBeginning(group, event);
    addLates(group, event);
    if (event.has(Count::Won) && m_kept.durations)
        addCycle(group, event.at - event.chain->began);
    if (event.has(Count::Won) || event.has(Count::Lost)) {
        const std::int64_t units = m_population.amountOf(event.item, event.at).value_or(model::Money {}).units;
        (event.has(Count::Won) ? counts.revenue : counts.lostUnits) += units;
    }
}

void Tally::addBeginning(std::uint32_t group, const ChainEvent &event)
{
    const Chain &chain = *event.chain;
    const std::uint8_t cause = chain.outcome == 'P' ? 0 : chain.outcome == 'S' ? 1 : 2;
    if (m_kept.ages)
        m_ages.add(group, (cause == 0 ? m_population.nowOf(chain.head) : chain.closedAt) - chain.began, cause);
    if (m_kept.beginnings && event.has(Count::Mature)) {
        const bool isAssumed = m_population.isUserAssumed(event.item, event.at);
        m_beginnings.add(group, chain.began, std::uint8_t((event.has(Count::ConvertedInTime) ? 1 : 0) | (isAssumed ? 2 : 0)));
    }
    if (m_kept.durations && event.has(Count::Awaiting)) {
        m_evidenced.add(group, stats::exitOf(event.response.evidenced, event.response.isEvidenced));
        if (!m_kept.otherTimes)
            return;
        m_wall.add(group, stats::exitOf(event.response.wall, event.response.isEvidenced));
        m_claimed.add(group, stats::exitOf(event.response.claimed, event.response.isClaimed));
    }
}

void Tally::addLates(std::uint32_t group, const ChainEvent &event)
{
    for (unsigned rest = event.lates; rest != 0; rest &= rest - 1)
        ++(*m_counts)[group].late[std::size_t(std::countr_zero(rest))];
}

bool Tally::Counts::isEmpty() const
{
    constexpr std::array kSomething { Count::New, Count::Open, Count::Won, Count::Lost, Count::Before, Count::Conversions };
    return std::all_of(kSomething.begin(), kSomething.end(), [this](Count count) { return (*this)[count] == 0; });
}

bool Tally::isEmpty(std::uint32_t from, std::uint32_t to) const
{
    return std::all_of(m_counts->begin() + from, m_counts->begin() + to, [](const Counts &counts) { return counts.isEmpty(); });
}

Tally::Counts Tally::counts(std::uint32_t from, std::uint32_t to) const
{
    Counts sum;
    for (std::uint32_t group = from; group < to; ++group)
        sum.add((*m_counts)[group]);
    return sum;
}

Measures Tally::Counts::measures() const
{
    const Counts &sum = *this;
    Measures result;
    result.leads = sum[Count::New];
    result.converted = sum[Count::Converted];
    result.open = sum[Count::Open];
    result.won = sum[Count::Won];
    result.lost = sum[Count::Lost];
    result.revenue.units = sum.revenue;
    result.revenueWithoutRate = sum[Count::WithoutRate];
    result.conversion = makeShare(sum[Count::ConvertedInTime], sum[Count::Mature]);
    result.immature = sum[Count::Immature];
    result.before = makeShare(sum[Count::BeforeConverted], sum[Count::Before]);
    if (const auto change = stats::newcombe({ result.conversion.k, result.conversion.n }, { result.before.k, result.before.n }))
        result.change = { true, change->value, change->interval.low, change->interval.high };
    result.lostAmount.units = sum.lostUnits;
    result.winRate = makeShare(sum[Count::Won], sum[Count::Won] + sum[Count::Lost]);
    result.yield = makeShare(sum[Count::CohortWon], sum[Count::New]);
    result.conversions = sum[Count::Conversions];
    result.junk = sum[Count::Junk];
    result.openOld = sum[Count::OpenOld];
    result.responseAsked = sum[Count::Awaiting];
    result.responseInLimit = makeShare(sum[Count::InLimit], sum[Count::LimitKnown]);
    result.withoutEvidence = sum[Count::WithoutEvidence];
    result.evidenced = sum[Count::Evidenced];
    result.untouchedClosed = sum[Count::UntouchedClosed];
    result.responsibleAssumed = sum.assumed;
    std::ranges::copy(sum.late, result.late.begin());
    return result;
}

Measures Tally::measures(std::uint32_t from, std::uint32_t to) const
{
    std::vector<std::uint32_t> parts(m_counts->size(), 1);
    std::fill(parts.begin() + from, parts.begin() + to, 0U);
    Measures result = counts(from, to).measures();
    static_cast<Durations &>(result) = durations(parts, 2)[0];
    return result;
}

std::vector<Durations> Tally::durations() const
{
    std::vector<std::uint32_t> parts(m_counts->size());
    std::iota(parts.begin(), parts.end(), 0U);
    return durations(parts, parts.size());
}

std::vector<Durations> Tally::durations(std::span<const std::uint32_t> partOfGroup, std::size_t parts) const
{
    std::vector<Durations> result(parts);
    if (!m_kept.durations)
        return result;
    constexpr std::array kMedian { 0.5 };
    const auto each = [&](const Samples &samples, auto tell) {
        if (samples.size() == 0)
            return;
        const Samples::Dealt dealt = samples.deal(partOfGroup, parts);
        for (std::size_t part = 0; part < parts; ++part)
            tell(result[part], dealt.of(part));
    };
    each(m_evidenced, [](Durations &own, std::span<const stats::Exit> exits) {
        const auto quantiles = quantilesOf(exits, std::array { 0.5, 0.75, 0.9 });
        own.responseMedian = quantiles[0];
        own.responseP75 = quantiles[1];
        own.responseP90 = quantiles[2];
    });
    each(m_wall, [&](Durations &own, std::span<const stats::Exit> exits) { own.responseWallMedian = quantilesOf(exits, kMedian)[0]; });
    each(m_claimed, [&](Durations &own, std::span<const stats::Exit> exits) { own.claimedMedian = quantilesOf(exits, kMedian)[0]; });
    each(m_cycles, [](Durations &own, std::span<const stats::Exit> exits) {
        own.cycleWonMean = meanOf(exits);
        own.cycleWonMedian = percentileOf(exits, 0.5);
        own.cycleWonP90 = percentileOf(exits, 0.9);
    });
    return result;
}

std::vector<std::optional<double>> Tally::wonWithin(std::uint32_t from, std::uint32_t to, std::span<const int> days) const
{
    std::vector<std::optional<double>> result(days.size());
    if (!m_kept.ages || days.empty())
        return result;
    const auto ages = m_ages.seconds(from, to);
    if (ages.empty())
        return result;
    const stats::CompetingCurve curve(ages, m_ages.ended(from, to), 2);
    for (std::size_t i = 0; i < days.size(); ++i)
        result[i] = curve.incidenceAt(1, days[i] * kDay);
    return result;
}

} // namespace dealerlens::reports
