// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/mirrorcheck.h"

#include "model/money.h"

#include <QJsonObject>

#include <map>
#include <set>

namespace dealerlens::testing {
namespace {

using model::EntityKind;

struct Pair {
    EntityKind kind;
    const char *entity;
    bool history;
    bool mayStay; // the mirror may have more than the portal
};

constexpr Pair kPairs[] {
    { EntityKind::Lead, "lead", false, false },
    { EntityKind::Deal, "deal", false, false },
    { EntityKind::Contact, "contact", false, false },
    { EntityKind::Company, "company", false, false },
    { EntityKind::Activity, "activity", false, false },
    { EntityKind::Task, "task", false, false },
    { EntityKind::Status, "status", false, false },
    { EntityKind::Department, "department", false, false },
    { EntityKind::UserField, "userfield", false, false },
    { EntityKind::User, "user", false, true },
    { EntityKind::Call, "call", false, true },
    { EntityKind::Comment, "comment", false, true },
    { EntityKind::LeadHistory, "lead", true, true },
    { EntityKind::DealHistory, "deal", true, true },
};

QString simField(EntityKind kind, const model::Column &column)
{
    const QString field = QString::fromUtf8(column.field.data(), static_cast<qsizetype>(column.field.size()));
    if (kind == EntityKind::LeadHistory || kind == EntityKind::DealHistory) {
        if (column.name == "stage_id")
            return QStringLiteral("STAGE");
        if (column.name == "semantic")
            return QStringLiteral("SEMANTIC");
    }
    if (kind == EntityKind::Task) {
        static const QHash<QString, QString> names { { QStringLiteral("title"), QStringLiteral("TITLE") },
            { QStringLiteral("status"), QStringLiteral("STATUS") }, { QStringLiteral("responsibleId"), QStringLiteral("RESPONSIBLE_ID") },
            { QStringLiteral("createdBy"), QStringLiteral("CREATED_BY") },
            { QStringLiteral("createdDate"), QStringLiteral("CREATED_DATE") },
            { QStringLiteral("changedDate"), QStringLiteral("CHANGED_DATE") }, { QStringLiteral("deadline"), QStringLiteral("DEADLINE") } };
        return names.value(field);
    }
    return field;
}

QString plain(const QJsonValue &value)
{
    if (value.isDouble())
        return QString::number(value.toInteger());
    if (value.isBool())
        return value.toBool() ? QStringLiteral("Y") : QStringLiteral("N");
    if (value.isArray())
        return value.toArray().isEmpty() ? QString() : plain(value.toArray().first());
    return value.toString();
}

bool isReference(std::string_view name)
{
    return name.ends_with("_id") && name != "category_id" && name != "type_id" && name != "owner_type_id" && name != "owner_id";
}

// What the mirror should hold for a value of the simulator.
model::Value expected(const model::Column &column, const QJsonValue &value)
{
    const QString text = plain(value);
    if (text.isEmpty())
        return {};
    switch (column.type) {
    case model::ColumnType::Text:
        return text.toStdString();
    case model::ColumnType::Flag:
        return std::int64_t { text == QStringLiteral("Y") || text == QStringLiteral("1") };
    case model::ColumnType::Money: {
        const auto money = model::parseMoney(text.toStdString());
        return money ? model::Value(money->units) : model::Value();
    }
    case model::ColumnType::Date:
        return std::int64_t { text.toLongLong() / 86'400 };
    case model::ColumnType::Integer:
        if (text == QStringLiteral("0") && isReference(column.name))
            return {};
        return std::int64_t { text.toLongLong() };
    case model::ColumnType::Instant:
        return std::int64_t { text.toLongLong() };
    }
    return {};
}

QString shown(const model::Value &value)
{
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return QString::number(*number);
    return std::holds_alternative<std::string>(value) ? QString::fromStdString(std::get<std::string>(value)) : QStringLiteral("(nothing)");
}

void compareRow(const Pair &pair, const QJsonObject &row, const store::StoredRecord &stored, QStringList &out)
{
    const auto columns = model::schemaOf(pair.kind).columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const QString field = simField(pair.kind, columns[i]);
        if (field.isEmpty() || !row.contains(field))
            continue;
        const model::Value want = expected(columns[i], row.value(field));
        if (want != stored.values[i]) {
            out += QStringLiteral("%1 %2 %3: portal %4, mirror %5")
                       .arg(QString::fromLatin1(pair.entity), QString::number(stored.key.id),
                           QString::fromUtf8(columns[i].name.data(), static_cast<qsizetype>(columns[i].name.size())), shown(want),
                           shown(stored.values[i]));
        }
    }
    const QJsonArray multi = row.value(QStringLiteral("MULTI")).toArray();
    const bool pointed = pair.kind == EntityKind::Lead || pair.kind == EntityKind::Contact || pair.kind == EntityKind::Company;
    if (pointed && multi.size() != static_cast<qsizetype>(stored.points.size()))
        out += QStringLiteral("%1 %2: %3 contact points, mirror %4")
                   .arg(QString::fromLatin1(pair.entity))
                   .arg(stored.key.id)
                   .arg(multi.size())
                   .arg(stored.points.size());
}

void compareKind(const store::Reader &reader, model::PortalId portal, const Pair &pair, const QJsonArray &rows, QStringList &out)
{
    const QString name = QString::fromLatin1(pair.entity) + (pair.history ? QStringLiteral(" history") : QString());
    const auto alive = reader.aliveIds(portal, pair.kind);
    if (!alive) {
        out += name + QStringLiteral(": cannot be read");
        return;
    }
    std::set<model::RecordId> mirror(alive->begin(), alive->end());
    std::vector<model::RecordKey> keys;
    std::map<model::RecordId, QJsonObject> portalRows;
    for (const QJsonValue &value : rows) {
        const QJsonObject row = value.toObject();
        const model::RecordId id = row.value(QStringLiteral("ID")).toInteger();
        portalRows[id] = row;
        if (mirror.contains(id))
            keys.push_back({ portal, pair.kind, id });
        else
            out += QStringLiteral("%1 %2 is missing in the mirror").arg(name).arg(id);
    }
    if (!pair.mayStay)
        for (const model::RecordId id : mirror)
            if (!portalRows.contains(id))
                out += QStringLiteral("%1 %2 is in the mirror only").arg(name).arg(id);
    const auto records = reader.records(keys);
    if (!records || records->size() != keys.size()) {
        out += name + QStringLiteral(": records cannot be read");
        return;
    }
    for (const store::StoredRecord &record : *records)
        compareRow(pair, portalRows[record.key.id], record, out);
}

// A portal tells only the history rows of a deal's present funnel (REST reference 5.9).
QJsonArray told(const QJsonArray &rows, const std::map<qint64, qint64> &funnels)
{
    QJsonArray out;
    for (const QJsonValue &row : rows) {
        const auto funnel = funnels.find(row[QStringLiteral("OWNER_ID")].toInteger());
        if (funnel != funnels.end() && funnel->second == row[QStringLiteral("CATEGORY_ID")].toInteger())
            out.append(row);
    }
    return out;
}

} // namespace

QStringList differences(const store::Reader &reader, model::PortalId portal, const DumpSource &dump)
{
    QStringList out;
    std::map<qint64, qint64> funnels; // of deals, as they are now
    for (const Pair &pair : kPairs) {
        QJsonArray rows = dump(QString::fromLatin1(pair.entity), pair.history);
        if (pair.kind == EntityKind::Deal)
            for (const QJsonValue &row : std::as_const(rows))
                funnels[row[QStringLiteral("ID")].toInteger()] = plain(row[QStringLiteral("CATEGORY_ID")]).toLongLong();
        if (pair.kind == EntityKind::DealHistory)
            rows = told(rows, funnels);
        compareKind(reader, portal, pair, rows, out);
    }
    return out;
}

} // namespace dealerlens::testing
