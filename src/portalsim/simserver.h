// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "portalsim/restengine.h"

#include <QObject>
#include <QSslConfiguration>

#include <memory>

class QThread;

namespace dealerlens::portalsim {

class HttpListener;

// A network of simulated portals behind one listener on 127.0.0.1. Lives in the thread that creates it and needs
// that thread's event loop; world and clock belong to the caller and must outlive it. One portal's webhook:
// address(portal), ending in "/rest/<user>/<secret>/".
class SimServer final : public QObject {
    Q_OBJECT

public:
    // `clock` null: the system's.
    explicit SimServer(World &world, EngineOptions options = {}, const base::Clock *clock = nullptr, QObject *parent = nullptr);
    ~SimServer() override;

    // 0: any free port. With a certificate the server speaks https only. Errors: Network (port in use), Input.
    [[nodiscard]] base::Result<void> listen(quint16 port = 0);
    [[nodiscard]] base::Result<void> useCertificate(const QString &certificateFile, const QString &keyFile);

    [[nodiscard]] quint16 port() const { return m_port; }

    [[nodiscard]] QString baseAddress() const; // http://127.0.0.1:1234
    [[nodiscard]] QString address(const PortalData &portal) const; // holds the secret

    [[nodiscard]] Engine &engine() { return *m_engine; }

    // Sends what a "hold" fault keeps back and removes such faults; portal "" means all.
    void release(const QString &portal);
    [[nodiscard]] int heldCount() const;

private:
    void answer(const std::shared_ptr<class PendingAnswer> &pending);

    std::unique_ptr<base::SystemClock> m_ownClock;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<HttpListener> m_listener;
    std::vector<std::pair<QString, std::shared_ptr<class PendingAnswer>>> m_held;
    QSslConfiguration m_tls;
    quint16 m_port = 0;
    bool m_isTls = false;
};

// The same in a thread of its own, for tests that block. While it runs, touch the world only through call().
class SimThread final {
public:
    explicit SimThread(World world, EngineOptions options = {});
    ~SimThread();

    [[nodiscard]] QString address(const QString &portalKey) const;

    [[nodiscard]] quint16 port() const { return m_port; }

    // Runs `function` in the server's thread and waits for it.
    void call(const std::function<void(SimServer &, World &)> &function);

private:
    World m_world;
    std::unique_ptr<QThread> m_thread;
    SimServer *m_server = nullptr; // lives in m_thread
    quint16 m_port = 0;
    QHash<QString, QString> m_addresses;
};

} // namespace dealerlens::portalsim
