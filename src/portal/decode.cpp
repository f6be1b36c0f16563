// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/decode.h"

#include "model/money.h"
#include "model/recordpool.h"
#include "portal/instant.h"

#include <array>
#include <memory>
#include <unordered_map>
#include <utility>

namespace dealerlens::portal {
namespace {

using model::Column;
using model::ColumnType;
using model::EntityKind;
using model::Record;
using model::Value;

// Column by the name of the field, made once per kind.
using ColumnMap = std::unordered_map<std::string_view, int>;

const ColumnMap &columnsOf(EntityKind kind)
{
    static const auto maps = [] {
        std::array<ColumnMap, 32> all;
        for (const EntityKind each : model::kEntityKinds) {
            const auto columns = model::schemaOf(each).columns;
            for (std::size_t i = 0; i < columns.size(); ++i)
                if (!columns[i].field.empty())
                    all[std::to_underlying(each)].emplace(columns[i].field, static_cast<int>(i));
        }
        return all;
    }();
    return maps[std::to_underlying(kind)];
}

// A reference to nothing is written null, "", "0" or false (reference 9, row 26). Zero means something in the
// other whole numbers: the default funnel, a sort order, a duration.
bool isReference(std::string_view column)
{
    return column.ends_with("_id") && column != "category_id" && column != "type_id" && column != "owner_type_id" && column != "owner_id";
}

bool isEmpty(JsonView value)
{
    switch (value.type()) {
    case JsonType::Null:
        return true;
    case JsonType::Bool:
        return value.raw() == "false";
    case JsonType::Number:
        return false;
    default:
        return value.raw().size() == 2; // two quotes or brackets
    }
}

// The first element where a list may stand for one value (a user's departments).
JsonView firstOf(JsonView value)
{
    JsonView first = value;
    if (value.type() == JsonType::Array) {
        bool taken = false;
        value.eachElement([&](JsonView element) {
            if (!taken)
                first = element;
            taken = true;
        });
    }
    return first;
}

// Nothing leaves the column empty.
template <class Number> bool put(const std::optional<Number> &number, Value &out)
{
    if (number)
        out = *number;
    else
        out = Value();
    return number.has_value();
}

bool readInteger(const Column &column, JsonView value, Value &out)
{
    const auto number = firstOf(value).integer();
    if (number != 0 || !isReference(column.name))
        return put(number, out);
    out = Value();
    return true;
}

bool readText(JsonView value, Value &out, std::string &buffer)
{
    if (value.type() == JsonType::Object)
        return false;
    if (value.type() != JsonType::Array) {
        if (auto *old = std::get_if<std::string>(&out)) // keeps its memory
            old->assign(value.text(buffer));
        else
            out.emplace<std::string>(value.text(buffer));
        return true;
    }
    std::string joined; // links of a task: ["L_1","D_2"]
    bool good = true;
    value.eachElement([&](JsonView element) {
        good = good && element.type() != JsonType::Array && element.type() != JsonType::Object;
        if (!joined.empty())
            joined += ',';
        joined += element.text();
    });
    if (good)
        out = std::move(joined);
    return good;
}

bool readFlag(JsonView value, Value &out, std::string &buffer)
{
    const std::string_view text = value.text(buffer);
    if (text == "Y" || text == "1" || text == "true") {
        out = std::int64_t { 1 };
        return true;
    }
    if (text == "N" || text == "0" || text == "false") {
        out = std::int64_t { 0 };
        return true;
    }
    return false;
}

// `buffer` is scratch. False when the value cannot be read as the column's type: `out` may then be anything.
bool readColumn(const Column &column, JsonView value, Value &out, std::string &buffer)
{
    if (column.type == ColumnType::Flag && value.type() == JsonType::Bool)
        return readFlag(value, out, buffer);
    if (isEmpty(value)) {
        out = Value();
        return true;
    }
    if (column.type != ColumnType::Text && column.type != ColumnType::Integer
        && (value.type() == JsonType::Array || value.type() == JsonType::Object))
        return false;
    switch (column.type) {
    case ColumnType::Integer:
        return readInteger(column, value, out);
    case ColumnType::Text:
        return readText(value, out, buffer);
    case ColumnType::Flag:
        return readFlag(value, out, buffer);
    case ColumnType::Instant:
        return put(parseInstant(value.text(buffer)), out);
    case ColumnType::Date:
        return put(parseDate(value.text(buffer)), out);
    case ColumnType::Money: {
        const auto money = model::parseMoney(value.text(buffer));
        if (money)
            out = money->units;
        return money.has_value();
    }
    }
    return false;
}

bool hasPoints(EntityKind kind) { return kind == EntityKind::Lead || kind == EntityKind::Contact || kind == EntityKind::Company; }

bool isPointField(std::string_view field) { return field == "PHONE" || field == "EMAIL" || field == "WEB" || field == "IM"; }

// Points of a record that are written over points of an earlier one.
struct Points {
    std::vector<model::ContactPoint> &list;
    std::size_t count = 0;

