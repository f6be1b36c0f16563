// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/demoyear.h"

namespace dealerlens::portalsim {
namespace {

// Farms buy before sowing, before harvest and, for the taxes' sake, before the year ends; index = month − 1.
constexpr std::array<double, 12> kSeason { 0.7, 0.9, 1.3, 1.4, 1.1, 0.9, 1.0, 1.2, 1.1, 1.1, 1.25, 1.0 };
constexpr double kWorkDay = 9 * 3600;

std::size_t firstOf(const std::vector<DemoStage> &stages, char semantic)
{
    for (std::size_t i = 0; i < stages.size(); ++i) {
        if (stages[i].semantic == semantic)
            return i;
    }
    return 0;
}

} // namespace

void DemoYear::make(int leads)
{
    std::vector<UtcSeconds> arrivals;
    for (int i = 0; i < leads; ++i)
        arrivals.push_back(arrival());
    std::ranges::sort(arrivals);
    for (const UtcSeconds created : arrivals)
        makeLead(created);
    if (!m_dealer.isHead) {
        static constexpr std::array<double, 3> kDirect { 0.36, 0.28, 0.2 };
        for (int category = 0; category < 3; ++category) {
            const auto count = static_cast<int>(leads * kDirect[static_cast<std::size_t>(category)]);
            for (int i = 0; i < count; ++i)
                makeDirectDeal(arrival(), category);
        }
    }
    std::ranges::stable_sort(m_items, {}, [](const ItemDraft &item) { return item.created; });
    // Leads keep their order among themselves, so a deal's lead is found again by its place among the leads.
    std::vector<std::size_t> leadPlaces;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].entity == Entity::Lead)
            leadPlaces.push_back(i);
    }
    for (ItemDraft &item : m_items) {
        if (item.lead != ItemDraft::kNoLead)
            item.lead = leadPlaces[item.lead];
    }
    for (std::size_t i = 0; i < m_items.size(); ++i)
        traces(i);
    appendClients();
    appendItems(Entity::Lead);
    appendItems(Entity::Deal);
    appendHistory(Entity::Lead);
    appendHistory(Entity::Deal);
    appendTraces();
}

UtcSeconds DemoYear::arrival()
{
    const UtcSeconds last = m_dealer.end;
    while (true) {
        const UtcSeconds time = m_dealer.from + static_cast<UtcSeconds>(m_dice.real() * double(last - m_dealer.from));
        const int month = QDateTime::fromSecsSinceEpoch(time, Qt::UTC).date().month();
        if (!m_dice.chance(kSeason[static_cast<std::size_t>(month - 1)] / 1.4))
            continue;
        // Three of four come in working hours; sites are written to on evenings and Sundays, too.
        const UtcSeconds inHours = m_dealer.clock.after(time, m_dice.real(0, 8 * 3600));
        const UtcSeconds chosen = m_dice.chance(0.75) ? inHours : time;
        if (chosen <= last)
            return chosen;
    }
}

std::size_t DemoYear::pickClient()
{
    if (m_clients.size() > 5 && m_dice.chance(0.12))
        return static_cast<std::size_t>(m_dice.between(0, static_cast<qint64>(m_clients.size()) - 1));
    ClientSlot slot;
    if (!m_known.empty() && m_dice.chance(0.04)) {
        slot.client = m_dice.pick(m_known);
        if (m_dice.chance(0.3)) // somebody else of the same farm, same number
            slot.client.person = makePerson(m_dice, 0.2);
    } else {
        slot.client = makeClient(m_dice, *m_dealer.city);
        if (m_dice.chance(0.08))
            m_known.push_back(slot.client);
    }
    if (m_dice.chance(0.35))
        slot.client.phone = retyped(m_dice, slot.client.phone);
    m_clients.push_back(std::move(slot));
    return m_clients.size() - 1;
}

std::size_t DemoYear::pickEmployee(int category)
{
    const int department = category == 0 ? 0 : 1;
    std::vector<double> loads;
    for (const Employee &one : m_dealer.staff)
        loads.push_back(one.department == department ? one.load : one.load * 0.04);
    return m_dice.weighted(loads);
}

const Product &DemoYear::pickProduct(int category)
{
    while (true) {
        const Product &product = m_dice.pick(demoProducts());
        if (product.category == category)
            return product;
    }
}

