// SPDX-License-Identifier: GPL-3.0-or-later
// What happens while one watches: single believable events through the portal's own operations.
#include "portalsim/democlients.h"
#include "portalsim/demogenerator.h"

namespace dealerlens::portalsim {
namespace {

struct LiveStage {
    QString id;
    QString semantic;
    qint64 sort = 0;
};

class LivePortal {
public:
    LivePortal(PortalData &portal, std::mt19937_64 &random, UtcSeconds now)
        : m_portal(portal)
        , m_dice(random)
        , m_now(now)
    {
    }

    void step();

private:
    void newLead();
    void moveOne();
    void callOne(bool missed);
    void commentOne();
    void todoOne();
    void dealOf(qint64 leadId);
    Record *pickOpen(Entity entity);
    [[nodiscard]] std::pair<Entity, Record *> pickAny();
    [[nodiscard]] std::vector<LiveStage> stages(Entity entity, qint64 category) const;
    [[nodiscard]] qint64 pickUser();
    [[nodiscard]] QString phoneOf(const Record &item);
    void touch(Record &item, qint64 user);

    PortalData &m_portal;
    Dice m_dice;
    UtcSeconds m_now;
};

void LivePortal::step()
{
    static constexpr std::array<double, 6> kMix { 30, 34, 16, 4, 8, 8 };
    switch (m_dice.weighted(kMix)) {
    case 0:
        newLead();
        break;
    case 1:
        moveOne();
        break;
    case 2:
        callOne(false);
        break;
    case 3:
        callOne(true);
        break;
    case 4:
        commentOne();
        break;
    default:
        todoOne();
        break;
    }
}

qint64 LivePortal::pickUser()
{
    const auto &users = m_portal.table(Entity::User).rows;
    if (users.empty())
        return 1;
    for (int attempt = 0; attempt < 8; ++attempt) {
        const Record &user = m_dice.pick(users);
        if (user.flag("ACTIVE") && (users.size() == 1 || user.id != 1))
            return user.id;
    }
    return users.back().id;
}

std::vector<LiveStage> LivePortal::stages(Entity entity, qint64 category) const
{
    const QString directory = PortalData::stageDirectory(entity, category);
    std::vector<LiveStage> found;
    for (const Record &row : m_portal.table(Entity::Status).rows) {
        if (row.text("ENTITY_ID") == directory)
            found.push_back({ row.text("STATUS_ID"), row.text("SEMANTICS"), row.number("SORT") });
    }
    std::ranges::stable_sort(found, {}, &LiveStage::sort);
    return found;
}

// An open one among the youngest few hundred, where work goes on; nullptr when there is none.
Record *LivePortal::pickOpen(Entity entity)
{
    constexpr qint64 kYoungest = 400;
    m_portal.table(entity).keepFrom(m_portal.table(entity).lastId - kYoungest);
    auto &rows = m_portal.table(entity).rows;
    const auto field = entity == Entity::Lead ? "STATUS_SEMANTIC_ID" : "STAGE_SEMANTIC_ID";
    const auto count = static_cast<qint64>(rows.size());
    for (int attempt = 0; attempt < 40 && count > 0; ++attempt) {
        const qint64 place = m_dice.between(std::max<qint64>(0, count - kYoungest), count - 1);
        Record &row = rows[static_cast<std::size_t>(place)];
        if (row.text(field) == u"P")
            return &row;
    }
    return nullptr;
}

std::pair<Entity, Record *> LivePortal::pickAny()
{
    const Entity first = m_dice.chance(0.45) ? Entity::Lead : Entity::Deal;
    if (Record *item = pickOpen(first))
        return { first, item };
    const Entity second = first == Entity::Lead ? Entity::Deal : Entity::Lead;
    return { second, pickOpen(second) };
}

void LivePortal::newLead()
{
    const City &city = cityNamed(m_portal.city);
    const Client client = makeClient(m_dice, city);
    std::array<double, 16> weights {};
    const auto sources = demoSources();
    for (std::size_t i = 0; i < sources.size(); ++i)
        weights[i] = sources[i].weight;
    const SourceRow &source = sources[m_dice.weighted(std::span(weights).first(sources.size()))];
    Record lead;
    const QString product = text(m_dice.pick(demoProducts()).name);
    lead.set("TITLE", QString(u"Заявка: " % product));
    lead.set("NAME", client.person.name);
    lead.set("LAST_NAME", client.person.lastName);
    lead.set("COMPANY_TITLE", client.company);
    lead.addPhone(client.phone);
    lead.setBool("HAS_PHONE", true);
    if (!client.email.isEmpty())
        lead.addEmail(client.email);
    lead.set("SOURCE_ID", QString::fromLatin1(source.id));
    for (const UtmRow &row : demoUtm()) {
        if (QLatin1String(row.sourceId) != QLatin1String(source.id) || !m_dice.chance(0.3))
            continue;
        lead.set("UTM_SOURCE", QString::fromLatin1(row.source));
        lead.set("UTM_MEDIUM", QString::fromLatin1(row.medium));
        lead.set("UTM_CAMPAIGN", QString::fromLatin1(row.campaign));
        break;
    }
    lead.set("UF_CRM_PRODUCT", product);
    const qint64 user = pickUser();
    lead.set("ASSIGNED_BY_ID", user);
    lead.set("OPPORTUNITY", QStringLiteral("0.00"));
    m_portal.addItem(Entity::Lead, std::move(lead), m_now, 1);
}

void LivePortal::moveOne()
{
    const auto [entity, item] = pickAny();
    if (!item)
        return newLead();
    const bool lead = entity == Entity::Lead;
    const auto all = stages(entity, lead ? 0 : item->number("CATEGORY_ID"));
    const auto at = std::ranges::find(all, item->text(lead ? "STATUS_ID" : "STAGE_ID"), &LiveStage::id);
    const auto lost = std::ranges::find(all, QStringLiteral("F"), &LiveStage::semantic);
    if (at == all.end() || at + 1 == all.end())
        return;
    const qint64 id = item->id;
    const qint64 user = item->number("ASSIGNED_BY_ID") > 0 ? item->number("ASSIGNED_BY_ID") : pickUser();
    const LiveStage &next = lost != all.end() && m_dice.chance(0.14) ? *lost : *(at + 1);
    m_portal.moveStage(entity, id, next.id, m_now, user);
    if (lead && next.semantic == u"S")
        dealOf(id);
}

// What the portal itself makes of a converted lead: contact, company and deal.
void LivePortal::dealOf(qint64 leadId)
{
    const Record lead = *m_portal.table(Entity::Lead).find(leadId);
    const qint64 user = lead.number("ASSIGNED_BY_ID");
    qint64 company = lead.number("COMPANY_ID");
    if (company == 0 && !lead.text("COMPANY_TITLE").isEmpty()) {
        Record record;
        record.set("TITLE", lead.text("COMPANY_TITLE"));
        record.multi = lead.multi;
        for (MultiField &field : record.multi)
            field.id = 0;
        company = m_portal.addItem(Entity::Company, std::move(record), m_now, user);
    }
    qint64 contact = lead.number("CONTACT_ID");
    if (contact == 0) {
        Record record;
        record.set("NAME", lead.text("NAME"));
        record.set("LAST_NAME", lead.text("LAST_NAME"));
        record.set("COMPANY_ID", company);
        record.multi = lead.multi;
        for (MultiField &field : record.multi)
            field.id = 0;
        contact = m_portal.addItem(Entity::Contact, std::move(record), m_now, user);
    }
    Record deal;
    deal.set("TITLE", lead.text("COMPANY_TITLE").isEmpty() ? lead.text("LAST_NAME") : lead.text("COMPANY_TITLE"));
    deal.set("LEAD_ID", leadId);
    deal.set("CONTACT_ID", contact);
    deal.set("COMPANY_ID", company);
    deal.set("ASSIGNED_BY_ID", user);
    for (const char *field : { "SOURCE_ID", "UTM_SOURCE", "UTM_MEDIUM", "UTM_CAMPAIGN", "UF_CRM_PRODUCT" }) {
        if (lead.has(field))
            deal.set(field, lead.text(field));
    }
    deal.set("OPPORTUNITY", QStringLiteral("%1.00").arg(m_dice.between(60, 560) * 10000));
    m_portal.addItem(Entity::Deal, std::move(deal), m_now, user);
}

QString LivePortal::phoneOf(const Record &item)
{
    const Record *contact = m_portal.table(Entity::Contact).find(item.number("CONTACT_ID"));
    for (const Record *one : { &item, contact }) {
        for (const MultiField &field : one ? one->multi : std::vector<MultiField>()) {
            if (field.typeId == u"PHONE")
                return field.value;
        }
    }
    return makePhone(m_dice, cityNamed(m_portal.city));
}

void LivePortal::touch(Record &item, qint64 user)
{
    item.setTime("LAST_ACTIVITY_TIME", m_now);
    item.set("LAST_ACTIVITY_BY", user);
    item.setTime("DATE_MODIFY", m_now);
}

void LivePortal::callOne(bool missed)
{
    const auto [entity, item] = pickAny();
    if (!item)
        return newLead();
    const qint64 user = item->number("ASSIGNED_BY_ID") > 0 ? item->number("ASSIGNED_BY_ID") : pickUser();
    const bool incoming = missed || m_dice.chance(0.35);
    const qint64 talk = missed ? 0 : std::clamp<qint64>(std::llround(m_dice.logNormal(105, 0.8)), 4, 1800);
    const QString callId = QStringLiteral("%1.%2").arg(m_dice.number(), 16, 16, QLatin1Char('0')).arg(m_now);
    touch(*item, user);
    Record activity;
    activity.set("OWNER_TYPE_ID", ownerTypeId(entity));
    activity.set("OWNER_ID", item->id);
    activity.set("TYPE_ID", 2);
    activity.set("PROVIDER_ID", QStringLiteral("VOXIMPLANT_CALL"));
    activity.set("PROVIDER_TYPE_ID", QStringLiteral("CALL"));
    activity.set("SUBJECT", incoming ? QStringLiteral("Входящий звонок") : QStringLiteral("Исходящий звонок"));
    activity.set("DIRECTION", incoming ? 1 : 2);
    activity.setBool("COMPLETED", !missed);
    activity.set("ORIGIN_ID", QString(u"VI_" % callId));
    activity.setTime("END_TIME", m_now);
    activity.setTime("DEADLINE", m_now);
    Record call;
    call.set("PHONE_NUMBER", phoneOf(*item));
    const bool asLead = entity == Entity::Lead || item->number("CONTACT_ID") == 0;
    call.set("CRM_ENTITY_TYPE", asLead ? QStringLiteral("LEAD") : QStringLiteral("CONTACT"));
    call.set("CRM_ENTITY_ID", asLead ? item->id : item->number("CONTACT_ID"));
    call.set("CRM_ACTIVITY_ID", m_portal.addOther(Entity::Activity, std::move(activity), m_now, user));
    const auto &lines = m_portal.table(Entity::Line).rows;
    call.set("PORTAL_NUMBER", lines.empty() ? QStringLiteral("reg1") : m_dice.pick(lines).text("NUMBER"));
    call.set("CALL_ID", callId);
    call.set("CALL_CATEGORY", QStringLiteral("external"));
    call.set("CALL_TYPE", incoming ? 2 : 1);
    call.set("CALL_DURATION", talk);
    call.setTime("CALL_START_DATE", m_now - talk);
    call.set("CALL_FAILED_CODE", missed ? QStringLiteral("304") : QStringLiteral("200"));
    m_portal.addOther(Entity::Call, std::move(call), m_now, user);
}

void LivePortal::commentOne()
{
    const auto [entity, item] = pickAny();
    if (!item)
        return newLead();
    const qint64 user = pickUser();
    touch(*item, user);
    Record comment;
    comment.set("ENTITY_TYPE", entity == Entity::Lead ? QStringLiteral("lead") : QStringLiteral("deal"));
    comment.set("ENTITY_ID", item->id);
    comment.set("COMMENT", text(m_dice.pick(demoComments())));
    m_portal.addOther(Entity::Comment, std::move(comment), m_now, user);
}

void LivePortal::todoOne()
{
    const auto [entity, item] = pickAny();
    if (!item)
        return newLead();
    const qint64 user = pickUser();
    touch(*item, user);
    Record todo;
    todo.set("OWNER_TYPE_ID", ownerTypeId(entity));
    todo.set("OWNER_ID", item->id);
    todo.set("TYPE_ID", 6);
    todo.set("PROVIDER_ID", QStringLiteral("CRM_TODO"));
    todo.set("PROVIDER_TYPE_ID", QStringLiteral("CRM_TODO"));
    todo.set("SUBJECT", text(m_dice.pick(demoTodos())));
    todo.setBool("COMPLETED", false);
    todo.set("STATUS", 1);
    todo.setTime("DEADLINE", m_now + m_dice.between(1, 72) * 3600);
    m_portal.addOther(Entity::Activity, std::move(todo), m_now, user);
}

} // namespace

void liveStep(PortalData &portal, std::mt19937_64 &random, UtcSeconds now) { LivePortal(portal, random, now).step(); }

} // namespace dealerlens::portalsim
