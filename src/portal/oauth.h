// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "portal/transport.h"

#include <QString>
#include <QUrl>

namespace dealerlens::portal {

// Sign-in of an application by OAuth 2.0 (REST reference 3.2 … 3.4): what is asked and what is answered, without
// any connection. Client secret, codes and tokens travel in bodies of POST requests only, never in addresses.

struct Application {
    QString clientId; // public: it stands in the address of the consent page
    QString clientSecret;
};

struct Tokens {
    QString clientId; // of the application they belong to
    QString access; // an hour
    QString refresh; // 180 days; works once
    base::UtcSeconds expires = base::kNever; // of `access`, by the portals' clock; kNever: not told
    std::int64_t lifetime = 0; // seconds from the answer on; 0: not told
    QString endpoint; // https://host[:port]/rest, where calls go
    QString server; // https://<OAuth host>/oauth/token/, where the next tokens come from
    QString memberId; // never changes, unlike the host
};

// "https://company.bitrix24.ru", with or without scheme, "/" or "/rest/…" behind: the portal's root, without a slash
// at the end. Error: Input with code "portal" or "scheme".
[[nodiscard]] base::Result<QString> parsePortalRoot(const QString &text);

// The page where a person agrees; opened in a browser.
[[nodiscard]] QUrl consentUrl(const QString &portalRoot, const QString &clientId, const QString &state);

// Where the code of a portal is exchanged the first time: later every answer names its server. The vendor has one
// host for the east (.ru .by .kz) and one for the rest; a portal on this computer has its own.
[[nodiscard]] QUrl firstTokenUrl(const QString &portalRoot);

[[nodiscard]] QByteArray exchangeForm(const Application &application, const QString &code);
[[nodiscard]] QByteArray refreshForm(const Application &application, const QString &refreshToken);

// The answer to either form sent to `asked`. A server that the answer names is believed only when it is one of the
// vendor's hosts or the one that was asked, so that a secret goes nowhere else. Errors: as classify() says, Protocol.
[[nodiscard]] base::Result<Tokens> readTokens(const RawReply &reply, const QUrl &asked, const QString &clientId);

// Tokens as the SecretStore keeps them.
[[nodiscard]] QString tokensToSecret(const Tokens &tokens);
[[nodiscard]] base::Result<Tokens> tokensFromSecret(const QString &secret);

// The body with the access token in it: JSON objects get a member `auth`, forms a field.
[[nodiscard]] QByteArray withToken(const QByteArray &contentType, const QByteArray &body, const QString &access);

enum class TokenVerdict {
    Accepted,
    Refused, // nothing was done
    RefusedInside, // commands of a batch were refused, others may have been done
};

// Whether an answer says that the access token is worn out (expired_token, invalid_token).
[[nodiscard]] TokenVerdict tokenVerdict(const RawReply &reply);

} // namespace dealerlens::portal
