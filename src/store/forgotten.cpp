// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/forgotten.h"

#include "model/write.h"
#include "store/recordtables.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>

namespace dealerlens::store {

using model::EntityKind;

namespace {

// Columns of model/entity.cpp in which people are named, or write what they like.
std::span<const std::string_view> personalColumns(EntityKind kind)
{
    static constexpr std::string_view lead[] { "title", "last_name", "name", "second_name", "company_title", "source_text" };
    static constexpr std::string_view deal[] { "title", "source_text" };
    static constexpr std::string_view contact[] { "last_name", "name", "second_name", "post" };
    static constexpr std::string_view activity[] { "subject" };
    static constexpr std::string_view comment[] { "text" };
    static constexpr std::string_view task[] { "title" };
    static constexpr std::string_view call[] { "phone", "record_url" };
    switch (kind) {
    case EntityKind::Lead:
        return lead;
    case EntityKind::Deal:
        return deal;
    case EntityKind::Contact:
        return contact;
    case EntityKind::Activity:
        return activity;
    case EntityKind::Comment:
        return comment;
    case EntityKind::Task:
        return task;
    case EntityKind::Call:
        return call;
    default:
        return {};
    }
}

const model::Value &valueOf(const model::Record &record, std::string_view column)
{
    static const model::Value nothing;
    const auto index = static_cast<std::size_t>(model::columnIndex(record.kind, column));
    return index < record.values.size() ? record.values[index] : nothing;
}

// LEAD, deal … as calls and comments name their owners (reference 5.10, 5.13).
std::optional<EntityKind> kindNamed(std::string_view word)
{
    static constexpr std::pair<std::string_view, EntityKind> names[] { { "lead", EntityKind::Lead }, { "deal", EntityKind::Deal },
        { "contact", EntityKind::Contact } };
    std::string lower(word);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (const auto &[name, kind] : names)
        if (lower == name)
            return kind;
    return {};
}

std::vector<model::RecordKey> ownersOf(model::PortalId portal, const model::Record &record)
{
    const auto named = [&](std::string_view type, std::string_view id) {
        const auto kind = kindNamed(model::toText(valueOf(record, type)));
        return kind ? std::vector<model::RecordKey> { { portal, *kind, model::toInt(valueOf(record, id)) } }
                    : std::vector<model::RecordKey>();
    };
    switch (record.kind) {
    case EntityKind::Lead:
    case EntityKind::Deal:
        return { { portal, EntityKind::Contact, model::toInt(valueOf(record, "contact_id")) } };
    case EntityKind::Activity: // OWNER_TYPE_ID: the numbers of our kinds
        return { { portal, static_cast<EntityKind>(model::toInt(valueOf(record, "owner_type_id"))),
            model::toInt(valueOf(record, "owner_id")) } };
    case EntityKind::Comment:
        return named("owner_type", "owner_id");
    case EntityKind::Call:
        return named("crm_type", "crm_id");
    case EntityKind::Task:
        return linksOfTask(portal, model::toText(valueOf(record, "crm_links")));
    default:
        return {};
    }
}

QByteArray traceOf(const QByteArray &salt, std::string_view lookup)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(salt);
    hash.addData(QByteArrayView(lookup.data(), static_cast<qsizetype>(lookup.size())));
    return hash.result().toHex();
}

QByteArray saltOf(Connection &ledger) { return QByteArray::number(ledger.number("SELECT value FROM meta WHERE name = 'forgetting_salt'")); }

void bindKey(Statement &statement, const model::RecordKey &key)
{
    statement.bind(1, std::int64_t { key.portal });
    statement.bind(2, std::int64_t { std::to_underlying(key.kind) });
    statement.bind(3, key.id);
}

bool isItem(EntityKind kind) { return kind == EntityKind::Lead || kind == EntityKind::Deal || kind == EntityKind::Contact; }

} // namespace

void Forgotten::read(Connection &ledger)
{
    m_salt = saltOf(ledger);
    m_records.clear();
    m_traces.clear();
    Statement records(ledger, "SELECT portal_id, kind, record_id FROM forgotten_record");
    while (records.step())
        m_records.insert(
            { static_cast<model::PortalId>(records.number(0)), static_cast<EntityKind>(records.number(1)), records.number(2) });
    Statement traces(ledger, "SELECT hash FROM forgotten_trace");
    while (traces.step())
        m_traces.insert(traces.string(0).toLatin1());
}

