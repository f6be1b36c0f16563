// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/outboxwire.h"

#include "portal/decode.h"
#include "portal/instant.h"

#include <QRegularExpression>

namespace dealerlens::sync {

using model::EntityKind;
using model::Write;
using model::WriteKind;
using portal::Call;
using portal::JsonType;
using portal::JsonView;

namespace {

constexpr int kRows = 50;

const char *itemWord(EntityKind kind) { return kind == EntityKind::Lead ? "lead" : "deal"; }

QByteArray method(EntityKind kind, const char *verb)
{
    switch (kind) {
    case EntityKind::Comment:
        return QByteArray("crm.timeline.comment.") + verb;
    case EntityKind::Task:
        return QByteArray("tasks.task.") + verb;
    default:
        return QByteArray("crm.") + itemWord(kind) + '.' + verb;
    }
}

const char *idParameter(EntityKind kind) { return kind == EntityKind::Task ? "taskId" : "id"; }

QByteArray field(const QString &name) { return "fields[" + name.toUtf8() + ']'; }

Call taskListCall(const QString &inTitle, int start)
{
    Call call("tasks.task.list");
    call.set("filter[%TITLE]", inTitle.toUtf8()).set("order[ID]", QByteArray("DESC"));
    for (const char *name : { "ID", "TITLE", "UF_CRM_TASK" })
        call.set("select[]", QByteArray(name));
    return call.set("start", std::int64_t { start });
}

// An item as a task names it (REST reference 5.14).
QByteArray taskLink(const model::RecordKey &item)
{
    return (item.kind == EntityKind::Lead ? "L_" : "D_") + QByteArray::number(qlonglong(item.id));
}

Call textCall(const Look &look, int start)
{
    const Write &write = look.write;
    if (write.kind != WriteKind::Comment)
        return taskListCall(write.reference(), start);
    Call call("crm.timeline.comment.list");
    call.set("filter[ENTITY_ID]", write.target.id).set("filter[ENTITY_TYPE]", QByteArray(itemWord(write.target.kind)));
    return call.set("order[ID]", QByteArray("DESC")).set("start", std::int64_t { start });
}

QByteArray originator() { return { model::kOriginator.data(), qsizetype(model::kOriginator.size()) }; }

QString titleOf(const Write &lead)
{
    const auto found = std::ranges::find(lead.fields, QStringLiteral("TITLE"), &model::FieldChange::field);
    return found == lead.fields.end() ? QString() : found->after;
}

// What another write of head office has made lately out of the same wish.
Call alikeCall(const Write &write)
{
    const QByteArray since = portal::instantText(write.created - kAlikeSeconds);
    if (write.kind == WriteKind::Task) {
        Call call = taskListCall(write.text.section(u'\n', 0, 0), 0);
        return call.set("filter[>=CREATED_DATE]", since).set("filter[RESPONSIBLE_ID]", write.person);
    }
    Call call("crm.lead.list");
    call.set("filter[=ORIGINATOR_ID]", originator()).set("filter[=TITLE]", titleOf(write).toUtf8());
    call.set("filter[>=DATE_CREATE]", since).set("order[ID]", QByteArray("ASC"));
    for (const char *name : { "ID", "NAME", "LAST_NAME", "PHONE", "EMAIL" })
        call.set("select[]", QByteArray(name));
    return call;
}

bool isFirstLook(const Write &write) { return write.state == model::WriteState::Queued && write.attempts == 0; }

// The text that carries the reference, in a row of a list of comments or tasks.
std::string carrierOf(WriteKind kind, JsonView row) { return row.member(kind == WriteKind::Comment ? "COMMENT" : "title").text(); }

// A lead of the same title: the same person, as far as the wish names one.
bool isAlikeLead(const Write &write, JsonView row)
{
    return std::ranges::all_of(write.fields, [&](const model::FieldChange &each) {
        const JsonView value = row.member(each.field.toStdString());
        const std::string wanted = each.after.toStdString();
        if (each.field == u"NAME" || each.field == u"LAST_NAME")
            return value.text() == wanted;
        if (each.field != u"PHONE" && each.field != u"EMAIL")
            return true;
        bool found = false;
        value.eachElement([&](JsonView one) { found = found || one.member("VALUE").text() == wanted; });
        return found;
    });
}

// The same but for the reference, and not older than a day: an old question may be asked again.
bool isAlike(const Write &write, JsonView row)
{
    static const QRegularExpression reference(QStringLiteral("DL-[0-9A-F]{10}"));
    const QString theirs = QString::fromStdString(carrierOf(write.kind, row));
    const QRegularExpressionMatch match = reference.match(theirs);
    const auto created = write.kind == WriteKind::Comment ? portal::parseInstant(row.member("CREATED").text()) : std::nullopt;
    const bool isRecent = write.kind == WriteKind::Task || (created && *created >= write.created - kAlikeSeconds);
    if (!match.hasMatch() || match.captured() == write.reference() || !isRecent)
        return false;
    bool isAboutIt = write.kind == WriteKind::Comment;
    row.member("ufCrmTask").eachElement([&](JsonView link) {
        isAboutIt = isAboutIt || link.text() == taskLink(write.target).toStdString();
    });
    if (!isAboutIt)
        return false;
    const QString ours = write.kind == WriteKind::Comment ? commentText(write) : taskTitle(write);
    return QString(theirs).replace(reference, QString()) == QString(ours).replace(write.reference(), QString());
}

base::Result<LookAnswer> readText(const Look &look, int start, const portal::Reply &reply)
{
    const bool isComment = look.write.kind == WriteKind::Comment;
    const JsonView rows = isComment ? reply.result : reply.result.member("tasks");
    if (!rows.isValid() || (rows.type() != JsonType::Array && rows.type() != JsonType::Object))
        return base::fail(base::ErrorKind::Protocol, QStringLiteral("the list has no rows"), base::Retry::Later);
    const std::string reference = look.write.reference().toStdString();
    LookAnswer answer;
    rows.eachElement([&](JsonView row) {
        const auto id = row.member(isComment ? "ID" : "id").integer();
        if (id && carrierOf(look.write.kind, row).find(reference) != std::string::npos)
            answer.seen.found.push_back(*id);
        else if (id && isAlike(look.write, row))
            answer.seen.alike.push_back(*id);
    });
    if (!answer.seen.found.empty() || start == kAlikeLook)
        return answer;
    const int next = start + kRows;
    if (reply.total > next)
        answer.next = next;
    else if (!isComment && isFirstLook(look.write))
        answer.next = kAlikeLook;
    return answer;
}

base::Result<LookAnswer> readRecord(const Look &look, const portal::Reply &reply)
{
    const EntityKind kind = look.write.target.kind;
    const JsonView record = kind == EntityKind::Task ? reply.result.member("task") : reply.result;
    LookAnswer answer;
    if (kind == EntityKind::Comment || kind == EntityKind::Task) {
        // A task that is gone is answered by an empty list (PHP's empty map), a comment by an error.
        if (!record.isValid() || record.type() != JsonType::Object)
            return answer;
    }
    const std::string_view raw = record.raw();
    const auto list = portal::JsonDocument::parse('[' + QByteArray(raw.data(), static_cast<qsizetype>(raw.size())) + ']');
    if (!list)
        return std::unexpected(list.error());
    const auto records = portal::decodeRecords(kind, list->root());
    if (!records)
        return std::unexpected(records.error());
    if (records->size() != 1 || records->front().id != look.write.target.id)
        return base::fail(base::ErrorKind::Protocol, QStringLiteral("another record than asked for"), base::Retry::Later);
    const model::Record &found = records->front();
    answer.seen.exists = true;
    for (const model::FieldChange &each : look.write.fields)
        answer.seen.values.push_back(model::fieldText(kind, found.values, found.extra, each.field.toStdString()));
    return answer;
}

base::Result<LookAnswer> readMarker(const Look &look, int start, const portal::Reply &reply)
{
    auto ids = portal::decodeIds(EntityKind::Lead, reply.result);
    if (!ids)
        return std::unexpected(ids.error());
    LookAnswer answer;
    if (start != kAlikeLook) {
        answer.seen.found = std::move(*ids);
        answer.next = answer.seen.found.empty() && isFirstLook(look.write) ? kAlikeLook : -1;
        return answer;
    }
    std::size_t at = 0;
    reply.result.eachElement([&](JsonView row) {
        if (at < ids->size() && isAlikeLead(look.write, row))
            answer.seen.alike.push_back((*ids)[at]);
        ++at;
    });
    return answer;
}

Call commentCall(const Write &write)
{
    Call call("crm.timeline.comment.add");
    call.set("fields[ENTITY_ID]", write.target.id).set("fields[ENTITY_TYPE]", QByteArray(itemWord(write.target.kind)));
    return call.set("fields[COMMENT]", commentText(write).toUtf8());
}

Call taskCall(const Write &write)
{
    const qsizetype line = write.text.indexOf(u'\n');
    Call call("tasks.task.add");
    call.set("fields[TITLE]", taskTitle(write).toUtf8());
    if (line >= 0)
        call.set("fields[DESCRIPTION]", write.text.mid(line + 1).toUtf8());
    call.set("fields[RESPONSIBLE_ID]", write.person);
    if (write.deadline != base::kNever)
        call.set("fields[DEADLINE]", portal::instantText(write.deadline));
    return call.set("fields[UF_CRM_TASK][]", taskLink(write.target));
}

// A stage of another funnel is silently ignored by the classic method (REST reference 9, row 29).
Call moveToFunnelCall(const Write &write)
{
    Call call("crm.item.update");
    call.set("entityTypeId", std::int64_t { 2 }).set("id", write.target.id);
    for (const model::FieldChange &each : write.fields)
        call.set(each.field == u"CATEGORY_ID" ? "fields[categoryId]" : "fields[stageId]", each.after.toUtf8());
    return call;
}

Call changeCall(const Write &write)
{
    const bool toFunnel = std::ranges::any_of(write.fields, [](const auto &each) { return each.field == u"CATEGORY_ID"; });
    if (toFunnel)
        return moveToFunnelCall(write);
    Call call(method(write.target.kind, "update"));
    call.set("id", write.target.id);
    for (const model::FieldChange &each : write.fields)
        call.set(field(each.field), each.after.toUtf8());
    return call;
}

Call createCall(const Write &write)
{
    Call call("crm.lead.add");
    for (const model::FieldChange &each : write.fields) {
        if (each.field == u"PHONE" || each.field == u"EMAIL") {
            call.set(field(each.field) + "[0][VALUE]", each.after.toUtf8());
            call.set(field(each.field) + "[0][VALUE_TYPE]", QByteArray("WORK"));
        } else {
            call.set(field(each.field), each.after.toUtf8());
        }
    }
    return call.set("fields[ORIGINATOR_ID]", originator()).set("fields[ORIGIN_ID]", write.uuid.toUtf8());
}

} // namespace

QString commentText(const Write &write) { return QString(write.text % QStringLiteral("\n\n") % write.reference()); }

QString taskTitle(const Write &write) { return QString(write.text.section(u'\n', 0, 0) % QStringLiteral(" (") % write.reference() % u')'); }

Call lookCall(const Look &look, int start)
{
    if (start == kAlikeLook)
        return alikeCall(look.write);
    switch (look.what) {
    case LookFor::Marker: {
        Call call("crm.lead.list");
        call.set("filter[=ORIGINATOR_ID]", originator()).set("filter[=ORIGIN_ID]", look.write.uuid.toUtf8());
        return call.set("order[ID]", QByteArray("ASC")).set("select[]", QByteArray("ID"));
    }
    case LookFor::Text:
        return textCall(look, start);
    case LookFor::Fields:
    case LookFor::Gone:
        break;
    }
    const EntityKind kind = look.write.target.kind;
    return Call(method(kind, "get")).set(idParameter(kind), look.write.target.id);
}

base::Result<LookAnswer> readLook(const Look &look, int start, const portal::Reply &reply)
{
    switch (look.what) {
    case LookFor::Marker:
        return readMarker(look, start, reply);
    case LookFor::Text:
        return readText(look, start, reply);
    case LookFor::Fields:
    case LookFor::Gone:
        break;
    }
    return readRecord(look, reply);
}

Call writeCall(const Write &write)
{
    switch (write.kind) {
    case WriteKind::Comment:
        return commentCall(write);
    case WriteKind::Task:
        return taskCall(write);
    case WriteKind::Change:
        return changeCall(write);
    case WriteKind::Create:
        return createCall(write);
    case WriteKind::Withdraw:
        break;
    }
    return Call(method(write.target.kind, "delete")).set(idParameter(write.target.kind), write.target.id);
}

base::Result<Accepted> readAccepted(const Write &write, const portal::Reply &reply)
{
    if (write.kind == WriteKind::Change || write.kind == WriteKind::Withdraw)
        return Accepted {};
    const JsonView made = write.kind == WriteKind::Task ? reply.result.member("task").member("id") : reply.result;
    const auto id = made.integer();
    if (!id || *id <= 0)
        return base::fail(base::ErrorKind::Protocol, QStringLiteral("the portal does not name what it made"), base::Retry::Later);
    return Accepted { *id };
}

} // namespace dealerlens::sync
