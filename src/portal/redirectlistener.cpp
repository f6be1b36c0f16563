// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/redirectlistener.h"

#include <QRandomGenerator>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>

#include <array>

namespace dealerlens::portal {
namespace {

constexpr qint64 kLongestHead = 8'192;
constexpr int kPatienceMs = 10'000; // for a connection that sends nothing

QString randomState()
{
    std::array<quint32, 4> words {};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex());
}

} // namespace

RedirectListener::RedirectListener(QObject *parent)
    : QObject(parent)
    , m_state(randomState())
    , m_farewell(QStringLiteral("Dealerlens has received the consent. This page may be closed."))
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            serve(socket);
    });
}

RedirectListener::~RedirectListener() = default;

base::Result<> RedirectListener::listen(quint16 port)
{
    if (!m_server.isListening() && !m_server.listen(QHostAddress(QHostAddress::LocalHost), port))
        return base::fail(base::ErrorKind::Network, QStringLiteral("port %1 is taken").arg(port), base::Retry::Later, "PORT");
    return {};
}

QString RedirectListener::address() const { return QStringLiteral("http://127.0.0.1:%1/").arg(m_server.serverPort()); }

void RedirectListener::serve(QTcpSocket *socket)
{
    socket->setParent(this); // the farewell still has to leave when the server is closed
    socket->setReadBufferSize(kLongestHead);
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    QTimer::singleShot(kPatienceMs, socket, [socket] { socket->abort(); });
}

void RedirectListener::read(QTcpSocket *socket)
{
    const QByteArray head = socket->peek(kLongestHead);
    if (!head.contains("\r\n\r\n")) {
        if (head.size() >= kLongestHead)
            answer(socket, "431 Request Header Fields Too Large", QStringLiteral("Too long."));
        return;
    }
    disconnect(socket, &QTcpSocket::readyRead, this, nullptr);
    const QList<QByteArray> words = head.left(head.indexOf("\r\n")).split(' ');
    if (words.size() != 3 || words[0] != "GET")
        return answer(socket, "405 Method Not Allowed", QStringLiteral("Not for you."));
    const QUrlQuery query(QUrl::fromEncoded(words[1]));
    const auto value = [&query](const char *name) { return query.queryItemValue(QString::fromLatin1(name), QUrl::FullyDecoded); };
    if (value("state") != m_state || value("code").isEmpty())
        return answer(socket, "403 Forbidden", QStringLiteral("This is not the answer to the sign-in that was begun."));
    if (!m_server.isListening())
        return answer(socket, "410 Gone", QStringLiteral("The sign-in is over."));
    m_server.close();
    answer(socket, "200 OK", m_farewell);
    Q_EMIT arrived(value("code"));
}

// Nothing of the request is repeated on the page, and its address with the code goes nowhere else.
void RedirectListener::answer(QTcpSocket *socket, const QByteArray &status, const QString &text)
{
    const QByteArray body = text.toUtf8() + '\n';
    socket->write("HTTP/1.1 " + status
        + "\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n"
          "Content-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    socket->disconnectFromHost();
}

} // namespace dealerlens::portal
