// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <expected>

namespace dealerlens::base {

// What went wrong, as the program decides upon it. Text for people is made from kind and code in viewmodels
// (and in ctl); `detail` is for the log only and never contains a secret.
enum class ErrorKind {
    Network, // no connection, name not found, connection cut
    Timeout,
    Tls,
    Auth, // the portal does not accept the key any more
    Limit, // 503 QUERY_LIMIT_EXCEEDED or 429 OPERATION_TIME_LIMIT
    Denied, // a right or scope is missing, or the plan has no REST
    NotFound,
    Protocol, // the answer is not what the protocol says
    Rejected, // the portal refuses these values
    Storage,
    Full, // no room on the disk
    Corrupt, // a database file is damaged
    Newer, // a database was written by a newer version of the program
    Input, // a file or argument given by the user cannot be used
    Cancelled,
    Bug,
};

// What the engine does about it; it switches on this, never on text.
enum class Retry { Never, Later, AfterAuth, AfterLimit, WhenChanged };

struct Error {
    ErrorKind kind = ErrorKind::Bug;
    Retry retry = Retry::Never;
    QString detail; // for the log; no secret, no personal data
    QByteArray code; // the portal's code or SQLite's, "" when there is none
    int http = 0; // HTTP status, 0 when there is none
};

template <class T = void> using Result = std::expected<T, Error>;

using Failure = std::unexpected<Error>;

inline Failure fail(ErrorKind kind, QString detail, Retry retry = Retry::Never, QByteArray code = {}, int http = 0)
{
    return Failure(Error { kind, retry, std::move(detail), std::move(code), http });
}

} // namespace dealerlens::base
