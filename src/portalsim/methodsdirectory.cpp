// SPDX-License-Identifier: GPL-3.0-or-later
// Directories, funnels, stage history, users and departments (reference 5.7 to 5.11).
#include "portalsim/restcall.h"

namespace dealerlens::portalsim {

namespace {

Query unpaged(Query query)
{
    query.start = 0;
    query.pageSize = std::numeric_limits<int>::max();
    return query;
}

bool isStageDirectory(const QString &directory)
{
    return directory == QLatin1String("STATUS") || directory.startsWith(QLatin1String("DEAL_STAGE"));
}

Php statusRow(const Record &row, bool firstFailure)
{
    const QString directory = row.text("ENTITY_ID");
    const QString semantics = row.text("SEMANTICS");
    const QString color = row.text("COLOR");
    const bool custom = row.text("STATUS_ID").contains(QLatin1String("UC_"));
    Php out = Php::Map {};
    out.append("ID", QString::number(row.id));
    out.append("ENTITY_ID", directory);
    out.append("STATUS_ID", row.text("STATUS_ID"));
    out.append("NAME", row.text("NAME"));
    out.append("NAME_INIT", custom ? QString() : row.text("NAME"));
    out.append("SORT", row.text("SORT"));
    out.append("SYSTEM", custom ? "N" : "Y");
    const bool inFunnel = directory.startsWith(QLatin1String("DEAL_STAGE_"));
    out.append("CATEGORY_ID", inFunnel ? Php(directory.mid(11)) : Php());
    out.append("COLOR", color.isEmpty() ? Php() : Php(color));
    out.append("SEMANTICS", semantics.isEmpty() ? Php() : Php(semantics));
    if (isStageDirectory(directory)) {
        const char *word = semantics == QLatin1String("S") ? "success"
            : semantics == QLatin1String("F")              ? (firstFailure ? "failure" : "apology")
                                                           : "process";
        out.append("EXTRA", Php::Map { { "SEMANTICS", word }, { "COLOR", color } });
    }
    return out;
}

Reply statusList(Call &call)
{
    const Schema schema = schemaOf(*call.portal, Entity::Status);
    const auto query = standardQuery(call, schema, Dialect::Classic);
    if (!query)
        return Reply::failed(query.error());
    const auto page = runQuery(call.portal->table(Entity::Status).rows, unpaged(*query), [](const Record &) { return true; });
    // Of the stages that mean failure only the first is "failure", the others are "apology".
    QHash<QString, const Record *> firstFailure;
    for (const Record &row : call.portal->table(Entity::Status).rows) {
        if (row.text("SEMANTICS") != QLatin1String("F"))
            continue;
        const Record *&first = firstFailure[row.text("ENTITY_ID")];
        if (!first || row.number("SORT") < first->number("SORT"))
            first = &row;
    }
    Php::List rows;
    for (const Record *row : page.rows)
        rows.push_back(statusRow(*row, firstFailure.value(row->text("ENTITY_ID")) == row));
    Reply reply = Reply::of(std::move(rows));
    reply.total = page.total;
    return reply;
}

Reply statusItems(Call &call)
{
    const QString directory = call.text("entityId");
    std::vector<const Record *> found;
    for (const Record &row : call.portal->table(Entity::Status).rows) {
        if (row.text("ENTITY_ID") == directory)
            found.push_back(&row);
    }
    if (directory.isEmpty() || found.empty())
        return Reply::failed(400, "", "The parameter 'entityId' is not defined or invalid.");
    std::ranges::stable_sort(found, {}, [](const Record *row) { return row->number("SORT"); });
    Php::List rows;
    for (const Record *row : found) {
        rows.push_back(
            Php::Map { { "NAME", row->text("NAME") }, { "SORT", row->number("SORT") }, { "STATUS_ID", row->text("STATUS_ID") } });
    }
    return Reply::of(std::move(rows));
}

Reply categoryList(Call &call)
{
    const qint64 type = call.number("entityTypeId");
    if (!call.param("entityTypeId"))
        return Reply::failed(400, "100", "Could not find value for parameter {entityTypeId}");
    if (type < 2 || type > 4)
        return Reply::failed(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported");
    Php::List rows;
    for (const Record &row : call.portal->table(Entity::Category).rows) {
        if (type != 2)
            break;
        rows.push_back(Php::Map { { "id", row.id }, { "name", row.text("NAME") }, { "sort", row.number("SORT") }, { "entityTypeId", type },
            { "isDefault", "N" }, { "originId", row.text("ORIGIN_ID") }, { "originatorId", row.text("ORIGINATOR_ID") } });
    }
    rows.push_back(Php::Map {
        { "id", 0 }, { "name", call.portal->defaultCategoryName }, { "sort", 300 }, { "entityTypeId", type }, { "isDefault", "Y" } });
    const auto total = qint64(rows.size());
    Reply reply = Reply::of(Php::Map { { "categories", std::move(rows) } });
    reply.total = total;
    return reply;
}

// --- stage history ---

Schema historySchema(Entity entity)
{
    struct Row {
        const char *name;
        FieldType type;
    };

    static constexpr Row kCommon[] = {
        { "ID", FieldType::Integer },
        { "TYPE_ID", FieldType::Integer },
        { "OWNER_ID", FieldType::Integer },
        { "CREATED_TIME", FieldType::DateTime },
    };
    static constexpr Row kLead[] = { { "STATUS_SEMANTIC_ID", FieldType::Text }, { "STATUS_ID", FieldType::Text } };
    static constexpr Row kDeal[]
        = { { "CATEGORY_ID", FieldType::Integer }, { "STAGE_SEMANTIC_ID", FieldType::Text }, { "STAGE_ID", FieldType::Text } };
    Schema schema;
    const auto add = [&schema](const Row &row) {
        FieldSpec spec;
        spec.id = fieldId(row.name);
        spec.name = row.name;
        spec.type = row.type;
        schema.add(std::move(spec));
    };
    std::ranges::for_each(kCommon, add);
    if (entity == Entity::Lead)
        std::ranges::for_each(kLead, add);
    else
        std::ranges::for_each(kDeal, add);
    return schema;
}

Php historyValue(const Call &call, const HistoryRow &row, const FieldSpec &field)
{
    const Cell cell = cellOf(row, field);
    if (field.type == FieldType::DateTime)
        return call.zone->print(cell.number);
    if (cell.text)
        return *cell.text;
    return call.options->historyNumbers ? Php(cell.number) : Php(QString::number(cell.number));
}

Reply historyList(Call &call)
{
    const qint64 type = call.number("entityTypeId");
    if (type != 1 && type != 2)
        return Reply::failed(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported");
    const Entity entity = type == 1 ? Entity::Lead : Entity::Deal;
    const Schema schema = historySchema(entity);
    const auto query = standardQuery(call, schema, Dialect::Strict);
    if (!query)
        return Reply::failed(query.error());
    // Rows of a funnel that the deal has left are not told (reference 5.9).
    const Table &owners = call.portal->table(entity);
    const auto visible = [&owners, entity](const HistoryRow &row) {
        if (entity == Entity::Lead)
            return true;
        const Record *deal = owners.find(row.ownerId);
        return deal && deal->number("CATEGORY_ID") == row.categoryId;
    };
    const auto page = runQuery(call.portal->history(entity), *query, visible);
    QSet<QByteArray> names;
    if (const Php *select = call.param("select")) {
        for (const Php *element : select->elements())
            names.insert(element->text().toUtf8());
    }
    names.remove(QByteArray());
    const bool all = names.isEmpty() || names.contains("*");
    Php::List rows;
    for (const HistoryRow *row : page.rows) {
        Php out = Php::Map {};
        for (const FieldSpec &field : schema.fields) {
            if (all || field.name == "ID" || names.contains(field.name))
                out.append(field.name, historyValue(call, *row, field));
        }
        rows.push_back(std::move(out));
    }
    Reply reply = Reply::of(Php::Map { { "items", std::move(rows) } });
    setPaging(reply, page);
    return reply;
}

// --- users and departments ---

// Keys that every user has; the others are missing when they are empty (trap 40).
bool isAlwaysTold(const QByteArray &name)
{
    return name == "ID" || name == "ACTIVE" || name == "EMAIL" || name == "LAST_LOGIN" || name == "DATE_REGISTER" || name == "IS_ONLINE"
        || name == "UF_EMPLOYMENT_DATE" || name == "UF_DEPARTMENT" || name == "USER_TYPE";
}

Php userValue(const Call &call, const Record &row, const FieldSpec &field)
{
    if (field.name == "ACTIVE")
        return !row.has(field.id) || row.flag(field.id);
    if (field.name == "USER_TYPE" && !row.has(field.id))
        return "employee";
    if (field.name == "UF_DEPARTMENT") {
        Php::List ids;
        const QStringList texts = row.text(field.id).split(QLatin1Char(','), Qt::SkipEmptyParts);
        for (const QString &id : texts)
            ids.emplace_back(id.toLongLong());
        return ids;
    }
    Php value = classicValue(call, row, field);
    return value.isNull() ? Php("") : value;
}

Php userRow(const Call &call, const Record &row, const Schema &schema)
{
    Php out = Php::Map {};
    for (const FieldSpec &field : schema.fields) {
        if (field.name == "ADMIN" || (!row.has(field.id) && !isAlwaysTold(field.name)))
            continue;
        out.append(field.name, userValue(call, row, field));
        if (field.name == "IS_ONLINE") {
            // Dates that the real system prints as empty objects (trap 4).
            out.append("TIMESTAMP_X", Php::emptyObject());
            out.append("LAST_ACTIVITY_DATE", Php::emptyObject());
        }
    }
    return out;
}

// Booleans arrive as Y/N, 1/0 or true/false; stored is "Y" or "N".
Php normalizedUserFilter(const Php *filter)
{
    Php out = Php::Map {};
    const Php::Map *map = filter ? filter->map() : nullptr;
    for (const PhpEntry &entry : map ? *map : Php::Map {}) {
        if (entry.key.endsWith("ACTIVE"))
            out.append(entry.key, entry.value.truth() ? "Y" : "N");
        else
            out.append(entry.key, entry.value);
    }
    return out;
}

Reply userGet(Call &call)
{
    const Schema schema = schemaOf(*call.portal, Entity::User);
    Php filter = normalizedUserFilter(call.param("FILTER"));
    // `user.get?ID=5` is a filter as well.
    if (const Php *id = call.param("ID"))
        filter.append("ID", *id);
    const auto query = sortedQuery(call, schema, filter);
    if (!query)
        return Reply::failed(query.error());
    const auto page = runQuery(call.portal->table(Entity::User).rows, *query, [](const Record &) { return true; });
    Php::List rows;
    for (const Record *row : page.rows)
        rows.push_back(userRow(call, *row, schema));
    Reply reply = Reply::of(std::move(rows));
    setPaging(reply, page);
    return reply;
}

Reply userCurrent(Call &call)
{
    const Record *user = call.portal->table(Entity::User).find(call.user);
    if (!user)
        return Reply::failed(401, "authorization_error", "Unable to authorize user");
    return Reply::of(userRow(call, *user, schemaOf(*call.portal, Entity::User)));
}

Reply departmentGet(Call &call)
{
    const Schema schema = schemaOf(*call.portal, Entity::Department);
    Php filter = Php::Map {};
    for (const char *name : { "ID", "NAME", "PARENT", "UF_HEAD" }) {
        if (const Php *value = call.param(name))
            filter.append(name, *value);
    }
    const auto query = sortedQuery(call, schema, filter);
    if (!query)
        return Reply::failed(query.error());
    const auto page = runQuery(call.portal->table(Entity::Department).rows, *query, [](const Record &) { return true; });
    Php::List rows;
    for (const Record *row : page.rows) {
        Php out = Php::Map {};
        out.append("ID", QString::number(row->id));
        out.append("NAME", row->text("NAME"));
        out.append("SORT", row->has("SORT") ? row->number("SORT") : 500);
        for (const char *name : { "PARENT", "UF_HEAD" }) {
            if (row->number(name) > 0)
                out.append(name, QString::number(row->number(name)));
        }
        rows.push_back(std::move(out));
    }
    Reply reply = Reply::of(std::move(rows));
    setPaging(reply, page);
    return reply;
}

} // namespace

void addDirectoryMethods(std::vector<Method> &methods)
{
    const std::initializer_list<Method> own = {
        { "crm.status.list", "crm", kPlain, statusList },
        { "crm.status.entity.items", "crm", kPlain, statusItems },
        { "crm.category.list", "crm", kPlain, categoryList },
        { "crm.stagehistory.list", "crm", kList, historyList },
        { "user.get", "user", kList, userGet },
        { "user.current", "user", kPlain, userCurrent },
        { "department.get", "department", kList, departmentGet },
    };
    methods.insert(methods.end(), own);
}

} // namespace dealerlens::portalsim
