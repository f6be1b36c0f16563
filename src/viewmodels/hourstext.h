// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"

#include <QString>

#include <optional>
#include <vector>

namespace dealerlens::viewmodels {

using WorkSlots = std::vector<model::WorkCalendar::Slot>;

// Working hours of one day as people write them: "09:00–13:00, 14:00–18:00"; "" for a day off; 24:00 is midnight.
[[nodiscard]] QString hoursText(const WorkSlots &hours);
// The same back, for `weekday`: "9-18" and "9.00 - 18.30; 19-24" are understood too. Nothing when a time is none, ends
// before it begins or overlaps the one before.
[[nodiscard]] std::optional<WorkSlots> parseHours(const QString &text, int weekday);

} // namespace dealerlens::viewmodels
