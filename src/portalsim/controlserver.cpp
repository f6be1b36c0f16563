// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/controlserver.h"

#include "portalsim/bulkworld.h"
#include "portalsim/demogenerator.h"
#include "portalsim/httplistener.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace dealerlens::portalsim {

namespace {

constexpr std::array<const char *, kEntityCount> kEntityNames {
    "lead",
    "deal",
    "contact",
    "company",
    "status",
    "category",
    "userfield",
    "user",
    "department",
    "activity",
    "comment",
    "task",
    "call",
    "line",
};

QString word(const char *text) { return QString::fromLatin1(text); }

// One command at work.
struct Control {
    SimServer &server;
    const QJsonObject &arguments;
    PortalData *portal = nullptr;
    std::optional<Entity> entity;

    [[nodiscard]] QString text(const char *name) const { return arguments.value(QLatin1String(name)).toString(); }

    [[nodiscard]] qint64 number(const char *name, qint64 otherwise = 0) const
    {
        return arguments.value(QLatin1String(name)).toInteger(otherwise);
    }

    [[nodiscard]] UtcSeconds now() const { return server.engine().now(); }

    [[nodiscard]] qint64 by() const { return number("by", portal ? portal->webhookUser : 1); }
};

using Answer = QJsonObject;

Answer ok() { return { { word("ok"), true } }; }

Answer failed(const char *why) { return { { word("ok"), false }, { word("error"), word(why) } }; }

Answer done(bool success) { return success ? ok() : failed("no such record"); }

QJsonValue jsonOf(const Value &value)
{
    if (const auto *text = std::get_if<QString>(&value))
        return *text;
    if (const auto *number = std::get_if<qint64>(&value))
        return *number;
    if (const auto *list = std::get_if<QStringList>(&value))
        return QJsonArray::fromStringList(*list);
    if (const auto *json = std::get_if<QJsonValue>(&value))
        return *json;
    return QJsonValue::Null;
}

Record readRecord(const Control &control)
{
    Record record;
    const Schema schema = schemaOf(*control.portal, *control.entity);
    const ZoneClock &zone = control.server.engine().zoneOf(*control.portal);
    const QJsonObject fields = control.arguments.value(QLatin1String("fields")).toObject();
    for (auto at = fields.begin(); at != fields.end(); ++at) {
        const QByteArray name = at.key().toUtf8();
        const FieldSpec *spec = schema.byName(name);
        const bool isTime = spec && (spec->type == FieldType::DateTime || spec->type == FieldType::Date);
        const QJsonValue value = at.value();
        if (value.isDouble())
            record.set(name, value.toInteger());
        else if (value.isBool())
            record.setBool(name, value.toBool());
        else if (value.isArray() && (!spec || spec->type != FieldType::Json))
            record.set(name, Value(value.toVariant().toStringList()));
        else if (isTime && value.isString())
            record.setTime(name, zone.read(value.toString()).value_or(0));
        else if (value.isString() && spec && (spec->type == FieldType::Reference || spec->type == FieldType::Integer))
            record.set(name, value.toString().toLongLong());
        else if (value.isString())
            record.set(name, value.toString());
        else if (!value.isNull())
            record.set(name, Value(value));
        else
            record.set(name, Value());
    }
    const QJsonArray multi = control.arguments.value(QLatin1String("multi")).toArray();
    for (const QJsonValue element : multi) {
        const QJsonObject object = element.toObject();
        record.multi.push_back({ 0, object.value(QLatin1String("type")).toString(word("PHONE")),
            object.value(QLatin1String("valueType")).toString(word("WORK")), object.value(QLatin1String("value")).toString() });
    }
    return record;
}

bool isItem(Entity entity) { return entity <= Entity::Company; }

Answer create(const Control &control)
{
    Record record = readRecord(control);
    record.id = control.number("id");
    PortalData &portal = *control.portal;
    if (*control.entity == Entity::Status) {
        portal.addStatus(record.text("ENTITY_ID"), record.text("STATUS_ID"), record.text("NAME"), int(record.number("SORT")),
            record.text("SEMANTICS"), record.text("COLOR"));
        return ok();
    }
    const qint64 id = isItem(*control.entity) ? portal.addItem(*control.entity, std::move(record), control.now(), control.by())
                                              : portal.addOther(*control.entity, std::move(record), control.now(), control.by());
    return { { word("ok"), true }, { word("id"), id } };
}

Answer change(const Control &control)
{
    const Record changes = readRecord(control);
    const qint64 id = control.number("id");
    if (isItem(*control.entity))
        return done(control.portal->updateItem(*control.entity, id, changes, control.now(), control.by()));
    Record *row = control.portal->table(*control.entity).find(id);
    if (!row)
        return done(false);
    for (const auto &[field, value] : changes.values())
        row->set(field, value);
    if (*control.entity == Entity::Activity)
        row->setTime("LAST_UPDATED", control.now());
    return ok();
}

Answer move(const Control &control)
{
    return done(control.portal->moveStage(*control.entity, control.number("id"), control.text("stage"), control.now(), control.by()));
}

Answer category(const Control &control)
{
    return done(
        control.portal->moveCategory(control.number("id"), control.number("category"), control.text("stage"), control.now(), control.by()));
}

Answer merge(const Control &control)
{
    return done(
        control.portal->mergeItems(*control.entity, control.number("winner"), control.number("loser"), control.now(), control.by()));
}

Answer remove(const Control &control) { return done(control.portal->deleteItem(*control.entity, control.number("id"))); }

Answer fault(const Control &control)
{
    const QJsonObject &arguments = control.arguments;
    Fault fault;
    fault.kind = control.text("kind").toUtf8();
    fault.status = int(control.number("status", 500));
    fault.code = control.text("code").toUtf8();
    fault.body = control.text("body").toUtf8();
    fault.location = control.text("location").toUtf8();
    fault.field = control.text("field").toUtf8();
    fault.method = control.text("method").toUtf8();
    fault.delayMs = int(control.number("delayMs"));
    fault.remaining = control.number("remaining", -1);
    fault.every = control.number("every", 1);
    fault.after = arguments.value(QLatin1String("after")).toBool();
    control.server.engine().addFault(control.text("portal"), std::move(fault));
    return ok();
}

Answer clear(const Control &control)
{
    control.server.engine().clearFaults(control.text("portal"));
    return ok();
}

Answer release(const Control &control)
{
    control.server.release(control.text("portal"));
    return ok();
}

Answer changePortal(const Control &control)
{
    if (control.arguments.contains(QLatin1String("secret")))
        control.portal->webhookSecret = control.text("secret").toLatin1();
    if (control.arguments.contains(QLatin1String("user")))
        control.portal->webhookUser = control.number("user");
    if (control.arguments.contains(QLatin1String("scopes")))
        control.portal->scopes = control.arguments.value(QLatin1String("scopes")).toVariant().toStringList();
    return ok();
}

Answer application(const Control &control)
{
    control.server.engine().oauth().addApplication(
        { control.text("id").toUtf8(), control.text("secret").toUtf8(), control.text("redirect") });
    return ok();
}

Answer code(const Control &control)
{
    const QByteArray code = control.server.engine().oauth().giveCode(*control.portal, control.text("application").toUtf8(), control.now());
    return { { word("ok"), !code.isEmpty() }, { word("code"), QString::fromLatin1(code) } };
}

Answer oauth(const Control &control)
{
    OAuthServer &oauth = control.server.engine().oauth();
    const QString &portal = control.portal->key;
    const QString what = control.text("do");
    if (what == QLatin1String("expire"))
        oauth.expireTokens(portal);
    else if (what == QLatin1String("install") || what == QLatin1String("remove"))
        oauth.install(portal, what == QLatin1String("install"));
    else if (what == QLatin1String("paid") || what == QLatin1String("unpaid"))
        oauth.setPaid(portal, what == QLatin1String("paid"));
    else if (what == QLatin1String("move"))
        oauth.move(portal, control.text("address"));
    else
        return failed("expire, remove, install, unpaid, paid or move expected");
    return ok();
}

Answer clock(const Control &control)
{
    control.server.engine().clockOffset = control.number("offset");
    return { { word("ok"), true }, { word("now"), qint64(control.now()) } };
}

Answer portals(const Control &control)
{
    QJsonArray list;
    for (const auto &portal : control.server.engine().world().portals) {
        list.append(QJsonObject { { word("key"), portal->key }, { word("title"), portal->title }, { word("kind"), portal->kind },
            { word("region"), portal->region }, { word("city"), portal->city }, { word("timezone"), QString::fromLatin1(portal->timezone) },
            { word("address"), control.server.address(*portal) } });
    }
    return { { word("ok"), true }, { word("portals"), list } };
}

Answer ledger(const Control &control)
{
    const QString portal = control.text("portal");
    const bool writesOnly = control.arguments.value(QLatin1String("writes")).toBool();
    const qint64 since = control.number("since");
    const qint64 limit = control.number("limit", 10000);
    QJsonArray list;
    const auto add = [&](const LedgerEntry &entry) {
        if (entry.number <= since || (!portal.isEmpty() && entry.portal != portal) || list.size() >= limit)
            return;
        list.append(QJsonObject { { word("number"), entry.number }, { word("time"), qint64(entry.time) }, { word("portal"), entry.portal },
            { word("method"), QString::fromUtf8(entry.method) }, { word("batched"), entry.batched }, { word("write"), entry.write },
            { word("status"), entry.status }, { word("error"), entry.error }, { word("entity"), QString::fromUtf8(entry.entity) },
            { word("id"), entry.id }, { word("params"), QString::fromUtf8(entry.params) } });
    };
    Engine &engine = control.server.engine();
    if (!writesOnly)
        std::ranges::for_each(engine.reads(), add);
    std::ranges::for_each(engine.writes(), add);
    return { { word("ok"), true }, { word("entries"), list }, { word("requests"), engine.requestCount(portal) },
        { word("refused"), engine.refusedCount() } };
}

Answer forget(const Control &control)
{
    control.server.engine().clearLedger();
    return ok();
}

Answer counts(const Control &control)
{
    QJsonObject counts;
    for (int entity = 0; entity < kEntityCount; ++entity)
        counts.insert(word(kEntityNames.at(std::size_t(entity))), qint64(control.portal->table(Entity(entity)).size()));
    counts.insert(word("leadhistory"), qint64(control.portal->history(Entity::Lead).size()));
    counts.insert(word("dealhistory"), qint64(control.portal->history(Entity::Deal).size()));
    return { { word("ok"), true }, { word("counts"), counts } };
}

Answer dump(const Control &control)
{
    QJsonArray rows;
    control.portal->table(*control.entity).keepFrom(1);
    for (const Record &record : control.portal->table(*control.entity).rows) {
        QJsonObject row { { word("ID"), record.id } };
        for (const auto &[field, value] : record.values())
            row.insert(QString::fromUtf8(fieldName(field)), jsonOf(value));
        QJsonArray multi;
        for (const MultiField &field : record.multi) {
            multi.append(QJsonObject { { word("id"), field.id }, { word("type"), field.typeId }, { word("valueType"), field.valueType },
                { word("value"), field.value } });
        }
        if (!multi.isEmpty())
            row.insert(word("MULTI"), multi);
        rows.append(row);
    }
    return { { word("ok"), true }, { word("rows"), rows } };
}

Answer history(const Control &control)
{
    QJsonArray rows;
    for (const HistoryRow &row : control.portal->history(*control.entity)) {
        rows.append(QJsonObject { { word("ID"), row.id }, { word("OWNER_ID"), row.ownerId }, { word("TYPE_ID"), row.typeId },
            { word("CREATED_TIME"), qint64(row.time) }, { word("CATEGORY_ID"), row.categoryId }, { word("STAGE"), row.stageId },
            { word("SEMANTIC"), QString(QLatin1Char(row.semantic)) } });
    }
    return { { word("ok"), true }, { word("rows"), rows } };
}

Answer step(const Control &control)
{
    std::mt19937_64 random(std::uint64_t(control.number("seed", control.now())));
    for (qint64 count = control.number("count", 1); count > 0; --count)
        liveStep(*control.portal, random, control.now());
    return ok();
}

Answer touch(const Control &control)
{
    qint64 touched = 0;
    for (const auto &portal : control.server.engine().world().portals)
        touched += touchLeads(*portal, int(control.number("every", 100)), control.now());
    return { { word("ok"), true }, { word("touched"), touched } };
}

enum Needs : unsigned { kNothing = 0, kPortal = 1, kEntity = 2 };

struct Command {
    const char *name;
    unsigned needs;
    Answer (*run)(const Control &);
};

constexpr Command kCommands[] = {
    { "portals", kNothing, portals },
    { "create", kPortal | kEntity, create },
    { "change", kPortal | kEntity, change },
    { "move", kPortal | kEntity, move },
    { "category", kPortal, category },
    { "merge", kPortal | kEntity, merge },
    { "delete", kPortal | kEntity, remove },
    { "fault", kNothing, fault },
    { "clear", kNothing, clear },
    { "release", kNothing, release },
    { "portal", kPortal, changePortal },
    { "application", kNothing, application },
    { "code", kPortal, code },
    { "oauth", kPortal, oauth },
    { "clock", kNothing, clock },
    { "ledger", kNothing, ledger },
    { "forget", kNothing, forget },
    { "counts", kPortal, counts },
    { "dump", kPortal | kEntity, dump },
    { "history", kPortal | kEntity, history },
    { "step", kPortal, step },
    { "touch", kNothing, touch },
};

} // namespace

