// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QString>
#include <QUrl>

namespace dealerlens::portal {

// A webhook address taken apart (REST reference 1.1): `endpoint` is public, `secret` is not.
struct Address {
    QString endpoint; // https://host[:port][/path]/rest/<user id>
    QString secret;
};

// https, or http to a loop-back host; …/rest/<user id>/<secret>[/<method>]. Error: Input with code "address",
// "scheme", "host" or "secret"; its detail does not repeat the text.
[[nodiscard]] base::Result<Address> parseAddress(const QString &text);

// <endpoint>/<secret>/<method>.json; without a secret (OAuth: the token is in the body) <endpoint>/<method>.json
[[nodiscard]] QUrl methodUrl(const QString &endpoint, const QString &secret, const QByteArray &method);

// The same rule for every address the program is about to use.
[[nodiscard]] bool isAllowed(const QUrl &url);

} // namespace dealerlens::portal
