// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/restengine.h"

#include <QAbstractHttpServer>
#include <QHttpServerResponder>
#include <QPointer>
#include <QTcpSocket>

#include <functional>

namespace dealerlens::portalsim {

// An answer that has not been sent yet; sending twice does nothing. Dropped unsent, the connection ends.
class PendingAnswer {
public:
    PendingAnswer(QHttpServerResponder responder, QTcpSocket *socket)
        : m_responder(std::move(responder))
        , m_socket(socket)
    {
    }

    HttpAnswer answer;

    void send();
    void drop(); // closes the connection without a word

private:
    QHttpServerResponder m_responder;
    QPointer<QTcpSocket> m_socket;
    bool m_isSent = false;
};

// HTTP on 127.0.0.1 over QAbstractHttpServer; hands every request to `serve`, which sends the answer when it likes.
class HttpListener final : public QAbstractHttpServer {
    Q_OBJECT

public:
    using Serve = std::function<void(const HttpCall &, std::shared_ptr<PendingAnswer>)>;

    explicit HttpListener(Serve serve, QObject *parent = nullptr);

    [[nodiscard]] quint16 listenLocally(quint16 port); // 0: the port is not free

protected:
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override;
    void missingHandler(const QHttpServerRequest &request, QTcpSocket *socket) override;

private:
    Serve m_serve;
};

} // namespace dealerlens::portalsim
