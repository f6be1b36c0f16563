// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/endpoint.h"

#include <QHostAddress>
#include <QStringList>

#include <algorithm>

namespace dealerlens::portal {
namespace {

base::Failure refuse(const char *code, const char *why)
{
    return base::fail(base::ErrorKind::Input, QString::fromLatin1(why), base::Retry::Never, code);
}

bool isLoopback(const QString &host) { return host == QStringLiteral("localhost") || QHostAddress(host).isLoopback(); }

bool isPlainWord(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_' || c == u'-';
    });
}

bool isNumber(const QString &text)
{
    return !text.isEmpty() && text.size() < 12 && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

bool isAllowed(const QUrl &url)
{
    return url.scheme() == QStringLiteral("https") || (url.scheme() == QStringLiteral("http") && isLoopback(url.host()));
}

base::Result<Address> parseAddress(const QString &text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.isRelative() || !url.userInfo().isEmpty())
        return refuse("address", "the text is no web address");
    if (url.scheme() != QStringLiteral("https") && url.scheme() != QStringLiteral("http"))
        return refuse("scheme", "the address does not begin with https");
    if (url.host().isEmpty())
        return refuse("host", "the address names no host");
    if (!isAllowed(url))
        return refuse("scheme", "plain http is allowed to this computer only");

    const QStringList parts = url.path(QUrl::FullyEncoded).split(u'/', Qt::SkipEmptyParts);
    qsizetype rest = -1;
    for (qsizetype i = 0; i < parts.size(); ++i)
        if (parts[i] == QStringLiteral("rest"))
            rest = i;
    if (rest < 0)
        return refuse("address", "the address has no /rest/ part");
    if (rest + 1 >= parts.size() || !isNumber(parts[rest + 1]))
        return refuse("address", "no user id behind /rest/");
    if (rest + 2 >= parts.size() || !isPlainWord(parts[rest + 2]))
        return refuse("secret", "no key behind the user id");
    for (qsizetype i = 0; i < rest; ++i)
        if (!isPlainWord(parts[i]))
            return refuse("address", "the path before /rest/ has unexpected characters");

    QUrl base;
    base.setScheme(url.scheme());
    base.setHost(url.host());
    base.setPort(url.port());
    base.setPath(u'/' + parts.mid(0, rest + 2).join(u'/'));
    return Address { base.toString(QUrl::FullyEncoded), parts[rest + 2] };
}

QUrl methodUrl(const QString &endpoint, const QString &secret, const QByteArray &method)
{
    QUrl url(endpoint, QUrl::StrictMode);
    const QString way = secret.isEmpty() ? QString() : QString(secret + u'/');
    url.setPath(url.path() + u'/' + way + QString::fromLatin1(method) + QStringLiteral(".json"));
    return url;
}

} // namespace dealerlens::portal
