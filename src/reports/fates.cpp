// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/fates.h"

#include "reports/keptvalue.h"

#include "reports/parallel.h"

#include <algorithm>
#include <utility>

namespace dealerlens::reports {

namespace {

// What a stage says of a lead that stands in it.
constexpr std::uint8_t kNameless = 0; // its funnel is not known
constexpr std::uint8_t kOfLeads = 1;
constexpr std::uint8_t kOfDeals = 2;

std::vector<std::uint8_t> funnelsOf(const facts::Snapshot &facts)
{
    std::vector<std::uint8_t> funnels;
    funnels.reserve(facts.stages.size());
    for (const facts::StageFact &stage : facts.stages) {
        const bool isKnown = stage.funnel >= 0;
        const bool isOfLeads = isKnown && facts.funnels[std::size_t(stage.funnel)].kind == model::EntityKind::Lead;
        funnels.push_back(!isKnown ? kNameless : isOfLeads ? kOfLeads : kOfDeals);
    }
    return funnels;
}

// Bits of a code: whether a lead that lives is named and a test, and is there; whether the item is a test, and a deal; at
// last its place in kApart.
constexpr std::uint8_t kLeadNamed = 1;
constexpr std::uint8_t kLeadTest = 2;
constexpr std::uint8_t kHasLead = 4;
constexpr std::uint8_t kTest = 8;
constexpr std::uint8_t kDeal = 16;
constexpr unsigned kFateBit = 5;
// Beside a code in what is known of an item without its lead.
constexpr std::uint16_t kCode = 0x7f;
constexpr std::uint16_t kNamed = 0x80; // of a lead that counts: it stands in a stage that is known …
constexpr std::uint16_t kOdd = 0x100; // … in a funnel of deals

bool isApart(std::uint16_t alone) { return (alone & kCode) >> kFateBit != 0; }

constexpr std::array kApart { Fate::Counted, Fate::Absent, Fate::Deleted, Fate::Merged };

std::uint8_t codeOf(Fate fate) { return std::uint8_t((std::ranges::find(kApart, fate) - kApart.begin()) << kFateBit); }

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
            Kind { (code & kDeal) != 0 ? model::EntityKind::Deal : model::EntityKind::Lead, kApart[code >> kFateBit], (code & kTest) != 0,
                (code & kHasLead) != 0, (code & kLeadTest) != 0, (code & kLeadNamed) != 0 });
}

// What is known of an item without its lead, whatever is asked of the present. One number: three put together in memory and
// read as one took five times as long as all else here.
std::uint16_t Fates::aloneOf(const Population &population, const std::vector<std::uint8_t> &funnels, std::uint32_t item)
{
    const facts::ItemColumns &items = population.facts().items;
    const bool isDeal = items.kind[item] == model::EntityKind::Deal;
    const auto alone = std::uint16_t((population.isTest(item) ? kTest : 0) | (isDeal ? kDeal : 0));
    if (population.createdOf(item) > population.nowOf(item))
        return alone | codeOf(Fate::Absent);
    if (population.isDeleted(item))
        return alone | codeOf((items.marks[item] & facts::kTwinMark) != 0 ? Fate::Merged : Fate::Deleted);
    if (isDeal)
        return alone;
    const facts::Index stage = population.stateOf(item).stage;
    const facts::Index known = stage >= 0 ? stage : items.stage[item];
    const std::uint8_t funnel = known < 0 ? kNameless : funnels[std::size_t(known)];
    return std::uint16_t(alone | (funnel != kNameless ? kNamed : 0) | (funnel == kOfDeals ? kOdd : 0));
}

Fates::Portal Fates::countPortal(
    const Population &population, const std::vector<std::uint8_t> &funnels, const facts::RowRange &range, std::vector<std::uint16_t> &alone)
{
    const facts::ItemColumns &items = population.facts().items;
    const facts::VisitColumns &visits = population.facts().visits;
    Portal portal { .now = population.portal(range.portal).now };
    alone.resize(range.size()); // before the deals of a lead ask for it
    for (std::uint32_t item = range.first; item < range.last; ++item) {
        alone[item - range.first] = aloneOf(population, funnels, item);
        const base::UtcSeconds last = visits.entered[items.firstVisit[item] + items.visitCount[item] - 1]; // they are in order
        portal.latest = std::max({ portal.latest, items.deleted[item], last });
    }
    for (std::uint32_t item = range.first; item < range.last; ++item) {
        unsigned code = alone[item - range.first] & kCode;
        if (const facts::Index lead = items.lead[item]; lead >= 0) {
            const std::uint32_t place = std::uint32_t(lead) - range.first;
            const std::uint16_t its = place < alone.size() ? alone[place] : aloneOf(population, funnels, std::uint32_t(lead));
            if (!isApart(its)) {
                code |= kHasLead | ((its & kTest) != 0 ? kLeadTest : 0) | ((its & kNamed) != 0 ? kLeadNamed : 0);
                portal.isOdd = portal.isOdd || (its & kOdd) != 0;
            }
        }
        ++portal.counts[code];
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
    const unsigned threads = threadsFor(rows);
    const std::vector<std::uint8_t> funnels = funnelsOf(population.facts());
    std::vector<std::vector<std::uint16_t>> alone(threads);
    inParallel(threads, changed.size(), [&](unsigned thread, std::size_t i) {
        fates.m_portals[std::size_t(changed[i].portal)] = countPortal(population, funnels, changed[i], alone[thread]);
    });
    fates.m_isOdd = std::ranges::any_of(fates.m_portals, &Portal::isOdd);
    return fates;
}

std::shared_ptr<const Fates> Fates::of(const Population &population, Of what)
{
    const Question &question = population.question();
    const bool isJoined = what == Of::Chains && !question.itemKind;
    if (question.asOf != base::kNever || question.withoutJunk)
        return nullptr;
    auto fates = keptValue<Fates>(
        population.facts(), [&](Fates &&earlier, const facts::Same &same) { return count(population, std::move(earlier), same); });
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
