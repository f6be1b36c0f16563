// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/sessionchoices.h"

#include "viewmodels/session.h"

#include <QCollator>

namespace dealerlens::viewmodels {

namespace {

QList<Choice> named(const std::vector<QString> &names, const QString &unknown)
{
    QList<Choice> result;
    for (const QString &name : names)
        result.append({ name, name.isEmpty() ? unknown : name, {} });
    const QCollator collator;
    std::stable_sort(result.begin(), result.end(), [&](const Choice &a, const Choice &b) { return collator.compare(a.text, b.text) < 0; });
    return result;
}

bool hasSamePeople(const facts::Snapshot &one, const facts::Snapshot &other)
{
    const auto sameUser
        = [](const facts::UserFact &a, const facts::UserFact &b) { return a.portal == b.portal && a.id == b.id && a.name == b.name; };
    const auto samePortal = [](const facts::PortalFact &a, const facts::PortalFact &b) {
        return a.portal.key == b.portal.key && a.portal.title == b.portal.title;
    };
    return std::ranges::equal(one.users, other.users, sameUser) && std::ranges::equal(one.portals, other.portals, samePortal);
}

QList<Choice> peopleOf(const facts::Snapshot &facts)
{
    struct Sorted {
        QCollatorSortKey key;
        Choice choice;
    };

    const QCollator collator;
    std::vector<Sorted> people;
    for (const facts::UserFact &user : facts.users) {
        if (user.portal < 0)
            continue;
        const model::Portal &portal = facts.portals[static_cast<size_t>(user.portal)].portal;
        people.push_back(
            { collator.sortKey(user.name), { portal.key + QLatin1Char('/') + QString::number(user.id), user.name, portal.title } });
    }
    std::ranges::stable_sort(people, [](const Sorted &a, const Sorted &b) { return a.key.compare(b.key) < 0; });
    QList<Choice> choices;
    for (Sorted &each : people)
        choices.append(std::move(each.choice));
    return choices;
}

} // namespace

SessionChoices::SessionChoices(Session &session, QObject *parent)
    : ContextChoices(parent)
    , m_session(session)
{
    connect(&session, &Session::factsChanged, this, &SessionChoices::take);
    take(session.facts());
}

void SessionChoices::take(const facts::SnapshotPtr &facts)
{
    if (!facts)
        return;
    if (m_facts && !hasSamePeople(*m_facts, *facts))
        m_employees.reset();
    m_facts = facts;
    const base::UtcSeconds freshFrom = m_session.clock().now() - facts->standard.freshnessLimit;
    QList<DealerChoice> dealers;
    for (const facts::PortalFact &fact : facts->portals) {
        if (fact.portal.kind == model::PortalKind::Dealer && !fact.portal.isRetired())
            dealers.append({ fact.portal.id, fact.portal.code, fact.portal.title, fact.portal.city, fact.portal.region,
                !fact.neverComplete && fact.watermark >= freshFrom });
    }
    QHash<QString, int> count;
    bool hasLeads = false;
    for (const facts::FunnelFact &funnel : facts->funnels) {
        if (funnel.kind == model::EntityKind::Lead)
            hasLeads = true;
        else
            ++count[funnel.name];
    }
    QStringList funnels = count.keys();
    std::sort(funnels.begin(), funnels.end(),
        [&](const QString &a, const QString &b) { return std::pair(-count.value(a), a) < std::pair(-count.value(b), b); });
    m_dealers = std::move(dealers);
    m_funnels = std::move(funnels);
    m_hasLeads = hasLeads;
    Q_EMIT changed();
}

QList<Choice> SessionChoices::employees() const
{
    if (!m_employees && m_facts)
        m_employees = peopleOf(*m_facts);
    return m_employees.value_or(QList<Choice>());
}

QList<Choice> SessionChoices::funnels() const
{
    QList<Choice> result { { {}, tr("all", "funnels"), {} } };
    for (const QString &name : m_funnels)
        result.append({ name, name, {} });
    if (m_hasLeads)
        result.append({ QStringLiteral("leads"), tr("Leads"), {} });
    return result;
}

QList<Choice> SessionChoices::conditionFields() const
{
    if (!m_facts)
        return {};
    return { { QStringLiteral("source"), tr("Source"), {} }, { QStringLiteral("campaign"), tr("Campaign"), {} },
        { QStringLiteral("region"), tr("Region"), {} }, { QStringLiteral("late"), tr("Late"), {} },
        { QStringLiteral("marks"), tr("Tests and junk"), {} } };
}

QList<Choice> SessionChoices::conditionValues(const QString &field) const
{
    if (!m_facts)
        return {};
    if (field == QLatin1StringView("source"))
        return named(m_facts->sources, tr("unknown"));
    if (field == QLatin1StringView("campaign"))
        return named(m_facts->campaigns, tr("none", "campaign"));
    if (field == QLatin1StringView("region"))
        return named(m_facts->regions, tr("none", "region"));
    if (field == QLatin1StringView("marks"))
        return { { QStringLiteral("tests"), tr("with tests"), {} }, { QStringLiteral("no-junk"), tr("without junk"), {} } };
    if (field != QLatin1StringView("late"))
        return {};
    const QStringList words { tr("response due soon"), tr("first response overdue"), tr("over the stage limit"), tr("activity overdue"),
        tr("no next step"), tr("close date past"), tr("without evidence") };
    QList<Choice> result;
    for (qsizetype i = 0; i < words.size(); ++i)
        result.append({ QString::number(i), words[i], {} });
    return result;
}

} // namespace dealerlens::viewmodels
