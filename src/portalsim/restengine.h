// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "portalsim/oauthserver.h"
#include "portalsim/restcall.h"

#include <deque>
#include <functional>

namespace dealerlens::portalsim {

// The simulated system without its sockets: credentials, limits, batches, envelopes, faults and the ledger of
// everything that was asked. Belongs to one thread; borrows the World and the Clock, which must outlive it.

struct EngineOptions {
    bool limits = true;
    int bucketSize = 50; // X: calls refused with 503 above it
    double bucketLeak = 2; // Y: per second
    double operatingLimit = 480; // seconds of one method in ten minutes
    double commandCost = 0.02; // seconds of execution charged for each command
    int listCostMs = 0; // further time that a list command takes (answer comes later, budget shrinks)
    int latencyMs = 0; // every answer comes so much later
    CallOptions call;
};

struct HttpCall {
    QByteArray path; // percent-decoded, with leading slash
    QByteArray host; // Host header
    QByteArray query; // raw
    QByteArray contentType;
    QByteArray body;
    bool isPost = false;
};

struct HttpAnswer {
    enum class Delivery { Normal, Drop, Cut, Hold, Never };
    int status = 200;
    QByteArray contentType = "application/json; charset=utf-8";
    QByteArray body;
    QByteArray location; // for 302
    int delayMs = 0;
    Delivery delivery = Delivery::Normal;
    QString portal; // key; "" when no portal was meant
};

// Something wrong with a portal, for tests; set through Engine::addFault() or the control channel.
struct Fault {
    // status: `status` with `body` (JSON error `code` when given) · html · json (garbage) · wrongtype (`field` of each row becomes a list)
    // · drop (connection closed: before or, with `after`, after the call took effect) · cut (half of the answer) · never (no answer) · hold
    // (answered on release) · revoked · scope (`code` names it) · plan · limit (503) · budget (429) · moved (302, or `status`, to
    // `location`) · slow
    // (`delayMs`). For single commands, inside batches too: empty (a list without rows, total 0) · denied ("Access denied.") · error
    // (`status`, `code`, `body` as text) · page (of a list, `code`: short, repeat, turn, total, next) · expire (the access token expires
    // there: this command and those behind it are refused)
    QByteArray kind;
    int status = 500;
    QByteArray code;
    QByteArray body;
    QByteArray location;
    QByteArray field;
    QByteArray method; // only calls of methods that begin with it ("" all); a batch counts by its commands.
                       // "oauth.token" (or "oauth.token.refresh_token") is the OAuth host's; "" leaves that one alone
    int delayMs = 0;
    qint64 remaining = -1; // calls that it still hits; -1 for ever
    qint64 every = 1; // each n-th matching call
    bool after = false;
    qint64 seen = 0;
};

struct LedgerEntry {
    qint64 number = 0;
    UtcSeconds time = 0;
    QString portal;
    QByteArray method;
    bool batched = false;
    bool write = false;
    int status = 200;
    QString error; // code, or text when the code is empty
    QByteArray entity; // of writes
    qint64 id = 0;
    QByteArray params; // of writes, as a form
};

class Engine {
public:
    Engine(World &world, const base::Clock &clock, EngineOptions options);
    ~Engine();

    [[nodiscard]] HttpAnswer handle(const HttpCall &http);

    // Now of the simulated system: the clock plus the offset.
    [[nodiscard]] UtcSeconds now() const { return m_clock.now() + clockOffset; }

    UtcSeconds clockOffset = 0;
    EngineOptions options;

    void addFault(const QString &portal, Fault fault); // "" for all portals
    void clearFaults(const QString &portal); // "" everywhere
    [[nodiscard]] bool isHolding(const QString &portal) const;

    [[nodiscard]] OAuthServer &oauth() { return m_oauth; }

    std::function<void(const HttpCall &)> onRequest; // sees every request before it is judged

    // Called before each command, batched or not: here a test changes the portal while somebody reads its pages.
    std::function<void(PortalData &, const QByteArray &method)> beforeCommand;

    [[nodiscard]] const std::deque<LedgerEntry> &reads() const { return m_reads; } // the last 100,000

    [[nodiscard]] const std::vector<LedgerEntry> &writes() const { return m_writes; }

    [[nodiscard]] qint64 requestCount(const QString &portal) const; // HTTP requests, "" all

    [[nodiscard]] qint64 refusedCount() const { return m_refused; } // of them for their rate, all portals

    void clearLedger();

    [[nodiscard]] World &world() { return m_world; }

    [[nodiscard]] const ZoneClock &zoneOf(const PortalData &portal);

private:
    struct Runtime;
    struct Target;

    Runtime &runtimeOf(const PortalData &portal);
    [[nodiscard]] std::optional<Target> targetOf(const HttpCall &http, HttpAnswer &answer);
    [[nodiscard]] Php paramsOf(const HttpCall &http, bool &ok) const;
    [[nodiscard]] std::expected<Caller, RestError> callerOf(const PortalData &portal, const Target &target, const Php &params) const;
    [[nodiscard]] bool isElsewhere(const HttpCall &http, const PortalData &portal, HttpAnswer &answer) const;
    [[nodiscard]] std::optional<HttpAnswer> handleOAuth(const HttpCall &http);
    void handleToken(const Php &params, bool isPost, HttpAnswer &answer);
    [[nodiscard]] bool refusedByBucket(Runtime &runtime);
    [[nodiscard]] double operatingOf(Runtime &runtime, const QByteArray &method, bool charge, double seconds);
    Reply run(PortalData &portal, const QByteArray &method, Php params, const Caller &caller, bool batched, double &operating);
    Reply runBatch(PortalData &portal, const Php &params, const Caller &caller, int &delayMs);
    [[nodiscard]] Php timeObject(const PortalData &portal, double operating, const QByteArray &method);
    void record(const Call &call, const Reply &reply, const Method *method, bool batched);
    Fault *matchingFault(const QString &portal, const QByteArray &method, const Php &params, bool ofCommands);
    Reply runHandler(Call &call, const Method &method);
    bool applyFaultBefore(const Fault &fault, HttpAnswer &answer) const;
    static void applyFaultAfter(const Fault &fault, Php &result, HttpAnswer &answer);
    void writeEnvelope(HttpAnswer &answer, const PortalData &portal, const QByteArray &method, const Reply &reply, double operating);
    static void writeError(HttpAnswer &answer, const RestError &error);

    World &m_world;
    OAuthServer m_oauth;
    const base::Clock &m_clock;
    std::unordered_map<const PortalData *, std::unique_ptr<Runtime>> m_runtimes;
    QHash<QString, PortalData *> m_byKey;
    QHash<QString, PortalData *> m_byHost;
    QHash<QString, std::vector<Fault>> m_faults;
    QHash<QString, qint64> m_requests;
    qint64 m_refused = 0;
    std::deque<LedgerEntry> m_reads;
    std::vector<LedgerEntry> m_writes;
    qint64 m_ledgerNumber = 0;
};

// Replaces `$result[key][0][ID]` in the values of a command's parameters by what earlier commands of the batch
// answered; a reference to nothing becomes "".
void resolveReferences(Php &params, const Php &results);

} // namespace dealerlens::portalsim
