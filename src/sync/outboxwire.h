// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/reply.h"
#include "portal/request.h"
#include "sync/outboxplanner.h"

namespace dealerlens::sync {

// The look as a call; rows of Text from `start` (50 a page, newest first). kAlikeLook: the second look of a lead or task
// that was not found, for one that is alike.
inline constexpr int kAlikeLook = 1'000'000'000;
[[nodiscard]] portal::Call lookCall(const Look &look, int start);

// What a whole answer to lookCall() shows. `next`: where to look on when nothing was found yet; -1: that was all.
// Error: Protocol, NotFound when the record is gone.
struct LookAnswer {
    Seen seen;
    int next = -1;
};

[[nodiscard]] base::Result<LookAnswer> readLook(const Look &look, int start, const portal::Reply &reply);

// What people on the portal read: the text of a comment, the title of a task, with the reference.
[[nodiscard]] QString commentText(const model::Write &write);
[[nodiscard]] QString taskTitle(const model::Write &write);

// The write as a call of its own; it never travels in a batch, whose "$result[" would be replaced inside texts
// (REST reference 2.4).
[[nodiscard]] portal::Call writeCall(const model::Write &write);
[[nodiscard]] base::Result<Accepted> readAccepted(const model::Write &write, const portal::Reply &reply);

} // namespace dealerlens::sync
