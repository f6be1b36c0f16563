// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/chaincount.h"
#include "reports/chainrows.h"

#include <algorithm>
#include <limits>
#include <map>

namespace dealerlens::reports {
namespace {

// Numbers the groups of a dimension and finds the group of an event by looking up vectors.
class DimensionGroups final {
public:
    DimensionGroups(const Population &population, Dimension dimension);

    [[nodiscard]] std::uint32_t size() const { return std::uint32_t(m_names.size()); }

    [[nodiscard]] const QString &name(std::uint32_t group) const { return m_names[group]; }

    [[nodiscard]] QString key(std::uint32_t group) const { return m_keys.empty() || group == 0 ? m_names[group] : m_keys[group - 1]; }

    [[nodiscard]] std::uint32_t of(const ChainEvent &event) const { return of(event.chain->head, event.user); }

    // Of a chain by its first item; `user` is who was responsible for what is counted.
    [[nodiscard]] std::uint32_t of(std::uint32_t head, facts::Index user) const;
    // By which column of the chains, and the group of each of its values; nothing where there is no such column.
    [[nodiscard]] std::optional<std::pair<ChainGroups::By, std::vector<std::uint32_t>>> byColumn() const;
    // Of regions and dealers; empty for other dimensions.
    [[nodiscard]] std::vector<Coverage> coverage() const;

private:
    void useNames(const std::vector<QString> &names);
    void addOwnRow(const QString &name, const QString &key); // two dealers or people of one name stay two rows
    void useMonths();
    [[nodiscard]] std::uint32_t groupNamed(const QString &name, std::map<QString, std::uint32_t> &known);

    [[nodiscard]] std::uint32_t mapped(facts::Index index) const { return index < 0 ? 0 : m_groupOf[std::size_t(index)]; }

