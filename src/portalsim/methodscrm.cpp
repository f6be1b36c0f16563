// SPDX-License-Identifier: GPL-3.0-or-later
// Classic methods of leads, deals, contacts and companies (reference 5.1 to 5.5).
#include "portalsim/crmwrite.h"
#include "portalsim/restcall.h"

#include <QJsonArray>
#include <QJsonObject>

namespace dealerlens::portalsim {

namespace {

Entity entityOf(const Call &call)
{
    if (call.method.startsWith("crm.lead."))
        return Entity::Lead;
    if (call.method.startsWith("crm.deal."))
        return Entity::Deal;
    return call.method.startsWith("crm.contact.") ? Entity::Contact : Entity::Company;
}

Reply notFound(Entity entity)
{
    if (entity == Entity::Company)
        return Reply::failed(400, "", "Company is not found");
    return Reply::failed(400, "", "Not found");
}

Reply invalidId() { return Reply::failed(400, "", "ID is not defined or invalid."); }

Php classicRow(const Call &call, const Record &row, const std::vector<const FieldSpec *> &fields, bool withEmptyMulti)
{
    Php out = Php::Map {};
    out.reserve(fields.size());
    for (const FieldSpec *field : fields) {
        if (field->type == FieldType::MultiField) {
            Php values = classicMulti(row, field->name);
            if (!values.isEmpty())
                out.append(field->name, std::move(values));
            continue;
        }
        const bool zeroReference = withEmptyMulti && (field->name == "COMPANY_ID" || field->name == "CONTACT_ID");
        Php value = classicValue(call, row, *field);
        if (zeroReference && value.isNull())
            value = "0";
        out.append(field->name, std::move(value));
    }
    return out;
}

Reply list(Call &call)
{
    const Entity entity = entityOf(call);
    const Schema schema = schemaOf(*call.portal, entity);
    const auto query = standardQuery(call, schema, Dialect::Classic);
    if (!query)
        return Reply::failed(query.error());
    const auto page = runQuery(call.portal->table(entity), *query);
    const auto fields = selectFields(schema, call.param("select"));
    Php::List rows;
    rows.reserve(page.rows.size());
    for (const Record *row : page.rows)
        rows.push_back(classicRow(call, *row, fields, true));
    Reply reply = Reply::of(std::move(rows));
    setPaging(reply, page);
    return reply;
}

Reply get(Call &call)
{
    const Entity entity = entityOf(call);
    const qint64 id = call.number("id");
    if (id <= 0)
        return invalidId();
    const Record *row = call.portal->table(entity).find(id);
    if (!row)
        return Reply::failed(400, "", "Not found");
    const Schema schema = schemaOf(*call.portal, entity);
    std::vector<const FieldSpec *> fields = selectFields(schema, nullptr);
    for (const FieldSpec &field : schema.fields) {
        if (field.type == FieldType::MultiField)
            fields.push_back(&field);
    }
    return Reply::of(classicRow(call, *row, fields, false));
}

Reply add(Call &call)
{
    const Entity entity = entityOf(call);
    const Php *fields = call.param("fields");
    if (fields && !fields->isContainer() && !fields->isEmpty())
        return Reply::failed(400, "", "Parameter 'fields' must be array.");
    Record record = readClassicFields(call, entity, fields, true);
    applyMulti(*call.portal, record, fields);
    const qint64 id = call.portal->addItem(entity, std::move(record), call.now, call.user);
    call.wrote(entityCode(entity), id);
    return Reply::of(id);
}

Reply update(Call &call)
{
    const Entity entity = entityOf(call);
    const qint64 id = call.number("id");
    if (id <= 0)
        return invalidId();
    Record *row = call.portal->table(entity).find(id);
    if (!row)
        return notFound(entity);
    const Php *fields = call.param("fields");
    if (fields && !fields->isContainer() && !fields->isEmpty())
        return Reply::failed(400, "", "Parameter 'fields' must be array.");
    applyMulti(*call.portal, *row, fields);
    call.portal->updateItem(entity, id, readClassicFields(call, entity, fields, false), call.now, call.user);
    call.wrote(entityCode(entity), id);
    return Reply::of(true);
}

Reply remove(Call &call)
{
    const Entity entity = entityOf(call);
    const qint64 id = call.number("id");
    if (id <= 0)
        return invalidId();
    if (!call.portal->deleteItem(entity, id)) {
        if (entity == Entity::Contact)
            return Reply::failed(400, "ERROR_CORE", "Element not found");
        return notFound(entity);
    }
    call.wrote(entityCode(entity), id);
    return Reply::of(true);
}

Reply fields(Call &call)
{
    const Schema schema = schemaOf(*call.portal, entityOf(call));
    Php out = Php::Map {};
    for (const FieldSpec &field : schema.fields)
        out.append(field.name, fieldDescriptor(field, false));
    return Reply::of(std::move(out));
}

Reply userFields(Call &call)
{
    static constexpr std::array kNames { "CRM_LEAD", "CRM_DEAL", "CRM_CONTACT", "CRM_COMPANY" };
    const QString owner = QString::fromLatin1(kNames.at(std::size_t(entityOf(call))));
    const Schema schema = schemaOf(*call.portal, Entity::UserField);
    const auto query = standardQuery(call, schema, Dialect::Classic);
    if (!query)
        return Reply::failed(query.error());
    Query all = *query;
    all.start = 0;
    all.pageSize = std::numeric_limits<int>::max();
    const auto page
        = runQuery(call.portal->table(Entity::UserField).rows, all, [&owner](const Record &row) { return row.text("ENTITY_ID") == owner; });
    const Php *filter = call.param("filter");
    const bool withLabels = filter && filter->find("LANG");
    Php::List rows;
    for (const Record *row : page.rows)
        rows.push_back(userFieldRow(*row, withLabels));
    Reply reply = Reply::of(std::move(rows));
    reply.total = page.total;
    return reply;
}

Reply contactItems(Call &call)
{
    const Record *row = call.portal->table(entityOf(call)).find(call.number("id"));
    if (call.number("id") <= 0)
        return invalidId();
    if (!row)
        return Reply::failed(400, "", "Not found");
    QStringList ids = row->text("CONTACT_IDS").split(QLatin1Char(','), Qt::SkipEmptyParts);
    if (const QString main = row->text("CONTACT_ID"); main.toLongLong() > 0 && !ids.contains(main))
        ids.prepend(main);
    Php::List links;
    for (const QString &id : std::as_const(ids)) {
        links.push_back(Php::Map { { "CONTACT_ID", id.toLongLong() }, { "SORT", qint64(links.size() + 1) * 10 }, { "ROLE_ID", 0 },
            { "IS_PRIMARY", links.empty() ? "Y" : "N" } });
    }
    return Reply::of(std::move(links));
}

// Digits only, the Russian trunk prefix 8 as 7: enough to find one number written in different ways.
QString phoneDigits(const QString &text)
{
    QString digits;
    for (const QChar character : text) {
        if (character == QLatin1Char(';') || character == QLatin1Char(','))
            break;
        if (character.isDigit())
            digits += character;
    }
    if (digits.size() == 11 && digits.startsWith(QLatin1Char('8')))
        digits[0] = QLatin1Char('7');
    return digits;
}

Reply findByComm(Call &call)
{
    const QString type = call.text("type").toUpper();
    if (type.isEmpty())
        return Reply::failed(400, "Communication type is not defined", "Parameter 'type' is required.");
    if (type != QLatin1String("PHONE") && type != QLatin1String("EMAIL"))
        return Reply::failed(400, "", "Communication type is not supported in current context");
    const Php *values = call.param("values");
    if (!values || values->size() == 0)
        return Reply::failed(400, "", "Communication values is not defined");
    const bool phone = type == QLatin1String("PHONE");
    QSet<QString> wanted;
    for (const Php *value : values->elements())
        wanted.insert(phone ? phoneDigits(value->text()) : value->text().toLower());
    wanted.remove(QString());
    const QString only = call.text("entity_type").toUpper();
    Php found = Php::Map {};
    for (const Entity entity : { Entity::Lead, Entity::Contact, Entity::Company }) {
        if (!only.isEmpty() && only != QString::fromLatin1(entityCode(entity)))
            continue;
        Php::List ids;
        call.portal->table(entity).keepFrom(1);
        for (const Record &row : call.portal->table(entity).rows) {
            const bool hit = std::ranges::any_of(row.multi, [&](const MultiField &field) {
                return field.typeId == type && wanted.contains(phone ? phoneDigits(field.value) : field.value.toLower());
            });
            if (hit && ids.size() < 20)
                ids.emplace_back(row.id);
        }
        const bool full = ids.size() >= 20;
        if (!ids.empty())
            found.append(entityCode(entity), std::move(ids));
        if (full)
            break;
    }
    return Reply::of(std::move(found));
}

Reply mergeBatch(Call &call)
{
    const qint64 type = call.number("entityTypeId");
    if (type < 1 || type > 4)
        return Reply::failed(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported");
    const auto entity = Entity(type - 1);
    const Php *ids = call.param("entityIds");
    const auto elements = ids ? ids->elements() : std::vector<const Php *>();
    if (elements.size() < 2)
        return Reply::failed(400, "100", "Could not find value for parameter {entityIds}");
    Php::List merged;
    const qint64 winner = elements.front()->number();
    bool ok = call.portal->table(entity).find(winner) != nullptr;
    for (const Php *element : elements) {
        merged.emplace_back(element->number());
        if (ok && element != elements.front())
            ok = call.portal->mergeItems(entity, winner, element->number(), call.now, call.user);
    }
    call.wrote(entityCode(entity), winner);
    return Reply::of(Php::Map { { "STATUS", ok ? "SUCCESS" : "ERROR" }, { "ENTITY_IDS", std::move(merged) } });
}

} // namespace

void addCrmMethods(std::vector<Method> &methods)
{
    const std::initializer_list<Method> own = {
        { "crm.lead.list", "crm", kList, list },
        { "crm.lead.get", "crm", kPlain, get },
        { "crm.lead.add", "crm", kWrite, add },
        { "crm.lead.update", "crm", kWrite, update },
        { "crm.lead.delete", "crm", kWrite, remove },
        { "crm.lead.fields", "crm", kPlain, fields },
        { "crm.lead.userfield.list", "crm", kPlain, userFields },
        { "crm.lead.contact.items.get", "crm", kPlain, contactItems },
        { "crm.deal.list", "crm", kList, list },
        { "crm.deal.get", "crm", kPlain, get },
        { "crm.deal.add", "crm", kWrite, add },
        { "crm.deal.update", "crm", kWrite, update },
        { "crm.deal.delete", "crm", kWrite, remove },
        { "crm.deal.fields", "crm", kPlain, fields },
        { "crm.deal.userfield.list", "crm", kPlain, userFields },
        { "crm.deal.contact.items.get", "crm", kPlain, contactItems },
        { "crm.contact.list", "crm", kList, list },
        { "crm.contact.get", "crm", kPlain, get },
        { "crm.contact.add", "crm", kWrite, add },
        { "crm.contact.update", "crm", kWrite, update },
        { "crm.contact.delete", "crm", kWrite, remove },
        { "crm.contact.fields", "crm", kPlain, fields },
        { "crm.contact.userfield.list", "crm", kPlain, userFields },
        { "crm.company.list", "crm", kList, list },
        { "crm.company.get", "crm", kPlain, get },
        { "crm.company.add", "crm", kWrite, add },
        { "crm.company.update", "crm", kWrite, update },
        { "crm.company.delete", "crm", kWrite, remove },
        { "crm.company.fields", "crm", kPlain, fields },
        { "crm.company.userfield.list", "crm", kPlain, userFields },
        { "crm.duplicate.findbycomm", "crm", kPlain, findByComm },
        { "crm.entity.mergeBatch", "crm", kWrite, mergeBatch },
    };
    methods.insert(methods.end(), own);
}

} // namespace dealerlens::portalsim
