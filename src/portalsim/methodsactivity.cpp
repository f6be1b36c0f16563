// SPDX-License-Identifier: GPL-3.0-or-later
// Activities, timeline comments, tasks and telephony (reference 5.12 to 5.14, 5.17).
#include "portalsim/crmwrite.h"
#include "portalsim/restcall.h"

namespace dealerlens::portalsim {

namespace {

// --- activities ---

Php activityRow(const Call &call, const Record &row, const std::vector<const FieldSpec *> &fields)
{
    Php out = Php::Map {};
    out.reserve(fields.size());
    for (const FieldSpec *field : fields)
        out.append(field->name, classicValue(call, row, *field));
    return out;
}

// filter[BINDINGS] = [{OWNER_TYPE_ID, OWNER_ID}]
bool isBound(const Record &row, const Php &bindings)
{
    const auto elements = bindings.elements();
    return std::ranges::any_of(elements, [&row](const Php *binding) {
        const Php *type = binding->find("OWNER_TYPE_ID");
        const Php *id = binding->find("OWNER_ID");
        return type && id && row.number("OWNER_TYPE_ID") == type->number() && row.number("OWNER_ID") == id->number();
    });
}

Reply activityList(Call &call)
{
    const Schema schema = schemaOf(*call.portal, Entity::Activity);
    auto query = standardQuery(call, schema, Dialect::Classic);
    if (!query)
        return Reply::failed(query.error());
    if (query->order.empty())
        query->order.push_back({ schema.byName("START_TIME"), false });
    const Php *filter = call.param("filter");
    const Php *bindings = filter ? filter->find("BINDINGS") : nullptr;
    std::erase_if(query->filter.conditions, [](const Condition &one) { return one.field->name == "BINDINGS"; });
    const auto page = runQuery(
        call.portal->table(Entity::Activity).rows, *query, [bindings](const Record &row) { return !bindings || isBound(row, *bindings); });
    const auto fields = selectFields(schema, call.param("select"));
    Php::List rows;
    for (const Record *row : page.rows)
        rows.push_back(activityRow(call, *row, fields));
    Reply reply = Reply::of(std::move(rows));
    setPaging(reply, page);
    return reply;
}

Reply activityGet(Call &call)
{
    if (call.number("id") <= 0)
        return Reply::failed(400, "", "ID is not defined or invalid.");
    const Record *row = call.portal->table(Entity::Activity).find(call.number("id"));
    if (!row)
        return Reply::failed(400, "", "Not found");
    return Reply::of(activityRow(call, *row, selectFields(schemaOf(*call.portal, Entity::Activity), nullptr)));
}

bool ownerExists(const Call &call, qint64 ownerType, qint64 ownerId)
{
    return ownerType >= 1 && ownerType <= 4 && call.portal->table(Entity(ownerType - 1)).find(ownerId);
}

Reply activityAdd(Call &call)
{
    const Php *fields = call.param("fields");
    if (!fields || !fields->isContainer())
        return Reply::failed(400, "", "Parameter 'fields' must be array.");
    for (const char *name : { "SUBJECT", "RESPONSIBLE_ID", "TYPE_ID", "COMMUNICATIONS" }) {
        const Php *value = fields->find(name);
        if (!value || value->isEmpty()) {
            const QByteArray text = QByteArray("The field ") + name + " is not defined or empty";
            return Reply::failed(400, "", text.constData());
        }
    }
    Record record = readClassicFields(call, Entity::Activity, fields, true);
    const qint64 type = record.number("OWNER_TYPE_ID");
    const qint64 owner = record.number("OWNER_ID");
    if (!ownerExists(call, type, owner))
        return Reply::failed(400, "", "Could not build binding. Please ensure that owner info and communications are defined correctly.");
    const qint64 id = call.portal->addOther(Entity::Activity, std::move(record), call.now, call.user);
    call.wrote("ACTIVITY", id);
    return Reply::of(id);
}

Reply activityUpdate(Call &call)
{
    Record *row = call.portal->table(Entity::Activity).find(call.number("id"));
    if (!row)
        return Reply::failed(400, "", "Activity is not found");
    const Record changes = readClassicFields(call, Entity::Activity, call.param("fields"), false);
    for (const auto &[field, value] : changes.values())
        row->set(field, value);
    row->setTime("LAST_UPDATED", call.now);
    row->set("EDITOR_ID", call.user);
    call.wrote("ACTIVITY", row->id);
    return Reply::of(true);
}

Reply activityDelete(Call &call)
{
    if (!call.portal->table(Entity::Activity).erase(call.number("id")))
        return Reply::failed(400, "", "Activity is not found");
    call.wrote("ACTIVITY", call.number("id"));
    return Reply::of(true);
}

Reply todoAdd(Call &call)
{
    for (const char *name : { "ownerTypeId", "ownerId", "deadline" }) {
        if (!call.param(name)) {
            const QByteArray text = QByteArray("Could not find value for parameter {") + name + "}";
            return Reply::failed(400, "100", text.constData());
        }
    }
    if (!ownerExists(call, call.number("ownerTypeId"), call.number("ownerId")))
        return Reply::failed(400, "OWNER_NOT_FOUND", "Owner not found");
    const auto deadline = call.zone->read(call.text("deadline"));
    if (!deadline)
        return Reply::failed(400, "WRONG_DATETIME_FORMAT", "Wrong datetime format");
    Record record;
    record.set("OWNER_TYPE_ID", call.number("ownerTypeId"));
    record.set("OWNER_ID", call.number("ownerId"));
    record.set("TYPE_ID", 6);
    record.set("PROVIDER_ID", QStringLiteral("CRM_TODO"));
    record.set("PROVIDER_TYPE_ID", QStringLiteral("CRM_TODO_TYPE"));
    record.set("SUBJECT", call.text("title"));
    record.set("DESCRIPTION", call.text("description"));
    record.setTime("DEADLINE", *deadline);
    record.setBool("COMPLETED", false);
    if (const qint64 user = call.number("responsibleId"); user > 0)
        record.set("RESPONSIBLE_ID", user);
    const qint64 id = call.portal->addOther(Entity::Activity, std::move(record), call.now, call.user);
    call.wrote("ACTIVITY", id);
    return Reply::of(Php::Map { { "id", id } });
}

// --- timeline comments ---

Php commentRow(const Call &call, const Record &row, const Schema &schema)
{
    Php out = Php::Map {};
    for (const FieldSpec &field : schema.fields)
        out.append(field.name, classicValue(call, row, field));
    return out;
}

Reply commentList(Call &call)
{
    const Php *filter = call.param("filter");
    const auto has
        = [filter](const char *name) { return filter && (filter->find(name) || filter->find(QByteArray(QByteArray("=") + name))); };
    if (!has("ENTITY_ID") || !has("ENTITY_TYPE"))
        return Reply::failed(400, "", "Access denied");
    const Schema schema = schemaOf(*call.portal, Entity::Comment);
    auto query = standardQuery(call, schema, Dialect::Classic);
    if (!query)
        return Reply::failed(query.error());
    // Filtering by the time of creation does not work in the real system either (trap 42).
    std::erase_if(query->filter.conditions, [](const Condition &one) { return one.field->name == "CREATED"; });
    const auto page = runQuery(call.portal->table(Entity::Comment).rows, *query, [](const Record &) { return true; });
    Php::List rows;
    for (const Record *row : page.rows)
        rows.push_back(commentRow(call, *row, schema));
    Reply reply = Reply::of(std::move(rows));
    setPaging(reply, page);
    return reply;
}

Reply commentGet(Call &call)
{
    if (call.number("id") <= 0)
        return Reply::failed(400, "", "ID is not defined or invalid.");
    const Record *row = call.portal->table(Entity::Comment).find(call.number("id"));
    if (!row)
        return Reply::failed(400, "", "Not found.");
    return Reply::of(commentRow(call, *row, schemaOf(*call.portal, Entity::Comment)));
}

Reply commentAdd(Call &call)
{
    // This method knows only the lower-case name of its parameter.
    const Php *fields = call.params.find("fields");
    if (!fields || !fields->isContainer())
        return Reply::failed(400, "100", "Could not find value for parameter {fields}");
    static constexpr std::array<const char *, 4> kTypes { "lead", "deal", "contact", "company" };
    const Php *type = fields->find("ENTITY_TYPE");
    const Php *id = fields->find("ENTITY_ID");
    const Php *text = fields->find("COMMENT");
    if (!text || text->isEmpty())
        return Reply::failed(400, "INVALID_ARG_VALUE", "Empty comment message");
    const auto known = std::ranges::find_if(
        kTypes, [type](const char *name) { return type && type->text().compare(QLatin1String(name), Qt::CaseInsensitive) == 0; });
    const qint64 ownerType = known - kTypes.begin() + 1;
    if (known == kTypes.end() || !id || !ownerExists(call, ownerType, id->number()))
        return Reply::failed(400, "OWNER_NOT_FOUND", "Owner not found");
    Record record;
    record.set("ENTITY_ID", id->number());
    record.set("ENTITY_TYPE", QString::fromLatin1(*known));
    record.set("COMMENT", text->text());
    if (const Php *author = fields->find("AUTHOR_ID"))
        record.set("AUTHOR_ID", author->number());
    const qint64 added = call.portal->addOther(Entity::Comment, std::move(record), call.now, call.user);
    call.wrote("COMMENT", added);
    return Reply::of(added);
}

Reply commentUpdate(Call &call)
{
    Record *row = call.portal->table(Entity::Comment).find(call.number("id"));
    if (!row)
        return Reply::failed(400, "", "Not found.");
    const Php *fields = call.params.find("fields");
    if (const Php *text = fields ? fields->find("COMMENT") : nullptr)
        row->set("COMMENT", text->text());
    call.wrote("COMMENT", row->id);
    return Reply::of(true);
}

Reply commentDelete(Call &call)
{
    if (!call.portal->table(Entity::Comment).erase(call.number("id")))
        return Reply::failed(400, "", "Not found.");
    call.wrote("COMMENT", call.number("id"));
    return Reply::of(true);
}

// --- tasks ---

Php person(const Call &call, qint64 id)
{
    const Record *user = call.portal->table(Entity::User).find(id);
    const QString name = user ? QString(user->text("NAME") % QLatin1Char(' ') % user->text("LAST_NAME")) : QString();
    return Php::Map { { "id", QString::number(id) }, { "name", name.trimmed() },
        { "link", QString(QStringLiteral("/company/personal/user/") % QString::number(id) % QLatin1Char('/')) },
        { "icon", "/bitrix/images/tasks/default_avatar.png" }, { "workPosition", user ? user->text("WORK_POSITION") : QString() } };
}

Php taskRow(const Call &call, const Record &row, const Schema &schema, const QSet<QByteArray> &names)
{
    const bool all = names.isEmpty() || names.contains("*");
    Php out = Php::Map {};
    for (const FieldSpec &field : schema.fields) {
        const bool custom = field.name == "UF_CRM_TASK";
        if (field.name != "ID" && !names.contains(field.name) && (!all || custom))
            continue;
        if (custom && !row.has(field.id))
            out.append(field.universal, Php::List {});
        else if (field.name == "PRIORITY" || field.name == "STATUS")
            out.append(field.universal, QString::number(row.has(field.id) ? row.number(field.id) : field.name == "STATUS" ? 2 : 1));
        else
            out.append(field.universal, classicValue(call, row, field));
    }
    if (all || names.contains("CREATED_BY"))
        out.append("creator", person(call, row.number("CREATED_BY")));
    if (all || names.contains("RESPONSIBLE_ID"))
        out.append("responsible", person(call, row.number("RESPONSIBLE_ID")));
    if (all)
        out.append("group", Php::List {});
    return out;
}

QSet<QByteArray> taskSelect(const Call &call)
{
    QSet<QByteArray> names;
    if (const Php *select = call.param("select")) {
        for (const Php *element : select->elements())
            names.insert(element->text().toUtf8());
    }
    names.remove(QByteArray());
    return names;
}

Reply taskList(Call &call)
{
    const Schema schema = schemaOf(*call.portal, Entity::Task);
    const auto query = standardQuery(call, schema, Dialect::Classic);
    if (!query)
        return Reply::failed(query.error());
    const auto page = runQuery(call.portal->table(Entity::Task).rows, *query, [](const Record &) { return true; });
    const QSet<QByteArray> names = taskSelect(call);
    Php::List rows;
    for (const Record *row : page.rows)
        rows.push_back(taskRow(call, *row, schema, names));
    Reply reply = Reply::of(Php::Map { { "tasks", std::move(rows) } });
    setPaging(reply, page);
    return reply;
}

Reply taskReply(const Call &call, qint64 id, const QSet<QByteArray> &names)
{
    const Record *row = call.portal->table(Entity::Task).find(id);
    if (!row)
        return Reply::failed(400, "ERROR_CORE", "Task not found or not accessible<br>");
    return Reply::of(Php::Map { { "task", taskRow(call, *row, schemaOf(*call.portal, Entity::Task), names) } });
}

Reply taskGet(Call &call)
{
    if (!call.param("taskId"))
        return Reply::failed(400, "100", "Could not find value for parameter {taskId}");
    return taskReply(call, call.number("taskId"), taskSelect(call));
}

Reply taskAdd(Call &call)
{
    const Php *fields = call.param("fields");
    if (!fields || !fields->isContainer())
        return Reply::failed(400, "100", "Could not find value for parameter {fields}");
    Record record = readClassicFields(call, Entity::Task, fields, true);
    if (record.text("TITLE").isEmpty())
        return Reply::failed(400, "ERROR_CORE", "Task title is not specified<br>");
    if (record.number("RESPONSIBLE_ID") <= 0)
        return Reply::failed(400, "ERROR_CORE", "Responsible person is not specified<br>");
    const qint64 id = call.portal->addOther(Entity::Task, std::move(record), call.now, call.user);
    call.wrote("TASK", id);
    return taskReply(call, id, {});
}

Reply taskUpdate(Call &call)
{
    const Php *fields = call.param("fields");
    if (!call.param("taskId") || !fields || !fields->isContainer())
        return Reply::failed(400, "100", "Could not find value for parameter {taskId}");
    Record *row = call.portal->table(Entity::Task).find(call.number("taskId"));
    if (!row)
        return taskReply(call, call.number("taskId"), {});
    const Record changes = readClassicFields(call, Entity::Task, fields, false);
    for (const auto &[field, value] : changes.values())
        row->set(field, value);
    row->setTime("CHANGED_DATE", call.now);
    row->set("CHANGED_BY", call.user);
    if (changes.number("STATUS") == 5) {
        row->setTime("CLOSED_DATE", call.now);
        row->set("CLOSED_BY", call.user);
    }
    call.wrote("TASK", row->id);
    return taskReply(call, row->id, {});
}

Reply taskDelete(Call &call)
{
    if (!call.param("taskId"))
        return Reply::failed(400, "100", "Could not find value for parameter {taskId}");
    if (!call.portal->table(Entity::Task).erase(call.number("taskId")))
        return Reply::failed(400, "ERROR_CORE", "Task not found or not accessible<br>");
    call.wrote("TASK", call.number("taskId"));
    return Reply::of(Php::Map { { "task", true } });
}

// --- telephony ---

Reply callStatistics(Call &call)
{
    const Schema schema = schemaOf(*call.portal, Entity::Call);
    const Php *filter = call.param("FILTER");
    const auto query = sortedQuery(call, schema, filter ? *filter : Php());
    if (!query)
        return Reply::failed(query.error());
    const auto page = runQuery(call.portal->table(Entity::Call).rows, *query, [](const Record &) { return true; });
    Php::List rows;
    for (const Record *row : page.rows) {
        Php out = Php::Map {};
        for (const FieldSpec &field : schema.fields) {
            const bool fileId = field.name == "RECORD_FILE_ID";
            out.append(field.name, fileId && row->has(field.id) ? Php(row->number(field.id)) : classicValue(call, *row, field));
        }
        rows.push_back(std::move(out));
    }
    Reply reply = Reply::of(std::move(rows));
    setPaging(reply, page);
    return reply;
}

Reply lines(Call &call)
{
    if (!call.options->allowLines && call.application.isEmpty())
        return Reply::failed(403, "WRONG_AUTH_TYPE", "Current authorization type is denied for this method");
    Php::List rows;
    for (const Record &row : call.portal->table(Entity::Line).rows) {
        const bool create = !row.has("CRM_AUTO_CREATE") || row.flag("CRM_AUTO_CREATE");
        rows.push_back(
            Php::Map { { "NUMBER", row.text("NUMBER") }, { "NAME", row.text("NAME") }, { "CRM_AUTO_CREATE", create ? "Y" : "N" } });
    }
    return Reply::of(std::move(rows));
}

} // namespace

void addActivityMethods(std::vector<Method> &methods)
{
    const std::initializer_list<Method> own = {
        { "crm.activity.list", "crm", kList, activityList },
        { "crm.activity.get", "crm", kPlain, activityGet },
        { "crm.activity.add", "crm", kWrite, activityAdd },
        { "crm.activity.update", "crm", kWrite, activityUpdate },
        { "crm.activity.delete", "crm", kWrite, activityDelete },
        { "crm.activity.todo.add", "crm", kWrite, todoAdd },
        { "crm.timeline.comment.list", "crm", kList, commentList },
        { "crm.timeline.comment.get", "crm", kPlain, commentGet },
        { "crm.timeline.comment.add", "crm", kWrite, commentAdd },
        { "crm.timeline.comment.update", "crm", kWrite, commentUpdate },
        { "crm.timeline.comment.delete", "crm", kWrite, commentDelete },
        { "tasks.task.list", "task", kList, taskList },
        { "tasks.task.get", "task", kPlain, taskGet },
        { "tasks.task.add", "task", kWrite, taskAdd },
        { "tasks.task.update", "task", kWrite, taskUpdate },
        { "tasks.task.delete", "task", kWrite, taskDelete },
        { "voximplant.statistic.get", "telephony", kList, callStatistics },
        { "telephony.externalLine.get", "telephony", kPlain, lines },
    };
    methods.insert(methods.end(), own);
}

} // namespace dealerlens::portalsim
