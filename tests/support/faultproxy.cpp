// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultproxy.h"

#include <QPointer>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <sys/socket.h>

namespace dealerlens::testing {
namespace {

using Kind = ProxyFault::Kind;

// Length of the whole HTTP message at the beginning of `bytes`, -1 while it is not there.
qsizetype wholeMessage(const QByteArray &bytes)
{
    const qsizetype head = bytes.indexOf("\r\n\r\n");
    if (head < 0)
        return -1;
    const QByteArray lower = bytes.left(head).toLower();
    const qsizetype at = lower.indexOf("\r\ncontent-length:");
    const qsizetype from = at + qsizetype(sizeof "\r\ncontent-length:") - 1;
    const qsizetype length = at < 0 ? 0 : lower.mid(from, lower.indexOf('\r', from) - from).trimmed().toLongLong();
    return bytes.size() >= head + 4 + length ? head + 4 + length : -1;
}

QByteArray withoutLength(QByteArray answer)
{
    const qsizetype at = answer.toLower().indexOf("\r\ncontent-length:");
    const qsizetype end = at < 0 ? -1 : answer.indexOf("\r\n", at + 2);
    return end < 0 ? answer : answer.replace(at, end - at, "\r\nConnection: close");
}

QByteArray bomb(qint64 bytes)
{
    const QByteArray packed = qCompress(QByteArray(bytes, ' '), 9).mid(4); // behind its length: a zlib stream
    return gatewayAnswer("200 OK", "Content-Encoding: deflate", packed);
}

} // namespace

// One connection of a client.
class ProxyConnection final : public QObject {
public:
    ProxyConnection(FaultProxy &proxy, QTcpSocket *client)
        : QObject(client)
        , m_proxy(proxy)
        , m_client(client)
    {
        connect(client, &QTcpSocket::readyRead, this, [this] { read(); });
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        read();
    }

private:
    void read()
    {
        m_bytes += m_client->readAll();
        const qsizetype size = m_busy ? -1 : wholeMessage(m_bytes);
        if (size < 0)
            return;
        m_busy = true;
        const QByteArray request = m_bytes.left(size);
        m_bytes.remove(0, size);
        const auto fault = m_proxy.faultFor(request.left(request.indexOf('\r')));
        if (fault)
            spoil(*fault, request);
        else
            forward(request, [this](const QByteArray &answer) { give(answer); });
    }

    // `then` gets the portal's whole answer, "" when it gave none; not called when the client has gone.
    void forward(const QByteArray &request, std::function<void(const QByteArray &)> then)
    {
        auto *portal = new QTcpSocket(&m_proxy);
        auto got = std::make_shared<QByteArray>();
        const auto end = [portal, got, guard = QPointer<ProxyConnection>(this), then = std::move(then)] {
            portal->disconnect();
            portal->deleteLater();
            if (guard)
                then(*got);
        };
        connect(portal, &QTcpSocket::readyRead, portal, [portal, got, end] {
            *got += portal->readAll();
            if (wholeMessage(*got) >= 0)
                end();
        });
        connect(portal, &QTcpSocket::disconnected, portal, end);
        connect(portal, &QTcpSocket::errorOccurred, portal, end);
        portal->connectToHost(QStringLiteral("127.0.0.1"), m_proxy.m_portalPort);
        portal->write(request);
    }

    void give(const QByteArray &answer)
    {
        if (answer.isEmpty()) {
            m_client->abort();
            return;
        }
        m_client->write(answer);
        m_busy = false;
        if (!m_bytes.isEmpty())
            read();
    }

