// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/oauthserver.h"

#include <QCryptographicHash>
#include <QUrl>
#include <QUrlQuery>

namespace dealerlens::portalsim {

namespace {

QByteArray textOf(const Php &params, QByteArrayView name)
{
    const Php *value = params.find(name);
    return value ? value->text().toUtf8() : QByteArray();
}

RestError oauthError(int status, const char *code, const char *text) { return { status, code, QString::fromUtf8(text) }; }

RestError invalidGrant() { return oauthError(400, "invalid_grant", "Invalid grant"); }

} // namespace

QByteArray memberId(const PortalData &portal) { return QCryptographicHash::hash(portal.key.toUtf8(), QCryptographicHash::Md5).toHex(); }

QString OAuthServer::portalAddress(const PortalData &portal) const
{
    const QString moved = m_moved.value(portal.key);
    return moved.isEmpty() ? QString(base % u'/' % portal.key) : moved;
}

void OAuthServer::addApplication(const Application &application) { m_applications.insert(application.id, application); }

QByteArray OAuthServer::newSecret(const char *kind)
{
    const QByteArray seed = kind + QByteArray::number(++m_issued);
    return QCryptographicHash::hash(seed, QCryptographicHash::Sha256).toHex().left(40);
}

QByteArray OAuthServer::giveCode(const PortalData &portal, const QByteArray &application, UtcSeconds now)
{
    if (!m_applications.contains(application) || m_removed.contains(portal.key))
        return {};
    const QByteArray code = newSecret("code");
    m_codes.insert(code, { m_world.find(portal.key), application, now + kCodeSeconds });
    return code;
}

// A person who is signed in at the portal and has agreed; the simulator agrees by itself.
OAuthServer::Page OAuthServer::authorize(const PortalData &portal, const Php &params, UtcSeconds now)
{
    const QByteArray id = textOf(params, "client_id");
    const QByteArray code = giveCode(portal, id, now);
    if (code.isEmpty())
        return { 400, "<html><body>Application not found</body></html>", {} };
    const QString redirect = m_applications.value(id).redirect;
    if (redirect.isEmpty())
        return { 200, "<html><body>Code: <b id=\"code\">" + code + "</b></body></html>", {} };
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("code"), QString::fromLatin1(code));
    query.addQueryItem(QStringLiteral("state"), QString::fromUtf8(textOf(params, "state").toPercentEncoding()));
    query.addQueryItem(QStringLiteral("domain"), QUrl(portalAddress(portal)).authority());
    query.addQueryItem(QStringLiteral("member_id"), QString::fromLatin1(memberId(portal)));
    query.addQueryItem(QStringLiteral("scope"), portal.scopes.join(u','));
    query.addQueryItem(QStringLiteral("server_domain"), QUrl(base).authority());
    QUrl target(redirect);
    target.setQuery(query);
    return { 302, "<html><body>Moved</body></html>", target.toEncoded() };
}

std::optional<RestError> OAuthServer::clientError(const Php &params) const
{
    const auto application = m_applications.constFind(textOf(params, "client_id"));
    if (application == m_applications.cend())
        return oauthError(200, "wrong_client", "Wrong client");
    if (application->secret != textOf(params, "client_secret"))
        return oauthError(400, "invalid_client", "Invalid client");
    return std::nullopt;
}

std::optional<RestError> OAuthServer::portalError(const QString &portal) const
{
    if (m_removed.contains(portal))
        return oauthError(401, "NOT_INSTALLED", "Application not installed");
    if (m_unpaid.contains(portal))
        return oauthError(402, "PAYMENT_REQUIRED", "Payment required");
    return std::nullopt;
}

PortalData *OAuthServer::subjectOf(const Php &params) const
{
    if (const auto refresh = m_refresh.constFind(textOf(params, "refresh_token")); refresh != m_refresh.cend())
        return refresh->portal;
    const auto code = m_codes.constFind(textOf(params, "code"));
    return code == m_codes.cend() ? nullptr : code->portal;
}

Php OAuthServer::issue(const Grant &grant, UtcSeconds now)
{
    const QByteArray access = newSecret("access");
    const QByteArray refresh = newSecret("refresh");
    m_access.insert(access, { grant.portal, grant.application, now + kTokenSeconds });
    m_refresh.insert(refresh, { grant.portal, grant.application, 0 });
    return Php::Map { { "access_token", access.constData() },
        { "client_endpoint", QString(portalAddress(*grant.portal) % QStringLiteral("/rest/")) }, { "domain", QUrl(base).authority() },
        { "expires", qint64(now + kTokenSeconds) }, { "expires_in", qint64(kTokenSeconds) },
        { "member_id", memberId(*grant.portal).constData() }, { "refresh_token", refresh.constData() },
        { "scope", grant.portal->scopes.join(u',') }, { "server_endpoint", QString(serverAddress() % QStringLiteral("/rest/")) },
        { "status", "L" }, { "user_id", grant.portal->webhookUser } };
}

