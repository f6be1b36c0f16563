// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/secretstore.h"

namespace dealerlens::secrets {

QFuture<base::Result<>> SecretStore::writeAll(const std::map<QString, QString> &secrets)
{
    QFuture<base::Result<>> all = QtFuture::makeReadyFuture(base::Result<>());
    for (const auto &[name, secret] : secrets) {
        all = all.then([this, name = name, secret = secret](
                           const base::Result<> &before) { return before ? write(name, secret) : QtFuture::makeReadyFuture(before); })
                  .unwrap();
    }
    return all;
}

} // namespace dealerlens::secrets
