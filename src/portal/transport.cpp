// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/transport.h"

#include "base/log.h"
#include "portal/endpoint.h"

#include <QIODevice>
#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QSslError>
#include <QTimer>

namespace dealerlens::portal {
namespace {

using base::ErrorKind;
using base::Retry;

class NoCookies final : public QNetworkCookieJar {
public:
    using QNetworkCookieJar::QNetworkCookieJar;

    [[nodiscard]] QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }

    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

// Bytes that can be read one time only: what the network layer would need to send a request again.
class OneTimeBody final : public QIODevice {
public:
    OneTimeBody(QByteArray bytes, QObject *parent)
        : QIODevice(parent)
        , m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    [[nodiscard]] bool isSequential() const override { return true; }

    [[nodiscard]] bool reset() override { return false; }

    [[nodiscard]] bool atEnd() const override { return m_at >= m_bytes.size(); }

    [[nodiscard]] qint64 bytesAvailable() const override { return m_bytes.size() - m_at + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 count = std::min<qint64>(most, m_bytes.size() - m_at);
        if (count <= 0)
            return -1;
        std::memcpy(data, m_bytes.constData() + m_at, static_cast<std::size_t>(count));
        m_at += count;
        return count;
    }

    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_at = 0;
};

// Why we ended a request ourselves.
enum class Cut { None, Deadline, Size };

struct Exchange {
    QNetworkReply *reply = nullptr;
    QByteArray body;
    Cut cut = Cut::None;
    QStringList tlsErrors;
};

base::Failure networkError(const Exchange &exchange)
{
    const QNetworkReply &reply = *exchange.reply;
    const QString host = reply.url().host();
    const QByteArray code = QByteArray("NET_" + QByteArray::number(int(reply.error())));
    if (exchange.cut == Cut::Deadline)
        return base::fail(ErrorKind::Timeout, QStringLiteral("no whole answer in time from ") + host, Retry::Later, "DEADLINE");
    if (exchange.cut == Cut::Size)
        return base::fail(ErrorKind::Protocol, QStringLiteral("the answer is too large"), Retry::Later, "SIZE");
    if (!exchange.tlsErrors.isEmpty() || reply.error() == QNetworkReply::SslHandshakeFailedError)
        return base::fail(ErrorKind::Tls, QString(host + QStringLiteral(": ") + exchange.tlsErrors.join(QStringLiteral("; "))),
            Retry::WhenChanged, "TLS");
    switch (reply.error()) {
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return base::fail(ErrorKind::Timeout, QStringLiteral("no answer from ") + host, Retry::Later, code);
    case QNetworkReply::HostNotFoundError:
        return base::fail(ErrorKind::Network, QStringLiteral("host not found: ") + host, Retry::Later, "HOST_NOT_FOUND");
    case QNetworkReply::ConnectionRefusedError:
        return base::fail(ErrorKind::Network, QStringLiteral("connection refused: ") + host, Retry::Later, "REFUSED");
    case QNetworkReply::UnknownContentError:
        return base::fail(ErrorKind::Protocol, QStringLiteral("the answer cannot be unpacked"), Retry::Later, code);
    default:
        return base::fail(
            ErrorKind::Network, base::withoutSecrets(QString(host + QStringLiteral(": connection failed"))), Retry::Later, code);
    }
}

base::Result<RawReply> outcome(const Exchange &exchange)
{
    const QVariant status = exchange.reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
    const auto error = exchange.reply->error();
    const bool cutOff = error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::OperationCanceledError
        || error == QNetworkReply::UnknownContentError || error == QNetworkReply::TimeoutError;
    if (exchange.cut != Cut::None || !status.isValid() || cutOff)
        return networkError(exchange);
    const int http = status.toInt();
    if (http >= 300 && http < 400) {
        const QUrl target = exchange.reply->url().resolved(exchange.reply->header(QNetworkRequest::LocationHeader).toUrl());
        return base::fail(ErrorKind::Auth,
            QString(target.scheme() + QStringLiteral("://") + target.host()
                + (target.port() > 0 ? QString(u':' + QString::number(target.port())) : QString())),
            Retry::AfterAuth, "MOVED", http);
    }
    return RawReply { http, exchange.body };
}

} // namespace

Transport::Transport(QObject *parent)
    : QObject(parent)
    , m_manager(new QNetworkAccessManager(this))
{
    m_manager->setCookieJar(new NoCookies(m_manager));
    m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

Transport::~Transport()
{
    const auto replies = m_manager->findChildren<QNetworkReply *>();
    for (QNetworkReply *reply : replies) {
        reply->disconnect();
        reply->abort();
    }
}

void Transport::post(const QUrl &url, const QByteArray &contentType, const QByteArray &body, QObject *context, Done done)
{
    send(url, contentType, body, false, context, std::move(done));
}

void Transport::postOnce(const QUrl &url, const QByteArray &contentType, const QByteArray &body, QObject *context, Done done)
{
    send(url, contentType, body, true, context, std::move(done));
}

void Transport::send(const QUrl &url, const QByteArray &contentType, const QByteArray &body, bool once, QObject *context, Done done)
{
    if (!isAllowed(url)) {
        done(base::fail(ErrorKind::Input, QStringLiteral("the address is not allowed"), Retry::Never, "scheme"));
        return;
    }
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, contentType);
    request.setHeader(QNetworkRequest::UserAgentHeader, QByteArrayLiteral("Dealerlens/" DEALERLENS_VERSION));
    request.setRawHeader("Accept", "application/json");
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);

    auto exchange = std::make_shared<Exchange>();
    QNetworkReply *reply = nullptr;
    if (once) {
        request.setHeader(QNetworkRequest::ContentLengthHeader, body.size());
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        auto *device = new OneTimeBody(body, m_manager);
        reply = m_manager->post(request, device);
        device->setParent(reply);
    } else {
        reply = m_manager->post(request, body);
    }
    exchange->reply = reply;
    const qint64 maxBytes = m_limits.maxBytes;
    connect(reply, &QNetworkReply::sslErrors, reply, [exchange](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            exchange->tlsErrors += error.errorString();
    });
    connect(reply, &QNetworkReply::metaDataChanged, reply, [exchange, maxBytes] { // no more than a hint
        const qint64 told = exchange->reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
        if (told > 0 && told <= maxBytes)
            exchange->body.reserve(told);
    });
    connect(reply, &QNetworkReply::readyRead, reply, [exchange, maxBytes] {
        exchange->body += exchange->reply->readAll();
        if (exchange->body.size() > maxBytes) {
            exchange->cut = Cut::Size;
            exchange->body.clear();
            exchange->reply->abort();
        }
    });
    auto *deadline = new QTimer(reply);
    deadline->setSingleShot(true);
    connect(deadline, &QTimer::timeout, reply, [exchange] {
        exchange->cut = Cut::Deadline;
        exchange->reply->abort();
    });
    deadline->start(m_limits.deadlineMs);
    connect(reply, &QNetworkReply::finished, this, [exchange, guard = QPointer<QObject>(context), done = std::move(done)] {
        QNetworkReply *finished = exchange->reply;
        if (exchange->cut == Cut::None && finished->isOpen())
            exchange->body += finished->readAll();
        finished->deleteLater();
        if (guard)
            done(outcome(*exchange));
    });
}

} // namespace dealerlens::portal
