// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/access.h"

#include "base/crashpoint.h"
#include "base/log.h"
#include "base/task.h"
#include "portal/endpoint.h"

namespace dealerlens::sync {

using base::ErrorKind;
using base::Retry;

namespace {

// So long before its end a token is renewed when a call is due; never by a timer of its own (reference 3.3).
constexpr std::int64_t kEarlyMs = 60'000;

constexpr const char *kForm = "application/x-www-form-urlencoded";

base::Error ofMember() { return { ErrorKind::Auth, Retry::AfterAuth, QStringLiteral("the tokens belong to another portal"), "MEMBER", 0 }; }

} // namespace

// Also a keyring that nobody has unlocked: the portal needs its key, it is not misconfigured.
base::Error keyError(const base::Error &ofStore)
{
    const QByteArray code = ofStore.kind == ErrorKind::NotFound || ofStore.code.isEmpty() ? QByteArray("KEY") : ofStore.code;
    return { ErrorKind::Auth, Retry::AfterAuth, ofStore.detail, code, 0 };
}

Access::Access(model::Portal portal, const Services &services, QObject *parent)
    : QObject(parent)
    , m_portal(std::move(portal))
    , m_services(services)
{
}

void Access::setPortal(const model::Portal &portal)
{
    if (!m_renewing) // a renewal may be about to save a new address
        m_portal = portal;
}

void Access::open(QObject *user, std::function<void(base::Result<>)> done)
{
    m_users.insert(user);
    if (m_renewing || m_unsaved) { // what the store has is older
        done({});
        return;
    }
    base::whenDone(m_services.secrets->read(m_portal.key), this,
        [this, user, guard = QPointer<QObject>(user), done = std::move(done)](const base::Result<QString> &secret) {
            if (!guard) {
                m_users.erase(user);
                return;
            }
            if (!secret)
                return done(base::Failure(keyError(secret.error())));
            if (!usesTokens()) {
                m_secret = *secret;
                return done({});
            }
            const auto tokens = portal::tokensFromSecret(*secret);
            if (!tokens)
                return done(base::Failure(tokens.error()));
            if (tokens->access != m_tokens.access && !m_renewing && !m_unsaved) {
                m_tokens = *tokens;
                m_renewAtMs = -1;
                ++m_generation;
            }
            done({});
        });
}

void Access::close(QObject *user)
{
    m_users.erase(user);
    forgetUnlessUsed();
}

void Access::forgetUnlessUsed()
{
    if (!m_users.empty() || m_renewing || m_unsaved)
        return;
    m_secret.clear();
    m_tokens = {};
}

void Access::post(Request request, QObject *context, Done done)
{
    auto job = std::make_shared<Job>(Job { std::move(request), context, std::move(done), m_generation, false });
    const bool due = usesTokens() && m_renewAtMs >= 0 && m_services.clock->monotonicMs() >= m_renewAtMs;
    if (m_renewing || m_unsaved || due)
        renew(job);
    else
        send(job);
}

void Access::send(const JobPtr &job)
{
    const Request &request = job->request;
    job->generation = m_generation;
    const QUrl url = portal::methodUrl(m_portal.endpoint, usesTokens() ? QString() : m_secret, request.method);
    const QByteArray body = usesTokens() ? portal::withToken(request.contentType, request.body, m_tokens.access) : request.body;
    const auto read = [this, job](base::Result<portal::RawReply> raw) { answered(job, std::move(raw)); };
    if (request.once)
        m_services.transport->postOnce(url, request.contentType, body, this, read);
    else
        m_services.transport->post(url, request.contentType, body, this, read);
}

void Access::answered(const JobPtr &job, base::Result<portal::RawReply> raw)
{
    if (!usesTokens())
        return finish(job, std::move(raw));
    const bool movedAway = !raw && raw.error().code == "MOVED";
    const auto verdict = raw ? portal::tokenVerdict(*raw) : portal::TokenVerdict::Accepted;
    // Commands of a batch that must not act twice are judged by whoever sent them.
    const bool inside = verdict == portal::TokenVerdict::RefusedInside && !job->request.once;
    const bool again = movedAway || inside || verdict == portal::TokenVerdict::Refused;
    if (!again || job->repeated)
        return finish(job, std::move(raw));
    job->repeated = true;
    if (job->generation == m_generation)
        renew(job);
    else
        send(job); // somebody has renewed meanwhile
}

void Access::finish(const JobPtr &job, base::Result<portal::RawReply> raw)
{
    if (job->context)
        job->done(std::move(raw));
}

void Access::renew(const JobPtr &job)
{
    m_parked.push_back(job);
    if (m_renewing)
        return;
    m_renewing = true;
    if (m_unsaved)
        return storeTokens();
    // Another program of ours may have renewed them: its pair is the living one.
    base::whenDone(m_services.secrets->read(m_portal.key), this, [this](const base::Result<QString> &secret) {
        const auto stored
            = secret ? portal::tokensFromSecret(*secret) : base::Result<portal::Tokens>(base::Failure(keyError(secret.error())));
        if (!stored)
            return renewalFailed(stored.error());
        if (stored->access != m_tokens.access)
            return adopt(*stored);
        base::whenDone(m_services.secrets->read(applicationName(m_tokens.clientId)), this, [this](const base::Result<QString> &client) {
            if (client)
                askForTokens(*client);
            else
                renewalFailed(keyError(client.error()));
        });
    });
}

void Access::askForTokens(const QString &clientSecret)
{
    const QUrl server(m_tokens.server);
    const QByteArray form = portal::refreshForm({ m_tokens.clientId, clientSecret }, m_tokens.refresh);
    // The request spends the refresh token: sent a second time by the network layer it would be refused.
    m_services.transport->postOnce(server, kForm, form, this, [this, server](const base::Result<portal::RawReply> &raw) {
        const auto tokens
            = raw ? portal::readTokens(*raw, server, m_tokens.clientId) : base::Result<portal::Tokens>(base::Failure(raw.error()));
        if (tokens)
            take(*tokens);
        else if (tokens.error().code == "invalid_grant")
            rereadAfter(tokens.error());
        else
            renewalFailed(tokens.error());
    });
}

// Two programs renewed at the same moment: the other one's pair may be in the store by now.
void Access::rereadAfter(const base::Error &refusal)
{
    base::whenDone(m_services.secrets->read(m_portal.key), this, [this, refusal](const base::Result<QString> &secret) {
        const auto stored = secret ? portal::tokensFromSecret(*secret) : base::Result<portal::Tokens>(base::Failure(secret.error()));
        if (!stored || stored->refresh == m_tokens.refresh)
            return renewalFailed(refusal);
        adopt(*stored);
    });
}

void Access::adopt(const portal::Tokens &stored)
{
    if (stored.memberId != m_portal.memberId)
        return renewalFailed(ofMember());
    m_tokens = stored;
    m_renewAtMs = -1;
    saveMove();
}

void Access::take(const portal::Tokens &tokens)
{
    if (tokens.memberId != m_portal.memberId)
        return renewalFailed(ofMember());
    m_tokens = tokens;
    m_renewAtMs = tokens.lifetime > 0
        ? m_services.clock->monotonicMs() + std::max<std::int64_t>(tokens.lifetime * 1000 - kEarlyMs, tokens.lifetime * 500)
        : -1;
    m_unsaved = true;
    CRASHPOINT("tokens.renewed"); // the old pair is spent, the new one is nowhere yet
    storeTokens();
}

void Access::storeTokens()
{
    base::whenDone(m_services.secrets->write(m_portal.key, portal::tokensToSecret(m_tokens)), this, [this](const base::Result<> &written) {
        if (!written)
            return renewalFailed(keyError(written.error()));
        CRASHPOINT("tokens.kept");
        m_unsaved = false;
        saveMove();
    });
}

void Access::saveMove()
{
    if (m_tokens.endpoint == m_portal.endpoint)
        return use();
    model::Portal there = m_portal;
    there.endpoint = m_tokens.endpoint;
    base::whenDone(m_services.store->savePortal(there), this, [this](const base::Result<model::Portal> &saved) {
        if (!saved)
            return renewalFailed(saved.error());
        m_portal = *saved;
        qCInfo(base::logSync).noquote() << "portal" << m_portal.key << "has a new address";
        Q_EMIT moved(m_portal);
        use();
    });
}

void Access::use()
{
    ++m_generation;
    ended([this](const JobPtr &job) { send(job); });
}

void Access::renewalFailed(const base::Error &error)
{
    qCWarning(base::logSync).noquote() << "portal" << m_portal.key << "tokens not renewed:" << error.code
                                       << base::withoutSecrets(error.detail);
    ended([error](const JobPtr &job) { finish(job, base::Failure(error)); });
}

void Access::ended(std::function<void(const JobPtr &)> each)
{
    m_renewing = false;
    std::vector<JobPtr> parked;
    parked.swap(m_parked);
    for (const JobPtr &job : parked)
        if (job->context) // nothing leaves for a portal that has been retired meanwhile
            each(job);
    forgetUnlessUsed();
    Q_EMIT renewed();
}

void Access::answeredAt(base::UtcSeconds portalNow)
{
    if (!usesTokens() || m_renewAtMs >= 0 || m_renewing || m_tokens.expires == base::kNever || portalNow == base::kNever)
        return;
    const std::int64_t left = (m_tokens.expires - portalNow) * 1000 - kEarlyMs;
    m_renewAtMs = m_services.clock->monotonicMs() + std::max<std::int64_t>(left, 0);
}

} // namespace dealerlens::sync