    void end(bool reset)
    {
        if (!reset) {
            m_client->disconnectFromHost();
            return;
        }
        const linger atOnce { 1, 0 };
        ::setsockopt(int(m_client->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        m_client->abort();
    }

    void spoil(const ProxyFault &fault, const QByteArray &request)
    {
        switch (fault.kind) {
        case Kind::Hang:
        case Kind::Close:
        case Kind::Answer:
            if (fault.applied)
                forward(request, [this, fault](const QByteArray &) { instead(fault); });
            else
                instead(fault);
            break;
        case Kind::ApplyLate: // the portal gets it whether the client is still there or not
            QTimer::singleShot(fault.ms, &m_proxy, [request, proxy = &m_proxy] {
                auto *portal = new QTcpSocket(proxy);
                connect(portal, &QTcpSocket::readyRead, portal, &QObject::deleteLater);
                portal->connectToHost(QStringLiteral("127.0.0.1"), proxy->m_portalPort);
                portal->write(request);
            });
            end(fault.reset);
            break;
        case Kind::GzipBomb:
            give(bomb(fault.bytes));
            break;
        case Kind::HugeHeaders:
            m_client->write("HTTP/1.1 200 OK\r\n");
            for (qint64 sent = 0; sent < fault.bytes; sent += 1'000)
                m_client->write("X-Filler: " + QByteArray(988, 'x') + "\r\n");
            break;
        case Kind::Delay:
        case Kind::Dribble:
        case Kind::Truncate:
            forward(request, [this, fault](const QByteArray &answer) { partly(fault, answer); });
            break;
        }
    }

    void instead(const ProxyFault &fault)
    {
        if (fault.kind == Kind::Answer)
            give(fault.answer);
        else if (fault.kind == Kind::Close)
            end(fault.reset);
    }

    void partly(const ProxyFault &fault, const QByteArray &answer)
    {
        if (fault.kind == Kind::Delay) {
            QTimer::singleShot(fault.ms, this, [this, answer] { give(answer); });
        } else if (fault.kind == Kind::Truncate) {
            const QByteArray told = fault.withLength ? answer : withoutLength(answer);
            m_client->write(told.left(fault.bytes < 0 ? std::max<qsizetype>(0, told.size() + fault.bytes) : fault.bytes));
            m_client->flush();
            end(fault.reset);
        } else {
            auto *timer = new QTimer(this);
            auto rest = std::make_shared<QByteArray>(answer);
            connect(timer, &QTimer::timeout, this, [this, timer, rest, bytes = std::max<qint64>(1, fault.bytes)] {
                m_client->write(rest->left(bytes));
                rest->remove(0, std::min<qsizetype>(bytes, rest->size()));
                if (rest->isEmpty())
                    timer->deleteLater();
            });
            timer->start(fault.ms);
        }
    }

    FaultProxy &m_proxy;
    QTcpSocket *m_client;
    QByteArray m_bytes;
    bool m_busy = false;
};

QByteArray gatewayAnswer(const QByteArray &status, const QByteArray &header, const QByteArray &body)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: text/html\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n"
        + (header.isEmpty() ? QByteArray() : QByteArray(header + "\r\n")) + "\r\n" + body;
}

FaultProxy::FaultProxy(quint16 portalPort, const std::optional<QSslConfiguration> &tls)
    : m_portalPort(portalPort)
    , m_tls(tls.has_value())
{
    if (tls) {
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(*tls);
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (QTcpSocket *client = m_server->nextPendingConnection())
            new ProxyConnection(*this, client);
    });
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("no port for the proxy");
}

FaultProxy::~FaultProxy() = default;

quint16 FaultProxy::port() const { return m_server->serverPort(); }

QString FaultProxy::through(const QString &address) const
{
    QUrl url(address);
    url.setPort(port());
    url.setScheme(m_tls ? QStringLiteral("https") : QStringLiteral("http"));
    return url.toString();
}

std::optional<ProxyFault> FaultProxy::faultFor(const QByteArray &requestLine)
{
    ++m_requests;
    if (!m_fault || m_fault->remaining == 0 || !requestLine.contains(m_fault->method))
        return {};
    if (m_fault->remaining > 0)
        --m_fault->remaining;
    ++m_spoiled;
    return m_fault;
}

} // namespace dealerlens::testing
