// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/crmwrite.h"

#include <QJsonArray>
#include <QJsonObject>

namespace dealerlens::portalsim {

QByteArray entityCode(Entity entity)
{
    static constexpr std::array<const char *, kEntityCount> kCodes {
        "LEAD",
        "DEAL",
        "CONTACT",
        "COMPANY",
        "STATUS",
        "CATEGORY",
        "USERFIELD",
        "USER",
        "DEPARTMENT",
        "ACTIVITY",
        "COMMENT",
        "TASK",
        "CALL",
        "LINE",
    };
    return kCodes.at(std::size_t(entity));
}

Record readClassicFields(const Call &call, Entity entity, const Php *fields, bool adding)
{
    Record record;
    const Php::Map *map = fields ? fields->map() : nullptr;
    if (!map)
        return record;
    const Schema schema = schemaOf(*call.portal, entity);
    const Php *params = call.param("params");
    const bool import = params && params->find("IMPORT") && params->find("IMPORT")->truth();
    for (const PhpEntry &entry : *map) {
        const FieldSpec *field = schema.byName(entry.key);
        if (!field || field->type == FieldType::MultiField || field->name == "ID")
            continue;
        // A deal's LEAD_ID is read-only in the classic family, but crm.item.add accepts it.
        const bool leadLink = field->name == "LEAD_ID" && adding && call.method == "crm.item.add";
        if ((field->flags & kReadOnly) != 0 && !import && !leadLink)
            continue;
        if ((field->flags & kImmutable) != 0 && !adding)
            continue;
        Value value;
        if (storeValue(call, *field, entry.value, value))
            record.set(field->id, std::move(value));
    }
    return record;
}

namespace {

void applyMultiElement(PortalData &portal, Record &record, const QString &type, const Php &element)
{
    const Php *idValue = element.findCaseless("ID");
    const Php *value = element.findCaseless("VALUE");
    const Php *valueType = element.findCaseless("VALUE_TYPE");
    const Php *erase = element.findCaseless("DELETE");
    const qint64 id = idValue ? idValue->number() : 0;
    const auto known = std::ranges::find_if(record.multi, [id](const MultiField &field) { return id > 0 && field.id == id; });
    const QString text = value ? value->text() : QString();
    if (known != record.multi.end()) {
        if ((erase && erase->truth()) || (value && text.isEmpty())) {
            record.multi.erase(known);
            return;
        }
        if (value)
            known->value = text;
        if (valueType)
            known->valueType = valueType->text();
    } else if (!text.isEmpty()) {
        record.multi.push_back({ ++portal.nextMultiId, type, valueType ? valueType->text() : QStringLiteral("WORK"), text });
    }
}

} // namespace

void applyMulti(PortalData &portal, Record &record, const Php *fields)
{
    for (const char *type : { "PHONE", "EMAIL", "WEB", "IM" }) {
        const Php *values = fields ? fields->find(type) : nullptr;
        if (!values)
            continue;
        for (const Php *element : values->elements())
            applyMultiElement(portal, record, QString::fromLatin1(type), *element);
    }
}

Php fieldDescriptor(const FieldSpec &field, bool universal)
{
    Php out = Php::Map {};
    out.append("type", QString::fromLatin1(field.typeName));
    out.append("isRequired", (field.flags & kRequired) != 0);
    out.append("isReadOnly", (field.flags & kReadOnly) != 0);
    out.append("isImmutable", (field.flags & kImmutable) != 0);
    out.append("isMultiple", (field.flags & kMultiple) != 0);
    const bool isDynamic = (field.flags & kDynamic) != 0;
    out.append("isDynamic", isDynamic);
    if ((field.flags & kDeprecated) != 0)
        out.append("isDeprecated", true);
    if (!field.directory.isEmpty())
        out.append("statusType", QString::fromLatin1(field.directory));
    if (isDynamic && field.enumeration.isArray()) {
        Php::List items;
        const QJsonArray list = field.enumeration.toArray();
        for (const QJsonValue element : list) {
            const QJsonObject object = element.toObject();
            items.push_back(Php::Map {
                { "ID", object.value(QLatin1String("ID")).toString() }, { "VALUE", object.value(QLatin1String("VALUE")).toString() } });
        }
        out.append("items", std::move(items));
    }
    // The classic family titles a custom field by its code; the universal one by its label.
    out.append("title", isDynamic && !universal ? QString::fromLatin1(field.name) : field.title);
    if (isDynamic) {
        out.append("listLabel", field.title);
        out.append("formLabel", field.title);
        out.append("filterLabel", field.title);
    }
    if (isDynamic || field.typeName == "crm_company" || field.typeName == "crm_lead" || field.typeName == "crm_quote")
        out.append("settings", Php::List {});
    if (universal)
        out.append("upperName", QString::fromLatin1(field.name));
    return out;
}

Php userFieldRow(const Record &row, bool withLabels)
{
    Php out = Php::Map {};
    out.append("ID", QString::number(row.id));
    out.append("ENTITY_ID", row.text("ENTITY_ID"));
    out.append("FIELD_NAME", row.text("FIELD_NAME"));
    out.append("USER_TYPE_ID", row.text("USER_TYPE_ID"));
    out.append("XML_ID", {});
    out.append("SORT", "100");
    out.append("MULTIPLE", row.flag("MULTIPLE") ? "Y" : "N");
    out.append("MANDATORY", row.flag("MANDATORY") ? "Y" : "N");
    out.append("SHOW_FILTER", "E");
    out.append("SHOW_IN_LIST", "Y");
    out.append("EDIT_IN_LIST", "Y");
    out.append("IS_SEARCHABLE", "N");
    out.append("SETTINGS", Php::List {});
    if (const Value *list = row.find(Field("LIST").id); list && std::holds_alternative<QJsonValue>(*list))
        out.append("LIST", Php::fromJson(std::get<QJsonValue>(*list)));
    if (withLabels) {
        const QString label = row.text("EDIT_FORM_LABEL");
        for (const char *key : { "EDIT_FORM_LABEL", "LIST_COLUMN_LABEL", "LIST_FILTER_LABEL" })
            out.append(key, label);
        out.append("ERROR_MESSAGE", {});
        out.append("HELP_MESSAGE", {});
    }
    return out;
}

} // namespace dealerlens::portalsim
