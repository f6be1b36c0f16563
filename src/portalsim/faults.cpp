// SPDX-License-Identifier: GPL-3.0-or-later
// The faults a test can give to a simulated portal.
#include "portalsim/restengine.h"

namespace dealerlens::portalsim {

namespace {

bool concerns(const Fault &fault, const QByteArray &method, const Php &params)
{
    if (fault.method.isEmpty())
        return !method.startsWith("oauth.");
    if (method.startsWith(fault.method.toLower()))
        return true;
    const Php *commands = method == "batch" ? params.findCaseless("cmd") : nullptr;
    if (!commands)
        return false;
    const auto elements = commands->elements();
    return std::ranges::any_of(
        elements, [&fault](const Php *command) { return command->text().toUtf8().toLower().startsWith(fault.method.toLower()); });
}

bool isOfCommands(const Fault &fault)
{
    return fault.kind == "empty" || fault.kind == "denied" || fault.kind == "error" || fault.kind == "page" || fault.kind == "expire";
}

void spoilField(Php &value, const QByteArray &field)
{
    if (const Php::Map *map = value.map()) {
        Php::Map copy = *map;
        for (PhpEntry &entry : copy) {
            if (entry.key == field)
                entry.value = Php::List { Php::Map { { "unexpected", true } } };
            else
                spoilField(entry.value, field);
        }
        value = std::move(copy);
    } else if (const Php::List *list = value.list()) {
        Php::List copy = *list;
        for (Php &element : copy)
            spoilField(element, field);
        value = std::move(copy);
    }
}

// A page that is not what was asked for: rows missing at its end, one of them twice, in another order, or with a wrong
// total or place to go on.
void spoilPage(Reply &reply, const QByteArray &how, std::size_t where)
{
    const Php::Map *wrapper = reply.result.map();
    const bool isWrapped = wrapper && wrapper->size() == 1;
    const Php::List *found = isWrapped ? wrapper->front().value.list() : reply.result.list();
    if (!found || found->empty())
        return;
    if (how == "total") {
        reply.total = reply.total.value_or(0) / 2;
        return;
    }
    if (how == "next") {
        reply.next = 0;
        return;
    }
    Php::List rows = *found;
    const auto at = rows.begin() + std::ptrdiff_t(where % rows.size());
    if (how == "short")
        rows.erase(at, rows.end());
    else if (how == "repeat")
        rows.insert(at, Php(*at));
    else
        std::rotate(rows.begin(), at, rows.end());
    if (isWrapped)
        reply.result = Php::Map { { wrapper->front().key, std::move(rows) } };
    else
        reply.result = std::move(rows);
}

void answerError(HttpAnswer &answer, int status, const char *code, const char *text)
{
    answer.status = status;
    answer.body = Php(Php::Map { { "error", code }, { "error_description", text } }).toJson();
}

} // namespace

void Engine::addFault(const QString &portal, Fault fault) { m_faults[portal].push_back(std::move(fault)); }

void Engine::clearFaults(const QString &portal)
{
    if (portal.isEmpty())
        m_faults.clear();
    else
        m_faults.remove(portal);
}

bool Engine::isHolding(const QString &portal) const
{
    const auto holds = [](const Fault &fault) { return fault.kind == "hold"; };
    return std::ranges::any_of(m_faults.value(portal), holds) || std::ranges::any_of(m_faults.value(QString()), holds);
}

Fault *Engine::matchingFault(const QString &portal, const QByteArray &method, const Php &params, bool ofCommands)
{
    for (const QString &key : { portal, QString() }) {
        const auto faults = m_faults.find(key);
        if (faults == m_faults.end())
            continue;
        for (Fault &fault : *faults) {
            if (fault.remaining == 0 || isOfCommands(fault) != ofCommands || !concerns(fault, method, params))
                continue;
            if (++fault.seen % std::max<qint64>(fault.every, 1) != 0)
                continue;
            if (fault.remaining > 0)
                --fault.remaining;
            return &fault;
        }
    }
    return nullptr;
}

Reply Engine::runHandler(Call &call, const Method &method)
{
    const Fault *fault = matchingFault(call.portal->key, call.method, call.params, true);
    if (fault && fault->kind == "denied")
        return Reply::failed(400, "", "Access denied.");
    if (fault && fault->kind == "expire") {
        m_oauth.expireTokens(call.portal->key);
        return Reply::failed(401, "expired_token", "The access token provided has expired.");
    }
    if (fault && fault->kind == "error")
        return Reply::failed(fault->status, fault->code.constData(), fault->body.constData());
    Reply reply = method.handler(call);
    if (!fault || reply.error)
        return reply;
    if (fault->kind == "page") {
        spoilPage(reply, fault->code, std::size_t(fault->seen));
        return reply;
    }
    // empty: lists lose their rows, wrapped ones inside their wrapper
    if (const Php::Map *wrapper = reply.result.map(); wrapper && wrapper->size() == 1 && wrapper->front().value.list())
        reply.result = Php::Map { { wrapper->front().key, Php::List {} } };
    else
        reply.result = Php::List {};
    reply.total = reply.total ? std::optional<qint64>(0) : std::nullopt;
    reply.next.reset();
    return reply;
}

// True: the answer is complete and the call has no effect.
bool Engine::applyFaultBefore(const Fault &fault, HttpAnswer &answer) const
{
    const QByteArray &kind = fault.kind;
    if (kind == "status") {
        answer.status = fault.status;
        if (fault.body.isEmpty())
            answerError(
                answer, fault.status, fault.code.isEmpty() ? "INTERNAL_SERVER_ERROR" : fault.code.constData(), "Internal server error");
        else
            answer.body = fault.body;
    } else if (kind == "html") {
        answer.status = fault.status == 500 ? 200 : fault.status;
        answer.contentType = "text/html; charset=utf-8";
        answer.body = "<!DOCTYPE html><html><body><b>Fatal error</b>: Allowed memory size exhausted</body></html>";
    } else if (kind == "json") {
        answer.body = "{\"result\":[{\"ID\":\"1\",";
    } else if (kind == "drop" && !fault.after) {
        answer.delivery = HttpAnswer::Delivery::Drop;
    } else if (kind == "never" && !fault.after) {
        answer.delivery = HttpAnswer::Delivery::Never;
    } else if (kind == "revoked") {
        answerError(answer, 401, "INVALID_CREDENTIALS", "Invalid request credentials");
    } else if (kind == "plan") {
        answerError(answer, 401, "ACCESS_DENIED", "REST is available only on commercial plans");
    } else if (kind == "deleted") {
        answer.status = 403;
        answer.contentType = "text/html; charset=utf-8";
        answer.body = "<html><body>Portal was deleted</body></html>";
    } else if (kind == "scope") {
        answerError(answer, 401, "insufficient_scope", "The request requires higher privileges than provided by the webhook token");
    } else if (kind == "limit") {
        answerError(answer, 503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
    } else if (kind == "budget") {
        answerError(answer, 429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.");
    } else if (kind == "moved") {
        answer.status = fault.status > 300 && fault.status < 400 ? fault.status : 302;
        answer.contentType = "text/html; charset=utf-8";
        answer.location = fault.location;
        answer.body = "<html><body>Moved</body></html>";
    } else {
        return false;
    }
    return true;
}

void Engine::applyFaultAfter(const Fault &fault, Php &result, HttpAnswer &answer)
{
    answer.delayMs += fault.delayMs;
    if (fault.kind == "wrongtype")
        spoilField(result, fault.field);
    else if (fault.kind == "drop")
        answer.delivery = HttpAnswer::Delivery::Drop;
    else if (fault.kind == "cut")
        answer.delivery = HttpAnswer::Delivery::Cut;
    else if (fault.kind == "never")
        answer.delivery = HttpAnswer::Delivery::Never;
    else if (fault.kind == "hold")
        answer.delivery = HttpAnswer::Delivery::Hold;
}

} // namespace dealerlens::portalsim
