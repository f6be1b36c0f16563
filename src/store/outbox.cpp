// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/outbox.h"

#include "base/crashpoint.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace dealerlens::store {

using model::EntityKind;
using model::Write;
using model::WriteEvent;

namespace {

constexpr std::string_view kSelect
    = "SELECT uuid, action, portal_id, kind, record_kind, record_id, item_kind, item_id, wish, opposes, state, attempts, result, "
      "needs_person, problem, problem_text, found, created, sent, changed FROM outbox ";

// What a conflict found, one text per field of the wish; null: as expected.
QByteArray foundToJson(const Write &write)
{
    QJsonArray found;
    for (const model::FieldChange &each : write.fields)
        found.append(each.found);
    return QJsonDocument(found).toJson(QJsonDocument::Compact);
}

void foundFromJson(std::string_view json, Write &write)
{
    const QJsonArray found = QJsonDocument::fromJson(QByteArray::fromRawData(json.data(), static_cast<qsizetype>(json.size()))).array();
    for (std::size_t i = 0; i < write.fields.size() && static_cast<qsizetype>(i) < found.size(); ++i)
        write.fields[i].found = found.at(static_cast<qsizetype>(i)).toString();
}

model::RecordKey keyAt(const Statement &row, int portal, int kind, int id)
{
    return { static_cast<model::PortalId>(row.number(portal)), static_cast<EntityKind>(row.number(kind)), row.number(id) };
}

base::Result<Write> readWrite(const Statement &row)
{
    Write write;
    write.uuid = row.string(0);
    write.group = row.string(1);
    write.kind = static_cast<model::WriteKind>(row.number(3));
    write.target = keyAt(row, 2, 4, 5);
    write.item = keyAt(row, 2, 6, 7);
    const std::string_view wish = row.text(8);
    if (!model::wishFromJson(QByteArray::fromRawData(wish.data(), static_cast<qsizetype>(wish.size())), write))
        return base::fail(base::ErrorKind::Corrupt, QStringLiteral("a write in the outbox cannot be read: ") % write.uuid);
    write.opposes = row.string(9);
    write.state = static_cast<model::WriteState>(row.number(10));
    write.attempts = static_cast<int>(row.number(11));
    write.result = row.number(12);
    write.needsPerson = row.number(13) != 0;
    write.problem = row.string(14).toUtf8();
    write.problemText = row.string(15);
    foundFromJson(row.text(16), write);
    write.created = row.number(17);
    write.sent = row.instant(18);
    write.changed = row.number(19);
    return write;
}

void appendEvent(Connection &ledger, const QString &uuid, const WriteEvent &event)
{
    Statement insert(ledger, "INSERT INTO outbox_event (uuid, at, state, what, detail) VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, uuid);
    insert.bind(2, event.at);
    insert.bind(3, std::int64_t { std::to_underlying(event.state) });
    insert.bind(4, event.what);
    insert.bind(5, event.detail);
    insert.run();
}

void bindKey(Statement &statement, int at, const model::RecordKey &key)
{
    statement.bind(at, std::int64_t { std::to_underlying(key.kind) });
    statement.bind(at + 1, key.id);
}

void addWrite(Connection &ledger, Statement &insert, const Write &write)
{
    const QByteArray wish = model::wishToJson(write);
    insert.bind(1, write.uuid);
    insert.bind(2, write.group);
    insert.bind(3, std::int64_t { write.target.portal });
    insert.bind(4, std::int64_t { std::to_underlying(write.kind) });
    bindKey(insert, 5, write.target);
    bindKey(insert, 7, write.item);
    insert.bind(9, wish);
    insert.bind(10, write.opposes);
    insert.bind(11, write.created);
    insert.bind(12, write.created);
    if (insert.run() && ledger.changes() > 0)
        appendEvent(ledger, write.uuid, { 0, write.created, model::WriteState::Queued, "queued", {} });
}

} // namespace

base::Result<> addWrites(Connection &ledger, const std::vector<Write> &writes)
{
    ledger.begin();
    Statement insert(ledger,
        "INSERT INTO outbox (uuid, sequence, action, portal_id, kind, record_kind, record_id, item_kind, item_id, wish, opposes, state, "
        "attempts, result, needs_person, problem, problem_text, found, created, sent, changed) SELECT ?, COALESCE(MAX(sequence), 0) + 1, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, '', '', '', ?, NULL, ? FROM outbox WHERE TRUE ON CONFLICT (uuid) DO NOTHING");
    for (const Write &write : writes)
        addWrite(ledger, insert, write);
    CRASHPOINT("outbox.before_queued");
    auto queued = ledger.commit();
    CRASHPOINT("outbox.queued");
    return queued;
}

base::Result<> moveWrite(Connection &ledger, model::WriteState from, const Write &write, const WriteEvent &event)
{
    ledger.begin();
    Statement update(ledger,
        "UPDATE outbox SET state = ?, attempts = ?, result = ?, needs_person = ?, problem = ?, problem_text = ?, found = ?, sent = ?, "
        "changed = ? WHERE uuid = ? AND state = ?");
    update.bind(1, std::int64_t { std::to_underlying(write.state) });
    update.bind(2, std::int64_t { write.attempts });
    update.bind(3, write.result);
    update.bind(4, std::int64_t { write.needsPerson });
    update.bind(5, write.problem);
    update.bind(6, write.problemText);
    const QByteArray found = foundToJson(write);
    update.bind(7, found);
    update.bindInstant(8, write.sent);
    update.bind(9, event.at);
    update.bind(10, write.uuid);
    update.bind(11, std::int64_t { std::to_underlying(from) });
    if (update.run() && ledger.changes() == 0) {
        ledger.rollback();
        return base::fail(base::ErrorKind::Rejected, QStringLiteral("the write is not where it was"), base::Retry::WhenChanged, "state");
    }
    appendEvent(ledger, write.uuid, event);
    CRASHPOINT("outbox.before_moved");
    auto moved = ledger.commit();
    CRASHPOINT("outbox.moved");
    return moved;
}

base::Result<std::vector<Write>> readWrites(Connection &ledger, const WritesAsked &asked)
{
    std::string sql { kSelect };
    sql += "WHERE TRUE";
    if (asked.portal)
        sql += " AND portal_id = ?";
    if (asked.item)
        sql += " AND portal_id = ? AND item_kind = ? AND item_id = ?";
    if (!asked.uuid.isEmpty())
        sql += " AND uuid = ?";
    if (asked.openOnly)
        sql += " AND state NOT IN (3, 6)";
    sql += " ORDER BY sequence";
    Statement select(ledger, sql);
    int at = 0;
    if (asked.portal)
        select.bind(++at, std::int64_t { *asked.portal });
    if (asked.item) {
        select.bind(++at, std::int64_t { asked.item->portal });
        bindKey(select, at + 1, asked.item.value());
        at += 2;
    }
    if (!asked.uuid.isEmpty())
        select.bind(++at, asked.uuid);
    std::vector<Write> writes;
    while (select.step()) {
        auto write = readWrite(select);
        if (!write)
            return std::unexpected(write.error());
        writes.push_back(std::move(*write));
    }
    if (ledger.failed())
        return std::unexpected(ledger.takeError());
    return writes;
}

base::Result<std::vector<WriteEvent>> readWriteEvents(Connection &ledger, const QString &uuid)
{
    Statement select(ledger, "SELECT sequence, at, state, what, detail FROM outbox_event WHERE uuid = ? ORDER BY sequence");
    select.bind(1, uuid);
    std::vector<WriteEvent> events;
    while (select.step())
        events.push_back({ select.number(0), select.number(1), static_cast<model::WriteState>(select.number(2)), select.string(3).toUtf8(),
            select.string(4) });
    if (ledger.failed())
        return std::unexpected(ledger.takeError());
    return events;
}

base::Result<std::set<model::PortalId>> readPortalsWithOpenWrites(Connection &ledger)
{
    Statement select(ledger, "SELECT DISTINCT portal_id FROM outbox WHERE state NOT IN (3, 6)");
    std::set<model::PortalId> portals;
    while (select.step())
        portals.insert(static_cast<model::PortalId>(select.number(0)));
    if (ledger.failed())
        return std::unexpected(ledger.takeError());
    return portals;
}

} // namespace dealerlens::store
