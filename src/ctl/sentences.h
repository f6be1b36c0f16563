// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QString>

namespace dealerlens::sync {
struct ListProblem;
}

namespace dealerlens::ctl {

// What happened and what to do, in English, from kind and code; `detail` is for the log (but names the new host
// of a portal that has moved).
[[nodiscard]] QString sentenceFor(const base::Error &error);

// The same of a list of portals or one of its lines; begins with a small letter where it goes on behind a colon.
[[nodiscard]] QString sentenceFor(const sync::ListProblem &problem);

// The exit code that tells the same to a script.
[[nodiscard]] int exitCodeFor(const base::Error &error);

} // namespace dealerlens::ctl
