// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/stagetexts.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace dealerlens::viewmodels {

using reports::StageTimes;

namespace {

constexpr double kDay = 86'400;
constexpr double kNineHours = 9 * 3'600;
constexpr double kChance = 0.05;
constexpr qsizetype kNamedDealers = 3;

bool isAsked(const facts::Snapshot &facts, const reports::Question &question, facts::Index index)
{
    const facts::PortalFact &fact = facts.portals[static_cast<size_t>(index)];
    if (fact.portal.kind != model::PortalKind::Dealer)
        return false;
    const auto &keys = question.portals;
    const auto &regions = question.regions;
    const QString region = fact.region >= 0 ? facts.regions[static_cast<size_t>(fact.region)] : QString();
    return (keys.empty() || std::find(keys.begin(), keys.end(), fact.portal.key) != keys.end())
        && (regions.empty() || std::find(regions.begin(), regions.end(), region) != regions.end());
}

CompareChoice choiceOf(const facts::Snapshot &facts, const facts::PortalFact &fact)
{
    const model::Portal &portal = fact.portal;
    return { QStringLiteral("p:") + portal.key,
        portal.city.isEmpty() ? portal.title : QString(portal.city + QStringLiteral(", ") + portal.title),
        fact.region >= 0 ? facts.regions[static_cast<size_t>(fact.region)] : QString(), portal.code };
}

void addEmployees(const facts::Snapshot &facts, const reports::Question &question, std::vector<CompareChoice> &choices)
{
    for (const facts::UserFact &user : facts.users) {
        if (user.portal < 0 || !isAsked(facts, question, user.portal))
            continue;
        const model::Portal &portal = facts.portals[static_cast<size_t>(user.portal)].portal;
        const std::pair<QString, model::RecordId> id { portal.key, user.id };
        if (!question.employees.empty() && std::find(question.employees.begin(), question.employees.end(), id) == question.employees.end())
            continue;
        choices.push_back(
            { QStringLiteral("e:") + portal.key + QLatin1Char('/') + QString::number(user.id), user.name, portal.title, portal.code });
    }
}

} // namespace

std::vector<CompareChoice> compareChoices(const facts::Snapshot &facts, const reports::Question &question, CompareBy by)
{
    std::vector<CompareChoice> choices;
    if (by == CompareBy::Employee)
        addEmployees(facts, question, choices);
    for (size_t i = 0; i < facts.portals.size() && (by == CompareBy::Dealer || by == CompareBy::Region); ++i) {
        if (!isAsked(facts, question, static_cast<facts::Index>(i)))
            continue;
        CompareChoice choice = choiceOf(facts, facts.portals[i]);
        if (by == CompareBy::Region) {
            if (choice.detail.isEmpty())
                continue;
            choice = { QStringLiteral("r:") + choice.detail, choice.detail, {}, {} };
            if (std::find(choices.begin(), choices.end(), choice) != choices.end())
                continue;
        }
        choices.push_back(choice);
    }
    std::stable_sort(choices.begin(), choices.end(),
        [](const CompareChoice &one, const CompareChoice &other) { return one.name.localeAwareCompare(other.name) < 0; });
    return choices;
}

reports::Question narrowTo(reports::Question question, const QString &key)
{
    const QString rest = key.mid(2);
    if (key.startsWith(QLatin1String("p:"))) {
        question.portals = { rest };
    } else if (key.startsWith(QLatin1String("r:"))) {
        question.regions = { rest };
    } else if (key.startsWith(QLatin1String("e:"))) {
        if (const qsizetype slash = rest.lastIndexOf(QLatin1Char('/')); slash > 0)
            question.employees = { { rest.left(slash), rest.mid(slash + 1).toLongLong() } };
    }
    return question;
}

reports::Place placeOfChoice(const QString &key)
{
    const reports::Question group = narrowTo({}, key);
    if (!group.regions.empty())
        return { .level = reports::TreeLevel::Region, .region = group.regions.front() };
    if (!group.portals.empty())
        return { .level = reports::TreeLevel::Dealer, .portal = group.portals.front() };
    if (!group.employees.empty())
        return { .level = reports::TreeLevel::Employee, .portal = group.employees.front().first, .user = group.employees.front().second };
    return {};
}

std::vector<DealerMedian> dealerMedians(std::vector<reports::DealerTimes> dealers)
{
    std::vector<DealerMedian> result;
    for (DealerMedian &dealer : dealers) {
        if (dealer.times.left >= StageTexts::kFewExits && dealer.times.median)
            result.push_back(std::move(dealer));
    }
    std::stable_sort(result.begin(), result.end(),
        [](const DealerMedian &one, const DealerMedian &other) { return *one.times.median > *other.times.median; });
    return result;
}

