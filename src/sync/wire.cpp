// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire.h"

#include "portal/decode.h"
#include "portal/instant.h"

namespace dealerlens::sync {

using model::EntityKind;
using portal::Call;

namespace {

// Names of one list method (REST reference 2.3).
struct Family {
    const char *method;
    const char *filter; // name of the filter parameter
    const char *changed; // field of "changed since"; nullptr: none
    const char *rows; // path of the rows inside result
    const char *rowId; // name of the id in a row
};

Family familyOf(EntityKind kind)
{
    switch (kind) {
    case EntityKind::Lead:
        return { "crm.lead.list", "filter", "DATE_MODIFY", "", "ID" };
    case EntityKind::Deal:
        return { "crm.deal.list", "filter", "DATE_MODIFY", "", "ID" };
    case EntityKind::Contact:
        return { "crm.contact.list", "filter", "DATE_MODIFY", "", "ID" };
    case EntityKind::Company:
        return { "crm.company.list", "filter", "DATE_MODIFY", "", "ID" };
    case EntityKind::Activity:
        return { "crm.activity.list", "filter", "LAST_UPDATED", "", "ID" };
    case EntityKind::LeadHistory:
    case EntityKind::DealHistory:
        return { "crm.stagehistory.list", "filter", nullptr, "[items]", "ID" };
    case EntityKind::Task:
        return { "tasks.task.list", "filter", "CHANGED_DATE", "[tasks]", "id" };
    case EntityKind::Call:
        return { "voximplant.statistic.get", "FILTER", "CALL_START_DATE", "", "ID" };
    case EntityKind::User:
        return { "user.get", "FILTER", nullptr, "", "ID" };
    case EntityKind::Comment:
        return { "crm.timeline.comment.list", "filter", nullptr, "", "ID" };
    case EntityKind::Department:
        return { "department.get", "", nullptr, "", "ID" };
    case EntityKind::Status:
        return { "crm.status.list", "filter", nullptr, "", "ID" };
    case EntityKind::Category:
        return { "crm.category.list", "", nullptr, "[categories]", "id" };
    case EntityKind::UserField:
        return { "crm.lead.userfield.list", "filter", nullptr, "", "ID" };
    case EntityKind::Line:
        return { "telephony.externalLine.get", "", nullptr, "", "" };
    }
    return {};
}

QByteArray userFieldMethod(EntityKind owner)
{
    return "crm." + QByteArray(model::nameOf(owner).data(), static_cast<qsizetype>(model::nameOf(owner).size())) + ".userfield.list";
}

void select(Call &call, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        call.set("select[]", QByteArray(name));
}

// Everything a row has; multi-fields must be named (reference 9, row 16), the links of a task too (5.14).
void selectAll(Call &call, EntityKind kind)
{
    switch (kind) {
    case EntityKind::Lead:
    case EntityKind::Contact:
    case EntityKind::Company:
        return select(call, { "*", "UF_*", "PHONE", "EMAIL", "WEB", "IM" });
    case EntityKind::Deal:
        return select(call, { "*", "UF_*" });
    case EntityKind::Activity:
        return select(call, { "*" });
    case EntityKind::Task:
        return select(call,
            { "ID", "TITLE", "DESCRIPTION", "STATUS", "PRIORITY", "RESPONSIBLE_ID", "CREATED_BY", "CREATED_DATE", "CHANGED_DATE",
                "DEADLINE", "CLOSED_DATE", "GROUP_ID", "PARENT_ID", "UF_CRM_TASK" });
    default:
        break;
    }
}

void order(Call &call, EntityKind kind, const char *direction)
{
    if (kind == EntityKind::User) {
        call.set("sort", QByteArray("ID")).set("order", QByteArray(direction));
    } else if (kind == EntityKind::Call) {
        call.set("SORT", QByteArray("ID")).set("ORDER", QByteArray(direction));
    } else {
        call.set("order[ID]", QByteArray(direction));
    }
}

void sinceFilter(Call &call, const Query &query, const Family &family)
{
    if (query.since == base::kNever)
        return;
    const QByteArray field = query.ask == Ask::Touched ? QByteArray("LAST_ACTIVITY_TIME") : QByteArray(family.changed);
    call.set(family.filter + QByteArray("[>=") + field + ']', portal::instantText(query.since));
}

Call pageCall(const Query &query, const std::vector<Query> &queries)
{
    const Family family = familyOf(query.kind);
    Call call(family.method);
    if (query.kind == EntityKind::LeadHistory || query.kind == EntityKind::DealHistory)
        call.set("entityTypeId", std::int64_t { query.kind == EntityKind::LeadHistory ? 1 : 2 });
    order(call, query.kind, "ASC");
    const QByteArray above = family.filter + QByteArray("[>ID]");
    if (query.behind >= 0) {
        const Family before = familyOf(queries[static_cast<std::size_t>(query.behind)].kind);
        const QByteArray path = portal::batchKey(static_cast<std::size_t>(query.behind)) + ']' + before.rows + "[49][" + before.rowId;
        call.setReference(above, path);
    } else {
        call.set(above, std::int64_t { query.after });
    }
    if (query.upTo > 0)
        call.set(family.filter + QByteArray("[<=ID]"), std::int64_t { query.upTo });
    sinceFilter(call, query, family);
    for (const model::RecordId owner : query.ids) // of a Story
        call.set("filter[@OWNER_ID][]", std::int64_t { owner });
    if (query.ask == Ask::Ids || query.ask == Ask::Check)
        select(call, { "ID" });
    else
        selectAll(call, query.kind);
    call.set("start", std::int64_t { query.counted ? 0 : -1 });
    return call;
}

Call idsCall(const Query &query)
{
    const Family family = familyOf(query.kind);
    Call call(family.method);
    if (query.kind == EntityKind::Department) // one by one: its filter takes a plain id
        return call.set("ID", std::int64_t { query.ids.front() });
    order(call, query.kind, "ASC");
    for (const model::RecordId id : query.ids)
        call.set(family.filter + QByteArray("[@ID][]"), std::int64_t { id });
    if (query.ask == Ask::Known)
        select(call, { "ID" });
    else
        selectAll(call, query.kind);
    // A deletion is concluded from what this lacks: its total must agree with its rows.
    call.set("start", std::int64_t { query.ask == Ask::Known ? 0 : -1 });
    return call;
}

Call wholeCall(const Query &query)
{
    Call call(methodOf(query.ask, query.kind));
    switch (query.kind) {
    case EntityKind::Department:
        call.set("sort", QByteArray("ID")).set("order", QByteArray("ASC")).set("START", std::int64_t { query.start });
        break;
    case EntityKind::Category:
        call.set("entityTypeId", std::int64_t { 2 });
        break;
    case EntityKind::UserField:
        call = Call(userFieldMethod(query.owner));
        call.set("order[ID]", QByteArray("ASC")).set("filter[LANG]", QByteArray("ru"));
        break;
    case EntityKind::Status:
        call.set("order[ID]", QByteArray("ASC"));
        break;
    default:
        break;
    }
    return call;
}

Answer answerOf(const Query &query, const portal::CommandReply &reply)
{
    Answer answer;
    answer.operating = reply.time.operating;
    answer.resetAt = reply.time.resetAt;
    answer.total = reply.total;
    if (reply.error) {
        answer.error = reply.error;
        return answer;
    }
    const bool idsOnly = query.ask == Ask::Count || query.ask == Ask::Ids || query.ask == Ask::Check || query.ask == Ask::Known;
    if (idsOnly) {
        auto ids = portal::decodeIds(query.kind, reply.result);
        if (!ids)
            answer.error = ids.error();
        else
            answer.ids = std::move(*ids);
        return answer;
    }
    auto records = portal::decodeRecords(query.kind, reply.result);
    if (!records)
        answer.error = records.error();
    else
        answer.records = std::move(*records);
    return answer;
}

} // namespace

QByteArray methodOf(Ask, EntityKind kind) { return familyOf(kind).method; }

Call callFor(const Query &query, const std::vector<Query> &queries)
{
    switch (query.ask) {
    case Ask::Page:
    case Ask::Touched:
    case Ask::Recent:
    case Ask::Ids:
    case Ask::Check:
    case Ask::Story:
        return pageCall(query, queries);
    case Ask::Count: {
        Call call(methodOf(query.ask, query.kind));
        order(call, query.kind, "DESC");
        select(call, { "ID" });
        call.set("start", std::int64_t { 0 });
        return call;
    }
    case Ask::Known:
    case Ask::Fetch:
        return idsCall(query);
    case Ask::Whole:
        return wholeCall(query);
    case Ask::Comments: {
        Call call(methodOf(query.ask, query.kind));
        call.set("order[ID]", QByteArray("ASC"));
        call.set("filter[ENTITY_ID]", std::int64_t { query.ids.front() });
        call.set("filter[ENTITY_TYPE]", QByteArray(query.owner == EntityKind::Lead ? "lead" : "deal"));
        call.set("start", std::int64_t { query.start });
        return call;
    }
    }
    return {};
}

base::Result<Answers> readAnswers(const portal::Reply &reply, const std::vector<Query> &queries)
{
    const auto batch = portal::readBatch(reply, queries.size());
    if (!batch)
        return std::unexpected(batch.error());
    Answers answers;
    answers.startedAt = reply.startedAt;
    answers.operating = reply.time.operating;
    answers.resetAt = reply.time.resetAt;
    answers.list.reserve(queries.size());
    for (std::size_t i = 0; i < queries.size(); ++i)
        answers.list.push_back(answerOf(queries[i], (*batch)[i]));
    return answers;
}

} // namespace dealerlens::sync
