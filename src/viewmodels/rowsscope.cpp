// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/rowsscope.h"

#include "viewmodels/boardtexts.h"

#include <algorithm>

namespace dealerlens::viewmodels {

using reports::Count;
using reports::Report;

namespace {

// Enumerators travel as numbers, except report and count, which have words.
template <class Value> Value numbered(const QVariantMap &map, const char *key, Value otherwise, Value last)
{
    bool isNumber = false;
    const int value = map.value(QString::fromLatin1(key)).toInt(&isNumber);
    return isNumber && value >= 0 && value <= static_cast<int>(last) ? static_cast<Value>(value) : otherwise;
}

QVariantMap toMap(const reports::Place &place)
{
    return { { QStringLiteral("level"), static_cast<int>(place.level) }, { QStringLiteral("region"), place.region },
        { QStringLiteral("portal"), place.portal }, { QStringLiteral("department"), qlonglong(place.department) },
        { QStringLiteral("user"), qlonglong(place.user) }, { QStringLiteral("month"), place.month } };
}

reports::Place toPlace(const QVariantMap &map)
{
    return { .level = numbered(map, "level", reports::TreeLevel::Network, reports::TreeLevel::Month),
        .region = map.value(QStringLiteral("region")).toString(),
        .portal = map.value(QStringLiteral("portal")).toString(),
        .department = map.value(QStringLiteral("department")).toLongLong(),
        .user = map.value(QStringLiteral("user")).toLongLong(),
        .month = map.value(QStringLiteral("month")).toString() };
}

QVariantMap toMap(const reports::StageKey &stage)
{
    QVariantMap map { { QStringLiteral("name"), stage.name }, { QStringLiteral("milestone"), stage.milestone } };
    if (stage.funnel)
        map.insert(QStringLiteral("funnel"), *stage.funnel);
    if (stage.kind)
        map.insert(QStringLiteral("kind"), *stage.kind == model::EntityKind::Lead ? QStringLiteral("lead") : QStringLiteral("deal"));
    return map;
}

reports::StageKey toStage(const QVariantMap &map)
{
    reports::StageKey stage { .name = map.value(QStringLiteral("name")).toString(),
        .milestone = map.value(QStringLiteral("milestone")).toInt() };
    if (map.contains(QStringLiteral("funnel")))
        stage.funnel = map.value(QStringLiteral("funnel")).toString();
    if (map.contains(QStringLiteral("kind")))
        stage.kind
            = map.value(QStringLiteral("kind")).toString() == QLatin1String("lead") ? model::EntityKind::Lead : model::EntityKind::Deal;
    return stage;
}

} // namespace

QVariantMap RowsScope::toVariant() const
{
    QVariantMap map { { QStringLiteral("report"), wordOf(report) }, { QStringLiteral("count"), wordOf(count) } };
    const auto put = [&map](const char *key, const QVariant &value, bool wanted) {
        if (wanted)
            map.insert(QString::fromLatin1(key), value);
    };
    QVariantList lateNumbers;
    for (const reports::Late late : lates)
        lateNumbers.append(static_cast<int>(late));
    put("place", toMap(place), !(place == reports::Place {}));
    put("dimension", static_cast<int>(dimension), report == Report::Groups);
    put("group", group.value_or(QString()), group.has_value());
    put("stage", stage ? toMap(*stage) : QVariantMap(), stage.has_value());
    put("own", true, grouping == reports::StageGrouping::OwnStage);
    put("all", true, visits == reports::VisitsCounted::All);
    put("final", true, finalStages);
    put("unfiltered", true, unfiltered);
    put("mode", static_cast<int>(mode), report == Report::Funnel);
    put("path", QStringList(path.begin(), path.end()), !path.empty());
    put("lates", lateNumbers, !lates.empty());
    put("conversionDays", conversionDays.value_or(0), conversionDays.has_value());
    put("crumbs", crumbs, !crumbs.isEmpty());
    put("agesOf", agesOf ? toMap(*agesOf) : QVariantMap(), agesOf.has_value());
    put("ageFrom", ages ? ages->first : 0, ages.has_value());
    put("ageTo", ages ? ages->second : 0, ages.has_value());
    if (days) {
        map.insert(QStringLiteral("from"), days->first.toString(Qt::ISODate));
        map.insert(QStringLiteral("to"), days->second.toString(Qt::ISODate));
    }
    return map;
}

RowsScope RowsScope::fromVariant(const QVariantMap &map)
{
    const auto has = [&map](const char *key) { return map.contains(QString::fromLatin1(key)); };
    RowsScope scope;
    scope.report = reports::reportOf(map.value(QStringLiteral("report")).toString()).value_or(scope.report);
    scope.count = reports::countOf(map.value(QStringLiteral("count")).toString()).value_or(scope.count);
    scope.place = toPlace(map.value(QStringLiteral("place")).toMap());
    scope.dimension = numbered(map, "dimension", scope.dimension, reports::Dimension::Funnel);
    if (has("group"))
        scope.group = map.value(QStringLiteral("group")).toString();
    if (has("stage"))
        scope.stage = toStage(map.value(QStringLiteral("stage")).toMap());
    if (has("own"))
        scope.grouping = reports::StageGrouping::OwnStage;
    if (has("all"))
        scope.visits = reports::VisitsCounted::All;
    scope.finalStages = has("final");
    scope.unfiltered = has("unfiltered");
    scope.mode = numbered(map, "mode", scope.mode, reports::FunnelMode::Supposed);
    const QStringList path = map.value(QStringLiteral("path")).toStringList();
    scope.path.assign(path.begin(), path.end());
    for (const QVariant &late : map.value(QStringLiteral("lates")).toList())
        scope.lates.insert(static_cast<reports::Late>(std::clamp(late.toInt(), 0, reports::kLateCount - 1)));
    if (has("conversionDays"))
        scope.conversionDays = map.value(QStringLiteral("conversionDays")).toInt();
    const auto day = [&map](const char *key) { return QDate::fromString(map.value(QString::fromLatin1(key)).toString(), Qt::ISODate); };
    if (day("from").isValid() && day("to").isValid())
        scope.days = { day("from"), day("to") };
    if (has("ageFrom"))
        scope.ages = { map.value(QStringLiteral("ageFrom")).toDouble(), map.value(QStringLiteral("ageTo")).toDouble() };
    if (has("agesOf"))
        scope.agesOf = toStage(map.value(QStringLiteral("agesOf")).toMap());
    scope.crumbs = map.value(QStringLiteral("crumbs")).toStringList();
    return scope;
}

namespace {

// Counts that are called differently in one report than in the others; empty: as everywhere.
QString ownTitle(Report report, Count count)
{
    if (report == Report::StageTimes && count == Count::Open)
        return RowsScope::tr("Visits that still run");
    if (report == Report::Funnel && count == Count::Open)
        return RowsScope::tr("Open, got no further");
    if (report == Report::Funnel && count == Count::Lost)
        return RowsScope::tr("Lost, got no further");
    if (report == Report::Board && count == Count::Open)
        return RowsScope::tr("Open now");
    if (report == Report::Board && count == Count::Won)
        return RowsScope::tr("Won in 30 days");
    if (report == Report::Board && count == Count::Lost)
        return RowsScope::tr("Lost in 30 days");
    if (report == Report::Velocity && count == Count::Open)
        return RowsScope::tr("Open deals behind the velocity");
    if (report == Report::Velocity && count == Count::Mature)
        return RowsScope::tr("Deals whose horizon ended in the period");
    if (report == Report::Velocity && count == Count::Won)
        return RowsScope::tr("Won deals behind the mean amount");
    if (report == Report::Transitions)
        return RowsScope::tr("Transitions");
    if (report == Report::Paths)
        return RowsScope::tr("Went this way");
    if (report == Report::Items && count == Count::All)
        return RowsScope::tr("All leads and deals");
    return {};
}

QString titleOf(Count count)
{
    switch (count) {
    case Count::New:
        return RowsScope::tr("New inquiries");
    case Count::Converted:
        return RowsScope::tr("Converted");
    case Count::NotConverted:
        return RowsScope::tr("Not converted");
    case Count::Mature:
        return RowsScope::tr("Old enough to be judged");
    case Count::ConvertedInTime:
        return RowsScope::tr("Converted in time");
    case Count::Immature:
        return RowsScope::tr("Too young to be judged");
    case Count::Before:
        return RowsScope::tr("New in the period before");
    case Count::BeforeConverted:
        return RowsScope::tr("Converted in the period before");
    case Count::Awaiting:
        return RowsScope::tr("Inquiries that await a first response");
    case Count::LimitKnown:
        return RowsScope::tr("Answered, or past the limit");
    case Count::InLimit:
        return RowsScope::tr("Answered within the limit");
    case Count::WithoutEvidence:
        return RowsScope::tr("Claimed, not evidenced");
    case Count::UntouchedClosed:
        return RowsScope::tr("Closed untouched");
    case Count::CohortWon:
        return RowsScope::tr("New inquiries won by now");
    case Count::Conversions:
        return RowsScope::tr("Conversions of the period");
    case Count::Junk:
        return RowsScope::tr("Spam or no inquiry");
    case Count::OpenOld:
        return RowsScope::tr("Open longer than planned");
    case Count::Open:
        return RowsScope::tr("Open inquiries");
    case Count::Won:
        return RowsScope::tr("Won");
    case Count::Lost:
        return RowsScope::tr("Lost");
    case Count::WithoutRate:
        return RowsScope::tr("Won in a currency without a rate");
    case Count::Evidenced:
        return RowsScope::tr("Claimed, and evidenced");
    case Count::All:
        return RowsScope::tr("All");
    case Count::Deleted:
        return RowsScope::tr("Deleted");
    case Count::Test:
        return RowsScope::tr("Test");
    case Count::Spam:
        return RowsScope::tr("Spam");
    case Count::Merged:
        return RowsScope::tr("Merged");
    case Count::OutsideFilter:
        return RowsScope::tr("Outside the filter");
    case Count::Counted:
        return RowsScope::tr("Counted");
    case Count::Visits:
        return RowsScope::tr("Visits");
    case Count::Left:
        return RowsScope::tr("Visits that ended");
    case Count::OverLimit:
        return RowsScope::tr("Visits over the limit");
    case Count::WatchedLate:
        return RowsScope::tr("Visits that began before the history");
    case Count::Closed:
        return RowsScope::tr("Were in the stage and have ended");
    case Count::Entered:
        return RowsScope::tr("Were in the stage");
    case Count::Reentered:
        return RowsScope::tr("Came back to the stage");
    case Count::Reached:
        return RowsScope::tr("Counted at the stage");
    case Count::Inferred:
        return RowsScope::tr("Counted, but not seen at the stage");
    case Count::Late:
        return RowsScope::tr("Late");
    case Count::Mapped:
        return RowsScope::tr("Visits in stages with a pair");
    case Count::Unmapped:
        return RowsScope::tr("Visits in stages without a pair");
    }
    return {};
}

} // namespace

QString RowsScope::title() const
{
    QString words = ownTitle(report, count);
    if (words.isEmpty())
        words = titleOf(count);
    for (const reports::Late late : lates)
        words += QStringLiteral(", ") + BoardTexts::late(late).toLower();
    if (ages)
        words += QStringLiteral(", ") + tr("of the ages chosen");
    return words;
}

} // namespace dealerlens::viewmodels
