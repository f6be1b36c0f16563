// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/oauth.h"

#include "portal/endpoint.h"
#include "portal/errors.h"
#include "portal/json.h"
#include "portal/reply.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

namespace dealerlens::portal {
namespace {

using base::ErrorKind;
using base::Retry;

const QString kWest = QStringLiteral("oauth.bitrix.info");
const QString kEast = QStringLiteral("oauth.bitrix24.tech");

bool isHere(const QUrl &url) { return url.host() == QStringLiteral("localhost") || QHostAddress(url.host()).isLoopback(); }

QString memberText(JsonView object, std::string_view name)
{
    const JsonView view = object.member(name);
    return view.type() == JsonType::String ? QString::fromStdString(view.text()) : QString();
}

// "https://host/rest/" as an endpoint of ours; "" when it may not be used.
QString endpointOf(const QString &text, const QUrl &asked)
{
    const QUrl url(text, QUrl::StrictMode);
    const QString path = url.path();
    if (!url.isValid() || !isAllowed(url) || !url.userInfo().isEmpty() || (isHere(url) && !isHere(asked)) || !path.endsWith(u"/rest/"))
        return {};
    QUrl out = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
    out.setPath(path.chopped(1));
    return out.toString(QUrl::FullyEncoded);
}

QString serverOf(const QString &text, const QUrl &asked)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool ofVendor = url.scheme() == QStringLiteral("https") && (url.host() == kWest || url.host() == kEast);
    const bool same = url.scheme() == asked.scheme() && url.host() == asked.host() && url.port() == asked.port();
    if (!url.isValid() || !(ofVendor || same) || !url.path().endsWith(u"/rest/"))
        return asked.toString(QUrl::FullyEncoded);
    QUrl out = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    out.setPath(url.path().chopped(5) + QStringLiteral("oauth/token/"));
    return out.toString(QUrl::FullyEncoded);
}

QByteArray form(const std::initializer_list<std::pair<const char *, QString>> &fields)
{
    QByteArray out;
    for (const auto &[name, value] : fields) {
        if (!out.isEmpty())
            out += '&';
        out += name + QByteArray("=") + QUrl::toPercentEncoding(value);
    }
    return out;
}

bool isWornOut(const base::Error &error)
{
    const QByteArray code = error.code.toLower();
    return code == "expired_token" || code == "invalid_token";
}

} // namespace

