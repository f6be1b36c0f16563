// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QDate>
#include <QString>

#include <optional>

namespace dealerlens::ctl {

// "2026-01-31", "2026-01-31T12:00:00Z", "2026-01-31T12:00+03:00", "2026-01-31 12:00:00", "now". A day means its
// beginning; without a zone it is UTC. std::nullopt when it is none of these; kNever for "now" and "".
[[nodiscard]] std::optional<base::UtcSeconds> parseInstant(const QString &text);

// Whole days, the second one not included; empty: unbounded.
struct Period {
    std::optional<QDate> from;
    std::optional<QDate> to;
};

// "2026-01-01..2026-02-01" (either side may be empty), "2026-01", "2026", "2026-Q1", "all", "today",
// "yesterday", "this-week|month|quarter|year", "last-week|month|quarter|year", "last-N-days" (today is the last).
[[nodiscard]] std::optional<Period> parsePeriod(const QString &text, QDate today);

} // namespace dealerlens::ctl