ControlServer::ControlServer(SimServer &server, QObject *parent)
    : QObject(parent)
    , m_server(server)
{
    m_listener = std::make_unique<HttpListener>(
        [this](const HttpCall &call, const std::shared_ptr<PendingAnswer> &pending) {
            const QString command = QString::fromUtf8(call.path.mid(call.path.lastIndexOf('/') + 1));
            // A POST with JSON only: a page in a browser cannot send one across origins without asking first.
            const bool allowed = call.isPost && call.contentType.contains("json");
            QJsonObject answer;
            if (!allowed)
                answer = failed("POST with application/json expected");
            else if (command == QLatin1String("shutdown"))
                answer = ok();
            else
                answer = run(command, QJsonDocument::fromJson(call.body).object());
            pending->answer.status = answer.value(QLatin1String("ok")).toBool() ? 200 : 400;
            pending->answer.body = QJsonDocument(answer).toJson(QJsonDocument::Compact);
            pending->send();
            if (allowed && command == QLatin1String("shutdown"))
                QMetaObject::invokeMethod(this, &ControlServer::shutdownRequested, Qt::QueuedConnection);
        },
        this);
}

ControlServer::~ControlServer() = default;

base::Result<void> ControlServer::listen(quint16 port)
{
    m_port = m_listener->listenLocally(port);
    if (m_port == 0)
        return base::fail(base::ErrorKind::Network, QStringLiteral("control port %1 is in use").arg(port));
    return {};
}

QJsonObject ControlServer::run(const QString &command, const QJsonObject &arguments)
{
    const auto *known = std::ranges::find_if(kCommands, [&command](const Command &one) { return command == QLatin1String(one.name); });
    if (known == std::end(kCommands))
        return failed("no such command");
    Control control { m_server, arguments, nullptr, std::nullopt };
    control.portal = m_server.engine().world().find(control.text("portal"));
    if ((known->needs & kPortal) != 0 && !control.portal)
        return failed("no such portal");
    const auto *name
        = std::ranges::find_if(kEntityNames, [&control](const char *one) { return control.text("entity") == QLatin1String(one); });
    if (name != kEntityNames.end())
        control.entity = Entity(name - kEntityNames.begin());
    if ((known->needs & kEntity) != 0 && !control.entity)
        return failed("no such entity");
    return known->run(control);
}

} // namespace dealerlens::portalsim
