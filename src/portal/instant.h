// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QByteArray>

#include <optional>
#include <string_view>

namespace dealerlens::portal {

// "2024-08-30T14:29:00+02:00" (fraction ignored, Z allowed). An instant without an offset is no instant: the
// portal's zone is not known here. REST reference 4.4.
[[nodiscard]] std::optional<base::UtcSeconds> parseInstant(std::string_view text);

// A pure date, sent as midnight UTC printed in the server's offset, or as YYYY-MM-DD. Days since 1970-01-01.
// Twelve hours are added before the date is taken, which survives DST slips (reference 4.4).
[[nodiscard]] std::optional<std::int64_t> parseDate(std::string_view text);

// "2024-08-30T12:29:00+00:00", as filters take it.
[[nodiscard]] QByteArray instantText(base::UtcSeconds instant);

} // namespace dealerlens::portal
