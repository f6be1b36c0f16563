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
    QList<Choice> employees;
    for (const facts::UserFact &user : facts->users) {
        if (user.portal < 0)
            continue;
        const model::Portal &portal = facts->portals[static_cast<size_t>(user.portal)].portal;
        employees.append({ portal.key + QLatin1Char('/') + QString::number(user.id), user.name, portal.title });
    }
    const QCollator collator;
    std::stable_sort(
        employees.begin(), employees.end(), [&](const Choice &a, const Choice &b) { return collator.compare(a.text, b.text) < 0; });
    m_dealers = std::move(dealers);
    m_funnels = std::move(funnels);
    m_hasLeads = hasLeads;
    m_employees = std::move(employees);
    Q_EMIT changed();
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
