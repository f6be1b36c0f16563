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

constexpr qint64 kSmall = 32 * 1024; // is read without a place
constexpr qint64 kAtOnce = 256 * 1024;
constexpr qint64 kUsual = 4 * 1024 * 1024; // what a large answer comes to, before that is known
constexpr std::chrono::seconds kLongestRest { 2 }; // of an answer that has a place

void append(QByteArray &body, QIODevice &from, qint64 most)
{
    const qsizetype before = body.size();
    if (body.capacity() < before + most) // its length is not told
        body.reserve(std::max(2 * body.capacity(), before + most));
    body.resize(before + most);
    body.truncate(before + std::max<qint64>(0, from.read(body.data() + before, most)));
}

base::Failure networkError(const QNetworkReply &reply, Cut cut, const QStringList &tlsErrors)
{
    const QString host = reply.url().host();
    const QByteArray code = QByteArray("NET_" + QByteArray::number(int(reply.error())));
    if (cut == Cut::Deadline)
        return base::fail(ErrorKind::Timeout, QStringLiteral("no whole answer in time from ") + host, Retry::Later, "DEADLINE");
    if (cut == Cut::Size)
        return base::fail(ErrorKind::Protocol, QStringLiteral("the answer is too large"), Retry::Later, "SIZE");
    if (!tlsErrors.isEmpty() || reply.error() == QNetworkReply::SslHandshakeFailedError)
        return base::fail(
            ErrorKind::Tls, QString(host + QStringLiteral(": ") + tlsErrors.join(QStringLiteral("; "))), Retry::WhenChanged, "TLS");
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

} // namespace

struct Transport::Exchange {
    QNetworkReply *reply = nullptr;
    QByteArray body;
    Cut cut = Cut::None;
    QStringList tlsErrors;
    QTimer *deadline = nullptr;
    QTimer *rest = nullptr;
    std::shared_ptr<Intake::Place> place;
    bool hasAsked = false;
    bool isLet = false;

    void end(Cut why)
    {
        cut = why;
        body.clear();
        place.reset();
        reply->abort();
    }

    base::Result<RawReply> outcome();
};

base::Result<RawReply> Transport::Exchange::outcome()
{
    const QVariant status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
    const auto error = reply->error();
    const bool cutOff = error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::OperationCanceledError
        || error == QNetworkReply::UnknownContentError || error == QNetworkReply::TimeoutError;
    if (cut != Cut::None || !status.isValid() || cutOff)
        return networkError(*reply, cut, tlsErrors);
    const int http = status.toInt();
    if (http >= 300 && http < 400) {
        const QUrl target = reply->url().resolved(reply->header(QNetworkRequest::LocationHeader).toUrl());
        return base::fail(ErrorKind::Auth,
            QString(target.scheme() + QStringLiteral("://") + target.host()
                + (target.port() > 0 ? QString(u':' + QString::number(target.port())) : QString())),
            Retry::AfterAuth, "MOVED", http);
    }
    if (place)
        place->resize(body.size());
    return RawReply { http, std::move(body), std::move(place) };
}

Transport::Transport(QObject *parent)
    : QObject(parent)
    , m_intake(std::make_shared<Intake>(m_limits.intake))
{
}

void Transport::setLimits(const Limits &limits)
{
    m_limits = limits;
    m_intake = std::make_shared<Intake>(limits.intake);
}

Transport::~Transport()
{
    const auto replies = findChildren<QNetworkReply *>();
    for (QNetworkReply *reply : replies) {
        reply->disconnect();
        reply->abort();
    }
}