    model::ContactPoint &next()
    {
        if (count == list.size())
            list.emplace_back();
        return list[count++];
    }
};

// Elements {ID, VALUE_TYPE, VALUE, TYPE_ID} of a multi-field (reference 4.6). False when it is something else.
bool readPoints(std::string_view field, JsonView list, Points &out, std::string &buffer)
{
    if (isEmpty(list))
        return true;
    if (list.type() != JsonType::Array && list.type() != JsonType::Object)
        return false;
    bool good = true;
    list.eachElement([&](JsonView element) {
        const auto id = element.member("ID").integer();
        const JsonView value = element.member("VALUE");
        if (!id || (value.type() != JsonType::String && value.type() != JsonType::Number)) {
            good = false;
            return;
        }
        model::ContactPoint &point = out.next();
        point.id = *id;
        point.type = field;
        point.kind = element.member("VALUE_TYPE").text(buffer);
        point.value = value.text(buffer);
    });
    return good;
}

// When somebody was last seen says nothing about the dealer's work, and it would make every user a changed
// record in every cycle.
bool isPresence(EntityKind kind, std::string_view field)
{
    return kind == EntityKind::User
        && (field == "LAST_LOGIN" || field == "IS_ONLINE" || field == "LAST_ACTIVITY_DATE" || field == "TIMESTAMP_X");
}

std::string quoted(std::string_view key)
{
    std::string out = "\"";
    for (const char c : key) {
        if (c == '"' || c == '\\')
            out.push_back('\\');
        out.push_back(static_cast<unsigned char>(c) < 0x20 ? '?' : c);
    }
    return out + '"';
}

// External lines have no id of their own: their number is the identity, hashed (FNV-1a) into 62 bits.
model::RecordId lineId(std::string_view number)
{
    std::uint64_t hash = 14'695'981'039'346'656'037ULL;
    for (const char c : number)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
    return static_cast<model::RecordId>((hash >> 2) | 1U);
}

base::Failure noId()
{
    return base::fail(base::ErrorKind::Protocol, QStringLiteral("a row of a list has no usable id"), base::Retry::Later, "ROW_ID");
}

// The id of a row; 0 is good only for the default funnel. -1: none.
model::RecordId idOf(EntityKind kind, JsonView row)
{
    if (kind == EntityKind::Line) {
        std::string buffer;
        const std::string_view number = row.member("NUMBER").text(buffer);
        return number.empty() ? -1 : lineId(number);
    }
    const std::string_view field = model::schemaOf(kind).idField;
    const auto id = row.member(field).integer();
    const model::RecordId least = kind == EntityKind::Category ? 0 : 1;
    return id && *id >= least ? *id : -1;
}

// Reads rows of one kind. All rows of a list have the same fields in the same order, as a rule: what a field is for is
// looked up where it is met for the first time at its place.
class RowReader {
public:
    explicit RowReader(EntityKind kind)
        : m_schema(model::schemaOf(kind))
        , m_kind(kind)
    {
    }

    // Over an earlier record: its texts lend their memory to those of this one.
    void read(JsonView row, Record &record)
    {
        m_isRead.assign(m_schema.columns.size(), 0);
        record.values.resize(m_schema.columns.size());
        record.extra.clear();
        record.extra.reserve(m_usualExtra);
        record.badFields.clear();
        Points points { record.points };
        std::size_t place = 0;
        row.eachMember([&](std::string_view key, JsonView value) { take(fieldAt(place++, key), value, record, points); });
        record.points.resize(points.count);
        for (std::size_t i = 0; i < m_isRead.size(); ++i)
            if (m_isRead[i] == 0)
                record.values[i] = Value();
        if (!record.extra.empty())
            record.extra.push_back('}');
        m_usualExtra = record.extra.size();
    }

