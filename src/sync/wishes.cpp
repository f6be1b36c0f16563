// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wishes.h"

#include "sync/outboxwire.h"

#include <QRegularExpression>

#include <array>

namespace dealerlens::sync {

using base::ErrorKind;
using model::EntityKind;
using model::FieldChange;
using model::RecordKey;
using model::Write;
using model::WriteKind;
using model::WriteState;
using store::Reader;
using store::StoredRecord;

namespace {

// Longer texts are cut off by portals or refused, differently from version to version.
constexpr qsizetype kLongestText = 20'000;

base::Failure bad(const char *code, const QString &detail) { return base::fail(ErrorKind::Input, detail, base::Retry::Never, code); }

base::Result<StoredRecord> aliveItem(const Reader &reader, const RecordKey &item)
{
    if (item.kind != EntityKind::Lead && item.kind != EntityKind::Deal)
        return bad("field", QStringLiteral("only leads and deals are written to"));
    auto record = reader.record(item);
    if (!record)
        return std::unexpected(record.error());
    if (!*record || (*record)->deletedAt != base::kNever)
        return base::fail(ErrorKind::NotFound, QStringLiteral("the item is not in the mirror"));
    return std::move(**record);
}

base::Result<> checkText(const QString &text)
{
    if (text.trimmed().isEmpty())
        return bad("text", QStringLiteral("the text is empty"));
    if (text.size() > kLongestText)
        return bad("text", QStringLiteral("the text is longer than 20,000 characters"));
    return {};
}

base::Result<> checkPerson(const Reader &reader, model::PortalId portal, model::RecordId person)
{
    const auto user = reader.record({ portal, EntityKind::User, person });
    if (!user)
        return std::unexpected(user.error());
    if (!*user || model::toInt((*user)->value("active")) == 0)
        return bad("person", QStringLiteral("nobody with this id works on the portal"));
    return {};
}

QString textOf(const StoredRecord &record, std::string_view field)
{
    return model::fieldText(record.key.kind, record.values, record.extra, field).value_or(QString());
}

base::Result<Write> change(const StoredRecord &record, std::vector<FieldChange> fields, const QString &reason, base::UtcSeconds now)
{
    std::erase_if(fields, [](const FieldChange &each) { return each.before == each.after; });
    if (fields.empty())
        return bad("same", QStringLiteral("it is so already"));
    Write write = model::newWrite(WriteKind::Change, record.key, now);
    write.fields = std::move(fields);
    write.reason = reason;
    return write;
}

struct StageRow {
    std::int64_t category = 0;
    bool found = false;
};

// Directories hold the stages of leads in "STATUS", of deals in "DEAL_STAGE" and "DEAL_STAGE_<funnel>" (reference 3.4).
base::Result<StageRow> findStage(const Reader &reader, const RecordKey &item, const QString &code)
{
    static constexpr std::array<std::string_view, 2> columns { "directory", "code" };
    const std::string wanted = code.toStdString();
    StageRow stage;
    const auto read = reader.each(
        EntityKind::Status, columns,
        [&](const Reader::Row &row) {
            const std::string &directory = model::toText(row.values[0]);
            const bool fits = item.kind == EntityKind::Lead ? directory == "STATUS" : directory.starts_with("DEAL_STAGE");
            if (!fits || row.deletedAt != base::kNever || model::toText(row.values[1]) != wanted)
                return true;
            constexpr std::string_view kPrefix = "DEAL_STAGE_";
            if (directory.starts_with(kPrefix))
                stage.category = QByteArray::fromStdString(directory.substr(kPrefix.size())).toLongLong();
            stage.found = true;
            return false;
        },
        item.portal);
    if (!read)
        return std::unexpected(read.error());
    return stage;
}

} // namespace

base::Result<Write> askQuestion(
    const Reader &reader, const RecordKey &item, const QString &text, base::UtcSeconds deadline, base::UtcSeconds now)
{
    if (auto fits = checkText(text); !fits)
        return std::unexpected(fits.error());
    if (auto record = aliveItem(reader, item); !record)
        return std::unexpected(record.error());
    Write write = model::newWrite(WriteKind::Comment, item, now);
    write.text = text;
    write.deadline = deadline;
    return write;
}

base::Result<Write> giveTask(const Reader &reader, const RecordKey &item, const QString &text, model::RecordId person,
    base::UtcSeconds deadline, base::UtcSeconds now)
{
    if (auto fits = checkText(text); !fits)
        return std::unexpected(fits.error());
    const auto record = aliveItem(reader, item);
    if (!record)
        return std::unexpected(record.error());
    Write write = model::newWrite(WriteKind::Task, item, now);
    write.person = person != 0 ? person : model::toInt(record->value("assigned_by_id"));
    if (auto fits = checkPerson(reader, item.portal, write.person); !fits)
        return std::unexpected(fits.error());
    write.text = text;
    write.deadline = deadline;
    return write;
}

base::Result<Write> moveItem(
    const Reader &reader, const RecordKey &item, const QString &stageCode, const QString &reason, base::UtcSeconds now)
{
    const auto record = aliveItem(reader, item);
    if (!record)
        return std::unexpected(record.error());
    const auto stage = findStage(reader, item, stageCode);
    if (!stage)
        return std::unexpected(stage.error());
    if (!stage->found)
        return bad("stage", QStringLiteral("the portal has no such stage"));
    const bool isLead = item.kind == EntityKind::Lead;
    const QString field = isLead ? QStringLiteral("STATUS_ID") : QStringLiteral("STAGE_ID");
    std::vector<FieldChange> fields { { field, textOf(*record, isLead ? "STATUS_ID" : "STAGE_ID"), stageCode, {} } };
    if (!isLead)
        fields.insert(
            fields.begin(), { QStringLiteral("CATEGORY_ID"), textOf(*record, "CATEGORY_ID"), QString::number(stage->category), {} });
    return change(*record, std::move(fields), reason, now);
}

base::Result<Write> changeResponsible(
    const Reader &reader, const RecordKey &item, model::RecordId person, const QString &reason, base::UtcSeconds now)
{
    const auto record = aliveItem(reader, item);
    if (!record)
        return std::unexpected(record.error());
    if (auto fits = checkPerson(reader, item.portal, person); !fits)
        return std::unexpected(fits.error());
    return change(
        *record, { { QStringLiteral("ASSIGNED_BY_ID"), textOf(*record, "ASSIGNED_BY_ID"), QString::number(person), {} } }, reason, now);
}

base::Result<Write> fixField(
    const Reader &reader, const RecordKey &item, const QString &field, const QString &value, const QString &reason, base::UtcSeconds now)
{
    static const QRegularExpression name(QStringLiteral("^[A-Z][A-Z0-9_]{0,49}$"));
    // Those have actions of their own, or belong to the portal.
    static const std::array taken { u"ID", u"STATUS_ID", u"STAGE_ID", u"CATEGORY_ID", u"ASSIGNED_BY_ID", u"ORIGIN_ID", u"ORIGINATOR_ID",
        u"DATE_CREATE", u"DATE_MODIFY", u"CREATED_BY_ID", u"MODIFY_BY_ID", u"MOVED_BY_ID", u"MOVED_TIME" };
    if (!name.match(field).hasMatch() || std::ranges::any_of(taken, [&](const auto *each) { return field == QStringView(each); }))
        return bad("field", QStringLiteral("this field cannot be changed here"));
    const auto record = aliveItem(reader, item);
    if (!record)
        return std::unexpected(record.error());
    const auto before = model::fieldText(item.kind, record->values, record->extra, field.toStdString());
    if (!before)
        return bad("field", QStringLiteral("this field holds a list"));
    return change(*record, { { field, *before, value, {} } }, reason, now);
}

base::Result<Write> createLead(model::PortalId portal, const std::vector<std::pair<QString, QString>> &fields, base::UtcSeconds now)
{
    Write write = model::newWrite(WriteKind::Create, { portal, EntityKind::Lead, 0 }, now);
    for (const auto &[field, value] : fields)
        if (!value.trimmed().isEmpty())
            write.fields.push_back({ field, {}, value, {} });
    if (std::ranges::none_of(write.fields, [](const FieldChange &each) { return each.field == u"TITLE"; }))
        return bad("text", QStringLiteral("a lead needs a title"));
    return write;
}

namespace {

// An employee who has left and a stage that is gone cannot come back.
base::Result<> checkWayBack(const Reader &reader, const Write &back)
{
    for (const FieldChange &each : back.fields) {
        if (each.field == u"ASSIGNED_BY_ID")
            if (auto fits = checkPerson(reader, back.target.portal, each.after.toLongLong()); !fits)
                return fits;
        if (each.field != u"STATUS_ID" && each.field != u"STAGE_ID")
            continue;
        const auto stage = findStage(reader, back.target, each.after);
        if (!stage)
            return std::unexpected(stage.error());
        if (!stage->found)
            return bad("stage", QStringLiteral("the portal has no such stage any more"));
    }
    return {};
}

// What is taken away must be as we made it: nobody takes away what somebody has worked on since.
base::Result<> expectAsMade(const Reader &reader, const Write &made, Write &back)
{
    const auto record = reader.record(back.target);
    if (!record)
        return std::unexpected(record.error());
    const bool isMirrored = record->has_value() && (*record)->deletedAt == base::kNever;
    // A portal may keep a text in its own way; as it was mirrored it is known.
    const auto expect = [&](const char *field, const QString &asMade) {
        const QString before = isMirrored ? textOf(**record, field) : asMade;
        back.fields.push_back({ QString::fromLatin1(field), before, {}, {} });
    };
    if (made.kind != WriteKind::Create) {
        const auto answer = answerTo(reader, made);
        if (!answer)
            return std::unexpected(answer.error());
        if (answer->at != base::kNever)
            return bad("answered", QStringLiteral("the dealer has answered already"));
    }
    if (made.kind == WriteKind::Comment) {
        expect("COMMENT", commentText(made));
    } else if (made.kind == WriteKind::Task) {
        expect("title", taskTitle(made));
        back.fields.push_back({ QStringLiteral("status"), QStringLiteral("2"), {}, {} }); // waits: nobody has begun (reference 5.14)
    } else {
        // A new lead begins in NEW unless it was made elsewhere; who is responsible the portal may have decided itself.
        const auto stage = std::ranges::find(made.fields, QStringLiteral("STATUS_ID"), &FieldChange::field);
        back.fields.push_back({ QStringLiteral("STATUS_ID"), stage != made.fields.end() ? stage->after : QStringLiteral("NEW"), {}, {} });
        static const std::array names { u"TITLE", u"NAME", u"SECOND_NAME", u"LAST_NAME" };
        for (const FieldChange &each : made.fields)
            if (std::ranges::any_of(names, [&](const auto *name) { return each.field == QStringView(name); }))
                back.fields.push_back({ each.field, each.after, {}, {} });
        if (isMirrored)
            expect("ASSIGNED_BY_ID", {});
    }
    return {};
}

} // namespace

base::Result<Write> takeBack(const Reader &reader, const Write &write, base::UtcSeconds now)
{
    auto back = model::oppositeOf(write, now);
    if (!back)
        return bad("state", QStringLiteral("there is nothing to take back"));
    back->reason = write.reason.isEmpty() ? write.reference() : QString(write.reference() % QStringLiteral(": ") % write.reason);
    const auto fits = back->kind == WriteKind::Change ? checkWayBack(reader, *back) : expectAsMade(reader, write, *back);
    return fits ? base::Result<Write>(std::move(*back)) : std::unexpected(fits.error());
}

base::Result<Write> insist(const Write &write, base::UtcSeconds now)
{
    if (write.state != WriteState::Conflict || write.kind != WriteKind::Change)
        return bad("state", QStringLiteral("only a change in conflict can be insisted on"));
    Write again = model::newWrite(WriteKind::Change, write.target, now);
    again.group = write.group;
    again.reason = write.reason;
    for (const FieldChange &each : write.fields)
        if (each.found != each.after)
            again.fields.push_back({ each.field, each.found, each.after, {} });
    return again;
}

base::Result<Decided> decide(const Write &write, Decision decision, base::UtcSeconds now)
{
    const bool waits = write.state == WriteState::Conflict || write.state == WriteState::Rejected
        || (write.state == WriteState::Uncertain && write.needsPerson);
    Decided out { write.state, write, { 0, now, write.state, "by-person", {} } };
    const auto to = [&](WriteState state) {
        out.write.state = state;
        out.write.needsPerson = false;
        out.write.changed = now;
        out.event.state = state;
        return out;
    };
    switch (decision) {
    case Decision::SendAgain:
        if (write.state == WriteState::Queued || (waits && (write.state != WriteState::Conflict || write.problem == kAlike)))
            return to(WriteState::Queued);
        break;
    case Decision::ItArrived:
        if (write.state == WriteState::Uncertain || (write.state == WriteState::Conflict && write.problem == "DUPLICATE"))
            return to(WriteState::Confirmed);
        break;
    case Decision::GiveUp:
        if (waits || write.state == WriteState::Queued) {
            if (write.state == WriteState::Queued)
                out.event.what = "cancelled";
            return to(WriteState::Cancelled);
        }
        break;
    }
    return bad("state", QStringLiteral("the write is not in a state for this"));
}

namespace {

base::Result<DealerAnswer> commentBehind(const Reader &reader, const Write &write)
{
    const auto comments = reader.belongingTo(write.item, EntityKind::Comment);
    if (!comments)
        return std::unexpected(comments.error());
    base::UtcSeconds asked = base::kNever; // by the portal's clock
    for (const StoredRecord &each : *comments)
        if (each.key.id == write.result)
            asked = model::toInt(each.value("created"), base::kNever);
    DealerAnswer answer;
    if (asked == base::kNever)
        return answer;
    for (const StoredRecord &each : *comments) {
        const auto at = model::toInt(each.value("created"), base::kNever);
        const QString text = QString::fromStdString(model::toText(each.value("text")));
        static const QRegularExpression ours(QStringLiteral("DL-[0-9A-F]{10}\\s*$"));
        if (each.key.id <= write.result || at < asked || ours.match(text).hasMatch())
            continue;
        if (answer.at == base::kNever || at < answer.at)
            answer = { at, model::toInt(each.value("author_id")), text };
    }
    return answer;
}

} // namespace

base::Result<DealerAnswer> answerTo(const Reader &reader, const Write &write)
{
    if (write.state != WriteState::Confirmed || write.result == 0)
        return DealerAnswer {};
    if (write.kind == WriteKind::Comment)
        return commentBehind(reader, write);
    if (write.kind != WriteKind::Task)
        return DealerAnswer {};
    const auto task = reader.record({ write.target.portal, EntityKind::Task, write.result });
    if (!task)
        return std::unexpected(task.error());
    if (!*task)
        return DealerAnswer {};
    return DealerAnswer { model::toInt((*task)->value("closed"), base::kNever), model::toInt((*task)->value("responsible_id")), {} };
}

} // namespace dealerlens::sync