double DemoYear::stageSeconds(const DemoStage &stage, double skill)
{
    // The best need two thirds of the norm, the worst half as much again; after two months head office asks.
    const double tempo = std::exp(0.60 - 1.15 * skill);
    return std::min(m_dice.logNormal(stage.norm * kWorkDay * tempo, 0.5), 38 * kWorkDay);
}

void DemoYear::makeLead(UtcSeconds created)
{
    static constexpr std::array<double, 3> kInterest { 70, 20, 10 };
    const int category = static_cast<int>(m_dice.weighted(kInterest));
    ItemDraft lead;
    lead.entity = Entity::Lead;
    lead.created = created;
    lead.client = pickClient();
    lead.employee = pickEmployee(category);
    lead.product = &pickProduct(category);
    std::array<double, 16> weights {};
    for (std::size_t i = 0; i < demoSources().size(); ++i)
        weights[i] = demoSources()[i].weight;
    lead.source = m_dice.weighted(std::span(weights).first(demoSources().size()));
    const double skill = employee(lead).skill;
    lead.response = responseTime(created, skill);
    lead.moves.push_back({ created, &m_dealer.leadStages.front(), 0, 1 });
    walkLead(lead);
    m_items.push_back(std::move(lead));
    if (m_items.back().stage().semantic == 'S' && !m_dealer.isHead)
        dealFromLead(m_items.size() - 1);
}

// From a quarter of an hour at the best to an hour and a half at the worst; some clients are never answered.
UtcSeconds DemoYear::responseTime(UtcSeconds created, double skill)
{
    if (m_dice.chance(0.01 + 0.2 * (1 - skill) * (1 - skill)))
        return base::kNever;
    const double median = 2000.0 * std::exp(1.6 * (0.55 - skill));
    const UtcSeconds response = m_dealer.clock.after(created, m_dice.logNormal(median, 0.9));
    return response <= m_dealer.end ? response : base::kNever;
}

// The card lies where it is until somebody tidies up; at the worst dealers nobody does for half a year.
void DemoYear::forget(ItemDraft &item, const DemoStage &lost, int category, UtcSeconds time)
{
    const bool forGood = m_dealer.skill < 0.3 && m_dice.chance(0.5);
    const UtcSeconds tidied = forGood ? item.created + m_dice.between(120, 200) * 86400
                                      : m_dealer.clock.after(time, m_dice.real(14, 16 + 26 * (1.2 - m_dealer.skill)) * kWorkDay);
    if (tidied <= time || tidied > m_dealer.end)
        return;
    item.tidiedAway = true;
    item.moves.push_back({ tidied, &lost, category, 3 });
}

void DemoYear::walkLead(ItemDraft &lead)
{
    const auto &stages = m_dealer.leadStages;
    const double skill = employee(lead).skill;
    const double quality = demoSources()[lead.source].quality;
    if (m_dice.chance(0.05 * (1.1 - skill)))
        return forget(lead, stages[firstOf(stages, 'F')], 0, lead.created);
    UtcSeconds time = lead.created;
    std::size_t at = 0;
    while (stages[at].semantic == 'P') {
        const bool lost = m_dice.chance(std::min(0.9, stages[at].loss * (2.25 - 1.5 * skill) / quality));
        double seconds = stageSeconds(stages[at], skill);
        // The card is moved about when the client is answered, often before; it is closed after that.
        if (at == 0 && lead.response != base::kNever)
            seconds = double(m_dealer.clock.worked(lead.response) - m_dealer.clock.worked(time))
                * (lost ? m_dice.real(1.05, 3) : m_dice.real(0.3 + 0.6 * skill, 1.2));
        time = m_dealer.clock.after(time, seconds);
        if (time > m_dealer.end)
            return;
        at = lost ? firstOf(stages, 'F') : nextStage(stages, at);
        lead.moves.push_back({ time, &stages[at], 0, quint8(stages[at].semantic == 'P' ? 2 : 3) });
    }
}

// Usually the next one; sometimes one is skipped, sometimes the card goes back.
std::size_t DemoYear::nextStage(const std::vector<DemoStage> &stages, std::size_t at)
{
    const double sloppy = 1.3 - m_dealer.skill;
    if (at > 1 && m_dice.chance(0.05 * sloppy))
        return at - 1;
    if (stages[at + 1].semantic == 'P' && stages[at + 2].semantic != 'F' && m_dice.chance(0.12 * sloppy))
        return at + 2;
    return at + 1;
}