bool Forgotten::knows(std::string_view lookup) const { return !lookup.empty() && m_traces.contains(traceOf(m_salt, lookup)); }

bool Forgotten::knowsPhone(std::string_view typed) const
{
    return !m_traces.empty() && knows(lookupOf({ 0, "PHONE", {}, std::string(typed) }));
}

bool Forgotten::concerns(model::PortalId portal, const model::Record &record) const
{
    const auto known = [this](const model::RecordKey &key) { return m_records.contains(key); };
    if (known({ portal, record.kind, record.id }) || std::ranges::any_of(ownersOf(portal, record), known))
        return true;
    if (record.kind == EntityKind::Call && knowsPhone(model::toText(valueOf(record, "phone"))))
        return true;
    return std::ranges::any_of(record.points, [this](const model::ContactPoint &point) { return knows(lookupOf(point)); });
}

std::optional<model::Record> Forgotten::withoutPerson(model::PortalId portal, const model::Record &record)
{
    if (isEmpty() || !concerns(portal, record))
        return {};
    if (isItem(record.kind) && m_records.insert({ portal, record.kind, record.id }).second)
        m_new.insert({ portal, record.kind, record.id });
    return withoutPersonalData(record, [this](const model::ContactPoint &point) { return knows(lookupOf(point)); });
}

void Forgotten::keepNew(Connection &ledger) const { listForgotten(ledger, m_new, {}); }

model::Record withoutPersonalData(const model::Record &record, const std::function<bool(const model::ContactPoint &)> &isKnown)
{
    model::Record clean = record;
    if (record.kind == EntityKind::Company) {
        std::erase_if(clean.points, isKnown);
        return clean;
    }
    for (const std::string_view column : personalColumns(record.kind))
        if (const auto index = static_cast<std::size_t>(model::columnIndex(record.kind, column)); index < clean.values.size())
            clean.values[index] = {};
    if (!personalColumns(record.kind).empty())
        clean.extra.clear();
    clean.points.clear();
    clean.badFields.clear();
    return clean;
}

void listForgotten(Connection &ledger, const std::set<model::RecordKey> &records, const std::set<std::string> &lookups)
{
    if (saltOf(ledger) == "0" && !lookups.empty()) {
        Statement salt(ledger, "INSERT INTO meta (name, value) VALUES ('forgetting_salt', ?) ON CONFLICT DO NOTHING");
        salt.bind(1, static_cast<std::int64_t>(QRandomGenerator::system()->generate64() >> 1 | 1));
        salt.run();
    }
    const QByteArray salt = saltOf(ledger);
    Statement record(ledger, "INSERT INTO forgotten_record (portal_id, kind, record_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    for (const model::RecordKey &key : records) {
        bindKey(record, key);
        record.run();
    }
    Statement trace(ledger, "INSERT INTO forgotten_trace (hash) VALUES (?) ON CONFLICT DO NOTHING");
    for (const std::string &lookup : lookups) {
        trace.bind(1, QString::fromLatin1(traceOf(salt, lookup)));
        trace.run();
    }
}

std::int64_t emptyLedgerTexts(Connection &ledger, const std::set<model::RecordKey> &records)
{
    std::int64_t emptied = 0;
    Statement writes(ledger, "SELECT uuid, wish FROM outbox WHERE portal_id = ? AND item_kind = ? AND item_id = ?");
    Statement clean(ledger, "UPDATE outbox SET wish = ?, found = '', problem_text = '' WHERE uuid = ?");
    Statement evidence(ledger, "UPDATE outbox_event SET detail = '' WHERE uuid = ?");
    Statement history(ledger, "UPDATE kept_history SET extra = NULL WHERE portal_id = ? AND ? = 2 AND owner_id = ?");
    for (const model::RecordKey &key : records) {
        std::vector<std::pair<QString, QByteArray>> own;
        bindKey(writes, key);
        while (writes.step())
            own.emplace_back(writes.string(0), writes.string(1).toUtf8());
        for (const auto &[uuid, wish] : own) {
            model::Write write;
            (void)model::wishFromJson(wish, write);
            write.text.clear();
            write.reason.clear();
            for (model::FieldChange &field : write.fields)
                field = { field.field, {}, {}, {} };
            const QByteArray empty = model::wishToJson(write);
            clean.bind(1, empty);
            clean.bind(2, uuid);
            clean.run();
            evidence.bind(1, uuid);
            evidence.run();
            ++emptied;
        }
        bindKey(history, key);
        history.run();
    }
    return emptied;
}

} // namespace dealerlens::store