    [[nodiscard]] bool isUsual() const { return m_fields.size() <= kMostFields && m_buffer.capacity() <= kLongestText; }

private:
    static constexpr std::size_t kMostFields = 1'000;
    static constexpr std::size_t kLongestText = 65'536;

    enum class Use : std::uint8_t { Nothing, Column, Points, Extra };

    struct Field {
        std::string name;
        std::string inExtra; // "name":
        Use use = Use::Extra;
        std::size_t column = 0;
    };

    const Field &fieldAt(std::size_t place, std::string_view key)
    {
        if (place >= m_fields.size())
            m_fields.resize(place + 1);
        Field &field = m_fields[place];
        if (field.name == key && !field.inExtra.empty())
            return field;
        field = { std::string(key), quoted(key) + ':' };
        const ColumnMap &columns = columnsOf(m_kind);
        if (key == m_schema.idField || isPresence(m_kind, key)) {
            field.use = Use::Nothing;
        } else if (const auto found = columns.find(key); found != columns.end()) {
            field.use = Use::Column;
            field.column = static_cast<std::size_t>(found->second);
        } else if (hasPoints(m_kind) && isPointField(key)) {
            field.use = Use::Points;
        }
        return field;
    }

    void take(const Field &field, JsonView value, Record &record, Points &points)
    {
        bool good = true;
        if (field.use == Use::Nothing)
            return;
        if (field.use == Use::Column) {
            good = readColumn(m_schema.columns[field.column], value, record.values[field.column], m_buffer);
            m_isRead[field.column] = good ? 1 : 0;
            if (good && value.type() != JsonType::Array)
                return;
        } else if (field.use == Use::Points) {
            const std::size_t before = points.count;
            good = readPoints(field.name, value, points, m_buffer);
            if (good)
                return;
            points.count = before;
        }
        if (!good)
            record.badFields.push_back(field.name);
        record.extra.push_back(record.extra.empty() ? '{' : ',');
        record.extra.append(field.inExtra).append(value.raw());
    }

    const model::EntitySchema &m_schema;
    EntityKind m_kind;
    std::vector<Field> m_fields; // by place in the row
    std::size_t m_usualExtra = 0;
    std::vector<char> m_isRead; // columns of the row being read
    std::string m_buffer; // of the value being read
};

// Pages of a kind have the same fields: each thread keeps what it knows of them, but of none of an unusual size.
RowReader &readerOf(EntityKind kind)
{
    thread_local std::array<std::unique_ptr<RowReader>, std::to_underlying(model::kEntityKinds.back()) + 1> readers;
    auto &reader = readers[std::to_underlying(kind)];
    if (!reader || !reader->isUsual())
        reader = std::make_unique<RowReader>(kind);
    return *reader;
}

base::Result<JsonView> rowsOf(JsonView list)
{
    if (list.type() == JsonType::Object)
        for (const std::string_view wrapper : { "items", "tasks", "categories" })
            if (const JsonView inner = list.member(wrapper); inner.isValid())
                list = inner;
    if (list.type() != JsonType::Array && list.type() != JsonType::Object)
        return base::fail(base::ErrorKind::Protocol, QStringLiteral("a list was expected"), base::Retry::Later, "LIST");
    return list;
}

} // namespace

base::Result<std::vector<Record>> decodeRecords(EntityKind kind, JsonView list)
{
    const auto rows = rowsOf(list);
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<Record> records = model::takeRecords(rows->size());
    RowReader &reader = readerOf(kind);
    bool good = true;
    std::size_t count = 0;
    rows->eachElement([&](JsonView row) {
        const model::RecordId id = good ? idOf(kind, row) : -1;
        good = good && id >= 0;
        if (!good)
            return;
        model::fetchAhead(std::span(records).subspan(count + 1));
        Record &record = records[count++];
        record.kind = kind;
        record.id = id;
        reader.read(row, record);
    });
    if (!good)
        return noId();
    return records;
}

base::Result<std::vector<model::RecordId>> decodeIds(EntityKind kind, JsonView list)
{
    const auto rows = rowsOf(list);
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<model::RecordId> ids;
    bool good = true;
    rows->eachElement([&](JsonView row) {
        const model::RecordId id = good ? idOf(kind, row) : -1;
        good = good && id >= 0;
        if (good)
            ids.push_back(id);
    });
    if (!good)
        return noId();
    return ids;
}

} // namespace dealerlens::portal
