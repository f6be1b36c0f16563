// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "portal/json.h"

#include <map>
#include <optional>
#include <vector>

namespace dealerlens::portal {

// How much of a method's time budget is used (REST reference 2.2).
struct MethodTime {
    double operating = 0; // seconds in the last ten minutes
    base::UtcSeconds resetAt = base::kNever; // portal's clock
};

// What a portal said to one request. Owns the text its views point into.
struct Reply {
    JsonDocument document;
    JsonView result;
    std::int64_t total = -1; // -1: not told
    base::UtcSeconds startedAt = base::kNever; // portal's clock when it began to work on the request
    QString zoneOffset; // "+03:00", "" when not told
    MethodTime time;
};

struct CommandReply {
    std::optional<base::Error> error;
    JsonView result;
    std::int64_t total = -1;
    MethodTime time;
};

// Bytes of a reply with its HTTP status. Errors are classified (errors.h); a body that is not JSON is judged by
// its status, a whole one with status 200 is Protocol.
[[nodiscard]] base::Result<Reply> readReply(int http, const QByteArray &body);

// Answers of a batch of `count` commands in their order (reference 2.4). A key absent everywhere: Protocol, the
// command was not executed.
[[nodiscard]] base::Result<std::vector<CommandReply>> readBatch(const Reply &reply, std::size_t count);

} // namespace dealerlens::portal
