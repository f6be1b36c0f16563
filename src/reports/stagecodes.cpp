// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/stagecodes.h"

#include "reports/parallel.h"

#include <algorithm>
#include <utility>

namespace dealerlens::reports {

namespace {

template <StageGrouping> struct KeptCodes {
    std::shared_ptr<const StageCodes> codes;
};

std::uint64_t keyOf(const facts::ItemColumns &items, std::uint32_t item)
{
    const auto source = std::uint64_t(std::max(items.source[item], 0));
    const auto campaign = std::uint64_t(std::max(items.campaign[item], 0));
    return campaign << 32 | source << 1 | (items.kind[item] == model::EntityKind::Deal ? 1 : 0);
}

}

bool StageCodes::suit(const Question &question)
{
    return question.asOf == base::kNever && !question.withTests && !question.withoutJunk && question.funnels.empty()
        && question.lates.empty();
}

void StageCodes::Finder::begin(std::uint32_t first)
{
    if (m_used > 0)
        std::ranges::fill(m_slots, Slot());
    m_used = 0;
    m_first = first;
}

StageCodes::Finder::Slot &StageCodes::Finder::slotOf(std::uint64_t key)
{
    constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15U; // 2^64 over the golden ratio: neighbours lie apart
    std::size_t place = (key * kSpread >> 32) & (m_slots.size() - 1);
    while (m_slots[place].key != kFree && m_slots[place].key != key)
        place = (place + 1) & (m_slots.size() - 1);
    return m_slots[place];
}

void StageCodes::Finder::grow()
{
    std::vector<Slot> slots(m_slots.size() * 2);
    slots.swap(m_slots);
    for (const Slot &slot : slots)
        if (slot.key != kFree)
            slotOf(slot.key) = slot;
}

std::uint32_t StageCodes::Finder::of(const facts::ItemColumns &items, std::uint32_t item)
{
    const std::uint64_t key = keyOf(items, item);
    if (m_used * 4 >= m_slots.size()) // with room, so that the first place mostly is the one
        grow();
    Slot &slot = slotOf(key);
    if (slot.key == kFree)
        slot = { key, m_first + std::uint32_t(m_used++) };
    return slot.code;
}

namespace {

// Of one portal.
struct PortalCodes {
    std::vector<StageCodes::Code> codes;
    Waterfall leftOut;
};

// What items of a portal entered, as bits of groups.
class EnteredBits {
public:
    EnteredBits(const Population &population, const StageGroups &groups)
        : m_facts(population.facts())
    {
        for (std::size_t stage = 0; stage < m_facts.stages.size(); ++stage)
            m_bits.push_back(std::uint64_t(1) << groups.of(facts::Index(stage)));
        m_bits.push_back(std::uint64_t(1) << groups.of(facts::kNone));
    }

    [[nodiscard]] std::uint64_t of(std::uint32_t item, base::UtcSeconds now) const
    {
        std::uint64_t met = 0;
        const std::uint32_t first = m_facts.items.firstVisit[item];
        const std::uint32_t end = first + m_facts.items.visitCount[item];
        for (std::uint32_t visit = first; visit < end && m_facts.visits.entered[visit] <= now; ++visit) {
            const facts::Index stage = m_facts.visits.stage[visit];
            met |= m_bits[stage < 0 ? m_bits.size() - 1 : std::size_t(stage)];
        }
        return met;
    }

private:
    const facts::Snapshot &m_facts;
    std::vector<std::uint64_t> m_bits; // by stage, then of the unknown one
};

PortalCodes codesOf(const Population &population, const EnteredBits &entered, const facts::RowRange &range, StageCodes::Finder &finder)
{
    const facts::ItemColumns &items = population.facts().items;
    const base::UtcSeconds now = population.portal(range.portal).now;
    PortalCodes own;
    finder.begin();
    for (std::uint32_t item = range.first; item < range.last; ++item) {
        if (const Fate fate = population.sift(item, false); fate != Fate::Counted) {
            own.leftOut.add(fate);
            continue;
        }
        const std::uint32_t place = finder.of(items, item);
        if (place == own.codes.size())
            own.codes.push_back({ range.portal, std::max(items.source[item], 0), std::max(items.campaign[item], 0), items.kind[item] });
        StageCodes::Code &code = own.codes[place];
        ++code.items;
        code.met |= entered.of(item, now);
    }
    return own;
}

} // namespace

StageCodes StageCodes::count(const Population &population, const StageGroups &groups)
{
    const facts::Snapshot &facts = population.facts();
    const EnteredBits entered(population, groups);
    const auto &ranges = facts.items.ranges();
    std::vector<PortalCodes> portals(ranges.size());
    const unsigned threads = threadsFor(facts.visits.size());
    std::vector<Finder> finders(threads);
    inParallel(threads, ranges.size(),
        [&](unsigned thread, std::size_t i) { portals[i] = codesOf(population, entered, ranges[i], finders[thread]); });
    StageCodes result;
    result.m_firsts.resize(facts.portals.size());
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        result.m_firsts[std::size_t(ranges[i].portal)] = std::uint32_t(result.m_codes.size());
        result.m_codes.insert(result.m_codes.end(), portals[i].codes.begin(), portals[i].codes.end());
        result.m_leftOut.join(portals[i].leftOut);
    }
    return result;
}

Question questionOfEverybody(const facts::Snapshot &facts)
{
    Question everybody;
    for (const facts::PortalFact &portal : facts.portals)
        everybody.portals.push_back(portal.portal.key);
    return everybody;
}

std::shared_ptr<const StageCodes> StageCodes::of(const facts::Snapshot &facts, StageGrouping grouping)
{
    const auto make = [&]() -> std::shared_ptr<const StageCodes> {
        const Question everybody = questionOfEverybody(facts);
        const Population population(facts, everybody);
        const StageGroups groups(population, grouping);
        return groups.size() > kMostGroups ? nullptr : std::make_shared<const StageCodes>(count(population, groups));
    };
    if (grouping == StageGrouping::OwnStage)
        return facts.derived.get<KeptCodes<StageGrouping::OwnStage>>([&] { return KeptCodes<StageGrouping::OwnStage> { make() }; })->codes;
    return facts.derived.get<KeptCodes<StageGrouping::Milestone>>([&] { return KeptCodes<StageGrouping::Milestone> { make() }; })->codes;
}

StageCodes::Choice::Choice(const StageCodes &codes, const Population &population)
{
    m_isAsked.reserve(codes.all().size());
    m_waterfall = codes.m_leftOut;
    for (const Code &code : codes.all()) {
        const bool isAsked = population.portal(code.portal).allowed && population.kindAllowed(code.kind)
            && population.sourceChosen(std::size_t(code.source)) && population.campaignChosen(std::size_t(code.campaign));
        m_isAsked.push_back(isAsked ? 1 : 0);
        (isAsked ? m_met : m_missing) |= code.met;
        m_waterfall.add(isAsked ? Fate::Counted : Fate::OutsideFilter, code.items);
    }
}

} // namespace dealerlens::reports
