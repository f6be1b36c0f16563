// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/population.h"

#include "reports/keptvalue.h"

#include "reports/parallel.h"
#include "stats/intervals.h"

#include <algorithm>
#include <functional>
#include <map>

namespace dealerlens::reports {
namespace {

__extension__ using Wide = __int128;

bool contains(const std::vector<QString> &names, const QString &name) { return std::find(names.begin(), names.end(), name) != names.end(); }

std::vector<char> chosen(const std::vector<QString> &all, const std::vector<QString> &asked)
{
    std::vector<char> result;
    if (asked.empty())
        return result;
    for (const QString &name : all)
        result.push_back(contains(asked, name) ? 1 : 0);
    if (result.empty())
        result.push_back(contains(asked, QString()) ? 1 : 0);
    return result;
}

// By name, zones and calendars of a thousand portals took longer than a short question.
struct PortalHours {
    struct Hours {
        std::shared_ptr<const ZoneOffsets> zone;
        std::shared_ptr<const stats::Calendar> calendar;
    };

    std::vector<Hours> all; // by portal
};

PortalHours portalHours(const facts::Snapshot &facts)
{
    PortalHours hours;
    for (const facts::PortalFact &fact : facts.portals) {
        const auto own = facts.standard.dealerCalendars.find(fact.portal.id);
        const auto &kept = own != facts.standard.dealerCalendars.end() ? own->second : facts.standard.calendar;
        hours.all.push_back({ zoneOffsets(fact.portal.timeZone), calendarOf(kept, fact.portal.timeZone) });
    }
    return hours;
}

StageNotes stageNotes(const facts::Snapshot &facts, base::UtcSeconds asOf)
{
    StageNotes notes { .limits = std::vector<std::int64_t>(facts.stages.size(), -1), .outcomes = {} };
    for (std::size_t i = 0; i < notes.limits.size(); ++i) {
        const facts::StageFact &stage = facts.stages[i];
        notes.outcomes.push_back(stage.semantic);
        const facts::Index paired = facts.milestoneOf(facts::Index(i), asOf);
        if (paired < 0 || stage.semantic != 'P')
            continue;
        const std::int32_t milestone = facts.standard.milestones[std::size_t(paired)].id;
        const model::PortalId own = facts.portals[std::size_t(stage.portal)].portal.id;
        bool isOwn = false;
        for (const model::StageLimit &limit : facts.standard.limits) {
            if (limit.milestone != milestone || (limit.portal != 0 && limit.portal != own) || (isOwn && limit.portal == 0))
                continue;
            notes.limits[i] = limit.businessSeconds;
            isOwn = limit.portal != 0;
        }
    }
    return notes;
}

// Kept beside the snapshot as long as no pairing has changed.
std::shared_ptr<const StageNotes> notesAsOf(const facts::Snapshot &facts, base::UtcSeconds asOf)
{
    if (asOf != base::kNever && !facts.earlierPairings.empty())
        return std::make_shared<const StageNotes>(stageNotes(facts, asOf));
    return facts.derived.get<StageNotes>([&] { return stageNotes(facts, base::kNever); });
}

// Head office's own portal is no dealer: it is counted only when it is asked for by name.
bool isCountedByDefault(const model::Portal &portal) { return portal.kind == model::PortalKind::Dealer; }

} // namespace

QString funnelName(const facts::FunnelFact &funnel)
{
    return funnel.kind == model::EntityKind::Lead ? QStringLiteral("leads") : funnel.name;
}

QString milestoneName(const model::Milestone &milestone)
{
    if (!milestone.nameRu.isEmpty())
        return milestone.nameRu;
    return milestone.nameEn.isEmpty() ? milestone.code : milestone.nameEn;
}

Share makeShare(std::int64_t k, std::int64_t n)
{
    Share share { k, n, 0, 1 };
    if (const auto interval = stats::wilson(k, n)) {
        share.low = interval->low;
        share.high = interval->high;
    }
    return share;
}

Population::Population(const facts::Snapshot &snapshot, const Question &question)
    : m_facts(snapshot)
    , m_question(question)
    , m_portals(snapshot.portals.size())
    , m_stages(notesAsOf(snapshot, question.asOf))
{
    choosePortals();
    setTimes();
    chooseNames();
    setRates();
}

void Population::choosePortals()
{
    const auto hours = m_facts.derived.get<PortalHours>([this] { return portalHours(m_facts); });
    for (std::size_t i = 0; i < m_portals.size(); ++i) {
        const facts::PortalFact &fact = m_facts.portals[i];
        const QString &region = fact.region >= 0 ? m_facts.regions[std::size_t(fact.region)] : fact.portal.region;
        m_portals[i].allowed
            = (m_question.portals.empty() ? isCountedByDefault(fact.portal) : contains(m_question.portals, fact.portal.key))
            && (m_question.regions.empty() || contains(m_question.regions, region)) && (m_question.withRetired || !fact.portal.isRetired());
        m_portals[i].zone = hours->all[i].zone;
        m_portals[i].calendar = hours->all[i].calendar;
    }
}

std::vector<base::UtcSeconds> Population::newestData() const
{
    std::vector<base::UtcSeconds> newest(m_portals.size(), base::kNever);
    const facts::ItemColumns &items = m_facts.items;
    for (const std::uint32_t i : items.rows()) {
        base::UtcSeconds at = items.created[i];
        if (items.visitCount[i] > 0)
            at = std::max(at, m_facts.visits.entered[items.firstVisit[i] + items.visitCount[i] - 1]);
        base::UtcSeconds &known = newest[std::size_t(items.portal[i])];
        known = std::max(known, at);
    }
    return newest;
}

void Population::setTimes()
{
    const bool isNow = m_question.asOf == base::kNever;
    const bool someUnknown
        = std::any_of(m_facts.portals.begin(), m_facts.portals.end(), [](const auto &fact) { return fact.watermark == base::kNever; });
    std::map<const ZoneOffsets *, std::array<base::UtcSeconds, 3>> periods; // hundreds of dealers live in a few zones
    const auto periodIn = [&](const ZoneOffsets *own, const QString &zone) {
        const auto [known, isNew] = periods.try_emplace(own, std::array { base::kNever, kAges, kAges });
        auto &[from, to, before] = known->second;
        if (isNew && m_question.from)
            from = startOfDay(*m_question.from, zone);
        if (isNew && m_question.to)
            to = startOfDay(*m_question.to, zone);
        if (isNew && m_question.from && m_question.to)
            before = startOfDay(m_question.from->addDays(-m_question.from->daysTo(*m_question.to)), zone);
        return known->second;
    };
    const auto newest = isNow && someUnknown ? newestData() : std::vector<base::UtcSeconds>(m_portals.size(), base::kNever);
    for (std::size_t i = 0; i < m_portals.size(); ++i) {
        PortalScope &scope = m_portals[i];
        const facts::PortalFact &fact = m_facts.portals[i];
        const base::UtcSeconds asked = isNow ? m_facts.builtAt : m_question.asOf;
        if (fact.watermark != base::kNever)
            scope.now = asked == base::kNever ? fact.watermark : std::min(asked, fact.watermark);
        else
            scope.now = isNow ? newest[i] : asked; // nothing is complete yet: the newest that is known
        const auto [from, to, before] = periodIn(scope.zone.get(), fact.portal.timeZone);
        scope.from = from;
        scope.to = to;
        scope.previousFrom = before;
    }
}

void Population::chooseNames()
{
    if (!m_question.funnels.empty()) {
        for (const facts::FunnelFact &funnel : m_facts.funnels)
            m_funnels.push_back(contains(m_question.funnels, funnelName(funnel)) ? 1 : 0);
    }
    m_sources = chosen(m_facts.sources, m_question.sources);
    m_campaigns = chosen(m_facts.campaigns, m_question.campaigns);
    if (m_question.employees.empty())
        return;
    for (const facts::UserFact &user : m_facts.users) {
        const QString key = user.portal >= 0 ? m_facts.portals[std::size_t(user.portal)].portal.key : QString();
        const auto wanted = std::pair(key, user.id);
        const auto &asked = m_question.employees;
        m_users.push_back(std::find(asked.begin(), asked.end(), wanted) != asked.end() ? 1 : 0);
    }
    if (m_users.empty())
        m_users.push_back(0);
}

void Population::setRates()
{
    m_rates.resize(m_facts.currencies.size());
    for (const QString &currency : m_facts.currencies)
        m_isOwnCurrency.push_back(currency.isEmpty() || currency == m_facts.standard.currency ? 1 : 0);
    for (const model::Standard::Rate &rate : m_facts.standard.rates) {
        const auto found = std::find(m_facts.currencies.begin(), m_facts.currencies.end(), rate.currency);
        if (found != m_facts.currencies.end())
            m_rates[std::size_t(found - m_facts.currencies.begin())].push_back({ QDate(1970, 1, 1).daysTo(rate.day), rate.rate.units });
    }
    for (auto &rates : m_rates)
        std::stable_sort(rates.begin(), rates.end(), [](const DayRate &a, const DayRate &b) { return a.day < b.day; });
}

bool Population::exists(std::uint32_t item) const
{
    return portalOf(item).allowed && kindAllowed(m_facts.items.kind[item]) && createdOf(item) <= nowOf(item)
        && fateLeftOut(item) == Fate::Counted;
}

bool Population::counts(std::uint32_t item) const { return exists(item) && inFunnel(item); }

facts::Index Population::userAt(std::uint32_t item, base::UtcSeconds at) const
{
    const facts::ResponsibleColumns &changes = m_facts.responsibles;
    const facts::Index present = m_facts.items.responsible[item];
    if (!m_question.responsibleAtEvent)
        return present;
    const facts::RowRange own = m_facts.responsiblesOf(item);
    if (own.size() == 0)
        return present;
    std::uint32_t index = own.last;
    while (index > own.first && changes.since[index - 1] > at)
        --index;
    if (index > own.first)
        return changes.user[index - 1];
    return changes.before[own.first] >= 0 ? changes.before[own.first] : present;
}

std::int64_t Population::pushesOf(std::uint32_t item) const
{
    const facts::RowRange own = m_facts.pushesOf(item);
    const base::UtcSeconds now = nowOf(item);
    std::uint32_t end = own.first;
    while (end < own.last && m_facts.pushes.at[end] <= now)
        ++end;
    return end - own.first;
}

std::optional<model::Money> Population::amountOf(std::uint32_t item, base::UtcSeconds at) const
{
    const std::int64_t amount = m_facts.items.amount[item];
    const facts::Index currency = m_facts.items.currency[item];
    if (currency < 0 || amount == 0 || m_isOwnCurrency[std::size_t(currency)])
        return model::Money { amount };
    const auto &rates = m_rates[std::size_t(currency)];
    const std::int64_t day = portalOf(item).zone->localDay(at);
    const auto after
        = std::upper_bound(rates.begin(), rates.end(), day, [](std::int64_t wanted, const DayRate &rate) { return wanted < rate.day; });
    if (after == rates.begin())
        return std::nullopt;
    const Wide product = Wide(amount) * std::prev(after)->units;
    const Wide half = product < 0 ? -model::Money::kScale / 2 : model::Money::kScale / 2;
    return model::Money { std::int64_t((product + half) / model::Money::kScale) };
}

model::EntityKind Population::chosenKind() const
{
    if (m_question.itemKind)
        return *m_question.itemKind;
    if (!m_question.funnels.empty())
        return m_question.funnels == std::vector { QStringLiteral("leads") } ? model::EntityKind::Lead : model::EntityKind::Deal;
    const facts::ItemColumns &items = m_facts.items;
    for (const std::uint32_t i : items.rows()) {
        if (items.kind[i] == model::EntityKind::Deal && portalOf(i).allowed)
            return model::EntityKind::Deal;
    }
    return items.size() > 0 ? model::EntityKind::Lead : model::EntityKind::Deal;
}

Coverage Population::coverageOfPortal(std::size_t index, std::int64_t visits, std::int64_t mapped) const
{
    Coverage coverage;
    const facts::PortalFact &fact = m_facts.portals[index];
    coverage.mappedShare = visits > 0 ? double(mapped) / double(visits) : 1;
    if (fact.portal.isRetired())
        return coverage; // its history ended; nothing more is expected of it
    const base::UtcSeconds needed = m_question.asOf != base::kNever && m_question.asOf < m_facts.builtAt
        ? m_question.asOf
        : m_facts.builtAt - m_facts.standard.freshnessLimit;
    const bool isFresh = fact.watermark != base::kNever && (m_facts.builtAt == base::kNever || fact.watermark >= needed);
    coverage.portals = 1;
    coverage.fresh = isFresh ? 1 : 0;
    coverage.oldest = fact.watermark;
    if (!isFresh)
        coverage.missing.push_back(fact.portal.key);
    return coverage;
}

std::vector<Coverage> Population::coverageByPortal(std::span<const std::pair<std::int64_t, std::int64_t>> visits) const
{
    std::vector<Coverage> result;
    for (std::size_t i = 0; i < m_portals.size(); ++i)
        result.push_back(coverageOfPortal(i, visits[i].first, visits[i].second));
    return result;
}

Coverage Population::coverage() const
{
    const auto visits = mappedVisits(*this);
    CoverageSum sum;
    for (std::size_t i = 0; i < m_portals.size(); ++i) {
        if (m_portals[i].allowed)
            sum.add(coverageOfPortal(i, visits[i].first, visits[i].second), visits[i].first, visits[i].second);
    }
    return sum.result();
}

void CoverageSum::add(const Coverage &coverage, std::int64_t visits, std::int64_t mapped)
{
    m_sum.portals += coverage.portals;
    m_sum.fresh += coverage.fresh;
    if (coverage.oldest != base::kNever && (m_sum.oldest == base::kNever || coverage.oldest < m_sum.oldest))
        m_sum.oldest = coverage.oldest;
    m_sum.missing.insert(m_sum.missing.end(), coverage.missing.begin(), coverage.missing.end());
    m_visits += visits;
    m_mapped += mapped;
}

Coverage CoverageSum::result() const
{
    Coverage result = m_sum;
    result.mappedShare = m_visits > 0 ? double(m_mapped) / double(m_visits) : 1;
    return result;
}

namespace {

// A stage is of one portal.
VisitsOfStages countVisits(const facts::Snapshot &facts, const VisitsOfStages &earlier, const facts::Same &same)
{
    std::vector<facts::RowRange> changed;
    std::size_t rows = 0;
    for (const facts::RowRange &range : facts.visits.ranges())
        if (!same.of(std::size_t(range.portal)))
            changed.push_back(range), rows += range.size();
    const unsigned threads = threadsFor(rows);
    const VisitsOfStages none { std::vector<std::int64_t>(facts.stages.size(), 0), std::vector<std::int64_t>(facts.portals.size(), 0) };
    std::vector<VisitsOfStages> counts(threads, none);
    VisitsOfStages &all = counts.front();
    for (std::size_t stage = 0; stage < earlier.known.size() && stage < all.known.size(); ++stage)
        if (same.of(std::size_t(facts.stages[stage].portal)))
            all.known[stage] = earlier.known[stage];
    for (std::size_t portal = 0; portal < earlier.unknown.size() && portal < all.unknown.size(); ++portal)
        if (same.of(portal))
            all.unknown[portal] = earlier.unknown[portal];
    inParallel(threads, changed.size(), [&](unsigned thread, std::size_t i) {
        std::int64_t unknown = 0;
        for (std::uint32_t visit = changed[i].first; visit < changed[i].last; ++visit) {
            const facts::Index stage = facts.visits.stage[visit];
            ++(stage >= 0 ? counts[thread].known[std::size_t(stage)] : unknown);
        }
        counts[thread].unknown[std::size_t(changed[i].portal)] = unknown;
    });
    for (unsigned thread = 1; thread < threads; ++thread) {
        std::ranges::transform(all.known, counts[thread].known, all.known.begin(), std::plus());
        std::ranges::transform(all.unknown, counts[thread].unknown, all.unknown.begin(), std::plus());
    }
    return std::move(all);
}

struct MappedVisits {
    std::vector<std::pair<std::int64_t, std::int64_t>> ofPortals;
};

// Kept beside the snapshot as long as no pairing has changed: there are twenty stages a portal.
MappedVisits mappedVisitsAsOf(const Population &population)
{
    const facts::Snapshot &facts = population.facts();
    const auto visitsOf = visitsOfStages(facts);
    std::vector<std::pair<std::int64_t, std::int64_t>> result(facts.portals.size());
    for (std::size_t i = 0; i < visitsOf->known.size(); ++i) {
        const std::int64_t count = visitsOf->known[i];
        auto &[visits, mapped] = result[std::size_t(facts.stages[i].portal)];
        visits += count;
        mapped += population.milestoneOf(facts::Index(i)) >= 0 ? count : 0;
    }
    return { std::move(result) };
}

} // namespace

std::shared_ptr<const VisitsOfStages> visitsOfStages(const facts::Snapshot &facts)
{
    return keptValue<VisitsOfStages>(
        facts, [&](const VisitsOfStages &earlier, const facts::Same &same) { return countVisits(facts, earlier, same); });
}

std::vector<std::pair<std::int64_t, std::int64_t>> mappedVisits(const Population &population)
{
    const facts::Snapshot &facts = population.facts();
    if (population.question().asOf != base::kNever && !facts.earlierPairings.empty())
        return mappedVisitsAsOf(population).ofPortals;
    return facts.derived.get<MappedVisits>([&] { return mappedVisitsAsOf(population); })->ofPortals;
}

Coverage coverageOf(const facts::Snapshot &facts, const Question &question) { return Population(facts, question).coverage(); }

} // namespace dealerlens::reports
