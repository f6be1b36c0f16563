// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"

#include <string_view>

namespace dealerlens::model {

// What the standard says is no business. Pure functions, any thread; texts are compared folded.

// ORIGINATOR_ID or ORIGIN_ID begins with one of testOrigins, or the title with one of testTitles.
[[nodiscard]] bool isTest(const Standard &standard, std::string_view originator, std::string_view origin, std::string_view title);

// Of a stage in which items end lost: its code (without the funnel's "C2:") is one of junkStages, or a word of its
// name begins with one.
[[nodiscard]] bool isJunk(const Standard &standard, const QString &code, const QString &name);

} // namespace dealerlens::model
