// SPDX-License-Identifier: GPL-3.0-or-later
// What people leave behind while they work: calls, letters, to-dos, comments, tasks.
#include "portalsim/demoyear.h"

namespace dealerlens::portalsim {

void DemoYear::traces(std::size_t item)
{
    if (m_items[item].lead == ItemDraft::kNoLead) // a deal out of a lead goes on with a known client
        firstContact(item);
    laterContacts(item);
    if (m_items[item].isOpen())
        nextStep(item);
    remarks(item);
}

TraceDraft &DemoYear::addTrace(std::size_t item, Entity kind, UtcSeconds time)
{
    TraceDraft trace;
    trace.time = time;
    trace.kind = kind;
    trace.item = item;
    m_traces.push_back(std::move(trace));
    m_items[item].touched = std::max(m_items[item].touched, time);
    return m_traces.back();
}

void DemoYear::firstContact(std::size_t item)
{
    const ItemDraft &lead = m_items[item];
    bool conversation = false;
    if (QLatin1String(demoSources()[lead.source].id) == QLatin1String("CALL")) {
        // The call makes the lead: it began before the card was written.
        conversation = m_dice.chance(0.55 + 0.4 * m_dealer.skill);
        addCall(item, lead.created - m_dice.between(5, 60), true, conversation);
    }
    if (lead.response == base::kNever || (conversation && m_dice.chance(0.5)))
        return;
    UtcSeconds time = lead.response;
    if (m_dice.chance(0.12)) {
        addMail(item, time, true);
        return;
    }
    for (int attempt = 0; attempt < 2 && m_dice.chance(0.22); ++attempt) {
        addCall(item, time, false, false);
        time = m_dealer.clock.after(time, m_dice.real(1200, 20000));
        if (time > m_dealer.end)
            return;
    }
    addCall(item, time, false, true);
}

void DemoYear::laterContacts(std::size_t item)
{
    const ItemDraft &draft = m_items[item];
    const UtcSeconds begin = std::max(draft.created, draft.response == base::kNever ? draft.created : draft.response);
    const UtcSeconds finish = draft.isOpen() ? std::min(m_dealer.end, begin + 45 * 86400) : draft.moves.back().time;
    if (finish <= begin || (draft.lead == ItemDraft::kNoLead && draft.response == base::kNever))
        return;
    const double eagerness = draft.entity == Entity::Lead ? 0.7 : 2.4;
    const auto contacts = static_cast<int>(eagerness * (0.4 + employee(draft).skill) + m_dice.real(0, 1.2));
    for (int i = 0; i < contacts; ++i) {
        const UtcSeconds random = begin + static_cast<UtcSeconds>(m_dice.real() * double(finish - begin));
        const UtcSeconds time = m_dealer.clock.after(random, m_dice.real(0, 3600));
        if (time > finish)
            continue;
        if (m_dice.chance(0.25)) {
            addMail(item, time, m_dice.chance(0.7));
            continue;
        }
        const bool incoming = m_dice.chance(0.3);
        const bool answered = m_dice.chance(0.8);
        addCall(item, time, incoming, answered);
        const UtcSeconds back = m_dealer.clock.after(time, m_dice.logNormal(3600, 1.2));
        if (incoming && !answered && back <= finish && m_dice.chance(employee(m_items[item]).skill))
            addCall(item, back, false, true);
    }
}

// A planned deed on an open card: ahead, overdue, or none at all.
void DemoYear::nextStep(std::size_t item)
{
    const double skill = employee(m_items[item]).skill;
    const bool isOld = m_dealer.end - m_items[item].moves.back().time > 40 * 86400;
    if (m_dice.chance(isOld ? 0.5 : 0.17 - 0.15 * skill))
        return;
    const bool overdue = m_dice.chance(isOld ? 0.8 : 0.24 - 0.22 * skill);
    const UtcSeconds planned = std::max<UtcSeconds>(m_items[item].created, m_dealer.end - m_dice.between(1, 12) * 86400 + 3600);
    const UtcSeconds made = std::min(m_dealer.end, planned);
    const UtcSeconds ahead = m_dealer.clock.after(m_dealer.now, m_dice.real(0.1, 6) * 32400);
    const UtcSeconds late = made + static_cast<UtcSeconds>(m_dice.real(0.2, 0.9) * double(m_dealer.now - made));
    addTodo(item, made, overdue ? late : ahead, false);
}

void DemoYear::remarks(std::size_t item)
{
    const UtcSeconds created = m_items[item].created;
    const UtcSeconds finish = std::min(m_dealer.end, std::max(m_items[item].touched, m_items[item].moves.back().time));
    const auto moment = [&] { return created + static_cast<UtcSeconds>(m_dice.real() * double(finish - created)); };
    const bool deal = m_items[item].entity == Entity::Deal;
    const int comments = static_cast<int>(m_dice.real(0, deal ? 2.2 : 1.5));
    for (int i = 0; i < comments; ++i) {
        TraceDraft &comment = addTrace(item, Entity::Comment, moment());
        comment.record.setTime("CREATED", comment.time);
        comment.record.set("AUTHOR_ID", employee(m_items[item]).id);
        comment.record.set("COMMENT", text(m_dice.pick(demoComments())));
    }
    if (m_dice.chance(deal ? 0.45 : 0.15)) { // a deed that was planned and done
        const UtcSeconds made = moment();
        addTodo(item, made, m_dealer.clock.after(made, m_dice.real(0.5, 3) * 32400), true);
    }
    if (!deal || !m_dice.chance(0.1))
        return;
    TraceDraft &task = addTrace(item, Entity::Task, moment());
    const bool done = !m_items[item].isOpen() || m_dice.chance(0.5);
    task.record.set("TITLE", text(m_dice.pick(demoTodos())));
    task.record.set("STATUS", done ? 5 : 2);
    task.record.set("PRIORITY", 1);
    task.record.set("RESPONSIBLE_ID", employee(m_items[item]).id);
    task.record.set("CREATED_BY", m_dealer.staff.front().id);
    task.record.setTime("CREATED_DATE", task.time);
    task.record.setTime("CHANGED_DATE", task.time);
    task.record.setTime("DEADLINE", m_dealer.clock.after(task.time, m_dice.real(1, 5) * 32400));
}

void DemoYear::addCall(std::size_t item, UtcSeconds time, bool incoming, bool answered)
{
    const ItemDraft &draft = m_items[item];
    const Client &client = m_clients[draft.client].client;
    const qint64 talk = answered ? std::clamp<qint64>(std::llround(m_dice.logNormal(105, 0.85)), 4, 2400) : 0;
    const qint64 user = employee(draft).id;
    const QString callId
        = QStringLiteral("%1.%2.%3").arg(m_dice.number(), 16, 16, QLatin1Char('0')).arg(time).arg(m_dice.between(1000000, 99999999));
    const QString who = QString(client.person.lastName % u' ' % client.person.name);
    const UtcSeconds ended = std::min<UtcSeconds>(m_dealer.now, time + talk + 15);
    TraceDraft &trace = addTrace(item, Entity::Activity, time);
    Record &activity = trace.record;
    activity.set("TYPE_ID", 2);
    activity.set("PROVIDER_ID", QStringLiteral("VOXIMPLANT_CALL"));
    activity.set("PROVIDER_TYPE_ID", QStringLiteral("CALL"));
    activity.set("SUBJECT", QString((incoming ? u"Входящий звонок " : u"Исходящий звонок ") % who));
    activity.set("DIRECTION", incoming ? 1 : 2);
    // A missed call stands there undone until somebody has seen it.
    const bool seen = answered || !incoming || time < m_dealer.end - 4 * 86400 || m_dice.chance(employee(draft).skill);
    activity.setBool("COMPLETED", seen);
    activity.set("STATUS", seen ? 2 : 1);
    activity.set("ORIGIN_ID", QString(u"VI_" % callId));
    activity.set("PRIORITY", 2);
    for (const char *field : { "RESPONSIBLE_ID", "AUTHOR_ID", "EDITOR_ID" })
        activity.set(field, user);
    for (const char *field : { "CREATED", "START_TIME", "DEADLINE" })
        activity.setTime(field, time);
    activity.setTime("END_TIME", ended);
    activity.setTime("LAST_UPDATED", ended);
    Record call;
    call.set("PORTAL_USER_ID", user);
    call.set("PORTAL_NUMBER", m_dice.pick(m_dealer.lines));
    call.set("PHONE_NUMBER", m_dice.chance(0.7) ? client.phone : retyped(m_dice, QString(u"+7" % client.phone.right(10))));
    call.set("CALL_ID", callId);
    call.set("CALL_CATEGORY", QStringLiteral("external"));
    call.set("CALL_TYPE", incoming ? 2 : 1);
    call.set("CALL_DURATION", talk);
    call.setTime("CALL_START_DATE", time);
    static constexpr std::array kFailed { "304", "486", "603-S", "480" };
    const char *code = answered ? "200" : incoming ? "304" : m_dice.pick(kFailed);
    call.set("CALL_FAILED_CODE", QString::fromLatin1(code));
    call.set("CALL_FAILED_REASON", answered ? QStringLiteral("Success call") : QStringLiteral("Missed call"));
    trace.call = std::move(call);
}

void DemoYear::addMail(std::size_t item, UtcSeconds time, bool outgoing)
{
    const qint64 user = employee(m_items[item]).id;
    Record &mail = addTrace(item, Entity::Activity, time).record;
    mail.set("TYPE_ID", 4);
    mail.set("PROVIDER_ID", QStringLiteral("CRM_EMAIL"));
    mail.set("PROVIDER_TYPE_ID", QStringLiteral("EMAIL"));
    mail.set("SUBJECT", text(m_dice.pick(demoMailSubjects())));
    mail.set("DIRECTION", outgoing ? 2 : 1);
    mail.setBool("COMPLETED", true);
    mail.set("STATUS", 2);
    mail.set("PRIORITY", 2);
    for (const char *field : { "RESPONSIBLE_ID", "AUTHOR_ID", "EDITOR_ID" })
        mail.set(field, user);
    for (const char *field : { "CREATED", "START_TIME", "END_TIME", "DEADLINE", "LAST_UPDATED" })
        mail.setTime(field, time);
}

void DemoYear::addTodo(std::size_t item, UtcSeconds time, UtcSeconds deadline, bool done)
{
    const qint64 user = employee(m_items[item]).id;
    Record &todo = addTrace(item, Entity::Activity, time).record;
    todo.set("TYPE_ID", 6);
    todo.set("PROVIDER_ID", QStringLiteral("CRM_TODO"));
    todo.set("PROVIDER_TYPE_ID", QStringLiteral("CRM_TODO"));
    todo.set("SUBJECT", text(m_dice.pick(demoTodos())));
    todo.set("DIRECTION", 0);
    todo.setBool("COMPLETED", done);
    todo.set("STATUS", done ? 2 : 1);
    todo.set("PRIORITY", 2);
    for (const char *field : { "RESPONSIBLE_ID", "AUTHOR_ID", "EDITOR_ID" })
        todo.set(field, user);
    for (const char *field : { "CREATED", "START_TIME" })
        todo.setTime(field, time);
    todo.setTime("DEADLINE", deadline);
    todo.setTime("END_TIME", deadline);
    todo.setTime("LAST_UPDATED", done ? std::min(deadline, m_dealer.end) : time);
}

} // namespace dealerlens::portalsim