// The first one that would send at once, or the one with the fewest waiting.
std::size_t Transport::exitTo(const QString &host)
{
    constexpr int kChannels = 6; // of a QHttpNetworkConnection
    constexpr std::size_t kMost = 8;
    const auto running = [&host](const Exit &exit) {
        const auto found = exit.running.find(host);
        return found == exit.running.end() ? 0 : found->second;
    };
    auto exit = std::ranges::find_if(m_exits, [&](const Exit &each) { return running(each) < kChannels; });
    if (exit == m_exits.end() && m_exits.size() < kMost) {
        auto *manager = new QNetworkAccessManager(this);
        manager->setCookieJar(new NoCookies(manager));
        manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        exit = m_exits.insert(m_exits.end(), { manager, {} });
    }
    if (exit == m_exits.end())
        exit = std::ranges::min_element(m_exits, {}, running);
    ++exit->running[host];
    return static_cast<std::size_t>(exit - m_exits.begin());
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

    const auto exchange = std::make_shared<Exchange>();
    const QString host = url.authority();
    const std::size_t exit = exitTo(host);
    QNetworkAccessManager *manager = m_exits[exit].manager;
    QNetworkReply *reply = nullptr;
    if (once) {
        request.setHeader(QNetworkRequest::ContentLengthHeader, body.size());
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        auto *device = new OneTimeBody(body, manager);
        reply = manager->post(request, device);
        device->setParent(reply);
    } else {
        reply = manager->post(request, body);
    }
    exchange->reply = reply;
    watch(exchange);
    connect(
        reply, &QNetworkReply::finished, this, [this, host, exit, exchange, guard = QPointer<QObject>(context), done = std::move(done)] {
            QNetworkReply *finished = exchange->reply;
            if (auto &running = m_exits[exit].running; --running[host] == 0)
                running.erase(host);
            if (exchange->cut == Cut::None && finished->isOpen())
                exchange->body += finished->readAll();
            finished->deleteLater();
            if (guard)
                done(exchange->outcome());
        });
}

void Transport::watch(const ExchangePtr &exchange)
{
    QNetworkReply *reply = exchange->reply;
    // The request begins from the event loop, too: said before that, it would reach nobody.
    QMetaObject::invokeMethod(reply, [reply] { reply->setReadBufferSize(kSmall); }, Qt::QueuedConnection);
    connect(reply, &QNetworkReply::sslErrors, reply, [exchange](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            exchange->tlsErrors += error.errorString();
    });
    connect(reply, &QNetworkReply::readyRead, this, [this, exchange] { take(exchange); });
    exchange->deadline = new QTimer(reply);
    exchange->deadline->setSingleShot(true);
    connect(exchange->deadline, &QTimer::timeout, reply, [exchange] { exchange->end(Cut::Deadline); });
    exchange->deadline->start(m_limits.deadlineMs);
    // Who has a place and is silent gives it up, not what has been read.
    exchange->rest = new QTimer(reply);
    exchange->rest->setSingleShot(true);
    exchange->rest->setInterval(kLongestRest);
    connect(exchange->rest, &QTimer::timeout, reply, [exchange] { exchange->place.reset(); });
}

// A small answer is read at once, a large one when it is let in: its length, where it is told, is no more than a hint.
void Transport::take(const ExchangePtr &exchange)
{
    QNetworkReply *reply = exchange->reply;
    QByteArray &body = exchange->body;
    if (exchange->cut != Cut::None)
        return;
    if (exchange->isLet || body.size() < kSmall)
        append(body, *reply, exchange->isLet ? reply->bytesAvailable() : kSmall - body.size());
    if (body.size() > m_limits.maxBytes)
        return exchange->end(Cut::Size);
    if (exchange->place)
        exchange->rest->start();
    if (body.size() < kSmall || std::exchange(exchange->hasAsked, true))
        return;
    const int left = exchange->deadline->remainingTime();
    exchange->deadline->stop();
    const qint64 told = reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    const qint64 length = std::clamp<qint64>(told, 0, m_limits.maxBytes); // packed, perhaps
    m_intake->ask(reply, std::max(length, kUsual), [this, exchange, left, length](std::shared_ptr<Intake::Place> place) {
        if (exchange->reply->isFinished())
            return;
        exchange->isLet = true;
        exchange->place = std::move(place);
        exchange->rest->start();
        exchange->deadline->start(left);
        exchange->body.reserve(length);
        exchange->reply->setReadBufferSize(kAtOnce);
        take(exchange);
    });
}

} // namespace dealerlens::portal
