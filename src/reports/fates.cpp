// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/fates.h"

#include "reports/parallel.h"

#include <algorithm>
#include <utility>

namespace dealerlens::reports {

namespace {

// Of its stage at effective now; kNone: not known.
facts::Index funnelOf(const Population &population, std::uint32_t item)
{
    const facts::Snapshot &facts = population.facts();
    const facts::Index stage = population.stateOf(item).stage;
    const facts::Index known = stage >= 0 ? stage : facts.items.stage[item];
    return known < 0 ? facts::kNone : facts.stages[std::size_t(known)].funnel;
}

bool isOddLead(const Population &population, std::uint32_t item)
{
    const facts::Index funnel = funnelOf(population, item);
    return funnel >= 0 && population.facts().funnels[std::size_t(funnel)].kind != model::EntityKind::Lead;
}

constexpr std::array kApart { Fate::Counted, Fate::Absent, Fate::Deleted, Fate::Merged }; // by the upper bits of a code

}

std::size_t Fates::Kind::code() const
{
    const auto place = std::size_t(std::ranges::find(kApart, fate) - kApart.begin());
    return place << 5 | (kind == model::EntityKind::Deal ? 16U : 0U) | (isTest ? 8U : 0U) | (hasLead ? 4U : 0U) | (isLeadTest ? 2U : 0U)
        | (isLeadNamed ? 1U : 0U);
}

// When nothing is counted.
Fate Fates::Kind::fateUnder(const Question &question) const
{
    if (fate != Fate::Counted)
        return fate;
    return isTest && !question.withTests ? Fate::Test : Fate::OutsideFilter;
}

template <class Use> void Fates::eachKind(Use use)
{
    for (std::size_t code = 0; code < kKinds; ++code)
        use(code,
            Kind { (code & 16) != 0 ? model::EntityKind::Deal : model::EntityKind::Lead, kApart[code >> 5], (code & 8) != 0,
                (code & 4) != 0, (code & 2) != 0, (code & 1) != 0 });
}

// Whatever is asked of the present.
Fate Fates::aloneOf(const Population &population, std::uint32_t item)
{
    if (population.createdOf(item) > population.nowOf(item))
        return Fate::Absent;
    if (population.isDeleted(item))
        return (population.facts().items.marks[item] & facts::kTwinMark) != 0 ? Fate::Merged : Fate::Deleted;
    return Fate::Counted;
}

Fates::Kind Fates::kindOf(const Population &population, std::uint32_t item)
{
    const facts::ItemColumns &items = population.facts().items;
    Kind kind { .kind = items.kind[item], .fate = aloneOf(population, item), .isTest = population.isTest(item) };
    if (const facts::Index lead = items.lead[item]; lead >= 0 && aloneOf(population, std::uint32_t(lead)) == Fate::Counted) {
        kind.hasLead = true;
        kind.isLeadTest = population.isTest(std::uint32_t(lead));
        kind.isLeadNamed = funnelOf(population, std::uint32_t(lead)) >= 0;
    }
    return kind;
}

Fates::Portal Fates::countPortal(const Population &population, const facts::RowRange &range)
{
    const facts::ItemColumns &items = population.facts().items;
    const facts::VisitColumns &visits = population.facts().visits;
    Portal portal { .now = population.portal(range.portal).now };
    for (std::uint32_t item = range.first; item < range.last; ++item) {
        const Kind kind = kindOf(population, item);
        ++portal.counts[kind.code()];
        portal.isOdd = portal.isOdd || (kind.isLeadNamed && isOddLead(population, std::uint32_t(items.lead[item])));
        portal.latest = std::max(portal.latest, items.deleted[item]);
        const std::uint32_t first = items.firstVisit[item];
        for (std::uint32_t visit = first; visit < first + items.visitCount[item]; ++visit)
            portal.latest = std::max(portal.latest, visits.entered[visit]);
    }
    return portal;
}

// It matters which now it is when something happens after it.
Fates Fates::count(const Population &population, Fates earlier, const facts::Same &same)
{
    const facts::ItemColumns &items = population.facts().items;
    std::vector<Portal> before = std::exchange(earlier.m_portals, {});
    before.resize(population.facts().portals.size());
    Fates fates;
    fates.m_portals.resize(before.size());
    std::vector<facts::RowRange> changed;
    std::size_t rows = 0;
    for (const facts::RowRange &range : items.ranges()) {
        const auto portal = std::size_t(range.portal);
        const base::UtcSeconds now = population.portal(range.portal).now;
        if (same.of(portal) && (before[portal].now == now || before[portal].latest <= std::min(before[portal].now, now)))
            fates.m_portals[portal] = before[portal];
        else
            changed.push_back(range), rows += range.size();
    }
    inParallel(threadsFor(rows), changed.size(),
        [&](unsigned, std::size_t i) { fates.m_portals[std::size_t(changed[i].portal)] = countPortal(population, changed[i]); });
    fates.m_isOdd = std::ranges::any_of(fates.m_portals, &Portal::isOdd);
    return fates;
}

std::shared_ptr<const Fates> Fates::of(const Population &population, Of what)
{
    const Question &question = population.question();
    const bool isJoined = what == Of::Chains && !question.itemKind;
    if (question.asOf != base::kNever || question.withoutJunk)
        return nullptr;
    auto fates = population.facts().derived.get<Fates>([&] { return count(population, {}, {}); },
        [&](Fates &&earlier, const facts::Same &same) { return count(population, std::move(earlier), same); });
    return isJoined && !question.funnels.empty() && fates->m_isOdd ? nullptr : std::move(fates);
}

Waterfall Fates::ofChains(const Population &population, const std::function<bool(facts::Index)> &isIn) const
{
    const Question &question = population.question();
    const QString leads = funnelName({ .kind = model::EntityKind::Lead, .name = {} });
    const bool areLeadsAsked = question.funnels.empty() || std::ranges::find(question.funnels, leads) != question.funnels.end();
    Waterfall waterfall;
    for (std::size_t portal = 0; portal < m_portals.size(); ++portal) {
        if (!isIn(facts::Index(portal)))
            continue;
        eachKind([&](std::size_t code, const Kind &kind) {
            const bool belongs = !question.itemKind && kind.hasLead && population.portal(facts::Index(portal)).allowed
                && (question.withTests || !kind.isLeadTest) && (areLeadsAsked || !kind.isLeadNamed);
            waterfall.add(belongs ? Fate::Absent : kind.fateUnder(question), m_portals[portal].counts[code]);
        });
    }
    return waterfall;
}

Waterfall Fates::ofAsked(const Population &population) const
{
    Waterfall waterfall;
    for (std::size_t portal = 0; portal < m_portals.size(); ++portal) {
        eachKind([&](std::size_t code, const Kind &kind) {
            const Fate fate = kind.fateUnder(population.question());
            const bool isAsked = population.portal(facts::Index(portal)).allowed && population.kindAllowed(kind.kind);
            waterfall.add(fate == Fate::OutsideFilter && isAsked ? Fate::Counted : fate, m_portals[portal].counts[code]);
        });
    }
    return waterfall;
}

Waterfall Fates::ofItems(const Population &population, model::EntityKind kind) const
{
    Waterfall waterfall;
    eachKind([&](std::size_t code, const Kind &each) {
        if (each.kind != kind)
            return;
        for (const Portal &portal : m_portals)
            waterfall.add(each.fateUnder(population.question()), portal.counts[code]);
    });
    return waterfall;
}

Waterfall completed(const Waterfall &none, const Waterfall &counted)
{
    Waterfall result = none;
    result.counted += counted.counted;
    result.immature += counted.immature;
    result.junk += counted.junk;
    result.outsideFilter -= counted.counted + counted.immature;
    return result;
}

} // namespace dealerlens::reports
