// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/reply.h"
#include "portal/request.h"
#include "sync/query.h"

namespace dealerlens::sync {

// The portal's stamps have whole seconds and are not given in the order of commits: each "changed since" reaches
// back this far behind the last one (REST reference 7: at least two minutes).
inline constexpr base::UtcSeconds kOverlapSeconds = 120;

// The link and the record of a call are filled in after it: so far back calls are read again.
inline constexpr base::UtcSeconds kRereadCallsSeconds = 86'400;

// REST method that answers a question; budgets of time are kept by it.
[[nodiscard]] QByteArray methodOf(Ask ask, model::EntityKind kind);

// The question as a call. `queries` are all questions of the request (for references to earlier ones).
[[nodiscard]] portal::Call callFor(const Query &query, const std::vector<Query> &queries);

// Answers to the questions of one request. Error: Protocol when the reply is no batch reply at all.
[[nodiscard]] base::Result<Answers> readAnswers(const portal::Reply &reply, const std::vector<Query> &queries);

} // namespace dealerlens::sync