void DemoYear::dealFromLead(std::size_t lead)
{
    const ItemDraft &from = m_items[lead];
    ItemDraft deal;
    deal.entity = Entity::Deal;
    deal.created = std::min<UtcSeconds>(m_dealer.end, from.moves.back().time + m_dice.between(1, 40));
    deal.client = from.client;
    deal.employee = m_dice.chance(0.85) ? from.employee : pickEmployee(from.product->category);
    deal.source = from.source;
    deal.product = from.product;
    deal.lead = static_cast<std::size_t>(std::ranges::count(std::span(m_items).first(lead), Entity::Lead, &ItemDraft::entity));
    walkDeal(deal, deal.product->category);
    m_items.push_back(std::move(deal));
}

void DemoYear::makeDirectDeal(UtcSeconds created, int category)
{
    ItemDraft deal;
    deal.entity = Entity::Deal;
    deal.created = created;
    deal.client = pickClient();
    deal.employee = pickEmployee(category);
    deal.product = &pickProduct(category);
    static constexpr std::array<std::size_t, 4> kUsual { 2, 3, 6, 6 }; // a call, a recommendation, a known client
    deal.source = m_dice.pick(kUsual);
    deal.response = responseTime(created, employee(deal).skill);
    walkDeal(deal, category);
    m_items.push_back(std::move(deal));
}

void DemoYear::walkDeal(ItemDraft &deal, int category)
{
    const auto *stages = &m_dealer.dealStages[static_cast<std::size_t>(category)];
    const double skill = employee(deal).skill;
    UtcSeconds time = deal.created;
    std::size_t at = m_dice.chance(0.05) ? 1 : 0; // some are written down late
    deal.moves.push_back({ time, &(*stages)[at], category, 1 });
    const bool forgotten = m_dice.chance(0.05 * (1.2 - skill));
    const auto forgottenAt = static_cast<std::size_t>(m_dice.between(1, 3));
    int reopened = 0;
    while (true) {
        if ((*stages)[at].semantic != 'P' && (reopened++ > 0 || !reopen(deal, category, time, at)))
            break;
        if (forgotten && at >= forgottenAt)
            return forget(deal, (*stages)[firstOf(*stages, 'F')], category, time);
        time = m_dealer.clock.after(time, stageSeconds((*stages)[at], skill));
        if (time > m_dealer.end)
            break;
        if (category == 0 && at == 1 && m_dice.chance(0.02)) { // it was about spare parts all the time
            category = 1;
            stages = &m_dealer.dealStages[1];
            at = 0;
            deal.moves.push_back({ time, &(*stages)[at], category, 5 });
            continue;
        }
        const bool lost = m_dice.chance((*stages)[at].loss * (1.45 - 0.95 * skill));
        const bool analysed = lost && stages->back().id == u"APOLOGY" && m_dice.chance(0.3);
        at = analysed ? stages->size() - 1 : lost ? firstOf(*stages, 'F') : nextStage(*stages, at);
        deal.moves.push_back({ time, &(*stages)[at], category, quint8((*stages)[at].semantic == 'P' ? 2 : 3) });
    }
}

// A closed deal comes back to work: a few of the lost, hardly any of the won.
bool DemoYear::reopen(ItemDraft &deal, int category, UtcSeconds &time, std::size_t &at)
{
    const auto &stages = m_dealer.dealStages[static_cast<std::size_t>(category)];
    if (!m_dice.chance(stages[at].semantic == 'F' ? 0.05 : 0.008))
        return false;
    const UtcSeconds later = m_dealer.clock.after(time, m_dice.logNormal(9.0 * WorkClock::kPerCalendarDay, 0.8));
    if (later > m_dealer.end)
        return false;
    time = later;
    at = 1;
    deal.moves.push_back({ time, &stages[at], category, 2 });
    return true;
}

void DemoYear::appendClients()
{
    for (const ItemDraft &item : m_items) {
        ClientSlot &slot = m_clients[item.client];
        if (item.entity == Entity::Deal && (slot.firstDeal == base::kNever || item.created < slot.firstDeal))
            slot.firstDeal = item.created;
    }
    std::vector<ClientSlot *> order;
    for (ClientSlot &slot : m_clients) {
        if (slot.firstDeal != base::kNever)
            order.push_back(&slot);
    }
    std::ranges::stable_sort(order, {}, &ClientSlot::firstDeal);
    for (ClientSlot *slot : order)
        appendClient(*slot);
}

