// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "portal/intake.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

#include <functional>
#include <map>
#include <memory>
#include <vector>

class QNetworkAccessManager;

namespace dealerlens::portal {

// The bytes of a finished exchange, whatever the status.
struct RawReply {
    int http = 0;
    QByteArray body;
    // Of a large answer: to be kept until nothing of it is in memory any more, then dropped on the transport's thread.
    std::shared_ptr<Intake::Place> place = {};
};

// Sends requests to portals. A QNetworkAccessManager keeps all but six requests to a host waiting; for more of them there are
// further ones, made when they are needed and kept (each costs a thread).
// Never follows a redirect, keeps no cookies, verifies certificates. Every request ends within its deadline and
// its byte cap: Qt's own transfer timeout counts only idle time. Large answers are read when they have a place (intake.h); to
// wait for it does not count. Belongs to the thread that made it.
// Errors: Network, Timeout, Tls, Protocol (too large), Auth with code "MOVED" (the portal has another host now,
// named in detail), Cancelled. No error contains a secret.
class Transport final : public QObject {
    Q_OBJECT
public:
    struct Limits {
        int deadlineMs = 90'000;
        qint64 maxBytes = 64LL * 1024 * 1024;
        qint64 intake = 10LL * 1024 * 1024; // of large answers that are in memory at a time
    };

    using Done = std::function<void(base::Result<RawReply>)>;

    explicit Transport(QObject *parent = nullptr);
    ~Transport() override; // running requests are cut without calling anyone

    void setLimits(const Limits &limits); // before the first request

    [[nodiscard]] bool isCrowded() const { return m_intake->isCrowded(); } // more comes than is made use of

    // POSTs a body of the given type; `done` is called once, on this thread, unless `context` has died.
    void post(const QUrl &url, const QByteArray &contentType, const QByteArray &body, QObject *context, Done done);

    // The same for a request that must not act twice: it leaves this machine at most once. (QNetworkAccessManager
    // sends a POST again by itself when the server closes the connection after reading it.)
    void postOnce(const QUrl &url, const QByteArray &contentType, const QByteArray &body, QObject *context, Done done);

private:
    struct Exchange;
    using ExchangePtr = std::shared_ptr<Exchange>;

    void send(const QUrl &url, const QByteArray &contentType, const QByteArray &body, bool once, QObject *context, Done done);
    void watch(const ExchangePtr &exchange);
    void take(const ExchangePtr &exchange);

    struct Exit {
        QNetworkAccessManager *manager = nullptr;
        std::map<QString, int> running; // requests to a host
    };

    [[nodiscard]] std::size_t exitTo(const QString &host);

    std::vector<Exit> m_exits;
    Limits m_limits;
    std::shared_ptr<Intake> m_intake;
};

} // namespace dealerlens::portal
