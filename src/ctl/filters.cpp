// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/filters.h"

#include "ctl/instants.h"
#include "model/text.h"

#include <QDateTime>
#include <QStringList>

#include <span>

namespace dealerlens::ctl {

namespace {

constexpr qsizetype kSuggestions = 6;

// Positions of the candidates that `wanted` names: those equal to it, else those that begin with it. Equal
// candidates (one name at several dealers) all count; different ones that begin alike are ambiguous.
std::expected<std::vector<std::size_t>, QString> find(const char *what, const QString &wanted, std::span<const QString> candidates)
{
    const QString key = model::folded(wanted);
    std::vector<std::size_t> equal, begin;
    QStringList beginNames, containing;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const QString name = model::folded(candidates[i]);
        if (name == key)
            equal.push_back(i);
        else if (!key.isEmpty() && name.startsWith(key)) {
            begin.push_back(i);
            if (!beginNames.contains(candidates[i]))
                beginNames += candidates[i];
        } else if (name.contains(key) && !containing.contains(candidates[i])) {
            containing += candidates[i];
        }
    }
    if (!equal.empty())
        return equal;
    if (beginNames.size() == 1)
        return begin;
    QString sentence = QStringLiteral("There is no %1 \"%2\".").arg(QString::fromLatin1(what), wanted);
    if (beginNames.size() > 1)
        sentence = QStringLiteral("\"%1\" is the beginning of more than one %2.").arg(wanted, QString::fromLatin1(what));
    QStringList near = beginNames + containing;
    if (near.isEmpty()) {
        for (const QString &candidate : candidates) {
            if (!candidate.isEmpty() && !near.contains(candidate))
                near += candidate;
        }
    }
    if (!near.isEmpty()) {
        sentence += QStringLiteral(" There is: ") + near.mid(0, kSuggestions).join(QLatin1String(", "))
            + (near.size() > kSuggestions ? QStringLiteral(" …") : QString());
    }
    return std::unexpected(sentence);
}

// Adds the names found among `candidates` to `target`.
std::expected<void, QString> addNames(
    const char *what, const QStringList &wanted, const std::vector<QString> &candidates, std::vector<QString> &target)
{
    for (const QString &text : wanted) {
        // "unknown" asks for what has no name, unless something is really called so.
        const bool unknown = text == QLatin1String("unknown") && std::find(candidates.begin(), candidates.end(), text) == candidates.end();
        if (text.isEmpty() || unknown) {
            target.push_back(QString());
            continue;
        }
        const auto found = find(what, text, candidates);
        if (!found)
            return std::unexpected(found.error());
        for (const std::size_t i : *found) {
            if (std::find(target.begin(), target.end(), candidates[i]) == target.end())
                target.push_back(candidates[i]);
        }
    }
    return {};
}

std::expected<void, QString> addDealers(const QStringList &wanted, const facts::Snapshot &facts, reports::Question &question)
{
    std::vector<QString> titles;
    for (const auto &fact : facts.portals)
        titles.push_back(fact.portal.title);
    for (const QString &text : wanted) {
        const auto byKey
            = std::find_if(facts.portals.begin(), facts.portals.end(), [&](const auto &fact) { return fact.portal.key == text; });
        if (byKey != facts.portals.end()) {
            question.portals.push_back(text);
            continue;
        }
        const auto found = find("dealer", text, titles);
        if (!found)
            return std::unexpected(found.error());
        for (const std::size_t i : *found)
            question.portals.push_back(facts.portals[i].portal.key);
    }
    return {};
}

std::expected<void, QString> addEmployees(const QStringList &wanted, const facts::Snapshot &facts, reports::Question &question)
{
    std::vector<QString> names;
    for (const auto &user : facts.users)
        names.push_back(user.name);
    const auto keyOf = [&](std::size_t i) { return facts.portals[static_cast<std::size_t>(facts.users[i].portal)].portal.key; };
    for (const QString &text : wanted) {
        const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
        bool isId = false;
        const model::RecordId id = colon > 0 ? text.mid(colon + 1).toLongLong(&isId) : 0;
        if (isId) {
            question.employees.emplace_back(text.left(colon), id);
            continue;
        }
        const auto found = find("employee", text, names);
        if (!found)
            return std::unexpected(found.error());
        for (const std::size_t i : *found)
            question.employees.emplace_back(keyOf(i), facts.users[i].id);
    }
    return {};
}

std::expected<void, QString> addFunnels(const QStringList &wanted, const facts::Snapshot &facts, reports::Question &question)
{
    std::vector<QString> names;
    for (const auto &funnel : facts.funnels)
        names.push_back(funnel.kind == model::EntityKind::Lead ? QStringLiteral("leads") : funnel.name);
    return addNames("funnel", wanted, names, question.funnels);
}

const std::map<QString, reports::Late> &lateNames()
{
    using reports::Late;
    static const std::map<QString, Late> names {
        { QStringLiteral("response-due-soon"), Late::ResponseDueSoon },
        { QStringLiteral("response-overdue"), Late::ResponseOverdue },
        { QStringLiteral("stage-overdue"), Late::StageOverdue },
        { QStringLiteral("activity-overdue"), Late::ActivityOverdue },
        { QStringLiteral("no-next-step"), Late::NoNextStep },
        { QStringLiteral("close-date-past"), Late::CloseDatePast },
        { QStringLiteral("without-evidence"), Late::WithoutEvidence },
    };
    return names;
}

std::expected<void, QString> addTimes(const FilterArguments &filter, QDate today, reports::Question &question)
{
    const auto asOf = parseInstant(filter.asOf);
    if (!asOf)
        return std::unexpected(QStringLiteral("\"%1\" is no instant. Write 2026-01-31 or 2026-01-31T12:00:00+03:00.").arg(filter.asOf));
    question.asOf = *asOf;
    if (*asOf != base::kNever)
        today = QDateTime::fromSecsSinceEpoch(*asOf, Qt::UTC).date();
    const auto period = parsePeriod(filter.period, today);
    if (!period) {
        return std::unexpected(
            QStringLiteral("\"%1\" is no period. Write 2026-01-01..2026-02-01 (the second day is not included), 2026-01, "
                           "2026-Q1, this-month, last-quarter, last-30-days or all.")
                .arg(filter.period));
    }
    question.from = period->from;
    question.to = period->to;
    return {};
}

} // namespace