    const Population &m_population;
    const Dimension m_dimension;
    std::vector<QString> m_names; // group 0 is unknown
    std::vector<QString> m_keys; // of groups 1…, when names do not tell them apart
    std::vector<std::uint32_t> m_groupOf; // by index in the snapshot's dictionary
    std::int64_t m_firstMonth = 0;
};

std::uint32_t DimensionGroups::groupNamed(const QString &name, std::map<QString, std::uint32_t> &known)
{
    const auto [found, isNew] = known.try_emplace(name, size());
    if (isNew)
        m_names.push_back(name);
    return found->second;
}

void DimensionGroups::useNames(const std::vector<QString> &names)
{
    std::map<QString, std::uint32_t> known { { QString(), 0 } };
    for (const QString &name : names)
        m_groupOf.push_back(groupNamed(name, known));
}

void DimensionGroups::addOwnRow(const QString &name, const QString &key)
{
    m_groupOf.push_back(size());
    m_keys.push_back(key);
    m_names.push_back(name);
}

void DimensionGroups::useMonths()
{
    const facts::ItemColumns &items = m_population.facts().items;
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t last = 0;
    for (const std::uint32_t i : items.rows()) {
        const auto &zone = *m_population.portalOf(i).zone;
        first = std::min(first, zone.localMonth(m_population.createdOf(i)));
        last = std::max(last, zone.localMonth(std::max(m_population.createdOf(i), m_population.nowOf(i))));
    }
    m_firstMonth = first;
    for (std::int64_t month = first; month <= last; ++month) {
        const QString text = QStringLiteral("%1-%2").arg(month / 12, 4, 10, QLatin1Char('0')).arg(month % 12 + 1, 2, 10, QLatin1Char('0'));
        m_names.push_back(text);
    }
}

DimensionGroups::DimensionGroups(const Population &population, Dimension dimension)
    : m_population(population)
    , m_dimension(dimension)
    , m_names { QString() }
{
    const facts::Snapshot &facts = population.facts();
    std::vector<QString> names;
    switch (dimension) {
    case Dimension::Source:
        names = facts.sources;
        break;
    case Dimension::Campaign:
        names = facts.campaigns;
        break;
    case Dimension::Region:
        for (const facts::PortalFact &portal : facts.portals)
            names.push_back(portal.region >= 0 ? facts.regions[std::size_t(portal.region)] : QString());
        break;
    case Dimension::Dealer:
        for (const facts::PortalFact &portal : facts.portals)
            addOwnRow(portal.portal.title.isEmpty() ? portal.portal.key : portal.portal.title, portal.portal.key);
        break;
    case Dimension::Funnel:
        for (const facts::FunnelFact &funnel : facts.funnels)
            names.push_back(funnelName(funnel));
        break;
    case Dimension::Employee:
        for (const facts::UserFact &user : facts.users)
            addOwnRow(user.name, facts.portals[std::size_t(user.portal)].portal.key + QLatin1Char('/') + QString::number(user.id));
        break;
    case Dimension::Month:
        useMonths();
        break;
    }
    useNames(names);
}

std::uint32_t DimensionGroups::of(std::uint32_t head, facts::Index user) const
{
    const facts::ItemColumns &items = m_population.facts().items;
    switch (m_dimension) {
    case Dimension::Source:
        return mapped(items.source[head]);
    case Dimension::Campaign:
        return mapped(items.campaign[head]);
    case Dimension::Region:
    case Dimension::Dealer:
        return mapped(items.portal[head]);
    case Dimension::Funnel: {
        const facts::Index stage = m_population.stateOf(head).stage;
        return mapped(stage >= 0 ? m_population.facts().stages[std::size_t(stage)].funnel : m_population.facts().funnelOf(head));
    }
    case Dimension::Employee:
        return mapped(user);
    case Dimension::Month: // of the beginning, so that every row follows one cohort to its end
        return std::uint32_t(m_population.portalOf(head).zone->localMonth(m_population.createdOf(head)) - m_firstMonth) + 1;
    }
    return 0;
}

std::optional<std::pair<ChainGroups::By, std::vector<std::uint32_t>>> DimensionGroups::byColumn() const
{
    using By = ChainGroups::By;
    std::vector<std::uint32_t> groupOf = m_groupOf;
    switch (m_dimension) {
    case Dimension::Source:
    case Dimension::Campaign:
        if (groupOf.empty() || groupOf[0] != 0) // columns have no other word for "unknown"
            return std::nullopt;
        return std::pair(m_dimension == Dimension::Source ? By::Source : By::Campaign, groupOf);
    case Dimension::Region:
    case Dimension::Dealer:
        return std::pair(By::Portal, groupOf);
    case Dimension::Funnel:
        groupOf.push_back(0);
        return std::pair(By::Funnel, groupOf);
    case Dimension::Employee:
        groupOf.resize(groupOf.size() + m_population.facts().portals.size(), 0);
        return std::pair(By::Person, groupOf);
    case Dimension::Month:
        break;
    }
    return std::nullopt;
}

std::vector<Coverage> DimensionGroups::coverage() const
{
    if (m_dimension != Dimension::Region && m_dimension != Dimension::Dealer)
        return {};
    const auto visits = mappedVisits(m_population);
    const std::vector<Coverage> portals = m_population.coverageByPortal(visits);
    std::vector<CoverageSum> sums(size());
    for (std::size_t i = 0; i < portals.size(); ++i) {
        if (m_population.portal(facts::Index(i)).allowed)
            sums[m_groupOf[i]].add(portals[i], visits[i].first, visits[i].second);
    }
    std::vector<Coverage> result;
    for (const CoverageSum &sum : sums)
        result.push_back(sum.result());
    return result;
}

constexpr std::array kDimensionWords { "source", "campaign", "region", "dealer", "employee", "month", "funnel" };
static_assert(kDimensionWords.size() == std::size_t(Dimension::Funnel) + 1);

} // namespace

QString wordOf(Dimension dimension) { return QString::fromLatin1(kDimensionWords[std::size_t(dimension)]); }

std::optional<Dimension> dimensionOf(const QString &word)
{
    const auto found = std::ranges::find_if(kDimensionWords, [&](const char *each) { return word == QLatin1String(each); });
    return found == kDimensionWords.end() ? std::nullopt : std::optional(Dimension(found - kDimensionWords.begin()));
}

GroupAnswer byDimension(const facts::Snapshot &facts, const Question &question, Dimension dimension, std::span<const int> horizonDays,
    int conversionDays, const base::CancelToken &cancel)
{
    const Population population(facts, question);
    const ItemStates states(population);
    const DimensionGroups groups(population, dimension);
    Tally tally(population, &states, groups.size(), conversionDays, { .durations = true, .ages = !horizonDays.empty() });
    const auto groupOf = [&](const ChainEvent &event) { return groups.of(event); };
    const auto by = groups.byColumn();
    const auto columns = by ? chainColumns(facts) : nullptr;
    if (columns)
        countChains(population, &states, *columns, conversionDays, { by->first, by->second, groupOf }, tally, cancel);
    else
        tally.scan(cancel, groupOf);
    GroupAnswer answer;
    answer.dimension = dimension;
    answer.conversionDays = conversionDays;
    answer.horizons.assign(horizonDays.begin(), horizonDays.end());
    const std::vector<Coverage> coverage = groups.coverage();
    const std::vector<Durations> durations = tally.durations();
    for (std::uint32_t group = 0; group < groups.size(); ++group) {
        if (tally.isEmpty(group, group + 1))
            continue;
        Measures measures = tally.counts(group, group + 1).measures();
        static_cast<Durations &>(measures) = durations[group];
        answer.rows.push_back({ groups.name(group), groups.key(group), measures, coverage.empty() ? Coverage {} : coverage[group],
            tally.wonWithin(group, group + 1, horizonDays) });
    }
    if (dimension != Dimension::Month) {
        std::stable_sort(answer.rows.begin(), answer.rows.end(), [](const GroupRow &a, const GroupRow &b) {
            return a.measures.leads != b.measures.leads ? a.measures.leads > b.measures.leads : a.name < b.name;
        });
    }
    answer.total = tally.measures(0, groups.size());
    answer.totalWonWithin = tally.wonWithin(0, groups.size(), horizonDays);
    answer.coverage = population.coverage();
    answer.waterfall = tally.waterfall();
    return answer;
}

void groupRows(RowList &list, const base::CancelToken &cancel)
{
    const RowsScope &scope = list.scope();
    const DimensionGroups groups(list.population(), scope.dimension);
    const auto isMeant = [&](std::uint32_t group) { return !scope.group || groups.key(group) == *scope.group; };
    // Whose what is left out would have been is no question, so that people have no waterfall of their own.
    chainRows(
        list, cancel, [&](const ChainEvent &event) { return isMeant(groups.of(event)); },
        [&](std::uint32_t item) { return scope.dimension == Dimension::Employee || isMeant(groups.of(item, facts::kNone)); },
        !scope.group || scope.dimension == Dimension::Employee);
}

} // namespace dealerlens::reports
