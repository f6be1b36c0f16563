// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/rowsscope.h"

#include <array>

namespace dealerlens::viewmodels {

namespace {

// The words of Rows in arguments, in the order of the enumerators.
constexpr std::array<const char *, 8> kWhich { "new", "open", "converted", "won", "lost", "all", "not-converted", "immature" };

} // namespace

QVariantMap RowsScope::toVariant() const
{
    QVariantMap map { { QStringLiteral("which"), QString::fromLatin1(kWhich[static_cast<size_t>(which)]) } };
    const auto put = [&map](const char *key, const QVariant &value, bool wanted) {
        if (wanted)
            map.insert(QString::fromLatin1(key), value);
    };
    put("portals", portals, !portals.isEmpty());
    put("region", region, !region.isEmpty());
    put("employees", employees, !employees.isEmpty());
    put("sources", sources, !sources.isEmpty());
    put("crumbs", crumbs, !crumbs.isEmpty());
    put("stage", stage, !stage.isEmpty());
    put("milestone", milestone, milestone != 0);
    put("late", late, late >= 0);
    put("overLimit", overLimit, overLimit);
    put("ageFrom", ageFrom, ageFrom >= 0);
    put("ageTo", ageTo, ageTo >= 0);
    put("agesAreBusiness", agesAreBusiness, agesAreBusiness);
    return map;
}

RowsScope RowsScope::fromVariant(const QVariantMap &map)
{
    RowsScope scope;
    const QString which = map.value(QStringLiteral("which")).toString();
    for (size_t i = 0; i < kWhich.size(); ++i) {
        if (which == QLatin1String(kWhich[i]))
            scope.which = static_cast<reports::Rows>(i);
    }
    scope.portals = map.value(QStringLiteral("portals")).toStringList();
    scope.region = map.value(QStringLiteral("region")).toString();
    scope.employees = map.value(QStringLiteral("employees")).toStringList();
    scope.sources = map.value(QStringLiteral("sources")).toStringList();
    scope.crumbs = map.value(QStringLiteral("crumbs")).toStringList();
    scope.stage = map.value(QStringLiteral("stage")).toString();
    scope.milestone = map.value(QStringLiteral("milestone"), 0).toInt();
    scope.late = map.value(QStringLiteral("late"), -1).toInt();
    scope.overLimit = map.value(QStringLiteral("overLimit"), false).toBool();
    scope.ageFrom = map.value(QStringLiteral("ageFrom"), -1.0).toDouble();
    scope.ageTo = map.value(QStringLiteral("ageTo"), -1.0).toDouble();
    scope.agesAreBusiness = map.value(QStringLiteral("agesAreBusiness"), false).toBool();
    return scope;
}

reports::Question RowsScope::narrow(reports::Question question) const
{
    if (!portals.isEmpty())
        question.portals.assign(portals.begin(), portals.end());
    if (!region.isEmpty())
        question.regions = { region };
    if (!sources.isEmpty())
        question.sources.assign(sources.begin(), sources.end());
    if (!employees.isEmpty())
        question.employees.clear();
    for (const QString &employee : employees) {
        if (const qsizetype slash = employee.lastIndexOf(QLatin1Char('/')); slash > 0)
            question.employees.emplace_back(employee.left(slash), employee.mid(slash + 1).toLongLong());
    }
    if (late >= 0 && late < reports::kLateCount)
        question.lates.insert(static_cast<reports::Late>(late));
    return question;
}

bool RowsScope::keeps(const facts::Snapshot &facts, const reports::ItemState &state, base::UtcSeconds asOf) const
{
    if (!stage.isEmpty() || milestone != 0) {
        if (state.stage < 0)
            return false;
        const facts::StageFact &fact = facts.stages[static_cast<size_t>(state.stage)];
        if (!stage.isEmpty() && fact.name != stage)
            return false;
        const facts::Index paired = facts.milestoneOf(state.stage, asOf);
        if (milestone != 0 && (paired < 0 || facts.standard.milestones[static_cast<size_t>(paired)].id != milestone))
            return false;
    }
    if (overLimit && !(state.limit && state.businessAge > *state.limit))
        return false;
    const double age = agesAreBusiness ? state.businessAge : state.age;
    return (ageFrom < 0 || age >= ageFrom) && (ageTo < 0 || age < ageTo);
}

} // namespace dealerlens::viewmodels