std::expected<reports::Question, QString> questionFrom(const FilterArguments &filter, const facts::Snapshot &facts, QDate today)
{
    reports::Question question;
    if (auto times = addTimes(filter, today, question); !times)
        return std::unexpected(times.error());
    if (auto dealers = addDealers(filter.dealers, facts, question); !dealers)
        return std::unexpected(dealers.error());
    if (auto regions = addNames("region", filter.regions, facts.regions, question.regions); !regions)
        return std::unexpected(regions.error());
    if (auto employees = addEmployees(filter.employees, facts, question); !employees)
        return std::unexpected(employees.error());
    if (auto funnels = addFunnels(filter.funnels, facts, question); !funnels)
        return std::unexpected(funnels.error());
    if (auto sources = addNames("source", filter.sources, facts.sources, question.sources); !sources)
        return std::unexpected(sources.error());
    if (auto campaigns = addNames("campaign", filter.campaigns, facts.campaigns, question.campaigns); !campaigns)
        return std::unexpected(campaigns.error());
    for (const QString &late : filter.lates) {
        const auto found = lateNames().find(late);
        if (found == lateNames().end())
            return std::unexpected(QStringLiteral("There is no kind of late \"%1\".").arg(late));
        question.lates.insert(found->second);
    }
    if (!filter.items.isEmpty())
        question.itemKind = filter.items == QLatin1String("leads") ? model::EntityKind::Lead : model::EntityKind::Deal;
    question.responsibleAtEvent = !filter.responsibleNow;
    question.businessTime = filter.business;
    question.withTests = filter.withTests;
    question.withoutJunk = filter.withoutJunk;
    return question;
}

std::map<QString, QString> aboutQuestion(const reports::Question &question, const facts::Snapshot &facts)
{
    const auto instant = [](base::UtcSeconds at) { return QDateTime::fromSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate); };
    std::map<QString, QString> about;
    about[QStringLiteral("as_of")] = question.asOf == base::kNever ? QStringLiteral("newest data of each dealer") : instant(question.asOf);
    if (facts.builtAt != base::kNever)
        about[QStringLiteral("made_at")] = instant(facts.builtAt);
    const auto day = [](const std::optional<QDate> &date) { return date ? date->toString(Qt::ISODate) : QString(); };
    about[QStringLiteral("period")] = question.from || question.to
        ? QString(day(question.from) + QLatin1String("..") + day(question.to)
              + QLatin1String(" (days of each dealer's zone; the second one not included)"))
        : QStringLiteral("all");
    about[QStringLiteral("durations")]
        = question.businessTime ? QStringLiteral("working time of each dealer's calendar") : QStringLiteral("calendar time");
    const auto list = [&about](const char *name, const std::vector<QString> &values) {
        QStringList texts;
        for (const QString &value : values)
            texts += value.isEmpty() ? QStringLiteral("unknown") : value;
        if (!texts.isEmpty())
            about[QString::fromLatin1(name)] = texts.join(QLatin1String(", "));
    };
    list("dealers", question.portals);
    list("regions", question.regions);
    list("funnels", question.funnels);
    list("sources", question.sources);
    list("campaigns", question.campaigns);
    std::vector<QString> employees;
    for (const auto &[key, id] : question.employees)
        employees.push_back(key + QLatin1Char(':') + QString::number(id));
    list("employees", employees);
    std::vector<QString> lates;
    for (const auto &[name, late] : lateNames()) {
        if (question.lates.contains(late))
            lates.push_back(name);
    }
    list("lates", lates);
    if (question.withTests)
        about[QStringLiteral("tests")] = QStringLiteral("counted");
    if (question.withoutJunk)
        about[QStringLiteral("junk")] = QStringLiteral("left out");
    if (question.itemKind)
        about[QStringLiteral("items")] = *question.itemKind == model::EntityKind::Lead ? QStringLiteral("leads") : QStringLiteral("deals");
    return about;
}

} // namespace dealerlens::ctl
