// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the cards: the fields of leads and deals.
#include "portalsim/demoyear.h"
#include "portalsim/portalsetup.h"

namespace dealerlens::portalsim {

void DemoYear::describe(ItemDraft &item)
{
    Record &record = item.record;
    const Employee &responsible = employee(item);
    const UtcSeconds moved = item.moves.back().time;
    const UtcSeconds touched = std::max({ item.created, item.touched, moved });
    record.setTime("DATE_CREATE", item.created);
    record.setTime("MOVED_TIME", moved);
    record.setTime("DATE_MODIFY", std::min(m_dealer.end, std::max(moved, UtcSeconds(item.created + m_dice.between(0, 7200)))));
    record.setTime("LAST_ACTIVITY_TIME", std::min(touched, m_dealer.now));
    for (const char *field : { "ASSIGNED_BY_ID", "MODIFY_BY_ID", "MOVED_BY_ID", "LAST_ACTIVITY_BY" })
        record.set(field, responsible.id);
    // What comes from the site is written down by the portal's administrator.
    record.set("CREATED_BY_ID", item.entity == Entity::Lead && item.source == 0 ? qint64(1) : responsible.id);
    record.setBool("OPENED", true);
    record.set("SOURCE_ID", QString::fromLatin1(demoSources()[item.source].id));
    record.set("CURRENCY_ID", m_dealer.portal->baseCurrency);
    record.setBool("IS_MANUAL_OPPORTUNITY", true);
    clientOfOwn(item);
    amount(item);
    customFields(item);
    if (item.entity == Entity::Lead)
        describeLead(item);
    else
        describeDeal(item);
    if (item.stage().semantic == 'F')
        lossReason(item);
}

// Contact and company as far as they existed when the card was last moved.
void DemoYear::clientOfOwn(ItemDraft &item)
{
    const ClientSlot &slot = m_clients[item.client];
    const bool knownBefore = slot.contactId > 0 && slot.firstDeal < item.created;
    const bool converted = item.entity == Entity::Lead && item.stage().semantic == 'S' && slot.contactId > 0;
    if (item.entity == Entity::Deal || knownBefore || converted) {
        item.record.set("CONTACT_ID", slot.contactId);
        if (slot.companyId > 0)
            item.record.set("COMPANY_ID", slot.companyId);
    }
    item.record.setBool("IS_RETURN_CUSTOMER", knownBefore);
}

void DemoYear::describeLead(ItemDraft &lead)
{
    Record &record = lead.record;
    const Client &client = m_clients[lead.client].client;
    const QString product = text(lead.product->name);
    static constexpr std::array kBeginnings { u"Заявка: ", u"Запрос цены: ", u"", u"Интерес: " };
    const QString title = text(m_dice.pick(kBeginnings)) % product;
    record.set("TITLE", m_dice.chance(0.3) && !client.company.isEmpty() ? client.company : title);
    record.set("NAME", client.person.name);
    record.set("SECOND_NAME", m_dice.chance(0.5) ? client.person.secondName : QString());
    record.set("LAST_NAME", client.person.lastName);
    record.set("COMPANY_TITLE", client.company);
    record.set("ADDRESS_CITY", m_dealer.portal->city);
    record.addPhone(client.phone);
    record.setBool("HAS_PHONE", true);
    if (!client.email.isEmpty())
        record.addEmail(client.email);
    record.setBool("HAS_EMAIL", !client.email.isEmpty());
    record.set("STATUS_ID", lead.stage().id);
    record.set("STATUS_SEMANTIC_ID", QString(QChar::fromLatin1(lead.stage().semantic)));
    if (!lead.isOpen())
        record.setTime("DATE_CLOSED", lead.moves.back().time);
    const QString sourceId = record.text("SOURCE_ID");
    std::vector<const UtmRow *> marks;
    for (const UtmRow &row : demoUtm()) {
        if (sourceId == QLatin1String(row.sourceId))
            marks.push_back(&row);
    }
    if (!marks.empty() && m_dice.chance(0.75)) {
        const UtmRow &row = *m_dice.pick(marks);
        record.set("UTM_SOURCE", QString::fromLatin1(row.source));
        record.set("UTM_MEDIUM", QString::fromLatin1(row.medium));
        record.set("UTM_CAMPAIGN", QString::fromLatin1(row.campaign));
    }
    if (sourceId == u"CALL")
        record.set("SOURCE_DESCRIPTION", QString(u"Линия " % m_dice.pick(m_dealer.lines)));
    if (sourceId == u"WEB" && m_dice.chance(0.4))
        record.set("UF_CRM_SITE", QStringLiteral("https://tehnika.example/katalog/%1").arg(m_dice.between(100, 999)));
}

void DemoYear::describeDeal(ItemDraft &deal)
{
    Record &record = deal.record;
    const Client &client = m_clients[deal.client].client;
    const Person &person = client.person;
    record.set("TITLE", client.company.isEmpty() ? QString(person.lastName % u' ' % person.name) : client.company);
    record.set("TYPE_ID", deal.moves.back().category == 2 ? QStringLiteral("SERVICE") : QStringLiteral("SALE"));
    record.set("CATEGORY_ID", deal.moves.back().category);
    record.set("STAGE_ID", deal.stage().id);
    record.set("STAGE_SEMANTIC_ID", QString(QChar::fromLatin1(deal.stage().semantic)));
    record.setBool("CLOSED", !deal.isOpen());
    const auto &stages = m_dealer.dealStages[static_cast<std::size_t>(deal.moves.back().category)];
    record.setBool("IS_NEW", &deal.stage() == &stages.front());
    record.setTime("BEGINDATE", dayOf(deal.created));
    record.setTime("CLOSEDATE", dayOf(deal.isOpen() ? plannedClose(deal) : deal.moves.back().time));
    if (deal.lead == ItemDraft::kNoLead)
        return;
    const ItemDraft &lead = m_items[deal.lead];
    record.set("LEAD_ID", lead.id);
    const Record &origin = *m_dealer.portal->table(Entity::Lead).find(lead.id);
    for (const char *field : { "UTM_SOURCE", "UTM_MEDIUM", "UTM_CAMPAIGN", "SOURCE_DESCRIPTION" }) {
        if (origin.has(field))
            record.set(field, origin.text(field));
    }
}

// One to eight weeks ahead, and put off when it has passed; the less able forget to. Closing writes the day of closing.
UtcSeconds DemoYear::plannedClose(const ItemDraft &deal)
{
    const qint64 age = (m_dealer.end - deal.created) / 86400;
    const qint64 inStage = (m_dealer.end - deal.moves.back().time) / 86400;
    const double forgetful = inStage > 40 ? 0.8 : 0.36 - 0.33 * m_dealer.skill;
    if (age > 5 && m_dice.chance(forgetful))
        return m_dealer.end - m_dice.between(1, std::min<qint64>(age - 3, 12 + inStage)) * 86400;
    return m_dealer.now + m_dice.between(3, 50) * 86400;
}

void DemoYear::amount(ItemDraft &item)
{
    const qint64 pieces = item.product->category == 0 && m_dice.chance(0.15) ? m_dice.between(2, 4) : 1;
    const double price = item.product->price * m_dice.real(0.88, 1.08) * double(pieces);
    const qint64 whole = item.product->category == 0 ? std::llround(price / 10000) * 10000 : std::llround(price / 100) * 100;
    const bool known = item.entity == Entity::Deal || m_dice.chance(0.4);
    QString sum = QStringLiteral("%1.00").arg(known ? whole : 0);
    if (known && item.product->category == 0 && m_dice.chance(0.02)) {
        item.record.set("CURRENCY_ID", QStringLiteral("EUR"));
        sum = QStringLiteral("%1.00").arg(whole / 95);
    }
    item.record.set("OPPORTUNITY", sum);
    item.record.set("UF_CRM_QUANTITY", pieces);
    const QString name = text(item.product->name);
    item.record.set("UF_CRM_PRODUCT", pieces > 1 ? QString(name % u", " % QString::number(pieces) % u" шт.") : name);
}

void DemoYear::customFields(ItemDraft &item)
{
    Record &record = item.record;
    // How many fields are filled says more about the dealer than about the client.
    const double care = 0.25 + 0.6 * m_dealer.skill;
    const bool lead = item.entity == Entity::Lead;
    const double share = lead ? care * 0.5 : care;
    if (m_dice.chance(share))
        record.set("UF_CRM_AREA", QStringLiteral("%1.%2").arg(m_dice.between(40, 6000)).arg(m_dice.between(0, 9)));
    if (m_dice.chance(share)) {
        const auto &crops = lead ? m_dealer.fields.leadCrops : m_dealer.fields.dealCrops;
        QStringList chosen;
        for (const qint64 crop : crops) {
            if (m_dice.chance(0.3))
                chosen.append(QString::number(crop));
        }
        record.set("UF_CRM_CROPS", chosen);
    }
    if (m_dice.chance(share * 0.7))
        record.setTime("UF_CRM_DELIVERY", dayOf(item.created + m_dice.between(20, 150) * 86400));
    if (m_dice.chance(share * 0.7)) {
        static constexpr std::array kPayments { u"Предоплата 30 %", u"Лизинг", u"По факту", u"Рассрочка на сезон", u"-", u"." };
        record.set("UF_CRM_PAYMENT", text(kPayments[static_cast<std::size_t>(m_dice.between(0, m_dice.chance(0.2) ? 5 : 3))]));
        record.setBool("UF_CRM_LEASING", record.text("UF_CRM_PAYMENT") == u"Лизинг");
    }
    if (m_dice.chance(share * 0.3))
        record.set("UF_CRM_BUDGET", QStringLiteral("%1|RUB").arg(m_dice.between(1, 120) * 100000));
    const UtcSeconds shown = m_dealer.clock.after(item.created, m_dice.real(1, 10) * 32400);
    if (!lead && m_dice.chance(share * 0.4) && shown <= (item.isOpen() ? m_dealer.end : item.moves.back().time)) {
        record.setTime("UF_CRM_SHOWN_AT", shown);
        record.set("UF_CRM_ENGINEER", m_dealer.staff.back().id);
    }
    if (m_dice.chance(share * 0.2))
        record.set("UF_CRM_PLACE", QString(m_dealer.portal->city % u", район, поле " % QString::number(m_dice.between(1, 40))));
    if (!lead && m_dice.chance(0.04)) {
        const ClientSlot &friendly = m_dice.pick(m_clients);
        if (friendly.contactId > 0)
            record.set("UF_CRM_PARTNER", QString(u"C_" % QString::number(friendly.contactId)));
    }
}

// Reasons good, junk and missing: what head office wants to find in the cards.
void DemoYear::lossReason(ItemDraft &item)
{
    if (m_dice.chance(0.30 * (1.1 - m_dealer.skill)))
        return;
    std::array<double, 16> weights {};
    const auto reasons = demoLossReasons();
    for (std::size_t i = 0; i < reasons.size(); ++i)
        weights[i] = reasons[i].weight * (reasons[i].junk ? 1.6 - m_dealer.skill : 1.0);
    std::size_t chosen = m_dice.weighted(std::span(weights).first(reasons.size()));
    if (item.tidiedAway && m_dice.chance(0.7)) {
        const auto silent = std::ranges::find_if(reasons, [](const Reason &one) { return text(one.name) == u"Не отвечает"; });
        chosen = silent != reasons.end() ? static_cast<std::size_t>(silent - reasons.begin()) : chosen;
    }
    const bool lead = item.entity == Entity::Lead;
    item.record.set("UF_CRM_REFUSAL_REASON", (lead ? m_dealer.fields.leadReasons : m_dealer.fields.dealReasons)[chosen]);
    static constexpr std::array kJunk { u"-", u".", u"нет", u"отказ", u"см. выше", u"н/д" };
    static constexpr std::array kGood { u"Дороже конкурента на 8 %, скидку не согласовали", u"Нужна поставка до апреля, у нас июнь",
        u"Лизинговая компания отказала второй раз", u"Купил такую же у соседнего дилера", u"Решил ремонтировать старую, вернуться осенью",
        u"Взял белорусскую, дешевле и есть на складе" };
    if (reasons[chosen].junk && m_dice.chance(0.6))
        item.record.set("UF_CRM_REFUSAL_TEXT", text(m_dice.pick(kJunk)));
    else if (m_dice.chance(0.5))
        item.record.set("UF_CRM_REFUSAL_TEXT", text(m_dice.pick(kGood)));
}

} // namespace dealerlens::portalsim
