// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/gate.h"
#include "support/simrig.h"
#include "sync/access.h"

#include <QPromise>

#include <atomic>

namespace dealerlens::testing {

inline const QString kClientId = QStringLiteral("app.canary");
inline const QString kClientSecret = QStringLiteral("canaryclientsecret");

// A SecretStore that a test can make slow, refusing or forgetful in front of a real one.
class FakeSecrets final : public secrets::SecretStore {
public:
    enum class Way { Good, Refuse, Hold };

    explicit FakeSecrets(secrets::SecretStore *inner)
        : m_inner(inner)
    {
    }

    QFuture<base::Result<QString>> read(const QString &name) override
    {
        ++reads;
        return answer<base::Result<QString>>(readWay, [this, name] { return m_inner->read(name); });
    }

    QFuture<base::Result<>> write(const QString &name, const QString &secret) override
    {
        ++writes;
        return answer<base::Result<>>(writeWay, [this, name, secret] { return m_inner->write(name, secret); });
    }

    QFuture<base::Result<>> remove(const QString &name) override { return m_inner->remove(name); }

    QString place() const override { return m_inner->place(); }

    std::atomic<Way> readWay = Way::Good;
    std::atomic<Way> writeWay = Way::Good;
    std::atomic<int> reads = 0;
    std::atomic<int> writes = 0;
    base::Error refusal { base::ErrorKind::Denied, base::Retry::AfterAuth, QStringLiteral("locked"), "KEYRING_LOCKED", 0 };

private:
    template <class Answer, class Ask> QFuture<Answer> answer(Way way, Ask ask)
    {
        if (way == Way::Good)
            return ask();
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        if (way == Way::Refuse) {
            promise->addResult(Answer(base::Failure(refusal)));
            promise->finish();
        } else {
            const QMutexLocker lock(&m_mutex);
            m_held.push_back(promise); // never answered
        }
        return promise->future();
    }

    secrets::SecretStore *m_inner;
    QMutex m_mutex;
    std::vector<std::shared_ptr<void>> m_held;
};

// The same rig with an application registered and portals that are signed in to.
class OAuthRig : public SimRig {
public:
    explicit OAuthRig(portalsim::World world)
        : SimRig(std::move(world), noLimits())
        , fake(secrets.get())
    {
        sim.call([](portalsim::SimServer &server, portalsim::World &) {
            server.engine().oauth().addApplication({ kClientId.toLatin1(), kClientSecret.toLatin1(), {} });
        });
        restartOn(&fake);
    }

    ~OAuthRig() { engine.reset(); }

    void restartOn(secrets::SecretStore *on)
    {
        engine.reset();
        engine = std::make_unique<sync::Engine>(store.get(), on, &clock);
    }

    [[nodiscard]] QString code(const QString &key)
    {
        QString code;
        sim.call([&](portalsim::SimServer &server, portalsim::World &world) {
            code = QString::fromLatin1(server.engine().oauth().giveCode(*world.find(key), kClientId.toLatin1(), server.engine().now()));
        });
        return code;
    }

    [[nodiscard]] QString root(const QString &key) const { return QStringLiteral("http://127.0.0.1:%1/%2").arg(sim.port()).arg(key); }

    base::Result<sync::SignedIn> signIn(const QString &key, model::PortalId known = 0)
    {
        sync::SignInRequest request;
        request.portal.id = known;
        request.portal.key = key;
        request.portal.title = key;
        request.portal.timeZone = QStringLiteral("Europe/Moscow");
        request.root = root(key);
        request.application = { kClientId, kClientSecret };
        request.code = code(key);
        return wait(engine->signIn(request));
    }

    void oauth(const std::function<void(portalsim::OAuthServer &)> &change)
    {
        sim.call([&](portalsim::SimServer &server, portalsim::World &) { change(server.engine().oauth()); });
    }

    void expire(const QString &key)
    {
        oauth([&](portalsim::OAuthServer &server) { server.expireTokens(key); });
    }

    // Requests for new tokens so far; by GET none may come, because the secret would stand in the address.
    [[nodiscard]] int renewals(const QString &key)
    {
        int count = 0;
        sim.call([&](portalsim::SimServer &server, portalsim::World &) {
            for (const portalsim::LedgerEntry &entry : server.engine().reads()) {
                if (entry.method == "oauth.token.refresh_token" && (key.isEmpty() || entry.portal == key))
                    ++count;
                if (entry.method.startsWith("oauth.token") && entry.params != "verb=POST")
                    qFatal("a secret in an address");
            }
        });
        return count;
    }

    [[nodiscard]] model::Portal portal(model::PortalId id)
    {
        const auto portals = wait(store->read<std::vector<model::Portal>>([](store::Reader &reader) { return reader.portals(); }));
        for (const model::Portal &each : *portals)
            if (each.id == id)
                return each;
        return {};
    }

    [[nodiscard]] portal::Tokens tokens(const QString &key)
    {
        const auto secret = wait(secrets->read(key));
        return secret ? portal::tokensFromSecret(*secret).value_or(portal::Tokens()) : portal::Tokens();
    }

    FakeSecrets fake;
};

} // namespace dealerlens::testing
