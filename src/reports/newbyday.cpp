// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/begunblocks.h"
#include "reports/tally.h"

namespace dealerlens::reports {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr int kZones = 1; // the local day lies within one of that in UTC

QDate dayOf(std::int64_t sinceEpoch) { return QDate(1970, 1, 1).addDays(sinceEpoch); }

// How many of the days from `first` on the portal is mirrored to three quarters of.
int knownDays(const facts::PortalFact &fact, QDate first, int days)
{
    const base::UtcSeconds reach = fact.watermark != base::kNever ? fact.watermark : fact.newestData;
    int known = 0;
    while (known < days && reach != base::kNever && reach >= startOfDay(first.addDays(known + 1), fact.portal.timeZone) - kDay / 4)
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
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i].first = dayOf(population.portal(facts::Index(i)).zone->localDay(now) - days);
        result[i].days.assign(std::size_t(knownDays(facts.portals[i], result[i].first, days)), 0);
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
