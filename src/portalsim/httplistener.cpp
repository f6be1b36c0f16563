// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/httplistener.h"

#include <QHostAddress>
#include <QHttpServerRequest>
#include <QTcpSocket>
#include <QUrl>

namespace dealerlens::portalsim {

void PendingAnswer::send()
{
    if (m_isSent)
        return;
    m_isSent = true;
    if (!m_socket || m_socket->state() != QAbstractSocket::ConnectedState)
        return; // the client has gone; the responder's stream writes into the socket without asking
    const auto status = QHttpServerResponder::StatusCode(answer.status);
    const bool cut = answer.delivery == HttpAnswer::Delivery::Cut;
    m_responder.writeStatusLine(status);
    m_responder.writeHeader("Content-Type", answer.contentType);
    m_responder.writeHeader("Content-Length", QByteArray::number(answer.body.size()));
    if (!answer.location.isEmpty())
        m_responder.writeHeader("Location", answer.location);
    m_responder.writeBody(cut ? answer.body.left(answer.body.size() / 2) : answer.body);
    if (cut && m_socket) {
        m_socket->flush();
        QMetaObject::invokeMethod(m_socket, [socket = m_socket] { socket->disconnectFromHost(); }, Qt::QueuedConnection);
    }
}

void PendingAnswer::drop()
{
    if (m_isSent)
        return;
    m_isSent = true;
    if (m_socket)
        QMetaObject::invokeMethod(m_socket, [socket = m_socket] { socket->abort(); }, Qt::QueuedConnection);
}

HttpListener::HttpListener(Serve serve, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_serve(std::move(serve))
{
}

quint16 HttpListener::listenLocally(quint16 port) { return listen(QHostAddress(QHostAddress::LocalHost), port); }

bool HttpListener::handleRequest(const QHttpServerRequest &request, QTcpSocket *socket)
{
    HttpCall call;
    const QUrl url = request.url();
    call.path = url.path(QUrl::FullyDecoded).toUtf8();
    call.query = url.query(QUrl::FullyEncoded).toUtf8();
    call.host = request.value("Host");
    call.contentType = request.value("Content-Type");
    call.body = request.body();
    call.isPost = request.method() == QHttpServerRequest::Method::Post;
    m_serve(call, std::make_shared<PendingAnswer>(makeResponder(request, socket), socket));
    return true;
}

void HttpListener::missingHandler(const QHttpServerRequest &request, QTcpSocket *socket)
{
    makeResponder(request, socket).write(QHttpServerResponder::StatusCode::NotFound);
}

} // namespace dealerlens::portalsim
