// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/php.h"
#include "portalsim/world.h"

#include <QHash>
#include <QTimeZone>

namespace dealerlens::portalsim {

// How a field is stored, compared and printed; names of types are those of *.fields.
enum class FieldType {
    Integer,
    Reference, // user, crm_contact …: an id
    Text,
    Status, // crm_status, crm_currency: a code
    Flag, // Y/N
    Double,
    Date,
    DateTime,
    MultiField,
    List, // array of ids
    Json, // structure kept as it is
    UfText,
    UfInteger,
    UfFlag,
    UfEnumeration,
};

enum FieldFlag : unsigned { kReadOnly = 1, kImmutable = 2, kRequired = 4, kMultiple = 8, kDeprecated = 16, kDynamic = 32 };

struct FieldSpec {
    FieldId id = 0;
    QByteArray name; // UPPER_SNAKE
    QByteArray universal; // name in crm.item.*, "" where there is none
    QByteArray typeName;
    FieldType type = FieldType::Text;
    unsigned flags = 0;
    QByteArray directory; // for crm_status
    QString title;
    QJsonValue enumeration; // LIST of a custom enumeration
};

// Fields of one entity of one portal, in the order in which rows print them.
class Schema {
public:
    std::vector<FieldSpec> fields;

    void add(FieldSpec spec);
    [[nodiscard]] const FieldSpec *byName(const QByteArray &name) const;
    [[nodiscard]] const FieldSpec *byUniversal(const QByteArray &name) const;

private:
    QHash<QByteArray, int> m_byName;
    QHash<QByteArray, int> m_byUniversal;
};

// With the portal's custom fields for lead, deal, contact and company.
[[nodiscard]] Schema schemaOf(const PortalData &portal, Entity entity);
// UF_CRM_12 → ufCrm_12, UF_CRM_REASON → ufCrmReason.
[[nodiscard]] QByteArray universalName(const QByteArray &classic);
// SNAKE_CASE → snakeCase
[[nodiscard]] QByteArray camelCase(const QByteArray &snake);

// Prints and reads instants in a portal's server zone. Not thread-safe (keeps a cache of offsets).
class ZoneClock {
public:
    explicit ZoneClock(const QByteArray &zone);

    [[nodiscard]] int offsetAt(UtcSeconds instant) const; // seconds east of UTC
    [[nodiscard]] QString print(UtcSeconds instant) const; // 2024-08-30T14:29:00+02:00
    // ISO 8601 with or without offset, "YYYY-MM-DD[ HH:MM[:SS]]", "DD.MM.YYYY[ HH:MM:SS]"; without an offset the
    // server's zone is meant. nullopt: not a date.
    [[nodiscard]] std::optional<UtcSeconds> read(const QString &text) const;
    // The date in `text` as seconds of 00:00Z.
    [[nodiscard]] std::optional<UtcSeconds> readDate(const QString &text) const;

private:
    QTimeZone m_zone;
    mutable QHash<qint64, int> m_offsets; // by quarter of an hour
};

} // namespace dealerlens::portalsim