void DemoYear::appendClient(ClientSlot &slot)
{
    const Client &client = slot.client;
    if (!client.company.isEmpty()) {
        Record company = clientRecord(slot);
        company.set("TITLE", client.company);
        company.set("COMPANY_TYPE", QStringLiteral("CUSTOMER"));
        company.set("CURRENCY_ID", m_dealer.portal->baseCurrency);
        company.set("UF_CRM_INN", client.inn);
        slot.companyId = m_dealer.portal->append(Entity::Company, std::move(company));
    }
    Record contact = clientRecord(slot);
    contact.set("NAME", client.person.name);
    contact.set("SECOND_NAME", client.person.secondName);
    contact.set("LAST_NAME", client.person.lastName);
    contact.set("TYPE_ID", QStringLiteral("CLIENT"));
    if (slot.companyId > 0)
        contact.set("COMPANY_ID", slot.companyId);
    slot.contactId = m_dealer.portal->append(Entity::Contact, std::move(contact));
}

// What contact and company have in common.
Record DemoYear::clientRecord(const ClientSlot &slot)
{
    Record record;
    const qint64 user = m_dice.pick(m_dealer.staff).id;
    for (const char *field : { "DATE_CREATE", "DATE_MODIFY", "LAST_ACTIVITY_TIME" })
        record.setTime(field, slot.firstDeal);
    for (const char *field : { "ASSIGNED_BY_ID", "CREATED_BY_ID", "MODIFY_BY_ID", "LAST_ACTIVITY_BY" })
        record.set(field, user);
    record.setBool("OPENED", true);
    record.setBool("HAS_PHONE", true);
    record.setBool("HAS_EMAIL", !slot.client.email.isEmpty());
    record.addPhone(slot.client.phone);
    if (!slot.client.email.isEmpty())
        record.addEmail(slot.client.email);
    return record;
}

void DemoYear::appendItems(Entity entity)
{
    for (ItemDraft &item : m_items) {
        if (item.entity != entity)
            continue;
        describe(item);
        item.id = m_dealer.portal->append(entity, std::move(item.record));
    }
}

void DemoYear::appendHistory(Entity entity)
{
    struct Row {
        UtcSeconds time;
        const ItemDraft *item;
        const DemoMove *move;
    };

    std::vector<Row> rows;
    for (const ItemDraft &item : m_items) {
        if (item.entity != entity)
            continue;
        for (const DemoMove &move : item.moves)
            rows.push_back({ move.time, &item, &move });
    }
    std::ranges::stable_sort(rows, {}, &Row::time);
    for (const Row &row : rows) {
        HistoryRow history;
        history.ownerId = row.item->id;
        history.time = row.time;
        history.typeId = row.move->typeId;
        history.semantic = row.move->stage->semantic;
        history.categoryId = row.move->category;
        history.stageId = row.move->stage->id;
        m_dealer.portal->appendHistory(entity, std::move(history));
    }
}

void DemoYear::appendTraces()
{
    std::ranges::stable_sort(m_traces, {}, &TraceDraft::time);
    PortalData &portal = *m_dealer.portal;
    for (TraceDraft &trace : m_traces) {
        const ItemDraft &item = m_items[trace.item];
        if (trace.kind == Entity::Comment) {
            trace.record.set("ENTITY_TYPE", item.entity == Entity::Lead ? QStringLiteral("lead") : QStringLiteral("deal"));
            trace.record.set("ENTITY_ID", item.id);
        } else if (trace.kind == Entity::Task) {
            const QString owner = (item.entity == Entity::Lead ? u"L_" : u"D_") % QString::number(item.id);
            trace.record.set("UF_CRM_TASK", QStringList { owner });
        } else {
            trace.record.set("OWNER_TYPE_ID", ownerTypeId(item.entity));
            trace.record.set("OWNER_ID", item.id);
        }
        const qint64 id = portal.append(trace.kind, std::move(trace.record));
        if (!trace.call)
            continue;
        const qint64 contact = m_clients[item.client].contactId;
        const bool asLead = item.entity == Entity::Lead || contact == 0;
        trace.call->set("CRM_ENTITY_TYPE", asLead ? QStringLiteral("LEAD") : QStringLiteral("CONTACT"));
        trace.call->set("CRM_ENTITY_ID", asLead ? item.id : contact);
        trace.call->set("CRM_ACTIVITY_ID", id);
        portal.append(Entity::Call, std::move(*trace.call));
    }
}

} // namespace dealerlens::portalsim
