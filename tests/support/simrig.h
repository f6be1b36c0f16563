// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/controlserver.h"
#include "support/mirrorcheck.h"
#include "sync/engine.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace dealerlens::testing {

// The system's clock, and whatever a test has let pass at once.
class ShiftedClock final : public base::Clock {
public:
    [[nodiscard]] base::UtcSeconds now() const override { return m_real.now() + m_shift; }

    [[nodiscard]] std::int64_t monotonicMs() const override { return m_real.monotonicMs() + m_shift * 1'000; }

    void pass(std::int64_t seconds) { m_shift += seconds; }

private:
    base::SystemClock m_real;
    std::atomic<std::int64_t> m_shift = 0;
};

// Portals that refuse nothing and charge no time.
inline portalsim::EngineOptions noLimits()
{
    portalsim::EngineOptions options;
    options.limits = false;
    return options;
}

// A data folder, a credentials file and an engine beside simulated portals in a thread of their own.
class SimRig {
public:
    explicit SimRig(portalsim::World world, portalsim::EngineOptions options = {})
        : sim(std::move(world), options)
    {
        store::Store::Options storeOptions;
        storeOptions.clock = &clock;
        store = std::move(*store::Store::open(dir.filePath(QStringLiteral("data")), storeOptions));
        secrets = std::move(*secrets::openCredentialsFile(dir.filePath(QStringLiteral("keys.json"))));
        restart();
    }

    void restart() // a new engine on the same folder
    {
        engine.reset();
        engine = std::make_unique<sync::Engine>(store.get(), secrets.get(), &clock);
    }

    [[nodiscard]] QString lastKey()
    {
        QString key;
        sim.call([&](portalsim::SimServer &, portalsim::World &world) { key = world.portals.back()->key; });
        return key;
    }

    template <class T> static T wait(QFuture<T> future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 60'000))
            qFatal("an answer of the engine does not come");
        return future.result();
    }

    model::PortalId add(const QString &key, const QString &address = {})
    {
        const auto webhook = sync::parseWebhook(address.isEmpty() ? sim.address(key) : address);
        if (!webhook)
            return 0;
        model::Portal portal;
        portal.key = key;
        portal.title = key;
        portal.timeZone = QStringLiteral("Europe/Moscow");
        const auto added = wait(engine->addPortal(portal, *webhook));
        return added ? added->id : 0;
    }

    bool sync(std::vector<model::PortalId> portals = {})
    {
        QSignalSpy finished(engine.get(), &sync::Engine::allFinished);
        engine->syncNow(std::move(portals));
        return finished.wait(120'000);
    }

    QStringList differencesOf(const QString &key, model::PortalId id)
    {
        const auto reader = store->reader();
        if (!reader)
            return { QStringLiteral("no reader") };
        return differences(**reader, id, [&](const QString &entity, bool history) {
            QJsonArray rows;
            sim.call([&](portalsim::SimServer &server, portalsim::World &) {
                portalsim::ControlServer control(server);
                rows = control
                           .run(history ? QStringLiteral("history") : QStringLiteral("dump"),
                               { { QStringLiteral("portal"), key }, { QStringLiteral("entity"), entity } })
                           .value(QStringLiteral("rows"))
                           .toArray();
            });
            return rows;
        });
    }

    qint64 requests(const QString &key)
    {
        qint64 count = 0;
        sim.call([&](portalsim::SimServer &server, portalsim::World &) { count = server.engine().requestCount(key); });
        return count;
    }

    void fault(const QString &key, const portalsim::Fault &what)
    {
        sim.call([&](portalsim::SimServer &server, portalsim::World &) { server.engine().addFault(key, what); });
    }

    void clearFaults()
    {
        sim.call([&](portalsim::SimServer &server, portalsim::World &) { server.engine().clearFaults({}); });
    }

    QTemporaryDir dir;
    ShiftedClock clock;
    portalsim::SimThread sim;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<secrets::SecretStore> secrets;
    std::unique_ptr<sync::Engine> engine;
};

} // namespace dealerlens::testing
