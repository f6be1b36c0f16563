// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/restengine.h"

#include <QUrl>

#include <cmath>

namespace dealerlens::portalsim {

namespace {

constexpr qint64 kWindowMinutes = 10;
constexpr std::size_t kLedgerReads = 100000;

QByteArray page(const char *text)
{
    return QByteArray("<!DOCTYPE html>\n<html><head><title>") + text + "</title></head><body><h1>" + text + "</h1></body></html>\n";
}

} // namespace

struct Engine::Runtime {
    explicit Runtime(const PortalData &portal)
        : zone(portal.timezone)
    {
    }

    ZoneClock zone;
    double level = 0; // of the leaky bucket
    std::int64_t leakedAtMs = 0;
    QHash<QByteArray, std::map<qint64, double>> operating; // method → minute → seconds
};

struct Engine::Target {
    PortalData *portal = nullptr;
    bool hasCredentials = false;
    qint64 user = 0;
    QByteArray secret;
    QByteArray method; // lower case, without suffix
};

Engine::Engine(World &world, const base::Clock &clock, EngineOptions engineOptions)
    : options(engineOptions)
    , m_world(world)
    , m_oauth(world)
    , m_clock(clock)
{
}

Engine::~Engine() = default;

Engine::Runtime &Engine::runtimeOf(const PortalData &portal)
{
    std::unique_ptr<Runtime> &runtime = m_runtimes[&portal];
    if (!runtime) {
        runtime = std::make_unique<Runtime>(portal);
        runtime->leakedAtMs = m_clock.monotonicMs();
    }
    return *runtime;
}

const ZoneClock &Engine::zoneOf(const PortalData &portal) { return runtimeOf(portal).zone; }

// --- who is meant ---

std::optional<Engine::Target> Engine::targetOf(const HttpCall &http, HttpAnswer &answer)
{
    if (m_byKey.size() != qsizetype(m_world.portals.size())) {
        m_byKey.clear();
        m_byHost.clear();
        for (const auto &portal : m_world.portals) {
            m_byKey.insert(portal->key, portal.get());
            m_byHost.insert(portal->hostName.isEmpty() ? portal->key % QStringLiteral(".bitrix24.ru") : portal->hostName, portal.get());
        }
    }
    QList<QByteArray> parts = http.path.split('/');
    parts.removeAll(QByteArray());
    Target target;
    if (parts.size() >= 2 && parts[1] == "rest") {
        target.portal = m_byKey.value(QString::fromUtf8(parts[0]));
        parts.removeFirst();
    } else if (!parts.isEmpty() && parts[0] == "rest") {
        const QByteArray host = http.host.left(http.host.indexOf(':') < 0 ? http.host.size() : http.host.indexOf(':'));
        target.portal = m_byHost.value(QString::fromUtf8(host));
        if (!target.portal && m_world.portals.size() == 1)
            target.portal = m_world.portals.front().get();
    }
    if (!target.portal) {
        answer.status = 404;
        answer.contentType = "text/html; charset=utf-8";
        answer.body = page("404 Not Found");
        return std::nullopt;
    }
    answer.portal = target.portal->key;
    parts.removeFirst(); // "rest"
    if (parts.size() >= 3) {
        target.hasCredentials = true;
        target.user = parts[0].toLongLong();
        target.secret = parts[1];
    }
    QByteArray method = parts.isEmpty() ? QByteArray() : parts.last().toLower();
    for (const char *suffix : { ".json", ".xml" }) {
        if (method.endsWith(suffix))
            method.chop(qsizetype(qstrlen(suffix)));
    }
    target.method = method;
    return target;
}

Php Engine::paramsOf(const HttpCall &http, bool &ok) const
{
    Php params = Php::Map {};
    ok = true;
    parseForm(http.query, params);
    if (http.body.isEmpty())
        return params;
    const QByteArray type = http.contentType.toLower();
    if (type.contains("json")) {
        const auto body = parseJson(http.body);
        if (!body) {
            ok = false;
            return params;
        }
        if (const Php::Map *map = body->map()) {
            for (const PhpEntry &entry : *map)
                params.set(entry.key, entry.value);
        }
    } else if (type.startsWith("multipart/form-data")) {
        QByteArray boundary = http.contentType.mid(http.contentType.indexOf("boundary=") + 9);
        boundary.replace('"', "");
        parseMultipart(http.body, boundary, params);
    } else {
        parseForm(http.body, params);
    }
    return params;
}

std::expected<Caller, RestError> Engine::callerOf(const PortalData &portal, const Target &target, const Php &params) const
{
    if (!target.hasCredentials) {
        const Php *token = params.find("auth");
        if (!token || token->text().isEmpty())
            return std::unexpected(RestError { 401, "NO_AUTH_FOUND", QStringLiteral("Wrong authorization data") });
        return m_oauth.callerOf(portal, token->text().toUtf8(), now());
    }
    const Record *user = portal.table(Entity::User).find(target.user);
    const bool dismissed = user && user->has("ACTIVE") && !user->flag("ACTIVE");
    if (target.user != portal.webhookUser || target.secret != portal.webhookSecret || dismissed)
        return std::unexpected(RestError { 401, "INVALID_CREDENTIALS", QStringLiteral("Invalid request credentials") });
    return Caller { target.user, {}, {} };
}

// --- limits ---

bool Engine::refusedByBucket(Runtime &runtime)
{
    if (!options.limits)
        return false;
    const std::int64_t now = m_clock.monotonicMs();
    const std::int64_t seconds = (now - runtime.leakedAtMs) / 1000;
    runtime.leakedAtMs += seconds * 1000;
    runtime.level = std::max(0.0, runtime.level - double(seconds) * options.bucketLeak);
    if (runtime.level + 1 > options.bucketSize)
        return true;
    runtime.level += 1;
    return false;
}

double Engine::operatingOf(Runtime &runtime, const QByteArray &method, bool charge, double seconds)
{
    auto &minutes = runtime.operating[method];
    const qint64 minute = now() / 60;
    std::erase_if(minutes, [minute](const auto &bucket) { return bucket.first <= minute - kWindowMinutes; });
    if (charge)
        minutes[minute] += seconds;
    double sum = 0;
    for (const auto &bucket : minutes)
        sum += bucket.second;
    return sum;
}

// --- running methods ---

Reply Engine::run(PortalData &portal, const QByteArray &method, Php params, const Caller &caller, bool batched, double &operating)
{
    if (beforeCommand)
        beforeCommand(portal, method);
    Runtime &runtime = runtimeOf(portal);
    Call call;
    call.portal = &portal;
    call.zone = &runtime.zone;
    call.options = &options.call;
    call.method = method;
    call.params = std::move(params);
    call.user = caller.user;
    call.application = caller.application;
    call.now = now();
    const Method *known = findMethod(method);
    Reply reply;
    const auto access = caller.token.isEmpty() ? std::expected<Caller, RestError>(caller)
                                               : m_oauth.callerOf(portal, caller.token, now()); // may end inside a batch
    if (!access)
        reply.error = access.error();
    else if (!known)
        reply = Reply::failed(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");
    else if (*known->scope != '\0' && !portal.scopes.contains(QLatin1String(known->scope)))
        reply = Reply::failed(401, "insufficient_scope", "The request requires higher privileges than provided by the webhook token");
    else if (options.limits && operatingOf(runtime, method, false, 0) > options.operatingLimit)
        reply = Reply::failed(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.");
    else
        reply = runHandler(call, *known);
    const double cost = options.commandCost + (known && (known->kind & kList) != 0 ? options.listCostMs / 1000.0 : 0.0);
    operating
        = operatingOf(runtime, method, options.limits && known != nullptr && !reply.error, cost); // a portal without limits charges nothing
    record(call, reply, known, batched);
    return reply;
}

void Engine::record(const Call &call, const Reply &reply, const Method *method, bool batched)
{
    LedgerEntry entry;
    entry.number = ++m_ledgerNumber;
    entry.time = call.now;
    entry.portal = call.portal->key;
    entry.method = call.method;
    entry.batched = batched;
    entry.write = method && (method->kind & kWrite) != 0;
    entry.entity = call.writtenEntity;
    entry.id = call.writtenId;
    if (reply.error) {
        entry.status = reply.error->status;
        entry.error = reply.error->code.text().isEmpty() ? reply.error->text : reply.error->code.text();
    }
    if (entry.write) {
        entry.params = encodeForm(call.params);
        m_writes.push_back(std::move(entry));
        return;
    }
    m_reads.push_back(std::move(entry));
    if (m_reads.size() > kLedgerReads)
        m_reads.pop_front();
}

Php Engine::timeObject(const PortalData &portal, double operating, const QByteArray &method)
{
    Runtime &runtime = runtimeOf(portal);
    const UtcSeconds instant = now();
    const QString printed = runtime.zone.print(instant);
    Php time = Php::Map {};
    time.append("start", double(instant) + 0.25);
    time.append("finish", double(instant) + 0.25 + options.commandCost);
    time.append("duration", options.commandCost);
    time.append("processing", options.commandCost);
    time.append("date_start", printed);
    time.append("date_finish", printed);
    const auto &minutes = runtime.operating.value(method);
    const qint64 oldest = minutes.empty() ? instant / 60 : minutes.begin()->first;
    time.append("operating_reset_at", (oldest + kWindowMinutes) * 60);
    time.append("operating", operating);
    return time;
}

namespace {

// One reference at the start of `text`; how many characters it takes, 0 when there is none.
qsizetype readReference(QStringView text, const Php &results, Php &value)
{
    static const QLatin1String kStart("$result[");
    if (!text.startsWith(kStart))
        return 0;
    const Php *node = &results;
    qsizetype at = kStart.size() - 1;
    while (at < text.size() && text[at] == QLatin1Char('[')) {
        const qsizetype close = text.indexOf(QLatin1Char(']'), at);
        if (close < 0)
            return 0;
        const QByteArray key = text.mid(at + 1, close - at - 1).toUtf8();
        node = node ? node->find(key) : nullptr;
        at = close + 1;
    }
    value = node ? *node : Php("");
    return at;
}

void resolveText(Php &param, const Php &results)
{
    const QString text = param.text();
    if (!text.contains(QLatin1String("$result[")))
        return;
    Php whole;
    if (readReference(text, results, whole) == text.size()) {
        param = whole.isContainer() ? whole : Php(whole.text());
        return;
    }
    QString out;
    for (qsizetype at = 0; at < text.size();) {
        Php value;
        const qsizetype length = readReference(QStringView(text).mid(at), results, value);
        out += length > 0 ? value.text() : QString(text.at(at));
        at += length > 0 ? length : 1;
    }
    param = out;
}

} // namespace

void resolveReferences(Php &params, const Php &results)
{
    if (const Php::Map *map = params.map()) {
        Php::Map copy = *map;
        for (PhpEntry &entry : copy)
            resolveReferences(entry.value, results);
        params = std::move(copy);
    } else if (const Php::List *list = params.list()) {
        Php::List copy = *list;
        for (Php &element : copy)
            resolveReferences(element, results);
        params = std::move(copy);
    } else {
        resolveText(params, results);
    }
}

Reply Engine::runBatch(PortalData &portal, const Php &params, const Caller &caller, int &delayMs)
{
    const Php *commands = params.findCaseless("cmd");
    const Php *haltParam = params.findCaseless("halt");
    const bool halt = haltParam && haltParam->truth();
    Php::Map entries;
    if (commands && commands->map())
        entries = *commands->map();
    else if (commands && commands->list()) {
        for (const Php &command : *commands->list())
            entries.push_back({ QByteArray::number(qint64(entries.size())), command });
    }
    Php results = Php::Map {};
    Php errors = Php::Map {};
    Php totals = Php::Map {};
    Php nexts = Php::Map {};
    Php times = Php::Map {};
    int done = 0;
    for (const PhpEntry &entry : entries) {
        const QByteArray command = entry.value.text().toUtf8();
        const qsizetype question = command.indexOf('?');
        QByteArray method = (question < 0 ? command : command.left(question)).toLower();
        if (method.endsWith(".json"))
            method.chop(5);
        Php commandParams = Php::Map {};
        if (question >= 0)
            parseForm(QByteArrayView(command).sliced(question + 1), commandParams);
        resolveReferences(commandParams, results);
        double operating = 0;
        Reply reply;
        if (++done > 50)
            reply = Reply::failed(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");
        else if (method == "batch")
            reply = Reply::failed(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
        else
            reply = run(portal, method, std::move(commandParams), caller, true, operating);
        const Method *known = findMethod(method);
        delayMs += known && (known->kind & kList) != 0 ? options.listCostMs : 0;
        if (reply.error) {
            errors.append(entry.key, Php::Map { { "error", reply.error->code }, { "error_description", reply.error->text } });
            if (halt)
                break;
            continue;
        }
        results.append(entry.key, std::move(reply.result));
        if (reply.total)
            totals.append(entry.key, *reply.total);
        if (reply.next)
            nexts.append(entry.key, *reply.next);
        times.append(entry.key, timeObject(portal, operating, method));
    }
    return Reply::of(Php::Map { { "result", std::move(results) }, { "result_error", std::move(errors) },
        { "result_total", std::move(totals) }, { "result_next", std::move(nexts) }, { "result_time", std::move(times) } });
}

// --- answers ---

void Engine::writeEnvelope(HttpAnswer &answer, const PortalData &portal, const QByteArray &method, const Reply &reply, double operating)
{
    if (reply.error) {
        writeError(answer, *reply.error);
        return;
    }
    answer.status = 200;
    answer.body = "{\"result\":";
    reply.result.write(answer.body);
    if (reply.next)
        answer.body += ",\"next\":" + QByteArray::number(*reply.next);
    if (reply.total)
        answer.body += ",\"total\":" + QByteArray::number(*reply.total);
    answer.body += ",\"time\":";
    timeObject(portal, operating, method).write(answer.body);
    answer.body += '}';
}

void Engine::writeError(HttpAnswer &answer, const RestError &error)
{
    answer.status = error.status;
    answer.body = Php(Php::Map { { "error", error.code }, { "error_description", error.text } }).toJson();
}

HttpAnswer Engine::handle(const HttpCall &http)
{
    if (onRequest)
        onRequest(http);
    if (auto answered = handleOAuth(http))
        return *answered;
    HttpAnswer answer;
    answer.delayMs = options.latencyMs;
    const auto target = targetOf(http, answer);
    if (!target || isElsewhere(http, *target->portal, answer))
        return answer;
    PortalData &portal = *target->portal;
    ++m_requests[portal.key];
    bool readable = true;
    const Php params = paramsOf(http, readable);
    const Fault *hit = matchingFault(portal.key, target->method, params, false);
    const std::optional<Fault> fault = hit ? std::optional(*hit) : std::nullopt;
    if (fault && applyFaultBefore(*fault, answer))
        return answer;
    if (refusedByBucket(runtimeOf(portal))) {
        ++m_refused;
        writeError(answer, { 503, "QUERY_LIMIT_EXCEEDED", QStringLiteral("Too many requests") });
        return answer;
    }
    const auto caller = callerOf(portal, *target, params);
    if (!caller || !readable) {
        writeError(answer, caller ? RestError { 400, "ERROR_ARGUMENT", QStringLiteral("Request body is not valid JSON") } : caller.error());
        return answer;
    }
    double operating = 0;
    Reply reply;
    if (target->method == "batch") {
        reply = runBatch(portal, params, *caller, answer.delayMs);
    } else {
        reply = run(portal, target->method, params, *caller, false, operating);
        const Method *known = findMethod(target->method);
        answer.delayMs += known && (known->kind & kList) != 0 ? options.listCostMs : 0;
    }
    if (fault)
        applyFaultAfter(*fault, reply.result, answer);
    writeEnvelope(answer, portal, target->method, reply, operating);
    return answer;
}

// --- the ledger ---

qint64 Engine::requestCount(const QString &portal) const
{
    if (!portal.isEmpty())
        return m_requests.value(portal);
    qint64 sum = 0;
    for (const qint64 count : m_requests)
        sum += count;
    return sum;
}

void Engine::clearLedger()
{
    m_reads.clear();
    m_writes.clear();
    m_requests.clear();
    m_refused = 0;
}

} // namespace dealerlens::portalsim