base::Result<QString> parsePortalRoot(const QString &text)
{
    QString typed = text.trimmed();
    if (!typed.contains(QStringLiteral("://")))
        typed.prepend(QStringLiteral("https://"));
    const QUrl url(typed, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return base::fail(ErrorKind::Input, QStringLiteral("the text names no portal"), Retry::Never, "portal");
    if (!isAllowed(url))
        return base::fail(ErrorKind::Input, QStringLiteral("the address does not begin with https"), Retry::Never, "scheme");
    QUrl root;
    root.setScheme(url.scheme());
    root.setHost(url.host());
    root.setPort(url.port());
    QString path = url.path();
    if (const qsizetype rest = path.indexOf(QStringLiteral("/rest")); rest >= 0)
        path.truncate(rest);
    if (isHere(url)) // real portals stand at the root of their host
        root.setPath(path.endsWith(u'/') ? path.chopped(1) : path);
    return root.toString(QUrl::FullyEncoded);
}

QUrl consentUrl(const QString &portalRoot, const QString &clientId, const QString &state)
{
    QUrl url(portalRoot + QStringLiteral("/oauth/authorize/"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("client_id"), QString::fromLatin1(QUrl::toPercentEncoding(clientId)));
    query.addQueryItem(QStringLiteral("state"), QString::fromLatin1(QUrl::toPercentEncoding(state)));
    url.setQuery(query);
    return url;
}

QUrl firstTokenUrl(const QString &portalRoot)
{
    const QUrl root(portalRoot);
    if (isHere(root)) {
        QUrl own = root;
        own.setPath(QStringLiteral("/oauth-host/oauth/token/"));
        return own;
    }
    const QString zone = root.host().section(u'.', -1);
    const bool east = zone == QStringLiteral("ru") || zone == QStringLiteral("by") || zone == QStringLiteral("kz");
    return QUrl(QString(QStringLiteral("https://") + (east ? kEast : kWest) + QStringLiteral("/oauth/token/")));
}

QByteArray exchangeForm(const Application &application, const QString &code)
{
    return form({ { "grant_type", QStringLiteral("authorization_code") }, { "client_id", application.clientId },
        { "client_secret", application.clientSecret }, { "code", code } });
}

QByteArray refreshForm(const Application &application, const QString &refreshToken)
{
    return form({ { "grant_type", QStringLiteral("refresh_token") }, { "client_id", application.clientId },
        { "client_secret", application.clientSecret }, { "refresh_token", refreshToken } });
}

base::Result<Tokens> readTokens(const RawReply &reply, const QUrl &asked, const QString &clientId)
{
    const auto document = JsonDocument::parse(reply.body);
    if (!document || document->root().type() != JsonType::Object) {
        if (reply.http >= 400)
            return base::Failure(classify(reply.http, {}, {}));
        return base::fail(
            ErrorKind::Protocol, QStringLiteral("the OAuth host's answer is no JSON object"), Retry::Later, "JSON", reply.http);
    }
    const JsonView root = document->root();
    const JsonView code = root.member("error");
    if (code.isValid() || reply.http < 200 || reply.http >= 300) // some errors come with status 200
        return base::Failure(classify(reply.http, code.text(), root.member("error_description").text()));
    Tokens tokens;
    tokens.clientId = clientId;
    tokens.access = memberText(root, "access_token");
    tokens.refresh = memberText(root, "refresh_token");
    tokens.lifetime = root.member("expires_in").integer().value_or(0);
    tokens.expires = root.member("expires").integer().value_or(base::kNever);
    tokens.memberId = memberText(root, "member_id");
    tokens.endpoint = endpointOf(memberText(root, "client_endpoint"), asked);
    tokens.server = serverOf(memberText(root, "server_endpoint"), asked);
    if (tokens.access.isEmpty() || tokens.refresh.isEmpty() || tokens.endpoint.isEmpty() || tokens.memberId.isEmpty())
        return base::fail(ErrorKind::Protocol, QStringLiteral("the OAuth host's answer lacks a field"), Retry::Later, "TOKENS", reply.http);
    return tokens;
}

QString tokensToSecret(const Tokens &tokens)
{
    const QJsonObject object { { QStringLiteral("client_id"), tokens.clientId }, { QStringLiteral("access"), tokens.access },
        { QStringLiteral("refresh"), tokens.refresh }, { QStringLiteral("expires"), qint64(tokens.expires) },
        { QStringLiteral("endpoint"), tokens.endpoint }, { QStringLiteral("server"), tokens.server },
        { QStringLiteral("member_id"), tokens.memberId } };
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

base::Result<Tokens> tokensFromSecret(const QString &secret)
{
    const QJsonObject object = QJsonDocument::fromJson(secret.toUtf8()).object();
    const auto text = [&object](const char *name) { return object.value(QLatin1String(name)).toString(); };
    Tokens tokens;
    tokens.clientId = text("client_id");
    tokens.access = text("access");
    tokens.refresh = text("refresh");
    tokens.expires = object.value(QLatin1String("expires")).toInteger(base::kNever);
    tokens.endpoint = text("endpoint");
    tokens.server = text("server");
    tokens.memberId = text("member_id");
    if (tokens.refresh.isEmpty() || tokens.clientId.isEmpty() || !isAllowed(QUrl(tokens.server)))
        return base::fail(ErrorKind::Auth, QStringLiteral("the kept tokens cannot be read"), Retry::AfterAuth, "KEY");
    return tokens;
}

QByteArray withToken(const QByteArray &contentType, const QByteArray &body, const QString &access)
{
    if (!contentType.contains("json"))
        return QByteArray(body.isEmpty() ? body : QByteArray(body + '&')) + "auth=" + QUrl::toPercentEncoding(access);
    const qsizetype brace = body.indexOf('{');
    const bool empty = body.mid(brace + 1).trimmed().startsWith('}');
    const QByteArray quoted = QJsonDocument(QJsonObject { { QStringLiteral("auth"), access } }).toJson(QJsonDocument::Compact);
    const QByteArray member = quoted.sliced(1, quoted.size() - 2);
    return body.left(brace + 1) + member + (empty ? "" : ",") + body.mid(brace + 1);
}

TokenVerdict tokenVerdict(const RawReply &raw)
{
    // A look at the bytes first: answers with records are large and nearly always good.
    if (raw.http < 400 && !raw.body.contains("\"expired_token\"") && !raw.body.contains("\"invalid_token\""))
        return TokenVerdict::Accepted;
    const auto reply = readReply(raw.http, raw.body);
    if (!reply)
        return isWornOut(reply.error()) ? TokenVerdict::Refused : TokenVerdict::Accepted;
    bool inside = false;
    reply->result.member("result_error").eachElement([&inside](JsonView error) {
        inside = inside || isWornOut(classify(0, error.member("error").text(), {}));
    });
    return inside ? TokenVerdict::RefusedInside : TokenVerdict::Accepted;
}

} // namespace dealerlens::portal
