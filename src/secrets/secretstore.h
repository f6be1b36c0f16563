// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QFuture>
#include <QString>

#include <map>
#include <memory>

namespace dealerlens::secrets {

// Where the keys of portals are kept: the system keyring, or (chosen explicitly) a file readable by its owner
// only. Nothing else in the program keeps a secret for longer than a request needs it. Thread-safe.
class SecretStore {
public:
    virtual ~SecretStore() = default;
    // The secret of `name` (a portal's key, or "oauth:" and the client id of an application). Errors: NotFound (really
    // absent), Denied with code "KEYRING_LOCKED" or "KEYRING" (refused by the user) or "MODE" (file open to others),
    // Storage with code "NO_KEYRING" (none on this machine) or "KEYRING", Timeout "KEYRING_SLOW".
    [[nodiscard]] virtual QFuture<base::Result<QString>> read(const QString &name) = 0;
    [[nodiscard]] virtual QFuture<base::Result<>> write(const QString &name, const QString &secret) = 0;
    // Many, name by name; ends with the first error.
    [[nodiscard]] virtual QFuture<base::Result<>> writeAll(const std::map<QString, QString> &secrets);
    [[nodiscard]] virtual QFuture<base::Result<>> remove(const QString &name) = 0;
    // Where it is, for people: "system keyring" or the path.
    [[nodiscard]] virtual QString place() const = 0;

    // A person acts now: a refusal of a moment ago is not held against them.
    virtual void askAgain() { }
};

// The system keyring through QtKeychain, asked one thing at a time (gate.h); no insecure fallback.
[[nodiscard]] std::unique_ptr<SecretStore> openKeyring();

// A JSON file {"name": "secret"}, mode 0600, written atomically. Errors: Denied when others may read it.
[[nodiscard]] base::Result<std::unique_ptr<SecretStore>> openCredentialsFile(const QString &path);

} // namespace dealerlens::secrets
