// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/restcall.h"

#include <QJsonArray>
#include <QJsonObject>

#include <cmath>

namespace dealerlens::portalsim {

const std::vector<Method> &allMethods()
{
    static const std::vector<Method> kMethods = [] {
        std::vector<Method> methods;
        addServiceMethods(methods);
        addCrmMethods(methods);
        addItemMethods(methods);
        addDirectoryMethods(methods);
        addActivityMethods(methods);
        return methods;
    }();
    return kMethods;
}

const Method *findMethod(const QByteArray &lowerCaseName)
{
    static const QHash<QByteArray, const Method *> kIndex = [] {
        QHash<QByteArray, const Method *> index;
        for (const Method &method : allMethods())
            index.insert(QByteArray(method.name).toLower(), &method);
        return index;
    }();
    return kIndex.value(lowerCaseName, nullptr);
}

namespace {

QString moneyText(const QString &text)
{
    const qsizetype dot = text.indexOf(QLatin1Char('.'));
    if (dot < 0)
        return text % QStringLiteral(".00");
    return text.left(dot + 3).leftJustified(dot + 3, QLatin1Char('0'));
}

// What an absent value of this field looks like in classic rows (reference 4.4 and the examples).
Php absentValue(const FieldSpec &field)
{
    if ((field.flags & kDynamic) != 0)
        return (field.flags & kMultiple) != 0                                    ? Php(false)
            : field.type == FieldType::DateTime || field.type == FieldType::Date ? Php("")
                                                                                 : Php();
    if (field.type == FieldType::Flag)
        return "N";
    if (field.name == "OPPORTUNITY" || field.name == "TAX_VALUE")
        return "0.00";
    if (field.name == "BIRTHDATE" || field.name == "DATE_CLOSED")
        return "";
    if (field.name == "NOTIFY_TYPE" || field.name == "DESCRIPTION_TYPE" || field.name == "PRIORITY" || field.name == "DIRECTION"
        || field.name == "STATUS")
        return "1";
    if (field.name == "ASSOCIATED_ENTITY_ID" || field.name.startsWith("RESULT_MARK") || field.name.startsWith("RESULT_ST")
        || field.name == "AUTOCOMPLETE_RULE" || field.name == "NOTIFY_VALUE")
        return "0";
    if (field.name == "DESCRIPTION" || field.name == "LOCATION")
        return "";
    if (field.type == FieldType::Json)
        return Php::List {};
    return {};
}

Php listValue(const QStringList &texts)
{
    Php::List list;
    for (const QString &text : texts)
        list.emplace_back(text);
    return list;
}

} // namespace

Php classicValue(const Call &call, const Record &row, const FieldSpec &field)
{
    if (field.type == FieldType::Json) {
        const Value *value = row.find(field.id);
        const auto *json = value ? std::get_if<QJsonValue>(value) : nullptr;
        return json ? Php::fromJson(*json) : absentValue(field);
    }
    const Cell cell = cellOf(row, field);
    if (cell.list)
        return listValue(*cell.list);
    if (cell.isNull && !(cell.text && field.type == FieldType::Text))
        return absentValue(field);
    if (field.type == FieldType::DateTime || field.type == FieldType::Date)
        return cell.text ? Php(*cell.text) : Php(call.zone->print(cell.number));
    if (field.type == FieldType::UfFlag)
        return cell.text && *cell.text == QLatin1String("Y") ? "1" : "0";
    if (field.type == FieldType::Double)
        return moneyText(cell.text ? *cell.text : QString::number(cell.number));
    return cell.text ? Php(*cell.text) : Php(QString::number(cell.number));
}

Php classicMulti(const Record &row, const QByteArray &type)
{
    Php::List list;
    const QString wanted = QString::fromLatin1(type);
    for (const MultiField &field : row.multi) {
        if (field.typeId != wanted)
            continue;
        list.push_back(Php::Map { { "ID", QString::number(field.id) }, { "VALUE_TYPE", field.valueType }, { "VALUE", field.value },
            { "TYPE_ID", field.typeId } });
    }
    return list;
}

std::vector<const FieldSpec *> selectFields(const Schema &schema, const Php *select)
{
    bool ordinary = false;
    bool custom = false;
    QSet<QByteArray> names;
    for (const Php *element : select ? select->elements() : std::vector<const Php *>()) {
        const QByteArray name = element->text().toUtf8();
        ordinary = ordinary || name == "*";
        custom = custom || name == "UF_*";
        names.insert(name);
    }
    if (names.isEmpty() || (names.size() == 1 && names.contains(QByteArray())))
        ordinary = custom = true;
    std::vector<const FieldSpec *> fields;
    for (const FieldSpec &field : schema.fields) {
        const bool byMask = (field.flags & kDynamic) != 0 ? custom : ordinary;
        const bool onlyByName = field.type == FieldType::MultiField || field.name == "CONTACT_IDS" || field.name == "COMPANY_IDS"
            || field.name == "COMMUNICATIONS" || field.name == "BINDINGS" || field.name == "UF_CRM_TASK";
        if (names.contains(field.name) || (byMask && !onlyByName))
            fields.push_back(&field);
    }
    return fields;
}

base::Result<Query> standardQuery(const Call &call, const Schema &schema, Dialect dialect)
{
    QueryInput input;
    input.schema = &schema;
    input.zone = call.zone;
    input.dialect = dialect;
    input.filter = call.param("filter");
    input.order = call.param("order");
    input.start = std::max<qint64>(call.number("start"), -1);
    const auto mustBeArray = [](const Php *value, const char *text) -> std::optional<base::Failure> {
        if (value && !value->isContainer() && !value->isEmpty())
            return base::fail(base::ErrorKind::Rejected, QString::fromLatin1(text), base::Retry::Never, "", 400);
        return std::nullopt;
    };
    if (auto failure = mustBeArray(input.filter, "Parameter 'filter' must be array."))
        return *failure;
    if (auto failure = mustBeArray(input.order, "Parameter 'order' must be array."))
        return *failure;
    return makeQuery(input);
}

base::Result<Query> sortedQuery(const Call &call, const Schema &schema, const Php &filter)
{
    QueryInput input;
    input.schema = &schema;
    input.zone = call.zone;
    input.filter = &filter;
    Php order = Php::Map {};
    const QString sort = call.text("sort").isEmpty() ? QStringLiteral("ID") : call.text("sort").toUpper();
    const QString direction = call.text("order");
    order.append(sort.toUtf8(), direction.isEmpty() ? QStringLiteral("ASC") : direction);
    input.order = &order;
    input.start = std::max<qint64>(call.number("start"), -1);
    return makeQuery(input);
}

namespace {

QStringList textsOf(const Php &value)
{
    QStringList list;
    for (const Php *element : value.elements())
        list << element->text();
    return list;
}

bool storeInstant(const Call &call, const FieldSpec &field, const QString &text, Value &out)
{
    if (text.isEmpty())
        return true;
    const auto instant = field.type == FieldType::Date ? call.zone->readDate(text) : call.zone->read(text);
    if (instant)
        out = qint64(*instant);
    return instant.has_value();
}

} // namespace

bool storeValue(const Call &call, const FieldSpec &field, const Php &value, Value &out)
{
    out = std::monostate();
    const QString text = value.text();
    switch (field.type) {
    case FieldType::Integer:
    case FieldType::Reference:
    case FieldType::UfInteger:
    case FieldType::UfEnumeration:
        if (value.isContainer())
            out = textsOf(value);
        else if (!text.isEmpty())
            out = value.number();
        return true;
    case FieldType::DateTime:
    case FieldType::Date:
        return storeInstant(call, field, text, out);
    case FieldType::Flag:
    case FieldType::UfFlag:
        out = QString(QLatin1Char(value.truth() ? 'Y' : 'N'));
        return true;
    case FieldType::Double: {
        bool ok = text.isEmpty();
        if (!ok)
            (void)text.toDouble(&ok);
        if (ok && !text.isEmpty())
            out = text;
        return ok;
    }
    case FieldType::Text:
    case FieldType::Status:
    case FieldType::UfText:
    case FieldType::List:
        if (value.isContainer())
            out = textsOf(value);
        else
            out = text;
        return true;
    case FieldType::MultiField:
        return false;
    case FieldType::Json:
        return false;
    }
    return false;
}

} // namespace dealerlens::portalsim
