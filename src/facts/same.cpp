// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/same.h"

#include <algorithm>

namespace dealerlens::facts {
namespace {

bool isSame(const model::StageLimit &a, const model::StageLimit &b)
{
    return a.milestone == b.milestone && a.portal == b.portal && a.businessSeconds == b.businessSeconds;
}

bool isSame(const model::Standard::Rate &a, const model::Standard::Rate &b)
{
    return a.currency == b.currency && a.day == b.day && a.rate.units == b.rate.units;
}

bool isSame(const model::Milestone &a, const model::Milestone &b) { return a.id == b.id; }

// Names of stages and funnels, too: stages that are called the same are one to whoever counts stays.
bool isSame(const StageFact &a, const StageFact &b)
{
    return a.funnel == b.funnel && a.code == b.code && a.name == b.name && a.semantic == b.semantic && a.milestone == b.milestone
        && a.junk == b.junk;
}

bool isSame(const FunnelFact &a, const FunnelFact &b) { return a.portal == b.portal && a.kind == b.kind && a.name == b.name; }

bool isSame(const UserFact &a, const UserFact &b) { return a.portal == b.portal && a.department == b.department && a.name == b.name; }

bool isSame(const DepartmentFact &a, const DepartmentFact &b) { return a.portal == b.portal && a.name == b.name; }

bool isSameTree(const PortalFact &a, const PortalFact &b)
{
    return a.region == b.region && a.portal.title == b.portal.title && a.portal.key == b.portal.key;
}

template <class List> bool areSame(const List &a, const List &b)
{
    return std::ranges::equal(a, b, [](const auto &one, const auto &other) { return isSame(one, other); });
}

// Of the standard what is not in the stages.
bool isSame(const model::Standard &a, const model::Standard &b)
{
    return a.responseLimit == b.responseLimit && a.currency == b.currency && a.calendar == b.calendar
        && a.dealerCalendars == b.dealerCalendars && areSame(a.limits, b.limits) && areSame(a.rates, b.rates)
        && areSame(a.milestones, b.milestones);
}

} // namespace

Same sameIn(const Snapshot &before, const Snapshot &after)
{
    Same same;
    same.tree = before.regions == after.regions && areSame(before.users, after.users) && areSame(before.departments, after.departments)
        && std::ranges::equal(before.portals, after.portals, isSameTree);
    same.portals.resize(after.portals.size(), 0);
    if (!isSame(before.standard, after.standard))
        return same;
    for (std::size_t i = 0; i < std::min(before.portals.size(), after.portals.size()); ++i) {
        const model::Portal &was = before.portals[i].portal;
        const model::Portal &is = after.portals[i].portal;
        same.portals[i] = after.runs[i] && after.runs[i] == before.runs[i] && is.id == was.id && is.timeZone == was.timeZone
            && is.addedAt == was.addedAt;
    }
    // Of what has come since, no row tells that was there before.
    for (std::size_t i = 0; i < std::min(before.stages.size(), after.stages.size()); ++i)
        if (!isSame(before.stages[i], after.stages[i]))
            same.portals[std::size_t(after.stages[i].portal)] = 0;
    for (std::size_t i = 0; i < std::min(before.funnels.size(), after.funnels.size()); ++i)
        if (!isSame(before.funnels[i], after.funnels[i]))
            same.portals[std::size_t(after.funnels[i].portal)] = 0;
    return same;
}

} // namespace dealerlens::facts
