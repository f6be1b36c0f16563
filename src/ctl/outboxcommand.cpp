// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/await.h"
#include "ctl/commands.h"
#include "ctl/instants.h"
#include "sync/wishes.h"

#include <QUuid>

#include <cstdio>

namespace dealerlens::ctl {

using base::ErrorKind;
using model::Write;
using model::WriteState;
using Kind = reports::TableColumn::Kind;

namespace {

base::Failure usage(const QString &sentence) { return base::fail(ErrorKind::Input, sentence, base::Retry::Never, "usage"); }

// "north-auto/lead/17"
base::Result<model::RecordKey> itemOf(Session &session, const QString &text)
{
    const QStringList parts = text.split(QLatin1Char('/'));
    bool isNumber = false;
    const qint64 id = parts.size() == 3 ? parts[2].toLongLong(&isNumber) : 0;
    const bool isLead = parts.size() == 3 && parts[1] == QLatin1String("lead");
    if (!isNumber || id <= 0 || (!isLead && parts[1] != QLatin1String("deal")))
        return usage(QStringLiteral("%1 is no item: write PORTAL/lead/ID or PORTAL/deal/ID.").arg(text));
    const auto portal = session.portal(parts[0]);
    if (!portal)
        return std::unexpected(portal.error());
    if (!*portal)
        return usage(QStringLiteral("There is no portal %1: see dealerlensctl portals list.").arg(parts[0]));
    return model::RecordKey { (*portal)->id, isLead ? model::EntityKind::Lead : model::EntityKind::Deal, id };
}

// A text as typed, or all of standard input for "-": texts may hold what other users of the machine must not see.
QString givenText(const QString &text)
{
    if (text != QLatin1String("-"))
        return text;
    QByteArray bytes;
    char buffer[4'096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, stdin))
        bytes.append(buffer, static_cast<qsizetype>(count));
    return QString::fromUtf8(bytes).trimmed();
}

base::Result<base::UtcSeconds> deadlineOf(const OutboxArguments &asked)
{
    const auto at = parseInstant(asked.deadline);
    if (!at)
        return usage(QStringLiteral("%1 is no instant: write 2026-01-31 or 2026-01-31T12:00:00+03:00.").arg(asked.deadline));
    return *at;
}

base::Result<Write> wishFor(Session &session, const QString &action, const model::RecordKey &item, const OutboxArguments &asked,
    const QString &text, base::UtcSeconds deadline)
{
    const base::UtcSeconds now = session.clock().now();
    if (action == QLatin1String("ask"))
        return sync::askQuestion(session.reader(), item, text, deadline, now);
    if (action == QLatin1String("task"))
        return sync::giveTask(session.reader(), item, text, asked.person, deadline, now);
    if (action == QLatin1String("move"))
        return sync::moveItem(session.reader(), item, asked.stage, asked.reason, now);
    if (action == QLatin1String("assign"))
        return sync::changeResponsible(session.reader(), item, asked.person, asked.reason, now);
    return sync::fixField(session.reader(), item, asked.field, text, asked.reason, now);
}

base::Result<std::vector<Write>> wishesFor(Session &session, const QString &action, const OutboxArguments &asked)
{
    const auto deadline = deadlineOf(asked);
    if (!deadline)
        return std::unexpected(deadline.error());
    const QString text = givenText(asked.text);
    const QString group = asked.items.size() > 1 ? QUuid::createUuid().toString(QUuid::WithoutBraces) : QString();
    std::vector<Write> writes;
    for (const QString &each : asked.items) {
        const auto item = itemOf(session, each);
        if (!item)
            return std::unexpected(item.error());
        auto write = wishFor(session, action, *item, asked, text, *deadline);
        if (!write)
            return base::fail(
                write.error().kind, QString(each + QStringLiteral(": ") + write.error().detail), base::Retry::Never, write.error().code);
        write->group = group;
        writes.push_back(std::move(*write));
    }
    return writes;
}

base::Result<std::vector<Write>> newLead(Session &session, const OutboxArguments &asked)
{
    const auto portal = session.portal(asked.portal);
    if (!portal)
        return std::unexpected(portal.error());
    if (!*portal)
        return usage(QStringLiteral("There is no portal %1: see dealerlensctl portals list.").arg(asked.portal));
    std::vector<std::pair<QString, QString>> fields;
    for (const QString &each : asked.items) {
        const qsizetype sign = each.indexOf(QLatin1Char('='));
        if (sign <= 0)
            return usage(QStringLiteral("%1 is no field: write FIELD=VALUE, e.g. TITLE=\"Call from the site\".").arg(each));
        fields.emplace_back(each.left(sign), each.mid(sign + 1));
    }
    auto write = sync::createLead((*portal)->id, fields, session.clock().now());
    if (!write)
        return std::unexpected(write.error());
    return std::vector { std::move(*write) };
}

int add(Session &session, const base::Result<std::vector<Write>> &writes)
{
    if (!writes)
        return writes.error().kind == ErrorKind::Input ? session.fail(kInput, writes.error().detail) : session.fail(writes.error());
    if (const auto added = await(session.store().addWrites(*writes)); !added)
        return session.fail(added.error());
    for (const Write &each : *writes)
        session.console().result(QString(each.uuid + QLatin1Char('\n')));
    session.console().note(
        QStringLiteral("Queued: %1. dealerlensctl sync sends what is queued; until then outbox cancel takes it back.").arg(writes->size()));
    return kOk;
}

QString targetText(const std::vector<model::Portal> &portals, const Write &write)
{
    QString key;
    for (const model::Portal &portal : portals)
        if (portal.id == write.item.portal)
            key = portal.key;
    return key + QLatin1Char('/') + QString::fromLatin1(model::nameOf(write.item.kind)) + QLatin1Char('/') + QString::number(write.item.id);
}

// What is wanted, in one line.
QString wishText(const Write &write)
{
    QStringList parts;
    for (const model::FieldChange &each : write.fields)
        parts += QString(each.field + QStringLiteral(": ") + each.before + QStringLiteral(" → ") + each.after);
    if (!write.text.isEmpty())
        parts += write.text;
    return parts.join(QStringLiteral("; "));
}

int list(Session &session, const OutboxArguments &asked)
{
    const auto portals = session.portals();
    if (!portals)
        return session.fail(portals.error());
    store::WritesAsked wanted;
    wanted.openOnly = asked.openOnly;
    if (!asked.portal.isEmpty()) {
        const auto found = std::ranges::find(*portals, asked.portal, &model::Portal::key);
        if (found == portals->end())
            return session.fail(kInput, QStringLiteral("There is no portal %1: see dealerlensctl portals list.").arg(asked.portal));
        wanted.portal = found->id;
    }
    const auto writes = session.reader().writes(wanted);
    if (!writes)
        return session.fail(writes.error());
    reports::Table table;
    table.name = QStringLiteral("outbox");
    for (const char *name : { "uuid", "kind", "item", "state", "wish", "reason", "problem", "portal_says" })
        table.columns.push_back({ QString::fromLatin1(name), Kind::Text });
    for (const char *name : { "attempts", "result" })
        table.columns.push_back({ QString::fromLatin1(name), Kind::Integer });
    for (const char *name : { "created", "sent", "changed", "answered" })
        table.columns.push_back({ QString::fromLatin1(name), Kind::Instant });
    for (const Write &each : *writes) {
        const auto answer = sync::answerTo(session.reader(), each);
        if (!answer)
            return session.fail(answer.error());
        const auto instant = [](base::UtcSeconds at) { return at == base::kNever ? reports::Cell() : reports::Cell(at); };
        const bool asks = each.state == WriteState::Uncertain && each.needsPerson;
        table.rows.push_back({ each.uuid, QString::fromLatin1(model::nameOf(each.kind)), targetText(*portals, each),
            asks ? QStringLiteral("uncertain, ask a person") : QString::fromLatin1(model::nameOf(each.state)), wishText(each), each.reason,
            QString::fromLatin1(each.problem), each.problemText, std::int64_t { each.attempts }, each.result, instant(each.created),
            instant(each.sent), instant(each.changed), instant(answer->at) });
    }
    return emitTable(session, table);
}

base::Result<Write> writeCalled(Session &session, const QString &uuid)
{
    store::WritesAsked wanted;
    wanted.uuid = uuid;
    auto found = session.reader().writes(wanted);
    if (!found)
        return std::unexpected(found.error());
    if (found->empty())
        return usage(QStringLiteral("There is no write %1: see dealerlensctl outbox list.").arg(uuid));
    return found->front();
}

int show(Session &session, const Write &write)
{
    const auto events = session.reader().writeEvents(write.uuid);
    if (!events)
        return session.fail(events.error());
    reports::Table table;
    table.name = QStringLiteral("evidence");
    table.columns = { { QStringLiteral("at"), Kind::Instant }, { QStringLiteral("state"), Kind::Text },
        { QStringLiteral("what"), Kind::Text }, { QStringLiteral("detail"), Kind::Text } };
    for (const model::WriteEvent &each : *events)
        table.rows.push_back({ each.at, QString::fromLatin1(model::nameOf(each.state)), QString::fromLatin1(each.what), each.detail });
    for (const model::FieldChange &each : write.fields)
        if (!each.found.isEmpty())
            session.console().note(
                QStringLiteral("%1 was %2, you want %3, the portal has %4.").arg(each.field, each.before, each.after, each.found));
    return emitTable(session, table);
}

int settle(Session &session, const Write &write, const QString &action)
{
    const base::UtcSeconds now = session.clock().now();
    if (action == QLatin1String("undo") || action == QLatin1String("insist")) {
        const auto next = action == QLatin1String("undo") ? sync::takeBack(session.reader(), write, now) : sync::insist(write, now);
        if (!next)
            return session.fail(kInput, QStringLiteral("%1: %2.").arg(write.uuid, next.error().detail));
        const int code = add(session, std::vector { *next });
        if (code != kOk || action == QLatin1String("undo"))
            return code;
    }
    sync::Decision decision = sync::Decision::GiveUp;
    if (action == QLatin1String("retry"))
        decision = sync::Decision::SendAgain;
    else if (action == QLatin1String("arrived"))
        decision = sync::Decision::ItArrived;
    const auto decided = sync::decide(write, decision, now);
    if (!decided)
        return session.fail(
            kInput, QStringLiteral("%1 is %2 and cannot be treated so.").arg(write.uuid, QString::fromLatin1(model::nameOf(write.state))));
    const auto moved = await(session.store().moveWrite(decided->from, decided->write, decided->event));
    if (!moved && moved.error().code == "state")
        return session.fail(kInput, QStringLiteral("%1 has moved on meanwhile: look at it again.").arg(write.uuid));
    return moved ? kOk : session.fail(moved.error());
}

} // namespace

int outboxCommand(Session &session)
{
    const OutboxArguments &asked = session.arguments().outbox;
    const QString &action = session.arguments().action;
    const bool reads = action == QLatin1String("list") || action == QLatin1String("show");
    if (auto opened = session.open(!reads); !opened)
        return session.fail(opened.error());
    if (action == QLatin1String("list"))
        return list(session, asked);
    if (action == QLatin1String("create"))
        return add(session, newLead(session, asked));
    if (asked.uuid.isEmpty())
        return add(session, wishesFor(session, action, asked));
    const auto write = writeCalled(session, asked.uuid);
    if (!write)
        return write.error().kind == ErrorKind::Input ? session.fail(kInput, write.error().detail) : session.fail(write.error());
    return action == QLatin1String("show") ? show(session, *write) : settle(session, *write, action);
}

} // namespace dealerlens::ctl
