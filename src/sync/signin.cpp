// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/signin.h"

#include "base/task.h"
#include "portal/endpoint.h"
#include "sync/access.h"
#include "sync/portaltest.h"

namespace dealerlens::sync {

using base::ErrorKind;
using base::Retry;

namespace {

base::Failure rejected(const char *code, const char *why)
{
    return base::fail(ErrorKind::Rejected, QString::fromLatin1(why), Retry::Never, code);
}

} // namespace

SignInWork::SignInWork(SignInRequest request, const Services &services, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_services(services)
{
}

void SignInWork::run(Done done)
{
    m_done = std::move(done);
    const auto reading = m_services.store->read<std::vector<model::Portal>>([](store::Reader &reader) { return reader.portals(); });
    base::whenDone(reading, this, [this](const base::Result<std::vector<model::Portal>> &known) {
        if (!known)
            return end(base::Failure(known.error()));
        m_known = *known;
        exchange();
    });
}

// A code lives 30 seconds: it is exchanged before anything else that can take time.
void SignInWork::exchange()
{
    const bool taken = m_request.portal.id == 0
        && std::ranges::any_of(m_known, [this](const model::Portal &each) { return each.key == m_request.portal.key; });
    if (taken) // its tokens would replace the other portal's
        return end(rejected("key", "another portal has this key"));
    if (m_request.application.clientSecret.isEmpty()) {
        base::whenDone(
            m_services.secrets->read(applicationName(m_request.application.clientId)), this, [this](const base::Result<QString> &secret) {
                if (!secret || secret->isEmpty())
                    return end(
                        base::Failure(secret ? base::Error { ErrorKind::Auth, Retry::AfterAuth, {}, "KEY", 0 } : keyError(secret.error())));
                m_request.application.clientSecret = *secret;
                exchange();
            });
        return;
    }
    const QUrl server = portal::firstTokenUrl(m_request.root);
    m_services.transport->postOnce(server, "application/x-www-form-urlencoded", portal::exchangeForm(m_request.application, m_request.code),
        this, [this, server](const base::Result<portal::RawReply> &raw) {
            const auto tokens = raw ? portal::readTokens(*raw, server, m_request.application.clientId)
                                    : base::Result<portal::Tokens>(base::Failure(raw.error()));
            if (!tokens)
                return end(base::Failure(tokens.error()));
            m_tokens = *tokens;
            if (!isMeant())
                return end(rejected("member", "the consent was given at another portal"));
            test();
        });
}

// A portal is known by its member_id, whatever its host; where only a webhook was known, by its host.
bool SignInWork::isMeant() const
{
    const QUrl here(m_tokens.endpoint);
    for (const model::Portal &each : m_known) {
        if (each.id == m_request.portal.id) {
            const QUrl before(each.endpoint);
            return each.memberId.isEmpty() ? before.host() == here.host() && before.port() == here.port()
                                           : each.memberId == m_tokens.memberId;
        }
    }
    return here.host() == QUrl(m_request.root).host();
}

void SignInWork::test()
{
    const bool twice = std::ranges::any_of(
        m_known, [this](const model::Portal &each) { return each.id != m_request.portal.id && each.memberId == m_tokens.memberId; });
    if (twice)
        return end(rejected("endpoint", "another portal has this address"));
    const QByteArray type = "application/json";
    m_services.transport->post(portal::methodUrl(m_tokens.endpoint, {}, "batch"), type,
        portal::withToken(type, testBody(), m_tokens.access), this, [this](const base::Result<portal::RawReply> &raw) {
            const auto test = readTest(m_tokens.endpoint, raw);
            if (!test)
                return end(base::Failure(test.error()));
            m_result.test = *test;
            keepSecrets();
        });
}

void SignInWork::keepSecrets()
{
    const portal::Application &application = m_request.application;
    const auto writing = m_services.secrets->write(applicationName(application.clientId), application.clientSecret);
    base::whenDone(writing, this, [this](const base::Result<> &written) {
        if (!written)
            return end(base::Failure(written.error()));
        const auto keeping = m_services.secrets->write(m_request.portal.key, portal::tokensToSecret(m_tokens));
        base::whenDone(keeping, this, [this](const base::Result<> &kept) {
            if (!kept)
                return end(base::Failure(kept.error()));
            savePortal();
        });
    });
}

void SignInWork::savePortal()
{
    model::Portal portal = m_request.portal;
    for (const model::Portal &each : m_known)
        if (each.id == portal.id)
            portal = each;
    portal.endpoint = m_tokens.endpoint;
    portal.memberId = m_tokens.memberId;
    portal.signIn = model::SignIn::OAuth;
    if (portal.timeZone.isEmpty())
        portal.timeZone = QStringLiteral("UTC") + m_result.test.timeZoneOffset;
    base::whenDone(m_services.store->savePortal(portal), this, [this, isNew = portal.id == 0](const base::Result<model::Portal> &saved) {
        if (!saved) {
            if (isNew)
                m_services.secrets->remove(m_request.portal.key);
            return end(base::Failure(saved.error()));
        }
        m_result.portal = *saved;
        end(m_result);
    });
}

void SignInWork::end(base::Result<SignedIn> result)
{
    deleteLater();
    m_done(std::move(result));
}

} // namespace dealerlens::sync
