// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/fates.h"

#include "reports/parallel.h"

namespace dealerlens::reports {

namespace {

constexpr std::array kApart { Fate::Counted, Fate::Absent, Fate::Deleted, Fate::Merged }; // by the upper two bits of a code

}

std::size_t Fates::Kind::code() const
{
    const auto place = std::size_t(std::ranges::find(kApart, fate) - kApart.begin());
    return place << 4 | (kind == model::EntityKind::Deal ? 8U : 0U) | (isTest ? 4U : 0U) | (hasLead ? 2U : 0U) | (isLeadTest ? 1U : 0U);
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
            Kind { (code & 8) != 0 ? model::EntityKind::Deal : model::EntityKind::Lead, kApart[code >> 4], (code & 4) != 0, (code & 2) != 0,
                (code & 1) != 0 });
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
    }
    return kind;
}

Fates Fates::count(const Population &population)
{
    const facts::ItemColumns &items = population.facts().items;
    Fates fates;
    fates.m_portals.resize(population.facts().portals.size());
    inParallel(threadsFor(items.size()), items.ranges().size(), [&](unsigned, std::size_t index) {
        const facts::RowRange &range = items.ranges()[index];
        Counts counts {};
        for (std::uint32_t item = range.first; item < range.last; ++item)
            ++counts[kindOf(population, item).code()];
        fates.m_portals[std::size_t(range.portal)] = counts;
    });
    return fates;
}

std::shared_ptr<const Fates> Fates::of(const Population &population, Of what)
{
    const Question &question = population.question();
    const bool isJoined = what == Of::Chains && !question.itemKind;
    if (question.asOf != base::kNever || question.withoutJunk || (isJoined && !question.funnels.empty()))
        return nullptr;
    return population.facts().derived.get<Fates>([&] { return count(population); });
}

Waterfall Fates::ofChains(const Population &population, const std::function<bool(facts::Index)> &isIn) const
{
    const Question &question = population.question();
    Waterfall waterfall;
    for (std::size_t portal = 0; portal < m_portals.size(); ++portal) {
        if (!isIn(facts::Index(portal)))
            continue;
        eachKind([&](std::size_t code, const Kind &kind) {
            const bool belongs = !question.itemKind && kind.hasLead && population.portal(facts::Index(portal)).allowed
                && (question.withTests || !kind.isLeadTest);
            waterfall.add(belongs ? Fate::Absent : kind.fateUnder(question), m_portals[portal][code]);
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
        for (const Counts &counts : m_portals)
            waterfall.add(each.fateUnder(population.question()), counts[code]);
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
