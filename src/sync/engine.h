// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "model/network.h"
#include "portal/oauth.h"
#include "secrets/secretstore.h"
#include "store/store.h"

#include <QObject>
#include <QUrl>

#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::sync {

// A webhook address taken apart: `endpoint` may be shown and stored, `secret` goes to the SecretStore.
struct WebhookAddress {
    QString endpoint; // https://host[:port][/path]/rest/<user id>
    QString secret;
};

// Accepts https addresses of the form …/rest/<user id>/<secret>/ with or without a method behind; http only for
// loop-back hosts. Error: Input with code "address", "scheme", "host" or "secret".
[[nodiscard]] base::Result<WebhookAddress> parseWebhook(const QString &text);

// What a test of an address found; no secret in it.
struct PortalTest {
    QString endpoint;
    QString userName; // whose rights the key has
    bool isAdmin = false;
    QString timeZoneOffset; // "+03:00" as the portal's clock says
    QStringList scopes;
    QStringList missingScopes; // of those the mirror wants: crm, user, department, task, telephony
    std::int64_t leads = -1; // -1: no right
    std::int64_t deals = -1;
};

// A code that a portal has given after a person's consent (REST reference 3.2), and for which portal.
struct SignInRequest {
    model::Portal portal; // id 0: a new one with its naming; else one that is known and gets new tokens
    QString root; // as portal::parsePortalRoot() gives it
    portal::Application application; // clientSecret "": as kept from an earlier sign-in
    QString code;
};

struct SignedIn {
    model::Portal portal;
    PortalTest test;
};

struct PortalStatus {
    model::PortalId portal = 0;
    bool running = false; // a cycle is going on
    bool waiting = false; // held back by the portal's limits
    std::int64_t done = 0; // records fetched in this cycle
    std::int64_t expected = 0; // 0 while unknown
    base::UtcSeconds lastSuccess = base::kNever; // end of the last complete cycle, our clock, of any run of the program
    std::optional<base::Error> problem; // why the last cycle failed; of an earlier run without its detail
    base::UtcSeconds problemSince = base::kNever;
    bool askPerson = false; // a listing would have removed too much (promise 3): nothing was removed
    std::int64_t wouldRemove = 0;
    std::int64_t badRecords = 0; // living records with fields of an impossible type, kept as sent
    int errors24h = 0;
    double methodTimeShare = 0; // of the 480 s budget, highest method
    std::int64_t requests = 0; // since start
};

// Mirrors all active portals of a store: tests, full mirrors, increments, schedules. Lives on the thread that
// made it (the window's or the command line's main thread) and does its work on a network thread of its own;
// never blocks. Owned by the program.
class Engine final : public QObject {
    Q_OBJECT
public:
    Engine(store::Store *store, secrets::SecretStore *secrets, const base::Clock *clock, QObject *parent = nullptr);
    ~Engine() override; // stops at once; what is committed stays

    // Asks the portal who we are and what we may; changes nothing.
    [[nodiscard]] QFuture<base::Result<PortalTest>> test(const WebhookAddress &address);
    // The same with the key or the tokens that are kept.
    [[nodiscard]] QFuture<base::Result<PortalTest>> test(const model::Portal &portal);
    // Saves portal and secret; the portal's next cycle is a full mirror.
    [[nodiscard]] QFuture<base::Result<model::Portal>> addPortal(model::Portal portal, const WebhookAddress &address);
    // Many at once: names and addresses in one transaction, then all keys. A portal with an id is changed, one
    // without is added; an answer for each. After an error of the whole it can be repeated as it is.
    [[nodiscard]] QFuture<base::Result<store::PortalAnswers>> savePortals(std::vector<std::pair<model::Portal, WebhookAddress>> portals);
    [[nodiscard]] QFuture<base::Result<>> replaceKey(model::PortalId portal, const WebhookAddress &address);
    // Exchanges the code, tests the tokens, keeps them and saves the portal. What is mirrored of a known portal stays;
    // tokens of another portal are refused. Errors also: Rejected with code "key", "endpoint" or "member".
    [[nodiscard]] QFuture<base::Result<SignedIn>> signIn(const SignInRequest &request);

    void setDeadline(int ms); // a request without a whole answer is given up then; 90 s unless set
    void start(int intervalSeconds); // cycles now and then every `intervalSeconds` (with jitter) per portal
    void syncNow(std::vector<model::PortalId> portals = {}); // empty: all; one cycle each, then cycleFinished
    void verifyNow(std::vector<model::PortalId> portals = {}); // the same, comparing every id whatever the counts say
    void stop();
    // A person has looked at a refused mass removal and says it is right.
    void confirmRemoval(model::PortalId portal);

    [[nodiscard]] PortalStatus status(model::PortalId portal) const;
    [[nodiscard]] std::vector<PortalStatus> statuses() const;

Q_SIGNALS:
    void statusChanged(int portal); // at most four times a second per portal
    void cycleFinished(int portal);
    void portalChanged(); // one has a new address
    void allFinished(); // once each time that all came to rest: no cycle runs or is due, nothing in the outbox can go on now

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace dealerlens::sync
