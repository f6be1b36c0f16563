// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/simserver.h"

#include "portalsim/httplistener.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QThread>
#include <QTimer>

namespace dealerlens::portalsim {

SimServer::SimServer(World &world, EngineOptions options, const base::Clock *clock, QObject *parent)
    : QObject(parent)
{
    if (!clock) {
        m_ownClock = std::make_unique<base::SystemClock>();
        clock = m_ownClock.get();
    }
    m_engine = std::make_unique<Engine>(world, *clock, options);
    m_listener = std::make_unique<HttpListener>(
        [this](const HttpCall &call, std::shared_ptr<PendingAnswer> pending) {
            pending->answer = m_engine->handle(call);
            if (pending->answer.delayMs > 0)
                QTimer::singleShot(pending->answer.delayMs, this, [this, pending] { answer(pending); });
            else
                answer(pending);
        },
        this);
}

SimServer::~SimServer() { m_held.clear(); }

base::Result<void> SimServer::useCertificate(const QString &certificateFile, const QString &keyFile)
{
    QFile certificate(certificateFile);
    QFile key(keyFile);
    if (!certificate.open(QIODevice::ReadOnly))
        return base::fail(base::ErrorKind::Input, QStringLiteral("cannot read the certificate %1").arg(certificateFile));
    if (!key.open(QIODevice::ReadOnly))
        return base::fail(base::ErrorKind::Input, QStringLiteral("cannot read the key %1").arg(keyFile));
    const QByteArray keyText = key.readAll();
    QSslKey privateKey(keyText, QSsl::Rsa);
    if (privateKey.isNull())
        privateKey = QSslKey(keyText, QSsl::Ec);
    const QList<QSslCertificate> chain = QSslCertificate::fromDevice(&certificate);
    if (chain.isEmpty() || privateKey.isNull())
        return base::fail(base::ErrorKind::Input, QStringLiteral("certificate or key is not PEM"));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(privateKey);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_listener->sslSetup(configuration);
    m_isTls = true;
    return {};
}

base::Result<void> SimServer::listen(quint16 port)
{
    m_port = m_listener->listenLocally(port);
    if (m_port == 0)
        return base::fail(base::ErrorKind::Network, QStringLiteral("port %1 is in use").arg(port));
    m_engine->oauth().base = baseAddress();
    return {};
}

QString SimServer::baseAddress() const
{
    return QStringLiteral("%1://127.0.0.1:%2").arg(m_isTls ? QStringLiteral("https") : QStringLiteral("http")).arg(m_port);
}

QString SimServer::address(const PortalData &portal) const
{
    return QStringLiteral("%1/%2/rest/%3/%4/")
        .arg(baseAddress(), portal.key, QString::number(portal.webhookUser), QString::fromLatin1(portal.webhookSecret));
}

void SimServer::answer(const std::shared_ptr<PendingAnswer> &pending)
{
    switch (pending->answer.delivery) {
    case HttpAnswer::Delivery::Normal:
    case HttpAnswer::Delivery::Cut:
        pending->send();
        break;
    case HttpAnswer::Delivery::Drop:
        pending->drop();
        break;
    case HttpAnswer::Delivery::Hold:
    case HttpAnswer::Delivery::Never:
        m_held.emplace_back(pending->answer.portal, pending);
        break;
    }
}

void SimServer::release(const QString &portal)
{
    m_engine->clearFaults(portal);
    for (auto &[key, pending] : m_held) {
        if (pending->answer.delivery == HttpAnswer::Delivery::Hold && (portal.isEmpty() || key == portal))
            pending->send();
    }
    std::erase_if(m_held, [&portal](const auto &held) {
        return held.second->answer.delivery == HttpAnswer::Delivery::Hold && (portal.isEmpty() || held.first == portal);
    });
}

int SimServer::heldCount() const { return int(m_held.size()); }

SimThread::SimThread(World world, EngineOptions options)
    : m_world(std::move(world))
    , m_thread(std::make_unique<QThread>())
{
    m_server = new SimServer(m_world, options); // deleted in its thread by ~SimThread
    m_server->moveToThread(m_thread.get());
    m_thread->start();
    call([this](SimServer &server, World &) {
        if (server.listen(0))
            m_port = server.port();
        for (const auto &portal : m_world.portals)
            m_addresses.insert(portal->key, server.address(*portal));
    });
}

SimThread::~SimThread()
{
    call([](SimServer &server, World &) { delete &server; });
    m_thread->quit();
    m_thread->wait();
}

QString SimThread::address(const QString &portalKey) const { return m_addresses.value(portalKey); }

void SimThread::call(const std::function<void(SimServer &, World &)> &function)
{
    // The context is an object of the thread, not the server, which `function` may delete.
    QObject context;
    context.moveToThread(m_thread.get());
    QMetaObject::invokeMethod(&context, [this, &function] { function(*m_server, m_world); }, Qt::BlockingQueuedConnection);
}

} // namespace dealerlens::portalsim