// A refresh token is spent by the request that used it, whether or not the answer arrives.
std::expected<Php, RestError> OAuthServer::token(const Php &params, UtcSeconds now)
{
    const QByteArray type = textOf(params, "grant_type");
    if (type != "authorization_code" && type != "refresh_token")
        return std::unexpected(oauthError(400, "invalid_request", "No valid \"grant_type\" parameter found"));
    if (const auto error = clientError(params))
        return std::unexpected(*error);
    const bool isCode = type == "authorization_code";
    const QByteArray given = textOf(params, isCode ? "code" : "refresh_token");
    if (given.isEmpty())
        return std::unexpected(
            oauthError(400, "invalid_request", isCode ? "No \"code\" parameter found" : "No \"refresh_token\" parameter found"));
    QHash<QByteArray, Grant> &grants = isCode ? m_codes : m_refresh;
    const auto found = grants.constFind(given);
    if (found == grants.cend() || found->application != textOf(params, "client_id") || (isCode && found->until < now))
        return std::unexpected(invalidGrant());
    const Grant grant = *found;
    if (const auto error = portalError(grant.portal->key))
        return std::unexpected(*error);
    grants.remove(given);
    return issue(grant, now);
}

std::expected<Php, RestError> OAuthServer::appInfo(const Php &params, UtcSeconds now) const
{
    const auto grant = m_access.constFind(textOf(params, "auth"));
    if (grant == m_access.cend())
        return std::unexpected(oauthError(401, "invalid_token", "Unable to get application by token"));
    if (grant->until < now)
        return std::unexpected(oauthError(401, "expired_token", "The access token provided has expired."));
    const PortalData &portal = *grant->portal;
    Php install = Php::Map { { "installed", !m_removed.contains(portal.key) }, { "version", "1" }, { "status", "L" },
        { "scope", portal.scopes.join(u',') }, { "domain", QUrl(portalAddress(portal)).authority() }, { "uri", "" },
        { "client_endpoint", QString(portalAddress(portal) % QStringLiteral("/rest/")) }, { "member_id", memberId(portal).constData() },
        { "member_type", "" } };
    return Php(Php::Map { { "result",
        Php::Map { { "client_id", grant->application.constData() }, { "scope", portal.scopes.join(u',') },
            { "expires", qint64(grant->until) }, { "install", std::move(install) }, { "user_id", portal.webhookUser } } } });
}

std::expected<Caller, RestError> OAuthServer::callerOf(const PortalData &portal, const QByteArray &token, UtcSeconds now) const
{
    const auto grant = m_access.constFind(token);
    if (grant == m_access.cend() || grant->portal != &portal)
        return std::unexpected(oauthError(401, "invalid_token", "Unable to get application by token"));
    if (m_removed.contains(portal.key))
        return std::unexpected(oauthError(401, "ERROR_OAUTH", "Application not installed"));
    if (m_unpaid.contains(portal.key))
        return std::unexpected(oauthError(401, "PAYMENT_REQUIRED", "Subscription has been ended"));
    if (grant->until < now)
        return std::unexpected(oauthError(401, "expired_token", "The access token provided has expired."));
    const Record *user = portal.table(Entity::User).find(portal.webhookUser);
    if (user && user->has("ACTIVE") && !user->flag("ACTIVE"))
        return std::unexpected(oauthError(401, "authorization_error", "Unable to authorize user"));
    return Caller { portal.webhookUser, grant->application, token };
}

void OAuthServer::expireTokens(const QString &portal)
{
    for (Grant &grant : m_access) {
        if (grant.portal->key == portal)
            grant.until = 0;
    }
}

void OAuthServer::install(const QString &portal, bool installed)
{
    if (installed) {
        m_removed.erase(portal);
        return;
    }
    m_removed.insert(portal);
    const auto ofPortal = [&portal](const auto &entry) { return entry.value().portal->key == portal; };
    for (QHash<QByteArray, Grant> *grants : { &m_codes, &m_refresh })
        grants->removeIf(ofPortal);
}

void OAuthServer::setPaid(const QString &portal, bool paid)
{
    if (paid)
        m_unpaid.erase(portal);
    else
        m_unpaid.insert(portal);
}

void OAuthServer::move(const QString &portal, const QString &address) { m_moved.insert(portal, address); }

} // namespace dealerlens::portalsim
