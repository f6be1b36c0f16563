// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/write.h"

#include "model/money.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace dealerlens::model {

std::string_view nameOf(WriteKind kind)
{
    switch (kind) {
    case WriteKind::Comment:
        return "comment";
    case WriteKind::Task:
        return "task";
    case WriteKind::Change:
        return "change";
    case WriteKind::Create:
        return "create";
    case WriteKind::Withdraw:
        return "withdraw";
    }
    return {};
}

std::string_view nameOf(WriteState state)
{
    switch (state) {
    case WriteState::Queued:
        return "queued";
    case WriteState::Sending:
        return "sending";
    case WriteState::Uncertain:
        return "uncertain";
    case WriteState::Confirmed:
        return "confirmed";
    case WriteState::Conflict:
        return "conflict";
    case WriteState::Rejected:
        return "rejected";
    case WriteState::Cancelled:
        return "cancelled";
    }
    return {};
}

Write newWrite(WriteKind kind, const RecordKey &target, base::UtcSeconds now)
{
    Write write;
    write.uuid = QUuid::createUuid().toString(QUuid::WithoutBraces);
    write.kind = kind;
    write.target = target;
    write.item = target;
    write.created = now;
    write.changed = now;
    return write;
}

std::optional<Write> oppositeOf(const Write &done, base::UtcSeconds now)
{
    if (done.state != WriteState::Confirmed || done.kind == WriteKind::Withdraw)
        return {};
    if (done.kind == WriteKind::Change) {
        Write back = newWrite(WriteKind::Change, done.target, now);
        for (const FieldChange &each : done.fields)
            back.fields.push_back({ each.field, each.after, each.before, {} });
        back.opposes = done.uuid;
        return back;
    }
    if (done.result == 0)
        return {};
    EntityKind made = EntityKind::Lead;
    if (done.kind != WriteKind::Create)
        made = done.kind == WriteKind::Comment ? EntityKind::Comment : EntityKind::Task;
    Write back = newWrite(WriteKind::Withdraw, { done.target.portal, made, done.result }, now);
    back.item = done.kind == WriteKind::Create ? back.target : done.item;
    back.opposes = done.uuid;
    return back;
}

QByteArray wishToJson(const Write &write)
{
    QJsonArray fields;
    for (const FieldChange &each : write.fields)
        fields.append(QJsonObject {
            { QStringLiteral("field"), each.field }, { QStringLiteral("before"), each.before }, { QStringLiteral("after"), each.after } });
    QJsonObject wish { { QStringLiteral("fields"), fields }, { QStringLiteral("text"), write.text },
        { QStringLiteral("reason"), write.reason }, { QStringLiteral("person"), QString::number(write.person) } };
    if (write.deadline != base::kNever)
        wish.insert(QStringLiteral("deadline"), QString::number(write.deadline));
    return QJsonDocument(wish).toJson(QJsonDocument::Compact);
}

bool wishFromJson(const QByteArray &json, Write &write)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return false;
    const QJsonObject wish = document.object();
    write.fields.clear();
    for (const QJsonValue &each : wish.value(QStringLiteral("fields")).toArray())
        write.fields.push_back({ each[QStringLiteral("field")].toString(), each[QStringLiteral("before")].toString(),
            each[QStringLiteral("after")].toString(), {} });
    write.text = wish.value(QStringLiteral("text")).toString();
    write.reason = wish.value(QStringLiteral("reason")).toString();
    write.person = wish.value(QStringLiteral("person")).toString().toLongLong();
    const QString deadline = wish.value(QStringLiteral("deadline")).toString();
    write.deadline = deadline.isEmpty() ? base::kNever : deadline.toLongLong();
    return true;
}

namespace {

QString textOf(const Column &column, const Value &value)
{
    if (const auto *text = std::get_if<std::string>(&value))
        return QString::fromStdString(*text);
    const auto *number = std::get_if<std::int64_t>(&value);
    if (!number)
        return {};
    switch (column.type) {
    case ColumnType::Money:
        return toPlainText(Money { *number });
    case ColumnType::Instant:
        return QDateTime::fromSecsSinceEpoch(*number, Qt::UTC).toString(Qt::ISODate);
    case ColumnType::Date:
        return QDate(1970, 1, 1).addDays(*number).toString(Qt::ISODate);
    case ColumnType::Flag:
        return *number != 0 ? QStringLiteral("Y") : QStringLiteral("N");
    case ColumnType::Integer:
    case ColumnType::Text:
        break;
    }
    return QString::number(*number);
}

std::optional<QString> textOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return QString();
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("Y") : QStringLiteral("N");
    case QJsonValue::Double:
        return value.toVariant().toString();
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Array:
        return value.toArray().isEmpty() ? std::optional(QString()) : std::nullopt; // PHP's empty object
    case QJsonValue::Object:
        break;
    }
    return {};
}

} // namespace

std::optional<QString> fieldText(EntityKind kind, const std::vector<Value> &values, const std::string &extra, std::string_view field)
{
    const auto columns = schemaOf(kind).columns;
    for (std::size_t i = 0; i < columns.size() && i < values.size(); ++i)
        if (columns[i].field == field)
            return textOf(columns[i], values[i]);
    const QJsonObject rest = QJsonDocument::fromJson(QByteArray::fromStdString(extra)).object();
    return textOf(rest.value(QString::fromUtf8(field.data(), static_cast<qsizetype>(field.size()))));
}

} // namespace dealerlens::model
