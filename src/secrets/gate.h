// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/secretstore.h"

#include <chrono>

namespace dealerlens::secrets {

// One question at a time to a store that may have to ask a person: three hundred portals that begin together make
// one prompt. When a read is refused, locked out, impossible or not answered in time, everybody who waits, and
// whoever comes within the next minute, gets the same answer without another prompt, until askAgain() or a success.
// Adds the error Timeout with code "KEYRING_SLOW". Thread-safe.
[[nodiscard]] std::unique_ptr<SecretStore> oneAtATime(
    std::unique_ptr<SecretStore> inner, std::chrono::milliseconds patience = std::chrono::minutes(2));

} // namespace dealerlens::secrets
