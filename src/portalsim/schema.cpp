// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/schema.h"

#include "portalsim/schematables.h"

#include <QDate>
#include <QDateTime>
#include <QRegularExpression>

#include <chrono>

namespace dealerlens::portalsim {

namespace {

FieldType typeOf(const QByteArray &name)
{
    static const QHash<QByteArray, FieldType> kTypes {
        { "integer", FieldType::Integer },
        { "string", FieldType::Text },
        { "char", FieldType::Flag },
        { "double", FieldType::Double },
        { "date", FieldType::Date },
        { "datetime", FieldType::DateTime },
        { "crm_multifield", FieldType::MultiField },
        { "crm_status", FieldType::Status },
        { "crm_currency", FieldType::Status },
        { "list", FieldType::List },
        { "object", FieldType::Json },
        { "crm_activity_communication", FieldType::Json },
        { "crm_activity_binding", FieldType::Json },
        { "user", FieldType::Reference },
        { "crm_contact", FieldType::Reference },
        { "crm_company", FieldType::Reference },
        { "crm_lead", FieldType::Reference },
        { "crm_quote", FieldType::Reference },
        { "crm_category", FieldType::Reference },
        { "location", FieldType::Text },
        { "file", FieldType::Text },
    };
    // crm_enum_… and whatever else is a number
    return kTypes.value(name, FieldType::Integer);
}

FieldType customTypeOf(const QString &type)
{
    if (type == QLatin1String("integer") || type == QLatin1String("employee"))
        return FieldType::UfInteger;
    if (type == QLatin1String("boolean"))
        return FieldType::UfFlag;
    if (type == QLatin1String("enumeration"))
        return FieldType::UfEnumeration;
    if (type == QLatin1String("date"))
        return FieldType::Date;
    if (type == QLatin1String("datetime"))
        return FieldType::DateTime;
    return FieldType::UfText;
}

template <std::size_t N> Schema fromRows(const FieldRow (&rows)[N])
{
    Schema schema;
    for (const FieldRow &row : rows) {
        FieldSpec spec;
        spec.id = fieldId(row.name);
        spec.name = row.name;
        spec.universal = row.universal;
        spec.typeName = row.type;
        spec.type = typeOf(spec.typeName);
        spec.flags = row.flags;
        spec.directory = row.directory;
        spec.title = QString::fromLatin1(row.name);
        schema.add(std::move(spec));
    }
    return schema;
}

const Schema &baseSchema(Entity entity)
{
    static const std::array<Schema, kEntityCount> kSchemas {
        fromRows(kLead),
        fromRows(kDeal),
        fromRows(kContact),
        fromRows(kCompany),
        fromRows(kStatus),
        Schema(),
        fromRows(kUserField),
        fromRows(kUser),
        fromRows(kDepartment),
        fromRows(kActivity),
        fromRows(kComment),
        fromRows(kTask),
        fromRows(kCall),
        Schema(),
    };
    return kSchemas.at(std::size_t(entity));
}

} // namespace

void Schema::add(FieldSpec spec)
{
    m_byName.insert(spec.name, int(fields.size()));
    if (!spec.universal.isEmpty() && spec.type != FieldType::MultiField)
        m_byUniversal.insert(spec.universal, int(fields.size()));
    fields.push_back(std::move(spec));
}

const FieldSpec *Schema::byName(const QByteArray &name) const
{
    const int index = m_byName.value(name, -1);
    return index < 0 ? nullptr : &fields[std::size_t(index)];
}

const FieldSpec *Schema::byUniversal(const QByteArray &name) const
{
    const int index = m_byUniversal.value(name, -1);
    return index < 0 ? nullptr : &fields[std::size_t(index)];
}

Schema schemaOf(const PortalData &portal, Entity entity)
{
    Schema schema = baseSchema(entity);
    if (entity > Entity::Company)
        return schema;
    static constexpr std::array kNames { "CRM_LEAD", "CRM_DEAL", "CRM_CONTACT", "CRM_COMPANY" };
    const QString owner = QString::fromLatin1(kNames.at(std::size_t(entity)));
    for (const Record &row : portal.table(Entity::UserField).rows) {
        if (row.text("ENTITY_ID") != owner)
            continue;
        FieldSpec spec;
        spec.name = row.text("FIELD_NAME").toLatin1();
        spec.id = fieldId(spec.name);
        spec.universal = universalName(spec.name);
        spec.typeName = row.text("USER_TYPE_ID").toLatin1();
        spec.type = customTypeOf(row.text("USER_TYPE_ID"));
        spec.flags = kDynamic | (row.flag("MULTIPLE") ? kMultiple : 0U);
        spec.title = row.text("EDIT_FORM_LABEL");
        if (const Value *list = row.find(Field("LIST").id); list && std::holds_alternative<QJsonValue>(*list))
            spec.enumeration = std::get<QJsonValue>(*list);
        schema.add(std::move(spec));
    }
    return schema;
}

QByteArray camelCase(const QByteArray &snake)
{
    QByteArray out;
    bool upper = false;
    for (const char c : snake) {
        if (c == '_') {
            upper = true;
            continue;
        }
        const bool isUpper = c >= 'A' && c <= 'Z';
        out.append(isUpper && !upper ? char(c - 'A' + 'a') : c);
        upper = false;
    }
    return out;
}

QByteArray universalName(const QByteArray &classic)
{
    const QByteArray tail = classic.startsWith("UF_CRM_") ? classic.mid(7) : classic;
    const bool hasDigit = std::ranges::any_of(tail, [](char c) { return c >= '0' && c <= '9'; });
    if (hasDigit)
        return "ufCrm_" + tail;
    QByteArray camel = camelCase(tail);
    if (!camel.isEmpty())
        camel[0] = char(camel[0] >= 'a' && camel[0] <= 'z' ? camel[0] - 'a' + 'A' : camel[0]);
    return "ufCrm" + camel;
}

// --- time ---

ZoneClock::ZoneClock(const QByteArray &zone)
    : m_zone(QTimeZone(zone))
{
    if (!m_zone.isValid())
        m_zone = QTimeZone(0);
}

int ZoneClock::offsetAt(UtcSeconds instant) const
{
    const qint64 quarter = (instant - (instant % 900 + 900) % 900) / 900;
    const auto known = m_offsets.constFind(quarter);
    if (known != m_offsets.cend())
        return *known;
    const int offset = m_zone.offsetFromUtc(QDateTime::fromSecsSinceEpoch(instant, Qt::UTC));
    m_offsets.insert(quarter, offset);
    return offset;
}

QString ZoneClock::print(UtcSeconds instant) const
{
    const int offset = offsetAt(instant);
    const std::chrono::sys_seconds local { std::chrono::seconds(instant + offset) };
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date { day };
    const auto seconds = int((local - day).count());
    const int minutes = std::abs(offset) / 60;
    char text[40];
    const int length
        = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d%c%02d:%02d", int(date.year()), unsigned(date.month()),
            unsigned(date.day()), seconds / 3600, seconds / 60 % 60, seconds % 60, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return QString::fromLatin1(text, length);
}

namespace {

struct DateParts {
    QDate date;
    QTime time { 0, 0 };
    std::optional<int> offset;
};

std::optional<DateParts> partsOf(const QString &text)
{
    static const QRegularExpression kIso(
        QStringLiteral(R"(^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?\s*$)"));
    static const QRegularExpression kSite(QStringLiteral(R"(^\s*(\d\d)\.(\d\d)\.(\d{4})(?:\s+(\d\d):(\d\d)(?::(\d\d))?)?\s*()$)"));
    DateParts parts;
    QRegularExpressionMatch match = kIso.match(text);
    if (match.hasMatch()) {
        parts.date = QDate(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt());
    } else {
        match = kSite.match(text);
        if (!match.hasMatch())
            return std::nullopt;
        parts.date = QDate(match.captured(3).toInt(), match.captured(2).toInt(), match.captured(1).toInt());
    }
    if (!match.captured(4).isEmpty())
        parts.time = QTime(match.captured(4).toInt(), match.captured(5).toInt(), match.captured(6).toInt());
    const QString zone = match.captured(7);
    if (zone == QLatin1String("Z")) {
        parts.offset = 0;
    } else if (!zone.isEmpty()) {
        const int sign = zone.at(0) == QLatin1Char('-') ? -1 : 1;
        parts.offset = sign * (zone.mid(1, 2).toInt() * 3600 + zone.right(2).toInt() * 60);
    }
    if (!parts.date.isValid() || !parts.time.isValid())
        return std::nullopt;
    return parts;
}

} // namespace

std::optional<UtcSeconds> ZoneClock::read(const QString &text) const
{
    const auto parts = partsOf(text);
    if (!parts)
        return std::nullopt;
    const UtcSeconds local = QDateTime(parts->date, parts->time, Qt::UTC).toSecsSinceEpoch();
    if (parts->offset)
        return local - *parts->offset;
    return local - offsetAt(local - offsetAt(local));
}

std::optional<UtcSeconds> ZoneClock::readDate(const QString &text) const
{
    const auto parts = partsOf(text);
    if (!parts)
        return std::nullopt;
    // A date printed as an instant is 00:00Z in the server's offset: half a day more survives any offset.
    UtcSeconds instant = QDateTime(parts->date, parts->time, Qt::UTC).toSecsSinceEpoch();
    if (parts->offset)
        instant = instant - *parts->offset + 43200;
    return instant - (instant % 86400 + 86400) % 86400;
}

} // namespace dealerlens::portalsim
