// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/begunblocks.h"
#include "reports/tally.h"

#include <map>

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr int kZones = 1; // the local day lies within one of that in UTC

QDate dayOf(std::int64_t sinceEpoch) { return QDate(1970, 1, 1).addDays(sinceEpoch); }

// The days of a zone whose items are counted.
struct Days {
    QDate first;
    std::vector<base::UtcSeconds> ends;
};

Days daysOf(const ZoneOffsets &offsets, const QString &zone, base::UtcSeconds now, int days)
{
    Days result { .first = dayOf(offsets.localDay(now) - days), .ends = {} };
    for (int day = 1; day <= days; ++day)
        result.ends.push_back(startOfDay(result.first.addDays(day), zone));
    return result;
}

// How many of the days the portal is mirrored to three quarters of.
std::size_t knownDays(const facts::PortalFact &fact, const Days &days)
{
    const base::UtcSeconds reach = fact.watermark != base::kNever ? fact.watermark : fact.newestData;
    std::size_t known = 0;
    while (known < days.ends.size() && reach != base::kNever && reach >= days.ends[known] - kDay / 4)
        ++known;
    return known;
}

} // namespace

std::vector<NewByDay> newByDay(const facts::Snapshot &facts, base::UtcSeconds now, int days, const base::CancelToken &cancel)
{
    Question question { .from = dayOf(now / kDay - days - kZones), .to = dayOf(now / kDay + kZones) };
    for (const facts::PortalFact &fact : facts.portals)
        question.portals.push_back(fact.portal.key);
    const Population population(facts, question);
    std::vector<NewByDay> result(facts.portals.size());
    std::map<const ZoneOffsets *, Days> ofZones; // hundreds of dealers live in a few
    for (std::size_t i = 0; i < result.size(); ++i) {
        const ZoneOffsets *offsets = population.portal(facts::Index(i)).zone.get();
        const auto [place, isNew] = ofZones.try_emplace(offsets);
        if (isNew)
            place->second = daysOf(*offsets, facts.portals[i].portal.timeZone, now, days);
        result[i].first = place->second.first;
        result[i].days.assign(knownDays(facts.portals[i], place->second), 0);
    }
    const auto use = [&](const ChainEvent &event) {
        if (!event.has(Count::New))
            return;
        NewByDay &own = result[std::size_t(facts.items.portal[event.item])];
        const QDate day = dayOf(population.portalOf(event.item).zone->localDay(event.at));
        const std::int64_t at = own.first.daysTo(day);
        if (at < 0 || at >= std::int64_t(own.days.size()))
            return;
        ++own.days[std::size_t(at)];
        own.evidenced += event.has(Count::Evidenced) ? 1 : 0;
        own.claimed += event.has(Count::Evidenced) || event.has(Count::WithoutEvidence) ? 1 : 0;
    };
    const ChainScan scan(population, nullptr, 0);
    scanBegunInParts(population, cancel, [&](std::size_t, std::uint32_t item) { // each portal by one thread
        scan.beginning(item, use, [](std::uint32_t, Fate) { });
    });
    return result;
}

} // namespace dealerlens::reports