double StageTexts::workingDay(const model::WorkCalendar &calendar)
{
    std::array<double, 8> days {};
    for (const model::WorkCalendar::Slot &slot : calendar.week) {
        if (slot.weekday < 1 || slot.weekday > 7)
            continue;
        const double until = slot.toMidnight ? kDay : QTime(0, 0).secsTo(slot.to);
        days[static_cast<size_t>(slot.weekday)] += std::max(0.0, until - QTime(0, 0).secsTo(slot.from));
    }
    double sum = 0;
    int count = 0;
    for (const double seconds : days) {
        sum += seconds;
        count += seconds > 0 ? 1 : 0;
    }
    return count > 0 ? sum / count : kNineHours;
}

StageTexts::StageTexts(const Fmt &fmt, facts::SnapshotPtr facts, bool businessTime)
    : m_fmt(fmt)
    , m_facts(std::move(facts))
    , m_businessTime(businessTime)
{
    if (m_facts)
        m_workingDay = workingDay(m_facts->standard.calendar);
    m_day = businessTime ? m_workingDay : kDay;
}

QString StageTexts::name(const StageTimes &stage) const
{
    QString name = stage.stage;
    if (stage.milestone != 0 && m_facts) {
        for (const model::Milestone &milestone : m_facts->standard.milestones) {
            if (milestone.id != stage.milestone)
                continue;
            const QString &own = m_fmt.language() == Language::Russian ? milestone.nameRu : milestone.nameEn;
            name = own.isEmpty() ? stage.stage : own;
        }
    }
    // "New lead" says it already.
    const bool isLead = stage.kind == model::EntityKind::Lead;
    return isLead && !name.contains(tr("lead"), Qt::CaseInsensitive) ? tr("%1 (lead)").arg(name) : name;
}

QString StageTexts::daysNumber(double seconds) const { return m_fmt.daysNumber(inDays(seconds) * kDay); }

QString StageTexts::days(double seconds) const { return m_fmt.days(inDays(seconds) * kDay); }

QString StageTexts::median(const StageTimes &stage) const
{
    if (stage.left < kFewExits)
        return stage.visits > 0 ? QStringLiteral("n<5") : Fmt::dash();
    return stage.median ? daysNumber(*stage.median) : tr("NR");
}

QString StageTexts::interval(const StageTimes &stage) const
{
    if (stage.left < kFewExits || !stage.medianLow)
        return {};
    const QString high = stage.medianHigh ? daysNumber(*stage.medianHigh) : tr("NR");
    return QString(daysNumber(*stage.medianLow) + QChar(0x2013) + high);
}

QString StageTexts::limit(const StageTimes &stage) const
{
    return stage.limit ? m_fmt.daysNumber(*stage.limit / m_workingDay * kDay) : Fmt::dash();
}

std::optional<double> StageTexts::limitInDays(const StageTimes &stage) const
{
    // Working days of the limit have no place on an axis of calendar days.
    return m_businessTime && stage.limit ? std::optional(*stage.limit / m_day) : std::nullopt;
}

QString StageTexts::overLimit(const StageTimes &stage) const
{
    if (!stage.limit || stage.visits == 0)
        return Fmt::dash();
    return m_fmt.percent(static_cast<double>(stage.overLimit) / static_cast<double>(stage.visits));
}

QString StageTexts::withInterval(const StageTimes &stage) const
{
    const QString between = interval(stage);
    const QString value = stage.median ? days(*stage.median) : tr("NR");
    const QString doubt = between.isEmpty() ? QString() : QString(between + QStringLiteral(", "));
    return QString(value + QStringLiteral(" (") + doubt + m_fmt.count(stage.visits) + QLatin1Char(')'));
}

QString StageTexts::hover(const QString &name, const StageTimes &stage, double atDay) const
{
    const double seconds = atDay * m_day;
    const auto after = std::upper_bound(
        stage.curve.begin(), stage.curve.end(), seconds, [](double at, const reports::CurveStep &step) { return at < step.seconds; });
    reports::CurveStep at;
    at.atRisk = stage.visits;
    if (after != stage.curve.begin())
        at = *std::prev(after);
    return tr("%1, day %2: %3 still in the stage (%4), %5 under observation")
        .arg(
            name, m_fmt.decimal(atDay), m_fmt.percent(at.survival), m_fmt.bounds(at.low * 100, at.high * 100, 0), m_fmt.integer(at.atRisk));
}

QString StageTexts::sentence(const StageTimes &stage) const
{
    const QString who = name(stage);
    if (stage.left < kFewExits)
        return tr("“%1”: fewer than five have left (%2), too few for a median.").arg(who, m_fmt.count(stage.visits));
    const QString open = m_fmt.integer(stage.open);
    if (!stage.median)
        return tr("“%1”: more than half are still there at the end of observation (%2, %3 open).")
            .arg(who, m_fmt.count(stage.visits), open);
    const QString text = tr("“%1”: half leave within %2; %3 are still open and counted as running.").arg(who, withInterval(stage), open);
    if (!stage.medianLeft)
        return text;
    return QString(text + QLatin1Char(' ') + tr("Those that left alone would say %1.").arg(days(*stage.medianLeft)));
}

