// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine does with requests of sign-in: /<portal>/oauth/authorize/, and on the vendor's host, which is
// /oauth-host here, /oauth/token/ and /rest/app.info.
#include "portalsim/restengine.h"

#include <QUrl>

namespace dealerlens::portalsim {

// A renamed portal redirects calls to its old address.
bool Engine::isElsewhere(const HttpCall &http, const PortalData &portal, HttpAnswer &answer) const
{
    const QString address = m_oauth.movedTo(portal.key);
    if (address.isEmpty() || http.host == QUrl(address).authority().toUtf8())
        return false;
    answer.status = 302;
    answer.contentType = "text/html; charset=utf-8";
    answer.location = address.toUtf8() + http.path.mid(http.path.indexOf("/rest/"));
    answer.body = "<html><body>Moved</body></html>";
    return true;
}

void Engine::handleToken(const Php &params, bool isPost, HttpAnswer &answer)
{
    const PortalData *portal = m_oauth.subjectOf(params);
    const Php *type = params.find("grant_type");
    LedgerEntry entry;
    entry.number = ++m_ledgerNumber;
    entry.time = now();
    entry.portal = portal ? portal->key : QString();
    entry.method = "oauth.token." + (type ? type->text().toUtf8() : QByteArray());
    entry.params = isPost ? "verb=POST" : "verb=GET";
    answer.portal = entry.portal;
    const Fault *hit = matchingFault(entry.portal, entry.method, params, false);
    const std::optional<Fault> fault = hit ? std::optional(*hit) : std::nullopt;
    if (!fault || !applyFaultBefore(*fault, answer)) {
        auto reply = m_oauth.token(params, now());
        Php tokens = reply.value_or(Php());
        if (fault)
            applyFaultAfter(*fault, tokens, answer);
        if (reply) {
            answer.body = tokens.toJson();
        } else {
            writeError(answer, reply.error());
            entry.error = reply.error().code.text();
        }
    }
    entry.status = answer.status;
    m_reads.push_back(std::move(entry));
}

std::optional<HttpAnswer> Engine::handleOAuth(const HttpCall &http)
{
    HttpAnswer answer;
    answer.delayMs = options.latencyMs;
    bool readable = true;
    if (http.path.startsWith("/oauth-host/oauth/token")) {
        handleToken(paramsOf(http, readable), http.isPost, answer);
        return answer;
    }
    if (http.path.startsWith("/oauth-host/rest/app.info")) {
        const auto reply = m_oauth.appInfo(paramsOf(http, readable), now());
        if (reply)
            answer.body = reply->toJson();
        else
            writeError(answer, reply.error());
        return answer;
    }
    const qsizetype at = http.path.indexOf("/oauth/authorize");
    const PortalData *portal = at > 0 ? m_world.find(QString::fromUtf8(http.path.mid(1, at - 1))) : nullptr;
    if (!portal)
        return std::nullopt;
    const OAuthServer::Page page = m_oauth.authorize(*portal, paramsOf(http, readable), now());
    answer.contentType = "text/html; charset=utf-8";
    answer.status = page.status;
    answer.body = page.body;
    answer.location = page.location;
    return answer;
}

} // namespace dealerlens::portalsim
