// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSslConfiguration>
#include <QString>

#include <memory>
#include <optional>

class QTcpServer;
class QTcpSocket;

namespace dealerlens::testing {

// What goes wrong with a request that matches.
struct ProxyFault {
    enum class Kind {
        Delay, // the answer comes `ms` later
        Dribble, // the answer comes in pieces of `bytes`, one each `ms`
        Hang, // no answer, the connection stays
        Close, // no answer, the connection ends
        ApplyLate, // as Close, but the portal gets the request `ms` later
        Truncate, // only the first `bytes` of the answer, headers included, or all but the last -`bytes`; then the end
        Answer, // `answer` in place of the portal's own
        GzipBomb, // a small answer that unpacks to `bytes`
        HugeHeaders, // `bytes` of headers before anything else
    };

    Kind kind = Kind::Hang;
    QByteArray method {}; // only requests whose address contains it; "" all
    int remaining = -1; // requests that it still hits; -1 for ever
    bool applied = false; // Hang, Close, Answer: whether the portal gets the request before
    bool reset = false; // ends are RST instead of FIN
    bool withLength = true; // Truncate: false takes Content-Length out, so that the cut cannot be seen from outside
    int ms = 0;
    qint64 bytes = 0;
    QByteArray answer {}; // a whole HTTP answer
};

// HTTP answer of a gateway: `status` "502 Bad Gateway", one further header line or "", body.
[[nodiscard]] QByteArray gatewayAnswer(const QByteArray &status, const QByteArray &header = {}, const QByteArray &body = {});

// Stands between a client and a portal simulator on 127.0.0.1 and spoils what passes, byte by byte. One request after
// the other on each connection, bodies with Content-Length. Lives in the thread that makes it, which must run its
// event loop.
class FaultProxy final : public QObject {
    Q_OBJECT
public:
    // With `tls` it speaks https to the client; the portal behind is always asked in plain http.
    explicit FaultProxy(quint16 portalPort, const std::optional<QSslConfiguration> &tls = {});
    ~FaultProxy() override;

    [[nodiscard]] quint16 port() const;
    // The same address with this proxy's port (and https when it speaks TLS).
    [[nodiscard]] QString through(const QString &address) const;

    void spoil(const ProxyFault &fault) { m_fault = fault; } // replaces the one before

    void heal() { m_fault.reset(); }

    [[nodiscard]] int requests() const { return m_requests; } // whole requests that have come

    [[nodiscard]] int spoiled() const { return m_spoiled; }

private:
    friend class ProxyConnection;
    [[nodiscard]] std::optional<ProxyFault> faultFor(const QByteArray &requestLine);

    std::unique_ptr<QTcpServer> m_server;
    std::optional<ProxyFault> m_fault;
    quint16 m_portalPort;
    bool m_tls;
    int m_requests = 0;
    int m_spoiled = 0;
};

} // namespace dealerlens::testing
