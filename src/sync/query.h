// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "model/network.h"
#include "model/record.h"

#include <optional>
#include <vector>

namespace dealerlens::sync {

// What the mirror asks a portal, in its own words; wire.h says it in the portal's. A portal answers at most
// kPageSize rows to one question and kBatchSize questions in one request (REST reference 2.3, 2.4).
inline constexpr std::size_t kPageSize = 50;
inline constexpr std::size_t kBatchSize = 50;

enum class Ask : std::uint8_t {
    Page, // rows with an id above `after` and not above `upTo`, ascending, changed since `since`
    Touched, // leads or deals whose last activity is not before `since`; otherwise like Page
    Recent, // calls begun not before `since`; otherwise like Page
    Count, // how many there are altogether, and the highest ids, descending
    Ids, // like Page without `since`, ids only
    Check, // like Ids: a part of them, to be compared with ours
    Known, // which of `ids` exist: ids only
    Fetch, // the rows of `ids`
    Story, // stage history of the leads or deals `ids`, from above `after`
    Whole, // a directory as a whole (departments: from row `start`)
    Comments, // comments of the item `owner` `ids[0]` from row `start`
};

struct Query {
    Ask ask = Ask::Page;
    model::EntityKind kind = model::EntityKind::Lead;
    model::RecordId after = 0;
    model::RecordId upTo = 0; // no id above it; 0: to the end
    int behind = -1; // instead of `after`: behind the last row of that earlier query of the same request
    base::UtcSeconds since = base::kNever;
    bool counted = false; // the answer shall tell the total
    int start = 0;
    std::vector<model::RecordId> ids;
    model::EntityKind owner = model::EntityKind::Lead; // Comments: of what; Whole of UserField: whose fields
};

struct Answer {
    std::optional<base::Error> error;
    std::vector<model::Record> records;
    std::vector<model::RecordId> ids; // Count (a page of the highest), Ids, Check, Known
    std::int64_t total = -1; // -1: not told
    double operating = 0; // seconds of the method's budget that are used
    base::UtcSeconds resetAt = base::kNever;
};

// One request's answers, in the order of the questions.
struct Answers {
    std::vector<Answer> list;
    base::UtcSeconds startedAt = base::kNever; // the portal's clock before it looked at the first question
    double operating = 0; // as charged to the request itself
    base::UtcSeconds resetAt = base::kNever;
};

} // namespace dealerlens::sync
