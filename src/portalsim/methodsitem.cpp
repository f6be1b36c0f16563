// SPDX-License-Identifier: GPL-3.0-or-later
// Universal methods crm.item.* for leads, deals, contacts and companies (reference 5.6).
#include "portalsim/crmwrite.h"
#include "portalsim/restcall.h"

namespace dealerlens::portalsim {

namespace {

std::optional<Reply> wrongType(const Call &call)
{
    const Php *type = call.param("entityTypeId");
    if (!type)
        return Reply::failed(400, "100", "Could not find value for parameter {entityTypeId}");
    const qint64 number = type->number();
    if (number >= 1 && number <= 4)
        return std::nullopt;
    if (number == 5)
        return Reply::failed(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type `5` is not supported");
    return Reply::failed(400, "NOT_FOUND", "SPA not found");
}

Entity entityOf(const Call &call) { return Entity(call.number("entityTypeId") - 1); }

Reply itemNotFound() { return Reply::failed(400, "NOT_FOUND", "Item not found"); }

Php universalValue(const Call &call, const Record &row, const FieldSpec &field)
{
    const Cell cell = cellOf(row, field);
    if (cell.list) {
        Php::List list;
        for (const QString &text : *cell.list) {
            bool isNumber = false;
            const qint64 number = text.toLongLong(&isNumber);
            list.push_back(isNumber && field.type != FieldType::UfText ? Php(number) : Php(text));
        }
        return list;
    }
    switch (field.type) {
    case FieldType::Integer:
    case FieldType::UfInteger:
    case FieldType::UfEnumeration:
        return cell.isNull ? Php() : Php(cell.text ? cell.text->toLongLong() : cell.number);
    case FieldType::Reference:
        return cell.text ? cell.text->toLongLong() : cell.number;
    case FieldType::Double: {
        const double number = cell.text ? cell.text->toDouble() : double(cell.number);
        return number == double(qint64(number)) ? Php(qint64(number)) : Php(number);
    }
    case FieldType::Date:
    case FieldType::DateTime:
        return cell.isNull ? Php() : Php(call.zone->print(cell.number));
    case FieldType::UfFlag:
        return cell.text ? *cell.text : QStringLiteral("N");
    case FieldType::Text:
    case FieldType::Status:
    case FieldType::Flag:
    case FieldType::MultiField:
    case FieldType::List:
    case FieldType::Json:
    case FieldType::UfText:
        break;
    }
    if ((field.flags & kMultiple) != 0 && cell.isNull)
        return Php::List {};
    return cell.isNull ? Php() : Php(cell.text ? *cell.text : QString::number(cell.number));
}

Php multiFields(const Record &row)
{
    Php::List list;
    for (const MultiField &field : row.multi) {
        list.push_back(
            Php::Map { { "id", field.id }, { "typeId", field.typeId }, { "valueType", field.valueType }, { "value", field.value } });
    }
    return list;
}

Php contactIds(const Record &row)
{
    Php::List ids;
    if (const qint64 contact = row.number("CONTACT_ID"); contact > 0)
        ids.emplace_back(contact);
    return ids;
}

// `names` empty: everything.
Php universalRow(const Call &call, const Record &row, const Schema &schema, Entity entity, const QSet<QByteArray> &names)
{
    const bool all = names.isEmpty() || names.contains("*");
    Php out = Php::Map {};
    out.reserve(schema.fields.size() + 4);
    for (const FieldSpec &field : schema.fields) {
        if (field.universal.isEmpty() || field.type == FieldType::MultiField || field.universal == "contactIds")
            continue;
        if (all || field.universal == "id" || names.contains(field.universal))
            out.append(field.universal, universalValue(call, row, field));
    }
    if (all || names.contains("contactIds"))
        out.append("contactIds", contactIds(row));
    if (all) {
        if (entity != Entity::Deal)
            out.append("fm", multiFields(row));
        out.append("observers", Php::List {});
        out.append("webformId", 0);
    }
    if (all || names.contains("entityTypeId"))
        out.append("entityTypeId", ownerTypeId(entity));
    return out;
}

Reply list(Call &call)
{
    if (auto error = wrongType(call))
        return *error;
    const Entity entity = entityOf(call);
    const Schema schema = schemaOf(*call.portal, entity);
    const auto query = standardQuery(call, schema, Dialect::Universal);
    if (!query)
        return Reply::failed(query.error());
    const auto page = runQuery(call.portal->table(entity), *query);
    QSet<QByteArray> names;
    if (const Php *select = call.param("select")) {
        for (const Php *element : select->elements())
            names.insert(element->text().toUtf8());
    }
    names.remove(QByteArray());
    Php::List rows;
    for (const Record *row : page.rows)
        rows.push_back(universalRow(call, *row, schema, entity, names));
    Reply reply = Reply::of(Php::Map { { "items", std::move(rows) } });
    setPaging(reply, page);
    return reply;
}

Reply itemReply(const Call &call, Entity entity, qint64 id)
{
    const Record *row = call.portal->table(entity).find(id);
    if (!row)
        return itemNotFound();
    return Reply::of(Php::Map { { "item", universalRow(call, *row, schemaOf(*call.portal, entity), entity, {}) } });
}

Reply get(Call &call)
{
    if (auto error = wrongType(call))
        return *error;
    return itemReply(call, entityOf(call), call.number("id"));
}

// camelCase fields of the request as a request under classic names.
Php classicNames(const Schema &schema, const Php &fields)
{
    Php out = Php::Map {};
    const Php::Map *map = fields.map();
    for (const PhpEntry &entry : map ? *map : Php::Map {}) {
        const FieldSpec *field = schema.byUniversal(entry.key);
        field = field ? field : schema.byName(entry.key);
        if (field)
            out.append(field->name, entry.value);
    }
    return out;
}

// `fm`: a list appends; a map changes entries by their id or adds under n0, n1 … (reference 4.6).
void applyFm(PortalData &portal, Record &record, const Php *fm)
{
    if (!fm || !fm->isContainer())
        return;
    std::vector<PhpEntry> entries;
    if (const Php::Map *map = fm->map())
        entries = *map;
    else
        for (const Php *element : fm->elements())
            entries.push_back({ "n", *element });
    for (const PhpEntry &entry : entries) {
        const Php *type = entry.value.find("typeId");
        const Php *value = entry.value.find("value");
        const Php *valueType = entry.value.find("valueType");
        if (!type)
            continue;
        const qint64 id = entry.key.toLongLong();
        const auto known = std::ranges::find_if(record.multi, [id](const MultiField &own) { return id > 0 && own.id == id; });
        const QString text = value ? value->text() : QString();
        if (known == record.multi.end()) {
            if (!text.isEmpty())
                record.multi.push_back(
                    { ++portal.nextMultiId, type->text(), valueType ? valueType->text() : QStringLiteral("WORK"), text });
        } else if (value && text.isEmpty()) {
            record.multi.erase(known);
        } else if (value) {
            known->value = text;
        }
    }
}

Reply add(Call &call)
{
    if (auto error = wrongType(call))
        return *error;
    const Php *fields = call.param("fields");
    if (!fields || !fields->isContainer())
        return Reply::failed(400, "100", "Could not find value for parameter {fields}");
    const Entity entity = entityOf(call);
    const Php classic = classicNames(schemaOf(*call.portal, entity), *fields);
    Record record = readClassicFields(call, entity, &classic, true);
    applyFm(*call.portal, record, fields->find("fm"));
    const qint64 id = call.portal->addItem(entity, std::move(record), call.now, call.user);
    call.wrote(entityCode(entity), id);
    return itemReply(call, entity, id);
}

bool changesAnything(const Record &row, const Record &changes)
{
    return std::ranges::any_of(changes.values(), [&row](const auto &pair) {
        const Value *own = row.find(pair.first);
        return !own || *own != pair.second;
    });
}

Reply update(Call &call)
{
    if (auto error = wrongType(call))
        return *error;
    const Php *fields = call.param("fields");
    if (!fields || !fields->isContainer())
        return Reply::failed(400, "100", "Could not find value for parameter {fields}");
    const Entity entity = entityOf(call);
    const qint64 id = call.number("id");
    Record *row = call.portal->table(entity).find(id);
    if (!row)
        return itemNotFound();
    const Php classic = classicNames(schemaOf(*call.portal, entity), *fields);
    applyFm(*call.portal, *row, fields->find("fm"));
    Record changes = readClassicFields(call, entity, &classic, false);
    const Php *category = fields->find("categoryId");
    if (entity == Entity::Deal && category && category->number() != row->number("CATEGORY_ID")) {
        if (!call.portal->moveCategory(id, category->number(), changes.text("STAGE_ID"), call.now, call.user))
            return Reply::failed(400, "CRM_FIELD_ERROR_VALUE_NOT_VALID", "Invalid value for field \"categoryId\"");
        changes.remove("STAGE_ID");
    }
    // Nothing changed: not saved, but answered (trap 25).
    if (changesAnything(*call.portal->table(entity).find(id), changes) || fields->find("fm"))
        call.portal->updateItem(entity, id, changes, call.now, call.user);
    call.wrote(entityCode(entity), id);
    return itemReply(call, entity, id);
}

Reply remove(Call &call)
{
    if (auto error = wrongType(call))
        return *error;
    if (!call.portal->deleteItem(entityOf(call), call.number("id")))
        return itemNotFound();
    call.wrote(entityCode(entityOf(call)), call.number("id"));
    return Reply::of(Php::List {});
}

Reply fields(Call &call)
{
    if (auto error = wrongType(call))
        return *error;
    const Schema schema = schemaOf(*call.portal, entityOf(call));
    Php out = Php::Map {};
    for (const FieldSpec &field : schema.fields) {
        if (!field.universal.isEmpty() && !out.find(field.universal))
            out.append(field.universal, fieldDescriptor(field, true));
    }
    return Reply::of(Php::Map { { "fields", std::move(out) } });
}

} // namespace

void addItemMethods(std::vector<Method> &methods)
{
    const std::initializer_list<Method> own = {
        { "crm.item.list", "crm", kList, list },
        { "crm.item.get", "crm", kPlain, get },
        { "crm.item.add", "crm", kWrite, add },
        { "crm.item.update", "crm", kWrite, update },
        { "crm.item.delete", "crm", kWrite, remove },
        { "crm.item.fields", "crm", kPlain, fields },
    };
    methods.insert(methods.end(), own);
}

} // namespace dealerlens::portalsim
