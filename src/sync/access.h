// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/oauth.h"
#include "sync/services.h"

#include <QPointer>

#include <set>

namespace dealerlens::sync {

// The name under which the secret of an application is kept.
[[nodiscard]] inline QString applicationName(const QString &clientId) { return QStringLiteral("oauth:") + clientId; }

// One portal's way in, shared by everybody who calls it: holds its webhook key, or its tokens, which it renews. One
// renewal at a time; calls that meet it are parked and sent again once with the new token. A new pair is stored
// before it is used, because the old one is worth nothing any more; if the store fails, the pair is kept and stored
// first at the next try. A portal that has moved is followed when the OAuth host names the new address for the same
// member_id, and only then. Lives on the network thread; outlives those who call.
// Errors beyond the portal's: Auth with code "KEY" (absent), "KEYRING_LOCKED", "KEYRING", "MODE", "NO_KEYRING",
// "KEYRING_SLOW", "MEMBER" (the tokens are another portal's); "expired_token" after a renewal did not help.
class Access final : public QObject {
    Q_OBJECT
public:
    struct Request {
        QByteArray method;
        QByteArray contentType;
        QByteArray body; // without the token
        bool once = false; // must not act twice
    };

    using Done = portal::Transport::Done;

    Access(model::Portal portal, const Services &services, QObject *parent);

    void setPortal(const model::Portal &portal);

    [[nodiscard]] const model::Portal &portal() const { return m_portal; }

    // Reads the secret; it is held until every user has closed. `done` is dropped when `user` has died.
    void open(QObject *user, std::function<void(base::Result<>)> done);
    void close(QObject *user);

    // Only between open() and close(). `done` is called once unless `context` has died.
    void post(Request request, QObject *context, Done done);

    // The portal's clock in an answer just received: lets tokens of an earlier run be renewed in time, whatever our
    // own clock says. Tokens of this run are timed by their lifetime.
    void answeredAt(base::UtcSeconds portalNow);

    [[nodiscard]] bool isRenewing() const { return m_renewing; }

Q_SIGNALS:
    void moved(const dealerlens::model::Portal &portal); // saved with its new address
    void renewed(); // a renewal has ended, well or not

private:
    struct Job {
        Request request;
        QPointer<QObject> context;
        Done done;
        int generation = 0; // of the tokens that it was sent with
        bool repeated = false;
    };

    using JobPtr = std::shared_ptr<Job>;

    [[nodiscard]] bool usesTokens() const { return m_portal.signIn == model::SignIn::OAuth; }

    void send(const JobPtr &job);
    void answered(const JobPtr &job, base::Result<portal::RawReply> raw);
    static void finish(const JobPtr &job, base::Result<portal::RawReply> raw);
    void renew(const JobPtr &job);
    void askForTokens(const QString &clientSecret);
    void take(const portal::Tokens &tokens);
    void rereadAfter(const base::Error &refusal);
    void adopt(const portal::Tokens &stored);
    void forgetUnlessUsed();
    void storeTokens();
    void saveMove();
    void use();
    void renewalFailed(const base::Error &error);
    void ended(std::function<void(const JobPtr &)> each);

    model::Portal m_portal;
    Services m_services;
    std::set<const QObject *> m_users;
    QString m_secret; // webhook
    portal::Tokens m_tokens;
    bool m_unsaved = false; // m_tokens are newer than the store's
    bool m_renewing = false;
    int m_generation = 0;
    std::int64_t m_renewAtMs = -1; // monotonic; -1: not known
    std::vector<JobPtr> m_parked;
};

// Why the secret of a portal cannot be had, as an error of that portal.
[[nodiscard]] base::Error keyError(const base::Error &ofStore);

} // namespace dealerlens::sync
