// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/restcall.h"

#include <expected>
#include <set>

namespace dealerlens::portalsim {

// An application as an administrator registers it. Without `redirect` the portal shows the code on a page.
struct Application {
    QByteArray id;
    QByteArray secret;
    QString redirect;
};

// Who calls: a webhook's owner, or the person behind an access token of an application.
struct Caller {
    qint64 user = 0;
    QByteArray application; // "" for webhooks
    QByteArray token;
};

// The side of sign-in that portals and the vendor's OAuth host play (reference 3.2 … 3.4): codes of 30 seconds,
// access tokens of an hour by the simulated clock, refresh tokens that work once. Tokens are kept in memory. Of one
// thread; borrows the world.
class OAuthServer {
public:
    using UtcSeconds = base::UtcSeconds;

    static constexpr UtcSeconds kCodeSeconds = 30;
    static constexpr UtcSeconds kTokenSeconds = 3'600;

    explicit OAuthServer(World &world)
        : m_world(world)
    {
    }

    QString base; // "http://127.0.0.1:1234", of the listener; addresses in answers begin with it

    [[nodiscard]] QString serverAddress() const { return base % QStringLiteral("/oauth-host"); }

    [[nodiscard]] QString portalAddress(const PortalData &portal) const; // where it is now, without "/rest/"

    void addApplication(const Application &application); // known to every portal

    // A consent that a person has given: the code of the redirect. "" when the application is unknown there.
    [[nodiscard]] QByteArray giveCode(const PortalData &portal, const QByteArray &application, UtcSeconds now);

    // The page or redirect of /oauth/authorize/.
    struct Page {
        int status = 200;
        QByteArray body;
        QByteArray location;
    };

    [[nodiscard]] Page authorize(const PortalData &portal, const Php &params, UtcSeconds now);

    // Whom a request of /oauth/token/ is about; nullptr when its code or token is unknown.
    [[nodiscard]] PortalData *subjectOf(const Php &params) const;
    [[nodiscard]] std::expected<Php, RestError> token(const Php &params, UtcSeconds now);
    [[nodiscard]] std::expected<Php, RestError> appInfo(const Php &params, UtcSeconds now) const;

    // Whether a portal accepts an access token now.
    [[nodiscard]] std::expected<Caller, RestError> callerOf(const PortalData &portal, const QByteArray &token, UtcSeconds now) const;

    // --- what a test changes ---
    void expireTokens(const QString &portal); // access tokens given so far; refresh tokens live on
    void install(const QString &portal, bool installed);
    void setPaid(const QString &portal, bool paid);
    // The portal answers under `address` ("http://localhost:1234/alpha") only; elsewhere it redirects there.
    void move(const QString &portal, const QString &address);

    [[nodiscard]] QString movedTo(const QString &portal) const { return m_moved.value(portal); }

private:
    struct Grant {
        PortalData *portal = nullptr;
        QByteArray application;
        UtcSeconds until = 0;
    };

    [[nodiscard]] std::optional<RestError> clientError(const Php &params) const;
    [[nodiscard]] std::optional<RestError> portalError(const QString &portal) const;
    [[nodiscard]] QByteArray newSecret(const char *kind);
    [[nodiscard]] Php issue(const Grant &grant, UtcSeconds now);

    World &m_world;
    QHash<QByteArray, Application> m_applications;
    QHash<QByteArray, Grant> m_codes;
    QHash<QByteArray, Grant> m_refresh;
    QHash<QByteArray, Grant> m_access;
    std::set<QString> m_removed;
    std::set<QString> m_unpaid;
    QHash<QString, QString> m_moved;
    qint64 m_issued = 0;
};

// 32 hexadecimal digits that never change.
[[nodiscard]] QByteArray memberId(const PortalData &portal);

} // namespace dealerlens::portalsim
