// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

#include <functional>

class QNetworkAccessManager;

namespace dealerlens::portal {

// The bytes of a finished exchange, whatever the status.
struct RawReply {
    int http = 0;
    QByteArray body;
};

// Sends requests to portals through the only QNetworkAccessManager of the program (each one costs a thread).
// Never follows a redirect, keeps no cookies, verifies certificates. Every request ends within its deadline and
// its byte cap: Qt's own transfer timeout counts only idle time. Belongs to the thread that made it.
// Errors: Network, Timeout, Tls, Protocol (too large), Auth with code "MOVED" (the portal has another host now,
// named in detail), Cancelled. No error contains a secret.
class Transport final : public QObject {
    Q_OBJECT
public:
    struct Limits {
        int deadlineMs = 90'000;
        qint64 maxBytes = 64LL * 1024 * 1024;
    };

    using Done = std::function<void(base::Result<RawReply>)>;

    explicit Transport(QObject *parent = nullptr);
    ~Transport() override; // running requests are cut without calling anyone

    void setLimits(const Limits &limits) { m_limits = limits; }

    // POSTs a body of the given type; `done` is called once, on this thread, unless `context` has died.
    void post(const QUrl &url, const QByteArray &contentType, const QByteArray &body, QObject *context, Done done);

    // The same for a request that must not act twice: it leaves this machine at most once. (QNetworkAccessManager
    // sends a POST again by itself when the server closes the connection after reading it.)
    void postOnce(const QUrl &url, const QByteArray &contentType, const QByteArray &body, QObject *context, Done done);

private:
    void send(const QUrl &url, const QByteArray &contentType, const QByteArray &body, bool once, QObject *context, Done done);

    QNetworkAccessManager *m_manager;
    Limits m_limits;
};

} // namespace dealerlens::portal
