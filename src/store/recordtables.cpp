// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/recordtables.h"

#include "model/text.h"

#include <algorithm>
#include <charconv>

namespace dealerlens::store {

using model::EntityKind;

namespace {

TableSql makeSql(EntityKind kind)
{
    const model::EntitySchema &schema = model::schemaOf(kind);
    const std::string table(schema.table);
    std::string names = "portal_id, id";
    std::string marks = "?, ?";
    std::string sets;
    for (const model::Column &column : schema.columns) {
        names += ", " + std::string(column.name);
        marks += ", ?";
        sets += std::string(column.name) + " = ?, ";
    }
    return {
        "INSERT INTO " + table + " (" + names + ", extra) VALUES (" + marks + ", ?) ON CONFLICT DO NOTHING",
        "UPDATE " + table + " SET " + sets + "extra = ?, deleted_at = NULL WHERE portal_id = ? AND id = ?",
        "SELECT " + selectList(kind) + " FROM " + table + " WHERE portal_id = ? AND id = ?",
    };
}

// The key of the usual ways to write a Russian number, "+7 (916) 123-45-67" and "8 916 123-45-67", without the
// third of a page's time that libphonenumber's patterns would take; equal to model::phoneKey(). "" for all else.
std::string usualPhoneKey(std::string_view typed)
{
    std::string digits;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const char c = typed[i];
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != ' ' && c != '-' && c != '(' && c != ')' && !(c == '+' && i == 0))
            return {};
    }
    if (digits.size() != 11)
        return {};
    const bool international = typed.starts_with("+7") && (digits[1] == '9' || digits[1] == '4' || digits[1] == '3');
    if (!international && !(typed.front() == '8' && digits[1] == '9'))
        return {};
    digits[0] = '7';
    return digits;
}

} // namespace

const TableSql &sqlOf(EntityKind kind)
{
    static const auto all = [] {
        std::vector<TableSql> list;
        for (const EntityKind each : model::kEntityKinds)
            list.push_back(makeSql(each));
        return list;
    }();
    return all[std::to_underlying(kind) - 1U];
}

std::string selectList(EntityKind kind)
{
    std::string list = "portal_id, id, deleted_at, extra";
    for (const model::Column &column : model::schemaOf(kind).columns)
        list += ", " + std::string(column.name);
    return list;
}

std::string selectList(EntityKind kind, std::span<const std::string_view> only)
{
    std::string list = "portal_id, id, deleted_at, NULL";
    for (const model::Column &column : model::schemaOf(kind).columns)
        list += std::ranges::find(only, column.name) != only.end() ? ", " + std::string(column.name) : ", NULL";
    return list;
}

void readRecord(const Statement &row, EntityKind kind, StoredRecord &record)
{
    record.key = { static_cast<model::PortalId>(row.number(0)), kind, row.number(1) };
    record.deletedAt = row.instant(2);
    record.extra.assign(row.text(3));
    const std::size_t columns = model::schemaOf(kind).columns.size();
    record.values.resize(columns);
    for (std::size_t i = 0; i < columns; ++i)
        row.readInto(static_cast<int>(i) + 4, record.values[i]);
}

void bindRecord(Statement &statement, int parameter, const model::Record &record)
{
    const std::size_t columns = model::schemaOf(record.kind).columns.size();
    for (std::size_t i = 0; i < columns; ++i, ++parameter) {
        if (i < record.values.size())
            statement.bind(parameter, record.values[i]);
        else
            statement.bindNull(parameter);
    }
    if (record.extra.empty())
        statement.bindNull(parameter);
    else
        statement.bind(parameter, std::string_view(record.extra));
}

std::string lookupOf(const model::ContactPoint &point)
{
    if (point.type == "PHONE") {
        std::string key = usualPhoneKey(point.value);
        return key.empty() ? model::phoneKey(point.value) : key;
    }
    if (point.type == "EMAIL")
        return model::mailKey(point.value);
    return {};
}

bool hasPoints(EntityKind kind) { return kind == EntityKind::Lead || kind == EntityKind::Contact || kind == EntityKind::Company; }

void readPoints(Statement &select, const model::RecordKey &owner, std::vector<StoredPoint> &points)
{
    points.clear();
    select.bind(1, std::int64_t { owner.portal });
    select.bind(2, std::int64_t { std::to_underlying(owner.kind) });
    select.bind(3, owner.id);
    while (select.step())
        points.push_back({ { select.number(0), std::string(select.text(1)), std::string(select.text(2)), std::string(select.text(3)) },
            std::string(select.text(4)) });
}

std::vector<model::RecordKey> linksOfTask(model::PortalId portal, std::string_view crmLinks)
{
    static constexpr std::pair<std::string_view, EntityKind> kPrefixes[] {
        { "L", EntityKind::Lead },
        { "D", EntityKind::Deal },
        { "C", EntityKind::Contact },
        { "CO", EntityKind::Company },
    };
    const auto isWord = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    std::vector<model::RecordKey> links;
    for (std::size_t at = crmLinks.find('_'); at != std::string_view::npos; at = crmLinks.find('_', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && isWord(crmLinks[begin - 1]))
            --begin;
        std::int64_t id = 0;
        const char *end = crmLinks.data() + crmLinks.size();
        if (std::from_chars(crmLinks.data() + at + 1, end, id).ec != std::errc() || id <= 0)
            continue;
        for (const auto &[prefix, kind] : kPrefixes)
            if (crmLinks.substr(begin, at - begin) == prefix)
                links.push_back({ portal, kind, id });
    }
    return links;
}

} // namespace dealerlens::store