QString StageTexts::sentence(const reports::Comparison &comparison) const
{
    QStringList parts;
    QStringList naive;
    for (const auto &[who, times] : comparison.groups) {
        if (times.left < kFewExits) {
            parts.append(tr("%1: fewer than five have left (%2)").arg(who, m_fmt.count(times.visits)));
            continue;
        }
        parts.append(times.median ? tr("%1: half leave within %2").arg(who, withInterval(times))
                                  : tr("%1: more than half still there (%2)").arg(who, m_fmt.count(times.visits)));
        if (times.medianLeft)
            naive.append(QString(who + QLatin1Char(' ') + days(*times.medianLeft)));
    }
    QString text = tr("“%1”. ").arg(name(comparison.network)) + parts.join(QStringLiteral("; ")) + QLatin1Char('.');
    if (comparison.logRankP) {
        text += QLatin1Char(' ')
            + (*comparison.logRankP < kChance ? tr("The curves differ: log-rank %1.")
                                              : tr("Chance alone can explain the difference: log-rank %1."))
                  .arg(m_fmt.pValue(*comparison.logRankP));
    }
    if (const QString apart = pairs(comparison); !apart.isEmpty())
        text += QLatin1Char(' ') + apart;
    if (!naive.isEmpty())
        text += QLatin1Char(' ') + tr("Those that left alone would say: %1.").arg(naive.join(QStringLiteral(", ")));
    return text;
}

QString StageTexts::pairs(const reports::Comparison &comparison) const
{
    if (comparison.groups.size() < 3 || comparison.pairs.empty())
        return {};
    QStringList apart;
    for (const stats::PairTest &pair : comparison.pairs) {
        if (pair.corrected < kChance)
            apart.append(QString(comparison.groups[pair.first].first + QStringLiteral(" \u2013 ") + comparison.groups[pair.second].first
                + QLatin1Char(' ') + m_fmt.pValue(pair.corrected)));
    }
    return apart.isEmpty() ? tr("Pair by pair none differ (log-rank, corrected by Holm).")
                           : tr("Pair by pair these differ (log-rank, corrected by Holm): %1.").arg(apart.join(QStringLiteral("; ")));
}

QString StageTexts::titles(const std::vector<QString> &portals) const
{
    QStringList names;
    for (const QString &key : portals) {
        if (names.size() == kNamedDealers)
            break;
        QString title = key;
        for (const facts::PortalFact &fact : m_facts->portals) {
            if (fact.portal.key == key)
                title = fact.portal.title;
        }
        names.append(title);
    }
    const qsizetype more = static_cast<qsizetype>(portals.size()) - names.size();
    const QString joined = names.join(QStringLiteral(", "));
    return more > 0 ? tr("%1 and %Ln more", nullptr, static_cast<int>(more)).arg(joined) : joined;
}

QString StageTexts::note(const reports::StageTimesAnswer &answer) const
{
    QStringList notes;
    if (!m_facts)
        return {};
    if (!answer.leftTruncated.empty())
        notes.append(tr("History begins inside the period: %1").arg(titles(answer.leftTruncated)));
    if (!answer.coverage.missing.empty())
        notes.append(tr("Stale, counted up to their own data: %1").arg(titles(answer.coverage.missing)));
    return notes.join(QStringLiteral(" · "));
}

Explanation StageTexts::explain(const StageTimes &stage, const reports::StageTimesAnswer &answer) const
{
    Explanation explanation;
    explanation.title = tr("Median time in the stage");
    explanation.subject = name(stage);
    explanation.value = stage.left < kFewExits ? tr("fewer than five have left (%1)").arg(m_fmt.count(stage.visits)) : withInterval(stage);
    explanation.formula = m_businessTime
        ? tr("Working time from entering to leaving by each dealer's calendar, in working days. Open items count as still running, not as "
             "left.")
        : tr("Time from entering to leaving by the clock, in days of 24 hours. Open items count as still running, not as left.");
    explanation.method = tr(
        "Kaplan–Meier; the smallest time by which half have left. Interval 95%, log-minus-log; with repeated visits, bootstrap by item.");
    explanation.waterfall = answer.waterfall;
    explanation.coverage = answer.coverage;
    if (stage.medianLeft)
        explanation.notes.append(tr("Those that left alone would say %1.").arg(days(*stage.medianLeft)));
    if (const QString text = note(answer); !text.isEmpty())
        explanation.notes.append(text);
    return explanation;
}

} // namespace dealerlens::viewmodels
