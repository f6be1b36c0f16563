// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <optional>

namespace dealerlens::sync {

// A failure as the store keeps it: "auth expired_token (401)"; words and codes are stable, in English. What was
// written for the log is not kept. The way back loses that and the kind of repetition.
[[nodiscard]] QString problemWord(const base::Error &error);
[[nodiscard]] std::optional<base::Error> problemOf(const QString &word); // nothing when there is none

} // namespace dealerlens::sync
